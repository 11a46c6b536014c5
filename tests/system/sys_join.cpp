// Five nodes find each other through one, and need it no longer.

#include "tests/support/testprogram.h"
#include "tests/system/stories.h"

#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace vos::test;

class JoinStory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void allKnowAllAndTheFirstMayDie();
    void restartUsesTheStoredMap();
    void keepsItsPort();
    void joinsByPlaceAtRunTime();
    void joiningNobodyIsUnreachable();
    void findsStrangersRecord();

private:
    RunningNode& node(const QString& name);

    std::unique_ptr<QTemporaryDir> m_folder;
    std::vector<std::unique_ptr<RunningNode>> m_nodes;
};

void JoinStory::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

void JoinStory::cleanup()
{
    m_nodes.clear();
    m_folder.reset();
}

RunningNode& JoinStory::node(const QString& name)
{
    m_nodes.push_back(std::make_unique<RunningNode>(
        RunningNode::Setup{.profile = m_folder->filePath(name), .arguments = {u"--name"_s, name}}));
    return *m_nodes.back();
}

void JoinStory::allKnowAllAndTheFirstMayDie()
{
    constexpr int count = 5;
    for (int i = 0; i < count; ++i) {
        RunningNode& next = node(u"n%1"_s.arg(i));
        QVERIFY(next.start(i == 0 ? QStringList() : QStringList{u"--join"_s, m_nodes[0]->link()}));
    }
    for (const auto& one : m_nodes) {
        QVERIFY(waitForMap(*one, count - 1));
        const QJsonObject map = one->ask(u"map.list"_s);
        QCOMPARE(map["total"_L1].toInt(), count - 1);
        for (const auto& other : m_nodes) {
            if (other == one)
                continue;
            const QJsonObject record = one->ask(u"map.find"_s, {{u"address"_s, other->address()}});
            QCOMPARE(record["endpoints"_L1].toArray(),
                     QJsonArray{u"127.0.0.1:%1"_s.arg(other->port())});
        }
    }
    m_nodes[0]->kill();
    for (int i = 1; i + 1 < count; ++i) {
        RunningNode& from = *m_nodes[i];
        RunningNode& to = *m_nodes[i + 1];
        QVERIFY(befriend(from, to));
        const QString id = sendText(from, to, u"without the first"_s);
        QVERIFY(to.waitForEvent(u"message.received"_s, {{u"id"_s, id}}));
        QVERIFY(waitForState(from, id, u"delivered"_s));
    }
}

void JoinStory::restartUsesTheStoredMap()
{
    RunningNode& hub = node(u"hub"_s);
    RunningNode& alice = node(u"alice"_s);
    RunningNode& bob = node(u"bob"_s);
    QVERIFY(hub.start());
    QVERIFY(alice.start({u"--join"_s, hub.link()}));
    QVERIFY(bob.start({u"--join"_s, hub.link()}));
    QVERIFY(befriend(alice, bob));
    QVERIFY(alice.stop());
    QVERIFY(bob.stop());
    hub.kill();
    // Nobody names anybody any more.
    QVERIFY(alice.start());
    QVERIFY(bob.start());
    QVERIFY(alice.ask(u"node.info"_s)["map"_L1]["known"_L1].toInt() >= 2);
    const QString id = sendText(alice, bob, u"from memory"_s);
    QVERIFY(bob.waitForEvent(u"message.received"_s, {{u"id"_s, id}}));
}

void JoinStory::keepsItsPort()
{
    RunningNode& one = node(u"one"_s);
    QVERIFY(one.start());
    const quint16 port = one.port();
    const QString address = one.address();
    QVERIFY(one.stop());
    QVERIFY(one.start());
    QCOMPARE(one.port(), port);
    QCOMPARE(one.address(), address);
}

void JoinStory::joinsByPlaceAtRunTime()
{
    RunningNode& one = node(u"one"_s);
    RunningNode& two = node(u"two"_s);
    QVERIFY(one.start());
    QVERIFY(two.start());
    QCOMPARE(two.ask(u"node.info"_s)["map"_L1]["known"_L1].toInt(), 0);
    const QJsonObject joined =
        two.ask(u"node.join"_s, {{u"at"_s, u"127.0.0.1:%1"_s.arg(one.port())}});
    QVERIFY(joined["known"_L1].toInt() >= 1);
    QVERIFY(waitForMap(one, 1));
}

void JoinStory::joiningNobodyIsUnreachable()
{
    RunningNode& one = node(u"one"_s);
    RunningNode& gone = node(u"gone"_s);
    QVERIFY(gone.start());
    const QString link = gone.link();
    gone.kill();
    QVERIFY(one.start());
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(one.errorOf(u"node.join"_s, {{u"at"_s, link}}), -32008);
    QVERIFY(timer.elapsed() < 12'000);
    QCOMPARE(one.errorOf(u"node.join"_s, {{u"at"_s, u"nonsense"_s}}), -32002);
}

void JoinStory::findsStrangersRecord()
{
    RunningNode& hub = node(u"hub"_s);
    RunningNode& alice = node(u"alice"_s);
    RunningNode& bob = node(u"bob"_s);
    QVERIFY(hub.start());
    QVERIFY(alice.start({u"--join"_s, hub.link()}));
    QVERIFY(bob.start({u"--join"_s, hub.link()}));
    const QJsonObject record = bob.ask(u"map.find"_s, {{u"address"_s, alice.address()}});
    QCOMPARE(record["address"_L1].toString(), alice.address());
    QCOMPARE(record["online"_L1].toBool(), true);
    RunningNode& stranger = node(u"stranger"_s);
    QVERIFY(stranger.start());
    QCOMPARE(bob.errorOf(u"map.find"_s, {{u"address"_s, stranger.address()}}), -32001);
}

VOS_TEST_CORE(JoinStory)
#include "sys_join.moc"
