#pragma once

// A box between a home and the rest of the world, in the terms of RFC 4787: it translates addresses
// (or, for IPv6, only keeps strangers out), and can be as unhelpful as the ones people own. It is
// told of each datagram that passes; the time is an argument.

#include "tests/support/simnet.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace vos::sim {

/// On how much of the other end something depends: the outer port (mapping), or who is let in by it
/// (filtering).
enum class NatRule : std::uint8_t {
    EndpointIndependent,
    AddressDependent,
    AddressAndPortDependent,
};

/// How the outer port is chosen.
enum class NatPorts : std::uint8_t {
    Preserving,  ///< the inner one, or the next that is free
    Sequential,  ///< the one before plus `portStep`
    Random,
};

/// What becomes of a port when somebody knocks who is not let in, as far as that somebody goes.
enum class EarlyProbe : std::uint8_t {
    Harmless,
    MovesPort,   ///< what is sent there later leaves by another port (the Linux kernel does so)
    BlocksPort,  ///< nothing passes between the two, either way
};

enum class NatIpv6 : std::uint8_t { None, Firewall, Open };

struct NatOptions {
    NatRule mapping = NatRule::EndpointIndependent;
    NatRule filtering = NatRule::AddressAndPortDependent;
    NatPorts ports = NatPorts::Preserving;
    std::uint16_t portStep = 1;
    /// A mapping, and the way in for one remote, end after this time without use.
    Duration idleTimeout = 120s;
    /// Use is what goes out; and, if true, what comes in.
    bool inwardRefreshes = true;
    /// A mapping ends this long after it was made, however busy.
    std::optional<Duration> lifetime;
    /// From inside to the own outer address and in again.
    bool hairpin = false;
    bool udpBlocked = false;
    /// Not empty: UDP is let out to these ports alone.
    std::set<std::uint16_t> onlyPorts;
    EarlyProbe earlyProbe = EarlyProbe::Harmless;
    Duration earlyProbeTime = 30s;
    /// Whoever sends to more ports than this within a second is cut off for `banTime`.
    std::optional<unsigned> sprayLimit;
    Duration banTime = 30s;
    /// Hosts of the network behind it do not reach each other.
    bool isolated = false;
    NatIpv6 ipv6 = NatIpv6::None;
    bool mapsPorts = false;  ///< answers mapPort()
    bool carrier = false;    ///< its network is 100.64.0.0/10
    /// Way to the network it is plugged into; in the internet itself added to the latency of that,
    /// so below zero for a carrier's box, which stands nearer than the homes do.
    Duration uplink{};
};

NatOptions fullCone();
NatOptions addressRestricted();
NatOptions portRestricted();
/// Symmetric: random ports, one for each remote.
NatOptions symmetric();

class SimNat {
public:
    /// `external`: its address in the network outside, the port is not looked at. `outside`: the
    /// box whose network it is plugged into; none: the internet. `number`: of its IPv6 prefix.
    SimNat(std::uint64_t seed, NatOptions options, const Endpoint& external, SimNat* outside,
           std::uint16_t number);

    NatOptions options;
    SimNat* outside() const { return m_outside; }
    /// Port 0.
    const Endpoint& external() const { return m_external; }

    /// The datagram as it leaves, or nothing.
    std::optional<Datagram> outward(Instant now, Datagram datagram);
    /// The datagram as it is passed on inside, or nothing.
    std::optional<Datagram> inward(Instant now, Datagram datagram);

    /// An address of the network behind it; all homes use the same ones.
    bool isInside(const Endpoint& endpoint) const;
    /// What is addressed to there comes to this box.
    bool owns(const Endpoint& endpoint) const;
    Endpoint freshInside(std::uint16_t port);
    /// Global, of a prefix of its own.
    Endpoint freshInside6(std::uint16_t port);

    /// As PCP and its like do; nothing where the box does not.
    std::optional<Endpoint> mapPort(Instant now, const Endpoint& inside, std::uint16_t wanted,
                                    Duration lease);
    /// Forgets all mappings, as after a power cut.
    void flush();
    /// Another address outside; all mappings are gone.
    void renumber(const Endpoint& external);
    std::size_t mappings(Instant now);

    std::uint64_t refused = 0;  ///< datagrams from outside that were not let in
    std::uint64_t bans = 0;

private:
    /// From inside, towards: all, an address, or an endpoint, as the mapping rule says.
    using Key = std::pair<Endpoint, Endpoint>;
    struct Mapping {
        std::uint16_t port = 0;
        Instant madeAt{};
        Instant usedAt{};
        std::map<Endpoint, Instant> remotes;  ///< sent to, last use
        std::optional<Instant> leaseEnd;      ///< made by mapPort()
    };
    struct Spray {
        Instant since{};
        std::set<std::uint16_t> ports;
        Instant bannedUntil{};
    };

    bool lives(Instant now, const Mapping& mapping) const;
    bool lets(Instant now, const Mapping& mapping, const Endpoint& from) const;
    Mapping* find(Instant now, const Key& key);
    Mapping* findFor(Instant now, const Endpoint& inside, const Endpoint& remote);
    Mapping& make(Instant now, const Key& key, std::uint16_t port);
    void drop(const Key& key);
    bool isFree(Instant now, std::uint16_t port, const Endpoint& towards);
    bool isSpoiled(Instant now, std::uint16_t port, const Endpoint& remote) const;
    std::uint16_t choosePort(Instant now, const Key& key, const Endpoint& remote);
    bool isBanned(Instant now, const Datagram& datagram);
    std::optional<Datagram> inward6(Instant now, Datagram datagram);

    SimRng m_rng;
    Endpoint m_external;
    SimNat* m_outside;
    std::uint16_t m_number;
    std::map<Key, Mapping> m_mappings;
    std::multimap<std::uint16_t, Key> m_byPort;
    std::map<std::pair<std::uint16_t, Endpoint>, Instant> m_spoiled;  ///< until
    std::map<Key, Instant> m_firewall;  ///< IPv6: inside, remote; last use
    std::map<ByteArray<16>, Spray> m_sprays;
    std::uint16_t m_nextPort;
    unsigned m_nextHost = 2;
    unsigned m_nextHost6 = 2;
};

}  // namespace vos::sim
