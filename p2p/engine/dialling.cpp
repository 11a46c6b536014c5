// Peers: making a connection to a node from what the map says of it.

#include "p2p/engine/link.h"

#include <algorithm>

namespace vos::engine {

namespace {

/// A call is given up after this long without an answer from anywhere.
constexpr Duration DialPatience = 5s;
/// Silence after which others are asked for newer endpoints, and the old ones for a newer key.
constexpr Duration SlowAfter = 500ms;
/// Addresses called at once: 4 of the record, and some from links.
constexpr std::size_t EndpointsMax = 12;

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
            if (e.isUsable() && dial.endpoints.size() < EndpointsMax &&
                std::find(dial.endpoints.begin(), dial.endpoints.end(), e) ==
                    dial.endpoints.end()) {
                dial.endpoints.push_back(e);
                m_context.transmit(e, m_socket, dial.handshake.datagram());
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
    auto endpoints = endpointsFor(peer, hints);
    if (endpoints.empty())
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
    auto dial = std::make_unique<Dial>(Dial{std::move(*handshake), key, std::move(endpoints), hints,
                                            now, now, now, now + DialPatience});
    sendInit(*dial);
    m_dials.insert_or_assign(peer, std::move(dial));
    if (!isUp(peer))
        m_listener.onDialStarted(peer);
    return true;
}

void Peers::sendInit(Dial& dial)
{
    for (const Endpoint& e : dial.endpoints)
        m_context.transmit(e, m_socket, dial.handshake.datagram());
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
    const auto fresh = endpointsFor(peer, hints);
    if (running->second->key != entry->whereabouts->sessionKey) {
        m_dials.erase(running);
        beginDial(peer, hints);
        return;
    }
    beginDial(peer, fresh);
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
        sendInit(*dial);
        if (!dial->toldSlow && now - dial->startedAt >= SlowAfter) {
            dial->toldSlow = true;
            slow.push_back(peer);
        }
    }
    for (const NodeId& peer : slow) {
        if (const auto place = m_dials.find(peer); place != m_dials.end()) {
            for (const Endpoint& e : place->second->endpoints)
                m_who.ask(e, peer, wire::RecordPart::Whereabouts);
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
