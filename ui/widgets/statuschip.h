#pragma once

// One fact of the status bar as a button: icon and a few words; checked while what it opens is
// open.

#include "ui/theme/theme.h"

#include <QAbstractButton>

namespace vos::ui {

class StatusChip : public QAbstractButton {
    Q_OBJECT

public:
    explicit StatusChip(const Theme& theme, QWidget* parent = nullptr);

    void setChipIcon(const QString& icon, Color color);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    const Theme& m_theme;
    QString m_icon;
    Color m_color = Color::TextSoft;
};

}  // namespace vos::ui
