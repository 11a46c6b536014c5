#include "tests/system/runningnode.h"

#include <QDeadlineTimer>
#include <QEventLoop>
#include <QJsonDocument>
#include <QTest>
#include <QTimer>

#include <csignal>
#include <sys/types.h>

namespace vos::test {

using namespace Qt::StringLiterals;

Activity& Activity::instance()
{
    static Activity activity;
    return activity;
}

bool waitUntil(const std::function<bool()>& condition, int timeoutMs)
{
    if (condition())
        return true;
    constexpr int lookAgainMs = 50;
    QEventLoop loop;
    bool holds = false;
    bool looking = false;
    const auto look = [&] {
        // A condition may ask a node, and so wait in here itself.
        if (looking || holds)
            return;
        looking = true;
        holds = condition();
        looking = false;
        if (holds)
            loop.quit();
    };
    QTimer again;
    QObject::connect(&again, &QTimer::timeout, &loop, look);
    again.start(lookAgainMs);
    QObject::connect(&Activity::instance(), &Activity::happened, &loop, look);
    QTimer::singleShot(timeoutMs, &loop, &QEventLoop::quit);
    loop.exec();
    return holds || condition();
}

Ended runProgram(const QString& program, const QStringList& arguments, const QByteArray& input)
{
    QProcess process;
    QObject::connect(&process, &QProcess::finished, &Activity::instance(), &Activity::happened);
    process.start(program, arguments);
    process.write(input);
    process.closeWriteChannel();
    if (!waitUntil([&] { return process.state() == QProcess::NotRunning; })) {
        process.kill();
        process.waitForFinished();
        return {-1, QString::fromUtf8(process.readAllStandardOutput()), u"did not end in time"_s};
    }
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
            QString::fromUtf8(process.readAllStandardOutput()),
            QString::fromUtf8(process.readAllStandardError())};
}

QString vosdProgram()
{
    return QStringLiteral(VOS_VOSD_PROGRAM);
}

QString vosProgram()
{
    return QStringLiteral(VOS_VOS_PROGRAM);
}

Ended runVosd(const QStringList& arguments, const QByteArray& input)
{
    return runProgram(vosdProgram(), arguments, input);
}

Ended runVos(const QStringList& arguments, const QByteArray& input)
{
    return runProgram(vosProgram(), arguments, input);
}

qint64 nowMs()
{
    return QDeadlineTimer::current(Qt::PreciseTimer).deadline();
}

RunningNode::RunningNode(Setup setup) : m_setup(std::move(setup)) {}

RunningNode::~RunningNode()
{
    kill();
}

bool RunningNode::start(const QStringList& more)
{
    m_process = std::make_unique<QProcess>();
    m_ready = {};
    m_events.clear();
    m_replies.clear();
    m_strayReplies.clear();
    m_errors.clear();
    if (m_setup.inChild)
        m_process->setChildProcessModifier(m_setup.inChild);
    QObject::connect(m_process.get(), &QProcess::readyReadStandardOutput, m_process.get(),
                     [this] { readLines(); });
    QObject::connect(m_process.get(), &QProcess::readyReadStandardError, m_process.get(), [this] {
        m_errors += QString::fromUtf8(m_process->readAllStandardError());
    });
    QObject::connect(m_process.get(), &QProcess::finished, &Activity::instance(),
                     &Activity::happened);
    QStringList line = m_setup.wrapper;
    line << vosdProgram() << u"--profile"_s << m_setup.profile << u"--stdio"_s;
    if (!m_setup.portMapping)
        line << u"--no-port-mapping"_s;
    if (!m_setup.listen.isEmpty())
        line << u"--listen"_s << m_setup.listen;
    if (!m_setup.lan)
        line << u"--no-lan"_s;
    if (!m_setup.passphrase.isEmpty())
        line << u"--passphrase-fd"_s << u"0"_s;
    line += m_setup.arguments + more;
    const QString program = line.takeFirst();
    m_process->start(program, line);
    if (!m_setup.passphrase.isEmpty())
        writeLine(m_setup.passphrase);
    waitUntil([this] { return !m_ready.isEmpty() || m_process->state() == QProcess::NotRunning; });
    if (m_ready.isEmpty())
        qWarning("vosd did not start: %s", qPrintable(m_errors));
    return !m_ready.isEmpty();
}

