#pragma once

// The outgoing queue by friend: a tree of two levels, friends and below each its messages. Read
// from the node whenever a state changed, at most ten times a second, and turned into exact insert,
// remove and change calls.

#include "model/clock.h"
#include "model/friendmodel.h"
#include "model/source.h"

#include <QAbstractItemModel>
#include <QTimer>

#include <map>
#include <memory>
#include <vector>

namespace vos::model {

class QueueModel : public QAbstractItemModel {
    Q_OBJECT

public:
    enum Column {
        MessageColumn,
        SizeColumn,
        SinceColumn,
        WhereColumn,
        NextTryColumn,
        ActionsColumn,  ///< empty: room for what can be done with a message
        ColumnCount,
    };
    enum Role {
        IsFriendRole = Qt::UserRole + 1,  ///< bool: a heading row
        PeerRole,                         ///< vos::NodeId
        IdRole,                           ///< vos::MessageId; invalid for a heading
        StateRole,                        ///< vos::MessageState
        PresenceRole,                     ///< vos::model::Presence, headings
        PresenceTextRole,                 ///< QString, headings
        HolderNamesRole,                  ///< QStringList
        RefusedRole,                      ///< bool: a Friend VOS signed that it does not take it
    };

    QueueModel(NodeSource& source, Clock& clock, FriendModel& friends, QObject* parent = nullptr);

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& index) const override;
    using QObject::parent;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation,
                        int role = Qt::DisplayRole) const override;

    int waiting() const { return m_waiting; }  ///< Queued or Sent
    int held() const { return m_held; }
    /// For each friend with something queued: how many wait here, how many are held.
    std::map<NodeId, std::pair<int, int>> countsByPeer() const;
    const QueueEntry* entryAt(const QModelIndex& index) const;
    QModelIndex indexOf(const MessageId& id) const;

    void refresh();
    void tryNow(const MessageId& id);
    void tryAllNow();
    void cancel(const MessageId& id);
    void retranslate();

Q_SIGNALS:
    void countsChanged(int waiting, int held);
    void actionFailed(const vos::NodeError& error);

private:
    struct Group {
        NodeId peer;
        std::vector<QueueEntry> entries;
    };

    void apply(const std::vector<QueueEntry>& entries);
    void syncGroups(const std::vector<NodeId>& wanted);
    void syncEntries(int group, std::vector<QueueEntry> wanted);
    void count();
    void changeGroups();
    void changeAll();
    QVariant groupData(const Group& group, int column, int role) const;
    QVariant entryData(const QueueEntry& entry, int column, int role) const;
    QString entryText(const QueueEntry& entry, int column) const;
    QString where(const QueueEntry& entry) const;
    QString withRefusals(const QString& place, const QueueEntry& entry) const;
    QString nextTry(const QueueEntry& entry) const;
    Reply<Done> done();

    NodeSource& m_source;
    Clock& m_clock;
    FriendModel& m_friends;
    std::vector<std::unique_ptr<Group>> m_groups;  ///< stable addresses: indexes point at them
    QTimer m_timer;
    std::map<NodeId, std::pair<int, int>> m_counts;
    int m_waiting = 0;
    int m_held = 0;
};

}  // namespace vos::model
