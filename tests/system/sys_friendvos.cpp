// Friend VOS with real programs: agreement, a message that outlives its sender's presence, kills of
// everybody at random moments, a full disk, a profile copied back. VOS_SEED repeats the kills,
// VOS_ROUNDS makes them more.

#include "tests/support/testprogram.h"
#include "tests/system/stories.h"

#include <QDir>
#include <QDirIterator>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#ifdef Q_OS_LINUX
#include <csignal>
#include <sys/resource.h>
#endif

using namespace Qt::StringLiterals;
using namespace vos::test;

namespace {

/// What a kill may cost: a session that is gone is noticed, and a letter is tried again.
constexpr int SlowMs = 90'000;

bool copyProfile(const QString& from, const QString& to)
{
    QDirIterator it(from, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    bool good = QDir().mkpath(to);
    while (it.hasNext()) {
        const QString file = it.next();
        const QString target = to + file.mid(from.size());
        good = good && QDir().mkpath(QFileInfo(target).path()) && QFile::copy(file, target);
    }
    return good;
}

QStringList kindsOf(RunningNode& node, const QString& id)
{
    QStringList kinds;
    for (const QJsonValue step :
         node.ask(u"message.steps"_s, {{u"id"_s, id}})["steps"_L1].toArray())
        kinds << step["kind"_L1].toString();
    return kinds;
}

}  // namespace

class FriendVosStory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void agreementIsPublicAndSigned();
    void heldThenDeliveredWithoutItsSender();
    void depositsLeaveByAPortOfTheirOwn();
    void nowOrNeverIsHeld();
    void cancelledIsErasedAtTheHolder();
    void killsOfEverybody();
    void profileCopiedBack();
    void fullHolderRefuses();
    void endsByEitherSide();

private:
    QTemporaryDir m_folder;
    RunningNode m_carol{{.profile = m_folder.filePath(u"carol"_s)}};
    RunningNode m_alice{{.profile = m_folder.filePath(u"alice"_s)}};
    RunningNode m_bob{{.profile = m_folder.filePath(u"bob"_s)}};
};

void FriendVosStory::initTestCase()
{
    QVERIFY(m_carol.start());
    QVERIFY(m_alice.start({u"--join"_s, m_carol.link()}));
    QVERIFY(m_bob.start({u"--join"_s, m_carol.link()}));
    QVERIFY(befriend(m_bob, m_alice));
    QVERIFY(agree(m_bob, m_carol, m_alice));
}

/// Each step begins with all three up and nothing waiting.
void FriendVosStory::init()
{
    for (RunningNode* node : {&m_carol, &m_alice, &m_bob})
        QVERIFY(node->isRunning() || node->start());
    QVERIFY(waitUntil(
        [this] { return m_alice.ask(u"queue.list"_s)["messages"_L1].toArray().isEmpty(); },
        SlowMs));
    m_alice.forgetEvents();
    m_bob.forgetEvents();
}

void FriendVosStory::agreementIsPublicAndSigned()
{
    const QJsonObject mine = agreement(m_bob, "mine", m_carol);
    QCOMPARE(mine["quota"_L1].toInteger(), 8 << 20);
    QVERIFY(mine["expires"_L1].isString());
    QCOMPARE(agreement(m_carol, "for_others", m_bob)["quota"_L1].toInteger(), 8 << 20);
    const auto verdict = [this](const RunningNode& owner, const RunningNode& holder) {
        return m_alice.ask(u"friend_vos.verify"_s,
                           {{u"owner"_s, owner.address()}, {u"friend"_s, holder.address()}});
    };
    QCOMPARE(verdict(m_bob, m_carol), (QJsonObject{{u"valid"_s, true}}));
    const QJsonObject other = verdict(m_carol, m_bob);
    QVERIFY(!other["valid"_L1].toBool());
    QCOMPARE(other["reason"_L1].toString(), u"no-grant"_s);
    const QJsonArray drill = m_bob.ask(u"friend_vos.drill"_s)["results"_L1].toArray();
    QCOMPARE(drill.size(), 1);
    QCOMPARE(drill[0]["address"_L1].toString(), m_carol.address());
    QVERIFY(drill[0]["ok"_L1].toBool());
}

