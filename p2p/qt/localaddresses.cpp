#include "p2p/qt/localaddresses.h"

#include <QDeadlineTimer>
#include <QNetworkInterface>

#include <algorithm>

namespace vos::qt {

namespace {

bool isUp(const QNetworkInterface& card)
{
    const auto flags = card.flags();
    return flags.testFlag(QNetworkInterface::IsUp) && flags.testFlag(QNetworkInterface::IsRunning);
}

bool isUsable(const QNetworkAddressEntry& entry)
{
    const QHostAddress address = entry.ip();
    if (address.protocol() == QAbstractSocket::IPv6Protocol && address.isLinkLocal())
        return false;
    return !entry.isLifetimeKnown() || !entry.preferredLifetime().hasExpired();
}

int rank(const QHostAddress& address)
{
    if (address.isLoopback())
        return 2;
    return address.isGlobal() ? 0 : 1;
}

}  // namespace

std::vector<QHostAddress> machineAddresses()
{
    std::vector<QHostAddress> addresses;
    for (const QNetworkInterface& card : QNetworkInterface::allInterfaces()) {
        if (!isUp(card))
            continue;
        for (const QNetworkAddressEntry& entry : card.addressEntries()) {
            if (isUsable(entry))
                addresses.push_back(entry.ip());
        }
    }
    std::stable_sort(
        addresses.begin(), addresses.end(),
        [](const QHostAddress& a, const QHostAddress& b) { return rank(a) < rank(b); });
    return addresses;
}

}  // namespace vos::qt
