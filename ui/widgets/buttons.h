#pragma once

// Makers of the buttons of the window, so that each kind looks and names itself the same way.

#include "ui/theme/theme.h"

#include <QByteArray>

class QPushButton;
class QToolButton;

namespace vos::ui {

/// Kinds of the style sheet: "primary", "link", "danger", "dangerlink"; empty: secondary.
QPushButton* pushButton(const QByteArray& kind, QWidget* parent);
/// With one of our icons before the text.
QPushButton* iconTextButton(const Theme& theme, const QByteArray& kind, const QString& icon,
                            QWidget* parent);
/// A square button of HitArea or more with an icon alone: give it an accessible name and a tooltip
/// by setIconName().
QToolButton* iconButton(const Theme& theme, const QString& icon, Color color, QWidget* parent);
/// The name for assistive tools and, with its key if there is one, the tooltip.
void setIconName(QToolButton* button, const QString& name, const QString& key = {});

}  // namespace vos::ui
