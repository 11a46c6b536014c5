#include "p2p/map/budget.h"

#include <algorithm>

namespace vos::map {

namespace {

constexpr Duration RaiseAfter = 10min;
constexpr Duration LowerAfter = 60min;
/// So that not all nodes of a network step at once.
constexpr Duration DelayMax = 10min;
/// One step lower doubles the zone; it must then still be this far inside the limits.
constexpr double LowerBelow = 0.6;

/// The greatest part of any limit that is used.
double fill(const DepthChooser::Load& load, const Budget& budget)
{
    const double records = static_cast<double>(load.records) / static_cast<double>(budget.records);
    const double bytes = load.bytesPerSecond / budget.bytesPerSecond;
    const double memory = static_cast<double>(load.memory) / static_cast<double>(budget.memory);
    return std::max({records, bytes, memory});
}

}  // namespace

unsigned DepthChooser::update(Instant now, const Load& load, const Budget& budget, unsigned depth,
                              Rng& rng)
{
    const double used = fill(load, budget);
    const bool over = used > 1.0 && depth < DepthMax;
    const bool under = used * 2.0 < LowerBelow && depth > 0;
    const auto track = [&](bool is, std::optional<Instant>& since) {
        if (!is) {
            since.reset();
        } else if (!since) {
            since = now;
            m_delay = Duration(
                static_cast<std::int64_t>(rng.below(static_cast<std::uint64_t>(DelayMax.count()))));
        }
    };
    track(over, m_overSince);
    track(under, m_underSince);
    if (m_overSince && now - *m_overSince >= RaiseAfter + m_delay) {
        m_overSince.reset();
        return depth + 1;
    }
    if (m_underSince && now - *m_underSince >= LowerAfter + m_delay) {
        m_underSince.reset();
        return depth - 1;
    }
    return depth;
}

}  // namespace vos::map
