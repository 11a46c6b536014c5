#include "tests/support/simmap.h"

#include "p2p/map/zone.h"
#include "p2p/wire/message.h"
#include "p2p/wire/packet.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <utility>

namespace vos::sim {

namespace {

/// 2026-01-01 00:00 UTC.
constexpr std::int64_t MapEpoch = 1'767'225'600'000;
constexpr std::uint64_t Tick = 1'000;  ///< microseconds
constexpr std::size_t WheelSize = 8192;
constexpr std::uint64_t Never = ~std::uint64_t{0};
constexpr std::uint32_t NoNumber = 0xffff'ffff;
/// A packet of its own around each message, and half an acknowledgement.
constexpr double Overhead = 68 + 35;
constexpr double DatagramOverhead = 28;
/// A lost peer is noticed by a keepalive after 15 s of silence and its repeats.
constexpr std::uint64_t NoticeMin = 8'000'000;
constexpr std::uint64_t NoticeSpread = 15'000'000;

Endpoint placeOf(std::uint32_t number, std::uint16_t port)
{
    Endpoint endpoint;
    endpoint.family = IpFamily::V4;
    // Public addresses, each in a /24 of its own.
    endpoint.address[0] = static_cast<std::byte>(11 + number / 65536 % 80);
    endpoint.address[1] = static_cast<std::byte>(number / 256 % 256);
    endpoint.address[2] = static_cast<std::byte>(number % 256);
    endpoint.address[3] = std::byte{7};
    endpoint.port = port;
    return endpoint;
}

}  // namespace

// ---- one node ---------------------------------------------------------------------------------

MapNode::MapNode(MapWorld& world, std::uint32_t numberValue, std::uint64_t seed,
                 map::Budget budgetValue)
    : number(numberValue)
    , keySeed(seed)
    , id(key().publicKey())
    , head(map::headOf(id))
    , budget(budgetValue)
    , rng(seed + 1)
    , store(std::make_unique<map::VosMap>(id, 0, &world.pool))
    , m_world(world)
{
}

crypto::SigningKey MapNode::key() const
{
    SimRng keys(keySeed);
    return crypto::SigningKey::generate(keys);
}

bool MapNode::has(std::uint32_t other) const
{
    return std::find(sessions.begin(), sessions.end(), other) != sessions.end();
}

bool MapNode::isPinned(const NodeId& other) const
{
    return std::find(pinned.begin(), pinned.end(), other) != pinned.end();
}

void MapNode::sendTo(const NodeId& peer, Bytes message)
{
    if (hostile && m_world.corrupt && !m_world.corrupt(*this, peer, message))
        return;
    MapNode* to = m_world.nodeOf(peer);
    if (!to || !has(to->number))
        return;
    bytesOut += static_cast<double>(message.size()) + Overhead;
    std::uint64_t delay = m_world.delay(*this, *to);
    // A lost packet is sent again after a round trip and a little.
    while (m_world.loss > 0 && m_world.rng.chance(m_world.loss))
        delay += 2 * m_world.delay(*this, *to) + 25'000;
    m_world.at(m_world.m_now + delay,
               {MapWorld::Kind::Message, false, to->number, number, std::move(message)});
}

bool MapNode::dial(const NodeId& peer)
{
    const auto place = store->slots().find(peer);
    if (!place)
        return false;
    const auto known = store->pool().decode(store->slots().at(*place).record);
    if (known.endpoints.empty())
        return false;
    bytesOut += 180 + DatagramOverhead;
    MapNode* there = m_world.nodeAt(known.endpoints.front());
    const bool answers = there && there->id == peer && there->online() && there != this &&
                         !m_world.isBlocked(number, there->number) &&
                         (there->nat == Nat::Open || !there->sessions.empty());
    if (!answers) {
        m_world.at(m_world.m_now + 5'000'000,
                   {MapWorld::Kind::DialFailed, false, number, 0, toBytes(peer.view())});
        return true;
    }
    // INIT, RESP, first DATA; through an introducer where strangers are not heard.
    std::uint64_t delay = 3 * m_world.delay(*this, *there);
    if (there->nat == Nat::Closed)
        delay += 2 * m_world.delay(*this, *there);
    while (m_world.rng.chance(m_world.loss))
        delay += 200'000;
    m_world.at(m_world.m_now + delay, {MapWorld::Kind::Dial, false, there->number, number, {}});
    return true;
}

void MapNode::askWho(const Endpoint& target, const NodeId& asked)
{
    bytesOut += wire::WhoSize + DatagramOverhead;
    m_world.whoBytes += wire::WhoSize + DatagramOverhead;
    MapNode* there = m_world.nodeAt(target);
    if (!there || m_world.rng.chance(m_world.loss))
        return;
    m_world.at(m_world.m_now + m_world.delay(*this, *there),
               {MapWorld::Kind::Who, false, there->number, number, toBytes(asked.view())});
}

void MapNode::closeLink(const NodeId& peer, bool)
{
    if (MapNode* other = m_world.nodeOf(peer))
        m_world.cut(*this, *other, true, Duration(1000), Duration(m_world.delay(*this, *other)));
}

void MapNode::recordStored(const NodeId& other, WallTime, map::Via)
{
    if (m_world.m_tracks.empty() && m_world.m_finds.empty())
        return;
    const auto place = store->slots().find(other);
    const std::uint64_t stored = store->pool()[store->slots().at(*place).record].seq;
    if (const auto track = m_world.m_tracks.find(other);
        track != m_world.m_tracks.end() && stored == track->second->seq)
        track->second->seconds.push_back(
            std::chrono::duration<float>(m_world.now() - track->second->since).count());
    const MapNode* target = m_world.nodeOf(other);
    if (!target)
        return;
    const auto asked = m_world.m_finds.find({number, target->number});
    if (asked != m_world.m_finds.end() && !asked->second->seconds &&
        stored >= asked->second->wantedSeq)
        asked->second->seconds =
            std::chrono::duration<double>(m_world.now() - asked->second->since).count();
}

void MapNode::findDone(const NodeId& other, bool, bool)
{
    const MapNode* target = m_world.nodeOf(other);
    const auto asked =
        target ? m_world.m_finds.find({number, target->number}) : m_world.m_finds.end();
    if (asked == m_world.m_finds.end())
        return;
    asked->second->ended = true;
    asked->second->steps = finds;
    m_world.m_finds.erase(asked);
}

// ---- the world --------------------------------------------------------------------------------

MapWorld::MapWorld(std::uint64_t seed) : rng(seed), m_wheel(WheelSize)
{
    VOS_ASSERT(crypto::initialize());
    m_tick = m_now / Tick;
}

MapWorld::~MapWorld()
{
    pool.end();
    for (const auto& node : nodes) {
        node->machine.reset();
        node->store.reset();
    }
}

map::MapTime MapWorld::time() const
{
    const WallTime wall = fromMillis(MapEpoch + static_cast<std::int64_t>(m_now / 1000));
    return {now(), wall, wall};
}

Endpoint MapWorld::freshEndpoint()
{
    m_nextPort = m_nextPort >= 60000 ? 20000 : m_nextPort + 1;
    return placeOf(m_nextPlace++, static_cast<std::uint16_t>(m_nextPort));
}

MapNode* MapWorld::nodeAt(const Endpoint& at)
{
    const auto place = m_places.find(at);
    return place == m_places.end() ? nullptr : nodes[place->second].get();
}

MapNode* MapWorld::nodeOf(const NodeId& id)
{
    const std::uint64_t head = map::headOf(id);
    for (std::size_t i = head >> 20;; ++i) {
        const std::uint32_t number = m_numbers[i & (m_numbers.size() - 1)];
        if (number == NoNumber)
            return nullptr;
        if (m_heads[number] == head && nodes[number]->id == id)
            return nodes[number].get();
    }
}

/// Twice as many places as nodes, so that the first look mostly finds.
void MapWorld::numberNodes()
{
    m_numbers.assign(std::bit_ceil(nodes.size() * 2 + 1), NoNumber);
    m_heads.clear();
    for (const auto& node : nodes) {
        m_heads.push_back(node->head);
        std::size_t i = node->head >> 20;
        while (m_numbers[i & (m_numbers.size() - 1)] != NoNumber)
            ++i;
        m_numbers[i & (m_numbers.size() - 1)] = node->number;
    }
}

void MapWorld::addNodes(std::size_t count, const map::Budget& budget)
{
    for (std::size_t i = 0; i < count; ++i) {
        const auto number = static_cast<std::uint32_t>(nodes.size());
        nodes.push_back(std::make_unique<MapNode>(*this, number, rng.next(), budget));
        MapNode& node = *nodes.back();
        node.nat = rng.chance(0.25) ? Nat::Open : Nat::Closed;
        // Median of the round trip: 110 ms, four halves; a long tail.
        const double spread =
            std::exp((rng.chance(0.5) ? 1 : -1) * static_cast<double>(rng.below(700)) / 1000.0);
        node.halfLatency = static_cast<std::uint32_t>(27'500 * spread);
        node.endpoint = freshEndpoint();
        m_places[node.endpoint] = number;
        m_onlinePlace.push_back(NoNumber);
    }
    numberNodes();
}

void MapWorld::sign(MapNode& node)
{
    map::Whereabouts record;
    record.id = node.id;
    std::copy_n(node.id.bytes.begin(), 32, record.sessionKey.bytes.begin());
    record.seq = node.seq = map::nextSeq(node.seq, time().wall);
    record.flags = node.nat == Nat::Open ? map::Reachable : 0;
    record.endpoints.push_back(node.endpoint);
    record.sign(node.key());
    node.record = record.encode();
}

void MapWorld::settleAll(std::size_t online, const std::function<unsigned(std::uint32_t)>& depth,
                         std::size_t keepers)
{
    std::vector<std::pair<NodeId, map::RecordIndex>> all;
    for (const auto& node : nodes) {
        sign(*node);
        const auto index = pool.take(node->record);
        (void)pool.valid(*index, 0);
        all.emplace_back(node->id, *index);
    }
    std::sort(all.begin(), all.end());
    const std::uint32_t since = map::VosMap::slotTime(time().wall);
    for (const auto& node : nodes) {
        if (node->number >= keepers)
            break;
        if (depth)
            node->depth = depth(node->number);
        const auto zone = map::zoneAround(node->head, node->depth);
        node->store->slots().setZone(zone);
        std::vector<map::Slot> mine;
        mine.reserve(all.size() >> std::min(node->depth, 4u));
        const auto first = std::partition_point(all.begin(), all.end(), [&](const auto& entry) {
            return map::headOf(entry.first) < zone.prefix;
        });
        for (auto entry = first; entry != all.end(); ++entry) {
            const std::uint64_t head = pool[entry->second].head;
            if (head > map::lastOf(zone))
                break;
            if (entry->first != node->id)
                mine.push_back(
                    {static_cast<std::uint32_t>(head >> 32), entry->second, since, 0, since});
        }
        node->store->fillShared(std::move(mine));
        node->everOn = true;
        node->offSince = time().wall;
    }
    for (const auto& [id, index] : all)
        pool.release(index);
    // Two hours later, so that nobody has to catch up with all of it.
    m_now += 7'200'000'000;
    m_tick = m_now / Tick;
    for (std::size_t i = 0; i < online; ++i) {
        nodes[i]->offSince = time().wall;
        start(*nodes[i], false, false);
        giveContacts(*nodes[i], all);
    }
}

/// What a node of this depth would have learned of other zones.
void MapWorld::giveContacts(MapNode& node,
                            const std::vector<std::pair<NodeId, map::RecordIndex>>& sorted)
{
    if (node.depth == 0)
        return;
    const std::size_t zones = std::size_t{1} << node.depth;
    for (std::size_t zone = 0; zone < zones; ++zone) {
        const auto range = map::partOf({}, node.depth, zone);
        const auto first = std::partition_point(sorted.begin(), sorted.end(), [&](const auto& e) {
            return map::headOf(e.first) < range.prefix;
        });
        std::size_t size = 0;
        while (
            first + static_cast<std::ptrdiff_t>(size) != sorted.end() &&
            map::contains(range, map::headOf((first + static_cast<std::ptrdiff_t>(size))->first)))
            ++size;
        std::size_t given = 0;
        for (std::size_t i = 0;
             size > 0 && i < 8 * node.budget.contacts && given < node.budget.contactsAt(node.depth);
             ++i) {
            const NodeId& id = (first + static_cast<std::ptrdiff_t>(rng.below(size)))->first;
            const MapNode& other = *nodeOf(id);
            if (other.nat != Nat::Open)
                continue;
            ++given;
            node.machine->restoreContact(id, other.endpoint);
        }
    }
}

void MapWorld::start(MapNode& node, bool moved, bool announces)
{
    VOS_ASSERT(!node.online());
    if (moved) {
        m_places.erase(node.endpoint);
        node.endpoint = freshEndpoint();
        m_places[node.endpoint] = node.number;
    }
    if (announces)
        sign(node);
    node.machine =
        std::make_unique<map::Machine>(*node.store, node.id, node, node.rng, node.budget);
    node.machine->setReachable(node.nat == Nat::Open);
    m_onlinePlace[node.number] = static_cast<std::uint32_t>(m_online.size());
    m_online.push_back(node.number);
    std::optional<std::chrono::seconds> absent;
    if (node.everOn)
        absent = std::chrono::duration_cast<std::chrono::seconds>(time().wall - node.offSince);
    node.everOn = true;
    node.machine->start(time(), absent, node.depth);
    node.machine->setOwn(time(), node.record);
    touch(node);
    if (m_churning)
        at(m_now + static_cast<std::uint64_t>(sessionTime().count()),
           {Kind::Turn, false, node.number, static_cast<std::uint32_t>(node.seq), {}});
}

void MapWorld::joinThrough(MapNode& node, const MapNode& through)
{
    if (!node.online())
        start(node);
    node.askWho(through.endpoint, NodeId{});
}

void MapWorld::stop(MapNode& node, bool goodbye)
{
    VOS_ASSERT(node.online());
    const std::vector<std::uint32_t> sessions = node.sessions;
    for (const std::uint32_t other : sessions) {
        MapNode& peer = *nodes[other];
        const Duration notice =
            goodbye ? Duration(delay(node, peer)) : Duration(NoticeMin + rng.below(NoticeSpread));
        std::erase(node.sessions, other);
        std::erase(peer.sessions, node.number);
        at(m_now + static_cast<std::uint64_t>(notice.count()),
           {Kind::LinkDown, goodbye, other, node.number, {}});
    }
    node.depth = node.machine->depth();
    node.machine.reset();
    node.offSince = time().wall;
    const std::uint32_t place = m_onlinePlace[node.number];
    m_online[place] = m_online.back();
    m_onlinePlace[m_online[place]] = place;
    m_online.pop_back();
    if (m_churning)
        at(m_now + static_cast<std::uint64_t>(offTime().count()),
           {Kind::Turn, true, node.number, static_cast<std::uint32_t>(node.seq), {}});
}

void MapWorld::move(MapNode& node)
{
    m_places.erase(node.endpoint);
    node.endpoint = freshEndpoint();
    m_places[node.endpoint] = node.number;
    sign(node);
    node.machine->setOwn(time(), node.record);
    touch(node);
}

void MapWorld::killShare(double share)
{
    std::vector<MapNode*> victims;
    for (const auto& node : nodes) {
        if (node->online() && rng.chance(share))
            victims.push_back(node.get());
    }
    for (MapNode* node : victims)
        stop(*node, false);
}

void MapWorld::splitInTwo()
{
    const auto side = [](std::uint32_t number) { return number % 2; };
    blocked = [side](std::uint32_t a, std::uint32_t b) { return side(a) != side(b); };
    for (const auto& node : nodes) {
        const auto sessions = node->sessions;
        for (const std::uint32_t other : sessions) {
            if (side(other) != side(node->number))
                breakLink(*node, *nodes[other]);
        }
    }
}

void MapWorld::announceMeanwhile(const MapNode& away, Duration absence, double perDay)
{
    const double hours = std::chrono::duration<double, std::ratio<3600>>(absence).count();
    const double changed = 1.0 - std::exp(-perDay * hours / 24);
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(absence).count();
    for (const auto& node : nodes) {
        if (node->online() || node.get() == &away || !rng.chance(changed))
            continue;
        sign(*node);
        const auto index = pool.take(node->record);
        (void)pool.valid(*index, 0);
        const WallTime heard = time().wall - std::chrono::seconds(static_cast<std::int64_t>(
                                                 rng.below(static_cast<std::uint64_t>(seconds))));
        for (const std::uint32_t number : m_online)
            nodes[number]->store->restoreShared(*index, heard);
        pool.release(*index);
    }
}

std::size_t MapWorld::missing(const MapNode& node) const
{
    std::size_t count = 0;
    for (const auto& other : nodes) {
        const auto place = node.store->slots().find(other->id);
        if (other.get() != &node &&
            (!place || pool[node.store->slots().at(*place).record].seq != other->seq))
            ++count;
    }
    return count;
}

// ---- links ------------------------------------------------------------------------------------

std::uint64_t MapWorld::delay(const MapNode& a, const MapNode& b)
{
    return a.halfLatency + b.halfLatency + rng.below(3'000);
}

void MapWorld::connect(MapNode& a, MapNode& b)
{
    if (!a.online() || !b.online())
        return;
    if (!a.has(b.number)) {
        a.sessions.push_back(b.number);
        b.sessions.push_back(a.number);
    }
    // The first thing a session carries is the record of each side.
    (void)a.machine->offer(time(), b.record, 0, false, map::Via::Owner);
    (void)b.machine->offer(time(), a.record, 0, false, map::Via::Owner);
    a.bytesOut += static_cast<double>(a.record.size()) + 300;
    b.bytesOut += static_cast<double>(b.record.size()) + 300;
    a.machine->linkUp(time(), b.id, b.endpoint);
    b.machine->linkUp(time(), a.id, a.endpoint);
    touch(a);
    touch(b);
}

void MapWorld::cut(MapNode& a, MapNode& b, bool goodbye, Duration noticeA, Duration noticeB)
{
    if (!a.has(b.number))
        return;
    std::erase(a.sessions, b.number);
    std::erase(b.sessions, a.number);
    at(m_now + static_cast<std::uint64_t>(noticeA.count()),
       {Kind::LinkDown, goodbye, a.number, b.number, {}});
    at(m_now + static_cast<std::uint64_t>(noticeB.count()),
       {Kind::LinkDown, goodbye, b.number, a.number, {}});
}

void MapWorld::breakLink(MapNode& a, MapNode& b)
{
    const auto notice = [this] { return Duration(NoticeMin + rng.below(NoticeSpread)); };
    cut(a, b, false, notice(), notice());
}

// ---- time -------------------------------------------------------------------------------------

void MapWorld::at(std::uint64_t when, Event event)
{
    const std::uint64_t tick = std::max(when / Tick, m_tick);
    if (tick < m_tick + WheelSize)
        m_wheel[tick % WheelSize].push_back(std::move(event));
    else
        m_later[tick].push_back(std::move(event));
}

void MapWorld::touch(MapNode& node)
{
    if (!node.online())
        return;
    const auto next = node.machine->nextTimeout();
    if (!next)
        return;
    const auto due =
        std::max(static_cast<std::uint64_t>(next->time_since_epoch().count()), m_now + 1);
    const std::uint64_t tick = (due + Tick - 1) / Tick;
    if (tick >= node.wake && node.wake > m_tick)
        return;
    node.wake = tick;
    at(tick * Tick, {Kind::Wake, false, node.number, 0, {}});
}

void MapWorld::run(Duration time)
{
    const std::uint64_t end = m_now + static_cast<std::uint64_t>(time.count());
    while (m_tick * Tick <= end) {
        m_now = std::max(m_now, m_tick * Tick);
        while (!m_later.empty() && m_later.begin()->first < m_tick + WheelSize) {
            auto& slot = m_wheel[m_later.begin()->first % WheelSize];
            for (Event& event : m_later.begin()->second)
                slot.push_back(std::move(event));
            m_later.erase(m_later.begin());
        }
        // What an event causes in the same tick is appended and comes in this round.
        auto& bucket = m_wheel[m_tick % WheelSize];
        for (std::size_t i = 0; i < bucket.size(); ++i) {
            foresee(bucket, i);
            Event event = std::move(bucket[i]);
            perform(m_tick, event);
        }
        bucket.clear();
        ++m_tick;
    }
    m_now = end;
}

/// Each node's memory lies somewhere else: what the next events touch is fetched meanwhile.
void MapWorld::foresee(const std::vector<Event>& bucket, std::size_t i) const
{
    const auto fetch = [](const void* at, std::size_t bytes) {
        for (std::size_t offset = 0; offset < bytes; offset += 64)
            __builtin_prefetch(static_cast<const char*>(at) + offset);
    };
    if (i + 6 < bucket.size()) {
        fetch(nodes[bucket[i + 6].to].get(), sizeof(MapNode));
        fetch(bucket[i + 6].payload.data(), 64);
    }
    if (i + 3 < bucket.size()) {
        if (const map::Machine* machine = nodes[bucket[i + 3].to]->machine.get()) {
            fetch(machine, sizeof(map::Machine));
            fetch(nodes[bucket[i + 3].to]->store.get(), sizeof(map::VosMap));
        }
    }
}

bool MapWorld::runUntil(const std::function<bool()>& done, Duration limit, Duration step)
{
    const Instant end = now() + limit;
    while (!done()) {
        if (now() >= end)
            return false;
        run(step);
    }
    return true;
}

void MapWorld::perform(std::uint64_t when, Event& event)
{
    MapNode& node = *nodes[event.to];
    switch (event.kind) {
    case Kind::Message: {
        MapNode& from = *nodes[event.from];
        if (!node.online() || !node.has(event.from) || isBlocked(event.to, event.from))
            return;
        ++messages;
        node.bytesIn += static_cast<double>(event.payload.size()) + Overhead;
        if (const auto message = wire::decodeMessage(event.payload))
            (void)node.machine->handleMessage(time(), from.id, *message, event.payload.size());
        break;
    }
    case Kind::Dial: {
        MapNode& caller = *nodes[event.from];
        if (!caller.online())
            return;
        if (!node.online() || isBlocked(event.to, event.from)) {
            caller.machine->dialFailed(time(), node.id);
            touch(caller);
            return;
        }
        connect(caller, node);
        return;
    }
    case Kind::DialFailed:
        if (!node.online())
            return;
        node.machine->dialFailed(time(), *NodeId::from(event.payload));
        break;
    case Kind::LinkDown:
        if (!node.online() || node.has(event.from))
            return;
        node.machine->linkDown(time(), nodes[event.from]->id, event.flag);
        break;
    case Kind::Who: {
        MapNode& asker = *nodes[event.from];
        // A NAT lets through only who was called, or is in a session.
        if (!node.online() || isBlocked(event.to, event.from) ||
            (node.nat == Nat::Closed && !node.has(event.from)))
            return;
        node.bytesIn += wire::WhoSize + DatagramOverhead;
        const NodeId asked = *NodeId::from(event.payload);
        std::variant<wire::HeardWhereabouts, std::vector<wire::NodePlace>> answer;
        if (node.hostile && lie) {
            const auto told = lie(node, asked);
            if (!told)
                return;
            answer = *told;
        } else if (asked.isZero() || asked == node.id) {
            answer = wire::HeardWhereabouts{0, node.record};
        } else {
            answer = node.machine->lookUp(time(), asked);
        }
        // Travels as the FOUND it would be in a session, with the question before it.
        wire::Found found;
        if (auto* record = std::get_if<wire::HeardWhereabouts>(&answer))
            found.content = wire::Found::Record{std::move(*record), {}};
        else
            found.content = std::get<std::vector<wire::NodePlace>>(std::move(answer));
        Bytes bytes = toBytes(asked.view());
        append(bytes, wire::encodeMessage(found));
        node.bytesOut += static_cast<double>(bytes.size()) + DatagramOverhead;
        if (!rng.chance(loss))
            at(m_now + delay(node, asker),
               {Kind::WhoAnswer, false, asker.number, node.number, std::move(bytes)});
        return;
    }
    case Kind::WhoAnswer: {
        if (!node.online())
            return;
        node.bytesIn += static_cast<double>(event.payload.size()) + DatagramOverhead;
        const ByteView bytes = event.payload;
        const NodeId asked = *NodeId::from(bytes.first(NodeId::Size));
        const auto message = wire::decodeMessage(bytes.subspan(NodeId::Size));
        if (!message)
            return;
        const auto& found = std::get<wire::Found>(*message);
        const Endpoint from = nodes[event.from]->endpoint;
        if (const auto* record = std::get_if<wire::Found::Record>(&found.content))
            node.machine->whoAnswered(time(), from, asked, record->heard);
        else
            node.machine->whoAnswered(time(), from, asked,
                                      std::get<std::vector<wire::NodePlace>>(found.content));
        break;
    }
    case Kind::Wake:
        if (!node.online() || node.wake != when)
            return;
        node.wake = Never;
        node.machine->handleTimeout(time());
        break;
    case Kind::Turn:
        if (!m_churning || event.from != static_cast<std::uint32_t>(node.seq))
            return;
        if (event.flag && !node.online())
            start(node, rng.chance(0.5));
        else if (!event.flag && node.online())
            stop(node, rng.chance(0.5));
        return;
    }
    touch(node);
}

}  // namespace vos::sim
