#pragma once

// Hashes. Whatever the protocol names by a hash goes through a label, so that a hash made for one
// purpose is never one for another: BLAKE2b over len8(label) || label || parts, keyed or not.
// SHA-256, HMAC (RFC 2104) and HKDF (RFC 5869) are what Noise and key derivation ask for.

#include "p2p/base/bytes.h"
#include "p2p/crypto/secret.h"

#include <concepts>
#include <initializer_list>

namespace vos::crypto {

using Hash256 = ByteArray<32>;

namespace detail {
/// BLAKE2b (RFC 7693) of out.size() (1–64) bytes under `key` (none, or 16–64 bytes) over
/// len8(label) || label || parts; the label has at most 255 bytes (asserts).
void blake2b(MutableBytes out, ByteView key, std::string_view label,
             std::initializer_list<ByteView> parts);
void sha256(Hash256& out, std::initializer_list<ByteView> parts);
void hmacSha256(Hash256& out, ByteView key, std::initializer_list<ByteView> parts);
}  // namespace detail

/// BLAKE2b of N bytes over len8(label) || label || all parts.
template <std::size_t N, std::convertible_to<ByteView>... Parts>
ByteArray<N> hash(std::string_view label, const Parts&... parts)
{
    static_assert(N >= 16 && N <= 64);
    ByteArray<N> out;
    detail::blake2b(out, {}, label, {ByteView(parts)...});
    return out;
}

/// H(label, parts): the 32-byte form, which is the usual one.
template <std::convertible_to<ByteView>... Parts>
Hash256 hash256(std::string_view label, const Parts&... parts)
{
    return hash<32>(label, parts...);
}

/// The same under a key of 16–64 bytes; N = 16, 32 or 64. The label may be empty.
template <std::size_t N, std::convertible_to<ByteView>... Parts>
ByteArray<N> keyedHash(ByteView key, std::string_view label, const Parts&... parts)
{
    static_assert(N == 16 || N == 32 || N == 64);
    VOS_ASSERT(key.size() >= 16 && key.size() <= 64);
    ByteArray<N> out;
    detail::blake2b(out, key, label, {ByteView(parts)...});
    return out;
}

/// Plain SHA-256 (FIPS 180-4) over all parts.
template <std::convertible_to<ByteView>... Parts>
Hash256 sha256(const Parts&... parts)
{
    Hash256 out;
    detail::sha256(out, {ByteView(parts)...});
    return out;
}

/// HMAC-SHA-256 over all parts; any key length.
template <std::convertible_to<ByteView>... Parts>
Hash256 hmacSha256(ByteView key, const Parts&... parts)
{
    Hash256 out;
    detail::hmacSha256(out, key, {ByteView(parts)...});
    return out;
}

/// RFC 5869, 2.2. An empty salt counts as 32 zeros, as the RFC says.
Secret<32> hkdfExtract(ByteView salt, ByteView keyMaterial);
/// RFC 5869, 2.3; out has at most 255 · 32 bytes (asserts).
void hkdfExpand(const Secret<32>& pseudoRandomKey, ByteView info, MutableBytes out);
/// HKDF(key, info) of the protocol: empty salt, 32 bytes.
Secret<32> hkdf(ByteView key, ByteView info);

}  // namespace vos::crypto
