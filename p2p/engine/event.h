#pragma once

// What the engine tells the world, as values.

#include "p2p/engine/storage.h"
#include "p2p/engine/types.h"

#include <string>
#include <variant>
#include <vector>

namespace vos {

/// Names a command until its Answer; chosen by the caller. 0: no answer wanted.
using RequestId = std::uint64_t;

/// Results of commands; the first alternative is for those that yield nothing.
using AnswerValue = std::variant<std::monostate, MessageId, MapSummary, MapEntry, PeerPresence,
                                 GrantVerdict, std::vector<DrillResult>>;

/// The end of a command: exactly one for each RequestId that is not 0.
struct Answer {
    RequestId request = 0;
    std::variant<AnswerValue, NodeError> result;
};

struct MessageAdded {
    Message message;  ///< durable; incoming or our own
};
/// Something was done to it after it was written: an edit, a reaction, or it was taken back.
struct MessageChanged {
    Message message;  ///< as it is now
};
struct MessageStateEvent {
    MessageStateChange change;
};
struct DataReceived {
    NodeId from;
    MessageId id;
    Bytes data;
};
struct ContactChanged {
    Contact contact;
    bool requested = false;  ///< a request just arrived
};
struct PresenceChanged {
    PeerPresence presence;
};
struct MapChanged {
    MapSummary summary;
};
struct NatChanged {
    NatKind nat = NatKind::Unknown;
    std::vector<Endpoint> observed;
};
/// Our own messages of `peer` were read up to `sequence`.
struct ReadByPeer {
    NodeId peer;
    std::uint64_t sequence = 0;
    WallTime at;
};
/// A Friend VOS of ours: agreed, declined, seen, fuller, … State None: forgotten.
struct FriendVosChanged {
    FriendVos friendVos;
};
/// A node we keep messages for. State None: forgotten.
struct FriendOwnerChanged {
    FriendOwner owner;
    bool requested = false;  ///< its request just arrived
};
/// Sequences of `peer` that have not come although later ones have; empty: no gap any more.
struct GapsChanged {
    NodeId peer;
    std::vector<std::uint64_t> missing;
};
/// Our own identity runs in another place too: a newer record of ours that we did not make.
struct IdentityElsewhere {
    bool elsewhere = true;
};
/// true: the store failed, nothing new is accepted; false: it works again.
struct StorageTrouble {
    bool failing = false;
};
struct LogLine {
    enum class Level : std::uint8_t { Error, Warning, Info, Debug } level = Level::Info;
    std::string text;
};

using Event = std::variant<Answer, MessageAdded, MessageStateEvent, DataReceived, ContactChanged,
                           PresenceChanged, MapChanged, NatChanged, ReadByPeer, FriendVosChanged,
                           FriendOwnerChanged, GapsChanged, IdentityElsewhere, StorageTrouble,
                           LogLine, MessageChanged>;

}  // namespace vos
