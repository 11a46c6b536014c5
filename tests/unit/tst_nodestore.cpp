// The database: every kind of row survives, nothing private stands in the file, a group of batches
// is kept whole or not at all.

#include "p2p/identity/address.h"
#include "p2p/qt/convert.h"
#include "p2p/qt/schema.h"
#include "tests/support/testprogram.h"
#include "tests/unit/storefixture.h"

#include <QTest>

#ifdef Q_OS_UNIX
#include <csignal>
#include <sys/resource.h>
#endif

using namespace vos;
using namespace vos::qt;
using namespace vos::test;

namespace {

constexpr auto when = 1'700'000'000'123;

ContactRow sampleContact()
{
    ContactRow row;
    row.id = nodeNumber(2);
    row.state = ContactState::Accepted;
    row.name = "Wendelin Quittenbaum";
    row.note = "Nachbar vom Fischmarkt";
    row.requestNote = "Erinnerst du dich an mich?";
    row.verified = true;
    row.since = fromMillis(when);
    row.lastSeen = fromMillis(when + 1);
    row.hints = {"192.0.2.77:40123", "quittenbaum.example:443"};
    row.nextSequence = 12;
    row.lamport = 40;
    row.readSequence = 9;
    row.nextPrekey = 5;
    row.offerNumber = 6;
    row.offerKey = SeededRng(5).id<ExchangeKey>();
    row.offerAt = fromMillis(when + 2);
    return row;
}

PrekeyRow samplePrekey()
{
    SeededRng rng(6);
    PrekeyRow row;
    row.publicKey = rng.id<ExchangeKey>();
    rng.fill(row.secret);
    row.contact = nodeNumber(2);
    row.number = 4;
    row.madeAt = fromMillis(when);
    row.supersededAt = fromMillis(when + 5);
    return row;
}

OutboxRow sampleOutbox()
{
    SeededRng rng(7);
    OutboxRow row;
    row.id = messageNumber(7);
    row.to = nodeNumber(2);
    row.kind = LetterKind::Text;
    row.body = toBytes(vos::viewOf("Treffen um acht am Leuchtturm"));
    row.sequence = 11;
    row.lamport = 41;
    row.replyTo = messageNumber(6);
    row.createdAt = fromMillis(when);
    row.expiresAt = fromMillis(when + 1000);
    row.queue = false;
    row.failed = true;
    row.letter = Bytes(700, std::byte{0x5a});
    row.workNonce = 99;
    row.sealedTo = rng.id<ExchangeKey>();
    row.sealedNumber = 3;
    row.sealedAt = fromMillis(when + 3);
    row.letterIds = {rng.id<LetterId>(), rng.id<LetterId>()};
    return row;
}

RecordRow sampleRecord(std::uint64_t number)
{
    RecordRow row;
    row.id = nodeNumber(number);
    row.whereabouts = Bytes(200, std::byte{1});
    row.card = toBytes(vos::viewOf("Karte von Wendelin"));
    row.highestSequence = 1'700'000'000'000;
    row.highestCard = 7;
    row.heardAt = fromMillis(when);
    row.lastSeen = fromMillis(when + 4);
    return row;
}

SeenLetterRow seenLetter(std::uint64_t number, WallTime at)
{
    SeededRng rng(number);
    SeenLetterRow row;
    row.id = rng.id<LetterId>();
    row.sender = nodeNumber(2);
    row.message = messageNumber(number);
    row.verdict = 1;
    row.at = at;
    return row;
}

SelfRow sampleSelf()
{
    return {1'700'000'000'001, 3, toBytes(vos::viewOf("meine Karte")), true};
}

std::vector<StoreOperation> oneOfEach()
{
    return {
        sampleSelf(),
        samplePrekey(),
        sampleContact(),
        sampleRecord(3),
        sampleOutbox(),
        seenLetter(8, fromMillis(when)),
        SettingRow{"privacy.typing", "false"},
        PutMessage{textMessage(nodeNumber(2), 1, "Der Schluessel liegt unterm Blumentopf", true)}};
}

#ifdef Q_OS_UNIX
/// No file of this process grows beyond `bytes`: what a full disk does.
class FileSizeLimit {
public:
    explicit FileSizeLimit(qint64 bytes)
    {
        std::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &m_before);
        const rlimit limit{static_cast<rlim_t>(bytes), m_before.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FileSizeLimit() { ::setrlimit(RLIMIT_FSIZE, &m_before); }

private:
    rlimit m_before{};
};
#endif

}  // namespace

class NodeStoreTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(crypto::initialize()); }
    void everyRowSurvivesReopening();
    void deletesAreKept();
    void seenLettersGoByTheirExactTime();
    void cellsCannotBeMoved();
    void anotherKeyOpensNothing();
    void nothingPrivateIsInTheFiles();
    void killedWithoutCheckpoint();
    void fullDiskKeepsNothingOfAGroup();
    void localsByPrefix();
    void newerVersionIsLeftAlone();
    void migrationsAreNumbered();
    void garbageIsNoDatabase();
    void burstOfRows();
};

