#pragma once

// The sessions of the node: who is connected, how datagrams find them, and how a connection to an
// address is made from the endpoints the map names. Above it there are only node ids and messages.
//
// A Link is one session with its transport. A peer has a current link and, for a while after a
// rekey, the previous one, which still drains. A link counts as up once it is verified: a valid
// record of the identity it claims holds the session key in use. Until then its messages wait.
//
// Defends against: replayed handshakes (no effect before valid DATA), flooding (limits, cookies),
// use as a reflector (never more bytes to an address than came from it before it answered).

#include "p2p/engine/context.h"
#include "p2p/engine/pathset.h"
#include "p2p/engine/whoservice.h"
#include "p2p/map/vosmap.h"
#include "p2p/session/initiator.h"
#include "p2p/session/responder.h"
#include "p2p/session/session.h"
#include "p2p/transport/connection.h"

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace vos::engine {

/// Bytes of letters handed to a link ahead of what it has sent.
inline constexpr std::size_t QueueAhead = 512 * 1024;
/// Letters up to this go ahead of longer ones.
inline constexpr std::size_t SmallLetterMax = 4 * 1024;

// Guests: a node that leaves a letter with a Friend VOS does so without saying who it is. Its side
// is a second Peers in the mode AsGuest, which calls with zeros for an identity and a throw-away
// key, from a port of its own, and takes no calls. On the called side a guest link has a random
// name instead of a node id; it is nobody's session, and all it may do is decided by who hears
// onGuestMessage.

/// What Peers tells the rest of the engine.
class PeerListener {
public:
    virtual ~PeerListener() = default;
    /// A verified session is there; `fresh`: the peer had none before.
    virtual void onSessionUp(const NodeId& peer, bool fresh) = 0;
    /// The last session of the peer is gone. `goodbye`: it said so.
    virtual void onSessionDown(const NodeId& peer, bool goodbye) = 0;
    /// What was given to this link and has no receipt yet may be lost.
    virtual void onLinkLost(const NodeId& peer, std::uint64_t link) = 0;
    virtual void onMessage(const NodeId& peer, ByteView message) = 0;
    /// A message of a link that is not verified yet: only the peer's own record in it counts.
    virtual void onUnverified(const NodeId& claimed, const Endpoint& from, ByteView message) = 0;
    virtual void onWritable(const NodeId& peer) = 0;
    /// The dial ended without a session.
    virtual void onDialFailed(const NodeId& peer) = 0;
    /// Somebody is called who had no session.
    virtual void onDialStarted(const NodeId& peer) = 0;
    /// A dial has had no answer for a while: others may know newer endpoints.
    virtual void onDialSlow(const NodeId& peer) = 0;
    virtual void onPingAnswered(const NodeId& peer, std::uint64_t token, Duration rtt) = 0;
    /// A RECORD from outside any session, not yet checked.
    virtual void onRecord(const Endpoint& from, const WhoAnswer& answer) = 0;
    /// The session runs another way now: another address of the peer, or by a relay, or no longer.
    virtual void onPathMoved(const NodeId& peer) = 0;
    /// What a relay carried for us, or what we are to carry.
    /// `flow` as a DATAGRAM frame names it (wire::frameFlow).
    virtual void onCarried(const NodeId& peer, std::uint32_t flow, ByteView datagram) = 0;
    /// A PROBE from outside any session; whoever sent one knows what its token is for.
    virtual void onProbe(const Route& from, const wire::ProbeToken& token) = 0;
    /// A sound call came from there and is about to be answered.
    virtual void onCall(const Route& from) = 0;
    /// `guest` names the link; send() with it answers. Nothing in it says who that is.
    virtual void onGuestMessage(const NodeId& guest, ByteView message) = 0;
    virtual void onGuestGone(const NodeId& guest) = 0;
};

/// What Peers asks of whoever uses relays (Relaying).
class RelayDirectory {
public:
    virtual ~RelayDirectory() = default;
    /// Flows by which `target` may be reached, those in use first; made as far as there are none.
    virtual std::vector<Route> routesTo(const NodeId& target, bool asGuest) = 0;
    /// Whose session carries it.
    virtual std::optional<NodeId> relayOf(const Endpoint& flow) const = 0;
};

class Peers {
public:
    enum class Mode : std::uint8_t { AsNode, AsGuest };
    /// Guest links at a time, of all and of one /24 or /56; the one silent longest goes first.
    static constexpr std::size_t GuestsMax = 256;
    static constexpr std::size_t GuestsPerNetworkMax = 32;

    Peers(Context& context, const map::VosMap& map, PeerListener& listener,
          Mode mode = Mode::AsNode);
    ~Peers();

    /// Before the first input; `relays` outlives this.
    void setRelays(RelayDirectory& relays) { m_relays = &relays; }

    void handleDatagram(const Route& from, ByteView datagram);
    /// There are relays that were not known before: calls being made use them.
    void routesChanged();
    /// The flow of a relay has ended.
    void routeClosed(const Route& route);
    /// A valid PROBE of the peer came by `route`: it is a way to try.
    void probeHeard(const NodeId& peer, const Route& route);
    /// Our own address may be another one: all ways are tried, and a session says where it is.
    void networkChanged();
    void handleTimeout();
    std::optional<Instant> nextTimeout() const;
    /// Gives arrived messages to the listener and moves packets of all links into the outputs.
    void drain();

    /// Makes a session with `peer` unless there is one or one is being made, over the endpoints of
    /// its record, where it was last, and `hints`. False where no endpoint or key is known.
    bool dial(const NodeId& peer, const std::vector<Endpoint>& hints = {});
    bool isDialling(const NodeId& peer) const { return m_dials.contains(peer); }
    /// The map learned newer whereabouts: a running dial takes them up, waiting links are verified.
    void recordChanged(const NodeId& peer);
    /// Asks `at` who is there (or for `id`): ends in onRecord, or in nothing.
    void askWho(const Endpoint& at, const std::optional<NodeId>& id,
                wire::RecordPart part = wire::RecordPart::Whereabouts)
    {
        m_who.ask(at, id, part);
    }

    /// The datagram; who answers it is told by onRecord and called.
    Bytes askNeighbours() { return m_who.askNeighbours(); }
    /// False for what no datagram should go to. `nearby`: it was heard of over loopback or a
    /// private network.
    bool mayDial(const Endpoint& endpoint, bool nearby) const;
    bool isUp(const NodeId& peer) const;
    /// In the order of ids.
    std::vector<NodeId> up() const { return {m_up.begin(), m_up.end()}; }
    std::size_t upCount() const { return m_up.size(); }
    /// False where there is no verified session. It leaves by the current link, linkNumber(peer).
    bool send(const NodeId& peer, transport::Channel channel, ByteView message);
    std::size_t queuedBytes(const NodeId& peer, transport::Channel channel) const;
    std::uint64_t linkNumber(const NodeId& peer) const;
    /// Nothing for a session that runs by a relay.
    std::optional<Endpoint> endpointOf(const NodeId& peer) const;
    std::optional<Route> routeOf(const NodeId& peer) const;
    /// What was sent to it is unanswered for longer than it should be.
    bool isInDoubt(const NodeId& peer) const;
    /// Sends `datagram` once, as carried for somebody; by a straight way alone. False where there
    /// is none.
    bool sendCarried(const NodeId& peer, std::uint32_t flow, ByteView datagram);
    /// Where it was last, also after the session ended.
    std::optional<Endpoint> lastEndpointOf(const NodeId& peer) const;
    std::optional<Duration> rttOf(const NodeId& peer) const;
    std::optional<PeerTraffic> trafficOf(const NodeId& peer) const;
    /// 0 where there is no session; onPingAnswered brings the token back.
    std::uint64_t ping(const NodeId& peer);
    /// Who answers a WHO for somebody else.
    void setLookUp(WhoService::LookUp lookUp) { m_who.setLookUp(std::move(lookUp)); }
    /// While onSessionDown is told: the peer fell silent; it did not leave, nor did the session
    /// merely end.
    bool fellSilent() const { return m_fellSilent; }
    /// Peers whose session is kept open while it is silent.
    void setKept(std::unordered_set<NodeId> kept) { m_kept = std::move(kept); }
    /// The same for those through which others reach us.
    void setKeptRelays(std::unordered_set<NodeId> kept) { m_keptRelays = std::move(kept); }
    /// Between signs of life of kept sessions that are silent. Where people have just talked they
    /// come much more often: so one whose address changed without a word says where it is now.
    void setKeepalive(Duration interval) { m_keepalive = interval; }
    /// That of this peer gives none before `until`.
    void leaveQuiet(const NodeId& peer, Instant until) { m_quiet[peer] = until; }
    /// When something was sent to it or came from it last, by its present session.
    std::optional<Instant> lastTraffic(const NodeId& peer) const;
    bool isKept(const NodeId& peer) const
    {
        return m_kept.contains(peer) || m_keptRelays.contains(peer);
    }
    /// The peer says it runs for `uptime`: links older than that belong to a process that is gone.
    void dropOlderThan(const NodeId& peer, Duration uptime);
    void closePeer(const NodeId& peer, transport::CloseReason reason);
    /// Says goodbye to everybody; the last packets are in the outputs then.
    void closeAll();
    std::uint64_t receivedBytes() const { return m_receivedBytes; }

private:
    struct Link;
    struct Dial;
    struct Peer {
        Link* current = nullptr;
        Link* previous = nullptr;  ///< drains after it was replaced
        /// A letter of one of ours, or to it, passed last.
        std::optional<Instant> talkedAt;
    };

    void handleRecord(const Endpoint& from, ByteView datagram);
    void handleAnswer(const Route& from, ByteView datagram, bool cookie);
    void handleData(const Route& from, ByteView datagram);
    void receive(Link& link, const Route& from, const session::Session::Opened& opened,
                 std::size_t size);
    void admitGuest(Link& link);
    Link& adopt(session::Session session, const Route& route, std::optional<Duration> rtt);
    // The ways of a link (peerpaths.cpp).
    void challenge(Link& link, Path& path);
    bool wantsChallenge(const Link& link, const Path& path) const;
    void pathAnswered(Link& link, const transport::PathAnswered& answer);
    void beginDoubt(Link& link);
    void settleDoubt(Link& link);
    Instant doubtPatience(const Link& link) const;
    void switchPath(Link& link, Path& path);
    void maintainPaths(Link& link);
    /// When a link that is left unanswered is given up.
    Instant deadAt(const Link& link) const;
    void noteTalk(const NodeId& peer, transport::Channel channel);
    bool talks(const Link& link) const;
    /// Nothing for a session that is not kept alive.
    std::optional<Instant> nextKeepalive(const Link& link) const;
    std::optional<Instant> nextPathMaintenance(const Link& link) const;
    void inheritPaths(Link& link, const Link& old);
    void transmit(const Route& route, Bytes datagram)
    {
        m_context.transmit(route.endpoint, route.socket, std::move(datagram));
    }
    bool holdsKey(const Link& link) const;
    void verify(Link& link);
    void install(Link& link);
    void deliverEvents(Link& link);
    void sendPackets(Link& link);
    void detach(Link& link);
    void retire(Link& link, bool goodbye);
    void maintain(Link& link);
    bool shouldRekey(const Link& link) const;
    Instant nextMaintenance(const Link& link) const;
    bool beginDial(const NodeId& peer, const std::vector<Endpoint>& hints);
    void sendInit(Dial& dial);
    void tickDials();
    std::vector<Endpoint> endpointsFor(const NodeId& peer,
                                       const std::vector<Endpoint>& hints) const;
    void collectRoutes(const NodeId& peer, Dial& dial);
    void widen(const NodeId& peer, Dial& dial);
    Link* currentLink(const NodeId& peer) const;
    void touch(Link& link) { m_dirty.insert(&link); }

    Context& m_context;
    const map::VosMap& m_map;
    PeerListener& m_listener;
    Mode m_mode;
    SocketIndex m_socket;  ///< calls leave by
    WhoService m_who;
    session::HandshakeResponder m_responder;
    std::unordered_map<ConnectionId, std::unique_ptr<Link>> m_links;
    std::vector<std::unique_ptr<Link>> m_retired;  ///< freed when nobody is inside one
    std::unordered_map<NodeId, Peer> m_peers;
    std::set<NodeId> m_up;
    std::map<NodeId, std::unique_ptr<Dial>> m_dials;
    std::unordered_map<NodeId, Endpoint> m_lastRemote;
    std::unordered_set<NodeId> m_kept;
    std::unordered_set<NodeId> m_keptRelays;
    Duration m_keepalive = std::chrono::seconds(15);
    std::unordered_map<NodeId, Instant> m_quiet;
    RelayDirectory* m_relays = nullptr;
    std::unordered_set<Link*> m_dirty;
    Bytes m_buffer;
    bool m_fellSilent = false;
    std::uint64_t m_nextLink = 1;
    std::uint64_t m_receivedBytes = 0;
};

}  // namespace vos::engine
