#include "p2p/qt/nodestore.h"

#include "p2p/qt/convert.h"
#include "p2p/qt/schema.h"

#include <QSqlError>
#include <QSqlRecord>

#include <algorithm>
#include <array>

namespace vos::qt {

namespace {

constexpr std::string_view selfName = "self";
/// What a probe writes: as much as the largest message with its letter needs.
constexpr int probeBytes = 256 * 1024;

qint64 dayOf(WallTime time)
{
    return std::chrono::floor<std::chrono::days>(time).time_since_epoch().count();
}

/// A table as it is carried from one file to another: key, body, then the rest.
struct WholeTable {
    std::string_view name;
    const char* select;
    const char* insert;
};
constexpr std::array wholeTables = {
    WholeTable{"self", "SELECT key, body FROM self",
               "INSERT OR REPLACE INTO self (key, body) VALUES (?, ?)"},
    WholeTable{"prekey", "SELECT key, body FROM prekey",
               "INSERT OR REPLACE INTO prekey (key, body) VALUES (?, ?)"},
    WholeTable{"contact", "SELECT key, body FROM contact",
               "INSERT OR REPLACE INTO contact (key, body) VALUES (?, ?)"},
    WholeTable{"record", "SELECT key, body FROM record",
               "INSERT OR REPLACE INTO record (key, body) VALUES (?, ?)"},
    WholeTable{"outbox", "SELECT key, body FROM outbox",
               "INSERT OR REPLACE INTO outbox (key, body) VALUES (?, ?)"},
    WholeTable{"setting", "SELECT key, body FROM setting",
               "INSERT OR REPLACE INTO setting (key, body) VALUES (?, ?)"},
    WholeTable{"local", "SELECT key, body FROM local",
               "INSERT OR REPLACE INTO local (key, body) VALUES (?, ?)"},
    WholeTable{"seen", "SELECT key, body, day FROM seen",
               "INSERT OR REPLACE INTO seen (key, body, day) VALUES (?, ?, ?)"},
    WholeTable{"clock", "SELECT key, body FROM clock",
               "INSERT OR REPLACE INTO clock (key, body) VALUES (?, ?)"},
    WholeTable{"friend", "SELECT key, body FROM friend",
               "INSERT OR REPLACE INTO friend (key, body) VALUES (?, ?)"},
    WholeTable{"owner", "SELECT key, body FROM owner",
               "INSERT OR REPLACE INTO owner (key, body) VALUES (?, ?)"},
    WholeTable{"note", "SELECT key, body FROM note",
               "INSERT OR REPLACE INTO note (key, body) VALUES (?, ?)"},
    WholeTable{"held", "SELECT key, body FROM held",
               "INSERT OR REPLACE INTO held (key, body) VALUES (?, ?)"},
    WholeTable{"heldletter", "SELECT key, body FROM heldletter",
               "INSERT OR REPLACE INTO heldletter (key, body) VALUES (?, ?)"},
    WholeTable{"heldreceipt", "SELECT key, body FROM heldreceipt",
               "INSERT OR REPLACE INTO heldreceipt (key, body) VALUES (?, ?)"},
    WholeTable{"step", "SELECT key, body, message, n FROM step",
               "INSERT OR REPLACE INTO step (key, body, message, n) VALUES (?, ?, ?, ?)"},
    WholeTable{"message",
               "SELECT key, body, status, peer, kind, outgoing, lamport, rank, sequence, state,"
               " unread FROM message ORDER BY n",
               "INSERT OR REPLACE INTO message (key, body, status, peer, kind, outgoing, lamport,"
               " rank, sequence, state, unread) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"},
};

}  // namespace

Expected<std::unique_ptr<NodeStore>, StoreError> NodeStore::open(
    const QString& path, const crypto::Secret<32>& masterKey, const NodeId& own)
{
    auto database = Database::open(path);
    if (!database)
        return Unexpected{database.error()};
    const auto migrated = migrate(**database);
    if (!migrated)
        return Unexpected{migrated.error()};
    return std::unique_ptr<NodeStore>(new NodeStore(std::move(*database), masterKey, own));
}

NodeStore::NodeStore(std::unique_ptr<Database> database, const crypto::Secret<32>& masterKey,
                     const NodeId& own)
    : m_database(std::move(database))
    , m_cells(masterKey)
    , m_messages(*m_database, m_cells, own)
{
}

Expected<StoredState, StoreError> NodeStore::load()
{
    StoredState state;
    std::vector<SelfRow> self;
    std::vector<ClockRow> clocks;
    const bool good = loadAll("SELECT key, body FROM self", "self", self) &&
                      loadAll("SELECT key, body FROM prekey", "prekey", state.prekeys) &&
                      loadAll("SELECT key, body FROM contact", "contact", state.contacts) &&
                      loadAll("SELECT key, body FROM record", "record", state.records) &&
                      loadAll("SELECT key, body FROM outbox", "outbox", state.outbox) &&
                      loadAll("SELECT key, body FROM seen", "seen", state.seenLetters) &&
                      loadAll("SELECT key, body FROM setting", "setting", state.settings) &&
                      loadAll("SELECT key, body FROM clock", "clock", clocks) &&
                      loadAll("SELECT key, body FROM friend", "friend", state.friends) &&
                      loadAll("SELECT key, body FROM owner", "owner", state.owners) &&
                      loadAll("SELECT key, body FROM held", "held", state.held) &&
                      loadAll("SELECT key, body FROM note", "note", state.notes);
    if (!good)
        return Unexpected{lastError()};
    if (!self.empty())
        state.self = self.front();
    if (!clocks.empty())
        state.clock = clocks.front();
    return state;
}

NodeStore::Applied NodeStore::apply(std::span<const Store> batches)
{
    m_readByPeer.clear();
    bool good = m_database->begin();
    for (const Store& batch : batches) {
        for (const StoreOperation& operation : batch.operations)
            good = good && std::visit([this](const auto& o) { return perform(o); }, operation);
    }
    if (good && m_database->commit())
        return {true, std::exchange(m_readByPeer, {})};
    m_database->rollback();
    return {};
}

bool NodeStore::probe()
{
    const bool good =
        m_database->begin() &&
        m_database->run("INSERT OR REPLACE INTO probe (key, body) VALUES (1, zeroblob(?))",
                        {probeBytes}) &&
        m_database->commit();
    if (!good) {
        m_database->rollback();
        return false;
    }
    return m_database->run("DELETE FROM probe");
}

bool NodeStore::markTaken(const std::vector<MessageId>& ids)
{
    if (m_database->begin() && m_messages.markTaken(ids) && m_database->commit())
        return true;
    m_database->rollback();
    return false;
}

bool NodeStore::putLocal(const std::string& key, const std::string& value)
{
    if (value.empty())
        return erase("DELETE FROM local WHERE key = ?", "local", vos::viewOf(key));
    return put("INSERT OR REPLACE INTO local (key, body) VALUES (?, ?)", "local", vos::viewOf(key),
               encodeRow(LocalRow{key, value}));
}

std::vector<LocalRow> NodeStore::locals(std::string_view prefix)
{
    std::vector<LocalRow> rows;
    loadAll("SELECT key, body FROM local", "local", rows);
    std::erase_if(rows, [&](const LocalRow& row) { return !row.key.starts_with(prefix); });
    return rows;
}

std::optional<std::string> NodeStore::local(const std::string& key)
{
    for (LocalRow& row : locals(key)) {
        if (row.key == key)
            return std::move(row.value);
    }
    return std::nullopt;
}

int NodeStore::takeOver(Database& damaged)
{
    int taken = 0;
    m_database->begin();
    for (const WholeTable& table : wholeTables) {
        QSqlQuery* row = damaged.select(table.select);
        // A broken page ends the walk over its table; what came before it is kept.
        while (row != nullptr && row->next()) {
            const QByteArray key = row->value(0).toByteArray();
            if (!m_cells.open({table.name, "body", key}, row->value(1).toByteArray()))
                continue;
            QSqlQuery& insert = m_database->prepared(table.insert);
            for (int column = 0; column < row->record().count(); ++column)
                insert.bindValue(column, row->value(column));
            taken += insert.exec() ? 1 : 0;
        }
        if (row != nullptr)
            row->finish();
    }
    m_database->commit();
    return taken;
}

bool NodeStore::put(const char* sql, std::string_view table, ByteView name, Bytes plain)
{
    const QByteArray key = keyOf(table, name);
    const QByteArray cell = m_cells.seal({table, "body", key}, plain);
    crypto::wipe(plain);
    return m_database->run(sql, {key, cell});
}

template <typename Row>
bool NodeStore::loadAll(const char* sql, std::string_view table, std::vector<Row>& rows)
{
    QSqlQuery* query = m_database->select(sql);
    if (query == nullptr)
        return false;
    while (query->next()) {
        const QByteArray key = query->value(0).toByteArray();
        auto plain = m_cells.open({table, "body", key}, query->value(1).toByteArray());
        Row row;
        if (plain && decodeRow(*plain, row))
            rows.push_back(std::move(row));
        else
            ++m_unreadable;
        if (plain)
            crypto::wipe(*plain);
    }
    // An error in the middle ends the walk like the end does; only the error tells them apart.
    const bool good = query->lastError().type() == QSqlError::NoError;
    query->finish();
    return good;
}

bool NodeStore::erase(const char* sql, std::string_view table, ByteView name)
{
    return m_database->run(sql, {keyOf(table, name)});
}

QByteArray NodeStore::keyOf(std::string_view table, ByteView name) const
{
    return m_cells.index(table, name);
}

bool NodeStore::perform(const SelfRow& row)
{
    return put("INSERT OR REPLACE INTO self (key, body) VALUES (?, ?)", "self",
               vos::viewOf(selfName), encodeRow(row));
}

bool NodeStore::perform(const PrekeyRow& row)
{
    return put("INSERT OR REPLACE INTO prekey (key, body) VALUES (?, ?)", "prekey",
               row.publicKey.view(), encodeRow(row));
}

bool NodeStore::perform(const ContactRow& row)
{
    return put("INSERT OR REPLACE INTO contact (key, body) VALUES (?, ?)", "contact", row.id.view(),
               encodeRow(row));
}

bool NodeStore::perform(const RecordRow& row)
{
    return put("INSERT OR REPLACE INTO record (key, body) VALUES (?, ?)", "record", row.id.view(),
               encodeRow(row));
}

bool NodeStore::perform(const OutboxRow& row)
{
    return put("INSERT OR REPLACE INTO outbox (key, body) VALUES (?, ?)", "outbox", row.id.view(),
               encodeRow(row));
}

bool NodeStore::perform(const SeenLetterRow& row)
{
    const QByteArray key = keyOf("seen", row.id.view());
    return m_database->run(
        "INSERT OR REPLACE INTO seen (key, body, day) VALUES (?, ?, ?)",
        {key, m_cells.seal({"seen", "body", key}, encodeRow(row)), dayOf(row.at)});
}

bool NodeStore::perform(const SettingRow& row)
{
    return put("INSERT OR REPLACE INTO setting (key, body) VALUES (?, ?)", "setting",
               vos::viewOf(row.key), encodeRow(row));
}

bool NodeStore::perform(const MarkReadByPeer& mark)
{
    return m_messages.markReadByPeer(mark, m_readByPeer);
}

bool NodeStore::perform(const DeletePrekey& gone)
{
    return erase("DELETE FROM prekey WHERE key = ?", "prekey", gone.publicKey.view());
}

bool NodeStore::perform(const DeleteContact& gone)
{
    return erase("DELETE FROM contact WHERE key = ?", "contact", gone.id.view());
}

bool NodeStore::perform(const DeleteOutbox& gone)
{
    return erase("DELETE FROM outbox WHERE key = ?", "outbox", gone.id.view());
}

bool NodeStore::perform(const DeleteRecord& gone)
{
    return erase("DELETE FROM record WHERE key = ?", "record", gone.id.view());
}

bool NodeStore::perform(const DeleteSeenLetters& gone)
{
    const qint64 day = dayOf(gone.before);
    if (!m_database->run("DELETE FROM seen WHERE day < ?", {day}))
        return false;
    QSqlQuery* query = m_database->select("SELECT key, body FROM seen WHERE day = ?", {day});
    if (query == nullptr)
        return false;
    std::vector<QByteArray> keys;
    while (query->next()) {
        const QByteArray key = query->value(0).toByteArray();
        const auto plain = m_cells.open({"seen", "body", key}, query->value(1).toByteArray());
        SeenLetterRow row;
        if (plain && decodeRow(*plain, row) && row.at < gone.before)
            keys.push_back(key);
    }
    query->finish();
    return std::all_of(keys.begin(), keys.end(), [this](const QByteArray& key) {
        return m_database->run("DELETE FROM seen WHERE key = ?", {key});
    });
}

}  // namespace vos::qt
