#pragma once

// The sentences the window says about times, presence, receipts and errors, in the language that is
// set. Pure functions of their arguments, the installed translator and QLocale(): no clock of their
// own. Everything returned is plain text.

#include <cstddef>  // first: moc 6.4 stumbles over <compare> without it

#include "p2p/base/time.h"
#include "p2p/engine/types.h"
#include "p2p/qt/node.h"

#include <QDateTime>
#include <QString>
#include <QStringList>

namespace vos::model {

/// Unknown: this computer is offline and so cannot tell. Pending: they have not accepted yet.
enum class Presence { Online, Offline, Unknown, Pending };

struct PresenceState {
    Presence presence = Presence::Offline;
    PathKind path = PathKind::None;
    bool isNear = false;  ///< in the same home or office
    QString via;  ///< name of the node in between, where one is
    std::optional<WallTime> lastSeen;
    auto operator<=>(const PresenceState&) const = default;
};

/// Everything a receipt's word and tooltip depend on.
struct ReceiptFacts {
    MessageState state = MessageState::Queued;
    FailReason reason = FailReason::None;
    QString peerName;
    QStringList holders;  ///< names, for Held
    std::optional<WallTime> heldSince;
    std::optional<WallTime> keptUntil;  ///< when the holders let it go
    int attempts = 0;                   ///< how often it was tried, as long as it waits
    std::optional<WallTime> lastAttemptAt;
    std::optional<WallTime> deliveredAt;
    std::optional<WallTime> readAt;
};

struct StartErrorWords {
    QString title;  ///< what happened
    QString text;   ///< why, and what to do
};

namespace words {

QDateTime local(WallTime time);
/// "10:42", as the locale writes hours and minutes.
QString timeOfDay(WallTime time);
/// "22 Nov 10:45".
QString dateAndTime(WallTime time);
/// Separator: "Today", "Yesterday", a weekday within a week, else the locale's date.
QString day(WallTime time, WallTime now);
/// At the right of a list row: the time today, "Yesterday", "Sat" within a week, else "14 Nov".
QString shortWhen(WallTime time, WallTime now);
/// The time today, else "Sat 18:20".
QString longWhen(WallTime time, WallTime now);
/// "3 Oct 2026".
QString longDate(WallTime time);
/// "Last seen 2 h ago", "Last seen yesterday", "Last seen on 14 Nov", "Not seen yet".
QString lastSeen(std::optional<WallTime> time, WallTime now);
/// "Just now", "2 min ago", "3 h ago", "Yesterday", "14 Nov", "Not seen yet".
QString ago(std::optional<WallTime> time, WallTime now);
/// "Online · direct", "Online · on your network", "Online · through Bob", lastSeen(),
/// "Unknown while you are offline",
/// "Waiting for Farid to accept".
QString presence(const PresenceState& state, const QString& name, WallTime now);
/// One word for rows read aloud: "online", "offline", "unknown", "waiting".
QString presenceWord(Presence presence);

/// "Queued", "Sending", "Held by Bob", "Delivered", "Read", "Failed"; empty for received ones.
QString receipt(const ReceiptFacts& facts);
/// One or two sentences: "Arrived on Wang's computer, 22 Nov 10:45."
QString receiptTooltip(const ReceiptFacts& facts);
/// Why a message failed and what helps.
QString failure(FailReason reason, const QString& peerName);
/// "Bob", "Bob and Carol", "Bob, Carol and 2 others".
QString list(const QStringList& names);
/// "0.1 kB", "18.4 MB".
QString size(quint64 bytes);
/// Space that is granted, in steps of 1 MB = 1024 × 1024 bytes: "50 MB", "0.4 MB".
QString megabytes(quint64 bytes);
/// "12 of 50 MB".
QString storage(quint64 usedBytes, quint64 quotaBytes);
/// "6 Dec", with the year where it is not this one.
QString shortDate(WallTime time, WallTime now);

/// For an error of a call that the person caused.
QString error(const NodeError& error);
/// Why a backup was not written or restored, and what helps.
QString backupFault(BackupFault fault);
StartErrorWords startError(StartError::Kind kind);

}  // namespace words

}  // namespace vos::model
