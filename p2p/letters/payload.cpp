#include "p2p/letters/letter.h"

#include "p2p/wire/reader.h"
#include "p2p/wire/writer.h"

#include <algorithm>
#include <bit>

namespace vos::letters {

namespace {

constexpr std::uint8_t PayloadVersion = 1;
constexpr std::size_t NoteSize = NodeId::Size + LetterId::Size;

bool withinLimits(const Payload& p)
{
    const std::int64_t sent = toMillis(p.sentAt);
    const bool offerSound = p.offer.number != 0 || p.offer.key.isZero();
    return p.sequence <= CounterMax && p.lamport <= CounterMax && sent >= 0 && sent <= TimeMax &&
           offerSound && p.notes.size() <= CustodyNotesMax && p.body.size() <= BodySizeMax;
}

std::size_t contentSize(const Payload& p)
{
    return PayloadFixedSize + p.notes.size() * NoteSize + p.body.size();
}

}  // namespace

std::size_t paddedSize(std::size_t content)
{
    VOS_ASSERT(content <= PayloadSizeMax);
    return std::clamp(std::bit_ceil(content), PayloadSizeMin, PayloadSizeMax);
}

Bytes encodePayload(const Payload& p)
{
    VOS_ASSERT(withinLimits(p));
    const std::size_t size = paddedSize(contentSize(p));
    wire::Writer writer(size);
    writer.u8(PayloadVersion);
    writer.u8(p.kind);
    writer.id(p.sender);
    writer.u32(p.cardNumber);
    writer.id(p.message);
    writer.id(p.conversation);
    writer.u64(p.sequence);
    writer.u64(p.lamport);
    writer.u64(static_cast<std::uint64_t>(toMillis(p.sentAt)));
    writer.u32(p.offer.number);
    writer.id(p.offer.key);
    writer.u32(p.oldestNeeded);
    writer.u8(static_cast<std::uint8_t>(p.notes.size()));
    for (const CustodyNote& note : p.notes) {
        writer.id(note.friendId);
        writer.id(note.letter);
    }
    writer.u32(static_cast<std::uint32_t>(p.body.size()));
    writer.bytes(p.body);
    VOS_ASSERT(writer.size() == contentSize(p));
    writer.zeros(size - writer.size());
    return writer.take();
}

std::optional<Payload> decodePayload(ByteView bytes)
{
    wire::Reader reader(bytes);
    if (reader.u8() != PayloadVersion)
        return std::nullopt;
    Payload p;
    p.kind = reader.u8();
    p.sender = reader.id<NodeId>();
    p.cardNumber = reader.u32();
    p.message = reader.id<MessageId>();
    p.conversation = reader.id<ConversationId>();
    p.sequence = reader.u64();
    p.lamport = reader.u64();
    const std::uint64_t sent = reader.u64();
    p.offer.number = reader.u32();
    p.offer.key = reader.id<ExchangeKey>();
    p.oldestNeeded = reader.u32();
    const std::size_t notes = reader.u8();
    if (reader.failed() || notes > CustodyNotesMax || sent > static_cast<std::uint64_t>(TimeMax))
        return std::nullopt;
    p.sentAt = fromMillis(static_cast<std::int64_t>(sent));
    for (std::size_t i = 0; i < notes; ++i) {
        CustodyNote note;
        note.friendId = reader.id<NodeId>();
        note.letter = reader.id<LetterId>();
        p.notes.push_back(note);
    }
    const std::size_t bodySize = reader.u32();
    if (bodySize > BodySizeMax)
        return std::nullopt;
    p.body = toBytes(reader.bytes(bodySize));
    if (reader.failed() || !withinLimits(p) || paddedSize(contentSize(p)) != bytes.size() ||
        !allZero(reader.rest()))
        return std::nullopt;
    return p;
}

}  // namespace vos::letters
