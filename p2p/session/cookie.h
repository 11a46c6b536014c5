#pragma once

// Proof of address on demand, after WireGuard: a responder under load answers an INIT with a COOKIE
// made from the sender's address under a key that nobody else has and that changes every two
// minutes. The responder keeps nothing per sender. Against INIT floods from forged addresses.

#include "p2p/base/endpoint.h"
#include "p2p/base/rng.h"
#include "p2p/base/time.h"
#include "p2p/crypto/secret.h"
#include "p2p/session/mac.h"
#include "p2p/wire/packet.h"

#include <cstdint>
#include <optional>
#include <unordered_map>

namespace vos::session {

/// Cookies of the current and the previous key are accepted: each holds for 2 to 4 minutes.
inline constexpr Duration CookieKeyAge = 120s;

class CookieIssuer {
public:
    /// `own` is our S; `rng` must outlive the issuer.
    CookieIssuer(const ExchangeKey& own, Rng& rng);

    /// The COOKIE datagram that answers `init`, which came from `from`.
    Bytes answer(Instant now, const Endpoint& from, const wire::Init& init);
    /// The mac2 of this INIT was made with a cookie of ours for `from`.
    bool accepts(Instant now, const Endpoint& from, ByteView init);

private:
    void renewKeys(Instant now);
    static CookieValue cookieFor(const crypto::Secret<32>& key, const Endpoint& from);

    ExchangeKey m_own;
    Rng& m_rng;
    crypto::Secret<32> m_current;
    crypto::Secret<32> m_previous;
    std::optional<Instant> m_currentSince;
};

/// The initiator's side: the cookie in a COOKIE that answers the INIT with this mac1, from the node
/// with session key `responder`. Nothing if it is not genuine.
std::optional<CookieValue> openCookie(const wire::Cookie& packet, const ExchangeKey& responder,
                                      const wire::Mac& mac1OfInit);

/// Lets so many through in a second, in all and from one network (Endpoint::network()). What it
/// refuses does not count. Memory is bounded by the first number.
class RateGate {
public:
    RateGate(std::uint32_t perSecond, std::uint32_t perNetwork)
        : m_perSecond(perSecond), m_perNetwork(perNetwork)
    {
    }
    bool admit(Instant now, std::uint64_t network);

private:
    std::uint32_t m_perSecond;
    std::uint32_t m_perNetwork;
    std::optional<Instant> m_windowStart;
    std::uint32_t m_count = 0;
    std::unordered_map<std::uint64_t, std::uint32_t> m_networks;
};

}  // namespace vos::session
