// A damaged, marked or vanished database: set aside, restored from the newest good copy, and all
// that can still be read taken over. Never a silent empty history.

#include "p2p/qt/convert.h"
#include "p2p/qt/files.h"
#include "p2p/qt/storecopies.h"
#include "p2p/qt/walfile.h"
#include "tests/support/testprogram.h"
#include "tests/unit/storefixture.h"

#include <QTest>

#include <map>

#ifdef Q_OS_UNIX
#include <csignal>
#include <sys/resource.h>
#endif

using namespace vos;
using namespace vos::qt;
using namespace vos::test;

namespace {

const QDate firstDay(2024, 5, 1);

/// Fills the middle of the file with something that is no page of SQLite.
void damage(const QString& path, qint64 from, qint64 size)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.seek(from));
    file.write(QByteArray(size, 'x'));
}

}  // namespace

class StoreCopiesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(crypto::initialize()); }
    void init()
    {
        m_folder.emplace();
        m_place = {m_folder->database(), m_folder->path("copies")};
        QVERIFY(QDir().mkpath(m_place.copies));
    }
    void cleanup() { m_folder.reset(); }
    void soundOneIsJustOpened();
    void dailyCopiesTwoKept();
    void damagedOneIsRestored();
    void newerRowsAreTakenOver();
    void custodyIsTakenOver();
    void vanishedOneIsRestored();
    void damagedCopyIsPassedOver();
    void withoutCopyItIsLeftAsItIs();
    void checkMarksForTheNextStart();
    void emptiedOneIsRestored();
    void emptiedOneWithItsLog();
    void firstStartThatWasCutShort();
    void everyKindOfDamage_data();
    void everyKindOfDamage();
    void rowsBehindABrokenPage();
    void damagedLog_data();
    void damagedLog();
    void tornLogIsNoDamage();
    void damagedMapIsDropped();
    void fullDiskWhileRepairing();

private:
    Expected<OpenedStore, StartError> open() const
    {
        return openStore(m_place, m_folder->key(), m_folder->own());
    }
    /// Writes messages `from` to `to` and closes the store again.
    void write(std::uint64_t from, std::uint64_t to)
    {
        auto opened = open();
        QVERIFY(opened);
        std::vector<StoreOperation> operations;
        for (std::uint64_t i = from; i <= to; ++i)
            operations.push_back(
                PutMessage{textMessage(nodeNumber(2), i, "Nummer " + std::to_string(i), false)});
        ContactRow contact;
        contact.id = nodeNumber(2);
        operations.push_back(contact);
        QVERIFY(applyOne(*opened->store, operations));
    }
    /// The files as they are in the middle of `work`, which calls copyAside(), or at its end before
    /// the store is closed: as a process that was killed leaves them.
    template <typename Work>
    void crashAfter(Work work)
    {
        m_kept.clear();
        work();
        if (m_kept.empty())
            return;
        for (const auto& [name, content] : m_kept)
            QVERIFY(writeDurably(name, content));
    }
    void copyAside()
    {
        for (const char* ending : {"", "-wal"}) {
            const QString name = m_place.database + QLatin1String(ending);
            m_kept[name] = *readWhole(name, 1 << 26);
        }
    }
    static std::size_t count(OpenedStore& opened)
    {
        return opened.store->messages().before(nodeNumber(2), std::nullopt, 1000)->messages.size();
    }
    QStringList asideFiles() const
    {
        return QFileInfo(m_place.database)
            .dir()
            .entryList({QStringLiteral("vos.db.damaged-*[0-9]")}, QDir::Files);
    }

    std::optional<StoreFolder> m_folder;
    StorePlace m_place;
    std::map<QString, QByteArray> m_kept;
};

void StoreCopiesTest::soundOneIsJustOpened()
{
    QVERIFY(!storeExists(m_place));
    write(1, 3);
    QVERIFY(storeExists(m_place));
    auto opened = open();
    QVERIFY(opened);
    QVERIFY(opened->repair.isEmpty());
    QCOMPARE(count(*opened), std::size_t{3});
    QCOMPARE(opened->state.contacts.size(), std::size_t{1});
    QVERIFY(checkStore(m_place).isEmpty());
    QVERIFY(asideFiles().isEmpty());
}

