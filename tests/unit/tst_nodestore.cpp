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
    row.slot = 3;
    row.slotSecret = {std::byte{6}};
    row.theirSlot = 8;
    row.theirSlotSecret = {std::byte{7}};
    row.receivedUpTo = 10;
    row.receivedBeyond = {12, 15};
    row.doubt = Doubt::UsedTwice;
    row.allowedSequence = 77;
    row.allowedCard = 5;
    row.profileNumber = 6;
    row.profileGrants = Bytes(2 * 112, std::byte{4});
    row.toldProfile = {std::byte{3}};
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
    row.recallSecret = {std::byte{9}};
    row.custody = {
        {nodeNumber(11), row.letterIds[0], CustodyEntry::Status::Refused, Bytes(140, std::byte{8}),
         fromMillis(when + 4)},
        {nodeNumber(12), row.letterIds[1], CustodyEntry::Status::Held, {}, fromMillis(when + 5)}};
    row.recalled = true;
    row.lifeEnd = fromMillis(when + 6);
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
    return {1'700'000'000'001, 3, toBytes(vos::viewOf("meine Karte")), true, "Ada"};
}

FriendRow sampleFriend()
{
    FriendRow row;
    row.id = nodeNumber(11);
    row.state = AgreementState::Active;
    row.name = "Rosalinde Kirschkern";
    row.message = "Nimmst du meine Post an?";
    row.hints = {"192.0.2.99:40123"};
    row.askedQuotaKib = 1024;
    row.grant = Bytes(112, std::byte{3});
    row.revocation = Bytes(160, std::byte{4});
    row.since = fromMillis(when);
    row.lastSeen = fromMillis(when + 1);
    row.usedKib = 12;
    row.holding = 5;
    row.lost = 1;
    row.lifeEnd = fromMillis(when + 2);
    row.slotsNumber = 9;
    return row;
}

OwnerRow sampleOwner()
{
    OwnerRow row;
    row.id = nodeNumber(12);
    row.state = AgreementState::Asked;
    row.name = "Ottokar Zwetschge";
    row.message = "Ich bin viel auf Reisen";
    row.askedQuotaKib = 2048;
    row.grant = Bytes(112, std::byte{5});
    row.since = fromMillis(when);
    row.doNotAsk = true;
    row.slotsNumber = 3;
    row.slots = {1, 4};
    row.slotKeys = {{std::byte{1}}, {std::byte{2}}};
    row.lifeEnd = fromMillis(when + 3);
    return row;
}

HeldLetterRow heldRow(std::uint64_t number)
{
    SeededRng rng(number + 300);
    HeldLetterRow row;
    row.id = rng.id<LetterId>();
    row.owner = nodeNumber(12);
    row.number = number;
    row.size = 700;
    row.slot = 4;
    rng.fill(row.recallHash);
    row.storedAt = fromMillis(when + 7);
    row.lifeEnd = fromMillis(when + 8);
    return row;
}

PutHeldLetter heldLetter(std::uint64_t number)
{
    return {heldRow(number), toBytes(vos::viewOf("verschlossener Umschlag"))};
}

CustodyNoteRow sampleNote()
{
    return {SeededRng(400).id<LetterId>(), nodeNumber(11), nodeNumber(2), fromMillis(when + 9)};
}

