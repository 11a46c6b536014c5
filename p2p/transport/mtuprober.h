#pragma once

// Finds how large a datagram the path carries (RFC 8899, DPLPMTUD): padded probes of growing size,
// one at a time, whose loss is no sign of congestion; and notices a path that stopped carrying what
// it did (a black hole). There is no timer to search again: a session ends after minutes, and the
// next one searches anew.

#include "p2p/base/time.h"
#include "p2p/transport/types.h"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace vos::transport {

class MtuProber {
public:
    /// MAX_PROBES of RFC 8899: so often lost, a size counts as too large.
    static constexpr unsigned MaxProbes = 3;
    /// Probes that were lost among others say little; but there is an end to those, too.
    static constexpr unsigned MaxDoubtfulProbes = 12;
    /// A search costs a few kilobytes; it begins when this much was sent, so that a chat never
    /// pays.
    static constexpr std::uint64_t WorthwhileBytes = 64 * 1024;
    /// Larger datagrams than Ethernet's exist in local networks only: tried below this round trip.
    static constexpr Duration JumboRtt = 2ms;
    /// So many packets above the base size lost in a row, none arriving between, while a smaller
    /// one that left later does arrive: a black hole. A silent path is none, nor is a full queue.
    static constexpr unsigned BlackHoleLosses = 6;

    /// `base`: what the path carries in any case; `datagram` (>= base): what it was seen to carry.
    MtuProber(std::size_t base, std::size_t maxDatagram, std::size_t datagram);

    /// Size in use.
    std::size_t datagram() const { return m_datagram; }
    /// Size of the probe to send now, if one is worthwhile. `minRtt`: nothing before it was
    /// measured.
    std::optional<std::size_t> nextProbe(std::uint64_t bytesSent,
                                         std::optional<Duration> minRtt) const;

    void handleProbeSent(std::size_t size) { m_inFlight = size; }
    /// True if the size in use changed.
    bool handleProbeAcknowledged(std::size_t size);
    /// `alone`: no other packet was found lost with it.
    void handleProbeLost(std::size_t size, bool alone);
    /// A packet that was no probe. True in both if the size in use changed.
    bool handleAcknowledged(std::size_t size, Instant sentAt);
    bool handleLost(std::size_t size, Instant sentAt);
    /// What every path carries, as far as known: for packets that must arrive.
    std::size_t base() const { return m_base; }

private:
    bool retreatFromBlackHole();
    void forgetLosses();

    std::size_t m_datagram;
    std::size_t m_base;     // what is fallen back to
    std::size_t m_ceiling;  // sizes above are not tried
    std::optional<std::size_t> m_inFlight;
    unsigned m_lostProbes = 0;
    unsigned m_doubtfulProbes = 0;
    unsigned m_lostInRow = 0;
    std::optional<Instant> m_firstLost;  // when the first of them left
    bool m_smallArrived = false;         // one that left later
};

}  // namespace vos::transport
