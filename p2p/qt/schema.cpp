#include "p2p/qt/schema.h"

#include <algorithm>
#include <array>

namespace vos::qt {

namespace {

// `key` is the keyed hash of what names the row, `body` a sealed cell with the whole of it. In the
// clear stands only what rows are ordered and counted by.
bool createFirstTables(Database& database)
{
    static constexpr std::array statements = {
        "CREATE TABLE self (key BLOB PRIMARY KEY, body BLOB NOT NULL)",
        "CREATE TABLE prekey (key BLOB PRIMARY KEY, body BLOB NOT NULL)",
        "CREATE TABLE contact (key BLOB PRIMARY KEY, body BLOB NOT NULL)",
        "CREATE TABLE record (key BLOB PRIMARY KEY, body BLOB NOT NULL)",
        "CREATE TABLE outbox (key BLOB PRIMARY KEY, body BLOB NOT NULL)",
        "CREATE TABLE setting (key BLOB PRIMARY KEY, body BLOB NOT NULL)",
        "CREATE TABLE local (key BLOB PRIMARY KEY, body BLOB NOT NULL)",
        // day: since 1970; the exact time is in the body.
        "CREATE TABLE seen (key BLOB PRIMARY KEY, body BLOB NOT NULL, day INTEGER NOT NULL)",
        "CREATE INDEX seen_day ON seen (day)",
        // peer: keyed hash; rank: 0 for the sender whose id is smaller, 1 for the other.
        "CREATE TABLE message (n INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE,"
        " peer BLOB NOT NULL, kind INTEGER NOT NULL, outgoing INTEGER NOT NULL,"
        " lamport INTEGER NOT NULL, rank INTEGER NOT NULL, sequence INTEGER NOT NULL,"
        " state INTEGER NOT NULL, unread INTEGER NOT NULL,"
        " body BLOB NOT NULL, status BLOB NOT NULL)",
        "CREATE INDEX message_order ON message (peer, lamport, rank, sequence)",
        "CREATE INDEX message_unread ON message (peer, sequence) WHERE unread = 1",
        "CREATE INDEX message_delivered ON message (peer, sequence) WHERE state = 3",
        // What tells, by being written, that the disk takes something again.
        "CREATE TABLE probe (key INTEGER PRIMARY KEY, body BLOB NOT NULL)",
    };
    for (const char* statement : statements) {
        if (!database.execute(QString::fromLatin1(statement)))
            return false;
    }
    return true;
}

/// Friend VOS: agreements, what is held for others, and the way of each message. The bytes of a
/// held letter and the receipt that settled it have tables of their own, so that the rows the
/// engine starts from load without them.
bool createCustodyTables(Database& database)
{
    static constexpr std::array statements = {
        "CREATE TABLE clock (key BLOB PRIMARY KEY, body BLOB NOT NULL)",
        "CREATE TABLE friend (key BLOB PRIMARY KEY, body BLOB NOT NULL)",
        "CREATE TABLE owner (key BLOB PRIMARY KEY, body BLOB NOT NULL)",
        "CREATE TABLE note (key BLOB PRIMARY KEY, body BLOB NOT NULL)",
        "CREATE TABLE held (key BLOB PRIMARY KEY, body BLOB NOT NULL)",
        "CREATE TABLE heldletter (key BLOB PRIMARY KEY, body BLOB NOT NULL)",
        "CREATE TABLE heldreceipt (key BLOB PRIMARY KEY, body BLOB NOT NULL)",
        // message: keyed hash; n: from 1 in each message; key: hash of both.
        "CREATE TABLE step (key BLOB PRIMARY KEY, body BLOB NOT NULL, message BLOB NOT NULL,"
        " n INTEGER NOT NULL)",
        "CREATE INDEX step_message ON step (message, n)",
    };
    return std::all_of(statements.begin(), statements.end(), [&](const char* statement) {
        return database.execute(QString::fromLatin1(statement));
    });
}

/// Ends of grants that others were shown.
bool createRevocationTable(Database& database)
{
    return database.execute(
        QStringLiteral("CREATE TABLE revocation (key BLOB PRIMARY KEY, body BLOB NOT NULL)"));
}

/// What was done to messages that are not here, until they come.
bool createChangeTable(Database& database)
{
    static constexpr std::array statements = {
        // message, peer: keyed hashes; key: hash of message, peer and what is done; day: as of seen.
        "CREATE TABLE change (n INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, body BLOB NOT NULL,"
        " message BLOB NOT NULL, peer BLOB NOT NULL, day INTEGER NOT NULL)",
        "CREATE INDEX change_message ON change (message)",
        "CREATE INDEX change_peer ON change (peer, n)",
        "CREATE INDEX change_day ON change (day)",
    };
    return std::all_of(statements.begin(), statements.end(), [&](const char* statement) {
        return database.execute(QString::fromLatin1(statement));
    });
}

constexpr std::array<Migration, 4> steps = {{
    {1, createFirstTables},
    {2, createCustodyTables},
    {3, createRevocationTable},
    {4, createChangeTable},
}};

constexpr bool rising()
{
    for (std::size_t i = 0; i < steps.size(); ++i) {
        if (steps[i].version != static_cast<int>(i + 1))
            return false;
    }
    return true;
}
static_assert(rising(), "migrations are numbered 1, 2, 3, …");

}  // namespace

std::span<const Migration> migrations()
{
    return steps;
}

int schemaVersion()
{
    return steps.back().version;
}

Outcome<StoreError> migrate(Database& database)
{
    const QVariant stored = database.value(QStringLiteral("PRAGMA user_version"));
    if (!stored.isValid())
        return Unexpected{database.lastError()};
    const int version = stored.toInt();
    if (version > schemaVersion()) {
        return Unexpected{StoreError{
            StoreError::Kind::TooNew,
            QStringLiteral("the history was written by a newer version of this program")}};
    }
    if (version == schemaVersion())
        return std::monostate{};
    bool good = database.begin();
    for (const Migration& step : steps) {
        if (good && step.version > version)
            good = step.apply(database);
    }
    good = good &&
           database.execute(QStringLiteral("PRAGMA user_version=%1").arg(schemaVersion())) &&
           database.commit();
    if (good)
        return std::monostate{};
    const StoreError error = database.lastError();
    database.rollback();
    return Unexpected{error};
}

}  // namespace vos::qt
