#include "p2p/nat/natview.h"
#include "tests/support/testprogram.h"

#include <QtTest>

using namespace vos;
using nat::Filtering;
using nat::Mapping;
using nat::NatView;

namespace {

Endpoint at(const char* text)
{
    return *Endpoint::parse(text);
}

NodeId node(int number)
{
    NodeId id;
    id.bytes[0] = static_cast<std::byte>(number);
    return id;
}

const Endpoint Home = at("192.168.1.2:40000");
const Endpoint Outer = at("9.9.9.9:40000");
const Endpoint One = at("1.1.1.1:5000");
const Endpoint Two = at("2.2.2.2:5000");
const Endpoint Three = at("3.3.3.3:5000");
/// In the network of One.
const Endpoint Near = at("1.1.7.7:5000");

struct ViewStory {
    ViewStory() { view.setLocal({Home}); }
    void sees(int peer, const Endpoint& from, const Endpoint& seen, unsigned socket = 0)
    {
        now += 1s;
        view.observe(now, node(peer), from, socket, seen);
    }

    NatView view;
    Instant now{};
};

}  // namespace

class NatViewTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nobodyHasSaidAnything();
    void ownAddressIsPublic();
    void twoThatAgreeShowACone();
    void twoThatDifferShowASymmetricOne();
    void addressAloneDoesNotTell();
    void aLiarMovesNothing();
    void liarsOfOneNetworkLoseAgainstTwo();
    void theFartherSeeMore();
    void recordStaysWithASymmetricNat();
    void dialBacksTellTheFilter();
    void aMappedPortGoesFirst();
    void aMappedPortBehindAnotherRouterIsNone();
    void privateAddressesStayAtHome();
    void bothFamilies();
    void stepsOfPorts_data();
    void stepsOfPorts();
    void observationsAreBounded();
    void anotherNetworkForgetsAll();
};

void NatViewTest::nobodyHasSaidAnything()
{
    ViewStory s;
    QCOMPARE(s.view.mapping(IpFamily::V4), Mapping::Unknown);
    QCOMPARE(s.view.filtering(IpFamily::V4), Filtering::Unknown);
    QVERIFY(s.view.observed().empty());
    QVERIFY(!s.view.reachable());
    QVERIFY(s.view.toPublish() == std::vector{Home});
}

void NatViewTest::ownAddressIsPublic()
{
    ViewStory s;
    s.view.setLocal({Outer, Home});
    s.sees(1, One, Outer);
    QCOMPARE(s.view.mapping(IpFamily::V4), Mapping::None);
    QVERIFY(s.view.toPublish() == std::vector{Outer});
}

void NatViewTest::twoThatAgreeShowACone()
{
    ViewStory s;
    s.sees(1, One, Outer);
    // The word of one alone is used, but shows nothing.
    QVERIFY(s.view.observed() == std::vector{Outer});
    QCOMPARE(s.view.mapping(IpFamily::V4), Mapping::Unknown);
    s.sees(2, Two, Outer);
    QCOMPARE(s.view.mapping(IpFamily::V4), Mapping::Independent);
    QVERIFY(s.view.toPublish() == std::vector{Outer});
}

void NatViewTest::twoThatDifferShowASymmetricOne()
{
    ViewStory s;
    s.sees(1, One, at("9.9.9.9:1111"));
    s.sees(2, Two, at("9.9.9.9:2222"));
    QCOMPARE(s.view.mapping(IpFamily::V4), Mapping::Dependent);
    // Two sockets of ours always differ.
    ViewStory other;
    other.sees(1, One, at("9.9.9.9:1111"), 0);
    other.sees(2, Two, at("9.9.9.9:2222"), 1);
    QCOMPARE(other.view.mapping(IpFamily::V4), Mapping::Unknown);
}

void NatViewTest::addressAloneDoesNotTell()
{
    // Two nodes of one address agree also where the port depends on the address.
    ViewStory s;
    s.sees(1, One, Outer);
    s.sees(2, at("1.1.1.1:6000"), Outer);
    QCOMPARE(s.view.mapping(IpFamily::V4), Mapping::Unknown);
    QVERIFY(s.view.observed() == std::vector{Outer});
}

