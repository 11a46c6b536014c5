#pragma once

// The signed words of custody. Each stands by itself: whoever holds one can show it to anybody and
// nobody can take it for another, since every kind has a label of its own and one length. None
// names a sender or a content. Decoding checks form and limits alone; call verify() before
// believing it.

#include "p2p/base/ids.h"
#include "p2p/crypto/sign.h"
#include "p2p/identity/grant.h"
#include "p2p/wire/message.h"

#include <cstdint>
#include <optional>
#include <span>

namespace vos::friendvos {

/// "I have stored this letter durably." By the Friend VOS, after its commit; makes a message held.
struct CustodyReceipt {
    static constexpr std::size_t Size = wire::CustodySize;

    NodeId friendId;
    NodeId owner;
    LetterId letter;
    std::uint32_t size = 0;       ///< bytes of the letter
    std::uint64_t storedAt = 0;   ///< seconds since 1970, by the friend's clock
    std::uint64_t keepUntil = 0;  ///< the same
    Signature signature;

    bool operator==(const CustodyReceipt&) const = default;
    /// Label VOS/custody/1. The key is that of `friendId` (asserts), here and below.
    void sign(const crypto::SigningKey& key);
    [[nodiscard]] bool verify() const;
    ByteArray<Size> encode() const;
    static std::optional<CustodyReceipt> decode(ByteView bytes);
};

enum class RefusalReason : std::uint8_t {
    Full = 1,        ///< of the owner, of the sender's slot, or of strangers together
    NotFriend = 2,   ///< no grant for this owner
    Revoked = 3,     ///< there was one; its end goes with the answer
    SlotClosed = 4,  ///< the owner gave no such slot, or took it back
    TooLarge = 5,    ///< a stranger's letter over 4 KiB
    NeedsWork = 6,   ///< a stranger's letter without work
    Storage = 7,     ///< the disk is full or fails
};

/// "I do not keep this letter", with the reason.
struct Refusal {
    static constexpr std::size_t Size = wire::RefusalSize;

    NodeId friendId;
    NodeId owner;
    LetterId letter;
    RefusalReason reason = RefusalReason::Full;
    std::uint64_t at = 0;  ///< seconds since 1970, by the friend's clock
    Signature signature;

    bool operator==(const Refusal&) const = default;
    /// Label VOS/refuse/1.
    void sign(const crypto::SigningKey& key);
    [[nodiscard]] bool verify() const;
    ByteArray<Size> encode() const;
    static std::optional<Refusal> decode(ByteView bytes);
};

/// "These and no other letters I hold for you now." A custody receipt and a later list without its
/// letter prove a loss.
struct CustodyList {
    static constexpr std::size_t Size = wire::CustodyListSize;

    NodeId friendId;
    NodeId owner;
    std::uint64_t at = 0;  ///< seconds since 1970, by the friend's clock
    std::uint32_t count = 0;
    ByteArray<32> hash{};  ///< hashOf(ids)
    Signature signature;

    bool operator==(const CustodyList&) const = default;
    /// H("VOS/list-ids/1", the ids in the order they are named).
    static ByteArray<32> hashOf(std::span<const LetterId> ids);
    /// Label VOS/list/1.
    void sign(const crypto::SigningKey& key);
    [[nodiscard]] bool verify() const;
    ByteArray<Size> encode() const;
    static std::optional<CustodyList> decode(ByteView bytes);
};

enum class RecallOutcome : std::uint8_t {
    Erased = 1,      ///< nobody fetched it before
    HandedOver = 2,  ///< its recipient has it, or may have it, already
    Unknown = 3,     ///< not here, or the secret is not the one it was deposited with
};

/// What became of a recalled letter.
struct RecallAnswer {
    static constexpr std::size_t Size = wire::RecalledSize;

    NodeId friendId;
    NodeId owner;  ///< zeros where the letter is unknown
    LetterId letter;
    RecallOutcome outcome = RecallOutcome::Unknown;
    std::uint64_t at = 0;  ///< seconds since 1970, by the friend's clock
    Signature signature;

    bool operator==(const RecallAnswer&) const = default;
    /// Label VOS/recalled/1.
    void sign(const crypto::SigningKey& key);
    [[nodiscard]] bool verify() const;
    ByteArray<Size> encode() const;
    static std::optional<RecallAnswer> decode(ByteView bytes);
};

/// Secret a sender keeps, and what of it stands in the deposit: H("VOS/recall/1", secret).
using RecallSecret = ByteArray<16>;
ByteArray<32> recallHash(const RecallSecret& secret);

enum class Party : std::uint8_t { Owner = 1, Friend = 2 };

/// The end of a grant before its term, by the word of either side.
struct Revocation {
    static constexpr std::size_t Size = wire::RevocationSize;

    NodeId owner;
    NodeId friendId;
    identity::GrantId grant;
    Party by = Party::Friend;
    std::uint64_t at = 0;  ///< seconds since 1970, by the clock of who ended it
    Signature signature;

    bool operator==(const Revocation&) const = default;
    const NodeId& signer() const { return by == Party::Owner ? owner : friendId; }
    /// Label VOS/revoke/1; the key is that of signer() (asserts).
    void sign(const crypto::SigningKey& key);
    [[nodiscard]] bool verify() const;
    ByteArray<Size> encode() const;
    static std::optional<Revocation> decode(ByteView bytes);
};

}  // namespace vos::friendvos
