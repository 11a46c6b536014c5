#include "ui/widgets/statuschip.h"

#include "ui/theme/focusring.h"
#include "ui/widgets/accessiblefaces.h"
#include "ui/widgets/painting.h"

#include <QPainter>

namespace vos::ui {

namespace {

constexpr int ChipIcon = 14;
constexpr int IconGap = 6;

}  // namespace

StatusChip::StatusChip(const Theme& theme, QWidget* parent)
    : QAbstractButton(parent), m_theme(theme)
{
    installAccessibleFaces();
    setFocusPolicy(Qt::TabFocus);
    setProperty(RingInsideProperty, true);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, [this] {
        updateGeometry();
        update();
    });
}

void StatusChip::setChipIcon(const QString& icon, Color color)
{
    m_icon = icon;
    m_color = color;
    update();
}

QSize StatusChip::sizeHint() const
{
    int wide = 2 * space::M + ChipIcon + IconGap + textWidth(m_theme, Type::Caption, text());
    if (isChecked())
        wide += ChipIcon + space::Xs;
    return {wide, m_theme.scaled(metric::StatusBarHeight) - metric::Hairline};
}

void StatusChip::enterEvent(QEnterEvent* event)
{
    QAbstractButton::enterEvent(event);
    update();
}

void StatusChip::leaveEvent(QEvent* event)
{
    QAbstractButton::leaveEvent(event);
    update();
}

void StatusChip::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    QColor surface = m_theme.color(isChecked() ? Color::Selection : Color::Sidebar);
    if (isDown())
        surface = m_theme.pressed(surface);
    else if (underMouse())
        surface = m_theme.hovered(surface);
    painter.fillRect(rect(), surface);
    const qreal dpr = devicePixelRatioF();
    const int iconTop = (height() - ChipIcon) / 2;
    painter.drawPixmap(space::M, iconTop, m_theme.pixmap(m_icon, m_color, ChipIcon, dpr));
    const QColor ink = m_theme.color(isChecked() ? Color::Text : Color::TextSoft);
    QRect word = rect().adjusted(space::M + ChipIcon + IconGap, 0, -space::M, 0);
    if (isChecked()) {
        painter.drawPixmap(word.right() - ChipIcon + 1, iconTop,
                           m_theme.pixmap(QStringLiteral("chevron-down"), Color::TextSoft, ChipIcon,
                                          dpr));
        word.setRight(word.right() - ChipIcon - space::Xs);
    }
    paintElided(painter, m_theme, Type::Caption, ink, word, Qt::AlignLeft, text());
}

}  // namespace vos::ui
