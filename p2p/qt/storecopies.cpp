#include "p2p/qt/storecopies.h"

#include "p2p/qt/convert.h"
#include "p2p/qt/files.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace vos::qt {

namespace {

using Kind = StartError::Kind;

constexpr int copiesKept = 2;

QString markOf(const StorePlace& place)
{
    return place.database + QStringLiteral(".damaged");
}

QString copyOf(const StorePlace& place, const QDate& day)
{
    return place.copies + QStringLiteral("/vos-%1.db").arg(day.toString(Qt::ISODate));
}

/// Newest first.
QStringList copiesOf(const StorePlace& place)
{
    const QDir folder(place.copies);
    QStringList paths;
    for (const QString& name :
         folder.entryList({QStringLiteral("vos-*.db")}, QDir::Files, QDir::Name | QDir::Reversed))
        paths.append(folder.filePath(name));
    return paths;
}

StartError startError(const StoreError& error, const StorePlace& place)
{
    switch (error.kind) {
    case StoreError::Kind::Full:
        return {Kind::DiskFull,
                QStringLiteral("The history %1 cannot be written (%2). Make room on the disk, or "
                               "make it writable, and start again.")
                    .arg(place.database, error.text)};
    case StoreError::Kind::Damaged:
        return {Kind::DatabaseDamaged,
                QStringLiteral("The history %1 is damaged (%2) and there is no copy to restore. It "
                               "was left as it is. Put a backup in its place, or move it away to "
                               "begin with an empty history; your address stays.")
                    .arg(place.database, error.text)};
    case StoreError::Kind::TooNew:
        return {
            Kind::ProfileUnreadable,
            QStringLiteral("The history %1 was written by a newer version. Install that version "
                           "or a later one.")
                .arg(place.database)};
    case StoreError::Kind::Unreadable:
        break;
    }
    return {Kind::ProfileUnreadable,
            QStringLiteral("The history %1 cannot be opened (%2). Check its permissions.")
                .arg(place.database, error.text)};
}

/// The database with the files SQLite keeps beside it.
QStringList filesOf(const QString& database)
{
    return {database, database + QStringLiteral("-wal"), database + QStringLiteral("-shm")};
}

bool moveStore(const QString& from, const QString& to)
{
    const QStringList sources = filesOf(from);
    const QStringList targets = filesOf(to);
    for (int i = 0; i < sources.size(); ++i) {
        if (QFile::exists(sources[i]) && !QFile::rename(sources[i], targets[i]))
            return false;
    }
    return true;
}

QString asideName(const StorePlace& place)
{
    const QString stamp =
        QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyyMMdd-HHmmss"));
    QString path = place.database + QStringLiteral(".damaged-") + stamp;
    for (int i = 1; QFile::exists(path); ++i)
        path = place.database + QStringLiteral(".damaged-%1-%2").arg(stamp).arg(i);
    return path;
}

/// Opens and loads `place.database` as it stands.
Expected<OpenedStore, StoreError> openPlain(const StorePlace& place,
                                            const crypto::Secret<32>& masterKey, const NodeId& own)
{
    auto store = NodeStore::open(place.database, masterKey, own);
    if (!store)
        return Unexpected{store.error()};
    auto state = (*store)->load();
    if (!state)
        return Unexpected{state.error()};
    return OpenedStore{std::move(*store), std::move(*state), {}};
}

/// Puts the rows of `aside` that can still be read into the store; how many.
int salvage(OpenedStore& opened, const QString& aside)
{
    auto damaged = Database::open(aside, Database::Mode::ReadOnly);
    if (!damaged)
        return 0;
    const int taken = opened.store->takeOver(**damaged);
    if (auto state = opened.store->load())
        opened.state = std::move(*state);
    return taken;
}

void removeStore(const QString& database)
{
    for (const QString& file : filesOf(database))
        QFile::remove(file);
}

QString asideWords(const QString& aside)
{
    return QFile::exists(aside) ? QStringLiteral("The damaged file was kept as %1.").arg(aside)
                                : QStringLiteral("The file was gone.");
}

Expected<OpenedStore, StartError> repair(const StorePlace& place, const StoreError& damage,
                                         const crypto::Secret<32>& masterKey, const NodeId& own)
{
    const QString aside = asideName(place);
    if (!moveStore(place.database, aside))
        return Unexpected{startError(damage, place)};
    for (const QString& copy : copiesOf(place)) {
        removeStore(place.database);
        if (!QFile::copy(copy, place.database) || !syncFile(place.database))
            continue;
        auto opened = openPlain(place, masterKey, own);
        if (!opened || opened->store->unreadable() > 0)
            continue;
        const int taken = salvage(*opened, aside);
        opened->repair =
            QStringLiteral("The history was damaged. It was restored from the copy %1, and %2 rows "
                           "of the damaged file could still be taken over. %3")
                .arg(QFileInfo(copy).fileName())
                .arg(taken)
                .arg(asideWords(aside));
        return std::move(*opened);
    }
    removeStore(place.database);
    if (auto opened = openPlain(place, masterKey, own)) {
        if (const int taken = salvage(*opened, aside)) {
            opened->repair = QStringLiteral("The history was damaged and there was no copy of it. "
                                            "%1 rows could still be read. %2")
                                 .arg(taken)
                                 .arg(asideWords(aside));
            return std::move(*opened);
        }
    }
    removeStore(place.database);
    moveStore(aside, place.database);
    return Unexpected{startError(damage, place)};
}

}  // namespace

