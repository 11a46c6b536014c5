#include "model/networkmodel.h"

#include "model/friendmodel.h"
#include "model/preferences.h"
#include "model/words.h"
#include "p2p/qt/address.h"
#include "p2p/qt/convert.h"

#include <algorithm>
#include <utility>

namespace vos::model {

namespace {

bool isRight(PeerColumn column)
{
    return column >= PeerColumn::Rtt;
}

bool before(const PeerTraffic& a, const PeerTraffic& b, PeerColumn column)
{
    switch (column) {
    case PeerColumn::Node:
    case PeerColumn::Rtt:
        break;
    case PeerColumn::Reach:
        return a.path < b.path;
    case PeerColumn::Endpoint:
        return a.endpoint < b.endpoint;
    case PeerColumn::Sent:
        return a.sentBytes < b.sentBytes;
    case PeerColumn::Received:
        return a.receivedBytes < b.receivedBytes;
    case PeerColumn::Linked:
        return b.since < a.since;
    }
    return a.rtt < b.rtt;
}

}  // namespace

NetworkModel::NetworkModel(NodeSource& source, Clock& clock, FriendModel& friends,
                           NodeStatus& status, Preferences& preferences, QObject* parent)
    : QAbstractTableModel(parent)
    , m_source(source)
    , m_clock(clock)
    , m_friends(friends)
    , m_status(status)
    , m_preferences(preferences)
{
    m_timer.setInterval(ReadEvery);
    connect(&m_timer, &QTimer::timeout, this, &NetworkModel::read);
    // A way that changes is shown at once, and so is a refusal.
    const auto readWatched = [this] {
        if (m_watchers > 0)
            read();
    };
    connect(&source, &NodeSource::presenceChanged, this, readWatched);
    connect(&source, &NodeSource::settingsChanged, this, readWatched);
    connect(&status, &NodeStatus::changed, this, &NetworkModel::changed);
    m_glances.setSingleShot(true);
    connect(&m_glances, &QTimer::timeout, this, &NetworkModel::glance);
    connect(&status, &NodeStatus::changed, this, [this] {
        const bool connected = m_status.connection() == Connection::Connected;
        if (connected && !m_glances.isActive())
            m_glances.start(FirstGlance);
        else if (!connected)
            m_glances.stop();
        if (!connected)
            judge({});
    });
}

/// For the one fact that is of interest on every page.
void NetworkModel::glance()
{
    m_glances.start(GlanceEvery);
    if (m_watchers > 0)
        return;
    m_source.netStatus(this, [this](const Expected<NetStatus, NodeError>& result) {
        if (result)
            judge(*result);
    });
}

void NetworkModel::judge(const NetStatus& figures)
{
    const bool is = words::isOnlyIndirect(facts(figures));
    if (std::exchange(m_onlyIndirect, is) != is)
        Q_EMIT onlyIndirectChanged(is);
}

void NetworkModel::setWatched(bool watched)
{
    m_watchers += watched ? 1 : -1;
    if (m_watchers == 0) {
        m_timer.stop();
        m_read = false;
    } else if (watched && m_watchers == 1) {
        m_timer.start();
        read();
    }
}

void NetworkModel::read()
{
    m_source.netStatus(this, [this](const Expected<NetStatus, NodeError>& result) {
        if (result && m_watchers > 0)
            take(*result);
    });
}

void NetworkModel::take(NetStatus figures)
{
    const WallTime now = m_clock.now();
    const double seconds = std::chrono::duration<double>(now - m_readAt).count();
    const auto speed = [&](std::uint64_t was, std::uint64_t is) {
        return m_read && seconds > 0.5 && is >= was ? static_cast<double>(is - was) / seconds : 0;
    };
    m_sending = speed(m_figures.sentBytes, figures.sentBytes);
    m_receiving = speed(m_figures.receivedBytes, figures.receivedBytes);
    m_read = true;
    m_readAt = now;
    arrange(figures.peers);
    const auto ids = [](const std::vector<PeerTraffic>& peers) {
        std::vector<NodeId> all;
        for (const PeerTraffic& peer : peers)
            all.push_back(peer.id);
        return all;
    };
    // Figures change all the time, who is there seldom: a chosen row stays chosen.
    if (ids(figures.peers) == ids(m_figures.peers)) {
        m_figures = std::move(figures);
        if (!rows().empty())
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, PeerColumnCount - 1));
    } else {
        const int was = rowCount();
        const int is = static_cast<int>(figures.peers.size());
        if (is < was)
            beginRemoveRows({}, is, was - 1);
        else if (is > was)
            beginInsertRows({}, was, is - 1);
        m_figures = std::move(figures);
        if (is < was)
            endRemoveRows();
        else if (is > was)
            endInsertRows();
        if (is > 0)
            Q_EMIT dataChanged(index(0, 0), index(is - 1, PeerColumnCount - 1));
    }
    judge(m_figures);
    Q_EMIT changed();
}

