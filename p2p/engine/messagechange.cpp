#include "p2p/engine/messagechange.h"

#include <algorithm>
#include <tuple>

namespace vos {

namespace {

bool edit(const ChangeMessage& change, Message& message)
{
    // Two programs of one person may give two texts one number: all end with the same one.
    const bool newer = change.revision == message.revision ? change.text > message.text
                                                           : change.revision > message.revision;
    if (change.ours != message.outgoing || !newer)
        return false;
    message.revision = change.revision;
    message.text = change.text;
    return true;
}

bool takeBack(const ChangeMessage& change, Message& message)
{
    if (change.ours != message.outgoing)
        return false;
    message.takenBack = true;
    message.text.clear();
    message.replyTo.reset();
    message.reactions.clear();
    // It is on its way no longer.
    const bool waits = message.state == MessageState::Queued ||
                       message.state == MessageState::Sent || message.state == MessageState::Held;
    if (waits) {
        message.state = MessageState::Failed;
        message.reason = FailReason::Cancelled;
        message.heldBy.clear();
        message.heldSince.reset();
    }
    return true;
}

bool react(const ChangeMessage& change, const NodeId& by, Message& message)
{
    auto place = std::find_if(message.reactions.begin(), message.reactions.end(),
                              [&](const Reactions& one) { return one.by == by; });
    if (place == message.reactions.end())
        place = message.reactions.insert(place, Reactions{by, 0, {}});
    if (std::tie(change.revision, change.emoji) <= std::tie(place->revision, place->emoji))
        return false;
    place->revision = change.revision;
    place->emoji = change.emoji;
    return true;
}

}  // namespace

bool applyChange(const ChangeMessage& change, const NodeId& self, Message& message)
{
    if (message.peer != change.peer || message.kind != LetterKind::Text || message.takenBack)
        return false;
    switch (change.what) {
    case ChangeMessage::What::Edit:
        return edit(change, message);
    case ChangeMessage::What::TakeBack:
        return takeBack(change, message);
    case ChangeMessage::What::React:
        return react(change, change.ours ? self : change.peer, message);
    }
    return false;
}

void keepChanges(const Message& stored, Message& fresh)
{
    if (stored.takenBack) {
        fresh.takenBack = true;
        fresh.text.clear();
        fresh.replyTo.reset();
        return;
    }
    if (stored.revision > fresh.revision) {
        fresh.revision = stored.revision;
        fresh.text = stored.text;
    }
    if (fresh.reactions.empty())
        fresh.reactions = stored.reactions;
}

}  // namespace vos
