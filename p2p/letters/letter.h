#pragma once

// A letter: one message sealed for one person, the same bytes whether it goes straight to them or
// waits with somebody else. On the way only the outer part can be read: for whom, until when, how
// long. Noise X over a prekey of the recipient hides the rest, proves the sender's letter key L to
// the recipient and to nobody else, and lets each letter be opened by itself in any order.

#include "p2p/base/bytes.h"
#include "p2p/base/ids.h"
#include "p2p/base/rng.h"
#include "p2p/base/time.h"
#include "p2p/crypto/exchange.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace vos::letters {

inline constexpr std::uint8_t LetterVersion = 1;
/// Noise_X_25519_ChaChaPoly_SHA256.
inline constexpr std::uint8_t LetterSuite = 1;

inline constexpr std::size_t OuterSize = 56;
/// Payloads are filled up to 256, 512, … 32 768 or this, so that lengths tell little; two datagram
/// sizes below the longest Noise message.
inline constexpr std::size_t PayloadSizeMin = 256;
inline constexpr std::size_t PayloadSizeMax = 61440;
/// Outer, e 32, L 48, tag 16.
inline constexpr std::size_t LetterOverhead = OuterSize + 96;
inline constexpr std::size_t LetterSizeMin = LetterOverhead + PayloadSizeMin;
inline constexpr std::size_t LetterSizeMax = LetterOverhead + PayloadSizeMax;

inline constexpr std::size_t CustodyNotesMax = 4;
/// All of a payload but notes, body and filling.
inline constexpr std::size_t PayloadFixedSize = 139;
inline constexpr std::size_t BodySizeMax = PayloadSizeMax - PayloadFixedSize - CustodyNotesMax * 64;
/// Bound on sequence and lamport numbers: exact in every format they pass through. A sender stays
/// at it rather than going beyond.
inline constexpr std::uint64_t CounterMax = (std::uint64_t{1} << 53) - 1;
/// Bound on times in a letter, ms since 1970: calculating with them cannot overflow.
inline constexpr std::int64_t TimeMax = (std::int64_t{1} << 48) - 1;

using Hint = Id<struct HintTag, 8>;

/// What everybody on the way can read.
struct Outer {
    NodeId recipient;
    Hint hint;
    std::uint64_t expiresSeconds = 0;  ///< since 1970, a whole hour
    std::uint32_t length = 0;          ///< of the Noise message that follows

    bool operator==(const Outer&) const = default;
};

/// The outer part and the ephemeral key of a letter.
struct LetterHead {
    Outer outer;
    ExchangeKey ephemeral;

    bool operator==(const LetterHead&) const = default;
};

/// H("VOS/letter-id/1", all bytes).
LetterId letterId(ByteView letter);
/// Start of H("VOS/conv/1", both ids in byte order); the same for both.
ConversationId conversationId(const NodeId& a, const NodeId& b);
/// The head of a letter whose form, length and expiry are sound; nothing else is known of it then.
std::optional<LetterHead> peek(ByteView letter);
/// The hint of a letter with this ephemeral key for this prekey. Only who knows the prekey can
/// tell.
Hint hintFor(const ExchangeKey& prekey, const ExchangeKey& ephemeral);
/// This prekey is probably the one the letter is sealed to.
inline bool isFor(const LetterHead& head, const ExchangeKey& prekey)
{
    return head.outer.hint == hintFor(prekey, head.ephemeral);
}

/// The sender's newest prekey for the recipient; number 0: none offered.
struct PrekeyOffer {
    std::uint32_t number = 0;
    ExchangeKey key;

    bool operator==(const PrekeyOffer&) const = default;
};

/// This letter of ours should be lying with that friend.
struct CustodyNote {
    NodeId friendId;
    LetterId letter;

    bool operator==(const CustodyNote&) const = default;
};

struct Payload {
    std::uint8_t kind = 0;  ///< unknown ones pass
    NodeId sender;
    std::uint32_t cardNumber = 0;  ///< of the sender's card, which names L
    MessageId message;
    ConversationId conversation;
    std::uint64_t sequence = 0;  ///< up to CounterMax
    std::uint64_t lamport = 0;   ///< up to CounterMax
    WallTime sentAt;             ///< 1970 up to TimeMax
    PrekeyOffer offer;
    std::uint32_t oldestNeeded = 0;  ///< lowest number of a prekey the sender may still be using
    std::vector<CustodyNote> notes;  ///< at most CustodyNotesMax
    Bytes body;                      ///< at most BodySizeMax; see body.h

    bool operator==(const Payload&) const = default;
};

/// Size class of a payload with so many bytes of content: 256 · 2^n, or PayloadSizeMax. `content`
/// is at most that (asserts).
std::size_t paddedSize(std::size_t content);
/// Filled up to its size class. Limits are kept (asserts).
Bytes encodePayload(const Payload& payload);
/// Nothing unless it is exactly what encodePayload() makes.
std::optional<Payload> decodePayload(ByteView bytes);

struct Recipient {
    NodeId id;
    ExchangeKey prekey;
};

/// The letter; nothing if the prekey cannot be used (of low order). `expires` (1970 up to TimeMax)
/// is rounded up to an hour.
std::optional<Bytes> seal(const crypto::ExchangePair& senderLetterKey, const Recipient& to,
                          const Payload& payload, WallTime expires, Rng& rng);

struct Opened {
    Payload payload;
    /// L, proven. Whether it is payload.sender's own tells that one's card.
    ExchangeKey senderLetterKey;
};
/// Nothing if it is not sealed to this prekey, was changed anywhere, or holds no sound payload.
std::optional<Opened> open(ByteView letter, const crypto::ExchangePair& prekey);

}  // namespace vos::letters
