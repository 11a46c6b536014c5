#pragma once

// The VOS Map as a store: the newest valid record of every identity kept. It decides what is
// believed (signature, stamp, age, newer wins), never what is worth keeping nor where it goes; that
// is the machine's (machine.h). Pure state. A record costs 16 bytes, its own bytes and what the
// pool needs for it, so that 100,000 of them with Cards take less than 64 MB.
//
// Against whom: forged, changed and rolled-back records. The highest seq and card number ever taken
// outlive the parts, so that an old record cannot come back, and a record from far in the future
// cannot shut out its owner.

#include "p2p/base/time.h"
#include "p2p/identity/card.h"
#include "p2p/map/record.h"
#include "p2p/map/slots.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <unordered_map>
#include <vector>

namespace vos::map {

/// What the map holds for one id, in full.
struct Entry {
    std::optional<Whereabouts> whereabouts;
    std::optional<identity::Card> card;
    Bytes whereaboutsBytes;
    Bytes cardBytes;
    std::uint64_t highestSeq = 0;
    std::uint32_t highestCard = 0;
    WallTime heardAt{};  ///< when these whereabouts were first heard of, here or by who told us
    std::optional<WallTime> lastSeen;
    /// Heard over loopback or a private network: only then its loopback and private endpoints are
    /// dialled.
    bool heardNearby = false;
};

/// What became of an offered part.
enum class Verdict : std::uint8_t {
    Stored,     ///< newer than what was there
    Known,      ///< the same bytes
    Older,      ///< not newer than the highest ever taken
    Malformed,  ///< not canonical, or limits broken
    Forged,     ///< signature or stamp wrong
    Untimely,   ///< expired, or too far ahead
    Full,       ///< no room for another stranger
};

class VosMap {
public:
    /// Records the map takes at most; beyond it unknown ids are refused.
    static constexpr std::size_t RecordsMax = 131'072;
    /// Numbers of ids whose parts are gone that are remembered.
    static constexpr std::size_t NumbersMax = 200'000;

    /// `own` is never stored. `stampBits`: work asked of an identity. `shared`: the pool of all
    /// nodes of a simulation; it must outlive the map.
    VosMap(const NodeId& own, unsigned stampBits, RecordPool* shared = nullptr);
    ~VosMap();
    VosMap(const VosMap&) = delete;
    VosMap& operator=(const VosMap&) = delete;

    /// For so many records to be restored.
    void reserve(std::size_t records) { m_cards.reserve(records); }
    /// From the node's own disk, which is believed: what is there was verified before it was
    /// stored, and its file says itself where it is damaged.
    void restore(const NodeId& id, Bytes whereabouts, Bytes card, std::uint64_t highestSeq,
                 std::uint32_t highestCard, WallTime heardAt, std::optional<WallTime> lastSeen);

    /// An empty map of a simulation: records of the shared pool in order of ids, each one's top.
    void fillShared(std::vector<Slot> inOrder);
    /// One of the shared pool, as if it had been restored; in order of ids this is quick.
    void restoreShared(RecordIndex index, WallTime heardAt)
    {
        m_pool.reference(index);
        putSlot(index, heardAt, heardAt, false, true);
    }

    /// `heardAt`: when the record was first heard of by whoever tells it. `receivedAt`: now;
    /// without it `heardAt` counts for both. `settled`: it counts in sums of ranges at once.
    Verdict offerWhereabouts(ByteView bytes, WallTime heardAt, WallTime networkTime, bool nearby,
                             std::optional<WallTime> receivedAt = {}, bool settled = false);
    /// A record of the pool, not our own; `place`: where its id stands in the map, if it does.
    Verdict offerTaken(RecordIndex index, std::optional<Slots::Place> place, WallTime heardAt,
                       WallTime networkTime, bool nearby, WallTime receivedAt, bool settled);
    Verdict offerCard(ByteView bytes);
    /// For records beyond the first RecordsMax.
    void setRoom(std::size_t records) { m_room = records; }

