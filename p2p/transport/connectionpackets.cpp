// The packets of a connection: what goes into the next one, and what is remembered of it. The rest
// of Connection is in connection.cpp.

#include "p2p/transport/connection.h"

#include <algorithm>

namespace vos::transport {

namespace {

/// After this many timeouts in a row, probes have the size that every path carries.
constexpr unsigned SmallProbesAfter = 2;
/// The peer's gaps are told again and again until it knows that we know: ask it that often.
constexpr unsigned AcksBeforePing = 32;

// Small messages that travel alone are sent twice, an eighth of a round trip apart: the tail of
// their delays at some per cent of loss is then hardly longer than the round trip, and a packet
// this small costs nothing. Where the round trip is as short as a probe timeout there is no need.
constexpr std::size_t EagerSize = 400;
constexpr std::size_t EagerPackets = 8;
constexpr Duration EagerRttMin = 4ms;
constexpr Duration EagerDelayMin = 1ms;

}  // namespace

std::optional<Packet> Connection::pollPacket(Instant now)
{
    Packet packet;
    const auto head = pollPacket(now, packet.plaintext);
    if (!head)
        return std::nullopt;
    packet.number = head->number;
    packet.path = head->path;
    return packet;
}

std::optional<PacketHead> Connection::pollPacket(Instant now, Bytes& out)
{
    m_pacedUntil.reset();
    if (m_state != State::Open)
        return m_closeDue ? std::optional(writeClose(now, out)) : std::nullopt;
    if (!m_pathFrames.empty())
        return writePathFrame(now, out);

    const bool hasCarried = !m_carried.empty();
    const bool hasData = m_channels.hasData();
    const bool hasUrgent = hasData && m_channels.hasUrgentData();
    const bool hasRoom = m_loss.bytesInFlight() < m_congestion.window();
    const bool maySend = hasRoom && (hasUrgent ? m_pacer.allowsUrgent(now) : m_pacer.allows(now));
    if (maySend && !hasUrgent && m_loss.timeouts() == 0) {
        const auto minRtt =
            m_loss.rtt().isMeasured() ? std::optional(m_loss.rtt().min()) : std::nullopt;
        if (const auto size = m_mtu.nextProbe(m_statistics.bytesSent, minRtt))
            return writeMtuProbe(now, out, *size);
    }
    if (hasCarried && hasRoom && m_pacer.allowsUrgent(now) && !(m_carriedLast && hasUrgent))
        return writeDatagram(now, out);
    m_carriedLast = false;
    if (m_probes > 0 || m_pingDue || m_channels.hasCredit() || (hasData && maySend))
        return writeData(now, out, m_probes > 0 || maySend);
    if (m_acks.isDue(now))
        return writeAck(now, out);
    if ((hasData || hasCarried) && hasRoom)
        m_pacedUntil = m_pacer.nextTime();
    else if (hasRoom)
        m_congestion.markAppLimited(m_loss.bytesInFlight());
    return std::nullopt;
}

PacketHead Connection::writeClose(Instant now, Bytes& out)
{
    m_closeDue = false;
    ++m_closesSent;
    wire::Writer writer(std::move(out));
    const std::size_t begin = writer.size();
    wire::encode(writer, wire::CloseFrame{static_cast<std::uint16_t>(m_closeReason)});
    const std::size_t size = writer.size() - begin;
    out = writer.take();
    return finish(now, SentPacket{}, size);
}

// In a packet of its own and not counted as in flight: it may go another way than the rest, and
// neither its round trip nor its loss says anything about the path in use.
PacketHead Connection::writePathFrame(Instant now, Bytes& out)
{
    const PathFrame frame = m_pathFrames.front();
    m_pathFrames.pop();
    wire::Writer writer(std::move(out));
    const std::size_t begin = writer.size();
    if (frame.isResponse)
        wire::encode(writer, wire::PathResponseFrame{frame.token});
    else
        wire::encode(writer, wire::PathChallengeFrame{frame.token});
    const std::size_t size = writer.size() - begin;
    out = writer.take();
    PacketHead head = finish(now, SentPacket{}, size);
    head.path = frame.path;
    return head;
}

PacketHead Connection::writeDatagram(Instant now, Bytes& out)
{
    const Carried carried = std::move(m_carried.front());
    m_carried.pop();
    m_carriedBytes -= carried.data.size();
    m_carriedLast = true;
    wire::Writer writer(std::move(out));
    const std::size_t begin = writer.size();
    SentPacket packet;
    packet.outstanding = true;
    wire::encode(writer, wire::DatagramFrame{carried.flow, carried.data});
    // A long acknowledgement goes in a packet of its own: the datagram has only this one.
    if (m_acks.hasNews()) {
        wire::Writer ack;
        wire::encode(ack, m_acks.frame(now));
        if (writer.size() - begin + ack.size() <= payloadLimit())
            addAck(now, writer, packet.frames);
    }
    const std::size_t size = writer.size() - begin;
    out = writer.take();
    PacketHead head = finish(now, packet, size);
    head.counts = false;
    return head;
}

void Connection::addAck(Instant now, wire::Writer& writer, SentFrames& frames)
{
    const wire::AckFrame ack = m_acks.frame(now);
    wire::encode(writer, ack);
    m_acks.handleSent();
    frames.acknowledges = true;
    frames.largestAcknowledged = ack.ranges.front().last;
}

void Connection::addPing(wire::Writer& writer, SentFrames& frames)
{
    wire::encode(writer, wire::PingFrame{});
    frames.pingToken = m_nextPing - 1;
    m_pingDue = false;
}

PacketHead Connection::writeAck(Instant now, Bytes& out)
{
    wire::Writer writer(std::move(out));
    const std::size_t begin = writer.size();
    SentPacket packet;
    addAck(now, writer, packet.frames);
    if (++m_acksInRow >= AcksBeforePing && m_acks.hasGaps()) {
        wire::encode(writer, wire::PingFrame{});
        packet.outstanding = true;
    }
    const std::size_t size = writer.size() - begin;
    out = writer.take();
    return finish(now, packet, size);
}

PacketHead Connection::writeData(Instant now, Bytes& out, bool withData)
{
    wire::Writer writer(std::move(out));
    const std::size_t begin = writer.size();
    const std::size_t end = begin + payloadLimit();
    SentPacket packet;
    packet.outstanding = true;
    if (m_acks.hasNews())
        addAck(now, writer, packet.frames);
    const std::size_t afterAck = writer.size();
    if (m_pingDue)
        addPing(writer, packet.frames);
    m_channels.writeCredit(now, m_loss.rtt().smoothed(), writer, end, packet.frames);
    if (withData)
        m_channels.writeData(writer, end, packet.frames);
    if (writer.size() == afterAck)
        addPing(writer, packet.frames);
    if (m_probes > 0)
        --m_probes;
    const std::size_t size = writer.size() - begin;
    out = writer.take();
    return finish(now, packet, size);
}

PacketHead Connection::writeMtuProbe(Instant now, Bytes& out, std::size_t size)
{
    wire::Writer writer(std::move(out));
    wire::encode(writer, wire::PingFrame{});
    wire::encodePadding(writer, size - DatagramOverhead - 1);
    out = writer.take();
    m_mtu.handleProbeSent(size);
    SentPacket packet;
    packet.outstanding = true;
    packet.mtuProbe = true;
    return finish(now, packet, size - DatagramOverhead);
}

PacketHead Connection::finish(Instant now, SentPacket packet, std::size_t plaintextSize)
{
    const std::uint64_t number = m_loss.nextNumber();
    packet.sentAt = now;
    packet.size = static_cast<std::uint32_t>(plaintextSize + DatagramOverhead);
    ++m_statistics.packetsSent;
    m_statistics.bytesSent += packet.size;
    if (packet.outstanding) {
        m_acksInRow = 0;
        m_congestion.handleSent(now, m_loss.bytesInFlight(), packet);
        m_pacer.handleSent(packet.size);
        planEagerRepeat(now, number, packet);
    }
    m_loss.handleSent(packet);
    return {number, std::nullopt, packet.outstanding};
}

void Connection::planEagerRepeat(Instant now, std::uint64_t number, const SentPacket& packet)
{
    const Rtt& rtt = m_loss.rtt();
    const bool hurries = !m_config.renews || number > 0;
    if (!hurries || m_eagerAt || packet.size > EagerSize || packet.frames.resent ||
        !packet.frames.hasUrgentData() || m_loss.packetsInFlight() >= EagerPackets ||
        !rtt.isMeasured() || rtt.smoothed() < EagerRttMin)
        return;
    m_eagerAt = now + std::max(rtt.smoothed() / 8, EagerDelayMin);
    m_eagerFrom = number;
}

void Connection::repeatEagerly()
{
    m_eagerAt.reset();
    for (const SentPacket* packet : m_loss.oldest(EagerPackets, m_eagerFrom))
        if (!packet->frames.resent && packet->size <= EagerSize)
            m_channels.repeatUrgent(packet->frames);
}

std::size_t Connection::payloadLimit() const
{
    const bool small = m_loss.timeouts() >= SmallProbesAfter;
    return (small ? m_mtu.base() : m_mtu.datagram()) - DatagramOverhead;
}

}  // namespace vos::transport
