#include "ui/theme/proxystyle.h"

#include "ui/theme/theme.h"

#include <QPainter>
#include <QPainterPath>
#include <QStyleFactory>
#include <QStyleOption>
#include <QWidget>

namespace vos::ui {

namespace {

constexpr int IndicatorSize = 16;
constexpr int ComboArrow = 16;
constexpr int FieldInset = 7;
constexpr double CheckRadius = 4.0;

/// A box whose edge of `width` lies wholly inside `rect`.
QRectF inside(const QRect& rect, double width)
{
    return QRectF(rect).adjusted(width / 2, width / 2, -width / 2, -width / 2);
}

}  // namespace

ProxyStyle::ProxyStyle(const Theme& theme)
    : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion"))), m_theme(theme)
{
}

void ProxyStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option,
                               QPainter* painter, const QWidget* widget) const
{
    switch (element) {
    case PE_PanelLineEdit:
    case PE_FrameLineEdit:
        // A line edit inside a combo or spin box has no edge of its own.
        if (const auto* frame = qstyleoption_cast<const QStyleOptionFrame*>(option);
            frame == nullptr || frame->lineWidth > 0)
            drawField(option, painter, widget);
        return;
    case PE_IndicatorCheckBox:
        drawCheck(option, painter);
        return;
    case PE_IndicatorRadioButton:
        drawRadio(option, painter);
        return;
    case PE_FrameFocusRect:
        return;
    default:
        QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void ProxyStyle::drawField(const QStyleOption* option, QPainter* painter,
                           const QWidget* widget) const
{
    const bool enabled = option->state.testFlag(State_Enabled);
    const bool focused = enabled && option->state.testFlag(State_HasFocus);
    const bool refused = widget != nullptr && widget->property(RefusedProperty).toBool();
    QColor edge = m_theme.color(Color::Border);
    if (refused)
        edge = m_theme.color(Color::Danger);
    else if (focused)
        edge = m_theme.color(Color::Accent);
    if (!enabled)
        edge = m_theme.disabled(edge, m_theme.color(Color::Window));
    const double width = focused ? metric::FocusRing : metric::Hairline;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(edge, width));
    painter->setBrush(m_theme.color(enabled ? Color::Base : Color::Window));
    painter->drawRoundedRect(inside(option->rect, width), radius::Field, radius::Field);
    painter->restore();
}

void ProxyStyle::drawCheck(const QStyleOption* option, QPainter* painter) const
{
    const bool on = option->state.testFlag(State_On) || option->state.testFlag(State_NoChange);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (!option->state.testFlag(State_Enabled))
        painter->setOpacity(DisabledOpacity);
    const QColor edge = m_theme.color(on ? Color::Accent : Color::Border);
    QColor fill = m_theme.color(on ? Color::Accent : Color::Base);
    if (option->state.testFlag(State_Sunken))
        fill = m_theme.pressed(fill);
    else if (option->state.testFlag(State_MouseOver))
        fill = m_theme.hovered(fill);
    painter->setPen(QPen(edge, metric::Hairline));
    painter->setBrush(fill);
    painter->drawRoundedRect(inside(option->rect, metric::Hairline), CheckRadius, CheckRadius);
    if (on) {
        const qreal dpr = painter->device()->devicePixelRatio();
        const QString name = option->state.testFlag(State_NoChange)
                                 ? QStringLiteral("minus")
                                 : QStringLiteral("check-small");
        const int side = option->rect.width() - 2;
        painter->drawPixmap(option->rect.topLeft() + QPoint(1, 1),
                            m_theme.pixmap(name, Color::OnAccent, side, dpr));
    }
    painter->restore();
}

void ProxyStyle::drawRadio(const QStyleOption* option, QPainter* painter) const
{
    const bool on = option->state.testFlag(State_On);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (!option->state.testFlag(State_Enabled))
        painter->setOpacity(DisabledOpacity);
    const double width = on ? 5.0 : metric::Hairline;
    painter->setPen(QPen(m_theme.color(on ? Color::Accent : Color::Border), width));
    QColor fill = m_theme.color(on ? Color::OnAccent : Color::Base);
    if (!on && option->state.testFlag(State_MouseOver))
        fill = m_theme.hovered(fill);
    painter->setBrush(fill);
    painter->drawEllipse(inside(option->rect, width));
    painter->restore();
}

void ProxyStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option,
                                    QPainter* painter, const QWidget* widget) const
{
    if (control == CC_ComboBox) {
        drawCombo(option, painter);
        return;
    }
    QProxyStyle::drawComplexControl(control, option, painter, widget);
}

