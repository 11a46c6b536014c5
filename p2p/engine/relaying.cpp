#include "p2p/engine/relaying.h"

#include "p2p/identity/address.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace vos::engine {

namespace {

/// Flows are looked through this often: the idle ones are forgotten, better relays are chosen.
constexpr Duration FlowLookEvery = 10s;
/// A relay that has no session with a target is not asked again for it within this.
constexpr Duration DeclinedFor = 20s;
/// What came by relays and waits for the sessions; it waits for the end of one input only.
constexpr std::size_t ArrivedBytesMax = 4 << 20;
/// All pairs together may have what so many have at their fastest.
constexpr std::uint64_t PairsAtOnce = 4;
/// Another relay takes the place of a chosen one only if its round trip is shorter by this.
constexpr double ClearlyShorter = 0.6;

constexpr std::string_view RefusedKey = "network.relays_refused";
constexpr std::string_view CarryKey = "network.relay_for_others";
constexpr std::string_view RateKey = "network.relay_limit_kib_s";
constexpr std::string_view DailyKey = "network.relay_daily_mib";

std::uint64_t numberOf(const std::map<std::string, std::string>& settings, std::string_view key,
                       std::uint64_t standard)
{
    const auto place = settings.find(std::string(key));
    if (place == settings.end() || place->second.empty())
        return standard;
    std::uint64_t value = 0;
    for (const char c : place->second) {
        if (c < '0' || c > '9' || value > 1'000'000'000)
            return standard;
        value = value * 10 + static_cast<std::uint64_t>(c - '0');
    }
    return value;
}

}  // namespace

Relaying::Relaying(Context& context, Peers& peers, const map::VosMap& map)
    : m_context(context)
    , m_peers(peers)
    , m_map(map)
{
    m_context.carry = [this](const Endpoint& flow, Bytes datagram) {
        carry(flow, std::move(datagram));
    };
}

void Relaying::start()
{
    readSettings();
    m_nextLook = m_context.now.mono + FlowLookEvery;
}

void Relaying::readSettings()
{
    nat::RelayLimits limits;
    limits.pairBytesPerSecond =
        numberOf(m_context.settings, RateKey, limits.pairBytesPerSecond / 1024) * 1024;
    limits.bytesPerSecond = PairsAtOnce * limits.pairBytesPerSecond;
    limits.pairBytesPerDay =
        numberOf(m_context.settings, DailyKey, limits.pairBytesPerDay >> 20) << 20;
    m_table.setLimits(limits);
    m_refused.clear();
    const auto place = m_context.settings.find(std::string(RefusedKey));
    std::string_view rest = place == m_context.settings.end() ? std::string_view() : place->second;
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find_first_of(" ,"), rest.size());
        if (const auto id = identity::parseAddress(rest.substr(0, end)); id)
            m_refused.insert(*id);
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
}

void Relaying::settingChanged(const std::string& key)
{
    if (key != RefusedKey && key != CarryKey && key != RateKey && key != DailyKey)
        return;
    readSettings();
    std::vector<FlowKey> refused;
    for (const auto& [flow, own] : m_flows) {
        if (!isAllowed(flow.first))
            refused.push_back(flow);
    }
    for (const FlowKey& flow : refused)
        closeFlow(flow);
    for (const NodeId& peer : m_peers.up())
        tellTerms(peer);
    if (!carries()) {
        for (const NodeId& peer : m_peers.up()) {
            for (const auto& end : m_table.dropPeer(peer))
                say(end.peer, wire::RelayClosed{end.flow, wire::RelayClosed::Reason::NotCarrying});
        }
    }
    chooseIntroducers();
}

bool Relaying::carries() const
{
    return m_context.config.relay && m_context.choice(std::string(CarryKey), true);
}

void Relaying::say(const NodeId& peer, const wire::Message& message)
{
    m_peers.send(peer, transport::Channel::Control, wire::encodeMessage(message));
}

// ---- who relays -------------------------------------------------------------------------------

void Relaying::tellTerms(const NodeId& peer)
{
    if (m_context.mayKnowUs(peer))
        say(peer, wire::RelayTerms{isAllowed(peer), carries()});
}

void Relaying::sessionUp(const NodeId& peer)
{
    tellTerms(peer);
    m_terms.try_emplace(peer);
}

void Relaying::sessionDown(const NodeId& peer)
{
    m_terms.erase(peer);
    for (const auto& end : m_table.dropPeer(peer))
        say(end.peer, wire::RelayClosed{end.flow, wire::RelayClosed::Reason::NoSession});
    std::vector<FlowKey> gone;
    for (auto flow = m_flows.lower_bound({peer, 0});
         flow != m_flows.end() && flow->first.first == peer; ++flow)
        gone.push_back(flow->first);
    for (const FlowKey& flow : gone)
        closeFlow(flow);
    chooseIntroducers();
}