void RunningNode::kill()
{
    if (!m_process)
        return;
    m_process->disconnect();
    if (m_process->state() != QProcess::NotRunning) {
        m_process->kill();
        m_process->waitForFinished();
    }
    m_process.reset();
}

bool RunningNode::stop()
{
    post(u"node.stop"_s);
    if (!waitUntil([this] { return m_process->state() == QProcess::NotRunning; }))
        return false;
    return m_process->exitStatus() == QProcess::NormalExit && m_process->exitCode() == 0;
}

bool RunningNode::isRunning() const
{
    return m_process && m_process->state() == QProcess::Running;
}

quint16 RunningNode::port() const
{
    const QString listen = m_ready["listen"_L1][0].toString();
    return listen.mid(listen.lastIndexOf(u':') + 1).toUShort();
}

QJsonObject RunningNode::call(const QString& method, const QJsonObject& params)
{
    const int id = post(method, params);
    waitUntil([this, id] { return replyTo(id).has_value() || !isRunning(); });
    return replyTo(id).value_or(QJsonObject());
}

QJsonObject RunningNode::ask(const QString& method, const QJsonObject& params)
{
    const QJsonObject reply = call(method, params);
    if (!reply.contains("result"_L1)) {
        qWarning("%s: %s", qPrintable(method),
                 QJsonDocument(reply).toJson(QJsonDocument::Compact).constData());
        QTest::qFail("the node answered with an error, or not at all", __FILE__, __LINE__);
    }
    return reply["result"_L1].toObject();
}

int RunningNode::errorOf(const QString& method, const QJsonObject& params)
{
    return call(method, params)["error"_L1]["code"_L1].toInt();
}

int RunningNode::post(const QString& method, const QJsonObject& params)
{
    const int id = ++m_lastId;
    const QJsonObject request{
        {u"jsonrpc"_s, u"2.0"_s}, {u"id"_s, id}, {u"method"_s, method}, {u"params"_s, params}};
    writeLine(QJsonDocument(request).toJson(QJsonDocument::Compact));
    return id;
}

std::optional<QJsonObject> RunningNode::replyTo(int id) const
{
    const auto found = m_replies.constFind(id);
    return found == m_replies.cend() ? std::nullopt : std::optional(*found);
}

void RunningNode::writeLine(const QByteArray& line)
{
    m_process->write(line + '\n');
}

std::optional<QJsonObject> RunningNode::findEvent(const QString& name,
                                                  const QJsonObject& wanted) const
{
    for (const Event& event : m_events) {
        const auto matches = [&](const QString& key) { return event.params[key] == wanted[key]; };
        const QStringList keys = wanted.keys();
        if (event.name == name && std::all_of(keys.begin(), keys.end(), matches))
            return event.params;
    }
    return std::nullopt;
}

bool RunningNode::waitForEvent(const QString& name, const QJsonObject& wanted, int timeoutMs)
{
    return waitUntil([&] { return findEvent(name, wanted).has_value() || !isRunning(); },
                     timeoutMs) &&
           findEvent(name, wanted).has_value();
}

void RunningNode::readLines()
{
    while (m_process->canReadLine()) {
        const QJsonObject line = QJsonDocument::fromJson(m_process->readLine()).object();
        if (line.contains("method"_L1)) {
            const Event event{line["method"_L1].toString(), line["params"_L1].toObject(),
                              nowMs()};
            if (event.name == "node.ready"_L1 && m_ready.isEmpty())
                m_ready = event.params;
            m_events << event;
        } else if (line["id"_L1].isDouble()) {
            m_replies[line["id"_L1].toInt()] = line;
        } else {
            m_strayReplies << line;
        }
    }
    Q_EMIT Activity::instance().happened();
}

}  // namespace vos::test