RevocationRow sampleRevocation()
{
    return {{std::byte{9}}, Bytes(150, std::byte{8}), fromMillis(when + 12)};
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
        ClockRow{fromMillis(when + 10), fromMillis(when + 11)},
        sampleFriend(),
        sampleOwner(),
        sampleNote(),
        sampleRevocation(),
        heldLetter(1),
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

/// A database as the first version made it, with a contact, a message waiting and one delivered.
void makeFirstVersion(const StoreFolder& folder)
{
    auto database = Database::open(folder.database());
    QVERIFY(database);
    QVERIFY(migrations()[0].apply(**database));
    QVERIFY((*database)->execute(QStringLiteral("PRAGMA user_version=1")));
    SealedCells cells(folder.key());
    const auto insert = [&](const char* sql, std::string_view table, ByteView name,
                            const Bytes& row, std::size_t added) {
        const QByteArray key = cells.index(table, name);
        const Bytes old(row.begin(), row.end() - static_cast<std::ptrdiff_t>(added));
        QVERIFY((*database)->run(sql, {key, cells.seal({table, "body", key}, old)}));
    };
    ContactRow contact = sampleContact();
    contact.receivedBeyond.clear();
    contact.profileGrants.clear();
    // The fields that came later, at the end of each row: two slots with their secrets, a number,
    // an empty list, a doubt, two numbers, a number, no grants, a hash; a recall secret, an empty
    // list, a flag, a time.
    insert("INSERT INTO contact (key, body) VALUES (?, ?)", "contact", contact.id.view(),
           encodeRow(contact), 2 * (4 + 32) + 8 + 1 + 1 + 8 + 4 + 4 + 1 + 16);
    OutboxRow waiting = sampleOutbox();
    waiting.custody.clear();
    insert("INSERT INTO outbox (key, body) VALUES (?, ?)", "outbox", waiting.id.view(),
           encodeRow(waiting), 16 + 1 + 1 + 8);

    const Message message = textMessage(nodeNumber(2), 1, "von frueher", true);
    const QByteArray key = cells.index("message.id", message.id.view());
    const Bytes status{std::byte{3}, std::byte{0}, std::byte{0}, std::byte{0}};
    QVERIFY((*database)->run(
        "INSERT INTO message (key, peer, kind, outgoing, lamport, rank, sequence, state, unread,"
        " body, status) VALUES (?, ?, 4, 1, 1, 0, 1, 3, 0, ?, ?)",
        {key, cells.index("message.peer", message.peer.view()),
         cells.seal({"message", "body", key}, encodeRow(message)),
         cells.seal({"message", "status", key}, status)}));
}

QStringList tablesOf(Database& database)
{
    QStringList tables;
    QSqlQuery* row =
        database.select("SELECT type || ' ' || name || ' ' || tbl_name || ' ' || coalesce(sql, '')"
                        " FROM sqlite_master ORDER BY type, name");
    while (row != nullptr && row->next())
        tables << row->value(0).toString();
    return tables;
}

}  // namespace

class NodeStoreTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(crypto::initialize()); }
    void everyRowSurvivesReopening();
    void oldProfileBecomesLikeANewOne();
    void heldLettersAndReceipts();
    void manyHeldLettersLoadWithoutTheirBytes();
    void wayOfAMessage();
    void holdersOfAMessage();
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
    QVERIFY(state.contacts[0].receivedBeyond == (std::vector<std::uint64_t>{12, 15}));
    QCOMPARE(state.revocations.size(), std::size_t{1});
    QVERIFY(encodeRow(state.revocations[0]) == encodeRow(sampleRevocation()));
    QVERIFY(state.contacts[0].doubt == Doubt::UsedTwice);
    QCOMPARE(state.contacts[0].allowedSequence, quint64{77});
    QCOMPARE(state.contacts[0].allowedCard, 5u);
    QCOMPARE(state.outbox[0].custody.size(), std::size_t{2});
    QVERIFY(state.outbox[0].custody[1].friendId == nodeNumber(12));
    QVERIFY(state.outbox[0].recalled);
    QVERIFY(state.clock && state.clock->life == fromMillis(when + 10));
    QVERIFY(state.clock->wall == fromMillis(when + 11));
    QCOMPARE(state.friends.size(), std::size_t{1});
    QVERIFY(encodeRow(state.friends[0]) == encodeRow(sampleFriend()));
    QCOMPARE(state.friends[0].lost, 1u);
    QCOMPARE(state.friends[0].slotsNumber, 9u);
    QVERIFY(state.friends[0].lifeEnd == fromMillis(when + 2));
    QCOMPARE(state.owners.size(), std::size_t{1});
    QVERIFY(encodeRow(state.owners[0]) == encodeRow(sampleOwner()));
    QCOMPARE(state.owners[0].slotKeys.size(), std::size_t{2});
    QVERIFY(state.owners[0].lifeEnd == fromMillis(when + 3));
    QCOMPARE(state.notes.size(), std::size_t{1});
    QVERIFY(encodeRow(state.notes[0]) == encodeRow(sampleNote()));
    QCOMPARE(state.held.size(), std::size_t{1});
    QVERIFY(encodeRow(state.held[0]) == encodeRow(heldRow(1)));
    const auto message = (*store)->messages().message(messageNumber(1));
    QVERIFY(message);
    QCOMPARE(message->text, std::string("Der Schluessel liegt unterm Blumentopf"));
}

