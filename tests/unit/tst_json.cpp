#include "app/control/json.h"

#include "p2p/qt/address.h"

#include "tests/support/testprogram.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace vos;
using namespace vos::control;

class JsonTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void timesAreRfc3339Utc();
    void messageIdsAreHex();
    void message();
    void failedMessageSaysWhy();
    void contactShowsOurNameForIt();
    void record();
    void queueEntry();
    void presence();
    void netStatus();
    void info();
};

namespace {

template <typename IdType>
IdType idOf(int fill)
{
    IdType id;
    id.bytes.fill(std::byte(fill));
    return id;
}

const NodeId Alice = idOf<NodeId>(1);
const NodeId Bob = idOf<NodeId>(2);
const WallTime Noon = fromMillis(1'785'240'682'007);  // 2026-07-28T12:11:22.007Z

}  // namespace

void JsonTest::timesAreRfc3339Utc()
{
    QCOMPARE(timeText(Noon), u"2026-07-28T12:11:22.007Z"_s);
    QCOMPARE(timeText(fromMillis(0)), u"1970-01-01T00:00:00.000Z"_s);
    // The number of a retired record, and what no calendar has.
    QCOMPARE(timeText(fromMillis((qint64(1) << 48) - 1)), u"9999-12-31T23:59:59.999Z"_s);
    QCOMPARE(timeText(WallTime::max()), u"9999-12-31T23:59:59.999Z"_s);
    QCOMPARE(timeText(WallTime::min()), u"0001-01-01T00:00:00.000Z"_s);
}

void JsonTest::messageIdsAreHex()
{
    const auto id = idOf<MessageId>(0xAB);
    const QString text = messageIdText(id);
    QCOMPARE(text, u"ab"_s.repeated(16));
    QCOMPARE(*messageIdFrom(text), id);
    QVERIFY(messageIdFrom(text.toUpper()));
    for (const QString& bad : QStringList{u""_s, text.left(31), text + u"00"_s,
                                          u"zz"_s.repeated(16), u"ａｂ"_s.repeated(16)})
        QVERIFY2(!messageIdFrom(bad), qPrintable(bad));
}

void JsonTest::message()
{
    Message incoming;
    incoming.id = idOf<MessageId>(3);
    incoming.peer = Alice;
    incoming.text = "你好";
    incoming.sentAt = Noon;
    incoming.receivedAt = Noon + 5ms;
    incoming.state = MessageState::Received;
    incoming.replyTo = idOf<MessageId>(4);
    QCOMPARE(toJson(incoming), (QJsonObject{{u"id"_s, u"03"_s.repeated(16)},
                                            {u"peer"_s, addressOf(Alice)},
                                            {u"direction"_s, u"in"_s},
                                            {u"text"_s, u"你好"_s},
                                            {u"sent_at"_s, u"2026-07-28T12:11:22.007Z"_s},
                                            {u"received_at"_s, u"2026-07-28T12:11:22.012Z"_s},
                                            {u"state"_s, u"received"_s},
                                            {u"held_by"_s, QJsonArray()},
                                            {u"reply_to"_s, u"04"_s.repeated(16)}}));
}

void JsonTest::failedMessageSaysWhy()
{
    Message outgoing;
    outgoing.outgoing = true;
    outgoing.state = MessageState::Failed;
    outgoing.reason = FailReason::TooLarge;
    outgoing.heldBy = {Alice, Bob};
    const QJsonObject json = toJson(outgoing);
    QCOMPARE(json["direction"_L1].toString(), u"out"_s);
    QCOMPARE(json["state"_L1].toString(), u"failed"_s);
    QCOMPARE(json["reason"_L1].toString(), u"too-large"_s);
    QCOMPARE(json["held_by"_L1].toArray(), (QJsonArray{addressOf(Alice), addressOf(Bob)}));
    QVERIFY(!json.contains("received_at"_L1));

    MessageStateChange change;
    change.peer = Bob;
    change.state = MessageState::Failed;
    change.reason = FailReason::Offline;
    change.at = Noon;
    QCOMPARE(toJson(change), (QJsonObject{{u"id"_s, u"00"_s.repeated(16)},
                                          {u"to"_s, addressOf(Bob)},
                                          {u"state"_s, u"failed"_s},
                                          {u"held_by"_s, QJsonArray()},
                                          {u"reason"_s, u"offline"_s},
                                          {u"at"_s, timeText(Noon)}}));
}

