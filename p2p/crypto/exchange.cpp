#include "p2p/crypto/exchange.h"

#include "p2p/crypto/raw.h"

#include <sodium.h>

namespace vos::crypto {

ExchangePair::ExchangePair(Secret<32> secret, const ExchangeKey& publicKey)
    : m_secret(std::move(secret))
    , m_publicKey(publicKey)
{
}

ExchangePair ExchangePair::fromSecret(Secret<32> secret)
{
    ExchangeKey publicKey;
    crypto_scalarmult_base(raw(MutableBytes(publicKey.bytes)), raw(secret.view()));
    return ExchangePair(std::move(secret), publicKey);
}

ExchangePair ExchangePair::clone() const
{
    return ExchangePair(m_secret.clone(), m_publicKey);
}

std::optional<Secret<32>> exchange(const Secret<32>& secret, const ExchangeKey& theirs)
{
    Secret<32> shared;
    if (crypto_scalarmult(raw(shared.mutableView()), raw(secret.view()), raw(theirs.view())) != 0)
        return std::nullopt;
    // libsodium refuses known low-order points; the result itself is what the protocol forbids.
    if (sodium_is_zero(raw(shared.view()), Secret<32>::Size) != 0)
        return std::nullopt;
    return shared;
}

}  // namespace vos::crypto
