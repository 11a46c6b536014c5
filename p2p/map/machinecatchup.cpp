// Machine: catching up after absence, comparing maps, what is kept and for how long.

#include "p2p/map/machineinside.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <utility>

namespace vos::map {

namespace {

/// Questions open at once while catching up, and parts of the zone for that.
constexpr std::size_t TailsAtOnce = 8;
constexpr unsigned PartBits = 3;
/// A zone of up to this many ids is caught up in one piece.
constexpr std::uint64_t StepIds = 1024;
constexpr Duration TailPatience = 8s;
constexpr unsigned TailTries = 4;
/// A differing range with up to this many records is listed, one with more is cut in 16.
constexpr std::size_t ListMax = 24;
constexpr unsigned SumBits = 6;
constexpr unsigned CutBits = 4;
constexpr Duration ExpiryEvery = 10min;
constexpr std::uint32_t RetiredStep = 0xffff'ffff;

/// Steps of 16 ms, so that 32 bits order all records of 30 days.
std::uint32_t stepOf(std::uint64_t seq)
{
    return seq == RetiredSeq ? RetiredStep : static_cast<std::uint32_t>(seq >> 4);
}
bool stepNewer(std::uint32_t a, std::uint32_t b)
{
    if (a == b || b == RetiredStep)
        return false;
    return a == RetiredStep || static_cast<std::int32_t>(a - b) > 0;
}
std::uint64_t cutHead(std::uint64_t head)
{
    return head & ~std::uint64_t{0xffff};
}

double sizeOf(const wire::HeardWhereabouts& heard)
{
    return static_cast<double>(heard.whereabouts.size()) + 5;
}

}  // namespace

// ---- asking -----------------------------------------------------------------------------------

/// What there is to ask for, the nearest first. A zone too large for one step is taken by halves:
/// the part around us, then what is beside it, so that `cover` falls bit by bit.
void Machine::planCatchUp(std::uint32_t seconds)
{
    std::uint64_t size = m_map.knownCount() + 1;
    for (const auto& link : m_links)
        size = std::max<std::uint64_t>(size, link->size);
    std::uint64_t zone = size >> m_depth;
    if (zone <= StepIds) {
        setCover(m_depth);
        // Each page costs a round trip, so several links answer side by side.
        const unsigned bits = zone > SmallMap ? PartBits : 0;
        for (std::uint64_t part = 0; part < (1u << bits); ++part)
            addTail(partOf(zoneAround(m_head, m_depth), bits, part), seconds, std::nullopt);
        return;
    }
    unsigned depth = m_depth;
    while (zone > StepIds && depth < m_depth + 12) {
        zone /= 2;
        ++depth;
    }
    setCover(depth);
    addTail(zoneAround(m_head, depth), seconds, std::nullopt);
    for (; depth > m_depth; --depth) {
        // The other half of the zone one bit shallower, in parts for several links.
        const std::uint64_t bit = std::uint64_t{1} << (64 - depth);
        const IdRange half = zoneAround(m_head ^ bit, depth);
        for (std::uint64_t part = 0; part < (1u << PartBits); ++part)
            addTail(partOf(half, PartBits, part), seconds, std::nullopt);
    }
}

void Machine::addTail(const IdRange& range, std::uint32_t seconds, std::optional<NodeId> only)
{
    TailTask task;
    task.range = range;
    task.seconds = seconds;
    task.only = only;
    task.ready = true;
    m_tails.push_back(task);
}

void Machine::catchUpWith(const MapTime& time, const NodeId& peer)
{
    enter(time);
    m_planned = true;
    addTail(zoneAround(m_head, m_depth), 0xffff'ffff, peer);
    assignTails();
}

void Machine::assignTails()
{
    std::size_t open = 0;
    std::vector<NodeId> busy;
    for (const TailTask& task : m_tails) {
        if (!task.peer.isZero() && !task.only) {
            ++open;
            busy.push_back(task.peer);
        }
    }
    for (TailTask& task : m_tails) {
        if (!task.peer.isZero())
            continue;
        if (task.only) {
            if (Link* link = linkOf(*task.only)) {
                task.peer = link->id;
                askTail(task);
            }
            continue;
        }
        if (open >= TailsAtOnce)
            continue;
        // Whoever holds all of it and has least to do for us; chance among those.
        std::vector<Link*> able;
        auto least = static_cast<std::ptrdiff_t>(TailsOfOne);
        for (const auto& link : m_links) {
            if (!link->greeted || link->cover > task.range.depth ||
                !link->covers(task.range.prefix))
                continue;
            const auto open = std::count(busy.begin(), busy.end(), link->id);
            if (open < least)
                able.clear();
            least = std::min(least, open);
            if (open == least && std::cmp_less(open, TailsOfOne))
                able.push_back(link.get());
        }
        if (able.empty())
            continue;
        Link* link = able[m_rng.below(able.size())];
        task.peer = link->id;
        busy.push_back(link->id);
        ++open;
        askTail(task);
    }
}

void Machine::askTail(TailTask& task)
{
    Link* link = linkOf(task.peer);
    if (!link)
        return;
    task.ready = m_receive.available(m_now.mono) < 0;
    if (!task.ready) {
        task.token = m_nextToken++;
        task.askedAt = m_now.mono;
        // Who was away knows most ids; who never was here knows none.
        const bool brief = task.seconds != 0xffff'ffff && m_absence != 0xffff'ffff;
        say(*link, wire::Tail{task.token, task.seconds, task.after, task.range, brief});
    }
    const Instant next = task.ready ? m_receive.readyAt(m_now.mono) : m_now.mono + TailPatience;
    m_nextTails = m_nextTails ? std::min(*m_nextTails, next) : next;
}

void Machine::onRecords(Link& link, const wire::Records& records)
{
    const auto task = std::find_if(m_tails.begin(), m_tails.end(), [&](const TailTask& candidate) {
        return candidate.peer == link.id && candidate.token == records.token && !candidate.ready;
    });
    if (task == m_tails.end()) {
        violated(link);
        return;
    }
    const bool nearby = link.at.isLoopback() || link.at.isPrivate();
    std::vector<wire::Hint> ask;
    for (const wire::HeardWhereabouts& heardRecord : records.records) {
        const ByteView bytes = heardRecord.whereabouts;
        m_receive.spend(m_now.mono, sizeOf(heardRecord));
        HeldRecord offered = hold(bytes);
        const bool isShort = !offered;
        const auto completed = isShort ? complete(bytes) : std::nullopt;
        if (completed)
            offered = hold(*completed);
        const Verdict verdict =
            offered ? take(&link, offered, heardRecord.heardSecondsAgo, nearby, Via::Tail)
                    : Verdict::Malformed;
        if (isShort && (verdict == Verdict::Malformed || verdict == Verdict::Forged)) {
            // We lack the older record, or its owner has another session key now.
            std::vector<wire::Hint> none;
            if (const auto hint = hintOf(bytes, true))
                want(link, *hint, true, Via::Tail, none, ask);
        } else if (verdict == Verdict::Forged && ++link.badSignatures >= 3) {
            link.violations = 0xf0;
            violated(link);
            return;
        }
    }
    sendWants(link, ask, true);
    // A cursor that does not move on would never end.
    if (records.next && *records.next > task->after) {
        task->after = *records.next;
        task->tries = 0;
        // The next page comes from whoever is quickest: one that is slow holds up its part alone.
        if (task->only) {
            askTail(*task);
        } else {
            task->peer = {};
            assignTails();
        }
        return;
    }
    m_tails.erase(task);
    compare(link);
    tailDone();
    assignTails();
    m_host.caughtUp(link.id);
}

/// As deep as all that was asked for is here.
void Machine::tailDone()
{
    unsigned cover = m_depth;
    bool all = true;
    for (const TailTask& task : m_tails) {
        if (task.only)
            continue;
        all = false;
        // Its range lies beside our zone of this depth.
        const unsigned beside = commonBits(task.range.prefix, m_head) + 1;
        cover = std::max(cover, std::min(beside, m_cover));
    }
    setCover(all ? m_depth : cover);
}

void Machine::tickTails()
{
    for (TailTask& task : m_tails) {
        if (task.peer.isZero())
            continue;
        if (task.ready) {
            askTail(task);
            continue;
        }
        if (m_now.mono - task.askedAt < TailPatience) {
            m_nextTails = m_nextTails ? std::min(*m_nextTails, task.askedAt + TailPatience)
                                      : task.askedAt + TailPatience;
            continue;
        }
        ++task.tries;
        if (task.only)
            askTail(task);
        else
            task.peer = {};
    }
    std::erase_if(m_tails,
                  [](const TailTask& task) { return task.tries >= TailTries && task.only; });
    for (const auto& link : m_links) {
        while (!link->waiting.empty()) {
            const Instant ready =
                std::max(link->serve.readyAt(m_now.mono), m_serve.readyAt(m_now.mono));
            if (ready > m_now.mono) {
                m_nextTails = m_nextTails ? std::min(*m_nextTails, ready) : ready;
                break;
            }
            const wire::Tail tail = link->waiting.front();
            link->waiting.erase(link->waiting.begin());
            serveTail(*link, tail);
        }
    }
    assignTails();
}

// ---- answering --------------------------------------------------------------------------------

void Machine::onTail(Link& link, const wire::Tail& tail)
{
    const Instant ready = std::max(link.serve.readyAt(m_now.mono), m_serve.readyAt(m_now.mono));
    if (ready > m_now.mono || !link.waiting.empty()) {
        // More than we ask ourselves nobody needs; what is left out is asked again.
        if (link.waiting.size() < TailsOfOne)
            link.waiting.push_back(tail);
        m_nextTails = m_nextTails ? std::min(*m_nextTails, ready) : ready;
        return;
    }
    serveTail(link, tail);
}

void Machine::serveTail(Link& link, const wire::Tail& tail)
{
    wire::Records records;
    records.token = tail.token;
    const Slots& slots = m_map.slots();
    const std::uint32_t now = slotNow();
    const std::uint64_t last = lastOf(tail.range);
    Slots::Place place =
        tail.after.isZero() ? slots.first(tail.range.prefix) : slots.lowerBound(tail.after);
    double size = 0;
    std::optional<NodeId> lastId;
    for (; place != slots.end(); place = slots.next(place)) {
        const Slot& slot = slots.at(place);
        if (slot.top > last >> 32)
            break;
        // Most came before; of them nothing else is looked at.
        if (now > slot.received && now - slot.received > tail.seconds)
            continue;
        const RecordPool::Item& item = m_map.pool()[slot.record];
        if (item.head > last)
            break;
        if (item.head < tail.range.prefix)
            continue;
        const NodeId id = item.id();
        if ((id <= tail.after && !tail.after.isZero()) || !mayTell(item) || id == link.id)
            continue;
        if (records.records.size() == wire::RecordsMax) {
            records.next = lastId;
            break;
        }
        records.records.push_back(heard(slot, tail.brief));
        size += sizeOf(records.records.back());
        lastId = id;
    }
    link.serve.spend(m_now.mono, size);
    m_serve.spend(m_now.mono, size);
    say(link, records);
}

// ---- comparing --------------------------------------------------------------------------------

/// The zone both hold completely; nothing where there is none.
std::optional<IdRange> Machine::commonZone(const Link& link) const
{
    const unsigned common = commonBits(m_head, link.head);
    if (!link.greeted || common < std::min(m_cover, unsigned{link.cover}))
        return std::nullopt;
    return m_cover >= link.cover ? zoneAround(m_head, m_cover) : zoneAround(link.head, link.cover);
}

std::uint64_t Machine::rangeSum(const IdRange& range) const
{
    std::uint64_t result = m_map.slots().sum(range);
    if (m_ownSeq != 0 && !m_ownPrivate && contains(range, m_head))
        result += m_now.mono - m_ownSince >= std::chrono::seconds(Slots::YoungSeconds)
                      ? m_ownSum
                      : m_ownSumBefore;
    return result;
}

std::size_t Machine::rangeCount(const IdRange& range, std::size_t limit) const
{
    return m_map.slots().count(range, limit) + (contains(range, m_head) ? 1 : 0);
}

std::vector<wire::RangeItem::Entry> Machine::rangeList(const IdRange& range) const
{
    std::vector<wire::RangeItem::Entry> list;
    const Slots& slots = m_map.slots();
    const std::uint64_t last = lastOf(range);
    for (auto place = slots.first(range.prefix); place != slots.end(); place = slots.next(place)) {
        const RecordPool::Item& item = m_map.pool()[slots.at(place).record];
        if (item.head > last || list.size() + 1 >= wire::RangeListMax)
            break;
        if (mayTell(item))
            list.push_back({cutHead(item.head), stepOf(item.seq)});
    }
    if (m_ownSeq != 0 && !m_ownPrivate && contains(range, m_head))
        list.push_back({cutHead(m_head), stepOf(m_ownSeq)});
    return list;
}

void Machine::compare(Link& link)
{
    const auto zone = commonZone(link);
    if (!zone || zone->depth + SumBits > wire::RangeDepthMax)
        return;
    m_map.slots().settle(slotNow());
    wire::RangeItem item;
    item.range = *zone;
    std::vector<std::uint64_t> sums;
    for (std::uint64_t part = 0; part < (1u << SumBits); ++part)
        sums.push_back(rangeSum(partOf(*zone, SumBits, part)));
    item.content = std::move(sums);
    say(link, wire::Ranges{{std::move(item)}});
}

void Machine::onRanges(Link& link, const wire::Ranges& ranges)
{
    if (!link.questions.take(m_now.mono, 1)) {
        violated(link);
        return;
    }
    m_map.slots().settle(slotNow());
    std::vector<wire::RangeItem> answer;
    for (const wire::RangeItem& item : ranges.items) {
        // Only what both hold is compared; anything else would make us hand out the map for free.
        if (item.range.depth < m_cover || !covers(item.range.prefix))
            continue;
        if (const auto* sums = std::get_if<std::vector<std::uint64_t>>(&item.content))
            compareSums(link, item.range, *sums, answer);
        else
            compareList(link, item.range,
                        std::get<std::vector<wire::RangeItem::Entry>>(item.content));
    }
    for (std::size_t from = 0; from < answer.size(); from += wire::RangeItemsMax) {
        const std::size_t count = std::min(answer.size() - from, wire::RangeItemsMax);
        wire::Ranges message;
        message.items.assign(answer.begin() + static_cast<std::ptrdiff_t>(from),
                             answer.begin() + static_cast<std::ptrdiff_t>(from + count));
        say(link, message);
    }
}

void Machine::compareSums(Link& link, const IdRange& range, const std::vector<std::uint64_t>& sums,
                          std::vector<wire::RangeItem>& answer)
{
    const unsigned bits = sums.size() == 64 ? SumBits : CutBits;
    if (range.depth + bits + CutBits > wire::RangeDepthMax)
        return;
    std::size_t different = 0;
    for (std::uint64_t part = 0; part < sums.size(); ++part) {
        const IdRange sub = partOf(range, bits, part);
        if (rangeSum(sub) == sums[part])
            continue;
        wire::RangeItem item;
        item.range = sub;
        if (rangeCount(sub, ListMax + 1) <= ListMax) {
            item.content = rangeList(sub);
        } else {
            std::vector<std::uint64_t> parts;
            for (std::uint64_t i = 0; i < (1u << CutBits); ++i)
                parts.push_back(rangeSum(partOf(sub, CutBits, i)));
            item.content = std::move(parts);
        }
        // A comparison is no way to take more from us than a TAIL would.
        const double size = item.content.index() == 0 ? 140 : 260;
        if (link.serve.available(m_now.mono) < 0)
            return;
        link.serve.spend(m_now.mono, size);
        answer.push_back(std::move(item));
        ++different;
    }
    if (bits == SumBits)
        noteDifference(different);
}

/// More than 2 % of the records differ: this is the other part of a network that fell apart.
void Machine::noteDifference(std::size_t ranges)
{
    constexpr double parts = 1u << SumBits;
    const double share = static_cast<double>(ranges) / parts;
    const double records = share >= 1 ? parts * 5 : -parts * std::log(1 - share);
    const auto known = static_cast<double>(m_map.knownCount());
    const bool merging = m_tails.empty() && known > 64 && records > known / 50 && ranges > 16;
    if (merging && m_state != NetState::Isolated) {
        if (m_state != NetState::Merging)
            m_mergingUntil = m_now.mono + Duration(60s);
        setState(NetState::Merging);
        m_nextCompare = std::min(m_nextCompare, m_now.mono + Duration(5s));
        m_nextUpkeep = std::min(m_nextUpkeep, m_nextCompare);
    } else if (m_state == NetState::Merging) {
        setState(NetState::Connected);
    }
}

/// The other side's records of one range: it gets what it lacks, and is asked for what we lack.
void Machine::compareList(Link& link, const IdRange& range,
                          const std::vector<wire::RangeItem::Entry>& list)
{
    std::vector<wire::Hint> ask;
    std::vector<wire::Hint> askFull;
    for (const wire::RangeItem::Entry& entry : list) {
        if (!contains(range, entry.head) || entry.head == cutHead(m_head))
            continue;
        const auto place = held({entry.head, 0});
        const std::uint32_t ours =
            place ? stepOf(m_map.pool()[m_map.slots().at(*place).record].seq) : 0;
        if (place && !stepNewer(entry.seq, ours))
            continue;
        // The seq cannot be named exactly; the steps do, and no live hint has their place.
        want(link, {entry.head, static_cast<std::uint16_t>(entry.seq)}, !place, Via::Repair, ask,
             askFull);
    }
    sendWants(link, ask, false);
    sendWants(link, askFull, true);
    wire::Announce announce;
    const auto give = [&](wire::HeardWhereabouts record) {
        link.serve.spend(m_now.mono, sizeOf(record));
        announce.records.push_back(std::move(record));
        if (announce.records.size() == wire::AnnounceMax)
            say(link, std::exchange(announce, {}));
    };
    const auto lacks = [&](std::uint64_t head, std::uint64_t seq) {
        const auto theirs = std::find_if(list.begin(), list.end(), [&](const auto& entry) {
            return entry.head == cutHead(head);
        });
        return theirs == list.end() || stepNewer(stepOf(seq), theirs->seq);
    };
    const Slots& slots = m_map.slots();
    const std::uint64_t last = lastOf(range);
    for (auto place = slots.first(range.prefix); place != slots.end(); place = slots.next(place)) {
        const Slot& slot = slots.at(place);
        const RecordPool::Item& item = m_map.pool()[slot.record];
        if (item.head > last || link.serve.available(m_now.mono) < 0)
            break;
        if (mayTell(item) && item.head != link.head && lacks(item.head, item.seq))
            give(heard(slot, false));
    }
    if (m_ownSeq != 0 && !m_ownPrivate && contains(range, m_head) && lacks(m_head, m_ownSeq))
        give({0, m_own});
    if (!announce.records.empty())
        say(link, announce);
}

// ---- what is kept -----------------------------------------------------------------------------

void Machine::setCover(unsigned cover)
{
    cover = std::max(cover, m_depth);
    if (cover == m_cover)
        return;
    m_cover = cover;
    for (const auto& link : m_links)
        sayHello(*link);
}

void Machine::setDepth(unsigned depth)
{
    if (depth == m_depth)
        return;
    const bool deeper = depth > m_depth;
    m_depth = depth;
    m_map.slots().setZone(zoneAround(m_head, depth));
    m_nextRefresh = m_now.mono;
    if (deeper) {
        m_cover = std::max(m_cover, depth);
        // What is not ours any more leaves addresses behind: the first contacts of that zone.
        std::vector<NodeId> gone;
        const Slots& slots = m_map.slots();
        for (auto place = slots.begin(); place != slots.end(); place = slots.next(place)) {
            const RecordPool::Item& item = m_map.pool()[slots.at(place).record];
            if (inZone(item.head))
                continue;
            const NodeId id = item.id();
            if (item.has(Reachable)) {
                const Whereabouts record = m_map.pool().decode(slots.at(place).record);
                if (!record.endpoints.empty())
                    takeContact(item.head, record.endpoints.front());
            }
            if (!keeps(id))
                gone.push_back(id);
        }
        for (const NodeId& id : gone) {
            m_map.drop(id);
            m_host.recordDropped(id);
        }
        for (const auto& link : m_links)
            sayHello(*link);
        return;
    }
    planCatchUp(0xffff'ffff);
    assignTails();
    for (const auto& link : m_links)
        sayHello(*link);
}

void Machine::keepWithinBudget()
{
    DepthChooser::Load load;
    load.records = m_map.slots().count(zoneAround(m_head, m_depth), std::size_t{1} << 24);
    load.bytesPerSecond = m_announceIn.perSecond(m_now.mono);
    // 16 bytes, a pool entry and the record itself; Cards as far as they are fetched.
    load.memory = load.records * 256 + memory();
    const unsigned depth = m_chooser.update(m_now.mono, load, m_budget, m_depth, m_rng);
    if (depth != m_depth)
        setDepth(depth);
    if (m_map.knownCount() > m_budget.records + m_budget.records / 4)
        evict(m_budget.records / 64 + 1);
}

/// Retired, expired, longest unheard; within a class the farthest first.
void Machine::evict(std::size_t count)
{
    struct Candidate {
        unsigned rank = 0;
        std::uint32_t heard = 0;
        std::uint64_t distance = 0;
        NodeId id;
    };
    std::vector<Candidate> candidates;
    const Slots& slots = m_map.slots();
    for (auto place = slots.begin(); place != slots.end(); place = slots.next(place)) {
        const Slot& slot = slots.at(place);
        const RecordPool::Item& item = m_map.pool()[slot.record];
        Candidate candidate;
        candidate.id = item.id();
        if (m_host.isPinned(candidate.id) || linkOf(candidate.id))
            continue;
        candidate.rank = !inZone(item.head) ? 0 : item.has(Retired) ? 1 : !mayTell(item) ? 2 : 3;
        // Days, so that within one the distance decides.
        candidate.heard = slot.heard / 86'400;
        candidate.distance = item.head ^ m_head;
        candidates.push_back(candidate);
    }
    count = std::min(count, candidates.size());
    const auto middle = candidates.begin() + static_cast<std::ptrdiff_t>(count);
    std::nth_element(candidates.begin(), middle, candidates.end(),
                     [](const Candidate& a, const Candidate& b) {
                         if (a.rank != b.rank)
                             return a.rank < b.rank;
                         if (a.heard != b.heard)
                             return a.heard < b.heard;
                         return a.distance > b.distance;
                     });
    for (auto place = candidates.begin(); place != middle; ++place) {
        m_map.drop(place->id);
        m_host.recordDropped(place->id);
    }
    m_networks.clear();
}

void Machine::expire()
{
    m_nextExpiry = m_now.mono + ExpiryEvery;
    const auto dropped = m_map.expire(m_now.network, [this](const NodeId& id) {
        return m_host.isPinned(id) || linkOf(id) != nullptr;
    });
    for (const NodeId& id : dropped)
        m_host.recordDropped(id);
    std::erase_if(m_banned, [this](const auto& ban) { return ban.second <= m_now.mono; });
    std::erase_if(m_paces, [this](const auto& pace) {
        return m_now.mono - pace.second.since > Duration(2h);
    });
    m_networks.clear();
    m_map.tidy();
}

}  // namespace vos::map
