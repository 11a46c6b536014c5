#include "p2p/engine/keepalives.h"

#include <algorithm>
#include <utility>

namespace vos::engine {

namespace {

constexpr const char* StoredUnder = "state.keepalive";
/// Between trials, and before the first one in a network.
constexpr Duration TrialEvery = 20s;
/// A PROBE that was sent arrives within this after its time.
constexpr Duration ArrivalPatience = 3s;
/// The question and its acknowledgement pass in this time; then it has to be quiet.
constexpr Duration AskTime = 2s;
/// One may have been lost.
constexpr unsigned SilencesNeeded = 2;
constexpr std::size_t OwedMax = 64;
/// Where no mapping has to be kept; whoever is behind a NAT asks more often by itself.
constexpr Duration OpenInterval = 60s;

}  // namespace

void Keepalives::start()
{
    const auto stored = m_context.settings.find(StoredUnder);
    if (stored != m_context.settings.end())
        m_search.read(stored->second);
    m_peers.setKeepalive(interval());
}

Duration Keepalives::interval() const
{
    return m_open ? OpenInterval : m_search.interval();
}

void Keepalives::look(std::uint64_t network, bool open, const std::optional<NodeId>& spare)
{
    m_spare = spare;
    if (std::exchange(m_open, open) != open)
        m_peers.setKeepalive(interval());
    if (network == m_network)
        return;
    m_network = network;
    m_search.enterNetwork(network);
    m_peers.setKeepalive(interval());
    m_silences = 0;
    m_trial.reset();
    m_nextTrial = network == 0 ? std::nullopt : std::optional(m_context.now.mono + TrialEvery);
}

void Keepalives::begin(const NodeId& peer, Duration idle)
{
    Trial trial{peer, m_context.rng.id<wire::ProbeToken>(), idle, m_context.now.mono};
    const auto wait = static_cast<std::uint16_t>((idle + AskTime) / 1s);
    if (!m_peers.send(peer, transport::Channel::Control,
                      wire::encodeMessage(wire::ProbeLater{trial.token, wait})))
        return;
    m_peers.leaveQuiet(peer, m_context.now.mono + idle + AskTime + ArrivalPatience);
    m_trial = trial;
}

/// Nothing passed but the question.
bool Keepalives::wasQuiet() const
{
    const auto traffic = m_peers.lastTraffic(m_trial->peer);
    return traffic && *traffic <= m_trial->beganAt + AskTime;
}

void Keepalives::end(bool heard)
{
    const Trial trial = *m_trial;
    const bool counts = wasQuiet();
    m_trial.reset();
    m_nextTrial = m_context.now.mono + TrialEvery;
    if (!counts)
        return;
    m_silences = heard ? 0 : m_silences + 1;
    if (heard)
        m_search.survived(trial.idle);
    else if (m_silences >= SilencesNeeded)
        m_search.expired(trial.idle);
    else
        return;
    m_silences = 0;
    m_peers.setKeepalive(interval());
    m_context.settings[StoredUnder] = m_search.write();
    m_context.store(SettingRow{StoredUnder, m_search.write()});
}

void Keepalives::sessionDown(const NodeId& peer)
{
    m_owed.erase(peer);
    if (m_trial && m_trial->peer == peer) {
        m_trial.reset();
        m_nextTrial = m_context.now.mono + TrialEvery;
    }
}

bool Keepalives::handleMessage(const NodeId& peer, const wire::Message& message)
{
    const auto* later = std::get_if<wire::ProbeLater>(&message);
    if (!later)
        return false;
    if (m_owed.contains(peer) || m_owed.size() < OwedMax) {
        const Instant at = m_context.now.mono + std::chrono::seconds(later->seconds);
        m_owed[peer] = {later->token, at};
        m_peers.leaveQuiet(peer, at + ArrivalPatience);
    }
    return true;
}

bool Keepalives::handleProbe(const wire::ProbeToken& token)
{
    if (!m_trial || m_trial->token != token)
        return false;
    end(true);
    return true;
}

void Keepalives::handleTimeout()
{
    const Instant now = m_context.now.mono;
    for (auto owed = m_owed.begin(); owed != m_owed.end();) {
        if (owed->second.at > now) {
            ++owed;
            continue;
        }
        const auto route = m_peers.routeOf(owed->first);
        if (route && !route->relayed())
            m_context.transmit(route->endpoint, route->socket,
                               wire::encode(wire::Probe{owed->second.token}));
        owed = m_owed.erase(owed);
    }
    if (m_trial && now >= m_trial->beganAt + m_trial->idle + AskTime + ArrivalPatience)
        end(false);
    if (!m_nextTrial || m_trial || now < *m_nextTrial)
        return;
    m_nextTrial = now + TrialEvery;
    const auto idle = m_search.nextTry();
    if (!idle)
        m_nextTrial.reset();
    else if (m_spare && m_peers.endpointOf(*m_spare))
        begin(*m_spare, *idle);
}

std::optional<Instant> Keepalives::nextTimeout() const
{
    std::optional<Instant> next = m_trial ? std::nullopt : m_nextTrial;
    const auto consider = [&next](Instant at) { next = next ? std::min(*next, at) : at; };
    if (m_trial)
        consider(m_trial->beganAt + m_trial->idle + AskTime + ArrivalPatience);
    for (const auto& [peer, owed] : m_owed)
        consider(owed.at);
    return next;
}

}  // namespace vos::engine
