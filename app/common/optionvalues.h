#pragma once

// Values of options as text, each checked whole. The errors are ends of sentences ("… must be 1 to
// 65535"), to stand behind the option's name.

#include "app/common/options.h"

#include "p2p/base/expected.h"

namespace vos::common {

/// `256M`: a whole number, then nothing, K, M or G (powers of 1024). At most 1024 G: more is a
/// slip.
Expected<quint64, QString> parseSize(const QString& text);
/// HOST:PORT with an IPv6 host in brackets; `lowestPort` is 0 or 1. The host is not resolved here.
Outcome<QString> checkHostPort(const QString& text, int lowestPort);
/// A link, an address or HOST:PORT.
Outcome<QString> checkJoin(const QString& text);
Expected<LogLine::Level, QString> parseLogLevel(const QString& text);
Expected<FriendPolicy, QString> parseFriendVosPolicy(const QString& text);
/// A file descriptor: 0 to 65535.
Expected<int, QString> parseDescriptor(const QString& text);

}  // namespace vos::common
