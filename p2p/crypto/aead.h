#pragma once

// Authenticated encryption. ChaCha20-Poly1305 (RFC 8439) carries sessions and files under counted
// nonces and works in place, since each datagram passes through it; XChaCha20-Poly1305 with a
// random 24-byte nonce seals what is stored. Whoever calls keeps a nonce unique under its key.

#include "p2p/base/bytes.h"
#include "p2p/crypto/secret.h"

#include <cstdint>
#include <optional>

namespace vos::crypto {

inline constexpr std::size_t TagSize = 16;
using Nonce = ByteArray<12>;
using LongNonce = ByteArray<24>;

/// Four zero bytes, then the counter, little-endian (Noise revision 34, 12.2).
Nonce counterNonce(std::uint64_t counter);

/// Seals in place: `textAndTag` holds the text and ends with TagSize bytes the tag is written to.
void sealInPlace(const Secret<32>& key, const Nonce& nonce, ByteView associated,
                 MutableBytes textAndTag);
/// Opens in place: afterwards the text stands in the first sealed.size() - TagSize bytes. False if
/// anything was changed or it is too short; then `sealed` holds no plaintext.
[[nodiscard]] bool openInPlace(const Secret<32>& key, const Nonce& nonce, ByteView associated,
                               MutableBytes sealed);

/// Appends ciphertext and tag to `out`; `text` must not lie in `out`.
void seal(const Secret<32>& key, const Nonce& nonce, ByteView associated, ByteView text,
          Bytes& out);
/// The text, or nothing if anything was changed.
std::optional<Bytes> open(const Secret<32>& key, const Nonce& nonce, ByteView associated,
                          ByteView sealed);

/// XChaCha20-Poly1305: ciphertext and tag. The nonce is random and travels beside it.
Bytes sealLong(const Secret<32>& key, const LongNonce& nonce, ByteView associated, ByteView text);
std::optional<Bytes> openLong(const Secret<32>& key, const LongNonce& nonce, ByteView associated,
                              ByteView sealed);

}  // namespace vos::crypto
