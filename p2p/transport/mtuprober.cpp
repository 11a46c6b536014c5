#include "p2p/transport/mtuprober.h"

#include <algorithm>
#include <array>

namespace vos::transport {

namespace {
// IPv6's minimum, common tunnels, PPPoE and Ethernet under IPv6 and IPv4, then jumbo frames.
constexpr std::array<std::size_t, 7> Sizes{1280, 1360, 1420, 1452, 1472, 4096, 8972};
constexpr std::size_t LargestEthernet = 1472;
}  // namespace

MtuProber::MtuProber(std::size_t base, std::size_t maxDatagram, std::size_t datagram)
    : m_datagram(datagram)
    , m_base(base)
    , m_ceiling(maxDatagram)
{
}

std::optional<std::size_t> MtuProber::nextProbe(std::uint64_t bytesSent,
                                                std::optional<Duration> minRtt) const
{
    if (m_inFlight || bytesSent < WorthwhileBytes || !minRtt)
        return std::nullopt;
    const auto next = std::upper_bound(Sizes.begin(), Sizes.end(), m_datagram);
    if (next == Sizes.end() || *next > m_ceiling)
        return std::nullopt;
    if (*next > LargestEthernet && *minRtt > JumboRtt)
        return std::nullopt;
    return *next;
}

bool MtuProber::handleProbeAcknowledged(std::size_t size)
{
    m_inFlight.reset();
    m_lostProbes = m_doubtfulProbes = 0;
    if (size <= m_datagram || size > m_ceiling)
        return false;
    m_datagram = size;
    forgetLosses();
    return true;
}

void MtuProber::handleProbeLost(std::size_t size, bool alone)
{
    m_inFlight.reset();
    unsigned& count = alone ? m_lostProbes : m_doubtfulProbes;
    ++count;
    if (m_lostProbes < MaxProbes && m_doubtfulProbes < MaxDoubtfulProbes)
        return;
    m_lostProbes = m_doubtfulProbes = 0;
    m_ceiling = std::min(m_ceiling, size - 1);
}

void MtuProber::forgetLosses()
{
    m_lostInRow = 0;
    m_firstLost.reset();
    m_smallArrived = false;
}

bool MtuProber::handleAcknowledged(std::size_t size, Instant sentAt)
{
    if (size > m_base) {
        forgetLosses();
        return false;
    }
    m_smallArrived |= m_firstLost && sentAt > *m_firstLost;
    return retreatFromBlackHole();
}

bool MtuProber::handleLost(std::size_t size, Instant sentAt)
{
    // Larger than the size in use: it left before a retreat, which already answered its loss.
    if (size <= m_base || size > m_datagram)
        return false;
    ++m_lostInRow;
    if (!m_firstLost)
        m_firstLost = sentAt;
    return retreatFromBlackHole();
}

bool MtuProber::retreatFromBlackHole()
{
    if (m_lostInRow < BlackHoleLosses || !m_smallArrived || m_datagram <= m_base)
        return false;
    m_ceiling = m_datagram - 1;
    m_datagram = m_base;
    forgetLosses();
    return true;
}

}  // namespace vos::transport
