#include "model/queuemodel.h"
#include "tests/gui/stage.h"
#include "tests/support/testprogram.h"

#include <QApplication>
#include <QLabel>
#include <QPushButton>
#include <QTest>
#include <QTreeView>

using namespace vos;
using namespace vos::tests;
using model::QueueModel;

class QueueTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_world.reset(); }
    void chipOpensAndCloses();
    void tryNowByWord();
    void cancelByKey();
    void cancelOfAHeldOneAsks();
    void refusalsAreSaid();
    void tryAll();
    void rowLeadsToTheChat();
    void emptySaysSo();

private:
    QTreeView* table() const { return find<QTreeView>(m_world->window, "queueTable"); }
    QModelIndex indexOf(int number) const
    {
        return m_world->models.queue().indexOf(messageId(number));
    }
    void select(int number)
    {
        table()->setFocus();
        table()->setCurrentIndex(indexOf(number));
    }
    qsizetype calls(const char* name) const
    {
        return m_world->node.calls().count(QString::fromLatin1(name));
    }

    std::unique_ptr<WindowWorld> m_world;
};

void QueueTest::init()
{
    m_world = std::make_unique<WindowWorld>();
    m_world->node.putContact(contact(Wang, "Wang Xiaoming"));
    m_world->node.putContact(contact(Bob, "Bob"));
    const auto put = [this](int number, const NodeId& to, const char* text, MessageState state) {
        Message message = own(to, text, at(10, number), state);
        message.id = messageId(number);
        if (state == MessageState::Held)
            message.heldBy = {Bob};
        m_world->node.putMessage(message);
    };
    put(1, Wang, "The keys are with the porter.", MessageState::Queued);
    put(2, Wang, "Happy birthday!", MessageState::Held);
    put(3, Bob, "Are you there?", MessageState::Queued);
    QVERIFY(m_world->open());
    QVERIFY(settle([this] { return m_world->models.queue().waiting() == 2; }));
    QTest::keyClick(&m_world->window, Qt::Key_Q, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(settle([this] { return isShown(m_world->window, "queuePanel"); }));
}

void QueueTest::chipOpensAndCloses()
{
    QCOMPARE(find<QLabel>(m_world->window, "queueSummary")->text(),
             QStringLiteral("2 waiting here, 1 held by friends"));
    QWidget* chip = find(m_world->window, "queueChip");
    QCOMPARE(chip->accessibleName(), QStringLiteral("Queue: 2 waiting, 1 held"));
    click(chip);
    QVERIFY(!isShown(m_world->window, "queuePanel"));
    click(chip);
    QVERIFY(isShown(m_world->window, "queuePanel"));
    click(find(m_world->window, "queueCloseButton"));
    QVERIFY(!isShown(m_world->window, "queuePanel"));
}

void QueueTest::tryNowByWord()
{
    QVERIFY(!find(m_world->window, "tryNowButton")->isEnabled());
    select(1);
    QVERIFY(find(m_world->window, "tryNowButton")->isEnabled());
    click(find(m_world->window, "tryNowButton"));
    QVERIFY(settle([this] { return calls("retry") == 1; }));
    // The words in the row: Try now stands left of Cancel, at the right end.
    const QRect cell = table()->visualRect(indexOf(3).siblingAtColumn(QueueModel::ActionsColumn));
    QTest::mouseClick(table()->viewport(), Qt::LeftButton, Qt::NoModifier,
                      QPoint(cell.left() + 24, cell.center().y()));
    QVERIFY(settle([this] { return calls("retry") == 2; }));
    QVERIFY(settle([this] {
        return indexOf(1).siblingAtColumn(QueueModel::NextTryColumn).data().toString() ==
               QStringLiteral("in a moment");
    }));
}

void QueueTest::cancelByKey()
{
    select(1);
    QTest::keyClick(table(), Qt::Key_Delete);
    QVERIFY(settle([this] { return !indexOf(1).isValid(); }));
    QCOMPARE(m_world->node.find(messageId(1))->state, MessageState::Failed);
    QCOMPARE(m_world->node.find(messageId(1))->reason, FailReason::Cancelled);
    const QRect cell = table()->visualRect(indexOf(3).siblingAtColumn(QueueModel::ActionsColumn));
    QTest::mouseClick(table()->viewport(), Qt::LeftButton, Qt::NoModifier,
                      QPoint(cell.right() - 24, cell.center().y()));
    QVERIFY(settle([this] { return !indexOf(3).isValid(); }));
}

void QueueTest::cancelOfAHeldOneAsks()
{
    select(2);
    click(find(m_world->window, "cancelMessageButton"));
    QVERIFY(settle([this] { return isShown(m_world->window, "questionDialog"); }));
    click(find(m_world->window, "questionNo"));
    QVERIFY(settle([this] { return !isShown(m_world->window, "questionDialog"); }));
    QCOMPARE(calls("cancel"), 0);
    click(find(m_world->window, "cancelMessageButton"));
    QVERIFY(settle([this] { return isShown(m_world->window, "questionDialog"); }));
    click(find(m_world->window, "questionYes"));
    QVERIFY(settle([this] { return !indexOf(2).isValid(); }));
    // The holder has not answered yet; then it has.
    QWidget* banner = find(m_world->window, "queueCancelled");
    QVERIFY(settle([&] { return banner->isVisible(); }));
    QCOMPARE(banner->accessibleName(), QStringLiteral("Cancelled. Bob has not answered yet."));
    MessageStep step;
    step.kind = MessageStep::Kind::NotErased;
    step.by = Bob;
    m_world->node.putStep(messageId(2), step);
    QVERIFY(settle([&] {
        return banner->accessibleName() ==
               QStringLiteral("Cancelled. Bob had handed it over already.");
    }));
    step.kind = MessageStep::Kind::Erased;
    m_world->node.putStep(messageId(2), step);
    QVERIFY(settle([&] {
        return banner->accessibleName() ==
               QStringLiteral("Cancelled. Bob erased it before anybody fetched it.");
    }));
}

void QueueTest::refusalsAreSaid()
{
    m_world->node.setRefusedBy(messageId(1), {Bob});
    m_world->node.setAttempts(messageId(1), 1, std::nullopt, "full");
    m_world->models.queue().refresh();
    QVERIFY(settle([this] {
        return indexOf(1)
            .data(Qt::AccessibleTextRole)
            .toString()
            .contains(QStringLiteral("Here · Bob is full"));
    }));
}

void QueueTest::tryAll()
{
    click(find(m_world->window, "tryAllButton"));
    QVERIFY(settle([this] { return calls("retry") == 3; }));
}

void QueueTest::rowLeadsToTheChat()
{
    select(3);
    QTest::keyClick(table(), Qt::Key_Return);
    QVERIFY(settle([this] { return isShown(m_world->window, "messageList"); }));
    const auto* list = find<QAbstractItemView>(m_world->window, "messageList");
    QVERIFY(settle([&] {
        return rowsOf(list).contains(QStringLiteral("You, 10:03: Are you there?. Queued"));
    }));
}

void QueueTest::emptySaysSo()
{
    for (const int number : {1, 2, 3})
        m_world->node.setState(messageId(number), MessageState::Delivered);
    QVERIFY(settle([this] { return m_world->models.queue().rowCount() == 0; }));
    QVERIFY(!table()->isVisible());
    QVERIFY(!find(m_world->window, "tryAllButton")->isEnabled());
    QCOMPARE(find(m_world->window, "queueChip")->accessibleName(), QStringLiteral("Queue: empty"));
}

VOS_TEST_WIDGETS(QueueTest)
#include "gui_queue.moc"
