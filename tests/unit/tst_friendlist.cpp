#include "model/friendlist.h"
#include "p2p/qt/address.h"
#include "tests/support/testprogram.h"
#include "tests/unit/modelfixture.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace vos;
using namespace vos::model;
using namespace vos::tests;

class FriendListTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void sectionsWithCounts();
    void headingsCannotBeSelected();
    void changesMoveRowsWithoutReset();
    void searchByNameAndAddress();
    void neighboursGoRound();
    void strangersAreNotListed();

private:
    QStringList rows() const
    {
        QStringList texts;
        FriendList& list = m_world->models.friendList();
        for (int row = 0; row < list.rowCount(); ++row)
            texts.append(list.index(row).data().toString());
        return texts;
    }

    std::unique_ptr<World> m_world;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

void FriendListTest::init()
{
    m_world = std::make_unique<World>();
    m_tester = std::make_unique<QAbstractItemModelTester>(
        &m_world->models.friendList(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    m_world->node.putContact(contact(Wang, "Wang", ContactState::Accepted, true));
    m_world->node.putContact(contact(Bob, "Bob", ContactState::Accepted, true));
    m_world->node.putContact(contact(Carol, "Carol"));
    m_world->node.putMessage(received(Wang, "early", at(9, 0), true));
    m_world->node.putMessage(received(Bob, "late", at(10, 0)));
    QVERIFY(m_world->start());
}

void FriendListTest::cleanup()
{
    m_tester.reset();
    m_world.reset();
}

void FriendListTest::sectionsWithCounts()
{
    QCOMPARE(rows(), QStringList({QStringLiteral("Online (2)"), QStringLiteral("Bob"),
                                  QStringLiteral("Wang"), QStringLiteral("Offline (1)"),
                                  QStringLiteral("Carol")}));
    QCOMPARE(m_world->models.friendList().friendCount(), 3);
}

void FriendListTest::headingsCannotBeSelected()
{
    FriendList& list = m_world->models.friendList();
    QVERIFY(!list.flags(list.index(0)).testFlag(Qt::ItemIsSelectable));
    QVERIFY(!list.idAt(list.index(0)).has_value());
    QVERIFY(list.flags(list.index(1)).testFlag(Qt::ItemIsSelectable));
}

void FriendListTest::changesMoveRowsWithoutReset()
{
    FriendList& list = m_world->models.friendList();
    QSignalSpy reset(&list, &QAbstractItemModel::modelReset);
    QSignalSpy moved(&list, &QAbstractItemModel::rowsMoved);
    const QPersistentModelIndex wang = list.indexOf(Wang);
    m_world->node.putMessage(received(Wang, "again", at(10, 30)));
    QCOMPARE(wang.row(), 1);
    m_world->node.setPresence({Wang, false, PathKind::None, {}, {}, {}});
    QCOMPARE(wang.data().toString(), QStringLiteral("Wang"));
    QCOMPARE(rows(), QStringList({QStringLiteral("Online (1)"), QStringLiteral("Bob"),
                                  QStringLiteral("Offline (2)"), QStringLiteral("Wang"),
                                  QStringLiteral("Carol")}));
    m_world->node.setPresence({Bob, false, PathKind::None, {}, {}, {}});
    QCOMPARE(rows().first(), QStringLiteral("Offline (3)"));
    QCOMPARE(reset.size(), 0);
    QVERIFY(moved.size() >= 2);
}

void FriendListTest::searchByNameAndAddress()
{
    FriendList& list = m_world->models.friendList();
    list.setSearch(QStringLiteral(" car "));
    QCOMPARE(rows(), QStringList({QStringLiteral("Offline (1)"), QStringLiteral("Carol")}));
    list.setSearch(addressOf(Bob));
    QCOMPARE(rows(), QStringList({QStringLiteral("Online (1)"), QStringLiteral("Bob")}));
    list.setSearch(QStringLiteral("nobody"));
    QVERIFY(rows().isEmpty());
    list.setSearch(QString());
    QCOMPARE(list.friendCount(), 3);
}

void FriendListTest::neighboursGoRound()
{
    FriendList& list = m_world->models.friendList();
    QCOMPARE(list.neighbour(std::nullopt, true, false), Bob);
    QCOMPARE(list.neighbour(Bob, true, false), Wang);
    QCOMPARE(list.neighbour(Wang, true, false), Carol);
    QCOMPARE(list.neighbour(Carol, true, false), Bob);
    QCOMPARE(list.neighbour(Bob, false, false), Carol);
    QCOMPARE(list.neighbour(Carol, true, true), Bob);
    list.setSearch(QStringLiteral("nobody"));
    QVERIFY(!list.neighbour(std::nullopt, true, false).has_value());
}

void FriendListTest::strangersAreNotListed()
{
    m_world->node.putContact(contact(nodeId(9), "Eve", ContactState::PendingIn));
    m_world->node.putContact(contact(nodeId(10), "Mallory", ContactState::Blocked));
    QCOMPARE(m_world->models.friendList().friendCount(), 3);
    QCOMPARE(m_world->models.requests().rowCount(), 1);
    QCOMPARE(m_world->models.blocked().rowCount(), 1);
}

VOS_TEST_CORE(FriendListTest)
#include "tst_friendlist.moc"
