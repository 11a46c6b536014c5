#pragma once

// The reliable transport of one session: three ordered message channels over datagrams that may be
// lost, repeated and reordered. It knows neither sockets, clocks nor keys: packets and time go in,
// packets, events and a deadline come out.
//
// Order of use: change the connection once (handlePacket, handleTimeout, send, ping, …), drain
// pollPacket() and pollEvent() until both are empty, then wait until nextTimeout(). Several packets
// may be handled before a drain: they share one acknowledgement.
//
// Invariants
// - Packet numbers are 0, 1, 2 and so on, each used once; they are the session's DATA counter, so
//   every DATA datagram of the session comes from here.
// - What arrives on a channel is exactly what was sent on it, whole, once and in order. Channels
//   are independent of each other, so a small message is never held up by bulk.
// - Memory is bounded by the receive windows, whatever the peer sends; what it is not entitled to
//   (unknown frame, window overrun, acknowledgement of an unsent packet) closes the connection.
//
// Packets are authenticated before they come here, so this defends against a misbehaving contact or
// guest, not against third parties; replayed numbers are harmless all the same.

#include "p2p/base/bytes.h"
#include "p2p/base/expected.h"
#include "p2p/base/time.h"
#include "p2p/transport/acktracker.h"
#include "p2p/transport/channels.h"
#include "p2p/transport/congestion.h"
#include "p2p/transport/lossdetector.h"
#include "p2p/transport/mtuprober.h"
#include "p2p/transport/pacer.h"
#include "p2p/transport/ring.h"
#include "p2p/transport/types.h"
#include "p2p/wire/frame.h"

#include <cstdint>
#include <optional>
#include <variant>

namespace vos::transport {

class Connection {
public:
    Connection(const Config& config, Instant now);

    // ---- the world in -------------------------------------------------------------------------

    /// Takes one authenticated packet. `path` is the engine's own name for the address it came
    /// from; it only travels to PathAnswered and to the answer of a path challenge. Repeated
    /// packets are ignored. An error means that the peer broke the protocol: the connection is
    /// closed (a CLOSE goes out by pollPacket), the rest of the packet is dropped.
    Outcome<CloseReason> handlePacket(Instant now, std::uint64_t number, ByteView plaintext,
                                      std::optional<PathTag> path = std::nullopt);
    /// Call at or after nextTimeout(); harmless at any other moment.
    void handleTimeout(Instant now);

    // ---- commands -----------------------------------------------------------------------------

    /// Queues one message of at most MaxMessage bytes (asserted). Always takes it: watch
    /// queuedBytes() and Writable. False, and nothing queued, once the connection is closed.
    bool send(Channel channel, ByteView message);
    /// Sends `data` (not empty, CarriedDatagram bytes at most; asserted) once, ahead of bulk and
    /// without repeats: it may be lost, and comes in no order with anything. What waits when the
    /// window is full gives way to newer, CarriedQueueMax bytes at most. False once closed.
    bool sendDatagram(std::uint32_t flow, ByteView data);
    /// Asks the peer for a sign of life; PingAnswered with the same token follows. Survives loss.
    std::uint64_t ping(Instant now);
    /// Sends a PATH_CHALLENGE on `path` in a packet of its own (ChallengeDatagram bytes at most),
    /// once: call again to repeat it. PathAnswered carries the token when the peer echoes it.
    void challengePath(PathTag path, const ByteArray<8>& token);
    /// The session runs on another path from now on: round-trip time, congestion state and MTU are
    /// those of `estimate`, or forgotten; what was in flight is sent again. Channels go on.
    void pathChanged(Instant now, const PathLimits& limits = {},
                     const std::optional<PathEstimate>& estimate = {});
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
    /// By when the oldest packet in flight should be acknowledged; nothing while all are. In the
    /// past, the path may be dead.
    std::optional<Instant> answerTime() const { return m_loss.answerTime(); }
    /// When the last valid packet came; the start if none did.
    Instant lastHeard() const;
    /// The number the next packet will have.
    std::uint64_t nextNumber() const;
    Statistics statistics() const;
    /// What the next connection with the same peer over the same path may start from.
    PathEstimate estimate() const;
    /// Memory the receive buffers hold, bounded by the windows.
    std::size_t receiveBytes() const { return m_channels.receiveBytes(); }

private:
    enum class State {
        Open,
        Closing,  ///< closed here; the peer may not know yet
        Closed,   ///< closed by the peer
    };
    /// Events that wait to be taken; messages wait in their channels instead.
    using Notice =
        std::variant<DatagramReceived, PingAnswered, PathAnswered, PeerClosed, MtuChanged>;
    struct PendingPing {
        std::uint64_t token = 0;
        Instant sentAt{};
    };
    struct PathFrame {
        std::optional<PathTag> path;
        ByteArray<8> token{};
        bool isResponse = false;
    };
    struct Carried {
        std::uint32_t flow = 0;
        Bytes data;
    };
    /// What the frames of one arriving packet amount to.
    struct Arrival {
        Instant now{};
        std::optional<PathTag> path;
        bool eliciting = false;
        bool urgent = false;
        bool kept = true;
    };

