#include "model/queuemodel.h"

#include <QSize>

#include <algorithm>

namespace vos::model {

namespace {

constexpr std::chrono::milliseconds QueueRefreshDelay{100};

bool sameFacts(const QueueEntry& a, const QueueEntry& b)
{
    return a.state == b.state && a.heldBy == b.heldBy && a.refusedBy == b.refusedBy &&
           a.attempts == b.attempts && a.nextAttemptAt == b.nextAttemptAt &&
           a.lastError == b.lastError;
}

}  // namespace

QueueModel::QueueModel(NodeSource& source, Clock& clock, FriendModel& friends, QObject* parent)
    : QAbstractItemModel(parent)
    , m_source(source)
    , m_clock(clock)
    , m_friends(friends)
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(QueueRefreshDelay);
    const auto later = [this] {
        if (!m_timer.isActive())
            m_timer.start();
    };
    connect(&m_timer, &QTimer::timeout, this, &QueueModel::refresh);
    connect(&source, &NodeSource::messagesAdded, this, later);
    connect(&source, &NodeSource::messageStatesChanged, this, later);
    connect(&source, &NodeSource::contactsChanged, this, later);
    connect(&source, &NodeSource::presenceChanged, this, later);
    connect(&clock, &Clock::minutePassed, this, &QueueModel::refresh);
    connect(&friends, &FriendModel::namesChanged, this, &QueueModel::changeAll);
    connect(&friends, &QAbstractItemModel::dataChanged, this, &QueueModel::changeGroups);
}

QModelIndex QueueModel::index(int row, int column, const QModelIndex& parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    Group* group =
        parent.isValid() ? m_groups[static_cast<std::size_t>(parent.row())].get() : nullptr;
    return createIndex(row, column, group);
}

QModelIndex QueueModel::parent(const QModelIndex& index) const
{
    const Group* group = static_cast<const Group*>(index.constInternalPointer());
    if (group == nullptr)
        return {};
    const auto it = std::find_if(m_groups.begin(), m_groups.end(),
                                 [&](const auto& other) { return other.get() == group; });
    return it == m_groups.end() ? QModelIndex()
                                : createIndex(static_cast<int>(it - m_groups.begin()), 0);
}

int QueueModel::rowCount(const QModelIndex& parent) const
{
    if (!parent.isValid())
        return static_cast<int>(m_groups.size());
    if (parent.column() != 0 || parent.internalPointer() != nullptr)
        return 0;
    return static_cast<int>(m_groups[static_cast<std::size_t>(parent.row())]->entries.size());
}

int QueueModel::columnCount(const QModelIndex&) const
{
    return ColumnCount;
}

const QueueEntry* QueueModel::entryAt(const QModelIndex& index) const
{
    const Group* group = static_cast<const Group*>(index.constInternalPointer());
    return group == nullptr ? nullptr : &group->entries[static_cast<std::size_t>(index.row())];
}

QModelIndex QueueModel::indexOf(const MessageId& id) const
{
    for (int row = 0; row < rowCount(); ++row) {
        const auto& entries = m_groups[static_cast<std::size_t>(row)]->entries;
        const auto it = std::find_if(entries.begin(), entries.end(),
                                     [&](const QueueEntry& entry) { return entry.id == id; });
        if (it != entries.end())
            return index(static_cast<int>(it - entries.begin()), 0, index(row, 0));
    }
    return {};
}

QVariant QueueModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    if (const QueueEntry* entry = entryAt(index))
        return entryData(*entry, index.column(), role);
    return groupData(*m_groups[static_cast<std::size_t>(index.row())], index.column(), role);
}

QVariant QueueModel::groupData(const Group& group, int column, int role) const
{
    const Friend* f = m_friends.find(group.peer);
    const PresenceState presence = f != nullptr ? f->presence : PresenceState();
    switch (role) {
    case Qt::DisplayRole:
        return column == MessageColumn ? m_friends.nameOf(group.peer) : QString();
    case Qt::AccessibleTextRole:
        if (column != MessageColumn)
            return QString();
        //: A heading in the queue read aloud: friend, number of messages
        return tr("%1, %n messages", nullptr, static_cast<int>(group.entries.size()))
            .arg(m_friends.nameOf(group.peer));
    case IsFriendRole:
        return true;
    case PeerRole:
        return QVariant::fromValue(group.peer);
    case PresenceRole:
        return QVariant::fromValue(presence.presence);
    case PresenceTextRole:
        return words::presence(presence, m_friends.nameOf(group.peer), m_clock.now());
    default:
        return {};
    }
}

