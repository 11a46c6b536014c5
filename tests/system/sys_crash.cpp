// Sender and receiver are killed at random moments while numbered messages flow. In the end each
// number is there once and in its place. The seed is printed; VOS_SEED repeats a run, VOS_ROUNDS
// makes it longer.

#include "tests/support/testprogram.h"
#include "tests/system/stories.h"

#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace vos::test;

class CrashStory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyNumberArrivesOnce();

private:
    /// Sends on from `next` for about `forMs`; returns the next number to send.
    int sendFor(int forMs, int next);
    /// The number after the last one in the sender's own history.
    int nextNumber();
    void reportFirstDifference(const QStringList& received, int count);

    QTemporaryDir m_folder;
    RunningNode m_sender{{.profile = m_folder.filePath(u"sender"_s)}};
    RunningNode m_receiver{{.profile = m_folder.filePath(u"receiver"_s)}};
};

int CrashStory::sendFor(int forMs, int next)
{
    // A few requests are open at any time, so a kill meets messages in every stage.
    constexpr int openMax = 8;
    QElapsedTimer timer;
    timer.start();
    QList<int> open;
    while (timer.elapsed() < forMs) {
        while (open.size() < openMax)
            open << m_sender.post(u"message.send"_s, {{u"to"_s, m_receiver.address()},
                                                      {u"text"_s, QString::number(next++)}});
        waitUntil(
            [&] { return m_sender.replyTo(open.first()).has_value() || timer.elapsed() >= forMs; },
            forMs);
        while (!open.isEmpty() && m_sender.replyTo(open.first()))
            open.removeFirst();
    }
    return next;
}

int CrashStory::nextNumber()
{
    const QJsonArray newest = m_sender
                                  .ask(u"message.list"_s, {{u"peer"_s, m_receiver.address()},
                                                           {u"limit"_s, 1}})["messages"_L1]
                                  .toArray();
    return newest.isEmpty() ? 0 : newest[0]["text"_L1].toString().toInt() + 1;
}

void CrashStory::reportFirstDifference(const QStringList& received, int count)
{
    for (int i = 0; i < std::max<int>(count, int(received.size())); ++i) {
        if (received.value(i) != QString::number(i)) {
            qWarning("sent %d, received %d; place %d holds %s", count, int(received.size()), i,
                     qPrintable(received.value(i, u"nothing"_s)));
            return;
        }
    }
}

void CrashStory::everyNumberArrivesOnce()
{
    const quint32 seed = qEnvironmentVariableIsSet("VOS_SEED")
                             ? qEnvironmentVariable("VOS_SEED").toUInt()
                             : QRandomGenerator::global()->generate();
    const int longer = qEnvironmentVariableIsSet("VOS_LONG") ? 20 : 1;
    const int rounds = qEnvironmentVariableIsSet("VOS_ROUNDS")
                           ? qEnvironmentVariableIntValue("VOS_ROUNDS")
                           : 10 * longer;
    qInfo("seed %u, %d rounds", seed, rounds);
    QRandomGenerator random(seed);

    QVERIFY(m_sender.start());
    QVERIFY(m_receiver.start({u"--join"_s, m_sender.link()}));
    QVERIFY(befriend(m_receiver, m_sender));
    int next = 0;
    for (int round = 0; round < rounds; ++round) {
        next = sendFor(random.bounded(20, 600), next);
        const int who = random.bounded(3);  // sender, receiver or both
        if (who != 1)
            m_sender.kill();
        if (who != 0)
            m_receiver.kill();
        if (who != 0)
            QVERIFY(m_receiver.start());
        if (who != 1) {
            QVERIFY(m_sender.start());
            next = nextNumber();
        }
    }
    // What the sender accepted is all there; now the receiver gets it all.
    const QString last = sendText(m_sender, m_receiver, QString::number(next));
    const int count = next + 1;
    QVERIFY(
        waitUntil([&] { return m_sender.ask(u"queue.list"_s)["messages"_L1].toArray().isEmpty(); },
                  2 * PatienceMs));
    QVERIFY(waitForState(m_sender, last, u"delivered"_s));
    const QStringList received = receivedTexts(m_receiver, m_sender.address());
    QStringList expected;
    for (int i = 0; i < count; ++i)
        expected << QString::number(i);
    if (received != expected)
        reportFirstDifference(received, count);
    QVERIFY(received == expected);
    const QList<QJsonObject> sent = historyWith(m_sender, m_receiver.address());
    QCOMPARE(sent.size(), qsizetype(count));
    for (const QJsonObject& message : sent)
        QCOMPARE(message["state"_L1].toString(), u"delivered"_s);
    qInfo("%d messages", count);
}

VOS_TEST_CORE(CrashStory)
#include "sys_crash.moc"