void NodeStoreTest::oldProfileBecomesLikeANewOne()
{
    const StoreFolder old;
    makeFirstVersion(old);
    auto store = old.open();
    QVERIFY(store);
    const auto state = (*store)->load();
    QVERIFY(state);
    const auto message = (*store)->messages().message(messageNumber(1));
    QCOMPARE((*store)->unreadable(), 0);
    QCOMPARE(state->contacts.size(), std::size_t{1});
    QCOMPARE(state->contacts[0].name, sampleContact().name);
    QCOMPARE(state->contacts[0].slot, 0u);
    QVERIFY(state->contacts[0].doubt == Doubt::None);
    QCOMPARE(state->outbox.size(), std::size_t{1});
    QVERIFY(state->outbox[0].letterIds == sampleOutbox().letterIds);
    QVERIFY(state->outbox[0].custody.empty() && !state->outbox[0].recalled);
    QVERIFY(message);
    QCOMPARE(message->text, std::string("von frueher"));
    QVERIFY(message->state == MessageState::Delivered);
    QVERIFY(message->heldBy.empty() && !message->heldSince);
    QVERIFY(applyOne(**store, oneOfEach()));
    store->reset();

    const StoreFolder fresh;
    QVERIFY(fresh.open());
    auto migrated = Database::open(old.database());
    auto made = Database::open(fresh.database());
    QVERIFY(migrated && made);
    QCOMPARE((*migrated)->value(QStringLiteral("PRAGMA user_version")).toInt(), schemaVersion());
    QCOMPARE(tablesOf(**migrated), tablesOf(**made));
    QVERIFY(tablesOf(**made).size() > 20);
}

void NodeStoreTest::heldLettersAndReceipts()
{
    const StoreFolder folder;
    auto store = folder.open();
    const LetterId first = heldRow(1).id;
    const LetterId second = heldRow(2).id;
    QVERIFY(applyOne(**store, {heldLetter(1), heldLetter(2)}));
    auto letters = (*store)->loadHeld({second, heldRow(9).id, first}, false);
    QCOMPARE(letters.size(), std::size_t{2});
    QVERIFY(letters[0].first == second && letters[1].first == first);
    QVERIFY(letters[0].second == heldLetter(2).letter);
    QVERIFY((*store)->loadHeld({first}, true).empty());

    // Handed over: the index row changes, the letter stays. Settled: its bytes go.
    HeldLetterRow row = heldRow(1);
    row.fate = HeldLetterRow::Fate::HandedOver;
    QVERIFY(applyOne(**store, {row}));
    QCOMPARE((*store)->loadHeld({first}, false).size(), std::size_t{1});
    row.fate = HeldLetterRow::Fate::Settled;
    const Bytes receipt(170, std::byte{0x2b});
    QVERIFY(applyOne(**store, {SettleHeldLetter{row, receipt}}));
    QVERIFY((*store)->loadHeld({first}, false).empty());
    const auto receipts = (*store)->loadHeld({first, second}, true);
    QCOMPARE(receipts.size(), std::size_t{1});
    QVERIFY(receipts[0].second == receipt);
    store->reset();
    store = folder.open();
    const auto state = (*store)->load();
    QCOMPARE(state->held.size(), std::size_t{2});
    const auto settled = std::find_if(state->held.begin(), state->held.end(),
                                      [&](const HeldLetterRow& held) { return held.id == first; });
    QVERIFY(settled != state->held.end() && settled->fate == HeldLetterRow::Fate::Settled);

    QVERIFY(applyOne(**store, {DeleteHeldLetter{first}, DeleteHeldLetter{second}}));
    QVERIFY((*store)->loadHeld({first, second}, false).empty());
    QVERIFY((*store)->loadHeld({first}, true).empty());
    QVERIFY((*store)->load()->held.empty());
}

