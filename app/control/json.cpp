#include "app/control/json.h"

#include "p2p/qt/address.h"
#include "p2p/qt/convert.h"

#include <QDateTime>

#include <algorithm>

#include <cmath>

namespace vos::control {

using namespace Qt::StringLiterals;

namespace {

QString text(const std::string& utf8)
{
    return qt::toQString(utf8);
}

/// Words of the interface; one that means "none" is null.
QJsonValue wordOrNull(const char* word)
{
    return *word == '\0' ? QJsonValue(QJsonValue::Null) : QJsonValue(QString::fromLatin1(word));
}

QJsonValue timeOrNull(const std::optional<WallTime>& time)
{
    return time ? QJsonValue(timeText(*time)) : QJsonValue(QJsonValue::Null);
}

double millis(Duration duration)
{
    return static_cast<double>(duration.count()) / 1000;
}

double number(std::uint64_t value)
{
    return static_cast<double>(value);
}

QString endpointText(const Endpoint& endpoint)
{
    return text(endpoint.toString());
}

void putPath(QJsonObject& object, const PeerPresence& presence)
{
    object[u"path"_s] = wordOrNull(wordFor(presence.path));
    if (presence.via)
        object[u"via"_s] = addressOf(*presence.via);
    if (presence.endpoint)
        object[u"endpoint"_s] = endpointText(*presence.endpoint);
}

QJsonObject trafficJson(const PeerTraffic& peer)
{
    QJsonObject json{{u"address"_s, addressOf(peer.id)},
                     {u"path"_s, wordOrNull(wordFor(peer.path))},
                     {u"since"_s, timeText(peer.since)},
                     {u"endpoint"_s, endpointText(peer.endpoint)},
                     {u"rtt_ms"_s, millis(peer.rtt)},
                     {u"loss"_s, peer.loss},
                     {u"sent_bytes"_s, number(peer.sentBytes)},
                     {u"received_bytes"_s, number(peer.receivedBytes)}};
    if (peer.via)
        json[u"via"_s] = addressOf(*peer.via);
    return json;
}

QJsonObject mappingJson(const PortMapping& mapping)
{
    QJsonObject json{{u"state"_s, QString::fromLatin1(wordFor(mapping.state))}};
    if (mapping.protocol != PortMapping::Protocol::None)
        json[u"protocol"_s] = QString::fromLatin1(wordFor(mapping.protocol));
    if (mapping.external)
        json[u"external"_s] = endpointText(*mapping.external);
    return json;
}

QJsonObject relayJson(const RelayUse& relay)
{
    return {{u"address"_s, addressOf(relay.id)},
            {u"carrying"_s, relay.carrying},
            {u"allowed"_s, relay.allowed},
            {u"bytes"_s, number(relay.bytes)}};
}

}  // namespace

QString timeText(WallTime time)
{
    // RFC 3339 knows the years to 9999; a retired record is beyond, others may claim anything.
    constexpr qint64 earliest = -62'135'596'800'000;  // the year 1
    constexpr qint64 latest = 253'402'300'799'999;
    const qint64 shown = std::clamp<qint64>(toMillis(time), earliest, latest);
    return QDateTime::fromMSecsSinceEpoch(shown, Qt::UTC).toString(Qt::ISODateWithMs);
}

QString messageIdText(const MessageId& id)
{
    return text(toHex(id.view()));
}

std::optional<MessageId> messageIdFrom(const QString& text)
{
    const auto bytes = fromHex(text.toStdString());
    return bytes ? MessageId::from(*bytes) : std::nullopt;
}

QString base64Text(ByteView data)
{
    const QByteArray bytes = QByteArray::fromRawData(reinterpret_cast<const char*>(data.data()),
                                                     static_cast<qsizetype>(data.size()));
    return QString::fromLatin1(bytes.toBase64());
}

QJsonArray toJson(const std::vector<Endpoint>& endpoints)
{
    QJsonArray array;
    for (const Endpoint& endpoint : endpoints)
        array << endpointText(endpoint);
    return array;
}

QJsonArray toJson(const std::vector<NodeId>& nodes)
{
    QJsonArray array;
    for (const NodeId& node : nodes)
        array << addressOf(node);
    return array;
}

QJsonObject toJson(const MapSummary& summary)
{
    return {{u"known"_s, static_cast<qint64>(summary.known)},
            {u"online"_s, static_cast<qint64>(summary.online)}};
}

namespace {

const char* wordFor(NetworkState state)
{
    switch (state) {
    case NetworkState::Isolated:
        return "isolated";
    case NetworkState::Thin:
        return "thin";
    case NetworkState::Connected:
        return "connected";
    case NetworkState::Island:
        return "island";
    case NetworkState::Merging:
        break;
    }
    return "merging";
}

const char* wordFor(SeekStep::What what)
{
    switch (what) {
    case SeekStep::What::Address:
        return "call";
    case SeekStep::What::Introducer:
        return "introducer";
    case SeekStep::What::FriendVos:
        return "friend-vos";
    case SeekStep::What::Contact:
        return "contact";
    case SeekStep::What::Network:
        return "network";
    case SeekStep::What::Announced:
        break;
    }
    return "announced";
}

const char* wordFor(SeekStep::Result result)
{
    switch (result) {
    case SeekStep::Result::Waiting:
        return "waiting";
    case SeekStep::Result::NoAnswer:
        return "no-answer";
    case SeekStep::Result::Connected:
        return "connected";
    case SeekStep::Result::NotKnown:
        return "not-known";
    case SeekStep::Result::Known:
        return "known";
    case SeekStep::Result::Newer:
        break;
    }
    return "newer";
}

QJsonObject mapJson(const NodeInfo& info)
{
    QJsonObject map = toJson(info.map);
    map[u"state"_s] = QString::fromLatin1(wordFor(info.figures.state));
    map[u"zone_depth"_s] = static_cast<qint64>(info.figures.zoneDepth);
    map[u"cover"_s] = static_cast<qint64>(info.figures.cover);
    map[u"network_size"_s] = static_cast<qint64>(info.figures.networkSize);
    map[u"links"_s] = static_cast<qint64>(info.figures.links);
    map[u"sent_bytes_per_s"_s] = std::round(info.figures.sentPerSecond);
    map[u"received_bytes_per_s"_s] = std::round(info.figures.receivedPerSecond);
    return map;
}

/// `[{by, emoji: [EMOJI]}]`
QJsonArray reactionsJson(const Message& message)
{
    QJsonArray all;
    for (const Reactions& one : message.reactions) {
        QJsonArray emoji;
        for (const std::string& e : one.emoji)
            emoji << text(e);
        if (!emoji.isEmpty())
            all << QJsonObject{{u"by"_s, addressOf(one.by)}, {u"emoji"_s, emoji}};
    }
    return all;
}

}  // namespace

QJsonObject toJson(const SeekStep& step)
{
    QJsonObject json{{u"what"_s, QString::fromLatin1(wordFor(step.what))},
                     {u"result"_s, QString::fromLatin1(wordFor(step.result))},
                     {u"started_at"_s, timeText(step.startedAt)}};
    if (!step.whom.isZero())
        json[u"whom"_s] = addressOf(step.whom);
    if (step.at)
        json[u"at"_s] = endpointText(*step.at);
    if (step.endedAt)
        json[u"ended_at"_s] = timeText(*step.endedAt);
    if (step.seenAt)
        json[u"seen_at"_s] = timeText(*step.seenAt);
    if (step.seenPlace)
        json[u"seen_place"_s] = endpointText(*step.seenPlace);
    return json;
}

QJsonObject toJson(const NodeInfo& info)
{
    return {{u"address"_s, text(info.address)},
            {u"link"_s, text(info.link)},
            {u"name"_s, text(info.name)},
            {u"version"_s, u"" VOS_VERSION ""_s},
            {u"listen"_s, toJson(info.listen)},
            {u"observed"_s, toJson(info.observed)},
            {u"nat"_s, QString::fromLatin1(wordFor(info.nat))},
            {u"map"_s, mapJson(info)},
            {u"uptime_s"_s, static_cast<qint64>(info.uptime / 1s)}};
}

QJsonObject toJson(const NodeReady& ready)
{
    return {{u"address"_s, ready.address},
            {u"link"_s, ready.link},
            {u"listen"_s, toJson(ready.listen)}};
}

QJsonObject toJson(const MapEntry& entry)
{
    return {{u"address"_s, addressOf(entry.id)},
            {u"name"_s, text(entry.name)},
            {u"endpoints"_s, toJson(entry.endpoints)},
            {u"friend_vos"_s, toJson(entry.friendVos)},
            {u"sequence"_s, static_cast<qint64>(entry.sequence)},
            {u"issued_at"_s, timeText(entry.issuedAt)},
            {u"online"_s, entry.online},
            {u"last_seen"_s, timeOrNull(entry.lastSeen)}};
}

QJsonObject toJson(const Contact& contact)
{
    return {{u"address"_s, addressOf(contact.id)},
            {u"name"_s, shownName(contact)},
            {u"state"_s, QString::fromLatin1(wordFor(contact.state))},
            {u"online"_s, contact.online},
            {u"last_seen"_s, timeOrNull(contact.lastSeen)},
            {u"verified"_s, contact.verified}};
}

QJsonObject toJson(const Message& message)
{
    QJsonObject object{{u"id"_s, messageIdText(message.id)},
                       {u"peer"_s, addressOf(message.peer)},
                       {u"direction"_s, message.outgoing ? u"out"_s : u"in"_s},
                       {u"text"_s, text(message.text)},
                       {u"sent_at"_s, timeText(message.sentAt)},
                       {u"state"_s, QString::fromLatin1(wordFor(message.state))},
                       {u"held_by"_s, toJson(message.heldBy)}};
    if (message.receivedAt)
        object[u"received_at"_s] = timeText(*message.receivedAt);
    if (message.replyTo)
        object[u"reply_to"_s] = messageIdText(*message.replyTo);
    if (message.revision != 0) {
        object[u"edited"_s] = true;
        object[u"edited_at"_s] = timeText(fromMillis(static_cast<qint64>(message.revision)));
    }
    if (message.takenBack)
        object[u"deleted"_s] = true;
    if (const QJsonArray reactions = reactionsJson(message); !reactions.isEmpty())
        object[u"reactions"_s] = reactions;
    if (message.reason != FailReason::None)
        object[u"reason"_s] = QString::fromLatin1(wordFor(message.reason));
    return object;
}

QJsonObject toJson(const QueueEntry& entry)
{
    return {{u"id"_s, messageIdText(entry.id)},
            {u"to"_s, addressOf(entry.to)},
            {u"kind"_s, QString::fromLatin1(wordFor(entry.kind))},
            {u"size"_s, static_cast<qint64>(entry.size)},
            {u"state"_s, QString::fromLatin1(wordFor(entry.state))},
            {u"held_by"_s, toJson(entry.heldBy)},
            {u"refused_by"_s, toJson(entry.refusedBy)},
            {u"attempts"_s, static_cast<qint64>(entry.attempts)},
            {u"next_attempt_at"_s, timeOrNull(entry.nextAttemptAt)},
            {u"expires_at"_s, timeText(entry.expiresAt)},
            {u"last_error"_s, wordOrNull(entry.lastError.c_str())}};
}

QJsonObject toJson(const NetStatus& status)
{
    QJsonArray peers;
    for (const PeerTraffic& peer : status.peers)
        peers << trafficJson(peer);
    // `relays` is for who only wants to know which; what else there is of them has its own list.
    QJsonArray relays;
    QJsonArray relayUse;
    for (const RelayUse& relay : status.relays) {
        if (relay.allowed)
            relays << addressOf(relay.id);
        relayUse << relayJson(relay);
    }
    return {{u"peers"_s, peers},
            {u"nat"_s, QString::fromLatin1(wordFor(status.nat))},
            {u"observed"_s, toJson(status.observed)},
            {u"relays"_s, relays},
            {u"relay_use"_s, relayUse},
            {u"port_mapping"_s, mappingJson(status.portMapping)},
            {u"sent_bytes"_s, number(status.sentBytes)},
            {u"received_bytes"_s, number(status.receivedBytes)},
            {u"relays_for_others"_s, status.relaysForOthers},
            {u"relayed_bytes"_s, number(status.relayedBytes)},
            {u"relayed_pairs"_s, static_cast<qint64>(status.relayedPairs)}};
}

QJsonObject toJson(const FriendVos& friendVos)
{
    return {{u"address"_s, addressOf(friendVos.id)},
            {u"state"_s, QString::fromLatin1(wordFor(friendVos.state))},
            {u"name"_s, text(friendVos.name)},
            {u"online"_s, friendVos.online},
            {u"since"_s, timeText(friendVos.since)},
            {u"last_seen"_s, timeOrNull(friendVos.lastSeen)},
            {u"holding_for_me"_s, static_cast<qint64>(friendVos.holding)},
            {u"quota"_s, number(friendVos.quotaBytes)},
            {u"used"_s, number(friendVos.usedBytes)},
            {u"lost"_s, static_cast<qint64>(friendVos.lost)},
            {u"expires"_s, timeOrNull(friendVos.expires)}};
}

QJsonObject toJson(const FriendOwner& owner)
{
    return {{u"address"_s, addressOf(owner.id)},
            {u"state"_s, QString::fromLatin1(wordFor(owner.state))},
            {u"name"_s, text(owner.name)},
            {u"message"_s, text(owner.message)},
            {u"online"_s, owner.online},
            {u"since"_s, timeText(owner.since)},
            {u"last_seen"_s, timeOrNull(owner.lastSeen)},
            {u"quota"_s, number(owner.quotaBytes)},
            {u"used"_s, number(owner.usedBytes)},
            {u"messages"_s, static_cast<qint64>(owner.messages)},
            {u"kept_until"_s, timeOrNull(owner.keptUntil)},
            {u"do_not_ask"_s, owner.doNotAsk},
            {u"expires"_s, timeOrNull(owner.expires)}};
}

QJsonObject toJson(const Agreements& agreements)
{
    QJsonArray mine;
    for (const FriendVos& friendVos : agreements.mine)
        mine << toJson(friendVos);
    QJsonArray forOthers;
    for (const FriendOwner& owner : agreements.forOthers)
        forOthers << toJson(owner);
    return {{u"mine"_s, mine},
            {u"for_others"_s, forOthers},
            {u"quota"_s, number(agreements.quotaBytes)},
            {u"used"_s, number(agreements.usedBytes)}};
}

QJsonObject toJson(const DrillResult& result)
{
    return {{u"address"_s, addressOf(result.id)},
            {u"ok"_s, result.ok},
            {u"reachable"_s, result.reachable},
            {u"grant_valid"_s, result.grantValid},
            {u"accepting"_s, result.accepting},
            {u"quota"_s, number(result.quotaBytes)},
            {u"used"_s, number(result.usedBytes)},
            {u"clock_ahead_s"_s, result.clockAhead ? QJsonValue(qint64{result.clockAhead->count()})
                                                   : QJsonValue(QJsonValue::Null)}};
}

QJsonObject toJson(const GrantVerdict& verdict)
{
    QJsonObject object{{u"valid"_s, verdict.valid}};
    if (!verdict.reason.empty())
        object[u"reason"_s] = text(verdict.reason);
    return object;
}

QJsonObject toJson(const MessageStep& step)
{
    QJsonObject object{{u"kind"_s, QString::fromLatin1(wordFor(step.kind))},
                       {u"at"_s, timeText(step.at)}};
    if (step.by)
        object[u"by"_s] = addressOf(*step.by);
    if (!step.proof.empty())
        object[u"proof"_s] = base64Text(step.proof);
    return object;
}

QJsonObject toJson(const MessageStateChange& change)
{
    QJsonObject object{{u"id"_s, messageIdText(change.id)},
                       {u"to"_s, addressOf(change.peer)},
                       {u"state"_s, QString::fromLatin1(wordFor(change.state))},
                       {u"held_by"_s, toJson(change.heldBy)},
                       {u"at"_s, timeText(change.at)}};
    if (change.reason != FailReason::None)
        object[u"reason"_s] = QString::fromLatin1(wordFor(change.reason));
    return object;
}

QJsonObject toJson(const ReceivedData& data)
{
    return {{u"from"_s, addressOf(data.from)},
            {u"data"_s, base64Text(data.data)},
            {u"id"_s, messageIdText(data.id)}};
}

QJsonObject toJson(const PeerPresence& presence)
{
    QJsonObject object{{u"online"_s, presence.online}};
    putPath(object, presence);
    if (presence.rtt)
        object[u"rtt_ms"_s] = millis(*presence.rtt);
    return object;
}

QJsonObject pathJson(const PeerPresence& presence)
{
    QJsonObject object{{u"address"_s, addressOf(presence.id)}};
    putPath(object, presence);
    return object;
}

QString shownName(const Contact& contact)
{
    return text(contact.note.empty() ? contact.name : contact.note);
}

}  // namespace vos::control
