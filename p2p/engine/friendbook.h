#pragma once

// Who keeps messages for whom, from both sides: requests, grants with their limits, renewal, and
// ends. Our own grants stand in our Card; what we granted decides what the Custodian takes.
//
// As owner:  none → Pending → Active ⇄ (renewed) → Revoked | Expired;  Pending → Declined | Expired
// As friend: none → Asked → Active → Revoked | Expired;  Asked → Declined, or forgotten if
// withdrawn
//
// Every change is durable before it is told, answered or acknowledged; letters go by the Outbox,
// whose rows stand in the same batch. Terms are counted by the life clock, so that a wrong wall
// clock, here or there, ends no agreement.
//
// Defends against: requests without end (work, a bound for strangers), grants we did not ask for
// (ended by our word), forged or transplanted grants and ends (signatures, names).

#include "p2p/engine/contactbook.h"
#include "p2p/engine/context.h"
#include "p2p/engine/mapkeeper.h"
#include "p2p/engine/peers.h"
#include "p2p/engine/presence.h"
#include "p2p/friendvos/custody.h"
#include "p2p/friendvos/quota.h"
#include "p2p/friendvos/slot.h"
#include "p2p/letters/body.h"
#include "p2p/wire/message.h"

#include <map>
#include <optional>
#include <set>
#include <vector>

namespace vos::engine {

class Custodian;
class Outbox;

class FriendBook {
public:
    /// Friend VOS a node has or has asked at a time; as many grants as a Card takes.
    static constexpr std::size_t FriendsMax = identity::Card::GrantsMax;
    /// Requests of strangers that wait for our user; further ones are refused.
    static constexpr std::size_t RequestsMax = 200;

    FriendBook(Context& context, const map::VosMap& map, MapKeeper& keeper, Peers& peers,
               const Presence& presence, ContactBook& contacts);
    void setParts(Outbox& outbox, Custodian& custodian)
    {
        m_outbox = &outbox;
        m_custodian = &custodian;
    }

    void load(const std::vector<FriendRow>& friends, const std::vector<OwnerRow>& owners,
              const std::vector<RevocationRow>& revocations);
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
    void revoke(RequestId request, const NodeId& id, AgreementSide side);
    void verify(RequestId request, const NodeId& owner, const NodeId& friendId);
    void drill(RequestId request);
    Agreements describe() const;

    // -- letters of these kinds, once they are trusted; false: refused --
    /// Is there anything between us and `id`? Then its letters of these kinds need no contact.
    bool knows(const NodeId& id) const { return m_friends.contains(id) || m_owners.contains(id); }
    bool takeRequest(const NodeId& from, const letters::FriendRequestBody& body);
    /// `id` has signed that it does not take our request.
    void requestRefused(const NodeId& id);
    bool takeAnswer(const NodeId& from, const letters::FriendAnswerBody& body);
    bool takeGrant(const NodeId& from, const letters::FriendGrantBody& body);
    bool takeEnd(const NodeId& from, const letters::FriendEndBody& body);
    bool takeSlots(const NodeId& from, const letters::SlotsBody& body);

    // -- messages in a session --
    void handleAskCustody(const NodeId& from, const wire::AskCustody& ask);
    void handleCustodyState(const NodeId& from, const wire::CustodyState& state);
    /// A signed end, as the other side or a holder shows it.
    void handleRevoked(const NodeId& from, const wire::Revoked& message);
    /// Remembers, for the grant's term, a signed end of a grant that stands in the Card of somebody
    /// else: for verify(), and so that nothing is left there any more. False: it ends none.
    bool noteRevocation(ByteView bytes);
    /// An end of exactly this grant is known.
    bool isRevoked(const NodeId& owner, const identity::Grant& grant) const;

    // -- as owner --
    /// Our Friend VOS with a valid grant, those that lost letters last.
    std::vector<NodeId> mine() const;
    bool isMine(const NodeId& id) const;
    /// Their grants, in that order.
    std::vector<identity::Grant> myGrants() const;
    /// It keeps, or did, or was asked to: letters of ours may come from it.
    bool mayHold(const NodeId& id) const { return m_friends.contains(id); }
    /// `id` has lost a letter it signed for.
    void noteLoss(const NodeId& id);
    /// It holds `count` letters for us now, as its signed list says.
    void noteHolding(const NodeId& id, std::uint32_t count);
    /// `id` hands letters over: what it holds for us is becoming less.
    void noteActivity(const NodeId& id);
    /// Contacts with a slot changed: each Friend VOS gets the list anew.
    void slotsChanged();
    void settingChanged(const std::string& key);
    /// A new Card came: a question about it may be answered now.
    void cardChanged(const NodeId& id);
    /// A node to be called when it announces itself.
    bool wants(const NodeId& id) const;

