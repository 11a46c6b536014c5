#pragma once

// Parts of the space of ids: an id read as a number from its first byte on, a zone as all ids that
// begin with the same bits. Everything that says "near" or "prefix" in the map means this.

#include "p2p/base/assert.h"
#include "p2p/base/ids.h"
#include "p2p/wire/mapmessage.h"

#include <bit>
#include <cstdint>

namespace vos::map {

using wire::headOf;
using wire::IdRange;

/// Deepest zone: with 2^20 zones of 1,000 ids each there would be a billion nodes.
inline constexpr unsigned DepthMax = 20;

/// The first `depth` bits of a head, the others zero.
constexpr std::uint64_t prefixOf(std::uint64_t head, unsigned depth)
{
    return depth == 0 ? 0 : head & ~std::uint64_t{0} << (64 - depth);
}

/// Number of equal leading bits of two heads, 64 at most.
constexpr unsigned commonBits(std::uint64_t a, std::uint64_t b)
{
    return static_cast<unsigned>(std::countl_zero(a ^ b));
}

/// The zone of `depth` bits around an id.
constexpr IdRange zoneAround(std::uint64_t head, unsigned depth)
{
    return {prefixOf(head, depth), static_cast<std::uint8_t>(depth)};
}

constexpr bool contains(const IdRange& range, std::uint64_t head)
{
    return prefixOf(head, range.depth) == range.prefix;
}

/// The last head in the range.
constexpr std::uint64_t lastOf(const IdRange& range)
{
    return range.depth == 0
               ? ~std::uint64_t{0}
               : range.prefix | (range.depth == 64 ? 0 : ~std::uint64_t{0} >> range.depth);
}

/// Part `index` of 2^bits equal parts.
constexpr IdRange partOf(const IdRange& range, unsigned bits, std::uint64_t index)
{
    const unsigned depth = range.depth + bits;
    const std::uint64_t low = depth == 0 ? 0 : index << (64 - depth);
    return {range.prefix | low, static_cast<std::uint8_t>(depth)};
}

}  // namespace vos::map
