#pragma once

// What a node gives to the map, and how deep the zone is that it can keep for it.

#include "p2p/base/rng.h"
#include "p2p/base/time.h"
#include "p2p/map/zone.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace vos::map {

struct Budget {
    std::size_t records = 131'072;
    unsigned bytesPerSecond = 1'000;  ///< of announcements, each way
    std::size_t memory = 64u << 20;
    /// Nodes remembered in each other zone; 16 where there are 256 zones or more.
    unsigned contacts = 32;
    /// Addresses once reachable, of different networks, kept for the day when all others are gone.
    std::size_t spare = 4'096;

    static Budget low() { return {4'096, 200, 8u << 20, 16, 1'024}; }
    static Budget normal() { return {}; }
    static Budget high() { return {1'048'576, 10'000, 512u << 20, 32, 4'096}; }

    /// By the word of the setting `map.budget`; any other word is the normal one.
    static Budget named(std::string_view word)
    {
        return word == "low" ? low() : word == "high" ? high() : normal();
    }

    unsigned contactsAt(unsigned depth) const
    {
        return depth >= 8 ? std::min(contacts, 16u) : contacts;
    }
};

/// Chooses the zone depth L: the smallest that keeps within the budget, changed slowly, so that a
/// network does not swing.
class DepthChooser {
public:
    struct Load {
        std::size_t records = 0;    ///< of the zone
        double bytesPerSecond = 0;  ///< of announcements, the busier way, over 30 min
        std::size_t memory = 0;
    };

    /// The depth after `now`; moves by one step at a time.
    unsigned update(Instant now, const Load& load, const Budget& budget, unsigned depth, Rng& rng);

private:
    std::optional<Instant> m_overSince;
    std::optional<Instant> m_underSince;
    Duration m_delay{};  ///< random part of the wait
};

}  // namespace vos::map
