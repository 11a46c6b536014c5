// The history: order, pages, states, unread counts and search.

#include "tests/support/testprogram.h"
#include "tests/unit/storefixture.h"

#include <QTest>

using namespace vos;
using namespace vos::qt;
using namespace vos::test;

namespace {

std::vector<std::uint64_t> lamports(const std::vector<Message>& messages)
{
    std::vector<std::uint64_t> result;
    for (const Message& message : messages)
        result.push_back(message.lamport);
    return result;
}

const NodeId peerId = nodeNumber(2);

}  // namespace

class MessageStoreTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(crypto::initialize()); }
    void init()
    {
        m_folder.emplace();
        m_store = std::move(*m_folder->open());
    }
    void cleanup()
    {
        m_store.reset();
        m_folder.reset();
    }
    void allFieldsSurvive();
    void pagesBackwards();
    void pagesForwards();
    void tiesGoByTheSendersId();
    void stateChanges();
    void readByPeerReportsWhatChanged();
    void readHereLowersTheUnreadCount();
    void summaries();
    void dataWaitsUntilTaken();
    void untakenDataIsBounded();
    void searchFindsNewestFirst_data();
    void searchFindsNewestFirst();
    void searchGoesInSlices();
    void unknownMessagesAreNotFound();
    void hugeNumbersKeepTheirOrder();
    void putTwiceIsOneMessage();

private:
    MessageStore& messages() { return m_store->messages(); }
    bool put(const Message& message) { return applyOne(*m_store, {PutMessage{message}}); }
    void fill(std::uint64_t count)
    {
        std::vector<StoreOperation> operations;
        for (std::uint64_t i = 1; i <= count; ++i)
            operations.push_back(
                PutMessage{textMessage(peerId, i, "Nummer " + std::to_string(i), i % 2 == 0)});
        QVERIFY(applyOne(*m_store, operations));
    }

    std::optional<StoreFolder> m_folder;
    std::unique_ptr<NodeStore> m_store;
};

void MessageStoreTest::allFieldsSurvive()
{
    Message message = textMessage(peerId, 5, "Grüße 你好 🌲", true);
    message.state = MessageState::Failed;
    message.reason = FailReason::Expired;
    message.deliveredAt = fromMillis(11);
    message.readAt = fromMillis(12);
    message.replyTo = messageNumber(4);
    message.heldBy = {nodeNumber(8), nodeNumber(9)};
    QVERIFY(put(message));
    const auto stored = messages().message(message.id);
    QVERIFY(stored);
    QVERIFY(encodeRow(*stored) == encodeRow(message));
    QCOMPARE(stored->text, message.text);
    QVERIFY(stored->state == MessageState::Failed && stored->reason == FailReason::Expired);
    QVERIFY(stored->deliveredAt == message.deliveredAt && stored->readAt == message.readAt);
    QVERIFY(stored->heldBy == message.heldBy && stored->replyTo == message.replyTo);
}

void MessageStoreTest::pagesBackwards()
{
    fill(10);
    auto page = messages().before(peerId, std::nullopt, 4);
    QVERIFY(page);
    QCOMPARE(lamports(page->messages), (std::vector<std::uint64_t>{7, 8, 9, 10}));
    QVERIFY(page->atEnd && !page->atStart);
    page = messages().before(peerId, messageNumber(7), 4);
    QCOMPARE(lamports(page->messages), (std::vector<std::uint64_t>{3, 4, 5, 6}));
    QVERIFY(!page->atEnd && !page->atStart);
    page = messages().before(peerId, messageNumber(3), 4);
    QCOMPARE(lamports(page->messages), (std::vector<std::uint64_t>{1, 2}));
    QVERIFY(page->atStart);
    page = messages().before(peerId, messageNumber(3), 2);
    QVERIFY(page->atStart);
    page = messages().before(nodeNumber(99), std::nullopt, 4);
    QVERIFY(page && page->messages.empty() && page->atStart && page->atEnd);
}

void MessageStoreTest::pagesForwards()
{
    fill(10);
    auto page = messages().after(peerId, messageNumber(3), 4);
    QVERIFY(page);
    QCOMPARE(lamports(page->messages), (std::vector<std::uint64_t>{4, 5, 6, 7}));
    QVERIFY(!page->atEnd && !page->atStart);
    page = messages().after(peerId, messageNumber(6), 4);
    QCOMPARE(lamports(page->messages), (std::vector<std::uint64_t>{7, 8, 9, 10}));
    QVERIFY(page->atEnd);
    page = messages().after(peerId, messageNumber(10), 4);
    QVERIFY(page && page->messages.empty() && page->atEnd);
}

