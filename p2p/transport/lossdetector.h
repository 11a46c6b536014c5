#pragma once

// Packets in flight, and what became of them (RFC 9002, section 6): acknowledged, lost by packet or
// time threshold, or overdue so that a probe must be sent. Only packets that elicit an
// acknowledgement are in flight; the others leave a number behind and nothing else.

#include "p2p/base/expected.h"
#include "p2p/base/time.h"
#include "p2p/transport/ring.h"
#include "p2p/transport/rtt.h"
#include "p2p/transport/sentpacket.h"
#include "p2p/wire/frame.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace vos::transport {

class LossDetector {
public:
    /// kPacketThreshold: this much overtaken means lost.
    static constexpr std::uint64_t PacketThreshold = 3;
    /// The backoff of probes ends here, so that a peer that returns is found in time.
    static constexpr Duration ProbeTimeoutMax = 10s;
    /// Numbers remembered, about twice the packets of the largest window. A peer that makes us
    /// answer but never acknowledges cannot make us remember more: the oldest counts as lost.
    static constexpr std::size_t MaxRemembered = 16384;

    using Packets = std::vector<const SentPacket*>;

    explicit LossDetector(const std::optional<PathEstimate>& inherited) : m_rtt(inherited) {}

    std::uint64_t nextNumber() const { return m_first + m_packets.size(); }
    /// Notes packet nextNumber().
    void handleSent(const SentPacket& packet);

    struct Acknowledged {
        Packets packets;              ///< newly acknowledged
        std::optional<Duration> rtt;  ///< a new measurement
    };
    /// Nothing if the frame acknowledges a number that was never used. The pointers here and below
    /// are valid until the next handleSent() or prune().
    std::optional<Acknowledged> handleAck(Instant now, const wire::AckFrame& frame);
    /// Packets that count as lost by now; they are in flight no more.
    Packets takeLost(Instant now);
    /// All that is in flight, which then is in flight no more.
    Packets takeAll();
    /// Frees what is settled at the front; after the pointers above were used.
    void prune();

    /// The `count` oldest packets in flight, from number `from` on.
    Packets oldest(std::size_t count, std::uint64_t from = 0) const;

    std::uint64_t bytesInFlight() const { return m_bytesInFlight; }
    std::size_t packetsInFlight() const { return m_packetsInFlight; }
    /// When takeLost() will have something.
    std::optional<Instant> lossTime() const { return m_lossTime; }
    /// When the next probe is due.
    std::optional<Instant> probeTime() const;
    void handleProbeTimeout() { ++m_timeouts; }
    /// When the acknowledgement of the oldest packet in flight should be here at the latest. Unlike
    /// probeTime() it is not put off by what was sent since.
    std::optional<Instant> answerTime() const;
    unsigned timeouts() const { return m_timeouts; }

    const Rtt& rtt() const { return m_rtt; }
    /// Forgets what was measured; for a new path.
    void resetPath(const std::optional<PathEstimate>& estimate);

private:
    SentPacket& at(std::uint64_t number)
    {
        return m_packets[static_cast<std::size_t>(number - m_first)];
    }
    void settle(SentPacket& packet);

    Rtt m_rtt;
    Ring<SentPacket> m_packets;  // numbers m_first … nextNumber() - 1
    std::uint64_t m_first = 0;
    std::optional<std::uint64_t> m_largestAcknowledged;
    std::uint64_t m_bytesInFlight = 0;
    std::size_t m_packetsInFlight = 0;
    Instant m_lastSentAt{};  // of a packet in flight
    std::optional<Instant> m_lossTime;
    unsigned m_timeouts = 0;
};

}  // namespace vos::transport
