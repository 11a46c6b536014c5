#include "p2p/wire/packet.h"

#include "p2p/wire/reader.h"
#include "p2p/wire/writer.h"

#include <algorithm>

namespace vos::wire {

namespace {

/// `what` of a RECORD that brings nodes; parts have their own numbers.
constexpr std::uint8_t NodesContent = 3;

static_assert(InitSize == InitPrologueSize + InitNoiseSize + 2 * MacSize);
static_assert(RespSize == PacketHeadSize + 2 * ConnectionId::Size + RespNoiseSize + 2 * MacSize);
static_assert(RecordSizeMax == PacketHeadSize + QueryNonce::Size + 1 + 4 + CardSizeMax);
// Nobody may be flooded by our answers to what another sent in their name.
static_assert(RespSize <= InitSize && CookieSize <= InitSize && RecordSizeMax <= WhoSize);

void writeHead(Writer& writer, PacketType type, std::uint16_t flags = 0)
{
    writer.u8(ProtocolVersion);
    writer.u8(static_cast<std::uint8_t>(type));
    writer.u16(flags);
}

/// Reads the head of a datagram of this type; fails on any other and on flags not allowed.
std::uint16_t readHead(Reader& reader, PacketType type, std::uint16_t allowedFlags = 0)
{
    if (reader.u8() != ProtocolVersion || reader.u8() != static_cast<std::uint8_t>(type))
        reader.fail();
    const std::uint16_t flags = reader.u16();
    if ((flags & ~allowedFlags) != 0)
        reader.fail();
    return flags;
}

template <std::size_t N>
ByteArray<N> readArray(Reader& reader)
{
    ByteArray<N> array{};
    const ByteView bytes = reader.bytes(N);
    std::copy(bytes.begin(), bytes.end(), array.begin());
    return array;
}

RecordPart readPart(Reader& reader)
{
    const std::uint8_t what = reader.u8();
    if (what != static_cast<std::uint8_t>(RecordPart::Whereabouts) &&
        what != static_cast<std::uint8_t>(RecordPart::Card))
        reader.fail();
    return static_cast<RecordPart>(what);
}

bool partSizeValid(RecordPart part, std::size_t size)
{
    if (part == RecordPart::Card)
        return size >= CardSizeMin && size <= CardSizeMax;
    return size >= WhereaboutsSizeMin && size <= WhereaboutsSizeMax;
}

std::vector<NodePlace> readPlaces(Reader& reader)
{
    const std::size_t count = reader.u8();
    if (count > NodePlacesMax) {
        reader.fail();
        return {};
    }
    std::vector<NodePlace> places;
    for (std::size_t i = 0; i < count && !reader.failed(); ++i) {
        NodePlace place;
        place.id = reader.id<NodeId>();
        place.endpoint = reader.endpoint();
        places.push_back(place);
    }
    return places;
}

}  // namespace

std::optional<PacketType> packetType(ByteView datagram)
{
    Reader reader(datagram);
    if (reader.u8() != ProtocolVersion)
        return std::nullopt;
    const std::uint8_t type = reader.u8();
    const std::uint16_t flags = reader.u16();
    if (reader.failed() || type < static_cast<std::uint8_t>(PacketType::Init) ||
        type > static_cast<std::uint8_t>(PacketType::Probe))
        return std::nullopt;
    const auto known = static_cast<PacketType>(type);
    const bool handshake = known == PacketType::Init || known == PacketType::Resp;
    if ((flags & ~(handshake ? FlagPairing : 0)) != 0)
        return std::nullopt;
    return known;
}

std::optional<std::uint8_t> foreignVersion(ByteView datagram)
{
    Reader reader(datagram);
    const std::uint8_t version = reader.u8();
    reader.bytes(PacketHeadSize - 1);
    if (reader.failed() || version == 0 || version == ProtocolVersion)
        return std::nullopt;
    return version;
}

Bytes encode(const Init& packet)
{
    Writer writer(InitSize);
    writeHead(writer, PacketType::Init, packet.pairing ? FlagPairing : std::uint16_t{0});
    writer.id(packet.from);
    writer.bytes(packet.noise);
    writer.bytes(packet.mac1);
    writer.bytes(packet.mac2);
    VOS_ASSERT(writer.size() == InitSize);
    return writer.take();
}

Bytes encode(const Resp& packet)
{
    Writer writer(RespSize);
    writeHead(writer, PacketType::Resp, packet.pairing ? FlagPairing : std::uint16_t{0});
    writer.id(packet.to);
    writer.id(packet.from);
    writer.bytes(packet.noise);
    writer.bytes(packet.mac1);
    writer.bytes(packet.mac2);
    VOS_ASSERT(writer.size() == RespSize);
    return writer.take();
}

Bytes encode(const Cookie& packet)
{
    Writer writer(CookieSize);
    writeHead(writer, PacketType::Cookie);
    writer.id(packet.to);
    writer.bytes(packet.nonce);
    writer.bytes(packet.sealed);
    VOS_ASSERT(writer.size() == CookieSize);
    return writer.take();
}

Bytes encode(const Who& packet)
{
    Writer writer(WhoSize);
    writeHead(writer, PacketType::Who);
    writer.id(packet.nonce);
    writer.u8(static_cast<std::uint8_t>(packet.part));
    writer.id(packet.id);
    writer.zeros(WhoSize - writer.size());
    return writer.take();
}

Bytes encode(const Record& packet)
{
    Writer writer(RecordSizeMax);
    writeHead(writer, PacketType::Record);
    writer.id(packet.nonce);
    if (const auto* part = std::get_if<SignedPart>(&packet.content)) {
        VOS_ASSERT(partSizeValid(part->part, part->bytes.size()));
        writer.u8(static_cast<std::uint8_t>(part->part));
        writer.u32(packet.heardSecondsAgo);
        writer.bytes(part->bytes);
        return writer.take();
    }
    const auto& places = std::get<std::vector<NodePlace>>(packet.content);
    VOS_ASSERT(places.size() <= NodePlacesMax && packet.heardSecondsAgo == 0);
    writer.u8(NodesContent);
    writer.u32(0);
    writer.u8(static_cast<std::uint8_t>(places.size()));
    for (const NodePlace& place : places) {
        writer.id(place.id);
        writer.endpoint(place.endpoint);
    }
    return writer.take();
}

Bytes encode(const Probe& packet)
{
    Writer writer(ProbeSize);
    writeHead(writer, PacketType::Probe);
    writer.id(packet.token);
    VOS_ASSERT(writer.size() == ProbeSize);
    return writer.take();
}

void encodeDataHead(const DataHead& head, MutableBytes out)
{
    VOS_ASSERT(out.size() == DataHeadSize);
    out[0] = std::byte{ProtocolVersion};
    out[1] = static_cast<std::byte>(PacketType::Data);
    out[2] = out[3] = std::byte{0};
    std::copy(head.to.bytes.begin(), head.to.bytes.end(), out.begin() + PacketHeadSize);
    for (std::size_t i = 0; i < 8; ++i)
        out[PacketHeadSize + ConnectionId::Size + i] =
            static_cast<std::byte>(head.counter >> (8 * i) & 0xff);
}

std::optional<Init> decodeInit(ByteView datagram)
{
    if (datagram.size() != InitSize)
        return std::nullopt;
    Reader reader(datagram);
    Init packet;
    packet.pairing = (readHead(reader, PacketType::Init, FlagPairing) & FlagPairing) != 0;
    packet.from = reader.id<ConnectionId>();
    packet.noise = readArray<InitNoiseSize>(reader);
    packet.mac1 = readArray<MacSize>(reader);
    packet.mac2 = readArray<MacSize>(reader);
    return reader.finished() ? std::optional(packet) : std::nullopt;
}

std::optional<Resp> decodeResp(ByteView datagram)
{
    if (datagram.size() != RespSize)
        return std::nullopt;
    Reader reader(datagram);
    Resp packet;
    packet.pairing = (readHead(reader, PacketType::Resp, FlagPairing) & FlagPairing) != 0;
    packet.to = reader.id<ConnectionId>();
    packet.from = reader.id<ConnectionId>();
    packet.noise = readArray<RespNoiseSize>(reader);
    packet.mac1 = readArray<MacSize>(reader);
    packet.mac2 = readArray<MacSize>(reader);
    return reader.finished() ? std::optional(packet) : std::nullopt;
}

std::optional<Cookie> decodeCookie(ByteView datagram)
{
    if (datagram.size() != CookieSize)
        return std::nullopt;
    Reader reader(datagram);
    Cookie packet;
    readHead(reader, PacketType::Cookie);
    packet.to = reader.id<ConnectionId>();
    packet.nonce = readArray<24>(reader);
    packet.sealed = readArray<MacSize + DataTagSize>(reader);
    return reader.finished() ? std::optional(packet) : std::nullopt;
}

std::optional<DataHead> decodeDataHead(ByteView datagram)
{
    if (datagram.size() < DataHeadSize + DataTagSize)
        return std::nullopt;
    Reader reader(datagram);
    DataHead head;
    readHead(reader, PacketType::Data);
    head.to = reader.id<ConnectionId>();
    head.counter = reader.u64();
    return reader.failed() ? std::nullopt : std::optional(head);
}

std::optional<Who> decodeWho(ByteView datagram)
{
    if (datagram.size() != WhoSize)
        return std::nullopt;
    Reader reader(datagram);
    Who packet;
    readHead(reader, PacketType::Who);
    packet.nonce = reader.id<QueryNonce>();
    packet.part = readPart(reader);
    packet.id = reader.id<NodeId>();
    if (!allZero(reader.rest()) || reader.failed())
        return std::nullopt;
    return packet;
}

std::optional<Record> decodeRecord(ByteView datagram)
{
    if (datagram.size() > RecordSizeMax)
        return std::nullopt;
    Reader reader(datagram);
    Record packet;
    readHead(reader, PacketType::Record);
    packet.nonce = reader.id<QueryNonce>();
    const std::uint8_t what = reader.u8();
    packet.heardSecondsAgo = reader.u32();
    if (reader.failed())
        return std::nullopt;
    if (what == NodesContent) {
        packet.content = readPlaces(reader);
        if (!reader.finished() || packet.heardSecondsAgo != 0)
            return std::nullopt;
        return packet;
    }
    const auto part = static_cast<RecordPart>(what);
    const bool known = part == RecordPart::Whereabouts || part == RecordPart::Card;
    if (!known || !partSizeValid(part, reader.remaining()))
        return std::nullopt;
    packet.content = SignedPart{part, toBytes(reader.rest())};
    return packet;
}

std::optional<Probe> decodeProbe(ByteView datagram)
{
    if (datagram.size() != ProbeSize)
        return std::nullopt;
    Reader reader(datagram);
    Probe packet;
    readHead(reader, PacketType::Probe);
    packet.token = reader.id<ProbeToken>();
    return reader.finished() ? std::optional(packet) : std::nullopt;
}

}  // namespace vos::wire
