#include "p2p/crypto/hash.h"

#include "p2p/crypto/raw.h"

#include <sodium.h>

namespace vos::crypto {

namespace detail {

void blake2b(MutableBytes out, ByteView key, std::string_view label,
             std::initializer_list<ByteView> parts)
{
    VOS_ASSERT(label.size() <= 255);
    crypto_generichash_state state;
    VOS_ASSERT(crypto_generichash_init(&state, raw(key), key.size(), out.size()) == 0);
    const auto labelSize = static_cast<unsigned char>(label.size());
    crypto_generichash_update(&state, &labelSize, 1);
    crypto_generichash_update(&state, raw(viewOf(label)), label.size());
    for (const ByteView part : parts)
        crypto_generichash_update(&state, raw(part), part.size());
    crypto_generichash_final(&state, raw(out), out.size());
    sodium_memzero(&state, sizeof state);
}

void sha256(Hash256& out, std::initializer_list<ByteView> parts)
{
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    for (const ByteView part : parts)
        crypto_hash_sha256_update(&state, raw(part), part.size());
    crypto_hash_sha256_final(&state, raw(MutableBytes(out)));
    sodium_memzero(&state, sizeof state);
}

void hmacSha256(Hash256& out, ByteView key, std::initializer_list<ByteView> parts)
{
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, raw(key), key.size());
    for (const ByteView part : parts)
        crypto_auth_hmacsha256_update(&state, raw(part), part.size());
    crypto_auth_hmacsha256_final(&state, raw(MutableBytes(out)));
    sodium_memzero(&state, sizeof state);
}

}  // namespace detail

Secret<32> hkdfExtract(ByteView salt, ByteView keyMaterial)
{
    Hash256 prk = hmacSha256(salt, keyMaterial);
    Secret<32> secret = Secret<32>::copyOf(prk);
    wipe(prk);
    return secret;
}

void hkdfExpand(const Secret<32>& pseudoRandomKey, ByteView info, MutableBytes out)
{
    VOS_ASSERT(out.size() <= 255 * 32);
    Hash256 block;
    ByteView previous;
    for (std::size_t done = 0, i = 1; done < out.size(); ++i) {
        const ByteArray<1> index{static_cast<std::byte>(i)};
        block = hmacSha256(pseudoRandomKey.view(), previous, info, index);
        previous = block;
        const std::size_t take = std::min(block.size(), out.size() - done);
        std::copy_n(block.begin(), take, out.begin() + static_cast<std::ptrdiff_t>(done));
        done += take;
    }
    wipe(block);
}

Secret<32> hkdf(ByteView key, ByteView info)
{
    Secret<32> out;
    hkdfExpand(hkdfExtract({}, key), info, out.mutableView());
    return out;
}

}  // namespace vos::crypto
