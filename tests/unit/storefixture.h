#pragma once

// What the tests of the store share: filled-in rows, a temporary folder, keys from a seed.

#include "p2p/crypto/secret.h"
#include "p2p/engine/output.h"
#include "p2p/qt/nodestore.h"
#include "tests/unit/fixture.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QTemporaryDir>

#include <initializer_list>

namespace vos::test {

inline NodeId nodeNumber(std::uint64_t number)
{
    SeededRng rng(number);
    return rng.id<NodeId>();
}
inline MessageId messageNumber(std::uint64_t number)
{
    SeededRng rng(number + 1000);
    return rng.id<MessageId>();
}

/// A text message in a conversation where each has its own Lamport time.
inline Message textMessage(const NodeId& peer, std::uint64_t number, const std::string& text,
                           bool outgoing)
{
    Message message;
    message.id = messageNumber(number);
    message.peer = peer;
    message.outgoing = outgoing;
    message.text = text;
    message.sentAt = fromMillis(1'700'000'000'000 + static_cast<std::int64_t>(number));
    message.state = outgoing ? MessageState::Sent : MessageState::Received;
    message.sequence = number;
    message.lamport = number;
    if (!outgoing)
        message.receivedAt = fromMillis(1'700'000'000'500);
    return message;
}

class StoreFolder {
public:
    static constexpr std::uint64_t KeySeed = 77;

    QString path(const char* name) const { return m_folder.filePath(QLatin1String(name)); }
    QString database() const { return path("vos.db"); }
    crypto::Secret<32> key() const
    {
        SeededRng rng(KeySeed);
        return crypto::Secret<32>::random(rng);
    }
    NodeId own() const { return nodeNumber(1); }
    Expected<std::unique_ptr<qt::NodeStore>, qt::StoreError> open() const
    {
        return qt::NodeStore::open(database(), key(), own());
    }
    /// All bytes of all files below the folder.
    QByteArray allBytes() const
    {
        QByteArray bytes;
        QDirIterator it(m_folder.path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (it.hasNext()) {
            QFile file(it.next());
            if (file.open(QIODevice::ReadOnly))
                bytes += file.readAll();
        }
        return bytes;
    }

private:
    QTemporaryDir m_folder;
};

inline bool applyOne(qt::NodeStore& store, std::vector<StoreOperation> operations)
{
    const Store batch{1, std::move(operations)};
    return store.apply(std::span(&batch, 1)).durable;
}

}  // namespace vos::test
