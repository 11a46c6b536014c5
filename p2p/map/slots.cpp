#include "p2p/map/slots.h"

#include "p2p/base/assert.h"

#include <algorithm>
#include <cstring>
#include <tuple>
#include <utility>

namespace vos::map {

namespace {

constexpr std::size_t PieceMax = 1024;

std::uint32_t topOf(std::uint64_t head)
{
    return static_cast<std::uint32_t>(head >> 32);
}
std::uint32_t topOf(ByteView id)
{
    return topOf(headOf(id));
}

}  // namespace

bool Slots::below(const Slot& slot, std::uint32_t top, ByteView id) const
{
    if (slot.top != top)
        return slot.top < top;
    return std::memcmp(m_pool[slot.record].idView().data(), id.data(), NodeId::Size) < 0;
}

/// Index of the first slot that is not below. Ids are drawn evenly, so where one stands follows
/// from its number: two looks beside that place leave 16 slots, or less than before. What the piece
/// spans is known without a look into it.
std::size_t Slots::placeIn(std::size_t which, std::uint32_t top, ByteView id) const
{
    constexpr std::size_t near = 8;
    const std::vector<Slot>& piece = m_pieces[which];
    std::size_t from = 0;
    std::size_t to = piece.size();
    std::uint64_t low = m_firsts[which];
    std::uint64_t high = which + 1 < m_firsts.size() ? m_firsts[which + 1] : piece.back().top;
    // Ids chosen on purpose are not even: after a few looks by halves.
    for (int looks = 0; to - from > 4 * near && looks < 3; ++looks) {
        if (top <= low || top >= high)
            break;
        const std::size_t guess =
            from + static_cast<std::size_t>((top - low) * (to - from) / (high - low));
        const std::size_t left = guess > from + near ? guess - near : from;
        const std::size_t right = std::min(guess + near, to - 1);
        if (!below(piece[left], top, id)) {
            to = left;
            high = piece[left].top;
        } else if (below(piece[right], top, id)) {
            from = right + 1;
            low = piece[right].top;
        } else {
            std::tie(from, to) = std::pair(left + 1, right);
        }
    }
    const auto begin = piece.begin();
    return static_cast<std::size_t>(
        std::partition_point(begin + static_cast<std::ptrdiff_t>(from),
                             begin + static_cast<std::ptrdiff_t>(to),
                             [&](const Slot& slot) { return below(slot, top, id); }) -
        begin);
}

Slots::Place Slots::lowerBound(const NodeId& id) const
{
    if (m_pieces.empty())
        return end();
    const std::uint32_t top = topOf(id.view());
    // The last piece that begins below the id holds it, or its place.
    auto piece = static_cast<std::size_t>(std::lower_bound(m_firsts.begin(), m_firsts.end(), top) -
                                          m_firsts.begin());
    while (piece < m_pieces.size() && m_firsts[piece] == top &&
           below(m_pieces[piece].front(), top, id.view()))
        ++piece;
    if (piece > 0)
        --piece;
    const std::size_t index = placeIn(piece, top, id.view());
    return index == m_pieces[piece].size() ? Place{piece + 1, 0} : Place{piece, index};
}

std::optional<Slots::Place> Slots::find(const NodeId& id) const
{
    const Place place = lowerBound(id);
    if (place == end() || !equal(m_pool[at(place).record].idView(), id.view()))
        return std::nullopt;
    return place;
}

Slots::Place Slots::first(std::uint64_t head) const
{
    NodeId id;
    for (std::size_t i = 0; i < 8; ++i)
        id.bytes[i] = static_cast<std::byte>(head >> (56 - 8 * i) & 0xff);
    return lowerBound(id);
}

void Slots::prepare(std::uint64_t head) const
{
    const std::uint32_t top = topOf(head);
    const auto behind = std::upper_bound(m_firsts.begin(), m_firsts.end(), top);
    if (behind == m_firsts.begin())
        return;
    const auto which = static_cast<std::size_t>(behind - m_firsts.begin()) - 1;
    const std::vector<Slot>& piece = m_pieces[which];
    const std::uint64_t low = m_firsts[which];
    const std::uint64_t high = behind == m_firsts.end() ? 0xffff'ffff : *behind;
    const auto guess = static_cast<std::size_t>((top - low) * piece.size() / (high - low + 1));
    for (const std::size_t step : {std::size_t{0}, std::size_t{4}, std::size_t{8}}) {
        __builtin_prefetch(&piece[guess > step ? guess - step : 0]);
        __builtin_prefetch(&piece[std::min(guess + step, piece.size() - 1)]);
    }
}

Slots::Place Slots::next(Place place) const
{
    ++place.index;
    return place.index < m_pieces[place.piece].size() ? place : Place{place.piece + 1, 0};
}

Slots::Place Slots::previous(Place place) const
{
    if (place.index > 0)
        return {place.piece, place.index - 1};
    return {place.piece - 1, m_pieces[place.piece - 1].size() - 1};
}

std::size_t Slots::count(const IdRange& range, std::size_t limit) const
{
    const std::uint64_t last = lastOf(range);
    std::size_t count = 0;
    for (Place place = first(range.prefix); place != end() && count < limit; place = next(place)) {
        if (m_pool[at(place).record].head > last)
            break;
        ++count;
    }
    return count;
}

void Slots::insertAt(Place place, const Slot& slot)
{
    ++m_size;
    if (m_pieces.empty()) {
        m_pieces.emplace_back().push_back(slot);
        m_firsts.push_back(slot.top);
        return;
    }
    // The end of one piece and the begin of the next are the same place; the end moves nothing.
    if (place.index == 0 && place.piece > 0)
        place = {place.piece - 1, m_pieces[place.piece - 1].size()};
    auto& piece = m_pieces[place.piece];
    // Room for an eighth more: twice as much would cost a simulation of many nodes its memory.
    if (piece.size() == piece.capacity())
        piece.reserve(
            std::min(piece.size() + std::max<std::size_t>(8, piece.size() / 8), PieceMax));
    piece.insert(piece.begin() + static_cast<std::ptrdiff_t>(place.index), slot);
    m_firsts[place.piece] = piece.front().top;
    if (piece.size() < PieceMax)
        return;
    // What is appended, as from a sorted file, leaves full pieces behind.
    const bool appended = place.piece + 1 == m_pieces.size() && place.index + 1 == piece.size();
    const std::size_t keep = appended ? PieceMax - 1 : PieceMax / 2;
    std::vector<Slot> upper(piece.begin() + static_cast<std::ptrdiff_t>(keep), piece.end());
    piece.resize(keep);
    if (!appended)
        piece.shrink_to_fit();
    const auto behind = static_cast<std::ptrdiff_t>(place.piece) + 1;
    m_firsts.insert(m_firsts.begin() + behind, upper.front().top);
    m_pieces.insert(m_pieces.begin() + behind, std::move(upper));
}

RecordIndex Slots::put(const Slot& slot, bool settled)
{
    const RecordPool::Item& item = m_pool[slot.record];
    const std::uint32_t top = topOf(item.head);
    // In order of ids, as from a file, each goes to the end.
    const bool last = m_size > 0 && below(m_pieces.back().back(), top, item.idView());
    const Place place = last ? end() : lowerBound(item.id());
    const bool there = place != end() && equal(m_pool[at(place).record].idView(), item.idView());
    return putAt(place, there, slot, settled);
}

RecordIndex Slots::putAt(const Place& place, bool replaces, const Slot& slot, bool settled)
{
    const RecordPool::Item& item = m_pool[slot.record];
    Slot fresh = slot;
    fresh.top = topOf(item.head);
    std::uint64_t change = item.sum;
    RecordIndex replaced = NoRecord;
    if (replaces) {
        replaced = at(place).record;
        change -= m_pool[replaced].sum;
        at(place) = fresh;
    } else {
        insertAt(place, fresh);
    }
    if (settled)
        add(fresh.top, change);
    else
        m_young.push_back({fresh.received, fresh.top, change});
    if (leafBitsFor(m_size) > m_leafBits)
        rebuildLeaves();
    return replaced;
}

void Slots::fill(std::vector<Slot> inOrder)
{
    VOS_ASSERT(m_size == 0 && m_young.empty());
    m_size = inOrder.size();
    for (std::size_t from = 0; from < m_size; from += PieceMax - 1) {
        const std::size_t to = std::min(m_size, from + PieceMax - 1);
        m_firsts.push_back(inOrder[from].top);
        m_pieces.emplace_back(inOrder.begin() + static_cast<std::ptrdiff_t>(from),
                              inOrder.begin() + static_cast<std::ptrdiff_t>(to));
    }
    rebuildLeaves();
}

RecordIndex Slots::erase(const Place& place)
{
    const Slot slot = at(place);
    add(slot.top, std::uint64_t{0} - m_pool[slot.record].sum);
    auto& piece = m_pieces[place.piece];
    piece.erase(piece.begin() + static_cast<std::ptrdiff_t>(place.index));
    if (piece.empty()) {
        m_firsts.erase(m_firsts.begin() + static_cast<std::ptrdiff_t>(place.piece));
        m_pieces.erase(m_pieces.begin() + static_cast<std::ptrdiff_t>(place.piece));
    } else {
        m_firsts[place.piece] = piece.front().top;
    }
    --m_size;
    return slot.record;
}

// ---- sums -------------------------------------------------------------------------------------

unsigned Slots::leafBitsFor(std::size_t count) const
{
    unsigned bits = LeafBitsMin;
    while (bits < LeafBitsMax && (std::size_t{16} << bits) < count)
        ++bits;
    return bits;
}

std::uint64_t* Slots::leafOf(std::uint32_t top)
{
    const std::uint64_t head = std::uint64_t{top} << 32;
    if (!contains(m_zone, head))
        return nullptr;
    return &m_leaves[head << m_zone.depth >> (64 - m_leafBits)];
}

void Slots::add(std::uint32_t top, std::uint64_t change)
{
    if (std::uint64_t* leaf = leafOf(top))
        *leaf += change;
}

void Slots::rebuildLeaves()
{
    m_leafBits = leafBitsFor(m_size);
    m_leaves.assign(std::size_t{1} << m_leafBits, 0);
    for (const auto& piece : m_pieces) {
        for (const Slot& slot : piece)
            add(slot.top, m_pool[slot.record].sum);
    }
    for (const Young& young : m_young)
        add(young.top, std::uint64_t{0} - young.change);
}

void Slots::setZone(const IdRange& zone)
{
    if (zone == m_zone)
        return;
    m_zone = zone;
    rebuildLeaves();
}

void Slots::settle(std::uint32_t now)
{
    // A clock set back must not keep records young for ever.
    while (!m_young.empty() && (m_young.front().received + YoungSeconds <= now ||
                                m_young.front().received > now + YoungSeconds)) {
        add(m_young.front().top, m_young.front().change);
        m_young.pop_front();
    }
}

std::uint64_t Slots::sum(const IdRange& range) const
{
    std::uint64_t sum = 0;
    const unsigned leafDepth = m_zone.depth + m_leafBits;
    if (range.depth >= m_zone.depth && range.depth <= leafDepth && contains(m_zone, range.prefix)) {
        const std::size_t from = range.prefix << m_zone.depth >> (64 - m_leafBits);
        const std::size_t count = std::size_t{1} << (leafDepth - range.depth);
        for (std::size_t i = 0; i < count; ++i)
            sum += m_leaves[from + i];
        return sum;
    }
    const std::uint64_t last = lastOf(range);
    for (Place place = first(range.prefix); place != end(); place = next(place)) {
        const RecordPool::Item& item = m_pool[at(place).record];
        if (item.head > last)
            break;
        sum += item.sum;
    }
    for (const Young& young : m_young) {
        if (contains(range, std::uint64_t{young.top} << 32))
            sum -= young.change;
    }
    return sum;
}

}  // namespace vos::map
