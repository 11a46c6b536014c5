#pragma once

// The keys of one finished handshake, and all that is known about whom they are shared with. The
// peer has proved that it holds the session key S; that S belongs to the id it claims is for the
// owner to check against a signed record.
//
// Invariants: no counter seals twice; a counter is marked as taken only after its datagram
// authenticated; nothing is sealed or opened after the keys have ended.

#include "p2p/base/ids.h"
#include "p2p/base/time.h"
#include "p2p/crypto/noise.h"
#include "p2p/session/replaywindow.h"
#include "p2p/wire/packet.h"

#include <cstdint>
#include <optional>

namespace vos::session {

/// Who somebody says they are inside the handshake. A guest has zeros for both.
struct Claim {
    NodeId id;
    std::uint64_t seq = 0;  ///< of the own Whereabouts

    bool guest() const { return id.isZero(); }
    bool operator==(const Claim&) const = default;
};

/// When the initiator begins the next handshake.
inline constexpr Duration RekeyAfter = 120s;
/// When the responder does it instead, so that the two do not always start at once.
inline constexpr Duration RekeyAfterAsResponder = 140s;
inline constexpr Duration KeysEndAfter = 180s;
/// Datagrams under one key before the next handshake. Keys end at twice that number.
inline constexpr std::uint64_t RekeyAfterDatagrams = std::uint64_t{1} << 48;

class Session {
public:
    /// What a handshake settled.
    struct Facts {
        bool initiator = false;    ///< we began it
        ConnectionId own;          ///< stands in what we get
        ConnectionId theirs;       ///< stands in what we send
        Claim peer;                ///< unproven; RESP carries no id, so there it is whom we called
        ExchangeKey peerSession;   ///< S, proven
        bool pairing = false;      ///< a pairing secret went into the keys
        Instant createdAt;
    };
    Session(const Facts& facts, crypto::NoiseKeys keys);

    const Facts& facts() const { return m_facts; }
    /// Names the session; the same on both sides, not secret.
    const crypto::Hash256& handshakeHash() const { return m_hash; }

    /// Room for the head, to append the plaintext to and then seal().
    static Bytes beginDatagram(std::size_t reserve = wire::DatagramSizeMax);
    /// Makes `datagram` (from beginDatagram(), plaintext appended) a DATA datagram under the
    /// counter, which must be nextCounter() or higher (asserts). False, and nothing sealed, once
    /// the keys have ended.
    [[nodiscard]] bool seal(Instant now, std::uint64_t counter, Bytes& datagram);
    /// Lowest counter not used yet.
    std::uint64_t nextCounter() const { return m_nextCounter; }

    struct Opened {
        std::uint64_t counter = 0;
        ByteView plaintext;   ///< lies in the buffer given to open()
        bool highest = false; ///< above all counters before: only such a one may move the path
    };
    /// Opens a DATA datagram of this session into `buffer`, which is overwritten and can be used
    /// again and again without allocation. Nothing for what is forged, changed, taken before, for
    /// another conn id, or when the keys have ended; then nothing has changed.
    std::optional<Opened> open(Instant now, ByteView datagram, Bytes& buffer);

    /// Time for a new handshake; the keys still work.
    bool rekeyDue(Instant now) const;
    Instant rekeyAt() const;
    bool expired(Instant now) const { return now >= expiresAt(); }
    Instant expiresAt() const { return m_facts.createdAt + KeysEndAfter; }

private:
    bool usable(Instant now, std::uint64_t counter) const;

    Facts m_facts;
    crypto::Secret<32> m_sendKey;
    crypto::Secret<32> m_receiveKey;
    crypto::Hash256 m_hash{};
    std::uint64_t m_nextCounter = 0;
    ReplayWindow m_window;
};

}  // namespace vos::session
