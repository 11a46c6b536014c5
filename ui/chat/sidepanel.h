#pragma once

// The frame of a panel beside the chat: title line with a Close button, hairline at its left.

#include "ui/theme/theme.h"

#include <QWidget>

class QHBoxLayout;
class QLabel;
class QToolButton;
class QVBoxLayout;

namespace vos::ui {

class SidePanel : public QWidget {
    Q_OBJECT

public:
    explicit SidePanel(Theme& theme, QWidget* parent = nullptr);

    void setTitle(const QString& title);
    QVBoxLayout* body() const { return m_body; }
    /// Where the title stands; other widgets may take its place.
    QHBoxLayout* head() const { return m_head; }
    QLabel* titleLabel() const { return m_title; }

Q_SIGNALS:
    void closed();

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void retranslate();

    const Theme& m_theme;
    QHBoxLayout* m_head;
    QVBoxLayout* m_body;
    QLabel* m_title;
    QToolButton* m_close;
};

}  // namespace vos::ui
