#pragma once

// Messages between two nodes inside a session, one on a reliable channel each: a type byte and its
// fields. Records, cards, letters and receipts travel as the bytes their own rooms read; here only
// their lengths are checked. What is too long, too short, not in its one form or followed by more
// gives nothing.

#include "p2p/base/bytes.h"
#include "p2p/base/endpoint.h"
#include "p2p/base/ids.h"
#include "p2p/base/time.h"
#include "p2p/wire/packet.h"

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

namespace vos::wire {

enum class MessageType : std::uint8_t {
    Hello = 1,
    Announce = 2,
    Find = 3,
    Found = 4,
    Tail = 5,
    Records = 6,
    CardRequest = 7,
    Cards = 8,
    Letter = 9,
    Receipt = 10,
    Offer = 11,
};

/// Outer 56, Noise 96, payload 256–61 440.
inline constexpr std::size_t LetterSizeMin = 408;
inline constexpr std::size_t LetterSizeMax = 61592;
/// Recipient 32, verdict 1, count 1, ids 1–32 × 32, signature 64.
inline constexpr std::size_t ReceiptSizeMin = 130;
inline constexpr std::size_t ReceiptSizeMax = 1122;

/// Announcements that go together; about two datagrams.
inline constexpr std::size_t AnnounceMax = 9;
/// Entries of one RECORDS: about 16 KiB, as much as one CARDS.
inline constexpr std::size_t RecordsMax = 64;
inline constexpr std::size_t CardsMax = 16;
/// Longest message: type, work nonce, the longest letter.
inline constexpr std::size_t MessageSizeMax = 1 + 8 + LetterSizeMax;

/// Names a question, chosen by who asks.
using Token = std::uint32_t;

/// A record's first part and how long ago it was heard from its owner.
struct HeardWhereabouts {
    std::uint32_t heardSecondsAgo = 0;
    Bytes whereabouts;  ///< full or short form

    bool operator==(const HeardWhereabouts&) const = default;
};

/// First message of each side.
struct Hello {
    std::uint8_t cover = 0;
    std::uint8_t depth = 0;  ///< L
    std::uint32_t sizeEstimate = 0;
    std::uint64_t mapSum = 0;
    std::uint32_t uptimeSeconds = 0;
    bool reachable = false;
    std::uint64_t clockMillis = 0;  ///< since 1970, below 2^48
    std::optional<Endpoint> seen;   ///< where the sender sees the receiver
    std::uint64_t heldSeq = 0;      ///< of the receiver's Whereabouts, below 2^48; 0: none
    std::uint32_t heldCard = 0;     ///< number of the receiver's Card; 0: none

    bool operator==(const Hello&) const = default;
};

/// 1–9 records.
struct Announce {
    std::vector<HeardWhereabouts> records;

    bool operator==(const Announce&) const = default;
};

struct Find {
    Token token = 0;
    NodeId id;

    bool operator==(const Find&) const = default;
};

/// Either the record, or nodes that may know (none: nothing is known).
struct Found {
    struct Record {
        HeardWhereabouts heard;
        Bytes card;  ///< empty: not held

        bool operator==(const Record&) const = default;
    };
    Token token = 0;
    std::variant<Record, std::vector<NodePlace>> content;

    bool operator==(const Found&) const = default;
};

/// What did you receive in the last `seconds`? In order of ids, after `after` (zero: from the
/// first).
struct Tail {
    Token token = 0;
    std::uint32_t seconds = 0;
    NodeId after;

    bool operator==(const Tail&) const = default;
};

/// At most RecordsMax; `next` is the cursor to ask on with, absent at the end.
struct Records {
    Token token = 0;
    std::vector<HeardWhereabouts> records;
    std::optional<NodeId> next;

    bool operator==(const Records&) const = default;
};

/// 1–16 ids.
struct CardRequest {
    std::vector<NodeId> ids;

    bool operator==(const CardRequest&) const = default;
};

/// At most 16 cards; those not held are left out.
struct Cards {
    std::vector<Bytes> cards;

    bool operator==(const Cards&) const = default;
};

struct Letter {
    ByteArray<8> work{};  ///< zeros where none is asked for
    Bytes letter;

    bool operator==(const Letter&) const = default;
};

struct Receipt {
    Bytes receipt;

    bool operator==(const Receipt&) const = default;
};

/// The sender's newest prekey for the receiver alone.
struct Offer {
    std::uint32_t number = 0;  ///< from 1
    ExchangeKey key;

    bool operator==(const Offer&) const = default;
};

/// A type that a newer peer knows; to be passed over.
struct UnknownMessage {
    std::uint8_t type = 0;

    bool operator==(const UnknownMessage&) const = default;
};

using Message = std::variant<Hello, Announce, Find, Found, Tail, Records, CardRequest, Cards,
                             Letter, Receipt, Offer, UnknownMessage>;

/// Limits are kept, and it is no UnknownMessage (asserts).
Bytes encodeMessage(const Message& message);
std::optional<Message> decodeMessage(ByteView bytes);

}  // namespace vos::wire
