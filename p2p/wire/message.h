#pragma once

// Messages between two nodes inside a session, one on a reliable channel each: a type byte and its
// fields. Records, cards, letters and receipts travel as the bytes their own rooms read; here only
// their lengths are checked. What is too long, too short, not in its one form or followed by more
// gives nothing.

#include "p2p/base/bytes.h"
#include "p2p/base/endpoint.h"
#include "p2p/base/ids.h"
#include "p2p/base/time.h"
#include "p2p/wire/mapmessage.h"
#include "p2p/wire/natmessage.h"
#include "p2p/wire/packet.h"
#include "p2p/wire/reachmessage.h"

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
    Deposit = 12,
    Custody = 13,
    Refusal = 14,
    CustodyList = 15,
    HeldIds = 16,
    AskNews = 17,
    News = 18,
    Recall = 19,
    Recalled = 20,
    Revoked = 21,
    AskCustody = 22,
    CustodyState = 23,
    Missing = 24,
    Hints = 25,
    Want = 26,
    Contacts = 27,
    Nodes = 28,
    Ranges = 29,
    RelayTerms = 30,
    RelayOpen = 31,
    RelayClosed = 32,
    Candidates = 33,
    Introduce = 34,
    Introduced = 35,
    DialBack = 36,
    DialBackDone = 37,
    ProbeFor = 38,
    ProbeSent = 39,
    ProbeLater = 40,
};

/// Outer 56, Noise 96, payload 256–61 440.
inline constexpr std::size_t LetterSizeMin = 408;
inline constexpr std::size_t LetterSizeMax = 61592;
/// Recipient 32, verdict 1, count 1, ids 1–32 × 32, signature 64.
inline constexpr std::size_t ReceiptSizeMin = 130;
inline constexpr std::size_t ReceiptSizeMax = 1122;

/// The signed words of custody (p2p/friendvos/custody.h); each has exactly this length.
inline constexpr std::size_t CustodySize = 180;
inline constexpr std::size_t RefusalSize = 169;
inline constexpr std::size_t CustodyListSize = 172;
inline constexpr std::size_t RecalledSize = 169;
inline constexpr std::size_t RevocationSize = 153;
/// Ids of one HELD IDS: 8 KiB.
inline constexpr std::size_t HeldIdsMax = 256;
inline constexpr std::size_t NewsMax = 32;
inline constexpr std::size_t MissingMax = 64;
/// Longest a letter may be kept, in seconds: 30 days.
inline constexpr std::uint32_t KeepSecondsMax = 30u * 24 * 3600;

/// Longest message: a DEPOSIT with the longest letter.
inline constexpr std::size_t MessageSizeMax = 1 + 64 + LetterSizeMax;

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

// ---- custody: p2p/README.md, "Friend VOS" ------------------------------------------------------

/// Keep this letter for its recipient. Answered by CUSTODY once it is durable, or REFUSAL.
struct Deposit {
    std::uint32_t slot = 0;         ///< the recipient gave it to the sender; 0: a stranger
    ByteArray<16> slotTag{};        ///< friendvos::slotTag(); zeros with slot 0
    ByteArray<8> work{};            ///< for strangers; zeros where none is asked for
    ByteArray<32> recallHash{};     ///< of the secret that may recall it
    std::uint32_t keepSeconds = 0;  ///< 1 to KeepSecondsMax; a term, since clocks differ
    Bytes letter;

    bool operator==(const Deposit&) const = default;
};

/// CustodyReceipt, encoded.
struct Custody {
    ByteArray<CustodySize> receipt{};
    bool operator==(const Custody&) const = default;
};

/// friendvos::Refusal, encoded; a revocation follows where that is the reason.
struct Refusal {
    ByteArray<RefusalSize> refusal{};
    std::optional<ByteArray<RevocationSize>> revocation;
    bool operator==(const Refusal&) const = default;
};

/// friendvos::CustodyList, encoded: how many letters are held for the receiver. HELD IDS follow.
struct CustodyList {
    ByteArray<CustodyListSize> list{};
    bool operator==(const CustodyList&) const = default;
};

/// The next ids of the list, oldest letter first.
struct HeldIds {
    std::vector<LetterId> ids;  ///< 1 to HeldIdsMax
    bool operator==(const HeldIds&) const = default;
};

/// What became of these letters? Knowing an id is the right to ask.
struct AskNews {
    std::vector<LetterId> ids;  ///< 1 to NewsMax
    bool operator==(const AskNews&) const = default;
};

enum class LetterFate : std::uint8_t {
    Unknown = 0,
    Held = 1,
    HandedOver = 2,  ///< sent to its recipient, whose receipt is not here yet
    Settled = 3,     ///< the recipient's receipt is here and goes in a RECEIPT of its own
    Erased = 4,      ///< recalled
    Expired = 5,
};

struct News {
    struct Entry {
        LetterId id;
        LetterFate fate = LetterFate::Unknown;
        bool operator==(const Entry&) const = default;
    };
    std::vector<Entry> entries;  ///< 1 to NewsMax
    bool operator==(const News&) const = default;
};

/// Erase this letter. `secret` hashes to the deposit's recallHash.
struct Recall {
    LetterId id;
    ByteArray<16> secret{};
    bool operator==(const Recall&) const = default;
};

/// friendvos::RecallAnswer, encoded.
struct Recalled {
    ByteArray<RecalledSize> answer{};
    bool operator==(const Recalled&) const = default;
};

/// friendvos::Revocation, encoded.
struct Revoked {
    ByteArray<RevocationSize> revocation{};
    bool operator==(const Revoked&) const = default;
};

/// An owner asks its Friend VOS how things stand.
struct AskCustody {
    Token token = 0;
    bool operator==(const AskCustody&) const = default;
};

struct CustodyState {
    Token token = 0;
    bool active = false;     ///< a grant of ours for the asker is valid now
    bool accepting = false;  ///< a letter would be taken now: there is room, the disk works
    std::uint32_t quotaKib = 0;
    std::uint32_t usedKib = 0;
    std::uint32_t lettersMax = 0;
    std::uint32_t letters = 0;
    std::uint32_t expires = 0;      ///< of the grant, seconds since 1970; 0: none
    std::uint64_t clockMillis = 0;  ///< since 1970, below 2^48

    bool operator==(const CustodyState&) const = default;
};

/// Messages of the receiver to us that never came: it sends them again or says they are gone.
struct Missing {
    std::vector<std::uint64_t> sequences;  ///< 1 to MissingMax, rising, below 2^53
    bool operator==(const Missing&) const = default;
};

/// A type that a newer peer knows; to be passed over.
struct UnknownMessage {
    std::uint8_t type = 0;

    bool operator==(const UnknownMessage&) const = default;
};

using Message =
    std::variant<Hello, Announce, Find, Found, Tail, Records, CardRequest, Cards, Letter, Receipt,
                 Offer, Deposit, Custody, Refusal, CustodyList, HeldIds, AskNews, News, Recall,
                 Recalled, Revoked, AskCustody, CustodyState, Missing, Hints, Want, Contacts, Nodes,
                 Ranges, RelayTerms, RelayOpen, RelayClosed, Candidates, Introduce, Introduced,
                 DialBack, DialBackDone, ProbeFor, ProbeSent, ProbeLater, UnknownMessage>;

/// Limits are kept, and it is no UnknownMessage (asserts).
Bytes encodeMessage(const Message& message);
std::optional<Message> decodeMessage(ByteView bytes);

}  // namespace vos::wire
