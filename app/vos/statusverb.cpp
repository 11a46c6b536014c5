// vos status: all of a node in one look.

#include "app/vos/listing.h"
#include "app/vos/terminal.h"
#include "app/vos/verbs.h"

#include <QJsonArray>
#include <QJsonObject>

namespace vos::cli {

using namespace Qt::StringLiterals;

namespace {

QString mappingText(const QJsonObject& mapping)
{
    QString text = mapping["state"_L1].toString();
    if (mapping.contains("external"_L1))
        text += ": "_L1 + mapping["external"_L1].toString();
    if (mapping.contains("protocol"_L1))
        text += " by "_L1 + mapping["protocol"_L1].toString();
    return text;
}

/// Who forwards for us: * is in use now, ! may not.
QString relaysText(const QJsonArray& relays)
{
    QStringList words;
    for (const QJsonValue relay : relays) {
        const QLatin1String mark = !relay["allowed"_L1].toBool()   ? "!"_L1
                                   : relay["carrying"_L1].toBool() ? "*"_L1
                                                                   : ""_L1;
        words << shortAddress(relay["address"_L1].toString()) + mark;
    }
    return orDash(words.join(u", "_s));
}

QString relayingText(const QJsonObject& net)
{
    if (!net["relays_for_others"_L1].toBool())
        return u"off"_s;
    return u"%1 for others so far, %2 pairs now"_s.arg(size(net["relayed_bytes"_L1]),
                                                       number(net["relayed_pairs"_L1]));
}

void printNode(const QJsonObject& info, const QJsonObject& net)
{
    const QJsonObject map = info["map"_L1].toObject();
    printPairs({{u"address"_s, info["address"_L1].toString()},
                {u"name"_s, orDash(info["name"_L1].toString())},
                {u"listen"_s, joined(info["listen"_L1])},
                {u"observed"_s, joined(info["observed"_L1])},
                {u"nat"_s, info["nat"_L1].toString()},
                {u"map"_s,
                 u"%1 known, %2 online"_s.arg(number(map["known"_L1]), number(map["online"_L1]))},
                {u"mapping"_s, mappingText(net["port_mapping"_L1].toObject())},
                {u"relays"_s, relaysText(net["relay_use"_L1].toArray())},
                {u"relaying"_s, relayingText(net)},
                {u"traffic"_s, u"%1 sent, %2 received"_s.arg(size(net["sent_bytes"_L1]),
                                                             size(net["received_bytes"_L1]))},
                {u"uptime"_s, duration(info["uptime_s"_L1].toInteger())}});
}

QString pathText(const QJsonObject& peer)
{
    const QString path = orDash(peer["path"_L1].toString());
    return peer.contains("via"_L1) ? path + u' ' + shortAddress(peer["via"_L1].toString()) : path;
}

void printSessions(const QJsonArray& peers)
{
    QList<QStringList> rows;
    for (const QJsonValue item : peers) {
        const QJsonObject peer = item.toObject();
        rows << QStringList{shortAddress(peer["address"_L1].toString()),
                            pathText(peer),
                            peer["endpoint"_L1].toString(),
                            QString::number(peer["rtt_ms"_L1].toDouble(), 'f', 1),
                            QString::number(peer["loss"_L1].toDouble() * 100, 'f', 1),
                            size(peer["sent_bytes"_L1]),
                            size(peer["received_bytes"_L1])};
    }
    if (rows.isEmpty())
        print(u"no open sessions\n"_s);
    else
        print(table({u"PEER"_s, u"PATH"_s, u"ENDPOINT"_s, u"RTT MS"_s, u"LOSS %"_s, u"SENT"_s,
                     u"RECEIVED"_s},
                    rows));
}

void printQueue(const QJsonArray& messages)
{
    qsizetype held = 0;
    for (const QJsonValue message : messages)
        held += message["held_by"_L1].toArray().isEmpty() ? 0 : 1;
    print(messages.isEmpty()
              ? u"nothing waits to be delivered\n"_s
              : u"%1 not delivered yet, %2 of them held by a Friend VOS\n"_s.arg(messages.size())
                    .arg(held));
}

}  // namespace

int showStatus(const Job& job)
{
    const auto info = job.ask(u"node.info"_s);
    const auto net = info ? job.ask(u"net.status"_s) : std::nullopt;
    if (!net)
        return ExitRefused;
    if (!job.line.json) {
        printNode(info->toObject(), net->toObject());
        print(u"\n"_s);
        printSessions(net->toObject()["peers"_L1].toArray());
        print(u"\n"_s);
    }
    // A locked profile tells nothing of these.
    const auto queue = job.ask(u"queue.list"_s);
    const auto agreements = queue ? job.ask(u"friend_vos.list"_s) : std::nullopt;
    if (!agreements)
        return ExitRefused;
    const QJsonArray messages = queue->toObject()["messages"_L1].toArray();
    if (job.printedJson(QJsonObject{{u"node"_s, *info},
                                    {u"net"_s, *net},
                                    {u"queue"_s, messages},
                                    {u"friend_vos"_s, *agreements}}))
        return ExitDone;
    printQueue(messages);
    print(u"\n"_s);
    printAgreements(agreements->toObject());
    return ExitDone;
}

}  // namespace vos::cli
