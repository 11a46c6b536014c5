#include "p2p/qt/rowcodec.h"

#include "p2p/wire/reader.h"
#include "p2p/wire/writer.h"

namespace vos::qt {

namespace {

/// Each row lists its fields once, in `fields(visitor, row)`; these two visit them.
class FieldWriter {
public:
    void field(const Bytes& value)
    {
        m_writer.varint(value.size());
        m_writer.bytes(value);
    }
    void field(const std::string& value)
    {
        m_writer.varint(value.size());
        m_writer.bytes(vos::viewOf(value));
    }
    void field(bool value) { m_writer.u8(value ? 1 : 0); }
    void field(std::uint8_t value) { m_writer.u8(value); }
    void field(std::uint32_t value) { m_writer.u32(value); }
    void field(std::uint64_t value) { m_writer.u64(value); }
    void field(WallTime value) { m_writer.u64(static_cast<std::uint64_t>(toMillis(value))); }
    template <std::size_t N>
    void field(const ByteArray<N>& value)
    {
        m_writer.bytes(value);
    }
    template <typename Tag, std::size_t N>
    void field(const Id<Tag, N>& value)
    {
        m_writer.id(value);
    }
    template <typename Enum>
    requires std::is_enum_v<Enum>
    void field(Enum value) { m_writer.u8(static_cast<std::uint8_t>(value)); }
    template <typename T>
    void field(const std::optional<T>& value)
    {
        field(value.has_value());
        if (value)
            field(*value);
    }
    template <typename T>
    void field(const std::vector<T>& values)
    {
        m_writer.varint(values.size());
        for (const T& value : values)
            field(value);
    }
    void field(const CustodyEntry& entry);
    void field(const Reactions& reactions);
    template <typename... Fields>
    void operator()(const Fields&... fields)
    {
        (field(fields), ...);
    }
    template <typename... Fields>
    void added(const Fields&... fields)
    {
        (field(fields), ...);
    }
    Bytes take() { return m_writer.take(); }

private:
    wire::Writer m_writer;
};

class FieldReader {
public:
    explicit FieldReader(ByteView bytes) : m_reader(bytes) {}

    void field(Bytes& value) { value = toBytes(m_reader.bytes(count())); }
    void field(std::string& value) { value = toText(m_reader.bytes(count())); }
    void field(bool& value)
    {
        const std::uint8_t number = m_reader.u8();
        value = number == 1;
        if (number > 1)
            m_reader.fail();
    }
    void field(std::uint8_t& value) { value = m_reader.u8(); }
    void field(std::uint32_t& value) { value = m_reader.u32(); }
    void field(std::uint64_t& value) { value = m_reader.u64(); }
    void field(WallTime& value) { value = fromMillis(static_cast<std::int64_t>(m_reader.u64())); }
    template <std::size_t N>
    void field(ByteArray<N>& value)
    {
        const ByteView bytes = m_reader.bytes(N);
        std::copy(bytes.begin(), bytes.end(), value.begin());
    }
    template <typename Tag, std::size_t N>
    void field(Id<Tag, N>& value)
    {
        value = m_reader.template id<Id<Tag, N>>();
    }
    template <typename Enum>
    requires std::is_enum_v<Enum>
    void field(Enum& value) { value = static_cast<Enum>(m_reader.u8()); }
    template <typename T>
    void field(std::optional<T>& value)
    {
        bool present = false;
        field(present);
        value.reset();
        if (present)
            field(value.emplace());
    }
    template <typename T>
    void field(std::vector<T>& values)
    {
        values.clear();
        // count() is at most the bytes left, and each value takes at least one.
        for (std::size_t left = count(); left > 0 && !m_reader.failed(); --left)
            field(values.emplace_back());
    }
    void field(CustodyEntry& entry);
    void field(Reactions& reactions);
    template <typename... Fields>
    void operator()(Fields&... fields)
    {
        (field(fields), ...);
    }
    /// Fields that came later: a row may end before any of them, which then keeps its default.
    template <typename... Fields>
    void added(Fields&... fields)
    {
        (addedField(fields), ...);
    }
    bool finished() const { return m_reader.finished(); }

private:
    template <typename Field>
    void addedField(Field& value)
    {
        if (m_reader.failed() || m_reader.remaining() > 0)
            field(value);
    }
    std::size_t count()
    {
        const std::uint64_t value = m_reader.varint();
        if (value > m_reader.remaining()) {
            m_reader.fail();
            return 0;
        }
        return static_cast<std::size_t>(value);
    }

