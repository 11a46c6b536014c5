#pragma once

// Which way a datagram takes: through the boxes of its home, the internet (SimNet), and the boxes
// of the other home. Networks are named by the box they lie behind; nullptr is the internet.

#include "tests/support/simnat.h"

#include <memory>

namespace vos::sim {

class SimRoutes {
public:
    explicit SimRoutes(SimNet& net) : m_net(net) {}

    /// `external`: its address in the network outside, unique there.
    SimNat& add(std::uint64_t seed, NatOptions options, const Endpoint& external,
                SimNat* outside = nullptr);
    /// A host of `network` sends.
    void send(Instant now, SimNat* network, Datagram datagram);

    struct Arrival {
        SimNat* network = nullptr;  ///< that of the host it is for
        Datagram datagram;
    };
    std::optional<Instant> next() const;
    /// What has come to a host by `now`, if anything; call until there is nothing.
    std::optional<Arrival> take(Instant now);

    /// Between two hosts of one network.
    Duration lanLatency = 1ms;
    /// Sees what is sent from host to host within one network.
    std::function<void(const Datagram&)> lanTap;

private:
    struct Hop {
        enum class Step : std::uint8_t { Send, Enter, Arrive } step;
        SimNat* network;  ///< where it is sent or arrives; the box it enters
        Datagram datagram;
    };

    void leave(Instant now, SimNat& box, Datagram datagram);
    std::optional<Arrival> land(Instant now, SimNat* network, Datagram datagram);
    SimNat* boxAt(SimNat* network, const Endpoint& to) const;

    SimNet& m_net;
    std::vector<std::unique_ptr<SimNat>> m_boxes;
    std::multimap<Instant, Hop> m_hops;
};

}  // namespace vos::sim
