// The calls of the façade about Friend VOS: agreements, what is held, and the way of a message.

#include "p2p/base/utf8.h"
#include "p2p/identity/link.h"
#include "p2p/letters/body.h"
#include "p2p/qt/convert.h"
#include "p2p/qt/node.h"
#include "p2p/qt/nodeprivate.h"

#include <limits>
#include <utility>

namespace vos {

namespace {

/// Nothing where it is more than the protocol can say.
std::optional<std::uint32_t> kibOf(quint64 bytes)
{
    const quint64 kib = (bytes + 1023) / 1024;
    if (kib > std::numeric_limits<std::uint32_t>::max())
        return std::nullopt;
    return static_cast<std::uint32_t>(kib);
}

NodeError quotaError()
{
    return {ErrorCode::InvalidParams, "The quota is too small or too large."};
}

}  // namespace

void Node::agreements(QObject* context, Reply<Agreements> reply)
{
    d->askEngine<Agreements>(context, std::move(reply),
                             [](Engine& engine, Now now) { return engine.agreements(now); });
}

void Node::requestFriendVos(const QString& addressOrLink, quint64 quotaBytes,
                            const QString& message, QObject* context, Reply<Done> reply)
{
    const RequestId id = d->expect<Done>(context, std::move(reply));
    auto link = identity::parseLink(qt::toUtf8(addressOrLink));
    if (!link)
        return d->failLater(id, {ErrorCode::InvalidAddress, identity::describe(link.error())});
    const auto quota = kibOf(quotaBytes);
    if (!quota)
        return d->failLater(id, quotaError());
    const std::string text = qt::toUtf8(message);
    if (text.size() > letters::FriendMessageSizeMax)
        return d->failLater(id, {ErrorCode::TooLarge, "The message has at most 512 bytes."});
    QStringList places;
    for (const std::string& place : link->at)
        places.append(qt::toQString(place));
    d->orderResolved(id, places,
                     [=, hints = link->at, to = link->id](Engine& engine, Now now, auto at) {
                         engine.requestFriendVos(now, id, to, *quota, text, hints, std::move(at));
                     });
}

void Node::approveFriendVos(const NodeId& friendId, std::optional<quint64> quotaBytes,
                            QObject* context, Reply<Done> reply)
{
    const RequestId id = d->expect<Done>(context, std::move(reply));
    std::optional<std::uint32_t> quota;
    if (quotaBytes) {
        quota = kibOf(*quotaBytes);
        if (!quota || *quota == 0)
            return d->failLater(id, quotaError());
    }
    d->order(id,
             [=](Engine& engine, Now now) { engine.approveFriendVos(now, id, friendId, quota); });
}

void Node::declineFriendVos(const NodeId& friendId, bool doNotAsk, QObject* context,
                            Reply<Done> reply)
{
    const RequestId id = d->expect<Done>(context, std::move(reply));
    d->order(
        id, [=](Engine& engine, Now now) { engine.declineFriendVos(now, id, friendId, doNotAsk); });
}

void Node::revokeFriendVos(const NodeId& friendId, QObject* context, Reply<Done> reply)
{
    revokeFriendVos(friendId, AgreementSide::Either, context, std::move(reply));
}

void Node::revokeFriendVos(const NodeId& friendId, AgreementSide side, QObject* context,
                           Reply<Done> reply)
{
    const RequestId id = d->expect<Done>(context, std::move(reply));
    d->order(id, [=](Engine& engine, Now now) { engine.revokeFriendVos(now, id, friendId, side); });
}

void Node::verifyFriendVos(const NodeId& owner, const NodeId& friendId, QObject* context,
                           Reply<GrantVerdict> reply)
{
    const RequestId id = d->expect<GrantVerdict>(context, std::move(reply));
    d->order(id,
             [=](Engine& engine, Now now) { engine.verifyFriendVos(now, id, owner, friendId); });
}

void Node::drillFriendVos(QObject* context, Reply<std::vector<DrillResult>> reply)
{
    const RequestId id = d->expect<std::vector<DrillResult>>(context, std::move(reply));
    d->order(id, [=](Engine& engine, Now now) { engine.drillFriendVos(now, id); });
}

void Node::messageSteps(const MessageId& id, QObject* context,
                        Reply<std::vector<MessageStep>> reply)
{
    d->askStore<std::vector<MessageStep>>(
        context, std::move(reply),
        [=](qt::StoreWorker& store) -> Expected<std::vector<MessageStep>, NodeError> {
            return store.store()->steps(id);
        });
}

void Node::gaps(const NodeId& peer, QObject* context, Reply<std::vector<std::uint64_t>> reply)
{
    d->askEngine<std::vector<std::uint64_t>>(
        context, std::move(reply), [peer](Engine& engine, Now) { return engine.gaps(peer); });
}

}  // namespace vos
