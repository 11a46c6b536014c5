#include "p2p/engine/introducing.h"

#include <algorithm>

namespace vos::engine {

namespace {

constexpr unsigned ProbesPerIntroduction = 5;
constexpr Duration ProbeEvery = 20ms;
constexpr std::size_t ProbingMax = 64;
/// One target is asked for this often, of this many nodes.
constexpr Duration SeekEvery = 5s;
constexpr std::size_t IntroducersAsked = 3;

}  // namespace

Introducing::Introducing(Context& context, Peers& peers, const map::VosMap& map)
    : m_context(context)
    , m_peers(peers)
    , m_map(map)
{
}

bool Introducing::admit(Budget& budget, Duration window, unsigned most) const
{
    if (budget.count == 0 || m_context.now.mono - budget.window >= window)
        budget = {m_context.now.mono, 0};
    return ++budget.count <= most;
}

void Introducing::seek(const NodeId& target)
{
    const Instant now = m_context.now.mono;
    const auto sought = m_sought.find(target);
    if (!m_context.mayKnowUs(target) ||
        (sought != m_sought.end() && now - sought->second < SeekEvery))
        return;
    std::erase_if(m_sought, [&](const auto& entry) { return now - entry.second >= SeekEvery; });
    m_sought[target] = now;
    const map::Entry* entry = m_map.find(target);
    std::vector<std::pair<std::pair<bool, Duration>, NodeId>> asked;
    for (const NodeId& peer : m_peers.up()) {
        if (peer == target || !m_peers.endpointOf(peer))
            continue;
        const bool named =
            entry && entry->whereabouts &&
            std::find(entry->whereabouts->introducers.begin(),
                      entry->whereabouts->introducers.end(),
                      map::shortIdOf(peer)) != entry->whereabouts->introducers.end();
        asked.push_back({{!named, m_peers.rttOf(peer).value_or(Duration(1s))}, peer});
    }
    std::sort(asked.begin(), asked.end());
    if (asked.size() > IntroducersAsked)
        asked.resize(IntroducersAsked);
    for (const auto& [order, peer] : asked)
        m_peers.send(peer, transport::Channel::Control,
                     wire::encodeMessage(wire::Introduce{target}));
}

bool Introducing::handleMessage(const NodeId& peer, const wire::Message& message)
{
    if (const auto* wish = std::get_if<wire::Introduce>(&message))
        introduce(peer, wish->target);
    else if (const auto* introduced = std::get_if<wire::Introduced>(&message))
        follow(peer, *introduced);
    else
        return false;
    return true;
}

void Introducing::introduce(const NodeId& asker, const NodeId& target)
{
    const auto ofAsker = m_peers.endpointOf(asker);
    const auto ofTarget = m_peers.endpointOf(target);
    // Who is known to contacts alone is not brought together with anybody else.
    if (asker == target || !ofAsker || !ofTarget || m_context.contactsOnly ||
        !admit(m_asks[asker], 60s, AsksPerMinute))
        return;
    const auto token = m_context.rng.id<wire::ProbeToken>();
    m_peers.send(target, transport::Channel::Control,
                 wire::encodeMessage(wire::Introduced{asker, *ofAsker, token}));
    m_peers.send(asker, transport::Channel::Control,
                 wire::encodeMessage(wire::Introduced{target, *ofTarget, token}));
}

void Introducing::follow(const NodeId& introducer, const wire::Introduced& introduced)
{
    const Endpoint& at = introduced.endpoint;
    if (!at.isUsable() || introduced.peer == m_context.self() ||
        !m_context.mayKnowUs(introduced.peer) || m_peers.isUp(introduced.peer) ||
        !m_peers.mayDial(at, false) || m_probing.size() >= ProbingMax ||
        !admit(m_followed[introducer], 60s, FollowedPerMinute))
        return;
    m_probing.push_back({at, introduced.token, 0, m_context.now.mono});
    handleTimeout();
    if (m_sought.contains(introduced.peer))
        m_peers.dial(introduced.peer, {at});
}

void Introducing::sessionDown(const NodeId& peer)
{
    m_asks.erase(peer);
    m_followed.erase(peer);
}

void Introducing::handleTimeout()
{
    const Instant now = m_context.now.mono;
    for (Probing& probing : m_probing) {
        if (probing.nextAt > now)
            continue;
        Endpoint address = probing.to;
        address.port = 0;
        if (admit(m_probed[address], 1s, ProbesPerSecond))
            m_context.transmit(probing.to, AnySocket, wire::encode(wire::Probe{probing.token}));
        ++probing.sent;
        probing.nextAt = now + ProbeEvery;
    }
    std::erase_if(m_probing,
                  [](const Probing& probing) { return probing.sent >= ProbesPerIntroduction; });
    if (m_probing.empty())
        m_probed.clear();
}

std::optional<Instant> Introducing::nextTimeout() const
{
    std::optional<Instant> next;
    for (const Probing& probing : m_probing)
        next = next ? std::min(*next, probing.nextAt) : probing.nextAt;
    return next;
}

}  // namespace vos::engine
