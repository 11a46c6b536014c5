#pragma once

// Byte vocabulary of the core: owned bytes, views and fixed arrays of std::byte.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace vos {

using Bytes = std::vector<std::byte>;
using ByteView = std::span<const std::byte>;
using MutableBytes = std::span<std::byte>;
template <std::size_t N>
using ByteArray = std::array<std::byte, N>;

/// The bytes of a text, without copying; valid as long as the text.
inline ByteView viewOf(std::string_view text)
{
    return std::as_bytes(std::span(text.data(), text.size()));
}

inline Bytes toBytes(ByteView view) { return Bytes(view.begin(), view.end()); }
std::string toText(ByteView view);

bool equal(ByteView a, ByteView b);
/// True of no bytes, too.
bool allZero(ByteView bytes);

/// Lower-case hexadecimal digits, two a byte.
std::string toHex(ByteView view);
/// Nothing if the length is odd or a character is no hexadecimal digit.
std::optional<Bytes> fromHex(std::string_view hex);

/// Appends all of `more`.
inline void append(Bytes& bytes, ByteView more)
{
    bytes.insert(bytes.end(), more.begin(), more.end());
}

}  // namespace vos
