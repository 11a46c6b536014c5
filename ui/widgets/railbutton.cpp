#include "ui/widgets/railbutton.h"

#include "ui/widgets/accessiblefaces.h"
#include "ui/widgets/painting.h"

#include <QPainter>

#include <algorithm>

namespace vos::ui {

namespace {

constexpr int IconTop = 7;
constexpr int WordTop = 32;
constexpr int BadgeMiddle = 16;  ///< right of the icon's middle
constexpr int BadgeTop = 3;
constexpr int BadgeEdge = 2;

}  // namespace

RailButton::RailButton(const Theme& theme, const QString& icon, QWidget* parent)
    : QAbstractButton(parent), m_theme(theme), m_icon(icon)
{
    installAccessibleFaces();
    setCheckable(true);
    setAutoExclusive(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Preferred);
    fit();
    connect(&theme, &Theme::changed, this, &RailButton::fit);
}

/// In a low window with large text there is room for the icons alone.
void RailButton::fit()
{
    setFixedWidth(sizeHint().width());
    setMinimumHeight(m_theme.scaled(metric::RailIcon) + 2 * space::Xs);
    setMaximumHeight(sizeHint().height());
    updateGeometry();
    update();
}

QSize RailButton::sizeHint() const
{
    return {m_theme.scaled(metric::RailButtonWidth), m_theme.scaled(metric::RailButtonHeight)};
}

void RailButton::setCount(int count, Color fill)
{
    if (count == m_count && fill == m_fill)
        return;
    m_count = count;
    m_fill = fill;
    update();
}

void RailButton::enterEvent(QEnterEvent* event)
{
    QAbstractButton::enterEvent(event);
    update();
}

void RailButton::leaveEvent(QEvent* event)
{
    QAbstractButton::leaveEvent(event);
    update();
}

void RailButton::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QColor surface = m_theme.color(isChecked() ? Color::Selection : Color::Sidebar);
    if (isDown())
        surface = m_theme.pressed(surface);
    else if (underMouse())
        surface = m_theme.hovered(surface);
    painter.setPen(Qt::NoPen);
    painter.setBrush(surface);
    painter.drawRoundedRect(rect(), radius::Card, radius::Card);

    const Color ink = isChecked() ? Color::Link : Color::TextSoft;
    const int side = m_theme.scaled(metric::RailIcon);
    const bool withWord = height() >= sizeHint().height() - space::S;
    const QPoint icon((width() - side) / 2,
                      withWord ? m_theme.scaled(IconTop) : (height() - side) / 2);
    painter.drawPixmap(icon, m_theme.pixmap(m_icon, ink, side, devicePixelRatioF()));
    const int wordTop = m_theme.scaled(WordTop);
    const QRect word(0, wordTop, width(), height() - wordTop - space::Xs);
    const Type type = isChecked() ? Type::CaptionStrong : Type::Caption;
    if (withWord)
        paintElided(painter, m_theme, type, m_theme.color(ink), word, Qt::AlignHCenter, text());
    if (m_count <= 0)
        return;
    const QSize size = pillSize(m_theme, m_count);
    const QRect pill(width() / 2 + m_theme.scaled(BadgeMiddle) - size.height() / 2, BadgeTop,
                     size.width(), size.height());
    painter.setPen(Qt::NoPen);
    painter.setBrush(surface);
    painter.drawRoundedRect(pill.adjusted(-BadgeEdge, -BadgeEdge, BadgeEdge, BadgeEdge),
                            pill.height() / 2.0 + BadgeEdge, pill.height() / 2.0 + BadgeEdge);
    paintPill(painter, m_theme, pill, m_count, m_fill);
}

}  // namespace vos::ui
