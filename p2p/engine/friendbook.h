#pragma once

// Who keeps messages for whom, from both sides: requests, grants with their limits, renewal, and
// ends. Our own grants stand in our Card; what we granted decides what the Custodian takes.

#include "p2p/engine/contactbook.h"
#include "p2p/engine/context.h"
#include "p2p/engine/mapkeeper.h"
#include "p2p/engine/peers.h"
#include "p2p/friendvos/quota.h"
#include "p2p/letters/body.h"
#include "p2p/wire/message.h"

#include <map>
#include <optional>
#include <vector>

namespace vos::engine {

class Custodian;
class Outbox;

class FriendBook {
public:
    FriendBook(Context& context, const map::VosMap& map, MapKeeper& keeper, Peers& peers,
               ContactBook& contacts);
    void setParts(Outbox& outbox, Custodian& custodian)
    {
        m_outbox = &outbox;
        m_custodian = &custodian;
    }

    void load(const std::vector<FriendRow>& friends, const std::vector<OwnerRow>& owners);
    void start();
    void handleTimeout();
    std::optional<Instant> nextTimeout() const;
    void sessionUp(const NodeId& peer);
    void sessionDown(const NodeId& peer);

    // -- commands; see engine.h --
    void request(RequestId request, const NodeId& id, std::uint32_t quotaKib, std::string message,
                 std::vector<std::string> hints, const std::vector<Endpoint>& at);
    void approve(RequestId request, const NodeId& id, std::optional<std::uint32_t> quotaKib);
    void decline(RequestId request, const NodeId& id, bool doNotAsk);
    void revoke(RequestId request, const NodeId& id);
    void verify(RequestId request, const NodeId& owner, const NodeId& friendId);
    void drill(RequestId request);
    Agreements describe() const;

    // -- letters of these kinds, once they are trusted; false: refused --
    /// Is there anything between us and `id`? Then its letters of these kinds need no contact.
    bool knows(const NodeId& id) const;
    bool takeRequest(const NodeId& from, const letters::FriendRequestBody& body);
    bool takeAnswer(const NodeId& from, const letters::FriendAnswerBody& body);
    bool takeGrant(const NodeId& from, const letters::FriendGrantBody& body);
    bool takeEnd(const NodeId& from, const letters::FriendEndBody& body);
    bool takeSlots(const NodeId& from, const letters::SlotsBody& body);

    // -- messages in a session --
    void handleAskCustody(const NodeId& from, const wire::AskCustody& ask);
    void handleCustodyState(const NodeId& from, const wire::CustodyState& state);

    // -- as owner --
    /// Our Friend VOS with a valid grant.
    std::vector<NodeId> mine() const;
    bool isMine(const NodeId& id) const;
    /// `id` has lost a letter it signed for.
    void noteLoss(const NodeId& id);
    /// It holds `count` letters for us now, as its signed list says.
    void noteHolding(const NodeId& id, std::uint32_t count);
    /// Contacts with a slot changed: each Friend VOS gets the list anew.
    void slotsChanged();
    /// A new Card of a request's target, or a revocation, may have come with this record.
    void cardChanged(const NodeId& id);

    // -- as holder --
    /// The agreement under which letters for `owner` are kept; null: none, or it has ended.
    const OwnerRow* activeOwner(const NodeId& owner) const;
    const OwnerRow* findOwner(const NodeId& owner) const;
    /// What `owner` may use; zeros without an active agreement.
    friendvos::QuotaLimits limitsOf(const NodeId& owner) const;
    /// What is held for `owner` changed.
    void usageChanged(const NodeId& owner);

private:
    Context& m_context;
    const map::VosMap& m_map;
    MapKeeper& m_keeper;
    Peers& m_peers;
    ContactBook& m_contacts;
    Outbox* m_outbox = nullptr;
    Custodian* m_custodian = nullptr;
    std::map<NodeId, FriendRow> m_friends;
    std::map<NodeId, OwnerRow> m_owners;
};

}  // namespace vos::engine
