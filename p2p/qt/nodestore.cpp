#include "p2p/qt/nodestore.h"

#include "p2p/qt/convert.h"
#include "p2p/qt/schema.h"

#include <QFileInfo>
#include <QSqlError>
#include <QSqlRecord>

#include <algorithm>
#include <array>
#include <functional>
#include <limits>

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
    const char* columns;
};
constexpr std::array wholeTables = {
    WholeTable{"self", "key, body"},
    WholeTable{"prekey", "key, body"},
    WholeTable{"contact", "key, body"},
    WholeTable{"record", "key, body"},
    WholeTable{"outbox", "key, body"},
    WholeTable{"setting", "key, body"},
    WholeTable{"local", "key, body"},
    WholeTable{"seen", "key, body, day"},
    WholeTable{"clock", "key, body"},
    WholeTable{"friend", "key, body"},
    WholeTable{"owner", "key, body"},
    WholeTable{"note", "key, body"},
    WholeTable{"revocation", "key, body"},
    WholeTable{"held", "key, body"},
    WholeTable{"heldletter", "key, body"},
    WholeTable{"heldreceipt", "key, body"},
    WholeTable{"change", "key, body, message, peer, day"},
    WholeTable{"step", "key, body, message, n"},
    WholeTable{"message", "key, body, status, peer, kind, outgoing, lamport, rank, sequence, state,"
                          " unread"},
};

/// Reads a table of a damaged file in the order of its rows, and past pages that are broken.
class TableWalk {
public:
    using Take = std::function<void(const QSqlQuery& row)>;  ///< column 0 is the row's number

    TableWalk(Database& database, const WholeTable& table, Take take)
        : m_database(database)
        , m_take(std::move(take))
        , m_select(QStringLiteral("SELECT rowid, %1 FROM %2 WHERE rowid ")
                       .arg(QLatin1String(table.columns), toQString(table.name)))
    {
    }

    void run()
    {
        qint64 last = std::numeric_limits<qint64>::min();
        while (!walk(QStringLiteral("> %1 ORDER BY rowid").arg(last), last)) {
            const auto next = readableAfter(last);
            if (!next)
                return;
            // What lies between the broken page and there, from behind.
            qint64 lowest = *next;
            walk(QStringLiteral("> %1 AND rowid < %2 ORDER BY rowid DESC").arg(last).arg(*next),
                 lowest);
            last = *next - 1;
        }
    }

private:
    static constexpr qint64 Beyond = std::numeric_limits<qint64>::max();

    /// Takes all rows; `at` is the last one read. False: a broken page ended it.
    bool walk(const QString& range, qint64& at)
    {
        QSqlQuery query = m_database.query();
        if (!query.exec(m_select + range))
            return false;
        while (query.next()) {
            at = query.value(0).toLongLong();
            m_take(query);
        }
        return query.lastError().type() == QSqlError::NoError;
    }

    /// The number of a row on a sound page behind `last`; Beyond: none, but the table's end can be
    /// read; nothing: what leads there is broken itself.
    std::optional<qint64> readableAfter(qint64 last)
    {
        constexpr qint64 stepMax = qint64{1} << 40;
        for (qint64 step = 1; step < stepMax; step *= 2) {
            const qint64 from = std::max<qint64>(last, 0) + step;
            QSqlQuery query = m_database.query();
            if (!query.exec(m_select + QStringLiteral(">= %1 ORDER BY rowid LIMIT 1").arg(from)))
                continue;
            if (query.next())
                return query.value(0).toLongLong();
            if (query.lastError().type() == QSqlError::NoError)
                return Beyond;
        }
        return std::nullopt;
    }

    Database& m_database;
    Take m_take;
    QString m_select;
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
    // vos.db and vos.map; a store without its map still works, others have what is in it.
    const QFileInfo file(path);
    auto map = MapFile::open(file.path() + u'/' + file.completeBaseName() + u".map", masterKey);
    return std::unique_ptr<NodeStore>(
        new NodeStore(std::move(*database), std::move(map), masterKey, own));
}

NodeStore::NodeStore(std::unique_ptr<Database> database, std::unique_ptr<MapFile> map,
                     const crypto::Secret<32>& masterKey, const NodeId& own)
    : m_database(std::move(database))
    , m_map(std::move(map))
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
                      loadRecords(state.records) &&
                      loadAll("SELECT key, body FROM outbox", "outbox", state.outbox) &&
                      loadAll("SELECT key, body FROM seen", "seen", state.seenLetters) &&
                      loadAll("SELECT key, body FROM setting", "setting", state.settings) &&
                      loadAll("SELECT key, body FROM clock", "clock", clocks) &&
                      loadAll("SELECT key, body FROM friend", "friend", state.friends) &&
                      loadAll("SELECT key, body FROM owner", "owner", state.owners) &&
                      loadAll("SELECT key, body FROM held", "held", state.held) &&
                      loadAll("SELECT key, body FROM note", "note", state.notes) &&
                      loadAll("SELECT key, body FROM revocation", "revocation", state.revocations);
    if (!good)
        return Unexpected{lastError()};
    if (!self.empty())
        state.self = self.front();
    if (!clocks.empty())
        state.clock = clocks.front();
    return state;
}

