#pragma once

// How fast packets get through: one sample for each acknowledgement, after
// draft-cheng-iccrg-delivery-rate-estimation. A sample never exceeds the rate at which the packets
// were sent, and says whether the sender had too little to send for it to mean the path's capacity.

#include "p2p/base/time.h"
#include "p2p/transport/sentpacket.h"

#include <cstdint>
#include <optional>

namespace vos::transport {

class DeliveryRate {
public:
    struct Sample {
        double bytesPerSecond = 0;         ///< zero: the interval was too short to tell
        std::uint64_t priorDelivered = 0;  ///< delivered() when the newest acknowledged packet left
        bool appLimited = false;
    };

    /// Takes the snapshot for a packet that is about to leave while `inFlight` bytes are on the
    /// way.
    void handleSent(Instant now, std::uint64_t inFlight, SentPacket& packet);
    void handleAcknowledged(Instant now, const SentPacket& packet);
    /// Ends one acknowledgement; nothing if it was for no packet.
    std::optional<Sample> takeSample();
    /// The sender has nothing more to send now, with `inFlight` bytes on the way.
    void markAppLimited(std::uint64_t inFlight);

    std::uint64_t delivered() const { return m_delivered; }

private:
    struct Newest {
        Instant sentAt;
        DeliverySnapshot snapshot;
    };

    std::uint64_t m_delivered = 0;
    Instant m_deliveredAt{};
    Instant m_firstSentAt{};
    std::uint64_t m_appLimitedUntil = 0;  // value of m_delivered; zero: not limited
    std::optional<Newest> m_newest;       // acknowledged packet that left last
};

}  // namespace vos::transport
