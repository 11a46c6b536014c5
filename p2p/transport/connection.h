#pragma once

// The reliable transport of one session: three ordered message channels over datagrams that may be
// lost, repeated and reordered. It knows neither sockets, clocks nor keys: packets and time go in,
// packets, events and a deadline come out.
//
// Order of use: change the connection once (handlePacket, handleTimeout, send, ping, …), then drain
// pollPacket() and pollEvent() until both are empty, then wait until nextTimeout().
//
// Invariants
// - Packet numbers are 0, 1, 2 …, each used once; they are the session's DATA counter, hence every
//   DATA datagram of the session comes from here.
// - What arrives on a channel is exactly what was sent on it, whole, once and in order; channels are
//   independent of each other, so a small message is never held up by bulk.
// - Memory is bounded by the receive windows, whatever the peer sends; what it is not entitled to
//   (unknown frame, window overrun, acknowledgement of an unsent packet) closes the connection.
//
// Packets are authenticated before they come here, so this defends against a misbehaving contact or
// guest, not against third parties; replayed numbers are harmless all the same.

#include "p2p/base/bytes.h"
#include "p2p/base/expected.h"
#include "p2p/base/time.h"
#include "p2p/transport/types.h"

#include <cstdint>
#include <optional>

namespace vos::transport {

class Connection {
public:
    Connection(const Config& config, Instant now);

    // ---- the world in -------------------------------------------------------------------------

    /// Takes one authenticated packet. `path` is the engine's own name for the address it came from;
    /// it only travels to PathAnswered and to the answer of a path challenge. Repeated packets are
    /// ignored. An error means that the peer broke the protocol: the connection is closed (a CLOSE
    /// goes out by pollPacket), the rest of the packet is dropped.
    Outcome<CloseReason> handlePacket(Instant now, std::uint64_t number, ByteView plaintext,
                                      std::optional<PathTag> path = std::nullopt);
    /// Call at or after nextTimeout(); harmless at any other moment.
    void handleTimeout(Instant now);

    // ---- commands -----------------------------------------------------------------------------

    /// Queues one message of at most MaxMessage bytes (asserted). Always takes it: watch
    /// queuedBytes() and Writable. False, and nothing queued, once the connection is closed.
    bool send(Channel channel, ByteView message);
    /// Asks the peer for a sign of life; PingAnswered with the same token follows. Survives loss.
    std::uint64_t ping(Instant now);
    /// Sends a PATH_CHALLENGE on `path` in a packet of its own (ChallengeDatagram bytes at most), once:
    /// call again to repeat it. PathAnswered carries the token when the peer echoes it.
    void challengePath(PathTag path, const ByteArray<8>& token);
    /// The session runs on another path from now on: forgets round-trip time, congestion state and
    /// MTU, and sends again what was in flight. Channels go on.
    void pathChanged(Instant now);
    /// Drops what is queued, says goodbye (at most CloseRepeats times) and is closed at once.
    void close(CloseReason reason);

    // ---- effects out --------------------------------------------------------------------------

    /// The next packet to seal and send, if any may go now. Call until there is none.
    std::optional<Packet> pollPacket(Instant now);
    /// The same without an allocation: appends the plaintext to `out` (untouched if there is none),
    /// so the caller can put the datagram's head in front and seal in place.
    std::optional<PacketHead> pollPacket(Instant now, Bytes& out);
    /// The next event, if any. Taking a MessageReceived is what gives the peer new credit.
    std::optional<Event> pollEvent();
    /// When to call handleTimeout() next; nothing while idle.
    std::optional<Instant> nextTimeout() const;

    // ---- state --------------------------------------------------------------------------------

    bool isClosed() const;
    /// Bytes of the channel that were never sent so far.
    std::size_t queuedBytes(Channel channel) const;
    /// True while any channel holds a byte that the peer has not acknowledged.
    bool hasUnacknowledged() const;
    /// Probe timeouts in a row since the last acknowledgement; the engine decides what is dead.
    unsigned consecutiveTimeouts() const;
    /// When the last valid packet came; the start if none did.
    Instant lastHeard() const;
    /// The number the next packet will have.
    std::uint64_t nextNumber() const;
    Statistics statistics() const;
    /// What the next connection with the same peer over the same path may start from.
    PathEstimate estimate() const;
};

}  // namespace vos::transport
