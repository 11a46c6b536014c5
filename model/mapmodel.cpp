#include "model/mapmodel.h"

#include "model/friendmodel.h"
#include "model/friendvosmodel.h"
#include "model/words.h"
#include "p2p/qt/address.h"

#include <QCollator>
#include <QPointer>

#include <algorithm>
#include <limits>
#include <numeric>
#include <tuple>
#include <utility>

namespace vos::model {

namespace {

/// Map changes come in bursts while a network is being learned.
constexpr int RefreshMs = 500;

NodeReach reachOf(const MapEntry& entry)
{
    if (!entry.online)
        return NodeReach::None;
    switch (entry.path) {
    case PathKind::Direct:
        return NodeReach::Linked;
    case PathKind::Relay:
        return NodeReach::Through;
    case PathKind::None:
        break;
    }
    return NodeReach::Announced;
}

MapNode nodeOf(const MapEntry& entry, const MapPeople& people)
{
    MapNode node;
    node.id = entry.id;
    const auto person = people.find(entry.id);
    if (person != people.end()) {
        node.name = person->second.name;
        node.isFriend = person->second.isFriend;
        node.isVerified = person->second.isVerified;
        node.isHolder = person->second.isHolder;
    }
    if (node.name.isEmpty())
        node.name = QString::fromStdString(entry.name);
    if (node.name.isEmpty())
        node.name = shortAddressOf(entry.id);
    node.reach = reachOf(entry);
    if (!entry.endpoints.empty())
        node.endpoint = entry.endpoints.front();
    node.rtt = entry.rtt;
    node.heard = entry.lastSeen;
    return node;
}

void count(MapCounts& counts, NodeReach reach)
{
    ++counts.known;
    counts.reachable += reach != NodeReach::None ? 1 : 0;
    counts.linked += reach == NodeReach::Linked ? 1 : 0;
    counts.through += reach == NodeReach::Through ? 1 : 0;
}

bool isShown(const MapNode& node, const MapWish& wish, WallTime now)
{
    switch (wish.show) {
    case MapShow::Friends:
        if (!node.isFriend)
            return false;
        break;
    case MapShow::FriendVos:
        if (!node.isHolder)
            return false;
        break;
    case MapShow::Reachable:
        if (node.reach == NodeReach::None)
            return false;
        break;
    case MapShow::All:
        break;
    }
    if (!wish.heardWithin || node.reach != NodeReach::None)
        return true;
    return node.heard && *node.heard + *wish.heardWithin >= now;
}

int kindRank(const MapNode& node)
{
    return node.isHolder ? 0 : node.isFriend ? 1 : 2;
}

/// What a row is sorted by in a column of figures; what is not known comes last.
std::int64_t figure(const MapNode& node, MapColumn column)
{
    constexpr auto last = std::numeric_limits<std::int64_t>::max();
    switch (column) {
    case MapColumn::Kind:
        return kindRank(node);
    case MapColumn::Reach:
        return static_cast<std::int64_t>(node.reach);
    case MapColumn::Rtt:
        return node.rtt ? node.rtt->count() : last;
    case MapColumn::Heard:
        if (node.reach != NodeReach::None)
            return std::numeric_limits<std::int64_t>::min();
        return node.heard ? -toMillis(*node.heard) : last;
    default:
        return 0;
    }
}

/// The rows in the wished order.
std::vector<std::size_t> orderOf(const std::vector<MapNode>& rows, const MapWish& wish)
{
    std::vector<std::size_t> order(rows.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const bool byName = wish.sort == MapColumn::Node;
    const QCollator collator;
    std::vector<QCollatorSortKey> names;
    std::vector<std::int64_t> figures;
    names.reserve(rows.size());
    for (const MapNode& row : rows) {
        names.push_back(collator.sortKey(row.name.toCaseFolded()));
        figures.push_back(figure(row, wish.sort));
    }
    const auto less = [&](std::size_t a, std::size_t b) {
        if (wish.sort == MapColumn::Endpoint && rows[a].endpoint != rows[b].endpoint) {
            // Without an address at the end, as with other figures.
            if (!rows[a].endpoint || !rows[b].endpoint)
                return rows[a].endpoint.has_value();
            return *rows[a].endpoint < *rows[b].endpoint;
        }
        if (!byName && figures[a] != figures[b])
            return figures[a] < figures[b];
        const int byNames = names[a].compare(names[b]);
        return byNames != 0 ? byNames < 0 : rows[a].id < rows[b].id;
    };
    std::sort(order.begin(), order.end(), less);
    if (wish.order == Qt::DescendingOrder)
        std::reverse(order.begin(), order.end());
    return order;
}

/// People first, then by reach, then whoever was heard last; ids decide what is left, so that a
/// picture does not change without a reason.
std::vector<std::size_t> closestOf(const std::vector<MapNode>& rows)
{
    std::vector<std::size_t> closest(rows.size());
    std::iota(closest.begin(), closest.end(), std::size_t{0});
    const auto key = [&rows](std::size_t place) {
        const MapNode& node = rows[place];
        const std::int64_t heard = node.heard ? -toMillis(*node.heard) : 0;
        return std::tuple(!node.isNamed(), node.reach, heard, node.id);
    };
    const auto less = [&key](std::size_t a, std::size_t b) { return key(a) < key(b); };
    const auto end = closest.begin() +
                     static_cast<std::ptrdiff_t>(std::min(closest.size(), MapView::ClosestMax));
    std::partial_sort(closest.begin(), end, closest.end(), less);
    closest.erase(end, closest.end());
    return closest;
}

}  // namespace

MapView arrangeMap(const std::vector<MapEntry>& entries, const MapPeople& people,
                   const MapWish& wish, WallTime now)
{
    MapView view;
    std::vector<MapNode> shown;
    for (const MapEntry& entry : entries) {
        MapNode node = nodeOf(entry, people);
        count(view.counts, node.reach);
        if (isShown(node, wish, now))
            shown.push_back(std::move(node));
    }
    view.rows.reserve(shown.size());
    for (const std::size_t place : orderOf(shown, wish))
        view.rows.push_back(std::move(shown[place]));
    view.closest = closestOf(view.rows);
    return view;
}

MapModel::MapModel(NodeSource& source, Clock& clock, FriendModel& friends,
                   FriendVosModel& friendVos, QObject* parent)
    : QAbstractTableModel(parent)
    , m_source(source)
    , m_clock(clock)
    , m_friends(friends)
    , m_friendVos(friendVos)
    , m_pool(this)
{
    m_pool.setMaxThreadCount(1);
    m_timer.setSingleShot(true);
    m_timer.setInterval(RefreshMs);
    connect(&m_timer, &QTimer::timeout, this, &MapModel::read);
    connect(&source, &NodeSource::mapChanged, this, &MapModel::refresh);
    connect(&source, &NodeSource::presenceChanged, this, &MapModel::refresh);
    connect(&source, &NodeSource::contactsChanged, this, &MapModel::refresh);
    connect(&source, &NodeSource::friendVosChanged, this, &MapModel::refresh);
    connect(&clock, &Clock::minutePassed, this, &MapModel::retranslate);
}

MapModel::~MapModel()
{
    m_pool.waitForDone();
}

void MapModel::setWatched(bool watched)
{
    m_watched = watched;
    if (watched && m_stale)
        read();
}

void MapModel::refresh()
{
    m_stale = true;
    if (m_watched && !m_timer.isActive())
        m_timer.start();
}

void MapModel::read()
{
    m_stale = false;
    m_source.mapEntries(this, [this](Expected<std::vector<MapEntry>, NodeError> entries) {
        if (!entries)
            return;
        m_entries = std::make_shared<const std::vector<MapEntry>>(std::move(*entries));
        arrange();
    });
}

MapPeople MapModel::people() const
{
    MapPeople people;
    for (int row = 0; row < m_friends.rowCount(); ++row) {
        const Friend& known = m_friends.at(row);
        people[known.contact.id] = {known.name(), known.contact.state == ContactState::Accepted,
                                    known.contact.verified, false};
    }
    for (const Agreement& agreement : m_friendVos.holdForMe().rows()) {
        if (agreement.isActive()) {
            MapPerson& person = people[agreement.id];
            person.isHolder = true;
            if (person.name.isEmpty())
                person.name = agreement.ownName;
        }
    }
    return people;
}

void MapModel::arrange()
{
    if (!m_entries)
        return;
    m_again = m_arranging;
    if (m_arranging)
        return;
    m_arranging = true;
    m_pool.start(
        [this, entries = m_entries, people = people(), wish = m_wish, now = m_clock.now()] {
            auto view = std::make_shared<MapView>(arrangeMap(*entries, people, wish, now));
            // The destructor waits for this, and what is posted to the dead is dropped.
            QMetaObject::invokeMethod(
                this, [this, view] { take(std::move(*view)); }, Qt::QueuedConnection);
        });
}

void MapModel::take(MapView view)
{
    m_arranging = false;
    if (std::exchange(m_again, false)) {
        arrange();
        return;
    }
    // Rows change in place and the rest is inserted or removed at the end: never a reset while an
    // assistive tool may be reading.
    std::vector<MapNode>& rows = view.rows;
    const std::size_t before = m_view.rows.size();
    const std::size_t kept = std::min(before, rows.size());
    if (kept < before) {
        beginRemoveRows({}, static_cast<int>(kept), static_cast<int>(before) - 1);
        m_view.rows.resize(kept);
        endRemoveRows();
    }
    const auto middle = rows.begin() + static_cast<std::ptrdiff_t>(kept);
    std::move(rows.begin(), middle, m_view.rows.begin());
    if (kept > 0)
        Q_EMIT dataChanged(index(0, 0), index(static_cast<int>(kept) - 1, MapColumnCount - 1));
    if (rows.size() > kept) {
        beginInsertRows({}, static_cast<int>(kept), static_cast<int>(rows.size()) - 1);
        m_view.rows.insert(m_view.rows.end(), std::move_iterator(middle),
                           std::move_iterator(rows.end()));
        endInsertRows();
    }
    m_view.counts = view.counts;
    m_view.closest = std::move(view.closest);
    Q_EMIT arranged();
}

void MapModel::retranslate()
{
    if (!m_view.rows.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, MapColumnCount - 1));
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, MapColumnCount - 1);
    Q_EMIT arranged();
}

