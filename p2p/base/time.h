#pragma once

// Time in the core is an argument: these types have no now(), so nothing in the core can read a
// clock.

#include <chrono>
#include <compare>
#include <cstdint>

namespace vos {

/// Monotonic clock of the process; its zero is arbitrary. Resolution: microseconds.
struct MonotonicClock {
    using rep = std::int64_t;
    using period = std::micro;
    using duration = std::chrono::duration<rep, period>;
    using time_point = std::chrono::time_point<MonotonicClock>;
    static constexpr bool is_steady = true;
};

/// Civil time in milliseconds since 1970-01-01 UTC; may jump at any moment.
struct WallClock {
    using rep = std::int64_t;
    using period = std::milli;
    using duration = std::chrono::duration<rep, period>;
    using time_point = std::chrono::time_point<WallClock>;
    static constexpr bool is_steady = false;
};

using Duration = MonotonicClock::duration;
using Instant = MonotonicClock::time_point;
using WallTime = WallClock::time_point;

/// What every input of the engine carries. Timers use `mono`, what people see and records use
/// `wall`.
struct Now {
    Instant mono;
    WallTime wall;
};

inline std::int64_t toMillis(WallTime t) { return t.time_since_epoch().count(); }
inline WallTime fromMillis(std::int64_t ms) { return WallTime(WallClock::duration(ms)); }

using namespace std::chrono_literals;

}  // namespace vos
