#pragma once

// Whereabouts: the signed part of an identity's record that changes with every move: session key,
// endpoints, introducers. 154–246 bytes, one encoding only. Everybody gets it from everybody, so it
// is believed for its signature alone, costs its maker a moment of work (stamp), and an older one
// never replaces a newer one.

#include "p2p/base/endpoint.h"
#include "p2p/base/ids.h"
#include "p2p/base/time.h"
#include "p2p/crypto/sign.h"
#include "p2p/crypto/work.h"
#include "p2p/identity/card.h"
#include "p2p/wire/reader.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace vos::map {

/// First 8 bytes of an id, where a collision does no harm.
using ShortId = Id<struct ShortIdTag, 8>;
ShortId shortIdOf(const NodeId& id);

/// Record lifetime without a new announcement.
inline constexpr std::chrono::hours RecordAgeMax{30 * 24};
/// How far ahead a seq may be: clocks are wrong, but a seq of next year would shut out its owner.
inline constexpr std::chrono::hours RecordAheadMax{24};
/// Seq of the last record of a retired address.
inline constexpr std::uint64_t RetiredSeq = (std::uint64_t{1} << 48) - 1;

/// Bits of Whereabouts::flags; the others are zero.
enum WhereaboutsFlag : std::uint8_t {
    Reachable = 1,  ///< Two nodes it had never sent to got through to it.
    Relay = 2,      ///< Carries datagrams for others.
    HasIpv6 = 4,
    Retired = 8,   ///< Given up for ever; only with RetiredSeq.
    Private = 16,  ///< For contacts only; never passed on.
};

struct Whereabouts {
    static constexpr std::uint8_t Version = 1;
    static constexpr std::size_t SizeMin = 154;
    static constexpr std::size_t SizeMax = 246;
    /// Short form: first 8 bytes of the id in place of id, session key and stamp.
    static constexpr std::size_t ShortSaving = 64;
    static constexpr std::size_t EndpointsMax = 4;
    static constexpr std::size_t IntroducersMax = 2;

    NodeId id;
    /// S: static key of its sessions.
    ExchangeKey sessionKey;
    /// Milliseconds since 1970 at announcing, below 2^48, rising with each.
    std::uint64_t seq = 0;
    std::uint8_t flags = 0;
    std::vector<Endpoint> endpoints;
    /// Nodes that hold a session with the owner.
    std::vector<ShortId> introducers;
    identity::CardHash cardHash;
    crypto::WorkNonce stamp{};
    Signature signature;

    bool operator==(const Whereabouts&) const = default;
    bool has(WhereaboutsFlag flag) const { return (flags & flag) != 0; }

    /// Signs the full form with the owner's key, whose id must be `id` (asserts).
    void sign(const crypto::SigningKey& key);
    /// Signature and stamp are right. One hash, then one signature check (60 µs).
    [[nodiscard]] bool verify(unsigned stampBits = crypto::IdentityWorkBits) const;

    /// Limits above are kept (asserts).
    Bytes encode() const;
    Bytes encodeShort() const;

    /// Form and limits alone; nothing unless encode() gives the same bytes again. Call verify()
    /// before believing it.
    static std::optional<Whereabouts> decode(ByteView bytes);
    /// The same for one record among other bytes; `reader` has failed if there is nothing.
    static std::optional<Whereabouts> read(wire::Reader& reader);
    /// What the map looks at, without a copy of the rest.
    struct Outline {
        NodeId id;
        std::uint64_t seq = 0;
        std::uint8_t flags = 0;
    };
    /// Of exactly the bytes that decode() takes.
    static std::optional<Outline> outline(ByteView bytes);
    /// Whose short form this is, to look up the stored record; nothing if it cannot be one.
    static std::optional<ShortId> shortFormOwner(ByteView bytes);
    /// A short form, completed with id, session key and stamp of `stored`. Nothing if it is
    /// malformed or names somebody else. verify() then tells whether the session key was still the
    /// same.
    static std::optional<Whereabouts> decodeShort(ByteView bytes, const Whereabouts& stored);
};

/// Number of the record that follows one with `previous` (0: the first): the time, but above it and
/// with other low 16 bits. A hint carries only these, and whoever holds the record before would
/// take the news for what it has.
std::uint64_t nextSeq(std::uint64_t previous, WallTime networkTime);

/// True if `a` replaces `b` of the same id: higher seq, or the same seq, other bytes and the
/// lexically smaller signature.
bool newer(const Whereabouts& a, const Whereabouts& b);

enum class Timeliness {
    Current,
    Expired,      ///< More than RecordAgeMax old: neither stored nor passed on.
    TooFarAhead,  ///< More than RecordAheadMax ahead: used for dialling, neither stored nor passed
                  ///< on.
};

/// Where the seq stands against network time. A retired record is always current.
Timeliness timelinessOf(const Whereabouts& record, WallTime networkTime);

}  // namespace vos::map
