#pragma once

// Keeps letters for those we are a Friend VOS of: takes deposits within the quotas, signs for them
// once they are durable, hands them over when their owner is back, deletes them on the owner's
// receipt alone, and answers who asks after them. It cannot read them and is not told who wrote.
//
//   deposit → stored → signed for → handed over → the owner's receipt → id and receipt until the
//   end
//                        └ recalled → erased ┘ (never once it was handed over)
//
// Bodies stay on the disk; about 150 bytes a letter are kept here. Terms are counted by the life
// clock, so that no clock set wrong ends one.
//
// Defends against: deposits without end (quotas of owner, slot and strangers, a total), repeats (a
// letter id is taken once), erasing by others (recall needs the secret), a full disk (refused,
// signed), an owner that takes letters and never signs for them (a window, and waiting).

#include "p2p/engine/context.h"
#include "p2p/engine/friendbook.h"
#include "p2p/engine/peers.h"
#include "p2p/friendvos/custody.h"
#include "p2p/friendvos/quota.h"
#include "p2p/wire/message.h"

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>
#include <vector>

namespace vos::engine {

class Custodian {
public:
    /// Letters, and bytes of them, handed over ahead of the owner's receipts.
    static constexpr std::size_t WindowLetters = 64;
    static constexpr std::size_t WindowBytes = 512 * 1024;
    /// Ids of settled letters kept for one owner; past it the oldest are forgotten.
    static constexpr std::size_t SettledMax = 20'000;

    Custodian(Context& context, Peers& peers, FriendBook& friends);

    void load(const std::vector<HeldLetterRow>& rows);
    void start();
    void handleTimeout();
    std::optional<Instant> nextTimeout() const;
    void drain();
    void handleLoaded(std::uint64_t ticket, std::vector<std::pair<LetterId, Bytes>> letters);

    // `from`: a peer or a guest; answers go back there.
    void handleDeposit(const NodeId& from, const wire::Deposit& deposit);
    void handleAskNews(const NodeId& from, const wire::AskNews& ask);
    void handleRecall(const NodeId& from, const wire::Recall& recall);
    /// A receipt of `from` for letters held for it.
    void handleReceipt(const NodeId& from, ByteView bytes);

    void sessionUp(const NodeId& owner, bool fresh);
    void sessionDown(const NodeId& owner);
    /// What left by this link and has no receipt goes again.
    void linkLost(const NodeId& owner, std::uint64_t link);
    void writable(const NodeId& owner) { m_toPump.insert(owner); }
    void guestGone(const NodeId& guest);

    struct Holding {
        std::uint64_t bytes = 0;
        std::uint32_t letters = 0;
    };
    /// Letters whose bytes are here.
    Holding holdingFor(const NodeId& owner) const;
    /// When the last of them ends; looks at each.
    std::optional<WallTime> keptUntil(const NodeId& owner) const;
    std::uint64_t totalBytes() const { return m_totalBytes; }
    /// A letter of an ordinary size would be taken for `owner` now.
    bool accepts(const NodeId& owner) const;

private:
    using Fate = HeldLetterRow::Fate;
    struct Book;
    struct Entry {
        Book* book = nullptr;
        std::uint64_t number = 0;
        ByteArray<32> recallHash{};
        WallTime storedAt;
        WallTime lifeEnd;
        std::uint32_t size = 0;
        std::uint32_t slot = 0;
        Fate fate = Fate::Held;
        bool durable = true;
        std::uint8_t misses = 0;  ///< reads that found no bytes
    };
    using Letters = std::unordered_map<LetterId, Entry>;
    using Letter = Letters::value_type;  ///< stays where it is while it is in the table
    struct Flight {
        Letter* letter = nullptr;
        std::uint64_t link = 0;
    };
    /// All of one owner.
    struct Book {
        NodeId owner;
        friendvos::Quota quota;
        std::size_t letters = 0;  ///< in the table, whatever became of them
        std::uint64_t heldBytes = 0;
        std::deque<Letter*> held;     ///< in order of arrival
        std::deque<Letter*> settled;  ///< in order of settling
        // The hand-over of the present session.
        std::uint64_t next = 0;  ///< letters from this number on have not been handed over in it
        std::vector<Letter*> loading;  ///< asked of the disk
        /// Of what is in `loading`. Receipts may empty that while the disk still works on it; its
        /// answer is then of a load that no longer counts.
        std::uint64_t load = 0;
        std::vector<Flight> flights;  ///< sent, no receipt yet
        std::size_t flightBytes = 0;  ///< of `loading` and `flights`
        std::optional<Instant> resendAt;
        unsigned resends = 0;
        Instant nextCall{};
        std::optional<Instant> lostAt;  ///< a link was lost last
    };
    /// What a LoadHeld was for.
    struct Load {
        NodeId to;  ///< the owner, or who asked for receipts
        bool receipts = false;
        std::uint64_t load = 0;  ///< Book::load
    };

    // custodian.cpp
    HeldLetterRow rowOf(const Letter& letter) const;
    Book& bookOf(const NodeId& owner);
    Letter& insert(const LetterId& id, const NodeId& owner, Entry entry);
    void erase(const LetterId& id);
    void takeOut(Letter& letter);
    void setFate(Letter& letter, Fate fate);
    void forgetOldest(Book& book);
    std::optional<friendvos::RefusalReason> objection(const wire::Deposit& deposit,
                                                      const NodeId& owner,
                                                      const LetterId& id) const;
    std::optional<friendvos::RefusalReason> slotObjection(const wire::Deposit& deposit,
                                                          const OwnerRow& row,
                                                          const LetterId& id) const;
    void refuse(const NodeId& to, const NodeId& owner, const LetterId& id,
                friendvos::RefusalReason reason);
    void answerRepeat(const NodeId& from, const Letter& letter);
    void keep(const NodeId& from, const wire::Deposit& deposit, const NodeId& owner,
              const LetterId& id);
    void kept(const LetterId& id, bool durable);
    void sign(const NodeId& to, const Letter& letter);
    void sendRecalled(const NodeId& to, const NodeId& owner, const LetterId& id,
                      friendvos::RecallOutcome outcome);
    void sendReceiptsOf(const NodeId& to, std::vector<LetterId> ids);
    void endTerms();
    void say(const NodeId& to, const wire::Message& message);

    // handover.cpp
    void sendList(const Book& book);
    void pumpNow(Book& book);
    void load(Book& book);
    void launch(Book& book, std::uint64_t load, std::vector<std::pair<LetterId, Bytes>> letters);
    void restart(Book& book);
    void settle(Letter& letter, ByteView receipt);
    static Duration patience(const Book& book);
    static void landed(Book& book, const Letter* letter);
    void callOwner(Book& book);

    Context& m_context;
    Peers& m_peers;
    FriendBook& m_friends;
    Letters m_letters;
    std::map<NodeId, Book> m_books;
    std::map<LetterId, std::vector<NodeId>> m_depositors;  ///< wait for the commit
    std::map<std::uint64_t, Load> m_loads;
    std::set<NodeId> m_toPump;
    std::uint64_t m_totalBytes = 0;
    std::uint64_t m_nextNumber = 1;
    std::uint64_t m_nextTicket = 1;
    std::size_t m_receiptLoads = 0;
    Instant m_nextSweep{};
    bool m_started = false;
};

}  // namespace vos::engine
