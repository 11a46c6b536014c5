#pragma once

// A whole profile in one file, sealed with a passphrase: to be kept elsewhere, and to begin again
// from on a new computer.
//
//   0  "VOSB1" 5 · Argon2id passes 1 · memory in KiB 4 · salt 16 · check 16 · stream head 24   (66)
//  66  pieces of 64 KiB and 17 bytes (crypto::StreamSealer), the last one shorter and marked as
//  last
//
// The head is bound to the first piece. `check` tells a wrong passphrase from a damaged file. In
// the pieces stands, without borders: entries of name length 1 · name · size 8 · bytes. Names are
// "keys" (encodeKeys), "vos.db" and "vos.map"; others are passed over, so that later programs may
// add some.
//
// What is restored is first unpacked and tried in a folder of its own, and takes the place of the
// profile's files at the next start (Profile::open). What was there is set aside, not deleted.

#include "p2p/qt/keybox.h"

#include <QString>

#include <functional>

namespace vos::qt {

/// Done and total in bytes; false cancels. Called on the thread that works, at most every 64 KiB.
using BackupProgress = std::function<bool(quint64 done, quint64 total)>;

struct BackupSource {
    QString folder;  ///< of the profile, which may be in use
    KeyBox keys;
};

// Both block and belong to a background thread; a failure leaves nothing behind.

/// Writes `target` (0600; an older file there stays until the new one is whole), then reads it back
/// to its end by the passphrase. Half of the progress is the reading.
Outcome<BackupFault> writeBackup(const BackupSource& source, const QString& target,
                                 const QByteArray& passphrase, const BackupProgress& progress,
                                 std::uint64_t memory = crypto::PassphraseMemoryDefault);

/// Unpacks and tries the backup, and leaves it in the profile `folder` for the next start; its keys
/// are then sealed with the same passphrase.
Outcome<BackupFault> stageBackup(const QString& source, const QByteArray& passphrase,
                                 const QString& folder, const BackupProgress& progress,
                                 std::uint64_t memory = crypto::PassphraseMemoryDefault);

/// Puts a staged backup into the place of what is in `folder`; goes on where it was cut off. For
/// whoever holds the profile, before anything in it is opened. False: the disk refuses.
bool applyStagedBackup(const QString& folder);
/// True from the first start on a restored profile until settleRestored().
bool wasRestored(const QString& folder);
void settleRestored(const QString& folder);

}  // namespace vos::qt