void MessageStoreTest::tiesGoByTheSendersId()
{
    // Both sides wrote at the same Lamport time: the smaller id stands first, on either side.
    Message mine = textMessage(peerId, 1, "von mir", true);
    Message theirs = textMessage(peerId, 2, "vom Freund", false);
    mine.lamport = theirs.lamport = 50;
    QVERIFY(put(theirs) && put(mine));
    const auto page = messages().before(peerId, std::nullopt, 10);
    QCOMPARE(page->messages.size(), std::size_t{2});
    QCOMPARE(page->messages[0].outgoing, m_folder->own() < peerId);
}

void MessageStoreTest::stateChanges()
{
    fill(2);
    const MessageId id = messageNumber(2);
    QVERIFY(applyOne(*m_store, {SetMessageState{id, MessageState::Delivered, FailReason::None,
                                                fromMillis(5), std::nullopt}}));
    auto message = messages().message(id);
    QVERIFY(message->state == MessageState::Delivered && message->deliveredAt == fromMillis(5));
    QVERIFY(applyOne(*m_store, {SetMessageState{id, MessageState::Read, FailReason::None,
                                                std::nullopt, fromMillis(9)}}));
    message = messages().message(id);
    QVERIFY(message->state == MessageState::Read);
    QVERIFY(message->deliveredAt == fromMillis(5) && message->readAt == fromMillis(9));
    // One that is gone meanwhile is no error.
    QVERIFY(applyOne(
        *m_store,
        {SetMessageState{messageNumber(99), MessageState::Read, FailReason::None, {}, {}}}));
}

void MessageStoreTest::readByPeerReportsWhatChanged()
{
    fill(8);
    for (std::uint64_t i : {2, 4, 8})
        QVERIFY(applyOne(
            *m_store,
            {SetMessageState{
                messageNumber(i), MessageState::Delivered, FailReason::None, fromMillis(5), {}}}));
    const Store batch{7, {MarkReadByPeer{peerId, 6, fromMillis(77)}}};
    const auto applied = m_store->apply(std::span(&batch, 1));
    QVERIFY(applied.durable);
    // 6 is not delivered yet, 8 is after the mark.
    QCOMPARE(applied.readByPeer.size(), std::size_t{2});
    for (const MessageStateChange& change : applied.readByPeer) {
        QVERIFY(change.id == messageNumber(2) || change.id == messageNumber(4));
        QVERIFY(change.state == MessageState::Read && change.at == fromMillis(77));
        QVERIFY(change.peer == peerId);
    }
    QVERIFY(messages().message(messageNumber(4))->readAt == fromMillis(77));
    QVERIFY(messages().message(messageNumber(6))->state == MessageState::Sent);
    QVERIFY(m_store->apply(std::span(&batch, 1)).readByPeer.empty());
}

void MessageStoreTest::readHereLowersTheUnreadCount()
{
    fill(9);
    QCOMPARE(messages().conversations()->front().unread, 5);
    QVERIFY(applyOne(*m_store, {MarkReadHere{peerId, 5, fromMillis(3)}}));
    QCOMPARE(messages().conversations()->front().unread, 2);
    QVERIFY(messages().message(messageNumber(5))->readAt == fromMillis(3));
    QVERIFY(!messages().message(messageNumber(7))->readAt);
    QVERIFY(!messages().message(messageNumber(4))->readAt);
    // Everything incoming that stands at or before an own message.
    QCOMPARE(*messages().incomingSequence(peerId, messageNumber(8)), std::uint64_t{7});
    QCOMPARE(*messages().incomingSequence(peerId, messageNumber(7)), std::uint64_t{7});
}

void MessageStoreTest::summaries()
{
    QVERIFY(messages().conversations()->empty());
    fill(3);
    QVERIFY(put(textMessage(nodeNumber(5), 100, "anderswo", true)));
    const auto summaries = messages().conversations();
    QVERIFY(summaries);
    QCOMPARE(summaries->size(), std::size_t{2});
    for (const ConversationSummary& summary : *summaries) {
        const bool first = summary.peer == peerId;
        QVERIFY(first || summary.peer == nodeNumber(5));
        QCOMPARE(summary.unread, first ? 2 : 0);
        QVERIFY(summary.last && summary.last->text == (first ? "Nummer 3" : "anderswo"));
    }
}

void MessageStoreTest::dataWaitsUntilTaken()
{
    Message data = textMessage(peerId, 1, std::string("\0\1bytes", 7), false);
    data.kind = LetterKind::Data;
    QVERIFY(put(data));
    QVERIFY(applyOne(*m_store, {MarkReadHere{peerId, 10, fromMillis(3)}}));
    auto waiting = messages().untakenData(10);
    QCOMPARE(waiting.size(), std::size_t{1});
    QCOMPARE(waiting[0].text, data.text);
    // Data is for programs: no chat shows it.
    QVERIFY(messages().before(peerId, std::nullopt, 10)->messages.empty());
    QVERIFY(messages().conversations()->empty());
    QVERIFY(m_store->markTaken({data.id}));
    QVERIFY(messages().untakenData(10).empty());
}

