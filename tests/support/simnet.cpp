#include "tests/support/simnet.h"

namespace vos::sim {

void SimNet::send(Instant now, Datagram datagram, Duration extra)
{
    ++sentDatagrams;
    sentBytes += datagram.bytes.size();
    if (tap)
        tap(datagram);
    if (datagram.bytes.size() > options.mtu || m_rng.chance(options.loss) ||
        (blocked && blocked(datagram.from, datagram.to))) {
        ++lost;
        return;
    }
    fly(now + extra, datagram);
    if (m_rng.chance(options.duplication))
        fly(now + extra, datagram);
}

void SimNet::fly(Instant start, const Datagram& datagram)
{
    Datagram copy = datagram;
    if (m_rng.chance(options.corruption) && !copy.bytes.empty()) {
        const std::uint64_t bit = m_rng.below(copy.bytes.size() * 8);
        copy.bytes[bit / 8] ^= static_cast<std::byte>(1u << (bit % 8));
    }
    const Duration wobble(static_cast<std::int64_t>(
        m_rng.below(static_cast<std::uint64_t>(options.jitter.count()) + 1)));
    m_flying.emplace(start + options.latency + wobble, std::move(copy));
}

std::optional<Instant> SimNet::next() const
{
    return m_flying.empty() ? std::nullopt : std::optional(m_flying.begin()->first);
}

std::optional<Datagram> SimNet::take(Instant now)
{
    if (m_flying.empty() || m_flying.begin()->first > now)
        return std::nullopt;
    return std::move(m_flying.extract(m_flying.begin()).mapped());
}

}  // namespace vos::sim