/// We have a straight session with it, so that what it carries does not run through a third.
bool Relaying::standsNear(const NodeId& peer) const
{
    const auto route = m_peers.routeOf(peer);
    return route && !route->relayed();
}

bool Relaying::isUsable(const NodeId& relay) const
{
    const auto terms = m_terms.find(relay);
    return terms != m_terms.end() && terms->second.carries && isAllowed(relay) &&
           standsNear(relay);
}

void Relaying::setReachable(bool reachable)
{
    if (std::exchange(m_reachable, reachable) != reachable)
        chooseIntroducers();
}

/// Two that carry, in different networks where that can be: those that others can reach straight
/// first, then the nearer ones; where nobody carries, two that introduce. Whoever is chosen already
/// stays while it is about as good.
void Relaying::chooseIntroducers()
{
    struct Choice {
        NodeId id;
        bool carries = false;
        bool reachable = false;
        double rtt = 0;
        std::uint64_t network = 0;
    };
    std::vector<Choice> choices;
    for (const NodeId& peer : m_peers.up()) {
        // Whoever does not carry may at least introduce.
        if (m_reachable || !isAllowed(peer) || !standsNear(peer))
            continue;
        const map::Entry* entry = m_map.find(peer);
        Choice choice;
        choice.id = peer;
        choice.carries = isUsable(peer);
        choice.reachable =
            entry && entry->whereabouts && entry->whereabouts->has(map::Reachable);
        choice.rtt = static_cast<double>(m_peers.rttOf(peer).value_or(Duration(1s)).count());
        if (std::find(m_introducers.begin(), m_introducers.end(), peer) != m_introducers.end())
            choice.rtt *= ClearlyShorter;
        choice.network = m_peers.endpointOf(peer).value_or(Endpoint{}).network();
        choices.push_back(choice);
    }
    std::stable_sort(choices.begin(), choices.end(), [](const Choice& a, const Choice& b) {
        return std::tuple(!a.carries, !a.reachable, a.rtt) <
               std::tuple(!b.carries, !b.reachable, b.rtt);
    });
    std::vector<NodeId> chosen;
    std::optional<std::uint64_t> network;
    for (const bool elsewhere : {true, false}) {
        for (const Choice& choice : choices) {
            const bool taken =
                std::find(chosen.begin(), chosen.end(), choice.id) != chosen.end();
            if (chosen.size() == map::Whereabouts::IntroducersMax || taken ||
                (elsewhere && network == choice.network))
                continue;
            chosen.push_back(choice.id);
            network = choice.network;
        }
    }
    m_introducers = std::move(chosen);
    m_peers.setKeptRelays({m_introducers.begin(), m_introducers.end()});
}

void Relaying::handleTimeout()
{
    const Instant now = m_context.now.mono;
    if (!m_nextLook || now < *m_nextLook)
        return;
    m_nextLook = now + FlowLookEvery;
    m_table.expire(now);
    std::erase_if(m_flows, [&](const auto& flow) {
        return now - flow.second.lastUsed >= nat::RelayTable::IdleMax;
    });
    std::erase_if(m_declined, [&](const auto& declined) { return declined.second <= now; });
    chooseIntroducers();
}

bool Relaying::handleMessage(const NodeId& peer, const wire::Message& message)
{
    if (const auto* terms = std::get_if<wire::RelayTerms>(&message)) {
        const bool better = terms->carries && !m_terms[peer].carries;
        m_terms[peer] = *terms;
        if (!terms->wants) {
            for (const auto& end : m_table.dropPeer(peer))
                say(end.peer, wire::RelayClosed{end.flow, wire::RelayClosed::Reason::NoSession});
        }
        chooseIntroducers();
        if (better) {
            m_peers.routesChanged();
            if (m_guests)
                m_guests->routesChanged();
        }
    } else if (const auto* open = std::get_if<wire::RelayOpen>(&message)) {
        handleOpen(peer, *open);
    } else if (const auto* closed = std::get_if<wire::RelayClosed>(&message)) {
        handleClosed(peer, *closed);
    } else {
        return false;
    }
    return true;
}

// ---- for others -------------------------------------------------------------------------------

