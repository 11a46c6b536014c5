#include "p2p/qt/files.h"

#include <QFile>
#include <QFileInfo>
#include <QStorageInfo>

#include <cstdio>

#ifdef Q_OS_UNIX
#include <fcntl.h>
#include <unistd.h>
#elif defined(Q_OS_WIN)
#include <io.h>
#include <windows.h>
#endif

namespace vos::qt {

namespace {

bool syncHandle(const QFile& file)
{
#ifdef Q_OS_UNIX
#ifdef F_FULLFSYNC
    // macOS: fsync() stops at the drive's cache.
    if (::fcntl(file.handle(), F_FULLFSYNC) == 0)
        return true;
#endif
    return ::fsync(file.handle()) == 0;
#elif defined(Q_OS_WIN)
    return FlushFileBuffers(reinterpret_cast<HANDLE>(_get_osfhandle(file.handle()))) != 0;
#else
    return true;
#endif
}

/// Replaces an existing file in one step, which QFile::rename() refuses to do.
bool renameOver(const QString& from, const QString& to)
{
#ifdef Q_OS_WIN
    return MoveFileExW(reinterpret_cast<const wchar_t*>(from.utf16()),
                       reinterpret_cast<const wchar_t*>(to.utf16()),
                       MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH) != 0;
#else
    return ::rename(QFile::encodeName(from).constData(), QFile::encodeName(to).constData()) == 0;
#endif
}

bool writeAndSync(const QString& path, const QByteArray& content)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate,
                   QFile::ReadOwner | QFile::WriteOwner))
        return false;
    return file.write(content) == content.size() && file.flush() && syncHandle(file);
}

}  // namespace

bool writeDurably(const QString& path, const QByteArray& content)
{
    const QString temporary = path + QStringLiteral(".new");
    QFile::remove(temporary);
    if (writeAndSync(temporary, content) && renameDurably(temporary, path))
        return true;
    QFile::remove(temporary);
    return false;
}

bool renameDurably(const QString& from, const QString& to)
{
    return renameOver(from, to) && syncFolder(QFileInfo(to).absolutePath());
}

std::optional<QByteArray> readWhole(const QString& path, qint64 most)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt;
    const QByteArray content = file.read(most + 1);
    if (file.error() != QFile::NoError || content.size() > most)
        return std::nullopt;
    return content;
}

bool syncFile(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadWrite) && syncHandle(file);
}

bool hasRoom(const QString& folder, qint64 bytes)
{
    const QStorageInfo storage(folder);
    // A file system that does not tell is given the benefit of the doubt.
    return !storage.isValid() || storage.bytesAvailable() < 0 || storage.bytesAvailable() >= bytes;
}

bool syncFolder(const QString& path)
{
#ifdef Q_OS_UNIX
    const int folder = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC);
    if (folder < 0)
        return false;
    const bool good = ::fsync(folder) == 0;
    ::close(folder);
    return good;
#else
    Q_UNUSED(path);
    return true;
#endif
}

}  // namespace vos::qt
