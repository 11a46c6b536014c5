#pragma once

// key.box: the identity's keys and the key of the database, sealed in one file.
//
//   0  "VOSK1" 5 · mode 1 · Argon2id passes 1 · memory in KiB 4 · salt 16 · nonce 24   (head, 51)
//  51  XChaCha20-Poly1305 of identity seed 32 · S 32 · L 32 · stamp 8 · DMK 32         (136 + 16)
//
// The head is associated data, so no field of it can be changed. The sealing key comes from a
// passphrase (Argon2id), or, in mode none, from the salt alone: then only the permissions of the
// file protect it. Beside it stands key.box.bak: the box before the last change until the new one
// was read back, and from then on a second copy of it against a damaged disk. A box is never made
// where a database shows that there was one: that would be a new address, silently.

#include "p2p/base/expected.h"
#include "p2p/crypto/passphrase.h"
#include "p2p/identity/identity.h"
#include "p2p/qt/nodetypes.h"

#include <QByteArray>
#include <QString>

namespace vos::qt {

struct KeyBox {
    /// The numbers stand in the file.
    enum class Mode : std::uint8_t { None = 0, Passphrase = 1, Keychain = 2 };

    identity::Identity identity;
    crypto::Secret<32> dataKey;  ///< DMK
};

struct OpenedKeyBox {
    KeyBox box;
    KeyBox::Mode mode;
    QString repair;  ///< what was damaged and what was done; empty: nothing
};

/// A new identity, its stamp (about 0.3 s at 20 bits) and a new data key.
KeyBox makeKeyBox(Rng& rng, unsigned stampBits = crypto::IdentityWorkBits);

/// An empty passphrase means mode none. DiskFull where it cannot be written; the old box stands.
Outcome<StartError> writeKeyBox(const QString& path, const KeyBox& box,
                                const QByteArray& passphrase,
                                std::uint64_t memory = crypto::PassphraseMemoryDefault);

/// Reads the box, or its copy where the box is damaged.
Expected<OpenedKeyBox, StartError> readKeyBox(const QString& path, const QByteArray& passphrase);

/// True if there is a box or a copy of one.
bool keyBoxExists(const QString& path);

}  // namespace vos::qt
