#pragma once

// Agreements of one side as rows: who holds for us, for whom we hold, or who asks. Filled by
// FriendVosModel; changes become exact insert, remove and change calls, so what is being read
// stays.

#include "model/clock.h"
#include "model/friendmodel.h"

#include <QAbstractListModel>

#include <optional>
#include <vector>

namespace vos::model {

/// An agreement from either side, as far as the window shows it.
struct Agreement {
    bool mine = false;  ///< the other node holds for us; else we hold for it
    NodeId id;
    AgreementState state = AgreementState::None;
    QString ownName;  ///< as it calls itself; empty when not known
    QString message;  ///< that came with a request
    bool online = false;
    WallTime since;
    std::optional<WallTime> lastSeen;
    quint64 quotaBytes = 0;
    quint64 usedBytes = 0;
    int messages = 0;
    int lost = 0;  ///< letters it signed for and no longer has
    std::optional<WallTime> keptUntil;
    std::optional<WallTime> expires;
    bool doNotAsk = false;

    bool operator==(const Agreement&) const = default;
    bool isActive() const { return state == AgreementState::Active; }
    /// At least nine tenths of the space are used.
    bool isNearFull() const;
    /// Whole percent, at most 100; 0 without a limit.
    int usedPercent() const;
};

class AgreementList : public QAbstractListModel {
    Q_OBJECT

public:
    enum Role {
        IdRole = Qt::UserRole + 1,  ///< vos::NodeId
        NameRole,                   ///< QString, also Qt::DisplayRole
        StateRole,                  ///< vos::AgreementState
        StateWordRole,              ///< QString: "Agreed", "Unreachable since Sat"
        DetailRole,                 ///< QString: the second line of a row
        PresenceRole,               ///< vos::model::Presence
        UsedRole,                   ///< quint64, bytes
        QuotaRole,                  ///< quint64, bytes
        StorageTextRole,            ///< QString: "12 of 50 MB"; empty without a limit
        NearFullRole,               ///< bool
        MessagesRole,               ///< int
        LostRole,                   ///< int
        VerifiedRole,               ///< bool: a friend whose safety number was compared
    };

    AgreementList(Clock& clock, FriendModel& friends, QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QHash<int, QByteArray> roleNames() const override;

    const Agreement& at(int row) const { return m_rows[static_cast<std::size_t>(row)]; }
    const std::vector<Agreement>& rows() const { return m_rows; }
    /// Null when there is none.
    const Agreement* find(const NodeId& id) const;
    QModelIndex indexOf(const NodeId& id) const;
    /// Our own name for it, else how it calls itself, else a short address.
    QString nameOf(const Agreement& agreement) const;

    /// In this order from now on.
    void setRows(const std::vector<Agreement>& rows);
    /// Presence is unknown without a network.
    void setOffline(bool offline);
    void retranslate();

private:
    Presence presenceOf(const Agreement& agreement) const;
    QString contactText(const Agreement& agreement) const;
    QString stateWord(const Agreement& agreement) const;
    QString detail(const Agreement& agreement) const;
    QString accessibleText(const Agreement& agreement) const;

    Clock& m_clock;
    FriendModel& m_friends;
    std::vector<Agreement> m_rows;
    bool m_offline = false;
};

}  // namespace vos::model
