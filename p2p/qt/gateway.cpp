#include "p2p/qt/gateway.h"

#include "p2p/qt/convert.h"
#include "p2p/qt/localaddresses.h"

#include <QFile>
#include <QNetworkInterface>

#include <QtEndian>

#include <limits>

namespace vos::qt {

namespace {

constexpr auto routeTable = "/proc/net/route";
constexpr int flagUp = 1;
constexpr int flagGateway = 2;

/// Our own address in the network `router` is in.
QHostAddress ownAddressBeside(const QHostAddress& router)
{
    for (const QNetworkInterface& card : QNetworkInterface::allInterfaces()) {
        for (const QNetworkAddressEntry& entry : card.addressEntries()) {
            if (entry.ip().protocol() == QAbstractSocket::IPv4Protocol &&
                entry.prefixLength() > 0 && router.isInSubnet(entry.ip(), entry.prefixLength()))
                return entry.ip();
        }
    }
    return {};
}

/// The first address of the first private network of this computer.
QHostAddress guessedRouter()
{
    for (const QNetworkInterface& card : QNetworkInterface::allInterfaces()) {
        if (!card.flags().testFlag(QNetworkInterface::IsRunning) ||
            card.flags().testFlag(QNetworkInterface::IsLoopBack))
            continue;
        for (const QNetworkAddressEntry& entry : card.addressEntries()) {
            const auto own = toEndpoint(entry.ip(), 1);
            if (own && own->family == IpFamily::V4 && own->isPrivate() && !own->isLinkLocal()) {
                const quint32 net = entry.ip().toIPv4Address() & entry.netmask().toIPv4Address();
                return QHostAddress(net + 1);
            }
        }
    }
    return {};
}

}  // namespace

bool isPublic(const QHostAddress& address)
{
    const auto endpoint = toEndpoint(address, 1024);
    return endpoint && endpoint->isUsable() && !endpoint->isPrivate() && !endpoint->isLoopback();
}

// A line: interface, destination, gateway (both hexadecimal, in the byte order of this machine),
// flags, three fields more, mask. The metric is the seventh.
QHostAddress defaultRouter(const QByteArray& routes)
{
    QHostAddress best;
    int bestMetric = std::numeric_limits<int>::max();
    for (const QByteArray& line : routes.split('\n')) {
        const QList<QByteArray> fields = line.simplified().split(' ');
        if (fields.size() < 8)
            continue;
        bool isNumber = false;
        const quint32 router = qFromBigEndian(qToLittleEndian(fields[2].toUInt(&isNumber, 16)));
        const int flags = fields[3].toInt(nullptr, 16);
        const int metric = fields[6].toInt();
        if (isNumber && fields[1] == "00000000" && fields[7] == "00000000" && router != 0 &&
            (flags & flagUp) != 0 && (flags & flagGateway) != 0 && metric < bestMetric) {
            best = QHostAddress(router);
            bestMetric = metric;
        }
    }
    return best;
}

std::optional<Gateway> findGateway()
{
    QFile file(QString::fromLatin1(routeTable));
    const bool isTold = file.open(QIODevice::ReadOnly);
    const QHostAddress router = isTold ? defaultRouter(file.readAll()) : guessedRouter();
    if (router.isNull())
        return std::nullopt;
    const QHostAddress own = ownAddressBeside(router);
    if (own.isNull() || isPublic(own))
        return std::nullopt;
    return Gateway{.router = router, .own = own, .upnpDescription = {}};
}

}  // namespace vos::qt
