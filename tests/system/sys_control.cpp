// The control interface of a real vosd: on its standard streams and on its socket.

#include "tests/support/testprogram.h"
#include "tests/system/stories.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QLocalSocket>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/stat.h>

using namespace Qt::StringLiterals;
using namespace vos::test;

namespace {

constexpr int LineSizeMax = 1 << 20;

/// One client of the socket.
class SocketClient {
public:
    explicit SocketClient(const QString& path)
    {
        QObject::connect(&socket, &QLocalSocket::readyRead, &Activity::instance(),
                         &Activity::happened);
        QObject::connect(&socket, &QLocalSocket::disconnected, &Activity::instance(),
                         &Activity::happened);
        socket.connectToServer(path);
    }
    QJsonObject takeLine()
    {
        waitUntil([this] { return socket.canReadLine(); });
        return QJsonDocument::fromJson(socket.readLine()).object();
    }
    QJsonObject request(const QString& method, int id = 1)
    {
        socket.write("{\"jsonrpc\":\"2.0\",\"id\":" + QByteArray::number(id) + ",\"method\":\"" +
                     method.toUtf8() + "\"}\n");
        return takeLine();
    }
    QLocalSocket socket;
};

}  // namespace

class ControlStory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void readyIsTheFirstLine();
    void absentMethodsSaySo_data();
    void absentMethodsSaySo();
    void badLinesOnStdio();
    void badLinesOnTheSocket();
    void idsAreEchoed();
    void socketIsForTheOwnerAlone();
    void eventsOnTheSocketAfterSubscribing();
    void answersWhatWasAskedBeforeTheEndOfInput();
    void endOfInputEndsIt();
    void signalsEndItCleanly_data();
    void signalsEndItCleanly();
    void longPathIsNamed();
    void noSocketWhenToldSo();
    void ownSocketPath();
    void staleSocketIsReplaced();
    void liveSocketIsLeftAlone();
    void slowReaderIsCutOff();

private:
    QString profile() const { return m_folder->filePath(u"p"_s); }
    QString socketPath() const { return profile() + u"/control.sock"_s; }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<RunningNode> m_node;
};

void ControlStory::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_node = std::make_unique<RunningNode>(RunningNode::Setup{.profile = profile()});
}

void ControlStory::cleanup()
{
    m_node.reset();
    m_folder.reset();
}

void ControlStory::readyIsTheFirstLine()
{
    QVERIFY(m_node->start());
    QCOMPARE(m_node->events().first().name, u"node.ready"_s);
    const QJsonObject ready = m_node->events().first().params;
    QVERIFY(ready["link"_L1].toString().startsWith("vos:"_L1 + ready["address"_L1].toString()));
    QVERIFY(m_node->port() != 0);
    // The socket was open by then.
    SocketClient client(socketPath());
    QCOMPARE(client.request(u"node.info"_s)["result"_L1]["address"_L1].toString(),
             m_node->address());
}

void ControlStory::absentMethodsSaySo_data()
{
    QTest::addColumn<QString>("method");
    for (const char* method :
         {"file.send", "file.accept", "file.decline", "file.pause", "file.resume", "file.cancel",
          "no.such_method"})
        QTest::newRow(method) << QString::fromLatin1(method);
}

void ControlStory::absentMethodsSaySo()
{
    QFETCH(QString, method);
    QVERIFY(m_node->start());
    const QJsonObject error = m_node->call(method)["error"_L1].toObject();
    QCOMPARE(error["code"_L1].toInt(), -32601);
    QVERIFY(error["message"_L1].toString().contains(method));
}

void ControlStory::badLinesOnStdio()
{
    QVERIFY(m_node->start());
    const QByteArray small = R"({"jsonrpc":"2.0","method":"node.info","id":"small"})";
    m_node->writeLine("this is not JSON");
    m_node->writeLine("\xff\xfe\xfd");
    m_node->writeLine("[]");
    m_node->writeLine(QByteArray(5 * LineSizeMax, 'x'));
    m_node->writeLine("");
    m_node->writeLine(small);
    QVERIFY(waitUntil([this] { return m_node->strayReplies().size() >= 5; }));
    QList<int> codes;
    for (const QJsonObject& reply : m_node->strayReplies())
        codes << reply["error"_L1]["code"_L1].toInt();
    QCOMPARE(codes, (QList<int>{-32700, -32700, -32600, -32600, 0}));
    QCOMPARE(m_node->strayReplies().last()["id"_L1].toString(), u"small"_s);
    QVERIFY(m_node->ask(u"node.info"_s).contains("address"_L1));
}

