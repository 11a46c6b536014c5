#include "p2p/qt/backup.h"

#include "p2p/crypto/hash.h"
#include "p2p/crypto/sealedstream.h"
#include "p2p/crypto/systemrng.h"
#include "p2p/qt/convert.h"
#include "p2p/qt/files.h"
#include "p2p/qt/nodestore.h"
#include "p2p/qt/storecopies.h"
#include "p2p/wire/reader.h"
#include "p2p/wire/writer.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>

namespace vos::qt {

namespace {

using Failure = BackupFault;

constexpr std::string_view backupMagic = "VOSB1";
constexpr std::size_t checkSize = 16;
constexpr std::size_t backupHeadSize = 5 + 1 + 4 + 16 + checkSize + sizeof(crypto::StreamHead);
constexpr std::size_t pieceSize = 64 * 1024;
constexpr std::size_t sealedPieceSize = pieceSize + crypto::StreamOverhead;

constexpr QLatin1String keysName("keys");
constexpr QLatin1String databaseName("vos.db");
constexpr QLatin1String mapName("vos.map");

QString inside(const QString& folder, QAnyStringView name)
{
    return folder + u'/' + name.toString();
}

struct BackupHead {
    std::uint64_t memory = 0;  ///< bytes
    ByteArray<16> salt{};
    ByteArray<checkSize> check{};
    crypto::StreamHead stream{};

    Bytes encode() const
    {
        wire::Writer writer(backupHeadSize);
        writer.bytes(vos::viewOf(backupMagic));
        writer.u8(static_cast<std::uint8_t>(crypto::PassphrasePasses));
        writer.u32(static_cast<std::uint32_t>(memory / 1024));
        writer.bytes(salt);
        writer.bytes(check);
        writer.bytes(stream);
        return writer.take();
    }

    static std::optional<BackupHead> decode(ByteView bytes)
    {
        wire::Reader reader(bytes);
        BackupHead head;
        const bool known = equal(reader.bytes(backupMagic.size()), vos::viewOf(backupMagic));
        const bool passes = reader.u8() == crypto::PassphrasePasses;
        head.memory = std::uint64_t{reader.u32()} * 1024;
        const auto take = [&reader](auto& field) {
            const ByteView view = reader.bytes(field.size());
            std::copy(view.begin(), view.end(), field.begin());
        };
        take(head.salt);
        take(head.check);
        take(head.stream);
        if (!reader.finished() || !known || !passes || head.memory < crypto::PassphraseMemoryMin ||
            head.memory > crypto::PassphraseMemoryMax)
            return std::nullopt;
        return head;
    }
};

ByteArray<checkSize> checkOf(const crypto::Secret<32>& key)
{
    const crypto::Secret<32> full = crypto::hkdf(key.view(), vos::viewOf("VOS/backup/check"));
    ByteArray<checkSize> check{};
    std::copy_n(full.view().begin(), checkSize, check.begin());
    return check;
}

crypto::Secret<32> streamKey(const crypto::Secret<32>& key)
{
    return crypto::hkdf(key.view(), vos::viewOf("VOS/backup/stream"));
}

/// Counts what is done and asks whether to go on.
struct Meter {
    const BackupProgress& progress;
    quint64 total;
    quint64 done = 0;

    bool add(quint64 bytes)
    {
        done = std::min(done + bytes, total);
        return !progress || progress(done, total);
    }
};

/// Cuts what is put in into sealed pieces and writes them.
class PieceWriter {
public:
    PieceWriter(QFile& file, crypto::StreamSealer& sealer, ByteView head, Meter& meter)
        : m_file(file)
        , m_sealer(sealer)
        , m_associated(toBytes(head))
        , m_meter(meter)
    {
    }

