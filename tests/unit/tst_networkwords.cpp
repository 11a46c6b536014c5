// The sentences on the network: each situation has one, and says what would help.

#include "model/networkwords.h"
#include "model/words.h"
#include "tests/support/testprogram.h"
#include "tests/unit/modelfixture.h"

#include <QTest>

using namespace vos;
using namespace vos::model;
using namespace vos::tests;

namespace {

NetworkFacts factsOf(NatKind nat)
{
    NetworkFacts facts;
    facts.connection = Connection::Connected;
    facts.known = 5;
    facts.nat = nat;
    facts.port = 40123;
    facts.linked = 2;
    facts.mapping.state = PortMapping::State::Unavailable;
    return facts;
}

}  // namespace

class NetworkWordsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom)); }
    void everySituationHasItsSentence_data();
    void everySituationHasItsSentence();
    void aMappedPortIsAsGoodAsAPublicAddress();
    void throughOthersOnly();
    void withoutANetwork();
    void ways();
    void nearIsTheOwnHome();
    void waysInFull();
    void times();
};

void NetworkWordsTest::everySituationHasItsSentence_data()
{
    QTest::addColumn<int>("nat");
    QTest::addColumn<int>("mood");
    QTest::addColumn<QString>("title");
    QTest::addColumn<bool>("port");
    const auto row = [](NatKind nat, NetworkMood mood, const char* title, bool port) {
        QTest::newRow(wordFor(nat)) << int(nat) << int(mood) << QString::fromLatin1(title) << port;
    };
    row(NatKind::Public, NetworkMood::Good, "Connected. Others can reach you directly.", false);
    row(NatKind::FullCone, NetworkMood::Good, "Connected. Others can reach you directly.", false);
    row(NatKind::AddressRestricted, NetworkMood::Good,
        "Connected. Others reach you with the help of a friend.", true);
    row(NatKind::PortRestricted, NetworkMood::Good,
        "Connected. Others reach you with the help of a friend.", true);
    row(NatKind::Symmetric, NetworkMood::Fair, "Connected, but others cannot reach you directly.",
        true);
    row(NatKind::Blocked, NetworkMood::Bad, "This network lets almost nothing out.", false);
    row(NatKind::Unknown, NetworkMood::Good, "Connected.", false);
}

void NetworkWordsTest::everySituationHasItsSentence()
{
    QFETCH(int, nat);
    QFETCH(int, mood);
    QFETCH(QString, title);
    QFETCH(bool, port);
    const NetworkStanding stands = words::standing(factsOf(static_cast<NatKind>(nat)));
    QCOMPARE(int(stands.mood), mood);
    QCOMPARE(stands.title, title);
    QVERIFY(!stands.advice.isEmpty());
    QCOMPARE(
        stands.advice.contains(QStringLiteral("Opening UDP port 40123 in your router would help.")),
        port);
}

void NetworkWordsTest::aMappedPortIsAsGoodAsAPublicAddress()
{
    NetworkFacts facts = factsOf(NatKind::Symmetric);
    facts.mapping = {PortMapping::State::Mapped, PortMapping::Protocol::Pcp,
                     Endpoint::parse("203.0.113.5:40123")};
    const NetworkStanding stands = words::standing(facts);
    QCOMPARE(stands.title, QStringLiteral("Connected. Others can reach you directly."));
    QCOMPARE(stands.advice, QStringLiteral("Your router opened a port for you."));
    QCOMPARE(words::portMapping(facts.mapping), QStringLiteral("203.0.113.5:40123, by PCP"));
    // Who switched it off is told that it is there.
    facts.mapping = {};
    QVERIFY(words::standing(facts).advice.contains(QStringLiteral("Let VOS Messenger open")));
    QCOMPARE(words::portMapping(facts.mapping), QStringLiteral("Switched off"));
}

void NetworkWordsTest::throughOthersOnly()
{
    NetworkFacts facts = factsOf(NatKind::PortRestricted);
    facts.relayed = 1;
    QVERIFY(!words::standing(facts).title.contains(QStringLiteral("others only")));
    facts.relayed = 2;
    QCOMPARE(words::standing(facts).title, QStringLiteral("Connected through others only."));
    QCOMPARE(words::standing(facts).mood, NetworkMood::Fair);
}

void NetworkWordsTest::withoutANetwork()
{
    NetworkFacts facts = factsOf(NatKind::Unknown);
    facts.connection = Connection::Offline;
    QCOMPARE(words::standing(facts).title, QStringLiteral("No network."));
    QCOMPARE(words::standing(facts).mood, NetworkMood::Bad);
    facts.connection = Connection::Searching;
    QCOMPARE(words::standing(facts).title, QStringLiteral("Looking for other nodes."));
    facts.known = 0;
    QCOMPARE(words::standing(facts).title, QStringLiteral("Nobody is known yet."));
    facts.nat = NatKind::Blocked;
    QVERIFY(words::standing(facts).advice.contains(QStringLiteral("443")));
    facts.connection = Connection::Starting;
    QCOMPARE(words::standing(facts).title, QStringLiteral("Starting"));
}

