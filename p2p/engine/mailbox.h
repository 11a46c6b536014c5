#pragma once

// The recipient's side of custody: takes the signed lists of our Friend VOS, tells them which
// letters are done, sends receipts to all of them, notices what one has lost, and asks senders for
// messages that never came.

#include "p2p/engine/contactbook.h"
#include "p2p/engine/context.h"
#include "p2p/engine/friendbook.h"
#include "p2p/engine/peers.h"
#include "p2p/friendvos/custody.h"
#include "p2p/letters/letter.h"
#include "p2p/wire/message.h"

#include <map>
#include <optional>
#include <set>
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

    /// What a letter says of earlier ones: where they should lie. `expiresSeconds`: of that letter,
    /// which none of them outlives by much.
    void takeNotes(const NodeId& sender, const std::vector<letters::CustodyNote>& notes,
                   std::uint64_t expiresSeconds);
    /// A letter is being stored, or refused for good.
    void letterTaken(const LetterId& id);
    /// A message with this sequence was taken, or is gone. The caller stores the row.
    void arrived(ContactRow& contact, std::uint64_t sequence);
    /// These will not come, says their sender.
    void gone(ContactRow& contact, const std::vector<std::uint64_t>& sequences);
    /// An older copy of the profile has forgotten letters it took: what it misses proves nothing.
    void forgetNotes();
    std::vector<std::uint64_t> gaps(const NodeId& peer) const;

    /// Connected Friend VOS that list this letter; `all`: all of them, since it came from one.
    std::vector<NodeId> holdersOf(const LetterId& id, bool all) const;

private:
    using NoteKey = std::pair<LetterId, NodeId>;
    /// What one Friend VOS says it holds, in this session.
    struct List {
        std::optional<friendvos::CustodyList> head;
        std::vector<LetterId> ids;
        std::set<LetterId> held;  ///< those that were not done when the list came
        bool complete = false;
        Instant since{};
    };
    struct Ask {
        Instant next{};
        unsigned tries = 0;
    };

    void finish(const NodeId& from, List& list);
    void judgeSuspects();
    void dropNote(const NoteKey& key);
    void tellGaps(const ContactRow& contact);

    Context& m_context;
    Peers& m_peers;
    ContactBook& m_contacts;
    FriendBook& m_friends;
    Inbox* m_inbox = nullptr;
    Outbox* m_outbox = nullptr;
    std::map<NodeId, List> m_lists;
    std::map<NoteKey, CustodyNoteRow> m_notes;
    std::map<NodeId, std::size_t> m_notesOf;  ///< how many each sender has made
    std::map<NoteKey, Instant> m_suspects;  ///< noted letters a list lacks, until they are judged
    std::map<NodeId, Ask> m_asks;           ///< connected people whose messages are missing
    std::map<NodeId, std::vector<std::uint64_t>> m_toldGaps;
};

}  // namespace vos::engine
