// Verbs that show what the node knows.

#include "app/common/console.h"
#include "app/common/qrcode.h"
#include "app/vos/listing.h"
#include "app/vos/terminal.h"
#include "app/vos/verbs.h"

#include <QJsonArray>

namespace vos::cli {

using namespace Qt::StringLiterals;

int showInfo(const Job& job)
{
    const auto answer = job.ask(u"node.info"_s);
    if (!answer)
        return ExitRefused;
    if (job.printedJson(*answer))
        return ExitDone;
    const QJsonObject info = answer->toObject();
    const QJsonObject map = info["map"_L1].toObject();
    printPairs({{u"address"_s, info["address"_L1].toString()},
                {u"name"_s, orDash(info["name"_L1].toString())},
                {u"link"_s, info["link"_L1].toString()},
                {u"version"_s, info["version"_L1].toString()},
                {u"listen"_s, joined(info["listen"_L1])},
                {u"observed"_s, joined(info["observed"_L1])},
                {u"nat"_s, info["nat"_L1].toString()},
                {u"map"_s,
                 u"%1 known, %2 online"_s.arg(number(map["known"_L1]), number(map["online"_L1]))},
                {u"network"_s, u"%1, about %2 nodes, %3 links, zone depth %4 of %5"_s.arg(
                                   map["state"_L1].toString(), number(map["network_size"_L1]),
                                   number(map["links"_L1]), number(map["cover"_L1]),
                                   number(map["zone_depth"_L1]))},
                {u"upkeep"_s, u"%1 B/s sent, %2 B/s received"_s.arg(
                                  number(map["sent_bytes_per_s"_L1]),
                                  number(map["received_bytes_per_s"_L1]))},
                {u"uptime"_s, duration(info["uptime_s"_L1].toInteger())}});
    return ExitDone;
}

int showLink(const Job& job)
{
    const auto answer = job.ask(u"node.info"_s);
    if (!answer)
        return ExitRefused;
    const QString link = answer->toObject()["link"_L1].toString();
    if (job.printedJson(QJsonObject{{u"link"_s, link}}))
        return ExitDone;
    print(safeLine(link) + u'\n');
    if (!common::isTerminal() && !job.line.options.contains(u"qr"_s))
        return ExitDone;
    const QString code = common::qrCode(link, common::isTerminal());
    if (code.isEmpty())
        return complain(u"this vos was built without libqrencode: no QR code"_s, ExitDone);
    print(code);
    return ExitDone;
}

int joinNode(const Job& job)
{
    const auto answer = job.ask(u"node.join"_s, {{u"at"_s, job.line.arguments[0]}});
    if (!answer)
        return ExitRefused;
    if (!job.printedJson(*answer))
        print(u"joined: %1 nodes known\n"_s.arg(number(answer->toObject()["known"_L1])));
    return ExitDone;
}

int showMap(const Job& job)
{
    constexpr int pageSize = 1000;
    QJsonObject params{{u"limit"_s, pageSize}};
    if (job.line.options.contains(u"online"_s))
        params[u"online"_s] = true;
    QJsonArray records;
    for (;;) {
        params[u"offset"_s] = records.size();
        const auto answer = job.ask(u"map.list"_s, params);
        if (!answer)
            return ExitRefused;
        const QJsonArray page = answer->toObject()["records"_L1].toArray();
        for (const QJsonValue record : page)
            records << record;
        if (page.size() < pageSize)
            break;
    }
    if (job.printedJson(QJsonObject{{u"total"_s, records.size()}, {u"records"_s, records}}))
        return ExitDone;
    QList<QStringList> rows;
    for (const QJsonValue item : records) {
        const QJsonObject record = item.toObject();
        rows << QStringList{record["address"_L1].toString(), orDash(record["name"_L1].toString()),
                            yesNo(record["online"_L1]), joined(record["endpoints"_L1]),
                            localTime(record["last_seen"_L1])};
    }
    print(table({u"ADDRESS"_s, u"NAME"_s, u"ONLINE"_s, u"ENDPOINTS"_s, u"LAST SEEN"_s}, rows));
    return ExitDone;
}

int askOnline(const Job& job)
{
    const auto answer = job.ask(u"peer.is_online"_s, {{u"address"_s, job.line.arguments[0]}});
    if (!answer)
        return ExitRefused;
    const QJsonObject presence = answer->toObject();
    const bool online = presence["online"_L1].toBool();
    if (!job.printedJson(*answer)) {
        QString text = online ? u"online"_s : u"offline"_s;
        if (online && presence["path"_L1].isString())
            text += u", "_s + presence["path"_L1].toString();
        if (presence.contains("endpoint"_L1))
            text += u" at "_s + presence["endpoint"_L1].toString();
        if (presence.contains("rtt_ms"_L1))
            text += u", %1 ms"_s.arg(presence["rtt_ms"_L1].toDouble(), 0, 'f', 1);
        print(safeLine(text) + u'\n');
    }
    return online ? ExitDone : ExitNotInTime;
}

int showContacts(const Job& job)
{
    const auto answer = job.ask(u"contact.list"_s);
    if (!answer)
        return ExitRefused;
    if (job.printedJson(*answer))
        return ExitDone;
    QList<QStringList> rows;
    for (const QJsonValue item : answer->toObject()["contacts"_L1].toArray()) {
        const QJsonObject contact = item.toObject();
        rows << QStringList{contact["address"_L1].toString(), orDash(contact["name"_L1].toString()),
                            contact["state"_L1].toString(),   yesNo(contact["online"_L1]),
                            yesNo(contact["verified"_L1]),    localTime(contact["last_seen"_L1])};
    }
    print(table({u"ADDRESS"_s, u"NAME"_s, u"STATE"_s, u"ONLINE"_s, u"VERIFIED"_s, u"LAST SEEN"_s},
                rows));
    return ExitDone;
}

int showQueue(const Job& job)
{
    const auto answer = job.ask(u"queue.list"_s);
    if (!answer)
        return ExitRefused;
    if (job.printedJson(*answer))
        return ExitDone;
    QList<QStringList> rows;
    for (const QJsonValue item : answer->toObject()["messages"_L1].toArray()) {
        const QJsonObject entry = item.toObject();
        rows << QStringList{entry["id"_L1].toString(),
                            entry["to"_L1].toString(),
                            entry["kind"_L1].toString(),
                            number(entry["size"_L1]),
                            entry["state"_L1].toString(),
                            number(entry["attempts"_L1]),
                            localTime(entry["next_attempt_at"_L1]),
                            orDash(entry["last_error"_L1].toString())};
    }
    print(table({u"ID"_s, u"TO"_s, u"KIND"_s, u"BYTES"_s, u"STATE"_s, u"TRIES"_s, u"NEXT TRY"_s,
                 u"LAST ERROR"_s},
                rows));
    return ExitDone;
}

}  // namespace vos::cli
