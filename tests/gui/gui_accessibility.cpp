// What a screen reader is told: on every page each widget that can have the keyboard has a name,
// and no two of one role share one; rows say everything a sighted person sees.

#include "tests/gui/stage.h"
#include "tests/support/testprogram.h"

#include <QAccessible>
#include <QApplication>
#include <QDialog>
#include <QTest>

using namespace vos;
using namespace vos::tests;

class AccessibilityTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QAccessible::setActive(true); }
    void pages_data();
    void pages();
    void namesOfTheGuide();
    void rolesOfTheGuide();
    void rowsSpeak();

private:
    static void fill(WindowWorld& world);
    static void fillFriendVos(WindowWorld& world);
    static void audit(QWidget& root);
};

void AccessibilityTest::fill(WindowWorld& world)
{
    world.node.putContact(contact(Wang, "Wang Xiaoming", ContactState::Accepted, true));
    world.node.putContact(contact(Bob, "Bob"));
    world.node.putContact(contact(Carol, "Carol", ContactState::PendingIn));
    world.node.putContact(contact(nodeId(9), "Dora", ContactState::PendingIn));
    world.node.putContact(contact(nodeId(10), "Eve", ContactState::Blocked));
    world.node.putContact(contact(nodeId(11), "Mallory", ContactState::Blocked));
    Message first = received(Wang, "Shall we meet?", at(10, 41));
    first.id = messageId(1);
    world.node.putMessage(first);
    Message queued = own(Bob, "The keys", at(10, 42), MessageState::Queued);
    queued.id = messageId(2);
    world.node.putMessage(queued);
    Message failed = own(Wang, "Too late", at(10, 43), MessageState::Failed);
    failed.reason = FailReason::Expired;
    world.node.putMessage(failed);
    fillFriendVos(world);
}

void AccessibilityTest::fillFriendVos(WindowWorld& world)
{
    FriendVos mine;
    mine.id = Wang;
    mine.state = AgreementState::Active;
    mine.quotaBytes = 50 << 20;
    mine.usedBytes = 48 << 20;
    mine.lost = 1;
    world.node.putFriendVos(mine);
    FriendOwner owner;
    owner.id = Bob;
    owner.state = AgreementState::Active;
    owner.quotaBytes = 50 << 20;
    owner.usedBytes = 47 << 20;
    owner.messages = 3;
    world.node.putFriendOwner(owner);
    owner.id = nodeId(12);
    owner.messages = 0;
    world.node.putFriendOwner(owner);
    for (const int number : {11, 13}) {
        FriendOwner asking;
        asking.id = nodeId(number);
        asking.name = "Ivan";
        asking.state = AgreementState::Asked;
        asking.since = at(10, number);
        world.node.putFriendOwner(asking);
    }
    FriendOwner declined;
    declined.id = nodeId(14);
    declined.state = AgreementState::Declined;
    declined.doNotAsk = true;
    world.node.putFriendOwner(declined);
}

/// Fails with a list of everything that is nameless or shares role and name.
void AccessibilityTest::audit(QWidget& root)
{
    QStringList faults;
    QHash<QString, QString> seen;
    const QList<QWidget*> all = root.findChildren<QWidget*>();
    for (QWidget* widget : all) {
        if (!widget->isVisible() || !(widget->focusPolicy() & Qt::TabFocus))
            continue;
        QAccessibleInterface* face = QAccessible::queryAccessibleInterface(widget);
        const QString own = widget->objectName() + QStringLiteral(" (%1)").arg(
                                QString::fromLatin1(widget->metaObject()->className()));
        if (face == nullptr) {
            faults.append(own + QStringLiteral(": nothing to say"));
            continue;
        }
        const QString name = face->text(QAccessible::Name);
        if (name.trimmed().isEmpty()) {
            faults.append(own + QStringLiteral(": no name"));
            continue;
        }
        const QString key = QStringLiteral("%1/%2").arg(int(face->role())).arg(name);
        if (seen.contains(key))
            faults.append(own + QStringLiteral(": shares “%1” with ").arg(name) + seen[key]);
        seen.insert(key, own);
    }
    QVERIFY2(faults.isEmpty(), qPrintable(faults.join(u'\n')));
    QVERIFY(!seen.isEmpty());
}

