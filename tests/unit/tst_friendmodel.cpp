#include "model/friendmodel.h"
#include "p2p/qt/address.h"
#include "tests/support/testprogram.h"
#include "tests/unit/modelfixture.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace vos;
using namespace vos::model;
using namespace vos::tests;

class FriendModelTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void names();
    void unreadIsCountedOnceAndCleared();
    void lastMessageFollowsItsReceipt();
    void presenceFollowsSignals();
    void offlineMakesPresenceUnknown();
    void pendingSaysSo();
    void draftIsKeptAndWins();
    void requestsAreCounted();
    void removedContactLeaves();
    void queueCounts();
    void rowsAreReadAloud();

private:
    QVariant data(const NodeId& id, int role) const
    {
        return m_world->models.friends().index(m_world->models.friends().rowOf(id)).data(role);
    }

    std::unique_ptr<World> m_world;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

void FriendModelTest::init()
{
    m_world = std::make_unique<World>();
    m_tester = std::make_unique<QAbstractItemModelTester>(
        &m_world->models.friends(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    m_world->node.putContact(contact(Wang, "Wang Xiaoming", ContactState::Accepted, true));
    m_world->node.putContact(contact(Bob, "Bob"));
    m_world->node.putMessage(received(Wang, "Morning!", at(9, 58)));
    m_world->node.putMessage(received(Wang, "See you\nat three.", at(10, 52)));
    QVERIFY(m_world->start());
}

void FriendModelTest::cleanup()
{
    m_tester.reset();
    m_world.reset();
}

void FriendModelTest::names()
{
    FriendModel& friends = m_world->models.friends();
    QCOMPARE(friends.nameOf(Wang), QStringLiteral("Wang Xiaoming"));
    QCOMPARE(friends.nameOf(Me), QStringLiteral("You"));
    QCOMPARE(friends.nameOf(Carol), shortAddressOf(Carol));
    QSignalSpy renamed(&friends, &FriendModel::namesChanged);
    Contact noted = contact(Wang, "Wang Xiaoming");
    noted.note = "Xiao Wang";
    m_world->node.putContact(noted);
    QCOMPARE(renamed.size(), 1);
    QCOMPARE(friends.nameOf(Wang), QStringLiteral("Xiao Wang"));
    m_world->node.putContact(contact(Wang, ""));
    QCOMPARE(friends.nameOf(Wang), shortAddressOf(Wang));
}

void FriendModelTest::unreadIsCountedOnceAndCleared()
{
    FriendModel& friends = m_world->models.friends();
    QCOMPARE(data(Wang, FriendModel::UnreadRole).toInt(), 2);
    QCOMPARE(friends.unreadTotal(), 2);
    QSignalSpy total(&friends, &FriendModel::unreadTotalChanged);
    m_world->node.putMessage(received(Wang, "Here?", at(10, 53)));
    QCOMPARE(data(Wang, FriendModel::UnreadRole).toInt(), 3);
    // The node counts them itself; the answer agrees, so nothing moves.
    const auto asked = [&] { return m_world->node.calls().count(QStringLiteral("conversations")); };
    const qsizetype before = asked();
    QVERIFY(settle([&] { return asked() > before; }));
    bool answered = false;
    m_world->node.contacts(this, [&](const auto&) { answered = true; });
    QVERIFY(settle([&] { return answered; }));
    QCOMPARE(friends.unreadTotal(), 3);
    QCOMPARE(total.size(), 1);
    friends.markRead(Wang, friends.find(Wang)->last->id, true);
    QCOMPARE(friends.unreadTotal(), 0);
    QVERIFY(m_world->node.calls().contains(QStringLiteral("read")));
    QCOMPARE(total.last().at(0).toInt(), 0);
}

void FriendModelTest::lastMessageFollowsItsReceipt()
{
    Message mine = own(Wang, "On my way", at(10, 54), MessageState::Queued);
    mine.id = messageId(7);
    m_world->node.putMessage(mine);
    QCOMPARE(data(Wang, FriendModel::PreviewRole).toString(), QStringLiteral("On my way"));
    QCOMPARE(data(Wang, FriendModel::PreviewLeadRole).toString(), QStringLiteral("You:"));
    m_world->node.setState(messageId(7), MessageState::Delivered);
    QCOMPARE(data(Wang, FriendModel::LastStateRole).value<MessageState>(), MessageState::Delivered);
    m_world->node.setReadByPeer(Wang, 1);
    QCOMPARE(data(Wang, FriendModel::LastStateRole).value<MessageState>(), MessageState::Read);
}

void FriendModelTest::presenceFollowsSignals()
{
    QCOMPARE(data(Wang, FriendModel::PresenceTextRole).toString(),
             QStringLiteral("Online · direct"));
    PeerPresence through{Wang, true, PathKind::Relay, Bob, {}, {}};
    m_world->node.setPresence(through);
    QCOMPARE(data(Wang, FriendModel::PresenceTextRole).toString(),
             QStringLiteral("Online · through Bob"));
    m_world->node.setPresence({Wang, false, PathKind::None, {}, {}, {}});
    QCOMPARE(data(Wang, FriendModel::PresenceTextRole).toString(),
             QStringLiteral("Last seen just now"));
    m_world->clock.set(at(12, 53));
    QCOMPARE(data(Wang, FriendModel::PresenceTextRole).toString(),
             QStringLiteral("Last seen 2 h ago"));
}

void FriendModelTest::offlineMakesPresenceUnknown()
{
    m_world->node.setNetwork(false);
    QCOMPARE(data(Wang, FriendModel::PresenceRole).value<Presence>(), Presence::Unknown);
    m_world->node.setNetwork(true);
    QCOMPARE(data(Wang, FriendModel::PresenceRole).value<Presence>(), Presence::Online);
}

void FriendModelTest::pendingSaysSo()
{
    m_world->node.putContact(contact(Carol, "Carol", ContactState::PendingOut));
    QCOMPARE(data(Carol, FriendModel::PreviewRole).toString(),
             QStringLiteral("Waiting for Carol to accept"));
}

void FriendModelTest::draftIsKeptAndWins()
{
    FriendModel& friends = m_world->models.friends();
    friends.setDraft(Wang, QStringLiteral("I will\nask him"));
    QCOMPARE(data(Wang, FriendModel::PreviewLeadRole).toString(), QStringLiteral("Draft:"));
    QCOMPARE(data(Wang, FriendModel::PreviewRole).toString(), QStringLiteral("I will ask him"));
    QCOMPARE(friends.find(Wang)->draft, QStringLiteral("I will\nask him"));
    m_world->models.locals().flush();

    // Another window on the same profile finds it again.
    Models again(m_world->node, m_world->clock);
    m_world->node.start();
    QVERIFY(settle([&] { return again.isLoaded(); }));
    QCOMPARE(again.friends().find(Wang)->draft, QStringLiteral("I will\nask him"));
    friends.setDraft(Wang, QStringLiteral("  \n"));
    QVERIFY(friends.find(Wang)->draft.isEmpty());
}

void FriendModelTest::requestsAreCounted()
{
    FriendModel& friends = m_world->models.friends();
    QSignalSpy counted(&friends, &FriendModel::requestCountChanged);
    m_world->node.putContact(contact(Carol, "Carol", ContactState::PendingIn));
    QCOMPARE(friends.requestCount(), 1);
    m_world->node.putContact(contact(Carol, "Carol"));
    QCOMPARE(friends.requestCount(), 0);
    QCOMPARE(counted.size(), 2);
}

void FriendModelTest::removedContactLeaves()
{
    m_world->node.putContact(contact(Wang, "Wang Xiaoming", ContactState::None));
    QCOMPARE(m_world->models.friends().rowOf(Wang), -1);
    QCOMPARE(m_world->models.friends().unreadTotal(), 0);
}

void FriendModelTest::queueCounts()
{
    m_world->node.putMessage(own(Bob, "a", at(10, 0), MessageState::Queued));
    Message held = own(Bob, "b", at(10, 1), MessageState::Held);
    held.heldBy = {Wang};
    m_world->node.putMessage(held);
    QVERIFY(settle([&] { return data(Bob, FriendModel::WaitingRole).toInt() == 1; }));
    QCOMPARE(data(Bob, FriendModel::HeldRole).toInt(), 1);
}

void FriendModelTest::rowsAreReadAloud()
{
    QCOMPARE(data(Wang, Qt::AccessibleTextRole).toString(),
             QStringLiteral("Wang Xiaoming, online, 2 unread, See you at three."));
    QCOMPARE(data(Bob, Qt::AccessibleTextRole).toString(),
             QStringLiteral("Bob, offline, Not seen yet"));
}

VOS_TEST_CORE(FriendModelTest)
#include "tst_friendmodel.moc"
