#pragma once

// What stands in the body of a letter, for each kind. They come from people we may not know: every
// length is bounded, texts are UTF-8, and what is not in its one form gives nothing.

#include "p2p/base/bytes.h"
#include "p2p/base/ids.h"
#include "p2p/identity/grant.h"
#include "p2p/wire/message.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace vos::letters {

/// Bytes of UTF-8 in a message, or of data.
inline constexpr std::size_t TextSizeMax = 60000;
inline constexpr std::size_t DataSizeMax = 60000;
/// What comes with a contact request.
inline constexpr std::size_t NoteSizeMax = 1024;
inline constexpr std::size_t UnopenedMax = 64;
inline constexpr std::size_t GoneMax = 64;
/// What comes with a Friend VOS request.
inline constexpr std::size_t FriendMessageSizeMax = 512;
/// Slots of one list: 2 000 × 20 bytes.
inline constexpr std::size_t SlotsMax = 2000;

/// Contact request and its acceptance: all the other side needs to write back.
struct IntroductionBody {
    Bytes whereabouts;  ///< full form, 154–246 bytes; not checked further
    Bytes card;         ///< 171–1115 bytes; not checked further
    std::string name;   ///< as the sender wants to be called; passes identity::checkName()
    std::string note;   ///< at most NoteSizeMax bytes
    std::uint32_t slot = 0;          ///< deposit slot given to the receiver; 0: none
    ByteArray<32> slotSecret{};      ///< zeros with slot 0

    bool operator==(const IntroductionBody&) const = default;
    /// Limits are kept (asserts), here and below.
    Bytes encode() const;
    static std::optional<IntroductionBody> decode(ByteView bytes);
};

/// Has nothing to say.
struct DeclineBody {
    bool operator==(const DeclineBody&) const = default;
    Bytes encode() const { return {}; }
    static std::optional<DeclineBody> decode(ByteView bytes);
};

struct TextBody {
    std::string text;  ///< 1 to TextSizeMax bytes
    std::optional<MessageId> replyTo;

    bool operator==(const TextBody&) const = default;
    Bytes encode() const;
    static std::optional<TextBody> decode(ByteView bytes);
};

struct DataBody {
    Bytes data;  ///< at most DataSizeMax
    std::optional<MessageId> replyTo;

    bool operator==(const DataBody&) const = default;
    Bytes encode() const;
    static std::optional<DataBody> decode(ByteView bytes);
};

// What is done to a message after it was sent. Each begins with a version, now 1: programs that do
// not know the kind, or the version, leave the message as it was.

/// A new text for an earlier message of the sender. The highest revision wins.
struct EditBody {
    MessageId target;
    std::uint64_t revision = 0;  ///< 1 to CounterMax; ms since 1970 where the clock allows
    std::string text;            ///< 1 to TextSizeMax bytes

    bool operator==(const EditBody&) const = default;
    Bytes encode() const;
    static std::optional<EditBody> decode(ByteView bytes);
};

/// An earlier message of the sender is to be gone for both. Final.
struct TakeBackBody {
    MessageId target;

    bool operator==(const TakeBackBody&) const = default;
    Bytes encode() const;
    static std::optional<TakeBackBody> decode(ByteView bytes);
};

/// All the sender has put to a message, of whichever side. The highest revision wins.
struct ReactionBody {
    MessageId target;
    std::uint64_t revision = 0;      ///< as of an edit
    std::vector<std::string> emoji;  ///< passes areReactions()

    bool operator==(const ReactionBody&) const = default;
    Bytes encode() const;
    static std::optional<ReactionBody> decode(ByteView bytes);
};
inline constexpr std::size_t ReactionsMax = 8;
inline constexpr std::size_t ReactionSizeMax = 32;  ///< bytes of UTF-8: families with skin tones
/// At most ReactionsMax, each once, each 1 to ReactionSizeMax bytes of UTF-8 with nothing of
/// ASCII in it but what begins a keycap.
bool areReactions(const std::vector<std::string>& emoji);

