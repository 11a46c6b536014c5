#pragma once

// Which packets came, and when to say so (RFC 9000, section 13.2). Also tells repeated packets.
// Knows at most MaxRanges runs of numbers: older ones are forgotten, and what comes from there is
// taken for a repetition; its sender has long given it up for lost.

#include "p2p/base/time.h"
#include "p2p/transport/rangeset.h"
#include "p2p/wire/frame.h"

#include <cstdint>
#include <optional>

namespace vos::transport {

class AckTracker {
public:
    static constexpr std::size_t MaxRanges = wire::MaxAckRanges;
    /// Ranges told in one frame: what fits beside data; the older ones were told before.
    static constexpr std::size_t ToldRanges = 32;
    /// So many packets that elicit an acknowledgement are acknowledged at once.
    static constexpr unsigned PacketsPerAck = 2;

    bool isRepeated(std::uint64_t number) const;

    struct Arrival {
        std::uint64_t number = 0;
        bool eliciting = false;  ///< the peer waits for an acknowledgement
        bool urgent = false;     ///< and wants it at once
    };
    /// Notes a packet that is not repeated.
    void handleArrival(Instant now, Arrival arrival);
    /// The peer knows our acknowledgements up to packet `largest`: they are told no more.
    void forgetUpTo(std::uint64_t largest);

    /// There is something the peer was not told yet.
    bool hasNews() const { return m_pending > 0; }
    bool isDue(Instant now) const { return m_pending > 0 && now >= m_deadline; }
    std::optional<Instant> deadline() const;
    bool hasGaps() const { return m_received.count() > 1; }

    bool hasFrame() const { return !m_received.empty(); }
    /// What to tell the peer; hasFrame() must hold.
    wire::AckFrame frame(Instant now) const;
    /// The frame left in a packet.
    void handleSent() { m_pending = 0; }

private:
    RangeSet m_received;
    std::uint64_t m_floor = 0;  // numbers below are taken for repeated
    Instant m_largestAt{};
    Instant m_deadline{};
    unsigned m_pending = 0;
};

}  // namespace vos::transport
