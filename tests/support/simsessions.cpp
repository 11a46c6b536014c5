#include "tests/support/simsessions.h"

namespace vos::sim {

SimSessions::SimSessions(World& world, std::uint64_t seed, Mode mode)
    : m_world(world)
    , m_rng(seed)
    , m_endpoint(world.freshEndpoint())
    , m_socket(mode == Mode::AsGuest ? GuestSocket : SocketIndex{0})
    , m_context(world.config, identity::Identity::generate(m_rng, world.config.stampBits), m_rng)
    , m_map(m_context.self(), world.config.stampBits)
    , m_peers(m_context, m_map, *this, mode)
{
    world.actors.push_back(this);
}

void SimSessions::drain()
{
    m_peers.drain();
    while (auto output = m_context.takeOutput()) {
        if (auto* transmit = std::get_if<Transmit>(&*output))
            m_world.routes.send(m_world.now(), nullptr,
                                {m_endpoint, transmit->to, std::move(transmit->datagram)});
    }
}

void SimSessions::handleDatagram(const Endpoint& from, ByteView bytes)
{
    enter();
    m_peers.handleDatagram({from, m_socket}, bytes);
    drain();
}

void SimSessions::handleTimeout()
{
    enter();
    m_peers.handleTimeout();
    drain();
}

}  // namespace vos::sim
