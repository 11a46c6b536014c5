#include "p2p/transport/deliveryrate.h"

#include <algorithm>

namespace vos::transport {

void DeliveryRate::handleSent(Instant now, std::uint64_t inFlight, SentPacket& packet)
{
    if (inFlight == 0)
        m_firstSentAt = m_deliveredAt = now;
    packet.delivery = {m_delivered, m_deliveredAt, m_firstSentAt, m_appLimitedUntil != 0};
}

void DeliveryRate::handleAcknowledged(Instant now, const SentPacket& packet)
{
    m_delivered += packet.size;
    m_deliveredAt = now;
    const bool newer = !m_newest || packet.delivery.delivered > m_newest->snapshot.delivered ||
                       (packet.delivery.delivered == m_newest->snapshot.delivered &&
                        packet.sentAt >= m_newest->sentAt);
    if (newer)
        m_newest = Newest{packet.sentAt, packet.delivery};
}

std::optional<DeliveryRate::Sample> DeliveryRate::takeSample()
{
    if (m_appLimitedUntil != 0 && m_delivered > m_appLimitedUntil)
        m_appLimitedUntil = 0;
    if (!m_newest)
        return std::nullopt;
    const Newest newest = *m_newest;
    m_newest.reset();
    m_firstSentAt = newest.sentAt;
    const Duration sendTime = newest.sentAt - newest.snapshot.firstSentAt;
    const Duration ackTime = m_deliveredAt - newest.snapshot.deliveredAt;
    const Duration interval = std::max(sendTime, ackTime);
    Sample sample;
    sample.priorDelivered = newest.snapshot.delivered;
    sample.appLimited = newest.snapshot.appLimited;
    if (interval > Duration::zero())
        sample.bytesPerSecond = static_cast<double>(m_delivered - newest.snapshot.delivered) /
                                std::chrono::duration<double>(interval).count();
    return sample;
}

void DeliveryRate::markAppLimited(std::uint64_t inFlight)
{
    m_appLimitedUntil = std::max<std::uint64_t>(m_delivered + inFlight, 1);
}

}  // namespace vos::transport
