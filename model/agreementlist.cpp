#include "model/agreementlist.h"

#include "p2p/qt/address.h"

#include <algorithm>

namespace vos::model {

namespace {

constexpr int NearFullPercent = 90;
/// A friend away for longer is said to be unreachable: what it should keep is kept by nobody then.
constexpr std::chrono::hours UnreachableAfter{24};

}  // namespace

bool Agreement::isNearFull() const
{
    return isActive() && usedPercent() >= NearFullPercent;
}

int Agreement::usedPercent() const
{
    if (quotaBytes == 0)
        return 0;
    const double share = static_cast<double>(usedBytes) / static_cast<double>(quotaBytes);
    return static_cast<int>(100 * std::min(share, 1.0));
}

AgreementList::AgreementList(Clock& clock, FriendModel& friends, QObject* parent)
    : QAbstractListModel(parent)
    , m_clock(clock)
    , m_friends(friends)
{
    connect(&clock, &Clock::minutePassed, this, &AgreementList::retranslate);
    // Presence and names come from the contacts where the node is one.
    connect(&friends, &QAbstractItemModel::dataChanged, this, &AgreementList::retranslate);
}

int AgreementList::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant AgreementList::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Agreement& row = at(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case NameRole:
        return nameOf(row);
    case Qt::AccessibleTextRole:
        return accessibleText(row);
    case Qt::ToolTipRole:
    case DetailRole:
        return detail(row);
    case IdRole:
        return QVariant::fromValue(row.id);
    case StateRole:
        return QVariant::fromValue(row.state);
    case StateWordRole:
        return stateWord(row);
    case PresenceRole:
        return QVariant::fromValue(presenceOf(row));
    case UsedRole:
        return row.usedBytes;
    case QuotaRole:
        return row.quotaBytes;
    case StorageTextRole:
        return row.isActive() ? words::storage(row.usedBytes, row.quotaBytes) : QString();
    case NearFullRole:
        return row.isNearFull();
    case MessagesRole:
        return row.messages;
    case LostRole:
        return row.lost;
    case VerifiedRole: {
        const Friend* known = m_friends.find(row.id);
        return known != nullptr && known->contact.verified;
    }
    default:
        return {};
    }
}

QHash<int, QByteArray> AgreementList::roleNames() const
{
    QHash<int, QByteArray> names = QAbstractListModel::roleNames();
    names[IdRole] = "id";
    names[NameRole] = "name";
    names[StateWordRole] = "stateWord";
    names[DetailRole] = "detail";
    names[StorageTextRole] = "storageText";
    return names;
}

const Agreement* AgreementList::find(const NodeId& id) const
{
    const QModelIndex index = indexOf(id);
    return index.isValid() ? &at(index.row()) : nullptr;
}

QModelIndex AgreementList::indexOf(const NodeId& id) const
{
    const auto it = std::find_if(m_rows.begin(), m_rows.end(),
                                 [&](const Agreement& row) { return row.id == id; });
    return it == m_rows.end() ? QModelIndex() : index(static_cast<int>(it - m_rows.begin()));
}

QString AgreementList::nameOf(const Agreement& agreement) const
{
    if (m_friends.find(agreement.id) != nullptr)
        return m_friends.nameOf(agreement.id);
    return agreement.ownName.isEmpty() ? shortAddressOf(agreement.id) : agreement.ownName;
}

Presence AgreementList::presenceOf(const Agreement& agreement) const
{
    if (m_offline)
        return Presence::Unknown;
    const Friend* known = m_friends.find(agreement.id);
    const bool online =
        agreement.online || (known != nullptr && known->presence.presence == Presence::Online);
    return online ? Presence::Online : Presence::Offline;
}

/// Whether it can be reached, or since when not.
QString AgreementList::contactText(const Agreement& agreement) const
{
    const Presence presence = presenceOf(agreement);
    const Friend* known = m_friends.find(agreement.id);
    const WallTime now = m_clock.now();
    if (presence == Presence::Online) {
        const bool pathKnown = known != nullptr && known->presence.presence == Presence::Online;
        return pathKnown ? words::presence(known->presence, known->name(), now) : tr("Online");
    }
    if (presence == Presence::Unknown)
        return tr("Unknown while you are offline");
    std::optional<WallTime> seen = agreement.lastSeen;
    if (known != nullptr && known->contact.lastSeen)
        seen = seen ? std::max(*seen, *known->contact.lastSeen) : known->contact.lastSeen;
    if (!seen)
        return tr("Not reached yet");
    //: %1 is a time or a day: when we last heard of this friend
    return now - *seen > UnreachableAfter
               ? tr("Unreachable since %1").arg(words::shortWhen(*seen, now))
               : tr("Last contact %1").arg(words::shortWhen(*seen, now));
}

