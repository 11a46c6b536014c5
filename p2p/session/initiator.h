#pragma once

// The side of a handshake that begins it. Sends one INIT (repeated unchanged until answered, to as
// many addresses of the peer as wanted), takes one genuine RESP and is done. Anything else,
// repeats and forgeries among it, leaves it as it was.

#include "p2p/base/rng.h"
#include "p2p/crypto/noise.h"
#include "p2p/session/mac.h"
#include "p2p/session/session.h"

#include <optional>

namespace vos::session {

class InitiatorHandshake {
public:
    struct Peer {
        NodeId id;  ///< whom we call; zero if only the key is known
        ExchangeKey sessionKey;
        const crypto::Secret<32>* pairing = nullptr;  ///< only read by start()
    };
    /// Cookies taken for one handshake, since each makes us send once more.
    static constexpr unsigned CookiesMax = 8;

    /// `own` and `ownKey` are a guest's zeros and a throw-away pair where we go as a guest. Nothing
    /// if the peer's key is not usable (of low order).
    static std::optional<InitiatorHandshake> start(const Claim& own,
                                                   const crypto::ExchangePair& ownKey,
                                                   const Peer& peer, Rng& rng);

    /// The INIT to send, wire::InitSize bytes.
    const Bytes& datagram() const { return m_datagram; }
    /// Stands as `to` in the RESP or COOKIE that answers it.
    const ConnectionId& ownConnection() const { return m_connection; }
    const NodeId& peerId() const { return m_peerId; }

    /// The session, the first time a genuine RESP comes.
    std::optional<Session> handleResponse(Instant now, ByteView datagram);
    /// True if the COOKIE is genuine and new: datagram() now carries a mac2 for the address it came
    /// from and should be sent there again.
    bool handleCookie(ByteView datagram);
    bool finished() const { return m_state == State::Finished; }

private:
    enum class State : std::uint8_t { Waiting, Finished };

    InitiatorHandshake(crypto::HandshakeState noise, const Peer& peer,
                       const ExchangeKey& ownPublic, const ConnectionId& connection);

    crypto::HandshakeState m_noise;
    NodeId m_peerId;
    ExchangeKey m_peerKey;
    ExchangeKey m_ownPublic;
    ConnectionId m_connection;
    bool m_pairing;
    Bytes m_datagram;
    unsigned m_cookies = 0;
    State m_state = State::Waiting;
};

}  // namespace vos::session
