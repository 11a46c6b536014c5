#pragma once

// Judges a display name while it is being typed.

#include <QString>

namespace vos::model {

struct NameInput {
    QString name;   ///< as it would be kept: composed (NFC), without spaces at its ends
    QString words;  ///< what is wrong, translated; empty: nothing
    bool isGood() const { return words.isEmpty(); }
};

/// An empty name is good: none is told.
NameInput judgeName(const QString& text);

}  // namespace vos::model
