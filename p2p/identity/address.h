#pragma once

// VOS address: `vos1` and the bech32m (BIP-350) of the 32 bytes of the identity key, 62 characters.
// It is all one needs to know of somebody, and is typed and read aloud; so each error names the
// character and its place.

#include "p2p/base/expected.h"
#include "p2p/base/ids.h"

#include <optional>
#include <string>
#include <string_view>

namespace vos::identity {

inline constexpr std::string_view AddressPrefix = "vos";
/// `vos1`, 52 symbols, 6 of checksum.
inline constexpr std::size_t AddressLength = 62;

struct AddressError {
    enum class Kind {
        Empty,
        WrongPrefix,   ///< Does not begin with `vos1`.
        BadCharacter,  ///< One that no address contains.
        MixedCase,     ///< Upper and lower case in one address.
        TooShort,
        TooLong,
        Checksum,  ///< Mistyped; `position` if a single character can be named.
        BadKey,    ///< Right as text, but its 260 bits are no 32 bytes.
    };
    Kind kind;
    /// Counted in characters (not bytes) from 0, in the text as given.
    std::optional<std::size_t> position;
    /// The character there, as UTF-8; empty if there is none.
    std::string character;

    bool operator==(const AddressError&) const = default;
};

/// Lower case.
std::string encodeAddress(const NodeId& id);
/// Either case, spaces, tabs and line ends around it are left out.
Expected<NodeId, AddressError> parseAddress(std::string_view text);

/// One English sentence that names the first bad character and its place, counted from 1.
std::string describe(const AddressError& error);

/// `vos1`, 8 characters, …, the last 4: stands beside the name of anybody not verified.
std::string shortAddress(const NodeId& id);

}  // namespace vos::identity
