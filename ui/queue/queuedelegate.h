#pragma once

// Paints the queue: a heading for each friend over the whole width, and below it a row for each
// message with its state as icon and word and, at the right, what can be done with it.

#include "ui/theme/theme.h"

#include <QStyledItemDelegate>

namespace vos::ui {

enum class QueueAction { None, TryNow, Cancel };

class QueueDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    explicit QueueDelegate(const Theme& theme, QObject* parent = nullptr);

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    /// The word at `at` of the cell `rect` of the last column.
    QueueAction actionAt(const QRect& rect, const QPoint& at) const;
    /// Room the two words need.
    int actionsWidth() const;

private:
    void paintFriend(QPainter* painter, const QRect& rect, const QModelIndex& index,
                     const QWidget* view) const;
    void paintWhere(QPainter* painter, const QRect& rect, const QModelIndex& index) const;
    void paintActions(QPainter* painter, const QRect& rect) const;
    QRect wordRect(const QRect& rect, QueueAction action) const;
    static QString word(QueueAction action);

    const Theme& m_theme;
};

}  // namespace vos::ui
