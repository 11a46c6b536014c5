#include "p2p/engine/mailbox.h"

#include "p2p/engine/inbox.h"
#include "p2p/engine/outbox.h"

namespace vos::engine {

Mailbox::Mailbox(Context& context, Peers& peers, ContactBook& contacts, FriendBook& friends)
    : m_context(context)
    , m_peers(peers)
    , m_contacts(contacts)
    , m_friends(friends)
{
}

void Mailbox::load(const std::vector<CustodyNoteRow>&) {}

void Mailbox::handleTimeout() {}

std::optional<Instant> Mailbox::nextTimeout() const
{
    return {};
}

void Mailbox::sessionUp(const NodeId&) {}

void Mailbox::sessionDown(const NodeId&) {}

void Mailbox::handleList(const NodeId&, const wire::CustodyList&) {}

void Mailbox::handleHeldIds(const NodeId&, const wire::HeldIds&) {}

void Mailbox::handleMissing(const NodeId&, const wire::Missing&) {}

void Mailbox::takeNotes(const NodeId&, const std::vector<letters::CustodyNote>&) {}

void Mailbox::arrived(ContactRow&, std::uint64_t) {}

std::vector<std::uint64_t> Mailbox::gaps(const NodeId&) const
{
    return {};
}

}  // namespace vos::engine
