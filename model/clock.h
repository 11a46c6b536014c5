#pragma once

// The one place where the models ask what time it is, so that pictures and tests can stop it.

#include <cstddef>  // first: moc 6.4 stumbles over <compare> without it

#include "p2p/base/time.h"

#include <QObject>
#include <QTimer>

namespace vos::model {

class Clock : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;
    virtual WallTime now() const = 0;

Q_SIGNALS:
    /// Texts such as "2 min ago" and "Today" may read differently now.
    void minutePassed();
};

class SystemClock : public Clock {
    Q_OBJECT

public:
    explicit SystemClock(QObject* parent = nullptr);
    WallTime now() const override;

private:
    QTimer m_timer;
};

/// Stands still until it is set.
class FixedClock : public Clock {
    Q_OBJECT

public:
    explicit FixedClock(WallTime now, QObject* parent = nullptr);
    WallTime now() const override { return m_now; }
    void set(WallTime now);

private:
    WallTime m_now;
};

}  // namespace vos::model
