#include "p2p/base/endpoint.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>

namespace vos {

namespace {

std::uint8_t octet(const Endpoint& e, std::size_t i)
{
    return std::to_integer<std::uint8_t>(e.address[i]);
}

/// The interface a link-local address is on; 0: none is named.
unsigned interfaceOf(const Endpoint& e)
{
    return e.isLinkLocal() ? octet(e, 2) << 8 | octet(e, 3) : 0u;
}

void setInterface(Endpoint& e, unsigned number)
{
    if (!e.isLinkLocal())
        return;
    e.address[2] = static_cast<std::byte>(number >> 8);
    e.address[3] = static_cast<std::byte>(number & 0xff);
}

std::optional<std::uint16_t> parsePort(std::string_view text)
{
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (text.empty() || error != std::errc{} || end != text.data() + text.size() || port == 0)
        return std::nullopt;
    return port;
}

bool parseV4(std::string_view text, ByteArray<16>& out)
{
    for (std::size_t i = 0; i < 4; ++i) {
        const std::size_t dot = i < 3 ? text.find('.') : text.size();
        if (dot == std::string_view::npos || dot == 0 || dot > 3)
            return false;
        // A leading zero means octal to some (RFC 6943, 3.1.1): refused, not guessed.
        if (text.front() == '0' && dot > 1)
            return false;
        unsigned value = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + dot, value);
        if (error != std::errc{} || end != text.data() + dot || value > 255)
            return false;
        out[i] = static_cast<std::byte>(value);
        text.remove_prefix(i < 3 ? dot + 1 : dot);
    }
    return text.empty();
}

/// Groups of hexadecimal digits between colons; false on a bad one or more than eight.
bool parseGroups(std::string_view text, std::array<std::uint16_t, 8>& groups, std::size_t& count)
{
    count = 0;
    if (text.empty())
        return true;
    while (true) {
        const std::size_t colon = std::min(text.find(':'), text.size());
        if (count == 8 || colon == 0 || colon > 4)
            return false;
        const auto [end, error] =
            std::from_chars(text.data(), text.data() + colon, groups[count], 16);
        if (error != std::errc{} || end != text.data() + colon)
            return false;
        ++count;
        if (colon == text.size())
            return true;
        text.remove_prefix(colon + 1);
    }
}

bool parseV6(std::string_view text, ByteArray<16>& out)
{
    std::array<std::uint16_t, 8> head{};
    std::array<std::uint16_t, 8> tail{};
    std::size_t headCount = 0;
    std::size_t tailCount = 0;
    const std::size_t gap = text.find("::");
    if (gap == std::string_view::npos) {
        if (!parseGroups(text, head, headCount) || headCount != 8)
            return false;
    } else {
        if (!parseGroups(text.substr(0, gap), head, headCount) ||
            !parseGroups(text.substr(gap + 2), tail, tailCount) || headCount + tailCount > 7)
            return false;
    }
    std::array<std::uint16_t, 8> all{};
    std::copy_n(head.begin(), headCount, all.begin());
    std::copy_n(tail.begin(), tailCount, all.end() - static_cast<std::ptrdiff_t>(tailCount));
    for (std::size_t i = 0; i < 8; ++i) {
        out[2 * i] = static_cast<std::byte>(all[i] >> 8);
        out[2 * i + 1] = static_cast<std::byte>(all[i] & 0xff);
    }
    return true;
}

std::string formatV6(const Endpoint& e)
{
    std::array<unsigned, 8> groups{};
    for (std::size_t i = 0; i < 8; ++i)
        groups[i] = octet(e, 2 * i) * 256u + octet(e, 2 * i + 1);
    std::size_t bestStart = 8;
    std::size_t bestLength = 1;
    for (std::size_t i = 0; i < 8; ++i) {
        std::size_t length = 0;
        while (i + length < 8 && groups[i + length] == 0)
            ++length;
        if (length > bestLength) {
            bestStart = i;
            bestLength = length;
        }
    }
    std::string text;
    for (std::size_t i = 0; i < 8; ++i) {
        if (i == bestStart) {
            text += "::";
            i += bestLength - 1;
            continue;
        }
        if (!text.empty() && text.back() != ':')
            text += ':';
        char buffer[8];
        const auto end = std::to_chars(buffer, buffer + sizeof buffer, groups[i], 16).ptr;
        text.append(buffer, end);
    }
    return text;
}

}  // namespace

