#include "ui/widgets/identicon.h"

#include "ui/theme/identiconcolors.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace vos::ui {

namespace {

constexpr double pi = std::numbers::pi;

/// What the seed says, in the grid of 64 by 64 whose middle is the origin.
struct Figure {
    explicit Figure(const QByteArray& seed)
    {
        const auto b = [&seed](int i) { return static_cast<unsigned char>(seed[i]); };
        hue = b(0) % 12;
        petals = 3 + b(1) % 6;
        form = b(2) % 6;
        centre = b(3) % 5;
        turned = b(4) % 2 == 1;
        static constexpr std::array<int, 4> steps = {3, 5, 7, 9};
        second = (hue + steps[b(5) % 4]) % 12;
        alternate = b(6) % 2 == 1 && petals % 2 == 0;
        sine = std::sin(pi / petals);
        halfWidth = std::min(7.6, 14.62 * sine);
    }

    QColor ground() const { return IdenticonHues[static_cast<std::size_t>(hue)].ground; }
    QColor pale() const { return IdenticonHues[static_cast<std::size_t>(hue)].pale; }
    QColor deep() const { return IdenticonHues[static_cast<std::size_t>(hue)].deep; }
    QColor bright() const { return IdenticonHues[static_cast<std::size_t>(second)].bright; }

    int hue;
    int petals;
    int form;
    int centre;
    int second;
    bool turned;
    bool alternate;
    double sine;
    double halfWidth;
};

enum Form { DiscForm, LeafForm, DropForm, KiteForm, BarForm, ArcForm };

QPainterPath leaf(double w)
{
    QPainterPath path({0, -26});
    path.cubicTo(1.5 * w, -19, 1.3 * w, -11, 0, -8);
    path.cubicTo(-1.3 * w, -11, -1.5 * w, -19, 0, -26);
    return path;
}

QPainterPath drop(double w)
{
    QPainterPath path({0, -7});
    path.lineTo(w, -19.4);
    path.arcTo(QRectF(-w, -19.4 - w, 2 * w, 2 * w), 0, 180);
    path.closeSubpath();
    return path;
}

QPainterPath kite(double w)
{
    QPainterPath path({0, -26});
    path.lineTo(w, -16);
    path.lineTo(0, -8);
    path.lineTo(-w, -16);
    path.closeSubpath();
    return path;
}

/// One petal that points up.
void paintPetal(QPainter& p, const Figure& f, const QColor& color)
{
    const double w = f.halfWidth;
    p.setPen(Qt::NoPen);
    p.setBrush(color);
    switch (f.form) {
    case DiscForm: {
        const double r = std::min(8.0, 15.75 * f.sine);
        p.drawEllipse(QPointF(0, -17.5), r, r);
        break;
    }
    case LeafForm:
        p.drawPath(leaf(w));
        break;
    case DropForm:
        p.drawPath(drop(w));
        break;
    case KiteForm:
        p.setPen(QPen(color, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        p.drawPath(kite(w));
        break;
    case BarForm:
        p.setPen(QPen(color, std::min(7.0, 14 * f.sine), Qt::SolidLine, Qt::RoundCap));
        p.drawLine(QPointF(0, -11), QPointF(0, -23));
        break;
    case ArcForm: {
        p.setPen(QPen(color, 6.4, Qt::SolidLine, Qt::RoundCap));
        p.setBrush(Qt::NoBrush);
        const double half = 0.31 * 360 / f.petals;
        p.drawArc(QRectF(-21, -21, 42, 42), static_cast<int>((90 - half) * 16),
                  static_cast<int>(2 * half * 16));
        break;
    }
    }
}

QPainterPath triangle()
{
    QPainterPath path;
    for (int i = 0; i < 3; ++i) {
        const double angle = -pi / 2 + i * 2 * pi / 3;
        const QPointF corner(7 * std::cos(angle), 7 * std::sin(angle));
        i == 0 ? path.moveTo(corner) : path.lineTo(corner);
    }
    path.closeSubpath();
    return path;
}

void paintCentre(QPainter& p, const Figure& f)
{
    const double grow = f.form == ArcForm ? 1.7 : 1.0;
    const QColor color = f.bright();
    p.setPen(Qt::NoPen);
    p.setBrush(color);
    switch (f.centre) {
    case 0:
        p.drawEllipse(QPointF(), 5.2 * grow, 5.2 * grow);
        break;
    case 1:
        p.setPen(QPen(color, 3.4));
        p.setBrush(f.ground());
        p.drawEllipse(QPointF(), 5.2 * grow, 5.2 * grow);
        break;
    case 2:
        p.rotate(f.turned ? 45 : 0);
        p.scale(grow, grow);
        p.drawRoundedRect(QRectF(-4.8, -4.8, 9.6, 9.6), 1.6, 1.6);
        break;
    case 3:
        p.setBrush(f.deep());
        p.drawEllipse(QPointF(), 7.4 * grow, 7.4 * grow);
        p.setBrush(color);
        p.drawEllipse(QPointF(), 3.2 * grow, 3.2 * grow);
        break;
    default:
        p.rotate(f.turned ? 60 : 0);
        p.scale(grow, grow);
        p.setPen(QPen(color, 2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        p.drawPath(triangle());
    }
}

}  // namespace

void paintIdenticon(QPainter& painter, const QRectF& rect, const QByteArray& seed)
{
    Q_ASSERT(seed.size() == 16);
    const Figure figure(seed);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(rect.center());
    painter.scale(rect.width() / 64, rect.height() / 64);
    painter.setPen(Qt::NoPen);
    painter.setBrush(figure.ground());
    painter.drawEllipse(QPointF(), 32, 32);
    const double step = 360.0 / figure.petals;
    painter.save();
    painter.rotate(figure.turned ? step / 2 : 0);
    for (int i = 0; i < figure.petals; ++i) {
        const bool other = figure.alternate && i % 2 == 1;
        paintPetal(painter, figure, other ? figure.bright() : figure.pale());
        painter.rotate(step);
    }
    painter.restore();
    paintCentre(painter, figure);
    painter.restore();
}

}  // namespace vos::ui