    /// Nothing where nothing is held, not even a number. Stays valid until tidy(); what it points
    /// to follows the changes of its id.
    const Entry* find(const NodeId& id) const;
    std::optional<NodeId> byShortId(const ShortId& id) const;
    /// When the latest record held was heard of; 1970 where there is none.
    WallTime latestHeard() const;
    bool holds(const NodeId& id) const { return m_slots.find(id).has_value(); }
    /// The Card named by the whereabouts is missing or older.
    bool wantsCard(const NodeId& id) const { return m_cardsWanted.contains(id); }
    const std::set<NodeId>& cardsWanted() const { return m_cardsWanted; }
    /// Looks at up to `most` restored Cards whether they are those named; to be called now and then
    /// after restore(), which leaves that for later where there are many.
    void checkCards(std::size_t most);
    void markSeen(const NodeId& id, WallTime at);
    /// Calls `visit(id, entry)` for all ids with whereabouts, in id order.
    template <typename Visit>
    void forEach(Visit visit) const
    {
        for (Slots::Place place = m_slots.begin(); place != m_slots.end();
             place = m_slots.next(place)) {
            const NodeId id = pool()[m_slots.at(place).record].id();
            visit(id, read(id));
        }
    }
    std::size_t knownCount() const { return m_slots.size(); }
    const RecordPool& pool() const { return m_pool; }
    RecordPool& pool() { return m_pool; }
    const Slots& slots() const { return m_slots; }
    Slots& slots() { return m_slots; }

    /// Sum of H(id, seq) over all records with whereabouts: equal maps have equal sums.
    std::uint64_t sum() const { return m_sum; }
    static std::uint64_t sumOf(const NodeId& id, std::uint64_t seq) { return map::sumOf(id, seq); }

    /// Drops the parts of one id; its highest numbers stay.
    void drop(const NodeId& id);
    /// Drops the parts of records expired at `networkTime`, unless `pinned(id)`; returns their ids.
    template <typename Pinned>
    std::vector<NodeId> expire(WallTime networkTime, Pinned pinned)
    {
        std::vector<NodeId> dropped;
        for (Slots::Place place = m_slots.begin(); place != m_slots.end();
             place = m_slots.next(place)) {
            const RecordPool::Item& item = pool()[m_slots.at(place).record];
            if (isExpired(item, m_slots.at(place), networkTime) && !pinned(item.id()))
                dropped.push_back(item.id());
        }
        for (const NodeId& id : dropped)
            drop(id);
        return dropped;
    }
    /// Lets go of what find() has given out. Memory beside the records is bounded by this.
    void tidy();

    static std::uint32_t slotTime(WallTime time);
    static WallTime wallTime(std::uint32_t slotSeconds);

private:
    struct Numbers {
        std::uint64_t seq = 0;
        std::uint32_t card = 0;
        bool operator==(const Numbers&) const = default;
    };
    struct CardRow {
        Bytes bytes;
        std::uint32_t highest = 0;
    };

    static bool isExpired(const RecordPool::Item& item, const Slot& slot, WallTime networkTime);
    Entry read(const NodeId& id) const;
    void refresh(const NodeId& id);
    void noteCard(const NodeId& id, RecordIndex record);
    bool cardMissing(RecordIndex record, const CardRow* card) const;
    void remember(const NodeId& id, Numbers numbers);
    void putSlot(RecordIndex index, WallTime heardAt, WallTime receivedAt, bool nearby,
                 bool settled);
    void replaced(RecordIndex by, RecordIndex old);
    std::uint64_t highestSeqOf(const NodeId& id) const;
    std::uint32_t highestCardOf(const NodeId& id) const;

    NodeId m_own;
    unsigned m_stampBits;
    std::unique_ptr<RecordPool> m_ownPool;
    RecordPool& m_pool;
    Slots m_slots;
    std::unordered_map<NodeId, CardRow> m_cards;
    std::unordered_map<NodeId, Numbers> m_numbers;  ///< of ids without whereabouts
    std::unordered_map<NodeId, WallTime> m_seen;
    std::set<NodeId> m_cardsWanted;
    std::vector<NodeId> m_cardsUnchecked;
    mutable std::unordered_map<NodeId, std::unique_ptr<Entry>> m_given;
    std::size_t m_room = RecordsMax;
    std::uint64_t m_sum = 0;
};

}  // namespace vos::map
