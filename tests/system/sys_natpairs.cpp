// Real nodes behind the kernel's own NAT (natlab.h): each pair talks at once, most of them straight
// soon after, and goes on talking when an address changes, a router forgets or a relay dies.

#include "tests/support/testprogram.h"
#include "tests/system/nathomes.h"
#include "tests/system/stories.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace vos::test;
using Nat = NatLab::Nat;

class NatPairsStory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { m_homes.reset(); }
    void pairs_data();
    void pairs();
    void aRouterThatForgetsCostsASecond();
    void aNodeThatMovesIsFollowed();
    void aRelayThatDiesIsReplaced();

private:
    std::unique_ptr<NatHomes> m_homes;
};

void NatPairsStory::initTestCase()
{
    m_homes = std::make_unique<NatHomes>();
    if (!m_homes->whyNot().isEmpty())
        QSKIP(m_homes->whyNot().constData());
    QVERIFY(m_homes->isGood());
}

void NatPairsStory::pairs_data()
{
    QTest::addColumn<int>("one");
    QTest::addColumn<int>("other");
    const auto add = [](int a, int b) {
        QTest::addRow("%s to %s", NatHomes::nameOf(a), NatHomes::nameOf(b)) << a << b;
    };
    if (qEnvironmentVariableIsSet("VOS_LONG")) {
        for (const int a : NatHomes::kinds()) {
            for (const int b : NatHomes::kinds())
                add(a, b);
        }
        return;
    }
    add(int(Nat::FullCone), int(Nat::Symmetric));
    add(int(Nat::AddressRestricted), int(Nat::CarrierSymmetric));
    add(int(Nat::PortRestricted), int(Nat::PortRestricted));
    add(int(Nat::PortRestricted), int(Nat::Symmetric));
    add(int(Nat::Symmetric), int(Nat::Symmetric));
}

void NatPairsStory::pairs()
{
    QFETCH(int, one);
    QFETCH(int, other);
    RunningNode& a = m_homes->nodeAt(one, 0);
    RunningNode& b = m_homes->nodeAt(other, 1);
    QVERIFY2(m_homes->lab().isGood(), m_homes->lab().whyNot().constData());
    QVERIFY(a.isRunning() && b.isRunning());
    QVERIFY(befriend(a, b));
    const qint64 friendsAt = nowMs();
    const QString id = sendText(a, b, u"hello"_s);
    QVERIFY(waitForState(a, id, u"delivered"_s, 5000));
    const qint64 deliveredAt = nowMs();
    const bool hopeless = NatHomes::isSymmetric(one) && NatHomes::isSymmetric(other);
    const QString wanted = hopeless ? u"relay"_s : u"direct"_s;
    QVERIFY(NatHomes::waitForPath(a, b, wanted, 20'000));
    QVERIFY(NatHomes::waitForPath(b, a, wanted, 20'000));
    qInfo("%s to %s: delivered after %lld ms, %s after %lld ms", NatHomes::nameOf(one),
          NatHomes::nameOf(other), static_cast<long long>(deliveredAt - friendsAt),
          qPrintable(wanted), static_cast<long long>(nowMs() - friendsAt));
}

void NatPairsStory::aRouterThatForgetsCostsASecond()
{
    RunningNode& a = m_homes->nodeAt(int(Nat::PortRestricted), 0);
    RunningNode& b = m_homes->nodeAt(int(Nat::PortRestricted), 1);
    QVERIFY(NatHomes::waitForPath(a, b, u"direct"_s, 20'000));
    const int gap = m_homes->talk(a, b, 6, [this] {
        QVERIFY(m_homes->lab().renumber(m_homes->hostOf(int(Nat::PortRestricted), 0)));
    });
    qInfo("the outer address of a home changes while it talks: nothing for %d ms", gap);
    QVERIFY2(gap >= 0, "a message was lost, came twice or in disorder");
    QVERIFY(gap < 3000);
    QVERIFY(NatHomes::waitForPath(a, b, u"direct"_s, 20'000));
}

void NatPairsStory::aNodeThatMovesIsFollowed()
{
    RunningNode& a = m_homes->nodeAt(int(Nat::PortRestricted), 0);
    RunningNode& b = m_homes->nodeAt(int(Nat::PortRestricted), 1);
    const int gap = m_homes->talk(a, b, 8, [this] {
        QVERIFY(m_homes->lab().move(m_homes->hostOf(int(Nat::PortRestricted), 0),
                                    m_homes->hostOf(int(Nat::Symmetric), 0)));
    });
    qInfo("a node moves to another network while it talks: nothing for %d ms", gap);
    QVERIFY2(gap >= 0, "a message was lost, came twice or in disorder");
    QVERIFY(gap < 3000);
}

void NatPairsStory::aRelayThatDiesIsReplaced()
{
    RunningNode& a = m_homes->nodeAt(int(Nat::Symmetric), 0);
    RunningNode& b = m_homes->nodeAt(int(Nat::Symmetric), 1);
    QVERIFY(NatHomes::waitForPath(a, b, u"relay"_s, 20'000));
    const QString via = NatHomes::sessionWith(a, b)["via"_L1].toString();
    RunningNode* relay = m_homes->nodeOf(via);
    QVERIFY2(relay, qPrintable(via));
    const int gap = m_homes->talk(a, b, 6, [relay] { relay->kill(); });
    qInfo("the relay is killed while two talk by it: nothing for %d ms", gap);
    QVERIFY2(gap >= 0, "a message was lost, came twice or in disorder");
    QVERIFY(gap < 3000);
}

VOS_TEST_CORE(NatPairsStory)
#include "sys_natpairs.moc"
