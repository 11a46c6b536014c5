#include "p2p/qt/eventbatch.h"

#include "p2p/base/assert.h"

#include <algorithm>

namespace vos::qt {

namespace {

/// The newest value for an id replaces an older one and stands last, as it came.
template <typename Value>
void putNewest(std::vector<Value>& values, const Value& value)
{
    std::erase_if(values, [&](const Value& older) { return older.id == value.id; });
    values.push_back(value);
}

struct Adder {
    EventBatch& batch;

    void operator()(const MessageAdded& event) { batch.messages.push_back(event.message); }
    void operator()(const MessageChanged& event) { putNewest(batch.changed, event.message); }
    void operator()(const MessageStateEvent& event) { batch.states.push_back(event.change); }
    void operator()(const ReadByPeer& event) { batch.reads.push_back(event); }
    void operator()(const DataReceived& event)
    {
        batch.data.push_back({event.from, event.id, event.data});
    }
    void operator()(const ContactChanged& event)
    {
        putNewest(batch.contacts, event.contact);
        if (event.requested)
            putNewest(batch.requests, event.contact);
    }
    void operator()(const PresenceChanged& event) { putNewest(batch.presences, event.presence); }
    void operator()(const FriendVosChanged& event) { putNewest(batch.friendVos, event.friendVos); }
    void operator()(const FriendOwnerChanged& event)
    {
        putNewest(batch.owners, event.owner);
        if (event.requested)
            putNewest(batch.ownerRequests, event.owner);
    }
    void operator()(const GapsChanged& event)
    {
        std::erase_if(batch.gaps, [&](const GapsChanged& g) { return g.peer == event.peer; });
        batch.gaps.push_back(event);
    }
    void operator()(const IdentityElsewhere& event) { batch.identityElsewhere = event.elsewhere; }
    void operator()(const MapChanged& event) { batch.map = event.summary; }
    void operator()(const NatChanged& event) { batch.nat = event; }
    void operator()(const StorageTrouble& event) { batch.storageFailing = event.failing; }
    void operator()(const Answer&) { VOS_ASSERT(false); }
    void operator()(const LogLine&) { VOS_ASSERT(false); }
};

}  // namespace

void EventBatch::add(const Event& event)
{
    empty = false;
    std::visit(Adder{*this}, event);
}

void EventBatch::addStepped(const std::vector<MessageId>& messages)
{
    empty = false;
    for (const MessageId& id : messages) {
        if (std::find(stepped.begin(), stepped.end(), id) == stepped.end())
            stepped.push_back(id);
    }
}

}  // namespace vos::qt