void NatViewTest::aLiarMovesNothing()
{
    ViewStory s;
    s.sees(1, One, Outer);
    s.sees(2, Two, Outer);
    s.sees(3, Three, at("6.6.6.6:666"));
    QCOMPARE(s.view.mapping(IpFamily::V4), Mapping::Independent);
    QVERIFY(s.view.toPublish() == std::vector{Outer});
    // First come, he is believed until others have spoken.
    ViewStory early;
    early.sees(3, Three, at("6.6.6.6:6666"));
    QVERIFY(early.view.toPublish() == std::vector{at("6.6.6.6:6666")});
    early.sees(1, One, Outer);
    early.sees(2, Two, Outer);
    QVERIFY(early.view.toPublish() == std::vector{Outer});
    // What no datagram may be sent to is not even written down.
    for (const char* bad : {"9.9.9.9:53", "224.0.0.1:5000", "0.0.0.0:5000", "[fe80::1]:5000"}) {
        ViewStory none;
        none.sees(1, bad[0] == '[' ? at("[2a00::1]:5000") : One, at(bad));
        QVERIFY(none.view.observed().empty());
    }
}

void NatViewTest::liarsOfOneNetworkLoseAgainstTwo()
{
    ViewStory s;
    const Endpoint lie = at("6.6.6.6:6666");
    s.sees(1, One, lie);
    s.sees(2, Near, lie);
    QVERIFY(s.view.observed() == std::vector{lie});
    s.sees(3, Two, Outer);
    s.sees(4, Three, Outer);
    QVERIFY(s.view.observed() == std::vector{Outer});
}

void NatViewTest::theFartherSeeMore()
{
    ViewStory s;
    s.sees(1, at("192.168.1.3:5000"), Home);
    QVERIFY(s.view.toPublish() == std::vector{Home});
    s.sees(2, One, Outer);
    s.sees(3, at("192.168.1.4:5000"), Home);
    QVERIFY(s.view.observed() == std::vector{Outer});
    QCOMPARE(s.view.mapping(IpFamily::V4), Mapping::Unknown);
    QVERIFY(s.view.toPublish() == std::vector{Outer});
}

void NatViewTest::recordStaysWithASymmetricNat()
{
    ViewStory s;
    s.sees(1, One, at("9.9.9.9:1111"));
    const auto first = s.view.toPublish();
    for (int i = 2; i < 20; ++i) {
        const auto number = std::to_string(i);
        s.sees(i, at((number + ".2.2.2:5000").c_str()), at(("9.9.9.9:22" + number).c_str()));
        QVERIFY(s.view.toPublish() == first);
    }
    // Not even when the one who told it has left.
    s.view.forget(node(1));
    QVERIFY(s.view.toPublish() == first);
    // The address is another one now.
    for (int i = 2; i < 20; ++i)
        s.view.forget(node(i));
    s.sees(1, One, at("8.8.8.8:1111"));
    s.sees(2, Two, at("8.8.8.8:2222"));
    QVERIFY(s.view.toPublish() == std::vector{at("8.8.8.8:1111")});
}

void NatViewTest::dialBacksTellTheFilter()
{
    ViewStory s;
    s.view.otherPortSilent(IpFamily::V4);
    QCOMPARE(s.view.filtering(IpFamily::V4), Filtering::Unknown);  // it may have been lost
    s.view.otherPortSilent(IpFamily::V4);
    QCOMPARE(s.view.filtering(IpFamily::V4), Filtering::AddressAndPort);
    s.view.otherPortHeard(IpFamily::V4);
    QCOMPARE(s.view.filtering(IpFamily::V4), Filtering::Address);
    s.view.strangerHeard(One);
    s.view.strangerHeard(at("1.1.1.9:5000"));  // a neighbour of his
    QCOMPARE(s.view.filtering(IpFamily::V4), Filtering::Open);
    QVERIFY(!s.view.reachable());
    s.view.strangerHeard(Two);
    QVERIFY(s.view.reachable());
    QCOMPARE(s.view.filtering(IpFamily::V6), Filtering::Unknown);
}

void NatViewTest::aMappedPortGoesFirst()
{
    ViewStory s;
    s.sees(1, One, at("9.9.9.9:1111"));
    s.sees(2, Two, at("9.9.9.9:2222"));
    s.view.setMapped(Outer);
    QVERIFY((s.view.toPublish() == std::vector{Outer, at("9.9.9.9:1111")}));
    QVERIFY(s.view.reachable());
    s.view.setMapped({});
    QVERIFY(!s.view.reachable());
}

void NatViewTest::aMappedPortBehindAnotherRouterIsNone()
{
    ViewStory s;
    s.view.setMapped(at("100.64.0.7:40000"));
    QVERIFY(!s.view.reachable());
    s.sees(1, One, Outer);
    s.view.setMapped(at("8.8.8.8:40000"));
    QVERIFY(!s.view.reachable());
    QVERIFY(s.view.toPublish() == std::vector{Outer});
}

