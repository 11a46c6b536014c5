#pragma once

// A short word over the page after something that can be undone, with the button that undoes it. It
// goes by itself; what it stands for happens then.

#include "ui/theme/theme.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QPushButton;

namespace vos::ui {

class Toast : public QWidget {
    Q_OBJECT

public:
    /// Floats at the lower middle of `parent`.
    Toast(Theme& theme, QWidget* parent);

    static constexpr int ShownMs = 6000;

    void showText(const QString& text, const QString& undo);
    /// Ends it at once, as if its time were over.
    void finish();

Q_SIGNALS:
    void undone();
    void finished();

protected:
    void paintEvent(QPaintEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void place();
    void recolour();

    const Theme& m_theme;
    QLabel* m_text;
    QPushButton* m_undo;
    QTimer m_timer;
};

}  // namespace vos::ui