    wire::Reader m_reader;
};

template <typename Row, typename Wanted>
concept RowOf = std::is_same_v<std::remove_const_t<Row>, Wanted>;

void fields(auto& visit, RowOf<CustodyEntry> auto& entry)
{
    visit(entry.friendId, entry.letter, entry.status, entry.proof, entry.at);
}

void FieldWriter::field(const CustodyEntry& entry)
{
    fields(*this, entry);
}

void FieldReader::field(CustodyEntry& entry)
{
    fields(*this, entry);
}

void fields(auto& visit, RowOf<Reactions> auto& row)
{
    visit(row.by, row.revision, row.emoji);
}

void FieldWriter::field(const Reactions& reactions)
{
    fields(*this, reactions);
}

void FieldReader::field(Reactions& reactions)
{
    fields(*this, reactions);
}

void fields(auto& visit, RowOf<SelfRow> auto& row)
{
    visit(row.sequence, row.cardNumber, row.card, row.retired);
    visit.added(row.name);
}

void fields(auto& visit, RowOf<PrekeyRow> auto& row)
{
    visit(row.publicKey, row.secret, row.contact, row.number, row.madeAt, row.supersededAt);
}

void fields(auto& visit, RowOf<ContactRow> auto& row)
{
    visit(row.id, row.state, row.name, row.note, row.requestNote, row.verified, row.since,
          row.lastSeen, row.hints, row.nextSequence, row.lamport, row.readSequence, row.nextPrekey,
          row.offerNumber, row.offerKey, row.offerAt);
    visit.added(row.slot, row.slotSecret, row.theirSlot, row.theirSlotSecret, row.receivedUpTo,
                row.receivedBeyond, row.doubt, row.allowedSequence, row.allowedCard,
                row.profileNumber, row.profileGrants, row.toldProfile);
}

void fields(auto& visit, RowOf<RecordRow> auto& row)
{
    visit(row.id, row.whereabouts, row.card, row.highestSequence, row.highestCard, row.heardAt,
          row.lastSeen);
}

void fields(auto& visit, RowOf<OutboxRow> auto& row)
{
    visit(row.id, row.to, row.kind, row.body, row.sequence, row.lamport, row.replyTo, row.createdAt,
          row.expiresAt, row.queue, row.failed, row.letter, row.workNonce, row.sealedTo,
          row.sealedNumber, row.sealedAt, row.letterIds);
    visit.added(row.recallSecret, row.custody, row.recalled, row.lifeEnd);
}

void fields(auto& visit, RowOf<SeenLetterRow> auto& row)
{
    visit(row.id, row.sender, row.message, row.verdict, row.at);
}

void fields(auto& visit, RowOf<SettingRow> auto& row)
{
    visit(row.key, row.value);
}

void fields(auto& visit, RowOf<LocalRow> auto& row)
{
    visit(row.key, row.value);
}

void fields(auto& visit, RowOf<Message> auto& row)
{
    // The holders stood here before they moved to the status, which is the one that counts.
    visit(row.id, row.peer, row.outgoing, row.kind, row.text, row.sentAt, row.receivedAt,
          row.replyTo, row.sequence, row.lamport, row.heldBy);
    visit.added(row.revision, row.takenBack, row.reactions);
}

void fields(auto& visit, RowOf<MessageStatus> auto& row)
{
    visit(row.state, row.reason, row.deliveredAt, row.readAt);
    visit.added(row.heldBy, row.heldSince);
}

void fields(auto& visit, RowOf<RevocationRow> auto& row)
{
    auto& [grant, word, lifeEnd] = row;
    visit(grant, word, lifeEnd);
}

void fields(auto& visit, RowOf<ChangeMessage> auto& row)
{
    auto& [peer, ours, id, what, revision, text, emoji, at] = row;
    visit(peer, ours, id, what, revision, text, emoji, at);
}

void fields(auto& visit, RowOf<ClockRow> auto& row)
{
    visit(row.life, row.wall);
}

void fields(auto& visit, RowOf<FriendRow> auto& row)
{
    // A field that is added to the row and forgotten here does not compile.
    auto& [id, state, name, message, hints, askedQuotaKib, grant, revocation, since, lastSeen,
           usedKib, holding, lost, lifeEnd, slotsNumber] = row;
    visit(id, state, name, message, hints, askedQuotaKib, grant, revocation, since, lastSeen,
          usedKib, holding, lost, lifeEnd, slotsNumber);
}

void fields(auto& visit, RowOf<OwnerRow> auto& row)
{
    auto& [id, state, name, message, askedQuotaKib, grant, revocation, since, lastSeen, doNotAsk,
           slotsNumber, slots, slotKeys, lifeEnd] = row;
    visit(id, state, name, message, askedQuotaKib, grant, revocation, since, lastSeen, doNotAsk,
          slotsNumber, slots, slotKeys, lifeEnd);
}

void fields(auto& visit, RowOf<HeldLetterRow> auto& row)
{
    auto& [id, owner, number, size, slot, recallHash, storedAt, lifeEnd, fate] = row;
    visit(id, owner, number, size, slot, recallHash, storedAt, lifeEnd, fate);
}

void fields(auto& visit, RowOf<CustodyNoteRow> auto& row)
{
    visit(row.letter, row.friendId, row.sender, row.at);
}

void fields(auto& visit, RowOf<MessageStep> auto& row)
{
    visit(row.kind, row.at, row.by, row.proof);
}

template <typename Row>
Bytes encoded(const Row& row)
{
    FieldWriter writer;
    fields(writer, row);
    return writer.take();
}

template <typename Row>
bool decoded(ByteView bytes, Row& row)
{
    FieldReader reader(bytes);
    fields(reader, row);
    return reader.finished();
}

}  // namespace

Bytes encodeRow(const SelfRow& row)
{
    return encoded(row);
}
Bytes encodeRow(const PrekeyRow& row)
{
    return encoded(row);
}
Bytes encodeRow(const ContactRow& row)
{
    return encoded(row);
}
Bytes encodeRow(const RecordRow& row)
{
    return encoded(row);
}
Bytes encodeRow(const OutboxRow& row)
{
    return encoded(row);
}
Bytes encodeRow(const SeenLetterRow& row)
{
    return encoded(row);
}
Bytes encodeRow(const SettingRow& row)
{
    return encoded(row);
}
Bytes encodeRow(const LocalRow& row)
{
    return encoded(row);
}
Bytes encodeRow(const Message& row)
{
    return encoded(row);
}
Bytes encodeRow(const MessageStatus& row)
{
    return encoded(row);
}
Bytes encodeRow(const ClockRow& row)
{
    return encoded(row);
}
Bytes encodeRow(const FriendRow& row)
{
    return encoded(row);
}
Bytes encodeRow(const OwnerRow& row)
{
    return encoded(row);
}
Bytes encodeRow(const HeldLetterRow& row)
{
    return encoded(row);
}
Bytes encodeRow(const CustodyNoteRow& row)
{
    return encoded(row);
}
Bytes encodeRow(const MessageStep& row)
{
    return encoded(row);
}
Bytes encodeRow(const RevocationRow& row)
{
    return encoded(row);
}
Bytes encodeRow(const ChangeMessage& row)
{
    return encoded(row);
}

bool decodeRow(ByteView bytes, SelfRow& row)
{
    return decoded(bytes, row);
}
bool decodeRow(ByteView bytes, PrekeyRow& row)
{
    return decoded(bytes, row);
}
bool decodeRow(ByteView bytes, ContactRow& row)
{
    return decoded(bytes, row);
}
bool decodeRow(ByteView bytes, RecordRow& row)
{
    return decoded(bytes, row);
}
bool decodeRow(ByteView bytes, OutboxRow& row)
{
    return decoded(bytes, row);
}
bool decodeRow(ByteView bytes, SeenLetterRow& row)
{
    return decoded(bytes, row);
}
bool decodeRow(ByteView bytes, SettingRow& row)
{
    return decoded(bytes, row);
}
bool decodeRow(ByteView bytes, LocalRow& row)
{
    return decoded(bytes, row);
}
bool decodeRow(ByteView bytes, Message& row)
{
    return decoded(bytes, row);
}
bool decodeRow(ByteView bytes, MessageStatus& row)
{
    return decoded(bytes, row);
}
bool decodeRow(ByteView bytes, ClockRow& row)
{
    return decoded(bytes, row);
}
bool decodeRow(ByteView bytes, FriendRow& row)
{
    return decoded(bytes, row);
}
bool decodeRow(ByteView bytes, OwnerRow& row)
{
    return decoded(bytes, row);
}
bool decodeRow(ByteView bytes, HeldLetterRow& row)
{
    return decoded(bytes, row);
}
bool decodeRow(ByteView bytes, CustodyNoteRow& row)
{
    return decoded(bytes, row);
}
bool decodeRow(ByteView bytes, MessageStep& row)
{
    return decoded(bytes, row);
}
bool decodeRow(ByteView bytes, RevocationRow& row)
{
    return decoded(bytes, row);
}
bool decodeRow(ByteView bytes, ChangeMessage& row)
{
    return decoded(bytes, row);
}

}  // namespace vos::qt
