#include "model/mapmodel.h"
#include "tests/support/testprogram.h"
#include "tests/unit/modelfixture.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace vos;
using namespace vos::model;
using namespace vos::tests;

namespace {

MapEntry mapEntryOf(int number, const char* name, PathKind path, WallTime heard, bool online = true)
{
    MapEntry entry;
    entry.id = nodeId(number);
    entry.name = name;
    entry.online = online;
    entry.path = path;
    entry.lastSeen = heard;
    entry.endpoints = {*Endpoint::parse("198.51.100." + std::to_string(number) + ":4000")};
    if (path == PathKind::Direct)
        entry.rtt = std::chrono::milliseconds(100 - number);
    return entry;
}

/// A friend who is linked, our Friend VOS reached through others, one who is silent since
/// yesterday, and one who said it is there.
std::vector<MapEntry> someNodes()
{
    return {mapEntryOf(11, "Carol", PathKind::Direct, at(10, 0)),
            mapEntryOf(12, "alice", PathKind::Relay, at(9, 0)),
            mapEntryOf(13, "", PathKind::None, at(10, 0, 21), false),
            mapEntryOf(14, "Bob", PathKind::None, at(9, 30))};
}

const MapPeople somePeople = {{nodeId(11), {QStringLiteral("Aunt Carol"), true, true, false}},
                              {nodeId(12), {QString(), false, false, true}}};

QStringList namesOf(const MapView& view)
{
    QStringList names;
    for (const MapNode& node : view.rows)
        names << node.name;
    return names;
}

}  // namespace

class MapModelTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void peopleAndReach();
    void filters();
    void sorts();
    void closestFirst();
    void rowsOfALargeMap();
    void readsWhileWatched();
    void inWords();
};

void MapModelTest::peopleAndReach()
{
    const MapView view = arrangeMap(someNodes(), somePeople, {}, at(10, 0));
    QCOMPARE(view.counts, (MapCounts{.known = 4, .reachable = 3, .linked = 1, .through = 1}));
    QCOMPARE(view.rows.size(), std::size_t{4});
    // Names sort as a person reads them, whatever the case; an own name wins.
    QVERIFY(namesOf(view).contains(QStringLiteral("Aunt Carol")));
    QVERIFY(!namesOf(view).contains(QStringLiteral("Carol")));
    QVERIFY(view.rows[0].name == QStringLiteral("alice"));
    QVERIFY(view.rows[0].isHolder);
    QVERIFY(view.rows[1].isVerified);
    QVERIFY(view.rows[3].name.startsWith(QStringLiteral("vos1")));
    QCOMPARE(view.rows[1].reach, NodeReach::Linked);
    QCOMPARE(view.rows[2].reach, NodeReach::Announced);
}

void MapModelTest::filters()
{
    const auto shown = [](MapShow show, std::optional<std::chrono::hours> within = {}) {
        return arrangeMap(someNodes(), somePeople, {.show = show, .heardWithin = within},
                          at(10, 0));
    };
    QCOMPARE(namesOf(shown(MapShow::Friends)), QStringList{QStringLiteral("Aunt Carol")});
    QCOMPARE(namesOf(shown(MapShow::FriendVos)), QStringList{QStringLiteral("alice")});
    QCOMPARE(shown(MapShow::Reachable).rows.size(), std::size_t{3});
    QCOMPARE(shown(MapShow::All, std::chrono::hours(23)).rows.size(), std::size_t{3});
    QCOMPARE(shown(MapShow::All, std::chrono::hours(24)).rows.size(), std::size_t{4});
    // The facts are of the whole map.
    QCOMPARE(shown(MapShow::Friends).counts.known, 4);
}

void MapModelTest::sorts()
{
    const auto ids = [](MapColumn column, Qt::SortOrder order) {
        QList<int> numbers;
        const MapView view =
            arrangeMap(someNodes(), somePeople, {.sort = column, .order = order}, at(10, 0));
        for (const MapNode& node : view.rows)
            numbers << std::to_integer<int>(node.id.bytes[0]);
        return numbers;
    };
    QCOMPARE(ids(MapColumn::Kind, Qt::AscendingOrder).mid(0, 2), (QList<int>{12, 11}));
    QCOMPARE(ids(MapColumn::Reach, Qt::AscendingOrder), (QList<int>{11, 12, 14, 13}));
    QCOMPARE(ids(MapColumn::Reach, Qt::DescendingOrder), (QList<int>{13, 14, 12, 11}));
    QCOMPARE(ids(MapColumn::Endpoint, Qt::AscendingOrder), (QList<int>{11, 12, 13, 14}));
    QCOMPARE(ids(MapColumn::Rtt, Qt::AscendingOrder).first(), 11);
    QCOMPARE(ids(MapColumn::Heard, Qt::AscendingOrder).last(), 13);
}