    Outcome<Failure> put(ByteView bytes)
    {
        while (!bytes.empty()) {
            const std::size_t part = std::min(bytes.size(), pieceSize - m_piece.size());
            append(m_piece, bytes.first(part));
            bytes = bytes.subspan(part);
            // The last piece is never empty-handed of its mark: a full one waits for what follows.
            if (m_piece.size() == pieceSize && !bytes.empty()) {
                if (auto written = flush(false); !written)
                    return written;
            }
        }
        return std::monostate{};
    }
    Outcome<Failure> finish() { return flush(true); }

private:
    Outcome<Failure> flush(bool last)
    {
        const QByteArray sealed = toByteArray(m_sealer.seal(m_piece, last, m_associated));
        const std::size_t size = m_piece.size();
        crypto::wipe(m_piece);
        m_piece.clear();
        m_associated.clear();
        if (m_file.write(sealed) != sealed.size())
            return Unexpected{Failure::Disk};
        if (!m_meter.add(size))
            return Unexpected{Failure::Cancelled};
        return std::monostate{};
    }

    QFile& m_file;
    crypto::StreamSealer& m_sealer;
    Bytes m_associated;
    Meter& m_meter;
    Bytes m_piece;
};

Bytes entryHead(QLatin1String name, quint64 size)
{
    wire::Writer writer;
    writer.u8(static_cast<std::uint8_t>(name.size()));
    writer.bytes(vos::viewOf(std::string_view(name.data(), static_cast<std::size_t>(name.size()))));
    writer.u64(size);
    return writer.take();
}

Outcome<Failure> putFile(PieceWriter& out, QLatin1String name, QFile& file, qint64 size)
{
    if (auto head = out.put(entryHead(name, static_cast<quint64>(size))); !head)
        return head;
    while (size > 0) {
        const QByteArray part = file.read(std::min<qint64>(size, pieceSize));
        if (part.isEmpty())
            return Unexpected{Failure::Disk};
        size -= part.size();
        if (auto put = out.put(viewOf(part)); !put)
            return put;
    }
    return std::monostate{};
}

/// Reads a backup piece by piece and takes it apart into entries.
class PieceReader {
public:
    explicit PieceReader(const QString& path) : m_file(path) {}

    Outcome<Failure> open(const QByteArray& passphrase)
    {
        if (!m_file.open(QIODevice::ReadOnly))
            return Unexpected{Failure::NoFile};
        const QByteArray bytes = m_file.read(backupHeadSize);
        const auto head = BackupHead::decode(viewOf(bytes));
        if (!head)
            return Unexpected{Failure::NoBackup};
        const auto key = crypto::passphraseKey(viewOf(passphrase), head->salt, head->memory);
        if (!key)
            return Unexpected{Failure::Memory};
        if (!crypto::constantTimeEqual(checkOf(*key), head->check))
            return Unexpected{Failure::Passphrase};
        m_opener.emplace(streamKey(*key), head->stream);
        m_associated = toBytes(viewOf(bytes));
        return std::monostate{};
    }
    quint64 size() const { return static_cast<quint64>(m_file.size()); }

    /// Hands exactly `size` bytes to `sink` (which may refuse), piece by piece.
    template <typename Sink>
    Outcome<Failure> take(quint64 size, Meter& meter, Sink sink)
    {
        while (size > 0) {
            if (m_at == m_piece.size()) {
                if (auto read = next(meter); !read)
                    return read;
                continue;
            }
            const auto part =
                static_cast<std::size_t>(std::min<quint64>(size, m_piece.size() - m_at));
            if (!sink(ByteView(m_piece).subspan(m_at, part)))
                return Unexpected{Failure::Disk};
            m_at += part;
            size -= part;
        }
        return std::monostate{};
    }
    /// True at the marked end, with nothing behind it.
    Expected<bool, Failure> atEnd(Meter& meter)
    {
        while (m_at == m_piece.size() && !m_last) {
            if (auto read = next(meter); !read)
                return Unexpected{read.error()};
        }
        return m_at == m_piece.size();
    }

private:
    Outcome<Failure> next(Meter& meter)
    {
        if (m_last)
            return Unexpected{Failure::Damaged};
        const QByteArray sealed = m_file.read(sealedPieceSize);
        auto piece = m_opener->open(viewOf(sealed), m_associated);
        m_associated.clear();
        if (!piece || (piece->last && !m_file.atEnd()))
            return Unexpected{Failure::Damaged};
        m_last = piece->last;
        crypto::wipe(m_piece);
        m_piece = std::move(piece->text);
        m_at = 0;
        if (!meter.add(static_cast<quint64>(sealed.size())))
            return Unexpected{Failure::Cancelled};
        return std::monostate{};
    }

