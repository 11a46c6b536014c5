#pragma once

// The disk of one simulated node: the rows its engine ordered to keep, plus its message history.
// Batches become durable after a delay; a crash loses those that are not, whole. It can be full.

#include "p2p/engine/storage.h"

#include <map>
#include <optional>
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

    /// Letters held for others, and receipts of their owners, by letter.
    const std::map<LetterId, Bytes>& heldLetters() const { return m_letters; }
    const std::map<LetterId, HeldLetterRow>& held() const { return m_held; }
    const std::map<NodeId, OwnerRow>& owners() const { return m_owners; }
    const std::map<NodeId, FriendRow>& friends() const { return m_friends; }
    const std::map<MessageId, OutboxRow>& outbox() const { return m_outbox; }
    std::vector<MessageStep> steps(const MessageId& id) const;
    std::vector<std::pair<LetterId, Bytes>> loadHeld(const std::vector<LetterId>& ids,
                                                     bool receipts) const;

    /// Whose it is.
    void setOwn(const NodeId& own) { m_own = own; }

    bool full = false;
    double failures = 0;  ///< this share of batches is refused

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
    std::vector<ChangeMessage> m_changes;  ///< of messages that have not come
    NodeId m_own;
    std::optional<ClockRow> m_clock;
    std::map<NodeId, FriendRow> m_friends;
    std::map<NodeId, OwnerRow> m_owners;
    std::map<LetterId, HeldLetterRow> m_held;
    std::map<LetterId, Bytes> m_letters;
    std::map<LetterId, Bytes> m_receipts;
    std::map<std::pair<LetterId, NodeId>, CustodyNoteRow> m_notes;
    std::map<MessageId, std::vector<MessageStep>> m_steps;
    std::map<ByteArray<16>, RevocationRow> m_revocations;
};

}  // namespace vos::sim
