#pragma once

// The VOS Map as a machine: which records a node keeps, with whom it has links, how news spread,
// how it catches up, repairs, finds, and stays one network. A function of state, inputs, time and
// random bytes; it knows no sessions and no sockets. The engine is one owner (a link is a session),
// the simulation of 10,000 nodes is another: same code, other clock and network.
//
// Inputs are methods that take the time; effects are calls of MachineHost, made while an input is
// handled. The host may answer an effect only after the input has returned.
//
// Against whom: forged and old records (VosMap), floods of minted identities and of repeats, peers
// that lie or do not answer, loss of any part of the network. Limits: p2p/README.md.

#include "p2p/base/ratelimit.h"
#include "p2p/map/budget.h"
#include "p2p/map/vosmap.h"
#include "p2p/wire/message.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace vos::map {

/// `network`: the clock by which records are dated.
struct MapTime {
    Instant mono;
    WallTime wall;
    WallTime network;
};

/// How a node stands in the network.
enum class NetState : std::uint8_t {
    Isolated,  ///< no link
    Thin,      ///< fewer links than wanted, or a rule about them broken
    Connected,
    Island,   ///< many links were lost at once: perhaps one part of two
    Merging,  ///< the other part was found
};

/// How a record came.
enum class Via : std::uint8_t {
    Owner,   ///< in a session with it
    Live,    ///< spread as news
    Repair,  ///< two maps were compared
    Tail,    ///< asked for while catching up
    Found,   ///< somebody was asked for this id
};

/// Figures of one node, for people.
struct MachineFigures {
    NetState state = NetState::Isolated;
    std::uint32_t known = 0;
    std::uint8_t depth = 0;
    std::uint8_t cover = 0;
    std::uint64_t networkSize = 0;  ///< estimated, ourselves included
    std::uint32_t links = 0;
    double sentPerSecond = 0;  ///< bytes of map messages, over the last minutes
    double receivedPerSecond = 0;
    bool operator==(const MachineFigures&) const = default;
};

/// What came of asking one node for an id.
struct FindStep {
    NodeId asked;  ///< zero: only its place is known
    Endpoint at;
    Instant askedAt{};
    bool answered = false;
    std::optional<wire::HeardWhereabouts> told;
    bool newer = false;
};

class MachineHost {
public:
    virtual ~MachineHost() = default;
    virtual void sendTo(const NodeId& peer, Bytes message) = 0;
    /// Ends in linkUp or dialFailed; false where it cannot be tried.
    virtual bool dial(const NodeId& peer) = 0;
    /// A question outside any session; ends in whoAnswered or in nothing. Zero: whoever is there.
    virtual void askWho(const Endpoint& at, const NodeId& id) = 0;
    /// One link too many, or a peer that breaks the rules. linkDown follows.
    virtual void closeLink(const NodeId& peer, bool misbehaved) = 0;
    /// Links to be kept while they are silent.
    virtual void keepLinks(const std::vector<NodeId>& peers) = 0;
    /// Contacts, Friend VOS, owners of letters we hold: never evicted.
    virtual bool isPinned(const NodeId& id) const = 0;
    /// A newer record of `id` is in the map.
    virtual void recordStored(const NodeId& id, WallTime heardAt, Via via) = 0;
    virtual void recordDropped(const NodeId& id) = 0;
    /// Somebody told us a record of our own.
    virtual void ownRecordTold(ByteView whereabouts, std::uint32_t heardSecondsAgo) = 0;
    /// A valid record with the seq of the one held and other content.
    virtual void usedTwice(const NodeId& id) = 0;
    virtual void cardTold(ByteView card) = 0;
    /// All that was asked of `peer` for catching up is here.
    virtual void caughtUp(const NodeId& peer) = 0;
    /// A search has ended. `newer`: it brought a record newer than the one held before.
    virtual void findDone(const NodeId& id, bool known, bool newer) = 0;
    /// One step of a search, for whoever asks what was tried.
    virtual void findStep(const NodeId& id, const FindStep& step) = 0;
};

