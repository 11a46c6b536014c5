#pragma once

// key.box: the identity's keys and the key of the database, sealed in one file.
//
//   0  "VOSK1" 5 · mode 1 · Argon2id passes 1 · memory in KiB 4 · salt 16 · nonce 24   (head, 51)
//  51  XChaCha20-Poly1305 of identity seed 32 · S 32 · L 32 · stamp 8 · DMK 32         (136 + 16)
//
// The head is associated data, so no field of it can be changed. The sealing key comes from a
// passphrase (Argon2id), is kept by the system's keychain under a name made of the salt, or, in
// mode none, comes from the salt alone: then only the permissions of the file protect it. A box in
// one mode is never silently rewritten in another. Beside it stands key.box.bak: the box before the
// last change until the new one was read back, and from then on a second copy of it against a
// damaged disk. A box is never made where a database shows that there was one: that would be a new
// address, silently.

#include "p2p/base/expected.h"
#include "p2p/crypto/passphrase.h"
#include "p2p/identity/identity.h"
#include "p2p/qt/nodetypes.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace vos::qt {

struct KeyBox {
    /// The numbers stand in the file.
    enum class Mode : std::uint8_t { None = 0, Passphrase = 1, Keychain = 2 };

    identity::Identity identity;
    crypto::Secret<32> dataKey;  ///< DMK

    KeyBox clone() const { return {identity.clone(), dataKey.clone()}; }
};

/// The secrets of a box in the clear, for what is sealed by other means: identity seed 32 · S 32 ·
/// L 32 · stamp 8 · DMK 32. Whoever calls wipes them.
inline constexpr std::size_t KeysSize = 32 + 32 + 32 + 8 + 32;
Bytes encodeKeys(const KeyBox& box);
/// `bytes` has KeysSize (asserts).
KeyBox decodeKeys(ByteView bytes);

/// What a box is to be sealed with, or what there is to open it with: then its own head says which
/// of them counts.
struct KeyBoxLock {
    KeyBox::Mode mode = KeyBox::Mode::None;
    QByteArray passphrase;
    std::optional<crypto::Secret<32>> keychainKey;
    ByteArray<16> keychainSalt{};  ///< names the key in the keychain; random for a new one

    KeyBoxLock() = default;
    /// Mode passphrase, or none where it is empty.
    KeyBoxLock(QByteArray passphraseOrEmpty);
};

/// What the head of a box says without any key.
struct KeyBoxHead {
    KeyBox::Mode mode = KeyBox::Mode::None;
    QString keychainEntry;  ///< in mode keychain
};

struct OpenedKeyBox {
    KeyBox box;
    KeyBox::Mode mode;
    QString repair;  ///< what was damaged and what was done; empty: nothing
};

/// A new identity, its stamp (about 0.3 s at 20 bits) and a new data key.
KeyBox makeKeyBox(Rng& rng, unsigned stampBits = crypto::IdentityWorkBits);

/// The name of a key in the keychain.
QString keychainEntryOf(const ByteArray<16>& keychainSalt);

/// Writes the box anew; the old one stands until the new one was read back. DiskFull where it
/// cannot be written. `memory` (bytes) is what a passphrase costs.
Outcome<StartError> writeKeyBox(const QString& path, const KeyBox& box, const KeyBoxLock& lock,
                                std::uint64_t memory = crypto::PassphraseMemoryDefault);

/// Of the box, or of its copy where the box is damaged; nothing if both are.
std::optional<KeyBoxHead> readKeyBoxHead(const QString& path);

/// Reads the box, or its copy where the box is damaged.
Expected<OpenedKeyBox, StartError> readKeyBox(const QString& path, const KeyBoxLock& keys);

/// True if there is a box or a copy of one.
bool keyBoxExists(const QString& path);

}  // namespace vos::qt
