#pragma once

// What is remembered of a packet that waits for its acknowledgement: when it left, what to send
// again if it is lost, and the state of delivery at that moment.

#include "p2p/base/time.h"
#include "p2p/transport/rangeset.h"
#include "p2p/transport/types.h"

#include <array>
#include <cstdint>

namespace vos::transport {

/// Bytes of one channel in one packet.
struct StreamSpan {
    Range range;
    Channel channel = Channel::Control;
};

/// Frames of a packet that matter when it is lost or acknowledged.
struct SentFrames {
    /// More pieces than the channels need in the usual case (one each); a packet is closed early
    /// when many small holes must be filled.
    static constexpr std::size_t MaxSpans = 4;

    std::array<StreamSpan, MaxSpans> spans{};
    std::uint8_t spanCount = 0;
    bool resent = false;  ///< some span was sent before
    bool maxData = false;
    std::uint8_t maxChannelData = 0;  ///< bit per channel
    std::uint64_t pingToken = 0;      ///< newest ping it stands for; zero: none
    bool acknowledges = false;        ///< holds an ACK
    std::uint64_t largestAcknowledged = 0;

    bool hasUrgentData() const
    {
        for (std::size_t i = 0; i < spanCount; ++i)
            if (spans[i].channel != Channel::Bulk)
                return true;
        return false;
    }
};

/// Draft draft-cheng-iccrg-delivery-rate-estimation, section 3.1.2: state at the moment of sending.
struct DeliverySnapshot {
    std::uint64_t delivered = 0;
    Instant deliveredAt{};
    Instant firstSentAt{};
    bool appLimited = false;
};

struct SentPacket {
    Instant sentAt{};
    std::uint32_t size = 0;    ///< datagram bytes
    bool outstanding = false;  ///< counted as in flight; elicits an acknowledgement
    bool mtuProbe = false;
    SentFrames frames;
    DeliverySnapshot delivery;
};

}  // namespace vos::transport
