#include "p2p/engine/peers.h"

#include "p2p/engine/link.h"
#include "p2p/wire/frame.h"
#include "p2p/wire/message.h"

#include <algorithm>
#include <utility>

namespace vos::engine {

namespace {

/// No answer for so long, in spite of repeats: other endpoints are tried; then the link is dead.
constexpr Duration SuspectAfter = 2s;
constexpr Duration DeadAfter = 6s;
/// Not before it was tried for so long, however long nobody had anything to say: a peer whose
/// address changed without its knowing says so with its next sign of life.
constexpr Duration TriedFor = 4s;
constexpr unsigned TimeoutsBeforeSuspicion = 3;
/// A link that claims an identity nobody can vouch for is closed after this.
constexpr Duration VerifyPatience = 5s;
constexpr std::size_t UnverifiedBytesMax = 256 * 1024;
/// A replaced link goes on delivering what it carries for so long at most.
constexpr Duration DrainPatience = 30s;
/// Two links made so close together are the two ends calling each other at once.
constexpr Duration SimultaneousWithin = 3s;
/// A session replaced before this age was not replaced by a rekey.
constexpr Duration EarlyRekey = session::RekeyAfter - Duration(10s);
/// A session in use within this time is rekeyed rather than left to end.
constexpr Duration UseCounts = 60s;
/// While people talk, and a while after, the other side's silence is noticed after so long.
constexpr Duration TalkKeepalive = 3s;
constexpr Duration TalkCounts = 2min;
/// A guest says what it wants at once and goes.
constexpr Duration GuestPatience = 45s;
/// Answers to one call, by several ways, come within this.
constexpr Duration LateAnswers = 5s;

/// It asks after a path, or answers, and says nothing of which one its sender uses (RFC 9000,
/// section 9.1). Path frames come in packets of their own (transport::Connection).
bool isProbing(ByteView packet)
{
    const auto is = [&](wire::FrameType type) {
        return !packet.empty() && packet.front() == static_cast<std::byte>(type);
    };
    return is(wire::FrameType::PathChallenge) || is(wire::FrameType::PathResponse);
}

}  // namespace

Peers::Peers(Context& context, const map::VosMap& map, PeerListener& listener, Mode mode)
    : m_context(context)
    , m_map(map)
    , m_listener(listener)
    , m_mode(mode)
    , m_socket(mode == Mode::AsGuest ? GuestSocket : AnySocket)
    , m_who(context, map, m_socket)
    , m_responder(context.identity.session().clone(), context.rng)
{
}

Peers::~Peers() = default;

void Peers::handleDatagram(const Route& from, ByteView datagram)
{
    m_receivedBytes += datagram.size();
    const auto type = wire::packetType(datagram);
    if (!type)
        return;
    const bool isCall = *type == wire::PacketType::Init || *type == wire::PacketType::Who;
    if (m_mode == Mode::AsGuest && isCall)
        return;
    switch (*type) {
    case wire::PacketType::Init:
        if (auto reply = m_responder.handleInit(m_context.now.mono, from.endpoint, datagram,
                                                m_context.ownSeq)) {
            m_listener.onCall(from);
            transmit(from, std::move(*reply));
        }
        return;
    case wire::PacketType::Resp:
        handleAnswer(from, datagram, false);
        return;
    case wire::PacketType::Cookie:
        handleAnswer(from, datagram, true);
        return;
    case wire::PacketType::Data:
        handleData(from, datagram);
        return;
    case wire::PacketType::Who:
        if (!from.relayed())
            m_who.handleWho(from.endpoint, from.socket, datagram);
        return;
    case wire::PacketType::Record:
        if (!from.relayed())
            handleRecord(from.endpoint, datagram);
        return;
    case wire::PacketType::Probe:
        if (const auto probe = wire::decodeProbe(datagram); probe && !from.relayed())
            m_listener.onProbe(from, probe->token);
        return;
    }
}

void Peers::handleRecord(const Endpoint& from, ByteView datagram)
{
    const auto answer = m_who.handleRecord(from, datagram);
    if (!answer)
        return;
    m_listener.onRecord(from, *answer);
    const auto* bytes = std::get_if<Bytes>(&answer->content);
    if (!answer->neighbour || !bytes)
        return;
    // Without a record in the map (forged, out of date) there is nobody to call.
    const auto record = map::Whereabouts::decode(*bytes);
    if (record && record->id != m_context.self() && m_context.mayKnowUs(record->id))
        dial(record->id, {from});
}

void Peers::handleAnswer(const Route& from, ByteView datagram, bool cookie)
{
    ConnectionId to;
    if (cookie) {
        const auto packet = wire::decodeCookie(datagram);
        if (!packet)
            return;
        to = packet->to;
    } else {
        const auto packet = wire::decodeResp(datagram);
        if (!packet)
            return;
        to = packet->to;
    }
    const auto place = std::find_if(m_dials.begin(), m_dials.end(), [&](const auto& dial) {
        return dial.second->handshake.ownConnection() == to;
    });
    if (place == m_dials.end()) {
        // The call went several ways; what answers after the first is a way that works, too.
        const auto made = m_links.find(to);
        if (!cookie && made != m_links.end() && made->second->session.facts().initiator &&
            m_context.now.mono - made->second->createdAt < LateAnswers) {
            Path& path = made->second->paths.add(m_context.now.mono, from);
            path.received += datagram.size();
            challenge(*made->second, path);
        }
        return;
    }
    Dial& dial = *place->second;
    if (cookie) {
        if (dial.handshake.handleCookie(datagram))
            transmit(from, dial.handshake.datagram());
        return;
    }
    auto session = dial.handshake.handleResponse(m_context.now.mono, datagram);
    if (!session)
        return;
    // A repeated INIT makes the time of the first one a lie; then the transport measures by itself.
    const std::optional<Duration> rtt =
        dial.rounds == 1 ? std::optional(m_context.now.mono - dial.lastSend) : std::nullopt;
    m_dials.erase(place);
    Link& link = adopt(std::move(*session), from, rtt);
    verify(link);
}

void Peers::handleData(const Route& from, ByteView datagram)
{
    const auto head = wire::decodeDataHead(datagram);
    if (!head)
        return;
    if (const auto place = m_links.find(head->to); place != m_links.end()) {
        Link& link = *place->second;
        if (const auto opened = link.session.open(m_context.now.mono, datagram, m_buffer))
            receive(link, from, *opened, datagram.size());
        return;
    }
    auto taken = m_responder.takeSession(m_context.now.mono, datagram, m_buffer);
    if (!taken)
        return;
    const session::Claim& claim = taken->session.facts().peer;
    if (claim.id == m_context.self())
        return;
    const bool guest = claim.guest();
    Link& link = adopt(std::move(taken->session), from, std::nullopt);
    if (guest)
        admitGuest(link);
    else
        verify(link);
    receive(link, from, taken->first, datagram.size());
}

Peers::Link& Peers::adopt(session::Session session, const Route& route, std::optional<Duration> rtt)
{
    const Instant now = m_context.now.mono;
    transport::Config config;
    if (route.relayed())
        config.datagram = config.maxDatagram = transport::CarriedDatagram;
    const NodeId peer = session.facts().peer.id;
    const Link* const before = currentLink(peer);
    config.renews = before && !before->doubtSince && !before->suspected;
    if (before && before->route() == route)
        config.inherited = before->connection.estimate();
    else if (rtt)
        config.inherited = transport::PathEstimate{.smoothedRtt = *rtt};
    const ConnectionId id = session.facts().own;
    auto made = std::make_unique<Link>(std::move(session), config, route, now);
    made->number = m_nextLink++;
    Link& link = *made;
    m_links[id] = std::move(made);
    touch(link);
    // Who calls us has our record already, and a guest is told no more than it asks.
    if (m_mode == Mode::AsGuest || !m_context.mayKnowUs(peer))
        return link;
    // The first thing a session carries is the record that shows whose it is.
    wire::Announce announce;
    announce.records.push_back({0, m_context.ownWhereabouts});
    link.connection.send(transport::Channel::Control, wire::encodeMessage(announce));
    return link;
}

/// Gives a guest's link its name, and makes room: for a guest of the same network by one of that
/// network, so that one flood does not drive out all others.
void Peers::admitGuest(Link& link)
{
    std::size_t guests = 0;
    std::size_t neighbours = 0;
    Link* oldest = nullptr;
    Link* oldestNeighbour = nullptr;
    const auto older = [](const Link* a, const Link* b) {
        return !b || a->lastReceived < b->lastReceived ||
               (a->lastReceived == b->lastReceived && a->number < b->number);
    };
    for (const auto& [id, other] : m_links) {
        if (!other->guest)
            continue;
        ++guests;
        if (older(other.get(), oldest))
            oldest = other.get();
        if (other->route().endpoint.network() != link.route().endpoint.network())
            continue;
        ++neighbours;
        if (older(other.get(), oldestNeighbour))
            oldestNeighbour = other.get();
    }
    link.guest = true;
    link.guestName = m_context.rng.id<NodeId>();
    link.verified = true;
    m_peers[link.guestName].current = &link;
    Link* leaves = neighbours >= GuestsPerNetworkMax ? oldestNeighbour
                   : guests >= GuestsMax             ? oldest
                                                     : nullptr;
    if (!leaves)
        return;
    // Told, so that it goes to another holder at once.
    leaves->connection.close(transport::CloseReason::Crowded);
    retire(*leaves, false);
}

bool Peers::holdsKey(const Link& link) const
{
    const map::Entry* entry = m_map.find(link.peer());
    return entry && entry->whereabouts &&
           entry->whereabouts->sessionKey == link.session.facts().peerSession &&
           !entry->whereabouts->has(map::Retired);
}

void Peers::verify(Link& link)
{
    if (link.verified || !holdsKey(link))
        return;
    link.verified = true;
    install(link);
    for (const Bytes& message : std::exchange(link.waiting, {})) {
        if (!link.gone)
            m_listener.onMessage(link.peer(), message);
    }
}

/// Decides which of two links of a peer is used for sending.
void Peers::install(Link& link)
{
    const NodeId id = link.peer();
    Peer& peer = m_peers[id];
    m_dials.erase(id);
    const bool fresh = peer.current == nullptr;
    Link* old = peer.current;
    Link* drains = old;
    const map::Entry* entry = m_map.find(id);
    link.peerSeq = std::max(link.session.facts().peer.seq,
                            entry && entry->whereabouts ? entry->whereabouts->seq : 0);
    // Each start has a number of its own: one that is newer than the old link's has begun since.
    const bool restarted = old && link.session.facts().peer.seq > old->peerSeq;
    const bool together = old && !restarted &&
                          link.createdAt - old->createdAt < SimultaneousWithin &&
                          old->session.facts().initiator != link.session.facts().initiator;
    const bool weAreSmaller = m_context.self() < id;
    if (together && old->session.facts().initiator == weAreSmaller)
        drains = &link;  // both ends keep the link the smaller identity began
    if (peer.previous && drains)
        retire(*peer.previous, false);
    if (drains) {
        drains->drainUntil = m_context.now.mono + DrainPatience;
        peer.previous = drains;
    }
    if (drains != &link)
        peer.current = &link;
    m_up.insert(id);
    if (old)
        inheritPaths(*peer.current, drains == old ? *old : link);
    if (!peer.current->route().relayed())
        m_lastRemote[id] = peer.current->route().endpoint;
    // A new session long before the old one is due means that the peer was started anew or that the
    // old path is dead: what the old one carries goes again at once; repeats cost nothing.
    const bool early = old && !together && link.createdAt - old->createdAt < EarlyRekey;
    if (early)
        retire(*old, false);
    m_listener.onSessionUp(id, fresh);
}

void Peers::receive(Link& link, const Route& from, const session::Session::Opened& opened,
                    std::size_t size)
{
    const Instant now = m_context.now.mono;
    link.lastReceived = now;
    Path* path = link.paths.find(from);
    // Only the newest packet speaks for a new place; an older one may have been kept and repeated.
    if (!path && opened.highest)
        path = &link.paths.add(now, from);
    if (path) {
        path->lastHeard = now;
        if (!path->validated)
            path->received += size;
    }
    // A violation closes the connection, which the events tell.
    (void)link.connection.handlePacket(now, opened.counter, opened.plaintext,
                                       path ? std::optional(path->tag) : std::nullopt);
    touch(link);
    if (!path || path == &link.paths.current())
        return;
    // Or two sides would ask each other for ever.
    const bool probing = isProbing(opened.plaintext);
    if (probing && path->validated && path->rank() >= link.paths.current().rank())
        return;
    // The peer has left the straight way: does it still lead anywhere? Or only a copy was lost.
    if (opened.highest && path->route.relayed() && !link.route().relayed() && !probing &&
        now - link.paths.current().lastHeard > link.connection.statistics().smoothedRtt) {
        beginDoubt(link);
        path = link.paths.find(from);  // others may have come and taken its place
    }
    if (path)
        challenge(link, *path);
}

// ---- sending ----------------------------------------------------------------------------------

bool Peers::send(const NodeId& peer, transport::Channel channel, ByteView message)
{
    Link* link = currentLink(peer);
    if (!link || !link->connection.send(channel, message))
        return false;
    link->lastUsed = m_context.now.mono;
    noteTalk(peer, channel);
    touch(*link);
    return true;
}

std::uint64_t Peers::ping(const NodeId& peer)
{
    Link* link = currentLink(peer);
    if (!link)
        return 0;
    touch(*link);
    return link->connection.ping(m_context.now.mono);
}

bool Peers::sendCarried(const NodeId& peer, std::uint32_t flow, ByteView datagram)
{
    Link* link = currentLink(peer);
    if (!link || link->route().relayed() || !link->connection.sendDatagram(flow, datagram))
        return false;
    touch(*link);
    return true;
}

void Peers::drain()
{
    while (!m_dirty.empty()) {
        const std::unordered_set<Link*> dirty = std::exchange(m_dirty, {});
        // In the order in which links were made, so that equal inputs have equal outputs.
        std::vector<Link*> ordered(dirty.begin(), dirty.end());
        std::sort(ordered.begin(), ordered.end(),
                  [](const Link* a, const Link* b) { return a->number < b->number; });
        for (Link* link : ordered) {
            if (!link->gone)
                deliverEvents(*link);
            sendPackets(*link);
        }
        std::erase_if(m_retired,
                      [this](const auto& link) { return !m_dirty.contains(link.get()); });
    }
}

void Peers::deliverEvents(Link& link)
{
    while (auto event = link.connection.pollEvent()) {
        if (link.gone)
            return;
        if (const auto* received = std::get_if<transport::MessageReceived>(&*event)) {
            if (link.guest) {
                link.lastUsed = m_context.now.mono;
                m_listener.onGuestMessage(link.peer(), received->message);
            } else if (link.verified) {
                link.lastUsed = m_context.now.mono;
                noteTalk(link.peer(), received->channel);
                m_listener.onMessage(link.peer(), received->message);
            } else {
                link.waitingBytes += received->message.size();
                if (link.waitingBytes > UnverifiedBytesMax) {
                    retire(link, false);
                    return;
                }
                link.waiting.push_back(received->message);
                m_listener.onUnverified(link.peer(), link.route().endpoint, received->message);
                verify(link);
            }
        } else if (const auto* carried = std::get_if<transport::DatagramReceived>(&*event)) {
            if (link.verified && !link.guest)
                m_listener.onCarried(link.peer(), carried->flow, carried->data);
        } else if (const auto* pong = std::get_if<transport::PingAnswered>(&*event)) {
            m_listener.onPingAnswered(link.peer(), pong->token, pong->rtt);
        } else if (const auto* answered = std::get_if<transport::PathAnswered>(&*event)) {
            pathAnswered(link, *answered);
        } else if (const auto* closed = std::get_if<transport::PeerClosed>(&*event)) {
            retire(link, closed->reason == transport::CloseReason::Goodbye);
            return;
        } else if (std::holds_alternative<transport::Writable>(*event) && link.verified &&
                   !link.guest) {
            m_listener.onWritable(link.peer());
        }
    }
    if (link.connection.isClosed())
        retire(link, false);
}

void Peers::sendPackets(Link& link)
{
    while (true) {
        Bytes datagram = session::Session::beginDatagram();
        const auto head = link.connection.pollPacket(m_context.now.mono, datagram);
        if (!head || !link.session.seal(m_context.now.mono, head->number, datagram))
            return;
        Path* path = head->path ? link.paths.byTag(*head->path) : &link.paths.current();
        if (!path)
            continue;
        if (!path->validated) {
            // Not a byte more than came from there before it has answered.
            if (path->sent + datagram.size() > path->received)
                continue;
            path->sent += datagram.size();
        }
        // What is carried for another session is never itself carried, and no acknowledgement makes
        // another one: two sessions in doubt would feed each other for ever.
        if (!head->path && link.doubtSince && head->counts) {
            if (const Path* other = link.paths.alternative())
                transmit(other->route, datagram);
        }
        transmit(path->route, std::move(datagram));
        link.lastSent = m_context.now.mono;
    }
}

// ---- the life of links ------------------------------------------------------------------------

/// Takes the link out of the tables; drain() frees it once a last CLOSE is out.
void Peers::detach(Link& link)
{
    link.gone = true;
    touch(link);
    auto node = m_links.extract(link.session.facts().own);
    m_retired.push_back(std::move(node.mapped()));
}

void Peers::retire(Link& link, bool goodbye)
{
    if (link.gone)
        return;
    const NodeId id = link.peer();
    detach(link);
    if (link.guest) {
        m_peers.erase(id);
        m_listener.onGuestGone(id);
        return;
    }
    if (!link.verified)
        return;
    Peer& peer = m_peers[id];
    Link* other = nullptr;
    if (peer.previous == &link)
        peer.previous = nullptr;
    if (peer.current == &link) {
        peer.current = std::exchange(peer.previous, nullptr);
        // Who says goodbye on one link has left all of them.
        if (goodbye)
            other = std::exchange(peer.current, nullptr);
    }
    if (other)
        detach(*other);
    const bool last = peer.current == nullptr;
    if (last) {
        m_peers.erase(id);
        m_up.erase(id);
    }
    if (last)
        m_quiet.erase(id);
    m_listener.onLinkLost(id, link.number);
    if (other)
        m_listener.onLinkLost(id, other->number);
    if (last && !m_up.contains(id))
        m_listener.onSessionDown(id, goodbye);
}

bool Peers::shouldRekey(const Link& link) const
{
    const auto place = m_peers.find(link.peer());
    if (!link.verified || place == m_peers.end() || place->second.current != &link)
        return false;
    return isKept(link.peer()) || link.connection.hasUnacknowledged() ||
           m_context.now.mono - link.lastUsed < UseCounts;
}

void Peers::maintain(Link& link)
{
    const Instant now = m_context.now.mono;
    if (link.session.expired(now) || (link.drainUntil && *link.drainUntil <= now)) {
        retire(link, false);
        return;
    }
    if (!link.verified && now - link.createdAt >= VerifyPatience) {
        link.connection.close(transport::CloseReason::Refused);
        retire(link, false);
        return;
    }
    if (link.guest && now - link.lastReceived >= GuestPatience) {
        link.connection.close(transport::CloseReason::Goodbye);
        retire(link, false);
        return;
    }
    maintainPaths(link);
    if (!link.verified || link.guest)
        return;
    if (link.session.rekeyDue(now) && now >= link.nextRekey && shouldRekey(link)) {
        link.nextRekey = now + 5s;
        beginDial(link.peer(), {});
    }
    const Duration silence = now - link.lastReceived;
    if (link.connection.consecutiveTimeouts() == 0)
        link.unansweredSince.reset();
    else if (!link.unansweredSince)
        link.unansweredSince = now;
    if (link.connection.consecutiveTimeouts() >= TimeoutsBeforeSuspicion) {
        if (now >= deadAt(link)) {
            m_fellSilent = true;
            retire(link, false);
            m_fellSilent = false;
            return;
        }
        if (silence >= SuspectAfter && !link.suspected) {
            link.suspected = true;
            beginDial(link.peer(), {});
        }
    } else {
        link.suspected = false;
    }
    if (const auto due = nextKeepalive(link); due && now >= *due) {
        link.askedAt = now;
        link.connection.ping(now);
        touch(link);
    }
}

Instant Peers::deadAt(const Link& link) const
{
    return std::max(link.lastReceived + DeadAfter,
                    link.unansweredSince.value_or(m_context.now.mono) + TriedFor);
}

/// Letters travel by these channels; Control carries the upkeep of the network.
void Peers::noteTalk(const NodeId& peer, transport::Channel channel)
{
    if (m_mode == Mode::AsNode && channel != transport::Channel::Control &&
        m_context.isOurs(peer))
        m_peers[peer].talkedAt = m_context.now.mono;
}

bool Peers::talks(const Link& link) const
{
    const auto place = m_peers.find(link.peer());
    return place != m_peers.end() && place->second.talkedAt &&
           m_context.now.mono - *place->second.talkedAt < TalkCounts;
}

std::optional<Instant> Peers::nextKeepalive(const Link& link) const
{
    if (link.drainUntil)
        return std::nullopt;
    const Instant last = std::max(link.lastReceived, link.askedAt);
    if (talks(link))
        return last + std::min(TalkKeepalive, m_keepalive);
    if (!isKept(link.peer()))
        return std::nullopt;
    const auto quiet = m_quiet.find(link.peer());
    return std::max(last + m_keepalive, quiet == m_quiet.end() ? Instant{} : quiet->second);
}

Instant Peers::nextMaintenance(const Link& link) const
{
    Instant next = link.session.expiresAt();
    if (const auto paths = nextPathMaintenance(link))
        next = std::min(next, *paths);
    if (link.drainUntil)
        next = std::min(next, *link.drainUntil);
    if (!link.verified)
        return std::min(next, link.createdAt + VerifyPatience);
    if (link.guest)
        return std::min(next, link.lastReceived + GuestPatience);
    if (!link.drainUntil && shouldRekey(link))
        next = std::min(next, std::max(link.session.rekeyAt(), link.nextRekey));
    if (link.connection.consecutiveTimeouts() >= TimeoutsBeforeSuspicion)
        next = std::min(next, link.suspected ? deadAt(link) : link.lastReceived + SuspectAfter);
    if (const auto alive = nextKeepalive(link))
        next = std::min(next, *alive);
    return next;
}

void Peers::handleTimeout()
{
    std::vector<Link*> links;
    for (const auto& [id, link] : m_links)
        links.push_back(link.get());
    std::sort(links.begin(), links.end(),
              [](const Link* a, const Link* b) { return a->number < b->number; });
    for (Link* link : links) {
        if (link->gone)
            continue;
        if (const auto due = link->connection.nextTimeout(); due && *due <= m_context.now.mono) {
            link->connection.handleTimeout(m_context.now.mono);
            touch(*link);
        }
        maintain(*link);
    }
    tickDials();
}

std::optional<Instant> Peers::nextTimeout() const
{
    std::optional<Instant> next;
    const auto consider = [&next](Instant at) { next = next ? std::min(*next, at) : at; };
    for (const auto& [id, link] : m_links) {
        consider(nextMaintenance(*link));
        if (const auto due = link->connection.nextTimeout())
            consider(*due);
    }
    for (const auto& [id, dial] : m_dials)
        consider(std::min(dial->nextSend, dial->deadline));
    return next;
}

void Peers::dropOlderThan(const NodeId& peer, Duration uptime)
{
    const auto place = m_peers.find(peer);
    if (place == m_peers.end())
        return;
    // The HELLO counts whole seconds and took its time to come.
    const Instant born = m_context.now.mono - uptime - Duration(2s);
    for (Link* link : {place->second.previous, place->second.current}) {
        if (link && link->createdAt < born)
            retire(*link, false);
    }
}

void Peers::closePeer(const NodeId& peer, transport::CloseReason reason)
{
    const auto place = m_peers.find(peer);
    if (place == m_peers.end())
        return;
    for (Link* link : {place->second.previous, place->second.current}) {
        if (link && !link->gone) {
            link->connection.close(reason);
            retire(*link, false);
        }
    }
}

void Peers::closeAll()
{
    m_dials.clear();
    for (const auto& [id, link] : m_links) {
        link->connection.close(transport::CloseReason::Goodbye);
        sendPackets(*link);
    }
    m_dirty.clear();
    m_links.clear();
    m_retired.clear();
    m_peers.clear();
    m_up.clear();
}

// ---- getters ----------------------------------------------------------------------------------

Peers::Link* Peers::currentLink(const NodeId& peer) const
{
    const auto place = m_peers.find(peer);
    return place == m_peers.end() ? nullptr : place->second.current;
}

bool Peers::isUp(const NodeId& peer) const
{
    return currentLink(peer) != nullptr;
}

std::size_t Peers::queuedBytes(const NodeId& peer, transport::Channel channel) const
{
    const Link* link = currentLink(peer);
    return link ? link->connection.queuedBytes(channel) : 0;
}

std::uint64_t Peers::linkNumber(const NodeId& peer) const
{
    const Link* link = currentLink(peer);
    return link ? link->number : 0;
}

std::optional<Endpoint> Peers::endpointOf(const NodeId& peer) const
{
    const auto route = routeOf(peer);
    return route && !route->relayed() ? std::optional(route->endpoint) : std::nullopt;
}

std::optional<Route> Peers::routeOf(const NodeId& peer) const
{
    const Link* link = currentLink(peer);
    return link ? std::optional(link->route()) : std::nullopt;
}

std::optional<Instant> Peers::lastTraffic(const NodeId& peer) const
{
    const Link* link = currentLink(peer);
    return link ? std::optional(std::max(link->lastReceived, link->lastSent)) : std::nullopt;
}

bool Peers::isInDoubt(const NodeId& peer) const
{
    const Link* link = currentLink(peer);
    return link && link->doubtSince;
}

std::optional<Endpoint> Peers::lastEndpointOf(const NodeId& peer) const
{
    const auto place = m_lastRemote.find(peer);
    return place == m_lastRemote.end() ? std::nullopt : std::optional(place->second);
}

std::optional<Duration> Peers::rttOf(const NodeId& peer) const
{
    const Link* link = currentLink(peer);
    if (!link)
        return std::nullopt;
    const Duration rtt = link->connection.statistics().smoothedRtt;
    return rtt > Duration::zero() ? std::optional(rtt) : std::nullopt;
}

std::optional<PeerTraffic> Peers::trafficOf(const NodeId& peer) const
{
    const Link* link = currentLink(peer);
    if (!link)
        return std::nullopt;
    const transport::Statistics statistics = link->connection.statistics();
    PeerTraffic traffic;
    traffic.id = peer;
    const Path& path = link->paths.current();
    traffic.path = path.route.relayed() ? PathKind::Relay : PathKind::Direct;
    traffic.endpoint = path.route.endpoint;
    traffic.since = m_context.now.wall - std::chrono::duration_cast<WallClock::duration>(
                                             m_context.now.mono - path.since);
    if (path.route.relayed() && m_relays) {
        traffic.via = m_relays->relayOf(path.route.endpoint);
        traffic.endpoint = traffic.via ? endpointOf(*traffic.via).value_or(Endpoint{}) : Endpoint{};
    }
    traffic.rtt = statistics.smoothedRtt;
    traffic.loss = statistics.packetsSent == 0 ? 0.0
                                               : static_cast<double>(statistics.packetsLost) /
                                                     static_cast<double>(statistics.packetsSent);
    traffic.sentBytes = statistics.bytesSent;
    traffic.receivedBytes = statistics.bytesReceived;
    return traffic;
}

}  // namespace vos::engine
