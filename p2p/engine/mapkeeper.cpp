#include "p2p/engine/mapkeeper.h"

#include <algorithm>
#include <utility>

namespace vos::engine {

namespace {

/// An announcement is repeated this often although nothing changed.
constexpr std::chrono::hours RepublishEvery{12};
/// Cards that one node did not have another may.
constexpr Duration CardsEvery = 5s;
/// Restored Cards looked at each time: 100,000 in two minutes.
constexpr std::size_t CardsChecked = 4096;
constexpr Duration JoinPatience = 10s;
/// After the first session of a run peers have said which Card of ours they hold; until then none
/// is signed under a number an older copy of the profile may have used already.
constexpr Duration SettleTime = 10s;

}  // namespace

MapKeeper::MapKeeper(Context& context, map::VosMap& map, Peers& peers, Presence& presence,
                     Listener& listener)
    : m_context(context)
    , m_map(map)
    , m_peers(peers)
    , m_presence(presence)
    , m_listener(listener)
    , m_own(context)
    , m_machine(map, context.self(), *this, context.rng)
{
    peers.setLookUp([this](const NodeId& id) { return m_machine.lookUp(mapTime(), id); });
}

void MapKeeper::load(StoredState& state)
{
    m_own.load(state.self, state.prekeys);
    m_own.showName(m_context.choice("privacy.public_name", true));
    m_context.contactsOnly = m_context.choice("privacy.contacts_only", false);
    if (!m_context.config.name.empty())
        m_own.setName(m_context.config.name);
    settingChanged("map.budget");
    m_map.reserve(state.records.size());
    for (RecordRow& row : state.records)
        m_map.restore(row.id, std::move(row.whereabouts), std::move(row.card), row.highestSequence,
                      row.highestCard, row.heardAt, row.lastSeen);
}

void MapKeeper::start(std::vector<Endpoint> endpoints)
{
    std::optional<std::chrono::seconds> absent;
    if (m_map.knownCount() > 0)
        absent = std::chrono::duration_cast<std::chrono::seconds>(m_context.now.wall -
                                                                  m_map.latestHeard());
    m_startedAt = m_context.now.mono;
    m_own.setEndpoints(std::move(endpoints));
    m_holders = m_context.holdersOfContacts();
    m_machine.start(mapTime(), absent);
    m_nextCards = m_context.now.mono + CardsEvery;
    m_started = true;
    m_cardSettled = !m_own.hasCard();
    publish();
}

void MapKeeper::networkChanged()
{
    m_machine.networkChanged(mapTime());
}

void MapKeeper::setEndpoints(std::vector<Endpoint> endpoints)
{
    if (m_started && m_own.setEndpoints(std::move(endpoints)))
        publish();
}

void MapKeeper::setReach(bool reachable, const std::vector<NodeId>& introducers, bool relays)
{
    if (!m_started)
        return;
    const bool changed = m_own.setIntroducers(introducers);
    m_machine.setReachable(reachable);
    if (m_own.setReach(reachable, relays) || changed)
        publish();
}

void MapKeeper::onPathMoved(const NodeId& peer)
{
    if (const auto endpoint = m_peers.endpointOf(peer); endpoint && m_context.mayKnowUs(peer))
        m_machine.linkUp(mapTime(), peer, *endpoint);
    tellNews();
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
    m_machine.setOwnCard(m_own.cardBytes());
    m_machine.setOwn(mapTime(), m_own.whereaboutsBytes());
    tellNews();
}

/// Those connected that may know us.
std::vector<NodeId> MapKeeper::knowing() const
{
    std::vector<NodeId> peers = m_peers.up();
    std::erase_if(peers, [this](const NodeId& peer) { return !m_context.mayKnowUs(peer); });
    return peers;
}

void MapKeeper::say(const NodeId& peer, const wire::Message& message)
{
    m_peers.send(peer, transport::Channel::Control, wire::encodeMessage(message));
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
        m_machine.catchUpWith(mapTime(), *id);
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

void MapKeeper::onRecord(const Endpoint& from, const WhoAnswer& answer)
{
    const auto* part = std::get_if<Bytes>(&answer.content);
    if (!part) {
        m_machine.whoAnswered(mapTime(), from, answer.asked,
                              std::get<std::vector<wire::NodePlace>>(answer.content));
        tellNews();
        return;
    }
    if (answer.card) {
        takeCard(*part);
        return;
    }
    const auto record = map::Whereabouts::decode(*part);
    if (!record || record->id == m_context.self())
        return;
    m_machine.whoAnswered(mapTime(), from, answer.asked,
                          wire::HeardWhereabouts{answer.heardSecondsAgo, *part});
    tellNews();
    joinThrough(from, record->id);
}

void MapKeeper::onOwnerRecord(const Endpoint& from, ByteView whereabouts)
{
    offer(whereabouts, 0, from.isLoopback() || from.isPrivate(), map::Via::Found);
}

/// Whoever answers where a join was aimed at is called.
void MapKeeper::joinThrough(const Endpoint& from, const NodeId& id)
{
    const map::Entry* entry = m_map.find(id);
    for (JoinTarget& target : m_joins) {
        const bool asked = std::find(target.at.begin(), target.at.end(), from) != target.at.end();
        if (target.reached || !(target.id ? *target.id == id : asked))
            continue;
        if (!m_context.mayKnowUs(id)) {
            // A node to be asked without a session; that is all there is to join.
            target.reached = id;
            finishJoins(id);
            return;
        }
        if (!m_peers.isUp(id)) {
            if (entry && entry->whereabouts)
                m_peers.dial(id, {from});
            continue;
        }
        // Whoever answers there is connected already.
        target.reached = id;
        m_machine.catchUpWith(mapTime(), id);
    }
}

void MapKeeper::onSessionUp(const NodeId& peer, bool fresh)
{
    m_map.markSeen(peer, m_context.now.wall);
    if (!m_cardSettled && !m_settleAt)
        m_settleAt = m_context.now.mono + SettleTime;
    const auto endpoint = m_peers.endpointOf(peer);
    bool joining = false;
    for (JoinTarget& target : m_joins) {
        const bool there =
            endpoint && std::find(target.at.begin(), target.at.end(), *endpoint) != target.at.end();
        if (!target.reached && (target.id ? *target.id == peer : there)) {
            target.reached = peer;
            joining = true;
        }
    }
    if (fresh)
        m_trail.finish(peer, SeekStep::What::Address, peer, SeekStep::Result::Connected,
                       m_context.now.wall);
    // To one that is not to know us we are no link, and say nothing of ourselves.
    if (m_context.mayKnowUs(peer))
        m_machine.linkUp(mapTime(), peer, endpoint.value_or(Endpoint{}));
    if (joining)
        m_machine.catchUpWith(mapTime(), peer);
    if (m_map.wantsCard(peer))
        fetchCard(peer);
    tellNews();
}

void MapKeeper::onSessionDown(const NodeId& peer)
{
    m_clockOffsets.erase(peer);
    m_map.markSeen(peer, m_context.now.wall);
    storeRecord(peer);
    m_machine.linkDown(mapTime(), peer, !m_peers.fellSilent());
    tellNews();
}

void MapKeeper::onDialFailed(const NodeId& peer)
{
    m_trail.finish(peer, SeekStep::What::Address, peer, SeekStep::Result::NoAnswer,
                   m_context.now.wall);
    m_machine.dialFailed(mapTime(), peer);
    tellNews();
}

// ---- time -------------------------------------------------------------------------------------

void MapKeeper::handleTimeout()
{
    if (!m_started)
        return;
    const Instant now = m_context.now.mono;
    m_machine.handleTimeout(mapTime());
    tellNews();
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
    if (m_nextCards <= now) {
        m_nextCards = now + CardsEvery;
        // By a clock that is wrong, too, we find those to whom letters for our contacts go.
        m_holders = m_context.holdersOfContacts();
        m_presence.expire();
        m_map.checkCards(CardsChecked);
        if (const auto up = m_peers.up(); !up.empty() && !m_map.cardsWanted().empty())
            askCards(up[m_context.rng.below(up.size())]);
    }
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
    Instant next = std::min(m_nextRepublish, m_nextCards);
    if (const auto machine = m_machine.nextTimeout())
        next = std::min(next, *machine);
    if (m_settleAt)
        next = std::min(next, *m_settleAt);
    for (const JoinTarget& target : m_joins) {
        if (!target.reached)
            next = std::min(next, target.nextTry);
        if (target.request != 0)
            next = std::min(next, target.deadline);
    }
    return next;
}

void MapKeeper::drain()
{
    const MapSummary now = summary();
    if (now != m_toldSummary) {
        m_toldSummary = now;
        m_context.emit(MapChanged{now});
    }
}

void MapKeeper::closePending()
{
    for (const NodeId& peer : std::exchange(m_toClose, {}))
        m_peers.closePeer(peer, transport::CloseReason::Refused);
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
    publish();
}

void MapKeeper::settingChanged(const std::string& key)
{
    if (key == "map.budget")
        m_machine.setBudget(map::Budget::named(m_context.settings[key]));
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

}  // namespace vos::engine
