// Machine: links, and staying one network.

#include "p2p/map/machineinside.h"

#include <algorithm>
#include <utility>

namespace vos::map {

namespace {

constexpr Duration UpkeepThin = 500ms;
constexpr Duration UpkeepFull = 5s;
constexpr std::size_t TriesThin = 4;
constexpr std::size_t TriesIsolated = 8;  ///< each 500 ms: 16 a second
constexpr Duration IsolatedWaitMax = 60s;
constexpr Duration CompareEvery = 2min;
constexpr Duration CompareMerging = 5s;
constexpr Duration DepthEvery = 1min;
constexpr Duration PruneEvery = 1min;
/// Links above those wanted that are left alone.
constexpr std::size_t LinksSpare = 2;
constexpr Duration ProbeEvery = 60s;
constexpr Duration ProbeIsland = 5s;
constexpr Duration IslandTime = 10min;
constexpr Duration LossWindow = 60s;
constexpr std::size_t LossesOfIsland = 3;
/// A stored address is worth a probe when nothing was heard of it for so long.
constexpr std::uint32_t SilentSeconds = 15 * 60;
/// Records looked at to choose whom to try.
constexpr std::size_t SampleSize = 48;
/// A map of up to this many records is looked at as a whole.
constexpr std::size_t ScanMax = 256;

/// Links of one network say little about the world; at home there is only one.
std::uint64_t networkKey(const Endpoint& at)
{
    return at.isLoopback() || at.isPrivate() ? 0 : at.network() | 1;
}

}  // namespace

void Machine::upkeep()
{
    const Instant now = m_now.mono;
    if (m_nextExpiry <= now)
        expire();
    if (m_nextDepth <= now) {
        m_nextDepth = now + DepthEvery;
        m_map.slots().settle(slotNow());
        keepWithinBudget();
    }
    if (m_state == NetState::Island && now >= m_islandUntil)
        setState(NetState::Connected);
    if (m_state == NetState::Merging && now >= m_mergingUntil)
        setState(NetState::Connected);
    if (m_links.empty()) {
        if (m_state != NetState::Isolated)
            setState(NetState::Isolated);
    }
    bool more = false;
    if (m_links.empty()) {
        if (m_isolatedWait == Duration{} || now >= m_nextUpkeep)
            more = dialSome(m_isolatedWait > Duration{} ? 1 : TriesIsolated) > 0;
        if (more)
            ++m_isolatedTries;
        // After one pass over all there is, slower; a change of network begins anew.
        if (!more || m_isolatedTries * TriesIsolated > m_map.knownCount() + TriesIsolated)
            m_isolatedWait = std::clamp<Duration>(m_isolatedWait * 2, 1s, IsolatedWaitMax);
        m_nextUpkeep = now + std::max(UpkeepThin, m_isolatedWait);
    } else {
        m_isolatedWait = {};
        m_isolatedTries = 0;
        // Half of those called answer; more would leave us with twice the links.
        const std::size_t coming = m_links.size() + m_dialling.size() / 2;
        if (coming < LinksWanted)
            more = dialSome(TriesThin) > 0;
        else if (lacksWide() && coming + 4 < LinksMost)
            more = dialSome(1) > 0;
        else if (lacksFar() && coming < LinksMost)
            askFar();
        m_nextUpkeep = now + (more ? UpkeepThin : UpkeepFull);
        // Where all that can be tried are linked, few links are enough.
        const bool enough = (m_links.size() >= LinksFewest && rulesHold()) || !more;
        if (m_state == NetState::Thin && enough && m_dialling.empty())
            setState(NetState::Connected);
        else if (m_state == NetState::Connected && m_links.size() < LinksFewest && more)
            setState(NetState::Thin);
        if (m_nextProbe <= now)
            probe();
        if (m_nextCompare <= now) {
            m_nextCompare = now + (m_state == NetState::Merging ? CompareMerging : CompareEvery);
            if (m_tails.empty())
                compare(*m_links[m_rng.below(m_links.size())]);
        }
        if (m_depth > 0 && m_nextRefresh <= now)
            refreshContacts();
    }
    dropSurplus();
}

// ---- rules ------------------------------------------------------------------------------------

/// Links to nodes that hold all we hold; without them nodes of other depths would be cut off.
bool Machine::lacksWide() const
{
    // Where there are fewer nodes than the rules ask for, all of them are linked.
    const auto wide = std::count_if(m_links.begin(), m_links.end(), [this](const auto& link) {
        return link->greeted && link->cover <= m_cover && link->covers(m_head);
    });
    return static_cast<std::size_t>(wide) < std::min(WideLinksFewest, m_map.knownCount());
}

bool Machine::lacksFar() const
{
    const auto far = std::count_if(m_links.begin(), m_links.end(),
                                   [this](const auto& link) { return !inZone(link->head); });
    return m_depth > 0 && static_cast<std::size_t>(far) < FarLinksWanted;
}

bool Machine::rulesHold() const
{
    return !lacksWide() && !lacksFar();
}

bool Machine::crowded(const Endpoint& at) const
{
    const std::uint64_t key = networkKey(at);
    if (key == 0)
        return false;
    const auto same = std::count_if(m_links.begin(), m_links.end(),
                                    [&](const auto& link) { return networkKey(link->at) == key; });
    return static_cast<std::size_t>(same) >= PerNetworkMost;
}

/// Links kept while they are silent: pinned ones, enough wide and reachable ones, and chance.
void Machine::chooseLinks()
{
    std::vector<const Link*> ordered;
    for (const auto& link : m_links)
        ordered.push_back(link.get());
    const auto isWide = [this](const Link* link) {
        return link->greeted && link->cover <= m_cover && link->covers(m_head);
    };
    // Long-lived before young ones: who was there long will stay longer.
    std::stable_sort(ordered.begin(), ordered.end(), [&](const Link* a, const Link* b) {
        const auto rank = [&](const Link* link) {
            return m_host.isPinned(link->id) ? 0 : isWide(link) ? 1 : 2;
        };
        return rank(a) < rank(b);
    });
    m_kept.clear();
    std::size_t far = 0;
    for (const Link* link : ordered) {
        const bool isFar = !inZone(link->head);
        if (m_kept.size() >= LinksWanted && !(m_depth > 0 && isFar && far < FarLinksWanted))
            continue;
        far += isFar ? 1 : 0;
        m_kept.push_back(link->id);
    }
    m_host.keepLinks(m_kept);
}

/// Links that neither we nor people need end: beyond the most at once, beyond what is wanted one a
/// minute. Each copy of each announcement goes over each link, so a few too many are dear; a peer
/// that then has too few looks for another, who may have room.
void Machine::dropSurplus()
{
    const Instant now = m_now.mono;
    std::size_t surplus = m_links.size() > LinksMost ? m_links.size() - LinksMost : 0;
    if (surplus == 0 && m_links.size() > LinksWanted + LinksSpare && now >= m_nextPrune) {
        surplus = 1;
        m_nextPrune = now + PruneEvery;
    }
    std::vector<const Link*> idle;
    for (const auto& link : m_links) {
        const bool kept = std::find(m_kept.begin(), m_kept.end(), link->id) != m_kept.end();
        const bool busy = std::any_of(m_tails.begin(), m_tails.end(),
                                      [&](const TailTask& task) { return task.peer == link->id; });
        if (!kept && !busy && !m_host.isPinned(link->id) && now - link->since > Duration(30s))
            idle.push_back(link.get());
    }
    while (surplus > 0 && !idle.empty()) {
        --surplus;
        const std::size_t which = m_rng.below(idle.size());
        m_host.closeLink(idle[which]->id, false);
        idle.erase(idle.begin() + static_cast<std::ptrdiff_t>(which));
    }
}

// ---- states -----------------------------------------------------------------------------------

void Machine::setState(NetState state)
{
    if (state == m_state)
        return;
    if (m_state == NetState::Isolated && m_now.mono - m_startedAt > LossWindow) {
        // Alone until now: others may be alone as we were.
        state = NetState::Island;
        m_islandUntil = m_now.mono + IslandTime;
        m_nextProbe = m_now.mono;
    }
    m_state = state;
}

void Machine::noteLoss()
{
    const Instant now = m_now.mono;
    std::erase_if(m_losses, [&](Instant at) { return now - at > LossWindow; });
    m_losses.push_back(now);
    if (m_losses.size() < LossesOfIsland)
        return;
    m_state = NetState::Island;
    m_islandUntil = now + IslandTime;
    m_nextProbe = std::min(m_nextProbe, now + ProbeIsland);
    m_nextUpkeep = std::min(m_nextUpkeep, now + UpkeepThin);
}

/// Asks at an address that was silent: both sides of a split go on knowing each other. Chance
/// chooses, so that all nodes together try many; those that can answer a stranger go first.
void Machine::probe()
{
    const bool island = m_state == NetState::Island;
    m_nextProbe = m_now.mono + (island ? ProbeIsland : ProbeEvery);
    m_nextUpkeep = std::min(m_nextUpkeep, m_nextProbe);
    const std::uint32_t now = slotNow();
    std::optional<Slot> best;
    bool bestOpen = false;
    const Slots& slots = m_map.slots();
    for (std::size_t i = 0; i < SampleSize && slots.size() > 0; ++i) {
        auto place = slots.first(m_rng.next64());
        if (place == slots.end())
            place = slots.begin();
        const Slot& slot = slots.at(place);
        const RecordPool::Item& item = m_map.pool()[slot.record];
        if (item.has(Retired) || linkOfHead(item.head) || slot.received + SilentSeconds > now)
            continue;
        const bool open = item.has(Reachable);
        if (!best || (open && !bestOpen)) {
            best = slot;
            bestOpen = open;
        }
    }
    if (!best)
        return;
    const Whereabouts record = m_map.pool().decode(best->record);
    m_probed = record.id;
    if (!record.endpoints.empty())
        m_host.askWho(record.endpoints[m_rng.below(record.endpoints.size())], record.id);
}

// ---- dialling ---------------------------------------------------------------------------------

bool Machine::mayDial(const RecordPool::Item& item)
{
    if (item.has(Retired) || linkOfHead(item.head))
        return false;
    const NodeId id = item.id();
    if (std::find(m_dialling.begin(), m_dialling.end(), id) != m_dialling.end())
        return false;
    const auto ban = m_banned.find(id);
    if (ban != m_banned.end() && ban->second > m_now.mono)
        return false;
    const auto backoff = m_backoff.find(id);
    return backoff == m_backoff.end() || backoff->second.next <= m_now.mono;
}

/// Whom to try for a link: contacts, then who was heard of last, chance among many.
std::vector<NodeId> Machine::candidates(std::size_t count)
{
    struct Candidate {
        unsigned rank = 0;
        std::uint32_t heard = 0;
        std::uint64_t chance = 0;
        NodeId id;
        Endpoint at;
    };
    std::vector<Candidate> found;
    const bool wantFar = lacksFar();
    const auto consider = [&](const Slot& slot) {
        const RecordPool::Item& item = m_map.pool()[slot.record];
        if (!mayDial(item))
            return;
        const Whereabouts record = m_map.pool().decode(slot.record);
        Candidate candidate;
        candidate.id = record.id;
        if (!record.endpoints.empty())
            candidate.at = record.endpoints.front();
        const bool pinned = m_host.isPinned(record.id);
        const bool far = !inZone(item.head);
        if (far && !pinned && !wantFar)
            return;
        candidate.rank = pinned ? 0 : crowded(candidate.at) ? 3 : far ? 1 : 2;
        // Quarters of an hour: who came lately is likely to be there still.
        candidate.heard = slot.heard / 900;
        candidate.chance = m_rng.next64();
        found.push_back(candidate);
    };
    const Slots& slots = m_map.slots();
    if (slots.size() <= ScanMax) {
        for (auto place = slots.begin(); place != slots.end(); place = slots.next(place))
            consider(slots.at(place));
    } else {
        for (std::size_t i = 0; i < SampleSize; ++i) {
            const auto place = slots.first(m_rng.next64());
            if (place != slots.end())
                consider(slots.at(place));
        }
        // First of all those we know are called, who are a few among very many.
        if (m_links.empty() && m_isolatedTries == 0) {
            for (auto place = slots.begin(); place != slots.end(); place = slots.next(place)) {
                if (m_host.isPinned(m_map.pool()[slots.at(place).record].id()))
                    consider(slots.at(place));
            }
        }
    }
    std::sort(found.begin(), found.end(), [](const Candidate& a, const Candidate& b) {
        if (a.rank != b.rank)
            return a.rank < b.rank;
        if (a.heard != b.heard)
            return a.heard > b.heard;
        return a.chance < b.chance;
    });
    std::vector<NodeId> ids;
    for (const Candidate& candidate : found) {
        if (ids.size() == count)
            break;
        if (std::find(ids.begin(), ids.end(), candidate.id) == ids.end())
            ids.push_back(candidate.id);
    }
    return ids;
}

bool Machine::dialContact(const NodeId& id)
{
    if (linkOf(id) || std::find(m_dialling.begin(), m_dialling.end(), id) != m_dialling.end())
        return false;
    if (!m_host.dial(id))
        return false;
    m_dialling.push_back(id);
    return true;
}

std::size_t Machine::dialSome(std::size_t count)
{
    std::size_t tried = 0;
    for (const NodeId& id : candidates(count)) {
        if (dialContact(id)) {
            ++tried;
        } else {
            Backoff& backoff = m_backoff[id];
            backoff.next = m_now.mono + Duration(60s);
        }
    }
    // Nobody in the map is left: other zones and old addresses.
    if (tried == 0 && !m_spare.empty() && m_links.size() < LinksFewest) {
        const Contact& spare = m_spare[m_rng.below(m_spare.size())];
        m_host.askWho(spare.at, NodeId{});
        ++tried;
    }
    if ((lacksFar() || tried == 0) && m_links.size() < LinksFewest)
        tried += askFar() ? 1 : 0;
    return tried;
}

/// Asks a node of another zone for its record; with that it can be called.
bool Machine::askFar()
{
    if (m_contacts.empty())
        return false;
    m_host.askWho(m_contacts[m_rng.below(m_contacts.size())].at, NodeId{});
    return true;
}

void Machine::dialFailed(const MapTime& time, const NodeId& peer)
{
    enter(time);
    std::erase(m_dialling, peer);
    // Alone in the world we try the few we know more often.
    const bool alone = m_links.empty();
    const Duration first = alone ? Duration(1s) : Duration(15s);
    const Duration most = alone ? Duration(60s) : Duration(10min);
    if (m_backoff.size() > 4'096)
        std::erase_if(m_backoff, [&](const auto& entry) { return entry.second.next <= time.mono; });
    Backoff& backoff = m_backoff[peer];
    backoff.next =
        time.mono + std::min<Duration>(first * (1 << std::min(backoff.failures, 6u)), most);
    ++backoff.failures;
    if (m_links.size() < LinksWanted)
        m_nextUpkeep = std::min(m_nextUpkeep, time.mono + UpkeepThin);
}

}  // namespace vos::map
