#pragma once

// A set of unsigned 64-bit numbers as sorted ranges that neither overlap nor touch. Packet numbers
// that came, stream bytes that were acknowledged, bytes to send again. Changes near the upper end
// are cheap, those elsewhere cost the number of ranges; owners bound that number.

#include <cstddef>
#include <cstdint>
#include <vector>

namespace vos::transport {

/// Numbers begin <= n < end.
struct Range {
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
    auto operator<=>(const Range&) const = default;
};

class RangeSet {
public:
    bool empty() const { return m_ranges.empty(); }
    std::size_t count() const { return m_ranges.size(); }
    const std::vector<Range>& ranges() const { return m_ranges; }
    const Range& front() const { return m_ranges.front(); }
    const Range& back() const { return m_ranges.back(); }

    /// Empty ranges change nothing, here and below.
    void add(Range range);
    void remove(Range range);
    /// Forgets everything below `bound`.
    void removeBelow(std::uint64_t bound) { remove({0, bound}); }
    void popFront() { m_ranges.erase(m_ranges.begin()); }
    void clear() { m_ranges.clear(); }

    bool contains(std::uint64_t number) const;
    /// How many ranges there would be after add(range).
    std::size_t countWith(Range range) const;

private:
    /// Index of the first range whose end is at least `bound`.
    std::size_t firstEndingAt(std::uint64_t bound) const;

    std::vector<Range> m_ranges;
};

}  // namespace vos::transport
