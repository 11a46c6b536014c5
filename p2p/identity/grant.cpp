#include "p2p/identity/grant.h"

#include "p2p/crypto/hash.h"

namespace vos::identity {

namespace {

constexpr std::string_view GrantLabel = "VOS/grant/1";
constexpr std::string_view GrantIdLabel = "VOS/grant-id/1";

void writeFields(wire::Writer& writer, const Grant& grant)
{
    writer.id(grant.friendId);
    writer.u32(grant.quotaKib);
    writer.u32(grant.letters);
    writer.u32(grant.issued);
    writer.u32(grant.expires);
}

/// Owner IK || the fields: what is signed and named.
Bytes signedBody(const NodeId& owner, const Grant& grant)
{
    wire::Writer writer(NodeId::Size + Grant::EncodedSize);
    writer.id(owner);
    writeFields(writer, grant);
    return writer.take();
}

bool termValid(const Grant& grant)
{
    return grant.issued < grant.expires && grant.expires - grant.issued <= Grant::TermMax;
}

}  // namespace

void Grant::sign(const NodeId& owner, const crypto::SigningKey& friendKey)
{
    VOS_ASSERT(friendKey.publicKey() == friendId);
    signature = crypto::sign(GrantLabel, signedBody(owner, *this), friendKey);
}

bool Grant::verify(const NodeId& owner) const
{
    return termValid(*this) &&
           crypto::verify(GrantLabel, signedBody(owner, *this), signature, friendId);
}

GrantId Grant::grantId(const NodeId& owner) const
{
    const auto hash = crypto::hash256(GrantIdLabel, signedBody(owner, *this));
    return *GrantId::from(ByteView(hash).first(GrantId::Size));
}

void Grant::write(wire::Writer& writer) const
{
    writeFields(writer, *this);
    writer.id(signature);
}

Grant Grant::read(wire::Reader& reader)
{
    Grant grant;
    grant.friendId = reader.id<NodeId>();
    grant.quotaKib = reader.u32();
    grant.letters = reader.u32();
    grant.issued = reader.u32();
    grant.expires = reader.u32();
    grant.signature = reader.id<Signature>();
    return grant;
}

Bytes Grant::encode() const
{
    wire::Writer writer(EncodedSize);
    write(writer);
    return writer.take();
}

std::optional<Grant> Grant::decode(ByteView bytes)
{
    wire::Reader reader(bytes);
    Grant grant = read(reader);
    return reader.finished() ? std::optional(std::move(grant)) : std::nullopt;
}

}  // namespace vos::identity
