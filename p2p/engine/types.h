#pragma once

// The value structs in which the engine speaks of messages, contacts, peers and itself. They cross
// threads by copy and are what the façade, the item models and the control interface show.
// Texts are UTF-8. Optional times are absent where the thing has not happened.

#include "p2p/base/bytes.h"
#include "p2p/base/endpoint.h"
#include "p2p/base/ids.h"
#include "p2p/base/time.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace vos {

/// Where a message is. Incoming messages are Received; the other states are of outgoing ones:
/// Queued → Sent → Held → Delivered → Read, or Failed. Delivered and Read only on the recipient's
/// own signature.
enum class MessageState : std::uint8_t { Queued, Sent, Held, Delivered, Read, Failed, Received };

/// Why a message Failed; None in every other state.
enum class FailReason : std::uint8_t {
    None,
    Expired,
    Declined,
    Blocked,
    Cancelled,
    Offline,
    TooLarge
};

/// What a letter carries; the numbers are on the wire (payload field `kind`).
enum class LetterKind : std::uint8_t {
    ContactRequest = 1,
    ContactAccept = 2,
    ContactDecline = 3,
    Text = 4,
    Data = 5,
    ReadMark = 6,
    Profile = 7,
    KeyRefresh = 8,
    Gone = 9,
    FriendRequest = 10,
    FriendAnswer = 11,
    FriendGrant = 12,
    FriendEnd = 13,
    Slots = 14,
    Edit = 15,
    TakeBack = 16,
    Reaction = 17,
};

/// PendingOut: we asked. PendingIn: they asked. None: no contact (also after decline or remove).
enum class ContactState : std::uint8_t { None, PendingOut, PendingIn, Accepted, Blocked };

/// Where an agreement stands, from the side it is told on. Pending: we asked a node to keep for us.
/// Asked: a node asked us. Revoked: either side ended it. Expired: its term ran out unrenewed, or a
/// request had no answer for 14 days.
enum class AgreementState : std::uint8_t {
    None,
    Pending,
    Asked,
    Active,
    Declined,
    Revoked,
    Expired
};

/// Which of two agreements between us and one node is meant: it keeps for us, or we for it.
enum class AgreementSide : std::uint8_t { Either, Mine, ForOthers };

/// What makes an identity doubtful to us.
enum class Doubt : std::uint8_t {
    None,
    UsedTwice,  ///< two records under one number: its address is in use in two places
    Retired,    ///< its owner gave it up for ever
};

/// How datagrams reach a peer at present.
enum class PathKind : std::uint8_t { None, Direct, Relay };

enum class NatKind : std::uint8_t {
    Unknown,
    Public,
    FullCone,
    AddressRestricted,
    PortRestricted,
    Symmetric,
    Blocked,
};

/// The emoji one person has put to a message; all of them.
struct Reactions {
    NodeId by;
    std::uint64_t revision = 0;  ///< the higher replaces the lower
    std::vector<std::string> emoji;  ///< in the order they were chosen; empty: taken away
    bool operator==(const Reactions&) const = default;
};

struct Message {
    MessageId id;
    NodeId peer;
    bool outgoing = false;
    LetterKind kind = LetterKind::Text;  ///< Text or Data
    std::string text;                    ///< Data: the raw bytes
    WallTime sentAt;                     ///< by the sender's clock
    std::optional<WallTime> receivedAt;  ///< incoming: by our clock
    MessageState state = MessageState::Queued;
    FailReason reason = FailReason::None;
    std::optional<WallTime> deliveredAt;  ///< outgoing: when its signed receipt was stored
    std::optional<WallTime>
        readAt;  ///< outgoing: when the read mark arrived; incoming: when read here
    std::optional<MessageId> replyTo;
    std::uint64_t sequence = 0;  ///< of the sender in this conversation, from 1, without gaps
    std::uint64_t lamport = 0;   ///< shown in order of (lamport, sender, sequence)
    std::vector<NodeId> heldBy;  ///< outgoing: who signed for holding it, in order
    std::optional<WallTime> heldSince;
    /// Of the newest edit, ms since 1970 by its author's clock (rising, whatever that clock does);
    /// 0: as it was written.
    std::uint64_t revision = 0;
    bool takenBack = false;  ///< its author deleted it for both: the text is gone
    std::vector<Reactions> reactions;  ///< one for each person that ever had any
};

