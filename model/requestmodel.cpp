#include "model/requestmodel.h"

namespace vos::model {

RequestModel::RequestModel(FriendModel& friends, ContactState state, QObject* parent)
    : QSortFilterProxyModel(parent), m_friends(friends), m_state(state)
{
    setSourceModel(&friends);
    sort(0);
}

const Friend& RequestModel::at(int row) const
{
    return m_friends.at(mapToSource(index(row, 0)).row());
}

bool RequestModel::filterAcceptsRow(int row, const QModelIndex&) const
{
    return m_friends.at(row).contact.state == m_state;
}

bool RequestModel::lessThan(const QModelIndex& left, const QModelIndex& right) const
{
    const Contact& a = m_friends.at(left.row()).contact;
    const Contact& b = m_friends.at(right.row()).contact;
    return std::tie(a.since, a.id) < std::tie(b.since, b.id);
}

}  // namespace vos::model
