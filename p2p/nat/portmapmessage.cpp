#include "p2p/nat/portmapmessage.h"

#include <algorithm>

namespace vos::nat {

namespace {

constexpr std::uint8_t pcpVersion = 2;
constexpr std::uint8_t mapOpcode = 1;
constexpr std::uint8_t answerBit = 0x80;
constexpr std::uint8_t protocolUdp = 17;
constexpr std::size_t mappedPrefixSize = 12;  ///< ::ffff:0:0/96 in front of an IPv4 address

constexpr std::uint8_t natPmpVersion = 0;
constexpr std::uint8_t addressOpcode = 0;
constexpr std::uint8_t mapUdpOpcode = 1;
constexpr std::size_t natPmpRefusedSize = 8;
constexpr std::size_t natPmpAddressSize = 12;
constexpr std::size_t natPmpMappingSize = 16;

/// Big-endian, within a buffer whose size was looked at before.
std::uint32_t readBig(ByteView bytes, std::size_t at, std::size_t size)
{
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < size; ++i)
        value = value << 8 | std::to_integer<std::uint32_t>(bytes[at + i]);
    return value;
}

void writeBig(MutableBytes bytes, std::size_t at, std::size_t size, std::uint64_t value)
{
    for (std::size_t i = size; i > 0; --i) {
        bytes[at + i - 1] = static_cast<std::byte>(value & 0xff);
        value >>= 8;
    }
}

void writePcpAddress(MutableBytes bytes, std::size_t at, const Endpoint& endpoint)
{
    if (endpoint.family == IpFamily::V4) {
        writeBig(bytes, at + 10, 2, 0xffff);
        at += mappedPrefixSize;
    }
    const ByteView address = endpoint.addressBytes();
    std::copy(address.begin(), address.end(), bytes.begin() + static_cast<std::ptrdiff_t>(at));
}

Endpoint readPcpAddress(ByteView sixteen)
{
    Endpoint endpoint;
    const ByteView prefix = sixteen.first(mappedPrefixSize);
    const bool isV4 = std::all_of(prefix.begin(), prefix.begin() + 10,
                                  [](std::byte b) { return b == std::byte{}; }) &&
                      readBig(prefix, 10, 2) == 0xffff;
    const ByteView address = isV4 ? sixteen.subspan(mappedPrefixSize) : sixteen;
    endpoint.family = isV4 ? IpFamily::V4 : IpFamily::V6;
    std::copy(address.begin(), address.end(), endpoint.address.begin());
    return endpoint;
}

std::uint64_t seconds32(std::chrono::seconds time)
{
    return static_cast<std::uint64_t>(std::clamp<std::int64_t>(time.count(), 0, 0xffff'ffff));
}

std::chrono::seconds readSeconds(ByteView bytes, std::size_t at)
{
    return std::chrono::seconds(readBig(bytes, at, 4));
}

}  // namespace

// Request: version 1, opcode 1, reserved 2, lifetime 4, client address 16; then nonce 12,
// protocol 1, reserved 3, internal port 2, suggested external port 2, its address 16.
ByteArray<PcpMapSize> encode(const PcpMapRequest& request)
{
    ByteArray<PcpMapSize> bytes{};
    writeBig(bytes, 0, 1, pcpVersion);
    writeBig(bytes, 1, 1, mapOpcode);
    writeBig(bytes, 4, 4, seconds32(request.lifetime));
    writePcpAddress(bytes, 8, request.client);
    std::copy(request.nonce.begin(), request.nonce.end(), bytes.begin() + 24);
    writeBig(bytes, 36, 1, protocolUdp);
    writeBig(bytes, 40, 2, request.client.port);
    writeBig(bytes, 42, 2, request.suggested.port);
    writePcpAddress(bytes, 44, request.suggested);
    return bytes;
}

// Answer: version 1, opcode 1, reserved 1, result 1, lifetime 4, epoch 4, reserved 12; then as in
// the request, with what was given.
std::optional<PcpMapReply> decodePcpMap(ByteView input)
{
    // RFC 6887, section 8.3: a multiple of four bytes.
    if (input.size() < PcpMapSize || input.size() > PcpSizeMax || input.size() % 4 != 0 ||
        readBig(input, 0, 1) != pcpVersion || readBig(input, 1, 1) != (mapOpcode | answerBit) ||
        readBig(input, 36, 1) != protocolUdp)
        return std::nullopt;
    PcpMapReply reply;
    reply.result = static_cast<std::uint8_t>(readBig(input, 3, 1));
    reply.lifetime = readSeconds(input, 4);
    reply.epoch = readSeconds(input, 8);
    std::copy_n(input.begin() + 24, reply.nonce.size(), reply.nonce.begin());
    reply.internalPort = static_cast<std::uint16_t>(readBig(input, 40, 2));
    reply.external = readPcpAddress(input.subspan(44, 16));
    reply.external.port = static_cast<std::uint16_t>(readBig(input, 42, 2));
    return reply;
}

Bytes encodeNatPmpAddressRequest()
{
    return {std::byte{natPmpVersion}, std::byte{addressOpcode}};
}

// Version 1, opcode 1, reserved 2, internal port 2, suggested external port 2, lifetime 4.
Bytes encode(const NatPmpMapRequest& request)
{
    Bytes bytes(12);
    writeBig(bytes, 0, 1, natPmpVersion);
    writeBig(bytes, 1, 1, mapUdpOpcode);
    writeBig(bytes, 4, 2, request.internalPort);
    writeBig(bytes, 6, 2, request.suggestedPort);
    writeBig(bytes, 8, 4, seconds32(request.lifetime));
    return bytes;
}

// Version 1, opcode 1, result 2, epoch 4; then address 4, or internal port 2, external port 2,
// lifetime 4.
std::optional<NatPmpReply> decodeNatPmp(ByteView input)
{
    if (input.size() < natPmpRefusedSize || input.size() > natPmpMappingSize ||
        readBig(input, 0, 1) != natPmpVersion)
        return std::nullopt;
    const std::uint32_t opcode = readBig(input, 1, 1);
    NatPmpReply reply;
    reply.result = static_cast<std::uint16_t>(readBig(input, 2, 2));
    reply.epoch = readSeconds(input, 4);
    // A router that does not know what it was asked may answer with its head alone.
    if (reply.result != PortMapSuccess)
        return (opcode & answerBit) != 0 ? std::optional(reply) : std::nullopt;
    if (opcode == (addressOpcode | answerBit) && input.size() == natPmpAddressSize) {
        reply.kind = NatPmpReply::Kind::Address;
        std::copy_n(input.begin() + 8, 4, reply.external.address.begin());
        return reply;
    }
    if (opcode != (mapUdpOpcode | answerBit) || input.size() != natPmpMappingSize)
        return std::nullopt;
    reply.kind = NatPmpReply::Kind::Mapping;
    reply.internalPort = static_cast<std::uint16_t>(readBig(input, 8, 2));
    reply.externalPort = static_cast<std::uint16_t>(readBig(input, 10, 2));
    reply.lifetime = readSeconds(input, 12);
    return reply;
}

}  // namespace vos::nat
