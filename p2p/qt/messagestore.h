#pragma once

// The history: messages in the database, sealed one by one, and the questions the window asks of
// it. In the clear stand only keyed hashes and the numbers rows are ordered and counted by. Lives
// on the store's thread; changes run inside the transaction of whoever calls.

#include "p2p/engine/storage.h"
#include "p2p/qt/database.h"
#include "p2p/qt/nodetypes.h"
#include "p2p/qt/rowcodec.h"
#include "p2p/qt/sealedcell.h"

#include <limits>
#include <utility>

namespace vos::qt {

/// A search on its way through the history, newest first; continued slice by slice.
struct MessageSearch {
    QString text;
    std::optional<NodeId> peer;
    int limit = 100;
    qint64 below = std::numeric_limits<qint64>::max();  ///< rows still to be looked at
    std::vector<Message> found;
    bool finished = false;
};

class MessageStore {
public:
    /// Most messages in one answer.
    static constexpr int PageMax = 1000;
    /// Data that waits for a program; one more and the oldest counts as taken.
    static constexpr int UntakenMax = 10'000;
    /// Changes of one peer that wait for messages that are not here; the oldest give way.
    static constexpr int KeptChangesMax = 1000;

    /// Both outlive the store. `own` decides the order of messages with equal Lamport times.
    MessageStore(Database& database, SealedCells& cells, const NodeId& own);

    // Changes; false: the database refused, see its lastError().
    /// What was done to it before it came is done now; that, and what change() did, is added to
    /// takeChanged().
    bool put(const Message& message);
    bool change(const ChangeMessage& change);
    /// Of changes that wait for their message, those of `before` are given up.
    bool forgetChanges(WallTime before);
    /// Messages with what was done to them, since the last call.
    std::vector<Message> takeChanged() { return std::exchange(m_changed, {}); }
    bool setState(const SetMessageState& change);
    /// Adds what became Read to `changed`.
    bool markReadByPeer(const MarkReadByPeer& mark, std::vector<MessageStateChange>& changed);
    bool markReadHere(const MarkReadHere& mark);
    bool remove(const MessageId& id);
    /// Data messages a program has taken.
    bool markTaken(const std::vector<MessageId>& ids);

    // Questions. NotFound where a message named is not there, Storage where reading fails.
    Expected<MessagePage, NodeError> before(const NodeId& peer,
                                            const std::optional<MessageId>& before, int limit);
    Expected<MessagePage, NodeError> after(const NodeId& peer, const MessageId& after, int limit);
    Expected<Message, NodeError> message(const MessageId& id);
    Expected<std::vector<ConversationSummary>, NodeError> conversations();
    /// Highest sequence of an incoming message of `peer` that stands at or before `upTo`; 0: none.
    Expected<std::uint64_t, NodeError> incomingSequence(const NodeId& peer, const MessageId& upTo);
    /// Incoming Data no program has taken yet, oldest first, at most `limit`.
    std::vector<Message> untakenData(int limit);
    /// Looks at up to `rows` more messages. Letter case is ignored.
    bool searchOn(MessageSearch& search, int rows);

    /// Rows met since the start whose cells do not open: damaged or moved.
    int unreadable() const { return m_unreadable; }

private:
    struct Place {
        qint64 lamport = 0;
        int rank = 0;
        qint64 sequence = 0;
    };
    QByteArray keyOf(const MessageId& id) const;
    QByteArray keyOf(const NodeId& peer) const;
    int rankOf(const NodeId& peer, bool outgoing) const;
    /// From key, body, status at columns 0, 1, 2.
    std::optional<Message> read(const QSqlQuery& row);
    std::optional<MessageStatus> readStatus(const QByteArray& key, const QByteArray& cell);
    bool writeStatus(const QByteArray& key, const MessageStatus& status, bool unread);
    Expected<Place, NodeError> placeOf(const MessageId& id, const NodeId& peer);
    struct Found {
        std::vector<Message> messages;
        int rows = 0;  ///< with those that do not open
    };
    Found readAll(QSqlQuery& rows);
    bool boundUntaken();
    bool keepChange(const ChangeMessage& change);
    /// Adds what was kept for the message and forgets it.
    bool applyKept(Message& message);
    /// The message as it is stored, of whichever conversation; false: the database refused.
    bool stored(const QByteArray& key, std::optional<Message>& found);
    NodeError storageError() const;

    Database& m_database;
    SealedCells& m_cells;
    NodeId m_own;
    int m_unreadable = 0;
    std::vector<Message> m_changed;
    std::optional<int> m_untaken;  ///< Data that waits; counted when first needed
};

}  // namespace vos::qt
