#pragma once

// One conversation as rows, oldest first, in the order (lamport, sender, sequence): messages, a
// heading where a day begins, the line above what was unread when the chat was opened, and a mark
// where earlier messages of the peer have not come although later ones have. It holds
// a window of 400 to 1,000 messages of a history of any length and pages both ways; whatever
// scrolls the view asks for more by fetchOlder() and fetchNewer(). It is never reset: rows come and
// go by exact insert and remove calls.

#include "model/clock.h"
#include "model/friendmodel.h"
#include "model/source.h"

#include <QAbstractListModel>
#include <QDate>
#include <QStringList>

#include <functional>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace vos::model {

class QueueModel;

/// One emoji below a message, and who has put it there.
struct ShownReaction {
    QString emoji;
    bool own = false;  ///< our user is one of them
    QStringList names;

    bool operator==(const ShownReaction&) const = default;
};

class MessageModel : public QAbstractListModel {
    Q_OBJECT

public:
    enum class RowKind { Message, Day, UnreadLine, Gap };
    /// Place in a run of messages of one sender within 5 minutes and a day. Single: alone in it.
    enum class Group { Single, First, Middle, Last };

    enum Role {
        RowKindRole = Qt::UserRole + 1,  ///< RowKind
        IdRole,                          ///< vos::MessageId
        TextRole,                        ///< QString; lines end in '\n'
        OutgoingRole,                    ///< bool
        TimeRole,         ///< qint64, ms since 1970: when sent, never later than received
        TimeTextRole,     ///< QString "10:42"
        StateRole,        ///< vos::MessageState
        ReasonRole,       ///< vos::FailReason
        ReasonTextRole,   ///< QString: why it failed and what helps
        ReceiptTextRole,  ///< QString: "Held by Bob"; empty for received ones
        DeliveredAtRole,  ///< qint64 or 0
        ReadAtRole,       ///< qint64 or 0
        HolderNamesRole,  ///< QStringList
        ReplyToRole,      ///< vos::MessageId, or invalid
        ReplyNameRole,    ///< QString: who wrote what is quoted; empty while it is being fetched
        ReplyTextRole,    ///< QString: one line, or that it is not here
        GroupRole,        ///< Group
        NewestOwnRole,    ///< bool
        UnreadRole,       ///< bool: received and not read here yet
        KindRole,         ///< vos::LetterKind
        SenderNameRole,   ///< QString
        SenderRole,       ///< vos::NodeId
        EditedRole,     ///< bool
        TakenBackRole,  ///< bool: deleted for both; the text says by whom
        ReactionsRole,  ///< QList<ShownReaction>, in the order they came
        AdviceAskRole,  ///< bool: the advice may lead to asking a friend
        AdviceRole,  ///< QString: under the newest waiting message to somebody nobody keeps it for
    };

    static constexpr int WindowMin = 400;   ///< fills any screen, laid out in one go
    static constexpr int WindowMax = 1000;  ///< beyond it the far end is dropped
    static constexpr int PageSize = 200;
    static constexpr int TextSizeMax = 60'000;  ///< bytes of UTF-8 in one message

