#include "p2p/nat/punch.h"

#include <algorithm>
#include <array>

namespace vos::nat {

namespace {

/// When each candidate gets a PROBE: close together at first, so that both sides' cross in time,
/// then backed off; three times, for what was lost and for routers that have to calm down.
constexpr std::array<Duration, 30> Rounds{
    0ms,    20ms,   40ms,   60ms,   80ms,   120ms,  200ms,  360ms,  680ms,  1320ms,
    2000ms, 2020ms, 2040ms, 2060ms, 2080ms, 2120ms, 2200ms, 2360ms, 2680ms, 3320ms,
    5000ms, 5020ms, 5040ms, 5060ms, 5080ms, 5120ms, 5200ms, 5360ms, 5680ms, 6320ms};
/// When ports are guessed: after what needs no guessing had its time.
constexpr Duration PredictAfter = 400ms;
constexpr Duration SprayAfter = 700ms;
/// The symmetric side opens its ports once more in the middle of the other's guesses.
constexpr unsigned OpenTwice = 2 * Punch::SpareSockets;
constexpr std::uint16_t LowestPort = 1024;

constexpr Duration GuessEvery = Duration(1s) / Punch::GuessesPerSecond;
constexpr Duration OpenEvery = Duration(1s) / Punch::OpenedPerSecond;
/// Between the two openings, for what was lost.
constexpr Duration OpenAgain = 4s;

bool isOpen(const Endpoint& endpoint)
{
    return !endpoint.isPrivate() && !endpoint.isLoopback();
}

}  // namespace

Punch::Punch(Instant start, PunchSide own, PunchSide theirs, std::vector<Endpoint> guess)
    : m_start(start)
    , m_own(std::move(own))
    , m_theirs(std::move(theirs))
    , m_guess(std::move(guess))
{
    std::erase_if(m_guess, [](const Endpoint& e) { return !isOpen(e); });
}

/// One side has a port for each target, the other has not and lets in by port alone.
bool Punch::guesses() const
{
    return !m_guess.empty() && m_own.symmetric() != m_theirs.symmetric();
}

std::optional<Instant> Punch::nextRound() const
{
    return m_round < Rounds.size() ? std::optional(m_start + Rounds[m_round]) : std::nullopt;
}

std::optional<Instant> Punch::nextPrediction() const
{
    if (m_predicted || !guesses() || m_theirs.portStep == 0)
        return std::nullopt;
    return m_start + PredictAfter;
}

std::optional<Instant> Punch::nextSpray() const
{
    const unsigned most = m_own.symmetric() ? OpenTwice : SprayPorts;
    if (!guesses() || m_sprayed >= most)
        return std::nullopt;
    const Instant begin = m_start + SprayAfter;
    if (!m_own.symmetric())
        return begin + GuessEvery * m_sprayed;
    return begin + OpenEvery * m_sprayed + (m_sprayed >= SpareSockets ? OpenAgain : 0ms);
}

bool Punch::isGuessing(Instant now) const
{
    return !m_stopped && guesses() && now >= m_start + PredictAfter && nextSpray().has_value();
}

Instant Punch::end() const
{
    const Duration guessing = SprayAfter + GuessEvery * SprayPorts;
    return m_start + std::max(Rounds.back(), guesses() ? guessing : 0ms);
}

std::optional<Instant> Punch::next() const
{
    if (m_stopped)
        return std::nullopt;
    std::optional<Instant> next = nextRound();
    for (const auto& at : {nextPrediction(), nextSpray()}) {
        if (at)
            next = next ? std::min(*next, *at) : *at;
    }
    return next;
}

std::vector<Punch::Shot> Punch::due(Instant now, Rng& rng)
{
    std::vector<Shot> shots;
    if (m_stopped)
        return shots;
    while (nextRound() && *nextRound() <= now) {
        ++m_round;
        // Late: one is as good as several at once.
        if (nextRound() && *nextRound() <= now)
            continue;
        for (const Endpoint& endpoint : m_theirs.endpoints)
            shots.push_back({endpoint, std::nullopt, false});
    }
    if (nextPrediction() && *nextPrediction() <= now)
        predict(shots);
    spray(now, rng, shots);
    return shots;
}

/// The ports that follow, or go before, those seen last.
void Punch::predict(std::vector<Shot>& shots)
{
    m_predicted = true;
    // One address is enough: its newest mapping stands first.
    for (int i = 1; i <= PredictedPorts; ++i) {
        Endpoint guess = m_guess.front();
        const int port = guess.port + i * m_theirs.portStep;
        if (port < LowestPort || port > 65'535)
            return;
        guess.port = static_cast<std::uint16_t>(port);
        shots.push_back({guess, std::nullopt, true});
    }
}

void Punch::spray(Instant now, Rng& rng, std::vector<Shot>& shots)
{
    while (nextSpray() && *nextSpray() <= now) {
        Shot shot{m_guess.front(), std::nullopt, true};
        if (m_own.symmetric())
            shot.spare = static_cast<std::uint16_t>(m_sprayed % SpareSockets);
        else
            shot.to.port = static_cast<std::uint16_t>(LowestPort + rng.below(65'536 - LowestPort));
        ++m_sprayed;
        shots.push_back(shot);
    }
}

}  // namespace vos::nat