void MapModelTest::closestFirst()
{
    std::vector<MapEntry> entries = someNodes();
    for (int i = 0; i < 1000; ++i) {
        MapEntry entry = mapEntryOf(20, "", PathKind::None, at(8, 0), false);
        entry.id.bytes[1] = static_cast<std::byte>(i >> 8);
        entry.id.bytes[2] = static_cast<std::byte>(i);
        entries.push_back(entry);
    }
    const MapView view = arrangeMap(entries, somePeople, {}, at(10, 0));
    QCOMPARE(view.closest.size(), MapView::ClosestMax);
    const auto id = [&view](std::size_t place) { return view.rows[view.closest[place]].id; };
    QCOMPARE(id(0), nodeId(11));
    QCOMPARE(id(1), nodeId(12));
    QCOMPARE(id(2), nodeId(14));
    // The same nodes again, whatever order they come in.
    std::reverse(entries.begin(), entries.end());
    const MapView again = arrangeMap(entries, somePeople, {}, at(10, 0));
    for (std::size_t i = 0; i < MapView::ClosestMax; ++i)
        QCOMPARE(again.rows[again.closest[i]].id, id(i));
}

void MapModelTest::rowsOfALargeMap()
{
    World world;
    ui::MemoryNode& node = world.node;
    Models& models = world.models;
    std::vector<MapEntry> entries;
    for (int i = 0; i < 20'000; ++i) {
        MapEntry entry = mapEntryOf(i % 200 + 1, "", PathKind::None, at(8, 0), i % 3 == 0);
        entry.id.bytes[1] = static_cast<std::byte>(i >> 8);
        entry.id.bytes[2] = static_cast<std::byte>(i);
        entries.push_back(entry);
    }
    node.setMapEntries(entries);
    QAbstractItemModelTester tester(&models.map(),
                                    QAbstractItemModelTester::FailureReportingMode::QtTest);
    QVERIFY(world.start());
    models.map().setWatched(true);
    QTRY_COMPARE(models.map().rowCount(), 20'000);
    models.map().setShow(MapShow::Reachable);
    QTRY_COMPARE(models.map().rowCount(), 6'667);
    models.map().setShow(MapShow::All);
    models.map().sort(static_cast<int>(MapColumn::Heard), Qt::DescendingOrder);
    QTRY_COMPARE(models.map().rowCount(), 20'000);
}

void MapModelTest::readsWhileWatched()
{
    World world;
    ui::MemoryNode& node = world.node;
    Models& models = world.models;
    node.putContact(contact(nodeId(11), "Carol"));
    QVERIFY(world.start());
    node.setMapEntries(someNodes());
    // Longer than changes are gathered for: that nothing is read can only be waited for.
    QTest::qWait(700);
    QCOMPARE(models.map().rowCount(), 0);
    models.map().setWatched(true);
    QTRY_COMPARE(models.map().rowCount(), 4);
    QCOMPARE(models.map().rowOf(nodeId(13)), 3);
    QCOMPARE(models.map().rowOf(nodeId(99)), -1);
    QVERIFY(
        models.map().index(models.map().rowOf(nodeId(11)), 0).data(MapModel::FriendRole).toBool());
    node.setMapEntries({});
    node.setMap({.known = 0, .online = 0});
    QTRY_COMPARE(models.map().rowCount(), 0);
}

void MapModelTest::inWords()
{
    World world;
    ui::MemoryNode& node = world.node;
    Models& models = world.models;
    node.putContact(contact(nodeId(11), "Carol"));
    node.setMapEntries(someNodes());
    QVERIFY(world.start());
    models.map().setWatched(true);
    QTRY_COMPARE(models.map().rowCount(), 4);
    const auto said = [&](int number) {
        return models.map()
            .index(models.map().rowOf(nodeId(number)), 0)
            .data(Qt::AccessibleTextRole)
            .toString();
    };
    QCOMPARE(said(11), QStringLiteral("Carol, Friend, Direct, Now"));
    QCOMPARE(said(12), QStringLiteral("alice, Node, Through others, Now"));
    QCOMPARE(said(14), QStringLiteral("Bob, Node, Reachable, 1 h ago"));
    QVERIFY(said(13).endsWith(QStringLiteral(", Node, Not reachable, Yesterday")));
}

VOS_TEST_CORE(MapModelTest)
#include "tst_mapmodel.moc"
