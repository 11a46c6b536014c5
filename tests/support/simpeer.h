#pragma once

// A node of the network without an engine above its sessions: it says what the test wants said.

#include "tests/support/simsessions.h"

#include <vector>

namespace vos::sim {

class SimPeer final : public SimSessions {
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

private:
    void onMessage(const NodeId& peer, ByteView message) override;
    void onProbe(const engine::Route& from, const wire::ProbeToken& token) override
    {
        probes.emplace_back(from.endpoint, token);
    }
};

}  // namespace vos::sim
