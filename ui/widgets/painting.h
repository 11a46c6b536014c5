#pragma once

// Small shapes that delegates and widgets share.

#include "ui/theme/theme.h"

#include <QPainterPath>
#include <QRect>
#include <QString>

class QPainter;

namespace vos::ui {

/// A number in a filled pill, as high as metric::PillHeight; at most "999+".
QSize pillSize(const Theme& theme, int count);
void paintPill(QPainter& painter, const Theme& theme, const QRect& rect, int count, Color fill);

/// Word with an icon before it on a soft ground: tags such as "Holds for you".
QSize tagSize(const Theme& theme, const QString& text, bool withIcon);
void paintTag(QPainter& painter, const Theme& theme, const QRect& rect, const QString& icon,
              const QString& text, Color ink, Color ground);

/// A rectangle whose four corners have their own radii.
QPainterPath roundedPath(const QRectF& rect, double topLeft, double topRight, double bottomRight,
                         double bottomLeft);

/// The ring of keyboard focus, wholly inside `rect`.
void paintFocusRing(QPainter& painter, const Theme& theme, const QRect& rect, double radius);

/// Text on one line in `rect`, vertically in its middle, cut with … where it does not fit.
void paintElided(QPainter& painter, const Theme& theme, Type type, const QColor& color,
                 const QRect& rect, Qt::Alignment align, const QString& text);
int textWidth(const Theme& theme, Type type, const QString& text);

}  // namespace vos::ui
