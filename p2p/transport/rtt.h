#pragma once

// Round-trip time as RFC 9002, section 5, estimates it.

#include "p2p/base/time.h"
#include "p2p/transport/types.h"

#include <optional>

namespace vos::transport {

class Rtt {
public:
    /// Assumed before anything was measured (RFC 9002, kInitialRtt).
    static constexpr Duration Initial = 333ms;
    /// Resolution timers are trusted with (kGranularity).
    static constexpr Duration Granularity = 1ms;

    explicit Rtt(const std::optional<PathEstimate>& inherited);

    /// A measured `latest` (>= 0) of which the peer says it held its acknowledgement for
    /// `ackDelay`.
    void update(Duration latest, Duration ackDelay);

    bool isMeasured() const { return m_measured; }
    Duration latest() const { return m_latest; }
    Duration smoothed() const { return m_smoothed; }
    Duration variation() const { return m_variation; }
    Duration min() const { return m_min; }
    /// Time after which a packet is overdue once a later one was acknowledged (section 6.1.2).
    Duration lossDelay() const;
    /// Probe timeout without backoff (section 6.2.1).
    Duration probeTimeout() const;

private:
    Duration m_latest = Initial;
    Duration m_smoothed = Initial;
    Duration m_variation = Initial / 2;
    Duration m_min = Initial;
    bool m_measured = false;  // or inherited
};

}  // namespace vos::transport
