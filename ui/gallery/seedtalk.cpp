// A conversation in which messages are answered, edited, reacted to, taken back and marked.

#include "ui/gallery/seed.h"

#include <QDateTime>

namespace vos::ui {

MessageId editedMessageId()
{
    MessageId id;
    id.bytes[0] = std::byte{9};
    id.bytes[15] = std::byte{1};
    return id;
}

void seedTalk(MemoryNode& node, bool chinese)
{
    const NodeId carol = galleryId(person::Carol);
    int minute = 0;
    const auto put = [&](bool outgoing, const char* english, const char* inChinese,
                         std::optional<MessageId> replyTo = {}, MessageId id = {}) {
        Message message;
        message.id = id;
        message.peer = carol;
        message.outgoing = outgoing;
        message.text = chinese ? inChinese : english;
        message.sentAt = galleryNow() - std::chrono::minutes(40 - 3 * minute++);
        message.state = outgoing ? MessageState::Read : MessageState::Received;
        message.readAt = message.sentAt;
        if (outgoing)
            message.deliveredAt = message.sentAt;
        else
            message.receivedAt = message.sentAt;
        message.replyTo = replyTo;
        node.putMessage(message);
        return node.last(carol)->id;
    };
    const MessageId asked =
        put(false, "Which room is it? I have **two** in my notes.", "是哪个房间？我记了**两个**。");
    const MessageId told = put(true, "Room 214.", "214 号房间。", asked, editedMessageId());
    put(false, "Run `vos info` on the old machine, then this:\n```sh\nvos send carol \"room 214\"\n"
               "vos queue\n```",
        "先在旧电脑上运行 `vos info`，再运行：\n```sh\nvos send carol \"214\"\nvos queue\n```");
    const MessageId gone = put(false, "Forget that.", "当我没说。");
    put(true, "The *east* entrance, it is open until **six**.", "走*东门*，开到**六点**。", gone);
    const MessageId thanks = put(false, "Perfect, thank you!", "太好了，谢谢！", told);
    MessageId missing;
    missing.bytes[0] = std::byte{77};
    put(false, "And this one?", "那这个呢？", missing);
    ChangeMessage change;
    change.id = told;
    change.ours = true;
    change.text = chinese ? "215 号房间，不是 214。" : "Room 215, not 214.";
    node.change(change);
    change = {};
    change.id = gone;
    change.what = ChangeMessage::What::TakeBack;
    node.change(change);
    const auto react = [&](const MessageId& id, bool ours, std::vector<std::string> emoji) {
        ChangeMessage reaction;
        reaction.id = id;
        reaction.ours = ours;
        reaction.what = ChangeMessage::What::React;
        reaction.emoji = std::move(emoji);
        node.change(reaction);
    };
    react(told, false, {"👍", "🎉"});
    react(told, true, {"👍"});
    react(thanks, true, {"❤️"});
}

}  // namespace vos::ui
