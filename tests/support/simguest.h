#pragma once

// Somebody who leaves letters with a Friend VOS as a guest, with every field of every message in
// the test's hand.

#include "p2p/letters/letter.h"
#include "tests/support/simsessions.h"

#include <vector>

namespace vos::sim {

class SimGuest final : public SimSessions {
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

private:
    void onMessage(const NodeId& peer, ByteView message) override;
};

/// A text of `sender`, sealed to the public prekey of `owner` as `knower` holds it.
Bytes sealText(World& world, const SimNode& sender, const NodeId& owner, const SimNode& knower,
               const std::string& text, std::uint64_t sequence);

}  // namespace vos::sim