bool NodeStore::loadRecords(std::vector<RecordRow>& records)
{
    std::vector<RecordRow> old;
    const int before = m_unreadable;
    if (!loadAll("SELECT key, body FROM record", "record", old))
        return false;
    m_unreadable = before;
    if (m_map)
        records = m_map->takeRows();
    // What was deleted left a row without anything in it.
    std::erase_if(records, [](const RecordRow& row) {
        return row.whereabouts.empty() && row.card.empty() && row.highestSequence == 0 &&
               row.highestCard == 0;
    });
    if (old.empty())
        return true;
    // Of a profile from before the map had its file. The newer of two rows stays.
    for (const RecordRow& row : old) {
        const auto same = std::lower_bound(
            records.begin(), records.end(), row.id,
            [](const RecordRow& known, const NodeId& id) { return known.id < id; });
        if (same == records.end() || same->id != row.id)
            records.insert(same, row);
        else if (row.highestSequence > same->highestSequence)
            *same = row;
    }
    if (m_map && m_map->rewrite(records))
        return m_database->run("DELETE FROM record");
    return true;
}

NodeStore::Applied NodeStore::apply(std::span<const Store> batches)
{
    m_readByPeer.clear();
    m_mapRows.clear();
    (void)m_messages.takeChanged();
    bool good = m_database->begin();
    for (const Store& batch : batches) {
        for (const StoreOperation& operation : batch.operations)
            good = good && std::visit([this](const auto& o) { return perform(o); }, operation);
    }
    // Before the commit: where one of the two fails, the whole is told to be not durable. Records
    // that are there nevertheless do no harm, they are true whatever else was lost.
    good = good && (!m_map || m_map->append(m_mapRows));
    if (good && m_database->commit()) {
        if (m_map && m_map->wantsCompaction())
            (void)m_map->compact();
        return {true, std::exchange(m_readByPeer, {}), m_messages.takeChanged()};
    }
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

std::optional<int> NodeStore::takeOver(Database& damaged)
{
    int taken = 0;
    bool good = m_database->begin();
    for (const WholeTable& table : wholeTables) {
        const QString columns = QLatin1String(table.columns);
        const qsizetype count = columns.count(u',') + 1;
        QStringList places;
        places.fill(QStringLiteral("?"), count);
        QSqlQuery insert = m_database->query();
        good = good && insert.prepare(QStringLiteral("INSERT OR REPLACE INTO %1 (%2) VALUES (%3)")
                                          .arg(toQString(table.name), columns,
                                               places.join(QStringLiteral(", "))));
        TableWalk(damaged, table, [&](const QSqlQuery& row) {
            const QByteArray key = row.value(1).toByteArray();
            if (!good || !opens(table.name, key, row))
                return;
            for (int column = 0; column < count; ++column)
                insert.bindValue(column, row.value(column + 1));
            good = insert.exec();
            ++taken;
        }).run();
    }
    if (good && m_database->commit())
        return taken;
    m_database->rollback();
    return std::nullopt;
}

bool NodeStore::opens(std::string_view table, const QByteArray& key, const QSqlQuery& row)
{
    // The second cell of a message is what became of it; one without it would hide the other.
    return m_cells.open({table, "body", key}, row.value(2).toByteArray()) &&
           (table != "message" || m_cells.open({table, "status", key}, row.value(3).toByteArray()));
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
    m_mapRows.push_back(row);
    return true;
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
    const std::size_t before = m_readByPeer.size();
    if (!m_messages.markReadByPeer(mark, m_readByPeer))
        return false;
    // The mark goes for all up to one: each of them has come a step further.
    for (std::size_t i = before; i < m_readByPeer.size(); ++i) {
        if (!perform(
                PutStep{m_readByPeer[i].id, {MessageStep::Kind::Read, mark.at, mark.peer, {}}}))
            return false;
    }
    return true;
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
    // An empty row in its place.
    m_mapRows.push_back({gone.id, {}, {}, 0, 0, {}, {}});
    return true;
}

bool NodeStore::perform(const DeleteSeenLetters& gone)
{
    const qint64 day = dayOf(gone.before);
    if (!m_messages.forgetChanges(gone.before) ||
        !m_database->run("DELETE FROM seen WHERE day < ?", {day}))
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