void MapModel::setShow(MapShow show)
{
    m_wish.show = show;
    arrange();
}

void MapModel::setHeardWithin(std::optional<std::chrono::hours> within)
{
    m_wish.heardWithin = within;
    arrange();
}

void MapModel::sort(int column, Qt::SortOrder order)
{
    m_wish.sort = static_cast<MapColumn>(std::clamp(column, 0, MapColumnCount - 1));
    m_wish.order = order;
    arrange();
}

int MapModel::rowOf(const NodeId& id) const
{
    const auto place = std::find_if(m_view.rows.begin(), m_view.rows.end(),
                                    [&](const MapNode& node) { return node.id == id; });
    return place == m_view.rows.end() ? -1 : static_cast<int>(place - m_view.rows.begin());
}

int MapModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_view.rows.size());
}

int MapModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : MapColumnCount;
}

QString MapModel::kindText(const MapNode& node) const
{
    if (node.isHolder)
        return tr("Friend VOS");
    return node.isFriend ? tr("Friend") : tr("Node");
}

QString MapModel::reachText(const MapNode& node) const
{
    switch (node.reach) {
    case NodeReach::Linked:
        return tr("Direct");
    case NodeReach::Through:
        return tr("Through others");
    case NodeReach::Announced:
        return tr("Reachable");
    case NodeReach::None:
        break;
    }
    return tr("Not reachable");
}

