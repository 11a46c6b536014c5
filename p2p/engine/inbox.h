#pragma once

// Letters that arrive: opened, believed or refused, stored, and only then acknowledged with a
// signed receipt. Each message is taken once, however often its letters come: by letter id before
// opening, by (sender, message id) after.

#include "p2p/engine/contactbook.h"
#include "p2p/engine/context.h"
#include "p2p/engine/keyring.h"
#include "p2p/engine/mapkeeper.h"
#include "p2p/engine/outbox.h"
#include "p2p/engine/peers.h"
#include "p2p/letters/letter.h"
#include "p2p/letters/receipt.h"

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace vos::engine {

class FriendBook;
class Mailbox;

class Inbox {
public:
    Inbox(Context& context, const map::VosMap& map, MapKeeper& keeper, Peers& peers,
          Keyring& keyring, ContactBook& contacts, Outbox& outbox);

    void setFriends(FriendBook& friends) { m_friends = &friends; }
    void setMailbox(Mailbox& mailbox) { m_mailbox = &mailbox; }
    void load(const std::vector<SeenLetterRow>& rows);
    void handleLetter(const NodeId& from, const wire::Letter& message);
    void handleOffer(const NodeId& from, const wire::Offer& offer);
    /// A Card arrived: letters that waited for it are looked at again.
    void cardChanged(const NodeId& id);
    /// Receipts that went by this link may be lost with it: they go again by the next one.
    void linkLost(const NodeId& peer, std::uint64_t link);
    /// `holder` says it holds this letter for us: answered at once, if it is done. False: it is
    /// not.
    bool settleAt(const NodeId& holder, const LetterId& id);
    bool isDone(const LetterId& id) const;
    /// This is an older copy of the profile: contacts are asked to seal anew.
    void refreshAll();
    void drain();
    void handleTimeout();
    std::optional<Instant> nextTimeout() const;

private:
    struct Seen {
        NodeId sender;
        letters::Verdict verdict = letters::Verdict::Stored;
        bool durable = false;
    };
    struct Held {
        NodeId from;
        NodeId sender;
        wire::Letter message;
    };
    /// What one opened letter is, for the steps after opening.
    struct Arrival {
        NodeId from;  ///< the session it came by
        LetterId id;
        letters::Payload payload;
        std::uint32_t keyNumber = 0;  ///< our contact prekey it was sealed to; 0: a public one
        std::uint64_t expiresSeconds = 0;  ///< since 1970, by its sender's clock
    };
    enum class Trust : std::uint8_t { Trusted, Unknown, False };

    void process(const NodeId& from, const wire::Letter& message);
    Trust judge(const letters::Opened& opened);
    std::optional<letters::Verdict> apply(const Arrival& arrival);
    std::optional<letters::Verdict> applyFriend(const Arrival& arrival);
    std::optional<letters::Verdict> applyToContact(const Arrival& arrival, ContactRow& contact);
    std::optional<letters::Verdict> applyContact(const Arrival& arrival);
    bool takeMessage(const Arrival& arrival, ContactRow& contact);
    void applyReadMark(const Arrival& arrival);
    void applyChanges(const Arrival& arrival);
    void applyKeys(const Arrival& arrival, ContactRow& contact);
    /// Letters that one signature settles: to one receiver, of one sender, of one verdict.
    struct Heap {
        NodeId to;
        NodeId sender;
        letters::Verdict verdict = letters::Verdict::Stored;
        auto operator<=>(const Heap&) const = default;
    };
    /// A receipt that was sent, until its link is gone.
    struct Told {
        std::uint64_t link = 0;
        LetterId id;
        NodeId sender;
        letters::Verdict verdict = letters::Verdict::Stored;
    };

    bool isFromStranger(const Arrival& arrival, const wire::Letter& message);
    void sendReceipts(const Heap& heap, const std::vector<LetterId>& ids);
    void acknowledge(const Arrival& arrival, letters::Verdict verdict);
    void takeSuperseded(const Arrival& arrival);
    void tellAll(const NodeId& from, const NodeId& sender, const LetterId& id,
                 letters::Verdict verdict);
    void sendReceipt(const NodeId& to, const NodeId& sender, const LetterId& id,
                     letters::Verdict verdict);
    void cannotOpen(const NodeId& from, const LetterId& id);
    void cannotOpenHeld(const LetterId& id);
    bool mayAskForSeals(const NodeId& contact);

    Context& m_context;
    const map::VosMap& m_map;
    MapKeeper& m_keeper;
    Peers& m_peers;
    Keyring& m_keyring;
    ContactBook& m_contacts;
    Outbox& m_outbox;
    FriendBook* m_friends = nullptr;
    Mailbox* m_mailbox = nullptr;
    std::unordered_map<LetterId, Seen> m_seen;
    /// (sender, message id), hashed to 16 bytes.
    std::unordered_set<MessageId> m_messages;
    std::deque<Held> m_held;
    std::map<Heap, std::vector<LetterId>> m_receipts;
    std::unordered_map<NodeId, std::deque<Told>> m_told;
    std::unordered_map<NodeId, std::vector<LetterId>> m_unopened;
    std::unordered_map<NodeId, Instant> m_refreshedAt;
    /// Letters of senders unknown that Friend VOS hold and no key of ours opens.
    std::vector<LetterId> m_unopenedHeld;
    std::optional<Instant> m_allRefreshedAt;
    std::unordered_map<NodeId, std::pair<Instant, unsigned>> m_sealsAsked;
    std::optional<Instant> m_refreshAllAt;
    Instant m_nextPurge{};
};

}  // namespace vos::engine
