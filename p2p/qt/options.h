#pragma once

// The options of a node, read and judged as a whole before anything is opened.

#include "p2p/base/expected.h"
#include "p2p/base/ids.h"
#include "p2p/qt/node.h"
#include "p2p/qt/nodetypes.h"

#include <QHostAddress>
#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace vos::qt {

struct ListenPlace {
    QHostAddress address;
    quint16 port = 0;  ///< 0: a free one
};

/// A node to join through: known by its address, by places, or both.
struct JoinTarget {
    std::optional<NodeId> id;
    QStringList places;  ///< HOST:PORT
};

struct StartPlan {
    QString profile;
    std::vector<ListenPlace> listen;  ///< empty: every interface
    std::vector<JoinTarget> join;
    std::string name;  ///< NFC; empty: as stored
};

/// BadOption names the value that is wrong.
Expected<StartPlan, StartError> planStart(const NodeOptions& options);

/// A link, an address or HOST:PORT.
Expected<JoinTarget, NodeError> parseJoinTarget(const QString& text);

/// A display name as it may be shown to others (NFC); InvalidParams for what may not.
Expected<std::string, NodeError> parseName(const QString& name);

}  // namespace vos::qt
