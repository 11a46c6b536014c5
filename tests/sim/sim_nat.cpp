// The laboratory itself: each kind of box is what it says it is.

#include "tests/sim/natprobe.h"
#include "tests/support/testprogram.h"

using namespace vos;
using namespace vos::sim;

namespace {

constexpr std::array<const char*, 3> RuleNames{"independent", "address", "port"};
constexpr std::array<const char*, 3> PortNames{"preserving", "sequential", "random"};

struct NatStory {
    explicit NatStory(std::uint64_t seed) : world(seed), server(world) {}

    World world;
    NatServer server;
};

}  // namespace

class SimNatTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theProbeNamesEachBox_data();
    void theProbeNamesEachBox();
    void noBoxIsFound();
    void aCarrierBehindAHome();
    void twoHomesOfOneCarrier();
    void idleMappingsEnd_data();
    void idleMappingsEnd();
    void eachRemoteHasItsOwnTime();
    void busyMappingsEnd();
    void incomingKeepsAMappingOrNot();
    void udpIsNotLetOut();
    void flushAndRenumber();
    void earlyProbesMoveThePort();
    void earlyProbesBlockThePort();
    void sprayersAreBanned();
    void ipv6IsNotTranslated();
    void portsAreMapped();
    void hostsOfOneHome();
    void nodesBehindBoxes();
    void spareSockets();
};

void SimNatTest::theProbeNamesEachBox_data()
{
    QTest::addColumn<int>("mapping");
    QTest::addColumn<int>("filtering");
    QTest::addColumn<int>("ports");
    QTest::addColumn<bool>("hairpin");
    for (int i = 0; i < 27; ++i) {
        const int mapping = i / 9;
        const int filtering = i / 3 % 3;
        const int ports = i % 3;
        // A port that is kept for each remote by itself shows no dependence: the kernel's kind.
        const auto name =
            std::string(RuleNames[mapping]) + " " + RuleNames[filtering] + " " + PortNames[ports];
        QTest::newRow(name.c_str()) << mapping << filtering << ports << (i % 2 == 0);
    }
}

void SimNatTest::theProbeNamesEachBox()
{
    QFETCH(int, mapping);
    QFETCH(int, filtering);
    QFETCH(int, ports);
    QFETCH(bool, hairpin);
    NatStory s(7);
    NatOptions options;
    options.mapping = static_cast<NatRule>(mapping);
    options.filtering = static_cast<NatRule>(filtering);
    options.ports = static_cast<NatPorts>(ports);
    options.portStep = 2;
    options.hairpin = hairpin;
    SimNat& box = s.world.addNat(options);
    NatProbe probe(s.world, s.server, &box);
    const bool preserving = options.ports == NatPorts::Preserving;
    QCOMPARE(probe.mapping(), preserving ? NatRule::EndpointIndependent : options.mapping);
    QCOMPARE(probe.filtering(), options.filtering);
    QCOMPARE(probe.ports(), options.ports);
    if (options.mapping == NatRule::EndpointIndependent || preserving)
        QCOMPARE(probe.hairpin(), hairpin);
    else
        QVERIFY(hairpin || !probe.hairpin());
}

void SimNatTest::noBoxIsFound()
{
    NatStory s(1);
    NatProbe probe(s.world, s.server, nullptr);
    const auto host = probe.host();
    QVERIFY(probe.seen(*host, s.server.at(0, 0)) == host->endpoint());
    QCOMPARE(probe.filtering(), NatRule::EndpointIndependent);
}

