// Two people whose datagrams do not reach each other, and somebody in the middle who relays.

#include "tests/support/simnat.h"
#include "tests/support/simworld.h"
#include "tests/support/testprogram.h"

#include <QTest>

#include <algorithm>
#include <cstdlib>
#include <map>

using namespace vos;
using namespace vos::sim;

namespace {

/// Where two of `apart` are never in touch but through others.
void keepApart(World& world, const std::vector<SimNode*>& apart)
{
    world.net.blocked = [apart](const Endpoint& from, const Endpoint& to) {
        int sides = 0;
        for (const SimNode* node : apart) {
            const auto of = [&](const Endpoint& e) {
                return e == node->endpoint() || e == node->guestEndpoint();
            };
            sides += of(from) || of(to) ? 1 : 0;
        }
        return sides > 1;
    };
}

PeerPresence presenceOf(SimNode& node, const SimNode& peer)
{
    const RequestId request = node.command([&](Engine& engine, Now now, RequestId id) {
        engine.askOnline(now, id, peer.id(), {});
    });
    (void)request;
    for (const PeerTraffic& traffic : node.engine().netStatus(node.now()).peers) {
        if (traffic.id == peer.id())
            return {peer.id(), true, traffic.path, traffic.via, traffic.endpoint, traffic.rtt};
    }
    return {};
}

std::size_t heardOf(const SimNode& node, const std::string& prefix)
{
    return static_cast<std::size_t>(
        std::count_if(node.heard.begin(), node.heard.end(),
                      [&](const std::string& text) { return text.starts_with(prefix); }));
}

}  // namespace

