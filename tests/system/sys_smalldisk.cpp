// A real small disk: getting tight, full to the last byte, and roomy again. In a mount namespace of
// its own, so that nothing of it is left behind.

#include "tests/support/testprogram.h"
#include "tests/system/stories.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#ifdef Q_OS_LINUX
#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>
#endif

using namespace Qt::StringLiterals;
using namespace vos::test;

namespace {

constexpr int Storage = -32007;
constexpr qint64 MiB = 1 << 20;

#ifdef Q_OS_LINUX

bool writeLine(const char* path, const QByteArray& text)
{
    QFile file(QString::fromLatin1(path));
    return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
}

/// Before any thread is started: root of a namespace whose mounts nobody else sees.
bool enterOwnNamespace()
{
    const QByteArray user = QByteArray::number(::geteuid());
    const QByteArray group = QByteArray::number(::getegid());
    if (::unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0)
        return false;
    return writeLine("/proc/self/setgroups", "deny") &&
           writeLine("/proc/self/uid_map", "0 " + user + " 1") &&
           writeLine("/proc/self/gid_map", "0 " + group + " 1");
}

bool mountSmallDisk(const QString& folder)
{
    return ::mount("tmpfs", QFile::encodeName(folder).constData(), "tmpfs", 0, "size=48m") == 0;
}

#else

bool enterOwnNamespace()
{
    return false;
}
bool mountSmallDisk(const QString&)
{
    return false;
}

#endif

bool ownNamespace = false;

}  // namespace

class SmallDiskStory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void tightIsSaidAndEnds();
    void tightTakesOwnMessages();
    void fullSenderRefuses();
    void fullReceiverAcknowledgesNothing();
    void fullHolderTakesNothing();
    void newProfileNeedsRoom();
    void cleanupTestCase();

private:
    QString disk() const { return m_folder.filePath(u"disk"_s); }
    /// Takes space until only `left` bytes are free.
    bool fill(qint64 left);
    bool makeRoom();

    QTemporaryDir m_folder;
    std::unique_ptr<RunningNode> m_alice;
    std::unique_ptr<RunningNode> m_bob;  ///< on the small disk
};

bool SmallDiskStory::fill(qint64 left)
{
    QFile ballast(disk() + u"/ballast"_s);
    if (!ballast.open(QIODevice::WriteOnly | QIODevice::Unbuffered))
        return false;
    const QByteArray block(64 * 1024, 'x');
    while (ballast.write(block) == block.size()) {}
    const qint64 filled = ballast.size();
    return left == 0 || ballast.resize(filled - left);
}

bool SmallDiskStory::makeRoom()
{
    return QFile::remove(disk() + u"/ballast"_s);
}

void SmallDiskStory::initTestCase()
{
    QVERIFY(QDir().mkpath(disk()));
    if (!ownNamespace || !mountSmallDisk(disk()))
        QSKIP("needs a mount namespace of its own");
    m_alice =
        std::make_unique<RunningNode>(RunningNode::Setup{.profile = m_folder.filePath(u"alice"_s)});
    m_bob = std::make_unique<RunningNode>(RunningNode::Setup{.profile = disk() + u"/bob"_s});
    QVERIFY(m_alice->start());
    QVERIFY(m_bob->start({u"--join"_s, m_alice->link()}));
    QVERIFY(befriend(*m_bob, *m_alice));
}

void SmallDiskStory::tightIsSaidAndEnds()
{
    const auto logged = [this](const QString& words) {
        return waitUntil([&] {
            for (const RunningNode::Event& event : m_bob->events())
                if (event.name == "log"_L1 && event.params["text"_L1].toString().contains(words))
                    return true;
            return false;
        });
    };
    QVERIFY(fill(10 * MiB));
    QVERIFY(logged(u"Less than 16 MiB are free"_s));
    m_bob->forgetEvents();
    QVERIFY(makeRoom());
    QVERIFY(logged(u"room on the disk again"_s));
}

void SmallDiskStory::tightTakesOwnMessages()
{
    QVERIFY(fill(10 * MiB));
    QVERIFY(waitForState(*m_alice, sendText(*m_alice, *m_bob, u"tight, in"_s), u"delivered"_s));
    QVERIFY(waitForState(*m_bob, sendText(*m_bob, *m_alice, u"tight, out"_s), u"delivered"_s));
    QVERIFY(makeRoom());
}

