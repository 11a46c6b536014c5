#pragma once

// A node of the network without an engine above its sessions: it says what the test wants said.

#include "p2p/engine/peers.h"
#include "p2p/wire/message.h"
#include "tests/support/simworld.h"

#include <vector>

namespace vos::sim {

class SimPeer final : public Actor, engine::PeerListener {
public:
    explicit SimPeer(World& world, std::uint64_t seed = 78);

    const NodeId& id() const { return m_context.self(); }
    /// A session with `node`; false: not within 10 s.
    bool connect(const SimNode& node);
    /// In the session there is with it (asserts).
    void say(const NodeId& node, const wire::Message& message);

    struct Heard {
        NodeId from;
        wire::Message message;
    };
    std::vector<Heard> heard;
    /// PROBEs that came, and where from.
    std::vector<std::pair<Endpoint, wire::ProbeToken>> probes;

    // -- Actor --
    Endpoint endpoint() const override { return m_endpoint; }
    void handleDatagram(const Endpoint& from, ByteView bytes) override;
    void handleTimeout() override;
    std::optional<Instant> next() const override { return m_peers.nextTimeout(); }

private:
    void onSessionUp(const NodeId&, bool) override {}
    void onSessionDown(const NodeId&, bool) override {}
    void onLinkLost(const NodeId&, std::uint64_t) override {}
    void onMessage(const NodeId& peer, ByteView message) override;
    void onUnverified(const NodeId&, const Endpoint&, ByteView) override {}
    void onWritable(const NodeId&) override {}
    void onDialFailed(const NodeId&) override {}
    void onDialSlow(const NodeId&) override {}
    void onPingAnswered(const NodeId&, std::uint64_t, Duration) override {}
    void onDialStarted(const NodeId&) override {}
    void onRecord(const Endpoint&, const engine::WhoAnswer&) override {}
    void onPathMoved(const NodeId&) override {}
    void onCarried(const NodeId&, std::uint32_t, ByteView) override {}
    void onProbe(const engine::Route& from, const wire::ProbeToken& token) override
    {
        probes.emplace_back(from.endpoint, token);
    }
    void onCall(const engine::Route&) override {}
    void onGuestMessage(const NodeId&, ByteView) override {}
    void onGuestGone(const NodeId&) override {}

    void enter() { m_context.now = {m_world.now(), m_world.wall()}; }
    void drain();

    World& m_world;
    SimRng m_rng;
    Endpoint m_endpoint;
    engine::Context m_context;
    map::VosMap m_map;
    engine::Peers m_peers;
};

}  // namespace vos::sim
