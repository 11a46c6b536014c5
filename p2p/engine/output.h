#pragma once

// Effects of the engine, to be performed by its owner in the order they are polled.

#include "p2p/base/endpoint.h"
#include "p2p/engine/event.h"
#include "p2p/engine/storage.h"

#include <variant>

namespace vos {

/// Which of the owner's sockets a datagram came in by or has to leave by.
using SocketIndex = std::uint8_t;
/// The owner picks a socket of the endpoint's family.
inline constexpr SocketIndex AnySocket = 255;

struct Transmit {
    Endpoint to;
    SocketIndex socket = AnySocket;
    Bytes datagram;
};

/// Make all of `operations` durable, or none; then call handleStored(ticket).
struct Store {
    std::uint64_t ticket = 0;
    std::vector<StoreOperation> operations;
};

/// Find a nonce whose letter work has `bits` leading zero bits (off the engine's thread: about a
/// second at 22 bits), then call handleWork(ticket).
struct FindWork {
    std::uint64_t ticket = 0;
    LetterId letter;
    unsigned bits = 0;
};

using Output = std::variant<Transmit, Store, FindWork, Event>;

}  // namespace vos
