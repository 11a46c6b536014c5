// Answering, editing, reacting to and deleting messages, by keys, menu and clicks.

#include "tests/gui/stage.h"
#include "tests/support/testprogram.h"
#include "ui/chat/messageview.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>

using namespace vos;
using namespace vos::tests;

class EditingTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_world.reset(); }
    void answerByKey();
    void editByKey();
    void editKeepsTheDraft();
    void reactByKeys();
    void deleteForBothAsks();
    void othersMessagesOfferLess();
    void marksByKeys();
    void copyGivesTheSource();

private:
    ui::MessageView* view() { return find<ui::MessageView>(m_world->window, "messageList"); }
    QPlainTextEdit* composer() { return find<QPlainTextEdit>(m_world->window, "composer"); }
    QString rowText(int number)
    {
        auto* chat = view()->conversation();
        return chat->index(chat->rowOf(messageId(number))).data(Qt::AccessibleTextRole).toString();
    }
    void choose(int number)
    {
        view()->setFocus();
        view()->reveal(messageId(number));
        QVERIFY(settle([&] { return view()->currentMessage() == messageId(number); }));
    }
    QStringList menuOf(int number);

    std::unique_ptr<WindowWorld> m_world;
};

void EditingTest::init()
{
    m_world = std::make_unique<WindowWorld>();
    m_world->node.putContact(contact(Wang, "Wang", ContactState::Accepted, true));
    const auto put = [this](Message message, int number) {
        message.id = messageId(number);
        m_world->node.putMessage(std::move(message));
    };
    put(received(Wang, "Shall we meet at three?", at(10, 40)), 1);
    put(own(Wang, "**Yes**, at the library", at(10, 41), MessageState::Delivered), 2);
    QVERIFY(m_world->open());
    m_world->window.openChat(Wang);
    QVERIFY(
        settle([this] { return view()->conversation() && view()->conversation()->isLoaded(); }));
}

void EditingTest::answerByKey()
{
    choose(1);
    QTest::keyClick(view(), Qt::Key_R, Qt::ControlModifier);
    QVERIFY(isShown(m_world->window, "replyBar"));
    QCOMPARE(find(m_world->window, "replyBar")->accessibleName(), QStringLiteral("Answer to Wang"));
    // Escape lets go of it; the text stays.
    QTest::keyClicks(composer(), QStringLiteral("Gladly"));
    QTest::keyClick(composer(), Qt::Key_Escape);
    QVERIFY(!isShown(m_world->window, "replyBar"));
    QCOMPARE(composer()->toPlainText(), QStringLiteral("Gladly"));
    choose(1);
    QTest::keyClick(view(), Qt::Key_R, Qt::ControlModifier);
    QTest::keyClick(composer(), Qt::Key_Return);
    QVERIFY(settle([this] {
        const auto* chat = view()->conversation();
        return chat->index(chat->rowCount() - 1)
            .data(Qt::AccessibleTextRole)
            .toString()
            .contains(QStringLiteral("In answer to Wang: Shall we meet at three?"));
    }));
}

void EditingTest::editByKey()
{
    choose(2);
    QTest::keyClick(view(), Qt::Key_F2);
    QCOMPARE(composer()->toPlainText(), QStringLiteral("**Yes**, at the library"));
    QCOMPARE(find<QPushButton>(m_world->window, "sendButton")->text(), QStringLiteral("Save"));
    composer()->selectAll();
    QTest::keyClicks(composer(), QStringLiteral("Yes, at the station"));
    QTest::keyClick(composer(), Qt::Key_Return);
    QVERIFY(settle([this] {
        return rowText(2).contains(QStringLiteral("Yes, at the station")) &&
               rowText(2).contains(QStringLiteral("Edited"));
    }));
    QCOMPARE(composer()->toPlainText(), QString());
    QCOMPARE(find<QPushButton>(m_world->window, "sendButton")->text(), QStringLiteral("Send"));
    QCOMPARE(m_world->node.calls().count(QStringLiteral("send")), 0);
}

void EditingTest::editKeepsTheDraft()
{
    QTest::keyClicks(composer(), QStringLiteral("half a thought"));
    choose(2);
    QTest::keyClick(view(), Qt::Key_F2);
    QTest::keyClicks(composer(), QStringLiteral(" or so"));
    QCOMPARE(m_world->models.friends().find(Wang)->draft, QStringLiteral("half a thought"));
    QTest::keyClick(composer(), Qt::Key_Escape);
    QCOMPARE(composer()->toPlainText(), QStringLiteral("half a thought"));
    QVERIFY(!rowText(2).contains(QStringLiteral("Edited")));
    QVERIFY(!m_world->node.calls().contains(QStringLiteral("edit")));
}

