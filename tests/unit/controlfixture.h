#pragma once

// What the tests of the control interface share: a node in a folder of its own. It is not started,
// but its signals can be emitted, and what is refused before it is asked is refused.

#include "p2p/qt/node.h"

#include <QTemporaryDir>

namespace vos::test {

inline NodeOptions optionsIn(const QTemporaryDir& folder)
{
    NodeOptions options;
    options.profile = folder.filePath(QStringLiteral("p"));
    options.listen = QStringList{QStringLiteral("127.0.0.1:0")};
    options.lan = false;
    options.portMapping = false;
    return options;
}

}  // namespace vos::test
