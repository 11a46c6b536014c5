#pragma once

// Keeps the key box of a running node: opens it at the start, checks passphrases, and seals it anew
// under another protection. Argon2id and the writing run on a thread of their own; the keychain
// answers when it likes; so every call returns at once.
//
// A change, in order: the old passphrase is checked · a new key is put into the keychain and read
// back · the box is written, read back, copied · only then an old key in the keychain goes.
// Whatever fails on the way leaves the protection as it was.

#include "p2p/qt/keybox.h"
#include "p2p/qt/keychain.h"
#include "p2p/qt/nodetypes.h"

#include <QObject>
#include <QThreadPool>

#include <functional>
#include <memory>
#include <optional>

namespace vos::qt {

struct ProtectionChange {
    Protection to = Protection::None;
    QByteArray oldPassphrase;  ///< needed where the profile has one now
    QByteArray newPassphrase;  ///< for Protection::Passphrase; not empty
};

class KeyKeeper : public QObject {
    Q_OBJECT

public:
    using Opened = std::function<void(std::optional<StartError>)>;
    using Answer = std::function<void(Outcome<NodeError>)>;

    KeyKeeper(std::unique_ptr<Keychain> keychain, QObject* parent,
              std::uint64_t passphraseMemory = crypto::PassphraseMemoryDefault);
    ~KeyKeeper() override;

    /// Makes a new box with a new identity; seals it with `passphrase` where there is one.
    Outcome<StartError> make(const QString& path, const QByteArray& passphrase, Rng& rng);
    /// The reply may come from inside the call.
    void open(const QString& path, QByteArray passphrase, Opened reply);
    /// True after a reply of open() without an error.
    bool isOpen() const { return m_opened.has_value(); }
    /// Waits for what is being written and forgets the keys; replies still owed are dropped.
    void close();
    const KeyBox& box() const { return m_opened->box; }
    /// What was damaged and what was done; empty: nothing.
    const QString& repair() const { return m_opened->repair; }
    Protection protection() const;

    /// NotAllowed: wrong passphrase, or the keychain is out of reach. Storage: not writable. Busy:
    /// another of these two is under way.
    void change(ProtectionChange change, Answer reply);
    /// Success if `passphrase` is the one of the box. NotAllowed: wrong, or there is none.
    void check(QByteArray passphrase, Answer reply);

Q_SIGNALS:
    void protectionChanged(vos::Protection now);

private:
    struct Change;

    std::optional<StartError> openWith(const KeyBoxLock& keys);
    void checkInBackground(QByteArray passphrase, Answer reply);
    void putIntoKeychain();
    void readBackFromKeychain();
    void writeBox();
    void finish(const Outcome<NodeError>& result);

    std::unique_ptr<Keychain> m_keychain;
    std::uint64_t m_passphraseMemory;
    QString m_path;
    std::optional<OpenedKeyBox> m_opened;
    QString m_keychainEntry;           ///< of the box as it is
    std::unique_ptr<Change> m_change;  ///< under way
    bool m_checking = false;
    QThreadPool m_background;
};

}  // namespace vos::qt