void MessageStoreTest::untakenDataIsBounded()
{
    Store batch{1, {}};
    const int count = MessageStore::UntakenMax + 3;
    for (int i = 1; i <= count; ++i) {
        Message data = textMessage(peerId, static_cast<std::uint64_t>(i), "x", false);
        data.kind = LetterKind::Data;
        batch.operations.push_back(PutMessage{data});
    }
    QVERIFY(m_store->apply(std::span(&batch, 1)).durable);
    const auto waiting = messages().untakenData(1);
    QCOMPARE(waiting.size(), std::size_t{1});
    QCOMPARE(waiting[0].sequence, std::uint64_t{4});
}

void MessageStoreTest::searchFindsNewestFirst_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("count");
    QTest::newRow("word") << QStringLiteral("boot") << 2;
    QTest::newRow("other case") << QStringLiteral("BOOT") << 2;
    QTest::newRow("umlaut") << QStringLiteral("GRÜSSE") << 0;
    QTest::newRow("umlaut case") << QStringLiteral("HÄFEN") << 1;
    QTest::newRow("one Chinese character") << QStringLiteral("船") << 2;
    QTest::newRow("two Chinese characters") << QStringLiteral("渔船") << 1;
    QTest::newRow("nothing") << QStringLiteral("zeppelin") << 0;
}

void MessageStoreTest::searchFindsNewestFirst()
{
    QFETCH(QString, text);
    QFETCH(int, count);
    int number = 0;
    for (const char* message :
         {"Das Boot liegt im Hafen", "viele Häfen", "我的渔船在港口", "一条船", "das boot", "Ende"})
        QVERIFY(put(textMessage(peerId, static_cast<std::uint64_t>(++number), message, false)));
    MessageSearch search;
    search.text = text;
    while (!search.finished)
        QVERIFY(messages().searchOn(search, 500));
    QCOMPARE(static_cast<int>(search.found.size()), count);
    for (std::size_t i = 1; i < search.found.size(); ++i)
        QVERIFY(search.found[i - 1].lamport > search.found[i].lamport);
}

void MessageStoreTest::searchGoesInSlices()
{
    fill(25);
    QVERIFY(put(textMessage(nodeNumber(5), 100, "Nummer anderswo", true)));
    MessageSearch search;
    search.text = QStringLiteral("nummer");
    search.peer = peerId;
    search.limit = 12;
    int slices = 0;
    while (!search.finished && slices < 100) {
        QVERIFY(messages().searchOn(search, 5));
        ++slices;
    }
    QCOMPARE(search.found.size(), std::size_t{12});
    QCOMPARE(search.found.front().lamport, std::uint64_t{25});
    QVERIFY(slices >= 3);
}

void MessageStoreTest::unknownMessagesAreNotFound()
{
    fill(2);
    const MessageId unknown = messageNumber(500);
    QVERIFY(messages().message(unknown).error().code == ErrorCode::NotFound);
    QVERIFY(messages().before(peerId, unknown, 5).error().code == ErrorCode::NotFound);
    QVERIFY(messages().after(peerId, unknown, 5).error().code == ErrorCode::NotFound);
    QVERIFY(messages().incomingSequence(peerId, unknown).error().code == ErrorCode::NotFound);
    // One of another chat is none of this one.
    QVERIFY(messages().before(nodeNumber(7), messageNumber(1), 5).error().code ==
            ErrorCode::NotFound);
}

void MessageStoreTest::hugeNumbersKeepTheirOrder()
{
    fill(2);
    Message last = textMessage(peerId, 3, "am Ende", false);
    last.lamport = ~std::uint64_t{0};
    last.sequence = ~std::uint64_t{0};
    QVERIFY(put(last));
    const auto page = messages().before(peerId, std::nullopt, 10);
    QCOMPARE(page->messages.size(), std::size_t{3});
    QCOMPARE(page->messages.back().text, std::string("am Ende"));
    QCOMPARE(page->messages.back().sequence, ~std::uint64_t{0});
}

void MessageStoreTest::putTwiceIsOneMessage()
{
    Message message = textMessage(peerId, 1, "alt", false);
    QVERIFY(put(message));
    message.text = "neu";
    QVERIFY(put(message));
    const auto page = messages().before(peerId, std::nullopt, 10);
    QCOMPARE(page->messages.size(), std::size_t{1});
    QCOMPARE(page->messages[0].text, std::string("neu"));
}

VOS_TEST_CORE(MessageStoreTest)
#include "tst_messagestore.moc"