/// What happened to an outgoing message, one row each, with the signed word that proves it.
struct MessageStep {
    enum class Kind : std::uint8_t {
        Written,     ///< durable on this device
        Sent,        ///< put into a live connection
        Held,        ///< `by` signed that it keeps it (friendvos::CustodyReceipt)
        Refused,     ///< `by` signed that it does not (friendvos::Refusal)
        HandedOver,  ///< `by` says it gave it to the recipient
        Erased,      ///< `by` signed that it erased it unfetched (friendvos::RecallAnswer)
        NotErased,   ///< `by` signed that it was handed over before (friendvos::RecallAnswer)
        Lost,        ///< `by` no longer has what it signed for
        SealedAnew,  ///< under a newer key of the recipient
        Delivered,   ///< the recipient signed for it (letters::Receipt)
        Read,        ///< the recipient says so
        Failed,
    } kind = Kind::Written;
    WallTime at;
    std::optional<NodeId> by;
    Bytes proof;  ///< the signed word, encoded; empty where there is none
    bool operator==(const MessageStep&) const = default;
};

struct MessageStateChange {
    MessageId id;
    NodeId peer;
    LetterKind kind = LetterKind::Text;
    MessageState state = MessageState::Queued;
    FailReason reason = FailReason::None;
    WallTime at;
    std::vector<NodeId> heldBy;
};

/// A node that keeps, or was asked to keep, messages for us.
struct FriendVos {
    NodeId id;
    AgreementState state = AgreementState::None;
    std::string name;
    bool online = false;
    WallTime since;  ///< of the state
    std::optional<WallTime> lastSeen;
    std::uint64_t quotaBytes = 0;  ///< granted; while Pending: asked for, 0: as it likes
    std::uint64_t usedBytes = 0;   ///< now, or at the last contact
    std::uint32_t holding = 0;     ///< messages it holds for us; the same
    std::uint32_t lost = 0;        ///< letters it signed for and has lost
    std::optional<WallTime> expires;  ///< of the grant
};

/// A node that asked us to keep messages for it.
struct FriendOwner {
    NodeId id;
    AgreementState state = AgreementState::None;
    std::string name;
    std::string message;  ///< that came with the request
    bool online = false;
    WallTime since;
    std::optional<WallTime> lastSeen;
    std::uint64_t quotaBytes = 0;  ///< granted; while Asked: asked for, 0: as we like
    std::uint64_t usedBytes = 0;
    std::uint32_t messages = 0;  ///< held now
    std::optional<WallTime> keptUntil;  ///< when the last of what is held ends
    std::optional<WallTime> expires;
    bool doNotAsk = false;  ///< its requests are declined without telling the user
};

struct Agreements {
    std::vector<FriendVos> mine;
    std::vector<FriendOwner> forOthers;
    std::uint64_t quotaBytes = 0;  ///< what this node keeps for others in all, at most
    std::uint64_t usedBytes = 0;
};

/// What one Friend VOS answered when asked "would a message reach me if I switched off now?"
struct DrillResult {
    NodeId id;
    bool reachable = false;    ///< it answered within 5 s
    bool grantValid = false;   ///< on both sides
    bool accepting = false;    ///< it would take a letter now
    std::uint64_t quotaBytes = 0;
    std::uint64_t usedBytes = 0;
    std::optional<std::chrono::seconds> clockAhead;  ///< its clock before ours
    /// All of that is well; the clock within 10 minutes.
    bool ok = false;
};