void AccessibilityTest::pages_data()
{
    QTest::addColumn<QString>("page");
    for (const char* page : {"chat", "requests", "details", "settings", "queue", "map", "network",
                             "add",
                             "locked", "protection", "first run", "start error", "nothing open",
                             "friend vos", "friend vos requests", "ask"})
        QTest::newRow(page) << QString::fromLatin1(page);
}

void AccessibilityTest::pages()
{
    QFETCH(QString, page);
    WindowWorld world;
    if (page == QStringLiteral("start error")) {
        world.node.setStartError({StartError::Kind::DiskFull, QStringLiteral("why")});
        world.node.start();
        world.window.show();
        QVERIFY(settle([&] { return isShown(world.window, "startErrorPage"); }));
        audit(*find(world.window, "startErrorPage"));
        return;
    }
    if (page != QStringLiteral("first run"))
        fill(world);
    QVERIFY(world.open(page != QStringLiteral("first run")));
    if (page == QStringLiteral("first run")) {
        QVERIFY(settle([&] { return isShown(world.window, "firstRunPage"); }));
        for (int step = 0; step < 3; ++step) {
            audit(*find(world.window, "firstRunPage"));
            click(find(world.window, "firstRunNext"));
        }
        return;
    }
    if (page == QStringLiteral("chat"))
        world.window.openChat(Wang);
    else if (page == QStringLiteral("requests"))
        world.window.openRequests();
    else if (page == QStringLiteral("details"))
        world.window.openFriend(Wang);
    else if (page == QStringLiteral("settings"))
        QTest::keyClick(&world.window, Qt::Key_Comma, Qt::ControlModifier);
    else if (page == QStringLiteral("queue"))
        world.window.setQueueOpen(true);
    else if (page == QStringLiteral("map"))
        QTest::keyClick(&world.window, Qt::Key_3, Qt::ControlModifier);
    else if (page == QStringLiteral("network"))
        QTest::keyClick(&world.window, Qt::Key_4, Qt::ControlModifier);
    else if (page == QStringLiteral("locked")) {
        world.node.setProtection(Protection::Passphrase, "sesame");
        world.window.lockNow();
        QVERIFY(settle([&] { return isShown(world.window, "lockPage"); }));
        audit(*find(world.window, "lockPage"));
        return;
    } else if (page == QStringLiteral("protection")) {
        world.node.setProtection(Protection::Passphrase, "sesame");
        QTest::keyClick(&world.window, Qt::Key_Comma, Qt::ControlModifier);
        click(find(world.window, "changeProtection"));
        QVERIFY(settle([&] { return isShown(world.window, "protectionDialog"); }));
        audit(*find(world.window, "protectionDialog"));
        return;
    } else if (page == QStringLiteral("friend vos"))
        world.window.openFriendVos(ui::FriendVosPart::All);
    else if (page == QStringLiteral("friend vos requests"))
        world.window.openFriendVos(ui::FriendVosPart::Requests);
    else if (page == QStringLiteral("ask")) {
        world.window.openAskFriend();
        QVERIFY(settle([&] { return isShown(world.window, "askFriendDialog"); }));
        audit(*find(world.window, "askFriendDialog"));
        return;
    } else if (page == QStringLiteral("add")) {
        world.window.openAddFriend();
        QVERIFY(settle([&] { return isShown(world.window, "addFriendDialog"); }));
        audit(*find(world.window, "addFriendDialog"));
        return;
    }
    audit(world.window);
}

