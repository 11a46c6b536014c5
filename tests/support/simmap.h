#pragma once

// Thousands of nodes of the VOS Map in virtual time: the machine of the product, with the network,
// the sessions and the clock modelled. Links have latency and loss, nodes a class of NAT, and leave
// with or without a word. Records are shared objects, so that a signature is checked once for all.
// The same seed gives the same run.

#include "p2p/crypto/sign.h"
#include "p2p/map/machine.h"
#include "tests/support/simrng.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace vos::sim {

enum class Nat : std::uint8_t {
    Open,    ///< answers strangers
    Closed,  ///< can be called through whoever has a session with it; strangers' WHOs die
};

class MapWorld;

/// One node: its map lives on while it is off.
class MapNode final : public map::MachineHost {
public:
    MapNode(MapWorld& world, std::uint32_t number, std::uint64_t seed, map::Budget budget);

    std::uint32_t number;
    std::uint64_t keySeed;
    NodeId id;
    std::uint64_t head = 0;
    Nat nat = Nat::Open;
    Endpoint endpoint;
    std::uint32_t halfLatency = 0;  ///< microseconds to the middle of the world
    map::Budget budget;
    SimRng rng;
    std::unique_ptr<map::VosMap> store;
    std::unique_ptr<map::Machine> machine;  ///< while it is online
    std::vector<std::uint32_t> sessions;
    Bytes record;
    std::uint64_t seq = 0;
    unsigned depth = 0;
    WallTime offSince{};
    bool everOn = false;
    bool hostile = false;
    std::vector<NodeId> pinned;
    std::uint64_t wake = ~std::uint64_t{0};
    double bytesOut = 0;
    double bytesIn = 0;
    std::uint64_t finds = 0;

    bool online() const { return machine != nullptr; }
    bool has(std::uint32_t other) const;

    // -- MachineHost --
    void sendTo(const NodeId& peer, Bytes message) override;
    bool dial(const NodeId& peer) override;
    void askWho(const Endpoint& at, const NodeId& asked) override;
    void closeLink(const NodeId& peer, bool misbehaved) override;
    void keepLinks(const std::vector<NodeId>&) override {}
    bool isPinned(const NodeId& other) const override;
    void recordStored(const NodeId& other, WallTime heardAt, map::Via via) override;
    void recordDropped(const NodeId&) override {}
    void ownRecordTold(ByteView, std::uint32_t) override {}
    void usedTwice(const NodeId&) override {}
    void cardTold(ByteView) override {}
    void findDone(const NodeId& other, bool known, bool newer) override;
    void caughtUp(const NodeId&) override {}
    void findStep(const NodeId&, const map::FindStep&) override { ++finds; }

    /// Made anew each time: locked memory is short of room for thousands of them.
    crypto::SigningKey key() const;

private:
    MapWorld& m_world;
};

/// When an announcement came to whom.
struct Track {
    std::uint64_t seq = 0;
    Instant since{};
    std::vector<float> seconds;
};

/// A search that was asked for.
struct FindResult {
    Instant since{};
    std::optional<double> seconds;  ///< to the newest record
    std::uint64_t steps = 0;
    bool ended = false;
    std::uint64_t wantedSeq = 0;
};

class MapWorld {
public:
    explicit MapWorld(std::uint64_t seed);
    ~MapWorld();

    /// Nodes that are not started yet; a quarter of them open.
    void addNodes(std::size_t count, const map::Budget& budget = {});
    /// Puts `count` nodes from the first on online at once, each with the records it would have of
    /// all nodes, linked to nobody; `depth`: chosen for each.
    /// Only the first `keepers` hold anything; the others are but ids.
    void settleAll(std::size_t online, const std::function<unsigned(std::uint32_t)>& depth = {},
                   std::size_t keepers = ~std::size_t{0});
    /// Comes online, with what it remembers.
    void start(MapNode& node, bool moved = false, bool announces = true);
    /// Joins through an address alone.
    void joinThrough(MapNode& node, const MapNode& through);
    /// Leaves without a word, or with one.
    void stop(MapNode& node, bool goodbye);
    /// Announces itself anew from another address.
    void move(MapNode& node);
    /// Each online node leaves without a word with this probability.
    void killShare(double share);
    /// From now on nothing passes between nodes of even and of odd number.
    void splitInTwo();
    void reunite() { blocked = nullptr; }

