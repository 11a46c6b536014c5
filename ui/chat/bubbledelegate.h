#pragma once

// Rows of the message list for QListView: keeps heights of all rows and layouts of those lately
// shown, keyed by message, width and theme, and tells what lies under a point.

#include "ui/chat/bubblepainter.h"

#include <QCache>
#include <QHash>
#include <QStyledItemDelegate>

namespace vos::ui {

/// What lies under the pointer.
struct BubbleHit {
    enum class Kind {
        Nothing,
        Bubble,
        Text,
        Link,
        Quote,
        Receipt,
        Time,
        Action,
        Reaction
    } kind = Kind::Nothing;
    QUrl link;
    FailedAction action = FailedAction::Copy;
    model::ShownReaction reaction;
};

class BubbleDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    explicit BubbleDelegate(const Theme& theme, QObject* parent = nullptr);

    /// Space above the first row.
    static constexpr int TopSpace = space::M;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    bool helpEvent(QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem& option,
                   const QModelIndex& index) override;

    BubbleHit hit(const QModelIndex& index, const QRect& row, const QPoint& point) const;
    /// Where the bubble is drawn in a row at `row`.
    QRect bubbleRect(const QModelIndex& index, const QRect& row) const;

    /// Rows are `width` wide from now on.
    void setWidth(int width);
    /// The row changed: measure it anew.
    void forget(const QModelIndex& index);
    void forgetAll();
    /// Marks this term in all messages; empty: none.
    void setMark(const QString& term) { m_mark = term; }
    /// The pointer stands at `point` of row `index`; invalid: nowhere.
    void setPointer(const QModelIndex& index, const QPoint& point);

private:
    const BubbleLayout& layoutFor(const QModelIndex& index) const;
    static QByteArray keyOf(const QModelIndex& index);
    static int topOf(const QModelIndex& index) { return index.row() == 0 ? TopSpace : 0; }
    QString tipFor(const QModelIndex& index, const BubbleHit& hit) const;

    const Theme& m_theme;
    int m_width = 0;
    QString m_mark;
    QPersistentModelIndex m_pointed;
    QPoint m_pointer{-1, -1};
    mutable QHash<QByteArray, int> m_heights;
    mutable QCache<QByteArray, BubbleLayout> m_layouts;
};

}  // namespace vos::ui
