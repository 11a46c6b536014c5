#pragma once

// The VOS Map on the disk: a file of its own that is only appended to, since thousands of records
// change in a day and each would cost a place in the database. Rows are sealed in frames, and no
// frame crosses the border of a block of 4 MiB: what is damaged is dropped up to the next block,
// the rest is loaded, and what is missing is caught up from other nodes. When more than half of the
// file is old it is written anew.
//
//   head:  "VOSMAP1" 0, padded with zeros to 16 bytes
//   frame: length 4 · nonce 24 · XChaCha20-Poly1305 of its rows, each length 2 · row
//          (key HKDF(DMK, "VOS/map-file"), associated data: offset of the frame 8)
//   a length of 0, or less than 4 bytes: the block ends here
//
// A frame cannot be moved, and whoever has the file without the key sees its size alone.

#include "p2p/base/expected.h"
#include "p2p/crypto/secret.h"
#include "p2p/engine/storage.h"

#include <QFile>
#include <QString>

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace vos::qt {

/// Encoding and decoding alone; no file.
class MapFrames {
public:
    static constexpr std::size_t HeadSize = 16;
    static constexpr std::size_t BlockSize = 4u << 20;
    /// Length, nonce, tag.
    static constexpr std::size_t FrameOverhead = 4 + 24 + 16;
    static constexpr std::size_t FrameMax = BlockSize - HeadSize;

    explicit MapFrames(const crypto::Secret<32>& masterKey);

    static Bytes head();
    /// What to append to a file of `end` bytes for these rows, in as few frames as there can be.
    Bytes encode(std::uint64_t end, std::span<const RecordRow> rows) const;

    struct Content {
        std::vector<RecordRow> rows;  ///< the newest of each id, in the order of ids
        std::size_t read = 0;         ///< all rows, the old ones too
        std::size_t damagedBlocks = 0;
        std::uint64_t end = 0;  ///< where to append; what is behind it is torn or damaged
    };
    /// Reads what can be read; an empty or foreign file has no rows and end 0.
    Content decode(ByteView file) const;

private:
    crypto::Secret<32> m_key;
};

class MapFile {
public:
    /// Makes the file where there is none. Nothing only if it can be neither read nor made.
    static std::unique_ptr<MapFile> open(const QString& path, const crypto::Secret<32>& masterKey);

    /// All rows, once; memory is given back after.
    std::vector<RecordRow> takeRows() { return std::exchange(m_loaded, {}); }
    std::size_t damagedBlocks() const { return m_damaged; }
    /// Durable when it returns true; where it fails nothing of it is there after a restart.
    bool append(std::span<const RecordRow> rows);
    /// More than half of the rows in the file are old, and there are enough to be worth it.
    bool wantsCompaction() const { return m_total > 1024 && m_total > 2 * m_live; }
    /// Writes the file anew with `rows` alone.
    bool rewrite(std::span<const RecordRow> rows);
    /// The same with what it holds itself.
    bool compact();

private:
    MapFile(QString path, const crypto::Secret<32>& masterKey);

    QString m_path;
    MapFrames m_frames;
    QFile m_file;
    std::vector<RecordRow> m_loaded;
    std::uint64_t m_end = 0;
    std::size_t m_total = 0;
    std::size_t m_live = 0;
    std::size_t m_damaged = 0;
};

}  // namespace vos::qt
