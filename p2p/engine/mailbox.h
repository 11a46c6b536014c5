#pragma once

// The recipient's side of custody: takes the signed lists of our Friend VOS, tells them which
// letters are done, sends receipts to all of them, notices what one has lost, and asks senders for
// messages that never came.

#include "p2p/engine/contactbook.h"
#include "p2p/engine/context.h"
#include "p2p/engine/friendbook.h"
#include "p2p/engine/peers.h"
#include "p2p/letters/letter.h"
#include "p2p/wire/message.h"

#include <map>
#include <optional>
#include <vector>

namespace vos::engine {

class Inbox;
class Outbox;

class Mailbox {
public:
    Mailbox(Context& context, Peers& peers, ContactBook& contacts, FriendBook& friends);
    void setParts(Inbox& inbox, Outbox& outbox)
    {
        m_inbox = &inbox;
        m_outbox = &outbox;
    }

    void load(const std::vector<CustodyNoteRow>& notes);
    void handleTimeout();
    std::optional<Instant> nextTimeout() const;
    void sessionUp(const NodeId& peer);
    void sessionDown(const NodeId& peer);

    void handleList(const NodeId& from, const wire::CustodyList& list);
    void handleHeldIds(const NodeId& from, const wire::HeldIds& ids);
    void handleMissing(const NodeId& from, const wire::Missing& missing);

    /// What a letter says of earlier ones: where they should lie.
    void takeNotes(const NodeId& sender, const std::vector<letters::CustodyNote>& notes);
    /// A message with this sequence was taken, or is gone.
    void arrived(ContactRow& contact, std::uint64_t sequence);
    std::vector<std::uint64_t> gaps(const NodeId& peer) const;

private:
    Context& m_context;
    Peers& m_peers;
    ContactBook& m_contacts;
    FriendBook& m_friends;
    Inbox* m_inbox = nullptr;
    Outbox* m_outbox = nullptr;
};

}  // namespace vos::engine
