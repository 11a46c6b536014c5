#pragma once

// Asking a router to let others in by a port of its own: the datagrams of PCP (RFC 6887, the MAP
// opcode) and of NAT-PMP (RFC 6886). Both are answered from port 5351 of the router; everything is
// big-endian. Anybody in the home can forge an answer, so whoever reads one looks at where it came
// from, and with PCP at the nonce.

#include "p2p/base/bytes.h"
#include "p2p/base/endpoint.h"
#include "p2p/base/time.h"

#include <optional>

namespace vos::nat {

inline constexpr std::uint16_t PortMapServerPort = 5351;

/// Result codes both protocols share the meaning of 0 with; the others are told apart by no one.
inline constexpr std::uint16_t PortMapSuccess = 0;
/// NAT-PMP's answer to a version it does not know, as PCP's is to it.
inline constexpr std::uint16_t PortMapUnsupportedVersion = 1;

// -- PCP --

using PcpNonce = ByteArray<12>;
inline constexpr std::size_t PcpMapSize = 60;
/// RFC 6887, section 7: longer ones are no PCP.
inline constexpr std::size_t PcpSizeMax = 1100;

/// UDP. `suggested`: where we were mapped before, else any address of the family with port 0.
/// `lifetime` zero gives the mapping back.
struct PcpMapRequest {
    Endpoint client;  ///< our own address and port, as the router sees us
    PcpNonce nonce{};
    Endpoint suggested;
    std::chrono::seconds lifetime{};
};
ByteArray<PcpMapSize> encode(const PcpMapRequest& request);

struct PcpMapReply {
    std::uint8_t result = 0;
    /// Of the mapping, or after an error for how long it will not be otherwise.
    std::chrono::seconds lifetime{};
    std::chrono::seconds epoch{};  ///< age of the router's table
    PcpNonce nonce{};
    std::uint16_t internalPort = 0;
    Endpoint external;
};
/// Nothing for what is no answer to a MAP request for UDP. Options behind it are passed over.
std::optional<PcpMapReply> decodePcpMap(ByteView input);

// -- NAT-PMP --

Bytes encodeNatPmpAddressRequest();

struct NatPmpMapRequest {
    std::uint16_t internalPort = 0;
    std::uint16_t suggestedPort = 0;
    std::chrono::seconds lifetime{};  ///< zero gives the mapping back
};
Bytes encode(const NatPmpMapRequest& request);

struct NatPmpReply {
    enum class Kind : std::uint8_t { Address, Mapping, Refused } kind = Kind::Refused;
    std::uint16_t result = PortMapSuccess;  ///< Refused: why
    std::chrono::seconds epoch{};
    Endpoint external;                ///< Address: IPv4, port 0
    std::uint16_t internalPort = 0;   ///< Mapping
    std::uint16_t externalPort = 0;   ///< Mapping
    std::chrono::seconds lifetime{};  ///< Mapping
};
std::optional<NatPmpReply> decodeNatPmp(ByteView input);

}  // namespace vos::nat
