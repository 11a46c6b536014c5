#include "app/control/socketpath.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QSaveFile>
#include <QStandardPaths>

#ifndef Q_OS_WIN
#include <sys/un.h>
#endif

namespace vos::control {

using namespace Qt::StringLiterals;

namespace {

QString fileName(const QString& profile)
{
    return profile + "/control.path"_L1;
}

/// Same path, same word; short, and free of characters a file name cannot have.
QString wordFor(const QString& path)
{
    const QByteArray hash = QCryptographicHash::hash(path.toUtf8(), QCryptographicHash::Sha256);
    return QString::fromLatin1(hash.toHex().left(16));
}

}  // namespace

QString defaultSocketPath(const QString& profile)
{
#ifdef Q_OS_WIN
    return "vos-"_L1 + wordFor(QDir::cleanPath(profile));
#else
    return profile + "/control.sock"_L1;
#endif
}

QString usableSocketPath(const QString& wanted)
{
#ifdef Q_OS_WIN
    return wanted;
#else
    constexpr qsizetype sizeMax = sizeof(sockaddr_un::sun_path) - 1;
    if (QFile::encodeName(wanted).size() <= sizeMax)
        return wanted;
    return QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation) + "/vos-"_L1 +
           wordFor(wanted) + ".sock"_L1;
#endif
}

Outcome<QString> nameSocketPath(const QString& profile, const QString& path)
{
    if (path == defaultSocketPath(profile)) {
        forgetSocketPath(profile);
        return std::monostate{};
    }
    QSaveFile file(fileName(profile));
    const QByteArray line = path.toUtf8() + '\n';
    if (!file.open(QIODevice::WriteOnly) ||
        !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner) ||
        file.write(line) != line.size() || !file.commit())
        return Unexpected{u"cannot write %1: %2"_s.arg(file.fileName(), file.errorString())};
    return std::monostate{};
}

void forgetSocketPath(const QString& profile)
{
    QFile::remove(fileName(profile));
}

QStringList namedSocketPaths(const QString& profile)
{
    constexpr qint64 pathSizeMax = 4096;
    QStringList paths;
    QFile file(fileName(profile));
    if (file.open(QIODevice::ReadOnly)) {
        const QString named = QString::fromUtf8(file.read(pathSizeMax)).trimmed();
        if (!named.isEmpty())
            paths << named;
    }
    // A node that was killed leaves its control.path behind; the next one may not need it.
    paths << usableSocketPath(defaultSocketPath(profile));
    paths.removeDuplicates();
    return paths;
}

}  // namespace vos::control
