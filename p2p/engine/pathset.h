#pragma once

// The ways one session has: straight ones, and flows through relays. One of them is in use; the
// others are kept in case it falls silent or a better one turns up. Packets of all have one
// numbering, so changing the way loses and repeats nothing (as in RFC 9000, section 9).
//
// A straight way is validated by an echo from there; until then no more bytes go to it than came
// from it. What goes by a relay needs no such care: the relay forwards only to who asked for that.

#include "p2p/base/endpoint.h"
#include "p2p/base/rng.h"
#include "p2p/base/time.h"
#include "p2p/engine/route.h"
#include "p2p/transport/types.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace vos::engine {

struct Path {
    /// Classes in the order in which they are preferred.
    enum class Rank : std::uint8_t { Lan, Straight, Relayed };

    transport::PathTag tag = 0;
    Route route;
    bool validated = false;
    std::size_t received = 0;  ///< bytes, until it is validated
    std::size_t sent = 0;
    ByteArray<8> token{};
    std::optional<Instant> challengedAt;
    unsigned unanswered = 0;  ///< challenges in a row
    unsigned answered = 0;    ///< in a row
    unsigned demand = 1;      ///< so many answers before it is taken over a worse one
    Instant nextChallenge{};
    Instant since{};      ///< known, or in use
    Instant lastHeard{};  ///< a valid packet came by it
    Duration rtt{};       ///< of the last answer; 0: none yet
    std::optional<transport::PathEstimate> estimate;  ///< when it was left

    Rank rank() const;
};

class PathSet {
public:
    static constexpr std::size_t PathsMax = 8;

    /// The first path is that of the handshake, validated by it.
    PathSet(Instant now, const Route& first);

    const Path& current() const { return m_paths[m_current]; }
    Path& current() { return m_paths[m_current]; }
    Path* find(const Route& route);
    Path* byTag(transport::PathTag tag);
    const std::vector<Path>& all() const { return m_paths; }
    std::vector<Path>& all() { return m_paths; }

    /// The path of this route, made if there is none; the least useful one makes room, and with it
    /// references to paths end.
    Path& add(Instant now, const Route& route);
    /// Not the one in use (asserts).
    void remove(const Route& route);
    /// Makes `path` the one in use.
    void use(Instant now, const Path& path);
    /// The best of the validated ones that is not in use.
    Path* alternative();

private:
    std::vector<Path> m_paths;
    std::size_t m_current = 0;
    transport::PathTag m_nextTag = 0;
};

/// A path that was left unanswered and one that never answered are asked again after this.
Duration challengeWait(const Path& path);

/// How large datagrams of a path may be.
transport::PathLimits limitsOf(const Path& path);

}  // namespace vos::engine