class Machine {
public:
    Machine(VosMap& map, const NodeId& self, MachineHost& host, Rng& rng, Budget budget = {});
    ~Machine();

    // -- the world, in --

    /// `absent`: time since the map was last kept up; nothing: it was never.
    void start(const MapTime& time, std::optional<std::chrono::seconds> absent, unsigned depth = 0);
    /// Our own record, in full form, durable. Tells every link.
    void setOwn(const MapTime& time, ByteView whereabouts);
    void setOwnCard(ByteView card) { m_ownCard = toBytes(card); }
    void setReachable(bool reachable) { m_reachable = reachable; }
    /// Limits may change while running; the depth follows in its own time.
    void setBudget(const Budget& budget);
    /// A session with `peer` is there. Before it can, the peer's record was taken.
    void linkUp(const MapTime& time, const NodeId& peer, const Endpoint& at);
    /// `told`: the peer said so, or we closed it; otherwise the link was lost.
    void linkDown(const MapTime& time, const NodeId& peer, bool told);
    void linkMoved(const NodeId& peer, const Endpoint& at);
    void dialFailed(const MapTime& time, const NodeId& peer);
    /// True if it was one of the map's messages.
    bool handleMessage(const MapTime& time, const NodeId& peer, const wire::Message& message,
                       std::size_t size);
    /// Answer to askWho(): a record, or nodes nearer to what was asked.
    void whoAnswered(
        const MapTime& time, const Endpoint& from, const NodeId& asked,
        const std::variant<wire::HeardWhereabouts, std::vector<wire::NodePlace>>& what);
    /// A record from a letter, a link, a session of its owner.
    Verdict offer(const MapTime& time, ByteView whereabouts, std::uint32_t heardSecondsAgo,
                  bool nearby, Via via);
    void networkChanged(const MapTime& time);
    /// A node of another zone, from the own disk or from whoever invited us.
    void restoreContact(const NodeId& id, const Endpoint& at) { takeContact(headOf(id), at); }
    void handleTimeout(const MapTime& time);
    std::optional<Instant> nextTimeout() const;

    // -- commands --

    /// Asks `first` (connected nodes), then the network, for a newer record of `id`. Ends in
    /// findDone. `patience`: at most this long.
    void find(const MapTime& time, const NodeId& id, const std::vector<NodeId>& first = {});
    bool isFinding(const NodeId& id) const { return m_searches.contains(id); }
    /// Everything `peer` has, from the first record on, as somebody does who joins through it.
    void catchUpWith(const MapTime& time, const NodeId& peer);
    bool isCatchingUp() const { return !m_tails.empty(); }

    // -- getters --

    /// What we can say to somebody who asks for `id`: the record, or nodes nearer to it.
    std::variant<wire::HeardWhereabouts, std::vector<wire::NodePlace>> lookUp(
        const MapTime& time, const NodeId& id, bool byHead = false) const;
    MachineFigures figures(Instant now) const;
    NetState state() const { return m_state; }
    unsigned depth() const { return m_depth; }
    unsigned cover() const { return m_cover; }
    std::size_t linkCount() const { return m_links.size(); }
    std::vector<NodeId> links() const;
    std::size_t contactCount() const { return m_contacts.size(); }
    std::uint64_t networkSize() const;
    /// True if a record of this id belongs into this map for good.
    bool keeps(const NodeId& id) const;
    std::uint64_t sum() const;
    /// Bytes the machine takes beside the map, about.
    std::size_t memory() const;

private:
    struct Link;
    struct TailTask;
    struct Search;
    /// A node of another zone, or once reachable: where it can be asked.
    struct Contact {
        std::uint64_t head = 0;
        Endpoint at;
        std::uint8_t failures = 0;
        std::uint32_t heard = 0;  ///< slot seconds
    };
    struct Wanted {
        wire::Hint hint;
        Instant askAgain{};
        std::uint64_t sources[3] = {};  ///< heads of links that have it
        std::uint8_t count = 0;
        std::uint8_t asked = 0;
        bool full = false;
        Via via = Via::Live;
    };
    struct Backoff {
        Instant next{};
        unsigned failures = 0;
    };
    struct Pace {
        Instant since{};
        std::uint8_t burst = 0;
        std::uint16_t day = 0;
    };

