#include "p2p/map/vosmap.h"

#include <algorithm>
#include <utility>

namespace vos::map {

namespace {

/// Entries given out that are kept for the next question.
constexpr std::size_t GivenMax = 4096;
/// Restored Cards whose hash is looked at while restoring.
constexpr std::size_t CheckedAtOnce = 1024;

}  // namespace

VosMap::VosMap(const NodeId& own, unsigned stampBits, RecordPool* shared)
    : m_own(own)
    , m_stampBits(stampBits)
    , m_ownPool(shared ? nullptr : std::make_unique<RecordPool>())
    , m_pool(shared ? *shared : *m_ownPool)
    , m_slots(m_pool)
{
}

VosMap::~VosMap()
{
    if (m_ownPool || m_pool.isEnding())
        return;
    for (Slots::Place place = m_slots.begin(); place != m_slots.end(); place = m_slots.next(place))
        m_pool.release(m_slots.at(place).record);
}

std::uint32_t VosMap::slotTime(WallTime time)
{
    const std::int64_t seconds = toMillis(time) / 1000 - SlotEpoch;
    return static_cast<std::uint32_t>(std::clamp<std::int64_t>(seconds, 0, 0x7fff'ffff));
}

WallTime VosMap::wallTime(std::uint32_t slotSeconds)
{
    return fromMillis((static_cast<std::int64_t>(slotSeconds) + SlotEpoch) * 1000);
}

// ---- putting in -------------------------------------------------------------------------------

void VosMap::putSlot(RecordIndex index, WallTime heardAt, WallTime receivedAt, bool nearby,
                     bool settled)
{
    Slot slot;
    slot.record = index;
    slot.heard = slotTime(heardAt) & 0x7fff'ffff;
    slot.nearby = nearby ? 1 : 0;
    slot.received = slotTime(receivedAt);
    replaced(index, m_slots.put(slot, settled));
}

void VosMap::replaced(RecordIndex by, RecordIndex old)
{
    m_sum += m_pool[by].sum;
    if (old == NoRecord)
        return;
    m_sum -= m_pool[old].sum;
    m_pool.release(old);
}

void VosMap::fillShared(std::vector<Slot> inOrder)
{
    for (const Slot& slot : inOrder) {
        m_pool.reference(slot.record);
        m_sum += m_pool[slot.record].sum;
    }
    m_slots.fill(std::move(inOrder));
}

void VosMap::restore(const NodeId& id, Bytes whereabouts, Bytes card, std::uint64_t highestSeq,
                     std::uint32_t highestCard, WallTime heardAt, std::optional<WallTime> lastSeen)
{
    if (id == m_own)
        return;
    RecordIndex held = m_pool.adopt(std::move(whereabouts)).value_or(NoRecord);
    if (held != NoRecord && !equal(m_pool[held].idView(), id.view())) {
        m_pool.release(held);
        held = NoRecord;
    }
    const CardRow* row = nullptr;
    // The id stands behind the version.
    if (card.size() >= identity::Card::SizeMin && card.size() <= identity::Card::SizeMax &&
        equal(ByteView(card).subspan(1, NodeId::Size), id.view()))
        row = &(m_cards[id] = {std::move(card), highestCard});
    if (held != NoRecord) {
        m_pool.trust(held);
        putSlot(held, heardAt, heardAt, true, true);
        // A hash of each of 100,000 Cards would be half of what a start takes.
        if (row && m_slots.size() > CheckedAtOnce)
            m_cardsUnchecked.push_back(id);
        else if (cardMissing(held, row))
            m_cardsWanted.insert(id);
    }
    const std::uint64_t seq = held != NoRecord ? m_pool[held].seq : 0;
    if (held == NoRecord || highestSeq > seq || highestCard > (row ? row->highest : 0))
        remember(id, {highestSeq, highestCard});
    if (lastSeen)
        m_seen[id] = *lastSeen;
}

Verdict VosMap::offerWhereabouts(ByteView bytes, WallTime heardAt, WallTime networkTime,
                                 bool nearby, std::optional<WallTime> receivedAt, bool settled)
{
    const auto taken = m_pool.take(bytes);
    if (!taken)
        return Verdict::Malformed;
    HeldRecord offered(m_pool, *taken);
    const NodeId id = offered->id();
    if (id == m_own)
        return Verdict::Malformed;
    return offerTaken(*taken, m_slots.find(id), heardAt, networkTime, nearby,
                      receivedAt.value_or(heardAt), settled);
}

Verdict VosMap::offerTaken(RecordIndex index, std::optional<Slots::Place> place, WallTime heardAt,
                           WallTime networkTime, bool nearby, WallTime receivedAt, bool settled)
{
    const RecordPool::Item& offered = m_pool[index];
    if (place) {
        const RecordIndex held = m_slots.at(*place).record;
        const RecordPool::Item& known = m_pool[held];
        if (held == index || (known.seq == offered.seq && equal(known.view(), offered.view())))
            return Verdict::Known;
        if (offered.seq < known.seq)
            return Verdict::Older;
        // Under one number the smaller signature stands; it is the last 64 bytes of either.
        if (offered.seq == known.seq &&
            !std::ranges::lexicographical_compare(offered.view().last(Signature::Size),
                                                  known.view().last(Signature::Size)))
            return Verdict::Older;
    }
    const NodeId id = offered.id();
    const auto numbers = m_numbers.empty() ? m_numbers.end() : m_numbers.find(id);
    if (numbers != m_numbers.end() && offered.seq < numbers->second.seq)
        return Verdict::Older;
    Whereabouts times;
    times.seq = offered.seq;
    times.flags = offered.flags;
    // The last word of an address has no date; it ends 30 days after it was first heard, or it
    // would go round for ever between those who drop it now and those who drop it later.
    const bool longGone = offered.has(Retired) && heardAt < networkTime - RecordAgeMax;
    if (longGone || timelinessOf(times, networkTime) != Timeliness::Current)
        return Verdict::Untimely;
    if (!place && m_slots.size() >= m_room)
        return Verdict::Full;
    // Last, because it is the one costly check.
    if (!m_pool.valid(index, m_stampBits))
        return Verdict::Forged;
    m_pool.reference(index);
    Slot slot;
    slot.record = index;
    slot.heard = slotTime(heardAt) & 0x7fff'ffff;
    slot.nearby = nearby ? 1 : 0;
    slot.received = slotTime(receivedAt);
    replaced(index,
             place ? m_slots.putAt(*place, true, slot, settled) : m_slots.put(slot, settled));
    if (numbers != m_numbers.end()) {
        if (numbers->second.card > 0)
            numbers->second.seq = offered.seq;
        else
            m_numbers.erase(numbers);
    }
    noteCard(id, index);
    refresh(id);
    return Verdict::Stored;
}

Verdict VosMap::offerCard(ByteView bytes)
{
    auto offered = identity::Card::decode(bytes);
    if (!offered || offered->id == m_own)
        return Verdict::Malformed;
    const NodeId id = offered->id;
    const auto known = m_cards.find(id);
    if (known != m_cards.end() && equal(known->second.bytes, bytes))
        return Verdict::Known;
    if (offered->number < highestCardOf(id))
        return Verdict::Older;
    if (known != m_cards.end()) {
        const auto held = identity::Card::decode(known->second.bytes);
        if (held && !newer(*offered, *held))
            return Verdict::Older;
    } else if (!holds(id) && m_cards.size() >= m_room) {
        return Verdict::Full;
    }
    if (!offered->verify())
        return Verdict::Forged;
    m_cards[id] = {toBytes(bytes), offered->number};
    const auto place = m_slots.find(id);
    noteCard(id, place ? m_slots.at(*place).record : NoRecord);
    refresh(id);
    return Verdict::Stored;
}

void VosMap::checkCards(std::size_t most)
{
    for (; most > 0 && !m_cardsUnchecked.empty(); --most) {
        const NodeId id = m_cardsUnchecked.back();
        m_cardsUnchecked.pop_back();
        if (const auto place = m_slots.find(id))
            noteCard(id, m_slots.at(*place).record);
    }
    if (m_cardsUnchecked.empty())
        m_cardsUnchecked = {};
}

/// `record`: of this id; NoRecord where there is none.
void VosMap::noteCard(const NodeId& id, RecordIndex record)
{
    bool missing = false;
    if (record != NoRecord) {
        const auto card = m_cards.empty() ? m_cards.end() : m_cards.find(id);
        missing = cardMissing(record, card == m_cards.end() ? nullptr : &card->second);
    }
    if (missing)
        m_cardsWanted.insert(id);
    else if (!m_cardsWanted.empty())
        m_cardsWanted.erase(id);
}

/// The Card these whereabouts name is not the one held.
bool VosMap::cardMissing(RecordIndex record, const CardRow* card) const
{
    // The card hash stands before stamp and signature.
    const ByteView bytes = m_pool[record].view();
    const auto hash = *identity::CardHash::from(
        bytes.subspan(bytes.size() - Signature::Size - 16, identity::CardHash::Size));
    return !hash.isZero() && (!card || identity::Card::hashOf(card->bytes) != hash);
}

// ---- numbers ----------------------------------------------------------------------------------

std::uint64_t VosMap::highestSeqOf(const NodeId& id) const
{
    std::uint64_t seq = 0;
    if (const auto place = m_slots.find(id))
        seq = m_pool[m_slots.at(*place).record].seq;
    if (const auto numbers = m_numbers.find(id); numbers != m_numbers.end())
        seq = std::max(seq, numbers->second.seq);
    return seq;
}

std::uint32_t VosMap::highestCardOf(const NodeId& id) const
{
    std::uint32_t number = 0;
    if (const auto card = m_cards.find(id); card != m_cards.end())
        number = card->second.highest;
    if (const auto numbers = m_numbers.find(id); numbers != m_numbers.end())
        number = std::max(number, numbers->second.card);
    return number;
}

void VosMap::remember(const NodeId& id, Numbers numbers)
{
    if (numbers == Numbers{})
        return;
    if (m_numbers.size() >= NumbersMax && !m_numbers.contains(id))
        m_numbers.erase(m_numbers.begin());
    m_numbers[id] = numbers;
}

void VosMap::drop(const NodeId& id)
{
    const auto place = m_slots.find(id);
    if (!place)
        return;
    remember(id, {highestSeqOf(id), highestCardOf(id)});
    m_sum -= m_pool[m_slots.at(*place).record].sum;
    m_pool.release(m_slots.erase(*place));
    m_cards.erase(id);
    m_seen.erase(id);
    m_cardsWanted.erase(id);
    refresh(id);
}

bool VosMap::isExpired(const RecordPool::Item& item, const Slot& slot, WallTime networkTime)
{
    // A retired one has no date of its own: it counts from when it was first heard.
    if (item.has(Retired))
        return wallTime(slot.heard) < networkTime - RecordAgeMax;
    return fromMillis(static_cast<std::int64_t>(item.seq)) < networkTime - RecordAgeMax;
}

// ---- reading ----------------------------------------------------------------------------------

Entry VosMap::read(const NodeId& id) const
{
    Entry entry;
    entry.highestSeq = highestSeqOf(id);
    entry.highestCard = highestCardOf(id);
    if (const auto place = m_slots.find(id)) {
        const Slot& slot = m_slots.at(*place);
        entry.whereabouts = m_pool.decode(slot.record);
        entry.whereaboutsBytes = toBytes(m_pool[slot.record].view());
        entry.heardAt = wallTime(slot.heard);
        entry.heardNearby = slot.nearby != 0;
    }
    if (const auto card = m_cards.find(id); card != m_cards.end()) {
        entry.card = identity::Card::decode(card->second.bytes);
        if (entry.card)
            entry.cardBytes = card->second.bytes;
    }
    if (const auto seen = m_seen.find(id); seen != m_seen.end())
        entry.lastSeen = seen->second;
    return entry;
}

const Entry* VosMap::find(const NodeId& id) const
{
    if (const auto given = m_given.find(id); given != m_given.end())
        return given->second.get();
    if (!holds(id) && !m_numbers.contains(id) && !m_cards.contains(id))
        return nullptr;
    return m_given.emplace(id, std::make_unique<Entry>(read(id))).first->second.get();
}

std::optional<NodeId> VosMap::byShortId(const ShortId& id) const
{
    const std::uint64_t head = headOf(id.view());
    const Slots::Place place = m_slots.first(head);
    if (place == m_slots.end() || m_pool[m_slots.at(place).record].head != head)
        return std::nullopt;
    return m_pool[m_slots.at(place).record].id();
}

WallTime VosMap::latestHeard() const
{
    std::uint32_t latest = 0;
    for (Slots::Place place = m_slots.begin(); place != m_slots.end(); place = m_slots.next(place))
        latest = std::max<std::uint32_t>(latest, m_slots.at(place).heard);
    return latest == 0 ? WallTime{} : wallTime(latest);
}

void VosMap::refresh(const NodeId& id)
{
    if (m_given.empty())
        return;
    if (const auto given = m_given.find(id); given != m_given.end())
        *given->second = read(id);
}

void VosMap::markSeen(const NodeId& id, WallTime at)
{
    if (!holds(id))
        return;
    m_seen[id] = at;
    if (const auto given = m_given.find(id); given != m_given.end())
        given->second->lastSeen = at;
}

void VosMap::tidy()
{
    if (m_given.size() > GivenMax)
        m_given.clear();
}

}  // namespace vos::map
