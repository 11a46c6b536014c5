// Peers: making a connection to a node from what the map says of it.

#include "p2p/engine/link.h"

#include <algorithm>
#include <utility>

namespace vos::engine {

namespace {

/// A call is given up after this long without an answer from anywhere.
constexpr Duration DialPatience = 5s;
/// Silence after which others are asked for newer endpoints, and the old ones for a newer key.
constexpr Duration SlowAfter = 500ms;
/// Addresses called at once: 4 of the record, and some from links; with relays.
constexpr std::size_t EndpointsMax = 12;
constexpr std::size_t RoutesMax = 16;

/// Wait after the INIT of this round: doubling, a second at most.
Duration waitAfter(unsigned round)
{
    return std::min<Duration>(Duration(200ms) * (1 << std::min(round, 3u)), 1s);
}

}  // namespace

bool Peers::mayDial(const Endpoint& endpoint, bool nearby) const
{
    if (!endpoint.isUsable())
        return false;
    if (endpoint.isLoopback() || endpoint.isPrivate())
        return nearby || m_context.config.allowLoopback;
    return true;
}

std::vector<Endpoint> Peers::endpointsFor(const NodeId& peer,
                                          const std::vector<Endpoint>& hints) const
{
    std::vector<Endpoint> endpoints;
    const auto add = [&endpoints](const Endpoint& e) {
        if (endpoints.size() < EndpointsMax &&
            std::find(endpoints.begin(), endpoints.end(), e) == endpoints.end())
            endpoints.push_back(e);
    };
    if (const auto place = m_lastRemote.find(peer); place != m_lastRemote.end())
        add(place->second);
    if (const map::Entry* entry = m_map.find(peer); entry && entry->whereabouts) {
        for (const Endpoint& e : entry->whereabouts->endpoints) {
            if (mayDial(e, entry->heardNearby))
                add(e);
        }
    }
    // Hints come from our user or from where the node was just heard.
    for (const Endpoint& e : hints) {
        if (e.isUsable())
            add(e);
    }
    return endpoints;
}

/// Sorts out by which ways `peer` is called: straight and by relays at once, and straight only
/// after a while where a relay does it and an early datagram may do harm.
void Peers::collectRoutes(const NodeId& peer, Dial& dial)
{
    std::vector<Route> straight;
    for (const Endpoint& endpoint : endpointsFor(peer, dial.hints))
        straight.push_back({endpoint, m_socket});
    std::vector<Route> relayed;
    if (m_relays)
        relayed = m_relays->routesTo(peer, m_mode == Mode::AsGuest);
    if (const Link* known = currentLink(peer)) {
        for (const Path& path : known->paths.all()) {
            if (path.validated && path.route.relayed() &&
                std::find(relayed.begin(), relayed.end(), path.route) == relayed.end())
                relayed.push_back(path.route);
        }
    }
    const map::Entry* entry = m_map.find(peer);
    const bool behindNat = entry && entry->whereabouts &&
                           !entry->whereabouts->introducers.empty() &&
                           !entry->whereabouts->has(map::Reachable);
    const auto last = m_lastRemote.find(peer);
    const auto add = [](std::vector<Route>& to, const Route& route) {
        if (to.size() < RoutesMax && std::find(to.begin(), to.end(), route) == to.end())
            to.push_back(route);
    };
    // Keys are renewed by the way in use; the others are there for when that does not answer.
    const Link* link = currentLink(peer);
    const bool renews = link && !link->doubtSince && !link->suspected && dial.rounds == 0;
    if (renews)
        add(dial.routes, link->route());
    for (const Route& route : straight) {
        const Endpoint& e = route.endpoint;
        const bool known = last != m_lastRemote.end() && last->second == e;
        const bool wait = renews || (behindNat && !relayed.empty() && !known && !e.isPrivate() &&
                                     !e.isLoopback() && dial.rounds == 0);
        const bool there = std::find(dial.routes.begin(), dial.routes.end(), route) !=
                           dial.routes.end();
        if (!there)
            add(wait ? dial.held : dial.routes, route);
    }
    for (const Route& route : relayed)
        add(renews && route != link->route() ? dial.held : dial.routes, route);
}

bool Peers::dial(const NodeId& peer, const std::vector<Endpoint>& hints)
{
    if (peer == m_context.self())
        return false;
    if (isUp(peer))
        return true;
    return beginDial(peer, hints);
}

bool Peers::beginDial(const NodeId& peer, const std::vector<Endpoint>& hints)
{
    if (const auto running = m_dials.find(peer); running != m_dials.end()) {
        Dial& dial = *running->second;
        for (const Endpoint& e : hints) {
            const Route route{e, m_socket};
            if (e.isUsable() && dial.routes.size() < RoutesMax &&
                std::find(dial.routes.begin(), dial.routes.end(), route) == dial.routes.end()) {
                dial.routes.push_back(route);
                transmit(route, dial.handshake.datagram());
            }
        }
        return true;
    }
    const map::Entry* entry = m_map.find(peer);
    if (!entry || !entry->whereabouts || entry->whereabouts->has(map::Retired))
        return false;
    // A call as a node says who calls.
    if (m_mode == Mode::AsNode && !m_context.mayKnowUs(peer))
        return false;
    const ExchangeKey key = entry->whereabouts->sessionKey;
    // Each call of a guest has a key of its own, so that two of them cannot be told to be of one.
    const bool guest = m_mode == Mode::AsGuest;
    const session::Claim claim =
        guest ? session::Claim{} : session::Claim{m_context.self(), m_context.ownSeq};
    const crypto::ExchangePair own = guest ? crypto::ExchangePair::generate(m_context.rng)
                                           : m_context.identity.session().clone();
    auto handshake = session::InitiatorHandshake::start(claim, own, {peer, key}, m_context.rng);
    if (!handshake)
        return false;
    const Instant now = m_context.now.mono;
    auto dial = std::make_unique<Dial>(
        Dial{std::move(*handshake), key, {}, {}, hints, now, now, now, now + DialPatience});
    collectRoutes(peer, *dial);
    if (dial->routes.empty())
        return false;
    sendInit(*dial);
    m_dials.insert_or_assign(peer, std::move(dial));
    if (!isUp(peer))
        m_listener.onDialStarted(peer);
    return true;
}

void Peers::sendInit(Dial& dial)
{
    for (const Route& route : dial.routes)
        transmit(route, dial.handshake.datagram());
    dial.lastSend = m_context.now.mono;
    dial.nextSend = m_context.now.mono + waitAfter(dial.rounds);
    ++dial.rounds;
}

void Peers::recordChanged(const NodeId& peer)
{
    std::vector<Link*> waiting;
    for (const auto& [id, link] : m_links) {
        if (link->peer() == peer && !link->verified)
            waiting.push_back(link.get());
    }
    for (Link* link : waiting)
        verify(*link);
    const auto running = m_dials.find(peer);
    const map::Entry* entry = m_map.find(peer);
    if (running == m_dials.end() || !entry || !entry->whereabouts)
        return;
    const auto hints = running->second->hints;
    if (running->second->key != entry->whereabouts->sessionKey) {
        m_dials.erase(running);
        beginDial(peer, hints);
        return;
    }
    widen(peer, *running->second);
}

/// Calls by the ways that have come to be known since.
void Peers::widen(const NodeId& peer, Dial& dial)
{
    const std::size_t before = dial.routes.size();
    collectRoutes(peer, dial);
    for (std::size_t i = before; i < dial.routes.size(); ++i)
        transmit(dial.routes[i], dial.handshake.datagram());
}

void Peers::routesChanged()
{
    for (auto& [peer, dial] : m_dials)
        widen(peer, *dial);
}

void Peers::tickDials()
{
    const Instant now = m_context.now.mono;
    std::vector<NodeId> failed;
    std::vector<NodeId> slow;
    for (auto& [peer, dial] : m_dials) {
        if (dial->deadline <= now) {
            failed.push_back(peer);
            continue;
        }
        if (dial->nextSend > now)
            continue;
        if (now - dial->startedAt >= SlowAfter) {
            for (const Route& route : std::exchange(dial->held, {})) {
                if (dial->routes.size() < RoutesMax)
                    dial->routes.push_back(route);
            }
        }
        sendInit(*dial);
        if (!dial->toldSlow && now - dial->startedAt >= SlowAfter) {
            dial->toldSlow = true;
            slow.push_back(peer);
        }
    }
    for (const NodeId& peer : slow) {
        if (const auto place = m_dials.find(peer); place != m_dials.end()) {
            for (const Route& route : place->second->routes) {
                if (!route.relayed())
                    m_who.ask(route.endpoint, peer, wire::RecordPart::Whereabouts);
            }
        }
        m_listener.onDialSlow(peer);
    }
    for (const NodeId& peer : failed) {
        m_dials.erase(peer);
        if (!isUp(peer))
            m_listener.onDialFailed(peer);
    }
}

}  // namespace vos::engine
