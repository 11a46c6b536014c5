#pragma once

// The write-ahead log of SQLite (sqlite.org/walformat.html) as a file that may be damaged. SQLite
// ends at the first frame whose checksum is wrong and drops all after it without a word, as is
// right for a log cut short by a loss of power; but where whole transactions follow such a frame it
// was damaged later, and what they hold was promised. Against: a silent loss of messages already
// acknowledged.
//
// Each commit is synced before the next one begins, so a bad frame with another transaction behind
// its own cannot come from a loss of power.

#include "p2p/base/bytes.h"

#include <QString>

#include <optional>

namespace vos::qt {

/// True where the log holds transactions SQLite would silently drop.
bool walDamaged(ByteView log);

/// The log without its damaged frames, the chain of checksums made anew, so that SQLite reads all
/// that is left; a page whose frame is gone has its older content. Nothing if no frame is sound.
/// `pageSize` (bytes) is used where the head of the log is damaged too.
std::optional<Bytes> mendWal(ByteView log, std::size_t pageSize);

}  // namespace vos::qt
