#include "app/control/connection.h"
#include "app/control/eventfeed.h"

#include "tests/support/testprogram.h"
#include "tests/unit/controlfixture.h"

#include <QJsonDocument>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace vos;
using namespace vos::control;

namespace {

/// A channel in memory: the test is the client and takes what was written when it likes.
class MemoryChannel : public Channel {
public:
    void setReading(bool on) override { isReading = on; }
    void write(const QByteArray& bytes) override { waiting += bytes; }
    qint64 waitingBytes() const override { return waiting.size(); }
    void abort() override
    {
        waiting.clear();
        isAborted = true;
        Q_EMIT closed();
    }
    void flush(int) override {}

    QByteArray takeAll()
    {
        const QByteArray all = std::exchange(waiting, {});
        Q_EMIT drained();
        return all;
    }
    QList<QJsonObject> takeLines()
    {
        QList<QJsonObject> lines;
        for (const QByteArray& line : takeAll().split('\n'))
            if (!line.isEmpty())
                lines << QJsonDocument::fromJson(line).object();
        return lines;
    }

    QByteArray waiting;
    bool isReading = false;
    bool isAborted = false;
};

QByteArray request(int id, const char* method)
{
    return encodeRequest(id, QString::fromLatin1(method), {});
}

QByteArray manyRequests()
{
    QByteArray requests;
    for (int i = 0; i < 20'000; ++i)
        requests += request(i, "no.method");
    return requests;
}

}  // namespace

class ConnectionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void answersEachRequestOnce();
    void staysSilentOnNotifications();
    void goesOnAfterBadLines();
    void eventsOnlyOnceSubscribed();
    void dataIsTakenOnceItLeftTheChannel();
    void leavesRequestsUnreadWhileAnswersWait();
    void cutsOffWhoTakesNoEvents();
    void answersDoNotCountAsEvents();
    void lastLineNeedsNoEnd();

private:
    struct Setup {
        QTemporaryDir folder;
        Node node{test::optionsIn(folder)};
        EventFeed feed{node, LogLine::Level::Info};
        MemoryChannel channel;
        Connection connection{channel, node, feed};
    };
    std::unique_ptr<Setup> m;
};

void ConnectionTest::init()
{
    m = std::make_unique<Setup>();
    QVERIFY(m->channel.isReading);
}

void ConnectionTest::cleanup()
{
    m.reset();
}

void ConnectionTest::answersEachRequestOnce()
{
    Q_EMIT m->channel.received(request(1, "no.method") + request(2, "message.send"));
    Q_EMIT m->channel.received(request(3, "events.subscribe"));
    const auto lines = m->channel.takeLines();
    QCOMPARE(lines.size(), 3);
    QCOMPARE(lines[0]["id"_L1].toInt(), 1);
    QCOMPARE(lines[0]["error"_L1]["code"_L1].toInt(), MethodNotFound);
    QCOMPARE(lines[1]["error"_L1]["code"_L1].toInt(), InvalidParams);
    QCOMPARE(lines[2]["result"_L1].toObject(), QJsonObject());
}

void ConnectionTest::staysSilentOnNotifications()
{
    Q_EMIT m->channel.received("{\"jsonrpc\":\"2.0\",\"method\":\"no.method\"}\n");
    QVERIFY(m->channel.takeAll().isEmpty());
    Q_EMIT m->channel.received(request(1, "events.subscribe"));
    QCOMPARE(m->channel.takeLines().size(), 1);
}

