#pragma once

// UTF-8 (RFC 3629) from outside, checked strictly: no overlong forms, surrogates or values above
// U+10FFFF.

#include <cstddef>
#include <optional>
#include <string_view>

namespace vos {

/// Takes the first character off `text` (not empty). On bad bytes: nothing, and `text` is
/// unchanged.
std::optional<char32_t> takeCharacter(std::string_view& text);

bool isUtf8(std::string_view text);

/// The longest start of `text` (valid UTF-8) that has at most `bytes` bytes and ends between two
/// characters.
std::string_view cutUtf8(std::string_view text, std::size_t bytes);

}  // namespace vos
