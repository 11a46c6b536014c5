// Everything by keyboard alone: no test here touches the mouse.

#include "tests/gui/stage.h"
#include "tests/support/testprogram.h"

#include <QApplication>
#include <QPlainTextEdit>
#include <QTest>

using namespace vos;
using namespace vos::tests;

class KeyboardTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_world.reset(); }
    void tabWalksTheWholeWindowAndBack();
    void tabLeavesTheComposer();
    void fromSearchToSentMessage();
    void chatsByAltArrows();
    void pagesAndPanelsByKeys();
    void escapeClosesPanelsFirst();
    void zonesByF6();
    void shiftEnterIsALine();
    void draftsStayWithTheirFriend();

private:
    QWidget* focused() const { return QApplication::focusWidget(); }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QWidget* target = focused();
        QTest::keyClick(target != nullptr ? target : &m_world->window, key, modifiers);
    }
    QString text() const
    {
        return find<QPlainTextEdit>(m_world->window, "composer")->toPlainText();
    }

    std::unique_ptr<WindowWorld> m_world;
};

void KeyboardTest::init()
{
    m_world = std::make_unique<WindowWorld>();
    m_world->node.putContact(contact(Wang, "Wang Xiaoming", ContactState::Accepted, true));
    m_world->node.putContact(contact(Bob, "Bob", ContactState::Accepted, true));
    m_world->node.putContact(contact(Carol, "Carol"));
    m_world->node.putMessage(received(Wang, "Morning!", at(10, 0)));
    m_world->node.putMessage(received(Bob, "Hello", at(9, 0)));
    QVERIFY(m_world->open());
}

void KeyboardTest::tabWalksTheWholeWindowAndBack()
{
    m_world->window.openChat(Wang);
    QTest::keyClick(&m_world->window, Qt::Key_L, Qt::ControlModifier);
    QStringList seen;
    for (int i = 0; i < 60; ++i) {
        press(Qt::Key_Tab);
        QVERIFY(focused() != nullptr);
        const QString name = focused()->objectName();
        if (seen.contains(name) && name == seen.first())
            break;
        seen.append(name);
    }
    for (const char* name : {"navChats", "navProfile", "friendSearch", "friendList",
                             "addFriendButton", "messageList", "composer", "networkChip",
                             "queueChip"})
        QVERIFY2(seen.contains(QString::fromLatin1(name)), name);
    // In the order rail, search, list, messages, composer, status bar.
    const auto place = [&](const char* name) { return seen.indexOf(QString::fromLatin1(name)); };
    QVERIFY(place("friendSearch") < place("friendList"));
    QVERIFY(place("messageList") < place("composer") || place("composer") > place("networkChip"));
    // The rail is one stop; arrows walk in it.
    find(m_world->window, "navChats")->setFocus(Qt::TabFocusReason);
    press(Qt::Key_Down);
    QCOMPARE(focused()->objectName(), QStringLiteral("navFriendVos"));
    const QString forward = focused()->objectName();
    press(Qt::Key_Tab);
    press(Qt::Key_Backtab, Qt::ShiftModifier);
    QCOMPARE(focused()->objectName(), forward);
}

void KeyboardTest::tabLeavesTheComposer()
{
    m_world->window.openChat(Wang);
    QTest::keyClick(&m_world->window, Qt::Key_L, Qt::ControlModifier);
    QCOMPARE(focused()->objectName(), QStringLiteral("composer"));
    QTest::keyClicks(focused(), QStringLiteral("a"));
    press(Qt::Key_Tab);
    QVERIFY(focused()->objectName() != QStringLiteral("composer"));
    QCOMPARE(text(), QStringLiteral("a"));
}

void KeyboardTest::fromSearchToSentMessage()
{
    QTest::keyClick(&m_world->window, Qt::Key_K, Qt::ControlModifier);
    QCOMPARE(focused()->objectName(), QStringLiteral("friendSearch"));
    QTest::keyClicks(focused(), QStringLiteral("bob"));
    press(Qt::Key_Return);
    QVERIFY(settle([this] { return isShown(m_world->window, "composer"); }));
    QCOMPARE(focused()->objectName(), QStringLiteral("composer"));
    QTest::keyClicks(focused(), QStringLiteral("In the library."));
    press(Qt::Key_Return);
    const auto* list = find<QAbstractItemView>(m_world->window, "messageList");
    QVERIFY(settle([&] {
        return rowsOf(list).join(u'\n').contains(QStringLiteral("In the library."));
    }));
    QVERIFY(text().isEmpty());
    QCOMPARE(m_world->node.calls().count(QStringLiteral("send")), 1);
}

