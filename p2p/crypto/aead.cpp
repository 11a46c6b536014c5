#include "p2p/crypto/aead.h"

#include "p2p/crypto/raw.h"

#include <sodium.h>

namespace vos::crypto {

Nonce counterNonce(std::uint64_t counter)
{
    Nonce nonce{};
    for (std::size_t i = 0; i < 8; ++i)
        nonce[4 + i] = static_cast<std::byte>(counter >> (8 * i) & 0xff);
    return nonce;
}

void sealInPlace(const Secret<32>& key, const Nonce& nonce, ByteView associated,
                 MutableBytes textAndTag)
{
    VOS_ASSERT(textAndTag.size() >= TagSize);
    const MutableBytes text = textAndTag.first(textAndTag.size() - TagSize);
    crypto_aead_chacha20poly1305_ietf_encrypt_detached(
        raw(text), raw(textAndTag.last(TagSize)), nullptr, raw(ByteView(text)), text.size(),
        raw(associated), associated.size(), nullptr, raw(ByteView(nonce)), raw(key.view()));
}

bool openInPlace(const Secret<32>& key, const Nonce& nonce, ByteView associated,
                 MutableBytes sealed)
{
    if (sealed.size() < TagSize)
        return false;
    const MutableBytes text = sealed.first(sealed.size() - TagSize);
    return crypto_aead_chacha20poly1305_ietf_decrypt_detached(
               raw(text), nullptr, raw(ByteView(text)), text.size(),
               raw(ByteView(sealed).last(TagSize)), raw(associated), associated.size(),
               raw(ByteView(nonce)), raw(key.view())) == 0;
}

void seal(const Secret<32>& key, const Nonce& nonce, ByteView associated, ByteView text, Bytes& out)
{
    const std::size_t start = out.size();
    out.reserve(start + text.size() + TagSize);
    append(out, text);
    out.resize(out.size() + TagSize);
    sealInPlace(key, nonce, associated, MutableBytes(out).subspan(start));
}

std::optional<Bytes> open(const Secret<32>& key, const Nonce& nonce, ByteView associated,
                          ByteView sealed)
{
    Bytes text = toBytes(sealed);
    if (!openInPlace(key, nonce, associated, text))
        return std::nullopt;
    text.resize(text.size() - TagSize);
    return text;
}

Bytes sealLong(const Secret<32>& key, const LongNonce& nonce, ByteView associated, ByteView text)
{
    Bytes sealed(text.size() + TagSize);
    crypto_aead_xchacha20poly1305_ietf_encrypt(raw(MutableBytes(sealed)), nullptr, raw(text),
                                               text.size(), raw(associated), associated.size(),
                                               nullptr, raw(ByteView(nonce)), raw(key.view()));
    return sealed;
}

std::optional<Bytes> openLong(const Secret<32>& key, const LongNonce& nonce, ByteView associated,
                              ByteView sealed)
{
    if (sealed.size() < TagSize)
        return std::nullopt;
    Bytes text(sealed.size() - TagSize);
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(
            raw(MutableBytes(text)), nullptr, nullptr, raw(sealed), sealed.size(), raw(associated),
            associated.size(), raw(ByteView(nonce)), raw(key.view())) != 0)
        return std::nullopt;
    return text;
}

}  // namespace vos::crypto