void NodeStoreTest::everyRowSurvivesReopening()
{
    const StoreFolder folder;
    {
        auto store = folder.open();
        QVERIFY(store);
        QVERIFY(applyOne(**store, oneOfEach()));
    }
    auto store = folder.open();
    QVERIFY(store);
    auto loaded = (*store)->load();
    QVERIFY(loaded);
    const StoredState& state = *loaded;
    QCOMPARE((*store)->unreadable(), 0);
    // The codec is compared with itself field by field through its bytes.
    QVERIFY(encodeRow(state.self) == encodeRow(sampleSelf()));
    QCOMPARE(state.prekeys.size(), std::size_t{1});
    QVERIFY(encodeRow(state.prekeys[0]) == encodeRow(samplePrekey()));
    QCOMPARE(state.contacts.size(), std::size_t{1});
    QVERIFY(encodeRow(state.contacts[0]) == encodeRow(sampleContact()));
    QCOMPARE(state.contacts[0].name, std::string("Wendelin Quittenbaum"));
    QCOMPARE(state.contacts[0].hints.size(), std::size_t{2});
    QCOMPARE(state.contacts[0].readSequence, std::uint64_t{9});
    QCOMPARE(state.records.size(), std::size_t{1});
    QVERIFY(encodeRow(state.records[0]) == encodeRow(sampleRecord(3)));
    QCOMPARE(state.outbox.size(), std::size_t{1});
    QVERIFY(encodeRow(state.outbox[0]) == encodeRow(sampleOutbox()));
    QVERIFY(state.outbox[0].letterIds == sampleOutbox().letterIds);
    QVERIFY(state.outbox[0].replyTo == messageNumber(6));
    QCOMPARE(state.seenLetters.size(), std::size_t{1});
    QVERIFY(encodeRow(state.seenLetters[0]) == encodeRow(seenLetter(8, fromMillis(when))));
    QCOMPARE(state.settings.size(), std::size_t{1});
    QCOMPARE(state.settings[0].value, std::string("false"));
    const auto message = (*store)->messages().message(messageNumber(1));
    QVERIFY(message);
    QCOMPARE(message->text, std::string("Der Schluessel liegt unterm Blumentopf"));
}

void NodeStoreTest::deletesAreKept()
{
    const StoreFolder folder;
    auto store = folder.open();
    QVERIFY(applyOne(**store, oneOfEach()));
    QVERIFY(applyOne(**store,
                     {DeletePrekey{samplePrekey().publicKey}, DeleteContact{nodeNumber(2)},
                      DeleteOutbox{messageNumber(7)}, DeleteRecord{nodeNumber(3)},
                      DeleteMessage{messageNumber(1)}, DeleteSeenLetters{fromMillis(when + 1)}}));
    store->reset();
    store = folder.open();
    const auto state = (*store)->load();
    QVERIFY(state);
    QVERIFY(state->prekeys.empty() && state->contacts.empty() && state->outbox.empty());
    QVERIFY(state->records.empty() && state->seenLetters.empty());
    QVERIFY(!(*store)->messages().message(messageNumber(1)));
    QCOMPARE(state->settings.size(), std::size_t{1});
}

void NodeStoreTest::seenLettersGoByTheirExactTime()
{
    const StoreFolder folder;
    auto store = folder.open();
    constexpr std::int64_t day = 86'400'000;
    QVERIFY(applyOne(
        **store, {seenLetter(1, fromMillis(3 * day)), seenLetter(2, fromMillis(5 * day)),
                  seenLetter(3, fromMillis(5 * day + 1000)), seenLetter(4, fromMillis(6 * day))}));
    QVERIFY(applyOne(**store, {DeleteSeenLetters{fromMillis(5 * day + 1000)}}));
    const auto state = (*store)->load();
    QCOMPARE(state->seenLetters.size(), std::size_t{2});
    for (const SeenLetterRow& row : state->seenLetters)
        QVERIFY(row.at >= fromMillis(5 * day + 1000));
}