    // -- as holder --
    /// The agreement under which letters for `owner` are kept; null: none, or it has ended.
    const OwnerRow* activeOwner(const NodeId& owner) const;
    const OwnerRow* findOwner(const NodeId& owner) const;
    /// What `owner` may use; zeros without an active agreement.
    friendvos::QuotaLimits limitsOf(const NodeId& owner) const;
    /// Bytes kept for others in all.
    std::uint64_t totalQuota() const;
    /// What is held for `owner` changed.
    void usageChanged(const NodeId& owner) { m_usageChanged.insert(owner); }

private:
    struct Drill {
        RequestId request = 0;
        Instant deadline{};
        std::map<NodeId, DrillResult> results;
        std::set<NodeId> waiting;
    };
    struct Question {
        RequestId request = 0;
        Instant deadline{};
        NodeId owner;
        NodeId friendId;
    };
    struct Asked {
        wire::Token token = 0;
        Instant at{};
        std::optional<Instant> again;  ///< something changed since
    };

    /// Both rows of a peer as they were before a change.
    struct Before {
        std::optional<FriendRow> mine;
        std::optional<OwnerRow> forOthers;
    };

    // friendbook.cpp
    Before snapshot(const NodeId& id) const;
    void answerOrUndo(RequestId request, const NodeId& id, Before before,
                      std::vector<LetterKind> kinds);
    bool mayHaveAnother(const NodeId& id) const;
    void reach(const NodeId& id, const std::vector<Endpoint>& at);
    FriendRow* findFriend(const NodeId& id);
    OwnerRow* ownerRow(const NodeId& id);
    void save(const FriendRow& row);
    void save(const OwnerRow& row, bool requested = false);
    void forgetFriend(const NodeId& id);
    void forgetOwner(const NodeId& id);
    FriendVos describe(const FriendRow& row) const;
    FriendOwner describe(const OwnerRow& row) const;
    std::string nameOf(const NodeId& id, const std::string& known) const;
    FriendPolicy policy() const;
    void endTerms();
    void renewGrants();
    void renewGrant(OwnerRow& row);
    void callPeers();
    void tellUsage();

    // friendbookletters.cpp
    /// Which side of an agreement the body of a FriendEnd ends: Owner for a request taken back.
    static friendvos::Party endedBy(const Bytes& body);
    void updateCard();
    void sendSlots(FriendRow& row);
    void adopt(FriendRow& row, const identity::Grant& grant);
    bool isBetter(const FriendRow& row, const identity::Grant& grant) const;
    Bytes endOf(const identity::Grant& grant, const NodeId& owner, friendvos::Party by) const;
    void rejectGrant(const identity::Grant& grant);
    std::optional<identity::Grant> makeGrant(const OwnerRow& row, std::uint32_t wantedKib) const;
    void agree(OwnerRow& row, const identity::Grant& grant);
    void answer(const NodeId& id, const std::optional<identity::Grant>& grant);
    void endAsOwner(FriendRow& row);
    void endAsFriend(OwnerRow& row);
    void sendEnd(const NodeId& to, const Bytes& revocation);
    bool takeRevocation(const NodeId& from, ByteView bytes);
    letters::FriendRequestBody requestBody(const FriendRow& row) const;

    // friendquestions.cpp
    void ask(const NodeId& friendId);
    void askSoon(const NodeId& friendId);
    void finishDrills(bool late);
    std::optional<GrantVerdict> judge(const NodeId& owner, const NodeId& friendId) const;
    void answerQuestions(const NodeId& owner, bool late);
    void handleQuestions();
    std::optional<Instant> nextQuestion() const;

    Context& m_context;
    const map::VosMap& m_map;
    MapKeeper& m_keeper;
    Peers& m_peers;
    const Presence& m_presence;
    ContactBook& m_contacts;
    Outbox* m_outbox = nullptr;
    Custodian* m_custodian = nullptr;
    std::map<NodeId, FriendRow> m_friends;
    std::map<NodeId, OwnerRow> m_owners;
    std::vector<NodeId> m_toDial;  ///< still to be told that we are here
    Instant m_nextDial{};
    Instant m_nextCall{};
    Instant m_nextUpkeep{};
    Instant m_nextUsage{};
    std::set<NodeId> m_usageChanged;
    std::map<NodeId, Asked> m_asked;
    std::vector<Drill> m_drills;
    std::vector<Question> m_questions;
    std::map<identity::GrantId, RevocationRow> m_revocations;  ///< of others
    wire::Token m_nextToken = 1;
    bool m_started = false;
};

}  // namespace vos::engine
