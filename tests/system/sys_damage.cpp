// Files of a profile that are damaged behind the back of a real node: it says so, keeps the damaged
// file, and goes on with what the copy and the rest of the file still hold.

#include "tests/support/testprogram.h"
#include "tests/system/stories.h"

#include "p2p/qt/database.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace vos::test;

namespace {

constexpr int Before = 30;  ///< messages in the copy
constexpr int After = 10;   ///< newer ones

QString wordsOf(int number)
{
    return u"message %1 "_s.arg(number) + u"z"_s.repeated(200);
}

void overwrite(const QString& path, qint64 from, qint64 size)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.seek(from));
    file.write(QByteArray(size, 'x'));
}

void copyFolder(const QString& from, const QString& to)
{
    const QDir source(from);
    QVERIFY(QDir().mkpath(to));
    for (const QString& name : source.entryList(QDir::Files | QDir::Hidden)) {
        QFile::remove(to + u'/' + name);
        QVERIFY(QFile::copy(source.filePath(name), to + u'/' + name));
    }
    for (const QString& name : source.entryList(QDir::Dirs | QDir::NoDotAndDotDot))
        copyFolder(source.filePath(name), to + u'/' + name);
}

}  // namespace

class DamageStory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup() { m_node.reset(); }
    void emptiedDatabase();
    void cutDatabase();
    void overwrittenDatabase();
    void vanishedDatabase();
    void brokenPageIsFoundByTheCheck();
    void damagedLogOfAKilledNode();
    void damagedKeyBox();
    void damagedCopyIsOfNoHarm();
    void everyFileIsDamaged();

private:
    QString profile() const { return m_folder.filePath(u"case"_s); }
    QString database() const { return profile() + u"/vos.db"_s; }
    bool logged(const QString& words, int timeoutMs = PatienceMs);
    QStringList asideFiles() const
    {
        return QDir(profile()).entryList({u"vos.db.damaged-*[0-9]"_s}, QDir::Files);
    }
    /// Started, with its history; it said what was done.
    void expectRestored(int least);

    QTemporaryDir m_folder;
    QString m_peer;
    QString m_address;
    std::unique_ptr<RunningNode> m_node;
};

