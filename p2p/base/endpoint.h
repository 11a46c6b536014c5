#pragma once

// An IP address and a UDP port, as bytes: the core knows neither sockets nor resolvers.

#include "p2p/base/bytes.h"

#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace vos {

enum class IpFamily : std::uint8_t { V4 = 4, V6 = 6 };

/// IPv4 addresses stand in the first four bytes of `address`; the rest is zero.
struct Endpoint {
    IpFamily family = IpFamily::V4;
    ByteArray<16> address{};
    std::uint16_t port = 0;

    auto operator<=>(const Endpoint&) const = default;

    /// `1.2.3.4:567`, `[2001:db8::1]:567`, or `[fe80::1%2]:567` with the number of an interface
    /// (RFC 4007), which stands in the second 16 bits of the address, as in the BSD kernels.
    /// Nothing for anything else (names are not resolved here).
    static std::optional<Endpoint> parse(std::string_view text);
    /// The same form, IPv6 after RFC 5952.
    std::string toString() const;

    ByteView addressBytes() const
    {
        return ByteView(address).first(family == IpFamily::V4 ? 4 : 16);
    }
    bool isLoopback() const;
    /// RFC 1918, link-local, unique-local and carrier (100.64/10) addresses.
    bool isPrivate() const;
    /// fe80::/10: means something on one wire alone, and needs the interface to be named.
    bool isLinkLocal() const;
    /// False for what no datagram should be sent to: unspecified, multicast, broadcast, 100::/8
    /// (discarded, RFC 6666; the engine names carried flows by it), and ports below 1024 other than
    /// 443 (security: nobody may aim us at DNS or NTP).
    bool isUsable() const;
    /// The /24 (IPv4) or /56 (IPv6) the address lies in, as a key for limits per network.
    std::uint64_t network() const;
};

}  // namespace vos

template <>
struct std::hash<vos::Endpoint> {
    std::size_t operator()(const vos::Endpoint& e) const noexcept;
};