    // machine.cpp
    void enter(const MapTime& time) { m_now = time; }
    Link* linkOf(const NodeId& peer);
    const Link* linkOf(const NodeId& peer) const;
    Link* linkOfHead(std::uint64_t head);
    void say(Link& link, const wire::Message& message);
    void sayHello(Link& link);
    void onHello(Link& link, const wire::Hello& hello);
    void violated(Link& link);
    Verdict take(Link* from, ByteView bytes, std::uint32_t heardSecondsAgo, bool nearby, Via via);
    Verdict take(Link* from, const HeldRecord& offered, std::uint32_t heardSecondsAgo, bool nearby,
                 Via via);
    bool admitNew(Link* from, const RecordPool::Item& item, Via via);
    std::uint32_t slotNow() const { return VosMap::slotTime(m_now.wall); }
    bool covers(std::uint64_t head) const { return contains(zoneAround(m_head, m_cover), head); }
    bool inZone(std::uint64_t head) const { return contains(zoneAround(m_head, m_depth), head); }
    std::optional<Bytes> complete(ByteView shortForm) const;
    HeldRecord hold(ByteView bytes);
    wire::HeardWhereabouts heard(const Slot& slot, bool shortForm) const;
    bool mayTell(const RecordPool::Item& item) const;

    // machinespread.cpp
    void announceOwn(Link& link);
    void onAnnounce(Link& link, const wire::Announce& announce);
    void onHints(Link& link, const wire::Hints& hints);
    void onWant(Link& link, const wire::Want& want);
    bool mayPass(const NodeId& id, std::optional<std::uint32_t> receivedBefore);
    void spread(const NodeId& id, const Link* source, bool known);
    void flushHints();
    void tickWanted();
    void want(Link& link, const wire::Hint& hint, bool full, Via via, std::vector<wire::Hint>& ask,
              std::vector<wire::Hint>& askFull);
    void sendWants(Link& link, const std::vector<wire::Hint>& hints, bool full);
    std::optional<Slots::Place> held(const wire::Hint& hint) const;
    bool eager() const;
    Duration hintInterval() const;

    // machinecatchup.cpp
    void planCatchUp(std::uint32_t seconds);
    void addTail(const IdRange& range, std::uint32_t seconds, std::optional<NodeId> only);
    void assignTails();
    void askTail(TailTask& task);
    void onTail(Link& link, const wire::Tail& tail);
    void serveTail(Link& link, const wire::Tail& tail);
    void onRecords(Link& link, const wire::Records& records);
    void tailDone();
    void tickTails();
    void compare(Link& link);
    void onRanges(Link& link, const wire::Ranges& ranges);
    void compareSums(Link& link, const IdRange& range, const std::vector<std::uint64_t>& sums,
                     std::vector<wire::RangeItem>& answer);
    void noteDifference(std::size_t ranges);
    void compareList(Link& link, const IdRange& range,
                     const std::vector<wire::RangeItem::Entry>& list);
    std::uint64_t rangeSum(const IdRange& range) const;
    std::vector<wire::RangeItem::Entry> rangeList(const IdRange& range) const;
    std::size_t rangeCount(const IdRange& range, std::size_t limit) const;
    std::optional<IdRange> commonZone(const Link& link) const;
    void setDepth(unsigned depth);
    void setCover(unsigned cover);
    void keepWithinBudget();
    void evict(std::size_t count);
    void expire();

    // machinelinks.cpp
    void upkeep();
    void chooseLinks();
    bool rulesHold() const;
    bool lacksWide() const;
    bool lacksFar() const;
    bool askFar();
    std::size_t dialSome(std::size_t count);
    bool dialContact(const NodeId& id);
    std::vector<NodeId> candidates(std::size_t count);
    bool mayDial(const RecordPool::Item& item);
    void probe();
    void setState(NetState state);
    void noteLoss();
    void dropSurplus();
    bool crowded(const Endpoint& at) const;