void SimNatTest::aCarrierBehindAHome()
{
    NatStory s(2);
    NatOptions outer = symmetric();
    outer.carrier = true;
    outer.uplink = -20ms;
    outer.idleTimeout = 50s;
    NatOptions inner = portRestricted();
    inner.uplink = 20ms;
    SimNat& carrier = s.world.addNat(outer);
    SimNat& home = s.world.addNat(inner, &carrier);
    QVERIFY(home.external().isPrivate() && !carrier.external().isPrivate());
    NatProbe probe(s.world, s.server, &home);
    // What the world sees is the carrier's kind, and the shorter of the two times.
    QCOMPARE(probe.mapping(), NatRule::AddressAndPortDependent);
    QCOMPARE(probe.filtering(), NatRule::AddressAndPortDependent);
    QCOMPARE(probe.ports(), NatPorts::Random);
    QCOMPARE(probe.idleSeconds(), 50);
    const auto host = probe.host();
    const auto seen = probe.seen(*host, s.server.at(0, 0));
    QVERIFY(seen && seen->addressBytes()[0] == carrier.external().addressBytes()[0]);
}

void SimNatTest::twoHomesOfOneCarrier()
{
    NatStory s(3);
    NatOptions outer = portRestricted();
    outer.carrier = true;
    outer.hairpin = true;
    SimNat& carrier = s.world.addNat(outer);
    SimNat& homeA = s.world.addNat(fullCone(), &carrier);
    SimNat& homeB = s.world.addNat(fullCone(), &carrier);
    NatProbe probeA(s.world, s.server, &homeA);
    NatProbe probeB(s.world, s.server, &homeB);
    const auto a = probeA.host();
    const auto b = probeB.host();
    // The same private address, in two homes.
    QVERIFY(a->endpoint() == b->endpoint());
    const auto outerA = probeA.seen(*a, s.server.at(0, 0));
    const auto outerB = probeB.seen(*b, s.server.at(0, 0));
    QVERIFY(outerA && outerB);
    a->send(*outerB, "over the carrier");
    b->send(*outerA, "over the carrier");
    s.world.run(1s);
    a->send(*outerB, "over the carrier");
    s.world.run(1s);
    QVERIFY(b->heardFrom(*outerA));
    // In the carrier's own network the homes reach each other as well.
    Endpoint near = homeB.external();
    near.port = b->endpoint().port;
    b->got.clear();
    a->send(near, "within");
    s.world.run(1s);
    QCOMPARE(b->got.size(), std::size_t{1});
    QVERIFY(b->got[0].first.isPrivate());
    carrier.options.isolated = true;
    b->got.clear();
    a->send(near, "within");
    s.world.run(1s);
    QVERIFY(b->got.empty());
}

void SimNatTest::idleMappingsEnd_data()
{
    QTest::addColumn<int>("seconds");
    for (const int seconds : {20, 30, 65, 180})
        QTest::addRow("%d s", seconds) << seconds;
}

void SimNatTest::idleMappingsEnd()
{
    QFETCH(int, seconds);
    NatStory s(4);
    NatOptions options = fullCone();
    options.idleTimeout = std::chrono::seconds(seconds);
    NatProbe probe(s.world, s.server, &s.world.addNat(options));
    QCOMPARE(probe.idleSeconds(), seconds);
}

void SimNatTest::eachRemoteHasItsOwnTime()
{
    NatStory s(5);
    NatOptions options = portRestricted();
    options.idleTimeout = 30s;
    NatProbe probe(s.world, s.server, &s.world.addNat(options));
    const auto host = probe.host();
    const auto first = probe.seen(*host, s.server.at(0, 0));
    QVERIFY(first);
    for (int i = 0; i < 4; ++i) {
        QVERIFY(probe.seen(*host, s.server.at(1, 0)) == first);
        s.world.run(10s);
    }
    // The mapping lives by what goes to one remote; the way in for the other has closed.
    host->got.clear();
    s.server.at(0, 0).send(*first, "too late");
    s.server.at(1, 0).send(*first, "in time");
    s.world.run(1s);
    QCOMPARE(host->got.size(), std::size_t{1});
    QCOMPARE(host->got[0].second, std::string("in time"));
}