/// The receiver's messages up to this sequence number were read.
struct ReadMarkBody {
    std::uint64_t sequence = 0;

    bool operator==(const ReadMarkBody&) const = default;
    Bytes encode() const;
    static std::optional<ReadMarkBody> decode(ByteView bytes);
};

/// What the sender keeps out of its public Card, for its contacts: all of it. A higher number
/// replaces the one before.
struct ProfileBody {
    static constexpr std::size_t GrantsMax = 8;

    std::uint32_t number = 0;
    std::string name;  ///< passes identity::checkName(); empty: the Card's stands
    std::vector<identity::Grant> grants;  ///< its Friend VOS, at most GrantsMax; none: the Card's

    bool operator==(const ProfileBody&) const = default;
    Bytes encode() const;
    static std::optional<ProfileBody> decode(ByteView bytes);
};

/// Letters of the receiver that could not be opened; the new key is the offer of the payload.
struct KeyRefreshBody {
    std::vector<LetterId> unopened;  ///< at most UnopenedMax

    bool operator==(const KeyRefreshBody&) const = default;
    Bytes encode() const;
    static std::optional<KeyRefreshBody> decode(ByteView bytes);
};

/// Sequence numbers of the sender that will never come (failed or cancelled).
struct GoneBody {
    std::vector<std::uint64_t> sequences;  ///< 1 to GoneMax, rising

    bool operator==(const GoneBody&) const = default;
    Bytes encode() const;
    static std::optional<GoneBody> decode(ByteView bytes);
};

// ---- Friend VOS -------------------------------------------------------------------------------

/// "Will you keep messages for me?" Strangers may ask, with work.
struct FriendRequestBody {
    Bytes whereabouts;           ///< full form; not checked further
    Bytes card;                  ///< not checked further
    std::string name;            ///< as the sender wants to be called; passes checkName()
    std::string message;         ///< at most FriendMessageSizeMax bytes of UTF-8
    std::uint32_t quotaKib = 0;  ///< asked for; 0: as the friend likes

    bool operator==(const FriendRequestBody&) const = default;
    Bytes encode() const;
    static std::optional<FriendRequestBody> decode(ByteView bytes);
};

/// Yes, with the grant, or no. Without a grant it is a refusal.
struct FriendAnswerBody {
    Bytes whereabouts;  ///< full form; not checked further
    Bytes card;         ///< not checked further
    std::optional<identity::Grant> grant;

    bool operator==(const FriendAnswerBody&) const = default;
    Bytes encode() const;
    static std::optional<FriendAnswerBody> decode(ByteView bytes);
};

/// A grant that takes the place of the one before: renewed, or with other limits.
struct FriendGrantBody {
    identity::Grant grant;

    bool operator==(const FriendGrantBody&) const = default;
    Bytes encode() const;
    static std::optional<FriendGrantBody> decode(ByteView bytes);
};

/// The signed end of a grant (friendvos::Revocation, encoded; its form is checked by its own room).
/// All zeros: a request is withdrawn or an agreement that never had a grant ends.
struct FriendEndBody {
    ByteArray<wire::RevocationSize> revocation{};

    bool operator==(const FriendEndBody&) const = default;
    Bytes encode() const;
    static std::optional<FriendEndBody> decode(ByteView bytes);
};

/// Owner to Friend VOS: the slots that may deposit, all of them. A higher number replaces the list.
struct SlotsBody {
    struct Entry {
        std::uint32_t slot = 0;  ///< from 1
        ByteArray<16> key{};     ///< friendvos::slotKey()
        bool operator==(const Entry&) const = default;
    };
    std::uint32_t number = 0;
    std::vector<Entry> entries;  ///< at most SlotsMax, slots rising

    bool operator==(const SlotsBody&) const = default;
    Bytes encode() const;
    static std::optional<SlotsBody> decode(ByteView bytes);
};

}  // namespace vos::letters
