#include "p2p/wire/message.h"

#include "p2p/wire/reader.h"
#include "p2p/wire/writer.h"

#include <algorithm>
#include <functional>

namespace vos::wire {

namespace {

constexpr std::uint8_t CustodyActive = 1;
constexpr std::uint8_t CustodyAccepting = 2;
constexpr std::uint64_t Limit48 = std::uint64_t{1} << 48;

Bytes readSized(Reader& reader, std::size_t size, std::size_t min, std::size_t max)
{
    if (size < min || size > max) {
        reader.fail();
        return {};
    }
    return toBytes(reader.bytes(size));
}

/// All that is left, which must have a length from `min` to `max`.
Bytes readRest(Reader& reader, std::size_t min, std::size_t max)
{
    return readSized(reader, reader.remaining(), min, max);
}

std::size_t readCount(Reader& reader, std::size_t min, std::size_t max)
{
    const std::size_t count = reader.u8();
    if (count < min || count > max) {
        reader.fail();
        return 0;
    }
    return count;
}

// One pair for each type: the fields after the type byte.

void write(Writer& writer, const Letter& m)
{
    VOS_ASSERT(m.letter.size() >= LetterSizeMin && m.letter.size() <= LetterSizeMax);
    writer.bytes(m.work);
    writer.bytes(m.letter);
}

Letter readLetter(Reader& reader)
{
    Letter m;
    const ByteView work = reader.bytes(m.work.size());
    std::copy(work.begin(), work.end(), m.work.begin());
    m.letter = readRest(reader, LetterSizeMin, LetterSizeMax);
    return m;
}

void write(Writer& writer, const Receipt& m)
{
    VOS_ASSERT(m.receipt.size() >= ReceiptSizeMin && m.receipt.size() <= ReceiptSizeMax);
    writer.bytes(m.receipt);
}

Receipt readReceipt(Reader& reader)
{
    return {readRest(reader, ReceiptSizeMin, ReceiptSizeMax)};
}

void write(Writer& writer, const Offer& m)
{
    VOS_ASSERT(m.number > 0);
    writer.u32(m.number);
    writer.id(m.key);
}

Offer readOffer(Reader& reader)
{
    const std::uint32_t number = reader.u32();
    if (number == 0)
        reader.fail();
    return {number, reader.id<ExchangeKey>()};
}

template <std::size_t N>
ByteArray<N> readFixed(Reader& reader)
{
    ByteArray<N> array{};
    const ByteView bytes = reader.bytes(N);
    std::copy(bytes.begin(), bytes.end(), array.begin());
    return array;
}

void writeIds(Writer& writer, const std::vector<LetterId>& ids, std::size_t max)
{
    VOS_ASSERT(!ids.empty() && ids.size() <= max);
    for (const LetterId& id : ids)
        writer.id(id);
}

/// All that is left, as 1 to `max` ids.
std::vector<LetterId> readIds(Reader& reader, std::size_t max)
{
    const std::size_t count = reader.remaining() / LetterId::Size;
    if (count == 0 || count > max || reader.remaining() % LetterId::Size != 0) {
        reader.fail();
        return {};
    }
    std::vector<LetterId> ids(count);
    for (LetterId& id : ids)
        id = reader.id<LetterId>();
    return ids;
}

bool isSound(const Deposit& m)
{
    const bool slotSound = m.slot != 0 || m.slotTag == ByteArray<16>{};
    return slotSound && m.keepSeconds > 0 && m.keepSeconds <= KeepSecondsMax;
}

void write(Writer& writer, const Deposit& m)
{
    VOS_ASSERT(isSound(m) && m.letter.size() >= LetterSizeMin && m.letter.size() <= LetterSizeMax);
    writer.u32(m.slot);
    writer.bytes(m.slotTag);
    writer.bytes(m.work);
    writer.bytes(m.recallHash);
    writer.u32(m.keepSeconds);
    writer.bytes(m.letter);
}

Deposit readDeposit(Reader& reader)
{
    Deposit m;
    m.slot = reader.u32();
    m.slotTag = readFixed<16>(reader);
    m.work = readFixed<8>(reader);
    m.recallHash = readFixed<32>(reader);
    m.keepSeconds = reader.u32();
    m.letter = readRest(reader, LetterSizeMin, LetterSizeMax);
    if (!isSound(m))
        reader.fail();
    return m;
}

void write(Writer& writer, const Custody& m)
{
    writer.bytes(m.receipt);
}

void write(Writer& writer, const Refusal& m)
{
    writer.bytes(m.refusal);
    if (m.revocation)
        writer.bytes(*m.revocation);
}

Refusal readRefusal(Reader& reader)
{
    Refusal m;
    m.refusal = readFixed<RefusalSize>(reader);
    if (reader.remaining() > 0)
        m.revocation = readFixed<RevocationSize>(reader);
    return m;
}

void write(Writer& writer, const CustodyList& m)
{
    writer.bytes(m.list);
}
void write(Writer& writer, const HeldIds& m)
{
    writeIds(writer, m.ids, HeldIdsMax);
}
void write(Writer& writer, const AskNews& m)
{
    writeIds(writer, m.ids, NewsMax);
}

void write(Writer& writer, const News& m)
{
    VOS_ASSERT(!m.entries.empty() && m.entries.size() <= NewsMax);
    writer.u8(static_cast<std::uint8_t>(m.entries.size()));
    for (const News::Entry& entry : m.entries) {
        writer.id(entry.id);
        writer.u8(static_cast<std::uint8_t>(entry.fate));
    }
}

News readNews(Reader& reader)
{
    News m;
    m.entries.resize(readCount(reader, 1, NewsMax));
    for (News::Entry& entry : m.entries) {
        entry.id = reader.id<LetterId>();
        const std::uint8_t fate = reader.u8();
        if (fate > static_cast<std::uint8_t>(LetterFate::Expired))
            reader.fail();
        entry.fate = static_cast<LetterFate>(fate);
    }
    return m;
}

void write(Writer& writer, const Recall& m)
{
    writer.id(m.id);
    writer.bytes(m.secret);
}

Recall readRecall(Reader& reader)
{
    const LetterId id = reader.id<LetterId>();
    return {id, readFixed<16>(reader)};
}

void write(Writer& writer, const Recalled& m)
{
    writer.bytes(m.answer);
}
void write(Writer& writer, const Revoked& m)
{
    writer.bytes(m.revocation);
}
void write(Writer& writer, const AskCustody& m)
{
    writer.u32(m.token);
}

void write(Writer& writer, const CustodyState& m)
{
    VOS_ASSERT(m.clockMillis < Limit48);
    writer.u32(m.token);
    writer.u8(static_cast<std::uint8_t>((m.active ? CustodyActive : 0) |
                                        (m.accepting ? CustodyAccepting : 0)));
    writer.u32(m.quotaKib);
    writer.u32(m.usedKib);
    writer.u32(m.lettersMax);
    writer.u32(m.letters);
    writer.u32(m.expires);
    writer.u48(m.clockMillis);
}

CustodyState readCustodyState(Reader& reader)
{
    CustodyState m;
    m.token = reader.u32();
    const std::uint8_t flags = reader.u8();
    if ((flags & ~(CustodyActive | CustodyAccepting)) != 0)
        reader.fail();
    m.active = (flags & CustodyActive) != 0;
    m.accepting = (flags & CustodyAccepting) != 0;
    m.quotaKib = reader.u32();
    m.usedKib = reader.u32();
    m.lettersMax = reader.u32();
    m.letters = reader.u32();
    m.expires = reader.u32();
    m.clockMillis = reader.u48();
    return m;
}

bool areSequences(const std::vector<std::uint64_t>& sequences)
{
    return std::adjacent_find(sequences.begin(), sequences.end(), std::greater_equal<>()) ==
               sequences.end() &&
           (sequences.empty() || sequences.back() < (std::uint64_t{1} << 53));
}

void write(Writer& writer, const Missing& m)
{
    VOS_ASSERT(!m.sequences.empty() && m.sequences.size() <= MissingMax &&
               areSequences(m.sequences));
    writer.u8(static_cast<std::uint8_t>(m.sequences.size()));
    for (const std::uint64_t sequence : m.sequences)
        writer.u64(sequence);
}

Missing readMissing(Reader& reader)
{
    Missing m;
    m.sequences.resize(readCount(reader, 1, MissingMax));
    for (std::uint64_t& sequence : m.sequences)
        sequence = reader.u64();
    if (!areSequences(m.sequences))
        reader.fail();
    return m;
}

void write(Writer&, const UnknownMessage&)
{
    VOS_ASSERT(false && "an unknown message is only read");
}

Message readFields(std::uint8_t type, Reader& reader)
{
    switch (static_cast<MessageType>(type)) {
    case MessageType::Hello:
        return readHello(reader);
    case MessageType::Announce:
        return readAnnounce(reader);
    case MessageType::Find:
        return readFind(reader);
    case MessageType::Found:
        return readFound(reader);
    case MessageType::Tail:
        return readTail(reader);
    case MessageType::Records:
        return readRecords(reader);
    case MessageType::CardRequest:
        return readCardRequest(reader);
    case MessageType::Cards:
        return readCards(reader);
    case MessageType::Letter:
        return readLetter(reader);
    case MessageType::Receipt:
        return readReceipt(reader);
    case MessageType::Offer:
        return readOffer(reader);
    case MessageType::Deposit:
        return readDeposit(reader);
    case MessageType::Custody:
        return Custody{readFixed<CustodySize>(reader)};
    case MessageType::Refusal:
        return readRefusal(reader);
    case MessageType::CustodyList:
        return CustodyList{readFixed<CustodyListSize>(reader)};
    case MessageType::HeldIds:
        return HeldIds{readIds(reader, HeldIdsMax)};
    case MessageType::AskNews:
        return AskNews{readIds(reader, NewsMax)};
    case MessageType::News:
        return readNews(reader);
    case MessageType::Recall:
        return readRecall(reader);
    case MessageType::Recalled:
        return Recalled{readFixed<RecalledSize>(reader)};
    case MessageType::Revoked:
        return Revoked{readFixed<RevocationSize>(reader)};
    case MessageType::AskCustody:
        return AskCustody{reader.u32()};
    case MessageType::CustodyState:
        return readCustodyState(reader);
    case MessageType::Missing:
        return readMissing(reader);
    case MessageType::Hints:
        return readHints(reader);
    case MessageType::Want:
        return readWant(reader);
    case MessageType::Contacts:
        return readContacts(reader);
    case MessageType::Nodes:
        return readNodes(reader);
    case MessageType::Ranges:
        return readRanges(reader);
    case MessageType::RelayTerms:
        return readRelayTerms(reader);
    case MessageType::RelayOpen:
        return readRelayOpen(reader);
    case MessageType::RelayClosed:
        return readRelayClosed(reader);
    case MessageType::Candidates:
        return readCandidates(reader);
    case MessageType::Introduce:
        return readIntroduce(reader);
    case MessageType::Introduced:
        return readIntroduced(reader);
    case MessageType::DialBack:
        return readDialBack(reader);
    case MessageType::DialBackDone:
        return readDialBackDone(reader);
    case MessageType::ProbeFor:
        return readProbeFor(reader);
    case MessageType::ProbeSent:
        return readProbeSent(reader);
    case MessageType::ProbeLater:
        return readProbeLater(reader);
    }
    reader.rest();
    return UnknownMessage{type};
}

}  // namespace

Bytes encodeMessage(const Message& message)
{
    Writer writer;
    // The alternatives stand in the order of their numbers, which begin at 1.
    constexpr auto Last = static_cast<std::size_t>(MessageType::ProbeLater) - 1;
    static_assert(std::is_same_v<std::variant_alternative_t<Last, Message>, ProbeLater>);
    writer.u8(static_cast<std::uint8_t>(message.index() + 1));
    std::visit([&writer](const auto& m) { write(writer, m); }, message);
    VOS_ASSERT(writer.size() <= MessageSizeMax);
    return writer.take();
}

std::optional<Message> decodeMessage(ByteView bytes)
{
    if (bytes.empty() || bytes.size() > MessageSizeMax)
        return std::nullopt;
    Reader reader(bytes);
    const std::uint8_t type = reader.u8();
    // No version ever gives this number, so that zeroed memory is no message.
    if (type == 0)
        return std::nullopt;
    Message message = readFields(type, reader);
    if (!reader.finished())
        return std::nullopt;
    return message;
}

}  // namespace vos::wire
