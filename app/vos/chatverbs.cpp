// Verbs about messages.

#include "app/vos/listing.h"
#include "app/vos/terminal.h"
#include "app/vos/verbs.h"

#include <QFile>
#include <QJsonArray>
#include <QMap>

namespace vos::cli {

using namespace Qt::StringLiterals;

namespace {

/// Names of contacts by address; other addresses are cut to a readable length.
class Names {
public:
    void read(const QJsonObject& contactList)
    {
        for (const QJsonValue item : contactList["contacts"_L1].toArray())
            m_names[item["address"_L1].toString()] = item["name"_L1].toString();
    }
    QString of(const QString& address) const
    {
        const QString name = m_names.value(address);
        return safeLine(name.isEmpty() ? shortAddress(address) : name);
    }

private:
    QMap<QString, QString> m_names;
};

/// Contacts cannot be had: addresses will do.
Names readNames(const Job& job)
{
    Names names;
    if (const auto answer = job.client.call(u"contact.list"_s))
        names.read(answer->toObject());
    return names;
}

void printMessage(const QJsonObject& message, const Names& names)
{
    const bool out = message["direction"_L1].toString() == "out"_L1;
    QString state = message["state"_L1].toString();
    if (message.contains("reason"_L1))
        state += u", "_s + message["reason"_L1].toString();
    QStringList holders;
    if (state == "held"_L1) {
        for (const QJsonValue holder : message["held_by"_L1].toArray())
            holders << names.of(holder.toString());
        state += holders.isEmpty() ? QString() : u" by "_s + holders.join(" and "_L1);
    }
    QString head = localTime(message["sent_at"_L1]) + u' ';
    head += (out ? u"to "_s : u"from "_s) + names.of(message["peer"_L1].toString());
    if (out)
        head += u" ["_s + safeLine(state) + u']';
    constexpr int indent = 4;
    print(head + u": "_s + safeText(message["text"_L1].toString(), indent) + u'\n');
}

int printMessages(const Job& job, const QJsonValue& answer)
{
    if (job.printedJson(answer))
        return ExitDone;
    const Names names = readNames(job);
    for (const QJsonValue message : answer.toObject()["messages"_L1].toArray())
        printMessage(message.toObject(), names);
    return ExitDone;
}

std::optional<QString> readText(const QStringList& words)
{
    if (words != QStringList{u"-"_s})
        return words.join(u' ');
    // More than a message holds is refused by the node, so reading on would be in vain.
    constexpr qint64 sizeMax = 1 << 17;
    QFile input;
    if (!input.open(stdin, QIODevice::ReadOnly))
        return std::nullopt;
    QByteArray bytes;
    while (bytes.size() < sizeMax) {
        const QByteArray more = input.read(sizeMax - bytes.size());
        if (more.isEmpty())
            break;
        bytes += more;
    }
    QString text = QString::fromUtf8(bytes);
    if (text.endsWith(u'\n'))
        text.chop(1);
    return text;
}

struct Waiting {
    QString state;  ///< wanted: "held" or "delivered"; empty: none
    std::chrono::milliseconds time{};
};

/// How far a message has come; -1: nowhere any more.
int rank(const QString& state)
{
    return static_cast<int>(
        QStringList{u"queued"_s, u"sent"_s, u"held"_s, u"delivered"_s, u"read"_s}.indexOf(state));
}

std::optional<Waiting> readWaiting(const CommandLine& line)
{
    Waiting waiting{line.options.value(u"wait"_s), std::chrono::seconds(30)};
    if (line.options.contains(u"wait"_s) && waiting.state != "held"_L1 &&
        waiting.state != "delivered"_L1)
        return std::nullopt;
    if (line.options.contains(u"timeout"_s)) {
        constexpr double secondsMax = 30.0 * 86'400;
        bool isNumber = false;
        const double seconds = line.options[u"timeout"_s].toDouble(&isNumber);
        if (!isNumber || !(seconds >= 0 && seconds <= secondsMax))
            return std::nullopt;
        waiting.time = std::chrono::milliseconds(static_cast<qint64>(seconds * 1000));
    }
    return waiting;
}

int waitForState(const Job& job, const QString& id, const Waiting& waiting)
{
    using std::chrono::steady_clock;
    const auto deadline = steady_clock::now() + waiting.time;
    QString state = u"queued"_s;
    while (rank(state) < rank(waiting.state)) {
        const auto left =
            std::chrono::ceil<std::chrono::milliseconds>(deadline - steady_clock::now());
        const auto event = job.client.nextEvent(std::max(left, std::chrono::milliseconds(0)));
        if (!event) {
            if (!job.client.isConnected())
                return complain(u"the node has ended; the message is %1"_s.arg(state), ExitRefused);
            return complain(u"not %1 in time; the message is %2"_s.arg(waiting.state, state),
                            ExitNotInTime);
        }
        if (event->name != "message.state"_L1 || event->params["id"_L1].toString() != id)
            continue;
        state = event->params["state"_L1].toString();
        if (state == "failed"_L1)
            return complain(
                u"the message failed: %1"_s.arg(safeLine(event->params["reason"_L1].toString())),
                ExitNotInTime);
    }
    if (!job.line.json)
        print(state + u'\n');
    return ExitDone;
}

void printEvent(const control::Client::Event& event, const Names& names)
{
    const QJsonObject& params = event.params;
    if (event.name == "message.received"_L1) {
        printMessage(params, names);
    } else if (event.name == "data.received"_L1) {
        print(u"data from %1: %2\n"_s.arg(names.of(params["from"_L1].toString()),
                                          safeLine(params["data"_L1].toString())));
    } else if (event.name == "contact.request"_L1) {
        print(u"contact request from %1 (%2): %3\n"_s.arg(safeLine(params["name"_L1].toString()),
                                                          safeLine(params["address"_L1].toString()),
                                                          safeLine(params["note"_L1].toString())));
    } else if (event.name == "friend_vos.request"_L1) {
        print(u"%1 (%2) asks you to keep messages: %3\n"_s.arg(
            safeLine(params["name"_L1].toString()), safeLine(params["address"_L1].toString()),
            safeLine(params["message"_L1].toString())));
    }
}

}  // namespace

int sendText(const Job& job)
{
    const auto waiting = readWaiting(job.line);
    if (!waiting)
        return complain(u"--wait takes delivered or held, --timeout a number of seconds"_s,
                        ExitUsage);
    const auto text = readText(job.line.arguments.mid(1));
    if (!text)
        return complain(u"stdin cannot be read"_s, ExitUsage);
    // Listening before sending: no state can slip by.
    if (!waiting->state.isEmpty() && !job.ask(u"events.subscribe"_s))
        return ExitRefused;
    const auto answer =
        job.ask(u"message.send"_s, {{u"to"_s, job.line.arguments[0]}, {u"text"_s, *text}});
    if (!answer)
        return ExitRefused;
    const QString id = answer->toObject()["id"_L1].toString();
    if (!job.printedJson(*answer) && waiting->state.isEmpty())
        print(id + u'\n');
    return waiting->state.isEmpty() ? ExitDone : waitForState(job, id, *waiting);
}

int listen(const Job& job)
{
    if (!job.ask(u"events.subscribe"_s))
        return ExitRefused;
    Names names = readNames(job);
    while (const auto event = job.client.nextEvent()) {
        if (job.line.json) {
            printJson(QJsonObject{{u"event"_s, event->name}, {u"params"_s, event->params}});
            continue;
        }
        if (event->name == "contact.changed"_L1)
            names = readNames(job);
        printEvent(*event, names);
    }
    return ExitDone;
}

int showHistory(const Job& job)
{
    QJsonObject params{{u"peer"_s, job.line.arguments[0]}};
    if (job.line.options.contains(u"limit"_s)) {
        bool isNumber = false;
        const int limit = job.line.options[u"limit"_s].toInt(&isNumber);
        if (!isNumber)
            return complain(u"--limit takes a number"_s, ExitUsage);
        params[u"limit"_s] = limit;
    }
    const auto answer = job.ask(u"message.list"_s, params);
    return answer ? printMessages(job, *answer) : ExitRefused;
}

int searchMessages(const Job& job)
{
    QJsonObject params{{u"text"_s, job.line.arguments[0]}};
    if (job.line.options.contains(u"peer"_s))
        params[u"peer"_s] = job.line.options[u"peer"_s];
    const auto answer = job.ask(u"message.search"_s, params);
    return answer ? printMessages(job, *answer) : ExitRefused;
}

}  // namespace vos::cli