void Relaying::handleOpen(const NodeId& peer, const wire::RelayOpen& open)
{
    using Reason = wire::RelayClosed::Reason;
    const auto refuse = [&](Reason reason) { say(peer, wire::RelayClosed{open.flow, reason}); };
    if (!carries())
        return refuse(Reason::NotCarrying);
    const auto terms = m_terms.find(open.target);
    if (open.target == peer || terms == m_terms.end() || !terms->second.wants ||
        !standsNear(open.target) || !standsNear(peer))
        return refuse(Reason::NoSession);
    const auto to = m_table.open(m_context.now.mono, {peer, open.flow}, open.target);
    if (!to)
        return refuse(to.error());
    forward({peer, open.flow}, open.datagram);
}

void Relaying::forward(const nat::RelayTable::End& from, ByteView datagram)
{
    if (datagram.size() > wire::CarriedSizeMax)
        return;
    const auto to = m_table.pass(m_context.now.mono, from, datagram.size());
    if (to)
        m_peers.sendCarried(to->peer, wire::frameFlow(to->flow, true), datagram);
    else if (to.error().tell)
        say(from.peer, wire::RelayClosed{from.flow, to.error().reason});
}

void Relaying::handleCarried(const NodeId& peer, std::uint32_t frameFlow, ByteView datagram)
{
    const wire::FlowNumber flow = frameFlow >> 1;
    const bool fromRelay = (frameFlow & 1) != 0;
    if (!fromRelay) {
        if (carries())
            forward({peer, flow}, datagram);
        return;
    }
    const FlowKey key{peer, flow};
    auto own = m_flows.find(key);
    if (own == m_flows.end()) {
        // Somebody reaches us through it.
        if (!wire::isOfRelay(flow) || !isUsable(peer))
            return;
        makeRoom();
        own = m_flows.emplace(key, OwnFlow{}).first;
        own->second.opened = true;
    }
    own->second.lastUsed = m_context.now.mono;
    own->second.bytes += datagram.size();
    if (m_arrivedBytes + datagram.size() > ArrivedBytesMax)
        return;
    m_arrivedBytes += datagram.size();
    m_arrived.push_back({routeOf(peer, flow), own->second.guest, toBytes(datagram)});
}

bool Relaying::deliver()
{
    const bool any = !m_arrived.empty();
    m_arrivedBytes = 0;
    for (Arrived& arrived : std::exchange(m_arrived, {})) {
        Peers* sessions = arrived.guest ? m_guests : &m_peers;
        if (sessions)
            sessions->handleDatagram(arrived.route, arrived.datagram);
    }
    return any;
}

// ---- for ourselves ----------------------------------------------------------------------------

Route Relaying::routeOf(const NodeId& relay, wire::FlowNumber flow)
{
    const auto [place, isNew] =
        m_relayNumbers.try_emplace(relay, static_cast<std::uint32_t>(m_relays.size()));
    if (isNew)
        m_relays.push_back(relay);
    Endpoint endpoint;
    endpoint.family = IpFamily::V6;
    endpoint.port = 1;
    endpoint.address[0] = std::byte{1};
    for (std::size_t i = 0; i < 4; ++i) {
        // Each relay is a network of its own where things are limited per network.
        endpoint.address[2 + i] = static_cast<std::byte>(place->second >> (8 * (3 - i)) & 0xff);
        endpoint.address[12 + i] = static_cast<std::byte>(flow >> (8 * (3 - i)) & 0xff);
    }
    return {endpoint, RelaySocket};
}

std::optional<Relaying::FlowKey> Relaying::flowOf(const Endpoint& endpoint) const
{
    std::uint32_t relay = 0;
    wire::FlowNumber flow = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        relay = relay << 8 | std::to_integer<std::uint32_t>(endpoint.address[2 + i]);
        flow = flow << 8 | std::to_integer<std::uint32_t>(endpoint.address[12 + i]);
    }
    if (endpoint.family != IpFamily::V6 || endpoint.address[0] != std::byte{1} ||
        relay >= m_relays.size())
        return std::nullopt;
    return FlowKey{m_relays[relay], flow};
}

std::optional<NodeId> Relaying::relayOf(const Endpoint& flow) const
{
    const auto key = flowOf(flow);
    return key ? std::optional(key->first) : std::nullopt;
}

