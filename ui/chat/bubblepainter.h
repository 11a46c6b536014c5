#pragma once

// Paints one laid-out row of a chat. Everything that may vary between two paints of the same layout
// is in the context.

#include "ui/chat/bubblelayout.h"

#include <QPoint>

class QPainter;

namespace vos::ui {

struct BubbleContext {
    const Theme& theme;
    QPoint origin;            ///< of the row
    bool selected = false;
    bool current = false;     ///< has the keyboard: shows the ring
    QPoint pointer{-1, -1};   ///< of the mouse, relative to the row
    QString mark;             ///< search term to mark, may be empty
};

void paintBubble(QPainter& painter, const BubbleLayout& layout, const BubbleContext& context);

}  // namespace vos::ui
