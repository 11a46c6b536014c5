#include "p2p/transport/acktracker.h"

#include "p2p/transport/types.h"

#include <algorithm>

namespace vos::transport {

bool AckTracker::isRepeated(std::uint64_t number) const
{
    return number < m_floor || m_received.contains(number);
}

void AckTracker::handleArrival(Instant now, Arrival arrival)
{
    const std::uint64_t number = arrival.number;
    const std::uint64_t expected = m_received.empty() ? m_floor : m_received.back().end;
    if (number >= expected)
        m_largestAt = now;
    m_received.add({number, number + 1});
    if (m_received.count() > MaxRanges) {
        m_floor = m_received.front().end;
        m_received.popFront();
    }
    if (!arrival.eliciting)
        return;
    // A hole or its filling is news that the sender's loss detection waits for.
    const bool outOfOrder = number != expected;
    if (m_pending == 0)
        m_deadline = now + MaxAckDelay;
    ++m_pending;
    if (arrival.urgent || outOfOrder || m_pending >= PacketsPerAck)
        m_deadline = now;
}

void AckTracker::forgetUpTo(std::uint64_t largest)
{
    // The range of the largest stays, so that a frame always has something to begin with.
    if (m_received.empty())
        return;
    const std::uint64_t bound = std::min(largest + 1, m_received.back().begin);
    if (bound <= m_floor)
        return;
    m_received.removeBelow(bound);
    m_floor = bound;
}

std::optional<Instant> AckTracker::deadline() const
{
    return m_pending > 0 ? std::optional(m_deadline) : std::nullopt;
}

wire::AckFrame AckTracker::frame(Instant now) const
{
    VOS_ASSERT(hasFrame());
    wire::AckFrame frame;
    const auto& ranges = m_received.ranges();
    const std::size_t count = std::min(ranges.size(), ToldRanges);
    frame.ranges.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        const Range& range = ranges[ranges.size() - 1 - i];
        frame.ranges.push_back({range.begin, range.end - 1});
    }
    frame.delay =
        static_cast<std::uint64_t>(std::max<Duration::rep>(0, (now - m_largestAt).count()));
    return frame;
}

}  // namespace vos::transport