void ControlStory::badLinesOnTheSocket()
{
    QVERIFY(m_node->start());
    SocketClient client(socketPath());
    client.socket.write("{\n");
    QCOMPARE(client.takeLine()["error"_L1]["code"_L1].toInt(), -32700);
    client.socket.write(QByteArray(LineSizeMax + 1, ' ') + "\n");
    QCOMPARE(client.takeLine()["error"_L1]["code"_L1].toInt(), -32600);
    // Exactly at the limit it is a request like any other.
    QByteArray line = R"({"jsonrpc":"2.0","id":8,"method":"node.info"})";
    client.socket.write(line + QByteArray(LineSizeMax - line.size(), ' ') + '\n');
    QCOMPARE(client.takeLine()["id"_L1].toInt(), 8);
    QCOMPARE(client.request(u"node.info"_s, 9)["id"_L1].toInt(), 9);
}

void ControlStory::idsAreEchoed()
{
    QVERIFY(m_node->start());
    SocketClient client(socketPath());
    for (const QByteArray id : {"null", "\"x\"", "[1]", "{\"a\":1}", "true", "1.5"}) {
        client.socket.write("{\"jsonrpc\":\"2.0\",\"method\":\"node.info\",\"id\":" + id + "}\n");
        const QJsonObject reply = client.takeLine();
        QCOMPARE(reply["id"_L1], QJsonDocument::fromJson("[" + id + "]")[0]);
        QVERIFY(reply.contains("result"_L1));
    }
}

void ControlStory::socketIsForTheOwnerAlone()
{
    QVERIFY(m_node->start());
    struct stat status = {};
    QCOMPARE(::stat(QFile::encodeName(socketPath()).constData(), &status), 0);
    QCOMPARE(status.st_mode & 0077, mode_t(0));
    QCOMPARE(::stat(QFile::encodeName(profile()).constData(), &status), 0);
    QCOMPARE(status.st_mode & 0777, mode_t(0700));
    for (const QFileInfo& file : QDir(profile()).entryInfoList(QDir::Files)) {
        QCOMPARE(::stat(QFile::encodeName(file.filePath()).constData(), &status), 0);
        QVERIFY2((status.st_mode & 0077) == 0, qPrintable(file.fileName()));
    }
    QVERIFY(m_node->stop());
    QVERIFY(!QFileInfo::exists(socketPath()));
}

void ControlStory::eventsOnTheSocketAfterSubscribing()
{
    QVERIFY(m_node->start());
    SocketClient silent(socketPath());
    SocketClient listening(socketPath());
    QVERIFY(silent.request(u"node.info"_s).contains("result"_L1));
    QCOMPARE(listening.request(u"events.subscribe"_s)["result"_L1].toObject(), QJsonObject());
    RunningNode other({.profile = m_folder->filePath(u"other"_s)});
    QVERIFY(other.start({u"--join"_s, m_node->link()}));
    QStringList names;
    QVERIFY(waitUntil([&] {
        while (listening.socket.canReadLine())
            names << QJsonDocument::fromJson(listening.socket.readLine())
                         .object()["method"_L1]
                         .toString();
        return names.contains(u"map.changed"_s);
    }));
    QCOMPARE(silent.request(u"node.info"_s, 77)["id"_L1].toInt(), 77);
}

void ControlStory::answersWhatWasAskedBeforeTheEndOfInput()
{
    const Ended ended = runVosd({u"--profile"_s, profile(), u"--listen"_s, u"127.0.0.1:0"_s,
                                 u"--no-lan"_s, u"--no-port-mapping"_s, u"--stdio"_s},
                                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"node.info\"}\n"
                                "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"contact.list\"}");
    QCOMPARE(ended.status, 0);
    const QStringList lines = ended.output.trimmed().split(u'\n');
    QVERIFY(lines.first().contains("node.ready"_L1));
    QVERIFY(ended.output.contains("\"id\":1,"_L1));
    QVERIFY(ended.output.contains("\"id\":2,"_L1));
}

