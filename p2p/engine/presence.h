#pragma once

// Who is believed to be online without asking: a session, or an announcement within 12 hours with
// no goodbye and no silence since.

#include "p2p/engine/context.h"
#include "p2p/engine/peers.h"

#include <unordered_map>

namespace vos::engine {

class Presence {
public:
    Presence(Context& context, const Peers& peers) : m_context(context), m_peers(peers) {}

    /// An announcement made at `at` was heard of.
    void announced(const NodeId& id, WallTime at);
    void sessionUp(const NodeId& id);
    void sessionDown(const NodeId& id, bool goodbye);
    /// It was asked and did not answer.
    void silent(const NodeId& id);
    /// The path of a session changed: tells it again.
    void refresh(const NodeId& id);

    bool isOnline(const NodeId& id) const;
    PeerPresence describe(const NodeId& id) const;
    std::uint32_t onlineCount() const { return m_onlineCount; }
    /// Announcements grow old without anybody saying so: looks at all of them.
    void expire();

private:
    struct State {
        WallTime announcedAt{};
        bool session = false;
        bool told = false;  ///< what the last event said
    };

    bool isOnline(const State& state) const;
    void tellChange(const NodeId& id, State& state, bool always = false);

    Context& m_context;
    const Peers& m_peers;
    std::unordered_map<NodeId, State> m_states;
    std::uint32_t m_onlineCount = 0;  ///< those last told to be online
};

}  // namespace vos::engine
