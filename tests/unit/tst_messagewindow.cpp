// Which rows a conversation has: order, days, the unread line, and the window that pages both ways.

#include "model/messagemodel.h"
#include "tests/support/testprogram.h"
#include "tests/unit/modelfixture.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace vos;
using namespace vos::model;
using namespace vos::tests;
using Kind = MessageModel::RowKind;
using Group = MessageModel::Group;

class MessageWindowTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void daysAndGroups();
    void lateArrivalsStandInTheirOrder();
    void unreadLineAboveTheFirstUnread();
    void unreadLineMovesUpWithOlderPages();
    void pagesBothWaysWithinTheWindow();
    void liveMessagesWaitBelowTheWindow();
    void fullWindowMakesRoomWithoutTouchingTheRest();
    void burstIsOneInsertion();
    void locateAndBack();
    void locateOfAMissingMessageKeepsTheWindow();
    void repeatedSignalsAddNothing();
    void dataOfProgramsIsNotShown();

private:
    void fill(int count)
    {
        std::vector<Message> messages;
        for (int i = 1; i <= count; ++i) {
            Message message = received(Wang, std::to_string(i), at(9, 0), true);
            message.id = messageId(i);
            messages.push_back(std::move(message));
        }
        m_world->node.putMessages(std::move(messages));
    }
    void open()
    {
        m_model = m_world->models.conversation(Wang);
        m_tester = std::make_unique<QAbstractItemModelTester>(
            m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        m_resets = std::make_unique<QSignalSpy>(m_model.get(), &QAbstractItemModel::modelReset);
        QSignalSpy loaded(m_model.get(), &MessageModel::loaded);
        m_model->load();
        QVERIFY(loaded.wait());
    }
    /// "D" for a day, "U" for the unread line, else the text.
    QStringList rows() const
    {
        QStringList texts;
        for (int row = 0; row < m_model->rowCount(); ++row) {
            const QModelIndex index = m_model->index(row);
            switch (index.data(MessageModel::RowKindRole).value<Kind>()) {
            case Kind::Day:
                texts.append(QStringLiteral("D"));
                break;
            case Kind::UnreadLine:
                texts.append(QStringLiteral("U"));
                break;
            case Kind::Gap:
                texts.append(QStringLiteral("G"));
                break;
            case Kind::Message:
                texts.append(index.data(MessageModel::TextRole).toString());
            }
        }
        return texts;
    }
    /// The numbers shown are `first` to `last` without a gap.
    bool shows(int first, int last) const
    {
        int expected = first;
        for (int row = 0; row < m_model->rowCount(); ++row) {
            const Message* message = m_model->messageAt(row);
            if (message != nullptr && message->text != std::to_string(expected++))
                return false;
        }
        return expected == last + 1;
    }
    Group group(int row) const
    {
        return m_model->index(row).data(MessageModel::GroupRole).value<Group>();
    }

    std::unique_ptr<World> m_world;
    std::unique_ptr<MessageModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
    std::unique_ptr<QSignalSpy> m_resets;
};

void MessageWindowTest::init()
{
    m_world = std::make_unique<World>();
    m_world->node.putContact(contact(Wang, "Wang", ContactState::Accepted, true));
    QVERIFY(m_world->start());
}

void MessageWindowTest::cleanup()
{
    if (m_resets)
        QCOMPARE(m_resets->size(), 0);
    m_resets.reset();
    m_tester.reset();
    m_model.reset();
    m_world.reset();
}

void MessageWindowTest::daysAndGroups()
{
    m_world->node.putMessage(received(Wang, "a", at(23, 58, 21), true));
    m_world->node.putMessage(received(Wang, "b", at(0, 1), true));
    m_world->node.putMessage(received(Wang, "c", at(0, 5), true));
    m_world->node.putMessage(received(Wang, "d", at(0, 10), true));
    m_world->node.putMessage(own(Wang, "e", at(0, 11)));
    m_world->node.putMessage(own(Wang, "f", at(0, 12)));
    open();
    const auto text = [](const char* letters) {
        QStringList list;
        for (const char* c = letters; *c != 0; ++c)
            list.append(QString(QLatin1Char(*c)));
        return list;
    };
    QCOMPARE(rows(), text("DaDbcdef"));
    QCOMPARE(m_model->index(0).data().toString(), QStringLiteral("Yesterday"));
    QCOMPARE(m_model->index(2).data().toString(), QStringLiteral("Today"));
    QCOMPARE(group(1), Group::Single);  // midnight lies between
    QCOMPARE(group(3), Group::First);
    QCOMPARE(group(4), Group::Last);
    QCOMPARE(group(5), Group::Single);  // five minutes later
    QCOMPARE(group(6), Group::First);
    QCOMPARE(group(7), Group::Last);
    m_world->node.putMessage(own(Wang, "g", at(0, 13)));
    QCOMPARE(group(7), Group::Middle);
    m_world->clock.set(at(9, 0, 23));
    QCOMPARE(m_model->index(2).data().toString(), QStringLiteral("Yesterday"));
}

