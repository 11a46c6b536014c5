#include "ui/theme/theme.h"

#include "ui/theme/proxystyle.h"
#include "ui/theme/resources.h"
#include "ui/theme/stylesheet.h"
#include "ui/theme/systemscheme.h"

#include <QApplication>
#include <QFile>
#include <QFontMetricsF>
#include <QIconEngine>
#include <QLabel>
#include <QPainter>
#include <QPointer>
#include <QStyleFactory>
#include <QSvgRenderer>
#include <QToolTip>

#include <algorithm>
#include <cmath>

// Icons lie in a static library, which a linker would otherwise leave out. Outside of namespaces,
// as the macro asks.
static void useResources()
{
    Q_INIT_RESOURCE(resources);
}

namespace vos::ui {

namespace {

/// Paints one of our icons in the theme's colours of the moment.
class ThemedIconEngine : public QIconEngine {
public:
    ThemedIconEngine(const Theme* theme, QString name, Color off, Color on)
        : m_theme(theme), m_name(std::move(name)), m_off(off), m_on(on)
    {
    }

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override
    {
        const QPaintDevice* device = painter->device();
        const qreal dpr = device != nullptr ? device->devicePixelRatio() : 1.0;
        painter->drawPixmap(rect, render(rect.size(), mode, state, dpr));
    }
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override
    {
        return render(size, mode, state, 1.0);
    }
    QPixmap scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State state,
                         qreal scale) override
    {
        // `size` is in device pixels here, the theme counts in logical ones.
        return render(size / scale, mode, state, scale);
    }
    QIconEngine* clone() const override { return new ThemedIconEngine(*this); }
    QString key() const override { return QStringLiteral("vos"); }

private:
    QPixmap render(const QSize& size, QIcon::Mode mode, QIcon::State state, qreal dpr) const
    {
        if (m_theme.isNull())
            return {};
        QColor color = m_theme->color(state == QIcon::On ? m_on : m_off);
        if (mode == QIcon::Disabled)
            color.setAlphaF(DisabledOpacity);
        const int side = std::min(size.width(), size.height());
        const QPixmap icon =
            m_theme->pixmap(m_name, color, m_theme->color(Color::Base), side, dpr);
        if (size.width() == size.height())
            return icon;
        QPixmap canvas(size * dpr);
        canvas.setDevicePixelRatio(dpr);
        canvas.fill(Qt::transparent);
        QPainter painter(&canvas);
        painter.drawPixmap(0, (size.height() - side) / 2, icon);
        return canvas;
    }

    QPointer<const Theme> m_theme;
    QString m_name;
    Color m_off;
    Color m_on;
};

}  // namespace

Theme::Theme(QApplication& app) : m_app(app), m_system(std::make_unique<SystemScheme>())
{
    loadResources();
    useResources();
    m_base = systemUiFont();
    m_app.setStyle(new ProxyStyle(*this));
    connect(m_system.get(), &SystemScheme::changed, this, [this] { apply(); });
    apply();
}

Theme::~Theme() = default;

void Theme::setChoice(ThemeChoice choice)
{
    if (choice == m_choice)
        return;
    m_choice = choice;
    apply();
}

void Theme::setLanguage(const QString& language)
{
    if (language == m_language)
        return;
    m_language = language;
    apply();
}

void Theme::setZoom(double zoom)
{
    const double kept = std::clamp(zoom, ZoomMin, ZoomMax);
    if (qFuzzyCompare(kept, m_zoom))
        return;
    m_zoom = kept;
    apply();
}

void Theme::resolveDark()
{
    m_dark = m_choice == ThemeChoice::Dark ||
             (m_choice == ThemeChoice::System && m_system->isDark());
}

void Theme::apply()
{
    resolveDark();
    m_fonts.clear();
    m_pixmaps.clear();
    m_app.setPalette(palette());
    m_app.setFont(font(Type::Body));
    QToolTip::setPalette(palette());
    QToolTip::setFont(font(Type::Body));
    m_app.setStyleSheet(styleSheet(*this));
    Q_EMIT changed();
}

QColor Theme::color(Color color) const
{
    const Scheme& scheme = m_dark ? darkScheme() : lightScheme();
    return QColor::fromRgb(scheme[static_cast<std::size_t>(color)]);
}

QColor Theme::hovered(const QColor& surface) const
{
    return mixed(surface, color(Color::Text), HoverShare);
}

QColor Theme::pressed(const QColor& surface) const
{
    return mixed(surface, color(Color::Text), PressedShare);
}

QColor Theme::disabled(const QColor& over, const QColor& surface) const
{
    return mixed(surface, over, DisabledOpacity);
}

