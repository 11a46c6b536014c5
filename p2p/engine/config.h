#pragma once

// What the owner of an engine decides before it starts.

#include "p2p/base/time.h"

#include <cstdint>
#include <string>

namespace vos {

/// What becomes of requests to keep messages for somebody.
enum class FriendPolicy : std::uint8_t { Ask, Contacts, All, None };

struct Config {
    std::string name;  ///< display name; empty: the one of the stored card stays
    /// Leading zero bits asked of an identity's stamp and of a stranger's letter. The product uses
    /// these values; simulations ask for less, since they prove nothing by computing longer.
    unsigned stampBits = 20;
    unsigned letterWorkBits = 22;
    FriendPolicy friendPolicy = FriendPolicy::Ask;
    /// Bytes kept for others in all.
    std::uint64_t custodyQuota = 256ull << 20;
    /// Forward for others whose datagrams do not reach each other.
    bool relay = true;
    /// True: loopback addresses of others are dialled although we have other ones (tests, demo).
    bool allowLoopback = false;
};

}  // namespace vos
