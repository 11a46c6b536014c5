#include "ui/widgets/painting.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace vos::ui {

namespace {

QString pillText(int count)
{
    return count > 999 ? QStringLiteral("999+") : QString::number(count);
}

constexpr int PillPadding = 6;
constexpr int TagIcon = 14;

}  // namespace

QSize pillSize(const Theme& theme, int count)
{
    const int height = theme.scaled(metric::PillHeight);
    const int wide = textWidth(theme, Type::CaptionStrong, pillText(count)) + 2 * PillPadding;
    return {std::max(height, wide), height};
}

void paintPill(QPainter& painter, const Theme& theme, const QRect& rect, int count, Color fill)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.color(fill));
    painter.drawRoundedRect(rect, rect.height() / 2.0, rect.height() / 2.0);
    painter.setFont(theme.font(Type::CaptionStrong));
    painter.setPen(theme.color(Color::OnAccent));
    painter.drawText(rect, Qt::AlignCenter, pillText(count));
    painter.restore();
}

QSize tagSize(const Theme& theme, const QString& text, bool withIcon)
{
    const int icon = withIcon ? TagIcon + space::Xs : 0;
    return {textWidth(theme, Type::Caption, text) + icon + 2 * space::S,
            theme.scaled(metric::TagHeight)};
}

void paintTag(QPainter& painter, const Theme& theme, const QRect& rect, const QString& icon,
              const QString& text, Color ink, Color ground)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.color(ground));
    painter.drawRoundedRect(rect, rect.height() / 2.0, rect.height() / 2.0);
    QRect inner = rect.adjusted(space::S, 0, -space::S, 0);
    if (!icon.isEmpty()) {
        const QPoint at(inner.left(), rect.center().y() - TagIcon / 2 + 1);
        painter.drawPixmap(
            at, theme.pixmap(icon, ink, TagIcon, painter.device()->devicePixelRatio()));
        inner.setLeft(inner.left() + TagIcon + space::Xs);
    }
    painter.restore();
    paintElided(painter, theme, Type::Caption, theme.color(ink), inner, Qt::AlignLeft, text);
}

QPainterPath roundedPath(const QRectF& r, double topLeft, double topRight, double bottomRight,
                         double bottomLeft)
{
    QPainterPath path({r.left() + topLeft, r.top()});
    path.lineTo(r.right() - topRight, r.top());
    path.arcTo(r.right() - 2 * topRight, r.top(), 2 * topRight, 2 * topRight, 90, -90);
    path.lineTo(r.right(), r.bottom() - bottomRight);
    path.arcTo(r.right() - 2 * bottomRight, r.bottom() - 2 * bottomRight, 2 * bottomRight,
               2 * bottomRight, 0, -90);
    path.lineTo(r.left() + bottomLeft, r.bottom());
    path.arcTo(r.left(), r.bottom() - 2 * bottomLeft, 2 * bottomLeft, 2 * bottomLeft, -90, -90);
    path.lineTo(r.left(), r.top() + topLeft);
    path.arcTo(r.left(), r.top(), 2 * topLeft, 2 * topLeft, 180, -90);
    path.closeSubpath();
    return path;
}

void paintFocusRing(QPainter& painter, const Theme& theme, const QRect& rect, double radius)
{
    const double half = metric::FocusRing / 2.0;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.color(Color::Accent), metric::FocusRing));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(QRectF(rect).adjusted(half, half, -half, -half), radius, radius);
    painter.restore();
}

void paintElided(QPainter& painter, const Theme& theme, Type type, const QColor& color,
                 const QRect& rect, Qt::Alignment align, const QString& text)
{
    const QFont& font = theme.font(type);
    painter.setFont(font);
    painter.setPen(color);
    // One pixel more than measured: hinted glyphs may stand out by a fraction.
    const QString cut = QFontMetricsF(font).elidedText(text, Qt::ElideRight, rect.width() + 1);
    painter.drawText(rect, static_cast<int>(align | Qt::AlignVCenter) | Qt::TextSingleLine, cut);
}

int textWidth(const Theme& theme, Type type, const QString& text)
{
    return static_cast<int>(std::ceil(QFontMetricsF(theme.font(type)).horizontalAdvance(text)));
}

}  // namespace vos::ui
