#pragma once

// The router of the own network, as far as this computer knows it.

#include <QHostAddress>
#include <QString>

#include <chrono>
#include <optional>

namespace vos::qt {

struct Gateway {
    QHostAddress router;  ///< IPv4
    QHostAddress own;     ///< our address in its network
    quint16 port = 5351;  ///< at which it is asked (another one in tests)
    /// For an answer, doubled with each try (RFC 6886, section 3.1; less in tests).
    std::chrono::milliseconds firstWait{250};
    QString upnpDescription;  ///< URL; empty: looked for in the network
};

/// The default router, if our address in its network is a private one: a public one needs no
/// mapping. Where the system does not tell (elsewhere than on Linux), the first address of a
/// private network, which is the router's in most homes.
std::optional<Gateway> findGateway();

/// Whether a machine with this address could be reached from everywhere as it is.
bool isPublic(const QHostAddress& address);

/// The default router in the text of /proc/net/route; null where there is none.
QHostAddress defaultRouter(const QByteArray& routes);

}  // namespace vos::qt
