// The recipient is away: what waits, what gives up, and when.

#include "tests/support/testprogram.h"
#include "tests/system/stories.h"

#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace Qt::StringLiterals;
using namespace vos::test;

class OfflineStory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void goesOutWithinASecondOfTheReturn();
    void waitsOverARestartOfTheSender();
    void nowOrNeverFailsInTime();
    void expiresWhileWaiting();
    void cancelledIsNotSent();
    void retryTriesAtOnce();
    void lateReceiptSettlesAfterAll();

private:
    QTemporaryDir m_folder;
    RunningNode m_alice{{.profile = m_folder.filePath(u"alice"_s)}};
    RunningNode m_bob{{.profile = m_folder.filePath(u"bob"_s)}};
};

void OfflineStory::initTestCase()
{
    QVERIFY(m_alice.start());
    QVERIFY(m_bob.start({u"--join"_s, m_alice.link()}));
    QVERIFY(befriend(m_bob, m_alice));
}

/// Each step begins with Alice online and Bob away, and nothing waiting.
void OfflineStory::init()
{
    if (!m_alice.isRunning())
        QVERIFY(m_alice.start());
    if (!m_bob.isRunning())
        QVERIFY(m_bob.start());
    QVERIFY(waitUntil([this] {
        return m_alice.ask(u"queue.list"_s)["messages"_L1].toArray().isEmpty();
    }));
    m_bob.kill();
    m_alice.forgetEvents();
}

void OfflineStory::goesOutWithinASecondOfTheReturn()
{
    QStringList ids;
    for (int i = 0; i < 5; ++i)
        ids << sendText(m_alice, m_bob, u"while you were away %1"_s.arg(i));
    const QJsonArray queue = m_alice.ask(u"queue.list"_s)["messages"_L1].toArray();
    QCOMPARE(queue.size(), 5);
    QCOMPARE(queue[0]["kind"_L1].toString(), u"message"_s);
    QCOMPARE(queue[0]["to"_L1].toString(), m_bob.address());
    // While an attempt is running no next one is set.
    QVERIFY(waitUntil([this] {
        return m_alice.ask(u"queue.list"_s)["messages"_L1][0]["next_attempt_at"_L1].isString();
    }));
    QVERIFY(m_bob.start());
    QElapsedTimer timer;
    timer.start();
    QVERIFY(waitForState(m_alice, ids.last(), u"delivered"_s));
    const qint64 took = timer.elapsed();
    QVERIFY2(took < 1000, qPrintable(u"%1 ms"_s.arg(took)));
    QStringList texts = receivedTexts(m_bob, m_alice.address());
    QCOMPARE(texts.mid(texts.size() - 5),
             (QStringList{u"while you were away 0"_s, u"while you were away 1"_s,
                          u"while you were away 2"_s, u"while you were away 3"_s,
                          u"while you were away 4"_s}));
}

void OfflineStory::waitsOverARestartOfTheSender()
{
    const QString id = sendText(m_alice, m_bob, u"kept on disk"_s);
    m_alice.kill();
    QVERIFY(m_alice.start());
    const QJsonArray queue = m_alice.ask(u"queue.list"_s)["messages"_L1].toArray();
    QCOMPARE(queue.size(), 1);
    QCOMPARE(queue[0]["id"_L1].toString(), id);
    QVERIFY(m_bob.start());
    QVERIFY(m_bob.waitForEvent(u"message.received"_s, {{u"id"_s, id}}));
    QVERIFY(waitForState(m_alice, id, u"delivered"_s));
}

