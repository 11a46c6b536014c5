#include "model/friendlist.h"

#include <algorithm>

namespace vos::model {

FriendList::FriendList(FriendModel& friends, QObject* parent)
    : QAbstractListModel(parent), m_friends(friends)
{
    connect(&friends, &QAbstractItemModel::rowsInserted, this, &FriendList::rearrange);
    connect(&friends, &QAbstractItemModel::rowsRemoved, this, &FriendList::rearrange);
    connect(&friends, &QAbstractItemModel::dataChanged, this, &FriendList::onSourceChanged);
    rearrange();
}

int FriendList::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant FriendList::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    if (role == RowKindRole)
        return QVariant::fromValue(row.kind);
    if (row.kind == RowKind::Friend) {
        const int source = m_friends.rowOf(row.id);
        return source < 0 ? QVariant() : m_friends.data(m_friends.index(source), role);
    }
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        //: Heading in the friend list with the number of friends below it
        return row.online ? tr("Online (%1)").arg(m_onlineCount)
                          : tr("Offline (%1)").arg(m_offlineCount);
    case SectionCountRole:
        return row.online ? m_onlineCount : m_offlineCount;
    default:
        return {};
    }
}

Qt::ItemFlags FriendList::flags(const QModelIndex& index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    if (!idAt(index))
        return Qt::ItemNeverHasChildren;
    return Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
}

void FriendList::setSearch(const QString& text)
{
    m_search = text.trimmed();
    rearrange();
}

std::optional<NodeId> FriendList::idAt(const QModelIndex& index) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return std::nullopt;
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    if (row.kind == RowKind::Section)
        return std::nullopt;
    return row.id;
}

QModelIndex FriendList::indexOf(const NodeId& id) const
{
    for (int row = 0; row < rowCount(); ++row) {
        if (idAt(index(row)) == id)
            return index(row);
    }
    return {};
}

std::optional<NodeId> FriendList::neighbour(const std::optional<NodeId>& from, bool down,
                                            bool unreadOnly) const
{
    const int rows = rowCount();
    if (rows == 0)
        return std::nullopt;
    const int step = down ? 1 : rows - 1;
    const QModelIndex start = from ? indexOf(*from) : QModelIndex();
    int row = start.isValid() ? start.row() : (down ? rows - 1 : 0);
    for (int i = 0; i < rows; ++i) {
        row = (row + step) % rows;
        const std::optional<NodeId> id = idAt(index(row));
        if (!id)
            continue;
        const Friend* f = m_friends.find(*id);
        if (f != nullptr && (!unreadOnly || f->unread > 0))
            return id;
    }
    return std::nullopt;
}

int FriendList::friendCount() const { return m_onlineCount + m_offlineCount; }

int FriendList::count(bool online) const
{
    return static_cast<int>(std::count_if(m_rows.begin(), m_rows.end(), [&](const Row& row) {
        return row.kind == RowKind::Friend && row.online == online;
    }));
}

std::vector<FriendList::Row> FriendList::wanted() const
{
    struct Entry {
        Row row;
        qint64 time;
        QString name;
    };
    std::vector<Entry> entries;
    for (int i = 0; i < m_friends.rowCount(); ++i) {
        const Friend& f = m_friends.at(i);
        if (f.contact.state != ContactState::Accepted &&
            f.contact.state != ContactState::PendingOut)
            continue;
        const QString name = f.name();
        if (!m_search.isEmpty() && !name.contains(m_search, Qt::CaseInsensitive) &&
            !f.address().contains(m_search, Qt::CaseInsensitive))
            continue;
        const bool online = f.presence.presence == Presence::Online;
        const qint64 time = m_friends.data(m_friends.index(i), FriendModel::TimeRole).toLongLong();
        entries.push_back({{RowKind::Friend, online, f.contact.id}, time, name});
    }
    std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
        if (a.row.online != b.row.online)
            return a.row.online;
        if (a.time != b.time)
            return a.time > b.time;
        const int byName = QString::localeAwareCompare(a.name, b.name);
        return byName != 0 ? byName < 0 : a.row.id < b.row.id;
    });
    std::vector<Row> rows;
    for (const Entry& entry : entries) {
        if (rows.empty() || rows.back().online != entry.row.online)
            rows.push_back({RowKind::Section, entry.row.online, {}});
        rows.push_back(entry.row);
    }
    return rows;
}

void FriendList::rearrange()
{
    const std::vector<Row> target = wanted();
    const auto sameRow = [](const Row& a, const Row& b) {
        return a.kind == b.kind && a.id == b.id &&
               (a.kind == RowKind::Friend || a.online == b.online);
    };
    const auto contains = [&](const std::vector<Row>& rows, const Row& row) {
        return std::any_of(rows.begin(), rows.end(),
                           [&](const Row& other) { return sameRow(row, other); });
    };
    for (int i = rowCount() - 1; i >= 0; --i) {
        if (contains(target, m_rows[static_cast<std::size_t>(i)]))
            continue;
        beginRemoveRows({}, i, i);
        m_rows.erase(m_rows.begin() + i);
        endRemoveRows();
    }
    for (int i = 0; i < static_cast<int>(target.size()); ++i) {
        const Row& row = target[static_cast<std::size_t>(i)];
        const auto found = std::find_if(m_rows.begin() + i, m_rows.end(),
                                        [&](const Row& other) { return sameRow(row, other); });
        if (found == m_rows.end()) {
            beginInsertRows({}, i, i);
            m_rows.insert(m_rows.begin() + i, row);
            endInsertRows();
        } else if (const int from = static_cast<int>(found - m_rows.begin()); from != i) {
            beginMoveRows({}, from, from, {}, i);
            std::rotate(m_rows.begin() + i, found, found + 1);
            endMoveRows();
        }
        m_rows[static_cast<std::size_t>(i)].online = row.online;
    }
    m_onlineCount = count(true);
    m_offlineCount = count(false);
    retranslate();
}

void FriendList::retranslate()
{
    // The headings: they count what is below them.
    for (int i = 0; i < rowCount(); ++i) {
        if (m_rows[static_cast<std::size_t>(i)].kind == RowKind::Section)
            Q_EMIT dataChanged(index(i), index(i));
    }
}

void FriendList::onSourceChanged(const QModelIndex& first, const QModelIndex& last)
{
    rearrange();
    for (int source = first.row(); source <= last.row(); ++source) {
        const QModelIndex at = indexOf(m_friends.at(source).contact.id);
        if (at.isValid())
            Q_EMIT dataChanged(at, at);
    }
}

}  // namespace vos::model
