// Friend VOS in MemoryNode: agreements as both sides see them, the way of a message, gaps.

#include "ui/gallery/memorynode.h"

#include "p2p/identity/link.h"
#include "ui/gallery/later.h"

#include <algorithm>

namespace vos::ui {

namespace {

constexpr std::uint64_t UsualQuota = 50ull << 20;

NodeError notAsked()
{
    return {ErrorCode::NotFound, "There is no such agreement."};
}

/// Adds, replaces or, where it says None, removes.
template <typename T>
void putInto(std::vector<T>& list, const T& value)
{
    const auto it = std::find_if(list.begin(), list.end(),
                                 [&](const T& other) { return other.id == value.id; });
    if (value.state == AgreementState::None)
        std::erase_if(list, [&](const T& other) { return other.id == value.id; });
    else if (it == list.end())
        list.push_back(value);
    else
        *it = value;
}

template <typename T>
const T* findIn(const std::vector<T>& list, const NodeId& id)
{
    const auto it =
        std::find_if(list.begin(), list.end(), [&](const T& other) { return other.id == id; });
    return it == list.end() ? nullptr : &*it;
}

}  // namespace

void MemoryNode::putFriendVos(const FriendVos& friendVos)
{
    putInto(m_agreements.mine, friendVos);
    if (m_started)
        Q_EMIT friendVosChanged({friendVos});
}

void MemoryNode::putFriendOwner(const FriendOwner& owner)
{
    const FriendOwner* known = friendOwner(owner.id);
    const bool asked = owner.state == AgreementState::Asked &&
                       (known == nullptr || known->state != AgreementState::Asked);
    putInto(m_agreements.forOthers, owner);
    m_agreements.usedBytes = 0;
    for (const FriendOwner& other : m_agreements.forOthers)
        m_agreements.usedBytes += other.usedBytes;
    if (!m_started)
        return;
    if (asked)
        Q_EMIT friendVosRequested({owner});
    else
        Q_EMIT friendOwnersChanged({owner});
}

const FriendVos* MemoryNode::friendVos(const NodeId& id) const
{
    return findIn(m_agreements.mine, id);
}

const FriendOwner* MemoryNode::friendOwner(const NodeId& id) const
{
    return findIn(m_agreements.forOthers, id);
}

void MemoryNode::setGaps(const NodeId& peer, const std::vector<std::uint64_t>& missing)
{
    m_gaps[peer] = missing;
    if (m_started)
        Q_EMIT gapsChanged(peer, missing);
}

void MemoryNode::setRefusedBy(const MessageId& id, const std::vector<NodeId>& refusedBy)
{
    m_attempts[id].refusedBy = refusedBy;
}

void MemoryNode::putStep(const MessageId& id, const MessageStep& step)
{
    m_steps[id].push_back(step);
    if (m_started)
        Q_EMIT messageStepsAdded({id});
}

void MemoryNode::setElsewhere(bool elsewhere)
{
    Q_EMIT identityElsewhere(elsewhere);
}

void MemoryNode::messageSteps(const MessageId& id, QObject* context,
                              Reply<std::vector<MessageStep>> reply)
{
    later<std::vector<MessageStep>>(context, std::move(reply), m_steps[id]);
}

void MemoryNode::gaps(const NodeId& peer, QObject* context, Reply<std::vector<std::uint64_t>> reply)
{
    later<std::vector<std::uint64_t>>(context, std::move(reply), m_gaps[peer]);
}

void MemoryNode::agreements(QObject* context, Reply<Agreements> reply)
{
    later<Agreements>(context, std::move(reply), m_agreements);
}

void MemoryNode::requestFriendVos(const QString& addressOrLink, quint64 quotaBytes, const QString&,
                                  QObject* context, Reply<Done> reply)
{
    if (const std::optional<NodeError> error = refusal("ask friend-vos")) {
        later<Done>(context, std::move(reply), Unexpected{*error});
        return;
    }
    const auto link = identity::parseLink(addressOrLink.toStdString());
    if (!link) {
        const NodeError error{ErrorCode::InvalidAddress, identity::describe(link.error())};
        later<Done>(context, std::move(reply), Unexpected{error});
        return;
    }
    FriendVos asked;
    asked.id = link->id;
    asked.name = link->name;
    asked.state = AgreementState::Pending;
    asked.quotaBytes = quotaBytes;
    asked.since = m_clock.now();
    if (const Contact* known = contact(link->id)) {
        asked.name = known->name;
        asked.online = known->online;
    }
    later<Done>(context, std::move(reply), Done());
    QTimer::singleShot(0, this, [this, asked] { putFriendVos(asked); });
}

void MemoryNode::changeOwner(const char* call, const NodeId& id,
                             const std::function<void(FriendOwner&)>& change, QObject* context,
                             Reply<Done> reply)
{
    const FriendOwner* known = friendOwner(id);
    const std::optional<NodeError> error = refusal(call);
    if (error || known == nullptr) {
        later<Done>(context, std::move(reply), Unexpected{error.value_or(notAsked())});
        return;
    }
    FriendOwner changed = *known;
    change(changed);
    later<Done>(context, std::move(reply), Done());
    QTimer::singleShot(0, this, [this, changed] { putFriendOwner(changed); });
}

void MemoryNode::approveFriendVos(const NodeId& id, std::optional<quint64> quotaBytes,
                                  QObject* context, Reply<Done> reply)
{
    const auto approve = [&](FriendOwner& owner) {
        if (owner.state != AgreementState::Active)
            owner.since = m_clock.now();
        owner.state = AgreementState::Active;
        owner.quotaBytes =
            quotaBytes.value_or(owner.quotaBytes > 0 ? owner.quotaBytes : UsualQuota);
    };
    changeOwner("approve friend-vos", id, approve, context, std::move(reply));
}

void MemoryNode::declineFriendVos(const NodeId& id, bool doNotAsk, QObject* context,
                                  Reply<Done> reply)
{
    const auto decline = [&](FriendOwner& owner) {
        if (owner.state != AgreementState::Declined)
            owner.since = m_clock.now();
        owner.state = AgreementState::Declined;
        owner.doNotAsk = doNotAsk;
    };
    changeOwner("decline friend-vos", id, decline, context, std::move(reply));
}

void MemoryNode::revokeFriendVos(const NodeId& id, AgreementSide side, QObject* context,
                                 Reply<Done> reply)
{
    const FriendVos* mine = side == AgreementSide::ForOthers ? nullptr : friendVos(id);
    if (mine == nullptr) {
        const auto end = [&](FriendOwner& owner) {
            owner.state = owner.state == AgreementState::Declined ? AgreementState::None
                                                                  : AgreementState::Revoked;
            owner.since = m_clock.now();
        };
        changeOwner("revoke friend-vos", id, end, context, std::move(reply));
        return;
    }
    if (const std::optional<NodeError> error = refusal("revoke friend-vos")) {
        later<Done>(context, std::move(reply), Unexpected{*error});
        return;
    }
    FriendVos changed = *mine;
    // A request that is taken back, or an agreement that is over, leaves nothing behind.
    changed.state =
        changed.state == AgreementState::Active ? AgreementState::Revoked : AgreementState::None;
    changed.since = m_clock.now();
    later<Done>(context, std::move(reply), Done());
    QTimer::singleShot(0, this, [this, changed] { putFriendVos(changed); });
}

void MemoryNode::drillFriendVos(QObject* context, Reply<std::vector<DrillResult>> reply)
{
    if (const std::optional<NodeError> error = refusal("drill")) {
        later<std::vector<DrillResult>>(context, std::move(reply), Unexpected{*error});
        return;
    }
    later<std::vector<DrillResult>>(context, std::move(reply), m_drill);
}

}  // namespace vos::ui
