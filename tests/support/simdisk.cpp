#include "tests/support/simdisk.h"

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
    void operator()(const PutMessage& put) const { disk.m_messages[put.message.id] = put.message; }
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
    void operator()(const DeleteMessage& gone) const { disk.m_messages.erase(gone.id); }
    void operator()(const DeletePrekey& gone) const { disk.m_prekeys.erase(gone.publicKey); }
    void operator()(const DeleteContact& gone) const { disk.m_contacts.erase(gone.id); }
    void operator()(const DeleteOutbox& gone) const { disk.m_outbox.erase(gone.id); }
    void operator()(const DeleteSeenLetters& gone) const
    {
        std::erase_if(disk.m_seen, [&](const auto& row) { return row.second.at < gone.before; });
    }
    void operator()(const DeleteRecord& gone) const { disk.m_records.erase(gone.id); }
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
    StoredState state{m_self,          values(m_prekeys), values(m_contacts), values(m_records),
                      values(m_outbox), values(m_seen),    {}};
    for (const auto& [key, value] : m_settings)
        state.settings.push_back({key, value});
    return state;
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
