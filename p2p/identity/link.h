#pragma once

// Link: `vos:ADDRESS?at=HOST:PORT&at=…&name=…`, an address together with where its node was last
// seen, made to be sent by mail or shown as a code. It comes from anywhere, so it is bounded,
// checked whole, and what it says of names and places is a hint, never a fact.

#include "p2p/base/expected.h"
#include "p2p/base/ids.h"
#include "p2p/identity/address.h"

#include <string>
#include <string_view>
#include <vector>

namespace vos::identity {

/// Places in one link: a node lists at most 4 endpoints, and as many again of a relay.
inline constexpr std::size_t LinkPlacesMax = 8;
/// Longest link read; the longest we write (8 names of 253, a name of 48 bytes escaped) is below
/// it.
inline constexpr std::size_t LinkLengthMax = 4096;

struct Link {
    NodeId id;
    /// HOST:PORT each: numeric (`1.2.3.4:567`, `[2001:db8::1]:567`) or a host name. Not resolved.
    std::vector<std::string> at;
    /// What the link calls its owner; empty if it says nothing.
    std::string name;

    bool operator==(const Link&) const = default;
};

struct LinkError {
    enum class Kind {
        TooLong,
        Address,    ///< See `address`; its position counts within the address part.
        BadEscape,  ///< `%` without two hexadecimal digits, or bytes that are no UTF-8.
        BadPlace,   ///< `at` is no HOST:PORT; see `text`.
        TooManyPlaces,
        RepeatedName,
    };
    Kind kind;
    AddressError address{};
    /// The offending part, cut to 64 bytes.
    std::string text;
};

/// Canonical form. Places and name must be valid (asserts); use isPlace() and cleanName().
std::string encodeLink(const Link& link);
/// Takes a bare address too. Unknown parameters are passed over, so that later versions may add
/// some. The name is cleaned (see cleanName).
Expected<Link, LinkError> parseLink(std::string_view text);

/// One English sentence.
std::string describe(const LinkError& error);

/// HOST:PORT as described at Link::at, port 1–65535. Host names: RFC 1123 labels, 253 bytes at
/// most.
bool isPlace(std::string_view text);

}  // namespace vos::identity
