// The network page: one sentence with what would help, who carries for us with a veto, what is
// carried for others with its switch, and the way to a friend in full in the details.

#include "p2p/qt/address.h"
#include "tests/gui/stage.h"
#include "tests/support/testprogram.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/elidedlabel.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QToolButton>

using namespace vos;
using namespace vos::tests;
using namespace Qt::StringLiterals;

class NetworkTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_world.reset(); }
    void oneSentenceAndWhatHelps();
    void linkedNodesAreRows();
    void aRelayCanBeRefused();
    void carryingHasASwitchAndLimits();
    void checkAgainAsksTheNode();
    void detailsUnfold();
    void theHeaderSaysTheWay();
    void friendDetailsSayItInFull();
    void theChipOpensThePage();
    void theBannerSaysThatOthersCannotGetThrough();

private:
    QString label(const char* name) { return find<QLabel>(m_world->window, name)->text(); }
    void tell()
    {
        m_world->node.setNetStatus(m_status);
        m_world->models.network().checkAgain();
    }

    std::unique_ptr<WindowWorld> m_world;
    NetStatus m_status;
};

void NetworkTest::init()
{
    m_world = std::make_unique<WindowWorld>();
    m_world->node.putContact(contact(Wang, "Wang Xiaoming", ContactState::Accepted, true));
    m_world->node.putContact(contact(Bob, "Bob", ContactState::Accepted, true));
    m_world->node.setMap({5, 2});
    PeerTraffic bob;
    bob.id = Bob;
    bob.path = PathKind::Direct;
    bob.endpoint = *Endpoint::parse("203.0.113.5:40123");
    bob.rtt = 18ms;
    bob.since = at(10, 12);
    PeerTraffic wang = bob;
    wang.id = Wang;
    wang.path = PathKind::Relay;
    wang.via = Bob;
    m_status = {};
    m_status.peers = {bob, wang};
    m_status.nat = NatKind::Symmetric;
    m_status.observed = {*Endpoint::parse("198.51.100.83:50441")};
    m_status.portMapping.state = PortMapping::State::Unavailable;
    m_status.relays = {{Bob, true, true, 1'100'000}};
    m_status.relaysForOthers = true;
    m_status.relayedBytes = 900'000;
    m_status.relayedPairs = 2;
    m_world->node.setNetStatus(m_status);
    m_world->node.setListen({*Endpoint::parse("192.168.1.11:41641")});
    QVERIFY(m_world->open());
    QTest::keyClick(&m_world->window, Qt::Key_4, Qt::ControlModifier);
    QVERIFY(isShown(m_world->window, "networkPage"));
    QVERIFY(settle([this] { return m_world->models.network().rowCount() == 2; }));
}

void NetworkTest::oneSentenceAndWhatHelps()
{
    QCOMPARE(label("networkSentence"), u"Connected, but others cannot reach you directly."_s);
    QVERIFY(label("networkAdvice").contains(u"Opening UDP port 41641"_s));
    m_status.portMapping = {PortMapping::State::Mapped, PortMapping::Protocol::Pcp,
                            Endpoint::parse("198.51.100.83:40123")};
    tell();
    QVERIFY(settle([this] {
        return label("networkSentence") == u"Connected. Others can reach you directly."_s;
    }));
    m_world->node.setMap({5, 0});
    m_world->node.setNetwork(false);
    QVERIFY(settle([this] { return label("networkSentence") == u"No network."_s; }));
}

void NetworkTest::linkedNodesAreRows()
{
    auto* table = find<QTableView>(m_world->window, "peerTable");
    QCOMPARE(table->model()->index(0, 0).data().toString(), u"Bob"_s);
    // All rows are there without scrolling.
    QVERIFY(table->viewport()->height() >= 2 * table->rowHeight(0));
    table->setFocus();
    QTest::keyClick(table, Qt::Key_Down);
    m_status.peers.pop_back();
    tell();
    QVERIFY(settle([table] { return table->model()->rowCount() == 1; }));
}

void NetworkTest::aRelayCanBeRefused()
{
    auto* allowed = find<QCheckBox>(m_world->window, "relayAllowed0");
    QCOMPARE(allowed->accessibleName(), u"Bob may carry for me"_s);
    QVERIFY(allowed->isChecked());
    click(allowed);
    QVERIFY(settle([this] {
        return m_world->models.preferences().relaysRefused() == QStringList{addressOf(Bob)};
    }));
    m_status.relays[0].allowed = false;
    m_status.relays[0].carrying = false;
    tell();
    QVERIFY(settle([&] { return allowed->accessibleDescription() == u"Refused"_s; }));
    QVERIFY(!allowed->isChecked());
}

