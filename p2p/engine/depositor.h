#pragma once

// Leaves letters of ours with the Friend VOS of people who are away, as a guest: the holder is not
// told who wrote. Goes on until two hold a letter where there are two, asks after what is held, and
// recalls what was cancelled. The Outbox decides which message; here is how and where.

#include "p2p/engine/contactbook.h"
#include "p2p/engine/context.h"
#include "p2p/engine/mapkeeper.h"
#include "p2p/engine/peers.h"
#include "p2p/wire/message.h"

#include <map>
#include <optional>
#include <vector>

namespace vos::engine {

class Outbox;

class Depositor {
public:
    /// `guests` is in the mode AsGuest.
    Depositor(Context& context, const map::VosMap& map, MapKeeper& keeper, Peers& peers,
              Peers& guests, ContactBook& contacts);
    void setOutbox(Outbox& outbox) { m_outbox = &outbox; }

    void handleTimeout();
    std::optional<Instant> nextTimeout() const;
    void drain();

    // -- news of guest sessions --
    void sessionUp(const NodeId& holder);
    void sessionDown(const NodeId& holder);
    void linkLost(const NodeId& holder, std::uint64_t link);
    void writable(const NodeId& holder);
    void dialFailed(const NodeId& holder);
    void handleMessage(const NodeId& holder, const wire::Message& message);

private:
    Context& m_context;
    const map::VosMap& m_map;
    MapKeeper& m_keeper;
    Peers& m_peers;
    Peers& m_guests;
    ContactBook& m_contacts;
    Outbox* m_outbox = nullptr;
};

}  // namespace vos::engine
