#pragma once

// Everything on its way out: from durable and waiting, over sealed and sent, to settled by the
// recipient's signed receipt. A message stays here, and on the disk, until that receipt or its end.
//
//   enqueue → stored → sealed and stored → sent on a link → receipt → settled
//                ↑______________ link lost, no receipt ______|
//
// Nothing is sent before what it needs is durable: the letter with its id, so that the receipt
// finds its message also after a crash.

#include "p2p/engine/contactbook.h"
#include "p2p/engine/context.h"
#include "p2p/engine/keyring.h"
#include "p2p/engine/peers.h"
#include "p2p/letters/receipt.h"

#include <map>
#include <optional>
#include <set>
#include <unordered_map>
#include <vector>

namespace vos::engine {

/// What a person or program sent, as against the node's own letters.
inline bool isUsers(LetterKind kind)
{
    return kind == LetterKind::Text || kind == LetterKind::Data;
}

class Outbox {
public:
    Outbox(Context& context, const map::VosMap& map, MapKeeper& keeper, Peers& peers,
           Keyring& keyring, ContactBook& contacts);

    void load(const std::vector<OutboxRow>& rows);
    void start();
    void handleTimeout();
    std::optional<Instant> nextTimeout() const;
    /// Sends what became sendable since the last drain.
    void drain();

    struct Draft {
        NodeId to;
        LetterKind kind = LetterKind::Text;
        Bytes body;        ///< as its kind encodes it
        std::string text;  ///< for the history; Data: the raw bytes
        bool queue = true;
        WallClock::duration expiresAfter{};
        std::optional<MessageId> replyTo;
    };
    /// A text or data of the user; answers its id once durable.
    void enqueue(RequestId request, Draft draft);
    /// A letter of the node itself (contact, read mark, …); a waiting one of the same kind is
    /// replaced.
    void enqueueOwn(const NodeId& to, LetterKind kind, Bytes body);
    bool hasKind(const NodeId& to, LetterKind kind) const;
    void cancel(RequestId request, const MessageId& id);
    void retry(RequestId request, const MessageId& id);
    void forget(const MessageId& id);
    void failAll(const NodeId& to, FailReason reason);

    /// Tries to send all that waits for this peer, or to reach it.
    void pump(const NodeId& peer) { m_toPump.insert(peer); }
    /// Something about the peer changed: waiting times start anew.
    void peerChanged(const NodeId& peer);
    void linkLost(const NodeId& peer, std::uint64_t link);
    void dialFailed(const NodeId& peer);
    void seekDone(const NodeId& peer, bool found);
    void handleReceipt(ByteView bytes);
    void handleWork(std::uint64_t ticket, std::uint64_t nonce);
    /// The peer lost the keys of these letters, or of all: seal anew what has no receipt.
    void resealFor(const NodeId& peer);
    bool hasWork() const { return !m_toPump.empty(); }
    bool waitsFor(const NodeId& peer) const { return m_byPeer.contains(peer); }

    std::vector<QueueEntry> entries() const;

private:
    /// Receipts for failed messages are still taken this long; then nobody can hold their letters.
    static constexpr std::chrono::hours LateReceiptTime{44 * 24};

    enum class Stage : std::uint8_t {
        Storing,   ///< not durable yet
        Waiting,   ///< durable, to be sealed or sent
        Sealing,   ///< sealed, not durable yet
        Working,   ///< waits for its proof of work
        Flying,    ///< on a link, no receipt yet
    };
    struct Item {
        OutboxRow row;
        Stage stage = Stage::Waiting;
        std::uint64_t link = 0;
        Instant flyingSince{};
        Instant resendAfter{};
        unsigned resends = 0;
        bool toldSent = false;
        std::uint32_t attempts = 0;
        std::optional<WallTime> lastAttempt;
        std::optional<Instant> giveUpAt;  ///< now-or-never messages
        const char* lastError = "";
        std::uint64_t order = 0;  ///< place in its peer's queue
    };
    struct PeerQueue {
        std::map<std::uint64_t, MessageId> all;  ///< waiting and flying, oldest first
        std::set<std::uint64_t> waiting;         ///< those a pump looks at
        std::map<std::uint32_t, int> sealedUnder;  ///< letters under each of the peer's prekeys

        void countKey(std::uint32_t number, int change);
    };
    struct Retry {
        unsigned tries = 0;
        Instant next{};
        bool running = false;
    };

    Item& insert(OutboxRow row, Stage stage);
    void erase(const MessageId& id);
    void pumpNow(const NodeId& peer);
    bool mayGo(const Item& item) const;
    bool sealItem(Item& item);
    std::optional<letters::Recipient> recipientKey(const Item& item) const;
    std::uint32_t oldestNeeded(const NodeId& peer) const;
    bool needsSealing(const Item& item) const;
    void afterSealing(const NodeId& peer, std::vector<MessageId> sealed);
    bool hasRoom(const NodeId& peer) const;
    bool needsWork(const Item& item) const;
    void startWork(Item& item);
    void checkItems();
    void launch(Item& item);
    void tellState(const Item& item, MessageState state, FailReason reason = FailReason::None);
    void fail(Item& item, FailReason reason);
    void settle(const MessageId& id, letters::Verdict verdict);
    void reach(const NodeId& peer);
    void scheduleRetry(const NodeId& peer);
    void dropEmptyPeer(const NodeId& peer);
    void setStage(Item& item, Stage stage);
    void unlist(const Item& item);
    std::vector<MessageId> idsFor(const NodeId& peer) const;
    void dueAt(Instant at);
    Instant monotonicFor(WallTime wall) const;
    Instant dueOf(const Item& item) const;

    Context& m_context;
    const map::VosMap& m_map;
    MapKeeper& m_keeper;
    Peers& m_peers;
    Keyring& m_keyring;
    ContactBook& m_contacts;
    std::map<MessageId, Item> m_items;
    std::map<NodeId, PeerQueue> m_byPeer;
    std::unordered_map<LetterId, MessageId> m_byLetter;
    std::map<NodeId, Retry> m_retries;
    std::unordered_map<std::uint64_t, MessageId> m_work;
    std::map<NodeId, std::set<std::uint64_t>> m_voidSequences;
    std::set<NodeId> m_toPump;
    std::uint64_t m_nextWork = 1;
    std::uint64_t m_nextOrder = 1;
    /// No item is due before this; looked at anew when it comes.
    std::optional<Instant> m_nextCheck;
};

}  // namespace vos::engine
