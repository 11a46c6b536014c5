#pragma once

// Tells when the network under this computer may have become another one: its interfaces or routes
// changed (the kernel says so at once on Linux, elsewhere a timer looks), or the computer or this
// process slept. What really changed is for the listener to find out.

#include <cstddef>  // first: moc 6.4 stumbles over <compare> without it

#include "p2p/base/time.h"

#include <QObject>
#include <QSocketNotifier>
#include <QTimer>

#include <memory>

namespace vos::qt {

class NetworkWatch : public QObject {
    Q_OBJECT

public:
    static constexpr auto LookEvery = std::chrono::seconds(2);
    /// Interfaces are looked at this often even where the kernel tells of changes.
    static constexpr auto InterfacesEvery = std::chrono::seconds(6);
    /// A change comes in several parts (link, address, route); they are taken together.
    static constexpr auto Settling = std::chrono::milliseconds(150);
    /// A loaded machine is late by some seconds without having slept.
    static constexpr auto SleepLeast = std::chrono::seconds(10);

    explicit NetworkWatch(QObject* parent = nullptr);
    ~NetworkWatch() override;

    void start();
    void stop();

    /// Whether the time between two looks is so much longer than it should be that the computer
    /// (wall clock ahead) or the process (both ahead) must have slept.
    static bool hasSlept(const Now& before, const Now& now);

Q_SIGNALS:
    void interfacesMayHaveChanged();
    void woke();

private:
    void listenToKernel();
    void onKernel();
    void onLook();

    QTimer m_timer;
    QTimer m_settling;
    std::unique_ptr<QSocketNotifier> m_kernel;
    int m_descriptor = -1;
    Now m_looked;
    Instant m_interfacesAt{};
};

}  // namespace vos::qt
