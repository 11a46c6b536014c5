#include "ui/widgets/jumpbutton.h"

#include "ui/widgets/painting.h"

#include <QEvent>
#include <QPainter>

namespace vos::ui {

namespace {

constexpr int JumpDisc = 36;
constexpr int PillOverlap = 9;

}  // namespace

JumpButton::JumpButton(const Theme& theme, QWidget* parent)
    : QAbstractButton(parent), m_theme(theme)
{
    setObjectName(QStringLiteral("jumpButton"));
    setFocusPolicy(Qt::TabFocus);
    setFixedSize(sizeHint());
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    retranslate();
}

QSize JumpButton::sizeHint() const
{
    return {JumpDisc + PillOverlap, JumpDisc + PillOverlap};
}

void JumpButton::setCount(int unread)
{
    m_count = unread;
    setAccessibleDescription(unread > 0 ? tr("%n new messages", nullptr, unread) : QString());
    update();
}

void JumpButton::retranslate()
{
    setAccessibleName(tr("Jump to latest"));
    setToolTip(tr("Jump to latest (Ctrl+End)"));
}

void JumpButton::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QAbstractButton::changeEvent(event);
}

void JumpButton::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QColor fill = m_theme.color(Color::Base);
    if (isDown())
        fill = m_theme.pressed(fill);
    else if (underMouse())
        fill = m_theme.hovered(fill);
    const QRectF disc(0.5, PillOverlap + 0.5, JumpDisc - 1, JumpDisc - 1);
    painter.setPen(QPen(m_theme.color(hasFocus() ? Color::Accent : Color::Border),
                        hasFocus() ? metric::FocusRing : metric::Hairline));
    painter.setBrush(fill);
    painter.drawEllipse(disc);
    const int side = metric::Icon;
    painter.drawPixmap(disc.center() - QPointF(side / 2.0, side / 2.0),
                       m_theme.pixmap(QStringLiteral("jump-latest"), Color::Text, side,
                                      devicePixelRatioF()));
    if (m_count <= 0)
        return;
    const QSize size = pillSize(m_theme, m_count);
    const QRect pill(width() - size.width(), 0, size.width(), size.height());
    paintPill(painter, m_theme, pill, m_count, Color::Accent);
}

}  // namespace vos::ui