void NodeStoreTest::cellsCannotBeMoved()
{
    const StoreFolder folder;
    {
        auto store = folder.open();
        QVERIFY(applyOne(**store,
                         {sampleRecord(3), sampleRecord(4), sampleRecord(5), sampleContact()}));
    }
    {
        auto database = Database::open(folder.database());
        QVERIFY(database);
        // Two records trade places, and a contact's cell is put into the records' table.
        const auto bodyOf = [&](int row) {
            return (*database)
                ->value(QStringLiteral("SELECT hex(body) FROM record WHERE rowid = %1").arg(row))
                .toString();
        };
        const QStringList bodies = {bodyOf(1), bodyOf(2)};
        for (int row : {1, 2}) {
            QVERIFY((*database)->execute(
                QStringLiteral("UPDATE record SET body = x'%1' WHERE rowid = %2")
                    .arg(bodies[2 - row])
                    .arg(row)));
        }
        QVERIFY((*database)->execute(
            QStringLiteral("INSERT INTO record (key, body) SELECT key, body FROM contact")));
    }
    auto store = folder.open();
    const auto state = (*store)->load();
    QVERIFY(state);
    QCOMPARE(state->records.size(), std::size_t{1});
    QCOMPARE(state->records[0].id, nodeNumber(5));
    // Of the map nothing damaged is kept: it is fetched anew.
    QCOMPARE((*store)->unreadable(), 0);
    QCOMPARE(state->contacts.size(), std::size_t{1});
    store->reset();
    auto database = Database::open(folder.database());
    QCOMPARE((*database)->value(QStringLiteral("SELECT count(*) FROM record")).toInt(), 1);
}

void NodeStoreTest::anotherKeyOpensNothing()
{
    const StoreFolder folder;
    {
        auto store = folder.open();
        QVERIFY(applyOne(**store, oneOfEach()));
    }
    SeededRng rng(StoreFolder::KeySeed + 1);
    auto store = NodeStore::open(folder.database(), crypto::Secret<32>::random(rng), folder.own());
    QVERIFY(store);
    const auto state = (*store)->load();
    QVERIFY(state->contacts.empty() && state->prekeys.empty() && state->settings.empty());
    QVERIFY((*store)->unreadable() >= 7);
}

void NodeStoreTest::nothingPrivateIsInTheFiles()
{
    const StoreFolder folder;
    auto store = folder.open();
    QVERIFY(applyOne(**store, oneOfEach()));
    QVERIFY((*store)->putLocal("draft/abc", "halbfertiger Entwurf"));
    // While it is open the rows are in the -wal file, later in the database.
    for (int round = 0; round < 2; ++round) {
        const QByteArray bytes = folder.allBytes();
        QVERIFY(bytes.size() > 4096);
        for (const char* text : {"Wendelin", "Fischmarkt", "Erinnerst", "quittenbaum", "192.0.2.77",
                                 "Leuchtturm", "Blumentopf", "Entwurf", "draft/", "privacy.typing",
                                 "meine Karte", "Karte von", "ZZZZZZZZ"})
            QVERIFY2(!bytes.contains(text), text);
        for (std::uint64_t node : {1, 2, 3}) {
            const NodeId id = nodeNumber(node);
            QVERIFY(!bytes.contains(toByteArray(id.view())));
            QVERIFY(!bytes.contains(toByteArray(id.view().first(8))));
            QVERIFY(!bytes.contains(toByteArray(vos::viewOf(toHex(id.view())))));
            QVERIFY(!bytes.contains(toByteArray(vos::viewOf(identity::encodeAddress(id)))));
        }
        QVERIFY(!bytes.contains(toByteArray(messageNumber(7).view())));
        QVERIFY(!bytes.contains(toByteArray(samplePrekey().publicKey.view())));
        QVERIFY(!bytes.contains(toByteArray(samplePrekey().secret)));
        store->reset();
    }
}

void NodeStoreTest::killedWithoutCheckpoint()
{
    const StoreFolder folder;
    auto store = folder.open();
    QVERIFY(applyOne(**store, oneOfEach()));
    // What the disk holds when the process is gone this moment: no close, no checkpoint.
    const QString copy = folder.path("copy.db");
    QVERIFY(QFile::copy(folder.database(), copy));
    QVERIFY(QFile::copy(folder.database() + QStringLiteral("-wal"), copy + QStringLiteral("-wal")));
    auto after = NodeStore::open(copy, folder.key(), folder.own());
    QVERIFY(after);
    const auto state = (*after)->load();
    QVERIFY(state);
    QCOMPARE(state->contacts.size(), std::size_t{1});
    QVERIFY((*after)->messages().message(messageNumber(1)));
}

