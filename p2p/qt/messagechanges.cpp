// What is done to messages after they were written, in the history: at once where the message is
// here, else when it comes.

#include "p2p/engine/messagechange.h"
#include "p2p/qt/messagestore.h"

namespace vos::qt {

namespace {

constexpr std::string_view changeTable = "change";

qint64 changeDay(WallTime time)
{
    return std::chrono::floor<std::chrono::days>(time).time_since_epoch().count();
}

/// One row for each thing done to one message of one conversation.
Bytes changeName(const ChangeMessage& change)
{
    Bytes name = toBytes(change.peer.view());
    append(name, change.id.view());
    name.push_back(static_cast<std::byte>(change.what));
    return name;
}

}  // namespace

bool MessageStore::stored(const QByteArray& key, std::optional<Message>& found)
{
    QSqlQuery* rows =
        m_database.select("SELECT key, body, status FROM message WHERE key = ?", {key});
    if (rows == nullptr)
        return false;
    if (rows->next())
        found = read(*rows);
    rows->finish();
    return true;
}

bool MessageStore::change(const ChangeMessage& change)
{
    const QByteArray key = keyOf(change.id);
    std::optional<Message> message;
    if (!stored(key, message))
        return false;
    if (!message)
        return change.ours || keepChange(change);
    if (!applyChange(change, m_own, *message))
        return true;
    m_changed.push_back(*message);
    return m_database.run("UPDATE message SET state = ?, body = ?, status = ? WHERE key = ?",
                          {static_cast<int>(message->state),
                           m_cells.seal({"message", "body", key}, encodeRow(*message)),
                           m_cells.seal({"message", "status", key}, encodeRow(statusOf(*message))),
                           key});
}

bool MessageStore::keepChange(const ChangeMessage& change)
{
    const QByteArray key = m_cells.index(changeTable, changeName(change));
    QSqlQuery* row = m_database.select("SELECT body FROM change WHERE key = ?", {key});
    if (row == nullptr)
        return false;
    ChangeMessage before;
    const auto plain = row->next()
                           ? m_cells.open({changeTable, "body", key}, row->value(0).toByteArray())
                           : std::nullopt;
    row->finish();
    if (plain && decodeRow(*plain, before) && before.revision >= change.revision)
        return true;
    const QByteArray peer = keyOf(change.peer);
    return m_database.run("INSERT OR REPLACE INTO change (key, body, message, peer, day)"
                          " VALUES (?, ?, ?, ?, ?)",
                          {key, m_cells.seal({changeTable, "body", key}, encodeRow(change)),
                           keyOf(change.id), peer, changeDay(change.at)}) &&
           m_database.run("DELETE FROM change WHERE n IN (SELECT n FROM change WHERE peer = ?"
                          " ORDER BY n DESC LIMIT -1 OFFSET ?)",
                          {peer, KeptChangesMax});
}

bool MessageStore::applyKept(Message& message)
{
    const QByteArray id = keyOf(message.id);
    const QByteArray peer = keyOf(message.peer);
    QSqlQuery* rows = m_database.select(
        "SELECT key, body FROM change WHERE message = ? AND peer = ?", {id, peer});
    if (rows == nullptr)
        return false;
    bool any = false;
    bool changed = false;
    while (rows->next()) {
        any = true;
        const QByteArray key = rows->value(0).toByteArray();
        const auto plain = m_cells.open({changeTable, "body", key}, rows->value(1).toByteArray());
        ChangeMessage change;
        if (plain && decodeRow(*plain, change))
            changed = applyChange(change, m_own, message) || changed;
        else
            ++m_unreadable;
    }
    rows->finish();
    if (changed)
        m_changed.push_back(message);
    return !any || m_database.run("DELETE FROM change WHERE message = ? AND peer = ?", {id, peer});
}

bool MessageStore::forgetChanges(WallTime before)
{
    return m_database.run("DELETE FROM change WHERE day < ?", {changeDay(before)});
}

}  // namespace vos::qt
