#include "p2p/engine/mapkeeper.h"

#include <algorithm>
#include <utility>

namespace vos::engine {

namespace {

/// Sessions a node wants open for the map, and the most it keeps open by keepalives.
constexpr std::size_t LinksWanted = 8;
/// Nodes tried in one upkeep step: 16 a second.
constexpr std::size_t DialsAtOnce = 8;
constexpr Duration UpkeepThin = 500ms;
constexpr Duration UpkeepFull = 5s;
/// An announcement is repeated this often although nothing changed.
constexpr std::chrono::hours RepublishEvery{12};
constexpr Duration ExpiryEvery = 1h;
constexpr Duration JoinPatience = 10s;
constexpr Duration SearchPatience = 1500ms;
constexpr std::size_t SearchBreadth = 8;
/// Strangers asked at a time by a node that is a guest to them.
constexpr std::size_t GuestBreadth = 3;
constexpr unsigned TailsAtStart = 4;
/// After the first session of a run peers have said which Card of ours they hold; until then none
/// is signed under a number an older copy of the profile may have used already.
constexpr Duration SettleTime = 10s;
constexpr std::uint32_t Everything = 0xffff'ffff;
/// Catching up reaches this much further back than our absence: clocks differ.
constexpr std::uint32_t TailMargin = 600;

std::uint32_t secondsBetween(WallTime from, WallTime to)
{
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(to - from).count();
    return static_cast<std::uint32_t>(std::clamp<std::int64_t>(seconds, 0, 0x7fff'ffff));
}

}  // namespace

MapKeeper::MapKeeper(Context& context, map::VosMap& map, Peers& peers, Presence& presence,
                     Listener& listener)
    : m_context(context)
    , m_map(map)
    , m_peers(peers)
    , m_presence(presence)
    , m_listener(listener)
    , m_own(context)
{
}

void MapKeeper::load(const StoredState& state)
{
    m_own.load(state.self, state.prekeys);
    m_own.showName(m_context.choice("privacy.public_name", true));
    m_context.contactsOnly = m_context.choice("privacy.contacts_only", false);
    if (!m_context.config.name.empty())
        m_own.setName(m_context.config.name);
    for (const RecordRow& row : state.records)
        m_map.restore(row.id, row.whereabouts, row.card, row.highestSequence, row.highestCard,
                      row.heardAt, row.lastSeen);
}

void MapKeeper::start(std::vector<Endpoint> local)
{
    WallTime latest{};
    for (const auto& [id, entry] : m_map.entries()) {
        if (entry.whereabouts)
            latest = std::max(latest, entry.heardAt);
    }
    m_absenceSeconds = m_map.knownCount() == 0
                           ? Everything
                           : secondsBetween(latest, m_context.now.wall) + TailMargin;
    m_startedAt = m_context.now.mono;
    m_local = std::move(local);
    m_own.setEndpoints(chooseEndpoints());
    m_nextUpkeep = m_context.now.mono;
    m_started = true;
    m_cardSettled = !m_own.hasCard();
    publish();
}

void MapKeeper::setLocal(std::vector<Endpoint> local)
{
    m_local = std::move(local);
    m_observations.clear();
    m_backoff.clear();
    m_nextUpkeep = m_context.now.mono;
    if (m_own.setEndpoints(chooseEndpoints()))
        publish();
}

/// Signs anew, stores, and tells everybody who is connected once the numbers are durable. A disk
/// that takes nothing does not make us fall silent: numbers follow the clock, so the next start is
/// above.
void MapKeeper::publish()
{
    if (m_elsewhere)
        return;
    std::optional<PrekeyRow> prekey;
    m_own.renew(prekey, !m_cardSettled);
    m_nextRepublish = m_context.now.mono + RepublishEvery;
    m_context.ownWhereabouts = m_own.whereaboutsBytes();
    m_context.ownCard = m_own.cardBytes();
    m_context.ownSeq = m_own.seq();
    m_context.ownCardNumber = m_own.cardNumber();
    if (prekey)
        m_listener.onOwnPrekey(*prekey);
    m_context.afterStore([this](bool) { announceOwn(); });
}

void MapKeeper::announceOwn()
{
    wire::Announce announce;
    announce.records.push_back({0, m_own.whereaboutsBytes()});
    for (const NodeId& peer : knowing())
        say(peer, announce);
}

/// Those connected that may know us.
std::vector<NodeId> MapKeeper::knowing() const
{
    std::vector<NodeId> peers = m_peers.up();
    std::erase_if(peers, [this](const NodeId& peer) { return !m_context.mayKnowUs(peer); });
    return peers;
}

std::vector<Endpoint> MapKeeper::observed() const
{
    std::vector<Endpoint> agreed;
    for (const auto& [peer, endpoint] : m_observations) {
        const auto votes = std::count_if(m_observations.begin(), m_observations.end(),
                                         [&](const auto& o) { return o.second == endpoint; });
        const bool lone = m_observations.size() == 1;
        if ((votes >= 2 || lone) &&
            std::find(agreed.begin(), agreed.end(), endpoint) == agreed.end())
            agreed.push_back(endpoint);
    }
    std::sort(agreed.begin(), agreed.end());
    return agreed;
}

/// Public ones first, as others see us or as our interfaces say; private ones only where there is
/// no public one, loopback only where there is nothing else.
std::vector<Endpoint> MapKeeper::chooseEndpoints() const
{
    std::vector<Endpoint> all = observed();
    all.insert(all.end(), m_local.begin(), m_local.end());
    std::vector<Endpoint> publics;
    std::vector<Endpoint> privates;
    std::vector<Endpoint> loopbacks;
    for (const Endpoint& e : all) {
        if (!e.isUsable())
            continue;
        auto& group = e.isLoopback() ? loopbacks : e.isPrivate() ? privates : publics;
        if (std::find(group.begin(), group.end(), e) == group.end())
            group.push_back(e);
    }
    return !publics.empty() ? publics : !privates.empty() ? privates : loopbacks;
}

NatKind MapKeeper::nat() const
{
    const auto seen = observed();
    const bool direct = std::any_of(seen.begin(), seen.end(), [this](const Endpoint& e) {
        return std::find(m_local.begin(), m_local.end(), e) != m_local.end();
    });
    return direct ? NatKind::Public : NatKind::Unknown;
}

void MapKeeper::say(const NodeId& peer, const wire::Message& message)
{
    m_peers.send(peer, transport::Channel::Control, wire::encodeMessage(message));
}

bool MapKeeper::isNearby(const NodeId& peer) const
{
    const auto endpoint = m_peers.endpointOf(peer);
    return endpoint && (endpoint->isLoopback() || endpoint->isPrivate());
}

// ---- joining ----------------------------------------------------------------------------------

void MapKeeper::join(RequestId request, const std::optional<NodeId>& id, std::vector<Endpoint> at)
{
    JoinTarget target;
    target.request = request;
    target.id = id;
    target.at = std::move(at);
    target.deadline = m_context.now.mono + JoinPatience;
    if (id && *id == m_context.self()) {
        m_context.fail(request, ErrorCode::InvalidParams, "This is the node's own address.");
        return;
    }
    if (id && m_peers.isUp(*id)) {
        target.reached = *id;
        m_joins.push_back(std::move(target));
        askTail(*id, true);
        return;
    }
    tryJoin(target);
    m_joins.push_back(std::move(target));
}

void MapKeeper::tryJoin(JoinTarget& target)
{
    for (const Endpoint& at : target.at)
        m_peers.askWho(at, target.id);
    if (target.id)
        m_peers.dial(*target.id, target.at);
    // Lost datagrams on the first tries, a node that is not up yet later.
    const auto wait = std::min<Duration>(Duration(250ms) * (1 << std::min(target.tries, 7u)), 30s);
    target.nextTry = m_context.now.mono + wait;
    ++target.tries;
}

void MapKeeper::finishJoins(const NodeId& through)
{
    std::erase_if(m_joins, [&](const JoinTarget& target) {
        if (target.reached != through)
            return false;
        m_context.answer(target.request, summary());
        return true;
    });
}

void MapKeeper::onRecord(const Endpoint& from, ByteView part, bool isCard)
{
    const bool nearby = from.isLoopback() || from.isPrivate();
    if (isCard) {
        onCards(wire::Cards{{toBytes(part)}});
        return;
    }
    const auto record = map::Whereabouts::decode(part);
    if (!record || record->id == m_context.self())
        return;
    take(part, 0, nearby);
    const map::Entry* entry = m_map.find(record->id);
    if (!entry || !entry->whereabouts)
        return;
    for (JoinTarget& target : m_joins) {
        const bool asked = std::find(target.at.begin(), target.at.end(), from) != target.at.end();
        if (target.reached || !(target.id ? *target.id == record->id : asked))
            continue;
        if (!m_context.mayKnowUs(record->id)) {
            // A node to be asked as a guest; that is all there is to join.
            target.reached = record->id;
            finishJoins(record->id);
            return;
        }
        if (!m_peers.isUp(record->id)) {
            m_peers.dial(record->id, {from});
            continue;
        }
        // Whoever answers there is connected already.
        target.reached = record->id;
        askTail(record->id, true);
    }
}

void MapKeeper::onSessionUp(const NodeId& peer, bool fresh)
{
    m_backoff.erase(peer);
    m_map.markSeen(peer, m_context.now.wall);
    if (!m_cardSettled && !m_settleAt)
        m_settleAt = m_context.now.mono + SettleTime;
    const auto endpoint = m_peers.endpointOf(peer);
    bool joining = false;
    for (JoinTarget& target : m_joins) {
        const bool there =
            endpoint && std::find(target.at.begin(), target.at.end(), *endpoint) != target.at.end();
        if (target.id ? *target.id == peer : there) {
            target.reached = peer;
            joining = true;
        }
    }
    sayHello(peer);
    // Questions from before anybody was connected.
    for (auto& [id, search] : m_searches) {
        if (!search.asked && id != peer)
            askFor(id, search, peer);
    }
    const bool everything = m_absenceSeconds == Everything || joining;
    if (joining || (fresh && m_tailsAsked < TailsAtStart))
        askTail(peer, everything);
    if (m_map.wantsCard(peer))
        fetchCard(peer);
    chooseKept();
}

void MapKeeper::onSessionDown(const NodeId& peer)
{
    m_observations.erase(peer);
    m_clockOffsets.erase(peer);
    m_tails.erase(peer);
    m_map.markSeen(peer, m_context.now.wall);
    storeRecord(peer);
    chooseKept();
    m_nextUpkeep = std::min(m_nextUpkeep, m_context.now.mono + UpkeepThin);
    for (auto& [id, search] : m_searches)
        search.waiting.erase(peer);
}

void MapKeeper::onDialFailed(const NodeId& peer)
{
    Backoff& backoff = m_backoff[peer];
    // Alone in the world we try the few we know more often.
    const Duration first = m_peers.upCount() == 0 ? Duration(1s) : Duration(15s);
    const Duration most = m_peers.upCount() == 0 ? Duration(60s) : Duration(10min);
    backoff.next = m_context.now.mono +
                   std::min<Duration>(first * (1 << std::min(backoff.failures, 6u)), most);
    ++backoff.failures;
}

// ---- links ------------------------------------------------------------------------------------

/// Keepalives go to as many sessions as the map needs, those of custody and contacts first; the
/// other side keeps its own.
void MapKeeper::chooseKept()
{
    std::unordered_set<NodeId> kept;
    const auto up = m_peers.up();
    const auto rank = [this](const NodeId& peer) {
        return m_context.friendVos.contains(peer) ? 0 : m_context.contacts.contains(peer) ? 1 : 2;
    };
    for (const int wanted : {0, 1, 2}) {
        for (const NodeId& peer : up) {
            if (kept.size() < LinksWanted && rank(peer) == wanted)
                kept.insert(peer);
        }
    }
    m_peers.setKept(std::move(kept));
}

void MapKeeper::keepLinks()
{
    m_presence.expire();
    if (m_nextExpiry <= m_context.now.mono)
        dropExpired();
    // Cards that one node did not have another may.
    if (const auto up = m_peers.up(); !up.empty() && !m_map.cardsWanted().empty())
        askCards(up[m_context.rng.below(up.size())]);
    const bool thin = m_peers.upCount() < LinksWanted;
    const bool more = thin && dialSome(DialsAtOnce) > 0;
    m_nextUpkeep = m_context.now.mono + (more ? UpkeepThin : UpkeepFull);
}

/// Records of strangers end 30 days after they were made; their numbers stay.
void MapKeeper::dropExpired()
{
    m_nextExpiry = m_context.now.mono + ExpiryEvery;
    // By a clock that is wrong, too, we find those to whom letters for our contacts go.
    const std::set<NodeId> holders = m_context.holdersOfContacts();
    const auto dropped = m_map.expire(m_context.networkTime(), [&](const NodeId& id) {
        return holders.contains(id) || m_context.contacts.contains(id) ||
               m_context.friendVos.contains(id) || m_context.owners.contains(id) ||
               m_peers.isUp(id);
    });
    for (const NodeId& id : dropped)
        storeRecord(id);
}

std::size_t MapKeeper::dialSome(std::size_t count)
{
    std::vector<std::pair<WallTime, NodeId>> candidates;
    for (const auto& [id, entry] : m_map.entries()) {
        if (!entry.whereabouts || m_peers.isUp(id) || m_peers.isDialling(id) ||
            entry.whereabouts->has(map::Retired) || !m_context.mayKnowUs(id))
            continue;
        if (const auto place = m_backoff.find(id);
            place != m_backoff.end() && place->second.next > m_context.now.mono)
            continue;
        candidates.emplace_back(std::max(entry.heardAt, entry.lastSeen.value_or(WallTime{})), id);
    }
    // Contacts first, then who was heard of last; chance decides among many, so that the nodes of a
    // network do not all hang on the same few.
    for (std::size_t i = candidates.size(); i > 1; --i)
        std::swap(candidates[i - 1], candidates[m_context.rng.below(i)]);
    std::stable_partition(candidates.begin(), candidates.end(),
                          [this](const auto& c) { return m_context.contacts.contains(c.second); });
    count = std::min(count, candidates.size());
    for (std::size_t i = 0; i < count; ++i)
        m_peers.dial(candidates[i].second);
    return count;
}

void MapKeeper::handleTimeout()
{
    if (!m_started)
        return;
    const Instant now = m_context.now.mono;
    for (JoinTarget& target : m_joins) {
        if (!target.reached && target.nextTry <= now)
            tryJoin(target);
    }
    std::erase_if(m_joins, [&](const JoinTarget& target) {
        const bool late = target.deadline <= now && target.request != 0;
        // A join named at start goes on until some node is connected.
        const bool settled = target.request == 0 && target.reached && m_peers.isUp(*target.reached);
        if (late)
            m_context.fail(target.request, ErrorCode::Unreachable,
                           "No node answered there within 10 seconds.");
        return late || settled;
    });
    std::vector<NodeId> ended;
    for (const auto& [id, search] : m_searches) {
        if (search.deadline <= now || (search.asked && search.waiting.empty()))
            ended.push_back(id);
    }
    for (const NodeId& id : ended)
        finishSearch(id);
    if (m_nextUpkeep <= now)
        keepLinks();
    if (m_settleAt && *m_settleAt <= now) {
        m_settleAt.reset();
        m_cardSettled = true;
        if (m_own.cardIsDue()) {
            publish();
            m_context.afterStore([this](bool) { pushCard(); });
        }
    }
    if (m_nextRepublish <= now ||
        (m_cardSettled && m_own.prekeyIsDue() && !m_own.isRetired() && !m_elsewhere)) {
        m_nextRepublish = now + RepublishEvery;
        publish();
    }
}

std::optional<Instant> MapKeeper::nextTimeout() const
{
    if (!m_started)
        return std::nullopt;
    Instant next = std::min(m_nextUpkeep, m_nextRepublish);
    if (m_settleAt)
        next = std::min(next, *m_settleAt);
    for (const JoinTarget& target : m_joins) {
        if (!target.reached)
            next = std::min(next, target.nextTry);
        if (target.request != 0)
            next = std::min(next, target.deadline);
    }
    for (const auto& [id, search] : m_searches)
        next = std::min(next, search.asked && search.waiting.empty() ? m_context.now.mono
                                                                     : search.deadline);
    return next;
}

void MapKeeper::drain()
{
    const MapSummary now = summary();
    if (now != m_toldSummary) {
        m_toldSummary = now;
        m_context.emit(MapChanged{now});
    }
    if (auto seen = observed(); seen != m_toldObserved) {
        m_toldObserved = std::move(seen);
        m_context.emit(NatChanged{nat(), m_toldObserved});
    }
}

MapSummary MapKeeper::summary() const
{
    return {static_cast<std::uint32_t>(m_map.knownCount()), m_presence.onlineCount()};
}

MapEntry MapKeeper::describe(const NodeId& id, const map::Entry& entry) const
{
    MapEntry result;
    result.id = id;
    if (entry.card) {
        result.name = entry.card->name;
        for (const identity::Grant& grant : entry.card->grants) {
            if (grant.verify(id))
                result.friendVos.push_back(grant.friendId);
        }
    }
    if (entry.whereabouts) {
        result.endpoints = entry.whereabouts->endpoints;
        result.sequence = entry.whereabouts->seq;
        result.issuedAt = fromMillis(static_cast<std::int64_t>(entry.whereabouts->seq));
    }
    const PeerPresence presence = m_presence.describe(id);
    result.online = presence.online;
    result.path = presence.path;
    result.rtt = presence.rtt;
    result.lastSeen = m_peers.isUp(id) ? std::optional(m_context.now.wall) : entry.lastSeen;
    if (!result.lastSeen)
        result.lastSeen = entry.heardAt;
    return result;
}

// ---- commands ---------------------------------------------------------------------------------

void MapKeeper::setGrants(std::vector<identity::Grant> grants)
{
    if (!m_own.setGrants(std::move(grants)))
        return;
    publish();
    m_context.afterStore([this](bool) { pushCard(); });
}

void MapKeeper::pushCard()
{
    for (const NodeId& peer : knowing())
        say(peer, wire::Cards{{m_own.cardBytes()}});
}

void MapKeeper::setContactsOnly(bool only)
{
    if (std::exchange(m_context.contactsOnly, only) == only)
        return;
    for (const NodeId& peer : m_peers.up()) {
        if (!m_context.mayKnowUs(peer))
            m_peers.closePeer(peer, transport::CloseReason::Goodbye);
    }
    m_nextUpkeep = m_context.now.mono;
    publish();
}

void MapKeeper::settingChanged(const std::string& key)
{
    if (key == "privacy.contacts_only")
        setContactsOnly(m_context.choice(key, false));
    if (key != "privacy.public_name")
        return;
    m_own.showName(m_context.choice(key, true));
    publish();
    m_context.afterStore([this](bool) { pushCard(); });
}

void MapKeeper::rename(RequestId request, std::string name)
{
    m_own.setName(std::move(name));
    publish();
    m_context.afterStore([this, request](bool durable) {
        if (!durable) {
            m_context.fail(request, ErrorCode::Storage, "The name could not be stored.");
            return;
        }
        pushCard();
        m_context.answer(request, std::monostate{});
    });
}

void MapKeeper::retire()
{
    m_own.retire();
    publish();
}

/// Our own record as others see it.
MapEntry MapKeeper::describeSelf() const
{
    map::Entry entry;
    entry.whereabouts = map::Whereabouts::decode(m_own.whereaboutsBytes());
    entry.card = m_own.card();
    MapEntry self = describe(m_context.self(), entry);
    self.online = true;
    self.lastSeen = m_context.now.wall;
    return self;
}

void MapKeeper::findRecord(RequestId request, const NodeId& id)
{
    if (id == m_context.self()) {
        m_context.answer(request, describeSelf());
        return;
    }
    if (const map::Entry* entry = m_map.find(id); entry && entry->whereabouts) {
        m_context.answer(request, describe(id, *entry));
        return;
    }
    seek(id);
    m_searches[id].requests.push_back(request);
}

void MapKeeper::seek(const NodeId& id)
{
    auto [place, added] = m_searches.try_emplace(id);
    if (!added)
        return;
    Search& search = place->second;
    search.token = m_nextToken++;
    search.deadline = m_context.now.mono + SearchPatience;
    for (const NodeId& peer : m_peers.up()) {
        if (peer != id && search.waiting.size() < SearchBreadth)
            askFor(id, search, peer);
    }
    for (const NodeId& peer : strangersToAsk()) {
        if (m_guests->isUp(peer))
            askFor(id, search, peer);
    }
}

/// Nodes that are called as a guest, while nobody but our own people may know us.
std::vector<NodeId> MapKeeper::strangersToAsk()
{
    std::vector<NodeId> chosen;
    if (!m_context.contactsOnly)
        return chosen;
    for (const auto& [id, entry] : m_map.entries()) {
        if (entry.whereabouts && m_guests->isUp(id))
            chosen.push_back(id);
    }
    std::vector<NodeId> others;
    for (const auto& [id, entry] : m_map.entries()) {
        if (entry.whereabouts && !entry.whereabouts->has(map::Retired) &&
            !entry.whereabouts->has(map::Private) && !m_context.isOurs(id) && !m_guests->isUp(id))
            others.push_back(id);
    }
    while (chosen.size() < GuestBreadth && !others.empty()) {
        const std::size_t place = m_context.rng.below(others.size());
        m_guests->dial(others[place]);
        chosen.push_back(others[place]);
        others.erase(others.begin() + static_cast<std::ptrdiff_t>(place));
    }
    return chosen;
}

void MapKeeper::onGuestSessionUp(const NodeId& peer)
{
    if (!m_context.contactsOnly)
        return;
    for (auto& [id, search] : m_searches)
        askFor(id, search, peer);
    wire::CardRequest request;
    while (!m_cardsAsGuest.empty() && request.ids.size() < wire::CardsMax)
        request.ids.push_back(m_cardsAsGuest.extract(m_cardsAsGuest.begin()).value());
    if (!request.ids.empty())
        m_guests->send(peer, transport::Channel::Control, wire::encodeMessage(request));
}

void MapKeeper::onGuestMessage(const NodeId& peer, const wire::Message& message)
{
    if (const auto* found = std::get_if<wire::Found>(&message))
        onFound(peer, *found);
    else if (const auto* cards = std::get_if<wire::Cards>(&message))
        onCards(*cards);
}

void MapKeeper::askFor(const NodeId& id, Search& search, const NodeId& peer)
{
    wire::Find find;
    find.token = search.token;
    find.id = id;
    search.asked = true;
    search.waiting.insert(peer);
    if (m_peers.isUp(peer))
        say(peer, find);
    else
        m_guests->send(peer, transport::Channel::Control, wire::encodeMessage(find));
}

void MapKeeper::finishSearch(const NodeId& id)
{
    auto ended = m_searches.extract(id);
    if (ended.empty())
        return;
    const map::Entry* entry = m_map.find(id);
    for (const RequestId request : ended.mapped().requests) {
        if (entry && entry->whereabouts)
            m_context.answer(request, describe(id, *entry));
        else
            m_context.fail(request, ErrorCode::UnknownAddress, "No node knows this address.");
    }
    m_listener.onSeekDone(id, ended.mapped().found);
}

void MapKeeper::fetchCard(const NodeId& id)
{
    wire::CardRequest request;
    request.ids.push_back(id);
    if (m_peers.isUp(id)) {
        say(id, request);
        return;
    }
    std::size_t asked = 0;
    for (const NodeId& peer : m_peers.up()) {
        if (asked++ == 3)
            break;
        say(peer, request);
    }
    for (const NodeId& peer : strangersToAsk()) {
        if (m_guests->isUp(peer))
            m_guests->send(peer, transport::Channel::Control, wire::encodeMessage(request));
        else
            m_cardsAsGuest.insert(id);
    }
}

}  // namespace vos::engine
