#pragma once

// What a node makes of its own place in the network: from where others say they see it, its own
// addresses, what the router says, and the outcome of dial-backs, it learns how its NAT treats it
// (terms of RFC 4787), which endpoints are worth publishing, and by which steps outer ports are
// given, for whoever wants to guess the next one.
//
// Others may lie. What two in different networks say counts before what two of one network say, and
// that before the word of one alone; a lie can cost a few small datagrams, no more.

#include "p2p/base/endpoint.h"
#include "p2p/base/ids.h"
#include "p2p/base/time.h"

#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace vos::nat {

/// How the outer port depends on whom we send to.
enum class Mapping : std::uint8_t {
    Unknown,
    None,         ///< our own address is the one others see
    Independent,  ///< the same for all
    Dependent,    ///< another one for each
};

/// Who is let in.
enum class Filtering : std::uint8_t {
    Unknown,
    Open,
    Address,         ///< other ports of an address we have sent to
    AddressAndPort,  ///< only what we have sent to
};

/// How outer ports follow one another where they depend on whom we send to.
struct PortSteps {
    std::optional<Endpoint> newest;  ///< seen last
    int step = 0;  ///< the next new one is expected this much further; 0: no order
    Instant at{};  ///< when `newest` was told
};

class NatView {
public:
    static constexpr std::size_t PublishMax = 4;
    /// Observations kept; the oldest goes first.
    static constexpr std::size_t ObservationsMax = 64;
    /// Dial-backs of one kind that have to fail before they count as refused: one may be lost.
    static constexpr unsigned SilencesNeeded = 2;
    /// Strangers of different networks that have to get through before we say we can be reached.
    static constexpr std::size_t StrangersNeeded = 2;

    /// The addresses of the own interfaces changed: all else is forgotten.
    void setLocal(std::vector<Endpoint> local);
    /// Another network, perhaps behind the same addresses: observations and dial-backs are
    /// forgotten. Where we were seen last stands until somebody sees us, since often it is the
    /// same.
    void networkChanged();
    /// Nobody has seen us for long enough.
    void forgetOldPlaces();
    /// What the router leads to us.
    void setMapped(std::optional<Endpoint> mapped) { m_mapped = mapped; }

    /// `peer`, reached at `at` by our socket `socket`, sees us at `seen`. Ignored where `seen` is
    /// no address a datagram may be sent to.
    void observe(Instant now, const NodeId& peer, const Endpoint& at, unsigned socket,
                 const Endpoint& seen);
    void forget(const NodeId& peer);

    /// Outcome of a dial-back from another port of a node we have a session with.
    void otherPortHeard(IpFamily family);
    void otherPortSilent(IpFamily family);
    /// Outcome of one from an address we never sent to.
    void strangerHeard(const Endpoint& from);
    void strangerSilent(IpFamily family);

    Mapping mapping(IpFamily family) const;
    Filtering filtering(IpFamily family) const;
    /// The family that tells how we stand: IPv4 where others see us by it.
    IpFamily mainFamily() const;
    /// Where others see us, what counts alone. While they disagree: the one that counted last, if
    /// its address is still seen; so the record need not change with each session of a symmetric
    /// NAT.
    std::vector<Endpoint> observed() const;
    /// At most PublishMax, what can be reached first. Private ones only where there is no public
    /// one, loopback only where there is nothing else.
    std::vector<Endpoint> toPublish() const;
    /// The router leads a port of its own to us, and its address is the one others see.
    bool isMapped() const;
    /// Strangers get through to us.
    bool reachable() const;
    PortSteps portSteps() const;

    /// 0 loopback, 1 private, 2 public: what is seen from farther away counts more.
    static int scope(const Endpoint& endpoint);
    /// The /16 (IPv4) or /32 (IPv6): whoever has addresses in two of them is not one liar in one
    /// place.
    static std::uint64_t wideNetwork(const Endpoint& endpoint);

private:
    struct Observation {
        NodeId peer;
        Endpoint at;
        unsigned socket = 0;
        Endpoint seen;
        std::uint64_t order = 0;
        Instant when{};
    };
    struct DialBacks {
        bool otherPort = false;
        unsigned otherPortSilences = 0;
        std::vector<Endpoint> strangers;  ///< of different wide networks
        unsigned strangerSilences = 0;
    };

    bool isLocal(const Endpoint& endpoint) const;
    std::vector<const Observation*> relevant(IpFamily family) const;
    std::vector<Endpoint> agreed(IpFamily family) const;
    std::vector<Endpoint> counting(IpFamily family) const;
    void settle(IpFamily family);
    const DialBacks& dialBacks(IpFamily family) const
    {
        return family == IpFamily::V4 ? m_dialBacks4 : m_dialBacks6;
    }
    DialBacks& dialBacks(IpFamily family)
    {
        return family == IpFamily::V4 ? m_dialBacks4 : m_dialBacks6;
    }

    std::vector<Endpoint> m_local;
    std::optional<Endpoint> m_mapped;
    std::map<std::pair<NodeId, unsigned>, Observation> m_observations;
    DialBacks m_dialBacks4;
    DialBacks m_dialBacks6;
    std::pair<std::optional<Endpoint>, std::optional<Endpoint>> m_kept;  ///< counted last; v4, v6
    std::uint64_t m_order = 0;
};

}  // namespace vos::nat
