#include "ui/theme/focusring.h"

#include "ui/theme/theme.h"

#include <QAbstractButton>
#include <QApplication>
#include <QComboBox>
#include <QFocusEvent>
#include <QPainter>

#include <utility>

namespace vos::ui {

namespace {

constexpr int Gap = 2;
constexpr int RingReach = Gap + metric::FocusRing;

class RingOverlay : public QWidget {
public:
    RingOverlay(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme)
    {
        setAttribute(Qt::WA_TransparentForMouseEvents);
        setAttribute(Qt::WA_NoSystemBackground);
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(m_theme.color(Color::Accent), metric::FocusRing));
        const double half = metric::FocusRing / 2.0;
        painter.drawRoundedRect(QRectF(rect()).adjusted(half, half, -half, -half), radius::Card,
                                radius::Card);
    }

private:
    const Theme& m_theme;
};

bool wantsRing(const QWidget* widget)
{
    return qobject_cast<const QAbstractButton*>(widget) != nullptr ||
           qobject_cast<const QComboBox*>(widget) != nullptr;
}

bool byKeyboard(Qt::FocusReason reason)
{
    return reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason ||
           reason == Qt::ShortcutFocusReason;
}

}  // namespace

FocusRing::FocusRing(const Theme& theme, QObject* parent) : QObject(parent), m_theme(theme)
{
    qApp->installEventFilter(this);
}

FocusRing::~FocusRing()
{
    delete m_ring;
}

bool FocusRing::eventFilter(QObject* watched, QEvent* event)
{
    switch (event->type()) {
    case QEvent::FocusIn:
        if (auto* widget = qobject_cast<QWidget*>(watched)) {
            const auto reason = static_cast<QFocusEvent*>(event)->reason();
            follow(wantsRing(widget) && byKeyboard(reason) ? widget : nullptr);
        }
        break;
    case QEvent::FocusOut:
    case QEvent::Hide:
    case QEvent::MouseButtonPress:
        if (watched == m_target)
            follow(nullptr);
        break;
    case QEvent::Move:
    case QEvent::Resize:
        if (watched == m_target)
            place();
        break;
    default:
        break;
    }
    return false;
}

void FocusRing::follow(QWidget* widget)
{
    m_target = widget;
    // Later: the parent may be walking through its children, hiding them, right now.
    if (QWidget* old = std::exchange(m_ring, nullptr)) {
        old->hide();
        old->deleteLater();
    }
    if (widget == nullptr || widget->parentWidget() == nullptr)
        return;
    m_ring = new RingOverlay(m_theme, widget->parentWidget());
    place();
    m_ring->raise();
    m_ring->show();
}

void FocusRing::place()
{
    if (m_ring.isNull())
        return;
    const bool inside = m_target->property(RingInsideProperty).toBool();
    const int reach = inside ? 0 : RingReach;
    m_ring->setGeometry(m_target->geometry().adjusted(-reach, -reach, reach, reach));
}

}  // namespace vos::ui