void MessageWindowTest::lateArrivalsStandInTheirOrder()
{
    Message a = received(Wang, "a", at(9, 0), true);
    a.lamport = 1;
    Message c = own(Wang, "c", at(9, 2));
    c.lamport = 3;
    m_world->node.putMessage(a);
    m_world->node.putMessage(c);
    open();
    QSignalSpy inserted(m_model.get(), &QAbstractItemModel::rowsInserted);
    Message b = received(Wang, "b", at(9, 1));
    b.lamport = 2;
    b.sequence = 2;
    m_world->node.putMessage(b);
    QCOMPARE(rows(), QStringList({QStringLiteral("D"), QStringLiteral("a"), QStringLiteral("b"),
                                  QStringLiteral("c")}));
    QCOMPARE(inserted.size(), 1);
    // Equal lamport numbers: the smaller address first. Ours is the smaller one here.
    Message d = own(Wang, "d", at(9, 3));
    d.lamport = 2;
    d.sequence = 5;
    m_world->node.putMessage(d);
    QCOMPARE(rows().mid(1).join(QString()), QStringLiteral("adbc"));
}

void MessageWindowTest::unreadLineAboveTheFirstUnread()
{
    m_world->node.putMessage(received(Wang, "a", at(9, 0), true));
    m_world->node.putMessage(received(Wang, "b", at(9, 1)));
    m_world->node.putMessage(received(Wang, "c", at(9, 2)));
    open();
    QCOMPARE(rows().join(QString()), QStringLiteral("DaUbc"));
    QCOMPARE(m_model->unreadLineRow(), 2);
    QCOMPARE(m_model->index(2).data().toString(), QStringLiteral("2 new messages"));
    // It stays while one reads on, and leaves with the first answer.
    m_model->markSeen(4);
    QCOMPARE(m_model->unreadLineRow(), 2);
    m_model->send(QStringLiteral("d"));
    QCOMPARE(m_model->unreadLineRow(), -1);
    QCOMPARE(rows().join(QString()), QStringLiteral("Dabc"));
}

void MessageWindowTest::unreadLineMovesUpWithOlderPages()
{
    std::vector<Message> messages;
    for (int i = 1; i <= 500; ++i) {
        Message message = received(Wang, std::to_string(i), at(9, 0), i <= 50);
        message.id = messageId(i);
        messages.push_back(std::move(message));
    }
    m_world->node.putMessages(std::move(messages));
    QVERIFY(settle([this] { return m_world->models.friends().unreadTotal() == 450; }));
    open();
    QCOMPARE(m_model->unreadLineRow(), 1);
    QCOMPARE(m_model->index(1).data().toString(), QStringLiteral("450 new messages"));
    m_model->fetchOlder();
    QVERIFY(settle([this] { return m_model->atStart(); }));
    QCOMPARE(m_model->unreadLineRow(), 51);
}

void MessageWindowTest::pagesBothWaysWithinTheWindow()
{
    fill(1500);
    open();
    QVERIFY(shows(1101, 1500));
    QVERIFY(m_model->atEnd());
    QVERIFY(!m_model->atStart());
    for (int page = 1; !m_model->atStart(); ++page) {
        const QPersistentModelIndex top = m_model->index(1);
        m_model->fetchOlder();
        QVERIFY(settle([this] { return !m_model->isFetching(); }));
        QVERIFY(top.isValid());  // what was at the top is still there, further down
        QVERIFY(m_model->messageCount() <= MessageModel::WindowMax);
        QVERIFY(page < 10);
    }
    QVERIFY(shows(1, 1000));
    QVERIFY(!m_model->atEnd());
    for (int page = 1; !m_model->atEnd(); ++page) {
        m_model->fetchNewer();
        QVERIFY(settle([this] { return !m_model->isFetching(); }));
        QVERIFY(page < 10);
    }
    QVERIFY(shows(501, 1500));
    QVERIFY(!m_model->atStart());
}

