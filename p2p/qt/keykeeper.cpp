#include "p2p/qt/keykeeper.h"

#include "p2p/crypto/systemrng.h"
#include "p2p/qt/convert.h"
#include "p2p/qt/threads.h"

#include <utility>

namespace vos::qt {

namespace {

NodeError notAllowed(const QString& message)
{
    return {ErrorCode::NotAllowed, toUtf8(message)};
}

KeyBox::Mode modeOf(Protection protection)
{
    return static_cast<KeyBox::Mode>(protection);
}
static_assert(static_cast<int>(Protection::Keychain) == static_cast<int>(KeyBox::Mode::Keychain) &&
              static_cast<int>(Protection::Passphrase) ==
                  static_cast<int>(KeyBox::Mode::Passphrase));

}  // namespace

struct KeyKeeper::Change {
    KeyBoxLock lock;
    Answer reply;
};

KeyKeeper::KeyKeeper(std::unique_ptr<Keychain> keychain, QObject* parent,
                     std::uint64_t passphraseMemory)
    : QObject(parent)
    , m_keychain(std::move(keychain))
    , m_passphraseMemory(passphraseMemory)
    , m_background(this)
{
    // One at a time: each takes the memory a passphrase costs.
    m_background.setMaxThreadCount(1);
}

KeyKeeper::~KeyKeeper()
{
    close();
}

void KeyKeeper::close()
{
    m_background.waitForDone();
    m_change.reset();
    m_opened.reset();
}

Outcome<StartError> KeyKeeper::make(const QString& path, const QByteArray& passphrase, Rng& rng)
{
    return writeKeyBox(path, makeKeyBox(rng), passphrase, m_passphraseMemory);
}

void KeyKeeper::open(const QString& path, QByteArray passphrase, Opened reply)
{
    m_path = path;
    const auto head = readKeyBoxHead(path);
    if (!head || head->mode != KeyBox::Mode::Keychain) {
        KeyBoxLock keys(std::move(passphrase));
        const auto error = openWith(keys);
        keys.passphrase.fill('\0');
        return reply(error);
    }
    m_keychain->read(
        head->keychainEntry, this,
        [this, entry = head->keychainEntry, reply](Expected<KeychainKey, QString> found) {
            if (!found) {
                return reply(StartError{
                    StartError::Kind::KeychainUnreachable,
                    QStringLiteral("%1. The key of this profile is kept there: start or unlock the "
                                   "keychain of your system and try again. Nothing was changed.")
                        .arg(found.error())});
            }
            KeyBoxLock keys;
            keys.keychainKey = std::move(*found);
            m_keychainEntry = entry;
            reply(openWith(keys));
        });
}

std::optional<StartError> KeyKeeper::openWith(const KeyBoxLock& keys)
{
    auto opened = readKeyBox(m_path, keys);
    if (!opened)
        return opened.error();
    m_opened.emplace(std::move(*opened));
    return std::nullopt;
}

Protection KeyKeeper::protection() const
{
    return static_cast<Protection>(m_opened->mode);
}

void KeyKeeper::check(QByteArray passphrase, Answer reply)
{
    if (protection() != Protection::Passphrase)
        return reply(Unexpected{notAllowed(QStringLiteral("The profile has no passphrase."))});
    if (m_checking || m_change)
        return reply(Unexpected{NodeError{ErrorCode::Busy, "A passphrase is being checked."}});
    checkInBackground(std::move(passphrase), std::move(reply));
}

void KeyKeeper::checkInBackground(QByteArray passphrase, Answer reply)
{
    m_checking = true;
    // A task of the pool is copied, which secrets are not: hence shared.
    m_background.start([this, path = m_path, own = m_opened->box.identity.id(),
                        keys = std::make_shared<KeyBoxLock>(std::move(passphrase)), reply] {
        const auto opened = readKeyBox(path, *keys);
        keys->passphrase.fill('\0');
        Outcome<NodeError> result = std::monostate{};
        if (!opened && opened.error().kind != StartError::Kind::PassphraseWrong &&
            opened.error().kind != StartError::Kind::PassphraseNeeded)
            result = Unexpected{NodeError{ErrorCode::Storage, toUtf8(opened.error().message)}};
        else if (!opened || opened->box.identity.id() != own)
            result = Unexpected{notAllowed(QStringLiteral("The passphrase is wrong."))};
        post(this, [this, reply, result] {
            m_checking = false;
            if (isOpen())
                reply(result);
        });
    });
}

void KeyKeeper::change(ProtectionChange change, Answer reply)
{
    if (m_checking || m_change)
        return reply(Unexpected{NodeError{ErrorCode::Busy, "A passphrase is being checked."}});
    if (change.to == Protection::Passphrase && change.newPassphrase.isEmpty())
        return reply(Unexpected{NodeError{ErrorCode::InvalidParams, "The passphrase is empty."}});
    m_change = std::make_unique<Change>();
    m_change->reply = std::move(reply);
    m_change->lock.mode = modeOf(change.to);
    m_change->lock.passphrase = std::move(change.newPassphrase);
    const auto proceed = [this](const Outcome<NodeError>& checked) {
        if (!checked)
            finish(checked);
        else if (m_change->lock.mode == KeyBox::Mode::Keychain)
            putIntoKeychain();
        else
            writeBox();
    };
    if (protection() == Protection::Passphrase)
        checkInBackground(std::move(change.oldPassphrase), proceed);
    else
        proceed(std::monostate{});
}

void KeyKeeper::putIntoKeychain()
{
    crypto::SystemRng rng;
    rng.fill(m_change->lock.keychainSalt);
    m_change->lock.keychainKey = KeychainKey::random(rng);
    m_keychain->write(keychainEntryOf(m_change->lock.keychainSalt), *m_change->lock.keychainKey,
                      this, [this](const Outcome<QString>& kept) {
                          if (!m_change)
                              return;
                          if (kept)
                              readBackFromKeychain();
                          else
                              finish(Unexpected{notAllowed(
                                  kept.error() + QStringLiteral(". Nothing was changed."))});
                      });
}

void KeyKeeper::readBackFromKeychain()
{
    m_keychain->read(keychainEntryOf(m_change->lock.keychainSalt), this,
                     [this](const Expected<KeychainKey, QString>& found) {
                         if (!m_change)
                             return;
                         if (found && *found == *m_change->lock.keychainKey)
                             writeBox();
                         else
                             finish(Unexpected{notAllowed(
                                 QStringLiteral("The system keychain does not give back what it "
                                                "was given. Nothing was changed."))});
                     });
}

void KeyKeeper::writeBox()
{
    // The change stays where it is until the answer, so the background may read it.
    m_background.start([this, path = m_path, box = std::make_shared<KeyBox>(m_opened->box.clone()),
                        lock = &m_change->lock, memory = m_passphraseMemory] {
        const auto written = writeKeyBox(path, *box, *lock, memory);
        Outcome<NodeError> result = std::monostate{};
        if (!written)
            result = Unexpected{NodeError{ErrorCode::Storage, toUtf8(written.error().message)}};
        post(this, [this, result] { finish(result); });
    });
}

void KeyKeeper::finish(const Outcome<NodeError>& result)
{
    if (!isOpen())
        return;
    const std::unique_ptr<Change> change = std::move(m_change);
    const bool toKeychain = change->lock.mode == KeyBox::Mode::Keychain;
    const QString entry = toKeychain ? keychainEntryOf(change->lock.keychainSalt) : QString();
    change->lock.passphrase.fill('\0');
    if (result) {
        if (!m_keychainEntry.isEmpty())
            m_keychain->remove(m_keychainEntry);
        m_keychainEntry = entry;
        m_opened->mode = change->lock.mode;
        Q_EMIT protectionChanged(protection());
    } else if (change->lock.keychainKey) {
        m_keychain->remove(entry);
    }
    change->reply(result);
}

}  // namespace vos::qt