void NetworkModel::arrange(std::vector<PeerTraffic>& peers) const
{
    std::stable_sort(peers.begin(), peers.end(), [this](const auto& a, const auto& b) {
        const auto& first = m_order == Qt::AscendingOrder ? a : b;
        const auto& second = m_order == Qt::AscendingOrder ? b : a;
        if (m_sort == PeerColumn::Node)
            return nameOf(first.id).localeAwareCompare(nameOf(second.id)) < 0;
        return before(first, second, m_sort);
    });
}

void NetworkModel::sort(int column, Qt::SortOrder order)
{
    m_sort = static_cast<PeerColumn>(column);
    m_order = order;
    NetStatus arranged = m_figures;
    if (m_read)
        take(std::move(arranged));
}

int NetworkModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(rows().size());
}

int NetworkModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : PeerColumnCount;
}

QVariant NetworkModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const PeerTraffic& peer = rows()[static_cast<std::size_t>(index.row())];
    const auto column = static_cast<PeerColumn>(index.column());
    switch (role) {
    case Qt::DisplayRole:
        return text(peer, column);
    case Qt::ToolTipRole:
        return column == PeerColumn::Reach ? words::pathInFull(peer, viaName(peer), m_clock.now())
                                           : addressOf(peer.id);
    case Qt::AccessibleTextRole:
        return column == PeerColumn::Node ? accessibleText(peer) : text(peer, column);
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::AlignVCenter |
                                   (isRight(column) ? Qt::AlignRight : Qt::AlignLeft));
    case IdRole:
        return QVariant::fromValue(peer.id);
    case FriendRole:
        return m_friends.find(peer.id) != nullptr;
    case IconRole:
        if (column != PeerColumn::Reach || peer.path == PathKind::None)
            return QString();
        return peer.path == PathKind::Relay ? QStringLiteral("through") : QStringLiteral("direct");
    default:
        return {};
    }
}

QVariant NetworkModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    const auto column = static_cast<PeerColumn>(section);
    if (role == Qt::TextAlignmentRole) {
        return QVariant::fromValue(Qt::AlignVCenter |
                                   (isRight(column) ? Qt::AlignRight : Qt::AlignLeft));
    }
    if (role != Qt::DisplayRole)
        return {};
    switch (column) {
    case PeerColumn::Node:
        return tr("Node");
    case PeerColumn::Reach:
        return tr("Reach");
    case PeerColumn::Endpoint:
        return tr("Address");
    case PeerColumn::Rtt:
        return tr("Round trip");
    case PeerColumn::Sent:
        return tr("Sent");
    case PeerColumn::Received:
        return tr("Received");
    case PeerColumn::Linked:
        break;
    }
    return tr("Linked for");
}

QString NetworkModel::nameOf(const NodeId& id) const
{
    return m_friends.nameOf(id);
}

QString NetworkModel::viaName(const PeerTraffic& peer) const
{
    return peer.via ? nameOf(*peer.via) : QString();
}

QString NetworkModel::text(const PeerTraffic& peer, PeerColumn column) const
{
    switch (column) {
    case PeerColumn::Node:
        return nameOf(peer.id);
    case PeerColumn::Reach:
        return words::path(peer.path, peer.endpoint, viaName(peer));
    case PeerColumn::Endpoint:
        return peer.path == PathKind::Direct ? qt::toQString(peer.endpoint.toString())
                                             : QStringLiteral("–");
    case PeerColumn::Rtt:
        return words::roundTrip(peer.rtt);
    case PeerColumn::Sent:
        return words::size(peer.sentBytes);
    case PeerColumn::Received:
        return words::size(peer.receivedBytes);
    case PeerColumn::Linked:
        break;
    }
    return peer.since == WallTime{} ? QString() : words::lasting(peer.since, m_clock.now());
}