void FriendVosStory::heldThenDeliveredWithoutItsSender()
{
    m_bob.kill();
    QStringList ids;
    for (int i = 0; i < 5; ++i)
        ids << sendText(m_alice, m_bob, u"while away %1"_s.arg(i));
    for (const QString& id : ids)
        QVERIFY(waitForState(m_alice, id, u"held"_s));
    const auto held =
        m_alice.findEvent(u"message.state"_s, {{u"id"_s, ids[0]}, {u"state"_s, u"held"_s}});
    QCOMPARE((*held)["held_by"_L1].toArray(), QJsonArray{m_carol.address()});
    QVERIFY(kindsOf(m_alice, ids[0]).contains(u"held"_s));
    QCOMPARE(agreement(m_carol, "for_others", m_bob)["messages"_L1].toInt(), 5);
    // Its signed word is in the sender's hands: one length, base64.
    for (const QJsonValue step :
         m_alice.ask(u"message.steps"_s, {{u"id"_s, ids[0]}})["steps"_L1].toArray()) {
        if (step["kind"_L1].toString() == "held"_L1) {
            QCOMPARE(step["by"_L1].toString(), m_carol.address());
            QVERIFY(QByteArray::fromBase64(step["proof"_L1].toString().toLatin1()).size() > 64);
        }
    }
    QVERIFY(m_alice.stop());
    QVERIFY(m_bob.start());
    for (const QString& id : ids)
        QVERIFY(m_bob.waitForEvent(u"message.received"_s, {{u"id"_s, id}}));
    QStringList texts = receivedTexts(m_bob, m_alice.address());
    QCOMPARE(texts.size(), 5);
    for (int i = 0; i < 5; ++i)
        QCOMPARE(texts[i], u"while away %1"_s.arg(i));
    // The receipts wait at the holder for the sender, who need not meet the recipient.
    QVERIFY(waitUntil(
        [this] { return agreement(m_carol, "for_others", m_bob)["messages"_L1].toInt() == 0; }));
    m_bob.kill();
    QVERIFY(m_alice.start());
    for (const QString& id : ids)
        QVERIFY(waitForState(m_alice, id, u"delivered"_s, SlowMs));
    QVERIFY(m_bob.start());
    texts = receivedTexts(m_bob, m_alice.address());
    QCOMPARE(texts.size(), 5);
}

#ifdef Q_OS_LINUX

namespace {

/// Ports of the UDP sockets of a process; empty where that may not be seen.
QSet<int> udpPorts(qint64 pid)
{
    QSet<QString> inodes;
    const QDir fds(u"/proc/%1/fd"_s.arg(pid));
    for (const QFileInfo& fd : fds.entryInfoList(QDir::Files | QDir::System)) {
        const QString link = fd.symLinkTarget();
        const qsizetype start = link.indexOf("socket:["_L1);
        if (start >= 0)
            inodes << link.mid(start + 8).chopped(1);
    }
    QSet<int> ports;
    for (const QString& table : {u"/proc/net/udp"_s, u"/proc/net/udp6"_s}) {
        QFile file(table);
        if (!file.open(QIODevice::ReadOnly))
            continue;
        for (const QByteArray& line : file.readAll().split('\n').mid(1)) {
            const QList<QByteArray> cells = line.simplified().split(' ');
            if (cells.size() > 9 && inodes.contains(QString::fromLatin1(cells[9])))
                ports << cells[1].mid(cells[1].lastIndexOf(':') + 1).toInt(nullptr, 16);
        }
    }
    return ports;
}

}  // namespace

void FriendVosStory::depositsLeaveByAPortOfTheirOwn()
{
    QVERIFY(m_alice.stop());
    QVERIFY(m_alice.start());
    const qint64 pid = m_alice.process().processId();
    if (udpPorts(pid).isEmpty())
        QSKIP("this user may not see the sockets of a process that forbids it");
    m_bob.kill();
    const QString id = sendText(m_alice, m_bob, u"without my name"_s);
    QVERIFY(waitForState(m_alice, id, u"held"_s));
    QSet<int> ports = udpPorts(pid);
    QVERIFY(ports.remove(m_alice.port()));
    QCOMPARE(ports.size(), 1);
    QVERIFY(m_bob.start());
    QVERIFY(m_bob.waitForEvent(u"message.received"_s, {{u"id"_s, id}}));
}