void ControlStory::endOfInputEndsIt()
{
    QVERIFY(m_node->start());
    m_node->process().closeWriteChannel();
    QVERIFY(waitUntil([this] { return !m_node->isRunning(); }, 10'000));
    QCOMPARE(m_node->process().exitStatus(), QProcess::NormalExit);
    QCOMPARE(m_node->process().exitCode(), 0);
}

void ControlStory::signalsEndItCleanly_data()
{
    QTest::addColumn<int>("signal");
    QTest::newRow("SIGTERM") << SIGTERM;
    QTest::newRow("SIGINT") << SIGINT;
}

void ControlStory::signalsEndItCleanly()
{
    QFETCH(int, signal);
    QVERIFY(m_node->start());
    QCOMPARE(::kill(pid_t(m_node->process().processId()), signal), 0);
    QVERIFY(waitUntil([this] { return !m_node->isRunning(); }, 10'000));
    QCOMPARE(m_node->process().exitStatus(), QProcess::NormalExit);
    QCOMPARE(m_node->process().exitCode(), 0);
    QVERIFY(!QFileInfo::exists(socketPath()));
}

void ControlStory::longPathIsNamed()
{
    const QString runtime = m_folder->filePath(u"run"_s);
    QVERIFY(QDir().mkpath(runtime));
    QVERIFY(QFile::setPermissions(runtime, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    qputenv("XDG_RUNTIME_DIR", QFile::encodeName(runtime));
    const QString longProfile = m_folder->filePath(QString(60, u'a') + u'/' + QString(60, u'b'));
    QVERIFY(QDir().mkpath(QFileInfo(longProfile).path()));
    RunningNode node({.profile = longProfile});
    QVERIFY(node.start());
    QFile named(longProfile + u"/control.path"_s);
    QVERIFY(named.open(QIODevice::ReadOnly));
    const QString path = QString::fromUtf8(named.readAll()).trimmed();
    QVERIFY2(path.startsWith(runtime), qPrintable(path));
    SocketClient client(path);
    QCOMPARE(client.request(u"node.info"_s)["result"_L1]["address"_L1].toString(), node.address());
    QCOMPARE(runVos({u"--profile"_s, longProfile, u"info"_s}).status, 0);
    QVERIFY(node.stop());
    QVERIFY(!QFileInfo::exists(path));
    QVERIFY(!QFileInfo::exists(named.fileName()));
}

void ControlStory::noSocketWhenToldSo()
{
    QVERIFY(m_node->start({u"--control"_s, u"none"_s}));
    QVERIFY(!QFileInfo::exists(socketPath()));
    QVERIFY(m_node->ask(u"node.info"_s).contains("address"_L1));
}

void ControlStory::ownSocketPath()
{
    const QString path = m_folder->filePath(u"mine.sock"_s);
    QVERIFY(m_node->start({u"--control"_s, path}));
    QVERIFY(!QFileInfo::exists(socketPath()));
    QCOMPARE(runVos({u"--profile"_s, profile(), u"info"_s}).status, 0);
    QCOMPARE(runVos({u"--profile"_s, u"/nonexistent"_s, u"--control"_s, path, u"info"_s}).status,
             0);
}

void ControlStory::staleSocketIsReplaced()
{
    QVERIFY(m_node->start());
    m_node->kill();
    QVERIFY(QFileInfo::exists(socketPath()));
    QVERIFY(m_node->start());
    QCOMPARE(runVos({u"--profile"_s, profile(), u"info"_s}).status, 0);
}

void ControlStory::liveSocketIsLeftAlone()
{
    QVERIFY(m_node->start());
    const Ended second = runVosd({u"--profile"_s, m_folder->filePath(u"second"_s), u"--listen"_s,
                                  u"127.0.0.1:0"_s, u"--no-lan"_s, u"--control"_s, socketPath()});
    QCOMPARE(second.status, 1);
    QVERIFY2(second.errors.contains(socketPath()), qPrintable(second.errors));
    QCOMPARE(runVos({u"--profile"_s, profile(), u"info"_s}).status, 0);
}

void ControlStory::slowReaderIsCutOff()
{
    RunningNode other({.profile = m_folder->filePath(u"other"_s)});
    QVERIFY(m_node->start());
    QVERIFY(other.start({u"--join"_s, m_node->link()}));
    QVERIFY(befriend(other, *m_node));
    SocketClient slow(socketPath());
    QCOMPARE(slow.request(u"events.subscribe"_s)["result"_L1].toObject(), QJsonObject());
    // With a full read buffer Qt leaves the rest with the system, as a client does that has hung.
    slow.socket.setReadBufferSize(1000);
    // 12 MB of data in base64 are 16 MB of events.
    const QString data = QString::fromLatin1(QByteArray(60'000, 'x').toBase64());
    for (int i = 0; i < 200; ++i) {
        const QString id =
            other.ask(u"data.send"_s, {{u"to"_s, m_node->address()}, {u"data"_s, data}})["id"_L1]
                .toString();
        QVERIFY(m_node->waitForEvent(u"data.received"_s, {{u"id"_s, id}}));
        m_node->forgetEvents();
        other.forgetEvents();
    }
    QVERIFY(m_node->ask(u"node.info"_s).contains("address"_L1));
    // What it had been sent before is still there; then comes the end.
    slow.socket.setReadBufferSize(0);
    QVERIFY(waitUntil([&] {
        slow.socket.readAll();
        return slow.socket.state() == QLocalSocket::UnconnectedState;
    }));
    SocketClient next(socketPath());
    QVERIFY(next.request(u"node.info"_s).contains("result"_L1));
}

VOS_TEST_CORE(ControlStory)
#include "sys_control.moc"
