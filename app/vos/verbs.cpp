#include "app/vos/verbs.h"

#include "app/vos/terminal.h"

#include <QDir>
#include <QJsonDocument>

namespace vos::cli {

using namespace Qt::StringLiterals;

namespace {

int addContact(const Job& job)
{
    QJsonObject params{{u"address"_s, job.line.arguments[0]}};
    for (const QString& option : {u"name"_s, u"note"_s})
        if (job.line.options.contains(option))
            params[option] = job.line.options[option];
    const auto answer = job.ask(u"contact.add"_s, params);
    if (!answer)
        return ExitRefused;
    if (!job.printedJson(*answer))
        print(u"asked; you can write to each other once the request is accepted\n"_s);
    return ExitDone;
}

/// Verbs whose answer is empty.
int doQuietly(const Job& job, const QString& method, const QJsonObject& params)
{
    const auto answer = job.ask(method, params);
    if (!answer)
        return ExitRefused;
    job.printedJson(*answer);
    return ExitDone;
}

int acceptContact(const Job& job)
{
    return doQuietly(job, u"contact.accept"_s, {{u"address"_s, job.line.arguments[0]}});
}

int stopNode(const Job& job)
{
    return doQuietly(job, u"node.stop"_s, {});
}

int callAny(const Job& job)
{
    QJsonObject params;
    if (job.line.arguments.size() > 1) {
        QJsonParseError error;
        const auto document = QJsonDocument::fromJson(job.line.arguments[1].toUtf8(), &error);
        if (error.error != QJsonParseError::NoError || !document.isObject())
            return complain(u"the parameters must be a JSON object, e.g. '{\"peer\":\"vos1…\"}'"_s,
                            ExitUsage);
        params = document.object();
    }
    const auto answer = job.ask(job.line.arguments[0], params);
    if (!answer)
        return ExitRefused;
    printJson(*answer);
    return ExitDone;
}

int sendFile(const Job& job)
{
    const auto answer =
        job.ask(u"file.send"_s, {{u"to"_s, job.line.arguments[0]},
                                 {u"path"_s, QDir().absoluteFilePath(job.line.arguments[1])}});
    if (!answer)
        return ExitRefused;
    printJson(*answer);
    return ExitDone;
}

struct Verb {
    VerbShape shape;
    int (*run)(const Job& job);
};

const QList<Verb>& verbs()
{
    static const QList<Verb> table = {
        {{u"info"_s, {}, u"address, name, endpoints, NAT, size of the map"_s}, showInfo},
        {{u"link"_s,
          u"[--qr]"_s,
          u"link to give to friends, with a QR code in a terminal"_s,
          0,
          0,
          {u"qr"_s}},
         showLink},
        {{u"join"_s, u"AT"_s, u"join by a node at a LINK or HOST:PORT"_s, 1, 1}, joinNode},
        {{u"map"_s, u"[--online]"_s, u"all nodes that are known"_s, 0, 0, {u"online"_s}}, showMap},
        {{u"online"_s, u"ADDRESS"_s, u"ask now: status 0 online, 3 offline"_s, 1, 1}, askOnline},
        {{u"add"_s,
          u"LINK [--name NAME] [--note TEXT]"_s,
          u"send a contact request"_s,
          1,
          1,
          {},
          {u"name"_s, u"note"_s}},
         addContact},
        {{u"accept"_s, u"ADDRESS"_s, u"accept a contact request"_s, 1, 1}, acceptContact},
        {{u"contacts"_s, {}, u"all contacts and requests"_s}, showContacts},
        {{u"send"_s,
          u"TO TEXT…|- [--wait delivered|held] [--timeout S]"_s,
          u"send a message (-: from stdin); status 3: not in time"_s,
          2,
          -1,
          {},
          {u"wait"_s, u"timeout"_s}},
         sendText},
        {{u"listen"_s, {}, u"print what arrives, until the node ends"_s}, listen},
        {{u"history"_s,
          u"PEER [--limit N]"_s,
          u"messages with PEER, newest last"_s,
          1,
          1,
          {},
          {u"limit"_s}},
         showHistory},
        {{u"search"_s,
          u"TEXT [--peer PEER]"_s,
          u"messages that contain TEXT"_s,
          1,
          1,
          {},
          {u"peer"_s}},
         searchMessages},
        {{u"queue"_s, {}, u"what is not delivered yet"_s}, showQueue},
        {{u"friend-vos"_s,
          u"[list|request|approve|decline|revoke|verify|drill] [ADDRESS…]"_s,
          u"who keeps messages for whom; --quota SIZE, --message TEXT, --do-not-ask, --side SIDE"_s,
          0,
          3,
          {u"do-not-ask"_s},
          {u"quota"_s, u"message"_s, u"side"_s}},
         friendVos},
        {{u"send-file"_s, u"TO PATH"_s, u"send a file"_s, 2, 2}, sendFile},
        {{u"status"_s, {}, u"the node in one look: network, queue, Friend VOS"_s}, showStatus},
        {{u"stop"_s, {}, u"end the node"_s}, stopNode},
        {{u"call"_s, u"METHOD [JSON]"_s, u"any method of the control interface"_s, 1, 2}, callAny},
    };
    return table;
}

}  // namespace

std::optional<QJsonValue> Job::ask(const QString& method, const QJsonObject& params) const
{
    const auto answer = client.call(method, params);
    if (answer)
        return *answer;
    const control::Fault& fault = answer.error();
    if (line.json)
        printJson(QJsonObject{{u"error"_s, QJsonObject{{u"code"_s, fault.code},
                                                       {u"reason"_s, fault.reason},
                                                       {u"message"_s, fault.message}}}});
    complain(u"%1 (%2)"_s.arg(safeLine(fault.message), safeLine(fault.reason)), ExitRefused);
    return std::nullopt;
}

bool Job::printedJson(const QJsonValue& answer) const
{
    if (line.json)
        printJson(answer);
    return line.json;
}

QList<VerbShape> verbShapes()
{
    QList<VerbShape> shapes;
    for (const Verb& verb : verbs())
        shapes << verb.shape;
    return shapes;
}

int runVerb(const Job& job)
{
    for (const Verb& verb : verbs())
        if (verb.shape.name == job.line.verb)
            return verb.run(job);
    return ExitUsage;
}

int complain(const QString& what, int status)
{
    printError("vos: "_L1 + what + u'\n');
    return status;
}

}  // namespace vos::cli
