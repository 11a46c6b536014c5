#pragma once

// A QR code for the terminal, in half-block characters.

#include <QString>

namespace vos::common {

/// Two modules a character, quiet zone included; with `coloured`, black on white whatever the
/// terminal's colours are. Empty if the text is too long or no encoder was built in.
QString qrCode(const QString& text, bool coloured);

}  // namespace vos::common