QVariant QueueModel::entryData(const QueueEntry& entry, int column, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
        return entryText(entry, column);
    case Qt::AccessibleTextRole:
        if (column != MessageColumn)
            return entryText(entry, column);
        //: A message in the queue read aloud: to whom, its text, where it is, when it is tried next
        return tr("To %1: %2, %3, %4")
            .arg(m_friends.nameOf(entry.to), entryText(entry, MessageColumn), where(entry),
                 nextTry(entry));
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(column == SizeColumn || column == SinceColumn
                                       ? Qt::AlignRight | Qt::AlignVCenter
                                       : Qt::AlignLeft | Qt::AlignVCenter);
    case IsFriendRole:
        return false;
    case PeerRole:
        return QVariant::fromValue(entry.to);
    case IdRole:
        return QVariant::fromValue(entry.id);
    case StateRole:
        return QVariant::fromValue(entry.state);
    case HolderNamesRole:
        return m_friends.namesOf(entry.heldBy);
    case RefusedRole:
        return !entry.refusedBy.empty();
    case Qt::ToolTipRole:
        // These two may be longer than their columns are wide.
        return column == WhereColumn || column == NextTryColumn ? entryText(entry, column)
                                                                : QString();
    default:
        return {};
    }
}

QString QueueModel::entryText(const QueueEntry& entry, int column) const
{
    switch (static_cast<Column>(column)) {
    case MessageColumn:
        switch (entry.kind) {
        case LetterKind::ContactRequest:
            return tr("Request to be friends");
        case LetterKind::ContactAccept:
        case LetterKind::ContactDecline:
            return tr("Answer to a request to be friends");
        case LetterKind::FriendRequest:
        case LetterKind::FriendAnswer:
        case LetterKind::FriendGrant:
        case LetterKind::FriendEnd:
            return tr("About keeping messages");
        case LetterKind::Data:
            return tr("Data of a program");
        default:
            return QString::fromStdString(entry.preview).simplified();
        }
    case SizeColumn:
        return words::size(entry.size);
    case SinceColumn:
        return words::longWhen(entry.createdAt, m_clock.now());
    case WhereColumn:
        return where(entry);
    case NextTryColumn:
        return nextTry(entry);
    case ActionsColumn:
    case ColumnCount:
        break;
    }
    return {};
}

QString QueueModel::where(const QueueEntry& entry) const
{
    switch (entry.state) {
    case MessageState::Sent:
        return tr("On its way");
    case MessageState::Held:
        return withRefusals(tr("Held by %1").arg(words::list(m_friends.namesOf(entry.heldBy))),
                            entry);
    default:
        return withRefusals(tr("Here", "place of a message: on this computer"), entry);
    }
}

QString QueueModel::withRefusals(const QString& place, const QueueEntry& entry) const
{
    if (entry.refusedBy.empty())
        return place;
    const bool one = entry.refusedBy.size() == 1;
    const QString who = words::list(m_friends.namesOf(entry.refusedBy));
    if (entry.lastError == "full") {
        //: Where a message is, and who has no room for it: "Here · Bob is full"
        return (one ? tr("%1 · %2 is full") : tr("%1 · %2 are full")).arg(place, who);
    }
    return (one ? tr("%1 · %2 does not take it") : tr("%1 · %2 do not take it")).arg(place, who);
}

QString QueueModel::nextTry(const QueueEntry& entry) const
{
    const Friend* f = m_friends.find(entry.to);
    const bool online = f != nullptr && f->presence.presence == Presence::Online;
    if (entry.state == MessageState::Sent)
        return tr("no answer yet");
    if (entry.state == MessageState::Held) {
        return online ? tr("being handed over")
                      : tr("when %1 is back").arg(m_friends.nameOf(entry.to));
    }
    if (entry.lastError == "in-doubt")
        return tr("when you allow it");
    if (entry.lastError == "not-accepted")
        return tr("when %1 accepts").arg(m_friends.nameOf(entry.to));
    if (online || (entry.nextAttemptAt && *entry.nextAttemptAt <= m_clock.now()))
        return tr("in a moment");
    if (entry.nextAttemptAt) {
        return tr("when reachable, else %1")
            .arg(words::longWhen(*entry.nextAttemptAt, m_clock.now()));
    }
    return tr("when reachable");
}

QVariant QueueModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole) {
        return QVariant::fromValue(section == SizeColumn || section == SinceColumn
                                       ? Qt::AlignRight | Qt::AlignVCenter
                                       : Qt::AlignLeft | Qt::AlignVCenter);
    }
    if (role != Qt::DisplayRole)
        return {};
    switch (static_cast<Column>(section)) {
    case MessageColumn:
        return tr("To · Message");
    case SizeColumn:
        return tr("Size");
    case SinceColumn:
        return tr("Since");
    case WhereColumn:
        return tr("Where");
    case NextTryColumn:
        return tr("Next try");
    case ActionsColumn:
    case ColumnCount:
        break;
    }
    return {};
}

