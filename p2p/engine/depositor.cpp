#include "p2p/engine/depositor.h"

#include "p2p/engine/outbox.h"

namespace vos::engine {

Depositor::Depositor(Context& context, const map::VosMap& map, MapKeeper& keeper, Peers& peers,
                     Peers& guests, ContactBook& contacts)
    : m_context(context)
    , m_map(map)
    , m_keeper(keeper)
    , m_peers(peers)
    , m_guests(guests)
    , m_contacts(contacts)
{
}

void Depositor::handleTimeout() {}

std::optional<Instant> Depositor::nextTimeout() const
{
    return {};
}

void Depositor::drain() {}

void Depositor::sessionUp(const NodeId&) {}

void Depositor::sessionDown(const NodeId&) {}

void Depositor::linkLost(const NodeId&, std::uint64_t) {}

void Depositor::writable(const NodeId&) {}

void Depositor::dialFailed(const NodeId&) {}

void Depositor::handleMessage(const NodeId&, const wire::Message&) {}

}  // namespace vos::engine
