#pragma once

// What the machine keeps for one link, one part of catching up and one search. Internal to Machine.

#include "p2p/map/machine.h"

#include <algorithm>
#include <optional>
#include <vector>

namespace vos::map {

// p2p/README.md, "Records and the VOS Map": links.
inline constexpr std::size_t LinksWanted = 8;
inline constexpr std::size_t LinksFewest = 6;
inline constexpr std::size_t LinksMost = 24;
inline constexpr std::size_t WideLinksFewest = 4;
inline constexpr std::size_t FarLinksWanted = 2;
inline constexpr std::size_t ReachableFewest = 2;
inline constexpr std::size_t PerNetworkMost = 2;

/// What a packet of its own costs beside the message: DATA head and tag, UDP, IPv4, one frame.
inline constexpr double PacketOverhead = 68;
/// TAILs open at once of one link.
inline constexpr std::size_t TailsOfOne = 4;
/// Up to this many ids a node asks every new link for everything lately heard.
inline constexpr std::size_t SmallMap = 256;

/// What names a record in either form; nothing if it is none.
std::optional<wire::Hint> hintOf(ByteView bytes, bool isShort);

struct Machine::Link {
    Link(const NodeId& idValue, const Endpoint& atValue, Instant now)
        : id(idValue)
        , head(headOf(idValue))
        , at(atValue)
        , since(now)
    {
    }

    /// It holds everything of the zone the id lies in.
    bool covers(std::uint64_t other) const { return contains(zoneAround(head, cover), other); }

    NodeId id;
    std::uint64_t head;
    Endpoint at;
    Instant since;
    bool greeted = false;  ///< its HELLO is here
    bool reachable = false;
    bool compared = false;
    std::uint8_t cover = 0;
    std::uint8_t depth = 0;
    std::uint8_t badSignatures = 0;
    std::uint8_t violations = 0;
    std::uint16_t nodesAsked = 0;  ///< CONTACTS without their NODES
    std::uint32_t uptime = 0;      ///< seconds, at its HELLO
    std::uint32_t size = 0;
    std::uint64_t sum = 0;
    std::uint32_t learned = 0;  ///< ids we first heard of from it, unasked
    std::vector<wire::Hint> pending;
    TokenBucket serve{256'000, 64'000};
    TokenBucket newIds{200, 0.2};
    TokenBucket questions{40, 20};
    std::vector<wire::Tail> waiting;  ///< TAILs of its to be served when there is room, TailsOfOne
};

struct Machine::TailTask {
    IdRange range;
    std::uint32_t seconds = 0;
    NodeId after;
    std::optional<NodeId> only;  ///< asked of this peer alone
    NodeId peer;                 ///< zero: of nobody yet
    wire::Token token = 0;
    Instant askedAt{};
    std::uint8_t tries = 0;
    bool ready = false;  ///< the next page is to be asked for
};

struct Machine::Search {
    struct Candidate {
        Endpoint at;
        std::uint64_t head = 0;
        NodeId id;             ///< zero: only its place is known
        bool contact = false;  ///< out of our table of contacts
    };
    struct Query {
        Candidate to;
        Instant askedAt{};
        Instant deadline{};
        wire::Token token = 0;  ///< 0: a WHO
    };
    Instant startedAt{};
    Instant deadline{};
    std::uint64_t seqBefore = 0;
    std::vector<Candidate> waiting;  ///< best last
    std::vector<Query> open;
    std::vector<std::uint64_t> asked;  ///< heads, or hashed places
    std::size_t queries = 0;
    Instant nextStart{};
    std::optional<Instant> foundAt;
    bool newer = false;
    std::size_t told = 0;  ///< nodes that told a valid record
    bool askedOthers = false;
};

}  // namespace vos::map
