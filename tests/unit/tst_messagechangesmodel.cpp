// What is done to messages after they were written, as the window's models show it.

#include "tests/support/testprogram.h"
#include "tests/unit/modelfixture.h"

#include <QSignalSpy>

using namespace vos;
using namespace vos::model;
using namespace vos::tests;

namespace {

using What = ChangeMessage::What;

ChangeMessage changeOf(const MessageId& id, What what, bool ours = false)
{
    ChangeMessage change;
    change.id = id;
    change.what = what;
    change.ours = ours;
    return change;
}

}  // namespace

class MessageChangesModelTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void editsAreShown();
    void takenBackIsSaid();
    void reactionsAreCountedAndNamed();
    void quotesFollowTheirMessage();
    void missingQuoteIsSaid();
    void onlyOwnMessagesAreChanged();

private:
    QVariant data(int number, int role) const
    {
        return m_chat->index(m_chat->rowOf(messageId(number))).data(role);
    }
    void put(Message message, int number)
    {
        message.id = messageId(number);
        m_world->node.putMessage(std::move(message));
    }

    std::unique_ptr<World> m_world;
    std::unique_ptr<MessageModel> m_chat;
};

void MessageChangesModelTest::init()
{
    m_world = std::make_unique<World>();
    m_world->node.putContact(contact(Wang, "Wang"));
    put(received(Wang, "Shall we meet at **three**?", at(10, 40), true), 1);
    put(own(Wang, "Yes", at(10, 41)), 2);
    Message answer = own(Wang, "At the library", at(10, 42));
    answer.replyTo = messageId(1);
    put(answer, 3);
    QVERIFY(m_world->start());
    m_chat = m_world->models.conversation(Wang);
    m_chat->load();
    QVERIFY(settle([this] { return m_chat->isLoaded(); }));
}

void MessageChangesModelTest::cleanup()
{
    m_chat.reset();
    m_world.reset();
}

void MessageChangesModelTest::editsAreShown()
{
    QVERIFY(!data(3, MessageModel::EditedRole).toBool());
    m_chat->edit(messageId(3), QStringLiteral("At the station"));
    QVERIFY(settle([this] { return data(3, MessageModel::EditedRole).toBool(); }));
    QCOMPARE(data(3, MessageModel::TextRole).toString(), QStringLiteral("At the station"));
    QVERIFY(data(3, Qt::AccessibleTextRole).toString().contains(QStringLiteral("Edited")));
    // The list of friends shows the newest message as it is now.
    const FriendModel& friends = m_world->models.friends();
    QCOMPARE(friends.index(friends.rowOf(Wang)).data(FriendModel::PreviewLeadRole).toString(),
             QString());
    QCOMPARE(friends.find(Wang)->last->text, std::string("At the station"));
    ChangeMessage edit = changeOf(messageId(1), What::Edit);
    edit.text = "At *four*?";
    QVERIFY(m_world->node.change(edit));
    QCOMPARE(data(1, MessageModel::TextRole).toString(), QStringLiteral("At *four*?"));
    QVERIFY(data(1, Qt::AccessibleTextRole).toString().contains(QStringLiteral(": At four?")));
}

void MessageChangesModelTest::takenBackIsSaid()
{
    m_chat->takeBack(messageId(3));
    QVERIFY(settle([this] { return data(3, MessageModel::TakenBackRole).toBool(); }));
    QCOMPARE(data(3, Qt::DisplayRole).toString(), QStringLiteral("You deleted this message."));
    QCOMPARE(m_chat->newestOwnRow(), m_chat->rowOf(messageId(2)));
    QVERIFY(m_world->node.change(changeOf(messageId(1), What::TakeBack)));
    QCOMPARE(data(1, Qt::DisplayRole).toString(), QStringLiteral("Wang deleted this message."));
    QCOMPARE(m_chat->failedCount(), 0);
}

void MessageChangesModelTest::reactionsAreCountedAndNamed()
{
    const QString thumb = QString::fromUtf8("👍");
    m_chat->toggleReaction(messageId(2), thumb);
    ChangeMessage theirs = changeOf(messageId(2), What::React);
    theirs.emoji = {"👍", "🎉"};
    QVERIFY(m_world->node.change(theirs));
    const auto shown = [this] {
        return data(2, MessageModel::ReactionsRole).value<QList<ShownReaction>>();
    };
    QVERIFY(settle([&] { return shown().size() == 2 && shown().first().own; }));
    QCOMPARE(shown().first().names, QStringList({QStringLiteral("You"), QStringLiteral("Wang")}));
    QVERIFY(!shown().last().own);
    QVERIFY(data(2, Qt::AccessibleTextRole).toString().contains(QString::fromUtf8("🎉 by Wang")));
    m_chat->toggleReaction(messageId(2), thumb);
    QVERIFY(settle([&] { return shown().first().names.size() == 1; }));
    QVERIFY(!shown().first().own);
}

void MessageChangesModelTest::quotesFollowTheirMessage()
{
    QCOMPARE(data(3, MessageModel::ReplyTextRole).toString(),
             QStringLiteral("Shall we meet at three?"));
    QSignalSpy changed(m_chat.get(), &QAbstractItemModel::dataChanged);
    QVERIFY(m_world->node.change(changeOf(messageId(1), What::TakeBack)));
    QCOMPARE(data(3, MessageModel::ReplyTextRole).toString(), QStringLiteral("Message deleted"));
    const int row = m_chat->rowOf(messageId(3));
    QVERIFY(std::any_of(changed.begin(), changed.end(), [&](const QList<QVariant>& arguments) {
        return arguments[0].toModelIndex().row() == row;
    }));
    m_chat->remove(messageId(1));
    QVERIFY(settle([this] { return m_chat->rowOf(messageId(1)) < 0; }));
    QCOMPARE(data(3, MessageModel::ReplyTextRole).toString(),
             QStringLiteral("The message is not here any more."));
}

void MessageChangesModelTest::missingQuoteIsSaid()
{
    Message answer = received(Wang, "Which one?", at(10, 43));
    answer.replyTo = messageId(77);
    put(answer, 4);
    QVERIFY(settle([this] {
        return data(4, MessageModel::ReplyNameRole).toString() == QStringLiteral("Answer");
    }));
    QCOMPARE(data(4, MessageModel::ReplyTextRole).toString(),
             QStringLiteral("The message is not here any more."));
}

void MessageChangesModelTest::onlyOwnMessagesAreChanged()
{
    QSignalSpy failed(m_chat.get(), &MessageModel::sendFailed);
    m_chat->edit(messageId(1), QStringLiteral("forged"));
    QVERIFY(settle([&] { return failed.size() == 1; }));
    QCOMPARE(data(1, MessageModel::TextRole).toString(),
             QStringLiteral("Shall we meet at **three**?"));
    QVERIFY(!MessageModel::isChangeable(*m_chat->messageAt(m_chat->rowOf(messageId(1)))));
    QVERIFY(MessageModel::isChangeable(*m_chat->messageAt(m_chat->rowOf(messageId(2)))));
}

VOS_TEST_CORE(MessageChangesModelTest)
#include "tst_messagechangesmodel.moc"
