// The same machine with 10,000 nodes; only where VOS_LONG is set, since it takes minutes.

#include "p2p/map/zone.h"
#include "tests/support/simmap.h"
#include "tests/support/testprogram.h"

#include <QElapsedTimer>
#include <QTest>

using namespace vos;
using namespace vos::sim;

class MapLargeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void ten_thousand_nodes()
    {
        if (qEnvironmentVariableIntValue("VOS_LONG") == 0)
            QSKIP("takes minutes; set VOS_LONG=1");
        constexpr std::size_t online = 10'000;
        QElapsedTimer timer;
        timer.start();
        MapWorld world(21);
        world.addNodes(online + 2'000);
        world.settleAll(online);
        world.run(40s);
        world.churn(30, 8);
        world.resetRates();
        world.run(3min);
        qInfo("10,000 online, churn B: %.0f B/s out, stale %.3f %%, %zu part(s), %.0f s real",
              world.averageRate(true, 3min), world.staleShare(100'000) * 100, world.parts(),
              static_cast<double>(timer.elapsed()) / 1000);
        QCOMPARE(world.parts(), std::size_t{1});
        std::vector<MapNode*> victims;
        for (const auto& node : world.nodes) {
            if (node->online() && world.rng.chance(0.5))
                victims.push_back(node.get());
        }
        world.stopChurn();
        for (MapNode* node : victims)
            world.stop(*node, false);
        const Instant killed = world.now();
        QVERIFY(world.runUntil([&] { return world.parts() == 1; }, 60s, 1s));
        qInfo("50 %% killed: in one piece after %.0f s",
              std::chrono::duration<double>(world.now() - killed).count());
        const auto side = [](std::uint32_t number) { return number % 2; };
        world.blocked = [&](std::uint32_t a, std::uint32_t b) { return side(a) != side(b); };
        for (const auto& node : world.nodes) {
            const auto sessions = node->sessions;
            for (const std::uint32_t other : sessions) {
                if (side(other) != side(node->number))
                    world.breakLink(*node, *world.nodes[other]);
            }
        }
        world.run(3min);
        for (const auto& node : world.nodes) {
            if (node->online() && world.rng.chance(0.05))
                world.move(*node);
        }
        world.run(2min);
        world.blocked = nullptr;
        const Instant healed = world.now();
        const auto most = [&] {
            return world.parts() == 1 && world.staleShare(50'000, 0s) <= 0.001;
        };
        QVERIFY(world.runUntil(most, 120s, 2s));
        qInfo("split and merge: 99.9 %% agree after %.0f s; %.0f s real in all",
              std::chrono::duration<double>(world.now() - healed).count(),
              static_cast<double>(timer.elapsed()) / 1000);
    }
};

VOS_TEST(MapLargeTest)
#include "sim_map_large.moc"
