#include "tests/support/simpeer.h"

namespace vos::sim {

SimPeer::SimPeer(World& world, std::uint64_t seed) : SimSessions(world, seed, Mode::AsNode)
{
    map::Whereabouts record;
    record.id = m_context.self();
    record.sessionKey = m_context.identity.session().publicKey();
    record.seq = static_cast<std::uint64_t>(toMillis(world.wall()));
    record.endpoints = {m_endpoint};
    record.stamp = m_context.identity.stamp();
    record.sign(m_context.identity.signing());
    m_context.ownWhereabouts = record.encode();
    m_context.ownSeq = record.seq;
}

bool SimPeer::connect(const SimNode& node)
{
    enter();
    const StoredState state = node.disk().load();
    map::Whereabouts record;
    record.id = node.id();
    record.sessionKey = node.identity().session().publicKey();
    record.seq = state.self.sequence;
    record.endpoints = {node.endpoint()};
    record.stamp = node.identity().stamp();
    record.sign(node.identity().signing());
    (void)m_map.offerWhereabouts(record.encode(), m_world.wall(), m_world.wall(), false);
    m_peers.dial(node.id(), {node.endpoint()});
    drain();
    return m_world.runUntil([&] { return m_peers.isUp(node.id()); }, 10s);
}

void SimPeer::say(const NodeId& node, const wire::Message& message)
{
    enter();
    const bool sent = m_peers.send(node, transport::Channel::Control, wire::encodeMessage(message));
    VOS_ASSERT(sent);
    drain();
}

void SimPeer::onMessage(const NodeId& peer, ByteView message)
{
    if (auto decoded = wire::decodeMessage(message))
        heard.push_back({peer, std::move(*decoded)});
}

}  // namespace vos::sim