void ProxyStyle::drawCombo(const QStyleOptionComplex* option, QPainter* painter) const
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (!option->state.testFlag(State_Enabled))
        painter->setOpacity(DisabledOpacity);
    QColor fill = m_theme.color(Color::Base);
    if (option->state.testFlag(State_MouseOver))
        fill = m_theme.hovered(fill);
    painter->setPen(QPen(m_theme.color(Color::Border), metric::Hairline));
    painter->setBrush(fill);
    painter->drawRoundedRect(inside(option->rect, metric::Hairline), radius::Button,
                             radius::Button);
    const QRect box =
        visualRect(option->direction, option->rect,
                   QRect(option->rect.right() - ComboArrow - space::S,
                         option->rect.center().y() - ComboArrow / 2 + 1, ComboArrow, ComboArrow));
    painter->drawPixmap(box.topLeft(),
                        m_theme.pixmap(QStringLiteral("chevron-down"), Color::TextSoft, ComboArrow,
                                       painter->device()->devicePixelRatio()));
    painter->restore();
}

QRect ProxyStyle::subControlRect(ComplexControl control, const QStyleOptionComplex* option,
                                 SubControl subControl, const QWidget* widget) const
{
    if (control == CC_ComboBox && subControl == SC_ComboBoxEditField) {
        return visualRect(option->direction, option->rect,
                          option->rect.adjusted(space::S + 1, 1, -ComboArrow - space::M, -1));
    }
    return QProxyStyle::subControlRect(control, option, subControl, widget);
}

QRect ProxyStyle::subElementRect(SubElement element, const QStyleOption* option,
                                 const QWidget* widget) const
{
    QRect rect = QProxyStyle::subElementRect(element, option, widget);
    const auto* frame = qstyleoption_cast<const QStyleOptionFrame*>(option);
    if (element == SE_LineEditContents && frame != nullptr && frame->lineWidth > 0)
        rect.adjust(FieldInset, 0, -FieldInset, 0);
    return rect;
}

QSize ProxyStyle::sizeFromContents(ContentsType type, const QStyleOption* option,
                                   const QSize& size, const QWidget* widget) const
{
    QSize result = QProxyStyle::sizeFromContents(type, option, size, widget);
    if (type == CT_ComboBox) {
        result.setHeight(std::max(m_theme.scaled(metric::ComboHeight), size.height() + space::S));
        result.setWidth(size.width() + ComboArrow + space::Xl);
    } else if (type == CT_LineEdit) {
        result.setHeight(std::max(m_theme.scaled(metric::FieldHeight), size.height() + space::S));
    }
    return result;
}

int ProxyStyle::pixelMetric(PixelMetric pixel, const QStyleOption* option,
                            const QWidget* widget) const
{
    switch (pixel) {
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight:
        return IndicatorSize;
    case PM_CheckBoxLabelSpacing:
    case PM_RadioButtonLabelSpacing:
        return space::S;
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
        return 0;
    case PM_SplitterWidth:
        return metric::Hairline;
    default:
        return QProxyStyle::pixelMetric(pixel, option, widget);
    }
}

int ProxyStyle::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                          QStyleHintReturn* data) const
{
    switch (hint) {
    case SH_EtchDisabledText:
    case SH_DitherDisabledText:
    case SH_ComboBox_Popup:
        return 0;
    // Labels of read-only text keep their colour when their window is not active.
    case SH_ItemView_ShowDecorationSelected:
        return 1;
    default:
        return QProxyStyle::styleHint(hint, option, widget, data);
    }
}

}  // namespace vos::ui