void NetworkTest::carryingHasASwitchAndLimits()
{
    auto* relay = find<QCheckBox>(m_world->window, "relayForOthers");
    QVERIFY(relay->isChecked());
    QVERIFY(relay->accessibleDescription().contains(u"900.0 kB"_s));
    QVERIFY(relay->accessibleDescription().contains(u"2 pairs"_s));
    auto* speed = find<QComboBox>(m_world->window, "relaySpeed");
    speed->setCurrentIndex(0);
    Q_EMIT speed->activated(0);
    QVERIFY(settle([this] { return m_world->models.preferences().relayLimitKib() == 32; }));
    click(relay);
    QVERIFY(settle([this] { return !m_world->models.preferences().relayForOthers(); }));
    QVERIFY(!speed->isEnabled());
    auto* mapping = find<QCheckBox>(m_world->window, "portMapping");
    QCOMPARE(mapping->accessibleDescription(), u"No router here does that"_s);
    click(mapping);
    QVERIFY(settle([this] { return !m_world->models.preferences().portMapping(); }));
}

void NetworkTest::checkAgainAsksTheNode()
{
    const int before = m_world->node.checks();
    click(find(m_world->window, "checkNetwork"));
    QCOMPARE(m_world->node.checks(), before + 1);
    click(find(m_world->window, "copyDiagnostics"));
    QVERIFY(QApplication::clipboard()->text().contains(u"nat: symmetric"_s));
}

void NetworkTest::detailsUnfold()
{
    QVERIFY(!isShown(m_world->window, "networkFact0"));
    click(find(m_world->window, "networkDetails"));
    QVERIFY(isShown(m_world->window, "networkFact0"));
    QCOMPARE(label("networkFact0"), u"198.51.100.83:50441"_s);
    QVERIFY(label("networkFact1").startsWith(u"Symmetric"_s));
}

void NetworkTest::theHeaderSaysTheWay()
{
    m_world->window.openChat(Wang);
    const auto said = [this] {
        return find<ui::ElidedLabel>(m_world->window, "chatPresence")->text();
    };
    QCOMPARE(said(), u"Online · direct"_s);
    PeerPresence now{Wang, true, PathKind::Relay, Bob, std::nullopt, 60ms};
    m_world->node.setPresence(now);
    QVERIFY(settle([&] { return said() == u"Online · through Bob"_s; }));
    now.path = PathKind::Direct;
    now.via.reset();
    now.endpoint = Endpoint::parse("192.168.1.20:40123");
    m_world->node.setPresence(now);
    QVERIFY(settle([&] { return said() == u"Online · on your network"_s; }));
}

void NetworkTest::friendDetailsSayItInFull()
{
    m_world->window.openFriend(Bob);
    QVERIFY(settle([this] {
        return label("friendPath") ==
               u"Direct (203.0.113.5:40123), since 10:12. Round trip 18 ms."_s;
    }));
    m_world->window.openFriend(Wang);
    QVERIFY(settle([this] { return label("friendPath").startsWith(u"Through Bob, since"_s); }));
}

void NetworkTest::theChipOpensThePage()
{
    m_world->window.openChat(Wang);
    QVERIFY(!isShown(m_world->window, "networkPage"));
    click(find(m_world->window, "networkChip"));
    QVERIFY(isShown(m_world->window, "networkPage"));
    QVERIFY(find<QToolButton>(m_world->window, "networkDetails") != nullptr);
}

void NetworkTest::theBannerSaysThatOthersCannotGetThrough()
{
    const auto says = [this] { return isShown(m_world->window, "networkBanner"); };
    QVERIFY(settle(says));
    QTest::keyClick(&m_world->window, Qt::Key_1, Qt::ControlModifier);
    QVERIFY(says());
    auto* banner = find<ui::Banner>(m_world->window, "networkBanner");
    QCOMPARE(banner->text(), u"Connected, but others cannot reach you directly. Messages go "
                             u"through friends."_s);
    QCOMPARE(banner->actionButton()->text(), u"What helps?"_s);
    click(banner->actionButton());
    QVERIFY(isShown(m_world->window, "networkPage"));
    // An opened port ends it, and it comes again without.
    m_status.portMapping = {PortMapping::State::Mapped, PortMapping::Protocol::Pcp,
                            Endpoint::parse("198.51.100.83:40123")};
    tell();
    QVERIFY(settle([&] { return !says(); }));
    m_status.portMapping.state = PortMapping::State::Unavailable;
    tell();
    QVERIFY(settle(says));
    // Dismissed, it is said no more as long as nothing gets better.
    click(banner->findChild<QToolButton*>());
    QVERIFY(!says());
    m_world->node.setMap({6, 3});
    tell();
    QVERIFY(settle([this] { return m_world->models.status().onlineNodes() == 3; }));
    QVERIFY(!says());
    // Nor without a connection, where another sentence has its place.
    m_world->node.setMap({6, 0});
    m_world->node.setNetwork(false);
    QVERIFY(settle([&] { return banner->text() == u"No network. Messages are queued here."_s; }));
}

VOS_TEST_WIDGETS(NetworkTest)
#include "gui_network.moc"