void SimNatTest::busyMappingsEnd()
{
    NatStory s(6);
    NatOptions options = symmetric();
    options.lifetime = 60s;
    NatProbe probe(s.world, s.server, &s.world.addNat(options));
    const auto host = probe.host();
    const auto first = probe.seen(*host, s.server.at(0, 0));
    std::set<std::uint16_t> ports;
    for (int i = 0; i < 50; ++i) {
        const auto seen = probe.seen(*host, s.server.at(0, 0));
        QVERIFY(seen);
        ports.insert(seen->port);
    }
    QCOMPARE(ports, std::set<std::uint16_t>{first->port});
    s.world.run(10s);
    QVERIFY(probe.seen(*host, s.server.at(0, 0)) != first);
}

void SimNatTest::incomingKeepsAMappingOrNot()
{
    for (const bool keeps : {true, false}) {
        NatStory s(8);
        NatOptions options = portRestricted();
        options.idleTimeout = 30s;
        options.inwardRefreshes = keeps;
        NatProbe probe(s.world, s.server, &s.world.addNat(options));
        const auto host = probe.host();
        const auto outer = probe.seen(*host, s.server.at(0, 0));
        QVERIFY(outer);
        for (int i = 0; i < 4; ++i) {
            s.world.run(19s);
            host->got.clear();
            s.server.at(0, 0).send(*outer, "news");
            s.world.run(1s);
        }
        QCOMPARE(!host->got.empty(), keeps);
    }
}

void SimNatTest::udpIsNotLetOut()
{
    NatStory s(9);
    NatOptions options;
    options.udpBlocked = true;
    SimNat& box = s.world.addNat(options);
    NatProbe probe(s.world, s.server, &box);
    const auto host = probe.host();
    QVERIFY(!probe.seen(*host, s.server.at(0, 0)));
    box.options.udpBlocked = false;
    QVERIFY(probe.seen(*host, s.server.at(0, 0)));
    box.options.onlyPorts = {443};
    QVERIFY(!probe.seen(*host, s.server.at(0, 0)));
    Endpoint web = s.world.freshEndpoint();
    web.port = 443;
    NatHost there(s.world, nullptr, web);
    host->send(web, "hello");
    s.world.run(1s);
    QCOMPARE(there.got.size(), std::size_t{1});
}

void SimNatTest::flushAndRenumber()
{
    NatStory s(10);
    NatOptions options = fullCone();
    options.ports = NatPorts::Random;
    SimNat& box = s.world.addNat(options);
    NatProbe probe(s.world, s.server, &box);
    const auto host = probe.host();
    const auto before = probe.seen(*host, s.server.at(0, 0));
    QCOMPARE(box.mappings(s.world.now()), std::size_t{1});
    box.flush();
    QCOMPARE(box.mappings(s.world.now()), std::size_t{0});
    host->got.clear();
    s.server.at(0, 0).send(*before, "gone");
    s.world.run(1s);
    QVERIFY(host->got.empty());
    const auto after = probe.seen(*host, s.server.at(0, 0));
    QVERIFY(after && after->port != before->port && after->address == before->address);
    s.world.renumber(box);
    const auto moved = probe.seen(*host, s.server.at(0, 0));
    QVERIFY(moved && moved->address != before->address);
    host->got.clear();
    s.server.at(0, 0).send(*after, "gone");
    s.world.run(1s);
    QVERIFY(host->got.empty());
}

void SimNatTest::earlyProbesMoveThePort()
{
    NatStory s(11);
    NatOptions options = portRestricted();
    options.mapping = NatRule::AddressAndPortDependent;  // the Linux kernel's kind
    options.earlyProbe = EarlyProbe::MovesPort;
    for (const auto mapping : {NatRule::AddressAndPortDependent, NatRule::EndpointIndependent}) {
        options.mapping = mapping;
        NatProbe probe(s.world, s.server, &s.world.addNat(options));
        const auto host = probe.host();
        const auto outer = probe.seen(*host, s.server.at(0, 0));
        QVERIFY(outer && outer->port == host->endpoint().port);
        s.server.at(1, 0).send(*outer, "too early");
        s.world.run(400ms);
        const auto moved = probe.seen(*host, s.server.at(1, 0));
        QVERIFY(moved && moved->port != outer->port);
        QVERIFY(probe.seen(*host, s.server.at(1, 1)) == outer);
        // Whoever has sent first is not harmed by a probe.
        s.server.at(1, 1).send(*outer, "in time");
        s.world.run(1s);
        QVERIFY(probe.seen(*host, s.server.at(1, 1)) == outer);
    }
}

