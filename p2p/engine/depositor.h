#pragma once

// Leaves letters of ours with the Friend VOS of people who are away, as a guest: the holder is not
// told who wrote. Goes on until two hold a letter where there are two, asks after what is held, and
// recalls what was cancelled. The Outbox decides which message; here is how and where.
//
// Against whom: holders that answer for others, or not at all. Only words signed by the holder that
// was called count, and one that does not answer is passed over for the next.

#include "p2p/engine/contactbook.h"
#include "p2p/engine/context.h"
#include "p2p/engine/mapkeeper.h"
#include "p2p/engine/peers.h"
#include "p2p/friendvos/custody.h"
#include "p2p/identity/grant.h"
#include "p2p/wire/message.h"

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>
#include <vector>

namespace vos::engine {

class FriendBook;
class Outbox;

class Depositor {
public:
    /// Friend VOS of one person tried at a time, and how many are to hold a letter.
    static constexpr std::size_t HoldersTried = 3;
    static constexpr std::size_t HoldersWanted = 2;

    /// `guests` is in the mode AsGuest.
    Depositor(Context& context, const map::VosMap& map, MapKeeper& keeper, Peers& peers,
              Peers& guests, ContactBook& contacts);
    void setParts(Outbox& outbox, FriendBook& friends)
    {
        m_outbox = &outbox;
        m_friends = &friends;
    }

    void handleTimeout();
    std::optional<Instant> nextTimeout() const;
    void drain();
    bool hasWork() const { return !m_toPlan.empty(); }

    /// Questions and recalls one holder is sent in a second, and letters: what it takes of a guest.
    static constexpr unsigned QuestionsPerSecond = 150;
    static constexpr unsigned LettersPerSecond = 300;

    // -- the Outbox's word --
    /// `owner` cannot be reached: what waits for it is to be left with its Friend VOS, from now on
    /// until it is back.
    void want(const NodeId& owner);
    /// More can be left for `owner`, if that is wanted.
    void lettersReady(const NodeId& owner);
    void workDone(const NodeId& owner) { lettersReady(owner); }
    /// What the row says of holders changed: whom to ask after it, or to recall it from.
    void update(const OutboxRow& row);
    void forget(const OutboxRow& row);
    /// A letter of it is on its way to a holder, whose answer is not here yet.
    bool isLeaving(const OutboxRow& row) const;

    /// A new record of `id`: as a holder it may answer again, as an owner it may have fetched.
    void recordChanged(const NodeId& id);
    void cardChanged(const NodeId& id) { lettersReady(id); }

    // -- news of guest sessions --
    void sessionUp(const NodeId& holder);
    /// `goodbye`: the holder said it; else it threw us out, or the session was lost.
    void sessionDown(const NodeId& holder, bool goodbye);
    void linkLost(const NodeId& holder, std::uint64_t link);
    void writable(const NodeId& holder);
    void dialFailed(const NodeId& holder);
    void handleMessage(const NodeId& holder, const wire::Message& message);

private:
    struct Kept {
        NodeId owner;
        bool recall = false;
        ByteArray<16> secret{};
    };
    struct Sent {
        Instant at{};
        bool asStranger = false;
    };
    struct Holder {
        std::unordered_map<LetterId, Sent> flying;     ///< deposited, no answer yet
        std::map<LetterId, Kept> kept;                 ///< held there, to be asked after
        Instant notBefore{};                           ///< no call before this
        unsigned failures = 0;
        Instant lastUse{};
        Instant windowStart{};
        unsigned sentInWindow = 0;
        Instant nextNews{};
        unsigned newsTries = 0;
        unsigned lost = 0;  ///< letters it signed for and no longer has
        std::deque<LetterId> asking;  ///< still to be asked after in this round
        Instant askWindow{};
        unsigned askedInWindow = 0;
        bool closing = false;  ///< by us
    };
    /// Why a holder takes no letters for one owner, until when.
    struct Closed {
        friendvos::RefusalReason reason = friendvos::RefusalReason::Full;
        Instant until{};
        unsigned times = 0;
        bool toStrangers = false;    ///< the slot was not the reason, or not the only one
        bool over = false;           ///< its end was acted on
        std::uint32_t issued = 0;  ///< of the grant it speaks of; a newer one opens it
    };
    enum class Placed : std::uint8_t { Done, Coming, Nowhere };

    void plan(const NodeId& owner);
    std::vector<identity::Grant> holdersFor(const NodeId& owner) const;
    Placed distribute(const OutboxRow& row, const std::vector<identity::Grant>& grants);
    bool isClosed(const identity::Grant& grant, const NodeId& owner) const;
    bool asStranger(const NodeId& holder, const NodeId& owner) const;
    bool hasRoom(const NodeId& holder, Holder& state) const;
    void leave(const NodeId& holder, const OutboxRow& row);
    bool call(const NodeId& holder);
    void failed(const NodeId& holder);
    void planAll();
    void expireFlying(const NodeId& holder, Holder& state);
    void closeIdle(const NodeId& holder, Holder& state);
    void close(const NodeId& holder, Holder& state);

    void takeCustody(const NodeId& holder, const wire::Custody& custody);
    void takeRefusal(const NodeId& holder, const wire::Refusal& message);
    void takeNews(const NodeId& holder, const wire::News& news);
    void takeRecalled(const NodeId& holder, const wire::Recalled& recalled);
    void takeReceipt(const NodeId& holder, const wire::Receipt& message);
    bool newsDue(const Holder& state) const;
    void askNews(const NodeId& holder, Holder& state);
    void askMore(const NodeId& holder, Holder& state);
    void tendNews(const NodeId& holder, Holder& state);

    Context& m_context;
    const map::VosMap& m_map;
    MapKeeper& m_keeper;
    Peers& m_peers;
    Peers& m_guests;
    ContactBook& m_contacts;
    Outbox* m_outbox = nullptr;
    FriendBook* m_friends = nullptr;
    std::map<NodeId, Holder> m_holders;
    std::map<std::pair<NodeId, NodeId>, Closed> m_closed;  ///< holder, owner
    std::set<NodeId> m_wanted;
    std::set<NodeId> m_toPlan;
};

}  // namespace vos::engine
