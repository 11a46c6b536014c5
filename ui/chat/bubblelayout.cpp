#include "ui/chat/bubblelayout.h"

#include "model/marks.h"
#include "ui/person.h"
#include "ui/widgets/painting.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace vos::ui {

namespace {

using Row = model::MessageModel;

constexpr double BubbleShare = 0.66;
constexpr int BubbleMin = 320;
constexpr int BubbleMax = 560;
constexpr int PaddingX = 12;
constexpr int PaddingY = 7;
constexpr int InsideGroup = 2;
constexpr int BetweenGroups = 12;
constexpr int AfterDay = 8;
constexpr int MetaGap = 12;     ///< between the text's last line and the time
constexpr int MetaDrop = 3;     ///< the time stands a little below the text
constexpr int EmojiLift = 6;    ///< … and above the foot of large emoji
constexpr int ReceiptGap = 4;   ///< time to icon
constexpr int WordGap = 3;      ///< icon to word
constexpr int QuoteTop = 8;
constexpr int QuoteBelow = 6;
constexpr int QuotePadding = 8;
constexpr int FailedAbove = 2;
constexpr int FailedInset = 4;
constexpr int LineRowHeight = 16;
constexpr int LineSlack = 2;
constexpr int BlockEdge = 6;  ///< of the ground of code beyond its lines, at the sides …
constexpr int BlockLift = 3;  ///< … and above and below
constexpr int BlockGap = 6;   ///< between the lines of a block and the text around
constexpr int ChipsAbove = 3;
constexpr int ChipHeight = 24;
constexpr int ChipPadding = 8;
constexpr int ChipEmoji = 15;
constexpr int ChipGap = 4;  ///< between chips, and from emoji to count
constexpr double CodeGround = 0.07;  ///< of the text over the bubble

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Bubble)
};

/// Sizes on the way to a BubbleLayout.
class Arranger {
public:
    Arranger(BubbleLayout& layout, const Theme& theme) : m_layout(layout), m_theme(theme)
    {
        m_column = std::min(m_layout.width, m_theme.scaled(metric::MessageColumnMax));
        m_left = (m_layout.width - m_column) / 2;
        const int share = static_cast<int>(m_column * BubbleShare);
        const int most = m_theme.scaled(BubbleMax);
        const int room = m_column - 2 * space::L - metric::AvatarBubble - space::S;
        m_bubbleMax = std::min({std::max(share, BubbleMin), most, room});
        m_textMax = m_bubbleMax - 2 * PaddingX;
    }

    void heading();
    void message();

private:
    void breakText();
    void breakLines(int lineHeight);
    const model::MarkRange* blockOf(const QTextLine& line) const;
    QList<QTextLayout::FormatRange> formats(const QList<model::MarkRange>& marks) const;
    void placeChips(int top);
    void measureMeta();
    void placeBubble();
    void placeMeta(int top, int left, int width);
    void placeFailure(int top);

    BubbleLayout& m_layout;
    const Theme& m_theme;
    int m_column = 0;
    int m_left = 0;
    int m_bubbleMax = 0;
    int m_textMax = 0;
    QList<model::MarkRange> m_blocks;
    int m_textWidth = 0;
    int m_textHeight = 0;
    int m_lastLine = 0;
    int m_metaWidth = 0;
    int m_timeWidth = 0;
    int m_iconSize = 0;
    int m_wordWidth = 0;
};

void Arranger::heading()
{
    const bool day = m_layout.content.kind == Row::RowKind::Day;
    const int high = m_theme.scaled(day ? metric::TagHeight : LineRowHeight);
    const Type type = Type::CaptionStrong;
    const int wide = textWidth(m_theme, type, m_layout.content.text) + 2 * 10;
    const int left = m_left + (m_column - wide) / 2;
    m_layout.bubble = QRect(left, 0, wide, high);
    // The unread line runs over the whole column, left and right of its words.
    m_layout.quote = QRect(m_left + space::L, 0, m_column - 2 * space::L, high);
    m_layout.height = high + (day ? AfterDay : BetweenGroups);
}

