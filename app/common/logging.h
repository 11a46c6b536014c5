#pragma once

// The log on stderr: one line each, `2026-07-28T09:11:22.123Z info text`. Addresses are shortened
// and control characters taken out: a log is sent to others, and names in it come from others.

#include "p2p/engine/event.h"

#include <QString>

namespace vos::common {

/// Lines above `level` are dropped from now on; Qt's own messages go the same way.
void startLogging(LogLine::Level level);
/// One line, if the level asks for it. Safe on every thread.
void log(LogLine::Level level, const QString& text);

/// "error", "warning", "info", "debug".
QString levelWord(LogLine::Level level);
/// `text` with each address in it cut to its first 12 and last 4 characters.
QString shortened(const QString& text);

}  // namespace vos::common
