#pragma once

// The VOS Map as rows: everybody this computer knows of, filtered and sorted. A large map has a
// hundred thousand of them, so names, filter and order are worked out beside the GUI thread (one
// arrangement at a time, the newest wish wins) and come back as one value; a row costs the GUI
// thread work only when it is shown.

#include <cstddef>  // first: moc 6.4 stumbles over <compare> without it

#include "model/clock.h"
#include "model/source.h"

#include <QAbstractTableModel>
#include <QThreadPool>
#include <QTimer>

#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

namespace vos::model {

class FriendModel;
class FriendVosModel;

/// How a node can be reached now. Linked: a session runs, directly. Through: a session runs over
/// another node. Announced: it said it is there, and nobody asked it since.
enum class NodeReach : std::uint8_t { Linked, Through, Announced, None };

/// A row of the map.
struct MapNode {
    NodeId id;
    QString name;  ///< our own name for it, what it calls itself, or a short address
    bool isFriend = false;
    bool isVerified = false;  ///< a friend whose safety number was compared
    bool isHolder = false;    ///< keeps messages for us
    NodeReach reach = NodeReach::None;
    std::optional<Endpoint> endpoint;
    std::optional<Duration> rtt;
    std::optional<WallTime> heard;

    bool isNamed() const { return isFriend || isHolder; }
};

struct MapCounts {
    int known = 0;
    int reachable = 0;
    int linked = 0;
    int through = 0;
    auto operator<=>(const MapCounts&) const = default;
};

enum class MapShow : std::uint8_t { All, Friends, FriendVos, Reachable };
enum class MapColumn : std::uint8_t { Node, Kind, Reach, Endpoint, Rtt, Heard };
inline constexpr int MapColumnCount = static_cast<int>(MapColumn::Heard) + 1;

/// What is shown, and in which order.
struct MapWish {
    MapShow show = MapShow::All;
    std::optional<std::chrono::hours> heardWithin;  ///< none: at any time
    MapColumn sort = MapColumn::Node;
    Qt::SortOrder order = Qt::AscendingOrder;
    bool operator==(const MapWish&) const = default;
};

/// What the map does not know of people itself.
struct MapPerson {
    QString name;
    bool isFriend = false;
    bool isVerified = false;
    bool isHolder = false;
};
using MapPeople = std::unordered_map<NodeId, MapPerson>;

struct MapView {
    static constexpr std::size_t ClosestMax = 200;  ///< as many as can be told apart in a picture

    std::vector<MapNode> rows;
    std::vector<std::size_t> closest;  ///< places of the rows that matter most
    MapCounts counts;                  ///< of all, whatever is shown
};

/// Pure; called on any thread.
MapView arrangeMap(const std::vector<MapEntry>& entries, const MapPeople& people,
                   const MapWish& wish, WallTime now);

class MapModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Role {
        IdRole = Qt::UserRole + 1,  ///< vos::NodeId
        FriendRole,                 ///< bool
        HolderRole,                 ///< bool
        ReachableRole,              ///< bool
        IconRole,                   ///< QString, of resources/icons; empty: none
    };

    MapModel(NodeSource& source, Clock& clock, FriendModel& friends, FriendVosModel& friendVos,
             QObject* parent = nullptr);
    ~MapModel() override;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;

    const std::vector<MapNode>& rows() const { return m_view.rows; }
    /// Places among rows(), those that matter most first.
    const std::vector<std::size_t>& closest() const { return m_view.closest; }
    const MapCounts& counts() const { return m_view.counts; }
    /// -1 when it is not shown. Looks at every row.
    int rowOf(const NodeId& id) const;

    const MapWish& wish() const { return m_wish; }
    void setShow(MapShow show);
    void setHeardWithin(std::optional<std::chrono::hours> within);
    /// Nothing is read while nobody looks.
    void setWatched(bool watched);
    void retranslate();

    QString kindText(const MapNode& node) const;
    QString reachText(const MapNode& node) const;
    QString heardText(const MapNode& node) const;
    /// "Bob, Friend VOS, direct, heard 2 min ago".
    QString accessibleText(const MapNode& node) const;

Q_SIGNALS:
    /// Rows, counts or words changed; the rows are in place.
    void arranged();

private:
    void refresh();
    void read();
    void arrange();
    void take(MapView view);
    MapPeople people() const;
    QString text(const MapNode& node, MapColumn column) const;

    NodeSource& m_source;
    Clock& m_clock;
    FriendModel& m_friends;
    FriendVosModel& m_friendVos;
    std::shared_ptr<const std::vector<MapEntry>> m_entries;
    MapView m_view;
    MapWish m_wish;
    QTimer m_timer;
    QThreadPool m_pool;
    bool m_watched = false;
    bool m_stale = true;       ///< the map changed since it was read
    bool m_arranging = false;  ///< a worker is at it
    bool m_again = false;      ///< and its result will be out of date
};

}  // namespace vos::model
