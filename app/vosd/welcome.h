#pragma once

// The first words of a new node on its terminal.

#include <QString>

namespace vos::daemon {

/// True while no identity lives in `profile`: this start makes one.
bool isFirstStart(const QString& profile);
/// Prints the link to give to friends to stdout, and as a QR code where that is a terminal.
void printWelcome(const QString& link);

}  // namespace vos::daemon