void SimNatTest::earlyProbesBlockThePort()
{
    NatStory s(12);
    NatOptions options = portRestricted();
    options.earlyProbe = EarlyProbe::BlocksPort;
    options.earlyProbeTime = 20s;
    NatProbe probe(s.world, s.server, &s.world.addNat(options));
    const auto host = probe.host();
    const auto outer = probe.seen(*host, s.server.at(0, 0));
    QVERIFY(outer);
    s.server.at(1, 0).send(*outer, "too early");
    s.world.run(400ms);
    QVERIFY(!probe.seen(*host, s.server.at(1, 0)));
    QVERIFY(probe.seen(*host, s.server.at(1, 1)) == outer);
    s.world.run(20s);
    QVERIFY(probe.seen(*host, s.server.at(1, 0)) == outer);
}

void SimNatTest::sprayersAreBanned()
{
    NatStory s(13);
    NatOptions options = portRestricted();
    options.sprayLimit = 100;
    SimNat& box = s.world.addNat(options);
    NatProbe probe(s.world, s.server, &box);
    const auto host = probe.host();
    const auto other = probe.host();
    Endpoint to = s.world.freshEndpoint();
    const auto spray = [&](int count, Duration pause) {
        for (int i = 0; i < count; ++i) {
            ++to.port;
            host->send(to, "x");
            s.world.run(pause);
        }
    };
    spray(300, 20ms);  // 50 a second
    QVERIFY(probe.seen(*host, s.server.at(0, 0)));
    QCOMPARE(box.bans, std::uint64_t{0});
    s.world.run(2s);
    spray(150, 1ms);
    QCOMPARE(box.bans, std::uint64_t{1});
    QVERIFY(!probe.seen(*host, s.server.at(0, 0)));
    QVERIFY(probe.seen(*other, s.server.at(0, 0)));
    s.world.run(30s);
    QVERIFY(probe.seen(*host, s.server.at(0, 0)));
}

void SimNatTest::ipv6IsNotTranslated()
{
    NatStory s(14);
    NatOptions options = portRestricted();
    options.ipv6 = NatIpv6::Firewall;
    SimNat& box = s.world.addNat(options);
    NatHost inside(s.world, &box, box.freshInside6(40000));
    NatHost outside(s.world, nullptr, *Endpoint::parse("[2a00::7]:5000"));
    outside.send(inside.endpoint(), "unasked");
    s.world.run(1s);
    QVERIFY(inside.got.empty());
    inside.send(outside.endpoint(), "hello");
    s.world.run(1s);
    QVERIFY(outside.heardFrom(inside.endpoint()));
    outside.send(inside.endpoint(), "asked");
    s.world.run(1s);
    QCOMPARE(inside.got.size(), std::size_t{1});
    // Two such homes.
    SimNat& second = s.world.addNat(options);
    NatHost there(s.world, &second, second.freshInside6(40000));
    inside.send(there.endpoint(), "knock");
    s.world.run(1s);
    QVERIFY(there.got.empty());
    there.send(inside.endpoint(), "knock");
    s.world.run(1s);
    QVERIFY(inside.heardFrom(there.endpoint()));
    box.options.ipv6 = NatIpv6::Open;
    inside.got.clear();
    NatHost(s.world, nullptr, *Endpoint::parse("[2a00::8]:5000")).send(inside.endpoint(), "open");
    s.world.run(1s);
    QCOMPARE(inside.got.size(), std::size_t{1});
}