void FriendVosStory::fullHolderRefuses()
{
    m_carol.kill();
    RunningNode carol(
        {.profile = m_carol.profile(), .inChild = [] { std::signal(SIGXFSZ, SIG_IGN); }});
    QVERIFY(carol.start());
    m_bob.kill();
    const rlimit none{0, RLIM_INFINITY};
    QCOMPARE(::prlimit(pid_t(carol.process().processId()), RLIMIT_FSIZE, &none, nullptr), 0);
    const QString id = sendText(m_alice, m_bob, u"no room for me"_s);
    const auto entry = [&] { return m_alice.ask(u"queue.list"_s)["messages"_L1][0].toObject(); };
    QVERIFY(waitUntil([&] { return entry()["attempts"_L1].toInt() > 0; }));
    QVERIFY(!waitForState(m_alice, id, u"held"_s, 2000));
    // It says so with its signature, and the sender keeps the letter.
    QVERIFY(waitUntil([&] { return entry()["state"_L1].toString() == "queued"_L1; }));
    QVERIFY(waitUntil([&] { return kindsOf(m_alice, id).contains(u"refused"_s); }));
    const rlimit free{RLIM_INFINITY, RLIM_INFINITY};
    QCOMPARE(::prlimit(pid_t(carol.process().processId()), RLIMIT_FSIZE, &free, nullptr), 0);
    QVERIFY(carol.stop());
    QVERIFY(m_carol.start());
    QVERIFY(m_bob.start());
    QVERIFY(m_bob.waitForEvent(u"message.received"_s, {{u"id"_s, id}}, SlowMs));
    QCOMPARE(receivedTexts(m_bob, m_alice.address()).count(u"no room for me"_s), 1);
}

#else

void FriendVosStory::depositsLeaveByAPortOfTheirOwn()
{
    QSKIP("needs /proc to see the sockets of a process");
}
void FriendVosStory::fullHolderRefuses()
{
    QSKIP("needs prlimit() to take the space away from a running process");
}

#endif

