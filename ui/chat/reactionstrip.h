#pragma once

// A small popup with the emoji people answer with most, and a way to all others. Arrow keys move,
// Return picks, Escape closes; those chosen already are marked, and picking one again takes it away.

#include "ui/theme/theme.h"

#include <QFrame>

namespace vos::ui {

class ReactionStrip : public QFrame {
    Q_OBJECT

public:
    ReactionStrip(Theme& theme, const QStringList& chosen, QWidget* parent = nullptr);

    /// Opens above or below `at`, wholly on the screen.
    void open(const QPoint& at);

Q_SIGNALS:
    void picked(const QString& emoji);
    /// Another emoji is wanted.
    void moreRequested();

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void add(class QToolButton* button);

    QList<QWidget*> m_buttons;
};

}  // namespace vos::ui
