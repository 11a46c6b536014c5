#pragma once

// What the engine keeps on the disk: rows it is given at start and changes it orders while running.
// Every change is an upsert or a delete by primary key, so a store is a handful of tables; the one
// on SQLite (p2p/qt) seals the private columns, the one in simulation can lose unsynced writes.
//
// The contract of a batch: all of it becomes durable, or none. The engine sends nothing that says
// "stored" before the store has reported the batch durable.

#include "p2p/base/ids.h"
#include "p2p/base/time.h"
#include "p2p/engine/types.h"

#include <variant>
#include <vector>

namespace vos {

/// One row: the node's own counters.
struct SelfRow {
    std::uint64_t sequence = 0;    ///< of the last Whereabouts signed, ms since 1970
    std::uint32_t cardNumber = 0;  ///< of the last Card signed
    Bytes card;                    ///< that Card, encoded
    bool retired = false;
    std::string name;  ///< the Card has it too, unless it is kept for contacts
};

/// A private prekey. Key: `publicKey`. With a zero contact it is a public prekey (PPK).
struct PrekeyRow {
    ExchangeKey publicKey;
    ByteArray<32> secret{};
    NodeId contact;
    std::uint32_t number = 0;  ///< place in the contact's chain, from 1; 0 for a PPK
    WallTime madeAt;
    std::optional<WallTime> supersededAt;
};

/// Key: `id`.
struct ContactRow {
    NodeId id;
    ContactState state = ContactState::None;
    std::string name;
    std::string note;
    std::string requestNote;
    bool verified = false;
    WallTime since;
    std::optional<WallTime> lastSeen;
    std::vector<std::string> hints;  ///< HOST:PORT from the link it was added by

    std::uint64_t nextSequence = 1;  ///< of our next message to it
    std::uint64_t lamport = 0;       ///< highest seen or used in this conversation
    std::uint64_t readSequence = 0;  ///< its messages up to here were read by us
    std::uint32_t nextPrekey = 1;    ///< number of the next CPK we make for it
    std::uint32_t offerNumber = 0;   ///< newest CPK it offered us; 0: none yet
    ExchangeKey offerKey;
    WallTime offerAt;