    // In.
    Outcome<CloseReason> fail(CloseReason reason);
    Outcome<CloseReason> handleFrame(Arrival& arrival, const wire::Frame& frame);
    Outcome<CloseReason> handleAck(Instant now, const wire::AckFrame& frame);
    Outcome<CloseReason> handleChannel(Arrival& arrival, const wire::ChannelFrame& frame);
    void handleWhileClosed(ByteView plaintext);
    void handleAcknowledged(Instant now, const SentPacket& packet);
    void handleLost(const LossDetector::Packets& packets);
    void answerPings(Instant now, std::uint64_t token);
    void handleProbeTimeout();
    void repeatEagerly();

    // Out.
    PacketHead writeClose(Instant now, Bytes& out);
    PacketHead writePathFrame(Instant now, Bytes& out);
    PacketHead writeDatagram(Instant now, Bytes& out);
    PacketHead writeAck(Instant now, Bytes& out);
    PacketHead writeData(Instant now, Bytes& out, bool withData);
    PacketHead writeMtuProbe(Instant now, Bytes& out, std::size_t size);
    void addAck(Instant now, wire::Writer& writer, SentFrames& frames);
    void addPing(wire::Writer& writer, SentFrames& frames);
    PacketHead finish(Instant now, SentPacket packet, std::size_t plaintextSize);
    void planEagerRepeat(Instant now, std::uint64_t number, const SentPacket& packet);
    void updatePacer(Instant now);
    void setDatagram();
    std::size_t payloadLimit() const;

    Config m_config;
    State m_state = State::Open;
    CloseReason m_closeReason = CloseReason::Goodbye;
    bool m_closeDue = false;
    unsigned m_closesSent = 0;

    Channels m_channels;
    AckTracker m_acks;
    LossDetector m_loss;
    MtuProber m_mtu;
    Congestion m_congestion;
    Pacer m_pacer;

    Ring<Notice> m_notices;
    Ring<PendingPing> m_pings;
    std::uint64_t m_nextPing = 1;
    bool m_pingDue = false;
    Ring<PathFrame> m_pathFrames;
    Ring<Carried> m_carried;  // datagrams that wait
    std::size_t m_carriedBytes = 0;
    bool m_carriedLast = false;  // the last packet was one: channels are not to starve

    unsigned m_probes = 0;     // packets that may leave in spite of the window
    unsigned m_acksInRow = 0;  // packets without anything the peer acknowledges
    std::optional<Instant> m_pacedUntil;
    std::optional<Instant> m_eagerAt;
    std::uint64_t m_eagerFrom = 0;
    Instant m_lastHeard;
    Statistics m_statistics;
};

}  // namespace vos::transport
