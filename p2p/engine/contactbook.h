#pragma once

// The people of this node: who was asked, who asked, who is a friend, who is shut out. A stranger
// can do nothing here but ask.

#include "p2p/engine/context.h"
#include "p2p/engine/keyring.h"
#include "p2p/engine/mapkeeper.h"
#include "p2p/engine/peers.h"
#include "p2p/engine/presence.h"
#include "p2p/identity/grant.h"
#include "p2p/letters/body.h"

#include <map>
#include <optional>
#include <set>
#include <vector>

namespace vos::engine {

class FriendBook;
class Outbox;

class ContactBook {
public:
    /// Requests of strangers kept at a time: past it they are dropped, not acknowledged.
    static constexpr std::size_t RequestsMax = 200;

    ContactBook(Context& context, map::VosMap& map, MapKeeper& keeper, Peers& peers,
                Presence& presence, Keyring& keyring);
    void setParts(Outbox& outbox, FriendBook& friends)
    {
        m_outbox = &outbox;
        m_friends = &friends;
    }

    void load(const std::vector<ContactRow>& rows);
    void start();
    void handleTimeout();
    std::optional<Instant> nextTimeout() const;

    ContactRow* find(const NodeId& id);
    const ContactRow* find(const NodeId& id) const;
    ContactState stateOf(const NodeId& id) const;
    const std::map<NodeId, ContactRow>& rows() const { return m_rows; }
    std::vector<Contact> all() const;
    Contact describe(const ContactRow& row) const;
    /// The grants in the Card of `id`, contact or not, that its friends signed, whatever their
    /// term.
    std::vector<identity::Grant> grantsOf(const NodeId& id) const;
    /// Who keeps messages for any contact.
    std::set<NodeId> holders() const;
    std::vector<identity::Grant> publicGrantsOf(const NodeId& id) const;
    /// By network time.
    bool inTerm(const identity::Grant& grant) const;

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
    bool takeAccept(const NodeId& from, const letters::IntroductionBody& body);
    /// It writes as a contact does: it has accepted, though its word of that has not come.
    void takeAsAccepted(const NodeId& from);
    bool takeDecline(const NodeId& from);
    void takeName(const NodeId& from, const std::string& name);
    /// What it tells its contacts alone.
    void takeProfile(ContactRow& row, const letters::ProfileBody& body);
    /// What we tell our contacts alone goes to each that has not heard it yet.
    void tellProfiles();
    /// Our profile did not reach it, or it may have lost it: it goes again.
    void profileLost(const NodeId& id);
    /// Writes the row and tells of it once it is durable.
    void save(const ContactRow& row, bool requested = false);
    void sessionUp(const NodeId& id);
    void sessionDown(const NodeId& id);
    void cardChanged(const NodeId& id);
    void recordChanged(const NodeId& id);
    /// Two whereabouts (`sequence`), or two Cards (`card`), of `id` under one number; the other is
    /// 0.
    void usedTwice(const NodeId& id, std::uint64_t sequence, std::uint32_t card);
    /// Our keys are those of an older copy of the profile: each contact gets a fresh one and is
    /// asked to seal anew, above all the letters named.
    void refreshKeys(const std::vector<LetterId>& unopened);

    /// Brings the slot of the contact along, if it may have one.
    letters::IntroductionBody introduction(ContactRow& row, std::string note);

private:
    /// Checking the signatures of a Card takes longer than anything else done with it.
    struct CheckedCard {
        Signature signature;
        std::vector<identity::Grant> grants;
    };
    void setDoubt(ContactRow& row, Doubt doubt);
    letters::ProfileBody profile() const;
    void tellProfile(ContactRow& row, const letters::ProfileBody& body);
    void giveSlot(ContactRow& row);
    void takeSlot(ContactRow& row, const letters::IntroductionBody& body);

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
    FriendBook* m_friends = nullptr;
    std::map<NodeId, ContactRow> m_rows;
    mutable std::map<NodeId, CheckedCard> m_checkedCards;
    std::set<NodeId> m_newFriends;  ///< accepted in this input: our profile is for them now
    std::vector<NodeId> m_toDial;  ///< contacts still to be told that we are here
    Instant m_nextDial{};
    Instant m_nextQuestion{};
    std::uint32_t m_profileNumber = 0;
    bool m_started = false;
};

}  // namespace vos::engine
