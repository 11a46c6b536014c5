#pragma once

// The two MACs at the end of INIT and RESP. mac1 shows that the sender knows whom it talks to: it
// costs a hash to check and keeps blind scans from costing more. mac2 shows that the sender gets
// what is sent to its address.

#include "p2p/base/ids.h"
#include "p2p/wire/packet.h"

namespace vos::session {

/// BLAKE2b-128 of an address and port under the responder's key of the moment.
using CookieValue = ByteArray<16>;

/// Over `covered`, all bytes before mac1; `receiver` is the S of who shall read it.
wire::Mac mac1(const ExchangeKey& receiver, ByteView covered);
/// Over `covered`, all bytes before mac2.
wire::Mac mac2(const CookieValue& cookie, ByteView covered);

}  // namespace vos::session
