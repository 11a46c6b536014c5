#include "p2p/base/endpoint.h"

#include "tests/support/testprogram.h"

#include <QtTest>

#include <unordered_set>

using namespace vos;

namespace {

Endpoint at(std::string_view text)
{
    const auto endpoint = Endpoint::parse(text);
    if (!endpoint)
        qFatal("bad endpoint in a test");
    return *endpoint;
}

}  // namespace

class TestEndpoint : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void writesOneForm_data()
    {
        QTest::addColumn<QByteArray>("given");
        QTest::addColumn<QByteArray>("written");
        const auto row = [](const char* given, const char* written) {
            QTest::newRow(given) << QByteArray(given) << QByteArray(written);
        };
        row("1.2.3.4:5", "1.2.3.4:5");
        row("255.255.255.255:65535", "255.255.255.255:65535");
        row("0.0.0.0:1", "0.0.0.0:1");
        // RFC 5952, 4: no leading zeros, lower case, the longest run of zeros, the first of equals,
        // and no `::` for a single group.
        row("[2001:0db8::0001]:443", "[2001:db8::1]:443");
        row("[2001:DB8::A]:443", "[2001:db8::a]:443");
        row("[2001:db8:0:0:0:0:2:1]:443", "[2001:db8::2:1]:443");
        row("[2001:db8:0:1:1:1:1:1]:443", "[2001:db8:0:1:1:1:1:1]:443");
        row("[2001:db8::1:1:1:1:1]:443", "[2001:db8:0:1:1:1:1:1]:443");
        row("[2001:0:0:1:0:0:0:1]:443", "[2001:0:0:1::1]:443");
        row("[2001:db8:0:0:1:0:0:1]:443", "[2001:db8::1:0:0:1]:443");
        row("[::]:1", "[::]:1");
        row("[::1]:1", "[::1]:1");
        row("[1::]:1", "[1::]:1");
        row("[1:2:3:4:5:6:7:8]:9", "[1:2:3:4:5:6:7:8]:9");
        row("[1:2:3:4:5:6::]:9", "[1:2:3:4:5:6::]:9");
        row("[::3:4:5:6:7:8]:9", "[::3:4:5:6:7:8]:9");
        row("[fe80:0:0:0:ffff:ffff:ffff:ffff]:65535", "[fe80::ffff:ffff:ffff:ffff]:65535");
        row("[FE80:0::1%2]:1", "[fe80::1%2]:1");
        row("[fe80::1%65535]:1", "[fe80::1%65535]:1");
    }
    void writesOneForm()
    {
        QFETCH(QByteArray, given);
        QFETCH(QByteArray, written);
        const auto endpoint = Endpoint::parse(given.toStdString());
        QVERIFY(endpoint);
        QCOMPARE(endpoint->toString(), written.toStdString());
        QVERIFY(Endpoint::parse(endpoint->toString()) == endpoint);
    }
    void refusesTheRest()
    {
        for (const char* bad : {"",
                                "[fe80::1%0]:1",
                                "[fe80::1%65536]:1",
                                "[fe80::1%eth0]:1",
                                "[fe80::1%]:1",
                                "[fe80:1::1%2]:1",
                                "[2001:db8::1%2]:1",
                                ":",
                                ":1",
                                "1.2.3.4",
                                "1.2.3.4:",
                                "1.2.3.4:0",
                                "1.2.3.4:65536",
                                "1.2.3.4:-1",
                                "1.2.3.4:+1",
                                "1.2.3.4: 1",
                                "1.2.3.4:1 ",
                                " 1.2.3.4:1",
                                "1.2.3:1",
                                "1.2.3.4.5:1",
                                "1.2.3.256:1",
                                "1.2.3.:1",
                                "1..3.4:1",
                                "1.2.3.0004:1",
                                "01.2.3.4:1",
                                "1.2.3.08:1",
                                "00.0.0.0:1",
                                "a.b.c.d:1",
                                "host:1",
                                "[]:1",
                                "[:]:1",
                                "[1.2.3.4]:1",
                                "::1:1",
                                "[::1]",
                                "[::1]:0",
                                "[::1:1",
                                "::1]:1",
                                "[1:2]:1",
                                "[1:2:3:4:5:6:7:8:9]:1",
                                "[1::2::3]:1",
                                "[:::]:1",
                                "[12345::]:1",
                                "[g::]:1",
                                "[1:2:3:4:5:6:7::8]:1",
                                "[1:2:3:4:5:6:7:]:1",
                                "[:2:3:4:5:6:7:8]:1",
                                "[::1%eth0]:1",
                                "[fe80::1]x:1"}) {
            QVERIFY2(!Endpoint::parse(bad), bad);
        }
    }
    void kindsOfAddresses()
    {
        QVERIFY(at("127.0.0.1:1").isLoopback() && at("127.255.0.1:1").isLoopback());
        QVERIFY(at("[::1]:1").isLoopback());
        QVERIFY(!at("128.0.0.1:1").isLoopback() && !at("[::2]:1").isLoopback());
        for (const char* own : {"10.0.0.1:1", "172.16.0.1:1", "172.31.255.1:1", "192.168.1.1:1",
                                "169.254.1.1:1", "100.64.0.1:1", "100.127.255.1:1", "[fe80::1]:1",
                                "[febf::1]:1", "[fc00::1]:1", "[fdff::1]:1"})
            QVERIFY2(at(own).isPrivate(), own);
        for (const char* open :
             {"11.0.0.1:1", "172.15.0.1:1", "172.32.0.1:1", "192.169.0.1:1", "100.63.0.1:1",
              "100.128.0.1:1", "[fec0::1]:1", "[fe00::1]:1", "[2001:db8::1]:1", "8.8.8.8:1"})
            QVERIFY2(!at(open).isPrivate(), open);
    }
    void usableTargets()
    {
        for (const char* good : {"1.2.3.4:1024", "1.2.3.4:443", "127.0.0.1:40000", "[::1]:40000",
                                 "223.255.255.1:65535", "[2001:db8::1]:443"})
            QVERIFY2(at(good).isUsable(), good);
        for (const char* bad :
             {"1.2.3.4:53", "1.2.3.4:1023", "1.2.3.4:80", "0.0.0.0:4000", "0.1.2.3:4000",
              "224.0.0.1:4000", "239.1.1.1:4000", "255.255.255.255:4000", "[::]:4000",
              "[ff02::1]:4000", "[2001:db8::1]:123"})
            QVERIFY2(!at(bad).isUsable(), bad);
    }
    void networks()
    {
        QCOMPARE(at("1.2.3.4:5").network(), at("1.2.3.250:9").network());
        QVERIFY(at("1.2.3.4:5").network() != at("1.2.4.4:5").network());
        QCOMPARE(at("[2001:db8:1:22ff::1]:5").network(), at("[2001:db8:1:2200:9::]:6").network());
        QVERIFY(at("[2001:db8:1:2200::1]:5").network() != at("[2001:db8:1:2300::1]:5").network());
    }
    void hashAndOrder()
    {
        std::unordered_set<Endpoint> set{at("1.2.3.4:5"), at("1.2.3.4:6"), at("[102:304::]:5"),
                                         at("1.2.3.4:5")};
        QCOMPARE(set.size(), std::size_t{3});
        QVERIFY(at("1.2.3.4:5") < at("1.2.3.4:6"));
    }
};

VOS_TEST(TestEndpoint)
#include "tst_endpoint.moc"
