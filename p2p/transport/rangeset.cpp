#include "p2p/transport/rangeset.h"

#include <algorithm>

namespace vos::transport {

std::size_t RangeSet::firstEndingAt(std::uint64_t bound) const
{
    // Nearly always it is one of the last ranges that changes.
    if (m_ranges.empty() || m_ranges.back().end < bound)
        return m_ranges.size();
    const auto at = std::lower_bound(m_ranges.begin(), m_ranges.end(), bound,
                                     [](const Range& r, std::uint64_t b) { return r.end < b; });
    return static_cast<std::size_t>(at - m_ranges.begin());
}

void RangeSet::add(Range range)
{
    if (range.begin >= range.end)
        return;
    const std::size_t first = firstEndingAt(range.begin);
    std::size_t past = first;
    while (past < m_ranges.size() && m_ranges[past].begin <= range.end) {
        range.begin = std::min(range.begin, m_ranges[past].begin);
        range.end = std::max(range.end, m_ranges[past].end);
        ++past;
    }
    const auto at = m_ranges.begin() + static_cast<std::ptrdiff_t>(first);
    if (past == first) {
        m_ranges.insert(at, range);
        return;
    }
    *at = range;
    m_ranges.erase(at + 1, m_ranges.begin() + static_cast<std::ptrdiff_t>(past));
}

void RangeSet::remove(Range range)
{
    if (range.begin >= range.end)
        return;
    std::size_t i = firstEndingAt(range.begin + 1);
    if (i < m_ranges.size() && m_ranges[i].begin < range.begin && m_ranges[i].end > range.end) {
        const Range upper{range.end, m_ranges[i].end};
        m_ranges[i].end = range.begin;
        m_ranges.insert(m_ranges.begin() + static_cast<std::ptrdiff_t>(i + 1), upper);
        return;
    }
    if (i < m_ranges.size() && m_ranges[i].begin < range.begin) {
        m_ranges[i].end = range.begin;
        ++i;
    }
    std::size_t past = i;
    while (past < m_ranges.size() && m_ranges[past].end <= range.end)
        ++past;
    if (past < m_ranges.size() && m_ranges[past].begin < range.end)
        m_ranges[past].begin = range.end;
    m_ranges.erase(m_ranges.begin() + static_cast<std::ptrdiff_t>(i),
                   m_ranges.begin() + static_cast<std::ptrdiff_t>(past));
}

bool RangeSet::contains(std::uint64_t number) const
{
    const std::size_t i = firstEndingAt(number + 1);
    return i < m_ranges.size() && m_ranges[i].begin <= number;
}

std::size_t RangeSet::countWith(Range range) const
{
    if (range.begin >= range.end)
        return m_ranges.size();
    const std::size_t first = firstEndingAt(range.begin);
    std::size_t past = first;
    while (past < m_ranges.size() && m_ranges[past].begin <= range.end)
        ++past;
    return m_ranges.size() - (past - first) + 1;
}

}  // namespace vos::transport
