#pragma once

// Card: the signed part of an identity's record that changes rarely: name, keys that seal letters,
// Friend VOS. 171–1115 bytes, one encoding only. It is read from strangers: lengths are bounded,
// and what does not re-encode to the same bytes is refused.

#include "p2p/base/ids.h"
#include "p2p/crypto/sign.h"
#include "p2p/identity/grant.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace vos::identity {

/// Start of H("VOS/card-hash/1", the encoded Card); stands in the Whereabouts.
using CardHash = Id<struct CardHashTag, 8>;

struct Card {
    static constexpr std::size_t SizeMin = 171;
    static constexpr std::size_t SizeMax = 1115;
    static constexpr std::size_t GrantsMax = 8;
    static constexpr std::uint8_t Version = 1;

    NodeId id;
    /// Rises with every change; the higher one counts.
    std::uint32_t number = 0;
    /// Passes checkName(); empty if the owner tells none in public.
    std::string name;
    /// L: authenticates the owner as a sender of letters.
    ExchangeKey letterKey;
    /// PPK and the minute since 1970 it was made in.
    std::uint32_t prekeyMade = 0;
    ExchangeKey prekey;
    std::vector<Grant> grants;
    Signature signature;

    bool operator==(const Card&) const = default;

    /// Signs with the owner's key, whose id must be `id` (asserts).
    void sign(const crypto::SigningKey& key);
    /// The owner's signature. Each grant is checked where it is used (Grant::verify).
    [[nodiscard]] bool verify() const;

    /// The name passes checkName() and there are at most GrantsMax grants (asserts).
    Bytes encode() const;
    /// Form and limits; nothing unless encode() gives the same bytes again. Signatures are not
    /// checked: call verify() before believing it.
    static std::optional<Card> decode(ByteView bytes);
    CardHash hash() const;
    /// The same of what encode() gave.
    static CardHash hashOf(ByteView encoded);
};

/// True if `a` replaces `b` of the same id: higher number, or the same number, other bytes and the
/// lexically smaller signature.
bool newer(const Card& a, const Card& b);

}  // namespace vos::identity
