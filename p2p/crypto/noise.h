#pragma once

// Noise protocol framework, revision 34, for the three handshakes used here, all with
// 25519_ChaChaPoly_SHA256:
//   IKpsk2  sessions      -> e, es, s, ss      <- e, ee, se, psk
//   IK      the same without psk (for published vectors)
//   X       letters       -> e, es, s, ss
// In each of them either side writes at most one message, so the ephemeral key is handed to
// writeMessage() and lives no longer. A message that does not authenticate changes nothing: a
// forged answer cannot spoil a handshake that waits for the real one.

#include "p2p/base/bytes.h"
#include "p2p/crypto/exchange.h"
#include "p2p/crypto/hash.h"
#include "p2p/crypto/secret.h"

#include <cstdint>
#include <optional>

namespace vos::crypto {

enum class NoisePattern : std::uint8_t { IK, IKpsk2, X };

/// Longest handshake message of the framework (Noise revision 34, 3).
inline constexpr std::size_t NoiseMessageMax = 65535;
/// What a message adds to its payload: e 32, s 32 + 16, tag 16; and e 32, tag 16 for an answer.
inline constexpr std::size_t NoiseFirstOverhead = 96;
inline constexpr std::size_t NoiseSecondOverhead = 48;

/// Result of a finished handshake. X uses only the first key, if any.
struct NoiseKeys {
    Secret<32> initiatorToResponder;
    Secret<32> responderToInitiator;
    /// Names the handshake and binds what must be bound to it; not secret.
    Hash256 handshakeHash{};
};

/// SymmetricState of the framework (5.2) with its CipherState. The handshakes above mix in a key
/// before they first encrypt, so there is no state in which text goes out in the clear.
class NoiseSymmetric {
public:
    explicit NoiseSymmetric(std::string_view protocolName);

    void mixHash(ByteView data);
    void mixKey(ByteView keyMaterial);
    void mixKeyAndHash(const Secret<32>& psk);
    /// Appends ciphertext and tag to `out`.
    void encryptAndHash(ByteView text, Bytes& out);
    /// Nothing if it does not authenticate; the hash is then unchanged.
    std::optional<Bytes> decryptAndHash(ByteView sealed);
    /// Keys in the order of Split(); wipes the chaining key.
    NoiseKeys split();
    const Hash256& hash() const { return m_hash; }
    NoiseSymmetric clone() const;

private:
    NoiseSymmetric() = default;

    Secret<32> m_chainingKey;
    Secret<32> m_key;
    Hash256 m_hash{};
    std::uint64_t m_counter = 0;
    bool m_hasKey = false;  ///< Only to catch misuse.
};

/// One side of one handshake. Order of calls: initiator write, [read,] split; responder read,
/// [write,] split. Calls out of order are bugs (assert).
class HandshakeState {
public:
    /// `ownStatic` is S for sessions and L for letters; `theirStatic` is their S or prekey.
    static HandshakeState initiator(NoisePattern pattern, ByteView prologue,
                                    const ExchangePair& ownStatic, const ExchangeKey& theirStatic);
    static HandshakeState responder(NoisePattern pattern, ByteView prologue,
                                    const ExchangePair& ownStatic);

    /// For IKpsk2; 32 zero bytes if never called. Enters with message 2, so a responder may choose
    /// it by what message 1 said.
    void setPsk(const Secret<32>& psk) { m_psk = psk.clone(); }

    /// Appends this side's message to `out`. False, with nothing appended, if a key of the peer is
    /// of low order or the message would be too long; the handshake is then as before. The
    /// ephemeral key is fresh and used for nothing else.
    [[nodiscard]] bool writeMessage(const ExchangePair& ephemeral, ByteView payload, Bytes& out);
    /// The payload; nothing for anything that is not the peer's genuine message, and the state is
    /// then as before.
    std::optional<Bytes> readMessage(ByteView message);

    bool finished() const { return m_step == m_steps; }
    /// The peer's static key: given (initiator), or known once message 1 was read (responder).
    const ExchangeKey& theirStatic() const { return m_theirStatic; }
    const Hash256& handshakeHash() const { return m_symmetric.hash(); }
    /// Once, when finished; wipes what the handshake still held.
    NoiseKeys split();

private:
    HandshakeState(NoisePattern pattern, bool initiator, ByteView prologue,
                   const ExchangePair& ownStatic, const ExchangeKey& theirStatic);

    bool writeFirst(NoiseSymmetric& next, const ExchangePair& ephemeral, ByteView payload,
                    Bytes& out);
    bool writeSecond(NoiseSymmetric& next, const ExchangePair& ephemeral, ByteView payload,
                     Bytes& out);
    std::optional<Bytes> readFirst(NoiseSymmetric& next, ByteView message);
    std::optional<Bytes> readSecond(NoiseSymmetric& next, ByteView message);
    void mixEphemeral(NoiseSymmetric& next, const ExchangeKey& key) const;

    NoiseSymmetric m_symmetric;
    ExchangePair m_ownStatic;
    ExchangeKey m_theirStatic;
    ExchangeKey m_theirEphemeral;
    /// The initiator's, from its message to the answer.
    std::optional<ExchangePair> m_ownEphemeral;
    Secret<32> m_psk;
    NoisePattern m_pattern;
    bool m_initiator;
    unsigned m_step = 0;  ///< Messages done, of m_steps.
    unsigned m_steps;
    bool m_split = false;
};

}  // namespace vos::crypto
