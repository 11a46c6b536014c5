#include "ui/chat/bubblelayout.h"

#include "tests/support/testprogram.h"

#include <QApplication>
#include <QTest>

using namespace vos;
using namespace vos::ui;

namespace {

using Row = model::MessageModel;

constexpr int ColumnWidth = 700;

BubbleContent received(const QString& text)
{
    BubbleContent content;
    content.text = text;
    content.time = QStringLiteral("10:42");
    return content;
}

BubbleContent own(const QString& text, MessageState state)
{
    BubbleContent content = received(text);
    content.outgoing = true;
    content.state = state;
    return content;
}

}  // namespace

class TestBubbleLayout : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_theme = new Theme(*qApp); }
    void cleanupTestCase() { delete m_theme; }
    void oneLine();
    void ownStandsAtTheRight();
    void longReceiptTakesItsOwnLine();
    void longWordStaysInside();
    void columnIsCapped();
    void rightToLeft();
    void failedLine();
    void failedLineOfLongReason();
    void groupsShareAvatarAndTime();
    void linkIsHit();
    void emojiAlone();
    void marksAreFormats();
    void codeStandsOnItsGround();
    void chipsStandBelow();
    void takenBackHasNoReceipt();

private:
    std::unique_ptr<BubbleLayout> lay(const BubbleContent& content, int width = ColumnWidth)
    {
        return layOut(content, width, *m_theme);
    }

    Theme* m_theme = nullptr;
};

void TestBubbleLayout::oneLine()
{
    const auto layout = lay(received(QStringLiteral("hello")));
    QCOMPARE(layout->bubble.height(), m_theme->lineHeight(Type::Body) + 14);
    QCOMPARE(layout->height, layout->bubble.height() + 12);
    QCOMPARE(layout->avatar, QRect(16, 0, 32, 32));
    QCOMPARE(layout->bubble.left(), 56);
    QVERIFY(layout->bubble.contains(layout->time));
    QVERIFY(layout->icon.isNull());
}

void TestBubbleLayout::ownStandsAtTheRight()
{
    BubbleContent content = own(QStringLiteral("hello"), MessageState::Queued);
    content.receiptWord = QStringLiteral("Queued");
    const auto layout = lay(content);
    QCOMPARE(layout->bubble.right() + 1, ColumnWidth - 16);
    QVERIFY(layout->avatar.isNull());
    QVERIFY(layout->bubble.contains(layout->receipt()));
    QVERIFY(layout->time.right() < layout->icon.left());
    QVERIFY(layout->icon.right() < layout->word.left());
}

void TestBubbleLayout::longReceiptTakesItsOwnLine()
{
    const QString text = QStringLiteral("words ").repeated(200);
    BubbleContent content = own(text.trimmed(), MessageState::Held);
    const auto bare = lay(content);
    content.receiptWord = QStringLiteral("Held by somebody whose name is very long indeed");
    const auto layout = lay(content);
    QVERIFY(layout->height >= bare->height);
    QVERIFY(layout->bubble.contains(layout->receipt()));
    const QTextLine last = layout->text->lineAt(layout->text->lineCount() - 1);
    const QRectF lastLine = last.naturalTextRect().translated(layout->textAt);
    QVERIFY(!lastLine.intersects(layout->receipt()));
}

void TestBubbleLayout::longWordStaysInside()
{
    const auto layout = lay(received(QString(500, u'w')));
    QVERIFY(layout->bubble.width() <= 560);
    QVERIFY(layout->bubble.right() < ColumnWidth);
    QVERIFY(layout->text->lineCount() > 1);
    for (int i = 0; i < layout->text->lineCount(); ++i)
        QVERIFY(layout->text->lineAt(i).naturalTextWidth() <= layout->bubble.width() - 24 + 1);
}

void TestBubbleLayout::columnIsCapped()
{
    const auto layout = lay(own(QStringLiteral("hello"), MessageState::Read), 2000);
    QCOMPARE(layout->bubble.right() + 1, (2000 + 860) / 2 - 16);
}

void TestBubbleLayout::rightToLeft()
{
    const auto layout = lay(received(QStringLiteral("שלום, נתראה מחר.")));
    QCOMPARE(layout->direction, Qt::RightToLeft);
    const QRectF line = layout->text->lineAt(0).naturalTextRect().translated(layout->textAt);
    QVERIFY(layout->time.right() < line.left());
    QVERIFY(line.right() <= layout->bubble.right() - 10);
}

void TestBubbleLayout::failedLine()
{
    BubbleContent content = own(QStringLiteral("hello"), MessageState::Failed);
    content.failure = QStringLiteral("Expired.");
    const auto layout = lay(content);
    QCOMPARE(layout->actions.size(), qsizetype{3});
    QCOMPARE(layout->actions[0].action, FailedAction::TryAgain);
    QCOMPARE(layout->actions[2].action, FailedAction::Delete);
    for (const BubbleLayout::Action& action : layout->actions) {
        QVERIFY(action.rect.top() > layout->bubble.bottom());
        QVERIFY(action.rect.bottom() < layout->height);
    }
    QVERIFY(layout->failure.right() < layout->actions[0].rect.left());
}

