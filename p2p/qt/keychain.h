#pragma once

// The keychain of the system (Secret Service, KWallet, macOS Keychain, Windows Credential Store),
// reached through qtkeychain where that was there when the program was built. It keeps the 32 bytes
// that seal a key box in mode keychain, each under the name the box gives. Nothing ever falls back
// to a plain file: a keychain out of reach is an error to show.

#include "p2p/base/expected.h"
#include "p2p/crypto/secret.h"

#include <QObject>
#include <QString>

#include <functional>
#include <memory>

namespace vos::qt {

using KeychainKey = crypto::Secret<32>;

class Keychain {
public:
    /// The error is a sentence that says what is missing.
    using Found = std::function<void(Expected<KeychainKey, QString>)>;
    using Kept = std::function<void(Outcome<QString>)>;

    virtual ~Keychain() = default;

    // Each returns at once; the reply comes once, on the thread of `context`, never from inside the
    // call, and not at all when `context` is gone by then. The system may ask the person first.

    virtual void read(const QString& entry, QObject* context, Found reply) = 0;
    virtual void write(const QString& entry, const KeychainKey& key, QObject* context,
                       Kept reply) = 0;
    /// Nobody waits for it: a key that stays behind opens nothing any more.
    virtual void remove(const QString& entry) = 0;
};

/// False where the program was built without qtkeychain.
bool keychainSupported();
/// The one of the system. Its jobs run on the thread of the application object, which must run an
/// event loop. Where it is not supported every reply is an error.
std::unique_ptr<Keychain> systemKeychain();

}  // namespace vos::qt
