#pragma once

// What the operator of a box wants to read in its log: who asked for what and what was agreed,
// trouble with the disk, damage. Letters are counted by the minute (by the node itself), never
// named one by one; addresses are shortened.

#include "p2p/qt/node.h"

#include <QObject>

#include <unordered_map>

namespace vos::daemon {

class OperatorLog : public QObject {
    Q_OBJECT

public:
    /// `node` must outlive it.
    explicit OperatorLog(Node& node, QObject* parent = nullptr);

private:
    using States = std::unordered_map<NodeId, AgreementState>;

    void learn(Node& node);
    void onRequested(const std::vector<FriendOwner>& requests);
    void onOwnersChanged(const std::vector<FriendOwner>& changed);
    void onFriendsChanged(const std::vector<FriendVos>& changed);
    /// Remembers `state`; false if it was known.
    static bool isNew(States& known, const NodeId& id, AgreementState state);

    // As last told, or found at the start.
    States m_owners;
    States m_friends;
};

}  // namespace vos::daemon
