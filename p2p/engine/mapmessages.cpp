// MapKeeper: what it says to connected nodes and what it makes of what they say.

#include "p2p/engine/mapkeeper.h"

#include <algorithm>
#include <utility>

namespace vos::engine {

namespace {

/// Cards asked of one node at a time.
constexpr std::size_t CardsAtOnce = 256;
/// Clocks within this are taken to agree.
constexpr std::chrono::minutes ClockTolerance{10};
constexpr std::size_t ClocksNeeded = 3;
/// Higher numbers of ours that turn up in the first moments are those of an earlier life.
constexpr Duration StartTime = 60s;
/// A record heard this much after our start was made after it.
constexpr std::int64_t HeardMargin = 10;

}  // namespace

bool MapKeeper::handleMessage(const NodeId& peer, const wire::Message& message, std::size_t size)
{
    if (const auto* hello = std::get_if<wire::Hello>(&message))
        onHello(peer, *hello);
    if (m_machine.handleMessage(mapTime(), peer, message, size)) {
        tellNews();
        return true;
    }
    if (const auto* find = std::get_if<wire::Find>(&message))
        answerGuest(peer, *find);
    else if (const auto* request = std::get_if<wire::CardRequest>(&message))
        onCardRequest(peer, *request);
    else if (const auto* cards = std::get_if<wire::Cards>(&message))
        onCards(*cards);
    else
        return false;
    return true;
}

/// A guest may ask for records, and is no link.
void MapKeeper::answerGuest(const NodeId& guest, const wire::Find& find)
{
    wire::Found answer;
    answer.token = find.token;
    if (find.id == m_context.self() && m_context.mayKnowUs(guest)) {
        answer.content = wire::Found::Record{{0, m_own.whereaboutsBytes()}, m_own.cardBytes()};
        say(guest, answer);
        return;
    }
    auto known = m_machine.lookUp(mapTime(), find.id, find.byHead);
    if (auto* record = std::get_if<wire::HeardWhereabouts>(&known)) {
        const map::Entry* entry = m_map.find(find.id);
        answer.content =
            wire::Found::Record{std::move(*record), entry ? entry->cardBytes : Bytes{}};
    } else {
        answer.content = std::get<std::vector<wire::NodePlace>>(std::move(known));
    }
    say(guest, answer);
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
            offer(heard.whereabouts, heard.heardSecondsAgo, from.isLoopback() || from.isPrivate(),
                  map::Via::Owner);
    }
}

void MapKeeper::takeIntroduction(const NodeId& id, ByteView whereabouts, ByteView card)
{
    const auto record = map::Whereabouts::decode(whereabouts);
    if (record && record->id == id)
        offer(whereabouts, 0, false, map::Via::Found);
    const auto parsed = identity::Card::decode(card);
    if (parsed && parsed->id == id)
        takeCard(card);
}

// ---- HELLO ------------------------------------------------------------------------------------

void MapKeeper::onHello(const NodeId& peer, const wire::Hello& hello)
{
    m_peers.dropOlderThan(peer, std::chrono::seconds(hello.uptimeSeconds));
    takeObservation(peer, hello);
    m_clockOffsets[peer] = std::chrono::milliseconds(static_cast<std::int64_t>(hello.clockMillis) -
                                                     toMillis(m_context.now.wall));
    updateClockOffset();
    takeOwnNumbers(peer, hello);
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
    endpointsChanged();
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

map::Verdict MapKeeper::offer(ByteView whereabouts, std::uint32_t heardSecondsAgo, bool nearby,
                              map::Via via)
{
    const map::Verdict verdict =
        m_machine.offer(mapTime(), whereabouts, heardSecondsAgo, nearby, via);
    tellNews();
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

}  // namespace vos::engine
