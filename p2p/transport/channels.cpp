#include "p2p/transport/channels.h"

#include <algorithm>

namespace vos::transport {

static_assert(ChannelCount == wire::FrameChannels);

namespace {

// A limit is told again when a quarter of the window was consumed: often enough never to stop a
// sender, seldom enough to cost nothing.
bool isRenewalDue(std::uint64_t consumed, std::uint64_t window, std::uint64_t told)
{
    return consumed + window >= told + window / 4;
}

constexpr std::size_t MaxDataSize = 9;
constexpr std::size_t MaxChannelDataSize = 10;

}  // namespace

Channels::Channels(const Config& config)
    : m_maxBulkWindow(std::max(config.maxBulkWindow, InitialChannelWindow))
    , m_lowWater(config.lowWater)
{
}

void Channels::append(Channel channel, ByteView message)
{
    VOS_ASSERT(message.size() <= MaxMessage);
    wire::Writer head;
    head.varint(message.size());
    Stream& s = stream(channel);
    s.out.append(head.view());
    s.out.append(message);
    if (s.out.unsentBytes() > m_lowWater)
        s.aboveLowWater = true;
}

void Channels::clearSending()
{
    for (Stream& s : m_streams) {
        s.out.clear();
        s.creditDue = false;
    }
    m_creditDue = false;
}

std::uint64_t Channels::sendLimit(const Stream& s) const
{
    return std::min(s.peerLimit, s.out.sent() + (m_peerLimit - m_sent));
}

bool Channels::hasData() const
{
    return std::any_of(m_streams.begin(), m_streams.end(),
                       [this](const Stream& s) { return s.out.hasPiece(sendLimit(s)); });
}

bool Channels::hasUrgentData() const
{
    const Stream& control = stream(Channel::Control);
    const Stream& small = stream(Channel::Small);
    return control.out.hasPiece(sendLimit(control)) || small.out.hasPiece(sendLimit(small));
}

bool Channels::hasCredit() const
{
    return m_creditDue || std::any_of(m_streams.begin(), m_streams.end(),
                                      [](const Stream& s) { return s.creditDue; });
}

std::uint64_t Channels::window() const
{
    return InitialConnectionWindow + (stream(Channel::Bulk).window - InitialChannelWindow);
}

void Channels::growBulkWindow()
{
    Stream& bulk = stream(Channel::Bulk);
    if (bulk.window >= m_maxBulkWindow)
        return;
    bulk.window = std::min(bulk.window * 2, m_maxBulkWindow);
    bulk.creditDue = m_creditDue = true;
}

void Channels::writeCredit(Instant now, Duration rtt, wire::Writer& writer, std::size_t end,
                           SentFrames& frames)
{
    // A quarter of the window in less than half a round trip: the path holds more than half of it.
    Stream& bulk = stream(Channel::Bulk);
    if (bulk.creditDue) {
        if (now - m_bulkToldAt < rtt / 2)
            growBulkWindow();
        m_bulkToldAt = now;
    }
    for (std::size_t i = 0; i < ChannelCount; ++i) {
        Stream& s = m_streams[i];
        if (!s.creditDue || writer.size() + MaxChannelDataSize > end)
            continue;
        s.told = std::max(s.told, s.in.consumed() + s.window);
        s.creditDue = false;
        wire::encode(writer, wire::MaxChannelDataFrame{static_cast<std::uint8_t>(i), s.told});
        frames.maxChannelData = static_cast<std::uint8_t>(frames.maxChannelData | 1u << i);
    }
    if (m_creditDue && writer.size() + MaxDataSize <= end) {
        m_told = std::max(m_told, m_consumed + window());
        m_creditDue = false;
        wire::encode(writer, wire::MaxDataFrame{m_told});
        frames.maxData = true;
    }
}

void Channels::writeData(wire::Writer& writer, std::size_t end, SentFrames& frames)
{
    for (const Channel channel : AllChannels) {
        Stream& s = stream(channel);
        while (frames.spanCount < SentFrames::MaxSpans && writer.size() < end) {
            const std::size_t room = end - writer.size();
            const std::size_t head = wire::channelHeadSize(s.out.sent(), room);
            if (room <= head)
                return;
            const auto piece = s.out.take(room - head, sendLimit(s));
            if (!piece)
                break;
            const Range range = piece->range;
            wire::encodeChannelHead(writer, static_cast<std::uint8_t>(channel), range.begin,
                                    static_cast<std::size_t>(range.end - range.begin));
            s.out.read(range, [&](ByteView part) { writer.bytes(part); });
            frames.spans[frames.spanCount++] = {range, channel};
            frames.resent |= piece->resent;
            (piece->resent ? m_bytesResent : m_sent) += range.end - range.begin;
        }
    }
}

void Channels::handleAcknowledged(const SentFrames& frames)
{
    for (std::size_t i = 0; i < frames.spanCount; ++i)
        stream(frames.spans[i].channel).out.acknowledged(frames.spans[i].range);
}

void Channels::sendAgain(const StreamSpan& span)
{
    stream(span.channel).out.sendAgain(span.range);
}

void Channels::handleLost(const SentFrames& frames)
{
    for (std::size_t i = 0; i < frames.spanCount; ++i)
        sendAgain(frames.spans[i]);
    for (std::size_t i = 0; i < ChannelCount; ++i)
        if ((frames.maxChannelData & 1u << i) != 0)
            m_streams[i].creditDue = true;
    if (frames.maxData)
        m_creditDue = true;
}

void Channels::repeatUrgent(const SentFrames& frames)
{
    for (std::size_t i = 0; i < frames.spanCount; ++i)
        if (frames.spans[i].channel != Channel::Bulk)
            sendAgain(frames.spans[i]);
}

Expected<bool, CloseReason> Channels::handleData(const wire::ChannelFrame& frame)
{
    Stream& s = m_streams[frame.channel];
    const std::uint64_t end = frame.offset + frame.data.size();
    const std::uint64_t before = s.in.highest();
    const std::uint64_t more = end > before ? end - before : 0;
    if (end > s.told || m_received + more > m_told)
        return Unexpected{CloseReason::FlowControlViolation};
    switch (s.in.insert(frame.offset, frame.data)) {
    case Reassembly::Result::Taken:
        break;
    case Reassembly::Result::TooManyGaps:
        return false;
    case Reassembly::Result::BadMessage:
        return Unexpected{CloseReason::BadMessage};
    }
    m_received += s.in.highest() - before;
    // So near the limit that a round trip without news would stop the peer: holes keep the bytes
    // here longer than the window was made for.
    const Stream& bulk = stream(Channel::Bulk);
    if (!bulk.creditDue && bulk.in.highest() + bulk.window / 4 >= bulk.told)
        growBulkWindow();
    return true;
}

void Channels::handleMaxData(std::uint64_t limit)
{
    m_peerLimit = std::max(m_peerLimit, limit);
}

void Channels::handleMaxChannelData(std::uint8_t channel, std::uint64_t limit)
{
    m_streams[channel].peerLimit = std::max(m_streams[channel].peerLimit, limit);
}

std::optional<MessageReceived> Channels::takeMessage()
{
    for (const Channel channel : AllChannels) {
        Stream& s = stream(channel);
        const std::uint64_t before = s.in.consumed();
        auto message = s.in.takeMessage();
        if (!message)
            continue;
        m_consumed += s.in.consumed() - before;
        s.creditDue |= isRenewalDue(s.in.consumed(), s.window, s.told);
        m_creditDue |= isRenewalDue(m_consumed, window(), m_told);
        return MessageReceived{channel, std::move(*message)};
    }
    return std::nullopt;
}

std::optional<Channel> Channels::takeWritable()
{
    for (const Channel channel : AllChannels) {
        Stream& s = stream(channel);
        if (s.aboveLowWater && s.out.unsentBytes() <= m_lowWater) {
            s.aboveLowWater = false;
            return channel;
        }
    }
    return std::nullopt;
}

std::size_t Channels::queuedBytes(Channel channel) const
{
    return static_cast<std::size_t>(stream(channel).out.unsentBytes());
}

bool Channels::hasUnacknowledged() const
{
    return std::any_of(m_streams.begin(), m_streams.end(),
                       [](const Stream& s) { return !s.out.isEmpty(); });
}

std::size_t Channels::receiveBytes() const
{
    std::size_t sum = 0;
    for (const Stream& s : m_streams)
        sum += s.in.allocatedBytes();
    return sum;
}

}  // namespace vos::transport
