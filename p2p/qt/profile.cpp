#include "p2p/qt/profile.h"

#include "p2p/qt/backup.h"
#include "p2p/qt/files.h"

#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>

#ifdef Q_OS_UNIX
#include <sys/resource.h>
#endif
#ifdef Q_OS_LINUX
#include <sys/prctl.h>
#endif

namespace vos::qt {

namespace {

using Kind = StartError::Kind;

StartError unreadable(const QString& folder, const QString& what)
{
    return {
        Kind::ProfileUnreadable,
        QStringLiteral("The profile %1 %2. Check its permissions, or choose another folder with "
                       "--profile.")
            .arg(folder, what)};
}

StartError lockError(const QString& folder, const QLockFile& lock)
{
    if (lock.error() == QLockFile::PermissionError)
        return unreadable(folder, QStringLiteral("cannot be written to"));
    if (lock.error() != QLockFile::LockFailedError) {
        return {
            Kind::DiskFull,
            QStringLiteral("The profile %1 cannot be locked; the disk may be full.").arg(folder)};
    }
    qint64 process = 0;
    QString host;
    QString program;
    lock.getLockInfo(&process, &host, &program);
    const QString holder = program.isEmpty() ? QStringLiteral("another program") : program;
    return {Kind::ProfileLocked,
            QStringLiteral("The profile %1 is in use by %2 (process %3). Stop it first, or choose "
                           "another folder with --profile.")
                .arg(folder, holder, QString::number(process))};
}

bool isPrivate(const QString& folder)
{
    const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther |
                        QFile::WriteOther | QFile::ExeOther;
    return !(QFile::permissions(folder) & others);
}

bool makePrivateFolder(const QString& folder)
{
    constexpr auto ownerOnly = QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner;
    return QDir().mkpath(folder) && QFile::setPermissions(folder, ownerOnly);
}

/// A folder that was there before us: closing a shared one to others would hurt them.
bool mayBeClosed(const QString& folder)
{
    const QDir dir(folder);
    return !dir.exists() || isPrivate(folder) || dir.isEmpty() ||
           dir.exists(QStringLiteral("key.box")) || dir.exists(QStringLiteral("key.box.bak"));
}

}  // namespace

Expected<Profile, StartError> Profile::open(const QString& folder)
{
    const QString path = QDir(folder).absolutePath();
    const QFileInfo before(path);
    if (before.exists() && !before.isDir())
        return Unexpected{unreadable(path, QStringLiteral("is not a folder"))};
    if (!mayBeClosed(path)) {
        return Unexpected{unreadable(
            path, QStringLiteral("is open to other users and holds other things than a profile"))};
    }
    if (!makePrivateFolder(path))
        return Unexpected{unreadable(path, QStringLiteral("cannot be made private to you"))};
    const QFileInfo info(path);
    if (!info.isReadable() || !info.isWritable())
        return Unexpected{unreadable(path, QStringLiteral("cannot be read and written"))};
    const QString lockPath = path + QStringLiteral("/lock");
    auto lock = std::make_unique<QLockFile>(lockPath);
    // Age says nothing: a lock is stale when the process that took it is gone.
    lock->setStaleLockTime(0);
    if (!lock->tryLock(0))
        return Unexpected{lockError(path, *lock)};
    QFile::setPermissions(lockPath, QFile::ReadOwner | QFile::WriteOwner);
    if (!applyStagedBackup(path)) {
        return Unexpected{StartError{
            Kind::DiskFull,
            QStringLiteral("The backup cannot be put into %1. Make room on the disk and start "
                           "again.")
                .arg(path)}};
    }
    Profile profile(path, std::move(lock));
    if (!makePrivateFolder(profile.copiesFolder()))
        return Unexpected{unreadable(path, QStringLiteral("cannot be written to"))};
    return profile;
}

Profile::Profile(const QString& folder, std::unique_ptr<QLockFile> lock)
    : m_folder(folder)
    , m_lock(std::move(lock))
{
}

QString Profile::defaultFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) +
           QStringLiteral("/vos");
}

bool Profile::hasFreeSpace() const
{
    return hasRoom(m_folder, FreeSpaceMin);
}

void forbidCoreDumps()
{
    // A sanitizer's leak check must be able to look at its own process.
#if !defined(__SANITIZE_ADDRESS__)
#ifdef Q_OS_LINUX
    ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
#endif
#ifdef Q_OS_UNIX
    const rlimit none{0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
#endif
}

}  // namespace vos::qt
