#pragma once

// UPnP IGD through libminiupnpc: what a router without PCP and NAT-PMP often knows. Blocking;
// called off the engine's thread. Without the library nothing is ever found.

#include "p2p/base/endpoint.h"
#include "p2p/qt/gateway.h"

#include <QString>

#include <chrono>
#include <optional>

namespace vos::qt {

struct UpnpMapping {
    Endpoint external;
    std::chrono::seconds lifetime{};  ///< zero: the router knows only mappings without end
    QString controlUrl;
    QString service;
};

bool upnpSupported();
/// Some seconds at most. `suggested`: the outer port to ask for first.
std::optional<UpnpMapping> upnpMap(const Gateway& gateway, quint16 port, quint16 suggested,
                                   std::chrono::seconds lifetime);
void upnpUnmap(const UpnpMapping& mapping);

}  // namespace vos::qt
