#include "p2p/crypto/sign.h"

#include "p2p/crypto/raw.h"

#include <sodium.h>

namespace vos::crypto {

namespace {

Bytes labelled(std::string_view label, ByteView body)
{
    VOS_ASSERT(!label.empty() && label.size() <= 255);
    Bytes message;
    message.reserve(1 + label.size() + body.size());
    message.push_back(static_cast<std::byte>(label.size()));
    append(message, viewOf(label));
    append(message, body);
    return message;
}

}  // namespace

SigningKey SigningKey::fromSeed(const Secret<32>& seed)
{
    SigningKey key;
    crypto_sign_seed_keypair(raw(MutableBytes(key.m_publicKey.bytes)),
                             raw(key.m_expanded.mutableView()), raw(seed.view()));
    return key;
}

Secret<32> SigningKey::seed() const
{
    // libsodium's secret key is seed || public key.
    return Secret<32>::copyOf(m_expanded.view().first(32));
}

SigningKey SigningKey::clone() const
{
    SigningKey key;
    key.m_expanded = m_expanded.clone();
    key.m_publicKey = m_publicKey;
    return key;
}

Signature sign(std::string_view label, ByteView body, const SigningKey& key)
{
    return signRaw(labelled(label, body), key);
}

bool verify(std::string_view label, ByteView body, const Signature& signature, const NodeId& signer)
{
    return verifyRaw(labelled(label, body), signature, signer);
}

Signature signRaw(ByteView message, const SigningKey& key)
{
    Signature signature;
    crypto_sign_detached(raw(MutableBytes(signature.bytes)), nullptr, raw(message), message.size(),
                         raw(key.expanded().view()));
    return signature;
}

bool verifyRaw(ByteView message, const Signature& signature, const NodeId& signer)
{
    return crypto_sign_verify_detached(raw(signature.view()), raw(message), message.size(),
                                       raw(signer.view())) == 0;
}

}  // namespace vos::crypto
