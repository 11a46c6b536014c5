#pragma once

// The people of this node: who was asked, who asked, who is a friend, who is shut out. A stranger
// can do nothing here but ask.

#include "p2p/engine/context.h"
#include "p2p/engine/keyring.h"
#include "p2p/engine/mapkeeper.h"
#include "p2p/engine/peers.h"
#include "p2p/engine/presence.h"
#include "p2p/letters/body.h"

#include <map>
#include <optional>
#include <set>
#include <vector>

namespace vos::engine {

class Outbox;

class ContactBook {
public:
    /// Requests of strangers kept at a time: past it they are dropped, not acknowledged.
    static constexpr std::size_t RequestsMax = 200;

    ContactBook(Context& context, map::VosMap& map, MapKeeper& keeper, Peers& peers,
                Presence& presence, Keyring& keyring);
    void setOutbox(Outbox& outbox) { m_outbox = &outbox; }

    void load(const std::vector<ContactRow>& rows);
    void start();
    void handleTimeout();
    std::optional<Instant> nextTimeout() const;

    ContactRow* find(const NodeId& id);
    const ContactRow* find(const NodeId& id) const;
    ContactState stateOf(const NodeId& id) const;
    std::vector<Contact> all() const;
    Contact describe(const ContactRow& row) const;

    void add(RequestId request, const NodeId& id, std::string note, std::string message,
             std::vector<std::string> hints, const std::vector<Endpoint>& at);
    void accept(RequestId request, const NodeId& id);
    void decline(RequestId request, const NodeId& id);
    void block(RequestId request, const NodeId& id);
    void remove(RequestId request, const NodeId& id);
    void setNote(RequestId request, const NodeId& id, std::string note);
    void setVerified(RequestId request, const NodeId& id, bool verified);

    /// What letters of these kinds do. False: refused.
    bool takeRequest(const NodeId& from, const letters::IntroductionBody& body);
    bool takeAccept(const NodeId& from, const std::string& name);
    bool takeDecline(const NodeId& from);
    void takeName(const NodeId& from, const std::string& name);
    /// Writes the row and tells of it once it is durable.
    void save(const ContactRow& row, bool requested = false);
    void sessionUp(const NodeId& id);
    void sessionDown(const NodeId& id);
    void cardChanged(const NodeId& id);

    letters::IntroductionBody introduction(std::string note) const;

private:
    ContactRow& make(const NodeId& id, ContactState state);
    void become(ContactRow& row, ContactState state);
    void erase(const NodeId& id);

    Context& m_context;
    map::VosMap& m_map;
    MapKeeper& m_keeper;
    Peers& m_peers;
    Presence& m_presence;
    Keyring& m_keyring;
    Outbox* m_outbox = nullptr;
    std::map<NodeId, ContactRow> m_rows;
    std::vector<NodeId> m_toDial;  ///< contacts still to be told that we are here
    Instant m_nextDial{};
    Instant m_nextQuestion{};
    bool m_started = false;
};

}  // namespace vos::engine
