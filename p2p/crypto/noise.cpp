#include "p2p/crypto/noise.h"

#include "p2p/crypto/aead.h"

namespace vos::crypto {

namespace {

std::string_view protocolName(NoisePattern pattern)
{
    switch (pattern) {
    case NoisePattern::IK:
        return "Noise_IK_25519_ChaChaPoly_SHA256";
    case NoisePattern::IKpsk2:
        return "Noise_IKpsk2_25519_ChaChaPoly_SHA256";
    case NoisePattern::X:
        return "Noise_X_25519_ChaChaPoly_SHA256";
    }
    VOS_ASSERT(false);
}

constexpr std::size_t KeySize = ExchangeKey::Size;

// Noise's HKDF (4.3) is RFC 5869 with the chaining key as salt and no info. Its two or three
// results are taken block by block, so that each goes straight into its own protected memory.
Secret<32> nextBlock(const Secret<32>& prk, ByteView previous, unsigned index)
{
    const ByteArray<1> counter{static_cast<std::byte>(index)};
    Hash256 block = hmacSha256(prk.view(), previous, counter);
    Secret<32> out = Secret<32>::copyOf(block);
    wipe(block);
    return out;
}

bool mixExchange(NoiseSymmetric& symmetric, const Secret<32>& mine, const ExchangeKey& theirs)
{
    const std::optional<Secret<32>> shared = exchange(mine, theirs);
    if (!shared)
        return false;
    symmetric.mixKey(shared->view());
    return true;
}

}  // namespace

NoiseSymmetric::NoiseSymmetric(std::string_view protocol)
{
    const ByteView name = viewOf(protocol);
    if (name.size() <= m_hash.size())
        std::copy(name.begin(), name.end(), m_hash.begin());
    else
        m_hash = sha256(name);
    m_chainingKey = Secret<32>::copyOf(m_hash);
}

NoiseSymmetric NoiseSymmetric::clone() const
{
    NoiseSymmetric copy;
    copy.m_chainingKey = m_chainingKey.clone();
    copy.m_key = m_key.clone();
    copy.m_hash = m_hash;
    copy.m_counter = m_counter;
    copy.m_hasKey = m_hasKey;
    return copy;
}

void NoiseSymmetric::mixHash(ByteView data)
{
    m_hash = sha256(m_hash, data);
}

void NoiseSymmetric::mixKey(ByteView keyMaterial)
{
    const Secret<32> prk = hkdfExtract(m_chainingKey.view(), keyMaterial);
    m_chainingKey = nextBlock(prk, {}, 1);
    m_key = nextBlock(prk, m_chainingKey.view(), 2);
    m_counter = 0;
    m_hasKey = true;
}

void NoiseSymmetric::mixKeyAndHash(const Secret<32>& psk)
{
    const Secret<32> prk = hkdfExtract(m_chainingKey.view(), psk.view());
    m_chainingKey = nextBlock(prk, {}, 1);
    const Secret<32> hashInput = nextBlock(prk, m_chainingKey.view(), 2);
    m_key = nextBlock(prk, hashInput.view(), 3);
    mixHash(hashInput.view());
    m_counter = 0;
    m_hasKey = true;
}

void NoiseSymmetric::encryptAndHash(ByteView text, Bytes& out)
{
    VOS_ASSERT(m_hasKey);
    const std::size_t start = out.size();
    seal(m_key, counterNonce(m_counter++), m_hash, text, out);
    mixHash(ByteView(out).subspan(start));
}

std::optional<Bytes> NoiseSymmetric::decryptAndHash(ByteView sealed)
{
    VOS_ASSERT(m_hasKey);
    std::optional<Bytes> text = open(m_key, counterNonce(m_counter), m_hash, sealed);
    if (!text)
        return std::nullopt;
    ++m_counter;
    mixHash(sealed);
    return text;
}

NoiseKeys NoiseSymmetric::split()
{
    const Secret<32> prk = hkdfExtract(m_chainingKey.view(), {});
    NoiseKeys keys;
    keys.initiatorToResponder = nextBlock(prk, {}, 1);
    keys.responderToInitiator = nextBlock(prk, keys.initiatorToResponder.view(), 2);
    keys.handshakeHash = m_hash;
    m_chainingKey.wipe();
    m_key.wipe();
    return keys;
}

HandshakeState::HandshakeState(NoisePattern pattern, bool initiator, ByteView prologue,
                               const ExchangePair& ownStatic, const ExchangeKey& theirStatic)
    : m_symmetric(protocolName(pattern))
    , m_ownStatic(ownStatic.clone())
    , m_theirStatic(theirStatic)
    , m_pattern(pattern)
    , m_initiator(initiator)
    , m_steps(pattern == NoisePattern::X ? 1 : 2)
{
    m_symmetric.mixHash(prologue);
    m_symmetric.mixHash(initiator ? theirStatic.view() : ownStatic.publicKey().view());
}

HandshakeState HandshakeState::initiator(NoisePattern pattern, ByteView prologue,
                                         const ExchangePair& ownStatic,
                                         const ExchangeKey& theirStatic)
{
    return HandshakeState(pattern, true, prologue, ownStatic, theirStatic);
}

HandshakeState HandshakeState::responder(NoisePattern pattern, ByteView prologue,
                                         const ExchangePair& ownStatic)
{
    return HandshakeState(pattern, false, prologue, ownStatic, ExchangeKey{});
}

bool HandshakeState::writeMessage(const ExchangePair& ephemeral, ByteView payload, Bytes& out)
{
    VOS_ASSERT(!finished() && m_initiator == (m_step == 0));
    const std::size_t overhead = m_step == 0 ? NoiseFirstOverhead : NoiseSecondOverhead;
    if (payload.size() > NoiseMessageMax - overhead)
        return false;
    const std::size_t start = out.size();
    NoiseSymmetric next = m_symmetric.clone();
    const bool written = m_step == 0 ? writeFirst(next, ephemeral, payload, out)
                                     : writeSecond(next, ephemeral, payload, out);
    if (!written) {
        out.resize(start);
        return false;
    }
    m_symmetric = std::move(next);
    ++m_step;
    if (!finished())
        m_ownEphemeral = ephemeral.clone();
    return true;
}

std::optional<Bytes> HandshakeState::readMessage(ByteView message)
{
    VOS_ASSERT(!finished() && m_initiator == (m_step == 1));
    const std::size_t overhead = m_step == 0 ? NoiseFirstOverhead : NoiseSecondOverhead;
    if (message.size() < overhead || message.size() > NoiseMessageMax)
        return std::nullopt;
    NoiseSymmetric next = m_symmetric.clone();
    std::optional<Bytes> payload =
        m_step == 0 ? readFirst(next, message) : readSecond(next, message);
    if (!payload)
        return std::nullopt;
    m_symmetric = std::move(next);
    m_ownEphemeral.reset();
    ++m_step;
    return payload;
}

NoiseKeys HandshakeState::split()
{
    VOS_ASSERT(finished() && !m_split);
    m_split = true;
    m_psk.wipe();
    return m_symmetric.split();
}

// The tokens of the patterns (Noise revision 34, 7.5), spelt out for each side.

void HandshakeState::mixEphemeral(NoiseSymmetric& next, const ExchangeKey& key) const
{
    next.mixHash(key.view());
    if (m_pattern == NoisePattern::IKpsk2)
        next.mixKey(key.view());
}

bool HandshakeState::writeFirst(NoiseSymmetric& next, const ExchangePair& ephemeral,
                                ByteView payload, Bytes& out)
{
    append(out, ephemeral.publicKey().view());
    mixEphemeral(next, ephemeral.publicKey());
    if (!mixExchange(next, ephemeral.secret(), m_theirStatic))
        return false;
    next.encryptAndHash(m_ownStatic.publicKey().view(), out);
    if (!mixExchange(next, m_ownStatic.secret(), m_theirStatic))
        return false;
    next.encryptAndHash(payload, out);
    return true;
}

std::optional<Bytes> HandshakeState::readFirst(NoiseSymmetric& next, ByteView message)
{
    const ExchangeKey theirEphemeral = *ExchangeKey::from(message.first(KeySize));
    mixEphemeral(next, theirEphemeral);
    if (!mixExchange(next, m_ownStatic.secret(), theirEphemeral))
        return std::nullopt;
    const auto staticBytes = next.decryptAndHash(message.subspan(KeySize, KeySize + TagSize));
    if (!staticBytes)
        return std::nullopt;
    const ExchangeKey theirStatic = *ExchangeKey::from(*staticBytes);
    if (!mixExchange(next, m_ownStatic.secret(), theirStatic))
        return std::nullopt;
    std::optional<Bytes> payload = next.decryptAndHash(message.subspan(2 * KeySize + TagSize));
    if (payload) {
        m_theirStatic = theirStatic;
        m_theirEphemeral = theirEphemeral;
    }
    return payload;
}

bool HandshakeState::writeSecond(NoiseSymmetric& next, const ExchangePair& ephemeral,
                                 ByteView payload, Bytes& out)
{
    append(out, ephemeral.publicKey().view());
    mixEphemeral(next, ephemeral.publicKey());
    if (!mixExchange(next, ephemeral.secret(), m_theirEphemeral) ||
        !mixExchange(next, ephemeral.secret(), m_theirStatic))
        return false;
    if (m_pattern == NoisePattern::IKpsk2)
        next.mixKeyAndHash(m_psk);
    next.encryptAndHash(payload, out);
    return true;
}

std::optional<Bytes> HandshakeState::readSecond(NoiseSymmetric& next, ByteView message)
{
    const ExchangeKey theirEphemeral = *ExchangeKey::from(message.first(KeySize));
    mixEphemeral(next, theirEphemeral);
    if (!mixExchange(next, m_ownEphemeral->secret(), theirEphemeral) ||
        !mixExchange(next, m_ownStatic.secret(), theirEphemeral))
        return std::nullopt;
    if (m_pattern == NoisePattern::IKpsk2)
        next.mixKeyAndHash(m_psk);
    return next.decryptAndHash(message.subspan(KeySize));
}

}  // namespace vos::crypto
