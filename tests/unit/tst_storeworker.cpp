// The store's thread: groups of batches, a disk that is full for a while, searches that replace
// each other, and what is written when it closes.

#include "p2p/qt/storeworker.h"
#include "p2p/qt/threads.h"
#include "tests/support/testprogram.h"
#include "tests/unit/storefixture.h"

#include <QSignalSpy>
#include <QTest>

#ifdef Q_OS_UNIX
#include <csignal>
#include <sys/resource.h>
#endif

using namespace vos;
using namespace vos::qt;
using namespace vos::test;

namespace {

const NodeId friendId = nodeNumber(2);

Store batch(std::uint64_t ticket, std::size_t size = 100)
{
    return {ticket, {PutMessage{textMessage(friendId, ticket, std::string(size, 'x'), false)}}};
}

PutHeldLetter letterToHold(std::uint64_t number, std::size_t size = 700)
{
    PutHeldLetter put;
    put.row.id = SeededRng(number).id<LetterId>();
    put.row.owner = friendId;
    put.row.number = number;
    put.letter = Bytes(size, std::byte{7});
    return put;
}

}  // namespace

class StoreWorkerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(crypto::initialize()); }
    void init()
    {
        m_folder.emplace();
        m_worker.emplace();
        m_results.clear();
        m_groups = 0;
        connect(&*m_worker, &StoreWorker::stored, this, [this](const auto& results, const auto&) {
            m_results.insert(m_results.end(), results.begin(), results.end());
            ++m_groups;
        });
        const StorePlace place{m_folder->database(), m_folder->path("copies")};
        QVERIFY(QDir().mkpath(place.copies));
        QVERIFY(m_worker->open(place, m_folder->key(), m_folder->own()));
    }
    void cleanup()
    {
        m_worker.reset();
        m_folder.reset();
    }
    void whatIsQueuedSharesACommit();
    void floodsAreCut();
    void badBatchDoesNotTakeTheOthersDown();
    void roomAgainIsNoticed();
    void newerSearchEndsAnOlderOne();
    void closeWritesWhatIsQueued();
    void readMarksComeWithTheirResult();
    void elsewhereIsKept();
    void portIsNoLocalValue();
    void heldLettersAreReadAfterWhatWasSubmitted();
    void custodyIsCountedOnceItIsDurable();

private:
    std::optional<StoreFolder> m_folder;
    std::optional<StoreWorker> m_worker;
    std::vector<StoreResult> m_results;
    int m_groups = 0;
};

void StoreWorkerTest::whatIsQueuedSharesACommit()
{
    for (std::uint64_t ticket = 1; ticket <= 20; ++ticket)
        post(&*m_worker, [this, ticket] { m_worker->submit({batch(ticket)}); });
    QTRY_COMPARE(m_results.size(), std::size_t{20});
    QVERIFY(m_groups <= 2);
    for (std::size_t i = 0; i < m_results.size(); ++i) {
        QCOMPARE(m_results[i].ticket, std::uint64_t{i + 1});
        QVERIFY(m_results[i].durable);
    }
}

void StoreWorkerTest::heldLettersAreReadAfterWhatWasSubmitted()
{
    m_worker->submit({{1, {letterToHold(1)}}, {2, {letterToHold(2)}}});
    const LetterId id = letterToHold(2).row.id;
    const auto found = m_worker->loadHeld({id}, false);
    // The batches were answered for before that.
    QCOMPARE(m_results.size(), std::size_t{2});
    QCOMPARE(found.size(), std::size_t{1});
    QVERIFY(found[0].first == id && found[0].second == letterToHold(2).letter);
    m_worker->close();
    QVERIFY(m_worker->loadHeld({id}, false).empty());
}

void StoreWorkerTest::custodyIsCountedOnceItIsDurable()
{
    std::vector<CustodyTally> told;
    connect(&*m_worker, &StoreWorker::custodyTold, this,
            [&](const CustodyTally& tally) { told.push_back(tally); });
    m_worker->submit({{1, {letterToHold(1), letterToHold(2)}}, {2, {letterToHold(3)}}});
    m_worker->tellCustody();
    QVERIFY(told.empty());
    m_worker->flush();
    m_worker->submit({{3, {SettleHeldLetter{letterToHold(1).row, Bytes(90)}}},
                      {4, {SettleHeldLetter{letterToHold(2).row, {}}}}});
    m_worker->flush();
    m_worker->tellCustody();
    m_worker->tellCustody();
    QCOMPARE(told.size(), std::size_t{1});
    QVERIFY(told[0] == (CustodyTally{3, 1, 1}));
}

void StoreWorkerTest::floodsAreCut()
{
    std::vector<Store> flood;
    for (std::uint64_t ticket = 1; ticket <= 256; ++ticket)
        flood.push_back(batch(ticket));
    m_worker->submit(std::move(flood));
    // Not on the next turn of the loop, but at once.
    QCOMPARE(m_results.size(), std::size_t{256});
}

