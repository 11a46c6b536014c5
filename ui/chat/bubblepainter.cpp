#include "ui/chat/bubblepainter.h"

#include "ui/widgets/avatarview.h"
#include "ui/widgets/painting.h"

#include <QPainter>

namespace vos::ui {

namespace {

using Row = model::MessageModel;

constexpr int QuoteBar = 3;
constexpr int QuoteInset = 8;
constexpr double QuoteRadius = 4;
constexpr double QuoteShare = 0.5;  ///< of Base over the bubble
constexpr double BlockRadius = 6;
constexpr double BlockShare = 0.07;  ///< of the text over the bubble
constexpr int MarksMax = 20;        ///< of one search term in one message

void paintDay(QPainter& p, const BubbleLayout& l, const BubbleContext& c)
{
    const QRect pill = l.bubble.translated(c.origin);
    p.setPen(Qt::NoPen);
    p.setBrush(c.theme.color(Color::BubbleIn));
    p.drawRoundedRect(pill, pill.height() / 2.0, pill.height() / 2.0);
    paintElided(p, c.theme, Type::CaptionStrong, c.theme.color(Color::TextSoft), pill,
                Qt::AlignHCenter, l.content.text);
}

void paintUnreadLine(QPainter& p, const BubbleLayout& l, const BubbleContext& c)
{
    const QRect words = l.bubble.translated(c.origin);
    const QRect line = l.quote.translated(c.origin);
    const QColor accent = c.theme.color(Color::Accent);
    const int y = words.center().y();
    p.fillRect(QRect(line.left(), y, words.left() - line.left(), metric::Hairline), accent);
    p.fillRect(QRect(words.right() + 1, y, line.right() - words.right(), metric::Hairline),
               accent);
    paintElided(p, c.theme, Type::CaptionStrong, c.theme.color(Color::Link), words,
                Qt::AlignHCenter, l.content.text);
}

/// A dashed line over the column: something is missing here.
void paintGap(QPainter& p, const BubbleLayout& l, const BubbleContext& c)
{
    const QRect words = l.bubble.translated(c.origin);
    const QRect line = l.quote.translated(c.origin);
    const int y = words.center().y();
    p.setPen(QPen(c.theme.color(Color::Border), metric::Hairline, Qt::DashLine));
    p.drawLine(line.left(), y, words.left() - space::Xs, y);
    p.drawLine(words.right() + space::Xs, y, line.right(), y);
    paintElided(p, c.theme, Type::Caption, c.theme.color(Color::TextSoft), words,
                Qt::AlignHCenter, l.content.text);
}

QColor bubbleColor(const BubbleLayout& l, const BubbleContext& c)
{
    const QColor ground = c.theme.color(l.content.outgoing ? Color::BubbleOut : Color::BubbleIn);
    return c.selected ? c.theme.hovered(ground) : ground;
}

QPainterPath bubbleShape(const BubbleLayout& l, const QRectF& rect)
{
    const double full = radius::Bubble;
    const double above = l.content.startsGroup() ? full : radius::BubbleJoined;
    const double below = l.content.endsGroup() ? full : radius::BubbleJoined;
    if (l.content.outgoing)
        return roundedPath(rect, full, above, below, full);
    return roundedPath(rect, above, full, full, below);
}

void paintGround(QPainter& p, const BubbleLayout& l, const BubbleContext& c)
{
    const QRect rect = l.bubble.translated(c.origin);
    if (!l.emoji || c.selected) {
        p.setPen(Qt::NoPen);
        p.setBrush(bubbleColor(l, c));
        p.drawPath(bubbleShape(l, rect));
    }
    if (!c.current && !c.selected)
        return;
    const double half = metric::FocusRing / 2.0;
    p.setPen(QPen(c.theme.color(Color::Accent), metric::FocusRing));
    p.setBrush(Qt::NoBrush);
    p.drawPath(bubbleShape(l, QRectF(rect).adjusted(half, half, -half, -half)));
}

void paintQuote(QPainter& p, const BubbleLayout& l, const BubbleContext& c)
{
    if (l.quote.isNull())
        return;
    const QRect box = l.quote.translated(c.origin);
    const QColor ground =
        mixed(bubbleColor(l, c), c.theme.color(Color::Base), QuoteShare);
    p.setPen(Qt::NoPen);
    p.setBrush(ground);
    p.drawRoundedRect(box, QuoteRadius, QuoteRadius);
    p.save();
    p.setClipRect(QRect(box.topLeft(), QSize(QuoteBar, box.height())));
    p.setBrush(c.theme.color(Color::Accent));
    p.drawRoundedRect(box, QuoteRadius, QuoteRadius);
    p.restore();
    const int half = box.height() / 2;
    const QRect inner = box.adjusted(QuoteBar + QuoteInset, 3, -QuoteInset, -3);
    const QRect name(inner.left(), inner.top(), inner.width(), half - 3);
    const QRect text(inner.left(), name.bottom() + 1, inner.width(), half - 3);
    paintElided(p, c.theme, Type::CaptionStrong, c.theme.color(Color::Link), name, Qt::AlignLeft,
                l.content.replyName);
    paintElided(p, c.theme, Type::Caption, c.theme.color(Color::Text), text, Qt::AlignLeft,
                l.content.replyText);
}

QList<QTextLayout::FormatRange> marks(const BubbleLayout& l, const BubbleContext& c)
{
    QList<QTextLayout::FormatRange> ranges;
    if (c.mark.isEmpty())
        return ranges;
    QTextCharFormat format;
    format.setBackground(c.theme.color(Color::WarnGround));
    format.setForeground(c.theme.color(Color::Warn));
    const QString text = l.text->text();
    const int size = static_cast<int>(c.mark.size());
    qsizetype at = text.indexOf(c.mark, 0, Qt::CaseInsensitive);
    while (at >= 0 && ranges.size() < MarksMax) {
        ranges.append({static_cast<int>(at), size, format});
        at = text.indexOf(c.mark, at + size, Qt::CaseInsensitive);
    }
    return ranges;
}

void paintMeta(QPainter& p, const BubbleLayout& l, const BubbleContext& c)
{
    const QColor soft = c.theme.color(Color::TextSoft);
    if (!l.time.isNull() && l.content.showsTime()) {
        paintElided(p, c.theme, Type::Caption, soft, l.time.translated(c.origin), Qt::AlignLeft,
                    l.content.time);
    }
    if (l.icon.isNull())
        return;
    const QColor ink = c.theme.color(receiptColor(l.content.state));
    const QColor ground = l.emoji ? c.theme.color(Color::Base) : bubbleColor(l, c);
    p.drawPixmap(l.icon.topLeft() + c.origin,
                 c.theme.pixmap(receiptIcon(l.content.state), ink, ground, l.icon.width(),
                                p.device()->devicePixelRatio()));
    if (!l.word.isNull()) {
        paintElided(p, c.theme, Type::Caption, ink, l.word.translated(c.origin), Qt::AlignLeft,
                    l.content.receiptWord);
    }
}

void paintFailure(QPainter& p, const BubbleLayout& l, const BubbleContext& c)
{
    if (l.failure.isNull())
        return;
    QRect line = l.failure;
    if (!l.actions.isEmpty())
        line.setHeight(l.actions.first().rect.height());
    paintElided(p, c.theme, Type::Caption, c.theme.color(Color::TextSoft),
                line.translated(c.origin), Qt::AlignLeft,
                l.content.failure.isEmpty() ? l.content.advice : l.content.failure);
    for (const BubbleLayout::Action& action : l.actions) {
        const QRect rect = action.rect.translated(c.origin);
        paintElided(p, c.theme, Type::CaptionStrong, c.theme.color(Color::Link), rect,
                    Qt::AlignLeft, action.text);
        if (action.rect.contains(c.pointer)) {
            p.fillRect(QRect(rect.left(), rect.bottom() - 3, rect.width(), metric::Hairline),
                       c.theme.color(Color::Link));
        }
    }
}

void paintBlocks(QPainter& p, const BubbleLayout& l, const BubbleContext& c)
{
    p.setPen(Qt::NoPen);
    p.setBrush(mixed(bubbleColor(l, c), c.theme.color(Color::Text), BlockShare));
    for (const QRect& block : l.blocks)
        p.drawRoundedRect(block.translated(l.textAt + c.origin), BlockRadius, BlockRadius);
}

/// Emoji below the bubble; those of our own user have a ring.
void paintChips(QPainter& p, const BubbleLayout& l, const BubbleContext& c)
{
    for (const BubbleLayout::Chip& chip : l.chips) {
        const QRect rect = chip.rect.translated(c.origin);
        const QColor ground = c.theme.color(chip.reaction.own ? Color::BubbleOut
                                                              : Color::BubbleIn);
        p.setBrush(chip.rect.contains(c.pointer) ? c.theme.hovered(ground) : ground);
        p.setPen(chip.reaction.own ? QPen(c.theme.color(Color::Accent), metric::Hairline)
                                   : QPen(Qt::NoPen));
        const double round = rect.height() / 2.0;
        p.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), round, round);
        const QRect inner = rect.adjusted(8, 0, -8, 0);
        const bool alone = chip.reaction.names.size() < 2;
        p.setFont(chipFont(c.theme));
        p.setPen(c.theme.color(Color::Text));
        p.drawText(inner, (alone ? Qt::AlignHCenter : Qt::AlignLeft) | Qt::AlignVCenter,
                   chip.reaction.emoji);
        if (!alone) {
            paintElided(p, c.theme, Type::CaptionStrong, c.theme.color(Color::TextSoft), inner,
                        Qt::AlignRight, QString::number(chip.reaction.names.size()));
        }
    }
}

}  // namespace

void paintBubble(QPainter& painter, const BubbleLayout& layout, const BubbleContext& context)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    switch (layout.content.kind) {
    case Row::RowKind::Day:
        paintDay(painter, layout, context);
        break;
    case Row::RowKind::Gap:
        paintGap(painter, layout, context);
        break;
    case Row::RowKind::UnreadLine:
        paintUnreadLine(painter, layout, context);
        break;
    case Row::RowKind::Message:
        if (!layout.avatar.isNull())
            paintAvatar(painter, layout.avatar.translated(context.origin),
                        layout.content.senderSeed);
        paintGround(painter, layout, context);
        paintQuote(painter, layout, context);
        paintBlocks(painter, layout, context);
        painter.setPen(
            context.theme.color(layout.content.takenBack ? Color::TextSoft : Color::Text));
        layout.text->draw(&painter, layout.textAt + context.origin, marks(layout, context));
        paintMeta(painter, layout, context);
        paintFailure(painter, layout, context);
        paintChips(painter, layout, context);
    }
    painter.restore();
}

}  // namespace vos::ui
