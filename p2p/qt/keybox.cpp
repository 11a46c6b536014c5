#include "p2p/qt/keybox.h"

#include "p2p/crypto/aead.h"
#include "p2p/crypto/hash.h"
#include "p2p/crypto/systemrng.h"
#include "p2p/qt/convert.h"
#include "p2p/qt/files.h"
#include "p2p/wire/reader.h"
#include "p2p/wire/writer.h"

#include <QFile>

namespace vos::qt {

Bytes encodeKeys(const KeyBox& box)
{
    wire::Writer writer(KeysSize);
    writer.bytes(box.identity.signing().seed().view());
    writer.bytes(box.identity.session().secret().view());
    writer.bytes(box.identity.letter().secret().view());
    writer.bytes(box.identity.stamp());
    writer.bytes(box.dataKey.view());
    return writer.take();
}

KeyBox decodeKeys(ByteView bytes)
{
    VOS_ASSERT(bytes.size() == KeysSize);
    wire::Reader reader(bytes);
    const auto secret = [&reader] { return crypto::Secret<32>::copyOf(reader.bytes(32)); };
    const crypto::Secret<32> seed = secret();
    crypto::Secret<32> session = secret();
    crypto::Secret<32> letter = secret();
    crypto::WorkNonce stamp{};
    const ByteView stampBytes = reader.bytes(stamp.size());
    std::copy(stampBytes.begin(), stampBytes.end(), stamp.begin());
    return {identity::Identity::fromStored(seed, std::move(session), std::move(letter), stamp),
            secret()};
}

namespace {

using Kind = StartError::Kind;
using Mode = KeyBox::Mode;

constexpr std::string_view magic = "VOSK1";
constexpr std::size_t headSize = 5 + 1 + 1 + 4 + 16 + 24;
constexpr std::size_t boxSize = headSize + KeysSize + crypto::TagSize;

struct Head {
    Mode mode = Mode::None;
    std::uint64_t memory = 0;  ///< bytes
    ByteArray<16> salt{};
    crypto::LongNonce nonce{};
};

QString backupOf(const QString& path)
{
    return path + QStringLiteral(".bak");
}

Bytes encodeHead(const Head& head)
{
    wire::Writer writer(headSize);
    writer.bytes(vos::viewOf(magic));
    writer.u8(static_cast<std::uint8_t>(head.mode));
    writer.u8(static_cast<std::uint8_t>(crypto::PassphrasePasses));
    writer.u32(static_cast<std::uint32_t>(head.memory / 1024));
    writer.bytes(head.salt);
    writer.bytes(head.nonce);
    return writer.take();
}

std::optional<Head> decodeHead(ByteView bytes)
{
    wire::Reader reader(bytes);
    Head head;
    const bool known = equal(reader.bytes(magic.size()), vos::viewOf(magic));
    const std::uint8_t mode = reader.u8();
    const std::uint8_t passes = reader.u8();
    head.mode = static_cast<Mode>(mode);
    head.memory = std::uint64_t{reader.u32()} * 1024;
    const ByteView salt = reader.bytes(head.salt.size());
    const ByteView nonce = reader.bytes(head.nonce.size());
    if (!reader.finished() || !known || mode > static_cast<std::uint8_t>(Mode::Keychain) ||
        passes != crypto::PassphrasePasses)
        return std::nullopt;
    std::copy(salt.begin(), salt.end(), head.salt.begin());
    std::copy(nonce.begin(), nonce.end(), head.nonce.begin());
    return head;
}

/// Nothing if the memory asked for is out of bounds or not to be had.
std::optional<crypto::Secret<32>> sealingKey(const Head& head, const KeyBoxLock& keys)
{
    switch (head.mode) {
    case Mode::Passphrase:
        return crypto::passphraseKey(viewOf(keys.passphrase), head.salt, head.memory);
    case Mode::Keychain:
        return keys.keychainKey->clone();
    case Mode::None:
        break;
    }
    return crypto::hkdf(head.salt, vos::viewOf("VOS/key-box/none"));
}

enum class Fault { None, Missing, Damaged, Refused, Keychain, NoPassphrase, NoMemory };

struct Attempt {
    Fault fault = Fault::None;
    std::optional<OpenedKeyBox> opened;
    QByteArray file;
};

/// The head of a file of the right size whose fields make sense.
std::optional<Head> headOf(const std::optional<QByteArray>& file)
{
    if (!file || file->size() != qsizetype{boxSize})
        return std::nullopt;
    const auto head = decodeHead(viewOf(*file).first(headSize));
    if (!head)
        return std::nullopt;
    const bool memoryFits = head->mode == Mode::Passphrase
                                ? head->memory >= crypto::PassphraseMemoryMin &&
                                      head->memory <= crypto::PassphraseMemoryMax
                                : head->memory == 0;
    return memoryFits ? head : std::nullopt;
}

Attempt openFile(const QString& path, const KeyBoxLock& keys)
{
    Attempt attempt;
    const auto file = readWhole(path, boxSize);
    if (!file) {
        attempt.fault = QFile::exists(path) ? Fault::Damaged : Fault::Missing;
        return attempt;
    }
    attempt.file = *file;
    const auto head = headOf(file);
    if (!head) {
        attempt.fault = Fault::Damaged;
        return attempt;
    }
    if (head->mode == Mode::Passphrase && keys.passphrase.isEmpty()) {
        attempt.fault = Fault::NoPassphrase;
        return attempt;
    }
    if (head->mode == Mode::Keychain && !keys.keychainKey) {
        attempt.fault = Fault::Keychain;
        return attempt;
    }
    const auto key = sealingKey(*head, keys);
    if (!key) {
        attempt.fault = Fault::NoMemory;
        return attempt;
    }
    const ByteView bytes = viewOf(attempt.file);
    auto secrets =
        crypto::openLong(*key, head->nonce, bytes.first(headSize), bytes.subspan(headSize));
    if (!secrets) {
        // A wrong passphrase and a damaged box look the same from here.
        attempt.fault = head->mode == Mode::Passphrase ? Fault::Refused : Fault::Damaged;
        return attempt;
    }
    attempt.opened = OpenedKeyBox{decodeKeys(*secrets), head->mode, {}};
    crypto::wipe(*secrets);
    return attempt;
}

StartError errorFor(Fault fault, const QString& path)
{
    switch (fault) {
    case Fault::Refused:
        return {Kind::PassphraseWrong,
                QStringLiteral("The passphrase does not open %1. Type it again; if it is surely "
                               "right, the file is damaged: put a backup of it in its place.")
                    .arg(path)};
    case Fault::NoPassphrase:
        return {Kind::PassphraseNeeded,
                QStringLiteral("The profile is locked by a passphrase. Give it with "
                               "--passphrase-fd.")};
    case Fault::Keychain:
        return {Kind::KeychainUnreachable,
                QStringLiteral("The key of %1 is in the system keychain, which this program cannot "
                               "reach. Nothing was changed.")
                    .arg(path)};
    case Fault::NoMemory:
        return {
            Kind::KeyBoxDamaged,
            QStringLiteral("Opening %1 takes more memory than is free. Close other programs and "
                           "try again.")
                .arg(path)};
    default:
        return {
            Kind::KeyBoxDamaged,
            QStringLiteral("%1 holds the keys of your address and is missing or damaged, and so "
                           "is its copy %2. Put a backup of it in its place; without it the "
                           "history cannot be read. Nothing was changed.")
                .arg(path, backupOf(path))};
    }
}

}  // namespace

KeyBox makeKeyBox(Rng& rng, unsigned stampBits)
{
    return {identity::Identity::generate(rng, stampBits), crypto::Secret<32>::random(rng)};
}

KeyBoxLock::KeyBoxLock(QByteArray passphraseOrEmpty)
    : mode(passphraseOrEmpty.isEmpty() ? Mode::None : Mode::Passphrase)
    , passphrase(std::move(passphraseOrEmpty))
{
}

QString keychainEntryOf(const ByteArray<16>& keychainSalt)
{
    return QStringLiteral("key.box ") +
           QString::fromLatin1(toByteArray(ByteView(keychainSalt)).toHex());
}

Outcome<StartError> writeKeyBox(const QString& path, const KeyBox& box, const KeyBoxLock& lock,
                                std::uint64_t memory)
{
    VOS_ASSERT(lock.mode != Mode::Keychain || lock.keychainKey);
    crypto::SystemRng rng;
    Head head;
    head.mode = lock.mode;
    head.memory = lock.mode == Mode::Passphrase ? memory : 0;
    if (lock.mode == Mode::Keychain)
        head.salt = lock.keychainSalt;
    else
        rng.fill(head.salt);
    rng.fill(head.nonce);
    const auto key = sealingKey(head, lock);
    if (!key)
        return Unexpected{errorFor(Fault::NoMemory, path)};
    Bytes secrets = encodeKeys(box);
    Bytes file = encodeHead(head);
    const Bytes sealed = crypto::sealLong(*key, head.nonce, file, secrets);
    crypto::wipe(secrets);
    append(file, sealed);

    const auto old = readWhole(path, boxSize);
    const bool begun =
        (!old || writeDurably(backupOf(path), *old)) && writeDurably(path, toByteArray(file));
    if (begun && openFile(path, lock).opened) {
        // A copy that cannot be written must not go on opening with what was replaced.
        if (!writeDurably(backupOf(path), toByteArray(file)))
            QFile::remove(backupOf(path));
        return std::monostate{};
    }
    if (begun && !(old && writeDurably(path, *old)))
        QFile::remove(path);
    return Unexpected{StartError{
        Kind::DiskFull,
        QStringLiteral("%1 cannot be written. Make room on the disk and try again.").arg(path)}};
}

std::optional<KeyBoxHead> readKeyBoxHead(const QString& path)
{
    auto head = headOf(readWhole(path, boxSize));
    if (!head)
        head = headOf(readWhole(backupOf(path), boxSize));
    if (!head)
        return std::nullopt;
    return KeyBoxHead{head->mode,
                      head->mode == Mode::Keychain ? keychainEntryOf(head->salt) : QString()};
}

Expected<OpenedKeyBox, StartError> readKeyBox(const QString& path, const KeyBoxLock& keys)
{
    Attempt first = openFile(path, keys);
    if (first.opened) {
        // After a crash between the two writes the copy is an older box, or there is none.
        if (readWhole(backupOf(path), boxSize) != first.file &&
            !writeDurably(backupOf(path), first.file))
            first.opened->repair = QStringLiteral("The copy of the key box cannot be written.");
        return std::move(*first.opened);
    }
    const bool copyMayHelp = first.fault == Fault::Missing || first.fault == Fault::Damaged ||
                             first.fault == Fault::Refused;
    if (!copyMayHelp || readWhole(backupOf(path), boxSize) == first.file)
        return Unexpected{errorFor(first.fault, path)};
    Attempt copy = openFile(backupOf(path), keys);
    if (!copy.opened) {
        const bool copyTells = copy.fault != Fault::Missing && copy.fault != Fault::Damaged;
        return Unexpected{
            errorFor(copyTells && first.fault != Fault::Refused ? copy.fault : first.fault, path)};
    }
    // After a crash in the middle of setting a passphrase the copy is the box without one: it must
    // not undo that for whoever does not know it.
    if (first.fault == Fault::Refused && copy.opened->mode != Mode::Passphrase)
        return Unexpected{errorFor(first.fault, path)};
    if (!first.file.isEmpty() && !writeDurably(path + QStringLiteral(".damaged"), first.file))
        return Unexpected{errorFor(Fault::Damaged, path)};
    if (!writeDurably(path, copy.file))
        return Unexpected{errorFor(Fault::Damaged, path)};
    copy.opened->repair =
        QStringLiteral("%1 was missing or damaged and was restored from its copy.").arg(path);
    return std::move(*copy.opened);
}

bool keyBoxExists(const QString& path)
{
    return QFile::exists(path) || QFile::exists(backupOf(path));
}

}  // namespace vos::qt
