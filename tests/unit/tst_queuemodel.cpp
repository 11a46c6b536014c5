#include "model/queuemodel.h"
#include "tests/support/testprogram.h"
#include "tests/unit/modelfixture.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace vos;
using namespace vos::model;
using namespace vos::tests;

class QueueModelTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void byFriend();
    void columnsInWords();
    void lettersOfTheNodeInWords();
    void deliveredLeaveWithoutReset();
    void cancelAndTryNow();
    void refusedActionIsTold();
    void countsFollow();

private:
    QueueModel& queue() { return m_world->models.queue(); }
    QString cell(int number, int column)
    {
        const QModelIndex index = queue().indexOf(messageId(number));
        return index.siblingAtColumn(column).data().toString();
    }

    std::unique_ptr<World> m_world;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

void QueueModelTest::init()
{
    m_world = std::make_unique<World>();
    m_tester = std::make_unique<QAbstractItemModelTester>(
        &queue(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    m_world->node.putContact(contact(Wang, "Wang Xiaoming", ContactState::Accepted, true));
    m_world->node.putContact(contact(Bob, "Bob"));
    const auto put = [this](int number, const NodeId& to, const char* text, WallTime time,
                            MessageState state) {
        Message message = own(to, text, time, state);
        message.id = messageId(number);
        if (state == MessageState::Held)
            message.heldBy = {Wang};
        m_world->node.putMessage(message);
    };
    put(1, Bob, "The keys are with the porter.", at(9, 12), MessageState::Queued);
    put(2, Bob, "Happy birthday!", at(18, 20, 17), MessageState::Held);
    put(3, Wang, "I can bring the plan.", at(10, 43), MessageState::Sent);
    m_world->node.setAttempts(messageId(1), 3, at(10, 58), "unreachable");
    QVERIFY(m_world->start());
    QVERIFY(settle([this] { return queue().rowCount() == 2; }));
}

void QueueModelTest::cleanup()
{
    m_tester.reset();
    m_world.reset();
}

void QueueModelTest::byFriend()
{
    const QModelIndex bob = queue().index(0, 0);
    QCOMPARE(bob.data().toString(), QStringLiteral("Bob"));
    QVERIFY(bob.data(QueueModel::IsFriendRole).toBool());
    QCOMPARE(queue().rowCount(bob), 2);
    QCOMPARE(queue().parent(queue().index(1, 0, bob)), bob);
    QCOMPARE(queue().entryAt(queue().index(0, 0, bob))->id, messageId(2));
    QVERIFY(queue().entryAt(bob) == nullptr);
}

void QueueModelTest::columnsInWords()
{
    QCOMPARE(cell(1, QueueModel::MessageColumn), QStringLiteral("The keys are with the porter."));
    QCOMPARE(cell(1, QueueModel::SizeColumn), QStringLiteral("0.1 kB"));
    QCOMPARE(cell(1, QueueModel::SinceColumn), QStringLiteral("09:12"));
    QCOMPARE(cell(1, QueueModel::WhereColumn), QStringLiteral("Here"));
    QCOMPARE(cell(1, QueueModel::NextTryColumn), QStringLiteral("when reachable, else 10:58"));
    QCOMPARE(cell(2, QueueModel::SinceColumn), QStringLiteral("Tue 18:20"));
    QCOMPARE(cell(2, QueueModel::WhereColumn), QStringLiteral("Held by Wang Xiaoming"));
    QCOMPARE(cell(2, QueueModel::NextTryColumn), QStringLiteral("when Bob is back"));
    QCOMPARE(cell(3, QueueModel::WhereColumn), QStringLiteral("On its way"));
    QCOMPARE(queue()
                 .indexOf(messageId(2))
                 .siblingAtColumn(QueueModel::NextTryColumn)
                 .data(Qt::ToolTipRole)
                 .toString(),
             QStringLiteral("when Bob is back"));
    m_world->node.setRefusedBy(messageId(1), {Bob});
    m_world->node.setAttempts(messageId(1), 2, at(10, 58), "full");
    queue().refresh();
    QVERIFY(settle([this] {
        return cell(1, QueueModel::WhereColumn) == QStringLiteral("Here · Bob is full");
    }));
    m_world->node.setAttempts(messageId(1), 3, at(10, 58), "refused");
    queue().refresh();
    QVERIFY(settle([this] {
        return cell(1, QueueModel::WhereColumn) == QStringLiteral("Here · Bob does not take it");
    }));
    m_world->node.setAttempts(messageId(1), 3, at(10, 58), "in-doubt");
    queue().refresh();
    QVERIFY(settle([this] {
        return cell(1, QueueModel::NextTryColumn) == QStringLiteral("when you allow it");
    }));
}

void QueueModelTest::lettersOfTheNodeInWords()
{
    using Kind = LetterKind;
    const QString answer = QStringLiteral("Answer to a request to be friends");
    const QString keeping = QStringLiteral("About keeping messages");
    const std::map<Kind, QString> words = {
        {Kind::ContactRequest, QStringLiteral("Request to be friends")},
        {Kind::ContactAccept, answer},
        {Kind::ContactDecline, answer},
        {Kind::FriendRequest, keeping},
        {Kind::FriendAnswer, keeping},
        {Kind::FriendGrant, keeping},
        {Kind::FriendEnd, keeping},
        {Kind::Data, QStringLiteral("Data of a program")},
    };
    for (const auto& [kind, text] : words) {
        Message message = own(Bob, "", at(9, 0), MessageState::Queued);
        message.id = messageId(100 + int(kind));
        message.kind = kind;
        m_world->node.putMessage(message);
    }
    queue().refresh();
    QVERIFY(settle([this] { return queue().indexOf(messageId(100 + int(Kind::Data))).isValid(); }));
    for (const auto& [kind, text] : words)
        QCOMPARE(cell(100 + int(kind), QueueModel::MessageColumn), text);
}

void QueueModelTest::deliveredLeaveWithoutReset()
{
    QSignalSpy reset(&queue(), &QAbstractItemModel::modelReset);
    const QPersistentModelIndex kept = queue().indexOf(messageId(1));
    m_world->node.setState(messageId(2), MessageState::Delivered);
    m_world->node.setState(messageId(3), MessageState::Delivered);
    QVERIFY(settle([this] { return queue().rowCount() == 1; }));
    QVERIFY(kept.isValid());
    QCOMPARE(kept.row(), 0);
    m_world->node.setState(messageId(1), MessageState::Delivered);
    QVERIFY(settle([this] { return queue().rowCount() == 0; }));
    QCOMPARE(reset.size(), 0);
}

void QueueModelTest::cancelAndTryNow()
{
    queue().tryNow(messageId(1));
    QVERIFY(settle(
        [this] { return cell(1, QueueModel::NextTryColumn) == QStringLiteral("in a moment"); }));
    QVERIFY(m_world->node.calls().contains(QStringLiteral("retry")));
    queue().cancel(messageId(1));
    QVERIFY(settle([this] { return !queue().indexOf(messageId(1)).isValid(); }));
    QCOMPARE(m_world->node.find(messageId(1))->reason, FailReason::Cancelled);
}

void QueueModelTest::refusedActionIsTold()
{
    QSignalSpy failed(&queue(), &QueueModel::actionFailed);
    m_world->node.refuseNext({ErrorCode::NotFound, "gone"});
    queue().cancel(messageId(1));
    QVERIFY(failed.wait());
    QVERIFY(queue().indexOf(messageId(1)).isValid());
}

void QueueModelTest::countsFollow()
{
    QCOMPARE(queue().waiting(), 2);
    QCOMPARE(queue().held(), 1);
    QSignalSpy counts(&queue(), &QueueModel::countsChanged);
    m_world->node.setState(messageId(1), MessageState::Held, FailReason::None, {Wang});
    QVERIFY(counts.wait());
    QCOMPARE(queue().waiting(), 1);
    QCOMPARE(queue().held(), 2);
}

VOS_TEST_CORE(QueueModelTest)
#include "tst_queuemodel.moc"
