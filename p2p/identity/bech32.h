#pragma once

// Bech32m (BIP-350): text of 5-bit symbols with a checksum that finds every mistake of up to four
// characters. Errors say where, since people type and read these aloud.

#include "p2p/base/bytes.h"
#include "p2p/base/expected.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vos::identity {

/// Longest text the checksum is made for (BIP-173).
inline constexpr std::size_t Bech32LengthMax = 90;
inline constexpr std::size_t Bech32ChecksumLength = 6;

struct Bech32Error {
    enum class Kind {
        TooLong,       ///< More than 90 characters.
        BadCharacter,  ///< Outside ASCII 33–126, or no symbol in the part after the separator.
        MixedCase,     ///< Both upper and lower case; position is the first that disagrees.
        NoSeparator,   ///< No `1` at all.
        EmptyPrefix,   ///< Begins with the separator.
        TooShort,      ///< Fewer than six characters after the separator.
        Checksum,      ///< A typing mistake, see `position`.
    };
    Kind kind;
    /// Index of the first bad byte. For Checksum: of the one character whose change would make the
    /// text right, if there is such a one; else nothing.
    std::optional<std::size_t> position;

    bool operator==(const Bech32Error&) const = default;
};

struct Bech32Text {
    std::string prefix;                 ///< Lower case.
    std::vector<std::uint8_t> symbols;  ///< 0–31 each, without the checksum.

    bool operator==(const Bech32Text&) const = default;
};

/// Lower case. The prefix is not empty and of ASCII 33–126 without upper case, symbols are below 32
/// and all together fits 90 characters (asserts).
std::string encodeBech32m(const Bech32Text& text);
Expected<Bech32Text, Bech32Error> decodeBech32m(std::string_view text);

/// The value 0–31 of a character of either case; nothing if it is no symbol.
std::optional<std::uint8_t> bech32Symbol(char c);

/// Eight bits each to five bits each, the last one filled up with zeros.
std::vector<std::uint8_t> toSymbols(ByteView bytes);
/// The way back; nothing if left-over bits are five or more, or not zero.
std::optional<Bytes> fromSymbols(const std::vector<std::uint8_t>& symbols);

}  // namespace vos::identity
