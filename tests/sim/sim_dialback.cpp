// Nodes find out how others reach them, and nobody is aimed at anybody by it.

#include "p2p/map/record.h"
#include "tests/support/simguest.h"
#include "tests/support/simpeer.h"
#include "tests/support/testprogram.h"

#include <QTest>

#include <map>

using namespace vos;
using namespace vos::sim;

namespace {

NatOptions boxOf(NatKind kind)
{
    switch (kind) {
    case NatKind::FullCone:
        return fullCone();
    case NatKind::AddressRestricted:
        return addressRestricted();
    case NatKind::Symmetric:
        return symmetric();
    default:
        return portRestricted();
    }
}

/// A node among enough public ones that it never meets some of them.
struct DialBackStory {
    explicit DialBackStory(std::uint64_t seed, std::size_t others = 30) : world(seed)
    {
        for (std::size_t i = 0; i < others; ++i) {
            SimNode& node = world.add("Node " + std::to_string(i));
            node.start();
            if (i > 0)
                node.join(*world.nodes[i - 1]);
            world.run(300ms);
        }
        world.run(20s);
        world.net.tap = [this](const Datagram& datagram) {
            if (wire::packetType(datagram.bytes) == wire::PacketType::Probe)
                probes.push_back(datagram);
        };
    }

    SimNode& addBehind(SimNat* box)
    {
        SimNode& node = box ? world.add("Alice", *box) : world.add("Alice");
        node.start();
        node.join(*world.nodes[3]);
        return node;
    }
    bool saysReachable(const SimNode& node) const
    {
        const StoredState state = world.nodes[5]->disk().load();
        for (const RecordRow& row : state.records) {
            const auto record = map::Whereabouts::decode(row.whereabouts);
            if (row.id == node.id() && record)
                return record->has(map::Reachable);
        }
        return false;
    }

    World world;
    std::vector<Datagram> probes;
};

}  // namespace

class DialBackTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void each_kind_is_named_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<double>("loss");
        for (const NatKind kind : {NatKind::Public, NatKind::FullCone, NatKind::AddressRestricted,
                                   NatKind::PortRestricted, NatKind::Symmetric}) {
            QTest::newRow(wordFor(kind)) << int(kind) << 0.0;
            if (kind == NatKind::FullCone || kind == NatKind::PortRestricted)
                QTest::addRow("%s, 5 %% loss", wordFor(kind)) << int(kind) << 0.05;
        }
    }

    void each_kind_is_named()
    {
        QFETCH(int, kind);
        QFETCH(double, loss);
        DialBackStory s(21);
        s.world.net.options.loss = loss;
        const auto wanted = static_cast<NatKind>(kind);
        SimNat* box = wanted == NatKind::Public ? nullptr : &s.world.addNat(boxOf(wanted));
        SimNode& alice = s.addBehind(box);
        const Instant start = s.world.now();
        QVERIFY(
            s.world.runUntil([&] { return alice.engine().info(alice.now()).nat == wanted; }, 60s));
        qInfo("named after %lld ms",
              static_cast<long long>((s.world.now() - start) / Duration(1ms)));
        const bool open = wanted == NatKind::Public || wanted == NatKind::FullCone;
        QCOMPARE(s.world.runUntil([&] { return s.saysReachable(alice); }, open ? 3min : 1min),
                 open);
        // And it stays so.
        s.world.run(1min);
        QCOMPARE(alice.engine().info(alice.now()).nat, wanted);
        if (box) {
            const auto seen = alice.engine().info(alice.now()).observed;
            QVERIFY(!seen.empty() && seen.front().address == box->external().address);
        }
    }

    void another_network_is_looked_at_anew()
    {
        DialBackStory s(22);
        SimNode& alice = s.addBehind(&s.world.addNat(fullCone()));
        const auto becomes = [&](NatKind kind) {
            return s.world.runUntil([&] { return alice.engine().info(alice.now()).nat == kind; },
                                    2min);
        };
        QVERIFY(becomes(NatKind::FullCone));
        alice.move(s.world.addNat(symmetric()));
        QVERIFY(becomes(NatKind::Symmetric));
        QVERIFY(!s.saysReachable(alice));
        alice.move(s.world.freshEndpoint());
        QVERIFY(becomes(NatKind::Public));
        QVERIFY(s.world.runUntil([&] { return s.saysReachable(alice); }, 3min));
    }

    void a_mapped_port_is_published_first()
    {
        DialBackStory s(23, 12);
        NatOptions options = symmetric();
        options.mapsPorts = true;
        SimNat& box = s.world.addNat(options);
        SimNode& alice = s.addBehind(&box);
        s.world.run(10s);
        const auto external = box.mapPort(s.world.now(), alice.endpoint(), 40000, 1h);
        QVERIFY(external);
        PortMapping mapping;
        mapping.state = PortMapping::State::Mapped;
        mapping.external = external;
        alice.engine().handlePortMapping(alice.now(), mapping);
        const auto first = [&](SimNode& knower) -> std::optional<Endpoint> {
            for (const MapEntry& entry : knower.engine().mapEntries(knower.now())) {
                if (entry.id == alice.id() && !entry.endpoints.empty())
                    return entry.endpoints.front();
            }
            return std::nullopt;
        };
        QVERIFY(s.world.runUntil([&] { return first(*s.world.nodes[7]) == external; }, 30s));
        QVERIFY(s.world.runUntil([&] { return s.saysReachable(alice); }, 30s));
        // It was true: a stranger who knows the record alone gets through.
        SimNode& late = s.world.add("Late");
        late.start();
        late.join(*s.world.nodes[0]);
        QVERIFY(s.world.befriend(late, alice));
    }

    void nothing_gets_out()
    {
        DialBackStory s(24, 6);
        SimNat& box = s.world.addNat(portRestricted());
        SimNode& alice = s.addBehind(&box);
        s.world.run(20s);
        alice.stop();
        box.options.udpBlocked = true;
        s.world.run(1s);
        alice.start();
        const auto kind = [&] { return alice.engine().info(alice.now()).nat; };
        QVERIFY(s.world.runUntil([&] { return kind() == NatKind::Blocked; }, 6s));
        box.options.udpBlocked = false;
        QVERIFY(s.world.runUntil([&] { return kind() != NatKind::Blocked; }, 30s));
        QVERIFY(s.world.runUntil([&] { return kind() == NatKind::PortRestricted; }, 60s));
    }

    void an_idle_node_asks_little()
    {
        DialBackStory s(25, 12);
        s.addBehind(&s.world.addNat(portRestricted()));
        s.world.run(3min);
        s.probes.clear();
        s.world.run(20min);
        // All 13 of them: two PROBEs for what each asks once in half an hour, in 20 minutes.
        QVERIFY2(s.probes.size() <= 13 * 2 * 20 / 30, std::to_string(s.probes.size()).c_str());
    }

    void an_asker_is_answered_within_limits()
    {
        DialBackStory s(26, 12);
        SimPeer hostile(s.world);
        SimNode& helper = *s.world.nodes[2];
        QVERIFY(hostile.connect(helper));
        s.world.run(2s);
        s.probes.clear();
        for (unsigned i = 0; i < 150; ++i) {
            hostile.say(helper.id(), wire::DialBack{i, s.world.rng.id<wire::ProbeToken>(),
                                                    s.world.rng.id<wire::ProbeToken>()});
            s.world.run(100ms);
        }
        // From another port of its own, and by others, all to where the helper sees the asker.
        std::size_t own = 0;
        for (const Datagram& probe : s.probes) {
            if (probe.to != hostile.endpoint())
                continue;
            QCOMPARE(probe.bytes.size(), wire::ProbeSize);
            QVERIFY(probe.from != helper.endpoint() && probe.from != helper.guestEndpoint());
            own += probe.from.address == helper.endpoint().address;
        }
        const auto aimed = static_cast<std::size_t>(
            std::count_if(s.probes.begin(), s.probes.end(),
                          [&](const Datagram& d) { return d.to == hostile.endpoint(); }));
        QVERIFY(own >= 1 && own <= 4);
        QVERIFY(aimed > own && aimed <= 8);
        s.world.run(61s);
        s.probes.clear();
        hostile.say(helper.id(), wire::DialBack{999, {}, {}});
        s.world.run(1s);
        QVERIFY(!s.probes.empty());
    }

    void nobody_is_flooded_by_word_of_another()
    {
        DialBackStory s(27, 12);
        // Ten liars who all point at one victim, and at many, by one helper.
        std::vector<std::unique_ptr<SimPeer>> liars;
        SimNode& helper = *s.world.nodes[4];
        for (unsigned i = 0; i < 10; ++i) {
            liars.push_back(std::make_unique<SimPeer>(s.world, 100 + i));
            QVERIFY(liars.back()->connect(helper));
        }
        const Endpoint victim = *Endpoint::parse("66.6.6.6:6666");
        s.world.run(2s);
        s.probes.clear();
        for (unsigned i = 0; i < 40; ++i) {
            for (const auto& liar : liars) {
                Endpoint at = victim;
                at.port = static_cast<std::uint16_t>(6000 + i);
                liar->say(helper.id(), wire::ProbeFor{i, {}, at});
            }
            s.world.run(100ms);
        }
        const auto toVictim = static_cast<std::size_t>(
            std::count_if(s.probes.begin(), s.probes.end(),
                          [&](const Datagram& d) { return d.to.address == victim.address; }));
        QVERIFY2(toVictim >= 1 && toVictim <= 4, std::to_string(toVictim).c_str());
        s.world.run(1min);
        // Sessions nobody needs have been ended meanwhile.
        for (const auto& liar : liars)
            QVERIFY(liar->connect(helper));
        s.probes.clear();
        for (unsigned i = 0; i < 200; ++i) {
            for (const auto& liar : liars) {
                Endpoint at = victim;
                at.address[1] = static_cast<std::byte>(i);
                liar->say(helper.id(), wire::ProbeFor{i, {}, at});
            }
            s.world.run(50ms);
        }
        const auto spread = static_cast<std::size_t>(
            std::count_if(s.probes.begin(), s.probes.end(),
                          [&](const Datagram& d) { return d.to.port == 6666; }));
        QVERIFY2(spread <= 4 * liars.size(), std::to_string(spread).c_str());
        // Nothing at home, at loopback, or by a name-server's port.
        s.world.run(1min);
        QVERIFY(liars[0]->connect(helper));
        s.probes.clear();
        for (const char* at : {"192.168.1.1:5000", "127.0.0.1:5000", "10.0.0.1:5000"})
            liars[0]->say(helper.id(), wire::ProbeFor{1, {}, *Endpoint::parse(at)});
        s.world.run(1s);
        QVERIFY(s.probes.empty());
    }

    void lies_about_us_change_little()
    {
        DialBackStory s(28, 12);
        SimNode& alice = s.addBehind(&s.world.addNat(portRestricted()));
        QVERIFY(s.world.runUntil(
            [&] { return alice.engine().info(alice.now()).nat == NatKind::PortRestricted; }, 60s));
        const auto before = alice.engine().info(alice.now()).observed;
        // Told things as an answer that nobody asked for, and by guests.
        SimPeer liar(s.world);
        SimNode& target = *s.world.nodes[1];
        QVERIFY(liar.connect(target));
        const auto asks = target.engine().info(target.now());
        wire::Hello hello;
        hello.seen = *Endpoint::parse("66.6.6.6:6666");
        hello.clockMillis = static_cast<std::uint64_t>(toMillis(s.world.wall()));
        liar.say(target.id(), hello);
        for (unsigned i = 0; i < 50; ++i) {
            liar.say(target.id(), wire::DialBackDone{i, wire::DialBackDone::What::OtherPort});
            liar.say(target.id(), wire::DialBackDone{i, wire::DialBackDone::What::Stranger});
            liar.say(target.id(), wire::ProbeSent{i});
        }
        s.world.run(10s);
        const auto after = target.engine().info(target.now());
        QVERIFY(after.observed == asks.observed && after.nat == asks.nat);
        QVERIFY(alice.engine().info(alice.now()).observed == before);
        SimGuest guest(s.world);
        QVERIFY(guest.learn(*s.world.nodes[2], target.id()));
        s.probes.clear();
        QVERIFY(guest.say(target.id(), wire::DialBack{1, {}, {}}));
        QVERIFY(guest.say(target.id(), wire::ProbeFor{1, {}, *Endpoint::parse("66.6.6.6:6666")}));
        s.world.run(2s);
        QVERIFY(s.probes.empty());
    }
};

VOS_TEST(DialBackTest)
#include "sim_dialback.moc"
