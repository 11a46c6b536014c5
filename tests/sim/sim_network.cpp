// The VOS Map of a small network: joining, spreading, losing the first node, coming back.

#include "tests/support/simworld.h"
#include "tests/support/testprogram.h"

#include <QTest>

#include <algorithm>

using namespace vos;
using namespace vos::sim;

namespace {

bool knowsAll(World& world)
{
    std::size_t running = 0;
    for (const auto& node : world.nodes)
        running += node->running() ? 1 : 0;
    return std::all_of(world.nodes.begin(), world.nodes.end(), [&](const auto& node) {
        return !node->running() || node->engine().mapEntries(node->now()).size() + 1 >= running;
    });
}

/// Every running node holds the newest record of every running node.
bool upToDate(World& world)
{
    for (const auto& node : world.nodes) {
        if (!node->running())
            continue;
        for (const auto& other : world.nodes) {
            if (other == node || !other->running())
                continue;
            const auto entries = node->engine().mapEntries(node->now());
            const auto found = std::find_if(entries.begin(), entries.end(),
                                            [&](const MapEntry& e) { return e.id == other->id(); });
            if (found == entries.end() ||
                std::find(found->endpoints.begin(), found->endpoints.end(), other->endpoint()) ==
                    found->endpoints.end())
                return false;
        }
    }
    return true;
}

/// As runUntil, for conditions too costly to look at after every event.
bool settles(World& world, const std::function<bool()>& done, Duration limit)
{
    const Instant end = world.now() + limit;
    while (!done()) {
        if (world.now() >= end)
            return false;
        world.run(250ms);
    }
    return true;
}

}  // namespace

class NetworkTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void hundred_nodes_join_one_by_one_and_all_know_all()
    {
        World world(21);
        for (int i = 0; i < 100; ++i) {
            SimNode& node = world.add("node " + std::to_string(i));
            node.start();
            if (i > 0)
                node.join(*world.nodes[world.rng.below(static_cast<std::uint64_t>(i))]);
            world.run(100ms);
        }
        QVERIFY(settles(world, [&] { return knowsAll(world); }, 30s));
        // Names come with the Cards.
        const bool named = settles(
            world,
            [&] {
                const auto entries =
                    world.nodes.back()->engine().mapEntries(world.nodes.back()->now());
                return std::all_of(entries.begin(), entries.end(),
                                   [](const MapEntry& e) { return !e.name.empty(); });
            },
            30s);
        QVERIFY(named);
    }

    void join_answers_with_the_size_of_the_map()
    {
        World world(22);
        SimNode& first = world.add("first");
        SimNode& second = world.add("second");
        first.start();
        second.start();
        const RequestId request = second.join(first);
        QVERIFY(world.runUntil([&] { return second.answers.contains(request); }, 1s));
        const auto* value = std::get_if<AnswerValue>(&second.answers.at(request).result);
        QVERIFY(value && std::get<MapSummary>(*value).known == 1);
    }

    void join_by_place_of_a_connected_node_answers_as_well()
    {
        World world(28);
        SimNode& first = world.add("first");
        SimNode& second = world.add("second");
        first.start();
        second.start();
        second.join(first);
        world.run(5s);
        for (int i = 0; i < 2; ++i) {
            const RequestId again = second.join(first);
            QVERIFY(world.runUntil([&] { return second.answers.contains(again); }, 1s));
            const auto* value = std::get_if<AnswerValue>(&second.answers.at(again).result);
            QVERIFY(value && std::get<MapSummary>(*value).known == 1);
        }
    }

    void own_record_is_found()
    {
        World world(29);
        SimNode& node = world.add("me");
        node.start();
        world.run(1s);
        const RequestId request = node.command(
            [&](Engine& engine, Now at, RequestId id) { engine.findRecord(at, id, node.id()); });
        QVERIFY(world.runUntil([&] { return node.answers.contains(request); }, 1s));
        const auto* value = std::get_if<AnswerValue>(&node.answers.at(request).result);
        QVERIFY(value);
        const auto& entry = std::get<MapEntry>(*value);
        QVERIFY(entry.id == node.id() && entry.online && entry.name == "me");
        QVERIFY(entry.endpoints == std::vector{node.endpoint()} && entry.sequence > 0);
    }

    void join_where_nobody_is_fails_after_ten_seconds()
    {
        World world(23);
        SimNode& lonely = world.add("lonely");
        SimNode& nobody = world.add("nobody");
        lonely.start();
        const RequestId request = lonely.join(nobody);
        world.run(9s);
        QVERIFY(!lonely.answers.contains(request));
        world.run(2s);
        const auto* error = std::get_if<NodeError>(&lonely.answers.at(request).result);
        QVERIFY(error && error->code == ErrorCode::Unreachable);
    }

    void first_node_dies_and_the_rest_goes_on()
    {
        World world(24);
        for (int i = 0; i < 6; ++i) {
            SimNode& node = world.add("node " + std::to_string(i));
            node.start();
            if (i > 0)
                node.join(*world.nodes[0]);
            world.run(500ms);
        }
        QVERIFY(settles(world, [&] { return knowsAll(world); }, 10s));
        world.nodes[0]->kill();
        world.nodes[3]->move(world.freshEndpoint());
        SimNode& late = world.add("late");
        late.start();
        late.join(*world.nodes[2]);
        QVERIFY(settles(world, [&] { return upToDate(world); }, 20s));
    }

    void all_off_and_back_in_random_order_without_an_address()
    {
        World world(25);
        for (int i = 0; i < 12; ++i) {
            SimNode& node = world.add("node " + std::to_string(i));
            node.start();
            if (i > 0)
                node.join(*world.nodes[0]);
            world.run(200ms);
        }
        QVERIFY(settles(world, [&] { return knowsAll(world); }, 10s));
        for (const auto& node : world.nodes)
            node->stop();
        world.run(5h);
        std::vector<std::size_t> order(world.nodes.size());
        for (std::size_t i = 0; i < order.size(); ++i)
            order[i] = i;
        for (std::size_t i = order.size(); i > 1; --i)
            std::swap(order[i - 1], order[world.rng.below(i)]);
        for (std::size_t i : order) {
            // Half of them are somewhere else by now.
            if (i % 2 == 0)
                world.nodes[i]->move(world.freshEndpoint());
            world.nodes[i]->start();
            world.run(300ms);
        }
        QVERIFY(settles(world, [&] { return upToDate(world); }, 3min));
    }

    void partition_heals()
    {
        World world(26);
        for (int i = 0; i < 8; ++i) {
            SimNode& node = world.add("node " + std::to_string(i));
            node.start();
            if (i > 0)
                node.join(*world.nodes[0]);
            world.run(200ms);
        }
        QVERIFY(settles(world, [&] { return knowsAll(world); }, 10s));
        std::vector<Endpoint> left;
        for (std::size_t i = 0; i < 4; ++i)
            left.push_back(world.nodes[i]->endpoint());
        const auto isLeft = [&](const Endpoint& e) {
            return std::find(left.begin(), left.end(), e) != left.end();
        };
        world.net.blocked = [&](const Endpoint& a, const Endpoint& b) {
            return isLeft(a) != isLeft(b);
        };
        world.run(1h);
        left.push_back(world.freshEndpoint());
        world.nodes[1]->move(left.back());
        world.run(1min);
        world.net.blocked = nullptr;
        QVERIFY(settles(world, [&] { return upToDate(world); }, 15min));
    }

    void is_online_asks_now()
    {
        World world(27);
        SimNode& a = world.add("a");
        SimNode& b = world.add("b");
        a.start();
        b.start();
        a.join(b);
        world.run(5s);
        const auto ask = [&] {
            const RequestId request = a.command([&](Engine& engine, Now at, RequestId id) {
                engine.askOnline(at, id, b.id(), {});
            });
            const Instant asked = world.now();
            world.runUntil([&] { return a.answers.contains(request); }, 10s);
            VOS_ASSERT(world.now() - asked <= Duration(5'100'000));
            return std::get<PeerPresence>(std::get<AnswerValue>(a.answers.at(request).result))
                .online;
        };
        QVERIFY(ask());
        b.kill();
        QVERIFY(!ask());
        b.start();
        QVERIFY(ask());
    }

    void older_copy_of_a_profile_is_not_silent()
    {
        World world(28);
        SimNode& a = world.add("a");
        SimNode& b = world.add("b");
        a.start();
        b.start();
        a.join(b);
        world.run(5s);
        const SimDisk old = a.disk();
        a.clockError = std::chrono::hours(48);
        a.move(world.freshEndpoint());
        world.run(1min);
        a.kill();
        a.clockError = {};
        a.disk() = old;
        a.move(world.freshEndpoint());
        a.start();
        QVERIFY(settles(world, [&] { return upToDate(world); }, 2min));
    }

    void idle_pair_is_quiet()
    {
        World world(29);
        SimNode& a = world.add("a");
        SimNode& b = world.add("b");
        a.start();
        b.start();
        a.join(b);
        QVERIFY(world.befriend(a, b));
        world.run(5min);
        const std::uint64_t before = world.net.sentBytes;
        world.run(1h);
        const double perSecond = static_cast<double>(world.net.sentBytes - before) / 3600.0 / 2.0;
        QVERIFY2(perSecond < 100, qPrintable(QString::number(perSecond) + QStringLiteral(" B/s")));
        qInfo("idle pair: %.1f bytes a second sent by each side", perSecond);
    }
};

VOS_TEST(NetworkTest)
#include "sim_network.moc"
