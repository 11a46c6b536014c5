#pragma once

// The clocks of the machine. Only the edge reads them; the core gets Now as an argument.

#include "p2p/base/time.h"

#include <QDateTime>

#include <chrono>

namespace vos::qt {

inline Now systemNow()
{
    const auto mono =
        std::chrono::duration_cast<Duration>(std::chrono::steady_clock::now().time_since_epoch());
    return {Instant(mono), fromMillis(QDateTime::currentMSecsSinceEpoch())};
}

}  // namespace vos::qt
