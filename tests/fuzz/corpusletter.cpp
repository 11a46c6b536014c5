#include "p2p/crypto/sign.h"
#include "p2p/letters/body.h"
#include "p2p/letters/letter.h"
#include "p2p/letters/receipt.h"
#include "tests/fuzz/corpus.h"

namespace vos::fuzz {

namespace {

letters::Payload payloadOf(std::uint8_t kind, Bytes body, Rng& rng)
{
    letters::Payload payload;
    payload.kind = kind;
    payload.sender = rng.id<NodeId>();
    payload.cardNumber = 3;
    payload.message = rng.id<MessageId>();
    payload.conversation = rng.id<ConversationId>();
    payload.sequence = 17;
    payload.lamport = 40;
    payload.sentAt = fromMillis(1'740'000'000'000);
    payload.offer = {5, rng.id<ExchangeKey>()};
    payload.oldestNeeded = 4;
    payload.body = std::move(body);
    return payload;
}

void addPayloads(Seeds& seeds, Rng& rng)
{
    const auto sender = crypto::ExchangePair::generate(rng);
    const auto prekey = letterPrekey();
    const letters::TextBody text{"See you at three. 三点见。", rng.id<MessageId>()};
    letters::Payload payload = payloadOf(4, text.encode(), rng);
    const auto add = [&](const std::string& name) {
        seeds.push_back({"payload", name, letters::encodePayload(payload)});
        const auto letter = letters::seal(sender, {rng.id<NodeId>(), prekey.publicKey()}, payload,
                                          fromMillis(1'742'000'000'000), rng);
        VOS_ASSERT(letter);
        seeds.push_back({"letter", name, *letter});
    };
    add("text");
    for (std::size_t i = 0; i < letters::CustodyNotesMax; ++i)
        payload.notes.push_back({rng.id<NodeId>(), rng.id<LetterId>()});
    payload.body = letters::TextBody{std::string(600, 'x'), {}}.encode();
    add("notes");
    payload = payloadOf(200, Bytes(5), rng);
    payload.offer = {};
    add("unknown-kind");
}

void addBodies(Seeds& seeds, Rng& rng)
{
    const auto add = [&seeds](std::string name, Bytes body) {
        seeds.push_back({"body", std::move(name), std::move(body)});
    };
    letters::IntroductionBody introduction;
    introduction.whereabouts.resize(154);
    introduction.card.resize(171);
    introduction.name = "王小明";
    introduction.note = "It is me, from the library.";
    add("introduction", introduction.encode());
    introduction.slot = 9;
    rng.fill(introduction.slotSecret);
    add("introduction-slot", introduction.encode());
    add("decline", letters::DeclineBody{}.encode());
    add("text", letters::TextBody{"Hello", {}}.encode());
    add("text-reply", letters::TextBody{"好", rng.id<MessageId>()}.encode());
    add("data", letters::DataBody{Bytes(100, std::byte{7}), {}}.encode());
    add("read-mark", letters::ReadMarkBody{12}.encode());
    add("edit", letters::EditBody{rng.id<MessageId>(), 1'740'000'000'000, "At four."}.encode());
    add("take-back", letters::TakeBackBody{rng.id<MessageId>()}.encode());
    add("reaction", letters::ReactionBody{rng.id<MessageId>(), 7, {"👍", "❤️"}}.encode());
    add("profile", letters::ProfileBody{3, "Mei Lin", {identity::Grant{}}}.encode());
    add("key-refresh", letters::KeyRefreshBody{{rng.id<LetterId>(), rng.id<LetterId>()}}.encode());
    add("gone", letters::GoneBody{{3, 4, 1'000}}.encode());
}

void addReceipts(Seeds& seeds, Rng& rng)
{
    const auto key = crypto::SigningKey::generate(rng);
    letters::Receipt receipt;
    receipt.recipient = key.publicKey();
    receipt.letters = {rng.id<LetterId>()};
    receipt.sign(key);
    seeds.push_back({"receipt", "stored", receipt.encode()});
    while (receipt.letters.size() < letters::Receipt::LettersMax)
        receipt.letters.push_back(rng.id<LetterId>());
    receipt.verdict = letters::Verdict::Refused;
    receipt.sign(key);
    seeds.push_back({"receipt", "refused-all", receipt.encode()});
}

}  // namespace

crypto::ExchangePair letterPrekey()
{
    VOS_ASSERT(crypto::initialize());
    FixedRng rng(5);
    return crypto::ExchangePair::generate(rng);
}

void addLetterSeeds(Seeds& seeds)
{
    FixedRng rng(4);
    addPayloads(seeds, rng);
    addBodies(seeds, rng);
    addReceipts(seeds, rng);
}

}  // namespace vos::fuzz
