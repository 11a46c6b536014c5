#pragma once

// The engine's side of the VOS Map: publishes the own record, joins through any node, gives the map
// machine its links (our sessions) and does what it asks for, fetches Cards, and keeps the trail of
// what was tried to reach somebody. What is kept, how news spread and how the network is held
// together is the machine's (p2p/map/machine.h).

#include "p2p/engine/context.h"
#include "p2p/engine/ownrecord.h"
#include "p2p/engine/peers.h"
#include "p2p/engine/presence.h"
#include "p2p/engine/trail.h"
#include "p2p/map/machine.h"
#include "p2p/map/vosmap.h"
#include "p2p/wire/message.h"

#include <map>
#include <optional>
#include <set>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace vos::engine {

class MapKeeper final : private map::MachineHost {
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

    /// Takes the Cards of the records out of `state`.
    void load(StoredState& state);
    void start(std::vector<Endpoint> endpoints);
    void networkChanged();
    /// Where others reach us (NatKeeper): published where it has changed.
    void setEndpoints(std::vector<Endpoint> endpoints);
    void handleTimeout();
    std::optional<Instant> nextTimeout() const;
    /// Map events are told once for each drain.
    void drain();
    /// Ends the sessions the machine has no more use for. Not from inside Peers.
    void closePending();

    void join(RequestId request, const std::optional<NodeId>& id, std::vector<Endpoint> at);
    void findRecord(RequestId request, const NodeId& id);
    /// Asks for a newer record of `id`: its introducers, its Friend VOS and our contacts, then the
    /// network. Ends in onSeekDone.
    void seek(const NodeId& id);
    /// A call of `id` at its addresses begins; the trail shows it.
    void noteDial(const NodeId& id);
    std::vector<SeekStep> trail(const NodeId& id) const { return m_trail.of(id); }
    MapFigures figures() const;
    void rename(RequestId request, std::string name);
    /// Our Friend VOS changed: the Card is signed anew and given to everybody who is connected.
    void setGrants(std::vector<identity::Grant> grants);
    void settingChanged(const std::string& key);
    /// Who brings others to us, and whether we carry for others: published where it has changed.
    void setReach(bool reachable, const std::vector<NodeId>& introducers, bool relays);
    /// A session runs another way: its other end may see us at another address.
    void onPathMoved(const NodeId& peer);
    void retire();
    /// This may be an older copy of the profile, or one with gaps: a new public prekey, and the
    /// listener hears of it. Once in a run.
    void renewKeys();
    /// Asks for the Card of `id`, of itself where it is connected, else of anybody.
    void fetchCard(const NodeId& id);

    void onSessionUp(const NodeId& peer, bool fresh);
    void onSessionDown(const NodeId& peer);
    void onDialFailed(const NodeId& peer);
    void onRecord(const Endpoint& from, const WhoAnswer& answer);
    /// A record of its owner, that came with a session of its making.
    void onOwnerRecord(const Endpoint& from, ByteView whereabouts);
    /// Both parts of a record that came in its owner's letter.
    void takeIntroduction(const NodeId& id, ByteView whereabouts, ByteView card);
    /// Takes the record of `claimed` alone out of a message of a session not verified yet.
    void onUnverified(const NodeId& claimed, const Endpoint& from, const wire::Message& message);
    /// True if the message was one of the map's.
    bool handleMessage(const NodeId& peer, const wire::Message& message, std::size_t size);

    const OwnRecord& own() const { return m_own; }
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
    struct News {
        NodeId id;
        WallTime heardAt{};
        map::Via via = map::Via::Live;
    };

    void publish();
    void announceOwn();
    void pushCard();
    std::vector<NodeId> knowing() const;
    std::vector<NodeId> strangers() const;
    void askCardAt(const NodeId& whom, const NodeId& id);
    void setContactsOnly(bool only);
    void say(const NodeId& peer, const wire::Message& message);
    void askCards(const NodeId& peer);
    void tryJoin(JoinTarget& target);
    void finishJoins(const NodeId& through);
    void takeOwn(const map::Whereabouts& record, std::uint32_t heardSecondsAgo);
    void takeOwnNumbers(const NodeId& peer, const wire::Hello& hello);
    void raiseAbove(std::uint64_t seq, std::uint32_t cardNumber);
    void tellElsewhere();
    map::Verdict offer(ByteView whereabouts, std::uint32_t heardSecondsAgo, bool nearby,
                       map::Via via);
    void updateClockOffset();
    void storeRecord(const NodeId& id);
    void tellNews();
    void joinThrough(const Endpoint& from, const NodeId& id);
    void answerGuest(const NodeId& guest, const wire::Find& find);
    map::MapTime mapTime() const
    {
        return {m_context.now.mono, m_context.now.wall, m_context.networkTime()};
    }
    std::vector<NodeId> firstAsked(const NodeId& id) const;
    SeekStep::What kindOf(const NodeId& asked, const NodeId& sought) const;

    // -- MachineHost --
    void sendTo(const NodeId& peer, Bytes message) override;
    bool dial(const NodeId& peer) override;
    void askWho(const Endpoint& at, const NodeId& id) override;
    void closeLink(const NodeId& peer, bool misbehaved) override;
    void keepLinks(const std::vector<NodeId>& peers) override;
    bool isPinned(const NodeId& id) const override;
    void recordStored(const NodeId& id, WallTime heardAt, map::Via via) override;
    void recordDropped(const NodeId& id) override { storeRecord(id); }
    void ownRecordTold(ByteView whereabouts, std::uint32_t heardSecondsAgo) override;
    void usedTwice(const NodeId& id) override;
    void cardTold(ByteView card) override { takeCard(card); }
    void caughtUp(const NodeId& peer) override;
    void findDone(const NodeId& id, bool known, bool newer) override;
    void findStep(const NodeId& id, const map::FindStep& step) override;

    void onHello(const NodeId& peer, const wire::Hello& hello);
    void onCardRequest(const NodeId& peer, const wire::CardRequest& request);
    void onCards(const wire::Cards& cards);
    void takeCard(ByteView card);

    Context& m_context;
    map::VosMap& m_map;
    Peers& m_peers;
    std::set<NodeId> m_holders;  ///< of letters for our contacts; as of a moment ago
    Presence& m_presence;
    Listener& m_listener;
    OwnRecord m_own;
    map::Machine m_machine;
    Trail m_trail;
    std::vector<JoinTarget> m_joins;
    std::map<NodeId, std::vector<RequestId>> m_requests;  ///< of searches
    std::vector<News> m_news;
    std::vector<std::pair<NodeId, bool>> m_searchesDone;
    std::vector<NodeId> m_toClose;
    bool m_telling = false;
    std::unordered_map<NodeId, std::chrono::milliseconds> m_clockOffsets;
    wire::Token m_nextToken = 0x8000'0000;  ///< apart from those of the machine
    Instant m_startedAt{};
    Instant m_nextRepublish{};
    Instant m_nextCards{};
    MapSummary m_toldSummary;
    bool m_started = false;
    bool m_elsewhere = false;  ///< our identity runs in another place: nothing is published
    bool m_oldProfile = false;
    bool m_cardSettled = true;  ///< nobody knows a higher number of it than we
    std::optional<Instant> m_settleAt;
};

}  // namespace vos::engine
