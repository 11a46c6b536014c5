// A whole profile in one sealed file: what comes back is what went in, nothing else is taken for a
// backup, and a restore that is cut off anywhere ends in the one profile or the other, whole.

#include "p2p/qt/backup.h"
#include "p2p/qt/convert.h"
#include "p2p/qt/files.h"
#include "p2p/qt/node.h"
#include "p2p/qt/profile.h"
#include "p2p/qt/storecopies.h"
#include "tests/support/testprogram.h"
#include "tests/unit/storefixture.h"

#include <QTemporaryDir>
#include <QTest>

using namespace vos;
using namespace vos::qt;
using namespace vos::test;

namespace {

constexpr std::uint64_t cheap = crypto::PassphraseMemoryMin;
constexpr int backupWaitMax = 60'000;
const QByteArray phrase("correct horse");

KeyBox testKeys()
{
    SeededRng rng(5);
    return makeKeyBox(rng, 1);
}

NodeOptions loopbackOptions(const QString& profile)
{
    NodeOptions options;
    options.profile = profile;
    options.listen = {QStringLiteral("127.0.0.1:0")};
    return options;
}

bool startNode(Node& node)
{
    bool failed = false;
    QObject::connect(&node, &Node::startFailed, &node, [&failed](const StartError& error) {
        qWarning("%s", qPrintable(error.message));
        failed = true;
    });
    node.start();
    return QTest::qWaitFor([&] { return node.isRunning() || failed; }, backupWaitMax) && !failed;
}

bool stopNode(Node& node)
{
    bool stopped = false;
    QObject::connect(&node, &Node::stopped, &node, [&stopped] { stopped = true; });
    node.stop();
    return QTest::qWaitFor([&stopped] { return stopped; }, backupWaitMax);
}

}  // namespace

class BackupTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(crypto::initialize()); }
    void init()
    {
        m_dir.emplace();
        m_from = path("from");
        QVERIFY(QDir().mkpath(m_from));
        m_keys.emplace(testKeys());
    }
    void cleanup() { m_dir.reset(); }
    void comesBackWhole();
    void emptyHistory();
    void wrongPassphrase();
    void otherFiles();
    void damageAnywhere();
    void cancelled();
    void diskThatRefuses();
    void oldFileStaysUntilTheNewOneIsWhole();
    void restoreCutOffAnywhere();
    void unfinishedStageIsDropped();
    void nodeComesBack();

private:
    QString path(const char* name) const { return m_dir->filePath(QLatin1String(name)); }
    QString file() const { return path("my.vosbackup"); }
    /// `count` messages in the profile's database, and closes it.
    void fill(int count)
    {
        auto store = NodeStore::open(m_from + QStringLiteral("/vos.db"), m_keys->dataKey,
                                     m_keys->identity.id());
        QVERIFY(store);
        std::vector<StoreOperation> operations;
        for (int i = 1; i <= count; ++i) {
            operations.push_back(PutMessage{textMessage(
                nodeNumber(9), static_cast<std::uint64_t>(i), "text " + std::to_string(i), true)});
        }
        QVERIFY(operations.empty() || applyOne(**store, std::move(operations)));
    }
    Outcome<BackupFault> write(const BackupProgress& progress = {})
    {
        return writeBackup({m_from, m_keys->clone()}, file(), phrase, progress, cheap);
    }
    Outcome<BackupFault> stage(const QString& folder, const QByteArray& passphrase = phrase)
    {
        return stageBackup(file(), passphrase, folder, {}, cheap);
    }
    /// How many messages the profile in `folder` has; nothing if it cannot be opened.
    std::optional<int> count(const QString& folder)
    {
        auto box = readKeyBox(folder + QStringLiteral("/key.box"), KeyBoxLock(phrase));
        if (!box || box->box.identity.id() != m_keys->identity.id())
            return std::nullopt;
        auto store = NodeStore::open(folder + QStringLiteral("/vos.db"), box->box.dataKey,
                                     box->box.identity.id());
        if (!store)
            return std::nullopt;
        const auto page = (*store)->messages().before(nodeNumber(9), std::nullopt, 1000);
        return page ? std::optional(static_cast<int>(page->messages.size())) : std::nullopt;
    }

    std::optional<QTemporaryDir> m_dir;
    QString m_from;
    std::optional<KeyBox> m_keys;
};

