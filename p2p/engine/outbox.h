#pragma once

// Everything on its way out: from durable and waiting, over sealed and sent, to settled by the
// recipient's signed receipt. A message stays here, and on the disk, until that receipt or its end.
//
//   enqueue → stored → sealed and stored → sent on a link → receipt → settled
//                ↑______________ link lost, no receipt ______|
//                └─ recipient away → left with its Friend VOS (Depositor) → held ─┘
//
// Nothing is sent before what it needs is durable: the letter with its id, so that the receipt
// finds its message also after a crash.

#include "p2p/engine/contactbook.h"
#include "p2p/engine/context.h"
#include "p2p/engine/keyring.h"
#include "p2p/engine/peers.h"
#include "p2p/friendvos/custody.h"
#include "p2p/letters/receipt.h"

#include <functional>
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

/// What a person did to a message after it was sent. It goes as the message would, and is listed
/// nowhere.
inline bool isChange(LetterKind kind)
{
    return kind == LetterKind::Edit || kind == LetterKind::TakeBack || kind == LetterKind::Reaction;
}

class Depositor;
class FriendBook;

/// Its signer has the letter, as far as we know.
inline bool isHeld(const CustodyEntry& entry)
{
    return entry.status == CustodyEntry::Status::Held ||
           entry.status == CustodyEntry::Status::HandedOver;
}
/// Who signed for holding a letter of this message and, as far as is known, still does; in order.
std::vector<NodeId> holdersOf(const OutboxRow& row);

class Outbox {
public:
    Outbox(Context& context, const map::VosMap& map, MapKeeper& keeper, Peers& peers,
           Keyring& keyring, ContactBook& contacts);
    void setParts(Depositor& depositor, FriendBook& friends)
    {
        m_depositor = &depositor;
        m_friends = &friends;
    }

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
    /// A letter of the node itself (contact, read mark, …); a waiting one of the same kind, for
    /// which `replaces` says so of its body, is replaced.
    using Bodies = std::function<bool(const Bytes& body)>;
    void enqueueOwn(const NodeId& to, LetterKind kind, Bytes body, const Bodies& replaces = {});
    /// A change of a message; answers once it and all else stored beside it is durable. Then those
    /// of the same kind that wait, and of which `replaces` says so, are dropped.
    void enqueueChange(RequestId request, const NodeId& to, LetterKind kind, Bytes body,
                       const Bodies& replaces);
    bool hasKind(const NodeId& to, LetterKind kind) const;
    /// Forgets the node's own letters of this kind, also one that may be on its way; `which`: those
    /// with such a body.
    void dropOwn(const NodeId& to, LetterKind kind, const Bodies& which = {});
    void cancel(RequestId request, const MessageId& id);
    void retry(RequestId request, const MessageId& id);
    void forget(const MessageId& id);
    /// The message is deleted from the history: nothing of it goes out any more, and what lies with
    /// Friend VOS is asked back.
    void remove(const MessageId& id);
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
    /// The peer lost the keys of letters: what has no receipt is sealed anew under `key`, the one
    /// it offers now; what is sealed under that already only where it names the letter in
    /// `unopened`.
    void resealFor(const NodeId& peer, const ExchangeKey& key,
                   const std::vector<LetterId>& unopened);
    /// `peer` misses our messages of these sequences: they go again, or it is told they are gone.
    void answerMissing(const NodeId& peer, const std::vector<std::uint64_t>& sequences);
    bool hasWork() const { return !m_toPump.empty(); }
    bool waitsFor(const NodeId& peer) const { return m_byPeer.contains(peer); }

    std::vector<QueueEntry> entries() const;

