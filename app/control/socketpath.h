#pragma once

// Where the control socket of a profile is. A path that does not fit into the system's socket
// address is replaced by a short one in the runtime folder, and `control.path` in the profile names
// whatever is not control.sock there, so that a client needs to know the profile alone.

#include "p2p/base/expected.h"

#include <QString>
#include <QStringList>

namespace vos::control {

/// control.sock in the profile (on Windows a pipe named after it).
QString defaultSocketPath(const QString& profile);
/// `wanted`, or its short stand-in.
QString usableSocketPath(const QString& wanted);

/// Leaves `path` in the profile's control.path, or removes that file where nobody needs it. The
/// error is a sentence.
Outcome<QString> nameSocketPath(const QString& profile, const QString& path);
/// Removes control.path.
void forgetSocketPath(const QString& profile);
/// Where a client looks, best first.
QStringList namedSocketPaths(const QString& profile);

}  // namespace vos::control
