#include "p2p/base/bytes.h"
#include "p2p/nat/keepalive.h"
#include "tests/support/testprogram.h"

#include <QTest>

using namespace vos;
using namespace vos::nat;

class TestKeepalive : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void unknownNetworksAreTakenForBad()
    {
        KeepaliveSearch search;
        QCOMPARE(search.interval(), Duration(15s));
        QVERIFY(!search.nextTry());  // nothing to remember it under
        search.enterNetwork(7);
        QCOMPARE(search.interval(), Duration(15s));
        QVERIFY(search.nextTry() == Duration(30s));
    }

    void goesUpAsLongAsItHolds()
    {
        KeepaliveSearch search;
        search.enterNetwork(7);
        search.survived(31s);
        QVERIFY(search.interval() >= 24s && search.interval() < 25s);
        QVERIFY(search.nextTry() == Duration(60s));
        search.survived(60s);
        QCOMPARE(search.interval(), Duration(48s));
        QVERIFY(!search.nextTry());
    }

    void stopsWhereMappingsEnd()
    {
        KeepaliveSearch search;
        search.enterNetwork(7);
        search.survived(30s);
        search.expired(60s);
        QCOMPARE(search.interval(), Duration(24s));
        QVERIFY(!search.nextTry());
        search.survived(90s);  // luck: other traffic kept it alive
        QCOMPARE(search.interval(), Duration(24s));
        search.expired(30s);
        QCOMPARE(search.interval(), Duration(15s));
        QVERIFY(!search.nextTry());
    }

    void eachNetworkIsRemembered()
    {
        KeepaliveSearch search;
        search.enterNetwork(7);
        search.survived(60s);
        search.enterNetwork(8);
        search.expired(30s);
        KeepaliveSearch other;
        other.enterNetwork(7);
        other.read(search.write());
        QCOMPARE(other.interval(), Duration(48s));
        other.enterNetwork(8);
        QCOMPARE(other.interval(), Duration(15s));
        QVERIFY(!other.nextTry());
        for (std::uint64_t i = 100; i < 120; ++i)
            other.enterNetwork(i);
        other.enterNetwork(7);
        QVERIFY(other.nextTry() == Duration(30s));  // too long ago
    }

    void damagedTextIsIgnored()
    {
        for (const char* text : {"", "x", "7", "7:", "7:30", "7:30:", ":::", "7:30:60",
                                 "99999999999999999999:1:1 "}) {
            KeepaliveSearch search;
            search.enterNetwork(7);
            search.read(text);
            QCOMPARE(search.interval(), Duration(15s));
        }
        KeepaliveSearch search;
        search.enterNetwork(7);
        search.read("7:60:0 broken");
        QCOMPARE(search.interval(), Duration(48s));
        search.read("7:999999999:0 ");
        QCOMPARE(search.interval(), Duration(48s));
    }
};

VOS_TEST(TestKeepalive)
#include "tst_keepalive.moc"
