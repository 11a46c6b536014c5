#pragma once

// A stopped clock, a node in memory and all models on it, and short ways to fill it.

#include "model/models.h"
#include "ui/gallery/memorynode.h"

#include <QTest>

namespace vos::tests {

inline NodeId nodeId(int number)
{
    NodeId id;
    id.bytes.fill(static_cast<std::byte>(number));
    return id;
}

inline MessageId messageId(int number)
{
    MessageId id;
    id.bytes[0] = static_cast<std::byte>(number >> 16);
    id.bytes[1] = static_cast<std::byte>(number >> 8);
    id.bytes[2] = static_cast<std::byte>(number);
    id.bytes[3] = std::byte{1};
    return id;
}

/// A Sunday.
inline WallTime at(int hour, int minute, int day = 22)
{
    return fromMillis(QDateTime(QDate(2026, 11, day), QTime(hour, minute)).toMSecsSinceEpoch());
}

inline Contact contact(const NodeId& id, const char* name,
                       ContactState state = ContactState::Accepted, bool online = false)
{
    Contact contact;
    contact.id = id;
    contact.name = name;
    contact.state = state;
    contact.online = online;
    contact.path = online ? PathKind::Direct : PathKind::None;
    contact.since = at(8, 0, 1);
    return contact;
}

inline Message received(const NodeId& peer, const std::string& text, WallTime sent,
                        bool read = false)
{
    Message message;
    message.peer = peer;
    message.text = text;
    message.sentAt = sent;
    message.receivedAt = sent;
    message.state = MessageState::Received;
    if (read)
        message.readAt = sent;
    return message;
}

inline Message own(const NodeId& peer, const std::string& text, WallTime sent,
                   MessageState state = MessageState::Delivered)
{
    Message message;
    message.peer = peer;
    message.outgoing = true;
    message.text = text;
    message.sentAt = sent;
    message.state = state;
    return message;
}

inline const NodeId Me = nodeId(1);
inline const NodeId Wang = nodeId(2);
inline const NodeId Bob = nodeId(3);
inline const NodeId Carol = nodeId(4);

class World {
public:
    World() : clock(at(10, 52)), node(clock), models(node, clock)
    {
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
        node.setIdentity(Me, QStringLiteral("Lin Yue"));
    }

    /// Starts the node and waits until everything is read.
    bool start()
    {
        node.start();
        return QTest::qWaitFor([this] { return models.isLoaded(); });
    }

    model::FixedClock clock;
    ui::MemoryNode node;
    model::Models models;
};

/// Runs what is queued in the event loop until `done`, at most a few seconds.
template <typename Condition>
bool settle(Condition done)
{
    return QTest::qWaitFor(std::move(done));
}

}  // namespace vos::tests
