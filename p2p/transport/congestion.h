#pragma once

// How much may be in flight and how fast it leaves: a model of the path (its bandwidth and its
// shortest round trip) after BBR version 3 (draft-ietf-ccwg-bbr), reduced to what a session needs.
//
// Where it differs, on purpose:
// - Loss means congestion only where more than LossThreshold of a round is lost *and* a queue is
//   there (the round's shortest round trip is well above the minimum), or more than HeavyLoss is
//   lost. Radio links lose several per cent with an empty queue; giving way to that gains nobody
//   anything.
// - There are no short-term lower bounds: a congested round ends the probe and starts a new and
//   shorter cycle, so that the bandwidth of the past is forgotten in a few rounds.
//
// Rates are bytes a second, amounts are datagram bytes.

#include "p2p/base/time.h"
#include "p2p/transport/deliveryrate.h"
#include "p2p/transport/sentpacket.h"
#include "p2p/transport/types.h"

#include <array>
#include <cstdint>
#include <optional>

namespace vos::transport {

class Congestion {
public:
    /// More than the ten packets of RFC 9002: they are paced, and a letter of 60 KiB goes in two
    /// rounds.
    static constexpr std::uint64_t InitialPackets = 32;
    static constexpr std::uint64_t MinPackets = 4;
    static constexpr double LossThreshold = 0.02;
    static constexpr double HeavyLoss = 0.4;

    enum class State { Startup, Drain, Down, Cruise, Refill, Up, ProbeRtt };

    /// `datagram`: size of a full packet.
    Congestion(const std::optional<PathEstimate>& inherited, std::size_t datagram, Instant now);

    void setDatagram(std::size_t size) { m_datagram = size; }
    /// A packet is about to leave, with `inFlight` bytes on the way before it.
    void handleSent(Instant now, std::uint64_t inFlight, SentPacket& packet);
    void handleAcknowledged(Instant now, const SentPacket& packet);
    void handleLost(const SentPacket& packet);
    /// Ends one acknowledgement after its packets were told: `rtt` if it gave a measurement,
    /// `inFlight` what remains on the way.
    void handleAckEnd(Instant now, std::optional<Duration> rtt, std::uint64_t inFlight);
    /// There was nothing to send although the window had room.
    void markAppLimited(std::uint64_t inFlight) { m_rate.markAppLimited(inFlight); }

    std::uint64_t window() const;
    double pacingRate() const { return m_pacingRate; }
    double bandwidth() const;
    /// The bandwidth was found, and is not just what little was sent.
    bool isFilled() const { return m_filled; }
    State state() const { return m_state; }

private:
    struct Round {
        std::uint64_t lostBytes = 0;
        std::uint64_t lostPackets = 0;
        std::uint64_t deliveredAtStart = 0;
        std::uint64_t inFlightMax = 0;
        std::optional<Duration> minRtt;
    };

    void updateMinRtt(Instant now, std::optional<Duration> rtt, std::uint64_t inFlight);
    void updateExtraAcked(Instant now, bool roundStart);
    void updateStartup(bool roundStart, bool appLimited, bool congested);
    void updateProbing(Instant now, std::uint64_t inFlight, bool roundStart, bool appLimited,
                       bool congested);
    void updateUp(std::uint64_t inFlight, bool roundStart, bool appLimited);
    void updateProbeRtt(Instant now, std::uint64_t inFlight, bool roundStart);
    void updateControls();
    void enter(State state);
    void enterCruise(Instant now);
    bool isCongested(const Round& round) const;
    void limitInFlight(const Round& round);
    double pacingGain() const;
    double windowGain() const;
    std::uint64_t product(double gain) const;
    std::uint64_t minWindow() const { return MinPackets * m_datagram; }
    std::uint64_t initialWindow() const { return InitialPackets * m_datagram; }
    std::uint64_t headroom() const;

    DeliveryRate m_rate;
    State m_state = State::Startup;
    std::uint64_t m_datagram;

    // The model.
    std::array<double, 2> m_bandwidth{};  // greatest sample of this probing cycle and of the last
    std::optional<Duration> m_minRtt;
    Instant m_minRttAt{};
    std::optional<std::uint64_t> m_inFlightLimit;  // what congestion taught
    std::array<std::uint64_t, 2>
        m_extraAcked{};  // burstiness of acknowledgements, two half windows
    Instant m_extraSince{};
    std::uint64_t m_extraDelivered = 0;
    std::uint64_t m_extraRound = 0;

    // Rounds.
    Round m_round;
    std::uint64_t m_roundEnd = 0;  // in delivered bytes
    std::uint64_t m_roundCount = 0;

    // States.
    Instant m_cycleStart{};
    Duration m_probeWait{};
    std::uint64_t m_stateRound = 0;  // m_roundCount when the state was entered
    bool m_filled = false;
    double m_fullBandwidth = 0;  // last time it had grown enough
    unsigned m_flatRounds = 0;
    std::optional<Instant> m_probeRttEnd;
    std::optional<Duration> m_probeRttMin;

    // Controls.
    std::uint64_t m_window;
    double m_pacingRate = 0;
    std::uint64_t m_newlyAcked = 0;
};

}  // namespace vos::transport
