#include "p2p/engine/friendbook.h"

#include "p2p/engine/custodian.h"
#include "p2p/engine/outbox.h"

namespace vos::engine {

FriendBook::FriendBook(Context& context, const map::VosMap& map, MapKeeper& keeper, Peers& peers,
                       ContactBook& contacts)
    : m_context(context)
    , m_map(map)
    , m_keeper(keeper)
    , m_peers(peers)
    , m_contacts(contacts)
{
}

void FriendBook::load(const std::vector<FriendRow>&, const std::vector<OwnerRow>&) {}

void FriendBook::start() {}

void FriendBook::handleTimeout() {}

std::optional<Instant> FriendBook::nextTimeout() const
{
    return {};
}

void FriendBook::sessionUp(const NodeId&) {}

void FriendBook::sessionDown(const NodeId&) {}

void FriendBook::request(RequestId, const NodeId&, std::uint32_t, std::string,
                         std::vector<std::string>, const std::vector<Endpoint>&)
{
}

void FriendBook::approve(RequestId, const NodeId&, std::optional<std::uint32_t>) {}

void FriendBook::decline(RequestId, const NodeId&, bool) {}

void FriendBook::revoke(RequestId, const NodeId&) {}

void FriendBook::verify(RequestId, const NodeId&, const NodeId&) {}

void FriendBook::drill(RequestId) {}

Agreements FriendBook::describe() const
{
    return {};
}

bool FriendBook::knows(const NodeId&) const
{
    return {};
}

bool FriendBook::takeRequest(const NodeId&, const letters::FriendRequestBody&)
{
    return {};
}

bool FriendBook::takeAnswer(const NodeId&, const letters::FriendAnswerBody&)
{
    return {};
}

bool FriendBook::takeGrant(const NodeId&, const letters::FriendGrantBody&)
{
    return {};
}

bool FriendBook::takeEnd(const NodeId&, const letters::FriendEndBody&)
{
    return {};
}

bool FriendBook::takeSlots(const NodeId&, const letters::SlotsBody&)
{
    return {};
}

void FriendBook::handleAskCustody(const NodeId&, const wire::AskCustody&) {}

void FriendBook::handleCustodyState(const NodeId&, const wire::CustodyState&) {}

std::vector<NodeId> FriendBook::mine() const
{
    return {};
}

bool FriendBook::isMine(const NodeId&) const
{
    return {};
}

void FriendBook::noteLoss(const NodeId&) {}

void FriendBook::noteHolding(const NodeId&, std::uint32_t) {}

void FriendBook::slotsChanged() {}

void FriendBook::cardChanged(const NodeId&) {}

const OwnerRow* FriendBook::activeOwner(const NodeId&) const
{
    return nullptr;
}

const OwnerRow* FriendBook::findOwner(const NodeId&) const
{
    return nullptr;
}

friendvos::QuotaLimits FriendBook::limitsOf(const NodeId&) const
{
    return {};
}

void FriendBook::usageChanged(const NodeId&) {}

}  // namespace vos::engine
