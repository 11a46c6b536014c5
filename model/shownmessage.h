#pragma once

// What the models of friends and of messages read off a message alike.

#include "p2p/qt/nodetypes.h"

#include <algorithm>

namespace vos::model {

/// A sender's clock that runs ahead shows no message in the future.
inline WallTime shownTime(const Message& message)
{
    return message.receivedAt ? std::min(message.sentAt, *message.receivedAt) : message.sentAt;
}

/// What was taken back has not failed.
inline bool isFailed(const Message& message)
{
    return message.state == MessageState::Failed && !message.takenBack;
}

inline bool isUnread(const Message& message) { return !message.outgoing && !message.readAt; }

}  // namespace vos::model
