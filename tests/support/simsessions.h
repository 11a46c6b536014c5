#pragma once

// Sessions without an engine above them, at a place of their own in the world: what SimPeer and
// SimGuest have in common. News of sessions that a test does not look at are passed over.

#include "p2p/engine/peers.h"
#include "p2p/wire/message.h"
#include "tests/support/simworld.h"

namespace vos::sim {

class SimSessions : public Actor, protected engine::PeerListener {
public:
    // -- Actor --
    Endpoint endpoint() const override { return m_endpoint; }
    void handleDatagram(const Endpoint& from, ByteView bytes) override;
    void handleTimeout() override;
    std::optional<Instant> next() const override { return m_peers.nextTimeout(); }

protected:
    using Mode = engine::Peers::Mode;

    SimSessions(World& world, std::uint64_t seed, Mode mode);

    void enter() { m_context.now = {m_world.now(), m_world.wall()}; }
    void drain();

    void onSessionUp(const NodeId&, bool) override {}
    void onSessionDown(const NodeId&, bool) override {}
    void onLinkLost(const NodeId&, std::uint64_t) override {}
    void onUnverified(const NodeId&, const Endpoint&, ByteView) override {}
    void onWritable(const NodeId&) override {}
    void onDialFailed(const NodeId&) override {}
    void onDialSlow(const NodeId&) override {}
    void onPingAnswered(const NodeId&, std::uint64_t, Duration) override {}
    void onDialStarted(const NodeId&) override {}
    void onRecord(const Endpoint&, const engine::WhoAnswer&) override {}
    void onPathMoved(const NodeId&) override {}
    void onCarried(const NodeId&, std::uint32_t, ByteView) override {}
    void onProbe(const engine::Route&, const wire::ProbeToken&) override {}
    void onCall(const engine::Route&) override {}
    void onGuestMessage(const NodeId&, ByteView) override {}
    void onGuestGone(const NodeId&) override {}

    World& m_world;
    SimRng m_rng;
    Endpoint m_endpoint;
    SocketIndex m_socket;
    engine::Context m_context;
    map::VosMap m_map;
    engine::Peers m_peers;
};

}  // namespace vos::sim
