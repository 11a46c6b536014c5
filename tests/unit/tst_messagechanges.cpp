// What is done to messages after they were written: who may, what wins, and what comes too early.

#include "tests/support/testprogram.h"
#include "tests/unit/storefixture.h"

#include <QTest>

using namespace vos;
using namespace vos::qt;
using namespace vos::test;

namespace {

using What = ChangeMessage::What;

const NodeId changePeer = nodeNumber(2);

ChangeMessage editOf(const MessageId& id, std::uint64_t revision, const std::string& text,
                     bool ours = false)
{
    return {changePeer, ours, id, What::Edit, revision, text, {}, fromMillis(1'700'000'000'000)};
}

ChangeMessage takeBackOf(const MessageId& id, bool ours = false)
{
    return {changePeer, ours, id, What::TakeBack, 0, {}, {}, fromMillis(1'700'000'000'000)};
}

ChangeMessage reactionTo(const MessageId& id, std::uint64_t revision,
                         std::vector<std::string> emoji, bool ours = false)
{
    return {changePeer,
            ours,
            id,
            What::React,
            revision,
            {},
            std::move(emoji),
            fromMillis(1'700'000'000'000)};
}

}  // namespace

class MessageChangesTest : public QObject {
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

    void theHighestEditWins()
    {
        const MessageId id = put(1, "three", false);
        const auto changed = apply({editOf(id, 20, "four")});
        QCOMPARE(changed.size(), std::size_t{1});
        QCOMPARE(changed[0].text, std::string("four"));
        QVERIFY(apply({editOf(id, 20, "four")}).empty());
        QVERIFY(apply({editOf(id, 10, "late")}).empty());
        QCOMPARE(messages().message(id)->text, std::string("four"));
        QCOMPARE(messages().message(id)->revision, std::uint64_t{20});
        // Of two with one number both sides show the same, in whichever order they came.
        QVERIFY(!apply({editOf(id, 20, "four!")}).empty());
        QVERIFY(apply({editOf(id, 20, "four")}).empty());
    }

    void onlyItsAuthorChangesIt()
    {
        const MessageId mine = put(1, "mine", true);
        const MessageId theirs = put(2, "theirs", false);
        QVERIFY(apply({editOf(mine, 9, "forged"), takeBackOf(mine), editOf(theirs, 9, "x", true),
                       takeBackOf(theirs, true)})
                    .empty());
        ChangeMessage stranger = editOf(theirs, 9, "forged");
        stranger.peer = nodeNumber(3);
        QVERIFY(apply({stranger}).empty());
        QCOMPARE(messages().message(mine)->text, std::string("mine"));
        QCOMPARE(messages().message(theirs)->text, std::string("theirs"));
    }

    void anIdIsNotTakenOver()
    {
        // The id is chosen by its sender: it must not write over what somebody else wrote.
        const MessageId mine = put(1, "mine", true);
        Message forged = textMessage(changePeer, 1, "forged", false);
        QVERIFY(applyOne(*m_store, {PutMessage{forged}}));
        QCOMPARE(messages().message(mine)->text, std::string("mine"));
        QVERIFY(messages().message(mine)->outgoing);
        forged.peer = nodeNumber(3);
        QVERIFY(applyOne(*m_store, {PutMessage{forged}}));
        QVERIFY(messages().message(mine)->peer == changePeer);
    }

    void whatIsTakenBackStaysGone()
    {
        const MessageId id = put(1, "secret", false);
        QVERIFY(!apply({reactionTo(id, 1, {"👍"})}).empty());
        const auto changed = apply({takeBackOf(id)});
        QVERIFY(changed.size() == 1 && changed[0].takenBack && changed[0].text.empty() &&
                changed[0].reactions.empty());
        QVERIFY(apply({editOf(id, 99, "back"), reactionTo(id, 99, {"👍"})}).empty());
        // A late copy does not bring it back.
        put(1, "secret", false);
        QVERIFY(messages().message(id)->takenBack);
        QVERIFY(messages().message(id)->text.empty());
        const MessageId waiting = put(2, "unsent", true);
        QVERIFY(!apply({takeBackOf(waiting, true)}).empty());
        QCOMPARE(messages().message(waiting)->state, MessageState::Failed);
        QCOMPARE(messages().message(waiting)->reason, FailReason::Cancelled);
    }

