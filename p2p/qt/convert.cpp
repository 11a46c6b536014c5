#include "p2p/qt/convert.h"

#include <QNetworkInterface>
#include <QStringDecoder>
#include <QtEndian>

#include <algorithm>
#include <cstring>
#include <iterator>

namespace vos::qt {

namespace {

/// Also of ::ffff:a.b.c.d, which is how a dual-stack socket names an IPv4 peer; but not of ::,
/// every interface of IPv6, which Qt would take for 0.0.0.0.
std::optional<quint32> v4Of(const QHostAddress& address)
{
    if (address.protocol() == QAbstractSocket::IPv6Protocol) {
        const Q_IPV6ADDR v6 = address.toIPv6Address();
        constexpr quint8 mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
        if (!std::equal(std::begin(mapped), std::end(mapped), v6.c))
            return std::nullopt;
    }
    bool isV4 = false;
    const quint32 v4 = address.toIPv4Address(&isV4);
    return isV4 ? std::optional(v4) : std::nullopt;
}

/// `scope` is an interface's name or number.
bool putInterface(Endpoint& endpoint, const QString& scope)
{
    bool isNumber = false;
    int number = scope.toInt(&isNumber);
    if (!isNumber)
        number = QNetworkInterface::interfaceIndexFromName(scope);
    if (number <= 0 || number > 0xffff || !endpoint.isLinkLocal())
        return false;
    endpoint.address[2] = static_cast<std::byte>(number >> 8);
    endpoint.address[3] = static_cast<std::byte>(number & 0xff);
    return true;
}

}  // namespace

QString toQString(std::string_view utf8)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::ConvertInitialBom);
    return decoder.decode(QByteArrayView(utf8.data(), static_cast<qsizetype>(utf8.size())));
}

std::optional<Endpoint> toEndpoint(const QHostAddress& address, quint16 port)
{
    Endpoint endpoint;
    endpoint.port = port;
    if (const auto v4 = v4Of(address)) {
        const quint32 bytes = qToBigEndian(*v4);
        endpoint.family = IpFamily::V4;
        std::memcpy(endpoint.address.data(), &bytes, sizeof bytes);
        return endpoint;
    }
    if (address.protocol() != QAbstractSocket::IPv6Protocol)
        return std::nullopt;
    const Q_IPV6ADDR v6 = address.toIPv6Address();
    endpoint.family = IpFamily::V6;
    std::memcpy(endpoint.address.data(), v6.c, sizeof v6.c);
    if (!address.scopeId().isEmpty() && !putInterface(endpoint, address.scopeId()))
        return std::nullopt;
    return endpoint;
}

QHostAddress toHostAddress(const Endpoint& endpoint)
{
    if (endpoint.family == IpFamily::V4) {
        quint32 v4 = 0;
        std::memcpy(&v4, endpoint.address.data(), sizeof v4);
        return QHostAddress(qFromBigEndian(v4));
    }
    QHostAddress address(reinterpret_cast<const quint8*>(endpoint.address.data()));
    if (!endpoint.isLinkLocal())
        return address;
    Q_IPV6ADDR v6 = address.toIPv6Address();
    const int number = v6.c[2] << 8 | v6.c[3];
    v6.c[2] = v6.c[3] = 0;
    address.setAddress(v6);
    if (number != 0)
        address.setScopeId(QString::number(number));
    return address;
}

bool isUnspecified(const Endpoint& endpoint)
{
    return std::all_of(endpoint.address.begin(), endpoint.address.end(),
                       [](std::byte b) { return b == std::byte{0}; });
}

}  // namespace vos::qt
