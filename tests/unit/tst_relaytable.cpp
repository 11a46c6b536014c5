#include "p2p/nat/relaytable.h"
#include "tests/support/testprogram.h"
#include "tests/unit/fixture.h"

#include <QtTest>

#include <set>

using namespace vos;
using namespace vos::nat;
using test::SeededRng;
using Reason = RelayTable::Reason;

namespace {

struct People {
    SeededRng rng{1};
    NodeId a = rng.id<NodeId>();
    NodeId b = rng.id<NodeId>();
    NodeId c = rng.id<NodeId>();
    Instant now = Instant{} + 1h;
};

}  // namespace

class TestRelayTable : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void bothWaysLeadToTheOtherEnd()
    {
        People p;
        RelayTable table;
        const auto to = table.open(p.now, {p.a, 2}, p.b);
        QVERIFY(to && to->peer == p.b && wire::isOfRelay(to->flow));
        QVERIFY(*table.pass(p.now, {p.a, 2}, 100) == *to);
        QVERIFY((*table.pass(p.now, *to, 100) == RelayTable::End{p.a, 2}));
        QCOMPARE(table.carriedBytes(), std::uint64_t{200});
        QCOMPARE(table.flows(), std::size_t{1});
        QCOMPARE(table.activePairs(p.now), 1u);
        QCOMPARE(table.activePairs(p.now + 1min), 0u);
        // The same number in another session is another flow.
        const auto unknown = table.pass(p.now, {p.c, 2}, 100);
        QVERIFY(!unknown && unknown.error().reason == Reason::Unknown && unknown.error().tell);
    }

    void openingAgainGoesOnOrLeadsElsewhere()
    {
        People p;
        RelayTable table;
        const auto first = table.open(p.now, {p.a, 2}, p.b);
        QVERIFY(*table.open(p.now, {p.a, 2}, p.b) == *first);
        const auto other = table.open(p.now, {p.a, 2}, p.c);
        QVERIFY(other && other->peer == p.c);
        QVERIFY(!table.pass(p.now, *first, 1));
        QCOMPARE(table.flows(), std::size_t{1});
    }

    void numbersOfOneTargetDiffer()
    {
        People p;
        RelayTable table;
        std::set<wire::FlowNumber> numbers;
        for (wire::FlowNumber i = 1; i <= RelayTable::FlowsPerPeerMax; ++i) {
            const auto to = table.open(p.now, {p.rng.id<NodeId>(), 2 * i}, p.b);
            QVERIFY(to.hasValue());
            numbers.insert(to->flow);
        }
        QCOMPARE(numbers.size(), RelayTable::FlowsPerPeerMax);
        const auto more = table.open(p.now, {p.a, 2}, p.b);
        QVERIFY(!more && more.error() == Reason::OverLimit);
        // What nobody uses makes room.
        QVERIFY(table.open(p.now + RelayTable::IdleMax, {p.a, 2}, p.b).hasValue());
        QCOMPARE(table.flows(), std::size_t{1});
    }

    void ratesAreKept()
    {
        People p;
        RelayTable table;
        table.setLimits({10'000, 1'000'000, 0});
        QVERIFY(table.open(p.now, {p.a, 2}, p.b).hasValue());
        std::uint64_t passed = 0;
        for (int i = 0; i < 1'000; ++i) {
            if (table.pass(p.now + i * 10ms, {p.a, 2}, 1'000))
                passed += 1'000;
        }
        // One second's worth at once, then ten seconds' worth.
        QVERIFY2(passed >= 100'000 && passed <= 120'000, std::to_string(passed).c_str());
        const auto over = table.pass(p.now + 9990ms, {p.a, 2}, 1'000);
        QVERIFY(!over && !over.error().tell);
    }

    void allPairsShareOneRate()
    {
        People p;
        RelayTable table;
        table.setLimits({1'000'000, 1'000'000'000, 10'000});
        QVERIFY(table.open(p.now, {p.a, 2}, p.b).hasValue());
        QVERIFY(table.open(p.now, {p.a, 4}, p.c).hasValue());
        std::uint64_t passed = 0;
        for (int i = 0; i < 500; ++i) {
            for (const wire::FlowNumber flow : {2u, 4u})
                passed += table.pass(p.now + i * 10ms, {p.a, flow}, 1'000) ? 1'000 : 0;
        }
        QVERIFY2(passed <= 62'000, std::to_string(passed).c_str());
    }

    void theDayHasAnEnd()
    {
        People p;
        RelayTable table;
        table.setLimits({1'000'000, 5'000, 0});
        const auto to = table.open(p.now, {p.a, 2}, p.b);
        for (int i = 0; i < 5; ++i)
            QVERIFY(table.pass(p.now, {p.a, 2}, 1'000).hasValue());
        const auto over = table.pass(p.now, {p.a, 2}, 1'000);
        QVERIFY(!over && over.error().reason == Reason::OverLimit && over.error().tell);
        QVERIFY(!table.pass(p.now, *to, 1'000).error().tell);  // once is enough
        // Another flow of the same two changes nothing.
        QVERIFY(table.open(p.now, {p.b, 2}, p.a).hasValue());
        QVERIFY(!table.pass(p.now, {p.b, 2}, 1'000));
        QVERIFY(table.pass(p.now + std::chrono::hours(24), {p.a, 2}, 1'000).hasValue());
    }

    void aPeerThatLeavesTakesItsFlowsAlong()
    {
        People p;
        RelayTable table;
        QVERIFY(table.open(p.now, {p.a, 2}, p.b).hasValue());
        QVERIFY(table.open(p.now, {p.c, 2}, p.a).hasValue());
        QVERIFY(table.open(p.now, {p.c, 4}, p.b).hasValue());
        const auto ends = table.dropPeer(p.a);
        QCOMPARE(ends.size(), std::size_t{2});
        QCOMPARE(table.flows(), std::size_t{1});
        QVERIFY(table.pass(p.now, {p.c, 4}, 1).hasValue());
        QVERIFY(!table.pass(p.now, {p.c, 2}, 1));
        QVERIFY(table.dropPeer(p.a).empty());
    }
};

VOS_TEST(TestRelayTable)
#include "tst_relaytable.moc"
