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

class Inbox {
public:
    Inbox(Context& context, const map::VosMap& map, MapKeeper& keeper, Peers& peers,
          Keyring& keyring, ContactBook& contacts, Outbox& outbox);

    void load(const std::vector<SeenLetterRow>& rows);
    void handleLetter(const NodeId& from, const wire::Letter& message);
    void handleOffer(const NodeId& from, const wire::Offer& offer);
    /// A Card arrived: letters that waited for it are looked at again.
    void cardChanged(const NodeId& id);
    /// Receipts that went by this link may be lost with it: they go again by the next one.
    void linkLost(const NodeId& peer, std::uint64_t link);
    void drain();
    void handleTimeout();
    std::optional<Instant> nextTimeout() const { return m_nextPurge; }

private:
    struct Seen {
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
    };
    enum class Trust : std::uint8_t { Trusted, Unknown, False };

    void process(const NodeId& from, const wire::Letter& message);
    Trust judge(const letters::Opened& opened);
    std::optional<letters::Verdict> apply(const Arrival& arrival);
    std::optional<letters::Verdict> applyContact(const Arrival& arrival);
    bool takeMessage(const Arrival& arrival, ContactRow& contact);
    void applyReadMark(const Arrival& arrival);
    void applyKeys(const Arrival& arrival, ContactRow& contact);
    /// A receipt that was sent, until its link is gone.
    struct Told {
        std::uint64_t link = 0;
        LetterId id;
        letters::Verdict verdict = letters::Verdict::Stored;
    };

    void sendReceipts(const NodeId& to, letters::Verdict verdict, const std::vector<LetterId>& ids);
    void acknowledge(const Arrival& arrival, letters::Verdict verdict);
    void sendReceipt(const NodeId& to, const LetterId& id, letters::Verdict verdict);
    void cannotOpen(const NodeId& from, const LetterId& id);

    Context& m_context;
    const map::VosMap& m_map;
    MapKeeper& m_keeper;
    Peers& m_peers;
    Keyring& m_keyring;
    ContactBook& m_contacts;
    Outbox& m_outbox;
    std::unordered_map<LetterId, Seen> m_seen;
    /// (sender, message id), hashed to 16 bytes.
    std::unordered_set<MessageId> m_messages;
    std::deque<Held> m_held;
    std::map<std::pair<NodeId, letters::Verdict>, std::vector<LetterId>> m_receipts;
    std::unordered_map<NodeId, std::deque<Told>> m_told;
    std::unordered_map<NodeId, std::vector<LetterId>> m_unopened;
    std::unordered_map<NodeId, Instant> m_refreshedAt;
    Instant m_nextPurge{};
};

}  // namespace vos::engine
