#pragma once

// The VOS Map of a small network: the newest valid record of every identity heard of. It decides
// what is believed (signature, stamp, age, newer wins), never where it goes. Pure state; the engine
// feeds it and stores what changed.
//
// Against whom: forged, changed and rolled-back records. The highest seq and card number ever taken
// outlive the parts, so that an old record cannot come back, and a record from far in the future
// cannot shut out its owner.

#include "p2p/base/time.h"
#include "p2p/identity/card.h"
#include "p2p/map/record.h"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>
#include <vector>

namespace vos::map {

/// What the map holds for one id.
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
    /// Records of strangers the map takes at most; beyond it unknown ids are refused.
    static constexpr std::size_t RecordsMax = 131'072;

    /// `own` is never stored. `stampBits`: work asked of an identity.
    VosMap(const NodeId& own, unsigned stampBits) : m_own(own), m_stampBits(stampBits) {}

    /// From the node's own disk: not verified again, but decoded.
    void restore(const NodeId& id, ByteView whereabouts, ByteView card, std::uint64_t highestSeq,
                 std::uint32_t highestCard, WallTime heardAt, std::optional<WallTime> lastSeen);

    /// `heardAt`: when the record was first heard of by whoever tells it.
    Verdict offerWhereabouts(ByteView bytes, WallTime heardAt, WallTime networkTime, bool nearby);
    Verdict offerCard(ByteView bytes);

    const Entry* find(const NodeId& id) const;
    /// The Card named by the whereabouts is missing or older.
    bool wantsCard(const NodeId& id) const { return m_cardsWanted.contains(id); }
    const std::set<NodeId>& cardsWanted() const { return m_cardsWanted; }
    void markSeen(const NodeId& id, WallTime at);
    /// All ids with whereabouts, in id order.
    const std::map<NodeId, Entry>& entries() const { return m_entries; }
    std::size_t knownCount() const { return m_known; }

    /// Sum of H(id, seq) over all records with whereabouts that are passed on: equal maps have
    /// equal sums.
    std::uint64_t sum() const { return m_sum; }
    static std::uint64_t sumOf(const NodeId& id, std::uint64_t seq);
    static std::uint64_t sumOf(const Whereabouts& record);

    /// Drops the parts of records expired at `networkTime`, unless `pinned(id)`; returns their ids.
    /// The highest numbers stay.
    template <typename Pinned>
    std::vector<NodeId> expire(WallTime networkTime, Pinned pinned)
    {
        std::vector<NodeId> dropped;
        for (auto& [id, entry] : m_entries) {
            if (entry.whereabouts && !pinned(id) &&
                timelinessOf(*entry.whereabouts, networkTime) == Timeliness::Expired) {
                dropParts(id, entry);
                dropped.push_back(id);
            }
        }
        return dropped;
    }

private:
    void dropParts(const NodeId& id, Entry& entry);
    void noteCard(const NodeId& id, const Entry& entry);

    NodeId m_own;
    unsigned m_stampBits;
    std::map<NodeId, Entry> m_entries;
    std::set<NodeId> m_cardsWanted;
    std::size_t m_known = 0;
    std::uint64_t m_sum = 0;
};

}  // namespace vos::map