/// Whom to ask, best first: those the target's record names, our own, then whoever else is near.
std::vector<NodeId> Relaying::candidatesFor(const NodeId& target)
{
    std::vector<NodeId> found;
    const auto consider = [&](const NodeId& relay) {
        const auto declined = m_declined.find({relay, target});
        if (found.size() < RoutesMax && relay != target && isUsable(relay) &&
            (declined == m_declined.end() || declined->second <= m_context.now.mono) &&
            std::find(found.begin(), found.end(), relay) == found.end())
            found.push_back(relay);
    };
    const map::Entry* entry = m_map.find(target);
    const auto up = m_peers.up();
    if (entry && entry->whereabouts) {
        for (const map::ShortId& introducer : entry->whereabouts->introducers) {
            for (const NodeId& peer : up) {
                if (map::shortIdOf(peer) == introducer)
                    consider(peer);
            }
        }
    }
    for (const NodeId& relay : m_introducers)
        consider(relay);
    std::vector<std::pair<Duration, NodeId>> near;
    for (const NodeId& peer : up)
        near.emplace_back(m_peers.rttOf(peer).value_or(Duration(1s)), peer);
    std::sort(near.begin(), near.end());
    for (const auto& [rtt, peer] : near)
        consider(peer);
    return found;
}

std::vector<Route> Relaying::routesTo(const NodeId& target, bool asGuest)
{
    std::vector<Route> routes;
    for (const NodeId& relay : candidatesFor(target)) {
        auto flow = std::find_if(m_flows.begin(), m_flows.end(), [&](const auto& known) {
            return known.first.first == relay && known.second.target == target &&
                   known.second.guest == asGuest;
        });
        if (flow == m_flows.end()) {
            makeRoom();
            const wire::FlowNumber number = m_nextFlow;
            m_nextFlow = m_nextFlow + 2 < wire::FlowNumberLimit ? m_nextFlow + 2 : 2;
            flow = m_flows.insert_or_assign(FlowKey{relay, number},
                                            OwnFlow{target, asGuest, false, m_context.now.mono, 0})
                       .first;
        }
        routes.push_back(routeOf(relay, flow->first.second));
    }
    return routes;
}

void Relaying::makeRoom()
{
    if (m_flows.size() < OwnFlowsMax)
        return;
    const auto oldest =
        std::min_element(m_flows.begin(), m_flows.end(), [](const auto& a, const auto& b) {
            return a.second.lastUsed < b.second.lastUsed;
        });
    m_flows.erase(oldest);
}

void Relaying::carry(const Endpoint& endpoint, Bytes datagram)
{
    const auto key = flowOf(endpoint);
    const auto flow = key ? m_flows.find(*key) : m_flows.end();
    if (flow == m_flows.end() || datagram.size() > wire::CarriedSizeMax || !isUsable(key->first))
        return;
    OwnFlow& own = flow->second;
    own.lastUsed = m_context.now.mono;
    own.bytes += datagram.size();
    if (std::exchange(own.opened, true))
        m_peers.sendCarried(key->first, wire::frameFlow(key->second, false), datagram);
    else
        say(key->first, wire::RelayOpen{key->second, own.target, std::move(datagram)});
}

void Relaying::handleClosed(const NodeId& peer, const wire::RelayClosed& closed)
{
    const FlowKey key{peer, closed.flow};
    const auto flow = m_flows.find(key);
    if (flow == m_flows.end())
        return;
    // The relay was started anew, or a datagram overtook the message that opens the flow: the next
    // one opens it again.
    if (closed.reason == wire::RelayClosed::Reason::Unknown && !flow->second.target.isZero()) {
        flow->second.opened = false;
        return;
    }
    if (!flow->second.target.isZero())
        m_declined[{peer, flow->second.target}] = m_context.now.mono + DeclinedFor;
    closeFlow(key);
}

void Relaying::closeFlow(const FlowKey& key)
{
    const auto flow = m_flows.find(key);
    if (flow == m_flows.end())
        return;
    const bool guest = flow->second.guest;
    const Route route = routeOf(key.first, key.second);
    m_flows.erase(flow);
    if (Peers* sessions = guest ? m_guests : &m_peers)
        sessions->routeClosed(route);
}

std::vector<RelayUse> Relaying::uses() const
{
    std::map<NodeId, RelayUse> uses;
    for (const NodeId& relay : m_introducers)
        uses[relay].id = relay;
    for (const auto& [key, flow] : m_flows) {
        if (!flow.opened)
            continue;
        RelayUse& use = uses[key.first];
        use.id = key.first;
        use.bytes += flow.bytes;
    }
    for (const NodeId& peer : m_peers.up()) {
        const auto route = m_peers.routeOf(peer);
        const auto relay = route && route->relayed() ? relayOf(route->endpoint) : std::nullopt;
        if (relay)
            uses[*relay].carrying = true;
    }
    for (const NodeId& relay : m_refused) {
        uses[relay].id = relay;
        uses[relay].allowed = false;
    }
    std::vector<RelayUse> list;
    for (auto& [id, use] : uses) {
        use.id = id;
        list.push_back(use);
    }
    return list;
}

}  // namespace vos::engine
