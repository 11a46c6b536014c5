#pragma once

// One SQLite connection with our pragmas and its prepared statements. Belongs to the thread that
// opened it. SQL errors are values; the kind tells what can be done about them.
//
// Durable means: journal_mode=WAL and synchronous=FULL (macOS: fullfsync too), so a commit that was
// reported survives a loss of power.

#include "p2p/base/expected.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QString>
#include <QVariant>

#include <initializer_list>
#include <memory>
#include <unordered_map>

namespace vos::qt {

struct StoreError {
    enum class Kind {
        Full,        ///< no room, or writing failed
        Damaged,     ///< not a database, or its inside is broken
        Unreadable,  ///< cannot be opened
        TooNew,      ///< written by a newer version of this program
    } kind;
    QString text;
};

class Database {
public:
    enum class Mode { ReadWrite, ReadOnly };

    /// ReadWrite makes the file (0600) when there is none.
    static Expected<std::unique_ptr<Database>, StoreError> open(const QString& path,
                                                                Mode mode = Mode::ReadWrite);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    /// The statement, prepared once; `sql` is a literal (it is kept by its address). Bind, run, and
    /// finish() a select that was not read to its end.
    QSqlQuery& prepared(const char* sql);
    /// Binds `values` in order and runs. False: see lastError().
    bool run(const char* sql, std::initializer_list<QVariant> values = {});
    /// The same for a select: the query to read from, or null.
    QSqlQuery* select(const char* sql, std::initializer_list<QVariant> values = {});
    /// For statements made at run time.
    QSqlQuery query() const
    {
        QSqlQuery fresh(m_database);
        fresh.setForwardOnly(true);
        return fresh;
    }
    /// Runs a text made at run time, unprepared.
    bool execute(const QString& sql);
    /// The first column of the first row of `sql`; invalid if there is none.
    QVariant value(const QString& sql);

    bool begin() { return execute(QStringLiteral("BEGIN IMMEDIATE")); }
    bool commit() { return execute(QStringLiteral("COMMIT")); }
    void rollback();

    const StoreError& lastError() const { return m_error; }

private:
    explicit Database(const QString& connection) : m_connection(connection) {}
    bool configure(Mode mode);
    void remember(const QSqlError& error);

    QString m_connection;
    QSqlDatabase m_database;
    std::unordered_map<const char*, std::unique_ptr<QSqlQuery>> m_statements;
    StoreError m_error{StoreError::Kind::Unreadable, {}};
};

/// Makes the file with permissions 0600 where there is none. False if that fails.
bool makePrivateFile(const QString& path);

}  // namespace vos::qt