void Arranger::breakText()
{
    m_layout.emoji = isFewEmoji(m_layout.content.text);
    const model::MarkedText marked = m_layout.content.takenBack || m_layout.emoji
                                         ? model::MarkedText{m_layout.content.text, {}}
                                         : model::readMarks(m_layout.content.text);
    const QString shown = displayText(marked.text);
    m_layout.direction = shown.isRightToLeft() ? Qt::RightToLeft : Qt::LeftToRight;
    m_layout.links = findLinks(shown);
    const Type type = m_layout.emoji ? Type::Emoji : Type::Body;
    m_layout.text = std::make_unique<QTextLayout>(shown, m_theme.font(type));
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    option.setTextDirection(m_layout.direction);
    // Lines are placed by hand below, so that right-to-left ones end at the bubble's edge.
    option.setAlignment(Qt::AlignLeft | Qt::AlignAbsolute);
    m_layout.text->setTextOption(option);
    m_layout.text->setCacheEnabled(true);
    m_layout.text->setFormats(formats(marked.ranges));
    for (const model::MarkRange& range : marked.ranges) {
        if (range.mark == model::Mark::Block)
            m_blocks.append(range);
    }
    breakLines(m_theme.lineHeight(type));
}

QList<QTextLayout::FormatRange> Arranger::formats(const QList<model::MarkRange>& marks) const
{
    QList<QTextLayout::FormatRange> ranges;
    const int length = static_cast<int>(m_layout.text->text().size());
    if (m_layout.content.takenBack) {
        QTextCharFormat format;
        format.setFontItalic(true);
        ranges.append({0, length, format});
    }
    for (const model::MarkRange& range : marks) {
        QTextCharFormat format;
        switch (range.mark) {
        case model::Mark::Bold:
            format.setFontWeight(QFont::Bold);
            break;
        case model::Mark::Italic:
            format.setFontItalic(true);
            break;
        case model::Mark::Code: {
            const Color ground = m_layout.content.outgoing ? Color::BubbleOut : Color::BubbleIn;
            format.setBackground(
                mixed(m_theme.color(ground), m_theme.color(Color::Text), CodeGround));
            [[fallthrough]];
        }
        case model::Mark::Block:
            format.setFontFamilies(m_theme.font(Type::Fixed).families());
            format.setFontFixedPitch(true);
            break;
        }
        ranges.append({range.start, range.length, format});
    }
    for (const TextLink& link : m_layout.links) {
        QTextCharFormat format;
        format.setForeground(m_theme.color(Color::Link));
        format.setFontUnderline(true);
        ranges.append({link.start, link.length, format});
    }
    return ranges;
}

/// The block of code the line is of; null: of none. A block begins with a line of its own.
const model::MarkRange* Arranger::blockOf(const QTextLine& line) const
{
    const auto at = std::find_if(m_blocks.begin(), m_blocks.end(), [&](const auto& block) {
        return line.textStart() >= block.start && line.textStart() < block.start + block.length;
    });
    return at == m_blocks.end() ? nullptr : &*at;
}

void Arranger::breakLines(int lineHeight)
{
    m_layout.text->beginLayout();
    double widest = 0;
    double last = 0;
    int y = 0;
    for (QTextLine line = m_layout.text->createLine(); line.isValid();
         line = m_layout.text->createLine()) {
        line.setLineWidth(m_textMax);
        const model::MarkRange* block = blockOf(line);
        const bool begins = block != nullptr && line.textStart() == block->start;
        if (begins && y > 0)
            y += BlockGap;
        // Chinese faces ask for a little more than they fill; only truly tall scripts get it.
        const int asked = static_cast<int>(std::ceil(line.height()));
        const int high = asked <= lineHeight + LineSlack ? lineHeight : asked;
        line.setPosition(QPointF(0, y + (high - line.height()) / 2));
        last = line.naturalTextWidth();
        widest = std::max(widest, last);
        y += high;
        if (block == nullptr)
            continue;
        const QRect ground(-BlockEdge, y - high - BlockLift, 2 * BlockEdge, high + 2 * BlockLift);
        if (begins)
            m_layout.blocks.append(ground);
        else
            m_layout.blocks.last() |= ground;
        // The line end is of the line, not of the block.
        if (line.textStart() + line.textLength() >= block->start + block->length)
            y += BlockGap;
    }
    m_layout.text->endLayout();
    m_textWidth = static_cast<int>(std::ceil(widest));
    m_lastLine = static_cast<int>(std::ceil(last));
    m_textHeight = y;
}

