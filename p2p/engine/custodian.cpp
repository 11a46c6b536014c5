#include "p2p/engine/custodian.h"

namespace vos::engine {

Custodian::Custodian(Context& context, Peers& peers, FriendBook& friends)
    : m_context(context)
    , m_peers(peers)
    , m_friends(friends)
{
}

void Custodian::load(const std::vector<HeldLetterRow>&) {}

void Custodian::handleTimeout() {}

std::optional<Instant> Custodian::nextTimeout() const
{
    return {};
}

void Custodian::drain() {}

void Custodian::handleLoaded(std::uint64_t, std::vector<std::pair<LetterId, Bytes>>) {}

void Custodian::handleDeposit(const NodeId&, const wire::Deposit&) {}

void Custodian::handleAskNews(const NodeId&, const wire::AskNews&) {}

void Custodian::handleRecall(const NodeId&, const wire::Recall&) {}

void Custodian::handleReceipt(const NodeId&, ByteView) {}

void Custodian::sessionUp(const NodeId&) {}

void Custodian::sessionDown(const NodeId&) {}

void Custodian::writable(const NodeId&) {}

void Custodian::guestGone(const NodeId&) {}

Custodian::Holding Custodian::holdingFor(const NodeId&) const
{
    return {};
}

std::uint64_t Custodian::totalBytes() const
{
    return {};
}

bool Custodian::accepts(const NodeId&) const
{
    return {};
}

}  // namespace vos::engine
