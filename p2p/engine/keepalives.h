#pragma once

// How often the sessions that are to be kept give a sign of life: as seldom as the NAT in front of
// us allows, which is tried out (p2p/nat/keepalive.h). The peer of one session is asked to send a
// PROBE after some time in which nothing else passes; if it gets through, mappings live that long.
//
// A PROBE LATER makes us send one small datagram, to where we see the asker in that session.

#include "p2p/engine/context.h"
#include "p2p/engine/peers.h"
#include "p2p/nat/keepalive.h"
#include "p2p/wire/message.h"

#include <map>
#include <optional>
#include <vector>

namespace vos::engine {

class Keepalives {
public:
    Keepalives(Context& context, Peers& peers) : m_context(context), m_peers(peers) {}

    /// Takes over what is stored.
    void start();
    /// `network`: names the one we are in, as others see it; 0: nothing is known of it, or no NAT
    /// is in the way. `open`: it is known that there is none, so signs of life serve only to notice
    /// that somebody is gone. `spare`: a session beside another that brings others to us; nothing:
    /// there is only one, which is not to be left idle.
    void look(std::uint64_t network, bool open, const std::optional<NodeId>& spare);
    void sessionDown(const NodeId& peer);
    /// True if the message was one of these.
    bool handleMessage(const NodeId& peer, const wire::Message& message);
    /// True if it was one we waited for.
    bool handleProbe(const wire::ProbeToken& token);
    void handleTimeout();
    std::optional<Instant> nextTimeout() const;
    Duration interval() const;

private:
    struct Trial {
        NodeId peer;
        wire::ProbeToken token;
        Duration idle{};
        Instant beganAt{};
    };
    struct Owed {
        wire::ProbeToken token;
        Instant at{};
    };

    void begin(const NodeId& peer, Duration idle);
    void end(bool heard);
    bool wasQuiet() const;

    Context& m_context;
    Peers& m_peers;
    nat::KeepaliveSearch m_search;
    std::uint64_t m_network = 0;
    bool m_open = false;
    std::optional<NodeId> m_spare;
    std::optional<Trial> m_trial;
    std::optional<Instant> m_nextTrial;
    unsigned m_silences = 0;  ///< of trials of one length, in a row
    std::map<NodeId, Owed> m_owed;
};

}  // namespace vos::engine
