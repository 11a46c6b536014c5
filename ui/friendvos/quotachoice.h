#pragma once

// A choice of how much space to grant or ask for.

#include "ui/theme/theme.h"

#include <QComboBox>

namespace vos::ui {

class QuotaChoice : public QComboBox {
    Q_OBJECT

public:
    QuotaChoice(Theme& theme, QWidget* parent);

    /// The usual sizes up to `most` and `most` itself (0: all of them), and `current`, at most
    /// `most`, which is chosen (0: the smallest).
    void offer(quint64 most, quint64 current);
    /// Bytes; 0 for "as the friend likes".
    quint64 bytes() const { return currentData().toULongLong(); }
    /// Adds the choice to leave it to the other side, as the first one.
    void addAnySize(const QString& words);
    /// Sizes in the language that is set.
    void retranslate();

    static constexpr quint64 Usual = 50ull << 20;
};

}  // namespace vos::ui