Expected<OpenedStore, StartError> openStore(const StorePlace& place,
                                            const crypto::Secret<32>& masterKey, const NodeId& own)
{
    const bool gone = !QFile::exists(place.database) && !copiesOf(place).isEmpty();
    const bool marked = QFile::exists(place.database) && QFile::exists(markOf(place));
    StoreError damage{StoreError::Kind::Damaged,
                      gone ? QStringLiteral("it is gone") : QStringLiteral("found by the check")};
    if (!gone && !marked) {
        auto opened = openPlain(place, masterKey, own);
        if (opened)
            return std::move(*opened);
        damage = opened.error();
        if (damage.kind != StoreError::Kind::Damaged)
            return Unexpected{startError(damage, place)};
    }
    auto repaired = repair(place, damage, masterKey, own);
    if (repaired)
        QFile::remove(markOf(place));
    return repaired;
}

bool storeExists(const StorePlace& place)
{
    return QFile::exists(place.database) || !copiesOf(place).isEmpty();
}

QString checkStore(const StorePlace& place)
{
    auto database = Database::open(place.database, Database::Mode::ReadOnly);
    QString found;
    if (!database) {
        if (database.error().kind != StoreError::Kind::Damaged)
            return {};
        found = database.error().text;
    } else {
        const QVariant result = (*database)->value(QStringLiteral("PRAGMA quick_check(1)"));
        found = result.isValid() ? result.toString() : (*database)->lastError().text;
        const bool damaged =
            result.isValid() || (*database)->lastError().kind == StoreError::Kind::Damaged;
        if (found == QLatin1String("ok") || !damaged)
            return {};
    }
    if (!writeDurably(markOf(place), found.toUtf8()))
        found += QStringLiteral(" (and that cannot be noted)");
    return found;
}

bool copyDue(const StorePlace& place, const QDate& today)
{
    return !QFile::exists(copyOf(place, today));
}

bool copyStore(const StorePlace& place, const QDate& today)
{
    const QString path = copyOf(place, today);
    if (copyDue(place, today)) {
        const QString temporary = place.copies + QStringLiteral("/new");
        QFile::remove(temporary);
        auto database = Database::open(place.database, Database::Mode::ReadOnly);
        QString quoted = temporary;
        quoted.replace(u'\'', QStringLiteral("''"));
        // The empty file comes first so that it never has wider permissions than ours.
        const bool good = database && makePrivateFile(temporary) &&
                          (*database)->execute(QStringLiteral("VACUUM INTO '%1'").arg(quoted)) &&
                          syncFile(temporary) && QFile::rename(temporary, path) &&
                          syncFolder(place.copies);
        if (!good) {
            QFile::remove(temporary);
            return false;
        }
    }
    const QStringList copies = copiesOf(place);
    for (int i = copiesKept; i < copies.size(); ++i)
        QFile::remove(copies[i]);
    return true;
}

}  // namespace vos::qt
