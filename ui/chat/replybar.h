#pragma once

// Above the composer: which message is being answered or edited, and the way out of it.

#include "ui/theme/theme.h"

#include <QWidget>

class QToolButton;

namespace vos::ui {

class ElidedLabel;

class ReplyBar : public QWidget {
    Q_OBJECT

public:
    ReplyBar(Theme& theme, QWidget* parent = nullptr);

    /// `closeName`: what the button does. An empty title hides the bar.
    void showQuote(const QString& title, const QString& text, const QString& closeName);
    QToolButton* closeButton() const { return m_close; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& m_theme;
    ElidedLabel* m_title;
    ElidedLabel* m_text;
    QToolButton* m_close;
};

}  // namespace vos::ui
