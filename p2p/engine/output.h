#pragma once

// Effects of the engine, to be performed by its owner in the order they are polled.

#include "p2p/base/endpoint.h"
#include "p2p/engine/event.h"
#include "p2p/engine/storage.h"

#include <variant>

namespace vos {

/// Which of the owner's sockets a datagram came in by or has to leave by.
using SocketIndex = std::uint16_t;
/// The owner picks a socket of the endpoint's family.
inline constexpr SocketIndex AnySocket = 0xffff;
/// A port of its own, which nothing connects with this node: for what is done as a guest. What
/// comes in by it is handed over with this index.
inline constexpr SocketIndex GuestSocket = 0xfffe;
/// Ports beside the main one, for probes: the owner opens such a socket when it is first sent by,
/// and closes it SpareSocketQuiet after the last datagram that went by it.
inline constexpr SocketIndex SpareSocketFirst = 0x100;
inline constexpr SocketIndex SpareSocketCount = 256;
inline constexpr std::chrono::seconds SpareSocketQuiet{120};
constexpr bool isSpareSocket(SocketIndex socket)
{
    return socket >= SpareSocketFirst && socket < SpareSocketFirst + SpareSocketCount;
}

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

/// Read these held letters, or the receipts that settled them, after all batches before; then call
/// handleLoaded(ticket) with those found.
struct LoadHeld {
    std::uint64_t ticket = 0;
    std::vector<LetterId> ids;
    bool receipts = false;
};

using Output = std::variant<Transmit, Store, FindWork, LoadHeld, Event>;

}  // namespace vos
