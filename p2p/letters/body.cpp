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
#include <set>
#include <string_view>

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

bool withinLimits(const FriendRequestBody& b)
{
    return partsFit(b.whereabouts, b.card) && !identity::checkName(b.name) &&
           b.message.size() <= FriendMessageSizeMax && isUtf8(b.message);
}

void writeParts(wire::Writer& writer, const Bytes& whereabouts, const Bytes& card)
{
    writer.u8(static_cast<std::uint8_t>(whereabouts.size()));
    writer.bytes(whereabouts);
    writer.u16(static_cast<std::uint16_t>(card.size()));
    writer.bytes(card);
}

void readParts(wire::Reader& reader, Bytes& whereabouts, Bytes& card)
{
    whereabouts = toBytes(reader.bytes(reader.u8()));
    card = toBytes(reader.bytes(reader.u16()));
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

constexpr std::uint8_t ChangeVersion = 1;

bool isRevision(std::uint64_t revision)
{
    return revision > 0 && revision <= CounterMax;
}

/// Version and target, with which every change of a message begins.
void writeTarget(wire::Writer& writer, const MessageId& target)
{
    writer.u8(ChangeVersion);
    writer.id(target);
}

MessageId readTarget(wire::Reader& reader)
{
    if (reader.u8() != ChangeVersion)
        reader.fail();
    return reader.id<MessageId>();
}

/// No words, no markup and nothing invisible alone: an emoji has something beyond ASCII in it.
bool isReaction(const std::string& emoji)
{
    const auto plain = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
    const auto keycap = [](char c) { return (c >= '0' && c <= '9') || c == '#' || c == '*'; };
    return !emoji.empty() && emoji.size() <= ReactionSizeMax && isUtf8(emoji) &&
           !std::all_of(emoji.begin(), emoji.end(), plain) &&
           std::none_of(emoji.begin() + 1, emoji.end(), plain) &&
           (!plain(emoji.front()) || keycap(emoji.front()));
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
    writeParts(writer, whereabouts, card);
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
    readParts(reader, b.whereabouts, b.card);
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

Bytes EditBody::encode() const
{
    VOS_ASSERT(isText(text) && isRevision(revision));
    wire::Writer writer;
    writeTarget(writer, target);
    writer.u64(revision);
    writer.bytes(viewOf(text));
    return writer.take();
}

std::optional<EditBody> EditBody::decode(ByteView bytes)
{
    wire::Reader reader(bytes);
    EditBody b;
    b.target = readTarget(reader);
    b.revision = reader.u64();
    if (reader.failed() || reader.remaining() > TextSizeMax)
        return std::nullopt;
    b.text = toText(reader.rest());
    return isText(b.text) && isRevision(b.revision) ? std::optional(std::move(b)) : std::nullopt;
}

Bytes TakeBackBody::encode() const
{
    wire::Writer writer;
    writeTarget(writer, target);
    return writer.take();
}

std::optional<TakeBackBody> TakeBackBody::decode(ByteView bytes)
{
    wire::Reader reader(bytes);
    const TakeBackBody b{readTarget(reader)};
    return reader.finished() ? std::optional(b) : std::nullopt;
}

bool areReactions(const std::vector<std::string>& emoji)
{
    return emoji.size() <= ReactionsMax && std::all_of(emoji.begin(), emoji.end(), isReaction) &&
           std::set<std::string>(emoji.begin(), emoji.end()).size() == emoji.size();
}

Bytes ReactionBody::encode() const
{
    VOS_ASSERT(areReactions(emoji) && isRevision(revision));
    wire::Writer writer;
    writeTarget(writer, target);
    writer.u64(revision);
    writer.u8(static_cast<std::uint8_t>(emoji.size()));
    for (const std::string& one : emoji) {
        writer.u8(static_cast<std::uint8_t>(one.size()));
        writer.bytes(viewOf(one));
    }
    return writer.take();
}

std::optional<ReactionBody> ReactionBody::decode(ByteView bytes)
{
    wire::Reader reader(bytes);
    ReactionBody b;
    b.target = readTarget(reader);
    b.revision = reader.u64();
    const std::size_t count = reader.u8();
    if (count > ReactionsMax)
        return std::nullopt;
    for (std::size_t i = 0; i < count; ++i)
        b.emoji.push_back(toText(reader.bytes(reader.u8())));
    if (!reader.finished() || !areReactions(b.emoji) || !isRevision(b.revision))
        return std::nullopt;
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
    VOS_ASSERT(!identity::checkName(name) && grants.size() <= GrantsMax);
    wire::Writer writer;
    writer.u32(number);
    writer.u8(static_cast<std::uint8_t>(name.size()));
    writer.bytes(viewOf(name));
    writer.u8(static_cast<std::uint8_t>(grants.size()));
    for (const identity::Grant& grant : grants)
        grant.write(writer);
    return writer.take();
}

std::optional<ProfileBody> ProfileBody::decode(ByteView bytes)
{
    wire::Reader reader(bytes);
    ProfileBody b;
    b.number = reader.u32();
    b.name = toText(reader.bytes(reader.u8()));
    const std::size_t count = reader.u8();
    if (count > GrantsMax || reader.remaining() != count * identity::Grant::EncodedSize)
        return std::nullopt;
    for (std::size_t i = 0; i < count; ++i)
        b.grants.push_back(identity::Grant::read(reader));
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

// ---- Friend VOS -------------------------------------------------------------------------------

Bytes FriendRequestBody::encode() const
{
    VOS_ASSERT(withinLimits(*this));
    wire::Writer writer;
    writeParts(writer, whereabouts, card);
    writer.u8(static_cast<std::uint8_t>(name.size()));
    writer.bytes(viewOf(name));
    writer.u16(static_cast<std::uint16_t>(message.size()));
    writer.bytes(viewOf(message));
    writer.u32(quotaKib);
    return writer.take();
}

std::optional<FriendRequestBody> FriendRequestBody::decode(ByteView bytes)
{
    wire::Reader reader(bytes);
    FriendRequestBody b;
    readParts(reader, b.whereabouts, b.card);
    b.name = toText(reader.bytes(reader.u8()));
    b.message = toText(reader.bytes(reader.u16()));
    b.quotaKib = reader.u32();
    if (!reader.finished() || !withinLimits(b))
        return std::nullopt;
    return b;
}

Bytes FriendAnswerBody::encode() const
{
    VOS_ASSERT(partsFit(whereabouts, card));
    wire::Writer writer;
    writeParts(writer, whereabouts, card);
    if (grant)
        grant->write(writer);
    return writer.take();
}

std::optional<FriendAnswerBody> FriendAnswerBody::decode(ByteView bytes)
{
    wire::Reader reader(bytes);
    FriendAnswerBody b;
    readParts(reader, b.whereabouts, b.card);
    if (reader.remaining() > 0)
        b.grant = identity::Grant::read(reader);
    if (!reader.finished() || !partsFit(b.whereabouts, b.card))
        return std::nullopt;
    return b;
}

Bytes FriendGrantBody::encode() const
{
    wire::Writer writer(identity::Grant::EncodedSize);
    grant.write(writer);
    return writer.take();
}

std::optional<FriendGrantBody> FriendGrantBody::decode(ByteView bytes)
{
    wire::Reader reader(bytes);
    const FriendGrantBody b{identity::Grant::read(reader)};
    return reader.finished() ? std::optional(b) : std::nullopt;
}

Bytes FriendEndBody::encode() const
{
    return toBytes(revocation);
}

std::optional<FriendEndBody> FriendEndBody::decode(ByteView bytes)
{
    FriendEndBody b;
    if (bytes.size() != b.revocation.size())
        return std::nullopt;
    std::copy(bytes.begin(), bytes.end(), b.revocation.begin());
    return b;
}

namespace {

bool withinLimits(const SlotsBody& b)
{
    return b.entries.size() <= SlotsMax && (b.entries.empty() || b.entries.front().slot > 0) &&
           std::adjacent_find(b.entries.begin(), b.entries.end(), [](const auto& x, const auto& y) {
               return x.slot >= y.slot;
           }) == b.entries.end();
}

}  // namespace

Bytes SlotsBody::encode() const
{
    VOS_ASSERT(withinLimits(*this));
    wire::Writer writer;
    writer.u32(number);
    for (const Entry& entry : entries) {
        writer.u32(entry.slot);
        writer.bytes(entry.key);
    }
    return writer.take();
}

std::optional<SlotsBody> SlotsBody::decode(ByteView bytes)
{
    constexpr std::size_t EntrySize = 20;
    wire::Reader reader(bytes);
    SlotsBody b;
    b.number = reader.u32();
    const std::size_t count = reader.remaining() / EntrySize;
    if (reader.failed() || reader.remaining() % EntrySize != 0 || count > SlotsMax)
        return std::nullopt;
    b.entries.resize(count);
    for (Entry& entry : b.entries) {
        entry.slot = reader.u32();
        const ByteView key = reader.bytes(entry.key.size());
        std::copy(key.begin(), key.end(), entry.key.begin());
    }
    return reader.finished() && withinLimits(b) ? std::optional(std::move(b)) : std::nullopt;
}

}  // namespace vos::letters
