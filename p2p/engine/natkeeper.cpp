#include "p2p/engine/natkeeper.h"

#include <algorithm>
#include <utility>

namespace vos::engine {

namespace {

using nat::Filtering;
using nat::Mapping;
using nat::NatView;

/// The first question waits for the first sessions; then, as long as there is something to learn.
constexpr Duration FirstAsk = 200ms;
constexpr Duration AskWaits[] = {1s, 3s, 10s, 30s, 2min};
/// What was learned is looked at anew: routers are started anew and set otherwise.
constexpr Duration DialBackAgain = 30min;
/// A PROBE that was sent comes within this, or never.
constexpr Duration ProbePatience = 3s;
constexpr Duration DialBackPatience = 6s;
constexpr std::size_t AskedMax = 4;
constexpr std::size_t PassedMax = 64;
constexpr std::size_t DialBudgetsMax = 1024;
constexpr Duration DialLookEvery = 1s;
/// A network in which nobody sees us for so long is another one.
constexpr Duration ForgetAfter = 10s;

Endpoint addressOf(Endpoint endpoint)
{
    endpoint.port = 0;
    return endpoint;
}

/// Not a spare one, the guests', or a relay's.
bool isMain(SocketIndex socket)
{
    return socket < SpareSocketFirst || socket == AnySocket;
}

bool isPublic(const Endpoint& endpoint)
{
    return endpoint.isUsable() && NatView::scope(endpoint) == 2;
}

}  // namespace

void NatKeeper::start(std::vector<Endpoint> local)
{
    m_started = true;
    m_view.setLocal(std::move(local));
    forgetOutcomes();
}

void NatKeeper::setLocal(std::vector<Endpoint> local)
{
    m_view.setLocal(std::move(local));
    forgetOutcomes();
}

void NatKeeper::networkChanged()
{
    m_view.networkChanged();
    forgetOutcomes();
}

void NatKeeper::forgetOutcomes()
{
    m_asked.clear();
    m_askedBefore.clear();
    m_asks = 0;
    m_nextAsk.reset();
    m_blocked = false;
    m_lastHeard = m_context.now.mono;
    m_receivedBytes = m_peers.receivedBytes();
    m_nextLook = m_context.now.mono + DialLookEvery;
    m_looks = 0;
    m_forgetAt = m_context.now.mono + ForgetAfter;
    changed();
}

void NatKeeper::setPortMapping(const PortMapping& mapping)
{
    const bool mapped = mapping.state == PortMapping::State::Mapped;
    m_view.setMapped(mapped ? mapping.external : std::nullopt);
    changed();
}

// ---- what others say --------------------------------------------------------------------------

void NatKeeper::sessionUp(const NodeId& peer)
{
    const auto at = m_peers.endpointOf(peer);
    changed();
    m_blocked = false;
    if (at && isPublic(*at) && !m_nextAsk)
        m_nextAsk = m_context.now.mono + FirstAsk;
}

void NatKeeper::sessionDown(const NodeId& peer)
{
    changed();
    m_view.forget(peer);
    std::erase_if(m_asked, [&](const Asked& asked) { return asked.peer == peer; });
    m_nextLook = m_context.now.mono + DialLookEvery;
    m_looks = 0;
}

void NatKeeper::onHello(const NodeId& peer, const wire::Hello& hello)
{
    // Over a relay there is no endpoint of ours to be seen.
    changed();
    const auto route = m_peers.routeOf(peer);
    if (route && isMain(route->socket) && hello.seen)
        m_view.observe(m_context.now.mono, peer, route->endpoint, route->socket, *hello.seen);
}

void NatKeeper::onCall(const Route& from)
{
    if (isMain(from.socket) && isPublic(from.endpoint) &&
        !m_context.sentTo.contains(m_context.now.mono, from.endpoint))
        m_view.strangerHeard(from.endpoint);
    changed();
}

NatKind NatKeeper::findKind() const
{
    if (m_blocked)
        return NatKind::Blocked;
    const IpFamily family = m_view.mainFamily();
    const Filtering filtering = m_view.filtering(family);
    switch (m_view.mapping(family)) {
    case Mapping::Unknown:
        return NatKind::Unknown;
    case Mapping::Dependent:
        return NatKind::Symmetric;
    case Mapping::None:
        return filtering == Filtering::AddressAndPort ? NatKind::PortRestricted : NatKind::Public;
    case Mapping::Independent:
        break;
    }
    switch (filtering) {
    case Filtering::Unknown:
        return NatKind::Unknown;
    case Filtering::Open:
        return NatKind::FullCone;
    case Filtering::Address:
        return NatKind::AddressRestricted;
    case Filtering::AddressAndPort:
        break;
    }
    return NatKind::PortRestricted;
}

const NatKeeper::Standing& NatKeeper::standing() const
{
    if (!std::exchange(m_changed, false))
        return m_standing;
    const IpFamily family = m_view.mainFamily();
    m_standing.observed = m_view.observed();
    m_standing.endpoints = m_view.toPublish();
    m_standing.kind = findKind();
    m_standing.reachable = m_view.reachable();
    m_standing.needsIntroducer = !m_standing.observed.empty() && !m_view.isMapped() &&
                                 (m_view.mapping(family) != Mapping::None ||
                                  m_view.filtering(family) == Filtering::AddressAndPort);
    return m_standing;
}

void NatKeeper::describe(nat::PunchSide& side) const
{
    side.endpoints = endpoints();
    const Mapping mapping = m_view.mapping(IpFamily::V4);
    const nat::PortSteps steps = m_view.portSteps();
    side.portStep = steps.step;
    side.mapping = mapping == Mapping::Unknown     ? wire::PortMappingKind::Unknown
                   : mapping == Mapping::Dependent ? wire::PortMappingKind::Dependent
                                                   : wire::PortMappingKind::Independent;
    // Where ports follow one another, the last one tells the next; the one published may be old.
    if (mapping != Mapping::Dependent || !steps.newest || m_view.isMapped())
        return;
    std::replace_if(
        side.endpoints.begin(), side.endpoints.end(),
        [&](const Endpoint& e) { return addressOf(e) == addressOf(*steps.newest); }, *steps.newest);
}

void NatKeeper::drain()
{
    if (observed() == m_toldObserved && kind() == m_toldKind)
        return;
    m_toldObserved = observed();
    m_toldKind = kind();
    m_context.emit(NatChanged{m_toldKind, m_toldObserved});
}

void NatKeeper::say(const NodeId& peer, const wire::Message& message)
{
    m_peers.send(peer, transport::Channel::Control, wire::encodeMessage(message));
}

// ---- asking -----------------------------------------------------------------------------------

bool NatKeeper::isWorthAsking(IpFamily family) const
{
    return m_view.filtering(family) != Filtering::Open || !m_view.reachable();
}

/// Somebody not asked yet, if there is one.
std::optional<NodeId> NatKeeper::chooseHelper(IpFamily family)
{
    std::optional<NodeId> best;
    std::size_t bestRank = 0;
    for (const NodeId& peer : m_peers.up()) {
        const auto at = m_peers.endpointOf(peer);
        if (!at || at->family != family || !isPublic(*at) || !m_context.mayKnowUs(peer))
            continue;
        // The longer ago it was asked the better; never is best.
        const auto before = std::find(m_askedBefore.begin(), m_askedBefore.end(), peer);
        const auto rank = before == m_askedBefore.end()
                              ? m_askedBefore.size() + 1
                              : static_cast<std::size_t>(m_askedBefore.end() - before);
        if (rank > bestRank) {
            best = peer;
            bestRank = rank;
        }
    }
    return best;
}

void NatKeeper::considerAsking()
{
    if (!m_nextAsk || *m_nextAsk > m_context.now.mono)
        return;
    bool asked = false;
    bool worth = false;
    for (const IpFamily family : {IpFamily::V4, IpFamily::V6}) {
        if (!isWorthAsking(family))
            continue;
        worth = true;
        if (const auto helper = chooseHelper(family)) {
            ask(*helper);
            asked = true;
        }
    }
    if (worth && !asked) {
        m_nextAsk.reset();  // until somebody is connected
        return;
    }
    const bool done = !worth || m_asks >= std::size(AskWaits);
    m_nextAsk = m_context.now.mono + (done ? DialBackAgain : AskWaits[m_asks]);
    m_asks = done ? 0 : m_asks + 1;
}

void NatKeeper::ask(const NodeId& peer)
{
    Asked asked;
    asked.peer = peer;
    asked.at = *m_peers.endpointOf(peer);
    asked.question = {m_nextToken++, m_context.rng.id<wire::ProbeToken>(),
                      m_context.rng.id<wire::ProbeToken>()};
    asked.askedAt = m_context.now.mono;
    say(peer, asked.question);
    std::erase(m_askedBefore, peer);
    m_askedBefore.push_back(peer);
    if (m_askedBefore.size() > 64)
        m_askedBefore.erase(m_askedBefore.begin());
    if (m_asked.size() >= AskedMax)
        m_asked.erase(m_asked.begin());
    m_asked.push_back(std::move(asked));
}

void NatKeeper::onDone(const NodeId& peer, const wire::DialBackDone& done)
{
    for (Asked& asked : m_asked) {
        if (asked.peer != peer || asked.question.token != done.token)
            continue;
        auto& sent = done.what == wire::DialBackDone::What::OtherPort ? asked.otherPortSent
                                                                      : asked.strangerSent;
        if (!sent)
            sent = m_context.now.mono;
    }
}

void NatKeeper::onProbe(const Route& route, const wire::ProbeToken& token)
{
    if (!isMain(route.socket))
        return;
    const Endpoint& from = route.endpoint;
    changed();
    for (Asked& asked : m_asked) {
        const bool sameAddress = addressOf(from) == addressOf(asked.at);
        if (token == asked.question.fromOtherPort && sameAddress && from.port != asked.at.port) {
            asked.otherPortHeard = true;
            m_view.otherPortHeard(from.family);
        } else if (token == asked.question.fromStranger && !sameAddress && isPublic(from) &&
                   !m_context.sentTo.contains(m_context.now.mono, from)) {
            asked.strangerHeard = true;
            m_view.strangerHeard(from);
        }
    }
}

/// What was sent and has not come does not get in.
void NatKeeper::concludeSilences()
{
    if (m_asked.empty())
        return;
    changed();
    const Instant now = m_context.now.mono;
    for (Asked& asked : m_asked) {
        const IpFamily family = asked.at.family;
        if (asked.otherPortSent && now - *asked.otherPortSent >= ProbePatience &&
            !std::exchange(asked.otherPortHeard, true))
            m_view.otherPortSilent(family);
        if (asked.strangerSent && now - *asked.strangerSent >= ProbePatience &&
            !std::exchange(asked.strangerHeard, true))
            m_view.strangerSilent(family);
    }
    std::erase_if(m_asked,
                  [&](const Asked& asked) { return now - asked.askedAt >= DialBackPatience; });
}

// ---- helping ----------------------------------------------------------------------------------

bool NatKeeper::take(Budget& budget, unsigned limit)
{
    if (m_context.now.mono - budget.window >= Duration(1min))
        budget = {m_context.now.mono, 0};
    if (budget.count >= limit)
        return false;
    ++budget.count;
    return true;
}

bool NatKeeper::admit(const NodeId& asker, const Endpoint& target)
{
    const auto clean = [this](auto& budgets) {
        if (budgets.size() < DialBudgetsMax)
            return;
        std::erase_if(budgets, [this](const auto& entry) {
            return m_context.now.mono - entry.second.window >= Duration(1min);
        });
    };
    clean(m_askers);
    clean(m_targets);
    if (m_askers.size() >= DialBudgetsMax || m_targets.size() >= DialBudgetsMax)
        return false;
    return take(m_askers[asker], ProbesPerAsker) &&
           take(m_targets[addressOf(target)], ProbesPerTarget) && take(m_all, ProbesInAll);
}

/// A peer of ours in another network than the asker and we, best one far away.
std::optional<NodeId> NatKeeper::chooseStranger(const NodeId& asker, const Endpoint& to)
{
    std::vector<NodeId> near;
    std::vector<NodeId> far;
    const auto& seen = observed();
    for (const NodeId& peer : m_peers.up()) {
        const auto at = m_peers.endpointOf(peer);
        const bool here = std::any_of(seen.begin(), seen.end(), [&](const Endpoint& e) {
            return at && e.network() == at->network();
        });
        if (peer == asker || !at || at->family != to.family || !isPublic(*at) || here ||
            at->network() == to.network())
            continue;
        const bool isFar = NatView::wideNetwork(*at) != NatView::wideNetwork(to);
        (isFar ? far : near).push_back(peer);
    }
    const auto& from = far.empty() ? near : far;
    if (from.empty())
        return std::nullopt;
    return from[m_context.rng.below(from.size())];
}

/// Never the guests': that would show whose it is.
SocketIndex NatKeeper::otherSocket()
{
    return static_cast<SocketIndex>(SpareSocketFirst + m_context.rng.below(SpareSocketCount));
}

void NatKeeper::onDialBack(const NodeId& peer, const wire::DialBack& question)
{
    // Where we see it ourselves; over a relay we do not.
    const auto to = m_peers.endpointOf(peer);
    if (!to || !isPublic(*to) || !admit(peer, *to))
        return;
    m_context.transmit(*to, otherSocket(), wire::encode(wire::Probe{question.fromOtherPort}));
    say(peer, wire::DialBackDone{question.token, wire::DialBackDone::What::OtherPort});
    const auto stranger = chooseStranger(peer, *to);
    if (!stranger)
        return;
    if (m_passed.size() >= PassedMax)
        m_passed.erase(m_passed.begin());
    const wire::Token token = m_nextToken++;
    m_passed[token] = {peer, question.token, *stranger, m_context.now.mono};
    say(*stranger, wire::ProbeFor{token, question.fromStranger, *to});
}

void NatKeeper::onProbeFor(const NodeId& peer, const wire::ProbeFor& order)
{
    if (!isPublic(order.to) || !m_peers.endpointOf(peer) || !admit(peer, order.to))
        return;
    // By the main port it would spoil theirs for ours in some routers, and a straight way with it.
    m_context.transmit(order.to, otherSocket(), wire::encode(wire::Probe{order.probe}));
    say(peer, wire::ProbeSent{order.token});
}

void NatKeeper::onProbeSent(const NodeId& peer, const wire::ProbeSent& sent)
{
    const auto place = m_passed.find(sent.token);
    if (place == m_passed.end() || place->second.by != peer)
        return;
    say(place->second.asker,
        wire::DialBackDone{place->second.askersToken, wire::DialBackDone::What::Stranger});
    m_passed.erase(place);
}

bool NatKeeper::handleMessage(const NodeId& peer, const wire::Message& message)
{
    if (const auto* question = std::get_if<wire::DialBack>(&message))
        onDialBack(peer, *question);
    else if (const auto* done = std::get_if<wire::DialBackDone>(&message))
        onDone(peer, *done);
    else if (const auto* order = std::get_if<wire::ProbeFor>(&message))
        onProbeFor(peer, *order);
    else if (const auto* sent = std::get_if<wire::ProbeSent>(&message))
        onProbeSent(peer, *sent);
    else
        return false;
    return true;
}

// ---- time -------------------------------------------------------------------------------------

/// Several addresses are tried and none answers: nothing gets out.
void NatKeeper::lookForSilence()
{
    const Instant now = m_context.now.mono;
    changed();
    if (std::exchange(m_receivedBytes, m_peers.receivedBytes()) != m_peers.receivedBytes()) {
        m_lastHeard = now;
        m_blocked = false;
    } else if (now - m_lastHeard >= BlockedAfter) {
        m_blocked = m_context.sentTo.publicSince(m_lastHeard, BlockedNeeds) >= BlockedNeeds;
    }
    // While sessions are up their own keepalives notice silence.
    const Duration wait =
        std::min<Duration>(DialLookEvery * (1 << std::min(m_looks++ / 8, 5u)), 30s);
    m_nextLook = m_peers.upCount() > 0 ? std::nullopt : std::optional(now + wait);
}

void NatKeeper::handleTimeout()
{
    if (!m_started)
        return;
    if (m_nextLook && *m_nextLook <= m_context.now.mono)
        lookForSilence();
    if (m_forgetAt && *m_forgetAt <= m_context.now.mono) {
        m_forgetAt.reset();
        changed();
        m_view.forgetOldPlaces();
    }
    concludeSilences();
    considerAsking();
}

std::optional<Instant> NatKeeper::nextTimeout() const
{
    if (!m_started)
        return std::nullopt;
    std::optional<Instant> next = m_nextAsk;
    const auto consider = [&next](Instant at) { next = next ? std::min(*next, at) : at; };
    if (m_nextLook)
        consider(*m_nextLook);
    if (m_forgetAt)
        consider(*m_forgetAt);
    for (const Asked& asked : m_asked) {
        consider(asked.askedAt + DialBackPatience);
        if (asked.otherPortSent && !asked.otherPortHeard)
            consider(*asked.otherPortSent + ProbePatience);
        if (asked.strangerSent && !asked.strangerHeard)
            consider(*asked.strangerSent + ProbePatience);
    }
    return next;
}

}  // namespace vos::engine
