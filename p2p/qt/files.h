#pragma once

// Writing that outlives a loss of power: a file counts as written once its bytes, its name and its
// folder are on the disk.

#include <QByteArray>
#include <QString>

#include <optional>

namespace vos::qt {

/// Writes `path` (0600) anew by a temporary file beside it, fsync, rename and fsync of the folder;
/// after a crash there is the old file or the new one, whole. False: the old one stands.
[[nodiscard]] bool writeDurably(const QString& path, const QByteArray& content);
/// Puts `from`, whose bytes are on the disk, in the place of `to` in one step that lasts.
[[nodiscard]] bool renameDurably(const QString& from, const QString& to);
/// The whole file; nothing if it cannot be read or is longer than `most`.
std::optional<QByteArray> readWhole(const QString& path, qint64 most);
/// fsync; true where the platform has no such thing for it.
bool syncFile(const QString& path);
bool syncFolder(const QString& path);

/// True if the disk of `folder` has `bytes` free, or does not tell.
bool hasRoom(const QString& folder, qint64 bytes);

}  // namespace vos::qt
