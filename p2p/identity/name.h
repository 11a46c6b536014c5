#pragma once

// Display names. Everybody chooses their own, so a name can neither break a line, turn the
// direction of the text beside it, nor hide characters in it. (Whether it is NFC is for the edge to
// see to: it takes tables the core does without.)

#include <optional>
#include <string>
#include <string_view>

namespace vos::identity {

/// Bytes of UTF-8; what a Card has room for.
inline constexpr std::size_t NameSizeMax = 48;

enum class NameFault {
    NotUtf8,
    TooLong,
    ForbiddenCharacter,  ///< Control, bidi-control, zero-width, line break, or no character at all.
};

/// Nothing if the name is fine. An empty name is: it means that none is told.
std::optional<NameFault> checkName(std::string_view name);
/// Drops bad bytes, forbidden characters and spaces at either end, and cuts at NameSizeMax between
/// two characters. The result always passes checkName().
std::string cleanName(std::string_view name);
/// True for control, bidi-control, zero-width and line-break characters and noncharacters.
bool isForbiddenInName(char32_t character);

}  // namespace vos::identity
