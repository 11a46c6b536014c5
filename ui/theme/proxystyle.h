#pragma once

// Fusion with the edges our tokens ask for: fields, combo boxes, check boxes and radios keep a
// visible outline in both schemes. Focus of buttons is shown by FocusRing, so no dotted rectangles.

#include <QProxyStyle>

namespace vos::ui {

class Theme;

/// Dynamic property of a QLineEdit or QPlainTextEdit whose content is refused: edge in Danger.
inline constexpr char RefusedProperty[] = "refused";

class ProxyStyle : public QProxyStyle {
    Q_OBJECT

public:
    explicit ProxyStyle(const Theme& theme);

    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex* option,
                            QPainter* painter, const QWidget* widget) const override;
    QRect subControlRect(ComplexControl control, const QStyleOptionComplex* option,
                         SubControl subControl, const QWidget* widget) const override;
    QRect subElementRect(SubElement element, const QStyleOption* option,
                         const QWidget* widget) const override;
    QSize sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size,
                           const QWidget* widget) const override;
    int pixelMetric(PixelMetric metric, const QStyleOption* option,
                    const QWidget* widget) const override;
    int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                  QStyleHintReturn* data) const override;

private:
    void drawField(const QStyleOption* option, QPainter* painter, const QWidget* widget) const;
    void drawCheck(const QStyleOption* option, QPainter* painter) const;
    void drawRadio(const QStyleOption* option, QPainter* painter) const;
    void drawCombo(const QStyleOptionComplex* option, QPainter* painter) const;

    const Theme& m_theme;
};

}  // namespace vos::ui
