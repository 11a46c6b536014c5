#include "ui/widgets/storagebar.h"

#include <QGuiApplication>
#include <QPainter>

#include <algorithm>

namespace vos::ui {

void paintStorageBar(QPainter& painter, const Theme& theme, const QRect& rect, int percent,
                     bool nearFull)
{
    constexpr double Round = StorageBarHeight / 2.0;
    const QRectF whole(rect.left(), rect.center().y() + 1 - Round, rect.width(), StorageBarHeight);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.color(Color::Divider));
    painter.drawRoundedRect(whole, Round, Round);
    if (percent > 0) {
        QRectF used = whole;
        used.setWidth(
            std::max(whole.width() * std::min(percent, 100) / 100.0, double{StorageBarHeight}));
        if (QGuiApplication::isRightToLeft())
            used.moveRight(whole.right());
        painter.setBrush(theme.color(nearFull ? Color::Warn : Color::Held));
        painter.drawRoundedRect(used, Round, Round);
    }
    painter.restore();
}

StorageBar::StorageBar(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void StorageBar::setUsage(int percent, bool nearFull)
{
    m_percent = percent;
    m_nearFull = nearFull;
    update();
}

QSize StorageBar::sizeHint() const
{
    return {StorageBarWidth, 2 * StorageBarHeight};
}

void StorageBar::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    paintStorageBar(painter, m_theme, rect(), m_percent, m_nearFull);
}

}  // namespace vos::ui