void DamageStory::initTestCase()
{
    RunningNode alice({.profile = m_folder.filePath(u"alice"_s)});
    RunningNode bob({.profile = m_folder.filePath(u"good"_s)});
    QVERIFY(alice.start());
    QVERIFY(bob.start({u"--join"_s, alice.link()}));
    QVERIFY(befriend(bob, alice));
    m_peer = alice.address();
    m_address = bob.address();
    for (int i = 0; i < Before; ++i)
        sendText(alice, bob, wordsOf(i));
    QVERIFY(waitUntil([&] { return receivedTexts(bob, m_peer).size() == Before; }));
    const QDir copies(bob.profile() + u"/copies"_s);
    QVERIFY(waitUntil([&] { return copies.entryList({u"vos-*.db"_s}, QDir::Files).size() == 1; },
                      60'000));
    for (int i = 0; i < After; ++i)
        sendText(alice, bob, wordsOf(Before + i));
    QVERIFY(waitUntil([&] { return receivedTexts(bob, m_peer).size() == Before + After; }));
    // As a kill leaves it, with its log; and as a clean end does.
    bob.kill();
    copyFolder(bob.profile(), m_folder.filePath(u"killed"_s));
    QVERIFY(bob.start());
    QVERIFY(bob.stop());
}

void DamageStory::init()
{
    QDir(profile()).removeRecursively();
    copyFolder(m_folder.filePath(u"good"_s), profile());
    m_node = std::make_unique<RunningNode>(RunningNode::Setup{.profile = profile()});
}

bool DamageStory::logged(const QString& words, int timeoutMs)
{
    return waitUntil([&] { return m_node->errors().contains(words); }, timeoutMs);
}

void DamageStory::expectRestored(int least)
{
    QVERIFY(m_node->start());
    QCOMPARE(m_node->address(), m_address);
    QVERIFY(logged(u"The history was damaged"_s));
    const QStringList texts = receivedTexts(*m_node, m_peer);
    QVERIFY2(texts.size() >= least, qPrintable(QString::number(texts.size())));
    for (qsizetype i = 0; i < texts.size(); ++i)
        QCOMPARE(texts.count(texts[i]), 1);
    QCOMPARE(texts.first(), wordsOf(0));
    const QJsonArray contacts = m_node->ask(u"contact.list"_s)["contacts"_L1].toArray();
    QCOMPARE(contacts.size(), 1);
    QVERIFY(m_node->stop());
    // Once mended it is sound.
    QVERIFY(m_node->start());
    QCOMPARE(receivedTexts(*m_node, m_peer).size(), texts.size());
    QVERIFY(!m_node->errors().contains(u"damaged"_s));
}

void DamageStory::emptiedDatabase()
{
    QVERIFY(QFile::resize(database(), 0));
    expectRestored(Before);
    QCOMPARE(asideFiles().size(), 1);
}

void DamageStory::cutDatabase()
{
    QVERIFY(QFile::resize(database(), QFileInfo(database()).size() / 2));
    const qint64 damaged = QFileInfo(database()).size();
    expectRestored(Before);
    QCOMPARE(asideFiles().size(), 1);
    QCOMPARE(QFileInfo(profile() + u'/' + asideFiles().first()).size(), damaged);
}

void DamageStory::overwrittenDatabase()
{
    overwrite(database(), 0, QFileInfo(database()).size());
    expectRestored(Before);
    QCOMPARE(asideFiles().size(), 1);
}

void DamageStory::vanishedDatabase()
{
    QVERIFY(QFile::remove(database()));
    expectRestored(Before);
}

void DamageStory::brokenPageIsFoundByTheCheck()
{
    // An index of messages we sent, of which there are none: nobody looks at its page but the
    // check.
    int page = 0;
    {
        const auto opened = vos::qt::Database::open(database(), vos::qt::Database::Mode::ReadOnly);
        QVERIFY(opened);
        page = (*opened)
                   ->value(u"SELECT rootpage FROM sqlite_schema WHERE name = 'message_delivered'"_s)
                   .toInt();
    }
    QVERIFY(page > 1);
    overwrite(database(), (page - 1) * qint64{4096}, 4096);
    QVERIFY(m_node->start());
    QVERIFY(logged(u"repaired at the next start"_s, 60'000));
    QCOMPARE(receivedTexts(*m_node, m_peer).size(), Before + After);
    QVERIFY(asideFiles().isEmpty());
    QVERIFY(m_node->stop());
    expectRestored(Before + After);
    QCOMPARE(asideFiles().size(), 1);
}

void DamageStory::damagedLogOfAKilledNode()
{
    copyFolder(m_folder.filePath(u"killed"_s), profile());
    QFile::remove(profile() + u"/vos.db-shm"_s);
    const QString log = database() + u"-wal"_s;
    const qint64 frames = QFileInfo(log).size() / 4120;
    QVERIFY(frames > 10);
    // SQLite alone would silently end there.
    overwrite(log, 32 + (frames / 3) * 4120 + 500, 100);
    expectRestored(Before + After - 4);
    QCOMPARE(asideFiles().size(), 1);
}

void DamageStory::damagedKeyBox()
{
    overwrite(profile() + u"/key.box"_s, 60, 20);
    QVERIFY(m_node->start());
    QCOMPARE(m_node->address(), m_address);
    QVERIFY(logged(u"restored from its copy"_s));
    QVERIFY(QFile::exists(profile() + u"/key.box.damaged"_s));
    QCOMPARE(receivedTexts(*m_node, m_peer).size(), Before + After);
    QVERIFY(m_node->stop());
    for (const QString& name : {u"key.box"_s, u"key.box.bak"_s})
        overwrite(profile() + u'/' + name, 60, 20);
    const Ended ended =
        runVosd({u"--profile"_s, profile(), u"--listen"_s, u"127.0.0.1:0"_s, u"--no-lan"_s});
    QCOMPARE(ended.status, 1);
    QVERIFY2(ended.errors.contains(u"Put a backup of it in its place"_s), qPrintable(ended.errors));
}

void DamageStory::damagedCopyIsOfNoHarm()
{
    const QDir copies(profile() + u"/copies"_s);
    for (const QString& name : copies.entryList(QDir::Files))
        overwrite(copies.filePath(name), 0, 10'000);
    QVERIFY(m_node->start());
    QCOMPARE(receivedTexts(*m_node, m_peer).size(), Before + After);
    QVERIFY(!m_node->errors().contains(u"damaged"_s));
}

void DamageStory::everyFileIsDamaged()
{
    // Each file in turn, whatever it is for: the history is there, or the reason why not is said.
    const QStringList names = QDir(profile()).entryList(QDir::Files | QDir::Hidden);
    QVERIFY(names.size() >= 3);
    for (const QString& name : names) {
        init();
        const QString path = profile() + u'/' + name;
        overwrite(path, 0, std::max<qint64>(1, QFileInfo(path).size()));
        QVERIFY2(m_node->start(), qPrintable(name));
        QCOMPARE(m_node->address(), m_address);
        const qsizetype count = receivedTexts(*m_node, m_peer).size();
        QVERIFY2(count == Before + After ||
                     (count >= Before && logged(u"The history was damaged"_s)),
                 qPrintable(name));
    }
}

VOS_TEST_CORE(DamageStory)
#include "sys_damage.moc"
