#include "p2p/session/cookie.h"

#include "p2p/crypto/aead.h"
#include "p2p/crypto/hash.h"

#include <algorithm>

namespace vos::session {

namespace {

crypto::Secret<32> sealingKey(const ExchangeKey& responder)
{
    return crypto::Secret<32>::copyOf(crypto::hash256("VOS/cookie/1", responder.view()));
}

}  // namespace

CookieIssuer::CookieIssuer(const ExchangeKey& own, Rng& rng) : m_own(own), m_rng(rng) {}

void CookieIssuer::renewKeys(Instant now)
{
    if (m_currentSince && now < *m_currentSince + CookieKeyAge)
        return;
    const bool justOver = m_currentSince && now < *m_currentSince + 2 * CookieKeyAge;
    m_previous = justOver ? std::move(m_current) : crypto::Secret<32>::random(m_rng);
    m_current = crypto::Secret<32>::random(m_rng);
    m_currentSince = justOver ? *m_currentSince + CookieKeyAge : now;
}

CookieValue CookieIssuer::cookieFor(const crypto::Secret<32>& key, const Endpoint& from)
{
    const ByteArray<3> rest{static_cast<std::byte>(from.family),
                            static_cast<std::byte>(from.port & 0xff),
                            static_cast<std::byte>(from.port >> 8)};
    return crypto::keyedHash<16>(key.view(), "", rest, from.addressBytes());
}

Bytes CookieIssuer::answer(Instant now, const Endpoint& from, const wire::Init& init)
{
    renewKeys(now);
    wire::Cookie packet;
    packet.to = init.from;
    m_rng.fill(packet.nonce);
    const Bytes sealed =
        crypto::sealLong(sealingKey(m_own), packet.nonce, init.mac1, cookieFor(m_current, from));
    VOS_ASSERT(sealed.size() == packet.sealed.size());
    std::copy(sealed.begin(), sealed.end(), packet.sealed.begin());
    return wire::encode(packet);
}

bool CookieIssuer::accepts(Instant now, const Endpoint& from, ByteView init)
{
    VOS_ASSERT(init.size() == wire::InitSize);
    renewKeys(now);
    const ByteView covered = init.first(wire::InitMac2Offset);
    const ByteView given = init.subspan(wire::InitMac2Offset);
    return crypto::constantTimeEqual(mac2(cookieFor(m_current, from), covered), given) ||
           crypto::constantTimeEqual(mac2(cookieFor(m_previous, from), covered), given);
}

std::optional<CookieValue> openCookie(const wire::Cookie& packet, const ExchangeKey& responder,
                                      const wire::Mac& mac1OfInit)
{
    const auto opened =
        crypto::openLong(sealingKey(responder), packet.nonce, mac1OfInit, packet.sealed);
    if (!opened)
        return std::nullopt;
    CookieValue cookie;
    VOS_ASSERT(opened->size() == cookie.size());
    std::copy(opened->begin(), opened->end(), cookie.begin());
    return cookie;
}

bool RateGate::admit(Instant now, std::uint64_t network)
{
    if (!m_windowStart || now < *m_windowStart || now >= *m_windowStart + 1s) {
        m_windowStart = now;
        m_count = 0;
        m_networks.clear();
    }
    if (m_count >= m_perSecond)
        return false;
    std::uint32_t& ofNetwork = m_networks[network];
    if (ofNetwork >= m_perNetwork)
        return false;
    ++ofNetwork;
    ++m_count;
    return true;
}

}  // namespace vos::session
