#pragma once

// Somebody who leaves letters with a Friend VOS as a guest, with every field of every message in
// the test's hand.

#include "p2p/engine/peers.h"
#include "p2p/letters/letter.h"
#include "p2p/wire/message.h"
#include "tests/support/simworld.h"

#include <vector>

namespace vos::sim {

class SimGuest final : public Actor, engine::PeerListener {
public:
    explicit SimGuest(World& world, std::uint64_t seed = 77);

    /// Takes the record of `id` from the disk of a node that knows it. False: not there.
    bool learn(const SimNode& knower, const NodeId& id);
    /// Says it in a session with `holder`, which is made where there is none; false: not within
    /// 10 s.
    bool say(const NodeId& holder, const wire::Message& message);
    /// The first answer of this type since the last say(), within 10 s.
    template <typename Answer>
    std::optional<Answer> wait(Duration limit = 10s)
    {
        std::optional<Answer> found;
        m_world.runUntil(
            [&] {
                for (const wire::Message& message : heard) {
                    if (const auto* answer = std::get_if<Answer>(&message))
                        found = *answer;
                }
                return found.has_value();
            },
            limit);
        return found;
    }
    bool isUp(const NodeId& holder) const { return m_peers.isUp(holder); }

    std::vector<wire::Message> heard;

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
    void onProbe(const engine::Route&, const wire::ProbeToken&) override {}
    void onGuestMessage(const NodeId&, ByteView) override {}
    void onGuestGone(const NodeId&) override {}

    void enter();
    void drain();

    World& m_world;
    SimRng m_rng;
    Endpoint m_endpoint;
    engine::Context m_context;
    map::VosMap m_map;
    engine::Peers m_peers;
};

/// A text of `sender`, sealed to the public prekey of `owner` as `knower` holds it.
Bytes sealText(World& world, const SimNode& sender, const NodeId& owner, const SimNode& knower,
               const std::string& text, std::uint64_t sequence);

}  // namespace vos::sim