void SmallDiskStory::fullSenderRefuses()
{
    QVERIFY(fill(0));
    // Pages already there may take a few more small messages; then it is full.
    const QString text = u"x"_s.repeated(20'000);
    int accepted = 0;
    int code = 0;
    while (code == 0 && accepted < 200) {
        code =
            m_bob->errorOf(u"message.send"_s, {{u"to"_s, m_alice->address()}, {u"text"_s, text}});
        accepted += code == 0 ? 1 : 0;
    }
    QCOMPARE(code, Storage);
    QVERIFY(makeRoom());
    QVERIFY(waitUntil([this] {
        return m_bob
            ->call(u"message.send"_s, {{u"to"_s, m_alice->address()}, {u"text"_s, u"room"_s}})
            .contains("result"_L1);
    }));
    QVERIFY(m_alice->waitForEvent(u"message.received"_s, {{u"text"_s, u"room"_s}}));
    // What was accepted arrives once, what was refused never.
    QVERIFY(waitUntil(
        [&] { return receivedTexts(*m_alice, m_bob->address()).count(text) == accepted; }));
}

void SmallDiskStory::fullReceiverAcknowledgesNothing()
{
    const qsizetype before = receivedTexts(*m_bob, m_alice->address()).size();
    QVERIFY(fill(0));
    QStringList ids;
    for (int i = 0; i < 60; ++i)
        ids << sendText(*m_alice, *m_bob, u"%1 "_s.arg(i) + u"y"_s.repeated(20'000));
    QVERIFY(!waitForState(*m_alice, ids.last(), u"delivered"_s, 3000));
    // Killed while it is full, and back when there is room.
    m_bob->kill();
    QVERIFY(makeRoom());
    QVERIFY(m_bob->start());
    for (const QString& id : ids)
        QVERIFY(waitForState(*m_alice, id, u"delivered"_s, 60'000));
    const QStringList texts = receivedTexts(*m_bob, m_alice->address());
    QCOMPARE(texts.size(), before + ids.size());
    for (qsizetype i = 0; i < ids.size(); ++i)
        QCOMPARE(texts.count(u"%1 "_s.arg(i) + u"y"_s.repeated(20'000)), 1);
}

/// Bob keeps for Carol: with little room he refuses with his signature, and nothing he signed for
/// is lost.
void SmallDiskStory::fullHolderTakesNothing()
{
    RunningNode carol({.profile = m_folder.filePath(u"carol"_s)});
    QVERIFY(carol.start({u"--join"_s, m_alice->link()}));
    QVERIFY(befriend(carol, *m_alice));
    QVERIFY(agree(carol, *m_bob, *m_alice));
    carol.kill();
    const QString first = sendText(*m_alice, carol, u"while there was room"_s);
    QVERIFY(waitForState(*m_alice, first, u"held"_s));
    const auto refused = [this](const QString& id) {
        return waitUntil([&] {
            for (const QJsonValue step :
                 m_alice->ask(u"message.steps"_s, {{u"id"_s, id}})["steps"_L1].toArray())
                if (step["kind"_L1].toString() == "refused"_L1)
                    return true;
            return false;
        });
    };
    QVERIFY(fill(10 * MiB));
    // The edge looks at the space every few seconds; from then on nothing is taken for others.
    QVERIFY(waitUntil([this] {
        return m_bob->findEvent(u"log"_s, {{u"level"_s, u"warning"_s}}).has_value();
    }));
    const QString second = sendText(*m_alice, carol, u"no room left"_s);
    QVERIFY(refused(second));
    QVERIFY(!m_alice->findEvent(u"message.state"_s, {{u"id"_s, second}, {u"state"_s, u"held"_s}}));
    // Killed while it is full: what it signed for is there when there is room again.
    QVERIFY(fill(0));
    m_bob->kill();
    QVERIFY(makeRoom());
    QVERIFY(m_bob->start());
    QVERIFY(carol.start());
    for (const QString& id : {first, second})
        QVERIFY(carol.waitForEvent(u"message.received"_s, {{u"id"_s, id}}, 60'000));
    QCOMPARE(receivedTexts(carol, m_alice->address()).size(), 2);
}

void SmallDiskStory::newProfileNeedsRoom()
{
    QVERIFY(fill(10 * MiB));
    const Ended ended = runVosd({u"--profile"_s, disk() + u"/new"_s, u"--listen"_s,
                                 u"127.0.0.1:0"_s, u"--no-lan"_s, u"--no-port-mapping"_s});
    QCOMPARE(ended.status, 1);
    QVERIFY2(ended.errors.contains(u"16 MiB"_s), qPrintable(ended.errors));
    QVERIFY(!QFile::exists(disk() + u"/new/key.box"_s));
    QVERIFY(makeRoom());
}

void SmallDiskStory::cleanupTestCase()
{
    m_alice.reset();
    m_bob.reset();
#ifdef Q_OS_LINUX
    ::umount(QFile::encodeName(disk()).constData());
#endif
}

// Namespaces are entered before there is an application, whose threads would forbid it.
static const bool smallDiskRegistered =
    vos::test::registerTest(__FILE__, [](int argc, char** argv) {
        ownNamespace = enterOwnNamespace();
        QCoreApplication app(argc, argv);
        SmallDiskStory story;
        return QTest::qExec(&story, argc, argv);
    });

#include "sys_smalldisk.moc"