QString AgreementList::stateWord(const Agreement& agreement) const
{
    switch (agreement.state) {
    case AgreementState::Pending:
    case AgreementState::Asked:
        return tr("Asked");
    case AgreementState::Active: {
        const QString contact = contactText(agreement);
        const bool away = presenceOf(agreement) == Presence::Offline && agreement.lastSeen &&
                          m_clock.now() - *agreement.lastSeen > UnreachableAfter;
        return away ? contact : tr("Agreed");
    }
    case AgreementState::Declined:
        return tr("Declined");
    case AgreementState::Revoked:
        return tr("Ended");
    case AgreementState::Expired:
        // A request that nobody answered never had a grant that could end.
        return agreement.mine && !agreement.expires ? tr("No answer") : tr("Expired");
    case AgreementState::None:
        break;
    }
    return {};
}

QString AgreementList::detail(const Agreement& agreement) const
{
    const QString since = words::shortWhen(agreement.since, m_clock.now());
    switch (agreement.state) {
    case AgreementState::Pending:
        //: A row of Hold for me: when we asked, and that there is no answer yet
        return tr("Asked %1 · waiting").arg(since);
    case AgreementState::Asked:
        return tr("Asked %1").arg(since);
    case AgreementState::Active:
        break;
    default:
        //: State of an agreement and since when: "Declined Sat"
        return agreement.doNotAsk ? tr("%1 %2 · may not ask again").arg(stateWord(agreement), since)
                                  : tr("%1 %2").arg(stateWord(agreement), since);
    }
    const QString contact = contactText(agreement);
    if (!agreement.mine) {
        //: A row of I hold for: messages held now, whether the friend can be reached
        return tr("%n messages · %1", nullptr, agreement.messages).arg(contact);
    }
    if (agreement.messages == 0)
        return tr("%1 · nothing kept now").arg(contact);
    //: A row of Hold for me: whether the friend can be reached, messages it keeps
    return tr("%1 · keeps %n messages for you", nullptr, agreement.messages).arg(contact);
}

QString AgreementList::accessibleText(const Agreement& agreement) const
{
    const QString name = nameOf(agreement);
    if (!agreement.isActive())
        return tr("%1, %2").arg(name, detail(agreement));
    //: An agreement read aloud: friend, presence, used space
    const QString text = tr("%1, agreed, %2, %3")
                             .arg(name, words::presenceWord(presenceOf(agreement)),
                                  words::storage(agreement.usedBytes, agreement.quotaBytes));
    if (agreement.lost == 0)
        return text;
    //: %1 is a row read aloud
    return tr("%1, %n messages lost", nullptr, agreement.lost).arg(text);
}

void AgreementList::setRows(const std::vector<Agreement>& rows)
{
    for (int row = rowCount() - 1; row >= 0; --row) {
        const bool stays = std::any_of(rows.begin(), rows.end(),
                                       [&](const Agreement& r) { return r.id == at(row).id; });
        if (stays)
            continue;
        beginRemoveRows({}, row, row);
        m_rows.erase(m_rows.begin() + row);
        endRemoveRows();
    }
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const int to = static_cast<int>(i);
        const int from = indexOf(rows[i].id).row();
        if (from < 0) {
            beginInsertRows({}, to, to);
            m_rows.insert(m_rows.begin() + to, rows[i]);
            endInsertRows();
            continue;
        }
        if (from != to) {
            beginMoveRows({}, from, from, {}, to);
            std::rotate(m_rows.begin() + to, m_rows.begin() + from, m_rows.begin() + from + 1);
            endMoveRows();
        }
        if (m_rows[i] == rows[i])
            continue;
        m_rows[i] = rows[i];
        Q_EMIT dataChanged(index(to), index(to));
    }
}

void AgreementList::setOffline(bool offline)
{
    if (std::exchange(m_offline, offline) != offline)
        retranslate();
}

void AgreementList::retranslate()
{
    if (!m_rows.empty())
        Q_EMIT dataChanged(index(0), index(rowCount() - 1));
}

}  // namespace vos::model
