#pragma once

// Strong types for the fixed-size names of things, so that a letter id is never passed for a node.

#include "p2p/base/bytes.h"

#include <algorithm>
#include <compare>
#include <cstring>
#include <functional>

namespace vos {

/// N bytes that name one kind of thing. Ordered as unsigned bytes, hashable, zero by default.
template <typename Tag, std::size_t N>
struct Id {
    static constexpr std::size_t Size = N;
    ByteArray<N> bytes{};

    auto operator<=>(const Id&) const = default;
    bool isZero() const
    {
        return std::all_of(bytes.begin(), bytes.end(),
                           [](std::byte b) { return b == std::byte{0}; });
    }
    ByteView view() const { return bytes; }
    /// Nothing unless `view` has exactly N bytes.
    static std::optional<Id> from(ByteView view)
    {
        if (view.size() != N)
            return std::nullopt;
        Id id;
        std::copy(view.begin(), view.end(), id.bytes.begin());
        return id;
    }
};

/// Identity key IK: the Ed25519 public key a VOS address encodes.
using NodeId = Id<struct NodeIdTag, 32>;
/// X25519 public key (session key S, letter key L, prekeys).
using ExchangeKey = Id<struct ExchangeKeyTag, 32>;
/// H("VOS/letter-id/1", all bytes of the letter).
using LetterId = Id<struct LetterIdTag, 32>;
/// Random name of one message, the same in every letter it is sealed as.
using MessageId = Id<struct MessageIdTag, 16>;
/// Start of H("VOS/conv/1", both IKs in byte order).
using ConversationId = Id<struct ConversationIdTag, 16>;
/// Random name of one end of a session, new with every handshake.
using ConnectionId = Id<struct ConnectionIdTag, 8>;
/// Ed25519 signature.
using Signature = Id<struct SignatureTag, 64>;

}  // namespace vos

template <typename Tag, std::size_t N>
struct std::hash<vos::Id<Tag, N>> {
    std::size_t operator()(const vos::Id<Tag, N>& id) const noexcept
    {
        // Ids are hashes, keys or random bytes; a peer can choose some of them, so all bytes count.
        std::size_t h = 1469598103934665603ull;
        for (std::size_t i = 0; i + 8 <= N; i += 8) {
            std::uint64_t word;
            std::memcpy(&word, id.bytes.data() + i, 8);
            h = (h ^ word) * 1099511628211ull;
            h ^= h >> 29;
        }
        return h;
    }
};
