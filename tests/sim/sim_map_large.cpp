// The same machine with 10,000 and 100,000 nodes; only where VOS_LONG is set: it takes minutes.

#include "p2p/map/zone.h"
#include "tests/support/simmap.h"
#include "tests/support/testprogram.h"

#include <QElapsedTimer>
#include <QTest>

#include <sys/resource.h>

#include <algorithm>
#include <ctime>

using namespace vos;
using namespace vos::sim;

namespace {

/// What the program has used, for the figures.
struct Spent {
    QElapsedTimer timer;
    std::clock_t cpu = std::clock();
    Spent() { timer.start(); }
    double wallSeconds() const { return static_cast<double>(timer.elapsed()) / 1000; }
    double cpuSeconds() const { return static_cast<double>(std::clock() - cpu) / CLOCKS_PER_SEC; }
    static double gigabytes()
    {
        rusage usage{};
        getrusage(RUSAGE_SELF, &usage);
        return static_cast<double>(usage.ru_maxrss) / 1e6;
    }
};

double since(const MapWorld& world, Instant begin)
{
    return std::chrono::duration<double>(world.now() - begin).count();
}

bool isLongMapRun()
{
    return qEnvironmentVariableIntValue("VOS_LONG") != 0;
}

}  // namespace

class MapLargeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// Ten minutes of churn B in all; in them half is killed, and the rest split and brought
    /// together again.
    void ten_thousand_nodes()
    {
        if (!isLongMapRun())
            QSKIP("takes minutes; set VOS_LONG=1");
        const Spent spent;
        MapWorld world(21);
        world.addNodes(12'000);
        world.settleAll(10'000);
        world.run(40s);
        world.churn(30, 8);
        const Instant begin = world.now();
        world.resetRates();
        world.run(3min);
        const double stale = world.staleShare(100'000);
        qInfo("10,000 online, churn B: %.0f B/s out, stale %.3f %%, %zu part(s), %.0f s real",
              world.averageRate(true, 3min), stale * 100, world.parts(), spent.wallSeconds());
        QCOMPARE(world.parts(), std::size_t{1});
        QVERIFY(stale <= 0.003);
        world.killShare(0.5);
        const Instant killed = world.now();
        QVERIFY(world.runUntil([&] { return world.parts() == 1; }, 60s, 1s));
        qInfo("50 %% killed: in one piece after %.0f s, %.0f s real", since(world, killed),
              spent.wallSeconds());
        world.run(5min - (world.now() - begin));
        world.splitInTwo();
        world.run(3min);
        QVERIFY(world.parts() >= 2);
        world.reunite();
        const Instant healed = world.now();
        // Who comes and goes is never all up to date: as few are stale as under churn alone.
        const auto most = [&] { return world.parts() == 1 && world.staleShare(50'000) <= 0.003; };
        QVERIFY(world.runUntil(most, 120s, 1s));
        qInfo("split and merge under churn B: one piece, 0.3 %% stale after %.0f s, %.0f s real",
              since(world, healed), spent.wallSeconds());
        world.run(10min - (world.now() - begin));
        QCOMPARE(world.parts(), std::size_t{1});
        qInfo("10 simulated minutes: %.0f s real (must: 180), %.0f s CPU, %.1f GB (must: 4), "
              "%.1f million messages",
              spent.wallSeconds(), spent.cpuSeconds(), Spent::gigabytes(),
              static_cast<double>(world.messages) / 1e6);
        QVERIFY(Spent::gigabytes() <= 4);
    }

    /// Zones of 1,024 records, L = 7.
    void hundred_thousand_nodes()
    {
        if (!isLongMapRun())
            QSKIP("takes minutes; set VOS_LONG=1");
        const Spent spent;
        MapWorld world(22);
        map::Budget budget;
        budget.records = 1'024;
        budget.contacts = 4;
        budget.spare = 64;
        world.addNodes(100'000, budget);
        world.settleAll(80'000, [](std::uint32_t) { return 7u; });
        qInfo("100,000 nodes are there after %.0f s real, %.1f GB", spent.wallSeconds(),
              Spent::gigabytes());
        world.run(40s);
        qInfo("linked: %zu part(s), %.0f s real", world.parts(), spent.wallSeconds());
        world.churn(30, 8);
        world.resetRates();
        for (int minute = 1; minute <= 3; ++minute) {
            world.run(1min);
            qInfo("minute %d of churn B: stale %.3f %%, %zu part(s), %.0f s real", minute,
                  world.staleShare(50'000) * 100, world.parts(), spent.wallSeconds());
        }
        QCOMPARE(world.parts(), std::size_t{1});
        std::vector<const FindResult*> results;
        for (int i = 0; i < 500; ++i) {
            MapNode& from = world.randomOnline();
            const MapNode& target = world.randomOnline();
            if (&from != &target)
                results.push_back(&world.find(from, target));
            world.run(20ms);
        }
        world.run(11s);
        const auto found = std::count_if(results.begin(), results.end(),
                                         [](const FindResult* r) { return r->seconds; });
        qInfo("finds: %td of %zu", found, results.size());
        QVERIFY(static_cast<double>(found) >= 0.999 * static_cast<double>(results.size()));
        world.killShare(0.5);
        const Instant killed = world.now();
        QVERIFY(world.runUntil([&] { return world.parts() == 1; }, 60s, 5s));
        qInfo("50 %% killed: in one piece after %.0f s", since(world, killed));
        qInfo("in all %.0f s real (must: 900), %.0f s CPU, %.1f GB", spent.wallSeconds(),
              spent.cpuSeconds(), Spent::gigabytes());
    }
};

VOS_TEST(MapLargeTest)
#include "sim_map_large.moc"
