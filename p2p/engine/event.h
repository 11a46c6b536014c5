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
using AnswerValue = std::variant<std::monostate, MessageId, MapSummary, MapEntry, PeerPresence>;

/// The end of a command: exactly one for each RequestId that is not 0.
struct Answer {
    RequestId request = 0;
    std::variant<AnswerValue, NodeError> result;
};

struct MessageAdded {
    Message message;  ///< durable; incoming or our own
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
/// true: the store failed, nothing new is accepted; false: it works again.
struct StorageTrouble {
    bool failing = false;
};
struct LogLine {
    enum class Level : std::uint8_t { Error, Warning, Info, Debug } level = Level::Info;
    std::string text;
};

using Event =
    std::variant<Answer, MessageAdded, MessageStateEvent, DataReceived, ContactChanged,
                 PresenceChanged, MapChanged, NatChanged, ReadByPeer, StorageTrouble, LogLine>;

}  // namespace vos
