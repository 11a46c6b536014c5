#include "p2p/map/machine.h"

#include "p2p/map/machineinside.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

namespace vos::map {

namespace {

constexpr unsigned BadSignaturesMax = 3;
constexpr unsigned ViolationsMax = 10;
constexpr Duration BanTime = 1h;
/// Who has just come, and whose records just came, may be called a moment later.
constexpr Duration SoonAgain = 100ms;
/// Unknown ids of one network in the zone; LAN and loopback have no limit.
constexpr std::size_t PerNetworkIdsMax = 256;
constexpr std::size_t NetworkCountersMin = 1024;

/// The first public /24 or /48 of a record; 0 where there is none.
std::uint64_t networkOf(const RecordPool::Item& item)
{
    const ByteView bytes = item.view();
    constexpr std::size_t endpoints = 1 + NodeId::Size + ExchangeKey::Size + 6 + 1;
    if (std::to_integer<unsigned>(bytes[endpoints]) == 0)
        return 0;
    wire::Reader reader(bytes.subspan(endpoints + 1));
    Endpoint first = reader.endpoint();
    if (first.isLoopback() || first.isPrivate())
        return 0;
    if (first.family == IpFamily::V6)
        std::fill(first.address.begin() + 6, first.address.end(), std::byte{0});
    return first.network() | 1;
}

std::size_t counterOf(std::uint64_t network, std::uint64_t secret, std::size_t counters)
{
    std::uint64_t mixed = (network ^ secret) * 0x9e3779b97f4a7c15ull;
    mixed ^= mixed >> 29;
    return static_cast<std::size_t>(mixed * 0xbf58476d1ce4e5b9ull >> 20) & (counters - 1);
}

}  // namespace

Machine::Machine(VosMap& map, const NodeId& self, MachineHost& host, Rng& rng, Budget budget)
    : m_map(map)
    , m_self(self)
    , m_head(headOf(self))
    , m_host(host)
    , m_rng(rng)
    , m_budget(budget)
{
    setBudget(budget);
}

Machine::~Machine() = default;

void Machine::setBudget(const Budget& budget)
{
    m_budget = budget;
    // Some room above what the depth is chosen for: it follows in minutes, records come in seconds.
    m_map.setRoom(budget.records + budget.records / 2);
}

void Machine::start(const MapTime& time, std::optional<std::chrono::seconds> absent, unsigned depth)
{
    enter(time);
    m_started = true;
    m_startedAt = time.mono;
    m_absence = absent ? static_cast<std::uint32_t>(
                             std::clamp<std::int64_t>(absent->count() + 600, 0, 0x7fff'ffff))
                       : 0xffff'ffff;
    m_depth = m_cover = depth;
    m_map.slots().setZone(zoneAround(m_head, depth));
    m_nextUpkeep = time.mono;
    m_nextProbe = time.mono + 60s;
    m_nextExpiry = time.mono + 10min;
    m_nextCompare = time.mono + Duration(static_cast<std::int64_t>(m_rng.below(120'000'000)));
    m_nextDepth = time.mono + 1min;
    m_nextRefresh = time.mono + 5s;
}

// ---- links ------------------------------------------------------------------------------------

Machine::Link* Machine::linkOfHead(std::uint64_t head)
{
    const auto place = std::find(m_linkHeads.begin(), m_linkHeads.end(), head);
    return place == m_linkHeads.end()
               ? nullptr
               : m_links[static_cast<std::size_t>(place - m_linkHeads.begin())].get();
}

Machine::Link* Machine::linkOf(const NodeId& peer)
{
    Link* link = linkOfHead(headOf(peer));
    return link && link->id == peer ? link : nullptr;
}

const Machine::Link* Machine::linkOf(const NodeId& peer) const
{
    return const_cast<Machine*>(this)->linkOf(peer);
}

std::vector<NodeId> Machine::links() const
{
    std::vector<NodeId> ids;
    for (const auto& link : m_links)
        ids.push_back(link->id);
    return ids;
}

void Machine::linkUp(const MapTime& time, const NodeId& peer, const Endpoint& at)
{
    enter(time);
    std::erase(m_dialling, peer);
    m_backoff.erase(peer);
    if (const auto ban = m_banned.find(peer); ban != m_banned.end()) {
        if (time.mono < ban->second) {
            m_host.closeLink(peer, true);
            return;
        }
        m_banned.erase(ban);
    }
    if (Link* known = linkOf(peer)) {
        known->at = at;
        sayHello(*known);
        return;
    }
    m_links.push_back(std::make_unique<Link>(peer, at, time.mono));
    m_linkHeads.push_back(m_links.back()->head);
    sayHello(*m_links.back());
    if (m_state == NetState::Isolated)
        setState(NetState::Thin);
    assignTails();
    for (const auto& [id, search] : m_searches) {
        if (search->queries == 0 && id != peer) {
            addCandidates(id, *search, {});
            m_nextSearch = time.mono;
        }
    }
    chooseLinks();
    m_nextUpkeep = std::min(m_nextUpkeep, time.mono + SoonAgain);
}

void Machine::linkDown(const MapTime& time, const NodeId& peer, bool told)
{
    enter(time);
    const auto place = std::find_if(m_links.begin(), m_links.end(),
                                    [&](const auto& link) { return link->id == peer; });
    if (place == m_links.end())
        return;
    m_linkHeads.erase(m_linkHeads.begin() + (place - m_links.begin()));
    m_links.erase(place);
    for (TailTask& task : m_tails) {
        if (task.peer == peer) {
            task.peer = {};
            task.ready = true;
        }
    }
    std::erase_if(m_tails, [&](const TailTask& task) { return task.only == peer; });
    assignTails();
    if (!told)
        noteLoss();
    // Who asked for this id only to talk to it keeps no record that is none of the map's.
    if (!keeps(peer) && m_map.holds(peer)) {
        m_map.drop(peer);
        m_host.recordDropped(peer);
    }
    if (m_links.empty())
        setState(NetState::Isolated);
    chooseLinks();
    m_nextUpkeep = std::min(m_nextUpkeep, time.mono + Duration(500ms));
}

void Machine::linkMoved(const NodeId& peer, const Endpoint& at)
{
    if (Link* link = linkOf(peer))
        link->at = at;
}

void Machine::networkChanged(const MapTime& time)
{
    enter(time);
    m_backoff.clear();
    m_isolatedWait = {};
    m_isolatedTries = 0;
    m_nextUpkeep = time.mono;
}

void Machine::violated(Link& link)
{
    if (++link.violations < ViolationsMax)
        return;
    m_banned[link.id] = m_now.mono + BanTime;
    m_host.closeLink(link.id, true);
}

// ---- messages ---------------------------------------------------------------------------------

void Machine::say(Link& link, const wire::Message& message)
{
    Bytes bytes = wire::encodeMessage(message);
    m_out.add(m_now.mono, static_cast<double>(bytes.size()) + PacketOverhead);
    m_host.sendTo(link.id, std::move(bytes));
}

bool Machine::handleMessage(const MapTime& time, const NodeId& peer, const wire::Message& message,
                            std::size_t size)
{
    enter(time);
    Link* link = linkOf(peer);
    if (!link)
        return false;
    m_in.add(time.mono, static_cast<double>(size) + PacketOverhead);
    if (const auto* hints = std::get_if<wire::Hints>(&message))
        onHints(*link, *hints);
    else if (const auto* announce = std::get_if<wire::Announce>(&message))
        onAnnounce(*link, *announce);
    else if (const auto* want = std::get_if<wire::Want>(&message))
        onWant(*link, *want);
    else if (const auto* hello = std::get_if<wire::Hello>(&message))
        onHello(*link, *hello);
    else if (const auto* find = std::get_if<wire::Find>(&message))
        onFind(*link, *find);
    else if (const auto* found = std::get_if<wire::Found>(&message))
        onFound(*link, *found);
    else if (const auto* tail = std::get_if<wire::Tail>(&message))
        onTail(*link, *tail);
    else if (const auto* records = std::get_if<wire::Records>(&message))
        onRecords(*link, *records);
    else if (const auto* ranges = std::get_if<wire::Ranges>(&message))
        onRanges(*link, *ranges);
    else if (const auto* contacts = std::get_if<wire::Contacts>(&message))
        onContacts(*link, *contacts);
    else if (const auto* nodes = std::get_if<wire::Nodes>(&message))
        onNodes(*link, *nodes);
    else
        return false;
    return true;
}

void Machine::sayHello(Link& link)
{
    wire::Hello hello;
    hello.cover = static_cast<std::uint8_t>(m_cover);
    hello.depth = static_cast<std::uint8_t>(m_depth);
    hello.sizeEstimate =
        static_cast<std::uint32_t>(std::min<std::uint64_t>(networkSize(), 0xffff'ffff));
    hello.mapSum = sum();
    hello.uptimeSeconds = static_cast<std::uint32_t>(
        std::chrono::duration_cast<std::chrono::seconds>(m_now.mono - m_startedAt).count());
    hello.reachable = m_reachable;
    hello.clockMillis = static_cast<std::uint64_t>(
        std::clamp<std::int64_t>(toMillis(m_now.wall), 0, (std::int64_t{1} << 48) - 1));
    if (link.at.isUsable())
        hello.seen = link.at;
    if (const auto place = m_map.slots().find(link.id))
        hello.heldSeq = m_map.pool()[m_map.slots().at(*place).record].seq;
    if (const Entry* entry = m_map.find(link.id); entry && entry->card)
        hello.heldCard = entry->card->number;
    say(link, hello);
}

void Machine::onHello(Link& link, const wire::Hello& hello)
{
    const bool first = !std::exchange(link.greeted, true);
    link.cover = std::min<std::uint8_t>(hello.cover, DepthMax);
    link.depth = std::min<std::uint8_t>(hello.depth, DepthMax);
    link.uptime = hello.uptimeSeconds;
    link.size = hello.sizeEstimate;
    link.reachable = hello.reachable;
    link.sum = hello.mapSum;
    if (!first)
        return;
    if (!std::exchange(m_planned, true))
        planCatchUp(m_absence);
    else if (m_map.knownCount() < SmallMap && !link.depth && !m_depth)
        addTail({}, std::min(m_absence, 600u), link.id);
    assignTails();
    // Equal maps have equal sums; where they differ, a comparison says by what.
    if (m_tails.empty() && link.sum != sum())
        compare(link);
    chooseLinks();
}

// ---- records ----------------------------------------------------------------------------------

bool Machine::keeps(const NodeId& id) const
{
    return inZone(headOf(id)) || m_host.isPinned(id) || linkOf(id) != nullptr;
}

bool Machine::mayTell(const RecordPool::Item& item) const
{
    if (item.has(Private))
        return false;
    if (item.has(Retired))
        return true;
    const auto made = static_cast<std::int64_t>(item.seq);
    return made <= toMillis(m_now.network + RecordAheadMax) &&
           made >= toMillis(m_now.network - RecordAgeMax);
}

wire::HeardWhereabouts Machine::heard(const Slot& slot, bool shortForm) const
{
    const std::uint32_t now = slotNow();
    const RecordPool::Item& item = m_map.pool()[slot.record];
    wire::HeardWhereabouts result;
    result.heardSecondsAgo = now > slot.heard ? now - slot.heard : 0;
    const ByteView full = item.view();
    if (!shortForm) {
        result.whereabouts = toBytes(full);
        return result;
    }
    // Version and the first 8 bytes of the id; all but id, session key and stamp; the signature.
    constexpr std::size_t keys = 1 + NodeId::Size + ExchangeKey::Size;
    const std::size_t tail = Signature::Size + sizeof(crypto::WorkNonce);
    result.whereabouts.reserve(full.size() - Whereabouts::ShortSaving);
    append(result.whereabouts, full.first(1 + ShortId::Size));
    append(result.whereabouts, full.subspan(keys, full.size() - keys - tail));
    append(result.whereabouts, full.last(Signature::Size));
    return result;
}

/// The full form of a short one whose owner we hold an older record of.
std::optional<Bytes> Machine::complete(ByteView shortForm) const
{
    const auto owner = Whereabouts::shortFormOwner(shortForm);
    if (!owner)
        return std::nullopt;
    const std::uint64_t head = headOf(owner->view());
    const Slots& slots = m_map.slots();
    const Slots::Place place = slots.first(head);
    if (place == slots.end() || m_map.pool()[slots.at(place).record].head != head)
        return std::nullopt;
    const ByteView stored = m_map.pool()[slots.at(place).record].view();
    constexpr std::size_t keys = 1 + NodeId::Size + ExchangeKey::Size;
    const std::size_t tail = Signature::Size + sizeof(crypto::WorkNonce);
    Bytes full;
    full.reserve(shortForm.size() + Whereabouts::ShortSaving);
    append(full, stored.first(keys));
    append(full, shortForm.subspan(1 + ShortId::Size,
                                   shortForm.size() - 1 - ShortId::Size - Signature::Size));
    append(full, stored.subspan(stored.size() - tail, sizeof(crypto::WorkNonce)));
    append(full, shortForm.last(Signature::Size));
    return full;
}

/// New ids are where a flood would come in.
bool Machine::admitNew(Link* from, const RecordPool::Item& item, Via via)
{
    if (via == Via::Owner || via == Via::Found)
        return true;
    if (from && via != Via::Tail) {
        if (!from->newIds.take(m_now.mono, 1))
            return false;
        // One peer must not be what we know of the world.
        if (m_map.knownCount() > 1024 && from->learned > m_map.knownCount() / 4)
            return false;
        ++from->learned;
    }
    const std::uint64_t network = networkOf(item);
    if (network == 0)
        return true;
    const std::size_t counters =
        std::max(NetworkCountersMin, std::bit_ceil(m_map.knownCount() / 2 + 1));
    const std::uint64_t secret = headOf(ByteView(m_self.bytes).last(8)) ^ m_head;
    if (m_networks.size() < counters) {
        m_networks.assign(counters, 0);
        const Slots& slots = m_map.slots();
        for (auto place = slots.begin(); place != slots.end(); place = slots.next(place)) {
            const std::uint64_t other = networkOf(m_map.pool()[slots.at(place).record]);
            if (other != 0)
                ++m_networks[counterOf(other, secret, counters)];
        }
    }
    std::uint16_t& count = m_networks[counterOf(network, secret, m_networks.size())];
    if (count >= PerNetworkIdsMax)
        return false;
    ++count;
    return true;
}

Verdict Machine::take(Link* from, ByteView bytes, std::uint32_t heardSecondsAgo, bool nearby,
                      Via via)
{
    const auto index = m_map.pool().take(bytes);
    return index ? take(from, HeldRecord(m_map.pool(), *index), heardSecondsAgo, nearby, via)
                 : Verdict::Malformed;
}

Verdict Machine::take(Link* from, const HeldRecord& offered, std::uint32_t heardSecondsAgo,
                      bool nearby, Via via)
{
    const NodeId id = offered->id();
    const ByteView bytes = offered->view();
    if (id == m_self) {
        if (!equal(m_own, bytes))
            m_host.ownRecordTold(bytes, heardSecondsAgo);
        return Verdict::Known;
    }
    if (via != Via::Owner && via != Via::Found && !keeps(id))
        return Verdict::Full;
    const auto place = m_map.slots().find(id);
    std::optional<std::uint32_t> before;
    if (place) {
        const Slot& slot = m_map.slots().at(*place);
        const RecordPool::Item& known = m_map.pool()[slot.record];
        before = slot.received;
        if (known.seq == offered->seq && !equal(known.view(), bytes) &&
            m_map.pool().valid(offered.index(), 0))
            m_host.usedTwice(id);
    } else if (!admitNew(from, *offered, via)) {
        return Verdict::Full;
    }
    const WallTime heardAt = m_now.wall - std::chrono::seconds(heardSecondsAgo);
    // What others have had for long is no news on its way: it counts in sums at once.
    const bool settled = via == Via::Repair || via == Via::Tail;
    const auto put = [&] {
        return m_map.offerTaken(offered.index(), place, heardAt, m_now.network, nearby, m_now.wall,
                                settled);
    };
    Verdict verdict = put();
    if (verdict == Verdict::Full && inZone(offered->head)) {
        evict(std::max<std::size_t>(1, m_budget.records / 64));
        verdict = put();
    }
    if (verdict != Verdict::Stored)
        return verdict;
    m_changes.add(m_now.mono, 1);
    m_announceIn.add(m_now.mono, static_cast<double>(bytes.size()));
    m_backoff.erase(id);
    if (via != Via::Tail && via != Via::Found && mayTell(*offered) && covers(offered->head) &&
        mayPass(id, before))
        spread(id, from, before.has_value());
    m_host.recordStored(id, heardAt, via);
    if (m_links.size() < LinksWanted)
        m_nextUpkeep = std::min(m_nextUpkeep, m_now.mono + SoonAgain);
    return verdict;
}

Verdict Machine::offer(const MapTime& time, ByteView whereabouts, std::uint32_t heardSecondsAgo,
                       bool nearby, Via via)
{
    enter(time);
    return take(nullptr, whereabouts, heardSecondsAgo, nearby, via);
}

// ---- time -------------------------------------------------------------------------------------

void Machine::handleTimeout(const MapTime& time)
{
    enter(time);
    if (!m_started)
        return;
    const auto due = [&](std::optional<Instant>& timer) {
        if (!timer || *timer > time.mono)
            return false;
        timer.reset();
        return true;
    };
    if (due(m_nextFlush))
        flushHints();
    if (due(m_nextWanted))
        tickWanted();
    if (due(m_nextTails))
        tickTails();
    if (due(m_nextSearch))
        tickSearches();
    if (m_nextUpkeep <= time.mono)
        upkeep();
}

std::optional<Instant> Machine::nextTimeout() const
{
    if (!m_started)
        return std::nullopt;
    Instant next = m_nextUpkeep;
    for (const auto& timer : {m_nextFlush, m_nextWanted, m_nextTails, m_nextSearch}) {
        if (timer)
            next = std::min(next, *timer);
    }
    return next;
}

// ---- getters ----------------------------------------------------------------------------------

std::uint64_t Machine::sum() const
{
    // As seen by others our own record is one like all.
    return m_map.sum() + (m_ownPrivate ? 0 : m_ownSum);
}

std::uint64_t Machine::networkSize() const
{
    if (m_depth == 0)
        return m_map.knownCount() + 1;
    const std::size_t zone =
        m_map.slots().count(zoneAround(m_head, m_cover), std::size_t{1} << 24) + 1;
    return static_cast<std::uint64_t>(zone) << m_cover;
}

MachineFigures Machine::figures(Instant now) const
{
    MachineFigures figures;
    figures.state = m_state;
    figures.known = static_cast<std::uint32_t>(m_map.knownCount());
    figures.depth = static_cast<std::uint8_t>(m_depth);
    figures.cover = static_cast<std::uint8_t>(m_cover);
    figures.networkSize = networkSize();
    figures.links = static_cast<std::uint32_t>(m_links.size());
    figures.sentPerSecond = m_out.perSecond(now);
    figures.receivedPerSecond = m_in.perSecond(now);
    return figures;
}

std::size_t Machine::memory() const
{
    return m_contacts.capacity() * sizeof(Contact) + m_spare.capacity() * sizeof(Contact) +
           m_links.size() * sizeof(Link) + m_networks.capacity() * 2 +
           m_paces.size() * (sizeof(Pace) + 24) + m_wanted.capacity() * sizeof(Wanted);
}

}  // namespace vos::map
