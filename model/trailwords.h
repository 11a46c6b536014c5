#pragma once

// Why a friend seems offline, in sentences: what was tried, who saw the friend last and where, and
// what happens next. Pure functions of the steps the node recorded.

#include <cstddef>  // first: moc 6.4 stumbles over <compare> without it

#include "p2p/engine/types.h"

#include <QString>
#include <QStringList>

#include <functional>
#include <vector>

namespace vos::model {

struct TrailWords {
    QString summary;    ///< "3 of 5 nodes heard of Wang 4 min ago, at another address."
    QStringList steps;  ///< one line for each step, the latest first
};

/// Steps as Node::trail() gives them. `nameOf` names the nodes that were asked.
TrailWords trailWords(const std::vector<SeekStep>& steps, const QString& name, WallTime now,
                      const std::function<QString(const NodeId&)>& nameOf);

}  // namespace vos::model
