#include "p2p/qt/messagestore.h"

#include "p2p/engine/messagechange.h"
#include "p2p/qt/convert.h"

#include <algorithm>

namespace vos::qt {

namespace {

constexpr std::string_view messageTable = "message";
// The index message_delivered and the queries below name these by number.
static_assert(static_cast<int>(MessageState::Delivered) == 3);
static_assert(static_cast<int>(LetterKind::Text) == 4 && static_cast<int>(LetterKind::Data) == 5);

/// The clear columns order rows; a number beyond SQLite's range sorts last instead of first.
qint64 clamped(std::uint64_t value)
{
    constexpr auto most = static_cast<std::uint64_t>(std::numeric_limits<qint64>::max());
    return static_cast<qint64>(std::min(value, most));
}

int pageLimit(int limit)
{
    return std::clamp(limit, 1, MessageStore::PageMax);
}

}  // namespace

MessageStore::MessageStore(Database& database, SealedCells& cells, const NodeId& own)
    : m_database(database)
    , m_cells(cells)
    , m_own(own)
{
}

bool MessageStore::put(const Message& given)
{
    Message message = given;
    const QByteArray key = keyOf(message.id);
    std::optional<Message> before;
    if (!stored(key, before))
        return false;
    // The id is its sender's choice: it must not name a message of somebody else.
    if (before && (before->peer != message.peer || before->outgoing != message.outgoing))
        return true;
    if (before)
        keepChanges(*before, message);
    if (!message.outgoing && !applyKept(message))
        return false;
    const bool unread = !message.outgoing && !message.readAt;
    const Bytes status = encodeRow(statusOf(message));
    const bool written = m_database.run(
        "INSERT INTO message (key, peer, kind, outgoing, lamport, rank, sequence, state, unread,"
        " body, status) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (key) DO UPDATE SET peer = excluded.peer, kind = excluded.kind,"
        " outgoing = excluded.outgoing, lamport = excluded.lamport, rank = excluded.rank,"
        " sequence = excluded.sequence, state = excluded.state, unread = excluded.unread,"
        " body = excluded.body, status = excluded.status",
        {key, keyOf(message.peer), static_cast<int>(message.kind), message.outgoing ? 1 : 0,
         clamped(message.lamport), rankOf(message.peer, message.outgoing),
         clamped(message.sequence), static_cast<int>(message.state), unread ? 1 : 0,
         m_cells.seal({messageTable, "body", key}, encodeRow(message)),
         m_cells.seal({messageTable, "status", key}, status)});
    return written && (!unread || message.kind != LetterKind::Data || boundUntaken());
}

bool MessageStore::boundUntaken()
{
    if (m_untaken) {
        ++*m_untaken;
    } else {
        QSqlQuery* row = m_database.select(
            "SELECT count(*) FROM message WHERE unread = 1 AND kind = 5 AND outgoing = 0");
        if (row == nullptr || !row->next())
            return false;
        m_untaken = row->value(0).toInt();
        row->finish();
    }
    if (*m_untaken <= UntakenMax)
        return true;
    --*m_untaken;
    return m_database.run("UPDATE message SET unread = 0 WHERE n = (SELECT min(n) FROM message"
                          " WHERE unread = 1 AND kind = 5 AND outgoing = 0)");
}

bool MessageStore::setState(const SetMessageState& change)
{
    const QByteArray key = keyOf(change.id);
    QSqlQuery* row = m_database.select("SELECT status, unread FROM message WHERE key = ?", {key});
    if (row == nullptr)
        return false;
    if (!row->next())
        return true;
    const auto stored = readStatus(key, row->value(0).toByteArray());
    const bool unread = row->value(1).toInt() != 0;
    row->finish();
    MessageStatus status = stored.value_or(MessageStatus{});
    status.state = change.state;
    status.reason = change.reason;
    if (change.deliveredAt)
        status.deliveredAt = change.deliveredAt;
    if (change.readAt)
        status.readAt = change.readAt;
    if (change.heldBy)
        status.heldBy = *change.heldBy;
    if (change.heldSince)
        status.heldSince = change.heldSince;
    else if (status.heldBy.empty())
        status.heldSince.reset();
    return writeStatus(key, status, unread && !change.readAt);
}

bool MessageStore::markReadByPeer(const MarkReadByPeer& mark,
                                  std::vector<MessageStateChange>& changed)
{
    QSqlQuery* rows =
        m_database.select("SELECT key, body, status FROM message"
                          " WHERE peer = ? AND state = 3 AND outgoing = 1 AND sequence <= ?",
                          {keyOf(mark.peer), clamped(mark.sequence)});
    if (rows == nullptr)
        return false;
    for (Message& message : readAll(*rows).messages) {
        message.state = MessageState::Read;
        message.readAt = mark.at;
        if (!writeStatus(keyOf(message.id), statusOf(message), false))
            return false;
        changed.push_back({message.id, message.peer, message.kind, MessageState::Read,
                           FailReason::None, mark.at, message.heldBy});
    }
    return true;
}

bool MessageStore::markReadHere(const MarkReadHere& mark)
{
    // Data stays unread until a program took it.
    QSqlQuery* rows = m_database.select(
        "SELECT key, body, status FROM message"
        " WHERE peer = ? AND unread = 1 AND sequence <= ? AND outgoing = 0 AND kind = 4",
        {keyOf(mark.peer), clamped(mark.sequence)});
    if (rows == nullptr)
        return false;
    for (Message& message : readAll(*rows).messages) {
        message.readAt = mark.at;
        if (!writeStatus(keyOf(message.id), statusOf(message), false))
            return false;
    }
    return true;
}

bool MessageStore::remove(const MessageId& id)
{
    return m_database.run("DELETE FROM message WHERE key = ?", {keyOf(id)});
}

bool MessageStore::markTaken(const std::vector<MessageId>& ids)
{
    m_untaken.reset();
    return std::all_of(ids.begin(), ids.end(), [this](const MessageId& id) {
        return m_database.run("UPDATE message SET unread = 0 WHERE key = ?", {keyOf(id)});
    });
}

Expected<MessagePage, NodeError> MessageStore::before(const NodeId& peer,
                                                      const std::optional<MessageId>& before,
                                                      int limit)
{
    const int count = pageLimit(limit);
    Place end{std::numeric_limits<qint64>::max(), 2, 0};
    if (before) {
        const auto place = placeOf(*before, peer);
        if (!place)
            return Unexpected{place.error()};
        end = *place;
    }
    QSqlQuery* rows =
        m_database.select("SELECT key, body, status FROM message WHERE peer = ? AND kind = 4"
                          " AND (lamport, rank, sequence) < (?, ?, ?)"
                          " ORDER BY lamport DESC, rank DESC, sequence DESC LIMIT ?",
                          {keyOf(peer), end.lamport, end.rank, end.sequence, count + 1});
    if (rows == nullptr)
        return Unexpected{storageError()};
    MessagePage page;
    Found found = readAll(*rows);
    page.messages = std::move(found.messages);
    page.atStart = found.rows <= count;
    page.atEnd = !before.has_value();
    if (static_cast<int>(page.messages.size()) > count)
        page.messages.pop_back();
    std::reverse(page.messages.begin(), page.messages.end());
    return page;
}

Expected<MessagePage, NodeError> MessageStore::after(const NodeId& peer, const MessageId& after,
                                                     int limit)
{
    const int count = pageLimit(limit);
    const auto place = placeOf(after, peer);
    if (!place)
        return Unexpected{place.error()};
    QSqlQuery* rows = m_database.select(
        "SELECT key, body, status FROM message WHERE peer = ? AND kind = 4"
        " AND (lamport, rank, sequence) > (?, ?, ?) ORDER BY lamport, rank, sequence LIMIT ?",
        {keyOf(peer), place->lamport, place->rank, place->sequence, count + 1});
    if (rows == nullptr)
        return Unexpected{storageError()};
    MessagePage page;
    Found found = readAll(*rows);
    page.messages = std::move(found.messages);
    page.atEnd = found.rows <= count;
    if (static_cast<int>(page.messages.size()) > count)
        page.messages.pop_back();
    return page;
}

Expected<Message, NodeError> MessageStore::message(const MessageId& id)
{
    QSqlQuery* rows =
        m_database.select("SELECT key, body, status FROM message WHERE key = ?", {keyOf(id)});
    if (rows == nullptr)
        return Unexpected{storageError()};
    std::vector<Message> found = readAll(*rows).messages;
    if (found.empty())
        return Unexpected{NodeError{ErrorCode::NotFound, "There is no such message."}};
    return std::move(found.front());
}

Expected<std::vector<ConversationSummary>, NodeError> MessageStore::conversations()
{
    // Steps from peer to peer in the index instead of walking over all messages.
    QSqlQuery* rows = m_database.select(
        "WITH RECURSIVE peers(x) AS (SELECT min(peer) FROM message UNION ALL"
        " SELECT (SELECT min(peer) FROM message WHERE peer > x) FROM peers WHERE x IS NOT NULL)"
        " SELECT x FROM peers WHERE x IS NOT NULL");
    if (rows == nullptr)
        return Unexpected{storageError()};
    std::vector<QByteArray> peers;
    while (rows->next())
        peers.push_back(rows->value(0).toByteArray());
    rows->finish();
    std::vector<ConversationSummary> summaries;
    for (const QByteArray& peer : peers) {
        QSqlQuery* last =
            m_database.select("SELECT key, body, status FROM message WHERE peer = ? AND kind = 4"
                              " ORDER BY lamport DESC, rank DESC, sequence DESC LIMIT 1",
                              {peer});
        std::vector<Message> found =
            last == nullptr ? std::vector<Message>() : readAll(*last).messages;
        QSqlQuery* unread = m_database.select(
            "SELECT count(*) FROM message WHERE peer = ? AND unread = 1 AND kind = 4", {peer});
        if (unread == nullptr || !unread->next())
            return Unexpected{storageError()};
        const int count = unread->value(0).toInt();
        unread->finish();
        if (!found.empty())
            summaries.push_back({found.front().peer, found.front(), count});
    }
    return summaries;
}

Expected<std::uint64_t, NodeError> MessageStore::incomingSequence(const NodeId& peer,
                                                                  const MessageId& upTo)
{
    const auto place = placeOf(upTo, peer);
    if (!place)
        return Unexpected{place.error()};
    QSqlQuery* rows =
        m_database.select("SELECT max(sequence) FROM message WHERE peer = ? AND outgoing = 0"
                          " AND (lamport, rank, sequence) <= (?, ?, ?)",
                          {keyOf(peer), place->lamport, place->rank, place->sequence});
    if (rows == nullptr || !rows->next())
        return Unexpected{storageError()};
    const qint64 sequence = rows->value(0).toLongLong();
    rows->finish();
    return static_cast<std::uint64_t>(sequence);
}

std::vector<Message> MessageStore::untakenData(int limit)
{
    QSqlQuery* rows =
        m_database.select("SELECT key, body, status FROM message"
                          " WHERE unread = 1 AND kind = 5 AND outgoing = 0 ORDER BY n LIMIT ?",
                          {pageLimit(limit)});
    return rows == nullptr ? std::vector<Message>() : readAll(*rows).messages;
}

bool MessageStore::searchOn(MessageSearch& search, int rows)
{
    const QByteArray peer = search.peer ? keyOf(*search.peer) : QByteArray();
    QSqlQuery* row =
        search.peer
            ? m_database.select("SELECT key, body, status, n FROM message"
                                " WHERE n < ? AND kind = 4 AND peer = ? ORDER BY n DESC LIMIT ?",
                                {search.below, peer, rows})
            : m_database.select("SELECT key, body, status, n FROM message"
                                " WHERE n < ? AND kind = 4 ORDER BY n DESC LIMIT ?",
                                {search.below, rows});
    if (row == nullptr)
        return false;
    int seen = 0;
    const auto wanted = static_cast<std::size_t>(pageLimit(search.limit));
    while (search.found.size() < wanted && row->next()) {
        ++seen;
        search.below = row->value(3).toLongLong();
        auto message = read(*row);
        if (message && toQString(message->text).contains(search.text, Qt::CaseInsensitive))
            search.found.push_back(std::move(*message));
    }
    row->finish();
    search.finished = seen < rows || search.found.size() >= wanted;
    return true;
}

QByteArray MessageStore::keyOf(const MessageId& id) const
{
    return m_cells.index("message.id", id.view());
}

QByteArray MessageStore::keyOf(const NodeId& peer) const
{
    return m_cells.index("message.peer", peer.view());
}

int MessageStore::rankOf(const NodeId& peer, bool outgoing) const
{
    return outgoing == (m_own < peer) ? 0 : 1;
}

std::optional<Message> MessageStore::read(const QSqlQuery& row)
{
    const QByteArray key = row.value(0).toByteArray();
    const auto body = m_cells.open({messageTable, "body", key}, row.value(1).toByteArray());
    const auto status = readStatus(key, row.value(2).toByteArray());
    Message message;
    if (!body || !status || !decodeRow(*body, message)) {
        ++m_unreadable;
        return std::nullopt;
    }
    message.state = status->state;
    message.reason = status->reason;
    message.deliveredAt = status->deliveredAt;
    message.readAt = status->readAt;
    message.heldBy = status->heldBy;
    message.heldSince = status->heldSince;
    return message;
}

std::optional<MessageStatus> MessageStore::readStatus(const QByteArray& key, const QByteArray& cell)
{
    const auto bytes = m_cells.open({messageTable, "status", key}, cell);
    MessageStatus status;
    if (!bytes || !decodeRow(*bytes, status))
        return std::nullopt;
    return status;
}

bool MessageStore::writeStatus(const QByteArray& key, const MessageStatus& status, bool unread)
{
    return m_database.run("UPDATE message SET state = ?, unread = ?, status = ? WHERE key = ?",
                          {static_cast<int>(status.state), unread ? 1 : 0,
                           m_cells.seal({messageTable, "status", key}, encodeRow(status)), key});
}

Expected<MessageStore::Place, NodeError> MessageStore::placeOf(const MessageId& id,
                                                               const NodeId& peer)
{
    QSqlQuery* row =
        m_database.select("SELECT lamport, rank, sequence FROM message WHERE key = ? AND peer = ?",
                          {keyOf(id), keyOf(peer)});
    if (row == nullptr)
        return Unexpected{storageError()};
    if (!row->next())
        return Unexpected{NodeError{ErrorCode::NotFound, "There is no such message in this chat."}};
    const Place place{row->value(0).toLongLong(), row->value(1).toInt(),
                      row->value(2).toLongLong()};
    row->finish();
    return place;
}

MessageStore::Found MessageStore::readAll(QSqlQuery& rows)
{
    Found found;
    while (rows.next()) {
        ++found.rows;
        if (auto message = read(rows))
            found.messages.push_back(std::move(*message));
    }
    rows.finish();
    return found;
}

NodeError MessageStore::storageError() const
{
    return {ErrorCode::Storage,
            "The history cannot be read: " + toUtf8(m_database.lastError().text)};
}

}  // namespace vos::qt