void KeyboardTest::chatsByAltArrows()
{
    m_world->window.openChat(Wang);
    QTest::keyClick(&m_world->window, Qt::Key_Down, Qt::AltModifier);
    const auto* list = find<QAbstractItemView>(m_world->window, "friendList");
    QCOMPARE(m_world->models.friendList().idAt(list->currentIndex()), Bob);
    QTest::keyClick(&m_world->window, Qt::Key_Up, Qt::AltModifier);
    QCOMPARE(m_world->models.friendList().idAt(list->currentIndex()), Wang);
}

void KeyboardTest::pagesAndPanelsByKeys()
{
    QWidget& window = m_world->window;
    QTest::keyClick(&window, Qt::Key_Comma, Qt::ControlModifier);
    QVERIFY(isShown(window, "settingsPage"));
    QTest::keyClick(&window, Qt::Key_3, Qt::ControlModifier);
    QVERIFY(isShown(window, "mapPage"));
    QTest::keyClick(&window, Qt::Key_1, Qt::ControlModifier);
    QVERIFY(isShown(window, "friendList"));
    QTest::keyClick(&window, Qt::Key_Q, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(isShown(window, "queuePanel"));
    QTest::keyClick(&window, Qt::Key_Q, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(!isShown(window, "queuePanel"));
    QTest::keyClick(&window, Qt::Key_F1);
    QVERIFY(settle([&] { return isShown(window, "keySheet"); }));
    QTest::keyClick(find(window, "keySheet"), Qt::Key_Escape);
    QVERIFY(settle([&] { return !isShown(window, "keySheet"); }));
}

void KeyboardTest::escapeClosesPanelsFirst()
{
    QWidget& window = m_world->window;
    m_world->window.openChat(Wang);
    for (const char* from : {"queuePanel", "composer", "friendList"}) {
        m_world->window.setQueueOpen(true);
        find(window, from)->setFocus();
        press(Qt::Key_Escape);
        QVERIFY2(!isShown(window, "queuePanel"), from);
    }
    // What belongs to the chat goes before what lies below it.
    m_world->window.setQueueOpen(true);
    QTest::keyClick(&window, Qt::Key_F, Qt::ControlModifier);
    QVERIFY(isShown(window, "searchPanel"));
    QTest::keyClick(find(window, "messageList"), Qt::Key_Escape);
    QVERIFY(!isShown(window, "searchPanel"));
    QVERIFY(isShown(window, "queuePanel"));
    QTest::keyClick(find(window, "messageList"), Qt::Key_Escape);
    QVERIFY(!isShown(window, "queuePanel"));
    // On a page without a chat as well.
    m_world->window.setQueueOpen(true);
    QTest::keyClick(&window, Qt::Key_Comma, Qt::ControlModifier);
    press(Qt::Key_Escape);
    QVERIFY(!isShown(window, "queuePanel"));
}

void KeyboardTest::zonesByF6()
{
    m_world->window.openChat(Wang);
    QTest::keyClick(&m_world->window, Qt::Key_L, Qt::ControlModifier);
    QStringList zones;
    for (int i = 0; i < 5; ++i) {
        press(Qt::Key_F6);
        zones.append(focused()->objectName());
    }
    QCOMPARE(QSet<QString>(zones.begin(), zones.end()).size(), 5);
    QVERIFY(zones.contains(QStringLiteral("friendList")));
    QVERIFY(zones.contains(QStringLiteral("messageList")));
    QCOMPARE(zones.last(), QStringLiteral("composer"));
    press(Qt::Key_F6, Qt::ShiftModifier);
    QCOMPARE(focused()->objectName(), zones[3]);
}

void KeyboardTest::shiftEnterIsALine()
{
    m_world->window.openChat(Wang);
    QTest::keyClick(&m_world->window, Qt::Key_L, Qt::ControlModifier);
    QTest::keyClicks(focused(), QStringLiteral("a"));
    press(Qt::Key_Return, Qt::ShiftModifier);
    QTest::keyClicks(focused(), QStringLiteral("b"));
    QCOMPARE(text(), QStringLiteral("a\nb"));
    QCOMPARE(m_world->node.calls().count(QStringLiteral("send")), 0);
}

void KeyboardTest::draftsStayWithTheirFriend()
{
    m_world->window.openChat(Wang);
    QVERIFY(settle([this] { return m_world->models.friends().find(Wang)->unread == 0; }));
    QTest::keyClick(&m_world->window, Qt::Key_L, Qt::ControlModifier);
    QTest::keyClicks(focused(), QStringLiteral("half a"));
    m_world->window.openChat(Bob);
    QCOMPARE(text(), QString());
    const auto* list = find<QAbstractItemView>(m_world->window, "friendList");
    QVERIFY(settle([&] {
        return rowsOf(list).contains(QStringLiteral("Wang Xiaoming, online, draft: half a"));
    }));
    m_world->window.openChat(Wang);
    QCOMPARE(text(), QStringLiteral("half a"));
}

VOS_TEST_WIDGETS(KeyboardTest)
#include "gui_keyboard.moc"
