#include "p2p/letters/body.h"

#include "p2p/base/utf8.h"
#include "p2p/identity/card.h"
#include "p2p/identity/name.h"
#include "p2p/letters/letter.h"
#include "p2p/wire/packet.h"
#include "p2p/wire/reader.h"
#include "p2p/wire/writer.h"

#include <algorithm>
#include <functional>

namespace vos::letters {

namespace {

constexpr std::uint8_t FlagReply = 1;

bool partsFit(const Bytes& whereabouts, const Bytes& card)
{
    return whereabouts.size() >= wire::WhereaboutsSizeMin &&
           whereabouts.size() <= wire::WhereaboutsSizeMax &&
           card.size() >= identity::Card::SizeMin && card.size() <= identity::Card::SizeMax;
}

bool textsFit(const IntroductionBody& b)
{
    return !identity::checkName(b.name) && b.note.size() <= NoteSizeMax && isUtf8(b.note);
}

bool withinLimits(const IntroductionBody& b)
{
    const bool slotSound = b.slot != 0 || b.slotSecret == ByteArray<32>{};
    return partsFit(b.whereabouts, b.card) && textsFit(b) && slotSound;
}

bool isText(std::string_view text)
{
    return !text.empty() && text.size() <= TextSizeMax && isUtf8(text);
}

/// Flags and, where they say so, the message answered; the same for text and data.
void writeReply(wire::Writer& writer, const std::optional<MessageId>& replyTo)
{
    writer.u8(replyTo ? FlagReply : 0);
    if (replyTo)
        writer.id(*replyTo);
}

std::optional<MessageId> readReply(wire::Reader& reader)
{
    const std::uint8_t flags = reader.u8();
    if ((flags & ~FlagReply) != 0)
        reader.fail();
    return (flags & FlagReply) != 0 ? std::optional(reader.id<MessageId>()) : std::nullopt;
}

bool isRising(const std::vector<std::uint64_t>& numbers)
{
    return std::adjacent_find(numbers.begin(), numbers.end(), std::greater_equal<>()) ==
           numbers.end();
}

}  // namespace

Bytes IntroductionBody::encode() const
{
    VOS_ASSERT(withinLimits(*this));
    wire::Writer writer;
    writer.u8(static_cast<std::uint8_t>(whereabouts.size()));
    writer.bytes(whereabouts);
    writer.u16(static_cast<std::uint16_t>(card.size()));
    writer.bytes(card);
    writer.u8(static_cast<std::uint8_t>(name.size()));
    writer.bytes(viewOf(name));
    writer.u16(static_cast<std::uint16_t>(note.size()));
    writer.bytes(viewOf(note));
    writer.u32(slot);
    writer.bytes(slotSecret);
    return writer.take();
}

std::optional<IntroductionBody> IntroductionBody::decode(ByteView bytes)
{
    wire::Reader reader(bytes);
    IntroductionBody b;
    b.whereabouts = toBytes(reader.bytes(reader.u8()));
    b.card = toBytes(reader.bytes(reader.u16()));
    b.name = toText(reader.bytes(reader.u8()));
    b.note = toText(reader.bytes(reader.u16()));
    b.slot = reader.u32();
    const ByteView secret = reader.bytes(b.slotSecret.size());
    std::copy(secret.begin(), secret.end(), b.slotSecret.begin());
    if (!reader.finished() || !withinLimits(b))
        return std::nullopt;
    return b;
}

std::optional<DeclineBody> DeclineBody::decode(ByteView bytes)
{
    return bytes.empty() ? std::optional(DeclineBody{}) : std::nullopt;
}

Bytes TextBody::encode() const
{
    VOS_ASSERT(isText(text));
    wire::Writer writer;
    writeReply(writer, replyTo);
    writer.bytes(viewOf(text));
    return writer.take();
}

std::optional<TextBody> TextBody::decode(ByteView bytes)
{
    wire::Reader reader(bytes);
    TextBody b;
    b.replyTo = readReply(reader);
    if (reader.failed() || reader.remaining() > TextSizeMax)
        return std::nullopt;
    b.text = toText(reader.rest());
    return isText(b.text) ? std::optional(std::move(b)) : std::nullopt;
}

Bytes DataBody::encode() const
{
    VOS_ASSERT(data.size() <= DataSizeMax);
    wire::Writer writer;
    writeReply(writer, replyTo);
    writer.bytes(data);
    return writer.take();
}

std::optional<DataBody> DataBody::decode(ByteView bytes)
{
    wire::Reader reader(bytes);
    DataBody b;
    b.replyTo = readReply(reader);
    if (reader.failed() || reader.remaining() > DataSizeMax)
        return std::nullopt;
    b.data = toBytes(reader.rest());
    return b;
}

Bytes ReadMarkBody::encode() const
{
    VOS_ASSERT(sequence <= CounterMax);
    wire::Writer writer;
    writer.u64(sequence);
    return writer.take();
}

std::optional<ReadMarkBody> ReadMarkBody::decode(ByteView bytes)
{
    wire::Reader reader(bytes);
    const ReadMarkBody b{reader.u64()};
    return reader.finished() && b.sequence <= CounterMax ? std::optional(b) : std::nullopt;
}

Bytes ProfileBody::encode() const
{
    VOS_ASSERT(!identity::checkName(name));
    wire::Writer writer;
    writer.u8(static_cast<std::uint8_t>(name.size()));
    writer.bytes(viewOf(name));
    return writer.take();
}

std::optional<ProfileBody> ProfileBody::decode(ByteView bytes)
{
    wire::Reader reader(bytes);
    ProfileBody b{toText(reader.bytes(reader.u8()))};
    if (!reader.finished() || identity::checkName(b.name))
        return std::nullopt;
    return b;
}

Bytes KeyRefreshBody::encode() const
{
    VOS_ASSERT(unopened.size() <= UnopenedMax);
    wire::Writer writer;
    writer.u8(static_cast<std::uint8_t>(unopened.size()));
    for (const LetterId& id : unopened)
        writer.id(id);
    return writer.take();
}

std::optional<KeyRefreshBody> KeyRefreshBody::decode(ByteView bytes)
{
    wire::Reader reader(bytes);
    const std::size_t count = reader.u8();
    if (count > UnopenedMax || reader.remaining() != count * LetterId::Size)
        return std::nullopt;
    KeyRefreshBody b;
    for (std::size_t i = 0; i < count; ++i)
        b.unopened.push_back(reader.id<LetterId>());
    return reader.finished() ? std::optional(std::move(b)) : std::nullopt;
}

Bytes GoneBody::encode() const
{
    VOS_ASSERT(!sequences.empty() && sequences.size() <= GoneMax && isRising(sequences) &&
               sequences.back() <= CounterMax);
    wire::Writer writer;
    writer.u8(static_cast<std::uint8_t>(sequences.size()));
    for (const std::uint64_t sequence : sequences)
        writer.u64(sequence);
    return writer.take();
}

std::optional<GoneBody> GoneBody::decode(ByteView bytes)
{
    wire::Reader reader(bytes);
    const std::size_t count = reader.u8();
    if (count == 0 || count > GoneMax || reader.remaining() != count * 8)
        return std::nullopt;
    GoneBody b;
    for (std::size_t i = 0; i < count; ++i)
        b.sequences.push_back(reader.u64());
    if (!isRising(b.sequences) || b.sequences.back() > CounterMax)
        return std::nullopt;
    return b;
}

}  // namespace vos::letters
