#pragma once

// Where a datagram of the engine goes or came from.

#include "p2p/base/endpoint.h"
#include "p2p/engine/output.h"

namespace vos::engine {

/// Datagrams that a relay carries: their endpoint is none of the outside world but names the flow
/// (relaying.h), and never leaves the engine.
inline constexpr SocketIndex RelaySocket = 0xfffd;

struct Route {
    Endpoint endpoint;
    SocketIndex socket = AnySocket;  ///< one of ours, by which

    bool relayed() const { return socket == RelaySocket; }
    bool operator==(const Route&) const = default;
};

}  // namespace vos::engine
