#include "p2p/wire/frame.h"

#include <algorithm>
#include <limits>

namespace vos::wire {

namespace {

using Result = Expected<Frame, FrameError>;

void putType(Writer& writer, FrameType type)
{
    writer.u8(static_cast<std::uint8_t>(type));
}

/// The frame, unless the reader ran dry while its fields were read.
template <typename T>
Result whole(const Reader& reader, T frame)
{
    if (reader.failed())
        return Unexpected{FrameError::Truncated};
    return Frame(std::move(frame));
}

ByteArray<8> token(Reader& reader)
{
    ByteArray<8> result{};
    const ByteView view = reader.bytes(result.size());
    std::copy(view.begin(), view.end(), result.begin());
    return result;
}

Result decodePadding(Reader& reader)
{
    const ByteView rest = reader.rest();
    if (std::any_of(rest.begin(), rest.end(), [](std::byte b) { return b != std::byte{0}; }))
        return Unexpected{FrameError::BadPadding};
    return Frame(PaddingFrame{});
}

// RFC 9000, section 19.3.1: each range is told by the distance from the one before.
Result decodeAck(Reader& reader)
{
    AckFrame frame;
    std::uint64_t last = reader.varint();
    frame.delay = reader.varint();
    const std::uint64_t more = reader.varint();
    if (reader.failed())
        return Unexpected{FrameError::Truncated};
    // Every range takes two bytes at least, so nothing is reserved that did not come.
    if (more >= MaxAckRanges || more > reader.remaining() / 2)
        return Unexpected{FrameError::BadAckRanges};
    frame.ranges.reserve(static_cast<std::size_t>(more) + 1);
    for (std::uint64_t i = 0; i <= more; ++i) {
        if (i > 0) {
            const std::uint64_t gap = reader.varint();
            const std::uint64_t before = frame.ranges.back().first;
            if (gap + 2 > before)
                return Unexpected{FrameError::BadAckRanges};
            last = before - gap - 2;
        }
        const std::uint64_t length = reader.varint();
        if (length > last)
            return Unexpected{FrameError::BadAckRanges};
        frame.ranges.push_back({last - length, last});
    }
    return whole(reader, std::move(frame));
}

Result decodeMaxChannelData(Reader& reader)
{
    MaxChannelDataFrame frame;
    frame.channel = reader.u8();
    frame.limit = reader.varint();
    if (frame.channel >= FrameChannels)
        return Unexpected{FrameError::BadChannel};
    return whole(reader, frame);
}

Result decodeChannel(Reader& reader)
{
    ChannelFrame frame;
    frame.channel = reader.u8();
    frame.offset = reader.varint();
    const std::uint64_t length = reader.varint();
    if (reader.failed() || length > reader.remaining())
        return Unexpected{FrameError::Truncated};
    if (frame.channel >= FrameChannels)
        return Unexpected{FrameError::BadChannel};
    if (length == 0 || frame.offset + length > MaxVarint)
        return Unexpected{FrameError::BadLength};
    frame.data = reader.bytes(static_cast<std::size_t>(length));
    return Frame(frame);
}

Result decodeDatagram(Reader& reader)
{
    DatagramFrame frame;
    const std::uint64_t flow = reader.varint();
    const std::uint64_t length = reader.varint();
    if (reader.failed() || length > reader.remaining())
        return Unexpected{FrameError::Truncated};
    if (length == 0 || flow > std::numeric_limits<std::uint32_t>::max())
        return Unexpected{FrameError::BadLength};
    frame.flow = static_cast<std::uint32_t>(flow);
    frame.data = reader.bytes(static_cast<std::size_t>(length));
    return Frame(frame);
}

}  // namespace

Expected<Frame, FrameError> decodeFrame(Reader& reader)
{
    VOS_ASSERT(reader.remaining() > 0);
    switch (static_cast<FrameType>(reader.u8())) {
    case FrameType::Padding:
        return decodePadding(reader);
    case FrameType::Ping:
        return Frame(PingFrame{});
    case FrameType::Ack:
        return decodeAck(reader);
    case FrameType::Close:
        return whole(reader, CloseFrame{reader.u16()});
    case FrameType::PathChallenge:
        return whole(reader, PathChallengeFrame{token(reader)});
    case FrameType::PathResponse:
        return whole(reader, PathResponseFrame{token(reader)});
    case FrameType::MaxData:
        return whole(reader, MaxDataFrame{reader.varint()});
    case FrameType::MaxChannelData:
        return decodeMaxChannelData(reader);
    case FrameType::Channel:
        return decodeChannel(reader);
    case FrameType::Datagram:
        return decodeDatagram(reader);
    }
    return Unexpected{FrameError::UnknownType};
}

void encodePadding(Writer& writer, std::size_t size)
{
    VOS_ASSERT(size > 0);
    static_assert(static_cast<int>(FrameType::Padding) == 0);
    writer.zeros(size);
}

void encode(Writer& writer, const PingFrame&)
{
    putType(writer, FrameType::Ping);
}

void encode(Writer& writer, const AckFrame& frame)
{
    VOS_ASSERT(!frame.ranges.empty() && frame.ranges.size() <= MaxAckRanges);
    putType(writer, FrameType::Ack);
    writer.varint(frame.ranges.front().last);
    writer.varint(std::min(frame.delay, MaxVarint));
    writer.varint(frame.ranges.size() - 1);
    for (std::size_t i = 0; i < frame.ranges.size(); ++i) {
        const AckRange& range = frame.ranges[i];
        if (i > 0)
            writer.varint(frame.ranges[i - 1].first - range.last - 2);
        writer.varint(range.last - range.first);
    }
}

void encode(Writer& writer, const CloseFrame& frame)
{
    putType(writer, FrameType::Close);
    writer.u16(frame.reason);
}

void encode(Writer& writer, const PathChallengeFrame& frame)
{
    putType(writer, FrameType::PathChallenge);
    writer.bytes(frame.token);
}

void encode(Writer& writer, const PathResponseFrame& frame)
{
    putType(writer, FrameType::PathResponse);
    writer.bytes(frame.token);
}

void encode(Writer& writer, const MaxDataFrame& frame)
{
    putType(writer, FrameType::MaxData);
    writer.varint(frame.limit);
}

void encode(Writer& writer, const MaxChannelDataFrame& frame)
{
    putType(writer, FrameType::MaxChannelData);
    writer.u8(frame.channel);
    writer.varint(frame.limit);
}

void encode(Writer& writer, const ChannelFrame& frame)
{
    encodeChannelHead(writer, frame.channel, frame.offset, frame.data.size());
    writer.bytes(frame.data);
}

void encode(Writer& writer, const DatagramFrame& frame)
{
    VOS_ASSERT(!frame.data.empty());
    putType(writer, FrameType::Datagram);
    writer.varint(frame.flow);
    writer.varint(frame.data.size());
    writer.bytes(frame.data);
}

void encodeChannelHead(Writer& writer, std::uint8_t channel, std::uint64_t offset,
                       std::size_t length)
{
    VOS_ASSERT(channel < FrameChannels && length > 0);
    putType(writer, FrameType::Channel);
    writer.u8(channel);
    writer.varint(offset);
    writer.varint(length);
}

}  // namespace vos::wire
