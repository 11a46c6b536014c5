#pragma once

// Events on their way to the façade's signals, gathered into one list a kind. Of what says how
// something is now (a contact, a presence, the map) only the newest is kept.

#include "p2p/engine/event.h"
#include "p2p/qt/node.h"

#include <optional>
#include <vector>

namespace vos::qt {

struct EventBatch {
    std::vector<Message> messages;
    std::vector<Message> changed;   ///< the newest of each
    std::vector<MessageStateChange> states;
    std::vector<MessageId> stepped;  ///< each once
    std::vector<ReadByPeer> reads;
    std::vector<ReceivedData> data;
    std::vector<Contact> contacts;
    std::vector<Contact> requests;
    std::vector<PeerPresence> presences;
    std::vector<FriendVos> friendVos;
    std::vector<FriendOwner> owners;
    std::vector<FriendOwner> ownerRequests;
    std::vector<GapsChanged> gaps;
    std::optional<bool> identityElsewhere;
    std::optional<MapSummary> map;
    std::optional<NatChanged> nat;
    std::optional<bool> storageFailing;
    bool empty = true;

    /// Answers and log lines are not gathered: those are handed on at once (asserts).
    void add(const Event& event);
    void addStepped(const std::vector<MessageId>& messages);
};

}  // namespace vos::qt
