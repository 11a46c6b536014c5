#pragma once

// Frames: what the plaintext of a DATA datagram consists of, one after the other up to its end.
// Decoding takes one frame at a time and checks every length and limit before anything is taken or
// allocated; after an error the rest of the packet is worthless. Numbers are varints unless a size
// is given.
//
//   type  name               fields
//   0     PADDING            zeros up to the end of the packet
//   1     PING               -
//   2     ACK                largest, delay in us, n <= 63, first length, n x (gap, length)
//   3     CLOSE              reason 2 bytes
//   4     PATH_CHALLENGE     token 8 bytes
//   5     PATH_RESPONSE      token 8 bytes
//   6     MAX_DATA           limit
//   7     MAX_CHANNEL_DATA   channel 1 byte, limit
//   8     CHANNEL            channel 1 byte, offset, length > 0, data
//   9     DATAGRAM           flow, length > 0, data: once, in no order, never again if lost (after
//                            RFC 9221); what a relay carries

#include "p2p/base/bytes.h"
#include "p2p/base/expected.h"
#include "p2p/wire/reader.h"
#include "p2p/wire/writer.h"

#include <cstdint>
#include <variant>
#include <vector>

namespace vos::wire {

enum class FrameType : std::uint8_t {
    Padding = 0,
    Ping = 1,
    Ack = 2,
    Close = 3,
    PathChallenge = 4,
    PathResponse = 5,
    MaxData = 6,
    MaxChannelData = 7,
    Channel = 8,
    Datagram = 9,
};

/// Channel numbers are below this.
inline constexpr std::uint8_t FrameChannels = 3;
/// Ranges of one ACK; a receiver with more gaps leaves the oldest out.
inline constexpr std::size_t MaxAckRanges = 64;
/// Largest value of a varint, hence of packet numbers, offsets and limits.
inline constexpr std::uint64_t MaxVarint = (std::uint64_t{1} << 62) - 1;

/// Everything that follows it in the packet.
struct PaddingFrame {};
struct PingFrame {};
/// Packets first … last, both included.
struct AckRange {
    std::uint64_t first = 0;
    std::uint64_t last = 0;
    auto operator<=>(const AckRange&) const = default;
};
struct AckFrame {
    /// Highest first, 1 to MaxAckRanges of them, at least one missing packet between two.
    std::vector<AckRange> ranges;
    /// Microseconds the acknowledgement of the largest was kept back.
    std::uint64_t delay = 0;
};
struct CloseFrame {
    std::uint16_t reason = 0;
};
struct PathChallengeFrame {
    ByteArray<8> token{};
};
struct PathResponseFrame {
    ByteArray<8> token{};
};
struct MaxDataFrame {
    std::uint64_t limit = 0;
};
struct MaxChannelDataFrame {
    std::uint8_t channel = 0;
    std::uint64_t limit = 0;
};
/// offset + data.size() <= MaxVarint.
struct ChannelFrame {
    std::uint8_t channel = 0;
    std::uint64_t offset = 0;
    ByteView data;  ///< into the packet
};
struct DatagramFrame {
    std::uint32_t flow = 0;
    ByteView data;  ///< into the packet, not empty
};
using Frame = std::variant<PaddingFrame, PingFrame, AckFrame, CloseFrame, PathChallengeFrame,
                           PathResponseFrame, MaxDataFrame, MaxChannelDataFrame, ChannelFrame,
                           DatagramFrame>;

enum class FrameError { Truncated, UnknownType, BadPadding, BadAckRanges, BadChannel, BadLength };

/// Takes the next frame; the reader must not be at its end (asserted).
Expected<Frame, FrameError> decodeFrame(Reader& reader);

/// Fills the rest of a packet: PADDING of `size` bytes in all, size > 0.
void encodePadding(Writer& writer, std::size_t size);
void encode(Writer& writer, const PingFrame& frame);
void encode(Writer& writer, const AckFrame& frame);
void encode(Writer& writer, const CloseFrame& frame);
void encode(Writer& writer, const PathChallengeFrame& frame);
void encode(Writer& writer, const PathResponseFrame& frame);
void encode(Writer& writer, const MaxDataFrame& frame);
void encode(Writer& writer, const MaxChannelDataFrame& frame);
void encode(Writer& writer, const ChannelFrame& frame);
void encode(Writer& writer, const DatagramFrame& frame);
/// All of a CHANNEL frame but its `length` bytes of data, which the caller writes.
void encodeChannelHead(Writer& writer, std::uint8_t channel, std::uint64_t offset,
                       std::size_t length);

/// Bytes of `value` as a varint: 1, 2, 4 or 8.
constexpr std::size_t varintSize(std::uint64_t value)
{
    return value < (1u << 6) ? 1 : value < (1u << 14) ? 2 : value < (1u << 30) ? 4 : 8;
}
/// Bytes of a DATAGRAM frame before its data.
constexpr std::size_t datagramHeadSize(std::uint32_t flow, std::size_t length)
{
    return 1 + varintSize(flow) + varintSize(length);
}
/// What encodeChannelHead writes.
constexpr std::size_t channelHeadSize(std::uint64_t offset, std::size_t length)
{
    return 2 + varintSize(offset) + varintSize(length);
}

}  // namespace vos::wire