    QFile m_file;
    std::optional<crypto::StreamOpener> m_opener;
    Bytes m_associated;
    Bytes m_piece;
    std::size_t m_at = 0;
    bool m_last = false;
};

/// Goes through all entries: enter(name, size) says who takes the bytes of one.
template <typename Enter>
Outcome<Failure> readEntries(PieceReader& reader, Meter& meter, Enter enter)
{
    while (true) {
        const auto end = reader.atEnd(meter);
        if (!end)
            return Unexpected{end.error()};
        if (*end)
            return std::monostate{};
        Bytes field;
        const auto collect = [&field](ByteView part) {
            append(field, part);
            return true;
        };
        if (auto read = reader.take(1, meter, collect); !read)
            return read;
        const auto nameSize = std::to_integer<quint64>(field.front());
        field.clear();
        if (auto read = reader.take(nameSize + 8, meter, collect); !read)
            return read;
        wire::Reader parts(field);
        const QString name = toQString(toText(parts.bytes(static_cast<std::size_t>(nameSize))));
        const quint64 size = parts.u64();
        if (auto read = reader.take(size, meter, enter(name, size)); !read)
            return read;
    }
}

struct TemporaryFile {
    explicit TemporaryFile(QString where) : path(std::move(where)) { QFile::remove(path); }
    ~TemporaryFile() { QFile::remove(path); }
    QString path;
};

Outcome<Failure> readBack(const QString& path, const QByteArray& passphrase, Meter& meter)
{
    PieceReader reader(path);
    if (auto opened = reader.open(passphrase); !opened)
        return opened;
    return readEntries(reader, meter,
                       [](const QString&, quint64) { return [](ByteView) { return true; }; });
}

Outcome<Failure> writePieces(QFile& file, const BackupSource& source, QFile& database, QFile& map,
                             const crypto::Secret<32>& key, BackupHead head, Meter& meter)
{
    crypto::StreamSealer sealer(streamKey(key));
    head.check = checkOf(key);
    head.stream = sealer.head();
    const Bytes headBytes = head.encode();
    if (file.write(toByteArray(headBytes)) != qint64{backupHeadSize})
        return Unexpected{Failure::Disk};
    PieceWriter out(file, sealer, headBytes, meter);
    Bytes keys = encodeKeys(source.keys);
    auto put = out.put(entryHead(keysName, keys.size()));
    if (put)
        put = out.put(keys);
    crypto::wipe(keys);
    if (put)
        put = putFile(out, databaseName, database, database.size());
    if (put && map.isOpen())
        put = putFile(out, mapName, map, map.size());
    if (put)
        put = out.finish();
    if (put && !file.flush())
        return Unexpected{Failure::Disk};
    return put;
}

// -- restoring --

constexpr QLatin1String stageName("restore");
constexpr QLatin1String restoredMark("restored");
/// Its text names the folder for what was there; from then on the old files may go aside.
constexpr QLatin1String completeMark("complete");
/// The old files are aside; the new ones may come in.
constexpr QLatin1String movedMark("moved");
constexpr QLatin1String asidePrefix("before-restore-");

/// What a restored profile keeps of the place it comes to.
bool staysInPlace(const QString& name)
{
    return name == stageName || name == restoredMark || name.startsWith(asidePrefix) ||
           name == u"lock" || name == u"window.ini" || name.startsWith(u"control.");
}

QStringList namesIn(const QString& folder)
{
    return QDir(folder).entryList(QDir::Files | QDir::Dirs | QDir::Hidden | QDir::System |
                                  QDir::NoDotAndDotDot);
}

QString asideFolderName(const QString& folder)
{
    const QString stamp =
        QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyyMMdd-HHmmss"));
    QString name = asidePrefix + stamp;
    for (int i = 1; QFile::exists(inside(folder, name)); ++i)
        name = asidePrefix + QStringLiteral("%1-%2").arg(stamp).arg(i);
    return name;
}

/// Opens what was unpacked as the program will, so that no backup takes the place of a profile and
/// then turns out to be useless.
Outcome<Failure> tryOut(const QString& database, const KeyBox& keys)
{
    auto store = NodeStore::open(database, keys.dataKey, keys.identity.id());
    if (!store) {
        switch (store.error().kind) {
        case StoreError::Kind::TooNew:
            return Unexpected{Failure::TooNew};
        case StoreError::Kind::Full:
            return Unexpected{Failure::Disk};
        default:
            return Unexpected{Failure::Damaged};
        }
    }
    const auto state = (*store)->load();
    if (!state || (*store)->unreadable() > 0)
        return Unexpected{Failure::Damaged};
    return std::monostate{};
}

class Unpacker {
public:
    explicit Unpacker(QString folder) : m_folder(std::move(folder)) {}

