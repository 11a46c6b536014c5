#include "p2p/letters/receipt.h"

#include "p2p/wire/reader.h"
#include "p2p/wire/writer.h"

namespace vos::letters {

namespace {

constexpr std::string_view Label = "VOS/receipt/1";

bool isVerdict(std::uint8_t value)
{
    return value == static_cast<std::uint8_t>(Verdict::Stored) ||
           value == static_cast<std::uint8_t>(Verdict::Refused);
}

Bytes signedPart(const Receipt& receipt)
{
    VOS_ASSERT(!receipt.letters.empty() && receipt.letters.size() <= Receipt::LettersMax);
    wire::Writer writer(Receipt::SizeMax);
    writer.id(receipt.recipient);
    writer.u8(static_cast<std::uint8_t>(receipt.verdict));
    writer.u8(static_cast<std::uint8_t>(receipt.letters.size()));
    for (const LetterId& id : receipt.letters)
        writer.id(id);
    return writer.take();
}

}  // namespace

void Receipt::sign(const crypto::SigningKey& key)
{
    VOS_ASSERT(key.publicKey() == recipient);
    signature = crypto::sign(Label, signedPart(*this), key);
}

bool Receipt::verify() const
{
    return crypto::verify(Label, signedPart(*this), signature, recipient);
}

Bytes Receipt::encode() const
{
    Bytes bytes = signedPart(*this);
    append(bytes, signature.view());
    return bytes;
}

std::optional<Receipt> Receipt::decode(ByteView bytes)
{
    if (bytes.size() < SizeMin || bytes.size() > SizeMax)
        return std::nullopt;
    wire::Reader reader(bytes);
    Receipt receipt;
    receipt.recipient = reader.id<NodeId>();
    const std::uint8_t verdict = reader.u8();
    const std::size_t count = reader.u8();
    const bool sizeFits = reader.remaining() == count * LetterId::Size + Signature::Size;
    if (!isVerdict(verdict) || count == 0 || count > LettersMax || !sizeFits)
        return std::nullopt;
    receipt.verdict = static_cast<Verdict>(verdict);
    for (std::size_t i = 0; i < count; ++i)
        receipt.letters.push_back(reader.id<LetterId>());
    receipt.signature = reader.id<Signature>();
    return reader.finished() ? std::optional(std::move(receipt)) : std::nullopt;
}

}  // namespace vos::letters