void NetworkWordsTest::ways()
{
    const auto far = Endpoint::parse("203.0.113.5:40123");
    const auto near = Endpoint::parse("192.168.1.20:40123");
    QCOMPARE(words::path(PathKind::Direct, far, {}), QStringLiteral("Direct"));
    QCOMPARE(words::path(PathKind::Direct, near, {}), QStringLiteral("On your network"));
    QCOMPARE(words::path(PathKind::Direct, std::nullopt, {}), QStringLiteral("Direct"));
    QCOMPARE(words::path(PathKind::Relay, far, QStringLiteral("Bob")),
             QStringLiteral("Through Bob"));
    QCOMPARE(words::path(PathKind::Relay, near, {}), QStringLiteral("Through others"));
    QCOMPARE(words::path(PathKind::None, far, {}), QString());
    // The word in the chat's head.
    PresenceState state{.presence = Presence::Online, .path = PathKind::Direct};
    const auto said = [&] { return words::presence(state, QStringLiteral("Wang"), at(10, 0)); };
    QCOMPARE(said(), QStringLiteral("Online · direct"));
    state.isNear = true;
    QCOMPARE(said(), QStringLiteral("Online · on your network"));
    state.path = PathKind::Relay;
    QCOMPARE(said(), QStringLiteral("Online · through others"));
    state.via = QStringLiteral("Bob");
    QCOMPARE(said(), QStringLiteral("Online · through Bob"));
}

void NetworkWordsTest::nearIsTheOwnHome()
{
    for (const char* text : {"192.168.1.20:4000", "10.0.0.7:4000", "172.16.3.4:4000",
                             "[fd00::7]:4000", "[fe80::7%2]:4000"})
        QVERIFY2(words::isNear(*Endpoint::parse(text)), text);
    // Others at the same carrier are no housemates; this computer itself is no network.
    for (const char* text : {"100.64.0.7:4000", "100.127.255.1:4000", "203.0.113.5:4000",
                             "[2001:db8::7]:4000", "127.0.0.1:4000", "[::1]:4000"})
        QVERIFY2(!words::isNear(*Endpoint::parse(text)), text);
    QVERIFY(!words::isNear(*Endpoint::parse("100.63.0.7:4000")));
}

void NetworkWordsTest::waysInFull()
{
    PeerTraffic peer;
    peer.path = PathKind::Direct;
    peer.endpoint = *Endpoint::parse("203.0.113.5:40123");
    peer.since = at(10, 12);
    peer.rtt = 18'400us;
    QCOMPARE(words::pathInFull(peer, {}, at(10, 52)),
             QStringLiteral("Direct (203.0.113.5:40123), since 10:12. Round trip 18 ms."));
    peer.path = PathKind::Relay;
    peer.rtt = 950us;
    QCOMPARE(words::pathInFull(peer, QStringLiteral("Bob"), at(10, 52)),
             QStringLiteral("Through Bob, since 10:12. Round trip 0.9 ms."));
    peer.since = {};
    peer.rtt = {};
    QCOMPARE(words::pathInFull(peer, QStringLiteral("Bob"), at(10, 52)),
             QStringLiteral("Through Bob"));
}

void NetworkWordsTest::times()
{
    QCOMPARE(words::lasting(at(10, 52), at(10, 52)), QStringLiteral("Just now"));
    QCOMPARE(words::lasting(at(10, 31), at(10, 52)), QStringLiteral("21 min"));
    QCOMPARE(words::lasting(at(7, 40), at(10, 52)), QStringLiteral("3 h 12 min"));
    QCOMPARE(words::lasting(at(10, 0, 20), at(10, 52)), QStringLiteral("2 days"));
    QCOMPARE(words::speed(400), QStringLiteral("0.4 kB/s"));
    QCOMPARE(words::speed(0), QStringLiteral("0 kB/s"));
    QCOMPARE(words::speed(20), QStringLiteral("0 kB/s"));
    QCOMPARE(words::speedLimit(256), QStringLiteral("256 kB/s"));
    QCOMPARE(words::speedLimit(4096), QStringLiteral("4 MB/s"));
    QCOMPARE(words::amount(0), QStringLiteral("0 kB"));
    QCOMPARE(words::sentences({QStringLiteral("One."), {}, QStringLiteral("Two.")}),
             QStringLiteral("One. Two."));
}

VOS_TEST_CORE(NetworkWordsTest)
#include "tst_networkwords.moc"