    // -- for the Depositor: which letters to leave, and what became of them --
    std::vector<MessageId> idsFor(const NodeId& peer) const;
    /// The row, if its letter may be given to a holder now: durable, sealed, not on a link.
    const OutboxRow* holdable(const MessageId& id) const;
    /// It will be holdable without anybody doing anything.
    bool isComing(const MessageId& id) const;
    /// For each row there is, also failed ones.
    template <typename Visitor>
    void visitRows(Visitor visit) const
    {
        for (const auto& [id, item] : m_items)
            visit(item.row);
    }
    /// A holder asks for work in the letter; it becomes holdable again once that is done.
    void wantWork(const MessageId& id);
    // What `holder` said; signatures were checked.
    void takeCustody(const friendvos::CustodyReceipt& receipt);
    void takeRefusal(const friendvos::Refusal& refusal);
    void takeFate(const NodeId& holder, const LetterId& letter, wire::LetterFate fate);
    void takeRecallAnswer(const friendvos::RecallAnswer& answer);
    /// No Friend VOS of `peer` is left to be tried now: what does not wait has failed.
    void noHolder(const NodeId& peer);

private:
    /// Receipts for failed messages are still taken this long after the message's end; then nobody
    /// can hold their letters.
    static constexpr std::chrono::hours LateReceiptTime{14 * 24};

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
        bool unsealed = false;  ///< a pump looks at all, since some have to be sealed

        void countKey(std::uint32_t number, int change);
    };
    struct Retry {
        unsigned tries = 0;
        Instant next{};
        bool running = false;
        std::optional<Instant> depositAt;  ///< its Friend VOS are called then, if it has not come
    };

    Item& insert(OutboxRow row, Stage stage);
    Item& insertOwn(const NodeId& to, LetterKind kind, Bytes body);
    void dropWaiting(const NodeId& to, LetterKind kind, const Bodies& which,
                     const MessageId& except = {});
    void ownStored(const MessageId& id, const NodeId& to);
    void erase(const MessageId& id);
    void pumpNow(const NodeId& peer);
    bool mayGo(const Item& item) const;
    const char* hindrance(const Item& item) const;
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
    void bury(Item& item);
    void settle(const MessageId& id, const letters::Receipt& receipt);
    void addStep(const Item& item, MessageStep::Kind kind, std::optional<NodeId> by = {},
                 Bytes proof = {});
    void storeHeld(const Item& item);
    CustodyEntry* entryOf(Item& item, const NodeId& holder, const LetterId& letter);
    Item* itemOf(const LetterId& letter, const NodeId& owner);
    void finishRecall(const MessageId& id);
    void tellGone(const NodeId& peer, std::vector<std::uint64_t> sequences);
    void tellGoneSoon(const NodeId& peer, std::uint64_t sequence);
    void flushGone();
    std::vector<letters::CustodyNote> notesFor(const Item& item) const;
    QueueEntry describe(const Item& item) const;
    void reach(const NodeId& peer);
    void scheduleRetry(const NodeId& peer);
    void dropEmptyPeer(const NodeId& peer);
    void setStage(Item& item, Stage stage);
    void unlist(const Item& item);
    void dueAt(Instant at);
    Instant monotonicFor(WallTime life) const;
    Instant dueOf(const Item& item) const;

    Context& m_context;
    const map::VosMap& m_map;
    MapKeeper& m_keeper;
    Peers& m_peers;
    Keyring& m_keyring;
    ContactBook& m_contacts;
    Depositor* m_depositor = nullptr;
    FriendBook* m_friends = nullptr;
    std::map<MessageId, Item> m_items;
    std::map<NodeId, PeerQueue> m_byPeer;
    std::unordered_map<LetterId, MessageId> m_byLetter;
    std::map<NodeId, Retry> m_retries;
    std::unordered_map<std::uint64_t, std::pair<MessageId, LetterId>> m_work;
    std::map<NodeId, std::set<std::uint64_t>> m_voidSequences;
    /// Sequences to be told as gone, and when: one letter says it for all of a while.
    struct Gone {
        std::vector<std::uint64_t> sequences;
        Instant notBefore{};
    };
    std::map<NodeId, Gone> m_gone;
    std::set<NodeId> m_toPump;
    std::uint64_t m_nextWork = 1;
    std::uint64_t m_nextOrder = 1;
    /// No item is due before this; looked at anew when it comes.
    std::optional<Instant> m_nextCheck;
};

}  // namespace vos::engine
