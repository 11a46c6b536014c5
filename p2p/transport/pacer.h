#pragma once

// Spreads packets over time at the rate the congestion controller names, in bursts short enough for
// the path and long enough that a millisecond timer is never the bottleneck.

#include "p2p/base/time.h"

#include <algorithm>
#include <cstdint>

namespace vos::transport {

class Pacer {
public:
    /// What may leave at once after a pause, in time: an event loop wakes up this late.
    static constexpr Duration Burst = 2ms;
    /// and at least, in packets (RFC 9002, section 7.7: the initial window).
    static constexpr std::uint64_t BurstPackets = 10;

    explicit Pacer(Instant now) : m_at(now) {}

    /// `rate` in bytes a second (> 0), `packet` the size of a full one. Credit gained so far stays.
    void setRate(Instant now, double rate, std::uint64_t packet)
    {
        refill(now);
        m_rate = rate;
        const double burst = rate * std::chrono::duration<double>(Burst).count();
        m_burst = std::max(burst, static_cast<double>(BurstPackets * packet));
        if (!m_started)
            m_credit = m_burst;
        m_started = true;
        m_credit = std::min(m_credit, m_burst);
    }
    bool allows(Instant now)
    {
        refill(now);
        return m_credit > 0;
    }
    /// What is urgent may run one burst into debt; the rest pays.
    bool allowsUrgent(Instant now)
    {
        refill(now);
        return m_credit > -m_burst;
    }
    void handleSent(std::uint64_t size) { m_credit -= static_cast<double>(size); }
    /// When allows() will be true again; call when it is not.
    Instant nextTime() const
    {
        const double seconds = (1 - m_credit) / m_rate;
        return m_at + Duration(static_cast<Duration::rep>(std::min(seconds, 1.0) * 1e6) + 1);
    }

private:
    void refill(Instant now)
    {
        if (now <= m_at)
            return;
        m_credit = std::min(m_burst,
                            m_credit + m_rate * std::chrono::duration<double>(now - m_at).count());
        m_at = now;
    }

    Instant m_at;
    double m_rate = 1;
    double m_burst = 0;
    double m_credit = 0;
    bool m_started = false;
};

}  // namespace vos::transport