void JsonTest::contactShowsOurNameForIt()
{
    Contact contact;
    contact.id = Alice;
    contact.state = ContactState::PendingIn;
    contact.name = "Alice";
    QCOMPARE(toJson(contact), (QJsonObject{{u"address"_s, addressOf(Alice)},
                                           {u"name"_s, u"Alice"_s},
                                           {u"state"_s, u"pending-in"_s},
                                           {u"online"_s, false},
                                           {u"last_seen"_s, QJsonValue()},
                                           {u"verified"_s, false}}));
    contact.note = "My sister";
    contact.lastSeen = Noon;
    QCOMPARE(toJson(contact)["name"_L1].toString(), u"My sister"_s);
    QCOMPARE(toJson(contact)["last_seen"_L1].toString(), timeText(Noon));
}

void JsonTest::record()
{
    MapEntry entry;
    entry.id = Alice;
    entry.name = "Alice";
    entry.endpoints = {*Endpoint::parse("192.0.2.1:4000"), *Endpoint::parse("[2001:db8::1]:4000")};
    entry.friendVos = {Bob};
    entry.sequence = 1'785'240'682'007;
    entry.issuedAt = Noon;
    entry.online = true;
    const QJsonObject json = toJson(entry);
    QCOMPARE(json["endpoints"_L1].toArray(),
             (QJsonArray{u"192.0.2.1:4000"_s, u"[2001:db8::1]:4000"_s}));
    QCOMPARE(json["friend_vos"_L1].toArray(), QJsonArray{addressOf(Bob)});
    QCOMPARE(json["sequence"_L1].toInteger(), 1'785'240'682'007);
    QVERIFY(json["last_seen"_L1].isNull());
    QCOMPARE(json.keys(),
             (QStringList{u"address"_s, u"endpoints"_s, u"friend_vos"_s, u"issued_at"_s,
                          u"last_seen"_s, u"name"_s, u"online"_s, u"sequence"_s}));
}

void JsonTest::queueEntry()
{
    QueueEntry entry;
    entry.to = Bob;
    entry.kind = LetterKind::ContactRequest;
    entry.size = 12;
    entry.attempts = 3;
    entry.expiresAt = Noon;
    QJsonObject json = toJson(entry);
    QCOMPARE(json["kind"_L1].toString(), u"contact"_s);
    QVERIFY(json["next_attempt_at"_L1].isNull());
    QVERIFY(json["last_error"_L1].isNull());
    entry.lastError = "unreachable";
    entry.nextAttemptAt = Noon;
    json = toJson(entry);
    QCOMPARE(json["last_error"_L1].toString(), u"unreachable"_s);
    QCOMPARE(json["next_attempt_at"_L1].toString(), timeText(Noon));
    QCOMPARE(json.keys(), (QStringList{u"attempts"_s, u"expires_at"_s, u"held_by"_s, u"id"_s,
                                       u"kind"_s, u"last_error"_s, u"next_attempt_at"_s,
                                       u"refused_by"_s, u"size"_s, u"state"_s, u"to"_s}));
}

void JsonTest::presence()
{
    PeerPresence offline;
    QCOMPARE(toJson(offline), (QJsonObject{{u"online"_s, false}, {u"path"_s, QJsonValue()}}));
    PeerPresence online;
    online.id = Alice;
    online.online = true;
    online.path = PathKind::Relay;
    online.via = Bob;
    online.endpoint = Endpoint::parse("192.0.2.1:4000");
    online.rtt = 12'345us;
    QCOMPARE(toJson(online), (QJsonObject{{u"online"_s, true},
                                          {u"path"_s, u"relay"_s},
                                          {u"via"_s, addressOf(Bob)},
                                          {u"endpoint"_s, u"192.0.2.1:4000"_s},
                                          {u"rtt_ms"_s, 12.345}}));
    QCOMPARE(pathJson(online), (QJsonObject{{u"address"_s, addressOf(Alice)},
                                            {u"path"_s, u"relay"_s},
                                            {u"via"_s, addressOf(Bob)},
                                            {u"endpoint"_s, u"192.0.2.1:4000"_s}}));
}

