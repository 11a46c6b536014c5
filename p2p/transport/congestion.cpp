#include "p2p/transport/congestion.h"

#include "p2p/transport/rtt.h"

#include <algorithm>

namespace vos::transport {

namespace {

// Gains of draft-ietf-ccwg-bbr, section 5.1.
constexpr double StartupGain = 2.77;
constexpr double DrainGain = 1 / StartupGain;
// Steeper than the draft's 0.9: the queue of a probe is gone within two rounds.
constexpr double DownGain = 0.75;
constexpr double UpGain = 1.25;
constexpr double WindowGain = 2.0;
constexpr double UpWindowGain = 2.25;
constexpr double ProbeRttWindowGain = 0.5;
// Slightly below the model, so that a queue drains by itself.
constexpr double PacingMargin = 0.99;
// Startup ends when the bandwidth grew by less than this for FlatRounds rounds.
constexpr double StartupGrowth = 1.25;
constexpr unsigned FlatRounds = 3;
constexpr double InFlightBeta = 0.7;
constexpr double Headroom = 0.85;
constexpr double LimitGrowth = 1.25;
// Fewer lost packets in a round prove nothing.
constexpr std::uint64_t CongestedPackets = 3;
constexpr Duration MinRttLifetime = 10s;
constexpr Duration ProbeRttTime = 200ms;
// Cycles between two and three seconds, or as many rounds as a Reno flow would need.
constexpr Duration ProbeWaitBase = 2s;
constexpr std::int64_t ProbeWaitSpread = 1'000'000;
constexpr std::uint64_t ProbeRoundsMin = 16;
constexpr std::uint64_t ProbeRoundsMax = 63;
constexpr std::uint64_t DownRoundsMax = 4;
constexpr std::uint64_t ExtraAckedRounds = 5;
// Acknowledgements and timers come in lumps of about this length.
constexpr double SendQuantumSeconds = 0.001;
constexpr double SendQuantumMax = 64 * 1024;
constexpr Duration QueueEvident = 500us;

double seconds(Duration duration)
{
    return std::chrono::duration<double>(duration).count();
}

}  // namespace

Congestion::Congestion(const std::optional<PathEstimate>& inherited, std::size_t datagram,
                       Instant now)
    : m_datagram(datagram)
    , m_window(InitialPackets * datagram)
{
    m_minRttAt = m_cycleStart = m_extraSince = now;
    Duration rtt = 1ms;
    if (inherited && inherited->smoothedRtt > Duration::zero()) {
        rtt = inherited->smoothedRtt;
        m_minRtt = inherited->minRtt > Duration::zero() ? inherited->minRtt : rtt;
    }
    m_pacingRate = StartupGain * static_cast<double>(m_window) / seconds(rtt);
    if (m_minRtt && inherited->bandwidth > 0) {
        m_bandwidth[0] = static_cast<double>(inherited->bandwidth);
        m_filled = true;
        m_window = std::max(m_window, product(1));
        m_pacingRate = PacingMargin * m_bandwidth[0];
        enterCruise(now);
    }
}

double Congestion::bandwidth() const
{
    return std::max(m_bandwidth[0], m_bandwidth[1]);
}

std::uint64_t Congestion::product(double gain) const
{
    if (!m_minRtt || bandwidth() <= 0)
        return static_cast<std::uint64_t>(gain * static_cast<double>(initialWindow()));
    return static_cast<std::uint64_t>(gain * bandwidth() * seconds(*m_minRtt));
}

void Congestion::handleSent(Instant now, std::uint64_t inFlight, SentPacket& packet)
{
    m_rate.handleSent(now, inFlight, packet);
    m_round.inFlightMax = std::max(m_round.inFlightMax, inFlight + packet.size);
}

void Congestion::handleAcknowledged(Instant now, const SentPacket& packet)
{
    m_rate.handleAcknowledged(now, packet);
    m_newlyAcked += packet.size;
}

void Congestion::handleLost(const SentPacket& packet)
{
    m_round.lostBytes += packet.size;
    ++m_round.lostPackets;
}

void Congestion::handleAckEnd(Instant now, std::optional<Duration> rtt, std::uint64_t inFlight)
{
    const auto sample = m_rate.takeSample();
    if (!sample)
        return;
    const bool roundStart = sample->priorDelivered >= m_roundEnd;
    if (rtt && !m_minRtt)
        m_pacingRate =
            StartupGain * static_cast<double>(m_window) / seconds(std::max(*rtt, Duration(1)));
    if (sample->bytesPerSecond >= bandwidth() || !sample->appLimited)
        m_bandwidth[0] = std::max(m_bandwidth[0], sample->bytesPerSecond);
    if (rtt)
        m_round.minRtt = std::min(m_round.minRtt.value_or(*rtt), *rtt);
    bool congested = false;
    if (roundStart) {
        ++m_roundCount;
        m_roundEnd = m_rate.delivered();
        congested = isCongested(m_round);
        if (congested)
            limitInFlight(m_round);
        m_round = {};
        m_round.deliveredAtStart = m_rate.delivered();
        m_round.inFlightMax = inFlight;
    }
    updateExtraAcked(now, roundStart);
    updateStartup(roundStart, sample->appLimited, congested);
    if (m_state == State::Startup && m_filled)
        enter(State::Drain);
    updateProbing(now, inFlight, roundStart, sample->appLimited, congested);
    updateMinRtt(now, rtt, inFlight);
    if (m_state == State::ProbeRtt)
        updateProbeRtt(now, inFlight, roundStart);
    updateControls();
    m_newlyAcked = 0;
}

bool Congestion::isCongested(const Round& round) const
{
    if (round.lostPackets < CongestedPackets)
        return false;
    const auto lost = static_cast<double>(round.lostBytes);
    const auto delivered = static_cast<double>(m_rate.delivered() - round.deliveredAtStart);
    const double share = lost / (lost + delivered);
    if (share > HeavyLoss)
        return true;
    const bool queue = m_minRtt && round.minRtt &&
                       *round.minRtt > *m_minRtt + std::max(*m_minRtt / 8, QueueEvident);
    return share > LossThreshold && queue;
}

void Congestion::limitInFlight(const Round& round)
{
    const auto cut =
        static_cast<std::uint64_t>(InFlightBeta * static_cast<double>(round.inFlightMax));
    m_inFlightLimit = std::max({cut, product(1), minWindow()});
}

// Acknowledgements that come in lumps (radio links, event loops) need more in flight than the model
// says: the excess over what the bandwidth explains, its maximum over the last rounds.
void Congestion::updateExtraAcked(Instant now, bool roundStart)
{
    if (roundStart && m_roundCount - m_extraRound >= ExtraAckedRounds) {
        m_extraRound = m_roundCount;
        m_extraAcked = {0, m_extraAcked[0]};
    }
    double expected = bandwidth() * seconds(now - m_extraSince);
    if (static_cast<double>(m_extraDelivered) <= expected) {
        m_extraSince = now;
        m_extraDelivered = 0;
        expected = 0;
    }
    m_extraDelivered += m_newlyAcked;
    const double extra = std::max(0.0, static_cast<double>(m_extraDelivered) - expected);
    m_extraAcked[0] =
        std::max(m_extraAcked[0], std::min(static_cast<std::uint64_t>(extra), m_window));
}

void Congestion::updateStartup(bool roundStart, bool appLimited, bool congested)
{
    if (m_filled || m_state == State::ProbeRtt || !roundStart)
        return;
    if (congested) {
        m_filled = true;
        return;
    }
    if (appLimited)
        return;
    if (bandwidth() >= m_fullBandwidth * StartupGrowth) {
        m_fullBandwidth = bandwidth();
        m_flatRounds = 0;
    } else if (++m_flatRounds >= FlatRounds) {
        m_filled = true;
    }
}

void Congestion::updateProbing(Instant now, std::uint64_t inFlight, bool roundStart,
                               bool appLimited, bool congested)
{
    const std::uint64_t rounds = m_roundCount - m_stateRound;
    switch (m_state) {
    case State::Startup:
    case State::ProbeRtt:
        return;
    case State::Drain:
        if (inFlight <= product(1))
            enterCruise(now);
        return;
    case State::Down:
        if (inFlight <= std::min(product(1), headroom()) || rounds >= DownRoundsMax)
            enterCruise(now);
        return;
    case State::Cruise:
        if (congested) {
            enter(State::Down);
            return;
        }
        if (now - m_cycleStart >= m_probeWait ||
            rounds >= std::clamp(product(1) / m_datagram, ProbeRoundsMin, ProbeRoundsMax))
            enter(State::Refill);
        return;
    case State::Refill:
        if (congested)
            enter(State::Down);
        else if (roundStart && rounds >= 1)
            enter(State::Up);
        return;
    case State::Up:
        if (congested)
            enter(State::Down);
        else
            updateUp(inFlight, roundStart, appLimited);
        return;
    }
}

void Congestion::updateUp(std::uint64_t inFlight, bool roundStart, bool appLimited)
{
    if (!roundStart || m_roundCount == m_stateRound)
        return;
    if (m_inFlightLimit && *m_inFlightLimit > 2 * product(UpWindowGain))
        m_inFlightLimit.reset();  // it binds nothing any more
    if (m_inFlightLimit)
        m_inFlightLimit =
            static_cast<std::uint64_t>(LimitGrowth * static_cast<double>(*m_inFlightLimit));
    const bool grown = bandwidth() >= m_fullBandwidth * 1.01;
    m_flatRounds = grown ? 0 : m_flatRounds + 1;
    if (grown)
        m_fullBandwidth = bandwidth();
    if (inFlight >= product(UpGain) || appLimited || m_flatRounds >= FlatRounds)
        enter(State::Down);
}

void Congestion::updateMinRtt(Instant now, std::optional<Duration> rtt, std::uint64_t inFlight)
{
    if (!rtt)
        return;
    const bool expired = now > m_minRttAt + MinRttLifetime;
    if (!m_minRtt || *rtt <= *m_minRtt) {
        m_minRtt = *rtt;
        m_minRttAt = now;
        return;
    }
    if (m_state == State::ProbeRtt) {
        m_probeRttMin = std::min(m_probeRttMin.value_or(*rtt), *rtt);
        return;
    }
    if (!expired)
        return;
    // With next to nothing in flight there is no queue of ours: the measurement itself is the
    // probe.
    if (inFlight <= minWindow()) {
        m_minRtt = *rtt;
        m_minRttAt = now;
        return;
    }
    m_probeRttEnd.reset();
    m_probeRttMin.reset();
    enter(State::ProbeRtt);
}

void Congestion::updateProbeRtt(Instant now, std::uint64_t inFlight, bool roundStart)
{
    if (!m_probeRttEnd) {
        if (inFlight <= std::max(product(ProbeRttWindowGain), minWindow())) {
            m_probeRttEnd = now + ProbeRttTime;
            m_probeRttMin.reset();
        }
        return;
    }
    if (now < *m_probeRttEnd || !roundStart)
        return;
    if (m_probeRttMin && now > m_minRttAt + MinRttLifetime)
        m_minRtt = *m_probeRttMin;
    m_minRttAt = now;
    if (m_filled)
        enterCruise(now);
    else
        enter(State::Startup);
}

void Congestion::enter(State state)
{
    m_state = state;
    m_stateRound = m_roundCount;
    if (state == State::Up) {
        m_fullBandwidth = bandwidth();
        m_flatRounds = 0;
    }
}

void Congestion::enterCruise(Instant now)
{
    // The older cycle is forgotten, unless this one had too little to send to know better.
    if (m_state == State::Down && m_bandwidth[0] > 0)
        m_bandwidth = {0, m_bandwidth[0]};
    m_cycleStart = now;
    // Not at the same beat as other flows; the delivered bytes are as good as a random number here.
    const auto spread =
        static_cast<std::int64_t>(m_rate.delivered() * 2654435761u % ProbeWaitSpread);
    m_probeWait = ProbeWaitBase + Duration(spread);
    enter(State::Cruise);
}

std::uint64_t Congestion::headroom() const
{
    if (!m_inFlightLimit)
        return UINT64_MAX;
    const auto room = static_cast<std::uint64_t>(Headroom * static_cast<double>(*m_inFlightLimit));
    return std::max({room, product(1), minWindow()});
}

double Congestion::pacingGain() const
{
    switch (m_state) {
    case State::Startup:
        return StartupGain;
    case State::Drain:
        return DrainGain;
    case State::Down:
        return DownGain;
    case State::Up:
        return UpGain;
    case State::Cruise:
    case State::Refill:
    case State::ProbeRtt:
        break;
    }
    return 1;
}

double Congestion::windowGain() const
{
    return m_state == State::Up ? UpWindowGain : WindowGain;
}

void Congestion::updateControls()
{
    if (bandwidth() > 0) {
        const double rate = pacingGain() * PacingMargin * bandwidth();
        if (m_filled || rate > m_pacingRate)
            m_pacingRate = rate;
    }
    const double quantum = std::min(m_pacingRate * SendQuantumSeconds, SendQuantumMax);
    const std::uint64_t target = product(windowGain()) +
                                 std::max(m_extraAcked[0], m_extraAcked[1]) +
                                 static_cast<std::uint64_t>(3 * quantum);
    if (m_filled)
        m_window = std::min(m_window + m_newlyAcked, target);
    else if (m_window < target || m_rate.delivered() < initialWindow())
        m_window += m_newlyAcked;
    m_window = std::max(m_window, minWindow());
}

std::uint64_t Congestion::window() const
{
    std::uint64_t bound = UINT64_MAX;
    if (m_state == State::ProbeRtt)
        bound = std::max(product(ProbeRttWindowGain), minWindow());
    else if (m_state == State::Cruise || m_state == State::Down || m_state == State::Drain)
        bound = headroom();
    else if (m_inFlightLimit)
        bound = *m_inFlightLimit;
    return std::min(m_window, bound);
}

}  // namespace vos::transport