    /// What the maps of all online nodes would have received while `away` was off for `absence`:
    /// each id announced itself `perDay` times a day, at random times.
    void announceMeanwhile(const MapNode& away, Duration absence, double perDay);
    /// Ids whose newest record `node` does not hold.
    std::size_t missing(const MapNode& node) const;

    /// The session of the two dies in silence.
    void breakLink(MapNode& a, MapNode& b);

    void run(Duration time);
    bool runUntil(const std::function<bool()>& done, Duration limit, Duration step = 250ms);
    Instant now() const { return Instant{} + Duration(m_now); }
    map::MapTime time() const;

    MapNode& randomOnline();
    std::size_t onlineCount() const { return m_online.size(); }
    /// Parts into which the online nodes fall by their links.
    std::size_t parts() const;
    /// Share of (online node, online id it should hold) pairs whose record is not the newest one.
    double staleShare(std::size_t samples, Duration settled = 30s);
    /// All online nodes hold the newest record of all online nodes in their zone.
    bool allAgree() const;
    /// `from` looks for `target`.
    FindResult& find(MapNode& from, const MapNode& target);
    Track& track(const MapNode& node);
    /// Churn with exponential or Weibull sessions; the offline time follows from the share online.
    void churn(double medianMinutes, double perDay, double weibull = 1.0);
    void stopChurn() { m_churning = false; }
    double averageRate(bool out, Duration over) const;
    void resetRates();

    SimRng rng;
    double loss = 0.02;
    map::RecordPool pool{true};
    std::vector<std::unique_ptr<MapNode>> nodes;
    /// Nothing passes between two nodes for which this holds.
    std::function<bool(std::uint32_t, std::uint32_t)> blocked;
    /// Sees every message of a hostile node before it is sent; may change it, or drop it (false).
    std::function<bool(MapNode&, const NodeId&, Bytes&)> corrupt;
    /// A hostile node's answer to a WHO; nothing: silence.
    std::function<std::optional<std::variant<wire::HeardWhereabouts, std::vector<wire::NodePlace>>>(
        MapNode&, const NodeId&)>
        lie;
    std::deque<FindResult> findings;
    std::uint64_t messages = 0;
    double whoBytes = 0;

private:
    friend class MapNode;
    enum class Kind : std::uint8_t {
        Message,
        Dial,
        DialFailed,
        LinkDown,
        Who,
        WhoAnswer,
        Wake,
        Turn
    };
    struct Event {
        Kind kind = Kind::Message;
        bool flag = false;
        std::uint32_t to = 0;
        std::uint32_t from = 0;
        Bytes payload;
    };

    void at(std::uint64_t when, Event event);
    void foresee(const std::vector<Event>& bucket, std::size_t i) const;
    void perform(std::uint64_t when, Event& event);
    void touch(MapNode& node);
    std::uint64_t delay(const MapNode& a, const MapNode& b);
    void connect(MapNode& a, MapNode& b);
    void cut(MapNode& a, MapNode& b, bool goodbye, Duration noticeA, Duration noticeB);
    void sign(MapNode& node);
    void giveContacts(MapNode& node,
                      const std::vector<std::pair<NodeId, map::RecordIndex>>& sorted);
    Endpoint freshEndpoint();
    MapNode* nodeAt(const Endpoint& at);
    Duration sessionTime();
    Duration restOfSession();
    Duration offTime();
    bool isBlocked(std::uint32_t a, std::uint32_t b) const { return blocked && blocked(a, b); }
    MapNode* nodeOf(const NodeId& id);
    void numberNodes();

    std::uint64_t m_now = 3'600'000'000;  ///< microseconds
    std::vector<std::vector<Event>> m_wheel;
    std::map<std::uint64_t, std::vector<Event>> m_later;
    std::uint64_t m_tick = 0;
    std::vector<std::uint32_t> m_online;
    std::vector<std::uint32_t> m_onlinePlace;
    std::unordered_map<Endpoint, std::uint32_t> m_places;
    std::vector<std::uint32_t> m_numbers;  ///< hashed by head
    std::vector<std::uint64_t> m_heads;
    std::unordered_map<NodeId, std::unique_ptr<Track>> m_tracks;
    std::map<std::pair<std::uint32_t, std::uint32_t>, FindResult*> m_finds;
    std::uint32_t m_nextPlace = 1;
    std::uint32_t m_nextPort = 20000;
    bool m_churning = false;
    double m_median = 30;
    double m_perDay = 8;
    double m_weibull = 1;
};

}  // namespace vos::sim
