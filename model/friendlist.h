#pragma once

// The friend list as shown: accepted and asked contacts that match the search, under the headings
// Online and Offline, newest conversation first. Headings are rows that cannot be selected. Changes
// become exact insert, remove and move calls, so selection and scroll place stay.

#include "model/friendmodel.h"

#include <QAbstractListModel>

namespace vos::model {

class FriendList : public QAbstractListModel {
    Q_OBJECT

public:
    enum class RowKind { Section, Friend };
    /// Beside those of FriendModel.
    enum Role {
        RowKindRole = FriendModel::SinceRole + 100,  ///< RowKind
        SectionCountRole,                            ///< int
    };

    explicit FriendList(FriendModel& friends, QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    QHash<int, QByteArray> roleNames() const override { return m_friends.roleNames(); }

    /// Parts of names and addresses, without regard to case.
    void setSearch(const QString& text);
    QString search() const { return m_search; }
    /// Absent for a heading.
    std::optional<NodeId> idAt(const QModelIndex& index) const;
    QModelIndex indexOf(const NodeId& id) const;
    /// The next friend after `from` (or the first) downwards or upwards, with unread ones only if
    /// asked; goes round.
    std::optional<NodeId> neighbour(const std::optional<NodeId>& from, bool down,
                                    bool unreadOnly) const;
    int friendCount() const;
    void retranslate();

private:
    struct Row {
        RowKind kind = RowKind::Friend;
        bool online = false;  ///< which section
        NodeId id;
        bool operator==(const Row&) const = default;
    };
    std::vector<Row> wanted() const;
    void rearrange();
    void onSourceChanged(const QModelIndex& first, const QModelIndex& last);
    int count(bool online) const;

    FriendModel& m_friends;
    std::vector<Row> m_rows;
    QString m_search;
    int m_onlineCount = 0;
    int m_offlineCount = 0;
};

}  // namespace vos::model
