#include "p2p/qt/database.h"

#include <QFile>
#include <QSqlError>
#include <QUuid>

namespace vos::qt {

namespace {

// Primary result codes of SQLite (sqlite.org/rescode.html).
enum SqliteCode {
    LogicError = 1,
    ReadOnlyFile = 8,
    IoError = 10,
    Corrupt = 11,
    Full = 13,
    NotADatabase = 26
};

StoreError::Kind kindOf(int code)
{
    switch (code & 0xff) {
    // Our statements are right, so what they speak of has gone from the file.
    case LogicError:
    case Corrupt:
    case NotADatabase:
        return StoreError::Kind::Damaged;
    case Full:
    case IoError:
    case ReadOnlyFile:
        return StoreError::Kind::Full;
    default:
        return StoreError::Kind::Unreadable;
    }
}

}  // namespace

bool makePrivateFile(const QString& path)
{
    QFile file(path);
    if (file.exists())
        return file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    return file.open(QIODevice::ReadWrite | QIODevice::NewOnly,
                     QFile::ReadOwner | QFile::WriteOwner);
}

Expected<std::unique_ptr<Database>, StoreError> Database::open(const QString& path, Mode mode)
{
    if (mode == Mode::ReadWrite && !makePrivateFile(path))
        return Unexpected{
            StoreError{StoreError::Kind::Full, path + QStringLiteral(": not writable")}};
    std::unique_ptr<Database> database(
        new Database(QUuid::createUuid().toString(QUuid::WithoutBraces)));
    database->m_database =
        QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), database->m_connection);
    database->m_database.setDatabaseName(path);
    // Copies and checks read beside the writer and may meet its checkpoint.
    QString options = QStringLiteral("QSQLITE_BUSY_TIMEOUT=5000");
    if (mode == Mode::ReadOnly)
        options += QStringLiteral(";QSQLITE_OPEN_READONLY");
    database->m_database.setConnectOptions(options);
    if (!database->m_database.open()) {
        database->remember(database->m_database.lastError());
        return Unexpected{database->m_error};
    }
    if (!database->configure(mode))
        return Unexpected{database->m_error};
    return database;
}

Database::~Database()
{
    m_statements.clear();
    m_database.close();
    m_database = QSqlDatabase();
    QSqlDatabase::removeDatabase(m_connection);
}

bool Database::configure(Mode mode)
{
    // A page outside the schema, a wrong cell or a function in a view is refused, not followed.
    bool good = execute(QStringLiteral("PRAGMA trusted_schema=OFF")) &&
                execute(QStringLiteral("PRAGMA cell_size_check=ON")) &&
                execute(QStringLiteral("PRAGMA foreign_keys=ON")) &&
                execute(QStringLiteral("PRAGMA secure_delete=ON"));
    if (good && mode == Mode::ReadWrite) {
        good =
            value(QStringLiteral("PRAGMA journal_mode=WAL")).toString() == QLatin1String("wal") &&
            execute(QStringLiteral("PRAGMA synchronous=FULL")) &&
            execute(QStringLiteral("PRAGMA fullfsync=ON")) &&
            execute(QStringLiteral("PRAGMA checkpoint_fullfsync=ON"));
    }
    // The first read of the file itself; before it nothing tells a database from garbage.
    return good && value(QStringLiteral("SELECT count(*) FROM sqlite_schema")).isValid();
}

QSqlQuery& Database::prepared(const char* sql)
{
    std::unique_ptr<QSqlQuery>& statement = m_statements[sql];
    if (!statement) {
        statement = std::make_unique<QSqlQuery>(m_database);
        statement->setForwardOnly(true);
        if (!statement->prepare(QString::fromLatin1(sql)))
            remember(statement->lastError());
    }
    return *statement;
}

bool Database::run(const char* sql, std::initializer_list<QVariant> values)
{
    QSqlQuery& statement = prepared(sql);
    int position = 0;
    for (const QVariant& value : values)
        statement.bindValue(position++, value);
    if (statement.exec())
        return true;
    remember(statement.lastError());
    statement.finish();
    return false;
}

QSqlQuery* Database::select(const char* sql, std::initializer_list<QVariant> values)
{
    return run(sql, values) ? &prepared(sql) : nullptr;
}

bool Database::execute(const QString& sql)
{
    QSqlQuery query(m_database);
    if (query.exec(sql))
        return true;
    remember(query.lastError());
    return false;
}

QVariant Database::value(const QString& sql)
{
    QSqlQuery query(m_database);
    if (!query.exec(sql)) {
        remember(query.lastError());
        return {};
    }
    return query.next() ? query.value(0) : QVariant();
}

void Database::rollback()
{
    // After some errors SQLite has rolled back by itself; then this one fails, and nothing is lost.
    QSqlQuery query(m_database);
    query.exec(QStringLiteral("ROLLBACK"));
}

void Database::remember(const QSqlError& error)
{
    m_error = {kindOf(error.nativeErrorCode().toInt()), error.text()};
}

}  // namespace vos::qt
