#pragma once

// Contact requests that wait for an answer: the rows of FriendModel with state PendingIn, oldest
// first, with its roles.

#include "model/friendmodel.h"

#include <QSortFilterProxyModel>

namespace vos::model {

class RequestModel : public QSortFilterProxyModel {
    Q_OBJECT

public:
    RequestModel(FriendModel& friends, ContactState state, QObject* parent = nullptr);

    const Friend& at(int row) const;

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;
    bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;

private:
    FriendModel& m_friends;
    const ContactState m_state;
};

}  // namespace vos::model