/// Is FRIEND a Friend VOS of OWNER?
struct GrantVerdict {
    bool valid = false;
    /// Empty, or a stable word: no-card, no-grant, owner-signature, friend-signature, expired,
    /// not-yet-valid, revoked.
    std::string reason;
};

struct Contact {
    NodeId id;
    ContactState state = ContactState::None;
    std::string name;  ///< as the contact calls itself (its card); empty when not known
    std::string note;  ///< our own name for it; wins over `name` where it is set
    std::string requestNote;  ///< what came with the request
    bool verified = false;    ///< safety numbers were compared
    bool online = false;      ///< known without asking
    PathKind path = PathKind::None;
    std::optional<Endpoint> endpoint;  ///< in use
    std::optional<Duration> rtt;
    std::optional<WallTime> lastSeen;
    WallTime since;  ///< when the contact was added or asked
    Doubt doubt = Doubt::None;
    /// Its Friend VOS as its card names them, with valid signatures; who keeps messages for it.
    std::vector<NodeId> friendVos;
};

struct MapEntry {
    NodeId id;
    std::string name;
    std::vector<Endpoint> endpoints;
    std::vector<NodeId> friendVos;
    std::uint64_t sequence = 0;
    WallTime issuedAt;
    bool online = false;
    PathKind path = PathKind::None;
    std::optional<Duration> rtt;
    std::optional<WallTime> lastSeen;
};

struct MapSummary {
    std::uint32_t known = 0;   ///< records held, without our own
    std::uint32_t online = 0;  ///< of them believed online
    auto operator<=>(const MapSummary&) const = default;
};

/// How this node stands in the network.
enum class NetworkState : std::uint8_t { Isolated, Thin, Connected, Island, Merging };

/// Figures of the map, for people.
struct MapFigures {
    NetworkState state = NetworkState::Isolated;
    std::uint32_t zoneDepth = 0;    ///< leading bits of our id that the ids we keep share
    std::uint32_t cover = 0;        ///< the same, of those we hold completely by now
    std::uint64_t networkSize = 1;  ///< estimated number of nodes, ourselves included
    std::uint32_t links = 0;
    double sentPerSecond = 0;  ///< bytes of upkeep, over the last minutes
    double receivedPerSecond = 0;
};

/// One thing that was tried to reach somebody.
struct SeekStep {
    enum class What : std::uint8_t {
        Address,     ///< called at an address of its record
        Introducer,  ///< asked a node its record names
        FriendVos,   ///< asked a Friend VOS of it
        Contact,     ///< asked a contact of ours
        Network,     ///< asked another node
        Announced,   ///< a newer record of it came by itself
    };
    enum class Result : std::uint8_t {
        Waiting,
        NoAnswer,
        Connected,
        NotKnown,
        Known,  ///< the asked one holds the record we hold, or an older one
        Newer,  ///< it told a newer one
    };
    What what = What::Address;
    NodeId whom;  ///< who was asked; zero: a place of which only the address is known
    std::optional<Endpoint> at;
    WallTime startedAt;
    std::optional<WallTime> endedAt;
    Result result = Result::Waiting;
    /// When whoever was asked last heard of the one sought, and where that was.
    std::optional<WallTime> seenAt;
    std::optional<Endpoint> seenPlace;
};

struct NodeInfo {
    NodeId id;
    std::string address;
    std::string link;
    std::string name;
    std::vector<Endpoint> listen;
    std::vector<Endpoint> observed;  ///< as peers see us
    NatKind nat = NatKind::Unknown;
    MapSummary map;
    MapFigures figures;
    Duration uptime{};
};

struct QueueEntry {
    MessageId id;
    NodeId to;
    LetterKind kind = LetterKind::Text;
    std::uint32_t size = 0;  ///< bytes of text or data
    std::string preview;     ///< start of a text, for the window
    MessageState state = MessageState::Queued;
    std::vector<NodeId> heldBy;
    std::vector<NodeId> refusedBy;  ///< Friend VOS that signed a refusal
    std::uint32_t attempts = 0;
    WallTime createdAt;
    std::optional<WallTime> lastAttemptAt;
    std::optional<WallTime> nextAttemptAt;
    WallTime expiresAt;
    /// A stable word: unreachable, no-card, not-accepted, in-doubt, …; empty: none.
    std::string lastError;
};