void QueueModel::refresh()
{
    m_source.queue(this, [this](const Expected<std::vector<QueueEntry>, NodeError>& result) {
        if (result)
            apply(*result);
    });
}

void QueueModel::apply(const std::vector<QueueEntry>& entries)
{
    std::map<NodeId, std::vector<QueueEntry>> byPeer;
    std::vector<NodeId> peers;
    for (const QueueEntry& entry : entries) {
        std::vector<QueueEntry>& group = byPeer[entry.to];
        if (group.empty())
            peers.push_back(entry.to);
        group.push_back(entry);
    }
    syncGroups(peers);
    for (int row = 0; row < rowCount(); ++row)
        syncEntries(row, std::move(byPeer[m_groups[static_cast<std::size_t>(row)]->peer]));
    count();
}

void QueueModel::syncGroups(const std::vector<NodeId>& wanted)
{
    for (int row = rowCount() - 1; row >= 0; --row) {
        const NodeId peer = m_groups[static_cast<std::size_t>(row)]->peer;
        if (std::find(wanted.begin(), wanted.end(), peer) != wanted.end())
            continue;
        beginRemoveRows({}, row, row);
        m_groups.erase(m_groups.begin() + row);
        endRemoveRows();
    }
    // New friends come below those already there: what is being read does not move.
    for (const NodeId& peer : wanted) {
        const bool there = std::any_of(m_groups.begin(), m_groups.end(),
                                       [&](const auto& group) { return group->peer == peer; });
        if (there)
            continue;
        const int row = rowCount();
        beginInsertRows({}, row, row);
        m_groups.push_back(std::make_unique<Group>(Group{peer, {}}));
        endInsertRows();
    }
}

void QueueModel::syncEntries(int group, std::vector<QueueEntry> wanted)
{
    const QModelIndex parent = index(group, 0);
    std::vector<QueueEntry>& entries = m_groups[static_cast<std::size_t>(group)]->entries;
    for (int row = static_cast<int>(entries.size()) - 1; row >= 0; --row) {
        const MessageId id = entries[static_cast<std::size_t>(row)].id;
        if (std::any_of(wanted.begin(), wanted.end(), [&](const auto& w) { return w.id == id; }))
            continue;
        beginRemoveRows(parent, row, row);
        entries.erase(entries.begin() + row);
        endRemoveRows();
    }
    for (QueueEntry& entry : wanted) {
        const auto it = std::find_if(entries.begin(), entries.end(),
                                     [&](const QueueEntry& old) { return old.id == entry.id; });
        if (it == entries.end()) {
            const int row = static_cast<int>(entries.size());
            beginInsertRows(parent, row, row);
            entries.push_back(std::move(entry));
            endInsertRows();
        } else {
            const int row = static_cast<int>(it - entries.begin());
            const bool same = sameFacts(*it, entry);
            *it = std::move(entry);
            if (!same)
                Q_EMIT dataChanged(index(row, 0, parent), index(row, ColumnCount - 1, parent));
        }
    }
}

std::map<NodeId, std::pair<int, int>> QueueModel::countsByPeer() const
{
    std::map<NodeId, std::pair<int, int>> counts;
    for (const auto& group : m_groups) {
        std::pair<int, int>& pair = counts[group->peer];
        for (const QueueEntry& entry : group->entries)
            ++(entry.state == MessageState::Held ? pair.second : pair.first);
    }
    return counts;
}

void QueueModel::count()
{
    int waiting = 0;
    int held = 0;
    const auto counts = countsByPeer();
    for (const auto& [peer, pair] : counts) {
        waiting += pair.first;
        held += pair.second;
    }
    if (counts == m_counts)
        return;
    m_counts = counts;
    m_waiting = waiting;
    m_held = held;
    Q_EMIT countsChanged(waiting, held);
}

Reply<Done> QueueModel::done()
{
    return [this](const Expected<Done, NodeError>& result) {
        if (!result)
            Q_EMIT actionFailed(result.error());
        refresh();
    };
}

void QueueModel::tryNow(const MessageId& id)
{
    m_source.retryMessage(id, this, done());
}

void QueueModel::tryAllNow()
{
    for (const auto& group : m_groups) {
        for (const QueueEntry& entry : group->entries)
            tryNow(entry.id);
    }
}

void QueueModel::cancel(const MessageId& id)
{
    m_source.cancelMessage(id, this, done());
}

void QueueModel::changeGroups()
{
    if (!m_groups.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

void QueueModel::changeAll()
{
    changeGroups();
    for (int row = 0; row < rowCount(); ++row) {
        const QModelIndex group = index(row, 0);
        const int last = rowCount(group) - 1;
        if (last >= 0)
            Q_EMIT dataChanged(index(0, 0, group), index(last, ColumnCount - 1, group));
    }
}

void QueueModel::retranslate()
{
    changeAll();
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
}

}  // namespace vos::model
