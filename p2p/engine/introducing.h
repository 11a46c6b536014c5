#pragma once

// Bringing two nodes together that both have a session with a third which does not relay for them:
// it tells each where it sees the other, and both send a few PROBEs there, so that their NATs let
// in the call that follows (RFC 5128, section 3.3).
//
// The third names no addresses but those it sees itself. What it makes us send is a handful of
// small datagrams, few a minute, and few a second to one address.

#include "p2p/engine/context.h"
#include "p2p/engine/peers.h"
#include "p2p/map/vosmap.h"
#include "p2p/wire/message.h"

#include <map>
#include <optional>
#include <unordered_map>
#include <vector>

namespace vos::engine {

class Introducing {
public:
    /// Asks of one node that we serve in a minute, and introductions by one node that we follow.
    static constexpr unsigned AsksPerMinute = 5;
    static constexpr unsigned FollowedPerMinute = 10;
    /// PROBEs to one address in a second.
    static constexpr unsigned ProbesPerSecond = 20;

    Introducing(Context& context, Peers& peers, const map::VosMap& map);

    /// `target` is being called: those who may have a session with it are asked to introduce us.
    void seek(const NodeId& target);
    /// True if the message was one of these.
    bool handleMessage(const NodeId& peer, const wire::Message& message);
    void sessionDown(const NodeId& peer);
    void handleTimeout();
    std::optional<Instant> nextTimeout() const;

private:
    struct Budget {
        Instant window{};
        unsigned count = 0;
    };
    struct Probing {
        Endpoint to;
        wire::ProbeToken token;
        unsigned sent = 0;
        Instant nextAt{};
    };

    bool admit(Budget& budget, Duration window, unsigned most) const;
    void introduce(const NodeId& asker, const NodeId& target);
    void follow(const NodeId& introducer, const wire::Introduced& introduced);

    Context& m_context;
    Peers& m_peers;
    const map::VosMap& m_map;
    std::unordered_map<NodeId, Budget> m_asks;
    std::unordered_map<NodeId, Budget> m_followed;
    std::map<Endpoint, Budget> m_probed;  ///< by address, port 0
    std::unordered_map<NodeId, Instant> m_sought;
    std::vector<Probing> m_probing;
};

}  // namespace vos::engine
