#pragma once

// Keeps the VOS Map true while the network is small: publishes the own record, joins through any
// node, keeps links open, spreads announcements over them, catches up after absence, fetches Cards,
// and asks others where somebody is who does not answer. Everybody keeps everybody's record.

#include "p2p/engine/context.h"
#include "p2p/engine/ownrecord.h"
#include "p2p/engine/peers.h"
#include "p2p/engine/presence.h"
#include "p2p/map/vosmap.h"
#include "p2p/wire/message.h"

#include <map>
#include <optional>
#include <set>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace vos::engine {

class MapKeeper {
public:
    /// Told about every record that changed, and when a search for one has ended.
    class Listener {
    public:
        virtual ~Listener() = default;
        virtual void onRecordChanged(const NodeId& id) = 0;
        virtual void onCardChanged(const NodeId& id) = 0;
        virtual void onSeekDone(const NodeId& id, bool found) = 0;
        virtual void onOwnPrekey(const PrekeyRow& prekey) = 0;
        /// Two whereabouts of `id` under the number `sequence`, or two Cards under `card`: its
        /// address is in use in two places.
        virtual void onUsedTwice(const NodeId& id, std::uint64_t sequence,
                                 std::uint32_t card) = 0;
        /// We ran before with higher numbers than we remember: this is an older copy of the
        /// profile.
        virtual void onOldProfile() = 0;
    };

    MapKeeper(Context& context, map::VosMap& map, Peers& peers, Presence& presence,
              Listener& listener);

    /// Sessions as a guest: by these a node known to its contacts alone asks others.
    void setGuests(Peers& guests) { m_guests = &guests; }
    void load(const StoredState& state);
    void start(std::vector<Endpoint> local);
    void setLocal(std::vector<Endpoint> local);
    void handleTimeout();
    std::optional<Instant> nextTimeout() const;
    /// Map events are told once for each drain.
    void drain();

    void join(RequestId request, const std::optional<NodeId>& id, std::vector<Endpoint> at);
    void findRecord(RequestId request, const NodeId& id);
    /// Asks connected nodes for a newer record of `id`; ends in onSeekDone.
    void seek(const NodeId& id);
    void rename(RequestId request, std::string name);
    /// Our Friend VOS changed: the Card is signed anew and given to everybody who is connected.
    void setGrants(std::vector<identity::Grant> grants);
    void settingChanged(const std::string& key);
    void retire();
    /// This may be an older copy of the profile, or one with gaps: a new public prekey, and the
    /// listener hears of it. Once in a run.
    void renewKeys();
    /// Asks for the Card of `id`, of itself where it is connected, else of anybody.
    void fetchCard(const NodeId& id);

    void onSessionUp(const NodeId& peer, bool fresh);
    void onGuestSessionUp(const NodeId& peer);
    void onGuestMessage(const NodeId& peer, const wire::Message& message);
    void onSessionDown(const NodeId& peer);
    void onDialFailed(const NodeId& peer);
    void onRecord(const Endpoint& from, ByteView part, bool isCard);
    /// Both parts of a record that came in its owner's letter.
    void takeIntroduction(const NodeId& id, ByteView whereabouts, ByteView card);
    /// Takes the record of `claimed` alone out of a message of a session not verified yet.
    void onUnverified(const NodeId& claimed, const Endpoint& from, const wire::Message& message);
    /// True if the message was one of the map's.
    bool handleMessage(const NodeId& peer, const wire::Message& message);

    const OwnRecord& own() const { return m_own; }
    std::vector<Endpoint> observed() const;
    NatKind nat() const;
    MapSummary summary() const;
    /// Known without asking.
    bool believedOnline(const NodeId& id) const { return m_presence.isOnline(id); }
    MapEntry describe(const NodeId& id, const map::Entry& entry) const;
    MapEntry describeSelf() const;

private:
    struct JoinTarget {
        RequestId request = 0;
        std::optional<NodeId> id;
        std::vector<Endpoint> at;
        Instant deadline{};
        Instant nextTry{};
        unsigned tries = 0;
        std::optional<NodeId> reached;
    };
    struct Search {
        std::uint32_t token = 0;
        Instant deadline{};
        std::unordered_set<NodeId> waiting;
        bool asked = false;  ///< somebody was connected to be asked
        bool found = false;
        std::vector<RequestId> requests;
    };
    struct Backoff {
        Instant next{};
        unsigned failures = 0;
    };
    struct Tail {
        wire::Token token = 0;
        std::uint32_t seconds = 0;
        Instant askedAt{};
    };