void AccessibilityTest::namesOfTheGuide()
{
    WindowWorld world;
    fill(world);
    QVERIFY(world.open());
    world.window.openChat(Wang);
    const auto nameOf = [&](const char* object) {
        QAccessibleInterface* face =
            QAccessible::queryAccessibleInterface(find(world.window, object));
        return face->text(QAccessible::Name);
    };
    const std::pair<const char*, const char*> wanted[] = {
        {"navChats", "Chats"},
        {"navFriendVos", "Friend VOS"},
        {"navMap", "VOS Map"},
        {"navNetwork", "Network"},
        {"navSettings", "Settings"},
        {"navProfile", "My profile"},
        {"friendList", "Friends"},
        {"friendSearch", "Search friends"},
        {"messageList", "Messages"},
        {"composer", "Message"},
        {"sendButton", "Send"},
        {"friendDetailsButton", "Friend details"},
        {"addFriendButton", "Add friend"},
        {"networkChip", "Network: connected, 3 nodes"},
        {"queueChip", "Queue: 1 waiting"},
        {"holdingChip", "Holding: 3 messages"},
    };
    QVERIFY(settle([&] { return world.models.queue().waiting() == 1; }));
    for (const auto& [object, name] : wanted)
        QCOMPARE(nameOf(object), QString::fromLatin1(name));
    world.window.openFriendVos(ui::FriendVosPart::All);
    QCOMPARE(nameOf("requestList"), QStringLiteral("Friend VOS requests"));
    QCOMPARE(nameOf("holdForMeList"), QStringLiteral("Hold for me"));
    QCOMPARE(nameOf("holdForList"), QStringLiteral("I hold for"));
    QCOMPARE(nameOf("allowButton"), QStringLiteral("Allow Mallory"));
    QCOMPARE(nameOf("declineKeepButton"), QStringLiteral("Decline Mallory"));
    QCOMPARE(nameOf("notNowButton"), QStringLiteral("Not now Mallory"));
    QCOMPARE(QAccessible::queryAccessibleInterface(find(world.window, "requestList"))->role(),
             QAccessible::List);
    world.window.openPage(ui::PageId::Chats);
    world.window.setQueueOpen(true);
    QCOMPARE(nameOf("queueTable"), QStringLiteral("Queue"));
    QCOMPARE(nameOf("tryNowButton"), QStringLiteral("Try now"));
    QCOMPARE(nameOf("cancelMessageButton"), QStringLiteral("Cancel message"));
}

void AccessibilityTest::rolesOfTheGuide()
{
    WindowWorld world;
    fill(world);
    QVERIFY(world.open());
    const auto face = [&](const char* object) {
        return QAccessible::queryAccessibleInterface(find(world.window, object));
    };
    QAccessibleInterface* window = QAccessible::queryAccessibleInterface(&world.window);
    QCOMPARE(window->role(), QAccessible::Window);
    QCOMPARE(window->text(QAccessible::Name), world.window.windowTitle());
    for (const char* button : {"navChats", "navSettings", "navProfile", "networkChip", "queueChip",
                               "sendButton", "addFriendButton"}) {
        QVERIFY2(face(button)->role() == QAccessible::Button, button);
        QVERIFY2(face(button)->actionInterface()->actionNames().contains(
                     QAccessibleActionInterface::pressAction()),
                 button);
    }
    face("queueChip")->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
    QVERIFY(isShown(world.window, "queuePanel"));
    world.window.openAddFriend();
    QVERIFY(settle([&] { return isShown(world.window, "addFriendDialog"); }));
    QCOMPARE(face("friendAddress")->text(QAccessible::Name), QStringLiteral("Friend's address"));
}

void AccessibilityTest::rowsSpeak()
{
    WindowWorld world;
    fill(world);
    QVERIFY(world.open());
    const auto* friends = find<QAbstractItemView>(world.window, "friendList");
    QVERIFY(rowsOf(friends).contains(QStringLiteral("Online (1)")));
    QVERIFY(settle([&] {
        return rowsOf(friends).contains(
            QStringLiteral("Wang Xiaoming, online, 1 unread, Too late"));
    }));
    world.window.openChat(Wang);
    const auto* messages = find<QAbstractItemView>(world.window, "messageList");
    QVERIFY(settle([&] { return rowsOf(messages).size() == 4; }));
    QCOMPARE(rowsOf(messages),
             QStringList({QStringLiteral("Today"), QStringLiteral("1 new message"),
                          QStringLiteral("Wang Xiaoming, 10:41: Shall we meet?"),
                          QStringLiteral("You, 10:43: Too late. Failed")}));
    // The tree behind the view answers with the same words.
    QAccessibleInterface* list =
        QAccessible::queryAccessibleInterface(find(world.window, "messageList"));
    bool found = false;
    for (int child = 0; child < list->childCount(); ++child) {
        QAccessibleInterface* row = list->child(child);
        found = found || (row != nullptr && row->text(QAccessible::Name) ==
                                                QStringLiteral("You, 10:43: Too late. Failed"));
    }
    QVERIFY(found);
}

VOS_TEST_WIDGETS(AccessibilityTest)
#include "gui_accessibility.moc"
