#pragma once

// Grant: the signed word of a node that it keeps letters for somebody (its owner). It stands in the
// owner's Card, so that everybody sees that the friend agreed and the owner chose.

#include "p2p/base/ids.h"
#include "p2p/crypto/sign.h"
#include "p2p/wire/reader.h"
#include "p2p/wire/writer.h"

#include <cstdint>
#include <optional>

namespace vos::identity {

/// First 16 bytes of H("VOS/grant-id/1", owner IK || the fields).
using GrantId = Id<struct GrantIdTag, 16>;

struct Grant {
    /// friend IK 32, quota 4, letters 4, issued 4, expires 4, signature 64.
    static constexpr std::size_t EncodedSize = 112;
    /// Longest term, in seconds: a friend that is gone stops being named within a month.
    static constexpr std::uint32_t TermMax = 30u * 24 * 3600;

    NodeId friendId;
    std::uint32_t quotaKib = 0;
    std::uint32_t letters = 0;
    /// Seconds since 1970; issued < expires <= issued + TermMax.
    std::uint32_t issued = 0;
    std::uint32_t expires = 0;
    Signature signature;

    bool operator==(const Grant&) const = default;

    /// Signs for `owner` with the friend's key, whose id must be friendId (asserts).
    void sign(const NodeId& owner, const crypto::SigningKey& friendKey);
    /// The friend's signature and the term are right for this owner. Says nothing about the time
    /// now.
    [[nodiscard]] bool verify(const NodeId& owner) const;
    GrantId grantId(const NodeId& owner) const;

    void write(wire::Writer& writer) const;
    static Grant read(wire::Reader& reader);
    /// By itself, as it is stored.
    Bytes encode() const;
    static std::optional<Grant> decode(ByteView bytes);
};

}  // namespace vos::identity