void NodeStoreTest::manyHeldLettersLoadWithoutTheirBytes()
{
    constexpr int count = 20'000;
    const StoreFolder folder;
    auto store = folder.open();
    std::vector<StoreOperation> operations;
    for (int i = 0; i < count; ++i)
        operations.push_back(PutHeldLetter{heldRow(static_cast<std::uint64_t>(i)), Bytes(900)});
    QVERIFY(applyOne(**store, std::move(operations)));
    store->reset();
    store = folder.open();
    QElapsedTimer timer;
    timer.start();
    const auto state = (*store)->load();
    QCOMPARE(state->held.size(), std::size_t{count});
    const std::size_t bytes = state->held.capacity() * sizeof(HeldLetterRow);
    qInfo("%d rows in %lld ms, %zu bytes", count, static_cast<long long>(timer.elapsed()), bytes);
    QVERIFY(bytes < 10'000'000);
}

void NodeStoreTest::wayOfAMessage()
{
    const StoreFolder folder;
    auto store = folder.open();
    const MessageStep written{MessageStep::Kind::Written, fromMillis(when), {}, {}};
    const MessageStep held{MessageStep::Kind::Held, fromMillis(when - 5), nodeNumber(11),
                           Bytes(140, std::byte{1})};
    const MessageStep delivered{MessageStep::Kind::Delivered, fromMillis(when + 9), {}, Bytes(90)};
    QVERIFY(applyOne(**store, {PutMessage{textMessage(nodeNumber(2), 1, "hin", true)},
                               PutStep{messageNumber(1), written}, PutStep{messageNumber(1), held},
                               PutStep{messageNumber(2), written}}));
    store->reset();
    store = folder.open();
    QVERIFY(applyOne(**store, {PutStep{messageNumber(1), delivered}}));
    const auto steps = (*store)->steps(messageNumber(1));
    QVERIFY(steps);
    // In the order in which they were put, whatever their clocks said.
    QVERIFY(*steps == (std::vector<MessageStep>{written, held, delivered}));
    QVERIFY((*store)->steps(messageNumber(3))->empty());
    QVERIFY(applyOne(**store, {DeleteMessage{messageNumber(1)}}));
    QVERIFY((*store)->steps(messageNumber(1))->empty());
    QCOMPARE((*store)->steps(messageNumber(2))->size(), std::size_t{1});
    QCOMPARE((*store)->unreadable(), 0);
}

