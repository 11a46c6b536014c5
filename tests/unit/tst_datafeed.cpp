// Data for programs between two real nodes: it stays with its node until a client of the control
// interface has it, and comes to one exactly once.

#include "app/control/connection.h"
#include "app/control/eventfeed.h"
#include "tests/support/testprogram.h"
#include "tests/unit/controlfixture.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace vos;
using namespace vos::control;

namespace {

constexpr int dataWaitMax = 20'000;

/// A client that takes what was written when the test says so.
class ClientChannel : public Channel {
public:
    void setReading(bool) override {}
    void write(const QByteArray& bytes) override { waiting += bytes; }
    qint64 waitingBytes() const override { return waiting.size(); }
    void abort() override
    {
        waiting.clear();
        Q_EMIT closed();
    }
    void flush(int) override {}

    /// Texts of the data that came.
    QStringList takeData()
    {
        QStringList texts;
        for (const QByteArray& line : std::exchange(waiting, {}).split('\n')) {
            const QJsonObject event = QJsonDocument::fromJson(line).object();
            if (event["method"_L1].toString() == "data.received"_L1)
                texts << QString::fromLatin1(
                    QByteArray::fromBase64(event["params"_L1]["data"_L1].toString().toLatin1()));
        }
        Q_EMIT drained();
        return texts;
    }

    QByteArray waiting;
};

struct Client {
    Client(Node& node, EventFeed& feed) : connection(channel, node, feed)
    {
        connection.subscribe();
    }
    /// All that comes until `count` have come, and a while longer.
    QStringList take(int count)
    {
        QStringList texts;
        QTest::qWaitFor(
            [&] {
                texts += channel.takeData();
                return texts.size() >= count;
            },
            dataWaitMax);
        QTest::qWait(50);
        return texts + channel.takeData();
    }

    ClientChannel channel;
    Connection connection;
};

}  // namespace

class DataFeedTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void waitsForAClient();
    void longListComesPageByPage();
    void whoDoesNotReadTakesNothing();
    void comesAgainAfterARestart();

private:
    bool startBob();
    bool send(const QString& text);

    QTemporaryDir m_aliceFolder;
    QTemporaryDir m_bobFolder;
    std::unique_ptr<Node> m_alice;
    std::unique_ptr<Node> m_bob;
    std::unique_ptr<EventFeed> m_feed;
    NodeId m_bobId;
};

bool DataFeedTest::startBob()
{
    m_feed.reset();
    m_bob = std::make_unique<Node>(test::optionsIn(m_bobFolder));
    m_feed = std::make_unique<EventFeed>(*m_bob, LogLine::Level::Error);
    m_bob->start();
    return QTest::qWaitFor([this] { return m_bob->isRunning(); }, dataWaitMax);
}

bool DataFeedTest::send(const QString& text)
{
    bool delivered = false;
    std::optional<MessageId> id;
    QObject context;
    connect(m_alice.get(), &Node::messageStatesChanged, &context, [&](const auto& changes) {
        for (const MessageStateChange& change : changes)
            delivered =
                delivered || (id && change.id == *id && change.state == MessageState::Delivered);
    });
    const std::string bytes = text.toStdString();
    m_alice->sendData(m_bobId, toBytes(viewOf(bytes)), true, std::nullopt, &context,
                      [&](const Expected<MessageId, NodeError>& sent) {
                          if (sent)
                              id = *sent;
                      });
    return QTest::qWaitFor([&] { return delivered; }, dataWaitMax);
}

void DataFeedTest::initTestCase()
{
    m_alice = std::make_unique<Node>(test::optionsIn(m_aliceFolder));
    m_alice->start();
    QVERIFY(startBob());
    QTRY_VERIFY_WITH_TIMEOUT(m_alice->isRunning(), dataWaitMax);
    m_bobId = m_bob->identity().id;
    bool friends = false;
    QObject context;
    connect(m_bob.get(), &Node::contactsRequested, &context,
            [this](const auto& asking) { m_bob->acceptContact(asking[0].id, nullptr, {}); });
    connect(m_alice.get(), &Node::contactsChanged, &context, [&](const auto& changes) {
        for (const Contact& contact : changes)
            friends = friends || contact.state == ContactState::Accepted;
    });
    m_alice->addContact(m_bob->identity().link, {}, {}, nullptr, {});
    QTRY_VERIFY_WITH_TIMEOUT(friends, dataWaitMax);
}

void DataFeedTest::cleanupTestCase()
{
    m_feed.reset();
    m_bob.reset();
    m_alice.reset();
}

void DataFeedTest::waitsForAClient()
{
    QVERIFY(send(u"one"_s));
    QVERIFY(send(u"two"_s));
    Client first(*m_bob, *m_feed);
    QCOMPARE(first.take(2), (QStringList{u"one"_s, u"two"_s}));
    QVERIFY(send(u"three"_s));
    QCOMPARE(first.take(1), QStringList{u"three"_s});
    Client second(*m_bob, *m_feed);
    QVERIFY(send(u"four"_s));
    QCOMPARE(second.take(1), QStringList{u"four"_s});
    QCOMPARE(first.take(1), QStringList{u"four"_s});
}

void DataFeedTest::longListComesPageByPage()
{
    QStringList sent;
    for (int i = 0; i < 70; ++i) {
        sent << QString::number(i);
        QVERIFY(send(sent.last()));
    }
    Client client(*m_bob, *m_feed);
    QTRY_VERIFY_WITH_TIMEOUT(!client.channel.waiting.isEmpty(), dataWaitMax);
    QTest::qWait(50);
    // What is not taken keeps the rest where it is.
    QCOMPARE(client.channel.waiting.count("data.received"), 32);
    QCOMPARE(client.take(70), sent);
}

void DataFeedTest::whoDoesNotReadTakesNothing()
{
    auto asleep = std::make_unique<Client>(*m_bob, *m_feed);
    QVERIFY(send(u"first"_s));
    QTRY_COMPARE_WITH_TIMEOUT(asleep->channel.waiting.count("data.received"), 1, dataWaitMax);
    {
        // It may still come to the one that has it in its channel.
        Client awake(*m_bob, *m_feed);
        QVERIFY(send(u"second"_s));
        QCOMPARE(awake.take(1), QStringList{u"second"_s});
        asleep.reset();
        QCOMPARE(awake.take(1), QStringList{u"first"_s});
    }
    Client later(*m_bob, *m_feed);
    QCOMPARE(later.take(0), QStringList());
}

void DataFeedTest::comesAgainAfterARestart()
{
    QVERIFY(send(u"kept"_s));
    m_feed.reset();
    m_bob.reset();
    QVERIFY(startBob());
    {
        Client client(*m_bob, *m_feed);
        QCOMPARE(client.take(1), QStringList{u"kept"_s});
    }
    m_feed.reset();
    m_bob.reset();
    QVERIFY(startBob());
    Client client(*m_bob, *m_feed);
    QCOMPARE(client.take(0), QStringList());
}

VOS_TEST_CORE(DataFeedTest)
#include "tst_datafeed.moc"
