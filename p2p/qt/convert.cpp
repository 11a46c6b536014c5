#include "p2p/qt/convert.h"

#include <QtEndian>

#include <cstring>

namespace vos::qt {

std::optional<Endpoint> toEndpoint(const QHostAddress& address, quint16 port)
{
    Endpoint endpoint;
    endpoint.port = port;
    bool isV4 = false;
    // Also true for ::ffff:a.b.c.d, which is how a dual-stack socket names an IPv4 peer.
    const quint32 v4 = qToBigEndian(address.toIPv4Address(&isV4));
    if (isV4) {
        endpoint.family = IpFamily::V4;
        std::memcpy(endpoint.address.data(), &v4, sizeof v4);
        return endpoint;
    }
    if (address.protocol() != QAbstractSocket::IPv6Protocol || !address.scopeId().isEmpty())
        return std::nullopt;
    const Q_IPV6ADDR v6 = address.toIPv6Address();
    endpoint.family = IpFamily::V6;
    std::memcpy(endpoint.address.data(), v6.c, sizeof v6.c);
    return endpoint;
}

QHostAddress toHostAddress(const Endpoint& endpoint)
{
    if (endpoint.family == IpFamily::V4) {
        quint32 v4 = 0;
        std::memcpy(&v4, endpoint.address.data(), sizeof v4);
        return QHostAddress(qFromBigEndian(v4));
    }
    return QHostAddress(reinterpret_cast<const quint8*>(endpoint.address.data()));
}

}  // namespace vos::qt