void NodeStoreTest::holdersOfAMessage()
{
    const StoreFolder folder;
    auto store = folder.open();
    const MessageId id = messageNumber(1);
    QVERIFY(applyOne(**store, {PutMessage{textMessage(nodeNumber(2), 1, "hin", true)}}));
    SetMessageState change{id, MessageState::Held, FailReason::None, {}, {}};
    change.heldBy = {nodeNumber(11), nodeNumber(12)};
    change.heldSince = fromMillis(when);
    QVERIFY(applyOne(**store, {change}));
    // A change that says nothing of holders leaves them.
    QVERIFY(applyOne(
        **store, {SetMessageState{
                     id, MessageState::Delivered, FailReason::None, fromMillis(when + 1), {}}}));
    auto message = (*store)->messages().message(id);
    QVERIFY(message->heldBy == (std::vector<NodeId>{nodeNumber(11), nodeNumber(12)}));
    QVERIFY(message->heldSince == fromMillis(when));
    const Store read{2, {MarkReadByPeer{nodeNumber(2), 1, fromMillis(when + 2)}}};
    const auto applied = (*store)->apply(std::span(&read, 1));
    QCOMPARE(applied.readByPeer.size(), std::size_t{1});
    QCOMPARE(applied.readByPeer[0].heldBy.size(), std::size_t{2});
    // Nobody has it any more.
    SetMessageState back{id, MessageState::Queued, FailReason::None, {}, {}};
    back.heldBy = std::vector<NodeId>();
    QVERIFY(applyOne(**store, {back}));
    message = (*store)->messages().message(id);
    QVERIFY(message->heldBy.empty() && !message->heldSince);
}

void NodeStoreTest::deletesAreKept()
{
    const StoreFolder folder;
    auto store = folder.open();
    QVERIFY(applyOne(**store, oneOfEach()));
    QVERIFY(
        applyOne(**store, {DeletePrekey{samplePrekey().publicKey}, DeleteContact{nodeNumber(2)},
                           DeleteOutbox{messageNumber(7)}, DeleteRecord{nodeNumber(3)},
                           DeleteMessage{messageNumber(1)}, DeleteSeenLetters{fromMillis(when + 1)},
                           DeleteFriend{nodeNumber(11)}, DeleteOwner{nodeNumber(12)},
                           DeleteCustodyNote{sampleNote().letter, nodeNumber(11)}}));
    store->reset();
    store = folder.open();
    const auto state = (*store)->load();
    QVERIFY(state);
    QVERIFY(state->prekeys.empty() && state->contacts.empty() && state->outbox.empty());
    QVERIFY(state->records.empty() && state->seenLetters.empty());
    QVERIFY(state->friends.empty() && state->owners.empty() && state->notes.empty());
    QCOMPARE(state->held.size(), std::size_t{1});
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
        QVERIFY(applyOne(**store, {SettingRow{"a", "1"}, SettingRow{"b", "2"}, SettingRow{"c", "3"},
                                   sampleContact()}));
    }
    {
        auto database = Database::open(folder.database());
        QVERIFY(database);
        // Two settings trade places, and a contact's cell is put into the settings' table.
        const auto bodyOf = [&](int row) {
            return (*database)
                ->value(QStringLiteral("SELECT hex(body) FROM setting WHERE rowid = %1").arg(row))
                .toString();
        };
        const QStringList bodies = {bodyOf(1), bodyOf(2)};
        for (int row : {1, 2}) {
            QVERIFY((*database)->execute(
                QStringLiteral("UPDATE setting SET body = x'%1' WHERE rowid = %2")
                    .arg(bodies[2 - row])
                    .arg(row)));
        }
        QVERIFY((*database)->execute(
            QStringLiteral("INSERT INTO setting (key, body) SELECT key, body FROM contact")));
    }
    auto store = folder.open();
    const auto state = (*store)->load();
    QVERIFY(state);
    QCOMPARE(state->settings.size(), std::size_t{1});
    QCOMPARE(state->settings[0].key, std::string("c"));
    QCOMPARE((*store)->unreadable(), 3);
    QCOMPARE(state->contacts.size(), std::size_t{1});
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
        for (const char* text :
             {"Wendelin", "Fischmarkt", "Erinnerst", "quittenbaum", "192.0.2.77", "Leuchtturm",
              "Blumentopf", "Entwurf", "draft/", "privacy.typing", "meine Karte", "Karte von",
              "ZZZZZZZZ", "Rosalinde", "Ottokar", "auf Reisen", "verschlossener", "192.0.2.99"})
            QVERIFY2(!bytes.contains(text), text);
        for (std::uint64_t node : {1, 2, 3, 11, 12}) {
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
