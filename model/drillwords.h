#pragma once

// What the answers of a fire drill mean to a person: would messages arrive if this computer were
// off now, and what to do about each no.

#include "p2p/engine/types.h"

#include <QString>

#include <vector>

namespace vos::model {

struct DrillCheck {
    enum class Kind { Reachable, Room, Grant, Clock } kind = Kind::Reachable;
    bool known = true;  ///< a friend that does not answer tells nothing of the rest
    bool good = false;
    QString words;
};

struct DrillLine {
    NodeId id;
    QString name;
    bool ok = false;
    std::vector<DrillCheck> checks;
    QString advice;  ///< what to do; empty where all is well
};

/// "Bob": one line for each friend asked.
DrillLine drillLine(const DrillResult& result, const QString& name);
/// The answer to "If you switch off now, would messages reach you?"; `good` tells which.
QString drillVerdict(const std::vector<DrillResult>& results, bool& good);

}  // namespace vos::model