    /// Who takes the bytes of an entry.
    std::function<bool(ByteView)> enter(const QString& name, quint64 size)
    {
        m_file.reset();
        if (name == keysName && size == KeysSize)
            return [this](ByteView part) {
                append(m_keys, part);
                return true;
            };
        if (name != databaseName && name != mapName)
            return [](ByteView) { return true; };
        const QString path = inside(m_folder, name);
        m_file = std::make_unique<QFile>(path);
        if (!makePrivateFile(path) || !m_file->open(QIODevice::WriteOnly | QIODevice::Truncate))
            return [](ByteView) { return false; };
        return [this](ByteView part) {
            const auto length = static_cast<qint64>(part.size());
            return m_file->write(reinterpret_cast<const char*>(part.data()), length) == length &&
                   m_file->flush();
        };
    }

    Outcome<Failure> finish(const QByteArray& passphrase, std::uint64_t memory)
    {
        m_file.reset();
        const QString database = inside(m_folder, databaseName);
        if (m_keys.size() != KeysSize || !QFile::exists(database))
            return Unexpected{Failure::Damaged};
        const KeyBox keys = decodeKeys(m_keys);
        crypto::wipe(m_keys);
        if (auto tried = tryOut(database, keys); !tried)
            return tried;
        const bool kept =
            syncFile(database) && writeKeyBox(inside(m_folder, QStringLiteral("key.box")), keys,
                                              KeyBoxLock(passphrase), memory);
        return kept ? Outcome<Failure>(std::monostate{}) : Unexpected{Failure::Disk};
    }

private:
    QString m_folder;
    std::unique_ptr<QFile> m_file;
    Bytes m_keys;
};

Outcome<Failure> unpack(const QString& source, const QByteArray& passphrase, const QString& stage,
                        const BackupProgress& progress, std::uint64_t memory)
{
    PieceReader reader(source);
    if (auto opened = reader.open(passphrase); !opened)
        return opened;
    if (!hasRoom(stage, static_cast<qint64>(reader.size())))
        return Unexpected{Failure::Disk};
    Meter meter{progress, reader.size()};
    Unpacker unpacker(stage);
    const auto read = readEntries(reader, meter, [&unpacker](const QString& name, quint64 size) {
        return unpacker.enter(name, size);
    });
    return read ? unpacker.finish(passphrase, memory) : read;
}

bool moveAll(const QStringList& names, const QString& from, const QString& to)
{
    return std::all_of(names.begin(), names.end(), [&](const QString& name) {
        return QFile::rename(inside(from, name), inside(to, name));
    });
}

}  // namespace

Outcome<BackupFault> writeBackup(const BackupSource& source, const QString& target,
                                 const QByteArray& passphrase, const BackupProgress& progress,
                                 std::uint64_t memory)
{
    const TemporaryFile snapshot(inside(source.folder, QStringLiteral("backup.db")));
    if (!snapshotStore(inside(source.folder, databaseName), snapshot.path))
        return Unexpected{Failure::Disk};
    QFile database(snapshot.path);
    QFile map(inside(source.folder, mapName));
    if (!database.open(QIODevice::ReadOnly))
        return Unexpected{Failure::Disk};
    // The map is fetched anew where it is missing.
    map.open(QIODevice::ReadOnly);
    const quint64 size = static_cast<quint64>(database.size() + map.size());
    const QString folder = QFileInfo(target).absolutePath();
    if (!hasRoom(folder, static_cast<qint64>(size)))
        return Unexpected{Failure::Disk};

    BackupHead head;
    head.memory = memory;
    crypto::SystemRng().fill(head.salt);
    const auto key = crypto::passphraseKey(viewOf(passphrase), head.salt, memory);
    if (!key)
        return Unexpected{Failure::Memory};
    const TemporaryFile fresh(target + QStringLiteral(".new"));
    QFile file(fresh.path);
    if (!makePrivateFile(fresh.path) || !file.open(QIODevice::WriteOnly | QIODevice::Truncate))
        return Unexpected{Failure::Disk};
    Meter meter{progress, 2 * size};
    if (auto written = writePieces(file, source, database, map, *key, head, meter); !written)
        return written;
    file.close();
    if (!syncFile(fresh.path))
        return Unexpected{Failure::Disk};
    if (auto read = readBack(fresh.path, passphrase, meter); !read)
        return read;
    return renameDurably(fresh.path, target) ? Outcome<Failure>(std::monostate{})
                                             : Unexpected{Failure::Disk};
}

Outcome<BackupFault> stageBackup(const QString& source, const QByteArray& passphrase,
                                 const QString& folder, const BackupProgress& progress,
                                 std::uint64_t memory)
{
    const QString stage = inside(folder, stageName);
    QDir(stage).removeRecursively();
    constexpr auto ownerOnly = QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner;
    if (!QDir().mkpath(stage) || !QFile::setPermissions(stage, ownerOnly))
        return Unexpected{Failure::Disk};
    auto unpacked = unpack(source, passphrase, stage, progress, memory);
    if (unpacked && !writeDurably(inside(stage, completeMark), asideFolderName(folder).toUtf8()))
        unpacked = Unexpected{Failure::Disk};
    if (!unpacked)
        QDir(stage).removeRecursively();
    return unpacked;
}

bool applyStagedBackup(const QString& folder)
{
    const QString stage = inside(folder, stageName);
    if (!QFile::exists(stage))
        return true;
    const QString moved = inside(stage, movedMark);
    const auto asideName = readWhole(inside(stage, completeMark), 100);
    if (!asideName && !QFile::exists(moved)) {
        // Unpacking was cut off, or this was the last step of one that was not.
        QDir(stage).removeRecursively();
        return true;
    }
    if (!QFile::exists(moved)) {
        const QString aside = inside(folder, QString::fromUtf8(*asideName));
        QStringList old = namesIn(folder);
        old.removeIf(staysInPlace);
        if (!QDir().mkpath(aside) || !moveAll(old, folder, aside) || !syncFolder(aside) ||
            !writeDurably(moved, QByteArray("1")))
            return false;
    }
    QStringList fresh = namesIn(stage);
    fresh.removeAll(QString(completeMark));
    fresh.removeAll(QString(movedMark));
    if (!moveAll(fresh, stage, folder) || !writeDurably(inside(folder, restoredMark), "1"))
        return false;
    // In this order: a mark of what is to come must not outlive the one of what was done.
    QFile::remove(inside(stage, completeMark));
    syncFolder(stage);
    QDir(stage).removeRecursively();
    return true;
}

bool wasRestored(const QString& folder)
{
    return QFile::exists(inside(folder, restoredMark));
}

void settleRestored(const QString& folder)
{
    QFile::remove(inside(folder, restoredMark));
}

}  // namespace vos::qt
