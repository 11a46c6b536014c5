#include "p2p/qt/networkwatch.h"

#include "p2p/qt/systemclock.h"

#ifdef Q_OS_LINUX
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#endif

namespace vos::qt {

NetworkWatch::NetworkWatch(QObject* parent) : QObject(parent), m_timer(this), m_settling(this)
{
    m_timer.setTimerType(Qt::VeryCoarseTimer);
    m_timer.setInterval(LookEvery);
    connect(&m_timer, &QTimer::timeout, this, &NetworkWatch::onLook);
    m_settling.setSingleShot(true);
    m_settling.setInterval(Settling);
    connect(&m_settling, &QTimer::timeout, this, &NetworkWatch::interfacesMayHaveChanged);
}

NetworkWatch::~NetworkWatch()
{
    stop();
}

void NetworkWatch::start()
{
    m_looked = systemNow();
    m_interfacesAt = m_looked.mono;
    m_timer.start();
    listenToKernel();
}

void NetworkWatch::stop()
{
    m_timer.stop();
    m_settling.stop();
    m_kernel.reset();
#ifdef Q_OS_LINUX
    if (m_descriptor >= 0)
        ::close(std::exchange(m_descriptor, -1));
#endif
}

bool NetworkWatch::hasSlept(const Now& before, const Now& now)
{
    const auto most = LookEvery + SleepLeast;
    return now.mono - before.mono > most || now.wall - before.wall > most;
}

void NetworkWatch::onLook()
{
    const Now now = systemNow();
    const bool slept = hasSlept(std::exchange(m_looked, now), now);
    if (now.mono - m_interfacesAt >= InterfacesEvery || slept || !m_kernel) {
        m_interfacesAt = now.mono;
        Q_EMIT interfacesMayHaveChanged();
    }
    if (slept)
        Q_EMIT woke();
}

#ifdef Q_OS_LINUX

void NetworkWatch::listenToKernel()
{
    m_descriptor = ::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_ROUTE);
    sockaddr_nl address{};
    address.nl_family = AF_NETLINK;
    address.nl_groups = RTMGRP_LINK | RTMGRP_IPV4_IFADDR | RTMGRP_IPV6_IFADDR | RTMGRP_IPV4_ROUTE;
    if (m_descriptor < 0 ||
        ::bind(m_descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
        return;  // a sandbox may forbid it: the timer goes on
    m_kernel = std::make_unique<QSocketNotifier>(m_descriptor, QSocketNotifier::Read);
    connect(m_kernel.get(), &QSocketNotifier::activated, this, &NetworkWatch::onKernel);
}

/// That something was said is enough.
void NetworkWatch::onKernel()
{
    std::array<char, 8192> said;
    while (::recv(m_descriptor, said.data(), said.size(), 0) > 0) {}
    if (!m_settling.isActive())
        m_settling.start();
}

#else

void NetworkWatch::listenToKernel() {}
void NetworkWatch::onKernel() {}

#endif

}  // namespace vos::qt