struct PeerPresence {
    NodeId id;
    bool online = false;
    PathKind path = PathKind::None;
    std::optional<NodeId> via;
    std::optional<Endpoint> endpoint;
    std::optional<Duration> rtt;
};

/// One session, for the Network page and net.status.
struct PeerTraffic {
    NodeId id;
    PathKind path = PathKind::None;
    std::optional<NodeId> via;  ///< the relay, with PathKind::Relay
    WallTime since;             ///< the session runs this way since
    Endpoint endpoint;          ///< of the peer, or of the relay
    Duration rtt{};
    double loss = 0;  ///< share of datagrams lost, 0 to 1
    std::uint64_t sentBytes = 0;
    std::uint64_t receivedBytes = 0;
};

/// What the router was asked to do for us: to let others in by a port of its own.
struct PortMapping {
    enum class State : std::uint8_t {
        Off,          ///< not wanted
        Asking,       ///< no router has answered so far
        Mapped,       ///< `external` leads to us
        Unavailable,  ///< no router does it
        NotNeeded,    ///< this machine has a public address
    };
    enum class Protocol : std::uint8_t { None, Pcp, NatPmp, UpnpIgd };

    State state = State::Off;
    Protocol protocol = Protocol::None;
    std::optional<Endpoint> external;

    bool operator==(const PortMapping&) const = default;
};

/// A node that forwards for us, or could: we keep a session with it and others find us through it.
struct RelayUse {
    NodeId id;
    bool carrying = false;  ///< a session of ours runs through it now
    bool allowed = true;    ///< false: our user wants nothing to go through it
    std::uint64_t bytes = 0;  ///< both ways, since the start

    bool operator==(const RelayUse&) const = default;
};

struct NetStatus {
    std::vector<PeerTraffic> peers;
    NatKind nat = NatKind::Unknown;
    /// As other nodes see us, most useful first.
    std::vector<Endpoint> observed;
    PortMapping portMapping;
    std::vector<RelayUse> relays;
    bool relaysForOthers = false;
    std::uint64_t relayedBytes = 0;  ///< carried for others since the start, in or out counted once
    unsigned relayedPairs = 0;       ///< of others, with traffic in the last 10 s
    std::uint64_t sentBytes = 0;
    std::uint64_t receivedBytes = 0;
};

/// Reasons of the node's own errors; code and word are those of the control interface.
enum class ErrorCode : std::int32_t {
    InvalidParams = -32602,
    UnknownAddress = -32001,
    InvalidAddress = -32002,
    NotAContact = -32003,
    TooLarge = -32004,
    NotFound = -32005,
    NotAllowed = -32006,
    Storage = -32007,
    Unreachable = -32008,
    Busy = -32009,
    Blocked = -32010,
};

struct NodeError {
    ErrorCode code;
    std::string message;  ///< one English sentence for a person
};

/// The stable word for an error: "unknown-address", "not-a-contact", …
const char* reasonWord(ErrorCode code);
/// "queued", "sent", … and "expired", "declined", … and "pending-out", … as control interface
/// words.
const char* wordFor(MessageState state);
const char* wordFor(FailReason reason);
const char* wordFor(ContactState state);
const char* wordFor(AgreementState state);
const char* wordFor(MessageStep::Kind kind);
const char* wordFor(PathKind path);
const char* wordFor(NatKind nat);
const char* wordFor(PortMapping::State state);
/// Empty for None.
const char* wordFor(PortMapping::Protocol protocol);
/// "message", "data", "contact", "friend-vos"; empty for the node's own letters.
const char* wordFor(LetterKind kind);

}  // namespace vos
