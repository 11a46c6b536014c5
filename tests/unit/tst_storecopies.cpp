// A damaged, marked or vanished database: set aside, restored from the newest good copy, and all
// that can still be read taken over. Never a silent empty history.

#include "p2p/qt/storecopies.h"
#include "tests/unit/storefixture.h"

#include <QTest>

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

QTEST_GUILESS_MAIN(StoreCopiesTest)
#include "tst_storecopies.moc"
