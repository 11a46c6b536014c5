// The world of the map: who comes and goes, and what can be seen of all from outside.

#include "p2p/base/bytes.h"
#include "p2p/map/zone.h"
#include "tests/support/simmap.h"

#include <cmath>
#include <numeric>
#include <random>

namespace vos::sim {

// ---- churn ------------------------------------------------------------------------------------

Duration MapWorld::sessionTime()
{
    // Median of a Weibull: scale x ln(2)^(1/k).
    const double scale = m_median / std::pow(std::log(2.0), 1.0 / m_weibull);
    const double u = (static_cast<double>(rng.below(1u << 30)) + 1) / (1u << 30);
    return Duration(
        static_cast<std::int64_t>(scale * std::pow(-std::log(u), 1.0 / m_weibull) * 60e6));
}

/// What is left of a session looked at at random: part of one drawn by its length, whose k-th power
/// has a gamma distribution.
Duration MapWorld::restOfSession()
{
    struct Bits {
        using result_type = std::uint64_t;
        static constexpr result_type min() { return 0; }
        static constexpr result_type max() { return ~std::uint64_t{0}; }
        result_type operator()() { return rng.next(); }
        SimRng& rng;
    } bits{rng};
    std::gamma_distribution<double> gamma(1.0 + 1.0 / m_weibull, 1.0);
    const double scale = m_median / std::pow(std::log(2.0), 1.0 / m_weibull);
    const double u = static_cast<double>(rng.below(1u << 30)) / (1u << 30);
    return Duration(
        static_cast<std::int64_t>(scale * std::pow(gamma(bits), 1.0 / m_weibull) * u * 60e6));
}

Duration MapWorld::offTime()
{
    // As many come as go: the offline ones wait for as long as the share of both asks.
    const double mean =
        m_median / std::pow(std::log(2.0), 1.0 / m_weibull) * std::tgamma(1.0 + 1.0 / m_weibull);
    const double off = static_cast<double>(nodes.size() - m_online.size());
    const double on = static_cast<double>(std::max<std::size_t>(m_online.size(), 1));
    const double u = (static_cast<double>(rng.below(1u << 30)) + 1) / (1u << 30);
    return Duration(static_cast<std::int64_t>(mean * off / on * -std::log(u) * 60e6));
}

void MapWorld::churn(double medianMinutes, double perDay, double weibull)
{
    m_median = medianMinutes;
    m_perDay = perDay;
    m_weibull = weibull;
    m_churning = true;
    for (const auto& node : nodes) {
        // In the middle of their sessions: of long ones more than of short ones.
        const Duration left = node->online() ? restOfSession() : offTime();
        at(m_now + static_cast<std::uint64_t>(left.count()),
           {Kind::Turn, !node->online(), node->number, static_cast<std::uint32_t>(node->seq), {}});
    }
}

// ---- looking ----------------------------------------------------------------------------------

MapNode& MapWorld::randomOnline()
{
    return *nodes[m_online[rng.below(m_online.size())]];
}

std::size_t MapWorld::parts() const
{
    std::vector<std::uint32_t> parent(nodes.size());
    std::iota(parent.begin(), parent.end(), 0u);
    const auto root = [&](std::uint32_t i) {
        while (parent[i] != i)
            i = parent[i] = parent[parent[i]];
        return i;
    };
    for (const std::uint32_t number : m_online) {
        for (const std::uint32_t other : nodes[number]->sessions)
            parent[root(number)] = root(other);
    }
    std::size_t count = 0;
    for (const std::uint32_t number : m_online)
        count += root(number) == number ? 1 : 0;
    return count;
}

double MapWorld::staleShare(std::size_t samples, Duration settled)
{
    std::size_t stale = 0;
    std::size_t looked = 0;
    const auto newest = static_cast<std::uint64_t>(
        toMillis(time().wall) -
        std::chrono::duration_cast<std::chrono::milliseconds>(settled).count());
    for (std::size_t i = 0; i < samples * 20 && looked < samples; ++i) {
        const MapNode& holder = randomOnline();
        const MapNode& target = randomOnline();
        // What was announced just now is still on its way, whoever just came is still catching up.
        if (&holder == &target || target.seq > newest || holder.seq > newest ||
            !map::contains(map::zoneAround(holder.head, holder.machine->depth()), target.head))
            continue;
        ++looked;
        const auto place = holder.store->slots().find(target.id);
        if (!place || pool[holder.store->slots().at(*place).record].seq != target.seq)
            ++stale;
    }
    return looked == 0 ? 0 : static_cast<double>(stale) / static_cast<double>(looked);
}

bool MapWorld::allAgree() const
{
    for (const std::uint32_t number : m_online) {
        const MapNode& holder = *nodes[number];
        const auto zone = map::zoneAround(holder.head, holder.machine->depth());
        for (const std::uint32_t other : m_online) {
            const MapNode& target = *nodes[other];
            if (number == other || !map::contains(zone, target.head))
                continue;
            const auto place = holder.store->slots().find(target.id);
            if (!place || pool[holder.store->slots().at(*place).record].seq != target.seq)
                return false;
        }
    }
    return true;
}

FindResult& MapWorld::find(MapNode& from, const MapNode& target)
{
    findings.emplace_back();
    FindResult& result = findings.back();
    result.since = now();
    result.wantedSeq = target.seq;
    from.finds = 0;
    const auto place = from.store->slots().find(target.id);
    if (place && pool[from.store->slots().at(*place).record].seq == target.seq) {
        result.seconds = 0;
        result.ended = true;
        return result;
    }
    m_finds[{from.number, target.number}] = &result;
    from.machine->find(time(), target.id);
    touch(from);
    return result;
}

Track& MapWorld::track(const MapNode& node)
{
    auto& track = m_tracks[node.id];
    track = std::make_unique<Track>();
    track->seq = node.seq;
    track->since = now();
    return *track;
}

void MapWorld::resetRates()
{
    for (const auto& node : nodes)
        node->bytesIn = node->bytesOut = 0;
}

double MapWorld::averageRate(bool out, Duration over) const
{
    double sum = 0;
    for (const auto& node : nodes)
        sum += out ? node->bytesOut : node->bytesIn;
    return sum / static_cast<double>(m_online.size()) / std::chrono::duration<double>(over).count();
}

}  // namespace vos::sim
