// What is done to messages after they were written, in memory.

#include "p2p/engine/messagechange.h"
#include "ui/gallery/later.h"
#include "ui/gallery/memorynode.h"

namespace vos::ui {

const Message* MemoryNode::last(const NodeId& peer) const
{
    const auto place = m_conversations.find(peer);
    return place == m_conversations.end() || place->second.empty() ? nullptr
                                                                    : &place->second.back();
}

bool MemoryNode::change(ChangeMessage change)
{
    Message* message = findMessage(change.id);
    if (message == nullptr)
        return false;
    change.peer = message->peer;
    change.revision = static_cast<std::uint64_t>(toMillis(m_clock.now())) + ++m_changes;
    if (!applyChange(change, m_identity.id, *message))
        return false;
    if (m_started)
        Q_EMIT messagesChanged({*message});
    return true;
}

void MemoryNode::changeOwn(const char* call, ChangeMessage change, QObject* context,
                           Reply<Done> reply)
{
    change.ours = true;
    const std::optional<NodeError> error = refusal(call);
    const NodeError notAllowed{ErrorCode::NotAllowed, "Only an own message can be changed."};
    if (error || !this->change(std::move(change)))
        later<Done>(context, std::move(reply), Unexpected{error.value_or(notAllowed)});
    else
        later<Done>(context, std::move(reply), Done());
}

void MemoryNode::editMessage(const MessageId& id, const QString& text, QObject* context,
                             Reply<Done> reply)
{
    ChangeMessage change;
    change.id = id;
    change.text = text.toStdString();
    changeOwn("edit", std::move(change), context, std::move(reply));
}

void MemoryNode::takeBackMessage(const MessageId& id, QObject* context, Reply<Done> reply)
{
    ChangeMessage change;
    change.id = id;
    change.what = ChangeMessage::What::TakeBack;
    changeOwn("take back", std::move(change), context, std::move(reply));
}

void MemoryNode::react(const MessageId& id, const QStringList& emoji, QObject* context,
                       Reply<Done> reply)
{
    ChangeMessage change;
    change.id = id;
    change.what = ChangeMessage::What::React;
    for (const QString& one : emoji)
        change.emoji.push_back(one.toStdString());
    changeOwn("react", std::move(change), context, std::move(reply));
}

}  // namespace vos::ui