void OfflineStory::nowOrNeverFailsInTime()
{
    QElapsedTimer timer;
    timer.start();
    const QString id = sendText(m_alice, m_bob, u"now or never"_s, {{u"queue"_s, false}});
    QVERIFY(m_alice.waitForEvent(
        u"message.state"_s, {{u"id"_s, id}, {u"state"_s, u"failed"_s}, {u"reason"_s, u"offline"_s}},
        20'000));
    QVERIFY2(timer.elapsed() < 15'500, qPrintable(u"%1 ms"_s.arg(timer.elapsed())));
    QVERIFY(m_bob.start());
    const QString later = sendText(m_alice, m_bob, u"later"_s);
    QVERIFY(m_bob.waitForEvent(u"message.received"_s, {{u"id"_s, later}}));
    QVERIFY(!m_bob.findEvent(u"message.received"_s, {{u"id"_s, id}}));
    QVERIFY(!receivedTexts(m_bob, m_alice.address()).contains(u"now or never"_s));
}

void OfflineStory::expiresWhileWaiting()
{
    const QString id = sendText(m_alice, m_bob, u"soon stale"_s, {{u"expires_s"_s, 2}});
    QVERIFY(m_alice.waitForEvent(
        u"message.state"_s, {{u"id"_s, id}, {u"state"_s, u"failed"_s}, {u"reason"_s, u"expired"_s}},
        10'000));
    QVERIFY(m_alice.ask(u"queue.list"_s)["messages"_L1].toArray().isEmpty());
    QVERIFY(m_bob.start());
    const QString later = sendText(m_alice, m_bob, u"fresh"_s);
    QVERIFY(m_bob.waitForEvent(u"message.received"_s, {{u"id"_s, later}}));
    QVERIFY(!receivedTexts(m_bob, m_alice.address()).contains(u"soon stale"_s));
}

void OfflineStory::cancelledIsNotSent()
{
    const QString id = sendText(m_alice, m_bob, u"better not"_s);
    m_alice.ask(u"queue.cancel"_s, {{u"id"_s, id}});
    QVERIFY(m_alice.waitForEvent(
        u"message.state"_s,
        {{u"id"_s, id}, {u"state"_s, u"failed"_s}, {u"reason"_s, u"cancelled"_s}}));
    QCOMPARE(m_alice.errorOf(u"queue.cancel"_s, {{u"id"_s, id}}), -32005);
    QVERIFY(m_bob.start());
    const QString later = sendText(m_alice, m_bob, u"after it"_s);
    QVERIFY(m_bob.waitForEvent(u"message.received"_s, {{u"id"_s, later}}));
    QVERIFY(!receivedTexts(m_bob, m_alice.address()).contains(u"better not"_s));
}

void OfflineStory::retryTriesAtOnce()
{
    const QString id = sendText(m_alice, m_bob, u"try"_s);
    const auto attempts = [this] {
        return m_alice.ask(u"queue.list"_s)["messages"_L1][0]["attempts"_L1].toInt();
    };
    QVERIFY(waitUntil([&] { return attempts() >= 1; }));
    const int before = attempts();
    m_alice.ask(u"queue.retry"_s, {{u"id"_s, id}});
    QVERIFY(waitUntil([&] { return attempts() > before; }));
}

void OfflineStory::lateReceiptSettlesAfterAll()
{
    QVERIFY(m_bob.start());
    QVERIFY(waitForState(m_alice, sendText(m_alice, m_bob, u"awake?"_s), u"delivered"_s));
    // Bob's machine sleeps; what arrives meanwhile lies in its socket.
    const auto bob = static_cast<pid_t>(m_bob.process().processId());
    QCOMPARE(::kill(bob, SIGSTOP), 0);
    const QString id = sendText(m_alice, m_bob, u"into the sleep"_s, {{u"expires_s"_s, 1}});
    const bool failed = m_alice.waitForEvent(
        u"message.state"_s,
        {{u"id"_s, id}, {u"state"_s, u"failed"_s}, {u"reason"_s, u"expired"_s}});
    QCOMPARE(::kill(bob, SIGCONT), 0);
    QVERIFY(failed);
    // He has it after all, and both sides say so.
    QVERIFY(m_bob.waitForEvent(u"message.received"_s, {{u"id"_s, id}}));
    QVERIFY(waitForState(m_alice, id, u"delivered"_s));
    QCOMPARE(historyWith(m_alice, m_bob.address()).last()["state"_L1].toString(), u"delivered"_s);
}

VOS_TEST_CORE(OfflineStory)
#include "sys_offline.moc"
