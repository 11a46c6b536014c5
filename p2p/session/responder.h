#pragma once

// The side of handshakes that is called. An INIT costs an entry in a bounded table of half-open
// sessions and nothing else: it carries no clock, so it may be a replay, and a running session is
// only ever replaced by one that has carried a valid DATA. Against floods: limits per second, then
// cookies, then drops. No answer is longer than the INIT.

#include "p2p/base/endpoint.h"
#include "p2p/base/expected.h"
#include "p2p/base/rng.h"
#include "p2p/crypto/noise.h"
#include "p2p/session/cookie.h"
#include "p2p/session/session.h"

#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <optional>
#include <unordered_map>

namespace vos::session {

/// The pairing secret shared with a contact; null: none. While the user lets a contact in without
/// it, null as well.
using PairingLookup = std::function<const crypto::Secret<32>*(const NodeId&)>;

/// Why an INIT got no answer.
enum class InitDrop : std::uint8_t {
    Malformed,
    WrongMac,         ///< mac1: for somebody else, or noise.
    Busy,             ///< Too many even among those with proven addresses.
    NotAuthentic,     ///< The handshake message does not decrypt.
    BadClaim,         ///< A guest with a seq.
    PairingRequired,  ///< We hold a secret for the claimed id and it was not used.
    PairingUnknown,   ///< It was used and we hold none.
};

class HandshakeResponder {
public:
    /// Half-open sessions in all (about 1 MiB); the oldest goes first.
    static constexpr std::size_t HalfOpenMax = 1024;
    /// Of one /24 or /56; the oldest of that network goes first.
    static constexpr std::size_t HalfOpenPerNetworkMax = 16;
    /// INITs served in a second without proof of address, in all and from one network.
    static constexpr std::uint32_t InitsPerSecond = 100;
    static constexpr std::uint32_t InitsPerNetwork = 20;
    /// The same once the address is proven; 500 handshakes take about a tenth of a core.
    static constexpr std::uint32_t ProvenPerSecond = 500;

    /// `own` is S; `rng` must outlive the responder.
    HandshakeResponder(crypto::ExchangePair own, Rng& rng, PairingLookup pairing = {});

    /// The datagram to send back to `from` (RESP or COOKIE). `ownSeq` is that of our own
    /// Whereabouts. An INIT that came before gets the same RESP again.
    Expected<Bytes, InitDrop> handleInit(Instant now, const Endpoint& from, ByteView datagram,
                                         std::uint64_t ownSeq);

    struct Taken {
        Session session;
        Session::Opened first;  ///< its plaintext lies in the buffer given
    };
    /// A DATA datagram for no running session: if it is the first valid one of a half-open session,
    /// that session, which leaves the table. Nothing and no change for all else.
    std::optional<Taken> takeSession(Instant now, ByteView datagram, Bytes& buffer);

    std::size_t halfOpenCount() const { return m_halfOpen.size(); }

private:
    enum class Judgement : std::uint8_t { Serve, AskForCookie, Refuse };
    struct HalfOpen {
        Session session;
        ConnectionId own;
        wire::Mac mac1;
        std::uint64_t network;
        Bytes response;
    };
    using Table = std::list<HalfOpen>;  // oldest first

    Judgement judge(Instant now, const Endpoint& from, const wire::Init& init, ByteView datagram);
    Expected<Bytes, InitDrop> respond(Instant now, const Endpoint& from, const wire::Init& init,
                                      ByteView datagram, std::uint64_t ownSeq);
    void makeRoom(Instant now, std::uint64_t network);
    void erase(Table::iterator entry);
    void insert(HalfOpen entry);

    crypto::ExchangePair m_own;
    Rng& m_rng;
    PairingLookup m_pairing;
    CookieIssuer m_cookies;
    RateGate m_gate;
    RateGate m_provenGate;
    Table m_halfOpen;
    std::map<wire::Mac, Table::iterator> m_byMac;
    std::unordered_map<ConnectionId, Table::iterator> m_byConnection;
    std::unordered_map<std::uint64_t, std::size_t> m_perNetwork;
};

}  // namespace vos::session
