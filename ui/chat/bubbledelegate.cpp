#include "ui/chat/bubbledelegate.h"

#include "ui/person.h"

#include <QAbstractItemView>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

namespace vos::ui {

namespace {

using Row = model::MessageModel;

/// Layouts kept: a few screens of short messages.
constexpr int LayoutsKept = 200;

}  // namespace

BubbleDelegate::BubbleDelegate(const Theme& theme, QObject* parent)
    : QStyledItemDelegate(parent), m_theme(theme), m_layouts(LayoutsKept)
{
    connect(&theme, &Theme::changed, this, &BubbleDelegate::forgetAll);
}

QByteArray BubbleDelegate::keyOf(const QModelIndex& index)
{
    const auto kind = index.data(Row::RowKindRole).value<Row::RowKind>();
    if (kind != Row::RowKind::Message) {
        // Headings are told apart by their words; they are as high as each other.
        return QByteArray(kind == Row::RowKind::Day   ? "d"
                          : kind == Row::RowKind::Gap ? "g"
                                                      : "u") +
               index.data(Qt::DisplayRole).toString().toUtf8();
    }
    return keyBytes(index.data(Row::IdRole).value<MessageId>());
}

const BubbleLayout& BubbleDelegate::layoutFor(const QModelIndex& index) const
{
    const QByteArray key = keyOf(index);
    BubbleLayout* found = m_layouts.object(key);
    if (found == nullptr) {
        found = layOut(bubbleContent(index), m_width, m_theme).release();
        m_heights.insert(key, found->height);
        m_layouts.insert(key, found);
    }
    return *found;
}

QSize BubbleDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const
{
    const auto known = m_heights.constFind(keyOf(index));
    const int height = known != m_heights.constEnd() ? known.value() : layoutFor(index).height;
    return {m_width, height + topOf(index)};
}

void BubbleDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                           const QModelIndex& index) const
{
    const auto* view = qobject_cast<const QAbstractItemView*>(option.widget);
    BubbleContext context{.theme = m_theme,
                          .origin = option.rect.topLeft() + QPoint(0, topOf(index)),
                          .selected = option.state.testFlag(QStyle::State_Selected),
                          .current = view != nullptr && view->hasFocus() &&
                                     view->currentIndex() == index,
                          .mark = m_mark};
    if (m_pointed == index)
        context.pointer = m_pointer;
    paintBubble(*painter, layoutFor(index), context);
}

BubbleHit BubbleDelegate::hit(const QModelIndex& index, const QRect& row,
                              const QPoint& point) const
{
    BubbleHit hit;
    if (index.data(Row::RowKindRole).value<Row::RowKind>() != Row::RowKind::Message)
        return hit;
    const BubbleLayout& layout = layoutFor(index);
    const QPoint at = point - row.topLeft() - QPoint(0, topOf(index));
    for (const BubbleLayout::Action& action : layout.actions) {
        if (action.rect.adjusted(-space::Xs, -space::Xs, space::Xs, space::Xs).contains(at)) {
            hit.kind = BubbleHit::Kind::Action;
            hit.action = action.action;
            return hit;
        }
    }
    if (const BubbleLayout::Chip* chip = layout.chipAt(at)) {
        hit.kind = BubbleHit::Kind::Reaction;
        hit.reaction = chip->reaction;
        return hit;
    }
    if (!layout.bubble.contains(at))
        return hit;
    hit.kind = BubbleHit::Kind::Bubble;
    if (const TextLink* link = layout.linkAt(at)) {
        hit.kind = BubbleHit::Kind::Link;
        hit.link = link->url;
    } else if (layout.quote.contains(at)) {
        hit.kind = BubbleHit::Kind::Quote;
    } else if (layout.receipt().contains(at)) {
        hit.kind = BubbleHit::Kind::Receipt;
    } else if (layout.time.contains(at)) {
        hit.kind = BubbleHit::Kind::Time;
    }
    return hit;
}

QRect BubbleDelegate::bubbleRect(const QModelIndex& index, const QRect& row) const
{
    return layoutFor(index).bubble.translated(row.topLeft() + QPoint(0, topOf(index)));
}

QString BubbleDelegate::tipFor(const QModelIndex& index, const BubbleHit& hit) const
{
    switch (hit.kind) {
    case BubbleHit::Kind::Receipt:
        return index.data(Qt::ToolTipRole).toString();
    case BubbleHit::Kind::Time:
        return model::words::dateAndTime(fromMillis(index.data(Row::TimeRole).toLongLong()));
    case BubbleHit::Kind::Link:
        return hit.link.toDisplayString();
    case BubbleHit::Kind::Reaction:
        //: Over an emoji below a message: who has put it there.
        return tr("%1 by %2").arg(hit.reaction.emoji, model::words::list(hit.reaction.names));
    default:
        return {};
    }
}

bool BubbleDelegate::helpEvent(QHelpEvent* event, QAbstractItemView* view,
                               const QStyleOptionViewItem& option, const QModelIndex& index)
{
    if (event->type() != QEvent::ToolTip || !index.isValid())
        return QStyledItemDelegate::helpEvent(event, view, option, index);
    // Peers write what may stand in a tooltip, and Qt would read markup in it.
    const QString tip = tipFor(index, hit(index, option.rect, event->pos())).toHtmlEscaped();
    if (tip.isEmpty())
        QToolTip::hideText();
    else
        QToolTip::showText(event->globalPos(), QStringLiteral("<p>%1</p>").arg(tip), view);
    return true;
}

void BubbleDelegate::setWidth(int width)
{
    if (width == m_width)
        return;
    m_width = width;
    forgetAll();
}

void BubbleDelegate::forget(const QModelIndex& index)
{
    const QByteArray key = keyOf(index);
    m_heights.remove(key);
    m_layouts.remove(key);
}

void BubbleDelegate::forgetAll()
{
    m_heights.clear();
    m_layouts.clear();
}

void BubbleDelegate::setPointer(const QModelIndex& index, const QPoint& point)
{
    m_pointed = index;
    m_pointer = point - QPoint(0, index.isValid() ? topOf(index) : 0);
}

}  // namespace vos::ui