void NodeStoreTest::fullDiskKeepsNothingOfAGroup()
{
#ifdef Q_OS_UNIX
    const StoreFolder folder;
    auto store = folder.open();
    QVERIFY(applyOne(**store, {sampleContact()}));
    const qint64 size = QFileInfo(folder.database() + QStringLiteral("-wal")).size();
    OutboxRow large = sampleOutbox();
    large.letter = Bytes(60'000, std::byte{1});
    const std::array<Store, 2> group = {Store{1, {SettingRow{"a", "1"}}}, Store{2, {large}}};
    {
        const FileSizeLimit limit(size + 16 * 1024);
        QVERIFY(!(*store)->apply(group).durable);
        QVERIFY(!(*store)->probe());
        const auto state = (*store)->load();
        QVERIFY(state);
        QVERIFY(state->settings.empty() && state->outbox.empty());
        QCOMPARE(state->contacts.size(), std::size_t{1});
    }
    // There is room again.
    QVERIFY((*store)->probe());
    QVERIFY((*store)->apply(group).durable);
    store->reset();
    store = folder.open();
    const auto state = (*store)->load();
    QCOMPARE(state->settings.size(), std::size_t{1});
    QCOMPARE(state->outbox.size(), std::size_t{1});
#else
    QSKIP("needs RLIMIT_FSIZE");
#endif
}

void NodeStoreTest::localsByPrefix()
{
    const StoreFolder folder;
    auto store = folder.open();
    QVERIFY((*store)->putLocal("draft/a", "eins"));
    QVERIFY((*store)->putLocal("draft/b", "zwei"));
    QVERIFY((*store)->putLocal("place", "drei"));
    QVERIFY((*store)->putLocal("draft/a", "vier"));
    QVERIFY((*store)->putLocal("draft/b", ""));
    const auto drafts = (*store)->locals("draft/");
    QCOMPARE(drafts.size(), std::size_t{1});
    QCOMPARE(drafts[0].value, std::string("vier"));
    QCOMPARE((*store)->locals("").size(), std::size_t{2});
    QVERIFY((*store)->local("place") == std::string("drei"));
    QVERIFY(!(*store)->local("plac"));
}

void NodeStoreTest::newerVersionIsLeftAlone()
{
    const StoreFolder folder;
    QVERIFY(folder.open());
    {
        auto database = Database::open(folder.database());
        QVERIFY((*database)->execute(
            QStringLiteral("PRAGMA user_version=%1").arg(schemaVersion() + 1)));
    }
    const auto store = folder.open();
    QVERIFY(!store);
    QVERIFY(store.error().kind == StoreError::Kind::TooNew);
}

void NodeStoreTest::migrationsAreNumbered()
{
    QCOMPARE(static_cast<int>(migrations().size()), schemaVersion());
    const StoreFolder folder;
    QVERIFY(folder.open());
    auto database = Database::open(folder.database());
    QCOMPARE((*database)->value(QStringLiteral("PRAGMA user_version")).toInt(), schemaVersion());
    QCOMPARE((*database)->value(QStringLiteral("PRAGMA journal_mode")).toString(),
             QStringLiteral("wal"));
    QCOMPARE((*database)->value(QStringLiteral("PRAGMA synchronous")).toInt(), 2);
    QCOMPARE((*database)->value(QStringLiteral("PRAGMA secure_delete")).toInt(), 1);
    QCOMPARE((*database)->value(QStringLiteral("PRAGMA trusted_schema")).toInt(), 0);
    QCOMPARE((*database)->value(QStringLiteral("PRAGMA cell_size_check")).toInt(), 1);
    QCOMPARE((*database)->value(QStringLiteral("PRAGMA foreign_keys")).toInt(), 1);
}

void NodeStoreTest::garbageIsNoDatabase()
{
    const StoreFolder folder;
    QFile file(folder.database());
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(8192, 'x'));
    file.close();
    const auto store = folder.open();
    QVERIFY(!store);
    QVERIFY(store.error().kind == StoreError::Kind::Damaged);
}

void NodeStoreTest::burstOfRows()
{
    const StoreFolder folder;
    auto store = folder.open();
    std::vector<Store> group;
    for (std::uint64_t i = 1; i <= 256; ++i)
        group.push_back({i, {PutMessage{textMessage(nodeNumber(2), i, "Nachricht", false)}}});
    QVERIFY((*store)->apply(group).durable);
    const auto page = (*store)->messages().before(nodeNumber(2), std::nullopt, 1000);
    QVERIFY(page);
    QCOMPARE(page->messages.size(), std::size_t{256});
}

VOS_TEST_CORE(NodeStoreTest)
#include "tst_nodestore.moc"