    void publish();
    void announceOwn();
    void pushCard();
    std::vector<NodeId> knowing() const;
    std::uint64_t mapSum() const;
    std::vector<NodeId> strangersToAsk();
    void setContactsOnly(bool only);
    std::vector<Endpoint> chooseEndpoints() const;
    void say(const NodeId& peer, const wire::Message& message);
    void sayHello(const NodeId& peer);
    void askTail(const NodeId& peer, bool everything);
    void sendTail(const NodeId& peer, const NodeId& after);
    void askCards(const NodeId& peer);
    void tryJoin(JoinTarget& target);
    void finishJoins(const NodeId& through);
    void keepLinks();
    std::size_t dialSome(std::size_t count);
    void chooseKept();
    void dropExpired();
    void askFor(const NodeId& id, Search& search, const NodeId& peer);
    void finishSearch(const NodeId& id);
    void takeOwn(const map::Whereabouts& record, std::uint32_t heardSecondsAgo);
    void takeOwnNumbers(const NodeId& peer, const wire::Hello& hello);
    void raiseAbove(std::uint64_t seq, std::uint32_t cardNumber);
    void tellElsewhere();
    map::Verdict take(ByteView whereabouts, std::uint32_t heardSecondsAgo, bool nearby);
    void updateClockOffset();
    void takeObservation(const NodeId& peer, const wire::Hello& hello);
    void takeAnnounced(const NodeId& source, const wire::HeardWhereabouts& heard, bool nearby);
    void storeRecord(const NodeId& id);
    void spread(const NodeId& id, const NodeId& source);
    bool maySpread(const NodeId& id);
    bool isNearby(const NodeId& peer) const;

    void onHello(const NodeId& peer, const wire::Hello& hello);
    void onAnnounce(const NodeId& peer, const wire::Announce& announce);
    void onFind(const NodeId& peer, const wire::Find& find);
    void onFound(const NodeId& peer, const wire::Found& found);
    void onTail(const NodeId& peer, const wire::Tail& tail);
    void onRecords(const NodeId& peer, const wire::Records& records);
    void onCardRequest(const NodeId& peer, const wire::CardRequest& request);
    void onCards(const wire::Cards& cards);
    void takeCard(ByteView card);

    Context& m_context;
    map::VosMap& m_map;
    Peers& m_peers;
    Peers* m_guests = nullptr;
    std::set<NodeId> m_cardsAsGuest;  ///< asked for by the next sessions as a guest
    Presence& m_presence;
    Listener& m_listener;
    OwnRecord m_own;
    std::vector<Endpoint> m_local;
    std::unordered_map<NodeId, Endpoint> m_observations;
    std::vector<JoinTarget> m_joins;
    std::map<NodeId, Search> m_searches;
    std::unordered_map<NodeId, Backoff> m_backoff;
    std::unordered_map<NodeId, Tail> m_tails;
    std::unordered_map<NodeId, std::pair<Instant, unsigned>> m_spreadBudget;
    std::unordered_map<NodeId, std::chrono::milliseconds> m_clockOffsets;
    std::uint32_t m_nextToken = 1;
    std::uint32_t m_absenceSeconds = 0;
    unsigned m_tailsAsked = 0;
    Instant m_startedAt{};
    Instant m_nextUpkeep{};
    Instant m_nextRepublish{};
    Instant m_nextExpiry{};
    MapSummary m_toldSummary;
    std::vector<Endpoint> m_toldObserved;
    bool m_started = false;
    bool m_elsewhere = false;  ///< our identity runs in another place: nothing is published
    bool m_oldProfile = false;
    bool m_cardSettled = true;  ///< nobody knows a higher number of it than we
    std::optional<Instant> m_settleAt;
};

}  // namespace vos::engine
