#pragma once

// Straight ways for sessions that run by a relay: the two sides tell each other inside the session
// where they may be reached, agree on a moment, and probe (p2p/nat/punch.h). Where a PROBE comes
// from is tried as a path of the session (Peers); nothing is believed of it before it has answered.
//
// Who asks for it is in a session with us. A contact may make us send what one attempt sends; of
// anybody else only addresses that its signed record names get a few PROBEs. Ports are guessed by
// chance for contacts alone, at addresses of their records, and not again for hours.

#include "p2p/engine/context.h"
#include "p2p/engine/peers.h"
#include "p2p/map/vosmap.h"
#include "p2p/nat/punch.h"

#include <functional>
#include <map>
#include <optional>
#include <unordered_map>
#include <vector>

namespace vos::engine {

class Punching {
public:
    /// Where we may be reached, for `peer`.
    using OwnSide = std::function<nat::PunchSide(const NodeId& peer)>;

    Punching(Context& context, Peers& peers, const map::VosMap& map, OwnSide ownSide);

    void handleTimeout();
    std::optional<Instant> nextTimeout() const;

    void sessionUp(const NodeId& peer);
    void sessionDown(const NodeId& peer);
    /// It runs another way now.
    void pathMoved(const NodeId& peer);
    /// Ours: what failed before may work now.
    void networkChanged();
    /// The peer's record is another one: it may have moved.
    void recordChanged(const NodeId& peer);
    /// Somebody became a contact, or no longer is one.
    void contactsChanged();
    void handleCandidates(const NodeId& peer, const wire::Candidates& candidates);
    void handleProbe(const Route& from, const wire::ProbeToken& token);

private:
    struct Attempt {
        std::uint8_t round = 0;
        wire::ProbeToken ours;                   ///< comes in their PROBEs
        std::optional<wire::ProbeToken> theirs;  ///< goes into ours
        std::optional<nat::Punch> punch;         ///< once both know all
        std::map<Endpoint, unsigned> answers;    ///< PROBEs sent back
        Instant endsAt{};
        bool contact = false;
        bool straight = false;  ///< the session runs straight now: only a nearer way is sought
    };
    struct Peer {
        std::optional<Attempt> attempt;
        unsigned failures = 0;
        std::uint8_t lastRound = 0;
        std::optional<Instant> beginAt;
        Instant answeringSince{};
        unsigned answered = 0;  ///< attempts the other side began since then
        Instant guessingSince{};
        unsigned guesses = 0;  ///< PROBEs by chance since then
    };

    bool isOurs(const NodeId& peer) const;
    bool wantsStraight(const NodeId& peer) const;
    bool sharesNat(const NodeId& peer) const;
    void plan(const NodeId& peer, Peer& state, Duration wait);
    void begin(const NodeId& peer, Peer& state);
    void sendCandidates(const NodeId& peer, const Attempt& attempt, bool answer);
    void start(const NodeId& peer, Peer& state, const wire::Candidates& theirs, Instant at);
    std::vector<Endpoint> allowed(const NodeId& peer, const std::vector<Endpoint>& named) const;
    std::vector<Endpoint> guessable(const NodeId& peer, const std::vector<Endpoint>& named) const;
    void shoot(const NodeId& peer, Peer& state);
    void finish(const NodeId& peer, Peer& state);
    bool mayProbe(const Endpoint& target);
    void lookForBan();

    Context& m_context;
    Peers& m_peers;
    const map::VosMap& m_map;
    OwnSide m_ownSide;
    std::map<NodeId, Peer> m_states;
    std::unordered_map<wire::ProbeToken, NodeId> m_tokens;
    std::map<Endpoint, unsigned> m_probed;  ///< by address, port 0, since m_probedSince
    Instant m_probedSince{};
    /// Guessing was stopped since nothing came any more: then, and what had come by then.
    std::optional<std::pair<Instant, std::uint64_t>> m_stoppedAt;
    Instant m_guessAfter{};  ///< a router cut us off for it
};

}  // namespace vos::engine