void EditingTest::reactByKeys()
{
    choose(1);
    QTest::keyClick(view(), Qt::Key_R, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(settle([this] { return isShown(m_world->window, "reactionStrip"); }));
    auto* strip = find(m_world->window, "reactionStrip");
    QTest::keyClick(strip, Qt::Key_Right);
    QTest::keyClick(strip, Qt::Key_Return);
    QVERIFY(settle([this] { return rowText(1).contains(QString::fromUtf8("❤️ by You")); }));
    // A click on the emoji takes it away again.
    auto* chat = view()->conversation();
    const QRect row = view()->visualRect(chat->index(chat->rowOf(messageId(1))));
    bool clicked = false;
    for (int y = row.top(); y < row.bottom() && !clicked; y += 4) {
        QTest::mouseClick(view()->viewport(), Qt::LeftButton, {}, QPoint(row.left() + 70, y));
        clicked = settle([this] { return !rowText(1).contains(QStringLiteral("by You")); }, 30);
    }
    QVERIFY(clicked);
}

void EditingTest::deleteForBothAsks()
{
    choose(2);
    QTest::keyClick(view(), Qt::Key_Delete, Qt::ShiftModifier);
    QVERIFY(settle([this] { return isShown(m_world->window, "questionDialog"); }));
    QVERIFY(!m_world->node.calls().contains(QStringLiteral("take back")));
    click(find(m_world->window, "questionYes"));
    QVERIFY(settle([this] { return rowText(2).contains(QStringLiteral("You deleted this")); }));
}

QStringList EditingTest::menuOf(int number)
{
    choose(number);
    QContextMenuEvent event(QContextMenuEvent::Keyboard, QPoint(), QPoint());
    QApplication::sendEvent(view()->viewport(), &event);
    QStringList texts;
    if (QMenu* menu = m_world->window.findChild<QMenu*>()) {
        for (const QAction* action : menu->actions())
            texts.append(action->text());
        menu->close();
        delete menu;
    }
    return texts;
}

void EditingTest::othersMessagesOfferLess()
{
    const QStringList own = menuOf(2);
    QVERIFY2(own.contains(QStringLiteral("Edit")) &&
                 own.contains(QStringLiteral("Delete for both…")) &&
                 own.contains(QStringLiteral("React…")),
             qPrintable(own.join(u' ')));
    const QStringList theirs = menuOf(1);
    QVERIFY(theirs.contains(QStringLiteral("Answer")) && theirs.contains(QStringLiteral("React…")));
    QVERIFY(!theirs.contains(QStringLiteral("Edit")) &&
            !theirs.contains(QStringLiteral("Delete for both…")));
    choose(1);
    QTest::keyClick(view(), Qt::Key_F2);
    QVERIFY(!isShown(m_world->window, "replyBar"));
}

void EditingTest::marksByKeys()
{
    composer()->setFocus();
    QTest::keyClicks(composer(), QStringLiteral("one two"));
    QTest::keyClick(composer(), Qt::Key_Left, Qt::ControlModifier | Qt::ShiftModifier);
    QTest::keyClick(composer(), Qt::Key_B, Qt::ControlModifier);
    QCOMPARE(composer()->toPlainText(), QStringLiteral("one **two**"));
    QTest::keyClick(composer(), Qt::Key_B, Qt::ControlModifier);
    QCOMPARE(composer()->toPlainText(), QStringLiteral("one two"));
    QTest::keyClick(composer(), Qt::Key_I, Qt::ControlModifier);
    QCOMPARE(composer()->toPlainText(), QStringLiteral("one _two_"));
    QTest::keyClick(composer(), Qt::Key_E, Qt::ControlModifier);
    QCOMPARE(composer()->toPlainText(), QStringLiteral("one _`two`_"));
    QVERIFY(!isShown(m_world->window, "friendDetails"));
}

void EditingTest::copyGivesTheSource()
{
    choose(2);
    QTest::keyClick(view(), Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("**Yes**, at the library"));
}

VOS_TEST_WIDGETS(EditingTest)
#include "gui_editing.moc"
