#include "tests/support/simguest.h"

#include "p2p/letters/body.h"

namespace vos::sim {

namespace {

const RecordRow* recordOf(const StoredState& state, const NodeId& id)
{
    for (const RecordRow& row : state.records) {
        if (row.id == id)
            return &row;
    }
    return nullptr;
}

}  // namespace

SimGuest::SimGuest(World& world, std::uint64_t seed) : SimSessions(world, seed, Mode::AsGuest) {}

bool SimGuest::learn(const SimNode& knower, const NodeId& id)
{
    enter();
    const StoredState state = knower.disk().load();
    const RecordRow* row = recordOf(state, id);
    return row && m_map.offerWhereabouts(row->whereabouts, m_world.wall(), m_world.wall(), false) !=
                      map::Verdict::Forged;
}

bool SimGuest::say(const NodeId& holder, const wire::Message& message)
{
    heard.clear();
    enter();
    // Each call is a session of its own: the holder may have been started anew since the last.
    m_peers.closePeer(holder, transport::CloseReason::Goodbye);
    drain();
    m_peers.dial(holder);
    drain();
    if (!m_world.runUntil([&] { return m_peers.isUp(holder); }, 10s))
        return false;
    enter();
    const bool isLong = std::holds_alternative<wire::Deposit>(message);
    const bool sent =
        m_peers.send(holder, isLong ? transport::Channel::Bulk : transport::Channel::Control,
                     wire::encodeMessage(message));
    drain();
    return sent;
}

void SimGuest::onMessage(const NodeId&, ByteView message)
{
    // Its own record, with which a holder begins, is no answer.
    auto decoded = wire::decodeMessage(message);
    if (decoded && !std::holds_alternative<wire::Announce>(*decoded))
        heard.push_back(std::move(*decoded));
}

Bytes sealText(World& world, const SimNode& sender, const NodeId& owner, const SimNode& knower,
               const std::string& text, std::uint64_t sequence)
{
    const StoredState state = knower.disk().load();
    const RecordRow* row = recordOf(state, owner);
    VOS_ASSERT(row);
    const auto card = identity::Card::decode(row->card);
    VOS_ASSERT(card);
    letters::Payload payload;
    payload.kind = static_cast<std::uint8_t>(LetterKind::Text);
    payload.sender = sender.id();
    payload.cardNumber = sender.disk().load().self.cardNumber;
    payload.message = world.rng.id<MessageId>();
    payload.conversation = letters::conversationId(sender.id(), owner);
    payload.sequence = sequence;
    payload.lamport = sequence;
    payload.sentAt = world.wall();
    payload.body = letters::TextBody{text, {}}.encode();
    const auto letter = letters::seal(sender.identity().letter(), {owner, card->prekey}, payload,
                                      world.wall() + std::chrono::hours(24 * 30), world.rng);
    VOS_ASSERT(letter);
    return *letter;
}

}  // namespace vos::sim
