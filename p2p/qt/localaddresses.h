#pragma once

// The addresses of this machine.

#include <QHostAddress>

#include <vector>

namespace vos::qt {

/// Of all interfaces that are up: public ones first, then private ones, loopback last. Left out are
/// link-local IPv6 addresses and IPv6 addresses about to expire.
std::vector<QHostAddress> machineAddresses();

}  // namespace vos::qt
