#pragma once

// Who is in the map, in order of ids: 16 bytes for each, in pieces of at most 1,024 so that an
// insertion moves little. Beside it the sums of ranges: for equal parts of one zone, kept up to
// date with every change, so that two maps can be compared without walking them.

#include "p2p/map/pool.h"
#include "p2p/map/zone.h"

#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

namespace vos::map {

/// One record of the map. Times in seconds since 2020 (see SlotEpoch).
struct Slot {
    std::uint32_t top = 0;  ///< first 32 bits of the id
    RecordIndex record = NoRecord;
    std::uint32_t heard : 31 = 0;  ///< from its owner, by whoever heard it first
    std::uint32_t nearby : 1 = 0;  ///< over loopback or a private network
    std::uint32_t received = 0;    ///< here
};
static_assert(sizeof(Slot) == 16);

/// 2020-01-01 in seconds since 1970.
inline constexpr std::int64_t SlotEpoch = 1'577'836'800;

class Slots {
public:
    /// A record counts in sums from this long after it came: those that just spread are not news.
    static constexpr std::uint32_t YoungSeconds = 60;
    static constexpr unsigned LeafBitsMin = 6;
    static constexpr unsigned LeafBitsMax = 12;

    struct Place {
        std::size_t piece = 0;
        std::size_t index = 0;
        bool operator==(const Place&) const = default;
    };

    explicit Slots(const RecordPool& pool) : m_pool(pool) { m_leaves.resize(1u << LeafBitsMin); }

    std::size_t size() const { return m_size; }
    const Slot& at(const Place& place) const { return m_pieces[place.piece][place.index]; }
    Slot& at(const Place& place) { return m_pieces[place.piece][place.index]; }
    /// The slot of exactly this id.
    std::optional<Place> find(const NodeId& id) const;
    /// First slot whose id is not below, or beyond; end() if there is none.
    Place lowerBound(const NodeId& id) const;
    Place first(std::uint64_t head) const;
    /// first() of this head is asked for soon: many at once wait for memory together.
    void prepare(std::uint64_t head) const;
    Place begin() const { return {0, 0}; }
    Place end() const { return {m_pieces.size(), 0}; }
    Place next(Place place) const;
    Place previous(Place place) const;  ///< not of begin()
    /// Number of slots in the range, counted up to `limit`.
    std::size_t count(const IdRange& range, std::size_t limit) const;

    /// Puts the record in place of an older one of its id or beside the others. Returns the record
    /// it replaced, or NoRecord. `settled`: it is from the disk, and counts in sums at once.
    RecordIndex put(const Slot& slot, bool settled);
    /// The same where lowerBound() has told its place, and whether its id stands there.
    RecordIndex putAt(const Place& place, bool replaces, const Slot& slot, bool settled);
    /// All at once, with their `top`, in order of ids, while there is nothing.
    void fill(std::vector<Slot> inOrder);
    RecordIndex erase(const Place& place);

    /// Equal parts are kept of this zone from now on.
    void setZone(const IdRange& zone);
    /// Records that came YoungSeconds ago enter the sums.
    void settle(std::uint32_t now);
    std::uint64_t sum(const IdRange& range) const;

private:
    struct Young {
        std::uint32_t received = 0;
        std::uint32_t top = 0;
        std::uint64_t change = 0;
    };

    bool below(const Slot& slot, std::uint32_t top, ByteView id) const;
    std::size_t placeIn(std::size_t which, std::uint32_t top, ByteView id) const;
    std::uint64_t* leafOf(std::uint32_t top);
    void add(std::uint32_t top, std::uint64_t change);
    void rebuildLeaves();
    void insertAt(Place place, const Slot& slot);
    unsigned leafBitsFor(std::size_t count) const;

    const RecordPool& m_pool;
    std::vector<std::vector<Slot>> m_pieces;
    std::vector<std::uint32_t> m_firsts;  ///< `top` of the first slot of each piece
    std::size_t m_size = 0;
    IdRange m_zone;
    unsigned m_leafBits = LeafBitsMin;
    std::vector<std::uint64_t> m_leaves;
    std::deque<Young> m_young;
};

}  // namespace vos::map