    void changesWaitForTheirMessage()
    {
        const MessageId edited = messageNumber(1);
        const MessageId gone = messageNumber(2);
        QVERIFY(apply({editOf(edited, 20, "newest"), editOf(edited, 10, "older"),
                       reactionTo(edited, 5, {"🎉"}), takeBackOf(gone)})
                    .empty());
        reopen();
        const auto told = apply({PutMessage{textMessage(changePeer, 1, "first", false)},
                                 PutMessage{textMessage(changePeer, 2, "secret", false)}});
        QCOMPARE(told.size(), std::size_t{2});
        const auto message = messages().message(edited);
        QCOMPARE(message->text, std::string("newest"));
        QCOMPARE(message->reactions.size(), std::size_t{1});
        QVERIFY(messages().message(gone)->takenBack);
        // Somebody else's change of the same id does not wait for it.
        ChangeMessage stranger = editOf(messageNumber(3), 9, "forged");
        stranger.peer = nodeNumber(3);
        QVERIFY(apply({stranger}).empty());
        put(3, "third", false);
        QCOMPARE(messages().message(messageNumber(3))->text, std::string("third"));
    }

    void whatWaitsIsBounded()
    {
        std::vector<StoreOperation> many;
        for (int i = 0; i <= MessageStore::KeptChangesMax; ++i)
            many.emplace_back(editOf(messageNumber(static_cast<std::uint64_t>(i)), 5, "edited"));
        QVERIFY(apply(std::move(many)).empty());
        put(0, "first", false);
        put(1, "second", false);
        QCOMPARE(messages().message(messageNumber(0))->text, std::string("first"));
        QCOMPARE(messages().message(messageNumber(1))->text, std::string("edited"));
        // They end with the ids of letters.
        QVERIFY(apply({DeleteSeenLetters{fromMillis(1'700'000'000'000) + std::chrono::hours(48)}})
                    .empty());
        put(2, "third", false);
        QCOMPARE(messages().message(messageNumber(2))->text, std::string("third"));
    }

    void reactionsAreOneSetAPerson()
    {
        const MessageId id = put(1, "see you", true);
        QVERIFY(!apply({reactionTo(id, 5, {"👍"}, true)}).empty());
        QVERIFY(!apply({reactionTo(id, 5, {"🎉", "👍"})}).empty());
        QVERIFY(apply({reactionTo(id, 4, {"😀"})}).empty());
        QVERIFY(!apply({reactionTo(id, 6, {})}).empty());
        const auto message = messages().message(id);
        QCOMPARE(message->reactions.size(), std::size_t{2});
        QVERIFY(message->reactions[0].by == m_folder->own());
        QVERIFY(message->reactions[0].emoji == std::vector<std::string>{"👍"});
        QVERIFY(message->reactions[1].by == changePeer && message->reactions[1].emoji.empty());
        // States and edits leave them alone.
        QVERIFY(applyOne(*m_store, {SetMessageState{id, MessageState::Delivered, FailReason::None,
                                                    fromMillis(5), std::nullopt}}));
        QVERIFY(!apply({editOf(id, 9, "see you soon", true)}).empty());
        QCOMPARE(messages().message(id)->reactions.size(), std::size_t{2});
        QCOMPARE(messages().message(id)->state, MessageState::Delivered);
    }

    void textIsSealed()
    {
        apply({editOf(messageNumber(9), 5, "a word nobody should find")});
        put(1, "plain", false);
        apply({editOf(messageNumber(1), 5, "another such word")});
        m_store.reset();
        const QByteArray bytes = m_folder->allBytes();
        QVERIFY(!bytes.contains("a word nobody") && !bytes.contains("another such"));
    }

private:
    MessageStore& messages() { return m_store->messages(); }
    MessageId put(std::uint64_t number, const std::string& text, bool outgoing)
    {
        const Message message = textMessage(changePeer, number, text, outgoing);
        return applyOne(*m_store, {PutMessage{message}}) ? message.id : MessageId();
    }
    std::vector<Message> apply(std::vector<StoreOperation> operations)
    {
        const Store batch{1, std::move(operations)};
        auto applied = m_store->apply(std::span(&batch, 1));
        return applied.durable ? applied.changed : std::vector<Message>(99);
    }
    void reopen()
    {
        m_store.reset();
        m_store = std::move(*m_folder->open());
    }

    std::optional<StoreFolder> m_folder;
    std::unique_ptr<NodeStore> m_store;
};

VOS_TEST_CORE(MessageChangesTest)
#include "tst_messagechanges.moc"
