// Homes that are not as simple as two boxes: one home for both, IPv6, mapped ports, routers that
// spoil or ban, and no way out at all.

#include "tests/support/reachlab.h"
#include "tests/support/testprogram.h"

#include <QTest>

using namespace vos;
using namespace vos::sim;

namespace {

/// Two people in one home, and a helper.
struct HomeStory {
    explicit HomeStory(std::uint64_t seed, const NatOptions& options)
        : world(seed)
        , helper(world.add("Helper"))
        , home(world.addNat(options))
        , a(world.add("Alice", home))
        , b(world.add("Bob", home))
    {
        world.net.options.latency = 40ms;
        for (SimNode* node : {&helper, &a, &b})
            node->start();
        a.join(helper);
        b.join(helper);
        world.run(5s);
        ready = world.befriend(a, b);
    }
    bool says(const std::string& text, Duration limit)
    {
        a.send(b, text);
        return world.runUntil([&] { return !b.heard.empty() && b.heard.back() == text; }, limit);
    }

    World world;
    SimNode& helper;
    SimNat& home;
    SimNode& a;
    SimNode& b;
    bool ready = false;
};

}  // namespace

class SimReachHomes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void one_home_without_hairpin()
    {
        HomeStory s(1, portRestricted());
        QVERIFY(s.ready);
        QVERIFY(s.world.runUntil(
            [&] {
                const auto traffic = ReachLab::trafficOf(s.a, s.b);
                return traffic && traffic->path == PathKind::Direct &&
                       traffic->endpoint.isPrivate();
            },
            10s));
        QVERIFY(s.says("in the house", 100ms));
    }

    void one_home_whose_hosts_are_kept_apart()
    {
        NatOptions options = portRestricted();
        options.isolated = true;
        HomeStory s(2, options);
        QVERIFY(s.ready);
        s.world.run(5s);
        QVERIFY(ReachLab::pathOf(s.a, s.b) == PathKind::Relay);
        QVERIFY(s.says("through the helper", 500ms));
    }

    void one_home_with_hairpin_alone()
    {
        NatOptions options = portRestricted();
        options.isolated = true;
        options.hairpin = true;
        HomeStory s(3, options);
        QVERIFY(s.ready);
        QVERIFY(
            s.world.runUntil([&] { return ReachLab::pathOf(s.a, s.b) == PathKind::Direct; }, 10s));
        QVERIFY(s.says("by the router", 500ms));
    }

    void ipv6_through_firewalls_makes_symmetric_pairs_direct()
    {
        LabOptions options;
        options.tune = [](NatOptions& box) { box.ipv6 = NatIpv6::Firewall; };
        ReachLab lab(4, Place::Symmetric, Place::Symmetric, options);
        lab.begin();
        QVERIFY(lab.befriend());
        QVERIFY(lab.until([&] { return lab.isDirect(); }, 10s));
        QVERIFY(ReachLab::trafficOf(lab.a, lab.b)->endpoint.family == IpFamily::V6);
        QVERIFY(lab.deliver(lab.a, lab.b, 500ms));
    }

    void a_port_mapped_on_one_side_makes_symmetric_pairs_direct()
    {
        LabOptions options;
        options.tune = [](NatOptions& box) { box.mapsPorts = true; };
        ReachLab lab(5, Place::Symmetric, Place::Symmetric, options);
        const auto external =
            lab.a.network()->mapPort(lab.world.now(), lab.a.endpoint(), 40000, 1h);
        QVERIFY(external);
        lab.begin();
        PortMapping mapping;
        mapping.state = PortMapping::State::Mapped;
        mapping.external = external;
        lab.a.engine().handlePortMapping(lab.a.now(), mapping);
        lab.world.run(2s);
        QVERIFY(lab.befriend());
        QVERIFY(lab.until([&] { return lab.isDirect(); }, 10s));
        QVERIFY(lab.deliver(lab.b, lab.a, 500ms));
    }

    void early_probes_data()
    {
        QTest::addColumn<int>("kind");
        QTest::newRow("move the port") << int(EarlyProbe::MovesPort);
        QTest::newRow("block the port") << int(EarlyProbe::BlocksPort);
    }

    /// Timing is what counts: half a round trip apart, and the port is spoilt.
    void early_probes()
    {
        QFETCH(int, kind);
        int direct = 0;
        const int runs = 8;
        for (int run = 0; run < runs; ++run) {
            LabOptions options;
            options.tune = [kind, run](NatOptions& box) {
                box.earlyProbe = static_cast<EarlyProbe>(kind);
                // Every other time the Linux kernel's way of keeping ports.
                if (run % 2 == 1)
                    box.mapping = NatRule::AddressAndPortDependent;
            };
            ReachLab lab(static_cast<std::uint64_t>(60 + run), Place::PortRestricted,
                         Place::PortRestricted, options);
            lab.begin();
            QVERIFY(lab.befriend());
            direct += lab.until([&] { return lab.isDirect(); }, 15s).has_value();
            QVERIFY(lab.deliver(lab.a, lab.b, 1s));
        }
        qInfo("routers that spoil ports: %d of %d direct", direct, runs);
        QCOMPARE(direct, runs);
    }

    void sequential_ports_are_predicted()
    {
        std::vector<double> times;
        for (int run = 0; run < 4; ++run) {
            LabOptions options;
            options.tune = [](NatOptions& box) {
                if (box.ports == NatPorts::Random) {
                    box.ports = NatPorts::Sequential;
                    box.portStep = 2;
                }
            };
            ReachLab lab(static_cast<std::uint64_t>(70 + run), Place::Symmetric,
                         Place::PortRestricted, options);
            lab.begin();
            QVERIFY(lab.befriend());
            const auto time = lab.until([&] { return lab.isDirect(); }, 20s);
            QVERIFY(time);
            times.push_back(*time);
        }
        qInfo("ports given one after the other: direct after %.0f ms, worst %.0f ms", median(times),
              worst(times));
        QVERIFY(median(times) <= 1000);
    }

    void a_router_that_bans_sprayers_data()
    {
        QTest::addColumn<unsigned>("portsPerSecond");
        QTest::addColumn<unsigned>("bans");
        QTest::addColumn<int>("gap");
        QTest::newRow("200 a second") << 200u << 0u << 1000;
        QTest::newRow("100 a second") << 100u << 0u << 1000;
        // Nothing passes while it lasts, 30 s; it must not come to that again.
        QTest::newRow("50 a second") << 50u << 1u << 35'000;
    }

    void a_router_that_bans_sprayers()
    {
        QFETCH(unsigned, portsPerSecond);
        QFETCH(unsigned, bans);
        QFETCH(int, gap);
        LabOptions options;
        options.tune = [portsPerSecond](NatOptions& box) { box.sprayLimit = portsPerSecond; };
        ReachLab lab(8, Place::Symmetric, Place::PortRestricted, options);
        lab.begin();
        QVERIFY(lab.befriend());
        Numbered numbers(lab);
        numbers.run(40s, 5);
        QVERIFY(numbers.settle(40s));
        QVERIFY2(numbers.isWhole(), numbers.fault().c_str());
        numbers.run(2min, 1);
        QVERIFY(numbers.settle(5s));
        lab.world.run(30min);
        const std::uint64_t banned = lab.a.network()->bans + lab.b.network()->bans;
        qInfo("a router that bans sprayers at %u ports a second: %llu bans, longest gap %.0f ms",
              portsPerSecond, static_cast<unsigned long long>(banned), numbers.gapMs());
        QVERIFY(banned <= bans);
        QVERIFY(numbers.gapMs() <= gap);
        QVERIFY(lab.deliver(lab.a, lab.b, 5s));
    }

    void mappings_that_end_although_busy()
    {
        LabOptions options;
        options.tune = [](NatOptions& box) { box.lifetime = 60s; };
        for (const auto& [one, other] : {std::pair(Place::FullCone, Place::FullCone),
                                         std::pair(Place::Symmetric, Place::Symmetric)}) {
            ReachLab lab(9, one, other, options);
            lab.begin();
            QVERIFY(lab.befriend());
            Numbered numbers(lab);
            numbers.run(3min, 5);
            QVERIFY(numbers.settle(20s));
            QVERIFY2(numbers.isWhole(), numbers.fault().c_str());
            qInfo("mappings that end after 60 s: longest gap %.0f ms", numbers.gapMs());
            QVERIFY(numbers.gapMs() <= 2000);
        }
    }

    /// One node behind a NAT among public ones; each session may run by several relays.
    void a_quiet_network_is_quiet()
    {
        World world(25);
        for (int i = 0; i < 12; ++i) {
            SimNode& node = world.add("Node " + std::to_string(i));
            node.start();
            if (i > 0)
                node.join(*world.nodes[static_cast<std::size_t>(i - 1)]);
            world.run(300ms);
        }
        world.run(20s);
        SimNode& alice = world.add("Alice", world.addNat(portRestricted()));
        alice.start();
        alice.join(*world.nodes[3]);
        world.run(15s);  // before keys are due, which all renew together here
        const std::uint64_t before = world.net.sentDatagrams;
        world.run(1min);
        const std::uint64_t sent = world.net.sentDatagrams - before;
        qInfo("13 nodes at rest: %llu datagrams a minute", static_cast<unsigned long long>(sent));
        QVERIFY(sent <= 4000);  // 40,000 and more while nodes doubted for ever
    }

    void no_way_out()
    {
        LabOptions options;
        options.helpers = {Place::Public, Place::Public, Place::Public};
        ReachLab lab(10, Place::PortRestricted, Place::Public, options);
        lab.begin();
        QVERIFY(lab.befriend());
        lab.a.stop();
        SimNat& box = *lab.a.network();
        box.options.udpBlocked = true;
        lab.world.run(1s);
        lab.a.start();
        const auto kind = [&] { return lab.a.engine().info(lab.a.now()).nat; };
        const auto told = lab.until([&] { return kind() == NatKind::Blocked; }, 10s);
        QVERIFY(told);
        qInfo("no way out: said after %.0f ms", *told);
        QVERIFY(*told <= 5000);
        box.options.udpBlocked = false;
        QVERIFY(lab.deliver(lab.a, lab.b, 60s));
        QVERIFY(kind() != NatKind::Blocked);
    }
};

VOS_TEST(SimReachHomes)
#include "sim_reach_homes.moc"
