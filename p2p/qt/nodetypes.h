#pragma once

// Values of the façade that the rooms behind it speak of as well.

#include "p2p/engine/types.h"

#include <QString>

#include <optional>
#include <vector>

namespace vos {

/// Why a node could not start; `message` says what is wrong and what to do, in English; the window
/// has its own translated words for each kind.
struct StartError {
    enum class Kind {
        PortTaken,
        ProfileLocked,
        ProfileUnreadable,
        KeyBoxDamaged,
        PassphraseNeeded,
        PassphraseWrong,
        KeychainUnreachable,
        DatabaseDamaged,
        DiskFull,
        BadOption,
        NoNetwork,
    } kind;
    QString message;
};

/// What keeps the profile's keys from whoever has its files. None: the rights of the files alone.
enum class Protection : quint8 { None, Passphrase, Keychain };

/// Why a backup was not written or not restored.
enum class BackupFault {
    NoFile,       ///< cannot be opened or read
    NoBackup,     ///< some other file, or one of a later form
    Passphrase,   ///< not the one it was sealed with
    Damaged,      ///< changed, cut short, or what is in it cannot be opened
    TooNew,       ///< its history was written by a newer version
    Disk,         ///< no room, or writing failed
    Memory,       ///< the system does not give what Argon2id needs
    Cancelled,
};

struct MessagePage {
    std::vector<Message> messages;  ///< oldest first
    bool atStart = false;           ///< nothing older exists
    bool atEnd = false;             ///< nothing newer exists
};

/// For chat lists: one for each peer with history.
struct ConversationSummary {
    NodeId peer;
    std::optional<Message> last;
    int unread = 0;
};

}  // namespace vos
