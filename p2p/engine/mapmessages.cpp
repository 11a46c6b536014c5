// MapKeeper: what it says to connected nodes and what it makes of what they say.

#include "p2p/engine/mapkeeper.h"

#include <algorithm>
#include <utility>

namespace vos::engine {

namespace {

/// Records in one RECORDS message: about 8 KiB.
constexpr std::size_t RecordsAtOnce = 32;
/// Announcements of one id that are passed on: a burst, then one a minute.
constexpr unsigned SpreadBurst = 4;
constexpr Duration SpreadInterval = 60s;
/// Cards asked of one node at a time.
constexpr std::size_t CardsAtOnce = 256;
/// Maps are compared with the same node at most this often.
constexpr Duration CompareInterval = 60s;
/// Clocks within this are taken to agree.
constexpr std::chrono::minutes ClockTolerance{10};
constexpr std::size_t ClocksNeeded = 3;
/// Higher numbers of ours that turn up in the first moments are those of an earlier life.
constexpr Duration StartTime = 60s;
/// A record heard this much after our start was made after it.
constexpr std::int64_t HeardMargin = 10;

std::uint32_t secondsSince(WallTime then, WallTime now)
{
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(now - then).count();
    return static_cast<std::uint32_t>(std::clamp<std::int64_t>(seconds, 0, 0x7fff'ffff));
}

}  // namespace

bool MapKeeper::handleMessage(const NodeId& peer, const wire::Message& message)
{
    if (const auto* hello = std::get_if<wire::Hello>(&message))
        onHello(peer, *hello);
    else if (const auto* announce = std::get_if<wire::Announce>(&message))
        onAnnounce(peer, *announce);
    else if (const auto* find = std::get_if<wire::Find>(&message))
        onFind(peer, *find);
    else if (const auto* found = std::get_if<wire::Found>(&message))
        onFound(peer, *found);
    else if (const auto* tail = std::get_if<wire::Tail>(&message))
        onTail(peer, *tail);
    else if (const auto* records = std::get_if<wire::Records>(&message))
        onRecords(peer, *records);
    else if (const auto* request = std::get_if<wire::CardRequest>(&message))
        onCardRequest(peer, *request);
    else if (const auto* cards = std::get_if<wire::Cards>(&message))
        onCards(*cards);
    else
        return false;
    return true;
}

void MapKeeper::onUnverified(const NodeId& claimed, const Endpoint& from,
                             const wire::Message& message)
{
    const auto* announce = std::get_if<wire::Announce>(&message);
    if (!announce)
        return;
    for (const wire::HeardWhereabouts& heard : announce->records) {
        const auto record = map::Whereabouts::decode(heard.whereabouts);
        if (record && record->id == claimed)
            takeAnnounced(claimed, heard, from.isLoopback() || from.isPrivate());
    }
}

void MapKeeper::takeIntroduction(const NodeId& id, ByteView whereabouts, ByteView card)
{
    const auto record = map::Whereabouts::decode(whereabouts);
    if (record && record->id == id)
        take(whereabouts, 0, false);
    const auto parsed = identity::Card::decode(card);
    if (parsed && parsed->id == id)
        takeCard(card);
}

// ---- HELLO ------------------------------------------------------------------------------------

/// Of all records that are passed on, our own too.
std::uint64_t MapKeeper::mapSum() const
{
    const std::uint64_t own =
        m_context.contactsOnly ? 0 : map::VosMap::sumOf(m_context.self(), m_own.seq());
    return m_map.sum() + own;
}

void MapKeeper::sayHello(const NodeId& peer)
{
    wire::Hello hello;
    hello.sizeEstimate = static_cast<std::uint32_t>(m_map.knownCount() + 1);
    hello.mapSum = mapSum();
    hello.uptimeSeconds = static_cast<std::uint32_t>(
        std::chrono::duration_cast<std::chrono::seconds>(m_context.now.mono - m_startedAt).count());
    hello.clockMillis = static_cast<std::uint64_t>(
        std::clamp<std::int64_t>(toMillis(m_context.now.wall), 0, (std::int64_t{1} << 48) - 1));
    hello.seen = m_peers.endpointOf(peer);
    if (const map::Entry* entry = m_map.find(peer)) {
        hello.heldSeq = entry->whereabouts ? entry->whereabouts->seq : 0;
        hello.heldCard = entry->card ? entry->card->number : 0;
    }
    say(peer, hello);
}

void MapKeeper::onHello(const NodeId& peer, const wire::Hello& hello)
{
    m_peers.dropOlderThan(peer, std::chrono::seconds(hello.uptimeSeconds));
    takeObservation(peer, hello);
    m_clockOffsets[peer] = std::chrono::milliseconds(static_cast<std::int64_t>(hello.clockMillis) -
                                                     toMillis(m_context.now.wall));
    updateClockOffset();
    takeOwnNumbers(peer, hello);

    const std::uint64_t sum = mapSum();
    const auto asked = m_tails.find(peer);
    const bool lately =
        asked != m_tails.end() && m_context.now.mono - asked->second.askedAt < CompareInterval;
    if (hello.mapSum != sum && !lately && m_tailsAsked > 0)
        askTail(peer, true);
}

// ---- our own record, as others know it --------------------------------------------------------

void MapKeeper::takeOwnNumbers(const NodeId& peer, const wire::Hello& hello)
{
    if (hello.heldSeq > m_own.seq() && m_context.now.mono - m_startedAt > StartTime) {
        // Made in an earlier life, or elsewhere meanwhile? When the peer heard it tells.
        say(peer, wire::Find{m_nextToken++, m_context.self()});
        return;
    }
    if (hello.heldSeq > m_own.seq() || hello.heldCard > m_own.cardNumber())
        raiseAbove(hello.heldSeq, hello.heldCard);
    else if (hello.heldCard < m_own.cardNumber() && m_context.mayKnowUs(peer))
        say(peer, wire::Cards{{m_own.cardBytes()}});
}

/// A record of ours that somebody told us.
void MapKeeper::takeOwn(const map::Whereabouts& record, std::uint32_t heardSecondsAgo)
{
    if (record.seq < m_own.seq() ||
        (record.seq == m_own.seq() && record.encode() == m_own.whereaboutsBytes()))
        return;
    if (!record.verify(m_context.config.stampBits))
        return;
    const auto uptime =
        std::chrono::duration_cast<std::chrono::seconds>(m_context.now.mono - m_startedAt).count();
    if (heardSecondsAgo + HeardMargin < uptime || record.seq == m_own.seq())
        tellElsewhere();
    else
        raiseAbove(record.seq, 0);
}

void MapKeeper::raiseAbove(std::uint64_t seq, std::uint32_t cardNumber)
{
    const bool cardIsOld = cardNumber > m_own.cardNumber();
    if (m_elsewhere || !m_own.raiseAbove(seq, cardNumber))
        return;
    m_cardSettled |= cardIsOld;
    // Records are numbered by the clock, cards one by one: a higher card alone shows a life we have
    // forgotten, with keys we no longer have.
    if (cardIsOld && !m_oldProfile)
        renewKeys();
    else
        publish();
}

void MapKeeper::renewKeys()
{
    if (std::exchange(m_oldProfile, true))
        return;
    m_context.log(LogLine::Level::Warning,
                  "This is an older copy of the profile: keys are made anew.");
    m_own.renewPrekey();
    publish();
    m_listener.onOldProfile();
}

void MapKeeper::tellElsewhere()
{
    if (std::exchange(m_elsewhere, true))
        return;
    m_context.log(LogLine::Level::Warning,
                  "This identity runs in another place too; this node publishes no record any "
                  "more.");
    m_context.emit(IdentityElsewhere{true});
}

void MapKeeper::takeObservation(const NodeId& peer, const wire::Hello& hello)
{
    // A link-local address holds for the peer's side of one wire alone.
    if (!hello.seen || !hello.seen->isUsable() || hello.seen->isLinkLocal())
        return;
    m_observations[peer] = *hello.seen;
    if (m_own.setEndpoints(chooseEndpoints()))
        publish();
}

/// Numbers of records follow the median of the peers' clocks where ours is alone in being wrong.
void MapKeeper::updateClockOffset()
{
    m_context.clockOffset = {};
    if (m_clockOffsets.size() < ClocksNeeded)
        return;
    std::vector<std::chrono::milliseconds> offsets;
    for (const auto& [peer, offset] : m_clockOffsets)
        offsets.push_back(offset);
    const auto middle = offsets.begin() + static_cast<std::ptrdiff_t>(offsets.size() / 2);
    std::nth_element(offsets.begin(), middle, offsets.end());
    const auto wrong = std::count_if(offsets.begin(), offsets.end(), [](auto offset) {
        return offset > ClockTolerance || offset < -ClockTolerance;
    });
    if (static_cast<std::size_t>(wrong) >= ClocksNeeded &&
        (*middle > ClockTolerance || *middle < -ClockTolerance))
        m_context.clockOffset = *middle;
}

// ---- records ----------------------------------------------------------------------------------

map::Verdict MapKeeper::take(ByteView whereabouts, std::uint32_t heardSecondsAgo, bool nearby)
{
    const WallTime heardAt = m_context.now.wall - std::chrono::seconds(heardSecondsAgo);
    if (const auto offered = map::Whereabouts::decode(whereabouts);
        offered && offered->id == m_context.self()) {
        takeOwn(*offered, heardSecondsAgo);
        return map::Verdict::Known;
    } else if (offered && m_context.contacts.contains(offered->id)) {
        const map::Entry* known = m_map.find(offered->id);
        if (known && known->whereabouts && known->whereabouts->seq == offered->seq &&
            !equal(known->whereaboutsBytes, whereabouts) &&
            offered->verify(m_context.config.stampBits))
            m_listener.onUsedTwice(offered->id, offered->seq, 0);
    }
    const map::Verdict verdict =
        m_map.offerWhereabouts(whereabouts, heardAt, m_context.networkTime(), nearby);
    if (verdict != map::Verdict::Stored)
        return verdict;
    const auto record = map::Whereabouts::decode(whereabouts);
    const NodeId id = record->id;
    m_backoff.erase(id);
    storeRecord(id);
    if (record->has(map::Retired))
        m_presence.silent(id);
    else
        m_presence.announced(id, heardAt);
    m_peers.recordChanged(id);
    m_listener.onRecordChanged(id);
    m_nextUpkeep = std::min(m_nextUpkeep, m_context.now.mono + Duration(500ms));
    return verdict;
}

void MapKeeper::storeRecord(const NodeId& id)
{
    const map::Entry* entry = m_map.find(id);
    if (!entry)
        return;
    m_context.store(RecordRow{id, entry->whereaboutsBytes, entry->cardBytes, entry->highestSeq,
                              entry->highestCard, entry->heardAt, entry->lastSeen});
}

void MapKeeper::onAnnounce(const NodeId& peer, const wire::Announce& announce)
{
    const bool nearby = isNearby(peer);
    for (const wire::HeardWhereabouts& heard : announce.records) {
        const auto record = map::Whereabouts::decode(heard.whereabouts);
        if (!record)
            continue;
        if (record->id == m_context.self()) {
            takeOwn(*record, heard.heardSecondsAgo);
            continue;
        }
        takeAnnounced(peer, heard, nearby);
    }
}

/// What is news here is news for everybody else we are connected to.
void MapKeeper::takeAnnounced(const NodeId& source, const wire::HeardWhereabouts& heard,
                              bool nearby)
{
    const auto record = map::Whereabouts::decode(heard.whereabouts);
    if (!record || take(heard.whereabouts, heard.heardSecondsAgo, nearby) != map::Verdict::Stored)
        return;
    if (m_map.wantsCard(record->id))
        fetchCard(record->id);
    if (!record->has(map::Private) && maySpread(record->id))
        spread(record->id, source);
}

bool MapKeeper::maySpread(const NodeId& id)
{
    auto [place, added] = m_spreadBudget.try_emplace(id, m_context.now.mono, SpreadBurst);
    auto& [since, left] = place->second;
    const auto earned = static_cast<unsigned>((m_context.now.mono - since) / SpreadInterval);
    if (earned > 0) {
        left = std::min(SpreadBurst, left + earned);
        since = m_context.now.mono;
    }
    if (left == 0)
        return false;
    --left;
    return true;
}

void MapKeeper::spread(const NodeId& id, const NodeId& source)
{
    const map::Entry* entry = m_map.find(id);
    wire::Announce announce;
    announce.records.push_back(
        {secondsSince(entry->heardAt, m_context.now.wall), entry->whereaboutsBytes});
    for (const NodeId& peer : m_peers.up()) {
        if (peer != source && peer != id)
            say(peer, announce);
    }
}

// ---- catching up ------------------------------------------------------------------------------

void MapKeeper::askTail(const NodeId& peer, bool everything)
{
    Tail& tail = m_tails[peer];
    tail.seconds = everything ? 0xffff'ffff : m_absenceSeconds;
    tail.askedAt = m_context.now.mono;
    ++m_tailsAsked;
    sendTail(peer, NodeId{});
}

void MapKeeper::sendTail(const NodeId& peer, const NodeId& after)
{
    Tail& tail = m_tails[peer];
    tail.token = m_nextToken++;
    wire::Tail message;
    message.token = tail.token;
    message.seconds = tail.seconds;
    message.after = after;
    say(peer, message);
}

void MapKeeper::onTail(const NodeId& peer, const wire::Tail& tail)
{
    wire::Records records;
    records.token = tail.token;
    const auto& entries = m_map.entries();
    for (auto place = entries.upper_bound(tail.after); place != entries.end(); ++place) {
        const map::Entry& entry = place->second;
        if (!entry.whereabouts || entry.whereabouts->has(map::Private) || place->first == peer)
            continue;
        const std::uint32_t age = secondsSince(entry.heardAt, m_context.now.wall);
        if (age > tail.seconds || map::timelinessOf(*entry.whereabouts, m_context.networkTime()) !=
                                      map::Timeliness::Current)
            continue;
        if (records.records.size() == RecordsAtOnce) {
            records.next = map::Whereabouts::decode(records.records.back().whereabouts)->id;
            break;
        }
        records.records.push_back({age, entry.whereaboutsBytes});
    }
    say(peer, records);
}

void MapKeeper::onRecords(const NodeId& peer, const wire::Records& records)
{
    const auto asked = m_tails.find(peer);
    if (asked == m_tails.end() || asked->second.token != records.token)
        return;
    const bool nearby = isNearby(peer);
    for (const wire::HeardWhereabouts& heard : records.records)
        take(heard.whereabouts, heard.heardSecondsAgo, nearby);
    if (records.next) {
        sendTail(peer, *records.next);
        return;
    }
    asked->second.token = 0;
    m_absenceSeconds = std::min<std::uint32_t>(m_absenceSeconds, 600);
    finishJoins(peer);
    askCards(peer);
}

// ---- cards ------------------------------------------------------------------------------------

void MapKeeper::askCards(const NodeId& peer)
{
    wire::CardRequest request;
    std::size_t asked = 0;
    for (const NodeId& id : m_map.cardsWanted()) {
        request.ids.push_back(id);
        if (request.ids.size() == wire::CardsMax) {
            say(peer, request);
            request.ids.clear();
        }
        // The rest is asked for in the next rounds; this much keeps a joining node quick.
        if (++asked == CardsAtOnce)
            break;
    }
    if (!request.ids.empty())
        say(peer, request);
}

/// Our own Card goes to whoever asks for it by our id: it says nothing of where we are.
void MapKeeper::onCardRequest(const NodeId& peer, const wire::CardRequest& request)
{
    wire::Cards cards;
    for (const NodeId& id : request.ids) {
        const map::Entry* entry = m_map.find(id);
        if (id == m_context.self())
            cards.cards.push_back(m_own.cardBytes());
        else if (entry && entry->card &&
                 !(entry->whereabouts && entry->whereabouts->has(map::Private)))
            cards.cards.push_back(entry->cardBytes);
    }
    if (!cards.cards.empty())
        say(peer, cards);
}

void MapKeeper::onCards(const wire::Cards& cards)
{
    for (const Bytes& card : cards.cards)
        takeCard(card);
}

void MapKeeper::takeCard(ByteView bytes)
{
    if (const auto offered = identity::Card::decode(bytes);
        offered && m_context.contacts.contains(offered->id)) {
        const map::Entry* known = m_map.find(offered->id);
        if (known && known->card && known->card->number == offered->number &&
            !equal(known->cardBytes, bytes) && offered->verify())
            m_listener.onUsedTwice(offered->id, 0, offered->number);
    }
    if (m_map.offerCard(bytes) != map::Verdict::Stored)
        return;
    const auto card = identity::Card::decode(bytes);
    storeRecord(card->id);
    m_listener.onCardChanged(card->id);
}

// ---- finding ----------------------------------------------------------------------------------

void MapKeeper::onFind(const NodeId& peer, const wire::Find& find)
{
    wire::Found found;
    found.token = find.token;
    const map::Entry* entry = m_map.find(find.id);
    if (find.id == m_context.self() && m_context.mayKnowUs(peer)) {
        found.content = wire::Found::Record{{0, m_own.whereaboutsBytes()}, m_own.cardBytes()};
    } else if (entry && entry->whereabouts && !entry->whereabouts->has(map::Private)) {
        found.content = wire::Found::Record{
            {secondsSince(entry->heardAt, m_context.now.wall), entry->whereaboutsBytes},
            entry->cardBytes};
    } else {
        found.content = std::vector<wire::NodePlace>{};
    }
    say(peer, found);
}

void MapKeeper::onFound(const NodeId& peer, const wire::Found& found)
{
    if (const auto* record = std::get_if<wire::Found::Record>(&found.content)) {
        const auto own = map::Whereabouts::decode(record->heard.whereabouts);
        if (own && own->id == m_context.self()) {
            takeOwn(*own, record->heard.heardSecondsAgo);
            return;
        }
    }
    const auto search = std::find_if(m_searches.begin(), m_searches.end(), [&](const auto& s) {
        return s.second.token == found.token && s.second.waiting.contains(peer);
    });
    if (search == m_searches.end())
        return;
    const NodeId id = search->first;
    search->second.waiting.erase(peer);
    const auto* record = std::get_if<wire::Found::Record>(&found.content);
    if (!record)
        return;
    const auto whereabouts = map::Whereabouts::decode(record->heard.whereabouts);
    if (!whereabouts || whereabouts->id != id)
        return;
    if (!record->card.empty())
        takeCard(record->card);
    // Taking it may end the search's owner's waiting, so the search is looked up anew.
    if (take(record->heard.whereabouts, record->heard.heardSecondsAgo, isNearby(peer)) ==
        map::Verdict::Stored) {
        if (const auto still = m_searches.find(id); still != m_searches.end())
            still->second.found = true;
    }
}

}  // namespace vos::engine
