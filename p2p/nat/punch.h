#pragma once

// One attempt to open a straight way through the NATs of two nodes that agreed on it over another
// one: which PROBEs to send, where and when (RFC 8445 for the pairs, RFC 5128 for the kinds
// of NAT).
//
// Each PROBE carries the token the other side chose, so what arrives with ours is from it, wherever
// it comes from; that alone connects a symmetric NAT with all that filter by address or not at all.
// With one that filters by port, ports are guessed: first those that follow the ones seen, then,
// for contacts, by the birthday paradox: the symmetric side opens many ports towards the other,
// which tries ports at random until one of them fits. Two symmetric sides are not worth a try.

#include "p2p/base/endpoint.h"
#include "p2p/base/rng.h"
#include "p2p/base/time.h"
#include "p2p/wire/reachmessage.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace vos::nat {

struct PunchSide {
    wire::PortMappingKind mapping = wire::PortMappingKind::Unknown;
    int portStep = 0;
    std::vector<Endpoint> endpoints;  ///< the likeliest first

    bool symmetric() const { return mapping == wire::PortMappingKind::Dependent; }
};

class Punch {
public:
    /// Ports guessed by the observed step, and by chance. No more than GuessesPerSecond of the
    /// latter: routers that look for scanners cut off who tries a hundred ports a second or more.
    static constexpr int PredictedPorts = 32;
    static constexpr unsigned SprayPorts = 2048;
    static constexpr unsigned GuessesPerSecond = 90;
    /// Ports that the symmetric side opens, all towards one endpoint.
    static constexpr unsigned OpenedPerSecond = 500;
    /// Sockets beside the main one that a symmetric side opens.
    static constexpr std::uint16_t SpareSockets = 256;

    struct Shot {
        Endpoint to;
        std::optional<std::uint16_t> spare;  ///< the socket beside the main one; none: the main one
        bool guessed = false;                ///< at an address that may be aimed at so
    };

    /// `guess`: whether ports may be guessed by chance, and the endpoints of `theirs` whose address
    /// may be aimed at so (the others get a few PROBEs each).
    Punch(Instant start, PunchSide own, PunchSide theirs, std::vector<Endpoint> guess);

    /// What is to be sent by `now`.
    std::vector<Shot> due(Instant now, Rng& rng);
    /// Nothing once it is over.
    std::optional<Instant> next() const;
    /// It succeeded, or must not go on.
    void stop() { m_stopped = true; }
    /// No more guessing; the rest goes on.
    void stopGuessing() { m_guess.clear(); }
    bool isGuessing(Instant now) const;
    /// When all that is planned has been sent.
    Instant end() const;
    /// PROBEs sent by chance.
    unsigned guessed() const { return m_sprayed; }

private:
    std::optional<Instant> nextRound() const;
    std::optional<Instant> nextPrediction() const;
    std::optional<Instant> nextSpray() const;
    bool guesses() const;
    void predict(std::vector<Shot>& shots);
    void spray(Instant now, Rng& rng, std::vector<Shot>& shots);

    Instant m_start;
    PunchSide m_own;
    PunchSide m_theirs;
    std::vector<Endpoint> m_guess;
    std::size_t m_round = 0;  // of the steady part
    bool m_predicted = false;
    unsigned m_sprayed = 0;
    bool m_stopped = false;
};

}  // namespace vos::nat