class SimRelay : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void messagesGoByARelay()
    {
        World world(11);
        SimNode& a = world.add("a");
        SimNode& b = world.add("b");
        SimNode& c = world.add("c");
        keepApart(world, {&a, &b});
        for (SimNode* node : {&c, &a, &b})
            node->start();
        a.join(c);
        b.join(c);
        world.run(2s);
        QVERIFY(world.befriend(a, b));
        const Instant sentAt = world.now();
        a.send(b, "over c");
        QVERIFY(world.runUntil([&] { return heardOf(b, "over c") == 1; }, 2s));
        qInfo("first message by a relay: %lld ms",
              static_cast<long long>((world.now() - sentAt).count() / 1000));
        const PeerPresence way = presenceOf(a, b);
        QVERIFY(way.path == PathKind::Relay);
        QVERIFY(way.via == c.id());
        b.send(a, "and back");
        QVERIFY(world.runUntil([&] { return heardOf(a, "and back") == 1; }, 2s));
        const NetStatus status = c.engine().netStatus(c.now());
        QVERIFY(status.relayedBytes > 1000);
        QCOMPARE(status.relayedPairs, 1u);
        // The relay is not named as where anybody is, and nothing of the flows leaves the engine.
        QVERIFY(!presenceOf(a, b).endpoint || *presenceOf(a, b).endpoint == c.endpoint());
        // Keys are renewed by the same way.
        world.run(6min);
        a.send(b, "over c later");
        QVERIFY(world.runUntil([&] { return heardOf(b, "over c later") == 1; }, 2s));
    }

    void aRelayThatDiesCostsNoMessage()
    {
        World world(12);
        SimNode& a = world.add("a");
        SimNode& b = world.add("b");
        SimNode& c = world.add("c");
        SimNode& d = world.add("d");
        keepApart(world, {&a, &b});
        for (SimNode* node : {&c, &d, &a, &b})
            node->start();
        d.join(c);
        a.join(c);
        b.join(c);
        world.run(3s);
        QVERIFY(world.befriend(a, b));
        world.run(1s);
        const auto via = presenceOf(a, b).via;
        QVERIFY(via);
        SimNode& relay = *via == c.id() ? c : d;
        relay.kill();
        Instant last = world.now();
        Duration gap{};
        std::size_t heard = 0;
        for (int i = 0; i < 200; ++i) {
            a.send(b, "m" + std::to_string(i));
            world.run(20ms);
            if (const std::size_t now = heardOf(b, "m"); now > heard) {
                gap = std::max(gap, world.now() - last);
                last = world.now();
                heard = now;
            }
        }
        world.run(5s);
        QCOMPARE(heardOf(b, "m"), std::size_t{200});
        qInfo("a relay killed: nothing came for %lld ms",
              static_cast<long long>(gap.count() / 1000));
        QVERIFY(gap <= 3s);
    }

    void whoDoesNotCarryIsNotUsed()
    {
        World world(13);
        SimNode& a = world.add("a");
        SimNode& b = world.add("b");
        SimNode& c = world.add("c");
        keepApart(world, {&a, &b});
        for (SimNode* node : {&c, &a, &b})
            node->start();
        c.command([](Engine& engine, Now now, RequestId id) {
            engine.setSetting(now, id, "network.relay_for_others", "false");
        });
        a.join(c);
        b.join(c);
        world.run(2s);
        a.add(b);
        world.run(10s);
        QCOMPARE(c.engine().netStatus(c.now()).relayedBytes, std::uint64_t{0});
        QVERIFY(presenceOf(a, b).path == PathKind::None);
        // The user changes his mind, and they find each other.
        c.command([](Engine& engine, Now now, RequestId id) {
            engine.setSetting(now, id, "network.relay_for_others", "true");
        });
        QVERIFY(world.runUntil([&] { return !b.engine().contacts(b.now()).empty(); }, 60s));
    }

    void whoDoesNotCarryIntroduces()
    {
        World world(16);
        SimNode& c = world.add("c");
        SimNode& a = world.add("a", world.addNat(portRestricted()));
        SimNode& b = world.add("b", world.addNat(portRestricted()));
        c.start();
        c.command([](Engine& engine, Now now, RequestId id) {
            engine.setSetting(now, id, "network.relay_for_others", "false");
        });
        a.start();
        b.start();
        a.join(c);
        b.join(c);
        world.run(2s);
        const Instant start = world.now();
        a.add(b);
        QVERIFY(world.runUntil([&] { return !b.engine().contacts(b.now()).empty(); }, 10s));
        qInfo("introduced: reached after %lld ms",
              static_cast<long long>((world.now() - start).count() / 1000));
        QVERIFY(presenceOf(a, b).path == PathKind::Direct);
        QCOMPARE(c.engine().netStatus(c.now()).relayedBytes, std::uint64_t{0});
    }

    void aRefusedRelayCarriesNothing()
    {
        World world(14);
        SimNode& a = world.add("a");
        SimNode& b = world.add("b");
        SimNode& c = world.add("c");
        keepApart(world, {&a, &b});
        for (SimNode* node : {&c, &a, &b})
            node->start();
        a.join(c);
        b.join(c);
        world.run(2s);
        QVERIFY(world.befriend(a, b));
        b.command([&](Engine& engine, Now now, RequestId id) {
            engine.setSetting(now, id, "network.relays_refused", c.engine().info(c.now()).address);
        });
        world.run(20s);
        const std::uint64_t before = c.engine().netStatus(c.now()).relayedBytes;
        a.send(b, "not by c");
        world.run(20s);
        QCOMPARE(heardOf(b, "not by c"), std::size_t{0});
        QVERIFY(c.engine().netStatus(c.now()).relayedBytes - before < 2000);
        b.command([&](Engine& engine, Now now, RequestId id) {
            engine.setSetting(now, id, "network.relays_refused", "");
        });
        QVERIFY(world.runUntil([&] { return heardOf(b, "not by c") == 1; }, 60s));
    }

    void keepalivesAdaptToTheRouter_data()
    {
        QTest::addColumn<int>("timeout");
        QTest::addColumn<int>("least");
        QTest::addColumn<int>("most");
        // Seconds; the second and third are for the time between signs of life at the end.
        QTest::newRow("20 s") << 20 << 14 << 16;
        QTest::newRow("45 s") << 45 << 23 << 26;
        QTest::newRow("3 min") << 180 << 47 << 49;
    }

    void keepalivesAdaptToTheRouter()
    {
        QFETCH(int, timeout);
        QFETCH(int, least);
        QFETCH(int, most);
        World world(18);
        NatOptions box = portRestricted();
        box.idleTimeout = std::chrono::seconds(timeout);
        SimNode& c = world.add("c");
        SimNode& d = world.add("d");
        SimNode& a = world.add("a", world.addNat(box));
        for (SimNode* node : {&c, &d, &a})
            node->start();
        d.join(c);
        a.join(c);
        world.run(20min);
        const auto stored = a.engine().setting("state.keepalive");
        const std::size_t colon = stored.find(':');
        QVERIFY(colon != std::string::npos || timeout == 20);
        const int survived =
            colon == std::string::npos ? 0 : std::atoi(stored.c_str() + colon + 1);
        const int interval = survived <= 15 ? 15 : survived * 80 / 100;
        qInfo("mappings live %d s: a sign of life each %d s", timeout, interval);
        QVERIFY(interval >= least && interval <= most);
        // And it stays within reach.
        SimNode& b = world.add("b", world.addNat(portRestricted()));
        b.start();
        b.join(c);
        world.run(10min);
        const Instant start = world.now();
        b.add(a);
        QVERIFY(world.runUntil([&] { return !a.engine().contacts(a.now()).empty(); }, 3s));
        qInfo("reached after %lld ms",
              static_cast<long long>((world.now() - start).count() / 1000));
    }

    void aContactCannotAimUsAtAnybody()
    {
        World world(17);
        SimNode& c = world.add("c");
        SimNode& a = world.add("a", world.addNat(symmetric()));
        SimNode& b = world.add("b", world.addNat(symmetric()));
        for (SimNode* node : {&c, &a, &b})
            node->start();
        a.join(c);
        b.join(c);
        world.run(2s);
        QVERIFY(world.befriend(a, b));
        QVERIFY(presenceOf(a, b).path == PathKind::Relay);
        // b says that it lives at somebody else's, and wants to be looked for there, every second.
        Endpoint victim = *Endpoint::parse("198.51.100.77:5000");
        std::vector<Endpoint> named;
        for (std::uint16_t i = 0; i < 8; ++i) {
            named.push_back(victim);
            named.back().port = static_cast<std::uint16_t>(5000 + i);
        }
        std::map<std::int64_t, unsigned> perSecond;
        unsigned all = 0;
        std::size_t bytes = 0;
        const Instant start = world.now();
        world.net.tap = [&](const Datagram& datagram) {
            if (datagram.to.address != victim.address)
                return;
            ++all;
            ++perSecond[(world.now() - start) / 1s];
            bytes = std::max(bytes, datagram.bytes.size());
        };
        for (int second = 0; second < 120; ++second) {
            std::rotate(named.begin(), named.begin() + 1, named.end());
            b.engine().handleInterfaces(b.now(), named);
            world.run(1s);
        }
        unsigned most = 0;
        for (const auto& [second, count] : perSecond)
            most = std::max(most, count);
        qInfo("a victim named by a contact for two minutes: %u datagrams of %zu bytes, at most %u "
              "a second",
              all, bytes, most);
        // Our own and those of b itself, which may do as it likes.
        QVERIFY(all > 0 && most <= 2 * 20);
        QVERIFY(bytes <= 180);
        QVERIFY(all <= 2 * 6 * 3 * 30 * 8);
    }

    void aPathThatDiesIsLeftForARelayAndTakenAgain()
    {
        World world(15);
        SimNode& a = world.add("a");
        SimNode& b = world.add("b");
        SimNode& c = world.add("c");
        for (SimNode* node : {&c, &a, &b})
            node->start();
        a.join(c);
        b.join(c);
        world.run(2s);
        QVERIFY(world.befriend(a, b));
        world.run(1s);
        QVERIFY(presenceOf(a, b).path == PathKind::Direct);
        const auto talk = [&](const std::string& prefix, int count) {
            Instant last = world.now();
            Duration gap{};
            std::size_t heard = 0;
            for (int i = 0; i < count; ++i) {
                a.send(b, prefix + std::to_string(i));
                world.run(20ms);
                if (const std::size_t now = heardOf(b, prefix); now > heard) {
                    gap = std::max(gap, world.now() - last);
                    last = world.now();
                    heard = now;
                }
            }
            return gap;
        };
        const Duration usual = talk("x", 50);
        keepApart(world, {&a, &b});
        const Duration cut = talk("y", 100);
        QVERIFY(presenceOf(a, b).path == PathKind::Relay);
        world.net.blocked = nullptr;
        const Duration back = talk("z", 500);
        world.run(2s);
        qInfo("longest wait between messages: direct %lld ms, cut %lld ms, back %lld ms",
              static_cast<long long>(usual.count() / 1000),
              static_cast<long long>(cut.count() / 1000),
              static_cast<long long>(back.count() / 1000));
        QCOMPARE(heardOf(b, "x") + heardOf(b, "y") + heardOf(b, "z"), std::size_t{650});
        std::vector<std::string> wanted;
        for (const auto& [prefix, count] :
             {std::pair<std::string, int>{"x", 50}, {"y", 100}, {"z", 500}}) {
            for (int i = 0; i < count; ++i)
                wanted.push_back(prefix + std::to_string(i));
        }
        std::vector<std::string> got;
        for (const std::string& text : b.heard) {
            if (text.size() > 1 && (text[0] == 'x' || text[0] == 'y' || text[0] == 'z'))
                got.push_back(text);
        }
        QVERIFY(got == wanted);
        QVERIFY(cut <= 1s);
        QVERIFY(back <= 1s);
        QVERIFY(presenceOf(a, b).path == PathKind::Direct);
    }
};

VOS_TEST(SimRelay)
#include "sim_relay.moc"
