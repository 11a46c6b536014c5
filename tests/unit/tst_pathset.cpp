#include "p2p/engine/pathset.h"
#include "tests/support/testprogram.h"

#include <QtTest>

#include <set>

using namespace vos;
using namespace vos::engine;

namespace {

Route routeTo(const char* text, SocketIndex socket = 0)
{
    return {*Endpoint::parse(text), socket};
}

}  // namespace

class TestPathSet : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void ranksAreInOrderOfPreference()
    {
        const auto rank = [](const Route& r) {
            Path path;
            path.route = r;
            return path.rank();
        };
        using Rank = Path::Rank;
        QCOMPARE(rank(routeTo("192.168.1.7:5000")), Rank::Lan);
        QCOMPARE(rank(routeTo("[fd00::1]:5000")), Rank::Lan);
        QCOMPARE(rank(routeTo("127.0.0.1:5000")), Rank::Lan);
        QCOMPARE(rank(routeTo("203.0.113.7:5000")), Rank::Straight);
        QCOMPARE(rank(routeTo("[2001:db8::1]:5000")), Rank::Straight);
        // Behind one carrier is no house.
        QCOMPARE(rank(routeTo("100.64.3.4:5000")), Rank::Straight);
        QCOMPARE(rank(routeTo("[100::1]:5000", RelaySocket)), Rank::Relayed);
        QVERIFY(Rank::Lan < Rank::Straight && Rank::Straight < Rank::Relayed);
    }

    void onlyRelaysNeedNoProof()
    {
        PathSet paths(Instant{}, routeTo("203.0.113.7:5000"));
        QVERIFY(paths.current().validated);
        QVERIFY(!paths.add(Instant{}, routeTo("203.0.113.8:5000")).validated);
        QVERIFY(paths.add(Instant{}, routeTo("[100::1]:1", RelaySocket)).validated);
        // The same place by another socket is another way.
        QVERIFY(!paths.find(routeTo("203.0.113.7:5000", 1)));
    }

    void theUsefulOnesStay()
    {
        Instant now{};
        PathSet paths(now, routeTo("203.0.113.7:5000"));
        const transport::PathTag first = paths.current().tag;
        Path& good = paths.add(now, routeTo("203.0.113.8:5000"));
        good.validated = true;
        good.lastHeard = now + 5s;
        const transport::PathTag second = good.tag;
        for (std::uint16_t i = 0; i < 100; ++i) {
            Route r = routeTo("203.0.113.9:5000");
            r.endpoint.port = static_cast<std::uint16_t>(6000 + i);
            Path& path = paths.add(now, r);
            path.lastHeard = now + std::chrono::seconds(i);
            QVERIFY(paths.all().size() <= PathSet::PathsMax);
        }
        QVERIFY(paths.byTag(first) && paths.byTag(second));
        QCOMPARE(paths.current().tag, first);
        std::set<transport::PathTag> tags;
        for (const Path& path : paths.all())
            tags.insert(path.tag);
        QCOMPARE(tags.size(), paths.all().size());
    }

    void theCurrentOneFollowsWhatIsRemoved()
    {
        PathSet paths(Instant{}, routeTo("203.0.113.7:5000"));
        paths.add(Instant{}, routeTo("203.0.113.8:5000")).validated = true;
        paths.add(Instant{}, routeTo("203.0.113.9:5000")).validated = true;
        paths.use(Instant{} + 1s, *paths.find(routeTo("203.0.113.9:5000")));
        paths.remove(routeTo("203.0.113.7:5000"));
        QVERIFY(paths.current().route == routeTo("203.0.113.9:5000"));
        QVERIFY(paths.alternative()->route == routeTo("203.0.113.8:5000"));
        paths.remove(routeTo("203.0.113.8:5000"));
        QVERIFY(!paths.alternative());
    }

    void theAlternativeIsOneThatAnswers()
    {
        PathSet paths(Instant{}, routeTo("203.0.113.7:5000"));
        QVERIFY(!paths.alternative());
        paths.add(Instant{}, routeTo("[100::1]:1", RelaySocket));
        QVERIFY(paths.alternative()->route.relayed());
        paths.add(Instant{}, routeTo("203.0.113.8:5000")).validated = true;
        QVERIFY(!paths.alternative()->route.relayed());
        paths.find(routeTo("203.0.113.8:5000"))->unanswered = 5;
        QVERIFY(paths.alternative()->route.relayed());
    }

    void challengesBackOff()
    {
        Path path;
        Duration before{};
        for (unsigned i = 0; i < 20; ++i) {
            path.unanswered = i;
            QVERIFY(challengeWait(path) >= before);
            before = challengeWait(path);
        }
        QVERIFY(before <= 20s);
    }

    void aRelayCarriesLess()
    {
        Path path;
        path.route = routeTo("[100::1]:1", RelaySocket);
        QCOMPARE(limitsOf(path).maxDatagram, std::size_t{1120});
        path.route = routeTo("203.0.113.7:5000");
        QCOMPARE(limitsOf(path).maxDatagram, std::size_t{1472});
    }
};

VOS_TEST(TestPathSet)
#include "tst_pathset.moc"
