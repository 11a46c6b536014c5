#pragma once

// A small popup with the emoji people use most. Arrow keys move, Return picks, Escape closes.

#include "ui/theme/theme.h"

#include <QFrame>

namespace vos::ui {

class EmojiPicker : public QFrame {
    Q_OBJECT

public:
    explicit EmojiPicker(Theme& theme, QWidget* parent = nullptr);

Q_SIGNALS:
    void picked(const QString& emoji);

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    QList<QWidget*> m_buttons;
};

}  // namespace vos::ui
