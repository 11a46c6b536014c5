#pragma once

// Ed25519 signatures (RFC 8032). Every signature of the protocol covers len8(label) || label ||
// body, so that one made for a record never passes for one on a receipt. Identity keys sign; they
// are never turned into encryption keys.

#include "p2p/base/ids.h"
#include "p2p/crypto/secret.h"

namespace vos::crypto {

/// Key pair of an identity. Invariant: publicKey() belongs to seed().
class SigningKey {
public:
    /// From the 32 bytes RFC 8032 calls the private key.
    static SigningKey fromSeed(const Secret<32>& seed);
    static SigningKey generate(Rng& rng) { return fromSeed(Secret<32>::random(rng)); }

    const NodeId& publicKey() const { return m_publicKey; }
    /// What is stored to have the same key again.
    Secret<32> seed() const;
    SigningKey clone() const;
    /// Seed and public key as libsodium wants them; for sign() alone.
    const Secret<64>& expanded() const { return m_expanded; }

private:
    SigningKey() = default;

    Secret<64> m_expanded;
    NodeId m_publicKey;
};

/// Signs len8(label) || label || body. The label has 1–255 bytes (asserts).
Signature sign(std::string_view label, ByteView body, const SigningKey& key);
/// False for a wrong signature as well as for small-order or non-canonical keys and signatures.
[[nodiscard]] bool verify(std::string_view label, ByteView body, const Signature& signature,
                          const NodeId& signer);

/// Signs exactly `message`, without a label: RFC 8032 as it is, for its test vectors.
Signature signRaw(ByteView message, const SigningKey& key);
[[nodiscard]] bool verifyRaw(ByteView message, const Signature& signature, const NodeId& signer);

}  // namespace vos::crypto
