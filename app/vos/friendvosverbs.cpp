// vos friend-vos: who keeps messages for whom.

#include "app/vos/listing.h"
#include "app/vos/terminal.h"
#include "app/vos/verbs.h"

#include <QJsonArray>
#include <QJsonObject>

namespace vos::cli {

using namespace Qt::StringLiterals;

namespace {

QString nameAndAddress(const QJsonObject& person)
{
    const QString name = person["name"_L1].toString();
    const QString address = person["address"_L1].toString();
    return name.isEmpty() ? address : name + " ("_L1 + address + u')';
}

int list(const Job& job)
{
    const auto answer = job.ask(u"friend_vos.list"_s);
    if (!answer)
        return ExitRefused;
    if (!job.printedJson(*answer))
        printAgreements(answer->toObject());
    return ExitDone;
}

/// Verbs that take an address and answer nothing.
int command(const Job& job, const QString& method, const QString& done)
{
    QJsonObject params{{u"address"_s, job.line.arguments[1]}};
    for (const QString& option : {u"quota"_s, u"message"_s, u"side"_s})
        if (job.line.options.contains(option))
            params[option] = job.line.options[option];
    if (job.line.options.contains(u"do-not-ask"_s))
        params[u"do_not_ask"_s] = true;
    const auto answer = job.ask("friend_vos."_L1 + method, params);
    if (!answer)
        return ExitRefused;
    if (!job.printedJson(*answer))
        print(done + u'\n');
    return ExitDone;
}

int request(const Job& job)
{
    return command(job, u"request"_s, u"asked; it counts once that node agrees"_s);
}

int approve(const Job& job)
{
    return command(job, u"approve"_s, u"agreed: messages for that node are kept here"_s);
}

int decline(const Job& job)
{
    return command(job, u"decline"_s, u"declined"_s);
}

int revoke(const Job& job)
{
    return command(job, u"revoke"_s, u"ended"_s);
}

int verify(const Job& job)
{
    const auto answer = job.ask(u"friend_vos.verify"_s, {{u"owner"_s, job.line.arguments[1]},
                                                         {u"friend"_s, job.line.arguments[2]}});
    if (!answer)
        return ExitRefused;
    const bool valid = answer->toObject()["valid"_L1].toBool();
    if (!job.printedJson(*answer)) {
        const QString reason = safeLine(answer->toObject()["reason"_L1].toString());
        print(valid ? u"valid\n"_s : u"not valid: %1\n"_s.arg(reason));
    }
    return valid ? ExitDone : ExitNotInTime;
}

/// What is wrong with one holder, and what to do about it.
QString advice(const QJsonObject& result)
{
    constexpr qint64 clockApartMax = 600;
    if (!result["reachable"_L1].toBool())
        return u"does not answer: ask its owner to switch it on, or find another Friend VOS"_s;
    if (!result["grant_valid"_L1].toBool())
        return u"the agreement is not valid any more: ask again with vos friend-vos request"_s;
    if (!result["accepting"_L1].toBool())
        return u"takes nothing: its disk or your share of it is full; ask for a larger quota"_s;
    if (std::abs(result["clock_ahead_s"_L1].toInteger()) > clockApartMax)
        return u"its clock and yours are more than 10 minutes apart: set them right"_s;
    return u"would keep your messages"_s;
}

int drill(const Job& job)
{
    const auto answer = job.ask(u"friend_vos.drill"_s);
    if (!answer)
        return ExitRefused;
    const QJsonArray results = answer->toObject()["results"_L1].toArray();
    int good = 0;
    QList<QStringList> rows;
    for (const QJsonValue item : results) {
        const QJsonObject result = item.toObject();
        good += result["ok"_L1].toBool() ? 1 : 0;
        rows << QStringList{shortAddress(result["address"_L1].toString()),
                            yesNo(result["reachable"_L1]),
                            yesNo(result["grant_valid"_L1]),
                            yesNo(result["accepting"_L1]),
                            u"%1 of %2"_s.arg(size(result["used"_L1]), size(result["quota"_L1])),
                            advice(result)};
    }
    if (!job.printedJson(*answer)) {
        if (results.isEmpty())
            print(u"nobody keeps messages for you: ask somebody with vos friend-vos request\n"_s);
        else
            print(
                table({u"FRIEND VOS"_s, u"REACHABLE"_s, u"AGREED"_s, u"ROOM"_s, u"USED"_s, u"SO"_s},
                      rows) +
                u"%1 of %2 would keep your messages if you switched off now\n"_s.arg(good).arg(
                    results.size()));
    }
    return good > 0 ? ExitDone : ExitNotInTime;
}

struct Action {
    QLatin1String name;
    QLatin1String arguments;
    int count;  ///< of arguments, with the action's own name
    int (*run)(const Job& job);
};

constexpr Action actions[] = {
    {"list"_L1, ""_L1, 1, list},
    {"request"_L1, "ADDRESS|LINK [--quota SIZE] [--message TEXT]"_L1, 2, request},
    {"approve"_L1, "ADDRESS [--quota SIZE]"_L1, 2, approve},
    {"decline"_L1, "ADDRESS [--do-not-ask]"_L1, 2, decline},
    {"revoke"_L1, "ADDRESS [--side mine|for-others]"_L1, 2, revoke},
    {"verify"_L1, "OWNER FRIEND"_L1, 3, verify},
    {"drill"_L1, ""_L1, 1, drill},
};

}  // namespace

int friendVos(const Job& job)
{
    const QString name = job.line.arguments.value(0, u"list"_s);
    QStringList known;
    for (const Action& action : actions) {
        known << action.name;
        if (name != action.name)
            continue;
        if (std::max<qsizetype>(job.line.arguments.size(), 1) != action.count)
            return complain(u"usage: vos friend-vos %1 %2"_s.arg(name, action.arguments).trimmed(),
                            ExitUsage);
        return action.run(job);
    }
    return complain(u"vos friend-vos knows: "_s + known.join(", "_L1), ExitUsage);
}

void printAgreements(const QJsonObject& agreements)
{
    QList<QStringList> mine;
    for (const QJsonValue item : agreements["mine"_L1].toArray()) {
        const QJsonObject one = item.toObject();
        mine << QStringList{nameAndAddress(one),
                            one["state"_L1].toString(),
                            yesNo(one["online"_L1]),
                            number(one["holding_for_me"_L1]),
                            u"%1 of %2"_s.arg(size(one["used"_L1]), size(one["quota"_L1])),
                            number(one["lost"_L1]),
                            localTime(one["last_seen"_L1])};
    }
    QList<QStringList> others;
    for (const QJsonValue item : agreements["for_others"_L1].toArray()) {
        const QJsonObject one = item.toObject();
        others << QStringList{nameAndAddress(one),
                              one["state"_L1].toString(),
                              yesNo(one["online"_L1]),
                              number(one["messages"_L1]),
                              u"%1 of %2"_s.arg(size(one["used"_L1]), size(one["quota"_L1])),
                              localTime(one["kept_until"_L1]),
                              orDash(one["message"_L1].toString())};
    }
    if (mine.isEmpty())
        print(u"Nobody keeps messages for you.\n"_s);
    else
        print(table({u"KEEPS FOR YOU"_s, u"STATE"_s, u"ONLINE"_s, u"HOLDS"_s, u"USED"_s, u"LOST"_s,
                     u"LAST SEEN"_s},
                    mine));
    if (others.isEmpty())
        print(u"You keep messages for nobody.\n"_s);
    else
        print(u'\n' + table({u"YOU KEEP FOR"_s, u"STATE"_s, u"ONLINE"_s, u"HELD"_s, u"USED"_s,
                             u"UNTIL"_s, u"MESSAGE"_s},
                            others));
    print(u"kept for others: %1 of %2\n"_s.arg(size(agreements["used"_L1]),
                                               size(agreements["quota"_L1])));
}

}  // namespace vos::cli
