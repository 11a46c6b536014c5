#pragma once

// The disk of one simulated node: the rows its engine ordered to keep, plus its message history.
// Batches become durable after a delay; a crash loses those that are not, whole. It can be full.

#include "p2p/engine/storage.h"

#include <map>
#include <string>
#include <vector>

namespace vos::sim {

class SimDisk {
public:
    /// Applies one durable batch.
    void apply(const std::vector<StoreOperation>& operations);
    StoredState load() const;
    const std::map<MessageId, Message>& messages() const { return m_messages; }
    /// Texts of the peer's messages in the order a person sees them.
    std::vector<std::string> conversation(const NodeId& self, const NodeId& peer,
                                          bool outgoing) const;

    bool full = false;

private:
    struct Apply;

    SelfRow m_self;
    std::map<ExchangeKey, PrekeyRow> m_prekeys;
    std::map<NodeId, ContactRow> m_contacts;
    std::map<NodeId, RecordRow> m_records;
    std::map<MessageId, OutboxRow> m_outbox;
    std::map<LetterId, SeenLetterRow> m_seen;
    std::map<std::string, std::string> m_settings;
    std::map<MessageId, Message> m_messages;
};

}  // namespace vos::sim
