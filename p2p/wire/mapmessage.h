#pragma once

// Messages by which the VOS Map spreads and repairs itself; p2p/README.md has their bytes. They are
// alternatives of wire::Message, split off for their number.

#include "p2p/base/bytes.h"
#include "p2p/base/ids.h"
#include "p2p/wire/packet.h"
#include "p2p/wire/reader.h"
#include "p2p/wire/writer.h"

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

namespace vos::wire {

/// Names a question, chosen by who asks.
using Token = std::uint32_t;

/// Announcements that go together; about two datagrams.
inline constexpr std::size_t AnnounceMax = 9;
/// Entries of one RECORDS: about 16 KiB, as much as one CARDS.
inline constexpr std::size_t RecordsMax = 64;
inline constexpr std::size_t CardsMax = 16;
/// Hints that go together: 1 KiB.
inline constexpr std::size_t HintsMax = 128;
/// Nodes of one NODES.
inline constexpr std::size_t ContactNodesMax = 32;
/// Ranges compared in one RANGES, and records one of them may list.
inline constexpr std::size_t RangeItemsMax = 64;
inline constexpr std::size_t RangeListMax = 64;
/// Deepest prefix a range may have.
inline constexpr unsigned RangeDepthMax = 48;

/// The first 8 bytes of an id as a number, first byte highest, so that numbers order as ids do.
constexpr std::uint64_t headOf(ByteView id)
{
    std::uint64_t head = 0;
    for (std::size_t i = 0; i < 8; ++i)
        head = head << 8 | std::to_integer<std::uint64_t>(id[i]);
    return head;
}
inline std::uint64_t headOf(const NodeId& id)
{
    return headOf(id.view());
}

/// All ids whose first `depth` bits are those of `prefix`; its other bits are zero.
struct IdRange {
    std::uint64_t prefix = 0;
    std::uint8_t depth = 0;

    bool operator==(const IdRange&) const = default;
};

/// A record's first part and how long ago it was heard from its owner.
struct HeardWhereabouts {
    std::uint32_t heardSecondsAgo = 0;
    Bytes whereabouts;  ///< full or short form

    bool operator==(const HeardWhereabouts&) const = default;
};

/// First message of each side, and again when what it says has changed.
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

/// Names one announcement in 8 bytes.
struct Hint {
    std::uint64_t head = 0;  ///< of the id; its last 16 bits are zero
    std::uint16_t seq = 0;   ///< the last 16 bits of the seq

    bool operator==(const Hint&) const = default;
};

/// The sender holds these records, newly.
struct Hints {
    std::vector<Hint> hints;  ///< 1 to HintsMax

    bool operator==(const Hints&) const = default;
};

/// Send these; answered by ANNOUNCE.
struct Want {
    bool full = false;        ///< the short form was of no use: an older one is not held
    std::vector<Hint> hints;  ///< 1 to HintsMax

    bool operator==(const Want&) const = default;
};

struct Find {
    Token token = 0;
    NodeId id;
    bool byHead = false;  ///< only its first 8 bytes are known; the others are zero

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

/// Which long-lived nodes of this zone can be reached? Answered by NODES.
struct Contacts {
    Token token = 0;
    IdRange range;

    bool operator==(const Contacts&) const = default;
};

struct Nodes {
    Token token = 0;
    std::vector<NodePlace> nodes;  ///< at most ContactNodesMax

    bool operator==(const Nodes&) const = default;
};

/// What did you receive in the last `seconds` of these ids? In order of ids, after `after` (zero:
/// from the first).
struct Tail {
    Token token = 0;
    std::uint32_t seconds = 0;
    NodeId after;
    IdRange range;
    /// The asker holds older records of most of these ids: the short forms will do.
    bool brief = false;

    bool operator==(const Tail&) const = default;
};

/// At most RecordsMax; `next` is the cursor to ask on with, absent at the end.
struct Records {
    Token token = 0;
    std::vector<HeardWhereabouts> records;
    std::optional<NodeId> next;

    bool operator==(const Records&) const = default;
};

/// One range of ids as its sender has it: sums of its 16 or 64 equal parts, or its records.
struct RangeItem {
    struct Entry {
        std::uint64_t head = 0;  ///< its last 16 bits are zero
        std::uint32_t seq = 0;   ///< the seq in steps of 16 ms, its last 32 bits

        bool operator==(const Entry&) const = default;
    };
    IdRange range;
    std::variant<std::vector<std::uint64_t>, std::vector<Entry>> content;

    bool operator==(const RangeItem&) const = default;
};

struct Ranges {
    std::vector<RangeItem> items;  ///< 1 to RangeItemsMax

    bool operator==(const Ranges&) const = default;
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

// The fields after the type byte; limits are kept (asserts).
void write(Writer& writer, const Hello& m);
void write(Writer& writer, const Announce& m);
void write(Writer& writer, const Hints& m);
void write(Writer& writer, const Want& m);
void write(Writer& writer, const Find& m);
void write(Writer& writer, const Found& m);
void write(Writer& writer, const Contacts& m);
void write(Writer& writer, const Nodes& m);
void write(Writer& writer, const Tail& m);
void write(Writer& writer, const Records& m);
void write(Writer& writer, const Ranges& m);
void write(Writer& writer, const CardRequest& m);
void write(Writer& writer, const Cards& m);

// The mirror of each; on bad input `reader` has failed.
Hello readHello(Reader& reader);
Announce readAnnounce(Reader& reader);
Hints readHints(Reader& reader);
Want readWant(Reader& reader);
Find readFind(Reader& reader);
Found readFound(Reader& reader);
Contacts readContacts(Reader& reader);
Nodes readNodes(Reader& reader);
Tail readTail(Reader& reader);
Records readRecords(Reader& reader);
Ranges readRanges(Reader& reader);
CardRequest readCardRequest(Reader& reader);
Cards readCards(Reader& reader);

}  // namespace vos::wire
