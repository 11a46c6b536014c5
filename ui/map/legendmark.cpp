#include "ui/map/legendmark.h"

#include <QPainter>

namespace vos::ui {

namespace {

constexpr QSize MarkSize(20, 16);
constexpr double MarkHalf = 5.5;
constexpr double MarkEdgeWidth = 1.8;
constexpr double MarkLineWidth = 1.4;
/// A diamond of the same height looks smaller than a square.
constexpr double DiamondMore = 2.5;

}  // namespace

void paintNodeSign(QPainter& painter, const Theme& theme, const QPointF& at, double half,
                   const NodeSign& sign)
{
    const Color ink = sign.isHolder ? Color::Held : sign.isFriend ? Color::Accent : Color::Offline;
    painter.setPen(QPen(theme.color(ink), MarkEdgeWidth));
    painter.setBrush(theme.color(sign.reachable ? ink : Color::Window));
    if (sign.isHolder) {
        const double tip = half + DiamondMore;
        painter.drawPolygon(QPolygonF({at + QPointF(0, -tip), at + QPointF(tip, 0),
                                       at + QPointF(0, tip), at + QPointF(-tip, 0)}));
    } else if (sign.isFriend) {
        painter.drawRoundedRect(QRectF(at.x() - half, at.y() - half, 2 * half, 2 * half), 2, 2);
    } else {
        painter.drawEllipse(at, half - 1, half - 1);
    }
}

LegendMark::LegendMark(const Theme& theme, Mark mark, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_mark(mark)
{
    setFixedSize(MarkSize);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

QSize LegendMark::sizeHint() const
{
    return MarkSize;
}

void LegendMark::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QPointF middle(width() / 2.0, height() / 2.0);
    if (m_mark == Mark::Direct || m_mark == Mark::Through) {
        QPen pen(m_theme.color(Color::Offline), MarkLineWidth);
        if (m_mark == Mark::Through)
            pen.setDashPattern({3, 3});
        painter.setPen(pen);
        painter.drawLine(QPointF(0, middle.y()), QPointF(width(), middle.y()));
        return;
    }
    paintNodeSign(painter, m_theme, middle, m_mark == Mark::FriendVos ? MarkHalf - 1 : MarkHalf,
                  {m_mark == Mark::FriendVos, m_mark == Mark::Friend, m_mark != Mark::Silent});
}

}  // namespace vos::ui
