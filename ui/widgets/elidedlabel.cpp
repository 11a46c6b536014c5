#include "ui/widgets/elidedlabel.h"

#include "ui/widgets/painting.h"

#include <QPainter>
#include <QStyle>

namespace vos::ui {

ElidedLabel::ElidedLabel(const Theme& theme, Type type, Color color, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_type(type), m_color(color)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, [this] {
        updateGeometry();
        update();
    });
}

void ElidedLabel::setText(const QString& text)
{
    if (text == m_text)
        return;
    m_text = text;
    setAccessibleName(text);
    updateGeometry();
    updateTip();
    update();
}

void ElidedLabel::setAlignment(Qt::Alignment alignment)
{
    m_alignment = alignment;
    update();
}

QSize ElidedLabel::sizeHint() const
{
    return {textWidth(m_theme, m_type, m_text) + 1, m_theme.lineHeight(m_type)};
}

QSize ElidedLabel::minimumSizeHint() const
{
    return {space::Xxl, m_theme.lineHeight(m_type)};
}

void ElidedLabel::updateTip()
{
    setToolTip(width() < sizeHint().width() ? m_text.toHtmlEscaped() : QString());
}

void ElidedLabel::resizeEvent(QResizeEvent*)
{
    updateTip();
}

void ElidedLabel::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    paintElided(painter, m_theme, m_type, m_theme.color(m_color), rect(),
                QStyle::visualAlignment(layoutDirection(), m_alignment), m_text);
}

}  // namespace vos::ui
