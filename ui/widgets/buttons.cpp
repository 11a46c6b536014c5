#include "ui/widgets/buttons.h"

#include "ui/theme/stylesheet.h"

#include <QPushButton>
#include <QToolButton>

namespace vos::ui {

QPushButton* pushButton(const QByteArray& kind, QWidget* parent)
{
    auto* button = new QPushButton(parent);
    if (!kind.isEmpty())
        button->setProperty(KindProperty, QString::fromLatin1(kind));
    button->setAutoDefault(false);
    button->setCursor(Qt::ArrowCursor);
    return button;
}

QPushButton* iconTextButton(const Theme& theme, const QByteArray& kind, const QString& icon,
                            QWidget* parent)
{
    QPushButton* button = pushButton(kind, parent);
    Color color = Color::Text;
    if (kind == "primary")
        color = Color::OnAccent;
    else if (kind == "link")
        color = Color::Link;
    else if (kind == "danger" || kind == "dangerlink")
        color = Color::Danger;
    button->setIcon(theme.icon(icon, color, color));
    // Wider than high: the icon stands at the left, so that the word keeps its distance.
    button->setIconSize({metric::IconSmall + space::Xs, metric::IconSmall});
    return button;
}

QToolButton* iconButton(const Theme& theme, const QString& icon, Color color, QWidget* parent)
{
    auto* button = new QToolButton(parent);
    button->setProperty(KindProperty, QStringLiteral("icon"));
    button->setIcon(theme.icon(icon, color, Color::Link));
    button->setIconSize({metric::Icon, metric::Icon});
    button->setFocusPolicy(Qt::StrongFocus);
    return button;
}

void setIconName(QToolButton* button, const QString& name, const QString& key)
{
    button->setAccessibleName(name);
    button->setToolTip(key.isEmpty() ? name
                                     : QStringLiteral("%1 (%2)").arg(name, key));
}

}  // namespace vos::ui
