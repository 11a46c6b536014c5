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
};

/// PendingOut: we asked. PendingIn: they asked. None: no contact (also after decline or remove).
enum class ContactState : std::uint8_t { None, PendingOut, PendingIn, Accepted, Blocked };

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
    std::vector<NodeId> heldBy;
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

struct NodeInfo {
    NodeId id;
    std::string address;
    std::string link;
    std::string name;
    std::vector<Endpoint> listen;
    std::vector<Endpoint> observed;  ///< as peers see us
    NatKind nat = NatKind::Unknown;
    MapSummary map;
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
    std::uint32_t attempts = 0;
    WallTime createdAt;
    std::optional<WallTime> lastAttemptAt;
    std::optional<WallTime> nextAttemptAt;
    WallTime expiresAt;
    std::string lastError;  ///< a stable word: unreachable, no-card, not-accepted, …; empty: none
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
    Endpoint endpoint;
    Duration rtt{};
    double loss = 0;  ///< share of datagrams lost, 0 to 1
    std::uint64_t sentBytes = 0;
    std::uint64_t receivedBytes = 0;
};

struct NetStatus {
    std::vector<PeerTraffic> peers;
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
const char* wordFor(PathKind path);
const char* wordFor(NatKind nat);
/// "message", "data", "contact"; empty for the node's own letters.
const char* wordFor(LetterKind kind);

}  // namespace vos
