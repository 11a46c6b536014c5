#include "p2p/engine/punching.h"

#include "p2p/wire/message.h"

#include <algorithm>
#include <array>

namespace vos::engine {

namespace {

/// An attempt ends after this, or so long after its last PROBE; answers come until then.
constexpr Duration AttemptTime = 15s;
constexpr Duration AnswerTime = 1s;
/// The one with the larger id gives the other this long to begin.
constexpr Duration OtherFirst = 700ms;
/// Waits after attempts that failed; then every half hour.
constexpr std::array<Duration, 5> Waits{3s, 10s, 60s, 300s, 1800s};
/// Attempts that the other side may begin in a minute.
constexpr unsigned AnswersPerMinute = 6;
/// PROBEs to one address in a second, but for guessed ports, whose addresses are signed.
constexpr unsigned ProbesPerSecond = 20;
/// PROBEs sent back to one endpoint in one attempt.
constexpr unsigned EchoesMax = 6;
/// Ports of one peer guessed by chance within this time: one whole attempt, and one that the other
/// side broke off.
constexpr Duration GuessTime = std::chrono::hours(2);
constexpr unsigned GuessesMax = 2 * nat::Punch::SprayPorts;
/// If nothing at all comes for so long after guessing, a router has cut us off.
constexpr Duration BanShows = 3s;
/// Endpoints of somebody who is no contact.
constexpr std::size_t StrangerEndpoints = 2;
constexpr Duration RttMax = 2s;

}  // namespace

Punching::Punching(Context& context, Peers& peers, const map::VosMap& map, OwnSide ownSide)
    : m_context(context)
    , m_peers(peers)
    , m_map(map)
    , m_ownSide(std::move(ownSide))
{
}

bool Punching::isOurs(const NodeId& peer) const
{
    return m_context.contacts.contains(peer) || m_context.friendVos.contains(peer) ||
           m_context.owners.contains(peer);
}

bool Punching::wantsStraight(const NodeId& peer) const
{
    const auto route = m_peers.routeOf(peer);
    return route && (route->relayed() || sharesNat(peer));
}

/// Both stand behind one router: there is a way that does not leave the house.
bool Punching::sharesNat(const NodeId& peer) const
{
    const auto at = m_peers.endpointOf(peer);
    if (!at || at->isPrivate() || at->isLoopback())
        return false;
    const nat::PunchSide own = m_ownSide(peer);
    return std::any_of(own.endpoints.begin(), own.endpoints.end(), [&](const Endpoint& e) {
        return e.family == at->family && e.address == at->address && e.port != at->port;
    });
}

void Punching::plan(const NodeId& peer, Peer& state, Duration wait)
{
    // Both ends come to want it at about the same time; one of them asks.
    const Duration order = m_context.self() < peer ? 0ms : OtherFirst;
    state.beginAt = m_context.now.mono + wait + order;
}

void Punching::sessionUp(const NodeId& peer)
{
    if (!wantsStraight(peer))
        return;
    Peer& state = m_states[peer];
    if (!state.attempt && !state.beginAt)
        plan(peer, state, 0ms);
}

void Punching::sessionDown(const NodeId& peer)
{
    const auto place = m_states.find(peer);
    if (place == m_states.end())
        return;
    if (place->second.attempt)
        m_tokens.erase(place->second.attempt->ours);
    // How often it failed, and when ports were guessed, counts beyond the session.
    place->second.attempt.reset();
    place->second.beginAt.reset();
    const Peer& state = place->second;
    if (state.failures == 0 && state.guesses == 0 && state.answered == 0)
        m_states.erase(place);
}

void Punching::pathMoved(const NodeId& peer)
{
    if (wantsStraight(peer)) {
        Peer& state = m_states[peer];
        if (!state.attempt) {
            state.failures = 0;
            plan(peer, state, 0ms);
        }
        return;
    }
    const auto place = m_states.find(peer);
    if (place == m_states.end())
        return;
    Peer& state = place->second;
    state.failures = 0;
    state.beginAt.reset();
    // The other side may still need our answers to settle on it.
    if (state.attempt && state.attempt->punch)
        state.attempt->punch->stop();
}

void Punching::networkChanged()
{
    m_guessAfter = {};
    m_stoppedAt.reset();
    for (auto& [peer, state] : m_states) {
        state.failures = 0;
        state.guesses = 0;
        if (m_peers.isUp(peer) && wantsStraight(peer))
            plan(peer, state, 200ms);
    }
}

void Punching::recordChanged(const NodeId& peer)
{
    const auto place = m_states.find(peer);
    if (place == m_states.end() || place->second.attempt || !wantsStraight(peer))
        return;
    place->second.failures = 0;
    plan(peer, place->second, 200ms);
}

/// What may be done for a contact was not done while it was none.
void Punching::contactsChanged()
{
    for (auto& [peer, state] : m_states) {
        const bool held = state.attempt ? !state.attempt->contact : state.beginAt.has_value();
        if (held && isOurs(peer) && m_peers.isUp(peer) && wantsStraight(peer)) {
            state.failures = 0;
            plan(peer, state, 0ms);
        }
    }
}

void Punching::begin(const NodeId& peer, Peer& state)
{
    state.beginAt.reset();
    if (!wantsStraight(peer))
        return;
    if (state.attempt)
        m_tokens.erase(state.attempt->ours);
    Attempt attempt;
    attempt.round = state.lastRound = static_cast<std::uint8_t>(state.lastRound % 255 + 1);
    attempt.ours = m_context.rng.id<wire::ProbeToken>();
    attempt.endsAt = m_context.now.mono + AttemptTime;
    attempt.contact = isOurs(peer);
    m_tokens[attempt.ours] = peer;
    sendCandidates(peer, attempt, false);
    state.attempt = std::move(attempt);
}

void Punching::sendCandidates(const NodeId& peer, const Attempt& attempt, bool answer)
{
    nat::PunchSide own = m_ownSide(peer);
    wire::Candidates candidates;
    candidates.round = attempt.round;
    candidates.answer = answer;
    candidates.token = attempt.ours;
    const Duration rtt = std::min(m_peers.rttOf(peer).value_or(Duration::zero()), RttMax);
    candidates.rttMillis = static_cast<std::uint16_t>(rtt.count() / 1000);
    candidates.mapping = own.mapping;
    candidates.portStep = static_cast<std::int16_t>(std::clamp(own.portStep, -32'768, 32'767));
    if (own.endpoints.size() > wire::CandidatesMax)
        own.endpoints.resize(wire::CandidatesMax);
    candidates.endpoints = std::move(own.endpoints);
    m_peers.send(peer, transport::Channel::Control, wire::encodeMessage(candidates));
}

void Punching::handleCandidates(const NodeId& peer, const wire::Candidates& candidates)
{
    const Instant now = m_context.now.mono;
    Peer& state = m_states[peer];
    if (candidates.answer) {
        if (state.attempt && state.attempt->round == candidates.round && !state.attempt->theirs)
            start(peer, state, candidates, now);
        return;
    }
    // Both asked at once: the smaller id's question stands.
    if (state.attempt && !state.attempt->theirs && m_context.self() < peer)
        return;
    if (state.answered == 0 || now - state.answeringSince >= Duration(60s)) {
        state.answeringSince = now;
        state.answered = 0;
    }
    if (++state.answered > AnswersPerMinute)
        return;
    state.beginAt.reset();
    if (state.attempt)
        m_tokens.erase(state.attempt->ours);
    Attempt attempt;
    attempt.round = state.lastRound = candidates.round;
    attempt.ours = m_context.rng.id<wire::ProbeToken>();
    attempt.endsAt = now + AttemptTime;
    attempt.contact = isOurs(peer);
    m_tokens[attempt.ours] = peer;
    sendCandidates(peer, attempt, true);
    state.attempt = std::move(attempt);
    // The answer takes half a round trip; then the other side begins, and so do we.
    const Duration rtt = std::chrono::milliseconds(candidates.rttMillis);
    start(peer, state, candidates, now + std::min(rtt, RttMax) / 2);
}

/// Which of the endpoints `peer` names get PROBEs.
std::vector<Endpoint> Punching::allowed(const NodeId& peer,
                                        const std::vector<Endpoint>& named) const
{
    const bool contact = m_states.at(peer).attempt->contact;
    const map::Entry* entry = m_map.find(peer);
    std::vector<Endpoint> result;
    for (const Endpoint& e : named) {
        const bool recorded =
            entry && entry->whereabouts &&
            std::any_of(entry->whereabouts->endpoints.begin(), entry->whereabouts->endpoints.end(),
                        [&](const Endpoint& r) {
                            return r.family == e.family && r.address == e.address;
                        });
        if (e.isUsable() && (contact || (recorded && result.size() < StrangerEndpoints)) &&
            (!e.isLoopback() || m_context.config.allowLoopback))
            result.push_back(e);
    }
    return result;
}

/// At which of them ports may be guessed: at addresses the peer has signed.
std::vector<Endpoint> Punching::guessable(const NodeId& peer,
                                          const std::vector<Endpoint>& named) const
{
    const Peer& state = m_states.at(peer);
    const map::Entry* entry = m_map.find(peer);
    std::vector<Endpoint> result;
    if (!state.attempt->contact || !entry || !entry->whereabouts ||
        m_context.now.mono < m_guessAfter ||
        (state.guesses + nat::Punch::SprayPorts > GuessesMax &&
         m_context.now.mono - state.guessingSince < GuessTime))
        return result;
    for (const Endpoint& e : named) {
        for (const Endpoint& signedOne : entry->whereabouts->endpoints) {
            if (e.family == IpFamily::V4 && signedOne.family == e.family &&
                signedOne.address == e.address && e.isUsable()) {
                result.push_back(e);
                break;
            }
        }
    }
    return result;
}

void Punching::start(const NodeId& peer, Peer& state, const wire::Candidates& theirs, Instant at)
{
    Attempt& attempt = *state.attempt;
    attempt.theirs = theirs.token;
    nat::PunchSide other{theirs.mapping, theirs.portStep, allowed(peer, theirs.endpoints)};
    attempt.punch.emplace(at, m_ownSide(peer), std::move(other), guessable(peer, theirs.endpoints));
    attempt.endsAt = std::max(at + AttemptTime, attempt.punch->end() + AnswerTime);
    if (at <= m_context.now.mono)
        shoot(peer, state);
}

/// Nobody makes us knock at one address more often than that, whatever ports they name.
bool Punching::mayProbe(const Endpoint& target)
{
    const Instant now = m_context.now.mono;
    if (now - m_probedSince >= Duration(1s)) {
        m_probedSince = now;
        m_probed.clear();
    }
    Endpoint address = target;
    address.port = 0;
    return ++m_probed[address] <= ProbesPerSecond;
}

void Punching::shoot(const NodeId& peer, Peer& state)
{
    Attempt& attempt = *state.attempt;
    const Instant now = m_context.now.mono;
    if (attempt.punch->isGuessing(now)) {
        // The relay does not answer any more: a router may have taken us for an attacker.
        const auto route = m_peers.routeOf(peer);
        if (!route || m_peers.isInDoubt(peer)) {
            attempt.punch->stopGuessing();
            if (attempt.punch->guessed() > 0)
                m_stoppedAt = {now, m_peers.receivedBytes()};
        }
        if (now - state.guessingSince >= GuessTime) {
            state.guessingSince = now;
            state.guesses = 0;
        }
    }
    const unsigned before = attempt.punch->guessed();
    const Bytes probe = wire::encode(wire::Probe{*attempt.theirs});
    for (const nat::Punch::Shot& shot : attempt.punch->due(now, m_context.rng)) {
        if (!shot.guessed && !mayProbe(shot.to))
            continue;
        const SocketIndex socket = shot.spare ? static_cast<SocketIndex>(SpareSocketFirst +
                                                                         *shot.spare)
                                              : AnySocket;
        m_context.transmit(shot.to, socket, probe);
    }
    state.guesses += attempt.punch->guessed() - before;
}

void Punching::handleProbe(const Route& from, const wire::ProbeToken& token)
{
    const auto owner = m_tokens.find(token);
    if (owner == m_tokens.end())
        return;
    const NodeId peer = owner->second;
    const auto place = m_states.find(peer);
    if (place == m_states.end() || !place->second.attempt || !m_peers.isUp(peer))
        return;
    Attempt& attempt = *place->second.attempt;
    if (attempt.theirs && attempt.answers[from.endpoint]++ < EchoesMax)
        m_context.transmit(from.endpoint, from.socket,
                           wire::encode(wire::Probe{*attempt.theirs}));
    m_peers.probeHeard(peer, from);
}

void Punching::finish(const NodeId& peer, Peer& state)
{
    m_tokens.erase(state.attempt->ours);
    state.attempt.reset();
    if (!wantsStraight(peer)) {
        state.failures = 0;
        return;
    }
    if (state.beginAt)
        return;
    plan(peer, state, Waits[std::min<std::size_t>(state.failures, Waits.size() - 1)]);
    ++state.failures;
}

/// Others stay reachable only if that does not happen again: no guessing for hours.
void Punching::lookForBan()
{
    const Instant now = m_context.now.mono;
    if (!m_stoppedAt || now < m_stoppedAt->first + BanShows)
        return;
    if (m_peers.receivedBytes() == m_stoppedAt->second)
        m_guessAfter = now + GuessTime;
    m_stoppedAt.reset();
}

void Punching::handleTimeout()
{
    const Instant now = m_context.now.mono;
    lookForBan();
    for (auto& [peer, state] : m_states) {
        if (state.attempt && state.attempt->punch && state.attempt->punch->next() &&
            *state.attempt->punch->next() <= now)
            shoot(peer, state);
        if (state.attempt && state.attempt->endsAt <= now)
            finish(peer, state);
        if (state.beginAt && *state.beginAt <= now)
            begin(peer, state);
    }
}

std::optional<Instant> Punching::nextTimeout() const
{
    std::optional<Instant> next;
    const auto consider = [&next](const std::optional<Instant>& at) {
        if (at)
            next = next ? std::min(*next, *at) : *at;
    };
    if (m_stoppedAt)
        consider(m_stoppedAt->first + BanShows);
    for (const auto& [peer, state] : m_states) {
        if (state.attempt) {
            consider(state.attempt->endsAt);
            if (state.attempt->punch)
                consider(state.attempt->punch->next());
        }
        consider(state.beginAt);
    }
    return next;
}

}  // namespace vos::engine