void NatViewTest::privateAddressesStayAtHome()
{
    ViewStory s;
    s.view.setLocal({at("127.0.0.1:40000"), Home, at("[fd00::1]:40000")});
    QVERIFY((s.view.toPublish() == std::vector{Home, at("[fd00::1]:40000")}));
    s.view.setLocal({at("127.0.0.1:40000")});
    QVERIFY(s.view.toPublish() == std::vector{at("127.0.0.1:40000")});
    // Some see us there all the same; in one computer several nodes have one address.
    s.sees(1, at("127.0.0.1:1111"), at("127.0.0.1:40000"));
    s.sees(2, at("127.0.0.1:2222"), at("127.0.0.1:40000"));
    QCOMPARE(s.view.mapping(IpFamily::V4), Mapping::None);
}

void NatViewTest::bothFamilies()
{
    ViewStory s;
    const Endpoint six = at("[2001:db8::7]:40000");
    s.view.setLocal({Home, six});
    s.sees(1, One, at("9.9.9.9:1111"));
    s.sees(2, Two, at("9.9.9.9:2222"));
    s.sees(3, at("[2a00::1]:5000"), six);
    QCOMPARE(s.view.mapping(IpFamily::V4), Mapping::Dependent);
    QCOMPARE(s.view.mapping(IpFamily::V6), Mapping::None);
    QCOMPARE(s.view.mainFamily(), IpFamily::V4);
    QVERIFY((s.view.toPublish() == std::vector{six, at("9.9.9.9:1111")}));
}

void NatViewTest::stepsOfPorts_data()
{
    QTest::addColumn<QList<int>>("ports");
    QTest::addColumn<int>("step");
    QTest::newRow("one after the other") << QList<int>{5000, 5001, 5002} << 1;
    QTest::newRow("two alone") << QList<int>{5000, 5002} << 2;
    QTest::newRow("two, far apart") << QList<int>{5000, 5120} << 0;
    QTest::newRow("others between") << QList<int>{5000, 5004, 5006, 5014} << 2;
    QTest::newRow("backwards") << QList<int>{5000, 4999, 4997} << -1;
    QTest::newRow("random") << QList<int>{5000, 31007, 12999, 60123} << 0;
    QTest::newRow("to and fro") << QList<int>{5000, 5010, 5003} << 0;
}

void NatViewTest::stepsOfPorts()
{
    QFETCH(QList<int>, ports);
    QFETCH(int, step);
    ViewStory s;
    for (int i = 0; i < ports.size(); ++i) {
        Endpoint seen = Outer;
        seen.port = static_cast<std::uint16_t>(ports[i]);
        s.sees(i + 1, at((std::to_string(i + 1) + ".1.1.1:5000").c_str()), seen);
    }
    QCOMPARE(s.view.portSteps().step, step);
    QCOMPARE(int(s.view.portSteps().newest->port), ports.back());
    QVERIFY(s.view.portSteps().at == s.now);
}

void NatViewTest::observationsAreBounded()
{
    ViewStory s;
    for (unsigned i = 0; i < 1000; ++i) {
        s.sees(1, One, at("6.6.6.6:6666"), i);
        if (i == 900) {
            s.sees(2, Two, Outer);
            s.sees(3, Three, Outer);
        }
    }
    QVERIFY(s.view.observed() == std::vector{at("6.6.6.6:6666")});
    s.sees(2, Two, Outer);
    s.sees(3, Three, Outer);
    QVERIFY(s.view.observed() == std::vector{Outer});
}

void NatViewTest::anotherNetworkForgetsAll()
{
    ViewStory s;
    s.sees(1, One, Outer);
    s.sees(2, Two, Outer);
    s.view.strangerHeard(One);
    s.view.strangerHeard(Two);
    s.view.networkChanged();
    QVERIFY(!s.view.reachable());
    // The record need not change twice where it is the same network after all.
    QVERIFY(s.view.toPublish() == std::vector{Outer});
    s.sees(1, One, at("8.8.8.8:40000"));
    QVERIFY(s.view.toPublish() == std::vector{at("8.8.8.8:40000")});
    s.view.networkChanged();
    s.view.forgetOldPlaces();
    QVERIFY(s.view.observed().empty());
    QCOMPARE(s.view.mapping(IpFamily::V4), Mapping::Unknown);
    QVERIFY(s.view.toPublish() == std::vector{Home});
}

VOS_TEST(NatViewTest)
#include "tst_natview.moc"
