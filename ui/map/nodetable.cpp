#include "ui/map/nodetable.h"

#include "p2p/qt/address.h"
#include "ui/person.h"
#include "ui/widgets/painting.h"

#include <QPainter>

#include <algorithm>

namespace vos::ui {

namespace {

/// Map changes come in bursts while a network is being learned.
constexpr int RefreshMs = 500;
constexpr int AvatarSize = 24;

bool isFriend(model::Models& models, const NodeId& id)
{
    const model::Friend* known = models.friends().find(id);
    return known != nullptr && known->contact.state == ContactState::Accepted;
}

}  // namespace

NodeTable::NodeTable(model::Models& models, QObject* parent)
    : QAbstractTableModel(parent), m_models(models)
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(RefreshMs);
    connect(&m_timer, &QTimer::timeout, this, &NodeTable::read);
    connect(&models.source(), &model::NodeSource::mapChanged, this, &NodeTable::refresh);
    connect(&models.source(), &model::NodeSource::presenceChanged, this, &NodeTable::refresh);
    connect(&models, &model::Models::loaded, this, &NodeTable::read);
    connect(&models.clock(), &model::Clock::minutePassed, this, &NodeTable::retranslate);
}

void NodeTable::read()
{
    if (!m_models.isLoaded())
        return;
    m_models.source().mapEntries(
        this, [this](const Expected<std::vector<MapEntry>, NodeError>& entries) {
            if (entries)
                apply(*entries);
        });
}

void NodeTable::apply(const std::vector<MapEntry>& entries)
{
    // Rows change in place and the rest is inserted or removed at the end: never a reset while an
    // assistive tool may be reading.
    const int before = rowCount();
    const int after = static_cast<int>(entries.size());
    if (after < before) {
        beginRemoveRows({}, after, before - 1);
        m_entries.resize(entries.size());
        endRemoveRows();
    }
    std::copy_n(entries.begin(), std::min(before, after), m_entries.begin());
    if (after > before) {
        beginInsertRows({}, before, after - 1);
        m_entries = entries;
        endInsertRows();
    }
    retranslate();
}

void NodeTable::retranslate()
{
    if (!m_entries.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
    Q_EMIT changed();
}

int NodeTable::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_entries.size());
}

int NodeTable::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

int NodeTable::reachable() const
{
    return static_cast<int>(std::count_if(m_entries.begin(), m_entries.end(),
                                          [](const MapEntry& entry) { return entry.online; }));
}

QString NodeTable::nameOf(const MapEntry& entry) const
{
    if (const model::Friend* known = m_models.friends().find(entry.id))
        return known->name();
    return entry.name.empty() ? m_models.friends().nameOf(entry.id)
                              : QString::fromStdString(entry.name);
}

QString NodeTable::text(const MapEntry& entry, int column) const
{
    const WallTime now = m_models.clock().now();
    switch (column) {
    case NodeColumn:
        return nameOf(entry);
    case KindColumn:
        return isFriend(m_models, entry.id) ? tr("Friend") : tr("Node");
    case ReachColumn:
        if (!entry.online)
            return tr("Not reachable");
        if (entry.path == PathKind::Direct)
            return tr("Direct");
        return entry.path == PathKind::Relay ? tr("Through others") : tr("Reachable");
    case EndpointColumn:
        return entry.endpoints.empty() ? QString()
                                       : QString::fromStdString(entry.endpoints[0].toString());
    case RttColumn:
        if (!entry.rtt)
            return {};
        return tr("%1 ms").arg(
            std::chrono::duration_cast<std::chrono::milliseconds>(*entry.rtt).count());
    default:
        return entry.online ? tr("Now") : model::words::lastSeen(entry.lastSeen, now);
    }
}

QVariant NodeTable::sortKey(const MapEntry& entry, int column) const
{
    switch (column) {
    case RttColumn:
        return entry.rtt ? QVariant::fromValue(qint64{entry.rtt->count()}) : QVariant();
    case HeardColumn:
        if (entry.online)
            return QVariant::fromValue(qint64{0});
        return entry.lastSeen ? -toMillis(*entry.lastSeen) : qint64{0};
    default:
        return text(entry, column).toCaseFolded();
    }
}

QString NodeTable::accessibleText(const MapEntry& entry) const
{
    //: A row of the known nodes read aloud: name, kind, reach, when it was heard.
    return tr("%1, %2, %3, %4")
        .arg(text(entry, NodeColumn), text(entry, KindColumn), text(entry, ReachColumn),
             text(entry, HeardColumn));
}

