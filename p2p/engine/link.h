#pragma once

// What Peers keeps for one session and for one call that is being made. Internal to Peers.

#include "p2p/engine/peers.h"
#include "p2p/session/initiator.h"
#include "p2p/session/session.h"
#include "p2p/transport/connection.h"

#include <optional>
#include <vector>

namespace vos::engine {

struct Peers::Link {
    /// An address valid datagrams came from that has not yet shown that it gets ours.
    struct Candidate {
        Endpoint endpoint;
        SocketIndex socket = AnySocket;
        ByteArray<8> token{};
        std::size_t received = 0;
        std::size_t sent = 0;
        Instant since{};
    };

    Link(session::Session sessionValue, const transport::Config& config, Instant now)
        : session(std::move(sessionValue)), connection(config, now), createdAt(now),
          lastReceived(now), lastUsed(now), nextKeepalive(now), nextRekey(now)
    {
    }

    const NodeId& peer() const { return session.facts().peer.id; }

    session::Session session;
    transport::Connection connection;
    Endpoint remote;
    SocketIndex socket = AnySocket;
    std::optional<Candidate> candidate;
    std::uint64_t number = 0;
    /// Newest whereabouts of the peer that were known when the link came up.
    std::uint64_t peerSeq = 0;
    bool verified = false;
    bool gone = false;
    bool suspected = false;
    std::vector<Bytes> waiting;  ///< messages from before it was verified
    std::size_t waitingBytes = 0;
    Instant createdAt;
    Instant lastReceived;
    Instant lastUsed;  ///< by a message of either side
    Instant nextKeepalive;
    Instant nextRekey;
    std::optional<Instant> drainUntil;
};

struct Peers::Dial {
    session::InitiatorHandshake handshake;
    ExchangeKey key;
    std::vector<Endpoint> endpoints;
    std::vector<Endpoint> hints;
    Instant startedAt{};
    Instant lastSend{};
    Instant nextSend{};
    Instant deadline{};
    unsigned rounds = 0;
    bool toldSlow = false;
};

}  // namespace vos::engine