void StoreCopiesTest::dailyCopiesTwoKept()
{
    write(1, 3);
    const auto opened = open();
    for (int day = 0; day < 4; ++day) {
        QVERIFY(copyDue(m_place, firstDay.addDays(day)));
        QVERIFY(copyStore(m_place, firstDay.addDays(day)));
        QVERIFY(!copyDue(m_place, firstDay.addDays(day)));
        QVERIFY(copyStore(m_place, firstDay.addDays(day)));
    }
    const QStringList names = QDir(m_place.copies).entryList(QDir::Files, QDir::Name);
    QCOMPARE(names, (QStringList{QStringLiteral("vos-2024-05-03.db"),
                                 QStringLiteral("vos-2024-05-04.db")}));
    const auto others = QFile::ReadGroup | QFile::ReadOther;
    QVERIFY((QFile::permissions(m_place.copies + u'/' + names[0]) & others) ==
            QFile::Permissions());
}

void StoreCopiesTest::damagedOneIsRestored()
{
    write(1, 5);
    QVERIFY(copyStore(m_place, firstDay));
    damage(m_place.database, 0, 100'000);
    auto opened = open();
    QVERIFY(opened);
    QCOMPARE(count(*opened), std::size_t{5});
    QCOMPARE(opened->state.contacts.size(), std::size_t{1});
    QVERIFY(opened->repair.contains(QStringLiteral("vos-2024-05-01.db")));
    QCOMPARE(asideFiles().size(), 1);
    opened->store.reset();
    opened = open();
    QVERIFY(opened && opened->repair.isEmpty());
    QCOMPARE(count(*opened), std::size_t{5});
}

void StoreCopiesTest::newerRowsAreTakenOver()
{
    write(1, 5);
    QVERIFY(copyStore(m_place, firstDay));
    write(6, 9);
    // The check found an index damaged; the rows themselves can be read.
    QFile mark(m_place.database + QStringLiteral(".damaged"));
    QVERIFY(mark.open(QIODevice::WriteOnly));
    mark.close();
    auto opened = open();
    QVERIFY(opened);
    QCOMPARE(count(*opened), std::size_t{9});
    QVERIFY(!opened->repair.isEmpty());
    QVERIFY(!mark.exists());
    QCOMPARE(asideFiles().size(), 1);
}

void StoreCopiesTest::custodyIsTakenOver()
{
    write(1, 1);
    QVERIFY(copyStore(m_place, firstDay));
    PutHeldLetter put;
    put.row.id = SeededRng(5).id<LetterId>();
    put.row.owner = nodeNumber(2);
    put.letter = Bytes(700, std::byte{7});
    PutHeldLetter settled = put;
    settled.row.id = SeededRng(6).id<LetterId>();
    OwnerRow owner;
    owner.id = nodeNumber(2);
    FriendRow holder;
    holder.id = nodeNumber(3);
    CustodyNoteRow note;
    note.friendId = nodeNumber(3);
    const MessageStep step{MessageStep::Kind::Held, fromMillis(7), nodeNumber(3), Bytes(140)};
    {
        auto opened = open();
        QVERIFY(opened);
        QVERIFY(
            applyOne(*opened->store,
                     {put, settled, owner, holder, note, SettleHeldLetter{settled.row, Bytes(90)},
                      ClockRow{fromMillis(1), fromMillis(2)}, PutStep{messageNumber(1), step}}));
    }
    QFile mark(m_place.database + QStringLiteral(".damaged"));
    QVERIFY(mark.open(QIODevice::WriteOnly));
    mark.close();
    auto opened = open();
    QVERIFY(opened && !opened->repair.isEmpty());
    QCOMPARE(opened->state.held.size(), std::size_t{2});
    QCOMPARE(opened->state.owners.size(), std::size_t{1});
    QCOMPARE(opened->state.friends.size(), std::size_t{1});
    QCOMPARE(opened->state.notes.size(), std::size_t{1});
    QVERIFY(opened->state.clock.has_value());
    const auto letters = opened->store->loadHeld({put.row.id, settled.row.id}, false);
    QCOMPARE(letters.size(), std::size_t{1});
    QVERIFY(letters[0].second == put.letter);
    QCOMPARE(opened->store->loadHeld({settled.row.id}, true).size(), std::size_t{1});
    QVERIFY(*opened->store->steps(messageNumber(1)) == std::vector<MessageStep>{step});
}

void StoreCopiesTest::vanishedOneIsRestored()
{
    write(1, 5);
    QVERIFY(copyStore(m_place, firstDay));
    QVERIFY(QFile::remove(m_place.database));
    QVERIFY(storeExists(m_place));
    auto opened = open();
    QVERIFY(opened);
    QCOMPARE(count(*opened), std::size_t{5});
    QVERIFY(!opened->repair.isEmpty());
}

void StoreCopiesTest::damagedCopyIsPassedOver()
{
    write(1, 5);
    QVERIFY(copyStore(m_place, firstDay));
    QVERIFY(copyStore(m_place, firstDay.addDays(1)));
    damage(m_place.copies + QStringLiteral("/vos-2024-05-02.db"), 0, 100'000);
    damage(m_place.database, 0, 100'000);
    auto opened = open();
    QVERIFY(opened);
    QCOMPARE(count(*opened), std::size_t{5});
    QVERIFY(opened->repair.contains(QStringLiteral("vos-2024-05-01.db")));
}

void StoreCopiesTest::withoutCopyItIsLeftAsItIs()
{
    write(1, 5);
    damage(m_place.database, 0, 100'000);
    const QByteArray before = m_folder->allBytes();
    const auto opened = open();
    QVERIFY(!opened);
    QVERIFY(opened.error().kind == StartError::Kind::DatabaseDamaged);
    QVERIFY(opened.error().message.contains(m_place.database));
    QCOMPARE(m_folder->allBytes().size(), before.size());
    QVERIFY(asideFiles().isEmpty());
    QVERIFY(!open());
}

void StoreCopiesTest::checkMarksForTheNextStart()
{
    write(1, 200);
    QVERIFY(copyStore(m_place, firstDay));
    // Pages in the middle: it still opens, and the rows there are lost.
    damage(m_place.database, 4096 * 20, 4096 * 2);
    QVERIFY(!checkStore(m_place).isEmpty());
    auto opened = open();
    QVERIFY(opened);
    QVERIFY(!opened->repair.isEmpty());
    QCOMPARE(count(*opened), std::size_t{200});
    QVERIFY(checkStore(m_place).isEmpty());
}

void StoreCopiesTest::emptiedOneIsRestored()
{
    write(1, 5);
    QVERIFY(copyStore(m_place, firstDay));
    QVERIFY(QFile::resize(m_place.database, 0));
    auto opened = open();
    QVERIFY(opened);
    QVERIFY(!opened->repair.isEmpty());
    QCOMPARE(count(*opened), std::size_t{5});
    QCOMPARE(asideFiles().size(), 1);
}

void StoreCopiesTest::emptiedOneWithItsLog()
{
    crashAfter([this] {
        const auto held = open();
        write(1, 5);
        copyAside();
    });
    QVERIFY(QFile::resize(m_place.database, 0));
    auto opened = open();
    QVERIFY(opened);
    QVERIFY(!opened->repair.isEmpty());
    QCOMPARE(count(*opened), std::size_t{5});
}

void StoreCopiesTest::firstStartThatWasCutShort()
{
    // The file was made, and nothing else came to pass.
    QVERIFY(makePrivateFile(m_place.database));
    auto opened = open();
    QVERIFY(opened && opened->repair.isEmpty());
    QVERIFY(asideFiles().isEmpty());
}

void StoreCopiesTest::everyKindOfDamage_data()
{
    QTest::addColumn<qint64>("from");  // negative: from the end
    QTest::addColumn<qint64>("size");  // 0: cut off there
    const auto row = [](const char* name, qint64 from, qint64 size) {
        QTest::newRow(name) << from << size;
    };
    row("first byte", 0, 1);
    row("magic", 0, 16);
    row("page size", 16, 2);
    row("format versions", 18, 2);
    row("schema cookie and root", 40, 100);
    row("first page", 0, 4096);
    row("second page", 4096, 4096);
    row("head of the third page", 8192, 8);
    row("one cell pointer", 4096 * 4 + 8, 2);
    row("a page in the middle", 4096 * 15, 4096);
    row("two pages in the middle", 4096 * 15, 8192);
    row("the last page", -4096, 4096);
    row("the second half", 4096 * 10, 1'000'000);
    row("everything", 0, 1'000'000);
    row("cut to 1 byte", 1, 0);
    row("cut to 100 bytes", 100, 0);
    row("cut in the first page", 3000, 0);
    row("cut after the first page", 4096, 0);
    row("cut within a page", 4096 * 10 + 77, 0);
    row("cut after a page", 4096 * 10, 0);
    row("last page cut off", -4096, 0);
    row("last byte cut off", -1, 0);
    row("longer", 0, -1);
}

void StoreCopiesTest::everyKindOfDamage()
{
    QFETCH(qint64, from);
    QFETCH(qint64, size);
    write(1, 100);
    QVERIFY(copyStore(m_place, firstDay));
    write(101, 150);
    const qint64 whole = QFileInfo(m_place.database).size();
    const qint64 place = from < 0 ? whole + from : from;
    if (size == 0)
        QVERIFY(QFile::resize(m_place.database, place));
    else if (size < 0)
        damage(m_place.database, whole, 5000);
    else
        damage(m_place.database, place, std::min(size, whole - place));
    const QByteArray damaged = *readWhole(m_place.database, 1 << 24);
    // As in practice: this start opens what it can, and the check finds the rest for the next.
    bool repaired = false;
    {
        const auto opened = open();
        QVERIFY2(opened, opened ? "" : qPrintable(opened.error().message));
        repaired = !opened->repair.isEmpty();
        if (!repaired)
            (void)checkStore(m_place);
    }
    auto opened = open();
    QVERIFY2(opened, opened ? "" : qPrintable(opened.error().message));
    repaired = repaired || !opened->repair.isEmpty();
    // What the copy has is never lost; and where all is there nothing needs to be said.
    QVERIFY2(count(*opened) >= 100, qPrintable(QString::number(count(*opened))));
    // A single cell that changed is no damage to SQLite; it does not open, and is counted.
    const std::size_t known =
        count(*opened) + static_cast<std::size_t>(opened->store->unreadable());
    QVERIFY(repaired || known >= 150);
    QVERIFY(!repaired || !asideFiles().isEmpty());
    if (repaired) {
        const QString aside = QFileInfo(m_place.database).dir().filePath(asideFiles().first());
        QCOMPARE(QFileInfo(aside).size(), damaged.size());
    }
    QVERIFY(checkStore(m_place).isEmpty());
}

void StoreCopiesTest::rowsBehindABrokenPage()
{
    constexpr std::uint64_t rows = 400;
    write(1, rows);
    const QByteArray sound = *readWhole(m_place.database, 1 << 24);
    const qint64 pages = sound.size() / 4096;
    QVERIFY(pages > 50);
    int poor = 0;
    for (qint64 page = 1; page < pages; page += 3) {
        m_folder.emplace();
        m_place = {m_folder->database(), m_folder->path("copies")};
        QVERIFY(QDir().mkpath(m_place.copies));
        QVERIFY(writeDurably(m_place.database, sound));
        damage(m_place.database, page * 4096, 4096);
        QVERIFY(writeDurably(m_place.database + QStringLiteral(".damaged"), "found"));
        auto opened = open();
        // A broken root leaves nothing of its table.
        poor += !opened || count(*opened) < rows * 9 / 10 ? 1 : 0;
    }
    QVERIFY2(poor <= 2, qPrintable(QString::number(poor)));
}

void StoreCopiesTest::damagedLog_data()
{
    QTest::addColumn<int>("frame");  // of 4120 bytes, after a head of 32; -1: the head
    QTest::addColumn<int>("offset");
    QTest::addColumn<int>("size");
    QTest::newRow("head") << -1 << 0 << 32;
    QTest::newRow("salt of the head") << -1 << 16 << 4;
    QTest::newRow("a page") << 40 << 24 << 4096;
    QTest::newRow("one byte of a page") << 40 << 1000 << 1;
    QTest::newRow("a frame's head") << 40 << 0 << 24;
    QTest::newRow("a frame's salt") << 40 << 8 << 8;
    QTest::newRow("a checksum") << 40 << 16 << 8;
    QTest::newRow("three frames") << 40 << 0 << 4120 * 3;
    QTest::newRow("the first frame") << 0 << 0 << 4120;
}

void StoreCopiesTest::damagedLog()
{
    QFETCH(int, frame);
    QFETCH(int, offset);
    QFETCH(int, size);
    crashAfter([this] {
        auto opened = open();
        for (std::uint64_t i = 1; i <= 60; ++i)
            QVERIFY(
                applyOne(*opened->store, {PutMessage{textMessage(nodeNumber(2), i, "x", false)}}));
        copyAside();
    });
    const QString log = m_place.database + QStringLiteral("-wal");
    QVERIFY(QFileInfo(log).size() > 32 + 4120 * 60);
    QVERIFY(!walDamaged(viewOf(*readWhole(log, 1 << 26))));
    damage(log, frame < 0 ? offset : 32 + 4120 * frame + offset, size);
    QVERIFY(walDamaged(viewOf(*readWhole(log, 1 << 26))));
    auto opened = open();
    QVERIFY2(opened, opened ? "" : qPrintable(opened.error().message));
    QVERIFY(!opened->repair.isEmpty());
    // Later frames hold the same pages, so at most the rows of one page are gone.
    QVERIFY2(count(*opened) >= 55, qPrintable(QString::number(count(*opened))));
    QCOMPARE(asideFiles().size(), 1);
    opened->store.reset();
    opened = open();
    QVERIFY(opened && opened->repair.isEmpty());
    QVERIFY(count(*opened) >= 55);
}

void StoreCopiesTest::tornLogIsNoDamage()
{
    crashAfter([this] {
        auto opened = open();
        for (std::uint64_t i = 1; i <= 30; ++i)
            QVERIFY(
                applyOne(*opened->store, {PutMessage{textMessage(nodeNumber(2), i, "x", false)}}));
        copyAside();
    });
    // As a loss of power leaves it: the last transaction came to the disk in part.
    const QString log = m_place.database + QStringLiteral("-wal");
    damage(log, QFileInfo(log).size() - 5000, 3000);
    QVERIFY(!walDamaged(viewOf(*readWhole(log, 1 << 26))));
    auto opened = open();
    QVERIFY(opened && opened->repair.isEmpty());
    QCOMPARE(count(*opened), std::size_t{29});
}

void StoreCopiesTest::damagedMapIsDropped()
{
    write(1, 3);
    {
        auto opened = open();
        RecordRow record;
        for (std::uint64_t i = 10; i < 15; ++i) {
            record.id = nodeNumber(i);
            record.highestSequence = i;
            QVERIFY(applyOne(*opened->store, {record}));
        }
    }
    // Five frames; the damage is in the fourth, so the rest of the block is gone with it.
    QString map = m_place.database;
    map.replace(QStringLiteral(".db"), QStringLiteral(".map"));
    const auto size = QFileInfo(map).size();
    QVERIFY(size > 400);
    damage(map, size - (size - 16) / 5 - 20, 10);
    {
        auto opened = open();
        QVERIFY(opened && opened->repair.isEmpty());
        QCOMPARE(opened->state.records.size(), std::size_t{3});
        QCOMPARE(opened->store->unreadable(), 0);
    }
    auto opened = open();
    QCOMPARE(opened->state.records.size(), std::size_t{3});
}

void StoreCopiesTest::fullDiskWhileRepairing()
{
#ifdef Q_OS_UNIX
    write(1, 200);
    QVERIFY(copyStore(m_place, firstDay));
    write(201, 260);
    QVERIFY(writeDurably(m_place.database + QStringLiteral(".damaged"), "found"));
    const QByteArray before = *readWhole(m_place.database, 1 << 24);
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit limits{};
    ::getrlimit(RLIMIT_FSIZE, &limits);
    const rlimit none{8192, limits.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &none);
    const bool opened = open().hasValue();
    ::setrlimit(RLIMIT_FSIZE, &limits);
    QVERIFY(!opened);
    // Everything is where it was, and the next start with room mends it.
    QCOMPARE(*readWhole(m_place.database, 1 << 24), before);
    QVERIFY(asideFiles().isEmpty());
    auto again = open();
    QVERIFY(again && !again->repair.isEmpty());
    QCOMPARE(count(*again), std::size_t{260});
#else
    QSKIP("needs RLIMIT_FSIZE");
#endif
}

VOS_TEST_CORE(StoreCopiesTest)
#include "tst_storecopies.moc"
