#pragma once

// Safety number: what two people compare, by voice or by scanning, to know that nobody stands
// between them. The same on both sides.

#include "p2p/base/ids.h"

#include <string>

namespace vos::identity {

/// BLAKE2b-512 under `VOS/safety/1` of both ids in byte order; these bytes go into the code to
/// scan.
ByteArray<64> safetyBytes(const NodeId& a, const NodeId& b);
/// 12 groups of 5 digits with a space between; each is 5 of the bytes (little-endian) mod 100000.
std::string safetyNumber(const NodeId& a, const NodeId& b);

}  // namespace vos::identity