void Arranger::measureMeta()
{
    const BubbleContent& c = m_layout.content;
    m_timeWidth = c.showsTime() ? textWidth(m_theme, Type::Caption, c.time) : 0;
    m_metaWidth = m_timeWidth;
    if (!c.outgoing || c.takenBack)
        return;
    m_iconSize = m_theme.scaled(c.state == MessageState::Read ? metric::ReceiptRead
                                                              : metric::Receipt);
    m_metaWidth += ReceiptGap + m_iconSize;
    if (!c.receiptWord.isEmpty()) {
        m_wordWidth = textWidth(m_theme, Type::Caption, c.receiptWord);
        m_metaWidth += WordGap + m_wordWidth;
    }
}

void Arranger::message()
{
    breakText();
    measureMeta();
    placeBubble();
    int bottom = m_layout.bubble.bottom() + 1;
    if (!m_layout.content.failure.isEmpty() || !m_layout.content.advice.isEmpty()) {
        placeFailure(bottom + FailedAbove);
        bottom = m_layout.failure.bottom() + 1;
    }
    if (!m_layout.content.reactions.isEmpty()) {
        placeChips(bottom + ChipsAbove);
        bottom = m_layout.chips.last().rect.bottom() + 1;
    }
    m_layout.height = bottom + (m_layout.content.endsGroup() ? BetweenGroups : InsideGroup);
}

void Arranger::placeBubble()
{
    const BubbleContent& c = m_layout.content;
    const int padX = m_layout.emoji ? 0 : PaddingX;
    const int padY = m_layout.emoji ? 0 : PaddingY;
    const int captionLine = m_theme.lineHeight(Type::Caption);
    const bool sameLine = m_metaWidth == 0 || m_lastLine + MetaGap + m_metaWidth <= m_textMax;
    int inner = sameLine && m_metaWidth > 0
                    ? std::max(m_textWidth, m_lastLine + MetaGap + m_metaWidth)
                    : std::max(m_textWidth, m_metaWidth);
    int top = padY;
    if (!c.replyName.isEmpty()) {
        const int high = 2 * captionLine + QuotePadding;
        const int wanted = 2 * QuotePadding + 3 +
                           std::max(textWidth(m_theme, Type::CaptionStrong, c.replyName),
                                    textWidth(m_theme, Type::Caption, c.replyText));
        inner = std::max(inner, std::min(wanted, m_textMax));
        m_layout.quote = QRect(0, QuoteTop, inner, high);
        top = QuoteTop + high + QuoteBelow;
    }
    const int metaTop = sameLine ? top + m_textHeight - captionLine : top + m_textHeight + 1;
    const int innerHeight = sameLine ? m_textHeight : m_textHeight + captionLine + 1;
    const int high = top + innerHeight + padY;
    const int wide = inner + 2 * padX;
    const int left = c.outgoing ? m_left + m_column - space::L - wide
                                : m_left + space::L + metric::AvatarBubble + space::S;
    m_layout.bubble = QRect(left, 0, wide, high);
    m_layout.quote.translate(m_layout.quote.isNull() ? QPoint() : QPoint(left + padX, 0));
    m_layout.textAt = QPoint(left + padX, top);
    if (m_layout.direction == Qt::RightToLeft) {
        for (int i = 0; i < m_layout.text->lineCount(); ++i) {
            QTextLine line = m_layout.text->lineAt(i);
            line.setPosition({inner - line.naturalTextWidth(), line.y()});
        }
    }
    for (QRect& block : m_layout.blocks)
        block.setRight(inner + BlockEdge - 1);
    placeMeta(metaTop, left + padX, inner);
    if (!c.outgoing && c.startsGroup()) {
        m_layout.avatar = QRect(m_left + space::L, 0, metric::AvatarBubble, metric::AvatarBubble);
    }
}

