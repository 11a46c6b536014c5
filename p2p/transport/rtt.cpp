#include "p2p/transport/rtt.h"

#include <algorithm>

namespace vos::transport {

Rtt::Rtt(const std::optional<PathEstimate>& inherited)
{
    if (!inherited || inherited->smoothedRtt <= Duration::zero())
        return;
    m_latest = m_smoothed = inherited->smoothedRtt;
    m_variation =
        inherited->rttVariation > Duration::zero() ? inherited->rttVariation : m_smoothed / 2;
    m_min = inherited->minRtt > Duration::zero() ? inherited->minRtt : m_smoothed;
    m_measured = true;
}

void Rtt::update(Duration latest, Duration ackDelay)
{
    m_latest = latest;
    if (!m_measured) {
        m_min = m_smoothed = latest;
        m_variation = latest / 2;
        m_measured = true;
        return;
    }
    m_min = std::min(m_min, latest);
    ackDelay = std::min(ackDelay, MaxAckDelay);
    const Duration adjusted = latest >= m_min + ackDelay ? latest - ackDelay : latest;
    const Duration deviation =
        m_smoothed > adjusted ? m_smoothed - adjusted : adjusted - m_smoothed;
    m_variation = (3 * m_variation + deviation) / 4;
    m_smoothed = (7 * m_smoothed + adjusted) / 8;
}

Duration Rtt::lossDelay() const
{
    return std::max(9 * std::max(m_smoothed, m_latest) / 8, Granularity);
}

Duration Rtt::probeTimeout() const
{
    return m_smoothed + std::max(4 * m_variation, Granularity) + MaxAckDelay;
}

}  // namespace vos::transport
