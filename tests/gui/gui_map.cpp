// The VOS Map: picture, table and card of one node.

#include "p2p/qt/address.h"
#include "tests/gui/stage.h"
#include "tests/support/testprogram.h"
#include "ui/map/nodegraph.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QToolButton>

using namespace vos;
using namespace vos::tests;
using namespace Qt::StringLiterals;
using ui::NodeGraph;

namespace {

const NodeId Stranger = nodeId(40);
const NodeId Silent = nodeId(41);

MapEntry known(const NodeId& id, const char* name, PathKind path, bool online = true)
{
    MapEntry entry;
    entry.id = id;
    entry.name = name;
    entry.online = online;
    entry.path = path;
    entry.lastSeen = at(9, 0);
    entry.endpoints = {*Endpoint::parse("198.51.100.7:4000")};
    return entry;
}

}  // namespace

class MapTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_world.reset(); }
    void pictureShowsEverybody();
    void aClickShowsTheCard();
    void keysGoFromNodeToNode();
    void tableHasTheSameNodes();
    void filters();
    void nobodyYet();
    void theViewIsRemembered();

private:
    NodeGraph* graph() const { return find<NodeGraph>(m_world->window, "nodeGraph"); }
    QTableView* table() const { return find<QTableView>(m_world->window, "nodeTable"); }
    const ui::GraphPlace& place(const NodeId& id) const
    {
        for (const ui::GraphPlace& one : graph()->places()) {
            if (one.node.id == id)
                return one;
        }
        qFatal("not in the picture");
    }
    QString cardName() const { return find<QLabel>(m_world->window, "nodeCardName")->text(); }
    void press(const char* text) const
    {
        for (auto* button : m_world->window.findChildren<QToolButton*>()) {
            if (button->isVisible() && button->text() == QLatin1String(text))
                return click(button);
        }
        qFatal("no button %s", text);
    }

    std::unique_ptr<WindowWorld> m_world;
};

void MapTest::init()
{
    m_world = std::make_unique<WindowWorld>();
    m_world->node.putContact(contact(Wang, "Wang Xiaoming"));
    m_world->node.setMapEntries({known(Wang, "Wang Xiaoming", PathKind::Direct),
                                 known(Stranger, "", PathKind::None),
                                 known(Silent, "Old box", PathKind::None, false)});
    QVERIFY(m_world->open());
    QTest::keyClick(&m_world->window, Qt::Key_3, Qt::ControlModifier);
    QVERIFY(settle([this] { return m_world->models.map().rowCount() == 3; }));
}

void MapTest::pictureShowsEverybody()
{
    QCOMPARE(graph()->places().size(), std::size_t{3});
    QCOMPARE(place(Wang).ring, ui::Ring::Linked);
    QCOMPARE(place(Stranger).ring, ui::Ring::Reachable);
    QCOMPARE(place(Silent).ring, ui::Ring::Silent);
    QVERIFY(isShown(m_world->window, "mapLegend"));
    QVERIFY(!isShown(m_world->window, "nodeCard"));
    QVERIFY(!find<QLabel>(m_world->window, "mapState")->text().isEmpty());
}

void MapTest::aClickShowsTheCard()
{
    QTest::mouseClick(graph(), Qt::LeftButton, {}, graph()->positionOf(place(Stranger)));
    QVERIFY(isShown(m_world->window, "nodeCard"));
    QVERIFY(cardName().startsWith("vos1"_L1));
    QVERIFY(!isShown(m_world->window, "nodeChatButton"));
    click(find(m_world->window, "nodeCopyButton"));
    QCOMPARE(QApplication::clipboard()->text(), addressOf(Stranger));
    // A friend can be written to.
    QTest::mouseClick(graph(), Qt::LeftButton, {}, graph()->positionOf(place(Wang)));
    QCOMPARE(cardName(), u"Wang Xiaoming"_s);
    QVERIFY(!isShown(m_world->window, "nodeAddButton"));
    click(find(m_world->window, "nodeChatButton"));
    QVERIFY(isShown(m_world->window, "composer"));
}

void MapTest::keysGoFromNodeToNode()
{
    graph()->setFocus();
    QTest::keyClick(graph(), Qt::Key_Up);
    QCOMPARE(graph()->chosen(), std::optional(Wang));
    QTest::keyClick(graph(), Qt::Key_Up);
    QCOMPARE(graph()->chosen(), std::optional(Stranger));
    QTest::keyClick(graph(), Qt::Key_Up);
    QCOMPARE(cardName(), u"Old box"_s);
    QTest::keyClick(graph(), Qt::Key_Down);
    QTest::keyClick(graph(), Qt::Key_Down);
    QTest::keyClick(graph(), Qt::Key_Return);
    QVERIFY(isShown(m_world->window, "composer"));
}

void MapTest::tableHasTheSameNodes()
{
    press("Table");
    QVERIFY(table()->isVisible());
    QVERIFY(!isShown(m_world->window, "mapLegend"));
    QCOMPARE(rowsOf(table()).size(), 3);
    QVERIFY(clickRow(table(), u"Old box, Node, Not reachable"_s));
    QCOMPARE(cardName(), u"Old box"_s);
    // The choice is the same in the picture, and survives a change of the map.
    press("Graph");
    QCOMPARE(graph()->chosen(), std::optional(Silent));
    m_world->node.setMapEntries({known(Silent, "Older box", PathKind::None, false)});
    m_world->node.setMap({.known = 1, .online = 0});
    QVERIFY(settle([this] { return m_world->models.map().rowCount() == 1; }));
    QCOMPARE(cardName(), u"Older box"_s);
    m_world->node.setMapEntries({known(Wang, "Wang Xiaoming", PathKind::Direct)});
    m_world->node.setMap({.known = 1, .online = 1});
    QVERIFY(settle([this] { return !isShown(m_world->window, "nodeCard"); }));
}

void MapTest::filters()
{
    press("Friends");
    QVERIFY(settle([this] { return graph()->places().size() == 1; }));
    press("Reachable");
    QVERIFY(settle([this] { return graph()->places().size() == 2; }));
    press("All");
    QVERIFY(settle([this] { return graph()->places().size() == 3; }));
    // Heard at nine; it is later than ten.
    auto* heard = find<QComboBox>(m_world->window, "mapHeard");
    heard->setFocus();
    QTest::keyClick(heard, Qt::Key_Home);
    QVERIFY(settle([this] { return graph()->places().size() == 2; }));
}

void MapTest::nobodyYet()
{
    m_world->node.setMapEntries({});
    m_world->node.setMap({.known = 0, .online = 0});
    QVERIFY(settle([this] { return !graph()->isVisible(); }));
    QVERIFY(!isShown(m_world->window, "mapLegend"));
}

void MapTest::theViewIsRemembered()
{
    press("Table");
    QCOMPARE(m_world->models.locals().value(u"map/view"_s), u"table"_s);
}

VOS_TEST_WIDGETS(MapTest)
#include "gui_map.moc"