QString MapModel::heardText(const MapNode& node) const
{
    if (node.reach == NodeReach::Linked || node.reach == NodeReach::Through)
        return tr("Now");
    return words::ago(node.heard, m_clock.now());
}

QString MapModel::accessibleText(const MapNode& node) const
{
    //: A row of the known nodes read aloud: name, kind, reach, when it was heard.
    return tr("%1, %2, %3, %4").arg(node.name, kindText(node), reachText(node), heardText(node));
}

QString MapModel::text(const MapNode& node, MapColumn column) const
{
    switch (column) {
    case MapColumn::Node:
        return node.name;
    case MapColumn::Kind:
        return kindText(node);
    case MapColumn::Reach:
        return reachText(node);
    case MapColumn::Endpoint:
        return node.endpoint ? QString::fromStdString(node.endpoint->toString()) : QString();
    case MapColumn::Rtt:
        if (!node.rtt)
            return {};
        return tr("%1 ms").arg(
            std::chrono::duration_cast<std::chrono::milliseconds>(*node.rtt).count());
    case MapColumn::Heard:
        break;
    }
    return heardText(node);
}

QVariant MapModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const MapNode& node = m_view.rows[static_cast<std::size_t>(index.row())];
    const auto column = static_cast<MapColumn>(index.column());
    switch (role) {
    case Qt::DisplayRole:
        return text(node, column);
    case Qt::ToolTipRole:
        return addressOf(node.id);
    case Qt::AccessibleTextRole:
        return column == MapColumn::Node ? accessibleText(node) : text(node, column);
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::AlignVCenter |
                                   (column == MapColumn::Rtt ? Qt::AlignRight : Qt::AlignLeft));
    case IdRole:
        return QVariant::fromValue(node.id);
    case FriendRole:
        return node.isFriend;
    case HolderRole:
        return node.isHolder;
    case ReachableRole:
        return node.reach != NodeReach::None;
    case IconRole:
        if (column != MapColumn::Reach || node.reach == NodeReach::None ||
            node.reach == NodeReach::Announced)
            return QString();
        return node.reach == NodeReach::Through ? QStringLiteral("through")
                                                : QStringLiteral("direct");
    default:
        return {};
    }
}

QVariant MapModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    const auto column = static_cast<MapColumn>(section);
    if (role == Qt::TextAlignmentRole) {
        return QVariant::fromValue(Qt::AlignVCenter |
                                   (column == MapColumn::Rtt ? Qt::AlignRight : Qt::AlignLeft));
    }
    if (role != Qt::DisplayRole)
        return {};
    switch (column) {
    case MapColumn::Node:
        return tr("Node");
    case MapColumn::Kind:
        return tr("Kind");
    case MapColumn::Reach:
        return tr("Reach");
    case MapColumn::Endpoint:
        return tr("Address");
    case MapColumn::Rtt:
        return tr("Round trip");
    case MapColumn::Heard:
        break;
    }
    return tr("Last heard");
}

}  // namespace vos::model
