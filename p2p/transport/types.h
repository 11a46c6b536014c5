#pragma once

// The values that cross the border of Connection, and the limits both ends rely on.

#include "p2p/base/bytes.h"
#include "p2p/base/time.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <variant>

namespace vos::transport {

/// Ordered message streams, most urgent first: a packet takes bytes of a channel only when those
/// before it have nothing to send.
enum class Channel : std::uint8_t { Control = 0, Small = 1, Bulk = 2 };
inline constexpr std::size_t ChannelCount = 3;
inline constexpr std::array<Channel, ChannelCount> AllChannels{Channel::Control, Channel::Small,
                                                               Channel::Bulk};

/// Longest message of a channel: a letter of 60 KiB, its frame and room to grow. Longer ones on the
/// wire close the connection.
inline constexpr std::size_t MaxMessage = 68 * 1024;

/// Bytes a DATA datagram adds to a packet: head 4, connection id 8, counter 8, tag 16.
inline constexpr std::size_t DatagramOverhead = 36;
/// Size every path must carry (UDP payload); nothing larger is sent before it was probed.
inline constexpr std::size_t BaseDatagram = 1200;
/// Smallest that a connection can be told to use: an acknowledgement with all its ranges takes
/// half.
inline constexpr std::size_t MinDatagram = 1100;
/// Largest datagram that is ever probed: an Ethernet jumbo frame without IPv4 and UDP headers.
inline constexpr std::size_t MaxDatagram = 8972;
/// Largest datagram that another session can carry inside one of its own, which must fit the size
/// every path carries: 36 of the outer head, 8 of the frame, and room for an acknowledgement.
inline constexpr std::size_t CarriedDatagram = 1120;
/// Carried datagrams that wait for the window, in bytes; the oldest give way. A quarter of a second
/// of what a relay carries for one pair.
inline constexpr std::size_t CarriedQueueMax = 64 * 1024;
/// Largest datagram that carries a path challenge or its answer.
inline constexpr std::size_t ChallengeDatagram = DatagramOverhead + 9;

/// Credit both ends start with; nothing is negotiated. Bulk can never take the connection's whole
/// credit, so the other channels always have some.
inline constexpr std::uint64_t InitialChannelWindow = std::uint64_t{1} << 20;
inline constexpr std::uint64_t InitialConnectionWindow = std::uint64_t{2} << 20;

/// Longest time a receiver keeps an acknowledgement back (RFC 9002 calls it max_ack_delay).
inline constexpr Duration MaxAckDelay = 5ms;

/// A CLOSE is sent once by itself and again in answer to packets that still come, this often in
/// all.
inline constexpr unsigned CloseRepeats = 3;

/// Why a connection ended. The number travels as it is; unknown ones are kept.
enum class CloseReason : std::uint16_t {
    Goodbye = 0,   ///< the program ends, or the peer is no longer wanted
    Replaced = 1,  ///< a newer session has taken over
    Refused = 2,   ///< the other side may not talk to this one
    // What follows is raised by the transport itself.
    BadFrame = 16,         ///< a frame that cannot be decoded, or an unknown one
    BadAcknowledgement,    ///< acknowledges a packet that was never sent
    FlowControlViolation,  ///< more bytes than the credit given
    BadMessage,            ///< a message longer than MaxMessage or with a malformed length
    // The engine's own reasons.
    BadContent = 32,  ///< a message the layer above could not decode
    Crowded = 33,     ///< so many guests that this one, silent longest, makes room
};

/// What is known about a path. A rekeyed session inherits it; a new one may at least be told the
/// round-trip time its handshake took.
struct PathEstimate {
    Duration smoothedRtt{};
    Duration rttVariation{};              ///< zero: half of smoothedRtt is assumed
    Duration minRtt{};                    ///< zero: smoothedRtt is assumed
    std::uint64_t bandwidth = 0;          ///< bytes a second; zero: never filled, hence unknown
    std::size_t datagram = BaseDatagram;  ///< size that was seen to arrive
};

/// How large datagrams may be on a path; see Config.
struct PathLimits {
    std::size_t datagram = BaseDatagram;
    std::size_t maxDatagram = 1472;
};

struct Config {
    /// Size to start with, in [MinDatagram, BaseDatagram]; smaller where a path carries less
    /// (relay).
    std::size_t datagram = BaseDatagram;
    /// Ceiling of the search for a larger MTU, a UDP payload up to MaxDatagram. Equal to
    /// `datagram`: never searched. Above 1472 only local paths are tried.
    std::size_t maxDatagram = 1472;
    /// The bulk channel's receive window grows up to this while the peer fills it: enough for 80
    /// MB/s over 50 ms, or a quarter of that with losses. It bounds what a peer can make us hold
    /// (with 1 MiB for the other channels), so give strangers InitialChannelWindow.
    std::uint64_t maxBulkWindow = std::uint64_t{8} << 20;
    /// Writable is reported when a channel's queue falls to this from above.
    std::size_t lowWater = 128 * 1024;
    std::optional<PathEstimate> inherited;
    /// It takes the place of one that still works: nobody waits for its first packet.
    bool renews = false;
};

/// The engine's name for an address a packet came from or must go to.
using PathTag = int;

struct PacketHead {
    std::uint64_t number = 0;
    /// Where to send it; nothing: the session's current path.
    std::optional<PathTag> path;
    /// Holds something of a message, a credit or a question: not acknowledgements alone, and not
    /// what is carried for another session.
    bool counts = false;
};

struct Packet {
    std::uint64_t number = 0;
    Bytes plaintext;
    std::optional<PathTag> path;
};

struct MessageReceived {
    Channel channel;
    Bytes message;
};
/// One that the peer sent with sendDatagram().
struct DatagramReceived {
    std::uint32_t flow;
    Bytes data;
};
struct PingAnswered {
    std::uint64_t token;
    Duration rtt;  ///< from ping() to the answer, repetitions included
};
struct PathAnswered {
    ByteArray<8> token;
    std::optional<PathTag> path;  ///< where the answer came from
};
struct PeerClosed {
    CloseReason reason;
};
struct MtuChanged {
    std::size_t datagram;
};
struct Writable {
    Channel channel;
};
using Event = std::variant<MessageReceived, DatagramReceived, PingAnswered, PathAnswered,
                           PeerClosed, MtuChanged, Writable>;

struct Statistics {
    Duration latestRtt{};
    Duration smoothedRtt{};
    Duration rttVariation{};
    Duration minRtt{};
    std::uint64_t bytesInFlight = 0;
    std::uint64_t congestionWindow = 0;
    std::uint64_t deliveryRate = 0;  ///< bytes a second, the model's bandwidth
    std::size_t datagram = BaseDatagram;
    std::uint64_t packetsSent = 0;
    std::uint64_t packetsReceived = 0;
    std::uint64_t packetsDuplicate = 0;
    std::uint64_t packetsLost = 0;    ///< declared lost, MTU probes not counted
    std::uint64_t bytesSent = 0;      ///< datagram bytes, overhead included
    std::uint64_t bytesReceived = 0;  ///< likewise
    std::uint64_t bytesResent = 0;    ///< channel bytes that were sent again
};

}  // namespace vos::transport