void JsonTest::netStatus()
{
    NetStatus status;
    status.sentBytes = 5'000'000'000;
    PeerTraffic peer;
    peer.id = Alice;
    peer.path = PathKind::Direct;
    peer.loss = 0.25;
    status.peers = {peer};
    QJsonObject json = toJson(status);
    QCOMPARE(json["sent_bytes"_L1].toInteger(), 5'000'000'000);
    QCOMPARE(json["relays"_L1].toArray(), QJsonArray());
    QCOMPARE(json["port_mapping"_L1].toObject(), (QJsonObject{{u"state"_s, u"off"_s}}));
    QCOMPARE(json["peers"_L1][0]["loss"_L1].toDouble(), 0.25);
    QCOMPARE(json["peers"_L1][0]["path"_L1].toString(), u"direct"_s);
    QVERIFY(!json["peers"_L1][0].toObject().contains("via"_L1));
    QCOMPARE(json["relayed_bytes"_L1].toInteger(), 0);

    status.peers[0].path = PathKind::Relay;
    status.peers[0].via = Bob;
    status.peers[0].since = fromMillis(1'000);
    status.nat = NatKind::Symmetric;
    status.observed = {*Endpoint::parse("192.0.2.1:4000")};
    status.portMapping = {PortMapping::State::Mapped, PortMapping::Protocol::NatPmp,
                          Endpoint::parse("192.0.2.1:5000")};
    status.relays = {{Bob, true, true, 7}, {Alice, false, false, 0}};
    status.relaysForOthers = true;
    status.relayedBytes = 6'000'000'000;
    status.relayedPairs = 3;
    json = toJson(status);
    QCOMPARE(json["peers"_L1][0]["via"_L1].toString(), addressOf(Bob));
    QCOMPARE(json["peers"_L1][0]["since"_L1].toString(), u"1970-01-01T00:00:01.000Z"_s);
    QCOMPARE(json["nat"_L1].toString(), u"symmetric"_s);
    QCOMPARE(json["observed"_L1].toArray(), QJsonArray{u"192.0.2.1:4000"_s});
    QCOMPARE(json["port_mapping"_L1].toObject(),
             (QJsonObject{{u"state"_s, u"mapped"_s},
                          {u"protocol"_s, u"nat-pmp"_s},
                          {u"external"_s, u"192.0.2.1:5000"_s}}));
    // One the user refuses is no relay, but told of where the refusal can be taken back.
    QCOMPARE(json["relays"_L1].toArray(), QJsonArray{addressOf(Bob)});
    QCOMPARE(json["relay_use"_L1].toArray().size(), 2);
    QCOMPARE(json["relay_use"_L1][0].toObject(), (QJsonObject{{u"address"_s, addressOf(Bob)},
                                                              {u"carrying"_s, true},
                                                              {u"allowed"_s, true},
                                                              {u"bytes"_s, 7}}));
    QVERIFY(!json["relay_use"_L1][1]["allowed"_L1].toBool());
    QVERIFY(json["relays_for_others"_L1].toBool());
    QCOMPARE(json["relayed_bytes"_L1].toInteger(), 6'000'000'000);
    QCOMPARE(json["relayed_pairs"_L1].toInt(), 3);
}

void JsonTest::info()
{
    NodeInfo info;
    info.address = "vos1x";
    info.nat = NatKind::PortRestricted;
    info.map = {.known = 5, .online = 2};
    info.figures = {NetworkState::Connected, 3, 4, 4096, 8, 100.6, 90.2};
    info.uptime = 61s;
    const QJsonObject json = toJson(info);
    QCOMPARE(json["nat"_L1].toString(), u"port-restricted"_s);
    QCOMPARE(json["map"_L1].toObject(), (QJsonObject{{u"known"_s, 5},
                                                     {u"online"_s, 2},
                                                     {u"state"_s, u"connected"_s},
                                                     {u"zone_depth"_s, 3},
                                                     {u"cover"_s, 4},
                                                     {u"network_size"_s, 4096},
                                                     {u"links"_s, 8},
                                                     {u"sent_bytes_per_s"_s, 101},
                                                     {u"received_bytes_per_s"_s, 90}}));
    QCOMPARE(json["uptime_s"_L1].toInt(), 61);
    QVERIFY(!json["version"_L1].toString().isEmpty());
}

VOS_TEST(JsonTest)
#include "tst_json.moc"
