#pragma once

// What this node carries for others: which flow of one session leads to which of another, and how
// much of it. A relay sees two addresses, sizes and times; what it forwards is sealed for somebody
// else. It forwards only to a node that asked for it in a session of its own, never to an address
// that somebody names, so it cannot be aimed at anybody.
//
// Each pair of nodes has a rate and a daily amount, and all together a rate; over them datagrams
// are dropped, which the two ends notice as loss and slow down. What nobody used for a while is
// closed.

#include "p2p/base/expected.h"
#include "p2p/base/ids.h"
#include "p2p/base/ratelimit.h"
#include "p2p/base/time.h"
#include "p2p/wire/reachmessage.h"

#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace vos::nat {

struct RelayLimits {
    /// Of one pair, both ways together.
    std::uint64_t pairBytesPerSecond = 256 * 1024;
    std::uint64_t pairBytesPerDay = std::uint64_t{1} << 30;
    /// Of all pairs; 0: none beyond those.
    std::uint64_t bytesPerSecond = 0;
};

class RelayTable {
public:
    using Reason = wire::RelayClosed::Reason;
    static constexpr std::size_t FlowsMax = 1024;
    static constexpr std::size_t FlowsPerPeerMax = 64;
    static constexpr Duration IdleMax = 180s;

    /// One end of a flow: its number in the session with `peer`.
    struct End {
        NodeId peer;
        wire::FlowNumber flow = 0;
        auto operator<=>(const End&) const = default;
    };

    void setLimits(const RelayLimits& limits);

    /// `from` opens a flow to `target`; one that is open already goes on as it was, or leads to the
    /// new target. Where there are too many, OverLimit.
    Expected<End, Reason> open(Instant now, const End& from, const NodeId& target);
    /// Why something is not carried on.
    struct Drop {
        Reason reason;      ///< Unknown, or OverLimit
        bool tell = false;  ///< the sender is to be told; else it notices by itself
    };
    /// Where `size` bytes that came by `from` are to go.
    Expected<End, Drop> pass(Instant now, const End& from, std::size_t size);
    /// The session of `peer` is over: the other ends of its flows, which end with it.
    std::vector<End> dropPeer(const NodeId& peer);
    /// Closes one flow; its other end.
    std::optional<End> close(const End& end);
    /// Forgets flows that were idle too long.
    void expire(Instant now);

    std::size_t flows() const { return m_flows.size() / 2; }
    /// Pairs that something was carried for within the last ten seconds.
    unsigned activePairs(Instant now) const;
    std::uint64_t carriedBytes() const { return m_carriedBytes; }

private:
    struct Flow {
        End other;
        Instant lastUsed{};
    };
    struct Pair {
        explicit Pair(double rate) : bucket(rate, rate) {}

        TokenBucket bucket;  ///< holds a second's worth, so that a short burst passes
        Instant dayBegan{};
        std::uint64_t dayBytes = 0;
        Instant lastUsed{};
        bool told = false;  ///< that the day's amount is used up
    };
    using PairKey = std::pair<NodeId, NodeId>;

    static PairKey keyOf(const NodeId& a, const NodeId& b);
    wire::FlowNumber freshFlow(const NodeId& peer);
    std::size_t flowsOf(const NodeId& peer) const;

    RelayLimits m_limits;
    std::map<End, Flow> m_flows;  // both ends of each
    std::map<PairKey, Pair> m_pairs;
    std::optional<TokenBucket> m_all;
    wire::FlowNumber m_nextFlow = 1;
    std::uint64_t m_carriedBytes = 0;
};

}  // namespace vos::nat
