#include "p2p/transport/lossdetector.h"

#include <algorithm>

namespace vos::transport {

namespace {
// 2^10 times the timeout is beyond ProbeTimeoutMax for every round trip above the timers'
// resolution.
constexpr unsigned MaxBackoff = 10;
}  // namespace

void LossDetector::handleSent(const SentPacket& packet)
{
    m_packets.push(packet);
    if (m_packets.size() > MaxRemembered)
        m_lossTime = packet.sentAt;
    if (!packet.outstanding) {
        prune();
        return;
    }
    m_bytesInFlight += packet.size;
    ++m_packetsInFlight;
    m_lastSentAt = packet.sentAt;
}

void LossDetector::settle(SentPacket& packet)
{
    packet.outstanding = false;
    m_bytesInFlight -= packet.size;
    --m_packetsInFlight;
}

std::optional<LossDetector::Acknowledged> LossDetector::handleAck(Instant now,
                                                                  const wire::AckFrame& frame)
{
    const std::uint64_t largest = frame.ranges.front().last;
    if (largest >= nextNumber())
        return std::nullopt;
    Acknowledged result;
    if (largest >= m_first && at(largest).outstanding)
        result.rtt = std::max(Duration::zero(), now - at(largest).sentAt);
    for (const wire::AckRange& range : frame.ranges) {
        if (range.last < m_first)
            break;
        const std::uint64_t first = std::max(range.first, m_first);
        for (std::uint64_t number = first; number <= range.last; ++number) {
            SentPacket& packet = at(number);
            if (!packet.outstanding)
                continue;
            settle(packet);
            result.packets.push_back(&packet);
        }
    }
    m_largestAcknowledged = std::max(m_largestAcknowledged.value_or(0), largest);
    if (result.rtt) {
        const auto told = static_cast<Duration::rep>(
            std::min<std::uint64_t>(frame.delay, static_cast<std::uint64_t>(MaxAckDelay.count())));
        m_rtt.update(*result.rtt, Duration(told));
    }
    if (!result.packets.empty())
        m_timeouts = 0;
    return result;
}

LossDetector::Packets LossDetector::takeLost(Instant now)
{
    Packets lost;
    m_lossTime.reset();
    const Duration delay = m_rtt.lossDelay();
    const std::uint64_t acknowledged = m_largestAcknowledged.value_or(0);
    const std::uint64_t forgotten =
        nextNumber() - std::min<std::uint64_t>(nextNumber(), MaxRemembered);
    for (std::uint64_t number = m_first; number < std::max(acknowledged, forgotten); ++number) {
        SentPacket& packet = at(number);
        if (!packet.outstanding)
            continue;
        const bool overtaken = number + PacketThreshold <= acknowledged;
        const bool overdue = packet.sentAt + delay <= now;
        // Later packets left later, so the first that is not lost ends the search.
        if (!overtaken && !overdue && number >= forgotten) {
            m_lossTime = packet.sentAt + delay;
            break;
        }
        settle(packet);
        lost.push_back(&packet);
    }
    return lost;
}

LossDetector::Packets LossDetector::takeAll()
{
    Packets all = oldest(m_packets.size());
    for (std::size_t i = 0; i < m_packets.size(); ++i)
        if (m_packets[i].outstanding)
            settle(m_packets[i]);
    m_lossTime.reset();
    return all;
}

void LossDetector::prune()
{
    while (!m_packets.empty() && !m_packets.front().outstanding) {
        m_packets.pop();
        ++m_first;
    }
}

LossDetector::Packets LossDetector::oldest(std::size_t count, std::uint64_t from) const
{
    Packets result;
    const std::uint64_t start = std::max(from, m_first);
    for (auto i = static_cast<std::size_t>(start - m_first); i < m_packets.size(); ++i) {
        if (result.size() == count)
            break;
        if (m_packets[i].outstanding)
            result.push_back(&m_packets[i]);
    }
    return result;
}

std::optional<Instant> LossDetector::probeTime() const
{
    if (m_packetsInFlight == 0)
        return std::nullopt;
    const Duration timeout = m_rtt.probeTimeout() * (1 << std::min(m_timeouts, MaxBackoff));
    return m_lastSentAt + std::min(timeout, ProbeTimeoutMax);
}

std::optional<Instant> LossDetector::answerTime() const
{
    if (m_packetsInFlight == 0)
        return std::nullopt;
    for (std::size_t i = 0; i < m_packets.size(); ++i) {
        if (m_packets[i].outstanding)
            return m_packets[i].sentAt + m_rtt.probeTimeout();
    }
    return std::nullopt;
}

void LossDetector::resetPath(const std::optional<PathEstimate>& estimate)
{
    m_rtt = Rtt(estimate);
    m_timeouts = 0;
}

}  // namespace vos::transport
