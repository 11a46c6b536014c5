#pragma once

// The look of the whole window in one object: colours, fonts, icons. It sets palette, style sheet,
// style and font of the application, and says changed() when the person picks another theme,
// language or text size, or the system turns dark. Widgets ask it for tokens when they paint;
// those that must do more (fonts of labels) use the binders below.

#include "ui/theme/fonts.h"
#include "ui/theme/tokens.h"

#include <QHash>
#include <QIcon>
#include <QObject>
#include <QPixmap>

class QApplication;
class QLabel;
class QWidget;

namespace vos::ui {

class SystemScheme;

enum class ThemeChoice : std::uint8_t { System, Light, Dark };

class Theme : public QObject {
    Q_OBJECT

public:
    /// Takes over palette, style, style sheet and font of `app`, which outlives it.
    explicit Theme(QApplication& app);
    ~Theme() override;

    ThemeChoice choice() const { return m_choice; }
    void setChoice(ThemeChoice choice);
    /// "en" or "zh_CN": decides the faces for Chinese.
    const QString& language() const { return m_language; }
    void setLanguage(const QString& language);
    /// Text size: 1.0 is 100 %; kept between ZoomMin and ZoomMax.
    double zoom() const { return m_zoom; }
    void setZoom(double zoom);
    static constexpr double ZoomMin = 0.8;
    static constexpr double ZoomMax = 2.0;

    bool isDark() const { return m_dark; }
    QColor color(Color color) const;
    /// `surface` under the pointer, or pressed.
    QColor hovered(const QColor& surface) const;
    QColor pressed(const QColor& surface) const;
    /// `over` at 45 % on `surface`.
    QColor disabled(const QColor& over, const QColor& surface) const;

    const QFont& font(Type type) const;
    /// Height of a text line of this type: 18 for body text at 100 %.
    int lineHeight(Type type) const;
    /// `value` pixels at 100 %, grown with the text.
    int scaled(int value) const;

    /// The icon `name` of resources/icons, `size` logical pixels wide, sharp at `dpr`.
    QPixmap pixmap(const QString& name, Color color, int size, qreal dpr) const;
    /// The same in any colour. `ground` fills what the icon leaves white (receipt-read's ticks).
    QPixmap pixmap(const QString& name, const QColor& color, const QColor& ground, int size,
                   qreal dpr) const;
    /// An icon for buttons and actions that follows the theme by itself; checked ones take `on`.
    QIcon icon(const QString& name, Color off = Color::Text, Color on = Color::Text) const;

    /// Font and colour of a label, now and after each change.
    void bind(QLabel* label, Type type, Color color = Color::Text);
    /// Font of any widget, now and after each change.
    void bindFont(QWidget* widget, Type type);
    /// Palette ground of any widget, now and after each change; it then fills itself.
    void bindGround(QWidget* widget, Color color);

Q_SIGNALS:
    void changed();

private:
    void apply();
    void resolveDark();
    QPalette palette() const;

    QApplication& m_app;
    std::unique_ptr<SystemScheme> m_system;
    QFont m_base;
    QString m_language = QStringLiteral("en");
    double m_zoom = 1.0;
    ThemeChoice m_choice = ThemeChoice::System;
    bool m_dark = false;
    bool m_applied = false;
    mutable QHash<int, QFont> m_fonts;
    mutable QHash<QString, QPixmap> m_pixmaps;
    mutable QHash<QString, QByteArray> m_sources;
};

}  // namespace vos::ui