const QFont& Theme::font(Type type) const
{
    const int key = static_cast<int>(type);
    auto found = m_fonts.find(key);
    if (found == m_fonts.end())
        found = m_fonts.insert(key, fontFor(type, m_base, m_language, m_zoom));
    return found.value();
}

int Theme::lineHeight(Type type) const
{
    // 18 for 13 pixels: a little air that Chinese and underlines need.
    const double pixels = QFontInfo(font(type)).pixelSize();
    return static_cast<int>(std::lround(pixels * 18.0 / 13.0));
}

int Theme::scaled(int value) const
{
    return static_cast<int>(std::lround(value * m_zoom));
}

QPalette Theme::palette() const
{
    QPalette p;
    const auto set = [&p, this](QPalette::ColorRole role, Color token) {
        p.setColor(role, color(token));
    };
    set(QPalette::Window, Color::Window);
    set(QPalette::WindowText, Color::Text);
    set(QPalette::Base, Color::Base);
    set(QPalette::AlternateBase, Color::Window);
    set(QPalette::Text, Color::Text);
    set(QPalette::PlaceholderText, Color::TextSoft);
    set(QPalette::Button, Color::BubbleIn);
    set(QPalette::ButtonText, Color::Text);
    set(QPalette::BrightText, Color::Danger);
    set(QPalette::Highlight, Color::Selection);
    set(QPalette::HighlightedText, Color::Text);
    set(QPalette::Link, Color::Link);
    set(QPalette::LinkVisited, Color::Link);
    set(QPalette::ToolTipBase, Color::Base);
    set(QPalette::ToolTipText, Color::Text);
    set(QPalette::Light, Color::Base);
    set(QPalette::Midlight, Color::BubbleIn);
    set(QPalette::Mid, Color::Divider);
    set(QPalette::Dark, Color::Border);
    set(QPalette::Shadow, Color::Border);
    const QColor dim = disabled(color(Color::Text), color(Color::Window));
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        p.setColor(QPalette::Disabled, role, dim);
    return p;
}

QPixmap Theme::pixmap(const QString& name, Color token, int size, qreal dpr) const
{
    return pixmap(name, color(token), color(Color::Base), size, dpr);
}

QPixmap Theme::pixmap(const QString& name, const QColor& tint, const QColor& ground, int size,
                      qreal dpr) const
{
    const QString key = name + u'/' + QString::number(tint.rgba(), 16) + u'/' +
                        QString::number(ground.rgb(), 16) + u'/' + QString::number(size) + u'/' +
                        QString::number(dpr);
    const auto cached = m_pixmaps.constFind(key);
    if (cached != m_pixmaps.constEnd())
        return cached.value();
    auto source = m_sources.find(name);
    if (source == m_sources.end()) {
        QFile file(QStringLiteral(":/icons/") + name + QStringLiteral(".svg"));
        const bool opened = file.open(QIODevice::ReadOnly);
        source = m_sources.insert(name, opened ? file.readAll() : QByteArray());
    }
    QByteArray svg = source.value();
    svg.replace("#FFFFFF", ground.name().toLatin1());
    svg.replace("currentColor", tint.name().toLatin1());
    const int pixels = static_cast<int>(std::ceil(size * dpr));
    QPixmap image(pixels, pixels);
    image.fill(Qt::transparent);
    QSvgRenderer renderer(svg);
    QPainter painter(&image);
    painter.setOpacity(tint.alphaF());
    renderer.render(&painter, QRectF(0, 0, pixels, pixels));
    painter.end();
    image.setDevicePixelRatio(dpr);
    m_pixmaps.insert(key, image);
    return image;
}

QIcon Theme::icon(const QString& name, Color off, Color on) const
{
    return QIcon(new ThemedIconEngine(this, name, off, on));
}

void Theme::bind(QLabel* label, Type type, Color token)
{
    const auto set = [this, label, type, token] {
        label->setFont(font(type));
        QPalette p = label->palette();
        p.setColor(QPalette::WindowText, color(token));
        label->setPalette(p);
    };
    set();
    connect(this, &Theme::changed, label, set);
}

void Theme::bindFont(QWidget* widget, Type type)
{
    const auto set = [this, widget, type] { widget->setFont(font(type)); };
    set();
    connect(this, &Theme::changed, widget, set);
}

void Theme::bindGround(QWidget* widget, Color token)
{
    widget->setAutoFillBackground(true);
    const auto set = [this, widget, token] {
        QPalette p = widget->palette();
        p.setColor(QPalette::Window, color(token));
        widget->setPalette(p);
    };
    set();
    connect(this, &Theme::changed, widget, set);
}

}  // namespace vos::ui
