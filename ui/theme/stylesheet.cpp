#include "ui/theme/stylesheet.h"

#include "ui/theme/theme.h"

#include <QHash>

namespace vos::ui {

namespace {

QString rgba(const QColor& c, double alpha)
{
    return QStringLiteral("rgba(%1,%2,%3,%4)")
        .arg(c.red())
        .arg(c.green())
        .arg(c.blue())
        .arg(alpha, 0, 'f', 3);
}

/// Words of the template below and what the theme puts in their place.
QHash<QString, QString> wordsOf(const Theme& theme)
{
    const auto hex = [&theme](Color c) { return theme.color(c).name(); };
    const QColor text = theme.color(Color::Text);
    const QColor fill = theme.color(Color::BubbleIn);
    const QColor accent = theme.color(Color::Accent);
    const QColor window = theme.color(Color::Window);
    return {
        {QStringLiteral("window"), hex(Color::Window)},
        {QStringLiteral("base"), hex(Color::Base)},
        {QStringLiteral("fill"), fill.name()},
        {QStringLiteral("fillHover"), theme.hovered(fill).name()},
        {QStringLiteral("fillPressed"), theme.pressed(fill).name()},
        {QStringLiteral("selection"), hex(Color::Selection)},
        {QStringLiteral("text"), text.name()},
        {QStringLiteral("soft"), hex(Color::TextSoft)},
        {QStringLiteral("link"), hex(Color::Link)},
        {QStringLiteral("accent"), accent.name()},
        {QStringLiteral("accentHover"), theme.hovered(accent).name()},
        {QStringLiteral("accentPressed"), theme.pressed(accent).name()},
        {QStringLiteral("accentDim"), theme.disabled(accent, window).name()},
        {QStringLiteral("onAccent"), hex(Color::OnAccent)},
        {QStringLiteral("danger"), hex(Color::Danger)},
        {QStringLiteral("divider"), hex(Color::Divider)},
        {QStringLiteral("border"), hex(Color::Border)},
        {QStringLiteral("hover"), rgba(text, HoverShare)},
        {QStringLiteral("pressed"), rgba(text, PressedShare)},
        {QStringLiteral("dim"), theme.disabled(text, window).name()},
        {QStringLiteral("dimLink"), theme.disabled(theme.color(Color::Link), window).name()},
        {QStringLiteral("dimDanger"), theme.disabled(theme.color(Color::Danger), window).name()},
        {QStringLiteral("dimFill"), theme.disabled(fill, window).name()},
        {QStringLiteral("handle"), rgba(text, 0.28)},
        {QStringLiteral("handleHover"), rgba(text, 0.45)},
        {QStringLiteral("button"), QString::number(theme.scaled(metric::ButtonHeight) - 2)},
        {QStringLiteral("radiusButton"), QString::number(radius::Button)},
        {QStringLiteral("radiusCard"), QString::number(radius::Card)},
    };
}

constexpr auto buttons = R"(
QPushButton { min-height: @button@px; padding: 0 14px; border: 1px solid @divider@;
  border-radius: @radiusButton@px; background: @fill@; color: @text@; }
QPushButton:hover { background: @fillHover@; }
QPushButton:pressed, QPushButton:open { background: @fillPressed@; }
QPushButton:disabled { background: @dimFill@; color: @dim@; }
QPushButton[kind="primary"] { background: @accent@; border-color: @accent@; color: @onAccent@;
  font-weight: 600; }
QPushButton[kind="primary"]:hover { background: @accentHover@; border-color: @accentHover@; }
QPushButton[kind="primary"]:pressed { background: @accentPressed@; border-color: @accentPressed@; }
QPushButton[kind="primary"]:disabled { background: @accentDim@; border-color: @accentDim@; }
QPushButton[kind="link"], QPushButton[kind="dangerlink"] { background: transparent;
  border-color: transparent; padding: 0 10px; color: @link@; }
QPushButton[kind="dangerlink"], QPushButton[kind="danger"] { color: @danger@; }
QPushButton[kind="link"]:hover, QPushButton[kind="dangerlink"]:hover { background: @hover@; }
QPushButton[kind="link"]:pressed, QPushButton[kind="dangerlink"]:pressed { background: @pressed@; }
QPushButton[kind="link"]:disabled { background: transparent; color: @dimLink@; }
QPushButton[kind="danger"]:disabled, QPushButton[kind="dangerlink"]:disabled { color: @dimDanger@; }
QToolButton { border: none; border-radius: @radiusButton@px; background: transparent;
  color: @text@; }
QToolButton:hover { background: @hover@; }
QToolButton:pressed { background: @pressed@; }
QToolButton:disabled { color: @dim@; }
QToolButton[kind="icon"] { min-width: 32px; min-height: 32px; }
QToolButton::menu-indicator { image: none; }
QToolButton[kind="segment"] { color: @soft@; padding: 0 12px; border: 1px solid transparent; }
QToolButton[kind="segment"]:checked { background: @base@; color: @text@; font-weight: 600;
  border-color: @divider@; }
QToolButton[kind="nav"] { min-height: 36px; padding: 0 12px; text-align: left; }
QToolButton[kind="nav"]:checked { background: @selection@; color: @link@; font-weight: 600; }
QToolButton[kind="chip"] { color: @soft@; border-radius: 0; padding: 0 12px; }
QToolButton[kind="chip"]:checked { background: @selection@; color: @text@; }
)";

constexpr auto frames = R"(
QFrame[kind="card"] { background: @base@; border: 1px solid @divider@;
  border-radius: @radiusCard@px; }
QFrame[kind="segments"] { background: @fill@; border: 1px solid @divider@;
  border-radius: @radiusCard@px; }
QFrame[kind="bar"] { border: none; border-top: 1px solid @divider@; }
QFrame[kind="head"] { border: none; border-bottom: 1px solid @divider@; }
QToolTip { background: @base@; color: @text@; border: 1px solid @divider@; padding: 4px 6px; }
QSplitter::handle { background: @divider@; }
QMenu { background: @base@; border: 1px solid @divider@; padding: 4px; }
QMenu::item { padding: 6px 20px 6px 10px; border-radius: 4px; color: @text@; }
QMenu::item:selected { background: @hover@; }
QMenu::item:disabled { color: @dim@; }
QMenu::separator { height: 1px; background: @divider@; margin: 4px 8px; }
QMenu::icon { padding-left: 8px; }
)";

constexpr auto views = R"(
QScrollBar:vertical { width: 10px; margin: 0; background: transparent; border: none; }
QScrollBar:horizontal { height: 10px; margin: 0; background: transparent; border: none; }
QScrollBar::handle { background: @handle@; border-radius: 3px; margin: 2px; }
QScrollBar::handle:hover { background: @handleHover@; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QHeaderView { background: @base@; border: none; }
QHeaderView::section { background: @base@; color: @soft@; border: none;
  border-bottom: 1px solid @divider@; padding: 0 8px; }
QTreeView, QTableView { background: @base@; border: none; selection-background-color: @selection@;
  selection-color: @text@; outline: none; }
QListView { outline: none; }
)";

}  // namespace

QString styleSheet(const Theme& theme)
{
    QString sheet = QLatin1String(buttons) + QLatin1String(frames) + QLatin1String(views);
    const QHash<QString, QString> words = wordsOf(theme);
    for (auto it = words.begin(); it != words.end(); ++it)
        sheet.replace(u'@' + it.key() + u'@', it.value());
    return sheet;
}

}  // namespace vos::ui