void ConnectionTest::goesOnAfterBadLines()
{
    QByteArray stream = "nonsense\n\xff\xfe\n[]\n";
    stream += QByteArray(3 * LineSizeMax, 'x') + '\n' + request(9, "events.subscribe");
    for (qsizetype at = 0; at < stream.size(); at += 65'536)
        Q_EMIT m->channel.received(stream.mid(at, 65'536));
    const auto lines = m->channel.takeLines();
    QCOMPARE(lines.size(), 5);
    const QList<int> codes{ParseError, ParseError, InvalidRequest, InvalidRequest};
    for (qsizetype i = 0; i < codes.size(); ++i) {
        QCOMPARE(lines[i]["error"_L1]["code"_L1].toInt(), codes[i]);
        QVERIFY(lines[i]["id"_L1].isNull());
    }
    QCOMPARE(lines[4]["id"_L1].toInt(), 9);
}

void ConnectionTest::eventsOnlyOnceSubscribed()
{
    Q_EMIT m->node.mapChanged({.known = 1});
    QVERIFY(m->channel.takeAll().isEmpty());
    Q_EMIT m->channel.received(request(1, "events.subscribe") + request(2, "events.subscribe"));
    m->channel.takeAll();
    Q_EMIT m->node.mapChanged({.known = 2, .online = 1});
    const auto lines = m->channel.takeLines();
    QCOMPARE(lines.size(), 1);
    QCOMPARE(lines[0]["method"_L1].toString(), u"map.changed"_s);
    QCOMPARE(lines[0]["params"_L1].toObject(), (QJsonObject{{u"known"_s, 2}, {u"online"_s, 1}}));
    QVERIFY(!lines[0].contains("id"_L1));
}

void ConnectionTest::dataIsTakenOnceItLeftTheChannel()
{
    ReceivedData data;
    data.data = Bytes(100, std::byte{7});
    const auto waits = [this](int clients) {
        // One carried by nobody is read again; one that is carried is not.
        return m->feed.carriedBy({}) == clients;
    };
    MemoryChannel otherChannel;
    auto other = std::make_unique<Connection>(otherChannel, m->node, m->feed);
    Q_EMIT m->channel.received(request(1, "events.subscribe"));
    Q_EMIT otherChannel.received(request(1, "events.subscribe"));
    QCoreApplication::processEvents();
    m->channel.takeAll();
    otherChannel.takeAll();
    Q_EMIT m->node.dataReceived({data});
    QVERIFY(waits(2));
    // A client that goes away has not taken it, the other still may.
    other.reset();
    QVERIFY(waits(1));
    QCOMPARE(m->channel.takeLines().size(), 1);
    QVERIFY(waits(0));
}

void ConnectionTest::leavesRequestsUnreadWhileAnswersWait()
{
    Q_EMIT m->channel.received(manyRequests());
    QVERIFY(!m->channel.isReading);
    QVERIFY(m->channel.waitingBytes() < Connection::AnswersWaitingMax + 1000);
    int next = 0;
    while (m->channel.waitingBytes() > 0)
        for (const QJsonObject& line : m->channel.takeLines())
            QCOMPARE(line["id"_L1].toInt(), next++);
    QCOMPARE(next, 20'000);
    QVERIFY(m->channel.isReading);
}

void ConnectionTest::cutsOffWhoTakesNoEvents()
{
    Q_EMIT m->channel.received(request(1, "events.subscribe"));
    const QSignalSpy closed(&m->channel, &Channel::closed);
    const QString text(100'000, u'x');
    for (int i = 0; i < 100 && !m->channel.isAborted; ++i) {
        Q_EMIT m->node.logged(int(LogLine::Level::Info), text);
        QVERIFY(m->channel.waitingBytes() < Connection::EventsWaitingMax + 200'000);
    }
    QVERIFY(m->channel.isAborted);
    QCOMPARE(closed.size(), 1);
    Q_EMIT m->node.logged(int(LogLine::Level::Info), text);
    QCOMPARE(m->channel.waitingBytes(), 0);
}

void ConnectionTest::answersDoNotCountAsEvents()
{
    Q_EMIT m->channel.received(request(1, "events.subscribe"));
    m->channel.takeAll();
    // 1 MiB of answers and 7.9 MiB of events: neither is too much by itself.
    Q_EMIT m->channel.received(manyRequests());
    const QString text(100'000, u'x');
    for (int i = 0; i < 83; ++i)
        Q_EMIT m->node.logged(int(LogLine::Level::Info), text);
    QVERIFY(!m->channel.isAborted);
}

void ConnectionTest::lastLineNeedsNoEnd()
{
    const QSignalSpy idle(&m->connection, &Connection::becameIdle);
    Q_EMIT m->channel.received(request(1, "events.subscribe").trimmed());
    QVERIFY(m->channel.takeAll().isEmpty());
    const qsizetype before = idle.size();
    m->connection.endInput();
    QCOMPARE(m->channel.takeLines().size(), 1);
    QVERIFY(idle.size() > before);
}

VOS_TEST_CORE(ConnectionTest)
#include "tst_connection.moc"
