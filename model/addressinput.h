#pragma once

// Judges an address or link while it is being typed or pasted.

#include "p2p/base/ids.h"

#include <QString>

#include <optional>

namespace vos::model {

struct AddressInput {
    enum class State { Empty, Incomplete, Wrong, Own, Known, Good } state = State::Empty;
    std::optional<NodeId> id;  ///< Own, Known, Good
    QString cleaned;           ///< the text to pass on: without spaces and line breaks
    QString name;              ///< what a link calls its owner; a hint
    QString words;             ///< one translated sentence; empty for Empty
    bool isGood() const { return state == State::Good; }
};

class FriendModel;

/// `own` is our address. Known: already a friend (asked, accepted or blocked ones too).
AddressInput judgeAddress(const QString& text, const NodeId& own, const FriendModel& friends);

}  // namespace vos::model
