#pragma once

// The folder everything of one identity lives in: 0700, files 0600, held by one process at a time.
// Against whom: other users of the machine, a second copy of the program, and core dumps that would
// write secrets to the disk.

#include "p2p/base/expected.h"
#include "p2p/qt/nodetypes.h"

#include <QLockFile>
#include <QString>

#include <memory>

namespace vos::qt {

class Profile {
public:
    /// A new profile is not begun on a disk with less room; an existing one is opened with a
    /// warning, since its history can still be read.
    static constexpr qint64 FreeSpaceMin = 16 * 1024 * 1024;

    /// Makes the folder where there is none and takes its lock. ProfileLocked says who holds it.
    static Expected<Profile, StartError> open(const QString& folder);

    /// The platform's data folder of this user.
    static QString defaultFolder();

    const QString& folder() const { return m_folder; }
    QString keyBoxFile() const { return file("key.box"); }
    QString databaseFile() const { return file("vos.db"); }
    /// Daily copies of the database.
    QString copiesFolder() const { return file("copies"); }
    bool hasFreeSpace() const;

private:
    Profile(const QString& folder, std::unique_ptr<QLockFile> lock);
    QString file(const char* name) const { return m_folder + u'/' + QLatin1String(name); }

    QString m_folder;
    std::unique_ptr<QLockFile> m_lock;
};

/// Keeps this process from ever writing a core dump, and others from reading its memory.
void forbidCoreDumps();

}  // namespace vos::qt