void TestBubbleLayout::failedLineOfLongReason()
{
    BubbleContent content = own(QStringLiteral("hello"), MessageState::Failed);
    content.failure = QStringLiteral("a reason ").repeated(40);
    const auto layout = lay(content);
    QVERIFY(layout->failure.left() >= 16);
    QVERIFY(layout->actions[0].rect.top() > layout->bubble.bottom() + 20);
    QVERIFY(layout->actions[2].rect.bottom() < layout->height);
}

void TestBubbleLayout::groupsShareAvatarAndTime()
{
    BubbleContent content = received(QStringLiteral("hello"));
    content.group = Row::Group::First;
    const auto first = lay(content);
    QVERIFY(!first->avatar.isNull());
    QCOMPARE(first->height, first->bubble.height() + 2);
    QCOMPARE(first->time.width(), 0);
    content.group = Row::Group::Last;
    const auto last = lay(content);
    QVERIFY(last->avatar.isNull());
    QCOMPARE(last->height, last->bubble.height() + 12);
    QVERIFY(last->time.width() > 0);
}

void TestBubbleLayout::linkIsHit()
{
    const auto layout = lay(received(QStringLiteral("see https://example.org/ now")));
    QCOMPARE(layout->links.size(), qsizetype{1});
    const QTextLine line = layout->text->lineAt(0);
    const auto at = [&](int cursor) {
        return layout->textAt + QPoint(static_cast<int>(line.cursorToX(cursor)) + 2,
                                       static_cast<int>(line.y() + line.height() / 2));
    };
    QVERIFY(layout->linkAt(at(0)) == nullptr);
    QVERIFY(layout->linkAt(at(8)) != nullptr);
    QVERIFY(layout->linkAt(at(26)) == nullptr);
}

void TestBubbleLayout::emojiAlone()
{
    const auto layout = lay(received(QStringLiteral("👍")));
    QVERIFY(layout->emoji);
    QVERIFY(layout->bubble.height() > 32);
}

void TestBubbleLayout::marksAreFormats()
{
    const auto layout = lay(received(QStringLiteral("**bold** and `code`")));
    QCOMPARE(layout->text->text(), QStringLiteral("bold and code"));
    const auto formats = layout->text->formats();
    QCOMPARE(formats.size(), 2);
    QCOMPARE(formats[0].format.fontWeight(), static_cast<int>(QFont::Bold));
    QVERIFY(formats[1].format.fontFixedPitch());
    // What a peer writes is never markup.
    const auto tags = lay(received(QStringLiteral("<b>not</b> &amp;")));
    QCOMPARE(tags->text->text(), QStringLiteral("<b>not</b> &amp;"));
}

void TestBubbleLayout::codeStandsOnItsGround()
{
    const auto layout =
        lay(received(QStringLiteral("run\n```\nfirst\nsecond\n```\nthen\n```x```")));
    QCOMPARE(layout->blocks.size(), 2);
    const int line = m_theme->lineHeight(Type::Body);
    QVERIFY(layout->blocks[0].height() >= 2 * line && layout->blocks[0].height() < 3 * line);
    QVERIFY(layout->blocks[0].top() > line);
    QVERIFY(layout->blocks[1].top() > layout->blocks[0].bottom() + line);
    for (const QRect& block : layout->blocks)
        QVERIFY(layout->bubble.contains(block.translated(layout->textAt)));
}

void TestBubbleLayout::chipsStandBelow()
{
    BubbleContent content = own(QStringLiteral("hello"), MessageState::Delivered);
    const int without = lay(content)->height;
    const QString me = QStringLiteral("You");
    content.reactions = {{QString::fromUtf8("👍"), true, {me, QStringLiteral("Bob")}},
                         {QString::fromUtf8("🎉"), false, {QStringLiteral("Bob")}}};
    const auto layout = lay(content);
    QCOMPARE(layout->chips.size(), 2);
    QVERIFY(layout->height > without);
    QVERIFY(layout->chips[0].rect.top() > layout->bubble.bottom());
    QCOMPARE(layout->chips[0].rect.right(), layout->bubble.right());
    QVERIFY(layout->chips[0].rect.width() > layout->chips[1].rect.width());
    QCOMPARE(layout->chipAt(layout->chips[1].rect.center()), &layout->chips[1]);
    QVERIFY(layout->chipAt(layout->bubble.center()) == nullptr);
    // Many of them take several lines, all within the column.
    for (int i = 0; i < 40; ++i)
        content.reactions.append({QString::fromUtf8("😀"), false, {me}});
    const auto many = lay(content, 400);
    for (const BubbleLayout::Chip& chip : many->chips)
        QVERIFY(chip.rect.left() >= 0 && chip.rect.bottom() < many->height);
}

void TestBubbleLayout::takenBackHasNoReceipt()
{
    BubbleContent content = own(QStringLiteral("You deleted this message."), MessageState::Failed);
    content.takenBack = true;
    const auto layout = lay(content);
    QVERIFY(layout->icon.isNull() && layout->actions.isEmpty());
    QVERIFY(layout->text->formats().first().format.fontItalic());
}

VOS_TEST_WIDGETS(TestBubbleLayout)
#include "tst_bubblelayout.moc"
