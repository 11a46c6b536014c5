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
             QStringLiteral("You, 10:42: hello. Held by Bob"));
    m_world->node.setState(messageId(1), MessageState::Delivered);
    QCOMPARE(data(1, Qt::ToolTipRole).toString(),
             QStringLiteral("Arrived on Wang Xiaoming's computer, 22 Nov 10:52."));
    m_world->node.setReadByPeer(Wang, 1);
    QCOMPARE(data(1, MessageModel::StateRole).value<MessageState>(), MessageState::Read);
    QCOMPARE(data(1, MessageModel::ReadAtRole).toLongLong(), toMillis(at(10, 52)));
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
    QVERIFY(data(2, MessageModel::ReplyTextRole).toString().isEmpty());
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