/// Below the bubble, from its near edge on; in lines where there are many.
void Arranger::placeChips(int top)
{
    const bool outgoing = m_layout.content.outgoing;
    const int high = m_theme.scaled(ChipHeight);
    const int edge = outgoing ? m_layout.bubble.right() + 1 : m_layout.bubble.left();
    int used = 0;
    for (const model::ShownReaction& reaction : m_layout.content.reactions) {
        int wide = 2 * ChipPadding +
                   QFontMetrics(chipFont(m_theme)).horizontalAdvance(reaction.emoji);
        if (reaction.names.size() > 1)
            wide += ChipGap + textWidth(m_theme, Type::CaptionStrong,
                                        QString::number(reaction.names.size()));
        if (used > 0 && used + wide > m_bubbleMax) {
            used = 0;
            top += high + ChipGap;
        }
        const int left = outgoing ? edge - used - wide : edge + used;
        m_layout.chips.append({reaction, QRect(left, top, wide, high)});
        used += wide + ChipGap;
    }
}

void Arranger::placeMeta(int top, int left, int width)
{
    if (m_metaWidth == 0)
        return;
    const int high = m_theme.lineHeight(Type::Caption);
    const int drop = m_layout.emoji ? -EmojiLift : MetaDrop - 1;
    int x = m_layout.direction == Qt::RightToLeft ? left : left + width - m_metaWidth;
    m_layout.time = QRect(x, top + drop, m_timeWidth, high);
    x += m_timeWidth + ReceiptGap;
    if (m_iconSize == 0)
        return;
    const int middle = m_layout.time.center().y();
    m_layout.icon = QRect(x, middle - m_iconSize / 2 + 1, m_iconSize, m_iconSize);
    x += m_iconSize + WordGap;
    if (m_wordWidth > 0)
        m_layout.word = QRect(x, top + drop, m_wordWidth, high);
}

void Arranger::placeFailure(int top)
{
    const int high = m_theme.scaled(metric::TagHeight);
    const int right = m_layout.bubble.right() + 1 - FailedInset;
    const int leftmost = m_left + space::L;
    int x = right;
    const bool failed = !m_layout.content.failure.isEmpty();
    QList<FailedAction> offered;
    if (failed)
        offered = {FailedAction::Delete, FailedAction::Copy, FailedAction::TryAgain};
    else if (m_layout.content.adviceAsks)
        offered = {FailedAction::AskFriend};
    for (const FailedAction action : offered) {
        const QString text = failedActionText(action);
        const int wide = textWidth(m_theme, Type::CaptionStrong, text);
        m_layout.actions.prepend({action, text, QRect(x - wide, top, wide, high)});
        x -= wide + space::M;
    }
    const QString& words = failed ? m_layout.content.failure : m_layout.content.advice;
    const int wanted = textWidth(m_theme, Type::Caption, words) + 1;
    if (wanted <= x - leftmost) {
        m_layout.failure = QRect(x - wanted, top, wanted, high);
        return;
    }
    // Too long for one line: the reason first, the actions below it.
    const int wide = std::min(wanted, right - leftmost);
    m_layout.failure = QRect(right - wide, top, wide, high);
    for (BubbleLayout::Action& action : m_layout.actions)
        action.rect.translate(0, high);
    m_layout.failure.setHeight(2 * high);
}

bool wordShown(MessageState state, bool newestOwn)
{
    return newestOwn || state == MessageState::Queued || state == MessageState::Sent ||
           state == MessageState::Held || state == MessageState::Failed;
}

}  // namespace

bool BubbleContent::startsGroup() const
{
    return group == Row::Group::Single || group == Row::Group::First;
}

bool BubbleContent::endsGroup() const
{
    return group == Row::Group::Single || group == Row::Group::Last;
}

