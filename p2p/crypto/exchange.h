#pragma once

// X25519 key agreement (RFC 7748). A result of all zeros, which a hostile peer forces with a
// low-order key, is an error and never a key.

#include "p2p/base/ids.h"
#include "p2p/crypto/secret.h"

#include <optional>

namespace vos::crypto {

/// Key pair of a session, letter, prekey or handshake. Invariant: publicKey() belongs to secret().
class ExchangePair {
public:
    static ExchangePair fromSecret(Secret<32> secret);
    static ExchangePair generate(Rng& rng) { return fromSecret(Secret<32>::random(rng)); }

    const Secret<32>& secret() const { return m_secret; }
    const ExchangeKey& publicKey() const { return m_publicKey; }
    ExchangePair clone() const;

private:
    ExchangePair(Secret<32> secret, const ExchangeKey& publicKey);

    Secret<32> m_secret;
    ExchangeKey m_publicKey;
};

/// X25519(secret, theirs); nothing if the result would be all zeros.
std::optional<Secret<32>> exchange(const Secret<32>& secret, const ExchangeKey& theirs);

}  // namespace vos::crypto
