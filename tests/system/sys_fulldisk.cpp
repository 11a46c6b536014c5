// The disk is full: nothing new is accepted, nothing that was is lost, and it goes on when there is
// room. A file size limit of 0 makes every write fail as a full disk does.

#include "tests/support/testprogram.h"
#include "tests/system/stories.h"

#include <QTemporaryDir>
#include <QTest>

#ifdef Q_OS_LINUX
#include <csignal>
#include <sys/resource.h>
#endif

using namespace Qt::StringLiterals;
using namespace vos::test;

class FullDiskStory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void senderRefusesAndRecovers();
    void receiverAcknowledgesNothing();
    void receiverKilledWhileFull();
    void cannotStartOnAFullDisk();

private:
    QTemporaryDir m_folder;
    std::unique_ptr<RunningNode> m_alice;
    std::unique_ptr<RunningNode> m_bob;
};

#ifdef Q_OS_LINUX

namespace {

/// Writes beyond the limit shall fail, not kill; the disposition survives exec.
void ignoreFileSizeSignal()
{
    std::signal(SIGXFSZ, SIG_IGN);
}

void noSpaceAtAll()
{
    ignoreFileSizeSignal();
    const rlimit none{0, RLIM_INFINITY};
    ::setrlimit(RLIMIT_FSIZE, &none);
}

bool setDiskFull(RunningNode& node, bool full)
{
    const rlimit limit{full ? 0 : RLIM_INFINITY, RLIM_INFINITY};
    return ::prlimit(pid_t(node.process().processId()), RLIMIT_FSIZE, &limit, nullptr) == 0;
}

}  // namespace

void FullDiskStory::initTestCase()
{
    m_alice = std::make_unique<RunningNode>(RunningNode::Setup{
        .profile = m_folder.filePath(u"alice"_s), .inChild = ignoreFileSizeSignal});
    m_bob = std::make_unique<RunningNode>(RunningNode::Setup{.profile = m_folder.filePath(u"bob"_s),
                                                             .inChild = ignoreFileSizeSignal});
    QVERIFY(m_alice->start());
    QVERIFY(m_bob->start({u"--join"_s, m_alice->link()}));
    QVERIFY(befriend(*m_bob, *m_alice));
}

void FullDiskStory::senderRefusesAndRecovers()
{
    const QString before = sendText(*m_alice, *m_bob, u"before"_s);
    QVERIFY(waitForState(*m_alice, before, u"delivered"_s));
    QVERIFY(setDiskFull(*m_alice, true));
    const QJsonObject error = m_alice
                                  ->call(u"message.send"_s, {{u"to"_s, m_bob->address()},
                                                             {u"text"_s, u"refused"_s}})["error"_L1]
                                  .toObject();
    QCOMPARE(error["code"_L1].toInt(), -32007);
    QCOMPARE(error["data"_L1]["reason"_L1].toString(), u"storage"_s);
    QVERIFY(setDiskFull(*m_alice, false));
    QVERIFY(waitUntil([this] {
        return m_alice
            ->call(u"message.send"_s, {{u"to"_s, m_bob->address()}, {u"text"_s, u"after"_s}})
            .contains("result"_L1);
    }));
    QVERIFY(m_bob->waitForEvent(u"message.received"_s, {{u"text"_s, u"after"_s}}));
    QCOMPARE(receivedTexts(*m_bob, m_alice->address()), (QStringList{u"before"_s, u"after"_s}));
}

void FullDiskStory::receiverAcknowledgesNothing()
{
    QVERIFY(setDiskFull(*m_bob, true));
    QStringList ids;
    for (int i = 0; i < 5; ++i)
        ids << sendText(*m_alice, *m_bob, u"kept by the sender %1"_s.arg(i));
    QVERIFY(!waitForState(*m_alice, ids.first(), u"delivered"_s, 2000));
    QVERIFY(setDiskFull(*m_bob, false));
    for (const QString& id : ids)
        QVERIFY(waitForState(*m_alice, id, u"delivered"_s, 60'000));
    const QStringList texts = receivedTexts(*m_bob, m_alice->address());
    QCOMPARE(texts.size(), 7);
    for (int i = 0; i < 5; ++i)
        QCOMPARE(texts[2 + i], u"kept by the sender %1"_s.arg(i));
}

void FullDiskStory::receiverKilledWhileFull()
{
    const qsizetype before = receivedTexts(*m_bob, m_alice->address()).size();
    QVERIFY(setDiskFull(*m_bob, true));
    const QString id = sendText(*m_alice, *m_bob, u"over the kill"_s);
    QVERIFY(!waitForState(*m_alice, id, u"delivered"_s, 1000));
    m_bob->kill();
    QVERIFY(m_bob->start());
    QVERIFY(waitForState(*m_alice, id, u"delivered"_s, 60'000));
    const QStringList texts = receivedTexts(*m_bob, m_alice->address());
    QCOMPARE(texts.size(), before + 1);
    QCOMPARE(texts.last(), u"over the kill"_s);
}

void FullDiskStory::cannotStartOnAFullDisk()
{
    QProcess vosd;
    QObject::connect(&vosd, &QProcess::finished, &Activity::instance(), &Activity::happened);
    vosd.setChildProcessModifier(noSpaceAtAll);
    vosd.start(vosdProgram(), {u"--profile"_s, m_folder.filePath(u"new"_s), u"--listen"_s,
                               u"127.0.0.1:0"_s, u"--no-lan"_s, u"--no-port-mapping"_s});
    QVERIFY(waitUntil([&] { return vosd.state() == QProcess::NotRunning; }));
    QCOMPARE(vosd.exitStatus(), QProcess::NormalExit);
    QCOMPARE(vosd.exitCode(), 1);
    const QString errors = QString::fromUtf8(vosd.readAllStandardError());
    QVERIFY2(errors.contains(m_folder.filePath(u"new"_s)), qPrintable(errors));
}

#else

void FullDiskStory::initTestCase()
{
    QSKIP("needs prlimit() to take the space away from a running process");
}
void FullDiskStory::senderRefusesAndRecovers() {}
void FullDiskStory::receiverAcknowledgesNothing() {}
void FullDiskStory::receiverKilledWhileFull() {}
void FullDiskStory::cannotStartOnAFullDisk() {}

#endif

VOS_TEST_CORE(FullDiskStory)
#include "sys_fulldisk.moc"
