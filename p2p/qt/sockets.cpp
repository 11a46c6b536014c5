#include "p2p/qt/sockets.h"

#include "p2p/qt/convert.h"
#include "p2p/qt/localaddresses.h"
#include "p2p/qt/udpsocket.h"

#include <algorithm>

namespace vos::qt {

namespace {

using Kind = StartError::Kind;
using BindError = UdpSocket::BindError;
using Bound = Expected<std::unique_ptr<UdpSocket>, BindError>;

/// A port free for IPv4 may be taken for IPv6; a few tries find one that is free for both.
constexpr int portTries = 16;

StartError startError(BindError error, const QHostAddress& address, quint16 port)
{
    const QString host = address.toString();
    const QString portText = QString::number(port);
    switch (error) {
    case BindError::Taken:
        return {
            Kind::PortTaken,
            QStringLiteral("UDP port %1 on %2 is taken by another program; stop that program, or "
                           "choose another port with --listen.")
                .arg(portText, host)};
    case BindError::NoSuchAddress:
        return {Kind::BadOption,
                QStringLiteral("This computer has no address %1; choose another one with --listen.")
                    .arg(host)};
    case BindError::NotAllowed:
        return {Kind::BadOption,
                QStringLiteral("UDP port %1 on %2 may not be used by this user; choose one above "
                               "1023 with --listen.")
                    .arg(portText, host)};
    case BindError::NoNetwork:
        break;
    }
    return {Kind::NoNetwork,
            QStringLiteral("No UDP socket can be opened on %1; check the network of this computer.")
                .arg(host)};
}

/// The kept port or, where it is taken, any.
Bound bindFree(const QHostAddress& address, quint16 keptPort)
{
    if (keptPort != 0) {
        Bound bound = UdpSocket::bind(address, keptPort);
        if (bound)
            return bound;
    }
    return UdpSocket::bind(address, 0);
}

}  // namespace

Expected<Sockets, StartError> Sockets::open(const std::vector<ListenPlace>& listen,
                                            quint16 keptPort)
{
    Sockets sockets;
    for (const ListenPlace& place : listen) {
        Bound bound = place.port == 0 ? bindFree(place.address, keptPort)
                                      : UdpSocket::bind(place.address, place.port);
        if (!bound)
            return Unexpected{startError(bound.error(), place.address, place.port)};
        sockets.m_sockets.push_back(std::move(*bound));
    }
    sockets.m_ownCount = sockets.m_sockets.size();
    if (!listen.empty())
        return sockets;

    sockets.m_everywhere = true;
    const QHostAddress anyV4(QHostAddress::AnyIPv4);
    const QHostAddress anyV6(QHostAddress::AnyIPv6);
    for (int attempt = 0; attempt < portTries; ++attempt) {
        sockets.m_sockets.clear();
        Bound v4 = bindFree(anyV4, attempt == 0 ? keptPort : quint16{0});
        const quint16 wanted = v4 ? (*v4)->local().port : keptPort;
        Bound v6 = v4 ? UdpSocket::bind(anyV6, wanted) : bindFree(anyV6, wanted);
        if (!v4 && !v6)
            return Unexpected{startError(v4.error(), anyV4, 0)};
        const bool portSplit = v4 && !v6 && v6.error() == BindError::Taken;
        if (v4)
            sockets.m_sockets.push_back(std::move(*v4));
        if (v6)
            sockets.m_sockets.push_back(std::move(*v6));
        if (!portSplit)
            break;
    }
    sockets.m_ownCount = sockets.m_sockets.size();
    return sockets;
}

void Sockets::send(const Transmit& transmit)
{
    if (const auto index = pick(transmit))
        m_sockets[*index]->send(transmit.to, transmit.datagram);
}

DatagramSocket* Sockets::sendAside(const Transmit& transmit, Instant now)
{
    const auto index = pick(transmit);
    if (!index)
        return nullptr;
    Aside& aside = m_aside[{transmit.socket, *index}];
    const bool opening = !aside.socket;
    if (opening) {
        Bound bound = UdpSocket::bind(toHostAddress(m_sockets[*index]->local()), 0);
        if (!bound)
            return nullptr;
        aside.socket = std::move(*bound);
        aside.openedAt = now;
    }
    aside.usedAt = now;
    aside.socket->send(transmit.to, transmit.datagram);
    return opening ? aside.socket.get() : nullptr;
}

void Sockets::closeUnused(Instant now)
{
    std::erase_if(m_aside, [now](const auto& entry) {
        const Aside& aside = entry.second;
        if (isSpareSocket(entry.first.first))
            return now - aside.usedAt >= SpareSocketQuiet;
        return now - aside.openedAt >= GuestAge && now - aside.usedAt >= GuestQuiet;
    });
}

bool Sockets::openWebPort()
{
    if (!m_everywhere || m_sockets.size() > m_ownCount || port() == WebPort)
        return false;
    for (std::size_t i = 0; i < m_ownCount; ++i) {
        const IpFamily family = m_sockets[i]->local().family;
        const auto addresses = machineAddresses();
        const bool isPublic =
            std::any_of(addresses.begin(), addresses.end(), [&](const QHostAddress& address) {
                const auto endpoint = toEndpoint(address, WebPort);
                return endpoint && endpoint->family == family && !endpoint->isPrivate() &&
                       !endpoint->isLoopback();
            });
        if (!isPublic)
            continue;
        Bound bound = UdpSocket::bind(toHostAddress(m_sockets[i]->local()), WebPort);
        if (bound)
            m_sockets.push_back(std::move(*bound));
    }
    return m_sockets.size() > m_ownCount;
}

bool Sockets::mend()
{
    bool allSound = true;
    for (const auto& socket : m_sockets)
        allSound = socket->mend() && allSound;
    return allSound;
}

std::optional<std::size_t> Sockets::pick(const Transmit& transmit) const
{
    if (transmit.socket < m_sockets.size() &&
        m_sockets[transmit.socket]->local().family == transmit.to.family)
        return transmit.socket;
    std::optional<std::size_t> fitting;
    for (std::size_t i = 0; i < m_sockets.size(); ++i) {
        const Endpoint local = m_sockets[i]->local();
        if (local.family != transmit.to.family)
            continue;
        if (isUnspecified(local) || local.isLoopback() == transmit.to.isLoopback())
            return i;
        fitting = i;
    }
    return fitting;
}

std::vector<Endpoint> Sockets::localEndpoints() const
{
    std::vector<Endpoint> endpoints;
    for (const auto& socket : m_sockets) {
        const Endpoint local = socket->local();
        if (!isUnspecified(local)) {
            endpoints.push_back(local);
            continue;
        }
        for (const QHostAddress& address : machineAddresses()) {
            const auto endpoint = toEndpoint(address, local.port);
            if (endpoint && endpoint->family == local.family)
                endpoints.push_back(*endpoint);
        }
    }
    return endpoints;
}

bool Sockets::listensOutside() const
{
    return std::any_of(m_sockets.begin(), m_sockets.end(),
                       [](const auto& socket) { return !socket->local().isLoopback(); });
}

quint16 Sockets::port() const
{
    return m_sockets.empty() ? quint16{0} : m_sockets.front()->local().port;
}

}  // namespace vos::qt
