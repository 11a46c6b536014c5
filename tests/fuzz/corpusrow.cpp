#include "p2p/qt/rowcodec.h"
#include "tests/fuzz/corpus.h"

namespace vos::fuzz {

void addRowSeeds(Seeds& seeds)
{
    FixedRng rng(9);
    const WallTime then = fromMillis(1'740'000'000'000);
    const auto add = [&seeds](std::string name, const auto& row) {
        seeds.push_back({"row", std::move(name), qt::encodeRow(row)});
    };
    add("self", SelfRow{7, 3, Bytes(171), false, "小明"});
    add("prekey", PrekeyRow{rng.id<ExchangeKey>(), {}, rng.id<NodeId>(), 4, then, then + 5s});
    ContactRow contact;
    contact.id = rng.id<NodeId>();
    contact.state = ContactState::Accepted;
    contact.name = "小明";
    contact.hints = {"192.0.2.1:4747", "a.example:4747"};
    contact.lastSeen = then;
    add("contact", contact);
    RecordRow record;
    record.id = rng.id<NodeId>();
    record.whereabouts.resize(154);
    record.highestSequence = 1'740'000'000'000;
    add("record", record);
    OutboxRow outbox;
    outbox.id = rng.id<MessageId>();
    outbox.body.resize(40);
    outbox.letterIds = {rng.id<LetterId>(), rng.id<LetterId>()};
    outbox.replyTo = rng.id<MessageId>();
    add("outbox", outbox);
    add("seen-letter",
        SeenLetterRow{rng.id<LetterId>(), rng.id<NodeId>(), rng.id<MessageId>(), 1, then});
    add("setting", SettingRow{"privacy.read_receipts", "true"});
    add("local", qt::LocalRow{"draft", "Shall we"});
    Message message;
    message.id = rng.id<MessageId>();
    message.peer = rng.id<NodeId>();
    message.text = "See you";
    message.heldBy = {rng.id<NodeId>()};
    add("message", message);
    message.revision = 1'740'000'000'000;
    message.reactions = {{rng.id<NodeId>(), 5, {"👍"}}, {rng.id<NodeId>(), 6, {}}};
    add("message-changed", message);
    add("change", ChangeMessage{rng.id<NodeId>(), false, rng.id<MessageId>(),
                                ChangeMessage::What::Edit, 7, "At four.", {}, then});
    add("status", qt::MessageStatus{MessageState::Delivered, FailReason::None, then, {}});
}

}  // namespace vos::fuzz
