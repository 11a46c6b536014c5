#include "p2p/nat/natview.h"

#include <algorithm>
#include <cstdlib>
#include <numeric>

namespace vos::nat {

namespace {

/// Ports given one after the other lie this close together; others of the house take some between.
constexpr int StepsMax = 512;
/// One step alone may be chance, unless it is a small one.
constexpr int LoneStepMax = 16;

bool contains(const std::vector<Endpoint>& endpoints, const Endpoint& endpoint)
{
    return std::find(endpoints.begin(), endpoints.end(), endpoint) != endpoints.end();
}

Endpoint addressOf(Endpoint endpoint)
{
    endpoint.port = 0;
    return endpoint;
}

}  // namespace

int NatView::scope(const Endpoint& endpoint)
{
    return endpoint.isLoopback() ? 0 : endpoint.isPrivate() ? 1 : 2;
}

std::uint64_t NatView::wideNetwork(const Endpoint& endpoint)
{
    const std::size_t length = endpoint.family == IpFamily::V4 ? 2 : 4;
    std::uint64_t key = static_cast<std::uint64_t>(endpoint.family);
    for (std::size_t i = 0; i < length; ++i)
        key = key << 8 | std::to_integer<std::uint64_t>(endpoint.address[i]);
    return key;
}

// ---- what is learned --------------------------------------------------------------------------

void NatView::setLocal(std::vector<Endpoint> local)
{
    for (auto* kept : {&m_kept.first, &m_kept.second}) {
        if (*kept && isLocal(**kept))
            kept->reset();
    }
    m_local = std::move(local);
    networkChanged();
}

void NatView::networkChanged()
{
    m_observations.clear();
    m_dialBacks4 = {};
    m_dialBacks6 = {};
}

void NatView::forgetOldPlaces()
{
    if (relevant(IpFamily::V4).empty())
        m_kept.first.reset();
    if (relevant(IpFamily::V6).empty())
        m_kept.second.reset();
}

void NatView::observe(Instant now, const NodeId& peer, const Endpoint& at, unsigned socket,
                      const Endpoint& seen)
{
    // A link-local address holds for the peer's side of one wire alone.
    if (!seen.isUsable() || seen.isLinkLocal() || at.family != seen.family)
        return;
    Observation& observation = m_observations[{peer, socket}];
    if (observation.seen != seen)
        observation.order = ++m_order;
    observation.peer = peer;
    observation.at = at;
    observation.socket = socket;
    observation.seen = seen;
    observation.when = now;
    if (m_observations.size() > ObservationsMax)
        m_observations.erase(std::min_element(
            m_observations.begin(), m_observations.end(),
            [](const auto& a, const auto& b) { return a.second.order < b.second.order; }));
    settle(seen.family);
}

void NatView::forget(const NodeId& peer)
{
    std::erase_if(m_observations, [&](const auto& o) { return o.first.first == peer; });
    settle(IpFamily::V4);
    settle(IpFamily::V6);
}

/// Keeps in mind what counts, for the time when nothing does.
void NatView::settle(IpFamily family)
{
    auto& kept = family == IpFamily::V4 ? m_kept.first : m_kept.second;
    const auto all = relevant(family);
    const auto counts = agreed(family);
    if (!counts.empty()) {
        kept = counts.front();
        return;
    }
    const bool stillSeen = kept && std::any_of(all.begin(), all.end(), [&](const Observation* o) {
                               return addressOf(o->seen) == addressOf(*kept);
                           });
    if (!stillSeen)
        kept = all.empty() ? std::nullopt : std::optional(all.back()->seen);
}

void NatView::otherPortHeard(IpFamily family)
{
    dialBacks(family).otherPort = true;
}

void NatView::otherPortSilent(IpFamily family)
{
    ++dialBacks(family).otherPortSilences;
}

void NatView::strangerHeard(const Endpoint& from)
{
    auto& strangers = dialBacks(from.family).strangers;
    const bool known = std::any_of(strangers.begin(), strangers.end(), [&](const Endpoint& e) {
        return e.network() == from.network();
    });
    if (!known && strangers.size() < StrangersNeeded)
        strangers.push_back(from);
}

void NatView::strangerSilent(IpFamily family)
{
    ++dialBacks(family).strangerSilences;
}

// ---- what is made of it -----------------------------------------------------------------------

bool NatView::isLocal(const Endpoint& endpoint) const
{
    return contains(m_local, endpoint);
}

/// The observations of those who see us from farthest away, in the order they were made.
std::vector<const NatView::Observation*> NatView::relevant(IpFamily family) const
{
    int widest = 0;
    for (const auto& [key, observation] : m_observations) {
        if (observation.seen.family == family)
            widest = std::max(widest, scope(observation.at));
    }
    std::vector<const Observation*> found;
    for (const auto& [key, observation] : m_observations) {
        if (observation.seen.family == family && scope(observation.at) == widest)
            found.push_back(&observation);
    }
    std::sort(found.begin(), found.end(),
              [](const Observation* a, const Observation* b) { return a->order < b->order; });
    return found;
}

/// Endpoints that count, by the best kind of agreement there is.
std::vector<Endpoint> NatView::agreed(IpFamily family) const
{
    const auto all = relevant(family);
    std::vector<Endpoint> wide;
    std::vector<Endpoint> narrow;
    for (const Observation* one : all) {
        bool twoNetworks = false;
        bool twoNodes = false;
        for (const Observation* other : all) {
            if (other->seen != one->seen || other->peer == one->peer)
                continue;
            twoNodes = true;
            twoNetworks = twoNetworks || wideNetwork(other->at) != wideNetwork(one->at);
        }
        if (twoNetworks && !contains(wide, one->seen))
            wide.push_back(one->seen);
        if (twoNodes && !contains(narrow, one->seen))
            narrow.push_back(one->seen);
    }
    if (!wide.empty())
        return wide;
    if (!narrow.empty())
        return narrow;
    if (all.size() == 1)
        return {all.front()->seen};
    return {};
}

/// agreed(), or what did last.
std::vector<Endpoint> NatView::counting(IpFamily family) const
{
    const auto counts = agreed(family);
    const auto& kept = family == IpFamily::V4 ? m_kept.first : m_kept.second;
    return counts.empty() && kept ? std::vector{*kept} : counts;
}

Mapping NatView::mapping(IpFamily family) const
{
    const auto all = relevant(family);
    const auto counts = agreed(family);
    if (std::any_of(counts.begin(), counts.end(), [this](const Endpoint& e) { return isLocal(e); }))
        return Mapping::None;
    // Nodes at two addresses tell; by one socket of ours.
    bool differ = false;
    for (const Observation* one : all) {
        for (const Observation* other : all) {
            if (addressOf(one->at) == addressOf(other->at) || one->socket != other->socket)
                continue;
            if (one->seen == other->seen && contains(counts, one->seen))
                return Mapping::Independent;
            differ = differ || one->seen != other->seen;
        }
    }
    return differ && counts.empty() ? Mapping::Dependent : Mapping::Unknown;
}

Filtering NatView::filtering(IpFamily family) const
{
    const DialBacks& outcomes = dialBacks(family);
    if (!outcomes.strangers.empty())
        return Filtering::Open;
    if (outcomes.otherPort)
        return Filtering::Address;
    return outcomes.otherPortSilences >= SilencesNeeded ? Filtering::AddressAndPort
                                                        : Filtering::Unknown;
}

IpFamily NatView::mainFamily() const
{
    const bool v4 = !relevant(IpFamily::V4).empty();
    return v4 || relevant(IpFamily::V6).empty() ? IpFamily::V4 : IpFamily::V6;
}

std::vector<Endpoint> NatView::observed() const
{
    std::vector<Endpoint> found;
    for (const IpFamily family : {IpFamily::V4, IpFamily::V6}) {
        const auto counts = counting(family);
        found.insert(found.end(), counts.begin(), counts.end());
    }
    return found;
}

/// A router behind another one leads to an address that means nothing outside.
bool NatView::isMapped() const
{
    if (!m_mapped || !m_mapped->isUsable() || scope(*m_mapped) < 2)
        return false;
    const auto all = relevant(m_mapped->family);
    return all.empty() || scope(all.front()->at) < 2 ||
           std::any_of(all.begin(), all.end(), [this](const Observation* one) {
               return addressOf(one->seen) == addressOf(*m_mapped);
           });
}

std::vector<Endpoint> NatView::toPublish() const
{
    std::vector<Endpoint> all;
    if (isMapped())
        all.push_back(*m_mapped);
    auto seen = observed();
    // Our own address, or one that lets everybody in, before a mapping others may not get through.
    std::stable_sort(seen.begin(), seen.end(), [this](const Endpoint& a, const Endpoint& b) {
        const auto open = [this](const Endpoint& e) {
            return (isLocal(e) ? 4 : 0) + (mapping(e.family) == Mapping::Dependent  ? 0
                                           : filtering(e.family) == Filtering::Open ? 2
                                                                                    : 1);
        };
        return open(a) > open(b);
    });
    all.insert(all.end(), seen.begin(), seen.end());
    all.insert(all.end(), m_local.begin(), m_local.end());
    std::vector<Endpoint> byScope[3];
    for (const Endpoint& e : all) {
        auto& group = byScope[scope(e)];
        if (e.isUsable() && !contains(group, e))
            group.push_back(e);
    }
    auto& chosen = !byScope[2].empty() ? byScope[2] : !byScope[1].empty() ? byScope[1] : byScope[0];
    if (chosen.size() > PublishMax)
        chosen.resize(PublishMax);
    return chosen;
}

bool NatView::reachable() const
{
    return isMapped() || dialBacks(IpFamily::V4).strangers.size() >= StrangersNeeded ||
           dialBacks(IpFamily::V6).strangers.size() >= StrangersNeeded;
}

PortSteps NatView::portSteps() const
{
    PortSteps steps;
    const auto all = relevant(IpFamily::V4);
    if (all.empty())
        return steps;
    steps.newest = all.back()->seen;
    steps.at = all.back()->when;
    if (mapping(IpFamily::V4) != Mapping::Dependent)
        return steps;
    // In the order they were given; what lies between two is a number of whole steps.
    int common = 0;
    bool rising = true;
    bool falling = true;
    int count = 0;
    for (std::size_t i = 1; i < all.size(); ++i) {
        const int difference = static_cast<std::int16_t>(all[i]->seen.port - all[i - 1]->seen.port);
        if (difference == 0)
            continue;
        if (std::abs(difference) > StepsMax)
            return steps;
        rising = rising && difference > 0;
        falling = falling && difference < 0;
        common = std::gcd(common, std::abs(difference));
        ++count;
    }
    if (count == 0 || (!rising && !falling) || (count == 1 && common > LoneStepMax))
        return steps;
    steps.step = rising ? common : -common;
    return steps;
}

}  // namespace vos::nat