void BackupTest::comesBackWhole()
{
    fill(600);
    quint64 last = 0;
    quint64 total = 0;
    bool rising = true;
    const auto written = write([&](quint64 done, quint64 of) {
        rising = rising && done >= last && done <= of;
        last = done;
        total = of;
        return true;
    });
    QVERIFY(written);
    QVERIFY(rising && total > 0);
    const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
    QVERIFY(!(QFile::permissions(file()) & others));
    QCOMPARE(QDir(m_from).entryList(QDir::Files).filter(QStringLiteral("backup")).size(), 0);
    const auto bytes = readWhole(file(), 1 << 30);
    QVERIFY(bytes && !bytes->contains("text 1"));

    const QString to = path("to");
    QVERIFY(QDir().mkpath(to));
    QVERIFY(stage(to));
    QVERIFY(!wasRestored(to));
    QVERIFY(applyStagedBackup(to));
    QVERIFY(wasRestored(to));
    QCOMPARE(count(to), std::optional(600));
    settleRestored(to);
    QVERIFY(!wasRestored(to));
    QVERIFY(!QFile::exists(to + QStringLiteral("/restore")));
}

void BackupTest::emptyHistory()
{
    fill(0);
    QVERIFY(write());
    QVERIFY(QDir().mkpath(path("to")));
    QVERIFY(stage(path("to")));
    QVERIFY(applyStagedBackup(path("to")));
    QCOMPARE(count(path("to")), std::optional(0));
}

void BackupTest::wrongPassphrase()
{
    fill(3);
    QVERIFY(write());
    QVERIFY(QDir().mkpath(path("to")));
    const auto staged = stage(path("to"), "wrong horse");
    QVERIFY(!staged);
    QCOMPARE(staged.error(), BackupFault::Passphrase);
    QVERIFY(QDir(path("to")).isEmpty());
}

void BackupTest::otherFiles()
{
    QVERIFY(QDir().mkpath(path("to")));
    auto staged = stage(path("to"));
    QVERIFY(!staged);
    QCOMPARE(staged.error(), BackupFault::NoFile);
    for (const QByteArray& content : {QByteArray(), QByteArray("VOSB1"), QByteArray(1000, 'x')}) {
        QVERIFY(writeDurably(file(), content));
        staged = stage(path("to"));
        QVERIFY(!staged);
        QCOMPARE(staged.error(), BackupFault::NoBackup);
    }
    QVERIFY(QDir(path("to")).isEmpty());
}

void BackupTest::damageAnywhere()
{
    fill(400);
    QVERIFY(write());
    const auto whole = readWhole(file(), 1 << 30);
    QVERIFY(whole);
    QVERIFY(QDir().mkpath(path("to")));
    for (const bool cut : {false, true}) {
        for (const double share : {0.02, 0.5, 0.999}) {
            QByteArray bytes = *whole;
            const auto place = static_cast<qsizetype>(static_cast<double>(bytes.size()) * share);
            if (cut)
                bytes.truncate(place);
            else
                bytes[place] = static_cast<char>(bytes[place] ^ 1);
            QVERIFY(writeDurably(file(), bytes));
            const auto staged = stage(path("to"));
            QVERIFY(!staged);
            QCOMPARE(staged.error(), BackupFault::Damaged);
            QVERIFY(QDir(path("to")).isEmpty());
        }
    }
}

void BackupTest::cancelled()
{
    fill(400);
    const auto written = write([](quint64 done, quint64 total) { return done < total / 4; });
    QVERIFY(!written);
    QCOMPARE(written.error(), BackupFault::Cancelled);
    QVERIFY(!QFile::exists(file()));
    QVERIFY(!QFile::exists(file() + QStringLiteral(".new")));
}

void BackupTest::diskThatRefuses()
{
    fill(3);
    const auto written =
        writeBackup({m_from, m_keys->clone()}, path("no/such/folder/file"), phrase, {}, cheap);
    QVERIFY(!written);
    QCOMPARE(written.error(), BackupFault::Disk);
}

void BackupTest::oldFileStaysUntilTheNewOneIsWhole()
{
    fill(3);
    QVERIFY(write());
    const auto before = readWhole(file(), 1 << 30);
    QVERIFY(!write([](quint64, quint64) { return false; }));
    QCOMPARE(readWhole(file(), 1 << 30), before);
    QVERIFY(write());
    QVERIFY(readWhole(file(), 1 << 30) != before);
}

