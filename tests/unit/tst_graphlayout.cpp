#include "tests/support/testprogram.h"
#include "ui/map/graphlayout.h"

#include <QTest>

#include <cmath>
#include <numeric>

using namespace vos;
using namespace vos::ui;
using model::MapNode;
using model::NodeReach;

namespace {

std::vector<GraphPlace> laidOut(int linked, int reachable, int silent)
{
    std::vector<MapNode> rows;
    const auto add = [&rows](int count, NodeReach reach) {
        for (int i = 0; i < count; ++i) {
            MapNode node;
            node.id.bytes[0] = static_cast<std::byte>(rows.size() * 37);
            node.id.bytes[1] = static_cast<std::byte>(rows.size());
            node.reach = reach;
            rows.push_back(node);
        }
    };
    add(silent, NodeReach::None);
    add(linked, NodeReach::Linked);
    add(reachable, NodeReach::Announced);
    std::vector<std::size_t> closest(rows.size());
    std::iota(closest.begin(), closest.end(), std::size_t{0});
    return layOut(rows, closest);
}

double distance(const QPointF& a, const QPointF& b)
{
    return std::hypot(a.x() - b.x(), a.y() - b.y());
}

}  // namespace

class GraphLayoutTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void ringsByReach();
    void nobodyStandsOnAnother();
    void arrowKeysReachEverybody();
};

void GraphLayoutTest::ringsByReach()
{
    const auto places = laidOut(3, 4, 5);
    QCOMPARE(places.size(), std::size_t{12});
    for (std::size_t i = 0; i < places.size(); ++i) {
        const Ring wanted = i < 3 ? Ring::Linked : i < 7 ? Ring::Reachable : Ring::Silent;
        QCOMPARE(places[i].ring, wanted);
        QVERIFY(std::abs(distance(places[i].at, {}) - ringRadius(wanted)) < 1e-9);
    }
}

void GraphLayoutTest::nobodyStandsOnAnother()
{
    // As many as are ever drawn, in the worst shares. In a picture 560 wide a node has 12 pixels.
    const std::array<std::array<int, 3>, 3> shares = {{{24, 60, 116}, {5, 5, 100}, {24, 40, 60}}};
    for (const auto& [linked, reachable, silent] : shares) {
        const auto places = laidOut(linked, reachable, silent);
        for (std::size_t a = 0; a < places.size(); ++a) {
            for (std::size_t b = a + 1; b < places.size(); ++b)
                QVERIFY2(distance(places[a].at, places[b].at) * 280 >= 12,
                         qPrintable(QStringLiteral("%1 and %2").arg(a).arg(b)));
        }
    }
}

void GraphLayoutTest::arrowKeysReachEverybody()
{
    const auto places = laidOut(3, 0, 5);
    // Round the ring and back to where one was.
    std::size_t at = 0;
    for (int i = 0; i < 3; ++i)
        at = neighbourOf(places, at, 1, 0);
    QCOMPARE(at, std::size_t{0});
    QCOMPARE(neighbourOf(places, 0, -1, 0), std::size_t{2});
    // Outwards over the empty ring, and back in.
    const std::size_t out = neighbourOf(places, 0, 0, 1);
    QCOMPARE(places[out].ring, Ring::Silent);
    QCOMPARE(neighbourOf(places, out, 0, 1), out);
    QCOMPARE(places[neighbourOf(places, out, 0, -1)].ring, Ring::Linked);
    QCOMPARE(neighbourOf({}, 0, 1, 0), std::size_t{0});
}

VOS_TEST_WIDGETS(GraphLayoutTest)
#include "tst_graphlayout.moc"