void MessageWindowTest::liveMessagesWaitBelowTheWindow()
{
    fill(1500);
    open();
    while (m_model->atEnd()) {
        m_model->fetchOlder();
        QVERIFY(settle([this] { return !m_model->isFetching(); }));
    }
    Message fresh = received(Wang, "1501", at(10, 0));
    fresh.id = messageId(1501);
    m_world->node.putMessage(fresh);
    QVERIFY(m_model->rowOf(messageId(1501)) < 0);
    QCOMPARE(m_model->unreadBelow(), 1);
    QSignalSpy latest(m_model.get(), &MessageModel::latestShown);
    m_model->showLatest();
    QVERIFY(latest.wait());
    QVERIFY(shows(1102, 1501));
    QCOMPARE(m_model->unreadBelow(), 1);
}

void MessageWindowTest::fullWindowMakesRoomWithoutTouchingTheRest()
{
    fill(1000);
    open();
    while (!m_model->atStart()) {
        m_model->fetchOlder();
        QVERIFY(settle([this] { return !m_model->isFetching(); }));
    }
    QVERIFY(shows(1, 1000));
    const QPersistentModelIndex kept = m_model->index(m_model->rowOf(messageId(900)));
    Message fresh = received(Wang, "1001", at(10, 0));
    fresh.id = messageId(1001);
    m_world->node.putMessage(fresh);
    QVERIFY(kept.isValid());
    QCOMPARE(kept.data(MessageModel::TextRole).toString(), QStringLiteral("900"));
    QVERIFY(shows(201, 1001));
    QVERIFY(!m_model->atStart());
}

void MessageWindowTest::burstIsOneInsertion()
{
    fill(10);
    open();
    QSignalSpy inserted(m_model.get(), &QAbstractItemModel::rowsInserted);
    std::vector<Message> burst;
    for (int i = 11; i <= 3000; ++i) {
        Message message = received(Wang, std::to_string(i), at(10, 0));
        message.id = messageId(i);
        burst.push_back(std::move(message));
    }
    m_world->node.putMessages(std::move(burst));
    QVERIFY(shows(2001, 3000));
    QCOMPARE(inserted.size(), 1);
}

void MessageWindowTest::locateAndBack()
{
    fill(2000);
    open();
    QSignalSpy located(m_model.get(), &MessageModel::located);
    m_model->locate(messageId(1900));
    QCOMPARE(located.size(), 1);
    m_model->locate(messageId(300));
    QVERIFY(located.wait());
    QVERIFY(shows(100, 500));
    QVERIFY(!m_model->atStart());
    QVERIFY(!m_model->atEnd());
    m_model->fetchOlder();
    QVERIFY(settle([this] { return m_model->atStart(); }));
    QVERIFY(shows(1, 500));
    m_model->send(QStringLiteral("2001"));
    QVERIFY(settle([this] { return rows().last() == QStringLiteral("2001"); }));
    QVERIFY(m_model->atEnd());
}

void MessageWindowTest::locateOfAMissingMessageKeepsTheWindow()
{
    fill(10);
    open();
    QSignalSpy located(m_model.get(), &MessageModel::located);
    m_model->locate(messageId(77));
    QVERIFY(settle([this] { return !m_model->isFetching(); }));
    QCOMPARE(located.size(), 0);
    QVERIFY(shows(1, 10));
}

void MessageWindowTest::repeatedSignalsAddNothing()
{
    fill(3);
    open();
    const Message again = *m_model->messageAt(m_model->rowOf(messageId(2)));
    Q_EMIT m_world->node.messagesAdded({again, again});
    QVERIFY(shows(1, 3));
}

void MessageWindowTest::dataOfProgramsIsNotShown()
{
    Message data = received(Wang, "\x01\x02", at(9, 0));
    data.kind = LetterKind::Data;
    m_world->node.putMessage(data);
    open();
    m_world->node.putMessage(data);
    QCOMPARE(m_model->rowCount(), 0);
}

VOS_TEST_CORE(MessageWindowTest)
#include "tst_messagewindow.moc"
