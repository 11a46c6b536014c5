#pragma once

// The clock by which things end: letters we hold, messages that wait. It advances by the smaller of
// what the wall clock and the monotonic clock say has passed, so that setting the wall clock, by a
// year forward or back, ends nothing and keeps nothing for ever. Over a restart it takes the wall
// clock's word, unless that went back or jumped by more than 90 days.

#include "p2p/base/time.h"

#include <algorithm>
#include <optional>

namespace vos::engine {

class LifeClock {
public:
    /// Longest absence that is believed.
    static constexpr WallClock::duration AbsenceMax = std::chrono::hours(90 * 24);

    /// `life` and `wall` as they were stored together; nothing: a new profile, which starts with
    /// the wall clock.
    void restore(const std::optional<std::pair<WallTime, WallTime>>& stored) { m_stored = stored; }

    /// Takes the time of an input; the first one after restore() spans the absence.
    void advance(Now now)
    {
        if (!m_last) {
            m_life = now.wall;
            if (m_stored) {
                const auto absence = now.wall - m_stored->second;
                const bool believed = absence >= WallClock::duration{} && absence <= AbsenceMax;
                m_life = m_stored->first + (believed ? absence : WallClock::duration{});
            }
        } else {
            const auto wall = std::max(now.wall - m_last->wall, WallClock::duration{});
            const auto mono =
                std::chrono::duration_cast<WallClock::duration>(now.mono - m_last->mono);
            m_life += std::min(wall, std::max(mono, WallClock::duration{}));
        }
        m_last = now;
    }
    /// Valid after the first advance().
    WallTime now() const { return m_life; }

private:
    std::optional<std::pair<WallTime, WallTime>> m_stored;
    std::optional<Now> m_last;
    WallTime m_life;
};

}  // namespace vos::engine
