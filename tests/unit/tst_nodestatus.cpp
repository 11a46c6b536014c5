#include "model/nodestatus.h"
#include "tests/support/testprogram.h"
#include "tests/unit/modelfixture.h"

#include <QSignalSpy>
#include <QTest>

using namespace vos;
using namespace vos::model;
using namespace vos::tests;

class NodeStatusTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void connectionFollowsMapAndNetwork();
    void queueInWords();
    void ownName();
};

void NodeStatusTest::connectionFollowsMapAndNetwork()
{
    World world;
    NodeStatus& status = world.models.status();
    QCOMPARE(status.connection(), Connection::Starting);
    QVERIFY(world.start());
    QCOMPARE(status.connection(), Connection::Searching);
    QCOMPARE(status.connectionText(), QStringLiteral("Nobody known yet"));
    world.node.setMap({5, 0});
    QCOMPARE(status.connectionText(), QStringLiteral("Looking for other nodes"));
    world.node.setMap({7, 5});
    QCOMPARE(status.connection(), Connection::Connected);
    QCOMPARE(status.connectionName(), QStringLiteral("Network: connected, 5 nodes"));
    world.node.setNetwork(false);
    // Somebody answers, so there is a network, whatever the system says.
    QCOMPARE(status.connection(), Connection::Connected);
    world.node.setMap({7, 0});
    QCOMPARE(status.connection(), Connection::Offline);
    QCOMPARE(status.connectionText(), QStringLiteral("No network"));
}

void NodeStatusTest::queueInWords()
{
    World world;
    world.node.putContact(contact(Bob, "Bob"));
    world.node.putMessage(own(Bob, "a", at(10, 0), MessageState::Queued));
    world.node.putMessage(own(Bob, "b", at(10, 1), MessageState::Held));
    world.node.putMessage(own(Bob, "c", at(10, 2), MessageState::Delivered));
    NodeStatus& status = world.models.status();
    QCOMPARE(status.queueText(), QStringLiteral("Queue: empty"));
    QVERIFY(world.start());
    QVERIFY(settle([&] { return status.waiting() == 1; }));
    QCOMPARE(status.queueText(), QStringLiteral("Queue: 1 waiting, 1 held"));
}

void NodeStatusTest::ownName()
{
    World world;
    QVERIFY(world.start());
    NodeStatus& status = world.models.status();
    QCOMPARE(status.ownName(), QStringLiteral("Lin Yue"));
    QSignalSpy changed(&status, &NodeStatus::ownNameChanged);
    status.setOwnName(QStringLiteral("Yue"));
    QVERIFY(changed.wait());
    QCOMPARE(status.ownName(), QStringLiteral("Yue"));
    QSignalSpy failed(&status, &NodeStatus::renameFailed);
    world.node.refuseNext({ErrorCode::InvalidParams, "no"});
    status.setOwnName(QStringLiteral("x"));
    QVERIFY(failed.wait());
}

VOS_TEST_CORE(NodeStatusTest)
#include "tst_nodestatus.moc"
