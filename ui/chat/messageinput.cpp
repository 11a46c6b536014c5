// Keys, clicks and the clipboard of MessageView.

#include "ui/chat/messageview.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QMouseEvent>

#include <algorithm>

namespace vos::ui {

namespace {

using Row = model::MessageModel;

constexpr int SwipeToAnswer = 80;  ///< pixels

QString quoteLine(const QModelIndex& index)
{
    //: A copied message: who, when, text.
    return MessageView::tr("%1, %2: %3")
        .arg(index.data(Row::SenderNameRole).toString(),
             index.data(Row::TimeTextRole).toString(), index.data(Row::TextRole).toString());
}

}  // namespace

BubbleHit MessageView::hitAt(const QPoint& point) const
{
    const QModelIndex index = indexAt(point);
    return index.isValid() ? m_delegate->hit(index, visualRect(index), point) : BubbleHit();
}

void MessageView::mouseMoveEvent(QMouseEvent* event)
{
    const QPoint point = event->position().toPoint();
    const BubbleHit hit = hitAt(point);
    const bool hand = hit.kind == BubbleHit::Kind::Link || hit.kind == BubbleHit::Kind::Action ||
                      hit.kind == BubbleHit::Kind::Quote || hit.kind == BubbleHit::Kind::Reaction;
    viewport()->setCursor(hand ? Qt::PointingHandCursor : Qt::ArrowCursor);
    const QModelIndex index = indexAt(point);
    m_delegate->setPointer(index, index.isValid() ? point - visualRect(index).topLeft() : QPoint());
    const QPersistentModelIndex over =
        hit.kind == BubbleHit::Kind::Action || hit.kind == BubbleHit::Kind::Reaction
            ? index
            : QModelIndex();
    if (m_overAction.isValid())
        update(m_overAction);
    if (over.isValid())
        update(over);
    m_overAction = over;
    QListView::mouseMoveEvent(event);
}

void MessageView::leaveEvent(QEvent* event)
{
    m_delegate->setPointer(QModelIndex(), {-1, -1});
    if (m_overAction.isValid())
        update(m_overAction);
    QListView::leaveEvent(event);
}

void MessageView::mousePressEvent(QMouseEvent* event)
{
    m_pressed =
        event->button() == Qt::LeftButton ? hitAt(event->position().toPoint()) : BubbleHit();
    QListView::mousePressEvent(event);
    // A click beside the bubbles selects nothing.
    if (event->button() == Qt::LeftButton &&
        hitAt(event->position().toPoint()).kind == BubbleHit::Kind::Nothing)
        clearSelection();
}

void MessageView::mouseReleaseEvent(QMouseEvent* event)
{
    QListView::mouseReleaseEvent(event);
    if (event->button() != Qt::LeftButton)
        return;
    const QPoint point = event->position().toPoint();
    const BubbleHit hit = hitAt(point);
    if (hit.kind == m_pressed.kind)
        activate(indexAt(point), hit);
}

void MessageView::activate(const QModelIndex& index, const BubbleHit& hit)
{
    const std::optional<MessageId> id = idAt(index);
    if (!id)
        return;
    switch (hit.kind) {
    case BubbleHit::Kind::Link:
        Q_EMIT linkActivated(hit.link);
        break;
    case BubbleHit::Kind::Action:
        Q_EMIT actionTriggered(*id, hit.action);
        break;
    case BubbleHit::Kind::Reaction:
        Q_EMIT reactionToggled(*id, hit.reaction.emoji);
        break;
    case BubbleHit::Kind::Quote:
        reveal(index.data(Row::ReplyToRole).value<MessageId>());
        break;
    default:
        break;
    }
}

void MessageView::mouseDoubleClickEvent(QMouseEvent* event)
{
    const QModelIndex index = indexAt(event->position().toPoint());
    const BubbleHit hit = hitAt(event->position().toPoint());
    const std::optional<MessageId> id = idAt(index);
    if (id && hit.kind != BubbleHit::Kind::Nothing && hit.kind != BubbleHit::Kind::Action &&
        hit.kind != BubbleHit::Kind::Reaction)
        Q_EMIT detailsRequested(*id);
}

void MessageView::focusInEvent(QFocusEvent* event)
{
    // Before the base class, which would take the first row and so the oldest message.
    const int rows = model() != nullptr ? model()->rowCount() : 0;
    for (int row = rows - 1; row >= 0 && !currentMessage(); --row) {
        if (idAt(model()->index(row, 0)))
            selectionModel()->setCurrentIndex(model()->index(row, 0),
                                              QItemSelectionModel::NoUpdate);
    }
    QListView::focusInEvent(event);
    viewport()->update();
}

void MessageView::keyPressEvent(QKeyEvent* event)
{
    const std::optional<MessageId> id = currentMessage();
    const bool control = event->modifiers().testFlag(Qt::ControlModifier);
    if (event->matches(QKeySequence::Copy)) {
        copySelected();
    } else if (event->key() == Qt::Key_PageUp) {
        pageUp();
    } else if (event->key() == Qt::Key_PageDown) {
        pageDown();
    } else if (event->key() == Qt::Key_Home && control) {
        scrollToOldest();
    } else if (event->key() == Qt::Key_End && control) {
        scrollToLatest();
    } else if (event->key() == Qt::Key_Delete && id) {
        if (event->modifiers().testFlag(Qt::ShiftModifier))
            Q_EMIT takeBackRequested(*id);
        else
            Q_EMIT deleteRequested(*id);
    } else if (event->key() == Qt::Key_R && control && id) {
        if (event->modifiers().testFlag(Qt::ShiftModifier))
            Q_EMIT reactionRequested(*id, belowBubble(currentIndex()));
        else
            Q_EMIT replyRequested(*id);
    } else if (event->key() == Qt::Key_F2 && id) {
        Q_EMIT editRequested(*id);
    } else if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && id) {
        Q_EMIT detailsRequested(*id);
    } else {
        QListView::keyPressEvent(event);
    }
}

