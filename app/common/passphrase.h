#pragma once

// A passphrase comes in by a file descriptor, so that it stands neither in the list of processes
// nor in a file.

#include "p2p/base/expected.h"

#include <QByteArray>
#include <QString>

namespace vos::common {

/// Bytes of a passphrase: longer input is no passphrase but a wrong descriptor.
inline constexpr qsizetype PassphraseSizeMax = 1024;

/// Reads up to a line end or the end of the file and not a byte more, so that stdin can go on as
/// the control interface. The error is the end of a sentence. Blocks until the line is there.
Expected<QByteArray, QString> readPassphrase(int descriptor);

}  // namespace vos::common
