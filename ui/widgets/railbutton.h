#pragma once

// A button of the rail: icon above its word, chosen one on Selection, a count at the icon's corner.

#include "ui/theme/theme.h"

#include <QAbstractButton>

namespace vos::ui {

class RailButton : public QAbstractButton {
    Q_OBJECT

public:
    RailButton(const Theme& theme, const QString& icon, QWidget* parent = nullptr);

    /// 0 hides the badge.
    void setCount(int count, Color fill = Color::Accent);
    int count() const { return m_count; }
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    void fit();

    const Theme& m_theme;
    QString m_icon;
    int m_count = 0;
    Color m_fill = Color::Accent;
};

}  // namespace vos::ui