    // machinefind.cpp
    void onFind(Link& link, const wire::Find& find);
    void onFound(Link& link, const wire::Found& found);
    void onContacts(Link& link, const wire::Contacts& contacts);
    void onNodes(Link& link, const wire::Nodes& nodes);
    std::vector<wire::NodePlace> nodesOf(const IdRange& range, std::size_t limit) const;
    std::vector<wire::NodePlace> nearest(std::uint64_t head, const NodeId& except) const;
    void advance(const NodeId& id);
    void addPlaces(Search& search, const std::vector<wire::NodePlace>& places);
    void addCandidates(const NodeId& id, Search& search, const std::vector<NodeId>& first);
    void found(const NodeId& id, bool newer);
    void finishSearch(const NodeId& id);
    void tickSearches();
    void takeContact(std::uint64_t head, const Endpoint& at);
    void dropContact(std::uint64_t head);
    void failContact(const Endpoint& at);
    void refreshContacts();

    VosMap& m_map;
    NodeId m_self;
    std::uint64_t m_head;
    MachineHost& m_host;
    Rng& m_rng;
    Budget m_budget;
    MapTime m_now{};
    bool m_started = false;
    bool m_reachable = false;
    Instant m_startedAt{};

    Bytes m_own;
    Bytes m_ownCard;
    std::uint64_t m_ownSeq = 0;
    bool m_ownPrivate = false;
    std::uint64_t m_ownSum = 0;
    std::uint64_t m_ownSumBefore = 0;  ///< of the one it replaced, which counts while this is young
    Instant m_ownSince{};

    std::vector<std::unique_ptr<Link>> m_links;
    std::vector<std::uint64_t> m_linkHeads;  ///< of the links, in their order
    unsigned m_depth = 0;
    unsigned m_cover = 0;
    DepthChooser m_chooser;

    // spreading
    std::unordered_map<std::uint64_t, Pace> m_paces;
    std::vector<Wanted> m_wanted;
    std::optional<Instant> m_nextFlush;
    std::optional<Instant> m_nextWanted;
    RateMeter m_changes{5min};
    RateMeter m_in{120s};
    RateMeter m_out{120s};
    RateMeter m_announceIn{30min};

    // catching up
    std::vector<TailTask> m_tails;
    std::uint32_t m_absence = 0xffff'ffff;
    bool m_planned = false;
    TokenBucket m_receive{2'000'000, 256'000};
    TokenBucket m_serve{256'000, 128'000};
    std::optional<Instant> m_nextTails;
    Instant m_nextCompare{};
    wire::Token m_nextToken = 1;

    // links
    NetState m_state = NetState::Isolated;
    std::unordered_map<NodeId, Backoff> m_backoff;
    std::vector<NodeId> m_dialling;
    std::unordered_map<NodeId, Instant> m_banned;
    std::vector<NodeId> m_kept;
    std::vector<Instant> m_losses;
    NodeId m_probed;  ///< silent node asked last; an answer of it is news from elsewhere
    Instant m_islandUntil{};
    Instant m_nextUpkeep{};
    Instant m_nextProbe{};
    Instant m_nextExpiry{};
    Instant m_nextRefresh{};
    Instant m_nextDepth{};
    Instant m_mergingUntil{};
    Instant m_nextPrune{};
    Duration m_isolatedWait{};
    std::size_t m_isolatedTries = 0;
    std::vector<std::uint16_t> m_networks;  ///< ids for each network, hashed

    // finding
    std::vector<Contact> m_contacts;  ///< of other zones, by head
    std::vector<Contact> m_spare;
    std::unordered_map<NodeId, std::unique_ptr<Search>> m_searches;
    std::optional<Instant> m_nextSearch;
    std::size_t m_refreshed = 0;
    std::size_t m_contactsBefore = 0;
};

}  // namespace vos::map
