#include "p2p/transport/connection.h"

#include <algorithm>

namespace vos::transport {

namespace {

template <typename... Ts>
struct Overloaded : Ts... {
    using Ts::operator()...;
};
template <typename... Ts>
Overloaded(Ts...) -> Overloaded<Ts...>;

/// Sessions end before this number (their keys do), so a larger one is a forgery of the peer.
constexpr std::uint64_t MaxPackets = std::uint64_t{1} << 48;
/// Path frames that wait; a peer that sends more challenges at once gets the newest answered.
constexpr std::size_t MaxPathFrames = 8;
/// Packets a probe timeout sends (RFC 9002, section 6.2.4).
constexpr unsigned ProbesPerTimeout = 2;
Outcome<CloseReason> success()
{
    return std::monostate{};
}

Config sane(Config config)
{
    VOS_ASSERT(config.datagram >= MinDatagram && config.datagram <= BaseDatagram);
    config.maxDatagram = std::clamp(config.maxDatagram, config.datagram, MaxDatagram);
    if (config.inherited)
        config.inherited->datagram = std::min(config.inherited->datagram, config.maxDatagram);
    return config;
}

std::size_t startDatagram(const Config& config)
{
    return config.inherited ? std::max(config.datagram, config.inherited->datagram)
                            : config.datagram;
}

}  // namespace

Connection::Connection(const Config& config, Instant now)
    : m_config(sane(config))
    , m_channels(m_config)
    , m_loss(m_config.inherited)
    , m_mtu(m_config.datagram, m_config.maxDatagram, startDatagram(m_config))
    , m_congestion(m_config.inherited, m_mtu.datagram(), now)
    , m_pacer(now)
    , m_lastHeard(now)
{
    updatePacer(now);
}

// ---- the world in -----------------------------------------------------------------------------

Outcome<CloseReason> Connection::handlePacket(Instant now, std::uint64_t number, ByteView plaintext,
                                              std::optional<PathTag> path)
{
    ++m_statistics.packetsReceived;
    m_statistics.bytesReceived += plaintext.size() + DatagramOverhead;
    if (m_state != State::Open) {
        handleWhileClosed(plaintext);
        return success();
    }
    if (number >= MaxPackets)
        return fail(CloseReason::BadFrame);
    if (m_acks.isRepeated(number)) {
        ++m_statistics.packetsDuplicate;
        return success();
    }
    m_lastHeard = now;
    Arrival arrival{now, path};
    wire::Reader reader(plaintext);
    while (reader.remaining() > 0 && m_state == State::Open) {
        const auto frame = wire::decodeFrame(reader);
        if (!frame)
            return fail(CloseReason::BadFrame);
        const auto outcome = handleFrame(arrival, *frame);
        if (!outcome)
            return outcome;
    }
    if (arrival.kept)
        m_acks.handleArrival(now, {number, arrival.eliciting, arrival.urgent});
    return success();
}

Outcome<CloseReason> Connection::fail(CloseReason reason)
{
    close(reason);
    return Unexpected{reason};
}

void Connection::handleWhileClosed(ByteView plaintext)
{
    // A CLOSE stands alone in its packet; it ends the exchange of goodbyes.
    const bool isClose =
        !plaintext.empty() && plaintext[0] == static_cast<std::byte>(wire::FrameType::Close);
    if (isClose) {
        m_state = State::Closed;
        m_closeDue = false;
    } else if (m_state == State::Closing && m_closesSent < CloseRepeats) {
        m_closeDue = true;
    }
}

Outcome<CloseReason> Connection::handleFrame(Arrival& arrival, const wire::Frame& frame)
{
    return std::visit(Overloaded{
                          [&](const wire::PaddingFrame&) { return success(); },
                          [&](const wire::PingFrame&) {
                              arrival.eliciting = arrival.urgent = true;
                              return success();
                          },
                          [&](const wire::AckFrame& f) { return handleAck(arrival.now, f); },
                          [&](const wire::CloseFrame& f) {
                              m_state = State::Closed;
                              m_channels.clearSending();
                              m_notices.push(PeerClosed{static_cast<CloseReason>(f.reason)});
                              return success();
                          },
                          [&](const wire::PathChallengeFrame& f) {
                              if (m_pathFrames.size() == MaxPathFrames)
                                  m_pathFrames.pop();
                              m_pathFrames.push({arrival.path, f.token, true});
                              return success();
                          },
                          [&](const wire::PathResponseFrame& f) {
                              m_notices.push(PathAnswered{f.token, arrival.path});
                              return success();
                          },
                          [&](const wire::MaxDataFrame& f) {
                              arrival.eliciting = true;
                              m_channels.handleMaxData(f.limit);
                              return success();
                          },
                          [&](const wire::MaxChannelDataFrame& f) {
                              arrival.eliciting = true;
                              m_channels.handleMaxChannelData(f.channel, f.limit);
                              return success();
                          },
                          [&](const wire::ChannelFrame& f) { return handleChannel(arrival, f); },
                          [&](const wire::DatagramFrame& f) {
                              arrival.eliciting = true;
                              m_notices.push(DatagramReceived{f.flow, toBytes(f.data)});
                              return success();
                          },
                      },
                      frame);
}

Outcome<CloseReason> Connection::handleChannel(Arrival& arrival, const wire::ChannelFrame& frame)
{
    arrival.eliciting = true;
    const auto taken = m_channels.handleData(frame);
    if (!taken)
        return fail(taken.error());
    arrival.kept = arrival.kept && *taken;
    return success();
}

Outcome<CloseReason> Connection::handleAck(Instant now, const wire::AckFrame& frame)
{
    const auto result = m_loss.handleAck(now, frame);
    if (!result)
        return fail(CloseReason::BadAcknowledgement);
    if (result->packets.empty())
        return success();
    for (const SentPacket* packet : result->packets)
        handleAcknowledged(now, *packet);
    handleLost(m_loss.takeLost(now));
    m_congestion.handleAckEnd(now, result->rtt, m_loss.bytesInFlight());
    m_loss.prune();
    m_probes = 0;
    updatePacer(now);
    return success();
}

void Connection::handleAcknowledged(Instant now, const SentPacket& packet)
{
    const SentFrames& frames = packet.frames;
    m_congestion.handleAcknowledged(now, packet);
    m_channels.handleAcknowledged(frames);
    if (frames.acknowledges)
        m_acks.forgetUpTo(frames.largestAcknowledged);
    if (frames.pingToken != 0)
        answerPings(now, frames.pingToken);
    const bool changed = packet.mtuProbe ? m_mtu.handleProbeAcknowledged(packet.size)
                                         : m_mtu.handleAcknowledged(packet.size, packet.sentAt);
    if (changed)
        setDatagram();
}

void Connection::handleLost(const LossDetector::Packets& packets)
{
    for (const SentPacket* packet : packets) {
        if (packet->frames.pingToken != 0 && !m_pings.empty() &&
            packet->frames.pingToken >= m_pings.front().token)
            m_pingDue = true;
        if (packet->mtuProbe) {
            m_mtu.handleProbeLost(packet->size, packets.size() == 1);
            continue;
        }
        ++m_statistics.packetsLost;
        m_congestion.handleLost(*packet);
        m_channels.handleLost(packet->frames);
        if (m_mtu.handleLost(packet->size, packet->sentAt))
            setDatagram();
    }
}

void Connection::answerPings(Instant now, std::uint64_t token)
{
    while (!m_pings.empty() && m_pings.front().token <= token) {
        m_notices.push(PingAnswered{m_pings.front().token, now - m_pings.front().sentAt});
        m_pings.pop();
    }
    if (m_pings.empty())
        m_pingDue = false;
}

void Connection::handleTimeout(Instant now)
{
    if (m_state != State::Open)
        return;
    if (const auto lossTime = m_loss.lossTime()) {
        if (now >= *lossTime) {
            handleLost(m_loss.takeLost(now));
            m_loss.prune();
        }
    } else if (const auto probeTime = m_loss.probeTime(); probeTime && now >= *probeTime) {
        handleProbeTimeout();
    }
    if (m_eagerAt && now >= *m_eagerAt)
        repeatEagerly();
}

// RFC 9002, section 6.2.4: send what has waited longest, or at least something to be acknowledged.
void Connection::handleProbeTimeout()
{
    m_loss.handleProbeTimeout();
    m_probes = ProbesPerTimeout;
    for (const SentPacket* packet : m_loss.oldest(ProbesPerTimeout))
        if (!packet->mtuProbe)
            m_channels.handleLost(packet->frames);
    if (!m_pings.empty())
        m_pingDue = true;
}

// ---- commands ---------------------------------------------------------------------------------

bool Connection::send(Channel channel, ByteView message)
{
    if (m_state != State::Open)
        return false;
    m_channels.append(channel, message);
    return true;
}

bool Connection::sendDatagram(std::uint32_t flow, ByteView data)
{
    VOS_ASSERT(!data.empty() && data.size() <= CarriedDatagram);
    if (m_state != State::Open)
        return false;
    while (m_carriedBytes + data.size() > CarriedQueueMax) {
        m_carriedBytes -= m_carried.front().data.size();
        m_carried.pop();
    }
    m_carried.push({flow, toBytes(data)});
    m_carriedBytes += data.size();
    return true;
}

std::uint64_t Connection::ping(Instant now)
{
    m_pings.push({m_nextPing, now});
    m_pingDue = true;
    return m_nextPing++;
}

void Connection::challengePath(PathTag path, const ByteArray<8>& token)
{
    if (m_pathFrames.size() == MaxPathFrames)
        m_pathFrames.pop();
    m_pathFrames.push({path, token, false});
}

void Connection::pathChanged(Instant now, const PathLimits& limits,
                             const std::optional<PathEstimate>& estimate)
{
    m_config.datagram = limits.datagram;
    m_config.maxDatagram = limits.maxDatagram;
    m_config.inherited = estimate;
    m_config = sane(m_config);
    for (const SentPacket* packet : m_loss.takeAll())
        m_channels.handleLost(packet->frames);
    m_loss.prune();
    m_loss.resetPath(m_config.inherited);
    m_pingDue = !m_pings.empty();
    m_probes = 0;
    m_eagerAt.reset();
    m_mtu = MtuProber(m_config.datagram, m_config.maxDatagram, startDatagram(m_config));
    m_congestion = Congestion(m_config.inherited, m_mtu.datagram(), now);
    m_pacer = Pacer(now);
    m_notices.push(MtuChanged{m_mtu.datagram()});
    updatePacer(now);
}

void Connection::close(CloseReason reason)
{
    if (m_state != State::Open)
        return;
    m_state = State::Closing;
    m_closeReason = reason;
    m_closeDue = true;
    m_channels.clearSending();
    m_carried.clear();
}

void Connection::updatePacer(Instant now)
{
    m_pacer.setRate(now, m_congestion.pacingRate(), m_mtu.datagram());
}

void Connection::setDatagram()
{
    m_congestion.setDatagram(m_mtu.datagram());
    m_notices.push(MtuChanged{m_mtu.datagram()});
}

// ---- effects out ------------------------------------------------------------------------------

std::optional<Event> Connection::pollEvent()
{
    if (auto message = m_channels.takeMessage())
        return Event(std::move(*message));
    if (!m_notices.empty()) {
        Notice notice = std::move(m_notices.front());
        m_notices.pop();
        return std::visit([](auto& n) { return std::optional(Event(std::move(n))); }, notice);
    }
    if (const auto channel = m_channels.takeWritable(); channel && m_state == State::Open)
        return Event(Writable{*channel});
    return std::nullopt;
}

std::optional<Instant> Connection::nextTimeout() const
{
    if (m_state != State::Open)
        return std::nullopt;
    std::optional<Instant> next = m_acks.deadline();
    const auto consider = [&next](std::optional<Instant> at) {
        if (at && (!next || *at < *next))
            next = at;
    };
    consider(m_loss.lossTime() ? m_loss.lossTime() : m_loss.probeTime());
    consider(m_pacedUntil);
    consider(m_eagerAt);
    return next;
}

// ---- state ------------------------------------------------------------------------------------

bool Connection::isClosed() const
{
    return m_state != State::Open;
}
std::size_t Connection::queuedBytes(Channel channel) const
{
    return m_channels.queuedBytes(channel);
}
bool Connection::hasUnacknowledged() const
{
    return m_channels.hasUnacknowledged();
}
unsigned Connection::consecutiveTimeouts() const
{
    return m_loss.timeouts();
}
Instant Connection::lastHeard() const
{
    return m_lastHeard;
}
std::uint64_t Connection::nextNumber() const
{
    return m_loss.nextNumber();
}

Statistics Connection::statistics() const
{
    Statistics result = m_statistics;
    const Rtt& rtt = m_loss.rtt();
    result.latestRtt = rtt.latest();
    result.smoothedRtt = rtt.smoothed();
    result.rttVariation = rtt.variation();
    result.minRtt = rtt.min();
    result.bytesInFlight = m_loss.bytesInFlight();
    result.congestionWindow = m_congestion.window();
    result.deliveryRate = static_cast<std::uint64_t>(m_congestion.bandwidth());
    result.datagram = m_mtu.datagram();
    result.bytesResent = m_channels.bytesResent();
    return result;
}

PathEstimate Connection::estimate() const
{
    PathEstimate result;
    const Rtt& rtt = m_loss.rtt();
    if (!rtt.isMeasured())
        return result;
    result.smoothedRtt = rtt.smoothed();
    result.rttVariation = rtt.variation();
    result.minRtt = rtt.min();
    result.bandwidth =
        m_congestion.isFilled() ? static_cast<std::uint64_t>(m_congestion.bandwidth()) : 0;
    result.datagram = m_mtu.datagram();
    return result;
}

}  // namespace vos::transport
