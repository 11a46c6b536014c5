#include "p2p/map/record.h"

#include "p2p/wire/writer.h"

#include <algorithm>

namespace vos::map {

namespace {

constexpr std::string_view WhereLabel = "VOS/where/1";
constexpr std::uint8_t KnownFlags = Reachable | Relay | HasIpv6 | Retired | Private;

/// The part after the keys, the same in both forms.
void writeMoving(wire::Writer& writer, const Whereabouts& record)
{
    VOS_ASSERT(record.seq <= RetiredSeq && (record.flags & ~KnownFlags) == 0);
    VOS_ASSERT(record.endpoints.size() <= Whereabouts::EndpointsMax &&
               record.introducers.size() <= Whereabouts::IntroducersMax);
    writer.u48(record.seq);
    writer.u8(record.flags);
    writer.u8(static_cast<std::uint8_t>(record.endpoints.size()));
    for (const Endpoint& endpoint : record.endpoints)
        writer.endpoint(endpoint);
    writer.u8(static_cast<std::uint8_t>(record.introducers.size()));
    for (const ShortId& introducer : record.introducers)
        writer.id(introducer);
    writer.id(record.cardHash);
}

void readMoving(wire::Reader& reader, Whereabouts& record)
{
    record.seq = reader.u48();
    record.flags = reader.u8();
    if ((record.flags & ~KnownFlags) != 0 || (record.has(Retired) && record.seq != RetiredSeq))
        reader.fail();
    const std::size_t endpointCount = reader.u8();
    if (endpointCount > Whereabouts::EndpointsMax)
        reader.fail();
    for (std::size_t i = 0; i < endpointCount && !reader.failed(); ++i)
        record.endpoints.push_back(reader.endpoint());
    const std::size_t introducerCount = reader.u8();
    if (introducerCount > Whereabouts::IntroducersMax)
        reader.fail();
    for (std::size_t i = 0; i < introducerCount && !reader.failed(); ++i)
        record.introducers.push_back(reader.id<ShortId>());
    record.cardHash = reader.id<identity::CardHash>();
}

Bytes signedBody(const Whereabouts& record)
{
    Bytes bytes = record.encode();
    bytes.resize(bytes.size() - Signature::Size);
    return bytes;
}

}  // namespace

ShortId shortIdOf(const NodeId& id)
{
    return *ShortId::from(id.view().first(ShortId::Size));
}

void Whereabouts::sign(const crypto::SigningKey& key)
{
    VOS_ASSERT(key.publicKey() == id);
    signature = crypto::sign(WhereLabel, signedBody(*this), key);
}

bool Whereabouts::verify(unsigned stampBits) const
{
    return crypto::stampValid(id, stamp, stampBits) &&
           crypto::verify(WhereLabel, signedBody(*this), signature, id);
}

Bytes Whereabouts::encode() const
{
    wire::Writer writer(SizeMax);
    writer.u8(Version);
    writer.id(id);
    writer.id(sessionKey);
    writeMoving(writer, *this);
    writer.bytes(stamp);
    writer.id(signature);
    return writer.take();
}

Bytes Whereabouts::encodeShort() const
{
    wire::Writer writer(SizeMax - ShortSaving);
    writer.u8(Version);
    writer.id(shortIdOf(id));
    writeMoving(writer, *this);
    writer.id(signature);
    return writer.take();
}

std::optional<Whereabouts> Whereabouts::read(wire::Reader& reader)
{
    Whereabouts record;
    if (reader.u8() != Version)
        reader.fail();
    record.id = reader.id<NodeId>();
    record.sessionKey = reader.id<ExchangeKey>();
    readMoving(reader, record);
    const ByteView stampBytes = reader.bytes(record.stamp.size());
    std::copy(stampBytes.begin(), stampBytes.end(), record.stamp.begin());
    record.signature = reader.id<Signature>();
    if (reader.failed())
        return std::nullopt;
    return record;
}

std::optional<Whereabouts> Whereabouts::decode(ByteView bytes)
{
    wire::Reader reader(bytes);
    auto record = read(reader);
    if (!reader.finished())
        return std::nullopt;
    return record;
}

std::optional<Whereabouts::Outline> Whereabouts::outline(ByteView bytes)
{
    wire::Reader reader(bytes);
    Outline outline;
    if (reader.u8() != Version)
        return std::nullopt;
    outline.id = reader.id<NodeId>();
    (void)reader.bytes(ExchangeKey::Size);
    outline.seq = reader.u48();
    outline.flags = reader.u8();
    const std::size_t endpointCount = reader.u8();
    for (std::size_t i = 0; i < std::min(endpointCount, EndpointsMax); ++i)
        (void)reader.endpoint();
    const std::size_t introducerCount = reader.u8();
    (void)reader.bytes(std::min(introducerCount, IntroducersMax) * ShortId::Size);
    (void)reader.bytes(identity::CardHash::Size + sizeof(crypto::WorkNonce) + Signature::Size);
    const bool flagsFit = (outline.flags & ~KnownFlags) == 0 &&
                          ((outline.flags & Retired) == 0 || outline.seq == RetiredSeq);
    if (!reader.finished() || !flagsFit || endpointCount > EndpointsMax ||
        introducerCount > IntroducersMax)
        return std::nullopt;
    return outline;
}

std::optional<ShortId> Whereabouts::shortFormOwner(ByteView bytes)
{
    if (bytes.size() < SizeMin - ShortSaving || bytes.size() > SizeMax - ShortSaving)
        return std::nullopt;
    wire::Reader reader(bytes);
    if (reader.u8() != Version)
        return std::nullopt;
    return reader.id<ShortId>();
}

std::optional<Whereabouts> Whereabouts::decodeShort(ByteView bytes, const Whereabouts& stored)
{
    if (shortFormOwner(bytes) != shortIdOf(stored.id))
        return std::nullopt;
    wire::Reader reader(bytes.subspan(1 + ShortId::Size));
    Whereabouts record;
    record.id = stored.id;
    record.sessionKey = stored.sessionKey;
    record.stamp = stored.stamp;
    readMoving(reader, record);
    record.signature = reader.id<Signature>();
    if (!reader.finished())
        return std::nullopt;
    return record;
}

std::uint64_t nextSeq(std::uint64_t previous, WallTime networkTime)
{
    const auto time = static_cast<std::uint64_t>(std::max<std::int64_t>(0, toMillis(networkTime)));
    const std::uint64_t seq = std::max(previous + 1, time);
    return (seq & 0xffff) == (previous & 0xffff) ? seq + 1 : seq;
}

bool newer(const Whereabouts& a, const Whereabouts& b)
{
    if (a.seq != b.seq)
        return a.seq > b.seq;
    return a.signature < b.signature;
}

Timeliness timelinessOf(const Whereabouts& record, WallTime networkTime)
{
    if (record.has(Retired))
        return Timeliness::Current;
    const WallTime made = fromMillis(static_cast<std::int64_t>(record.seq));
    if (made > networkTime + RecordAheadMax)
        return Timeliness::TooFarAhead;
    if (made < networkTime - RecordAgeMax)
        return Timeliness::Expired;
    return Timeliness::Current;
}

}  // namespace vos::map