std::optional<Endpoint> Endpoint::parse(std::string_view text)
{
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos)
        return std::nullopt;
    const auto port = parsePort(text.substr(colon + 1));
    std::string_view host = text.substr(0, colon);
    if (!port || host.empty())
        return std::nullopt;
    Endpoint e;
    e.port = *port;
    if (host.front() == '[') {
        if (host.size() < 4 || host.back() != ']')
            return std::nullopt;
        e.family = IpFamily::V6;
        host = host.substr(1, host.size() - 2);
        const std::size_t percent = host.find('%');
        if (!parseV6(host.substr(0, percent), e.address))
            return std::nullopt;
        if (percent == std::string_view::npos)
            return e;
        // Within 16 bits like a port, and in one way of writing.
        const auto interface = parsePort(host.substr(percent + 1));
        if (!interface || !e.isLinkLocal() || interfaceOf(e) != 0)
            return std::nullopt;
        setInterface(e, *interface);
        return e;
    }
    if (!parseV4(host, e.address))
        return std::nullopt;
    return e;
}

std::string Endpoint::toString() const
{
    std::string text;
    if (family == IpFamily::V4) {
        for (std::size_t i = 0; i < 4; ++i)
            text += (i ? "." : "") + std::to_string(octet(*this, i));
    } else {
        Endpoint plain = *this;
        const unsigned interface = interfaceOf(*this);
        setInterface(plain, 0);
        text = "[" + formatV6(plain);
        if (interface != 0)
            text += "%" + std::to_string(interface);
        text += "]";
    }
    return text + ":" + std::to_string(port);
}

bool Endpoint::isLoopback() const
{
    if (family == IpFamily::V4)
        return octet(*this, 0) == 127;
    return octet(*this, 15) == 1 && std::all_of(address.begin(), address.end() - 1,
                                                [](std::byte b) { return b == std::byte{0}; });
}

bool Endpoint::isPrivate() const
{
    const unsigned a = octet(*this, 0);
    const unsigned b = octet(*this, 1);
    if (family == IpFamily::V4)
        return a == 10 || (a == 172 && b >= 16 && b < 32) || (a == 192 && b == 168) ||
               (a == 169 && b == 254) || (a == 100 && b >= 64 && b < 128);
    return (a & 0xfe) == 0xfc || isLinkLocal();
}

bool Endpoint::isLinkLocal() const
{
    return family == IpFamily::V6 && octet(*this, 0) == 0xfe && (octet(*this, 1) & 0xc0) == 0x80;
}

bool Endpoint::isUsable() const
{
    if (port < 1024 && port != 443)
        return false;
    const unsigned a = octet(*this, 0);
    if (family == IpFamily::V4)
        return a != 0 && a < 224;
    const bool zero =
        std::all_of(address.begin(), address.end(), [](std::byte b) { return b == std::byte{0}; });
    return !zero && a != 0xff && a != 0x01;
}

std::uint64_t Endpoint::network() const
{
    const std::size_t length = family == IpFamily::V4 ? 3 : 7;
    std::uint64_t key = static_cast<std::uint64_t>(family);
    for (std::size_t i = 0; i < length; ++i)
        key = key << 8 | octet(*this, i);
    return key;
}

}  // namespace vos

std::size_t std::hash<vos::Endpoint>::operator()(const vos::Endpoint& e) const noexcept
{
    std::uint64_t high;
    std::uint64_t low;
    std::memcpy(&high, e.address.data(), 8);
    std::memcpy(&low, e.address.data() + 8, 8);
    std::uint64_t h = (high ^ (low * 0x9e3779b97f4a7c15ull) ^ e.port) * 0xff51afd7ed558ccdull;
    return h ^ (h >> 32) ^ static_cast<std::uint64_t>(e.family);
}
