#include "model/clock.h"

#include <QDateTime>

namespace vos::model {

SystemClock::SystemClock(QObject* parent) : Clock(parent)
{
    m_timer.setInterval(std::chrono::minutes(1));
    connect(&m_timer, &QTimer::timeout, this, &Clock::minutePassed);
    m_timer.start();
}

WallTime SystemClock::now() const { return fromMillis(QDateTime::currentMSecsSinceEpoch()); }

FixedClock::FixedClock(WallTime now, QObject* parent) : Clock(parent), m_now(now) {}

void FixedClock::set(WallTime now)
{
    m_now = now;
    Q_EMIT minutePassed();
}

}  // namespace vos::model
