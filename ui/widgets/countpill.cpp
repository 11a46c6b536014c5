#include "ui/widgets/countpill.h"

#include "ui/widgets/painting.h"

#include <QPainter>

namespace vos::ui {

CountPill::CountPill(const Theme& theme, bool asks, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_asks(asks)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, &QWidget::updateGeometry);
    hide();
}

void CountPill::setCount(int count)
{
    m_count = count;
    setVisible(count > 0);
    updateGeometry();
    update();
}

QSize CountPill::sizeHint() const
{
    return pillSize(m_theme, std::max(m_count, 1));
}

void CountPill::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (m_asks) {
        paintPill(painter, m_theme, rect(), m_count, Color::Held);
        return;
    }
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.color(Color::BubbleIn));
    painter.drawRoundedRect(rect(), height() / 2.0, height() / 2.0);
    paintElided(painter, m_theme, Type::CaptionStrong, m_theme.color(Color::TextSoft), rect(),
                Qt::AlignHCenter, QString::number(m_count));
}

}  // namespace vos::ui