#ifdef Q_OS_UNIX
/// Runs `action` while no file of this process may grow by more than `room`.
template <typename Action>
void whileDiskIsFull(const QString& file, qint64 room, Action action)
{
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit before{};
    ::getrlimit(RLIMIT_FSIZE, &before);
    const rlimit limit{static_cast<rlim_t>(QFileInfo(file).size() + room), before.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    action();
    ::setrlimit(RLIMIT_FSIZE, &before);
}

void StoreWorkerTest::badBatchDoesNotTakeTheOthersDown()
{
    const QString log = m_folder->database() + QStringLiteral("-wal");
    whileDiskIsFull(log, 60'000, [this] {
        m_worker->submit({batch(1), batch(2, 59'000), batch(3)});
        m_worker->flush();
    });
    QCOMPARE(m_results.size(), std::size_t{3});
    QVERIFY(m_results[0].durable);
    QVERIFY(!m_results[1].durable);
    QVERIFY(!m_worker->store()->messages().message(messageNumber(2)));
    QVERIFY(m_worker->store()->messages().message(messageNumber(1)));
}

void StoreWorkerTest::roomAgainIsNoticed()
{
    QSignalSpy recovered(&*m_worker, &StoreWorker::recovered);
    whileDiskIsFull(m_folder->database() + QStringLiteral("-wal"), 0, [this] {
        m_worker->submit({batch(1)});
        m_worker->flush();
    });
    QCOMPARE(m_results.size(), std::size_t{1});
    QVERIFY(!m_results[0].durable);
    QVERIFY(recovered.wait(10'000));
    m_worker->submit({batch(2)});
    QTRY_COMPARE(m_results.size(), std::size_t{2});
    QVERIFY(m_results[1].durable);
}
#else
void StoreWorkerTest::badBatchDoesNotTakeTheOthersDown()
{
    QSKIP("needs RLIMIT_FSIZE");
}
void StoreWorkerTest::roomAgainIsNoticed()
{
    QSKIP("needs RLIMIT_FSIZE");
}
#endif

void StoreWorkerTest::newerSearchEndsAnOlderOne()
{
    std::vector<Store> history;
    for (std::uint64_t ticket = 1; ticket <= 2000; ++ticket)
        history.push_back(batch(ticket, 20));
    m_worker->submit(std::move(history));
    const auto searchFor = [](const char* text) {
        MessageSearch search;
        search.text = QString::fromLatin1(text);
        search.limit = 10;
        return search;
    };
    std::optional<StoreWorker::Found> first;
    std::optional<StoreWorker::Found> second;
    m_worker->search(searchFor("not there"), [&](auto found) { first = std::move(found); });
    QVERIFY(!first);
    m_worker->search(searchFor("XxXx"), [&](auto found) { second = std::move(found); });
    QVERIFY(first && !*first);
    QVERIFY(first->error().code == ErrorCode::Busy);
    QTRY_VERIFY(second.has_value());
    QVERIFY(*second);
    QCOMPARE((**second).size(), std::size_t{10});
    QCOMPARE((**second)[0].sequence, std::uint64_t{2000});
}

void StoreWorkerTest::closeWritesWhatIsQueued()
{
    QSignalSpy closed(&*m_worker, &StoreWorker::closed);
    m_worker->submit({batch(1)});
    m_worker->close();
    QCOMPARE(closed.size(), 1);
    QCOMPARE(m_results.size(), std::size_t{1});
    QVERIFY(m_results[0].durable);
    QVERIFY((*m_folder->open())->messages().message(messageNumber(1)));
    // After that nothing is durable any more, and says so.
    m_worker->submit({batch(2)});
    m_worker->flush();
    QVERIFY(!m_results[1].durable);
}

void StoreWorkerTest::readMarksComeWithTheirResult()
{
    QSignalSpy stored(&*m_worker, &StoreWorker::stored);
    QSignalSpy stepped(&*m_worker, &StoreWorker::stepped);
    Message message = textMessage(friendId, 1, "hallo", true);
    message.state = MessageState::Delivered;
    m_worker->submit(
        {Store{1, {PutMessage{message}}}, Store{2, {MarkReadByPeer{friendId, 1, fromMillis(5)}}}});
    QVERIFY(stored.wait(5000));
    const auto changes = stored[0][1].value<std::vector<MessageStateChange>>();
    QCOMPARE(changes.size(), std::size_t{1});
    QVERIFY(changes[0].id == message.id && changes[0].state == MessageState::Read);
    // The message has come a step further, and that is told.
    QCOMPARE(stepped.size(), 1);
    QVERIFY(stepped[0][0].value<std::vector<MessageId>>() == std::vector{message.id});
    const auto steps = m_worker->store()->steps(message.id);
    QVERIFY(steps);
    QCOMPARE(steps->size(), std::size_t{1});
    const MessageStep read{MessageStep::Kind::Read, fromMillis(5), friendId, {}};
    QVERIFY(steps->front() == read);
}

void StoreWorkerTest::elsewhereIsKept()
{
    const auto open = [this] {
        return m_worker->open({m_folder->database(), m_folder->path("copies")}, m_folder->key(),
                              m_folder->own());
    };
    m_worker->keepElsewhere(fromMillis(77));
    m_worker->close();
    auto opened = open();
    QVERIFY(opened && opened->elsewhereAt == fromMillis(77));
    m_worker->keepElsewhere({});
    m_worker->close();
    opened = open();
    QVERIFY(opened && !opened->elsewhereAt);
    QVERIFY(m_worker->locals("").empty());
}

void StoreWorkerTest::portIsNoLocalValue()
{
    m_worker->keepPort(40123);
    m_worker->putLocal("place", "here");
    QCOMPARE(m_worker->locals("").size(), std::size_t{1});
    m_worker->close();
    const auto opened = m_worker->open({m_folder->database(), m_folder->path("copies")},
                                       m_folder->key(), m_folder->own());
    QVERIFY(opened);
    QVERIFY(opened->port == 40123);
}

VOS_TEST_CORE(StoreWorkerTest)
#include "tst_storeworker.moc"
