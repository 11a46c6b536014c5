#pragma once

// A datagram network in virtual time: latency, jitter, loss, repeats, reordering, corruption, MTU
// and partitions, drawn from one seed. It knows endpoints, not nodes.

#include "p2p/base/endpoint.h"
#include "p2p/base/time.h"
#include "tests/support/simrng.h"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>

namespace vos::sim {

struct NetOptions {
    Duration latency = 20ms;
    Duration jitter =
        5ms;  ///< added evenly from 0 to this; more than the spacing of packets reorders
    double loss = 0;
    double duplication = 0;
    double corruption = 0;  ///< one bit flipped
    std::size_t mtu = 1472;
};

struct Datagram {
    Endpoint from;
    Endpoint to;
    Bytes bytes;
};

class SimNet {
public:
    explicit SimNet(std::uint64_t seed) : m_rng(seed) {}

    NetOptions options;
    /// Nothing passes between the two groups while it is set.
    std::function<bool(const Endpoint&, const Endpoint&)> blocked;
    /// Sees every datagram as it is sent.
    std::function<void(const Datagram&)> tap;

    /// `extra` is added to the latency.
    void send(Instant now, Datagram datagram, Duration extra = {});
    /// Puts one in as if the network had made it up or kept it.
    void inject(Instant at, Datagram datagram) { m_flying.emplace(at, std::move(datagram)); }
    std::optional<Instant> next() const;
    /// The datagram due by `now`, if any.
    std::optional<Datagram> take(Instant now);

    std::uint64_t sentDatagrams = 0;
    std::uint64_t sentBytes = 0;
    std::uint64_t lost = 0;

private:
    void fly(Instant start, const Datagram& datagram);

    SimRng m_rng;
    std::multimap<Instant, Datagram> m_flying;
};

}  // namespace vos::sim
