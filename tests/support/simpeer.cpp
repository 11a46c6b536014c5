#include "tests/support/simpeer.h"

namespace vos::sim {

SimPeer::SimPeer(World& world, std::uint64_t seed)
    : m_world(world)
    , m_rng(seed)
    , m_endpoint(world.freshEndpoint())
    , m_context(world.config, identity::Identity::generate(m_rng, world.config.stampBits), m_rng)
    , m_map(m_context.self(), world.config.stampBits)
    , m_peers(m_context, m_map, *this)
{
    world.actors.push_back(this);
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

void SimPeer::drain()
{
    m_peers.drain();
    while (auto output = m_context.takeOutput()) {
        if (auto* transmit = std::get_if<Transmit>(&*output))
            m_world.routes.send(m_world.now(), nullptr,
                                {m_endpoint, transmit->to, std::move(transmit->datagram)});
    }
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

void SimPeer::handleDatagram(const Endpoint& from, ByteView bytes)
{
    enter();
    m_peers.handleDatagram({from, 0}, bytes);
    drain();
}

void SimPeer::handleTimeout()
{
    enter();
    m_peers.handleTimeout();
    drain();
}

void SimPeer::onMessage(const NodeId& peer, ByteView message)
{
    if (auto decoded = wire::decodeMessage(message))
        heard.push_back({peer, std::move(*decoded)});
}

}  // namespace vos::sim
