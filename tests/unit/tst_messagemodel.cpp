// What a row of a conversation says and does; tst_messagewindow has which rows there are.

#include "model/messagemodel.h"
#include "tests/support/testprogram.h"
#include "tests/unit/modelfixture.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace vos;
using namespace vos::model;
using namespace vos::tests;

class MessageModelTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void rolesOfAReceivedMessage();
    void receiptsFollow();
    void readMarkOvertakesReceipt();
    void heldOnesTellSinceWhenAndUntil();
    void gapsStandWhereTheyAre();
    void adviceWhereNobodyKeepsMessages();
    void sendShowsTheDurableMessage();
    void refusedSendGivesTheTextBack();
    void failedOnesAreCountedAndSentAgain();
    void deletedLeaves();
    void quotesInsideAndOutsideTheWindow();
    void quotesOfOtherConversationsStayHidden();
    void newestOwnMoves();
    void markSeenTellsTheNodeOnce();
    void otherConversationsDoNotTouchIt();

private:
    void open()
    {
        m_model = m_world->models.conversation(Wang);
        m_tester = std::make_unique<QAbstractItemModelTester>(
            m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        QSignalSpy loaded(m_model.get(), &MessageModel::loaded);
        m_model->load();
        QVERIFY(loaded.wait());
    }
    QVariant data(int number, int role) const
    {
        return m_model->index(m_model->rowOf(messageId(number))).data(role);
    }
    void put(int number, Message message)
    {
        message.id = messageId(number);
        m_world->node.putMessage(std::move(message));
    }

    std::unique_ptr<World> m_world;
    std::unique_ptr<MessageModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

void MessageModelTest::init()
{
    m_world = std::make_unique<World>();
    m_world->node.putContact(contact(Wang, "Wang Xiaoming", ContactState::Accepted, true));
    m_world->node.putContact(contact(Bob, "Bob"));
    QVERIFY(m_world->start());
}

void MessageModelTest::cleanup()
{
    m_tester.reset();
    m_model.reset();
    m_world.reset();
}

void MessageModelTest::rolesOfAReceivedMessage()
{
    Message late = received(Wang, "hi\r\nthere", at(11, 30));
    late.receivedAt = at(10, 41);  // the sender's clock runs ahead
    put(1, late);
    open();
    QCOMPARE(data(1, MessageModel::TextRole).toString(), QStringLiteral("hi\nthere"));
    QCOMPARE(data(1, MessageModel::TimeTextRole).toString(), QStringLiteral("10:41"));
    QCOMPARE(data(1, MessageModel::OutgoingRole).toBool(), false);
    QCOMPARE(data(1, MessageModel::UnreadRole).toBool(), true);
    QCOMPARE(data(1, Qt::AccessibleTextRole).toString(),
             QStringLiteral("Wang Xiaoming, 10:41: hi\nthere"));
    QVERIFY(data(1, MessageModel::ReceiptTextRole).toString().isEmpty());
}

void MessageModelTest::receiptsFollow()
{
    put(1, own(Wang, "hello", at(10, 42), MessageState::Queued));
    open();
    QCOMPARE(data(1, MessageModel::ReceiptTextRole).toString(), QStringLiteral("Queued"));
    m_world->node.setState(messageId(1), MessageState::Held, FailReason::None, {Bob});
    QCOMPARE(data(1, Qt::AccessibleTextRole).toString(),
             QStringLiteral("You, 10:42: hello. Held by Friend VOS Bob"));
    QCOMPARE(data(1, MessageModel::ReceiptTextRole).toString(), QStringLiteral("Held by Bob"));
    m_world->node.setState(messageId(1), MessageState::Delivered);
    QCOMPARE(data(1, Qt::ToolTipRole).toString(),
             QStringLiteral("Arrived on Wang Xiaoming's computer, 22 Nov 10:52."));
    m_world->node.setReadByPeer(Wang, 1);
    QCOMPARE(data(1, MessageModel::StateRole).value<MessageState>(), MessageState::Read);
    QCOMPARE(data(1, MessageModel::ReadAtRole).toLongLong(), toMillis(at(10, 52)));
}

void MessageModelTest::heldOnesTellSinceWhenAndUntil()
{
    Message held = own(Wang, "hello", at(10, 42), MessageState::Held);
    held.heldBy = {Bob, Carol};
    held.heldSince = at(10, 43);
    m_world->node.putContact(contact(Carol, "Carol"));
    put(1, held);
    open();
    QueueModel& queue = m_world->models.queue();
    QVERIFY(settle([&] { return queue.held() == 1; }));
    QCOMPARE(data(1, Qt::ToolTipRole).toString(),
             QStringLiteral("Bob keeps it since 22 Nov 10:43 (also Carol). Bob cannot read it. "
                            "Kept until 22 Dec."));
    put(2, own(Wang, "again", at(10, 44), MessageState::Queued));
    m_world->node.setAttempts(messageId(2), 3, at(10, 58));
    QVERIFY(settle([&] { return queue.waiting() == 1; }));
    QCOMPARE(data(2, Qt::ToolTipRole).toString(),
             QStringLiteral("On this computer. Goes out as soon as Wang Xiaoming or a Friend VOS "
                            "of theirs can be reached. Tried 3 times, last 10:52."));
}

void MessageModelTest::gapsStandWhereTheyAre()
{
    const auto incoming = [this](int number, std::uint64_t sequence) {
        Message message = received(Wang, "text", at(9, number));
        message.sequence = sequence;
        put(number, message);
    };
    m_world->node.setGaps(Wang, {2});
    incoming(1, 1);
    incoming(3, 3);
    open();
    const auto kindAt = [this](int row) {
        return m_model->index(row).data(MessageModel::RowKindRole).value<MessageModel::RowKind>();
    };
    const auto gapRow = [&] {
        for (int row = 0; row < m_model->rowCount(); ++row) {
            if (kindAt(row) == MessageModel::RowKind::Gap)
                return row;
        }
        return -1;
    };
    QVERIFY(settle([&] { return gapRow() >= 0; }));
    QCOMPARE(gapRow(), m_model->rowOf(messageId(3)) - 1);
    QCOMPARE(m_model->index(gapRow()).data(Qt::AccessibleTextRole).toString(),
             QStringLiteral("An earlier message is on its way"));
    incoming(7, 7);
    m_world->node.setGaps(Wang, {2, 4, 5, 6});
    QCOMPARE(m_model->index(m_model->rowOf(messageId(7)) - 1).data().toString(),
             QStringLiteral("3 earlier messages are on their way"));
    // The missing one comes: its mark goes, the other stays.
    Message late = received(Wang, "late", at(9, 2));
    late.sequence = 2;
    late.lamport = m_model->messageAt(m_model->rowOf(messageId(1)))->lamport;
    put(2, late);
    m_world->node.setGaps(Wang, {4, 5, 6});
    QCOMPARE(m_model->rowOf(messageId(3)) - m_model->rowOf(messageId(1)), 2);
    m_world->node.setGaps(Wang, {});
    QCOMPARE(gapRow(), -1);
    m_world->node.setGaps(Bob, {1});
    QCOMPARE(gapRow(), -1);
}

void MessageModelTest::adviceWhereNobodyKeepsMessages()
{
    m_world->node.putContact(contact(Wang, "Wang Xiaoming"));
    put(1, own(Wang, "first", at(10, 40), MessageState::Queued));
    put(2, own(Wang, "second", at(10, 41), MessageState::Queued));
    open();
    const auto advice = [this](int number) {
        return data(number, MessageModel::AdviceRole).toString();
    };
    QVERIFY(advice(1).isEmpty());  // once, below the newest
    QVERIFY(advice(2).startsWith(QStringLiteral("Nobody keeps messages for Wang Xiaoming.")));
    QVERIFY(data(2, MessageModel::AdviceAskRole).toBool());
    FriendVos mine;
    mine.id = Bob;
    mine.state = AgreementState::Active;
    m_world->node.putFriendVos(mine);
    QVERIFY(!data(2, MessageModel::AdviceAskRole).toBool());
    Contact kept = contact(Wang, "Wang Xiaoming");
    kept.friendVos = {Bob};
    QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
    m_world->node.putContact(kept);
    QVERIFY(advice(2).isEmpty());
    QVERIFY(changed.count() > 0);
    m_world->node.putContact(contact(Wang, "Wang Xiaoming"));
    QVERIFY(!advice(2).isEmpty());
    m_world->node.setState(messageId(2), MessageState::Sent);
    QVERIFY(advice(2).isEmpty());
}

void MessageModelTest::readMarkOvertakesReceipt()
{
    put(1, own(Wang, "hello", at(10, 42), MessageState::Sent));
    open();
    Q_EMIT m_world->node.readByPeer(Wang, 1, toMillis(at(10, 50)));
    // Nothing is guessed: the receipt is what says that it arrived.
    QCOMPARE(data(1, MessageModel::StateRole).value<MessageState>(), MessageState::Sent);
    m_world->node.setState(messageId(1), MessageState::Delivered);
    QCOMPARE(data(1, MessageModel::StateRole).value<MessageState>(), MessageState::Read);
}

void MessageModelTest::sendShowsTheDurableMessage()
{
    open();
    QSignalSpy sent(m_model.get(), &MessageModel::sent);
    m_model->send(QStringLiteral("in the library"));
    QCOMPARE(m_model->messageCount(), 0);
    QVERIFY(sent.wait());
    QVERIFY(settle([this] { return m_model->messageCount() == 1; }));
    QCOMPARE(m_model->index(1).data(MessageModel::TextRole).toString(),
             QStringLiteral("in the library"));
}

void MessageModelTest::refusedSendGivesTheTextBack()
{
    open();
    QSignalSpy failed(m_model.get(), &MessageModel::sendFailed);
    m_world->node.refuseNext({ErrorCode::Storage, "disk full"});
    m_model->send(QStringLiteral("precious"));
    QVERIFY(failed.wait());
    QCOMPARE(failed[0][0].toString(), QStringLiteral("precious"));
    QCOMPARE(m_model->messageCount(), 0);
}

void MessageModelTest::failedOnesAreCountedAndSentAgain()
{
    put(1, own(Wang, "hello", at(10, 42), MessageState::Queued));
    open();
    QSignalSpy counted(m_model.get(), &MessageModel::failedCountChanged);
    m_world->node.setState(messageId(1), MessageState::Failed, FailReason::Expired);
    QCOMPARE(m_model->failedCount(), 1);
    QCOMPARE(data(1, MessageModel::ReasonTextRole).toString(),
             QStringLiteral("Wang Xiaoming could not be reached in time."));
    m_model->sendAgain(messageId(1));
    QVERIFY(settle([this] { return m_model->rowOf(messageId(1)) < 0; }));
    QVERIFY(settle([this] { return m_model->messageCount() == 1; }));
    QCOMPARE(m_model->failedCount(), 0);
    QCOMPARE(counted.size(), 2);
    QCOMPARE(m_model->messageAt(m_model->newestOwnRow())->text, std::string("hello"));
}

void MessageModelTest::deletedLeaves()
{
    put(1, received(Wang, "a", at(10, 0), true));
    put(2, received(Wang, "b", at(10, 1), true));
    open();
    QSignalSpy failed(m_model.get(), &MessageModel::actionFailed);
    m_model->remove(messageId(1));
    QVERIFY(settle([this] { return m_model->messageCount() == 1; }));
    QCOMPARE(m_model->rowOf(messageId(2)), 1);
    m_model->remove(messageId(1));
    QVERIFY(failed.wait());
}

void MessageModelTest::quotesInsideAndOutsideTheWindow()
{
    put(1, received(Wang, "Did the plan\ncome?", at(9, 0), true));
    for (int i = 0; i < MessageModel::WindowMin; ++i)
        put(100 + i, received(Wang, "filler", at(9, 1), true));
    Message answer = own(Wang, "Yes", at(10, 2));
    answer.replyTo = messageId(1);
    put(2, answer);
    open();
    QVERIFY(m_model->rowOf(messageId(1)) < 0);
    QVERIFY(settle([this] { return !data(2, MessageModel::ReplyTextRole).toString().isEmpty(); }));
    QCOMPARE(data(2, MessageModel::ReplyTextRole).toString(), QStringLiteral("Did the plan come?"));
    QCOMPARE(data(2, MessageModel::ReplyNameRole).toString(), QStringLiteral("Wang Xiaoming"));
    Message again = received(Wang, "Good", at(10, 3));
    again.replyTo = messageId(2);
    put(3, again);
    QCOMPARE(data(3, MessageModel::ReplyNameRole).toString(), QStringLiteral("You"));
}

// The id quoted is the peer's claim: it must not pull in what somebody else wrote.
void MessageModelTest::quotesOfOtherConversationsStayHidden()
{
    put(1, received(Bob, "secret of Bob", at(9, 0), true));
    Message probe = received(Wang, "?", at(10, 2));
    probe.replyTo = messageId(1);
    put(2, probe);
    open();
    bool answered = false;
    m_world->node.message(messageId(1), this, [&](const auto&) { answered = true; });
    QVERIFY(settle([&] { return answered; }));
    QCOMPARE(data(2, MessageModel::ReplyNameRole).toString(), QStringLiteral("Answer"));
    QCOMPARE(data(2, MessageModel::ReplyTextRole).toString(),
             QStringLiteral("The message is not here any more."));
}

void MessageModelTest::newestOwnMoves()
{
    put(1, own(Wang, "a", at(10, 0)));
    open();
    QVERIFY(data(1, MessageModel::NewestOwnRole).toBool());
    put(2, own(Wang, "b", at(10, 1)));
    QVERIFY(!data(1, MessageModel::NewestOwnRole).toBool());
    QVERIFY(data(2, MessageModel::NewestOwnRole).toBool());
    put(3, received(Wang, "c", at(10, 2)));
    QVERIFY(data(2, MessageModel::NewestOwnRole).toBool());
}

void MessageModelTest::markSeenTellsTheNodeOnce()
{
    put(1, received(Wang, "a", at(10, 0)));
    put(2, received(Wang, "b", at(10, 1)));
    open();
    QCOMPARE(m_model->unreadBelow(), 2);
    m_model->markSeen(m_model->rowOf(messageId(1)));
    QCOMPARE(m_model->unreadBelow(), 1);
    m_model->markSeen(m_model->rowOf(messageId(2)));
    m_model->markSeen(m_model->rowOf(messageId(2)));
    QCOMPARE(m_model->unreadBelow(), 0);
    QCOMPARE(m_world->node.calls().count(QStringLiteral("read")), 2);
    QCOMPARE(m_world->models.friends().unreadTotal(), 0);
}

void MessageModelTest::otherConversationsDoNotTouchIt()
{
    put(1, own(Wang, "a", at(10, 0), MessageState::Sent));
    open();
    put(2, received(Bob, "x", at(10, 1)));
    QCOMPARE(m_model->messageCount(), 1);
    m_world->node.setState(messageId(2), MessageState::Failed);
    Q_EMIT m_world->node.readByPeer(Bob, 9, toMillis(at(10, 2)));
    QCOMPARE(data(1, MessageModel::StateRole).value<MessageState>(), MessageState::Sent);
}

VOS_TEST_CORE(MessageModelTest)
#include "tst_messagemodel.moc"
