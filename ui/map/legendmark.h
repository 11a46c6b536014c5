#pragma once

// One sign of the map's picture, for its legend.

#include "ui/theme/theme.h"

#include <QWidget>

class QPainter;
class QPointF;

namespace vos::ui {

/// The sign of a node; `half` is half its height. What cannot be reached is hollow.
struct NodeSign {
    bool isHolder = false;
    bool isFriend = false;
    bool reachable = true;
};
void paintNodeSign(QPainter& painter, const Theme& theme, const QPointF& at, double half,
                   const NodeSign& sign);

class LegendMark : public QWidget {
    Q_OBJECT

public:
    enum class Mark { Friend, FriendVos, Node, Silent, Direct, Through };

    LegendMark(const Theme& theme, Mark mark, QWidget* parent);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& m_theme;
    Mark m_mark;
};

}  // namespace vos::ui
