// The rows of Friend VOS in the node's database, and the way of each message.

#include "p2p/qt/convert.h"
#include "p2p/qt/nodestore.h"

#include <QSqlError>

namespace vos::qt {

namespace {

constexpr std::string_view clockName = "clock";

Bytes noteName(const LetterId& letter, const NodeId& friendId)
{
    Bytes name;
    name.reserve(LetterId::Size + NodeId::Size);
    append(name, letter.view());
    append(name, friendId.view());
    return name;
}

}  // namespace

std::vector<std::pair<LetterId, Bytes>> NodeStore::loadHeld(const std::vector<LetterId>& ids,
                                                            bool receipts)
{
    const std::string_view table = receipts ? "heldreceipt" : "heldletter";
    std::vector<std::pair<LetterId, Bytes>> found;
    for (const LetterId& id : ids) {
        const QByteArray key = keyOf(table, id.view());
        QSqlQuery* row =
            receipts ? m_database->select("SELECT body FROM heldreceipt WHERE key = ?", {key})
                     : m_database->select("SELECT body FROM heldletter WHERE key = ?", {key});
        if (row == nullptr)
            continue;
        if (row->next()) {
            if (auto plain = m_cells.open({table, "body", key}, row->value(0).toByteArray()))
                found.emplace_back(id, std::move(*plain));
            else
                ++m_unreadable;
        }
        row->finish();
    }
    return found;
}

Expected<std::vector<MessageStep>, NodeError> NodeStore::steps(const MessageId& id)
{
    QSqlQuery* row = m_database->select("SELECT key, body FROM step WHERE message = ? ORDER BY n",
                                        {keyOf("step.message", id.view())});
    std::vector<MessageStep> steps;
    while (row != nullptr && row->next()) {
        const QByteArray key = row->value(0).toByteArray();
        const auto plain = m_cells.open({"step", "body", key}, row->value(1).toByteArray());
        MessageStep step;
        if (plain && decodeRow(*plain, step))
            steps.push_back(std::move(step));
        else
            ++m_unreadable;
    }
    if (row == nullptr || row->lastError().type() != QSqlError::NoError) {
        return Unexpected{NodeError{ErrorCode::Storage, "The way of this message cannot be read."}};
    }
    row->finish();
    return steps;
}

bool NodeStore::perform(const PutStep& put)
{
    const QByteArray message = keyOf("step.message", put.message.view());
    QSqlQuery* row =
        m_database->select("SELECT coalesce(max(n), 0) FROM step WHERE message = ?", {message});
    if (row == nullptr || !row->next())
        return false;
    const qint64 number = row->value(0).toLongLong() + 1;
    row->finish();
    const QByteArray key = keyOf("step", viewOf(message + QByteArray::number(number)));
    return m_database->run(
        "INSERT INTO step (key, body, message, n) VALUES (?, ?, ?, ?)",
        {key, m_cells.seal({"step", "body", key}, encodeRow(put.step)), message, number});
}

bool NodeStore::perform(const DeleteMessage& gone)
{
    return m_messages.remove(gone.id) &&
           erase("DELETE FROM step WHERE message = ?", "step.message", gone.id.view());
}

bool NodeStore::perform(const ClockRow& row)
{
    return put("INSERT OR REPLACE INTO clock (key, body) VALUES (?, ?)", "clock",
               vos::viewOf(clockName), encodeRow(row));
}

bool NodeStore::perform(const RevocationRow& row)
{
    return put("INSERT OR REPLACE INTO revocation (key, body) VALUES (?, ?)", "revocation",
               row.grant, encodeRow(row));
}

bool NodeStore::perform(const DeleteRevocation& gone)
{
    return erase("DELETE FROM revocation WHERE key = ?", "revocation", gone.grant);
}

bool NodeStore::perform(const FriendRow& row)
{
    return put("INSERT OR REPLACE INTO friend (key, body) VALUES (?, ?)", "friend", row.id.view(),
               encodeRow(row));
}

bool NodeStore::perform(const OwnerRow& row)
{
    return put("INSERT OR REPLACE INTO owner (key, body) VALUES (?, ?)", "owner", row.id.view(),
               encodeRow(row));
}

bool NodeStore::perform(const HeldLetterRow& row)
{
    return put("INSERT OR REPLACE INTO held (key, body) VALUES (?, ?)", "held", row.id.view(),
               encodeRow(row));
}

bool NodeStore::perform(const CustodyNoteRow& row)
{
    return put("INSERT OR REPLACE INTO note (key, body) VALUES (?, ?)", "note",
               noteName(row.letter, row.friendId), encodeRow(row));
}

bool NodeStore::perform(const PutHeldLetter& held)
{
    return perform(held.row) && put("INSERT OR REPLACE INTO heldletter (key, body) VALUES (?, ?)",
                                    "heldletter", held.row.id.view(), held.letter);
}

bool NodeStore::perform(const SettleHeldLetter& settle)
{
    const LetterId& id = settle.row.id;
    return perform(settle.row) &&
           erase("DELETE FROM heldletter WHERE key = ?", "heldletter", id.view()) &&
           (settle.receipt.empty() ||
            put("INSERT OR REPLACE INTO heldreceipt (key, body) VALUES (?, ?)", "heldreceipt",
                id.view(), settle.receipt));
}

bool NodeStore::perform(const DeleteHeldLetter& gone)
{
    return erase("DELETE FROM held WHERE key = ?", "held", gone.id.view()) &&
           erase("DELETE FROM heldletter WHERE key = ?", "heldletter", gone.id.view()) &&
           erase("DELETE FROM heldreceipt WHERE key = ?", "heldreceipt", gone.id.view());
}

bool NodeStore::perform(const DeleteFriend& gone)
{
    return erase("DELETE FROM friend WHERE key = ?", "friend", gone.id.view());
}

bool NodeStore::perform(const DeleteOwner& gone)
{
    return erase("DELETE FROM owner WHERE key = ?", "owner", gone.id.view());
}

bool NodeStore::perform(const DeleteCustodyNote& gone)
{
    return erase("DELETE FROM note WHERE key = ?", "note", noteName(gone.letter, gone.friendId));
}

}  // namespace vos::qt
