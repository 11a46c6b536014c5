#pragma once

// One conversation as rows, oldest first, in the order (lamport, sender, sequence): messages, a
// heading where a day begins, and the line above what was unread when the chat was opened. It holds
// a window of 400 to 1,000 messages of a history of any length and pages both ways; whatever scrolls
// the view asks for more by fetchOlder() and fetchNewer(). It is never reset: rows come and go by
// exact insert and remove calls.

#include "model/clock.h"
#include "model/friendmodel.h"
#include "model/source.h"

#include <QAbstractListModel>
#include <QSet>

#include <optional>
#include <unordered_map>
#include <vector>

namespace vos::model {

class MessageModel : public QAbstractListModel {
    Q_OBJECT

public:
    enum class RowKind { Message, Day, UnreadLine };
    /// Place in a run of messages of one sender within 5 minutes and a day. Single: alone in it.
    enum class Group { Single, First, Middle, Last };

    enum Role {
        RowKindRole = Qt::UserRole + 1,  ///< RowKind
        IdRole,                          ///< vos::MessageId
        TextRole,                        ///< QString; lines end in '\n'
        OutgoingRole,                    ///< bool
        TimeRole,                        ///< qint64, ms since 1970: sent (own) or received
        TimeTextRole,                    ///< QString "10:42"
        StateRole,                       ///< vos::MessageState
        ReasonRole,                      ///< vos::FailReason
        ReasonTextRole,                  ///< QString: why it failed and what helps
        ReceiptTextRole,                 ///< QString: "Held by Bob"; empty for received ones
        DeliveredAtRole,                 ///< qint64 or 0
        ReadAtRole,                      ///< qint64 or 0
        HolderNamesRole,                 ///< QStringList
        ReplyToRole,                     ///< vos::MessageId, or invalid
        ReplyNameRole,                   ///< QString: who wrote what is quoted
        ReplyTextRole,                   ///< QString: one line; empty while it is being fetched
        GroupRole,                       ///< Group
        NewestOwnRole,                   ///< bool
        UnreadRole,                      ///< bool: received and not read here yet
        KindRole,                        ///< vos::LetterKind
        SenderNameRole,                  ///< QString
        SenderRole,                      ///< vos::NodeId
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

    const NodeId& peer() const { return m_peer; }
    /// Null for headings and lines.
    const Message* messageAt(int row) const;
    /// -1 when it is not in the window.
    int rowOf(const MessageId& id) const;
    int unreadLineRow() const;
    int newestOwnRow() const;
    int messageCount() const { return static_cast<int>(m_messages.size()); }
    int failedCount() const;

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
    void cancel(const MessageId& id);
    /// Sends the text of a failed message again and removes the failed one.
    void sendAgain(const MessageId& id);
    void remove(const MessageId& id);
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
    /// A message of the peer was added at the end (for the jump button and the screen reader).
    void messageArrived(int row);

private:
    struct Row {
        RowKind kind = RowKind::Message;
        std::size_t message = 0;  ///< index; for a heading or line: of the message below it
    };

    NodeSource& m_source;
    Clock& m_clock;
    FriendModel& m_friends;
    const NodeId m_peer;
    std::vector<Message> m_messages;
    std::vector<Row> m_rows;
    std::unordered_map<MessageId, Message> m_quoted;
    QSet<QByteArray> m_quotesAsked;
    std::optional<MessageId> m_unreadLine;  ///< stands above this one
    std::optional<MessageId> m_seenUpTo;
    std::uint64_t m_readUpTo = 0;  ///< own sequence numbers read by the peer
    std::optional<WallTime> m_readAt;
    int m_unreadBelow = 0;
    int m_failed = 0;
    bool m_loaded = false;
    bool m_atStart = false;
    bool m_atEnd = false;
    bool m_fetching = false;
};

}  // namespace vos::model
