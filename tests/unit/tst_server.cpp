#include "app/control/eventfeed.h"
#include "app/control/protocol.h"
#include "app/control/server.h"

#include "tests/support/testprogram.h"
#include "tests/unit/controlfixture.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocalSocket>
#include <QTest>

#ifdef Q_OS_UNIX
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>
#endif

using namespace Qt::StringLiterals;
using namespace vos;
using namespace vos::control;

#ifdef Q_OS_UNIX

namespace {

/// A client that collects whole lines.
class TestClient {
public:
    explicit TestClient(const QString& path) { socket.connectToServer(path); }

    QJsonObject takeLine()
    {
        if (!QTest::qWaitFor([this] { return socket.canReadLine(); }, 5000))
            return {};
        return QJsonDocument::fromJson(socket.readLine()).object();
    }

    QLocalSocket socket;
};

/// Leaves a socket file behind, as a killed process does.
void leaveStaleSocket(const QString& path)
{
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    qstrncpy(address.sun_path, QFile::encodeName(path).constData(), sizeof address.sun_path);
    const int descriptor = ::socket(AF_UNIX, SOCK_STREAM, 0);
    QVERIFY(::bind(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
    ::close(descriptor);
}

}  // namespace

class ServerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void isForTheOwnerAlone();
    void replacesStaleSocket();
    void leavesLiveSocket();
    void leavesOrdinaryFile();
    void missingFolderIsAnError();
    void removesItsSocket();
    void answersSeveralClients();
    void eventsGoToSubscribersOnly();
    void survivesOversizedLine();
    void refusesTooManyClients();
    void clientMayVanish();

private:
    struct Setup {
        QTemporaryDir folder;
        Node node{test::optionsIn(folder)};
        EventFeed feed{node, LogLine::Level::Info};
        Server server{node, feed};
        QString path = folder.filePath(u"c.sock"_s);
    };
    std::unique_ptr<Setup> m;
};

void ServerTest::init()
{
    m = std::make_unique<Setup>();
}

void ServerTest::cleanup()
{
    m.reset();
}

void ServerTest::isForTheOwnerAlone()
{
    const mode_t before = ::umask(0);
    QVERIFY(m->server.listen(m->path));
    QCOMPARE(::umask(before), mode_t(0));
    struct stat status = {};
    QCOMPARE(::stat(QFile::encodeName(m->path).constData(), &status), 0);
    QVERIFY(S_ISSOCK(status.st_mode));
    QCOMPARE(status.st_mode & 0077, mode_t(0));
}

void ServerTest::replacesStaleSocket()
{
    leaveStaleSocket(m->path);
    QVERIFY(QFileInfo::exists(m->path));
    QVERIFY(m->server.listen(m->path));
    TestClient client(m->path);
    client.socket.write(encodeRequest(1, u"no.method"_s, {}));
    QCOMPARE(client.takeLine()["id"_L1].toInt(), 1);
}

void ServerTest::leavesLiveSocket()
{
    QVERIFY(m->server.listen(m->path));
    Server second(m->node, m->feed);
    const auto listening = second.listen(m->path);
    QVERIFY(!listening);
    QVERIFY2(listening.error().contains(m->path), qPrintable(listening.error()));
    second.close(0);
    TestClient client(m->path);
    client.socket.write(encodeRequest(1, u"no.method"_s, {}));
    QCOMPARE(client.takeLine()["id"_L1].toInt(), 1);
}

void ServerTest::leavesOrdinaryFile()
{
    QFile file(m->path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("my notes");
    file.close();
    const auto listening = m->server.listen(m->path);
    QVERIFY(!listening);
    QVERIFY(listening.error().contains(m->path));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("my notes"));
}

void ServerTest::missingFolderIsAnError()
{
    const auto listening = m->server.listen(m->folder.filePath(u"no/c.sock"_s));
    QVERIFY(!listening);
    QVERIFY(listening.error().contains("no/c.sock"_L1));
}

void ServerTest::removesItsSocket()
{
    QVERIFY(m->server.listen(m->path));
    m->server.close(0);
    QVERIFY(!QFileInfo::exists(m->path));
}

void ServerTest::answersSeveralClients()
{
    QVERIFY(m->server.listen(m->path));
    TestClient one(m->path);
    TestClient two(m->path);
    for (int i = 0; i < 3; ++i) {
        one.socket.write(encodeRequest(i, u"no.method"_s, {}));
        two.socket.write(encodeRequest(10 + i, u"no.method"_s, {}));
    }
    for (int i = 0; i < 3; ++i) {
        QCOMPARE(one.takeLine()["id"_L1].toInt(-1), i);
        QCOMPARE(two.takeLine()["id"_L1].toInt(-1), 10 + i);
    }
}

void ServerTest::eventsGoToSubscribersOnly()
{
    QVERIFY(m->server.listen(m->path));
    TestClient listener(m->path);
    TestClient other(m->path);
    listener.socket.write(encodeRequest(1, u"events.subscribe"_s, {}));
    other.socket.write(encodeRequest(1, u"no.method"_s, {}));
    QVERIFY(listener.takeLine().contains("result"_L1));
    QVERIFY(other.takeLine().contains("error"_L1));
    Q_EMIT m->node.mapChanged({.known = 3});
    QCOMPARE(listener.takeLine()["method"_L1].toString(), u"map.changed"_s);
    // Its own answer comes next, so no event came before it.
    other.socket.write(encodeRequest(2, u"no.method"_s, {}));
    QCOMPARE(other.takeLine()["id"_L1].toInt(), 2);
}

void ServerTest::survivesOversizedLine()
{
    QVERIFY(m->server.listen(m->path));
    TestClient client(m->path);
    client.socket.write(QByteArray(LineSizeMax + 1, 'x') + '\n');
    client.socket.write(encodeRequest(5, u"no.method"_s, {}));
    const QJsonObject refused = client.takeLine();
    QCOMPARE(refused["error"_L1]["code"_L1].toInt(), InvalidRequest);
    QVERIFY(refused["error"_L1]["message"_L1].toString().contains("1048576"_L1));
    QCOMPARE(client.takeLine()["id"_L1].toInt(), 5);
}

void ServerTest::refusesTooManyClients()
{
    QVERIFY(m->server.listen(m->path));
    std::vector<std::unique_ptr<TestClient>> clients;
    for (int i = 0; i < Server::ClientsMax; ++i) {
        clients.push_back(std::make_unique<TestClient>(m->path));
        clients.back()->socket.write(encodeRequest(i, u"no.method"_s, {}));
        QCOMPARE(clients.back()->takeLine()["id"_L1].toInt(-1), i);
    }
    TestClient refused(m->path);
    QTRY_COMPARE(refused.socket.state(), QLocalSocket::UnconnectedState);
    // One that leaves makes room.
    clients.pop_back();
    bool answered = false;
    for (int i = 0; i < 100 && !answered; ++i) {
        TestClient next(m->path);
        next.socket.write(encodeRequest(7, u"no.method"_s, {}));
        QVERIFY(QTest::qWaitFor([&] {
            return next.socket.canReadLine() ||
                   next.socket.state() == QLocalSocket::UnconnectedState;
        }));
        answered = next.socket.canReadLine();
    }
    QVERIFY(answered);
}

void ServerTest::clientMayVanish()
{
    QVERIFY(m->server.listen(m->path));
    {
        TestClient client(m->path);
        client.socket.write(encodeRequest(1, u"events.subscribe"_s, {}));
        QVERIFY(client.takeLine().contains("result"_L1));
        client.socket.write("{\"jsonrpc\":\"2.0\",");
        client.socket.flush();
        client.socket.abort();
    }
    Q_EMIT m->node.mapChanged({.known = 3});
    TestClient next(m->path);
    next.socket.write(encodeRequest(2, u"no.method"_s, {}));
    QCOMPARE(next.takeLine()["id"_L1].toInt(), 2);
}

#else

class ServerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void isUnixOnly() { QSKIP("files and permissions of sockets are Unix'"); }
};

#endif

VOS_TEST_CORE(ServerTest)
#include "tst_server.moc"
