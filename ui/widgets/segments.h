#pragma once

// A few exclusive choices side by side in one frame.

#include "ui/theme/theme.h"

#include <QFrame>

class QButtonGroup;
class QToolButton;

namespace vos::ui {

class Segments : public QFrame {
    Q_OBJECT

public:
    Segments(Theme& theme, int count, QWidget* parent = nullptr);

    /// Also its name for assistive tools.
    void setText(int index, const QString& text);
    QToolButton* button(int index) const;
    int current() const;
    void setCurrent(int index);

Q_SIGNALS:
    /// By the person, not by setCurrent().
    void chosen(int index);

private:
    QButtonGroup* m_group;
};

}  // namespace vos::ui
