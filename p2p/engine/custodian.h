#pragma once

// Keeps letters for those we are a Friend VOS of: takes deposits within the quotas, signs for them
// once they are durable, hands them over when their owner is back, deletes them on the owner's
// receipt alone, and answers who asks after them. It cannot read them and is not told who wrote.
//
// Defends against: deposits without end (quotas of owner, slot and strangers), repeats (a letter id
// is taken once), erasing by others (recall needs the secret), a full disk (refused, signed).

#include "p2p/engine/context.h"
#include "p2p/engine/friendbook.h"
#include "p2p/engine/peers.h"
#include "p2p/friendvos/quota.h"
#include "p2p/wire/message.h"

#include <map>
#include <optional>
#include <unordered_map>
#include <vector>

namespace vos::engine {

class Custodian {
public:
    Custodian(Context& context, Peers& peers, FriendBook& friends);

    void load(const std::vector<HeldLetterRow>& rows);
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

    void sessionUp(const NodeId& owner);
    void sessionDown(const NodeId& owner);
    void writable(const NodeId& owner);
    void guestGone(const NodeId& guest);

    struct Holding {
        std::uint64_t bytes = 0;
        std::uint32_t letters = 0;
        std::optional<WallTime> keptUntil;
    };
    Holding holdingFor(const NodeId& owner) const;
    std::uint64_t totalBytes() const;
    /// A letter of an ordinary size would be taken for `owner` now.
    bool accepts(const NodeId& owner) const;

private:
    Context& m_context;
    Peers& m_peers;
    FriendBook& m_friends;
};

}  // namespace vos::engine
