#pragma once

// The faces text is set in: the system's own UI font first, then the Chinese face of the app's
// language (or Chinese would be drawn in Japanese shapes), then the emoji face.

#include <QFont>

namespace vos::ui {

/// A place in the type scale. Sizes are relative to the system's UI font.
enum class Type : std::uint8_t {
    Title,          ///< 1.4, semibold: page titles
    Section,        ///< 1.1, semibold: names and sections
    Body,           ///< 1.0
    BodyStrong,     ///< 1.0, semibold
    Caption,        ///< 0.85
    CaptionStrong,  ///< 0.85, semibold
    Emoji,          ///< 2.2: one to three emoji alone
    Fixed,          ///< 1.0, equal widths: addresses, numbers to compare
    FixedCaption,   ///< 0.85, equal widths
};

/// The UI font as the system has it, before we set anything; where nobody chose one, a clear face
/// that is installed. Call once, before QApplication::setFont().
QFont systemUiFont();

/// `base` with the families of `language` ("en", "zh_CN") behind its own, at `zoom` times its size.
QFont fontFor(Type type, const QFont& base, const QString& language, double zoom);

}  // namespace vos::ui