QPoint MessageView::belowBubble(const QModelIndex& index) const
{
    return viewport()->mapToGlobal(m_delegate->bubbleRect(index, visualRect(index)).bottomLeft());
}

/// Two fingers across a message answer it.
void MessageView::wheelEvent(QWheelEvent* event)
{
    const QPoint moved = event->pixelDelta();
    const bool across = qAbs(moved.x()) > 2 * qAbs(moved.y());
    if (event->phase() == Qt::ScrollBegin || event->phase() == Qt::ScrollEnd)
        m_swiped = 0;
    if (!across || event->phase() == Qt::NoScrollPhase) {
        QListView::wheelEvent(event);
        return;
    }
    const int before = m_swiped;
    m_swiped += qAbs(moved.x());
    if (before < SwipeToAnswer && m_swiped >= SwipeToAnswer) {
        if (const auto id = idAt(indexAt(event->position().toPoint())))
            Q_EMIT replyRequested(*id);
    }
    event->accept();
}

void MessageView::contextMenuEvent(QContextMenuEvent* event)
{
    QModelIndex index = currentIndex();
    QPoint at = event->globalPos();
    if (event->reason() == QContextMenuEvent::Mouse) {
        index = indexAt(event->pos());
        if (hitAt(event->pos()).kind == BubbleHit::Kind::Nothing)
            return;
    } else if (index.isValid()) {
        at = belowBubble(index);
    }
    const std::optional<MessageId> id = idAt(index);
    if (!id)
        return;
    if (!selectionModel()->isSelected(index))
        selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect);
    Q_EMIT menuRequested(*id, at);
}

void MessageView::copySelected()
{
    if (selectionModel() == nullptr)
        return;
    QModelIndexList rows;
    for (const QModelIndex& index : selectionModel()->selectedRows()) {
        if (idAt(index))
            rows.append(index);
    }
    if (rows.isEmpty() && currentMessage())
        rows.append(currentIndex());
    if (rows.isEmpty())
        return;
    std::sort(rows.begin(), rows.end(),
              [](const QModelIndex& a, const QModelIndex& b) { return a.row() < b.row(); });
    QStringList lines;
    for (const QModelIndex& index : rows) {
        lines.append(rows.size() == 1 ? index.data(Row::TextRole).toString() : quoteLine(index));
    }
    QApplication::clipboard()->setText(lines.join(u'\n'));
}

}  // namespace vos::ui