QString NetworkModel::accessibleText(const PeerTraffic& peer) const
{
    //: A row read aloud: node, way, round trip
    return tr("%1, %2, %3")
        .arg(text(peer, PeerColumn::Node), text(peer, PeerColumn::Reach),
             text(peer, PeerColumn::Rtt));
}

const PeerTraffic* NetworkModel::peer(const NodeId& id) const
{
    const auto found = std::find_if(rows().begin(), rows().end(),
                                    [&](const PeerTraffic& one) { return one.id == id; });
    return found == rows().end() ? nullptr : &*found;
}

QString NetworkModel::pathInFull(const NodeId& id) const
{
    const PeerTraffic* found = peer(id);
    return found == nullptr || found->path == PathKind::None
               ? QString()
               : words::pathInFull(*found, viaName(*found), m_clock.now());
}

std::vector<Endpoint> NetworkModel::listening() const
{
    return m_source.identity().listen;
}

NetworkFacts NetworkModel::facts(const NetStatus& figures) const
{
    const std::vector<Endpoint> listen = listening();
    NetworkFacts facts;
    facts.connection = m_status.connection();
    facts.known = m_status.knownNodes();
    facts.nat = figures.nat;
    facts.mapping = figures.portMapping;
    facts.port = listen.empty() ? quint16{0} : listen.front().port;
    facts.linked = static_cast<int>(figures.peers.size());
    facts.relayed = static_cast<int>(std::count_if(
        figures.peers.begin(), figures.peers.end(),
        [](const PeerTraffic& peer) { return peer.path == PathKind::Relay; }));
    return facts;
}

NetworkStanding NetworkModel::standing() const
{
    return words::standing(facts(m_figures));
}

void NetworkModel::setRelayAllowed(const NodeId& id, bool allowed)
{
    m_preferences.setRelayRefused(addressOf(id), !allowed);
}

void NetworkModel::checkAgain()
{
    m_source.checkNetwork();
    read();
}

QString NetworkModel::diagnostics() const
{
    QStringList lines;
    const auto places = [](const std::vector<Endpoint>& endpoints) {
        QStringList all;
        for (const Endpoint& endpoint : endpoints)
            all << qt::toQString(endpoint.toString());
        return all.join(QStringLiteral(", "));
    };
    const auto line = [&lines](const char* name, const QString& value) {
        lines << QStringLiteral("%1: %2").arg(QString::fromLatin1(name), value);
    };
    // For whoever reads bug reports: not translated, and nobody is named.
    line("version", QStringLiteral(VOS_VERSION));
    line("nat", QString::fromLatin1(wordFor(m_figures.nat)));
    line("listening", places(listening()));
    line("observed", places(m_figures.observed));
    line("port mapping", QString::fromLatin1(wordFor(m_figures.portMapping.state)) + u' ' +
                             QString::fromLatin1(wordFor(m_figures.portMapping.protocol)));
    line("known nodes", QString::number(m_status.knownNodes()));
    line("relays", QString::number(m_figures.relays.size()));
    line("relaying for others",
         m_figures.relaysForOthers ? QStringLiteral("on") : QStringLiteral("off"));
    for (const PeerTraffic& peer : rows()) {
        line("session", QStringLiteral("%1, %2 ms, loss %3, %4 B sent, %5 B received")
                            .arg(QString::fromLatin1(wordFor(peer.path)))
                            .arg(peer.rtt.count() / 1000)
                            .arg(peer.loss, 0, 'f', 3)
                            .arg(peer.sentBytes)
                            .arg(peer.receivedBytes));
    }
    return lines.join(u'\n') + u'\n';
}

void NetworkModel::retranslate()
{
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, PeerColumnCount - 1));
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, PeerColumnCount - 1);
    Q_EMIT changed();
}

}  // namespace vos::model
