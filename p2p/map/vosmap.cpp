#include "p2p/map/vosmap.h"

#include "p2p/crypto/hash.h"
#include "p2p/wire/writer.h"

#include <algorithm>
#include <cstring>

namespace vos::map {

std::uint64_t VosMap::sumOf(const NodeId& id, std::uint64_t seq)
{
    wire::Writer writer;
    writer.id(id);
    writer.u64(seq);
    const auto digest = crypto::hash<16>("VOS/map-sum/1", writer.view());
    std::uint64_t sum = 0;
    for (std::size_t i = 8; i > 0; --i)
        sum = sum << 8 | std::to_integer<std::uint64_t>(digest[i - 1]);
    return sum;
}

std::uint64_t VosMap::sumOf(const Whereabouts& record)
{
    return record.has(Private) ? 0 : sumOf(record.id, record.seq);
}

void VosMap::restore(const NodeId& id, ByteView whereabouts, ByteView card,
                     std::uint64_t highestSeq, std::uint32_t highestCard, WallTime heardAt,
                     std::optional<WallTime> lastSeen)
{
    if (id == m_own)
        return;
    Entry entry;
    entry.highestSeq = highestSeq;
    entry.highestCard = highestCard;
    entry.heardAt = heardAt;
    entry.lastSeen = lastSeen;
    entry.heardNearby = true;
    if (auto parsed = Whereabouts::decode(whereabouts); parsed && parsed->id == id) {
        entry.whereabouts = std::move(parsed);
        entry.whereaboutsBytes = toBytes(whereabouts);
    }
    if (auto parsed = identity::Card::decode(card); parsed && parsed->id == id) {
        entry.card = std::move(parsed);
        entry.cardBytes = toBytes(card);
    }
    auto [place, added] = m_entries.insert_or_assign(id, std::move(entry));
    noteCard(id, place->second);
    if (added && place->second.whereabouts) {
        ++m_known;
        m_sum += sumOf(*place->second.whereabouts);
    }
}

Verdict VosMap::offerWhereabouts(ByteView bytes, WallTime heardAt, WallTime networkTime,
                                 bool nearby)
{
    auto offered = Whereabouts::decode(bytes);
    if (!offered || offered->id == m_own)
        return Verdict::Malformed;
    const auto place = m_entries.find(offered->id);
    const Entry* known = place == m_entries.end() ? nullptr : &place->second;
    if (known && known->whereabouts && known->whereabouts->seq == offered->seq &&
        equal(known->whereaboutsBytes, bytes))
        return Verdict::Known;
    if (known && offered->seq < known->highestSeq)
        return Verdict::Older;
    if (known && known->whereabouts && !newer(*offered, *known->whereabouts))
        return Verdict::Older;
    if (timelinessOf(*offered, networkTime) != Timeliness::Current)
        return Verdict::Untimely;
    if (!known && m_entries.size() >= RecordsMax)
        return Verdict::Full;
    // Last, because it is the one costly check.
    if (!offered->verify(m_stampBits))
        return Verdict::Forged;

    Entry& entry = m_entries[offered->id];
    if (entry.whereabouts)
        m_sum -= sumOf(*entry.whereabouts);
    else
        ++m_known;
    m_sum += sumOf(*offered);
    entry.highestSeq = offered->seq;
    entry.heardAt = heardAt;
    entry.heardNearby = nearby;
    entry.whereaboutsBytes = toBytes(bytes);
    entry.whereabouts = std::move(offered);
    noteCard(entry.whereabouts->id, entry);
    return Verdict::Stored;
}

Verdict VosMap::offerCard(ByteView bytes)
{
    auto offered = identity::Card::decode(bytes);
    if (!offered || offered->id == m_own)
        return Verdict::Malformed;
    const auto place = m_entries.find(offered->id);
    const Entry* known = place == m_entries.end() ? nullptr : &place->second;
    if (known && equal(known->cardBytes, bytes))
        return Verdict::Known;
    if (known && offered->number < known->highestCard)
        return Verdict::Older;
    if (known && known->card && !newer(*offered, *known->card))
        return Verdict::Older;
    if (!known && m_entries.size() >= RecordsMax)
        return Verdict::Full;
    if (!offered->verify())
        return Verdict::Forged;

    Entry& entry = m_entries[offered->id];
    entry.highestCard = offered->number;
    entry.cardBytes = toBytes(bytes);
    entry.card = std::move(offered);
    noteCard(entry.card->id, entry);
    return Verdict::Stored;
}

const Entry* VosMap::find(const NodeId& id) const
{
    const auto place = m_entries.find(id);
    return place == m_entries.end() ? nullptr : &place->second;
}

void VosMap::noteCard(const NodeId& id, const Entry& entry)
{
    const bool named = entry.whereabouts && !entry.whereabouts->cardHash.isZero();
    if (named && (!entry.card || entry.card->hash() != entry.whereabouts->cardHash))
        m_cardsWanted.insert(id);
    else
        m_cardsWanted.erase(id);
}

void VosMap::markSeen(const NodeId& id, WallTime at)
{
    if (const auto place = m_entries.find(id); place != m_entries.end())
        place->second.lastSeen = at;
}

void VosMap::dropParts(const NodeId& id, Entry& entry)
{
    m_sum -= sumOf(*entry.whereabouts);
    --m_known;
    m_cardsWanted.erase(id);
    entry.whereabouts.reset();
    entry.card.reset();
    entry.whereaboutsBytes.clear();
    entry.cardBytes.clear();
}

}  // namespace vos::map