    std::uint32_t slot = 0;  ///< deposit slot given to it; 0: none yet
    ByteArray<32> slotSecret{};
    std::uint32_t theirSlot = 0;  ///< the slot it gave us; 0: none
    ByteArray<32> theirSlotSecret{};
    std::uint64_t receivedUpTo = 0;  ///< its messages up to here have come or are gone
    std::vector<std::uint64_t> receivedBeyond;  ///< those that came after the first gap, rising
    Doubt doubt = Doubt::None;
    /// Numbers of its two record parts at which our user allowed it all the same: a doubt about
    /// those, or older ones, is settled.
    std::uint64_t allowedSequence = 0;
    std::uint32_t allowedCard = 0;
    std::uint32_t profileNumber = 0;  ///< of the last profile it sent us; 0: none
    Bytes profileGrants;  ///< its Friend VOS as that profile names them: n × 112 bytes
    ByteArray<16> toldProfile{};  ///< hash of the profile we sent it; zeros: none
};

/// A foreign record of the VOS Map. Key: `id`. The two numbers outlive the parts.
struct RecordRow {
    NodeId id;
    Bytes whereabouts;  ///< full signed form; empty when only the numbers are left
    Bytes card;         ///< encoded; empty when not known
    std::uint64_t highestSequence = 0;
    std::uint32_t highestCard = 0;
    WallTime heardAt;
    std::optional<WallTime> lastSeen;  ///< last time a session carried something from it
};

/// What one Friend VOS of the recipient said about one letter of ours.
struct CustodyEntry {
    enum class Status : std::uint8_t { Held, Refused, HandedOver, Erased, NotErased, Lost };
    NodeId friendId;
    LetterId letter;
    Status status = Status::Held;
    Bytes proof;  ///< the signed word (p2p/friendvos/custody.h), encoded
    WallTime at;
};

/// A message still to be delivered, or one that failed and may yet be settled by a late receipt.
/// Key: `id`.
struct OutboxRow {
    MessageId id;
    NodeId to;
    LetterKind kind = LetterKind::Text;
    Bytes body;  ///< what is sealed; kept so that it can be sealed anew
    std::uint64_t sequence = 0;
    std::uint64_t lamport = 0;
    std::optional<MessageId> replyTo;
    WallTime createdAt;
    WallTime expiresAt;
    bool queue = true;    ///< false: now or never
    bool failed = false;  ///< only its letter ids count any more
    Bytes letter;         ///< sealed; empty while no key of the recipient is known
    std::uint64_t workNonce = 0;       ///< for strangers' letters, 0 where none is needed
    ExchangeKey sealedTo;              ///< prekey the letter is sealed to
    std::uint32_t sealedNumber = 0;    ///< its number, 0 for a PPK
    WallTime sealedAt;
    std::vector<LetterId> letterIds;  ///< every letter this message was sealed as
    ByteArray<16> recallSecret{};     ///< zeros until the first deposit
    std::vector<CustodyEntry> custody;
    bool recalled = false;  ///< cancelled while held: its holders are asked to erase it
    /// By the life clock (engine/lifeclock.h), which no set of the wall clock moves; `expiresAt` is
    /// what is shown.
    WallTime lifeEnd;
};

/// A letter that was taken or refused; answers its repeats. Key: `id`.
struct SeenLetterRow {
    LetterId id;
    NodeId sender;
    MessageId message;
    std::uint8_t verdict = 0;
    WallTime at;
};

/// The life clock and the wall clock at one moment. One row.
struct ClockRow {
    WallTime life;
    WallTime wall;
};

/// A node that keeps messages for us, or was asked to. Key: `id`.
struct FriendRow {
    NodeId id;
    AgreementState state = AgreementState::None;
    std::string name;
    std::string message;  ///< sent with the request
    std::vector<std::string> hints;  ///< HOST:PORT from the link it was asked by
    std::uint32_t askedQuotaKib = 0;
    Bytes grant;       ///< identity::Grant, 112 bytes; empty: none
    Bytes revocation;  ///< friendvos::Revocation of that grant; empty: none
    WallTime since;
    std::optional<WallTime> lastSeen;
    std::uint32_t usedKib = 0;
    std::uint32_t holding = 0;
    std::uint32_t lost = 0;
    /// By the life clock: when the grant ends; while Pending: when we wait no longer.
    WallTime lifeEnd;
    std::uint32_t slotsNumber = 0;  ///< of the last list of slots it was sent
};

/// A node we keep messages for, or that asked us to. Key: `id`.
struct OwnerRow {
    NodeId id;
    AgreementState state = AgreementState::None;
    std::string name;
    std::string message;
    std::uint32_t askedQuotaKib = 0;
    Bytes grant;
    Bytes revocation;
    WallTime since;
    std::optional<WallTime> lastSeen;
    bool doNotAsk = false;  ///< requests of it are declined without asking the user
    std::uint32_t slotsNumber = 0;
    std::vector<std::uint32_t> slots;  ///< rising; beside each its key
    std::vector<ByteArray<16>> slotKeys;
    WallTime lifeEnd;  ///< of the grant, by the life clock
};

/// A letter we hold for an owner, or what became of it. Key: `id`. Its bytes lie beside it on the
/// disk and are read when they are needed.
struct HeldLetterRow {
    enum class Fate : std::uint8_t { Held, HandedOver, Settled, Erased, Expired };
    LetterId id;
    NodeId owner;
    std::uint64_t number = 0;  ///< in order of arrival
    std::uint32_t size = 0;
    std::uint32_t slot = 0;  ///< 0: a stranger's
    ByteArray<32> recallHash{};
    WallTime storedAt;
    WallTime lifeEnd;  ///< by the life clock
    Fate fate = Fate::Held;
};

/// An earlier letter of a contact should lie with one of our Friend VOS. Key: `letter`, `friendId`.
struct CustodyNoteRow {
    LetterId letter;
    NodeId friendId;
    NodeId sender;
    WallTime at;
};

/// The signed end of a grant that stands in somebody's Card. Key: `grant`.
struct RevocationRow {
    ByteArray<16> grant{};  ///< identity::Grant::grantId()
    Bytes word;             ///< friendvos::Revocation, encoded
    WallTime lifeEnd;       ///< by the life clock: the grant has run out then
};

/// A new letter to hold.
struct PutHeldLetter {
    HeldLetterRow row;
    Bytes letter;
};
/// The letter's bytes go, the row stays with the fate it names; `receipt` is the owner's, encoded.
struct SettleHeldLetter {
    HeldLetterRow row;
    Bytes receipt;
};
struct DeleteHeldLetter {
    LetterId id;
};
struct DeleteFriend {
    NodeId id;
};
struct DeleteOwner {
    NodeId id;
};
struct DeleteCustodyNote {
    LetterId letter;
    NodeId friendId;
};
struct DeleteRevocation {
    ByteArray<16> grant{};
};
/// Appended to the way of `message`.
struct PutStep {
    MessageId message;
    MessageStep step;
};

/// Key: `key`. The settings of the control interface, as text.
struct SettingRow {
    std::string key;
    std::string value;
};

struct PutMessage {
    Message message;
};
struct SetMessageState {
    MessageId id;
    MessageState state = MessageState::Queued;
    FailReason reason = FailReason::None;
    std::optional<WallTime> deliveredAt;  ///< set where present
    std::optional<WallTime> readAt;       ///< set where present
    std::optional<std::vector<NodeId>> heldBy = {};  ///< set where present
    std::optional<WallTime> heldSince = {};          ///< set where present
};
/// Outgoing messages to `peer` with a sequence up to `sequence` that are Delivered become Read. The
/// store reports the ids it changed, so that each of them is told to whoever shows it.
struct MarkReadByPeer {
    NodeId peer;
    std::uint64_t sequence = 0;
    WallTime at;
};
/// Incoming messages of `peer` with a sequence up to `sequence` get a readAt where they have none.
struct MarkReadHere {
    NodeId peer;
    std::uint64_t sequence = 0;
    WallTime at;
};
/// Something done to a message after it was written; see engine/messagechange.h. What comes before
/// its message is kept for it.
struct ChangeMessage {
    enum class What : std::uint8_t { Edit, TakeBack, React };
    NodeId peer;        ///< whose conversation
    bool ours = false;  ///< done by us; else by the peer
    MessageId id;
    What what = What::Edit;
    std::uint64_t revision = 0;      ///< Edit, React
    std::string text;                ///< Edit
    std::vector<std::string> emoji;  ///< React
    WallTime at;                     ///< by the life clock
};
struct DeleteMessage {
    MessageId id;
};
struct DeletePrekey {
    ExchangeKey publicKey;
};
struct DeleteContact {
    NodeId id;
};
struct DeleteOutbox {
    MessageId id;
};
struct DeleteSeenLetters {
    WallTime before;
};
struct DeleteRecord {
    NodeId id;
};

using StoreOperation =
    std::variant<SelfRow, PrekeyRow, ContactRow, RecordRow, OutboxRow, SeenLetterRow, SettingRow,
                 PutMessage, SetMessageState, MarkReadByPeer, MarkReadHere, DeleteMessage,
                 DeletePrekey, DeleteContact, DeleteOutbox, DeleteSeenLetters, DeleteRecord,
                 ClockRow, FriendRow, OwnerRow, HeldLetterRow, CustodyNoteRow, PutHeldLetter,
                 SettleHeldLetter, DeleteHeldLetter, DeleteFriend, DeleteOwner, DeleteCustodyNote,
                 PutStep, RevocationRow, DeleteRevocation, ChangeMessage>;

/// All the engine needs at start. Messages stay in the store; the façade asks for them by page.
struct StoredState {
    SelfRow self;
    std::vector<PrekeyRow> prekeys;
    std::vector<ContactRow> contacts;
    std::vector<RecordRow> records;
    std::vector<OutboxRow> outbox;
    std::vector<SeenLetterRow> seenLetters;
    std::vector<SettingRow> settings;
    std::optional<ClockRow> clock;
    std::vector<FriendRow> friends;
    std::vector<OwnerRow> owners;
    std::vector<HeldLetterRow> held;  ///< without the letters' bytes
    std::vector<CustodyNoteRow> notes;
    std::vector<RevocationRow> revocations;
};

}  // namespace vos
