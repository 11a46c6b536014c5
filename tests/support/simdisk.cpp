#include "tests/support/simdisk.h"

#include "p2p/engine/messagechange.h"

#include <algorithm>
#include <tuple>

namespace vos::sim {

struct SimDisk::Apply {
    SimDisk& disk;

    void operator()(const SelfRow& row) const { disk.m_self = row; }
    void operator()(const PrekeyRow& row) const { disk.m_prekeys[row.publicKey] = row; }
    void operator()(const ContactRow& row) const { disk.m_contacts[row.id] = row; }
    void operator()(const RecordRow& row) const { disk.m_records[row.id] = row; }
    void operator()(const OutboxRow& row) const { disk.m_outbox[row.id] = row; }
    void operator()(const SeenLetterRow& row) const { disk.m_seen[row.id] = row; }
    void operator()(const SettingRow& row) const { disk.m_settings[row.key] = row.value; }
    void operator()(const PutMessage& put) const
    {
        Message message = put.message;
        if (const auto place = disk.m_messages.find(message.id); place != disk.m_messages.end())
            keepChanges(place->second, message);
        for (const ChangeMessage& change : disk.m_changes) {
            if (!message.outgoing && change.id == message.id)
                applyChange(change, disk.m_own, message);
        }
        disk.m_messages[message.id] = message;
    }
    void operator()(const ChangeMessage& change) const
    {
        const auto place = disk.m_messages.find(change.id);
        if (place != disk.m_messages.end())
            applyChange(change, disk.m_own, place->second);
        else if (!change.ours)
            disk.m_changes.push_back(change);
    }
    void operator()(const SetMessageState& set) const
    {
        const auto place = disk.m_messages.find(set.id);
        if (place == disk.m_messages.end())
            return;
        place->second.state = set.state;
        place->second.reason = set.reason;
        if (set.deliveredAt)
            place->second.deliveredAt = set.deliveredAt;
        if (set.readAt)
            place->second.readAt = set.readAt;
        if (set.heldBy)
            place->second.heldBy = *set.heldBy;
        if (set.heldSince)
            place->second.heldSince = set.heldSince;
    }
    void operator()(const MarkReadByPeer& mark) const
    {
        for (auto& [id, message] : disk.m_messages) {
            if (message.outgoing && message.peer == mark.peer &&
                message.sequence <= mark.sequence && message.state == MessageState::Delivered) {
                message.state = MessageState::Read;
                message.readAt = mark.at;
            }
        }
    }
    void operator()(const MarkReadHere& mark) const
    {
        for (auto& [id, message] : disk.m_messages) {
            if (!message.outgoing && message.peer == mark.peer &&
                message.sequence <= mark.sequence && !message.readAt)
                message.readAt = mark.at;
        }
    }
    void operator()(const DeleteMessage& gone) const
    {
        disk.m_messages.erase(gone.id);
        disk.m_steps.erase(gone.id);
    }
    void operator()(const DeletePrekey& gone) const { disk.m_prekeys.erase(gone.publicKey); }
    void operator()(const DeleteContact& gone) const { disk.m_contacts.erase(gone.id); }
    void operator()(const DeleteOutbox& gone) const { disk.m_outbox.erase(gone.id); }
    void operator()(const DeleteSeenLetters& gone) const
    {
        std::erase_if(disk.m_seen, [&](const auto& row) { return row.second.at < gone.before; });
    }
    void operator()(const DeleteRecord& gone) const { disk.m_records.erase(gone.id); }
    void operator()(const ClockRow& row) const { disk.m_clock = row; }
    void operator()(const FriendRow& row) const { disk.m_friends[row.id] = row; }
    void operator()(const OwnerRow& row) const { disk.m_owners[row.id] = row; }
    void operator()(const HeldLetterRow& row) const { disk.m_held[row.id] = row; }
    void operator()(const CustodyNoteRow& row) const
    {
        disk.m_notes[{row.letter, row.friendId}] = row;
    }
    void operator()(const PutHeldLetter& put) const
    {
        disk.m_held[put.row.id] = put.row;
        disk.m_letters[put.row.id] = put.letter;
    }
    void operator()(const SettleHeldLetter& settle) const
    {
        disk.m_held[settle.row.id] = settle.row;
        disk.m_letters.erase(settle.row.id);
        if (!settle.receipt.empty())
            disk.m_receipts[settle.row.id] = settle.receipt;
    }
    void operator()(const DeleteHeldLetter& gone) const
    {
        disk.m_held.erase(gone.id);
        disk.m_letters.erase(gone.id);
        disk.m_receipts.erase(gone.id);
    }
    void operator()(const DeleteFriend& gone) const { disk.m_friends.erase(gone.id); }
    void operator()(const DeleteOwner& gone) const { disk.m_owners.erase(gone.id); }
    void operator()(const DeleteCustodyNote& gone) const
    {
        disk.m_notes.erase({gone.letter, gone.friendId});
    }
    void operator()(const RevocationRow& row) const { disk.m_revocations[row.grant] = row; }
    void operator()(const DeleteRevocation& gone) const { disk.m_revocations.erase(gone.grant); }
    void operator()(const PutStep& put) const { disk.m_steps[put.message].push_back(put.step); }
};

void SimDisk::apply(const std::vector<StoreOperation>& operations)
{
    for (const StoreOperation& operation : operations)
        std::visit(Apply{*this}, operation);
}

StoredState SimDisk::load() const
{
    const auto values = [](const auto& table) {
        std::vector<typename std::decay_t<decltype(table)>::mapped_type> rows;
        for (const auto& [key, row] : table)
            rows.push_back(row);
        return rows;
    };
    StoredState state;
    state.self = m_self;
    state.prekeys = values(m_prekeys);
    state.contacts = values(m_contacts);
    state.records = values(m_records);
    state.outbox = values(m_outbox);
    state.seenLetters = values(m_seen);
    state.clock = m_clock;
    state.friends = values(m_friends);
    state.owners = values(m_owners);
    state.held = values(m_held);
    state.notes = values(m_notes);
    state.revocations = values(m_revocations);
    for (const auto& [key, value] : m_settings)
        state.settings.push_back({key, value});
    return state;
}

std::vector<MessageStep> SimDisk::steps(const MessageId& id) const
{
    const auto place = m_steps.find(id);
    return place == m_steps.end() ? std::vector<MessageStep>{} : place->second;
}

std::vector<std::pair<LetterId, Bytes>> SimDisk::loadHeld(const std::vector<LetterId>& ids,
                                                          bool receipts) const
{
    const auto& table = receipts ? m_receipts : m_letters;
    std::vector<std::pair<LetterId, Bytes>> found;
    for (const LetterId& id : ids) {
        if (const auto place = table.find(id); place != table.end())
            found.emplace_back(*place);
    }
    return found;
}

std::vector<std::string> SimDisk::conversation(const NodeId& self, const NodeId& peer,
                                               bool outgoing) const
{
    std::vector<const Message*> rows;
    for (const auto& [id, message] : m_messages) {
        if (message.peer == peer && message.outgoing == outgoing)
            rows.push_back(&message);
    }
    const auto place = [&](const Message* m) {
        return std::tuple(m->lamport, m->outgoing ? self : peer, m->sequence);
    };
    std::sort(rows.begin(), rows.end(),
              [&](const Message* a, const Message* b) { return place(a) < place(b); });
    std::vector<std::string> texts;
    for (const Message* row : rows)
        texts.push_back(row->text);
    return texts;
}

}  // namespace vos::sim