void BackupTest::restoreCutOffAnywhere()
{
    fill(20);
    QVERIFY(write());
    const QString to = path("to");
    QVERIFY(QDir().mkpath(to + QStringLiteral("/copies")));
    for (const char* old : {"key.box", "key.box.bak", "vos.db", "vos.db-wal", "vos.map", "lock",
                            "window.ini", "copies/vos-2024-05-01.db"})
        QVERIFY(writeDurably(to + u'/' + QLatin1String(old), "old"));
    QVERIFY(stage(to));
    const QString stageFolder = to + QStringLiteral("/restore");

    // As if it had stopped after some of the old files, ...
    const auto aside = readWhole(stageFolder + QStringLiteral("/complete"), 100);
    QVERIFY(aside);
    const QString asideFolder = to + u'/' + QString::fromUtf8(*aside);
    QVERIFY(QDir().mkpath(asideFolder));
    QVERIFY(QFile::rename(to + QStringLiteral("/vos.db"), asideFolder + QStringLiteral("/vos.db")));
    QVERIFY(applyStagedBackup(to));
    QCOMPARE(count(to), std::optional(20));
    for (const char* old :
         {"key.box", "key.box.bak", "vos.db", "vos.db-wal", "vos.map", "copies/vos-2024-05-01.db"})
        QCOMPARE(readWhole(asideFolder + u'/' + QLatin1String(old), 10),
                 std::optional(QByteArray("old")));
    QVERIFY(!QFile::exists(to + QStringLiteral("/vos.db-wal")));
    QCOMPARE(readWhole(to + QStringLiteral("/window.ini"), 10), std::optional(QByteArray("old")));

    // ... and after some of the new ones.
    QVERIFY(stage(to));
    QVERIFY(writeDurably(stageFolder + QStringLiteral("/moved"), "1"));
    QVERIFY(QFile::remove(to + QStringLiteral("/vos.db")));
    QVERIFY(QFile::rename(stageFolder + QStringLiteral("/vos.db"), to + QStringLiteral("/vos.db")));
    for (const char* gone : {"key.box", "key.box.bak", "vos.map"})
        QFile::remove(to + u'/' + QLatin1String(gone));
    QVERIFY(applyStagedBackup(to));
    QCOMPARE(count(to), std::optional(20));
    QVERIFY(!QFile::exists(stageFolder));
}

void BackupTest::unfinishedStageIsDropped()
{
    const QString to = path("to");
    QVERIFY(QDir().mkpath(to + QStringLiteral("/restore")));
    QVERIFY(writeDurably(to + QStringLiteral("/restore/vos.db"), "half"));
    QVERIFY(writeDurably(to + QStringLiteral("/vos.db"), "mine"));
    QVERIFY(applyStagedBackup(to));
    QVERIFY(!QFile::exists(to + QStringLiteral("/restore")));
    QCOMPARE(readWhole(to + QStringLiteral("/vos.db"), 10), std::optional(QByteArray("mine")));
}

void BackupTest::nodeComesBack()
{
    NodeId id;
    {
        Node node(loopbackOptions(m_from));
        QVERIFY(startNode(node));
        id = node.identity().id;
        std::optional<Outcome<BackupFault>> done;
        std::optional<Outcome<BackupFault>> second;
        node.backUp(file(), phrase, &node, [&done](auto result) { done = std::move(result); });
        node.backUp(file(), phrase, &node, [&second](auto result) { second = std::move(result); });
        QVERIFY(QTest::qWaitFor([&done] { return done.has_value(); }, backupWaitMax));
        QVERIFY(*done);
        QVERIFY(second && !*second);
        QVERIFY(stopNode(node));
    }
    Node other(loopbackOptions(path("other")));
    QVERIFY(startNode(other));
    const NodeId before = other.identity().id;
    QVERIFY(before != id);
    std::optional<Outcome<BackupFault>> done;
    other.restore(file(), phrase, &other, [&done](auto result) { done = std::move(result); });
    QVERIFY(QTest::qWaitFor([&done] { return done.has_value(); }, backupWaitMax));
    QVERIFY(*done);
    QVERIFY(other.identity().id == before);
    QVERIFY(stopNode(other));

    NodeOptions options = loopbackOptions(path("other"));
    options.passphrase = phrase;
    Node again(std::move(options));
    QVERIFY(startNode(again));
    QVERIFY(again.identity().id == id);
    QCOMPARE(again.protection(), Protection::Passphrase);
    QVERIFY(QTest::qWaitFor([this] { return !wasRestored(path("other")); }, backupWaitMax));
    QVERIFY(stopNode(again));
}

VOS_TEST_CORE(BackupTest)
#include "tst_backup.moc"
