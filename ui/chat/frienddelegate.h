#pragma once

// Rows of the friend list: a heading, or avatar with presence, name, time, and one line of what was
// said last, written as a draft, or when the friend was seen.

#include "ui/theme/theme.h"

#include <QStyledItemDelegate>

namespace vos::ui {

class FriendDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    explicit FriendDelegate(const Theme& theme, QObject* parent = nullptr);

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    void paintSection(QPainter& painter, const QRect& rect, const QString& text) const;
    QColor paintGround(QPainter& painter, const QStyleOptionViewItem& option,
                       const QRect& row) const;
    void paintFirstLine(QPainter& painter, const QRect& line, const QModelIndex& index) const;
    void paintSecondLine(QPainter& painter, QRect line, const QModelIndex& index) const;
    /// What stands at the right end of the second line; its width.
    int paintCounts(QPainter& painter, const QRect& line, const QModelIndex& index) const;

    const Theme& m_theme;
};

}  // namespace vos::ui
