#include "p2p/qt/storecopies.h"

#include "p2p/qt/convert.h"
#include "p2p/qt/files.h"
#include "p2p/qt/profile.h"
#include "p2p/qt/walfile.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>

namespace vos::qt {

namespace {

using Kind = StartError::Kind;

constexpr int copiesKept = 2;
constexpr qint64 copyPageSize = 4096;
/// A log is taken into the file at 4 MB; one transaction may make it longer.
constexpr qint64 logSizeMax = 256 << 20;

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

QString logFile(const QString& database)
{
    return database + QStringLiteral("-wal");
}

/// The database with the files SQLite keeps beside it.
QStringList filesOf(const QString& database)
{
    return {database, logFile(database), database + QStringLiteral("-shm")};
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

void removeStore(const QString& database)
{
    for (const QString& file : filesOf(database))
        QFile::remove(file);
}

/// No database is shorter than a page of the least size; SQLite takes such a file for a new one.
bool isEmptied(const QString& database)
{
    return QFileInfo(database).size() < 512;
}

QByteArray logOf(const QString& database)
{
    return readWhole(logFile(database), logSizeMax).value_or(QByteArray());
}

/// How many rows of the file, with its log as SQLite reads it, can still be read; nothing if they
/// cannot be kept.
std::optional<int> takeRows(OpenedStore& opened, const QString& from)
{
    auto damaged = Database::open(from, Database::Mode::ReadOnly);
    return damaged ? opened.store->takeOver(**damaged) : 0;
}

/// The same for a copy of the file whose log has been mended.
std::optional<int> takeMendedRows(OpenedStore& opened, const QString& from, const QString& scratch)
{
    const QByteArray log = logOf(from);
    const auto mended = mendWal(viewOf(log), copyPageSize);
    if (!mended)
        return 0;
    removeStore(scratch);
    const bool made = (isEmptied(from) ? writeDurably(scratch, QByteArray(copyPageSize, 0))
                                       : QFile::copy(from, scratch)) &&
                      writeDurably(logFile(scratch), toByteArray(*mended));
    const auto taken = made ? takeRows(opened, scratch) : std::nullopt;
    removeStore(scratch);
    return taken;
}

/// Puts the rows of `aside` that can still be read into the store; how many.
std::optional<int> salvage(OpenedStore& opened, const QString& aside)
{
    // SQLite deletes the log of an empty file.
    const bool emptied = isEmptied(aside);
    auto taken = emptied ? std::optional(0) : takeRows(opened, aside);
    const bool mend = emptied || walDamaged(viewOf(logOf(aside)));
    if (taken && mend) {
        const auto more = takeMendedRows(opened, aside, aside + QStringLiteral(".mended"));
        taken = more ? std::optional(std::max(*taken, *more)) : std::nullopt;
    }
    auto state = opened.store->load();
    if (!taken || !state)
        return std::nullopt;
    opened.state = std::move(*state);
    return taken;
}

QString asideWords(const QString& aside)
{
    return QFile::exists(aside) ? QStringLiteral("The damaged file was kept as %1.").arg(aside)
                                : QStringLiteral("The file was gone.");
}

QString repairWords(const QString& copy, int taken, const QString& aside)
{
    const QString source = copy.isEmpty() ? QStringLiteral("there was no copy of it")
                                          : QStringLiteral("it was restored from the copy ") +
                                                QFileInfo(copy).fileName();
    return QStringLiteral(
               "The history was damaged: %1, and %2 rows of the damaged file could still "
               "be taken over. %3")
        .arg(source)
        .arg(taken)
        .arg(asideWords(aside));
}

/// A new store in the place of the damaged one, made from `copy` (empty: from nothing).
std::optional<OpenedStore> rebuild(const StorePlace& place, const QString& copy,
                                   const crypto::Secret<32>& masterKey, const NodeId& own)
{
    removeStore(place.database);
    if (!copy.isEmpty() && (!QFile::copy(copy, place.database) || !syncFile(place.database)))
        return std::nullopt;
    auto opened = openPlain(place, masterKey, own);
    if (!opened || opened->store->unreadable() > 0)
        return std::nullopt;
    return std::move(*opened);
}

Expected<OpenedStore, StartError> repair(const StorePlace& place, const StoreError& damage,
                                         const crypto::Secret<32>& masterKey, const NodeId& own)
{
    const QString aside = asideName(place);
    if (!moveStore(place.database, aside))
        return Unexpected{startError(damage, place)};
    StartError error = startError(damage, place);
    for (const QString& copy : copiesOf(place) + QStringList{QString()}) {
        auto opened = rebuild(place, copy, masterKey, own);
        const auto taken = opened ? salvage(*opened, aside) : std::nullopt;
        if (opened && !taken)
            error = startError(opened->store->lastError(), place);
        // An empty history is never put silently in the place of one that was there.
        if (!taken || (copy.isEmpty() && *taken == 0))
            continue;
        opened->repair = repairWords(copy, *taken, aside);
        return std::move(*opened);
    }
    removeStore(place.database);
    moveStore(aside, place.database);
    return Unexpected{error};
}

/// What is wrong with the file by its looks, before SQLite sees it: it would take an empty file for
/// a new one and a damaged log for a shorter one.
QString visibleDamage(const StorePlace& place)
{
    const bool hasCopy = !copiesOf(place).isEmpty();
    if (!QFile::exists(place.database))
        return hasCopy ? QStringLiteral("it is gone") : QString();
    const bool hasLog = QFileInfo(logFile(place.database)).size() > 0;
    if (isEmptied(place.database) && (hasCopy || hasLog))
        return QStringLiteral("it is empty");
    if (QFile::exists(markOf(place)))
        return QStringLiteral("found by the check");
    return walDamaged(viewOf(logOf(place.database))) ? QStringLiteral("its log is damaged")
                                                     : QString();
}

}  // namespace

Expected<OpenedStore, StartError> openStore(const StorePlace& place,
                                            const crypto::Secret<32>& masterKey, const NodeId& own)
{
    StoreError damage{StoreError::Kind::Damaged, visibleDamage(place)};
    if (damage.text.isEmpty()) {
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

bool snapshotStore(const QString& database, const QString& target)
{
    // What is free is for messages; a copy that filled the disk would stop them.
    const QString folder = QFileInfo(target).absolutePath();
    if (!hasRoom(folder, QFileInfo(database).size() + Profile::FreeSpaceMin))
        return false;
    QFile::remove(target);
    auto source = Database::open(database, Database::Mode::ReadOnly);
    QString quoted = target;
    quoted.replace(u'\'', QStringLiteral("''"));
    // The empty file comes first so that it never has wider permissions than ours.
    const bool good = source && makePrivateFile(target) &&
                      (*source)->execute(QStringLiteral("VACUUM INTO '%1'").arg(quoted)) &&
                      syncFile(target);
    if (!good)
        QFile::remove(target);
    return good;
}

bool copyStore(const StorePlace& place, const QDate& today)
{
    if (copyDue(place, today)) {
        const QString temporary = place.copies + QStringLiteral("/new");
        if (!snapshotStore(place.database, temporary) ||
            !renameDurably(temporary, copyOf(place, today))) {
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