void SimNatTest::portsAreMapped()
{
    NatStory s(15);
    SimNat& box = s.world.addNat(symmetric());
    NatProbe probe(s.world, s.server, &box);
    const auto host = probe.host();
    QVERIFY(!box.mapPort(s.world.now(), host->endpoint(), 40000, 60s));
    box.options.mapsPorts = true;
    const auto mapped = box.mapPort(s.world.now(), host->endpoint(), 40000, 60s);
    QVERIFY(mapped && mapped->port == 40000 && mapped->address == box.external().address);
    s.server.at(1, 1).send(*mapped, "stranger");
    s.world.run(1s);
    QCOMPARE(host->got.size(), std::size_t{1});
    QVERIFY(probe.seen(*host, s.server.at(0, 0)) == mapped);
    QVERIFY(probe.seen(*host, s.server.at(1, 0)) == mapped);
    s.world.run(60s);
    host->got.clear();
    s.server.at(1, 1).send(*mapped, "stranger");
    s.world.run(1s);
    QVERIFY(host->got.empty());
}

void SimNatTest::hostsOfOneHome()
{
    NatStory s(16);
    SimNat& home = s.world.addNat(portRestricted());
    SimNat& other = s.world.addNat(portRestricted());
    NatHost a(s.world, &home, home.freshInside(40000));
    NatHost b(s.world, &home, home.freshInside(40000));
    NatHost stranger(s.world, &other, other.freshInside(40000));
    QVERIFY(stranger.endpoint() == a.endpoint());
    b.send(a.endpoint(), "hello");
    s.world.run(1s);
    QVERIFY(a.heardFrom(b.endpoint()));
    QVERIFY(stranger.got.empty());
    home.options.isolated = true;
    a.got.clear();
    b.send(a.endpoint(), "hello");
    s.world.run(1s);
    QVERIFY(a.got.empty());
}

void SimNatTest::nodesBehindBoxes()
{
    World world(17);
    SimNode& server = world.add("Server");
    SimNat& home = world.addNat(symmetric());
    SimNode& alice = world.add("Alice", home);
    SimNode& bob = world.add("Bob", world.addNat(portRestricted()));
    SimNode& carol = world.add("Carol", home);
    for (SimNode* node : {&server, &alice, &bob, &carol})
        node->start();
    for (SimNode* node : {&alice, &bob, &carol})
        node->join(server);
    QVERIFY(alice.endpoint().isPrivate());
    QVERIFY(world.befriend(server, alice));
    QVERIFY(world.befriend(bob, server));
    server.send(alice, "to the home");
    bob.send(server, "to the internet");
    QVERIFY(
        world.runUntil([&] { return alice.heard.size() == 1 && server.heard.size() == 1; }, 5s));
    // Neighbours that have told each other where they are.
    bool heard = false;
    carol.onEvent = [&](const Event& event) {
        if (const auto* answer = std::get_if<Answer>(&event))
            heard = heard || std::holds_alternative<AnswerValue>(answer->result);
    };
    carol.join(alice);
    QVERIFY(world.runUntil([&] { return heard; }, 5s));
}

void SimNatTest::spareSockets()
{
    World world(18);
    SimNode& node = world.add("Alice", world.addNat(portRestricted()));
    const Endpoint main = node.endpoint();
    QVERIFY(node.socketEndpoint(AnySocket, IpFamily::V4) == main);
    QVERIFY(node.socketEndpoint(0, IpFamily::V4) == main);
    QVERIFY(!node.socketEndpoint(1, IpFamily::V4));
    QVERIFY(!node.socketEndpoint(0, IpFamily::V6));
    std::set<std::uint16_t> ports{main.port, node.guestEndpoint().port};
    for (SocketIndex i = 0; i < SpareSocketCount; ++i) {
        const auto spare = node.socketEndpoint(SpareSocketFirst + i, IpFamily::V4);
        QVERIFY(spare && spare->address == main.address);
        QVERIFY(ports.insert(spare->port).second);
        // Nothing listens there before something was sent by it.
        QVERIFY(!node.socketAt(*spare));
    }
    QCOMPARE(node.socketAt(main), std::optional<SocketIndex>(0));
    QCOMPARE(node.socketAt(node.guestEndpoint()), std::optional<SocketIndex>(GuestSocket));
}

VOS_TEST(SimNatTest)
#include "sim_nat.moc"