QVariant NodeTable::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const MapEntry& entry = m_entries[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return text(entry, index.column());
    case Qt::ToolTipRole:
        return addressOf(entry.id);
    case Qt::AccessibleTextRole:
        return index.column() == NodeColumn ? accessibleText(entry) : text(entry, index.column());
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::AlignVCenter |
                                   (index.column() == RttColumn ? Qt::AlignRight : Qt::AlignLeft));
    case IdRole:
        return QVariant::fromValue(entry.id);
    case FriendRole:
        return isFriend(m_models, entry.id);
    case OnlineRole:
        return entry.online;
    case SortRole:
        return sortKey(entry, index.column());
    case IconRole:
        if (index.column() != ReachColumn || !entry.online)
            return {};
        return entry.path == PathKind::Relay ? QStringLiteral("through")
                                             : QStringLiteral("direct");
    default:
        return {};
    }
}

QVariant NodeTable::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignVCenter |
                                   (section == RttColumn ? Qt::AlignRight : Qt::AlignLeft));
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case NodeColumn:
        return tr("Node");
    case KindColumn:
        return tr("Kind");
    case ReachColumn:
        return tr("Reach");
    case EndpointColumn:
        return tr("Address");
    case RttColumn:
        return tr("Round trip");
    default:
        return tr("Last heard");
    }
}

NodeFilter::NodeFilter(QObject* parent) : QSortFilterProxyModel(parent)
{
    setSortRole(NodeTable::SortRole);
    setDynamicSortFilter(true);
}

void NodeFilter::setShow(Show show)
{
    m_show = show;
    invalidateFilter();
}

bool NodeFilter::filterAcceptsRow(int row, const QModelIndex& parent) const
{
    const QModelIndex index = sourceModel()->index(row, 0, parent);
    switch (m_show) {
    case Show::Friends:
        return index.data(NodeTable::FriendRole).toBool();
    case Show::Reachable:
        return index.data(NodeTable::OnlineRole).toBool();
    case Show::All:
        break;
    }
    return true;
}

NodeDelegate::NodeDelegate(const Theme& theme, QObject* parent)
    : QStyledItemDelegate(parent), m_theme(theme)
{
}

void NodeDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                         const QModelIndex& index) const
{
    painter->save();
    QColor ground = m_theme.color(Color::Base);
    if (option.state.testFlag(QStyle::State_Selected))
        ground = m_theme.color(Color::Selection);
    else if (option.state.testFlag(QStyle::State_MouseOver))
        ground = m_theme.hovered(ground);
    painter->fillRect(option.rect, ground);
    painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(),
                            metric::Hairline),
                      m_theme.color(Color::Divider));
    QRect inner = option.rect.adjusted(space::S, 0, -space::S, 0);
    const bool first = index.column() == NodeTable::NodeColumn;
    const bool strong = first && index.data(NodeTable::FriendRole).toBool();
    if (first) {
        inner.setLeft(inner.left() + space::S);
        const QRect avatar(inner.left(), inner.center().y() - AvatarSize / 2 + 1, AvatarSize,
                           AvatarSize);
        paintAvatar(*painter, avatar, identiconSeed(index.data(NodeTable::IdRole).value<NodeId>()));
        inner.setLeft(avatar.right() + 1 + space::S);
    }
    const QString icon = index.data(NodeTable::IconRole).toString();
    if (!icon.isEmpty()) {
        const QPoint at(inner.left(), inner.center().y() - metric::IconSmall / 2 + 1);
        painter->drawPixmap(at, m_theme.pixmap(icon, Color::TextSoft, metric::IconSmall,
                                               painter->device()->devicePixelRatio()));
        inner.setLeft(inner.left() + metric::IconSmall + 6);
    }
    const bool soft = index.column() == NodeTable::EndpointColumn ||
                      index.column() == NodeTable::HeardColumn ||
                      !index.data(NodeTable::OnlineRole).toBool();
    const Qt::Alignment align = index.column() == NodeTable::RttColumn ? Qt::AlignRight
                                                                       : Qt::AlignLeft;
    paintElided(*painter, m_theme, strong ? Type::BodyStrong : Type::Body,
                m_theme.color(soft && !strong ? Color::TextSoft : Color::Text), inner, align,
                index.data(Qt::DisplayRole).toString());
    painter->restore();
}

}  // namespace vos::ui
