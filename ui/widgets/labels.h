#pragma once

// Labels, pages and questions as the screens use them. Every label shows plain text: names and
// notes come from other people.

#include "ui/theme/theme.h"

#include <functional>

class QLabel;
class QPushButton;
class QScrollArea;
class QVBoxLayout;

namespace vos::ui {

/// Plain text that wraps.
QLabel* label(Theme& theme, Type type, Color color, QWidget* parent);
/// The same on one line.
QLabel* lineLabel(Theme& theme, Type type, Color color, QWidget* parent);
/// An icon of resources/icons, redrawn with the theme.
QLabel* iconLabel(Theme& theme, const QString& icon, Color color, int size, QWidget* parent);
/// An address or link to read and select: wraps anywhere, digits of equal width.
QLabel* addressLabel(Theme& theme, QWidget* parent);
/// An address with places where a line may end; what is copied out of it has none of them.
QString breakable(const QString& address);

/// A scroll area whose content stands in the middle, at most `width` wide. The layout is of the
/// content.
QScrollArea* pageArea(int width, QVBoxLayout*& content, QWidget* parent);
/// The head of a page: 56 high, hairline below.
QWidget* pageHead(Theme& theme, QWidget* parent);
/// A hairline across.
QWidget* hairline(Theme& theme, QWidget* parent);

struct Question {
    QString title;
    QString text;
    QString yes;  ///< what will be done, as a word
    bool danger = false;
};
/// Asks without stopping the program; `yes` is called if that is the answer and `parent` is there.
void ask(Theme& theme, QWidget* parent, const Question& question, std::function<void()> yes);

}  // namespace vos::ui
