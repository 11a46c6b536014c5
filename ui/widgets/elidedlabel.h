#pragma once

// One line of plain text that is cut with … where it does not fit, and then tells all in its
// tooltip.

#include "ui/theme/theme.h"

#include <QWidget>

namespace vos::ui {

class ElidedLabel : public QWidget {
    Q_OBJECT

public:
    ElidedLabel(const Theme& theme, Type type, Color color = Color::Text,
                QWidget* parent = nullptr);

    void setText(const QString& text);
    const QString& text() const { return m_text; }
    void setAlignment(Qt::Alignment alignment);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void updateTip();

    const Theme& m_theme;
    Type m_type;
    Color m_color;
    QString m_text;
    Qt::Alignment m_alignment = Qt::AlignLeading;
};

}  // namespace vos::ui
