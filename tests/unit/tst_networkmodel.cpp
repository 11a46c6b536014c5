// The sessions as rows: read while somebody looks, sorted, and never a row reset under a choice.

#include "model/networkmodel.h"
#include "p2p/qt/address.h"
#include "tests/support/testprogram.h"
#include "tests/unit/modelfixture.h"

#include <QAbstractItemModelTester>
#include <QPersistentModelIndex>
#include <QSignalSpy>
#include <QTest>

using namespace vos;
using namespace vos::model;
using namespace vos::tests;

namespace {

PeerTraffic linked(const NodeId& id, std::chrono::milliseconds rtt, std::uint64_t sent)
{
    PeerTraffic peer;
    peer.id = id;
    peer.path = PathKind::Direct;
    peer.endpoint = *Endpoint::parse("203.0.113.5:40123");
    peer.rtt = rtt;
    peer.since = at(10, 0);
    peer.sentBytes = sent;
    return peer;
}

}  // namespace

class NetworkModelTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_world.reset(); }
    void nothingIsReadWhileNobodyLooks();
    void rowsSayHow();
    void sortedByAnyColumn();
    void rowsComeAndGo();
    void speedIsWhatCameBetween();
    void aRelayIsRefusedAndAllowedAgain();
    void diagnosticsNameNobody();

private:
    NetworkModel& network() { return m_world->models.network(); }
    void tell(const NetStatus& status)
    {
        m_world->node.setNetStatus(status);
        QSignalSpy spy(&network(), &NetworkModel::changed);
        network().checkAgain();
        QVERIFY(spy.wait());
    }
    QString text(int row, PeerColumn column)
    {
        return network().index(row, static_cast<int>(column)).data().toString();
    }

    std::unique_ptr<World> m_world;
    NetStatus m_status;
};

void NetworkModelTest::init()
{
    m_world = std::make_unique<World>();
    m_world->node.putContact(contact(Wang, "Wang Xiaoming", ContactState::Accepted, true));
    m_world->node.putContact(contact(Bob, "Bob", ContactState::Accepted, true));
    QVERIFY(m_world->start());
    m_status = {};
    m_status.peers = {linked(Wang, 42ms, 100), linked(Bob, 18ms, 300)};
    m_status.peers[0].path = PathKind::Relay;
    m_status.peers[0].via = Bob;
    m_status.nat = NatKind::PortRestricted;
}

void NetworkModelTest::nothingIsReadWhileNobodyLooks()
{
    m_world->node.setNetStatus(m_status);
    QSignalSpy spy(&network(), &NetworkModel::changed);
    QVERIFY(!spy.wait(100));
    QCOMPARE(network().rowCount(), 0);
    network().setWatched(true);
    network().setWatched(true);
    QVERIFY(settle([this] { return network().rowCount() == 2; }));
    network().setWatched(false);
    QVERIFY(network().isRead());
    network().setWatched(false);
    QVERIFY(!network().isRead());
}

void NetworkModelTest::rowsSayHow()
{
    const QAbstractItemModelTester tester(&network());
    network().setWatched(true);
    tell(m_status);
    QCOMPARE(text(0, PeerColumn::Node), QStringLiteral("Bob"));
    QCOMPARE(text(0, PeerColumn::Reach), QStringLiteral("Direct"));
    QCOMPARE(text(0, PeerColumn::Endpoint), QStringLiteral("203.0.113.5:40123"));
    QCOMPARE(text(0, PeerColumn::Rtt), QStringLiteral("18 ms"));
    QCOMPARE(text(0, PeerColumn::Linked), QStringLiteral("52 min"));
    QCOMPARE(text(1, PeerColumn::Reach), QStringLiteral("Through Bob"));
    QCOMPARE(text(1, PeerColumn::Endpoint), QStringLiteral("–"));
    QCOMPARE(network().index(1, 0).data(Qt::AccessibleTextRole).toString(),
             QStringLiteral("Wang Xiaoming, Through Bob, 42 ms"));
    QCOMPARE(network().pathInFull(Bob),
             QStringLiteral("Direct (203.0.113.5:40123), since 10:00. Round trip 18 ms."));
    QCOMPARE(network().pathInFull(Carol), QString());
    QCOMPARE(network().standing().title,
             QStringLiteral("Nobody is known yet."));  // the map of this world is empty
}

