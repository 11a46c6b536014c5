#include "p2p/qt/mapfile.h"

#include "p2p/crypto/aead.h"
#include "p2p/crypto/hash.h"
#include "p2p/crypto/systemrng.h"
#include "p2p/map/zone.h"
#include "p2p/qt/convert.h"
#include "p2p/qt/files.h"
#include "p2p/qt/rowcodec.h"
#include "p2p/wire/reader.h"
#include "p2p/wire/writer.h"

#include <algorithm>

namespace vos::qt {

namespace {

constexpr std::string_view fileMark("VOSMAP1\0", 8);
/// A map of a million nodes with their Cards.
constexpr qint64 fileSizeMax = qint64{2} << 30;
/// A row: whereabouts, Card and numbers.
constexpr std::size_t rowSizeMax = 4096;

Bytes offsetBytes(std::uint64_t offset)
{
    wire::Writer writer;
    writer.u64(offset);
    return writer.take();
}

/// The newest row of each id, in the order of ids; later ones are newer. The order in which records
/// came is none, and the map is filled in order four times as fast.
std::vector<RecordRow> newestInOrder(std::vector<RecordRow> rows)
{
    // As a file that was just written anew leaves them.
    const auto notAbove = [](const RecordRow& a, const RecordRow& b) { return b.id <= a.id; };
    if (std::adjacent_find(rows.begin(), rows.end(), notAbove) == rows.end())
        return rows;
    struct Key {
        std::uint64_t head = 0;
        std::size_t index = 0;
    };
    std::vector<Key> keys;
    keys.reserve(rows.size());
    for (const RecordRow& row : rows)
        keys.push_back({map::headOf(row.id), keys.size()});
    std::sort(keys.begin(), keys.end(), [&](const Key& a, const Key& b) {
        if (a.head != b.head)
            return a.head < b.head;
        const NodeId& idA = rows[a.index].id;
        const NodeId& idB = rows[b.index].id;
        return idA != idB ? idA < idB : a.index < b.index;
    });
    std::vector<RecordRow> newest;
    newest.reserve(rows.size());
    for (const Key& key : keys) {
        RecordRow& row = rows[key.index];
        if (!newest.empty() && newest.back().id == row.id)
            newest.back() = std::move(row);
        else
            newest.push_back(std::move(row));
    }
    return newest;
}

}  // namespace

// ---- frames -----------------------------------------------------------------------------------

MapFrames::MapFrames(const crypto::Secret<32>& masterKey)
    : m_key(crypto::hkdf(masterKey.view(), vos::viewOf("VOS/map-file")))
{
}

Bytes MapFrames::head()
{
    Bytes bytes = toBytes(vos::viewOf(fileMark));
    bytes.resize(HeadSize);
    return bytes;
}

Bytes MapFrames::encode(std::uint64_t end, std::span<const RecordRow> rows) const
{
    Bytes out;
    Bytes plain;
    const auto roomAt = [&](std::uint64_t offset) { return BlockSize - offset % BlockSize; };
    const auto flush = [&] {
        if (plain.empty())
            return;
        crypto::SystemRng rng;
        crypto::LongNonce nonce;
        rng.fill(nonce);
        const std::uint64_t offset = end + out.size();
        const Bytes sealed = crypto::sealLong(m_key, nonce, offsetBytes(offset), plain);
        wire::Writer writer(std::move(out));
        writer.u32(static_cast<std::uint32_t>(nonce.size() + sealed.size()));
        writer.bytes(nonce);
        writer.bytes(sealed);
        out = writer.take();
        plain.clear();
    };
    for (const RecordRow& row : rows) {
        const Bytes encoded = encodeRow(row);
        VOS_ASSERT(encoded.size() <= rowSizeMax);
        const std::size_t size = FrameOverhead + plain.size() + 2 + encoded.size();
        if (size > roomAt(end + out.size())) {
            flush();
            // What is left of the block stays empty, unless it just ended.
            const std::size_t room = roomAt(end + out.size());
            if (room < FrameOverhead + 2 + encoded.size())
                out.resize(out.size() + room);
        }
        wire::Writer writer(std::move(plain));
        writer.u16(static_cast<std::uint16_t>(encoded.size()));
        writer.bytes(encoded);
        plain = writer.take();
    }
    flush();
    return out;
}

MapFrames::Content MapFrames::decode(ByteView file) const
{
    Content content;
    if (file.size() < HeadSize || !equal(file.first(HeadSize), head()))
        return content;
    std::vector<RecordRow> all;
    // A row of a node with a short name has some 400 bytes.
    all.reserve(file.size() / 380);
    content.end = HeadSize;
    for (std::size_t block = 0; block < file.size(); block += BlockSize) {
        const std::size_t blockEnd = std::min(block + BlockSize, file.size());
        std::size_t at = block == 0 ? HeadSize : block;
        while (at + 4 <= blockEnd) {
            wire::Reader reader(file.subspan(at, blockEnd - at));
            const std::size_t length = reader.u32();
            if (length == 0)
                break;
            const ByteView frame = reader.bytes(length);
            std::optional<Bytes> plain;
            if (!reader.failed() && length > 24) {
                crypto::LongNonce nonce;
                std::copy_n(frame.begin(), nonce.size(), nonce.begin());
                plain = crypto::openLong(m_key, nonce, offsetBytes(at), frame.subspan(24));
            }
            if (!plain) {
                ++content.damagedBlocks;
                break;
            }
            at += 4 + length;
            content.end = at;
            wire::Reader rows(*plain);
            while (rows.remaining() > 0) {
                const ByteView bytes = rows.bytes(rows.u16());
                all.emplace_back();
                if (rows.failed() || !decodeRow(bytes, all.back())) {
                    all.pop_back();
                    break;
                }
            }
        }
    }
    content.read = all.size();
    content.rows = newestInOrder(std::move(all));
    return content;
}

// ---- the file ---------------------------------------------------------------------------------

MapFile::MapFile(QString path, const crypto::Secret<32>& masterKey)
    : m_path(std::move(path))
    , m_frames(masterKey)
    , m_file(m_path)
{
}

std::unique_ptr<MapFile> MapFile::open(const QString& path, const crypto::Secret<32>& masterKey)
{
    std::unique_ptr<MapFile> map(new MapFile(path, masterKey));
    if (!map->m_file.open(QIODevice::ReadWrite))
        return nullptr;
    map->m_file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    const qint64 size = map->m_file.size();
    MapFrames::Content content;
    if (size > 0 && size <= fileSizeMax) {
        if (uchar* mapped = map->m_file.map(0, size)) {
            content = map->m_frames.decode(
                {reinterpret_cast<const std::byte*>(mapped), static_cast<std::size_t>(size)});
            map->m_file.unmap(mapped);
        }
    }
    if (content.end == 0) {
        // New, or not ours: begun anew, since others have what was in it.
        if (size > 0)
            map->m_damaged = 1;
        return map->rewrite({}) ? std::move(map) : nullptr;
    }
    map->m_loaded = std::move(content.rows);
    map->m_live = map->m_loaded.size();
    map->m_total = content.read;
    map->m_damaged = content.damagedBlocks;
    map->m_end = content.end;
    // A torn end would stand before what is appended.
    if (static_cast<quint64>(size) > content.end && !map->m_file.resize(qint64(content.end)))
        return nullptr;
    if (map->m_damaged > 0)
        (void)map->rewrite(map->m_loaded);
    return map;
}

bool MapFile::append(std::span<const RecordRow> rows)
{
    if (rows.empty())
        return true;
    const Bytes bytes = m_frames.encode(m_end, rows);
    const bool written = m_file.seek(qint64(m_end)) &&
                         m_file.write(reinterpret_cast<const char*>(bytes.data()),
                                      qint64(bytes.size())) == qint64(bytes.size()) &&
                         m_file.flush() && syncFile(m_path);
    if (!written) {
        (void)m_file.resize(qint64(m_end));
        return false;
    }
    m_end += bytes.size();
    m_total += rows.size();
    return true;
}

bool MapFile::rewrite(std::span<const RecordRow> rows)
{
    Bytes bytes = MapFrames::head();
    vos::append(bytes, m_frames.encode(bytes.size(), rows));
    m_file.close();
    const QByteArray content(reinterpret_cast<const char*>(bytes.data()), qsizetype(bytes.size()));
    const bool written = writeDurably(m_path, content);
    if (!m_file.open(QIODevice::ReadWrite))
        return false;
    if (!written)
        return false;
    m_end = bytes.size();
    m_total = m_live = rows.size();
    return true;
}

bool MapFile::compact()
{
    const qint64 size = m_file.size();
    uchar* mapped = m_file.map(0, size);
    if (!mapped)
        return false;
    const auto content = m_frames.decode(
        {reinterpret_cast<const std::byte*>(mapped), static_cast<std::size_t>(size)});
    m_file.unmap(mapped);
    return rewrite(content.rows);
}

}  // namespace vos::qt