    MessageModel(NodeSource& source, Clock& clock, FriendModel& friends, const NodeId& peer,
                 QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QHash<int, QByteArray> roleNames() const override;

    /// Where facts about waiting messages come from, for tooltips; must outlive the model.
    void setQueue(const QueueModel* queue) { m_queue = queue; }

    /// Whether somebody keeps our own messages; else the advice offers to ask a friend.
    void setHasHolder(bool hasHolder);

    const NodeId& peer() const { return m_peer; }
    /// Null for headings and lines.
    const Message* messageAt(int row) const;
    /// -1 when it is not in the window.
    int rowOf(const MessageId& id) const;
    int unreadLineRow() const;
    int newestOwnRow() const;
    int messageCount() const;
    int failedCount() const { return m_failed; }

    bool isLoaded() const { return m_loaded; }  ///< the first page has arrived
    bool atStart() const { return m_atStart; }  ///< nothing older exists
    bool atEnd() const { return m_atEnd; }      ///< nothing newer exists
    bool isFetching() const { return m_fetching; }
    /// Received messages newer than what was read, in the window or below it.
    int unreadBelow() const { return m_unreadBelow; }

    void load();
    void fetchOlder();
    void fetchNewer();
    /// Brings the newest page into the window; ends in latestShown().
    void showLatest();
    /// Brings the surroundings of `id` into the window; ends in located(id), or not at all when the
    /// message is gone.
    void locate(const MessageId& id);

    /// The person has seen this row and all above in an active window.
    void markSeen(int row);
    void clearUnreadLine();

    /// Ends in sent() or sendFailed(); the row appears when the message is durable.
    void send(const QString& text, const std::optional<MessageId>& replyTo = {});
    void tryNow(const MessageId& id);
    /// Sends the text of a failed message again and removes the failed one.
    void sendAgain(const MessageId& id);
    void remove(const MessageId& id);
    /// Own messages alone, for both sides.
    void edit(const MessageId& id, const QString& text);
    void takeBack(const MessageId& id);
    /// Our user puts `emoji` to the message, or takes it away again.
    void toggleReaction(const MessageId& id, const QString& emoji);
    /// Our user may edit it, and delete it for both.
    static bool isChangeable(const Message& message);
    void retranslate();

Q_SIGNALS:
    void loaded();
    void latestShown();
    void located(const vos::MessageId& id);
    void unreadBelowChanged(int count);
    void failedCountChanged(int count);
    void sent(const vos::MessageId& id);
    void sendFailed(const QString& text, const vos::NodeError& error);
    void actionFailed(const vos::NodeError& error);
    /// Messages of the peer were added at the end; `row` is the newest.
    void messageArrived(int row);

private:
    struct Row {
        RowKind kind = RowKind::Message;
        Message message;  ///< for a heading or line: only what it says itself is filled in
        QDate day;
        int missing = 0;  ///< Gap: how many have not come
    };
    using Page = Expected<MessagePage, NodeError>;

    void onMessagesAdded(const std::vector<Message>& messages);
    void onMessagesChanged(const std::vector<Message>& messages);
    void onStatesChanged(const std::vector<MessageStateChange>& changes);
    void onReadByPeer(const NodeId& peer, quint64 sequence, qint64 atMs);
    /// Replaces the window by the newest page, then calls `shown`.
    void fetchLatest(std::function<void()> shown);
    void setPage(const std::vector<Message>& messages, bool atStart, bool atEnd);
    void prepend(const MessagePage& page);
    void append(const MessagePage& page);
    void insertMessages(const std::vector<Message>& fresh);
    void updateMessage(const Message& message);
    std::vector<Message> shown() const;
    std::vector<Row> rowsFor(const std::vector<Message>& messages) const;
    void show(std::vector<Row> rows);
    void afterRows();
    void fetchQuotes();
    void fetchGaps();
    void setGaps(const std::vector<std::uint64_t>& missing);
    int missingBetween(std::uint64_t before, std::uint64_t after) const;
    void updateAdvice();
    QString adviceFor(const Message& message) const;
    ReceiptFacts tooltipFacts(const Message& message) const;
    void rowChanged(int row);
    bool precedes(const Message& a, const Message& b) const;
    bool sameGroup(int above, int below) const;
    Group groupAt(int row) const;
    ReceiptFacts factsOf(const Message& message) const;
    QVariant messageData(int row, int role) const;
    QVariant lineData(const Row& row, int role) const;
    const Message* quoted(const Message& message) const;
    QString text(const Message& message) const;
    QString replyName(const Message& message) const;
    QString replyText(const Message& message) const;
    QList<ShownReaction> reactionsOf(const Message& message) const;
    QString accessibleText(const Message& message) const;
    QString withExtras(const Message& message, QString row) const;
    void quoteChanged(const MessageId& id);
    Reply<Done> done();

    NodeSource& m_source;
    Clock& m_clock;
    FriendModel& m_friends;
    const QueueModel* m_queue = nullptr;
    const NodeId m_peer;
    std::vector<Row> m_rows;
    std::unordered_map<MessageId, Message> m_quoted;  ///< quoted ones outside the window
    std::unordered_set<MessageId> m_quotesAsked;
    std::unordered_set<MessageId> m_quotesMissing;  ///< deleted here, or never came
    std::optional<MessageId> m_unreadLine;  ///< stands above this one
    int m_unreadLineCount = 0;
    std::optional<MessageId> m_newestOwn;
    std::vector<std::uint64_t> m_missing;  ///< of the peer, rising
    std::optional<MessageId> m_advised;    ///< has the advice below it
    QString m_advice;
    bool m_hasHolder = false;
    std::uint64_t m_readUpTo = 0;  ///< own sequence numbers read by the peer since we look
    WallTime m_readAt;
    int m_generation = 0;  ///< a page asked for before the window was replaced is dropped
    int m_unreadBelow = 0;
    int m_failed = 0;
    bool m_loaded = false;
    bool m_atStart = false;
    bool m_atEnd = false;
    bool m_fetching = false;
    bool m_fetchingLatest = false;
    std::vector<Message> m_arrivedMeanwhile;
};

}  // namespace vos::model
