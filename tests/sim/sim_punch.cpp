// Two friends behind every pair of boxes, and two helpers in the world between them.

#include "tests/support/simnat.h"
#include "tests/support/simworld.h"
#include "tests/support/testprogram.h"

#include <QTest>

#include <algorithm>

using namespace vos;
using namespace vos::sim;

namespace {

constexpr std::array<const char*, 6> PlaceNames{
    "public", "full-cone", "address-restricted", "port-restricted", "symmetric", "carrier"};

SimNode& addBehind(World& world, const std::string& name, std::size_t place)
{
    switch (place) {
    case 1:
        return world.add(name, world.addNat(fullCone()));
    case 2:
        return world.add(name, world.addNat(addressRestricted()));
    case 3:
        return world.add(name, world.addNat(portRestricted()));
    case 4:
        return world.add(name, world.addNat(symmetric()));
    case 5: {
        NatOptions carrier = symmetric();
        carrier.carrier = true;
        carrier.uplink = -20ms;
        NatOptions home = symmetric();
        home.uplink = 20ms;
        return world.add(name, world.addNat(home, &world.addNat(carrier)));
    }
    default:
        return world.add(name);
    }
}

std::optional<PeerTraffic> trafficOf(SimNode& node, const SimNode& peer)
{
    for (const PeerTraffic& traffic : node.engine().netStatus(node.now()).peers) {
        if (traffic.id == peer.id())
            return traffic;
    }
    return std::nullopt;
}

bool isDirect(SimNode& node, const SimNode& peer)
{
    const auto traffic = trafficOf(node, peer);
    return traffic && traffic->path == PathKind::Direct;
}

}  // namespace

class SimPunch : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyPairConnects_data()
    {
        QTest::addColumn<std::size_t>("one");
        QTest::addColumn<std::size_t>("other");
        for (std::size_t a = 0; a < 6; ++a) {
            for (std::size_t b = 0; b < 6; ++b)
                QTest::addRow("%s to %s", PlaceNames[a], PlaceNames[b]) << a << b;
        }
    }

    void everyPairConnects()
    {
        QFETCH(std::size_t, one);
        QFETCH(std::size_t, other);
        World world(100 + one * 6 + other);
        world.net.options.latency = 40ms;
        SimNode& helper = world.add("helper");
        SimNode& second = world.add("second");
        SimNode& a = addBehind(world, "a", one);
        SimNode& b = addBehind(world, "b", other);
        for (SimNode* node : {&helper, &second, &a, &b})
            node->start();
        second.join(helper);
        a.join(helper);
        b.join(helper);
        world.run(5s);
        const Instant start = world.now();
        QVERIFY(world.befriend(a, b));
        const Instant friends = world.now();
        const bool hopeless = one >= 4 && other >= 4;
        const bool guessed = (one >= 4 && other == 3) || (other >= 4 && one == 3);
        const bool direct = world.runUntil(
            [&] { return isDirect(a, b) && isDirect(b, a); }, hopeless ? 5s : guessed ? 20s : 5s);
        qInfo("%s to %s: friends %lld ms, direct %s after %lld ms", PlaceNames[one],
              PlaceNames[other], static_cast<long long>((friends - start).count() / 1000),
              direct ? "yes" : "no", static_cast<long long>((world.now() - start).count() / 1000));
        a.send(b, "hello");
        QVERIFY(world.runUntil([&] { return !b.heard.empty() && b.heard.back() == "hello"; }, 1s));
        QCOMPARE(direct, !hopeless);
    }
};

VOS_TEST(SimPunch)
#include "sim_punch.moc"