void FriendVosStory::nowOrNeverIsHeld()
{
    m_bob.kill();
    const QString id = sendText(m_alice, m_bob, u"now, or by a friend"_s, {{u"queue"_s, false}});
    QVERIFY(waitForState(m_alice, id, u"held"_s, 20'000));
    QVERIFY(m_alice.stop());
    QVERIFY(m_bob.start());
    QVERIFY(m_bob.waitForEvent(u"message.received"_s, {{u"id"_s, id}}));
    // With no holder either, it fails.
    QVERIFY(m_alice.start());
    m_bob.kill();
    m_carol.kill();
    const QString lost = sendText(m_alice, m_bob, u"never"_s, {{u"queue"_s, false}});
    QVERIFY(m_alice.waitForEvent(
        u"message.state"_s,
        {{u"id"_s, lost}, {u"state"_s, u"failed"_s}, {u"reason"_s, u"offline"_s}}, 20'000));
}

void FriendVosStory::cancelledIsErasedAtTheHolder()
{
    // He says goodbye: to one that was killed a moment ago the holder would still hand it over.
    QVERIFY(m_bob.stop());
    const QString id = sendText(m_alice, m_bob, u"better not"_s);
    QVERIFY(waitForState(m_alice, id, u"held"_s));
    m_alice.ask(u"queue.cancel"_s, {{u"id"_s, id}});
    QVERIFY(waitForState(m_alice, id, u"failed"_s));
    // At once, or a minute later where the session to the holder had just ended.
    QVERIFY(waitUntil([&] { return kindsOf(m_alice, id).contains(u"erased"_s); }, SlowMs));
    QVERIFY(m_bob.start());
    const QString later = sendText(m_alice, m_bob, u"after it"_s);
    QVERIFY(m_bob.waitForEvent(u"message.received"_s, {{u"id"_s, later}}));
    QVERIFY(!receivedTexts(m_bob, m_alice.address()).contains(u"better not"_s));
}

void FriendVosStory::killsOfEverybody()
{
    const quint32 seed = qEnvironmentVariableIsSet("VOS_SEED")
                             ? qEnvironmentVariable("VOS_SEED").toUInt()
                             : QRandomGenerator::global()->generate();
    const int rounds = qEnvironmentVariableIsSet("VOS_ROUNDS")
                           ? qEnvironmentVariableIntValue("VOS_ROUNDS")
                           : (qEnvironmentVariableIsSet("VOS_LONG") ? 100 : 8);
    qInfo("seed %u, %d rounds", seed, rounds);
    QRandomGenerator random(seed);
    RunningNode* const nodes[] = {&m_alice, &m_carol, &m_bob};
    int next = 0;
    for (int round = 0; round < rounds; ++round) {
        // Half of the time the recipient is away from the first letter on.
        if (random.bounded(2) == 0)
            m_bob.kill();
        for (int i = random.bounded(1, 8); i > 0; --i)
            sendText(m_alice, m_bob, QString::number(next++));
        // What happens in between is left to the moment of the kill.
        const int patience = random.bounded(0, 400);
        waitUntil([] { return false; }, patience);
        nodes[random.bounded(3)]->kill();
        waitUntil([] { return false; }, random.bounded(0, 200));
        for (RunningNode* node : nodes)
            QVERIFY(node->isRunning() || node->start());
    }
    QVERIFY(waitUntil(
        [this] { return m_alice.ask(u"queue.list"_s)["messages"_L1].toArray().isEmpty(); },
        SlowMs));
    QStringList texts = receivedTexts(m_bob, m_alice.address());
    // Those of the other steps are words.
    texts.removeIf([](const QString& text) { return !text.front().isDigit(); });
    QStringList expected;
    for (int i = 0; i < next; ++i)
        expected << QString::number(i);
    if (texts != expected)
        qWarning("received %s", qPrintable(texts.join(u' ')));
    QVERIFY(texts == expected);
    const QList<QJsonObject> sent = historyWith(m_alice, m_bob.address());
    for (const QJsonObject& message : sent.mid(sent.size() - next)) {
        if (message["direction"_L1].toString() == "out"_L1)
            QCOMPARE(message["state"_L1].toString(), u"delivered"_s);
    }
}

void FriendVosStory::profileCopiedBack()
{
    QVERIFY(m_bob.stop());
    const QString backup = m_folder.filePath(u"backup"_s);
    QVERIFY(copyProfile(m_bob.profile(), backup));
    QVERIFY(m_bob.start());
    // Keys move on after the backup was made.
    for (int i = 0; i < 5; ++i) {
        const QString id = sendText(m_alice, m_bob, u"after the backup %1"_s.arg(i));
        QVERIFY(waitForState(m_alice, id, u"delivered"_s));
        const QString answer = sendText(m_bob, m_alice, u"answer %1"_s.arg(i));
        QVERIFY(waitForState(m_bob, answer, u"delivered"_s));
    }
    m_bob.kill();
    const QString held = sendText(m_alice, m_bob, u"sealed to a key that is gone"_s);
    QVERIFY(waitForState(m_alice, held, u"held"_s));
    QVERIFY(QDir(m_bob.profile()).removeRecursively());
    QVERIFY(copyProfile(backup, m_bob.profile()));
    QVERIFY(m_bob.start());
    // Nobody is left with a message that can never be opened: it is sealed anew.
    QVERIFY(m_bob.waitForEvent(u"message.received"_s, {{u"id"_s, held}}, SlowMs));
    QVERIFY(waitForState(m_alice, held, u"delivered"_s, SlowMs));
    const QString later = sendText(m_alice, m_bob, u"and on"_s);
    QVERIFY(waitForState(m_alice, later, u"delivered"_s, SlowMs));
    const QString back = sendText(m_bob, m_alice, u"I am back"_s);
    QVERIFY(m_alice.waitForEvent(u"message.received"_s, {{u"id"_s, back}}, SlowMs));
    QCOMPARE(receivedTexts(m_bob, m_alice.address()).count(u"sealed to a key that is gone"_s), 1);
}

void FriendVosStory::endsByEitherSide()
{
    m_carol.ask(u"friend_vos.revoke"_s, {{u"address"_s, m_bob.address()}});
    QVERIFY(m_bob.waitForEvent(
        u"friend_vos.changed"_s,
        {{u"address"_s, m_carol.address()}, {u"side"_s, u"mine"_s}, {u"state"_s, u"revoked"_s}}));
    QVERIFY(waitUntil(
        [this] {
            return !m_alice
                        .ask(u"friend_vos.verify"_s, {{u"owner"_s, m_bob.address()},
                                                      {u"friend"_s, m_carol.address()}})["valid"_L1]
                        .toBool();
        },
        SlowMs));
}

VOS_TEST_CORE(FriendVosStory)
#include "sys_friendvos.moc"
