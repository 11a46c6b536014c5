#pragma once

// What Peers keeps for one session and for one call that is being made. Internal to Peers.

#include "p2p/engine/pathset.h"
#include "p2p/engine/peers.h"
#include "p2p/session/initiator.h"
#include "p2p/session/session.h"
#include "p2p/transport/connection.h"

#include <optional>
#include <vector>

namespace vos::engine {

struct Peers::Link {
    Link(session::Session sessionValue, const transport::Config& config, const Route& route,
         Instant now)
        : session(std::move(sessionValue)), connection(config, now), paths(now, route),
          createdAt(now), lastReceived(now), lastUsed(now), nextRekey(now)
    {
    }

    const NodeId& peer() const { return guest ? guestName : session.facts().peer.id; }
    const Route& route() const { return paths.current().route; }
    /// Closed or lost, or of a peer that uses another one by now.
    bool serves() const { return verified && !gone; }

    session::Session session;
    transport::Connection connection;
    PathSet paths;
    /// The path in use may be dead: since then everything goes by another one as well.
    std::optional<Instant> doubtSince;
    Instant trustedUntil{};  ///< it has just answered: no doubt before
    std::uint64_t number = 0;
    bool guest = false;  ///< of somebody who called as one
    NodeId guestName;
    /// Newest whereabouts of the peer that were known when the link came up.
    std::uint64_t peerSeq = 0;
    bool verified = false;
    bool gone = false;
    bool suspected = false;
    std::optional<Instant> unansweredSince;  ///< a probe timeout of the transport ended
    std::vector<Bytes> waiting;  ///< messages from before it was verified
    std::size_t waitingBytes = 0;
    Instant createdAt;
    Instant lastReceived;
    Instant lastSent{};
    Instant lastUsed;  ///< by a message of either side
    Instant askedAt{};  ///< for a sign of life
    Instant nextRekey;
    std::optional<Instant> drainUntil;
};

struct Peers::Dial {
    session::InitiatorHandshake handshake;
    ExchangeKey key;
    std::vector<Route> routes;
    /// Straight ones that wait for a relay to do it: an early datagram can spoil the port of some
    /// routers for the punching that follows.
    std::vector<Route> held;
    std::vector<Endpoint> hints;
    Instant startedAt{};
    Instant lastSend{};
    Instant nextSend{};
    Instant deadline{};
    unsigned rounds = 0;
    bool toldSlow = false;
};

}  // namespace vos::engine
