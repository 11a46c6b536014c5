#include "p2p/letters/letter.h"

#include "p2p/crypto/hash.h"
#include "p2p/crypto/noise.h"
#include "p2p/wire/reader.h"
#include "p2p/wire/writer.h"

#include <algorithm>
#include <bit>

namespace vos::letters {

namespace {

constexpr std::uint64_t SecondsPerHour = 3600;
constexpr std::uint64_t ExpiresMax =
    TimeMax / 1000 / SecondsPerHour * SecondsPerHour + SecondsPerHour;

static_assert(LetterOverhead == OuterSize + crypto::NoiseFirstOverhead);
static_assert(PayloadSizeMax + crypto::NoiseFirstOverhead <= crypto::NoiseMessageMax);

bool isSizeClass(std::size_t size)
{
    return size == PayloadSizeMax ||
           (size >= PayloadSizeMin && size < PayloadSizeMax && std::has_single_bit(size));
}

std::uint64_t wholeHours(WallTime time)
{
    const std::int64_t millis = toMillis(time);
    VOS_ASSERT(millis >= 0 && millis <= TimeMax);
    const std::uint64_t perHour = SecondsPerHour * 1000;
    return (static_cast<std::uint64_t>(millis) + perHour - 1) / perHour * SecondsPerHour;
}

Bytes encodeOuter(const Outer& outer)
{
    wire::Writer writer(OuterSize);
    writer.u8(LetterVersion);
    writer.u8(LetterSuite);
    writer.u16(0);
    writer.id(outer.recipient);
    writer.id(outer.hint);
    writer.u64(outer.expiresSeconds);
    writer.u32(outer.length);
    VOS_ASSERT(writer.size() == OuterSize);
    return writer.take();
}

Bytes prologueOf(ByteView outer)
{
    Bytes prologue = toBytes(viewOf("VOS/letter/1"));
    append(prologue, outer);
    return prologue;
}

}  // namespace

LetterId letterId(ByteView letter) { return LetterId{crypto::hash256("VOS/letter-id/1", letter)}; }

ConversationId conversationId(const NodeId& a, const NodeId& b)
{
    const auto hash =
        crypto::hash256("VOS/conv/1", std::min(a, b).view(), std::max(a, b).view());
    return *ConversationId::from(ByteView(hash).first(ConversationId::Size));
}

Hint hintFor(const ExchangeKey& prekey, const ExchangeKey& ephemeral)
{
    const auto hash = crypto::keyedHash<16>(prekey.view(), "VOS/hint/1", ephemeral.view());
    return *Hint::from(ByteView(hash).first(Hint::Size));
}

std::optional<LetterHead> peek(ByteView letter)
{
    if (letter.size() < LetterSizeMin || letter.size() > LetterSizeMax)
        return std::nullopt;
    wire::Reader reader(letter);
    if (reader.u8() != LetterVersion || reader.u8() != LetterSuite || reader.u16() != 0)
        return std::nullopt;
    LetterHead head;
    head.outer.recipient = reader.id<NodeId>();
    head.outer.hint = reader.id<Hint>();
    head.outer.expiresSeconds = reader.u64();
    head.outer.length = reader.u32();
    const bool lengthSound = head.outer.length == reader.remaining() &&
                             isSizeClass(head.outer.length - crypto::NoiseFirstOverhead);
    const bool expirySound = head.outer.expiresSeconds % SecondsPerHour == 0 &&
                             head.outer.expiresSeconds <= ExpiresMax;
    if (!lengthSound || !expirySound)
        return std::nullopt;
    head.ephemeral = reader.id<ExchangeKey>();
    return head;
}

std::optional<Bytes> seal(const crypto::ExchangePair& senderLetterKey, const Recipient& to,
                          const Payload& payload, WallTime expires, Rng& rng)
{
    const crypto::ExchangePair ephemeral = crypto::ExchangePair::generate(rng);
    const Bytes text = encodePayload(payload);
    Outer outer;
    outer.recipient = to.id;
    outer.hint = hintFor(to.prekey, ephemeral.publicKey());
    outer.expiresSeconds = wholeHours(expires);
    outer.length = static_cast<std::uint32_t>(crypto::NoiseFirstOverhead + text.size());
    Bytes letter = encodeOuter(outer);
    auto noise = crypto::HandshakeState::initiator(crypto::NoisePattern::X, prologueOf(letter),
                                                   senderLetterKey, to.prekey);
    letter.reserve(OuterSize + outer.length);
    if (!noise.writeMessage(ephemeral, text, letter))
        return std::nullopt;
    VOS_ASSERT(letter.size() == OuterSize + outer.length);
    return letter;
}

std::optional<Opened> open(ByteView letter, const crypto::ExchangePair& prekey)
{
    const auto head = peek(letter);
    if (!head || !isFor(*head, prekey.publicKey()))
        return std::nullopt;
    auto noise = crypto::HandshakeState::responder(crypto::NoisePattern::X,
                                                   prologueOf(letter.first(OuterSize)), prekey);
    const auto text = noise.readMessage(letter.subspan(OuterSize));
    if (!text)
        return std::nullopt;
    auto payload = decodePayload(*text);
    if (!payload)
        return std::nullopt;
    return Opened{std::move(*payload), noise.theirStatic()};
}

}  // namespace vos::letters
