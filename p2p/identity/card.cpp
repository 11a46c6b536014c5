#include "p2p/identity/card.h"

#include "p2p/crypto/hash.h"
#include "p2p/identity/name.h"

namespace vos::identity {

namespace {

constexpr std::string_view CardLabel = "VOS/card/1";
constexpr std::string_view CardHashLabel = "VOS/card-hash/1";

}  // namespace

void Card::sign(const crypto::SigningKey& key)
{
    VOS_ASSERT(key.publicKey() == id);
    const Bytes bytes = encode();
    signature = crypto::sign(CardLabel, ByteView(bytes).first(bytes.size() - Signature::Size), key);
}

bool Card::verify() const
{
    const Bytes bytes = encode();
    return crypto::verify(CardLabel, ByteView(bytes).first(bytes.size() - Signature::Size),
                          signature, id);
}

Bytes Card::encode() const
{
    VOS_ASSERT(!checkName(name) && grants.size() <= GrantsMax);
    wire::Writer writer(SizeMin + name.size() + grants.size() * Grant::EncodedSize);
    writer.u8(Version);
    writer.id(id);
    writer.u32(number);
    writer.u8(static_cast<std::uint8_t>(name.size()));
    writer.bytes(viewOf(name));
    writer.id(letterKey);
    writer.u32(prekeyMade);
    writer.id(prekey);
    writer.u8(static_cast<std::uint8_t>(grants.size()));
    for (const Grant& grant : grants)
        grant.write(writer);
    writer.id(signature);
    return writer.take();
}

std::optional<Card> Card::decode(ByteView bytes)
{
    if (bytes.size() < SizeMin || bytes.size() > SizeMax)
        return std::nullopt;
    wire::Reader reader(bytes);
    Card card;
    if (reader.u8() != Version)
        return std::nullopt;
    card.id = reader.id<NodeId>();
    card.number = reader.u32();
    card.name = toText(reader.bytes(reader.u8()));
    if (checkName(card.name))
        return std::nullopt;
    card.letterKey = reader.id<ExchangeKey>();
    card.prekeyMade = reader.u32();
    card.prekey = reader.id<ExchangeKey>();
    const std::size_t grantCount = reader.u8();
    if (grantCount > GrantsMax)
        return std::nullopt;
    for (std::size_t i = 0; i < grantCount; ++i)
        card.grants.push_back(Grant::read(reader));
    card.signature = reader.id<Signature>();
    if (!reader.finished())
        return std::nullopt;
    return card;
}

CardHash Card::hash() const
{
    return hashOf(encode());
}

CardHash Card::hashOf(ByteView encoded)
{
    const auto full = crypto::hash256(CardHashLabel, encoded);
    return *CardHash::from(ByteView(full).first(CardHash::Size));
}

bool newer(const Card& a, const Card& b)
{
    if (a.number != b.number)
        return a.number > b.number;
    return a.signature < b.signature;
}

}  // namespace vos::identity
