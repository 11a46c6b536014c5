#pragma once

// Waiting for other processes: conditions are looked at again whenever one of them said something
// (and now and then besides, for what no process says), and every wait has a bound.

#include <QObject>

#include <functional>

namespace vos::test {

/// Long enough for a loaded machine; nothing that works takes nearly as long.
inline constexpr int PatienceMs = 30'000;

/// Tells that a process said something or ended.
class Activity : public QObject {
    Q_OBJECT

public:
    static Activity& instance();

Q_SIGNALS:
    void happened();
};

/// Runs the event loop until `condition` holds. False: it did not in time.
bool waitUntil(const std::function<bool()>& condition, int timeoutMs = PatienceMs);

}  // namespace vos::test