void NetworkModelTest::sortedByAnyColumn()
{
    network().setWatched(true);
    tell(m_status);
    QCOMPARE(text(0, PeerColumn::Node), QStringLiteral("Bob"));
    network().sort(static_cast<int>(PeerColumn::Node), Qt::DescendingOrder);
    QCOMPARE(text(0, PeerColumn::Node), QStringLiteral("Wang Xiaoming"));
    network().sort(static_cast<int>(PeerColumn::Sent), Qt::DescendingOrder);
    QCOMPARE(text(0, PeerColumn::Node), QStringLiteral("Bob"));
    network().sort(static_cast<int>(PeerColumn::Reach), Qt::DescendingOrder);
    QCOMPARE(text(0, PeerColumn::Node), QStringLiteral("Wang Xiaoming"));
}

void NetworkModelTest::rowsComeAndGo()
{
    const QAbstractItemModelTester tester(&network());
    network().setWatched(true);
    tell(m_status);
    QSignalSpy reset(&network(), &QAbstractItemModel::modelReset);
    const QPersistentModelIndex chosen = network().index(0, 0);
    m_status.peers.push_back(linked(Carol, 99ms, 1));
    tell(m_status);
    QCOMPARE(network().rowCount(), 3);
    m_status.peers = {linked(Bob, 18ms, 400)};
    tell(m_status);
    QCOMPARE(network().rowCount(), 1);
    QVERIFY(chosen.isValid());
    QCOMPARE(reset.size(), 0);
}

void NetworkModelTest::speedIsWhatCameBetween()
{
    network().setWatched(true);
    m_status.sentBytes = 1'000;
    m_status.receivedBytes = 5'000;
    tell(m_status);
    QCOMPARE(network().sendingSpeed(), 0.0);
    m_world->clock.set(m_world->clock.now() + 2s);
    m_status.sentBytes = 1'800;
    m_status.receivedBytes = 7'400;
    tell(m_status);
    QCOMPARE(network().sendingSpeed(), 400.0);
    QCOMPARE(network().receivingSpeed(), 1200.0);
    // A node started anew counts from zero.
    m_world->clock.set(m_world->clock.now() + 2s);
    m_status.sentBytes = 10;
    tell(m_status);
    QCOMPARE(network().sendingSpeed(), 0.0);
}

void NetworkModelTest::aRelayIsRefusedAndAllowedAgain()
{
    network().setRelayAllowed(Bob, false);
    const auto refused = [this] { return m_world->models.preferences().relaysRefused(); };
    QVERIFY(settle([&] { return refused() == QStringList{addressOf(Bob)}; }));
    network().setRelayAllowed(Wang, false);
    network().setRelayAllowed(Bob, false);
    QCOMPARE(refused(), (QStringList{addressOf(Wang), addressOf(Bob)}));
    network().setRelayAllowed(Bob, true);
    QCOMPARE(refused(), QStringList{addressOf(Wang)});
}

void NetworkModelTest::diagnosticsNameNobody()
{
    network().setWatched(true);
    m_status.observed = {*Endpoint::parse("198.51.100.83:41641")};
    tell(m_status);
    const int before = m_world->node.checks();
    network().checkAgain();
    QCOMPARE(m_world->node.checks(), before + 1);
    const QString text = network().diagnostics();
    QVERIFY(text.contains(QStringLiteral("nat: port-restricted")));
    QVERIFY(text.contains(QStringLiteral("observed: 198.51.100.83:41641")));
    QVERIFY(text.contains(QStringLiteral("session: relay, 42 ms")));
    for (const QString& secret : {QStringLiteral("Bob"), QStringLiteral("Wang"),
                                  QStringLiteral("vos1"), QStringLiteral("203.0.113.5")})
        QVERIFY2(!text.contains(secret), qPrintable(secret));
}

VOS_TEST_CORE(NetworkModelTest)
#include "tst_networkmodel.moc"