BubbleContent bubbleContent(const QModelIndex& index)
{
    BubbleContent c;
    c.kind = index.data(Row::RowKindRole).value<Row::RowKind>();
    if (c.kind != Row::RowKind::Message) {
        c.text = index.data(Qt::DisplayRole).toString();
        return c;
    }
    c.text = index.data(Row::TextRole).toString();
    c.outgoing = index.data(Row::OutgoingRole).toBool();
    c.group = index.data(Row::GroupRole).value<Row::Group>();
    c.time = index.data(Row::TimeTextRole).toString();
    c.edited = index.data(Row::EditedRole).toBool();
    if (c.edited) {
        //: In the corner of a message: that it was edited, when it was written.
        c.time = Words::tr("edited %1").arg(c.time);
    }
    c.takenBack = index.data(Row::TakenBackRole).toBool();
    c.reactions = index.data(Row::ReactionsRole).value<QList<model::ShownReaction>>();
    c.state = index.data(Row::StateRole).value<MessageState>();
    if (c.outgoing && !c.takenBack && wordShown(c.state, index.data(Row::NewestOwnRole).toBool()))
        c.receiptWord = index.data(Row::ReceiptTextRole).toString();
    if (c.outgoing && c.state == MessageState::Failed && !c.takenBack)
        c.failure = index.data(Row::ReasonTextRole).toString();
    if (c.outgoing)
        c.advice = index.data(Row::AdviceRole).toString();
    c.adviceAsks = index.data(Row::AdviceAskRole).toBool();
    c.replyName = index.data(Row::ReplyNameRole).toString();
    if (!c.replyName.isEmpty())
        c.replyText = displayText(index.data(Row::ReplyTextRole).toString());
    if (!c.outgoing)
        c.senderSeed = identiconSeed(index.data(Row::SenderRole).value<NodeId>());
    return c;
}

std::unique_ptr<BubbleLayout> layOut(const BubbleContent& content, int width, const Theme& theme)
{
    auto layout = std::make_unique<BubbleLayout>();
    layout->content = content;
    layout->width = width;
    Arranger arranger(*layout, theme);
    if (content.kind == Row::RowKind::Message)
        arranger.message();
    else
        arranger.heading();
    return layout;
}

const TextLink* BubbleLayout::linkAt(const QPoint& point) const
{
    if (!text || links.isEmpty())
        return nullptr;
    const QPointF inside = point - textAt;
    for (int i = 0; i < text->lineCount(); ++i) {
        const QTextLine line = text->lineAt(i);
        if (!line.naturalTextRect().contains(inside))
            continue;
        const int at = line.xToCursor(inside.x(), QTextLine::CursorOnCharacter);
        for (const TextLink& link : links) {
            if (at >= link.start && at < link.start + link.length)
                return &link;
        }
    }
    return nullptr;
}

const BubbleLayout::Chip* BubbleLayout::chipAt(const QPoint& point) const
{
    const auto at = std::find_if(chips.begin(), chips.end(),
                                 [&](const Chip& chip) { return chip.rect.contains(point); });
    return at == chips.end() ? nullptr : &*at;
}

QFont chipFont(const Theme& theme)
{
    // The face of emoji, the last one, comes first here: a heart is a picture, not a letter.
    QFont font = theme.font(Type::Emoji);
    QStringList families = font.families();
    if (families.size() > 1)
        families.prepend(families.takeLast());
    font.setFamilies(families);
    font.setPixelSize(theme.scaled(ChipEmoji));
    return font;
}

QString failedActionText(FailedAction action)
{
    switch (action) {
    case FailedAction::TryAgain:
        return Words::tr("Try again");
    case FailedAction::Copy:
        return Words::tr("Copy");
    case FailedAction::AskFriend:
        return Words::tr("Ask a friend…");
    case FailedAction::Delete:
        break;
    }
    return Words::tr("Delete");
}

QString receiptIcon(MessageState state)
{
    switch (state) {
    case MessageState::Queued:
        return QStringLiteral("receipt-queued");
    case MessageState::Sent:
        return QStringLiteral("receipt-sending");
    case MessageState::Held:
        return QStringLiteral("receipt-held");
    case MessageState::Delivered:
        return QStringLiteral("receipt-delivered");
    case MessageState::Read:
        return QStringLiteral("receipt-read");
    case MessageState::Failed:
        return QStringLiteral("receipt-failed");
    case MessageState::Received:
        break;
    }
    return {};
}

Color receiptColor(MessageState state)
{
    switch (state) {
    case MessageState::Held:
        return Color::Held;
    case MessageState::Read:
        return Color::Accent;
    case MessageState::Failed:
        return Color::Danger;
    default:
        return Color::TextSoft;
    }
}

}  // namespace vos::ui
