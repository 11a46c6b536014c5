#pragma once

// The sessions of the node as rows, and all figures of the network page. Reads the node every
// few seconds while somebody looks, and not at all otherwise.

#include <cstddef>  // first: moc 6.4 stumbles over <compare> without it

#include "model/clock.h"
#include "model/networkwords.h"
#include "model/source.h"

#include <QAbstractTableModel>
#include <QTimer>

#include <optional>
#include <vector>

namespace vos::model {

class FriendModel;
class Preferences;

enum class PeerColumn : std::uint8_t { Node, Reach, Endpoint, Rtt, Sent, Received, Linked };
inline constexpr int PeerColumnCount = static_cast<int>(PeerColumn::Linked) + 1;

class NetworkModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Role {
        IdRole = Qt::UserRole + 1,  ///< vos::NodeId
        FriendRole,                 ///< bool
        IconRole,                   ///< QString, of resources/icons; empty: none
    };
    static constexpr auto ReadEvery = std::chrono::seconds(2);
    /// While nobody watches; the first time so long after the node has got a connection.
    static constexpr auto GlanceEvery = std::chrono::seconds(30);
    static constexpr auto FirstGlance = std::chrono::seconds(5);

    NetworkModel(NodeSource& source, Clock& clock, FriendModel& friends, NodeStatus& status,
                 Preferences& preferences, QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;

    /// As last read.
    const NetStatus& figures() const { return m_figures; }
    bool isRead() const { return m_read; }
    const std::vector<PeerTraffic>& rows() const { return m_figures.peers; }
    /// The session with `id`; null where there is none.
    const PeerTraffic* peer(const NodeId& id) const;
    QString nameOf(const NodeId& id) const;
    /// Bytes a second between the last two readings.
    double sendingSpeed() const { return m_sending; }
    double receivingSpeed() const { return m_receiving; }
    /// Where this node listens; empty before it runs.
    std::vector<Endpoint> listening() const;
    NetworkStanding standing() const;
    /// Others cannot reach this computer directly; also kept up to date while nobody watches.
    bool isOnlyIndirect() const { return m_onlyIndirect; }
    /// "Direct (203.0.113.5:40123), since 10:42. Round trip 18 ms."; empty without a session.
    QString pathInFull(const NodeId& id) const;
    /// Nothing of ours goes through `id` from now on, or may again.
    void setRelayAllowed(const NodeId& id, bool allowed);
    /// Looks at every path anew, and at the figures.
    void checkAgain();
    /// All of it as text for whoever helps; names no friend.
    QString diagnostics() const;

    /// Counts; ends with as many calls of false as of true.
    void setWatched(bool watched);
    void retranslate();

Q_SIGNALS:
    /// Figures, rows or words changed.
    void changed();
    void onlyIndirectChanged(bool onlyIndirect);

private:
    void read();
    void glance();
    void judge(const NetStatus& figures);
    void take(NetStatus figures);
    void arrange(std::vector<PeerTraffic>& peers) const;
    NetworkFacts facts(const NetStatus& figures) const;
    QString text(const PeerTraffic& peer, PeerColumn column) const;
    QString accessibleText(const PeerTraffic& peer) const;
    QString viaName(const PeerTraffic& peer) const;

    NodeSource& m_source;
    Clock& m_clock;
    FriendModel& m_friends;
    NodeStatus& m_status;
    Preferences& m_preferences;
    NetStatus m_figures;
    bool m_read = false;
    WallTime m_readAt;
    double m_sending = 0;
    double m_receiving = 0;
    PeerColumn m_sort = PeerColumn::Rtt;
    Qt::SortOrder m_order = Qt::AscendingOrder;
    QTimer m_timer;
    QTimer m_glances;
    bool m_onlyIndirect = false;
    int m_watchers = 0;
};

}  // namespace vos::model
