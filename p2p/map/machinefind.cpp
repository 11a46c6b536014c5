// Machine: where is this id? And the nodes of other zones that are asked for it.

#include "p2p/map/machineinside.h"

#include <algorithm>
#include <utility>

namespace vos::map {

namespace {

/// Questions open at once where there is no full map, and the pause between two.
constexpr std::size_t Alpha = 3;
constexpr Duration QueryStagger = 150ms;
constexpr Duration QueryLimit = 700ms;
constexpr std::size_t QueriesMax = 32;
/// Connected nodes asked at once: they answer in one round trip.
constexpr std::size_t SessionsAsked = 8;
constexpr Duration SearchPatience = 10s;
constexpr Duration SessionPatience = 1500ms;
/// After the first answer a newer one may follow for so long.
constexpr Duration NewerFor = 1s;
/// So many must have told a record before others are asked no more: one may tell an old one.
constexpr std::size_t TellersMin = 3;
/// Records looked at for the nearest nodes, those of other nodes' zones.
constexpr std::size_t NearestScan = 64;
constexpr std::uint8_t FailuresMax = 2;
/// Each zone is asked about once in 30 min; a part of them each time.
constexpr Duration UpkeepEvery = 10s;

std::uint64_t placeKey(const Endpoint& at)
{
    return std::hash<Endpoint>{}(at) | 1;
}

}  // namespace

// ---- answering --------------------------------------------------------------------------------

std::variant<wire::HeardWhereabouts, std::vector<wire::NodePlace>> Machine::lookUp(
    const MapTime& time, const NodeId& id, bool byHead) const
{
    const_cast<Machine*>(this)->enter(time);
    const std::uint64_t head = headOf(id);
    const Slots& slots = m_map.slots();
    std::optional<Slots::Place> place;
    if (!byHead) {
        place = slots.find(id);
    } else if (const auto first = slots.first(head);
               first != slots.end() && m_map.pool()[slots.at(first).record].head == head) {
        place = first;
    }
    if (place && mayTell(m_map.pool()[slots.at(*place).record]))
        return heard(slots.at(*place), false);
    return nearest(head, id);
}

/// Nodes of the longest common prefix that we know and that strangers can ask; of the zone's many
/// those that announced themselves last, since they are the likeliest to be there.
std::vector<wire::NodePlace> Machine::nearest(std::uint64_t head, const NodeId& except) const
{
    struct Near {
        unsigned common = 0;
        std::uint64_t seq = 0;
        RecordIndex record = NoRecord;
        const Contact* contact = nullptr;
    };
    std::vector<Near> found;
    const Slots& slots = m_map.slots();
    const auto consider = [&](const Slots::Place& place) {
        const RecordPool::Item& item = m_map.pool()[slots.at(place).record];
        if (!mayTell(item) || item.has(Retired))
            return;
        // Nobody may be unable to answer where all are few.
        const unsigned unreachable = item.has(Reachable) ? 0 : 1;
        const unsigned common = std::min(commonBits(item.head, head), m_cover + 1);
        found.push_back({common * 2 + 1 - unreachable, item.seq, slots.at(place).record, nullptr});
    };
    const auto middle = slots.first(head);
    auto above = middle;
    auto below = middle;
    for (std::size_t i = 0; i < NearestScan; ++i) {
        if (above != slots.end()) {
            consider(above);
            above = slots.next(above);
        }
        if (below != slots.begin()) {
            below = slots.previous(below);
            consider(below);
        }
    }
    const auto contact = std::lower_bound(
        m_contacts.begin(), m_contacts.end(), head,
        [](const Contact& candidate, std::uint64_t value) { return candidate.head < value; });
    const auto addContact = [&](auto at) {
        const unsigned common = commonBits(at->head, head);
        found.push_back({common * 2 + 1, 0, NoRecord, &*at});
    };
    for (auto [i, at] = std::pair(0, contact); i < 8 && at != m_contacts.end(); ++i, ++at)
        addContact(at);
    for (auto [i, at] = std::pair(0, contact); i < 8 && at != m_contacts.begin(); ++i)
        addContact(--at);
    std::sort(found.begin(), found.end(), [](const Near& a, const Near& b) {
        return a.common != b.common ? a.common > b.common : a.seq > b.seq;
    });
    std::vector<wire::NodePlace> places;
    for (const Near& near : found) {
        if (places.size() == wire::NodePlacesMax)
            break;
        if (near.contact) {
            wire::NodePlace place;
            for (std::size_t i = 0; i < 8; ++i)
                place.id.bytes[i] =
                    static_cast<std::byte>(near.contact->head >> (56 - 8 * i) & 0xff);
            place.endpoint = near.contact->at;
            places.push_back(place);
            continue;
        }
        const Whereabouts record = m_map.pool().decode(near.record);
        if (!record.endpoints.empty() && record.id != except)
            places.push_back({record.id, record.endpoints.front()});
    }
    return places;
}

void Machine::onFind(Link& link, const wire::Find& find)
{
    if (!link.questions.take(m_now.mono, 1)) {
        violated(link);
        return;
    }
    wire::Found answer;
    answer.token = find.token;
    if (find.id == m_self && !find.byHead) {
        answer.content = wire::Found::Record{{0, m_own}, m_ownCard};
        say(link, answer);
        return;
    }
    auto known = lookUp(m_now, find.id, find.byHead);
    if (auto* record = std::get_if<wire::HeardWhereabouts>(&known)) {
        wire::Found::Record content{std::move(*record), {}};
        if (const Entry* entry = m_map.find(find.id); entry && !find.byHead)
            content.card = entry->cardBytes;
        answer.content = std::move(content);
    } else {
        answer.content = std::get<std::vector<wire::NodePlace>>(std::move(known));
    }
    say(link, answer);
}

// ---- asking -----------------------------------------------------------------------------------

void Machine::find(const MapTime& time, const NodeId& id, const std::vector<NodeId>& first)
{
    enter(time);
    auto [place, added] = m_searches.try_emplace(id);
    if (!added)
        return;
    place->second = std::make_unique<Search>();
    Search& search = *place->second;
    search.startedAt = search.nextStart = time.mono;
    search.deadline = time.mono + (m_depth == 0 ? SessionPatience : SearchPatience);
    if (const auto held = m_map.slots().find(id))
        search.seqBefore = m_map.pool()[m_map.slots().at(*held).record].seq;
    addCandidates(id, search, first);
    advance(id);
}

void Machine::addCandidates(const NodeId& id, Search& search, const std::vector<NodeId>& first)
{
    const std::uint64_t head = headOf(id);
    std::vector<NodeId> sessions;
    const auto session = [&](const NodeId& peer) {
        if (peer != id && linkOf(peer) && sessions.size() < SessionsAsked &&
            std::find(sessions.begin(), sessions.end(), peer) == sessions.end())
            sessions.push_back(peer);
    };
    for (const NodeId& peer : first)
        session(peer);
    // Links whose zone it lies in; in a full map that is everybody.
    for (const auto& link : m_links) {
        if (link->covers(head) || !link->greeted)
            session(link->id);
    }
    for (const NodeId& peer : sessions) {
        Link* link = linkOf(peer);
        wire::Find message;
        message.token = m_nextToken++;
        message.id = id;
        say(*link, message);
        ++search.queries;
        search.asked.push_back(link->head);
        search.open.push_back({{link->at, link->head, peer, false},
                               m_now.mono,
                               m_now.mono + SessionPatience,
                               message.token});
    }
    // A full map needs no questions beyond those; a node that is a stranger to all but its contacts
    // has nobody else.
    if (m_depth == 0 && !(m_ownPrivate && sessions.empty()))
        return;
    addPlaces(search, nearest(head, id));
    for (const Contact& contact : m_contacts) {
        if (commonBits(contact.head, head) >= m_depth)
            search.waiting.push_back({contact.at, contact.head, {}, true});
    }
    // Among those of the zone chance decides; all hold all of it.
    for (std::size_t i = search.waiting.size(); i > 1; --i)
        std::swap(search.waiting[i - 1], search.waiting[m_rng.below(i)]);
    std::stable_sort(search.waiting.begin(), search.waiting.end(),
                     [&](const Search::Candidate& a, const Search::Candidate& b) {
                         return std::min(commonBits(a.head, head), m_depth) <
                                std::min(commonBits(b.head, head), m_depth);
                     });
}

void Machine::addPlaces(Search& search, const std::vector<wire::NodePlace>& places)
{
    for (auto place = places.rbegin(); place != places.rend(); ++place) {
        if (!place->endpoint.isUsable() || place->id == m_self)
            continue;
        const std::uint64_t head = headOf(place->id);
        const auto known = [&](std::uint64_t key) {
            return std::find(search.asked.begin(), search.asked.end(), key) != search.asked.end();
        };
        if (known(head) || known(placeKey(place->endpoint)))
            continue;
        // At a place chance chooses: a liar's friends are not all asked before everybody else.
        const auto where = static_cast<std::ptrdiff_t>(m_rng.below(search.waiting.size() + 1));
        search.waiting.insert(search.waiting.begin() + where,
                              {place->endpoint, head, place->id, false});
    }
}

/// Opens questions as the rule allows, and ends the search when nothing is left.
void Machine::advance(const NodeId& id)
{
    const auto place = m_searches.find(id);
    if (place == m_searches.end())
        return;
    Search& search = *place->second;
    const Instant now = m_now.mono;
    for (const Search::Query& query : search.open) {
        if (query.deadline > now)
            continue;
        m_host.findStep(id, {query.to.id, query.to.at, query.askedAt, false, {}, false});
        if (query.to.contact)
            failContact(query.to.at);
    }
    std::erase_if(search.open, [&](const Search::Query& query) { return query.deadline <= now; });
    while (search.told < TellersMin && search.open.size() < Alpha && !search.waiting.empty() &&
           search.queries < QueriesMax && search.nextStart <= now) {
        const Search::Candidate next = search.waiting.back();
        search.waiting.pop_back();
        const std::uint64_t key = placeKey(next.at);
        if (std::find(search.asked.begin(), search.asked.end(), key) != search.asked.end())
            continue;
        search.asked.push_back(key);
        search.asked.push_back(next.head);
        ++search.queries;
        m_host.askWho(next.at, id);
        search.open.push_back({next, now, now + QueryLimit, 0});
        search.nextStart = now + QueryStagger;
    }
    const bool waited = search.foundAt && now >= *search.foundAt + NewerFor;
    const bool spent =
        search.open.empty() && (search.waiting.empty() || search.queries >= QueriesMax ||
                                search.told >= TellersMin || (search.foundAt && m_depth == 0));
    // All silent: links of other zones may know others of that zone; once.
    if (spent && !search.foundAt && m_depth > 0 && !search.askedOthers && !m_links.empty()) {
        search.askedOthers = true;
        std::size_t count = 0;
        for (const auto& link : m_links) {
            if (count++ == 3)
                break;
            wire::Find message{m_nextToken++, id, false};
            say(*link, message);
            ++search.queries;
            search.open.push_back({{link->at, link->head, link->id, false},
                                   now,
                                   now + SessionPatience,
                                   message.token});
        }
    } else if (waited || spent || search.deadline <= now) {
        // Asked of nobody yet: the first link may come in time.
        if (waited || search.queries > 0 || search.deadline <= now) {
            finishSearch(id);
            return;
        }
    }
    Instant next = search.deadline;
    for (const Search::Query& query : search.open)
        next = std::min(next, query.deadline);
    if (search.foundAt)
        next = std::min(next, *search.foundAt + NewerFor);
    if (search.told < TellersMin && search.open.size() < Alpha && !search.waiting.empty() &&
        search.queries < QueriesMax)
        next = std::min(next, std::max(search.nextStart, now + Duration(1)));
    m_nextSearch = m_nextSearch ? std::min(*m_nextSearch, next) : next;
}

void Machine::tickSearches()
{
    std::vector<NodeId> ids;
    for (const auto& [id, search] : m_searches)
        ids.push_back(id);
    std::sort(ids.begin(), ids.end());
    for (const NodeId& id : ids)
        advance(id);
}

void Machine::finishSearch(const NodeId& id)
{
    const auto ended = m_searches.extract(id);
    m_host.findDone(id, m_map.holds(id), ended.mapped()->newer);
}

void Machine::found(const NodeId& id, bool newer)
{
    const auto place = m_searches.find(id);
    if (place == m_searches.end())
        return;
    Search& search = *place->second;
    search.newer = search.newer || newer;
    ++search.told;
    if (!search.foundAt && (newer || m_depth > 0))
        search.foundAt = m_now.mono;
}

void Machine::onFound(Link& link, const wire::Found& answer)
{
    const auto search = std::find_if(m_searches.begin(), m_searches.end(), [&](const auto& s) {
        return std::any_of(s.second->open.begin(), s.second->open.end(), [&](const auto& query) {
            return query.token == answer.token && query.to.id == link.id;
        });
    });
    const bool nearby = link.at.isLoopback() || link.at.isPrivate();
    const auto* record = std::get_if<wire::Found::Record>(&answer.content);
    if (search == m_searches.end()) {
        // Our own record, which was asked for outside any search.
        if (record)
            (void)take(&link, record->heard.whereabouts, record->heard.heardSecondsAgo, nearby,
                       Via::Live);
        return;
    }
    const NodeId id = search->first;
    if (!record) {
        Search& open = *search->second;
        const auto query = std::find_if(open.open.begin(), open.open.end(),
                                        [&](const auto& q) { return q.token == answer.token; });
        m_host.findStep(id, {link.id, link.at, query->askedAt, true, {}, false});
        open.open.erase(query);
        if (m_depth > 0)
            addPlaces(open, std::get<std::vector<wire::NodePlace>>(answer.content));
        advance(id);
        return;
    }
    const auto parsed = Whereabouts::decode(record->heard.whereabouts);
    if (!parsed || parsed->id != id) {
        violated(link);
        return;
    }
    auto& open = search->second->open;
    const auto query = std::find_if(open.begin(), open.end(),
                                    [&](const auto& q) { return q.token == answer.token; });
    const Instant askedAt = query->askedAt;
    open.erase(query);
    if (!record->card.empty())
        m_host.cardTold(record->card);
    const Verdict verdict =
        take(&link, record->heard.whereabouts, record->heard.heardSecondsAgo, nearby, Via::Found);
    const bool valid =
        verdict == Verdict::Stored || verdict == Verdict::Known || verdict == Verdict::Older;
    const bool isNewer = verdict == Verdict::Stored;
    if (valid) {
        m_host.findStep(id, {link.id, link.at, askedAt, true, record->heard, isNewer});
        found(id, isNewer);
    }
    advance(id);
}

void Machine::whoAnswered(
    const MapTime& time, const Endpoint& from, const NodeId& asked,
    const std::variant<wire::HeardWhereabouts, std::vector<wire::NodePlace>>& what)
{
    enter(time);
    const bool nearby = from.isLoopback() || from.isPrivate();
    for (Contact& contact : m_contacts) {
        if (contact.at == from)
            contact.failures = 0;
    }
    const auto search = m_searches.find(asked);
    const bool searched = search != m_searches.end();
    Search::Query query;
    if (searched) {
        auto& open = search->second->open;
        const auto place = std::find_if(open.begin(), open.end(), [&](const auto& candidate) {
            return candidate.to.at == from && candidate.token == 0;
        });
        if (place != open.end()) {
            query = *place;
            open.erase(place);
        }
    }
    const auto* record = std::get_if<wire::HeardWhereabouts>(&what);
    if (!record) {
        const auto& places = std::get<std::vector<wire::NodePlace>>(what);
        for (const wire::NodePlace& place : places) {
            if (m_depth > 0 && place.endpoint.isUsable() && !inZone(headOf(place.id)))
                takeContact(headOf(place.id), place.endpoint);
        }
        if (searched) {
            m_host.findStep(asked, {query.to.id, from, query.askedAt, true, {}, false});
            addPlaces(*search->second, places);
            advance(asked);
        }
        return;
    }
    const auto parsed = Whereabouts::decode(record->whereabouts);
    if (!parsed || (!asked.isZero() && parsed->id != asked))
        return;
    const NodeId id = parsed->id;
    const bool known = m_map.holds(id);
    const Verdict verdict =
        take(nullptr, record->whereabouts, record->heardSecondsAgo, nearby, Via::Found);
    if (verdict != Verdict::Stored && verdict != Verdict::Known && verdict != Verdict::Older)
        return;
    const bool itself = std::find(parsed->endpoints.begin(), parsed->endpoints.end(), from) !=
                        parsed->endpoints.end();
    if (asked.isZero() && m_depth > 0 && !inZone(headOf(id)) && itself)
        takeContact(headOf(id), from);
    // Who answers where we probed is a way out, and perhaps into the other part.
    if (itself && !searched &&
        (m_links.size() < LinksWanted || m_state == NetState::Island || id == m_probed ||
         (lacksFar() && !inZone(headOf(id)))))
        dialContact(id);
    if (searched) {
        const bool isNewer = verdict == Verdict::Stored;
        m_host.findStep(id, {query.to.id, from, query.askedAt, true, *record, isNewer});
        found(id, isNewer);
        advance(id);
        return;
    }
    // A record of a far zone that nobody looks for any more makes no room here.
    if (!known && !keeps(id) &&
        std::find(m_dialling.begin(), m_dialling.end(), id) == m_dialling.end())
        m_map.drop(id);
}

// ---- nodes of other zones ---------------------------------------------------------------------

void Machine::takeContact(std::uint64_t head, const Endpoint& at)
{
    if (inZone(head) || !at.isUsable() || m_depth == 0)
        return;
    const auto place = std::lower_bound(
        m_contacts.begin(), m_contacts.end(), head,
        [](const Contact& candidate, std::uint64_t value) { return candidate.head < value; });
    if (place != m_contacts.end() && place->head == head) {
        place->at = at;
        place->heard = slotNow();
        return;
    }
    // Those of one zone stand together.
    const IdRange zone = zoneAround(head, m_depth);
    auto first = place;
    while (first != m_contacts.begin() && contains(zone, std::prev(first)->head))
        --first;
    auto last = place;
    while (last != m_contacts.end() && contains(zone, last->head))
        ++last;
    const std::uint64_t network = at.network();
    const auto same = std::count_if(
        first, last, [&](const Contact& contact) { return contact.at.network() == network; });
    if (same >= static_cast<std::ptrdiff_t>(PerNetworkMost) && !at.isLoopback() && !at.isPrivate())
        return;
    const Contact fresh{head, at, 0, slotNow()};
    if (last - first >= static_cast<std::ptrdiff_t>(m_budget.contactsAt(m_depth))) {
        const auto failed =
            std::find_if(first, last, [](const Contact& contact) { return contact.failures > 0; });
        if (failed == last)
            return;
        m_contacts.erase(failed);
        takeContact(head, at);
        return;
    }
    m_contacts.insert(place, fresh);
}

void Machine::failContact(const Endpoint& at)
{
    const auto place = std::find_if(m_contacts.begin(), m_contacts.end(),
                                    [&](const Contact& contact) { return contact.at == at; });
    if (place == m_contacts.end() || ++place->failures < FailuresMax)
        return;
    // It was reachable once and may be again, when all others are gone.
    if (m_spare.size() < m_budget.spare)
        m_spare.push_back(*place);
    else if (!m_spare.empty())
        m_spare[m_rng.below(m_spare.size())] = *place;
    m_contacts.erase(place);
}

void Machine::onContacts(Link& link, const wire::Contacts& contacts)
{
    if (!link.questions.take(m_now.mono, 0.2)) {
        violated(link);
        return;
    }
    say(link, wire::Nodes{contacts.token, nodesOf(contacts.range, wire::ContactNodesMax)});
}

/// Of the own zone: links, then who announced itself last. Of another: our contacts there.
std::vector<wire::NodePlace> Machine::nodesOf(const IdRange& range, std::size_t limit) const
{
    std::vector<wire::NodePlace> nodes;
    const auto idOf = [](std::uint64_t head) {
        NodeId id;
        for (std::size_t i = 0; i < 8; ++i)
            id.bytes[i] = static_cast<std::byte>(head >> (56 - 8 * i) & 0xff);
        return id;
    };
    for (const auto& link : m_links) {
        if (nodes.size() < limit && link->reachable && contains(range, link->head) &&
            link->at.isUsable())
            nodes.push_back({link->id, link->at});
    }
    struct Recent {
        std::uint64_t seq = 0;
        RecordIndex record = NoRecord;
    };
    std::vector<Recent> recent;
    const Slots& slots = m_map.slots();
    const std::uint64_t last = lastOf(range);
    std::size_t looked = 0;
    for (auto place = slots.first(range.prefix); place != slots.end() && looked < 4096;
         place = slots.next(place), ++looked) {
        const RecordPool::Item& item = m_map.pool()[slots.at(place).record];
        if (item.head > last)
            break;
        if (item.has(Reachable) && mayTell(item) && !item.has(Retired))
            recent.push_back({item.seq, slots.at(place).record});
    }
    std::sort(recent.begin(), recent.end(),
              [](const Recent& a, const Recent& b) { return a.seq > b.seq; });
    for (const Recent& candidate : recent) {
        if (nodes.size() >= limit)
            break;
        const Whereabouts record = m_map.pool().decode(candidate.record);
        if (!record.endpoints.empty())
            nodes.push_back({record.id, record.endpoints.front()});
    }
    for (const Contact& contact : m_contacts) {
        if (nodes.size() >= limit)
            break;
        if (contains(range, contact.head) && contact.failures == 0)
            nodes.push_back({idOf(contact.head), contact.at});
    }
    return nodes;
}

void Machine::onNodes(Link& link, const wire::Nodes& nodes)
{
    if (link.nodesAsked == 0) {
        violated(link);
        return;
    }
    --link.nodesAsked;
    for (const wire::NodePlace& node : nodes.nodes)
        takeContact(headOf(node.id), node.endpoint);
}

/// A few zones at a time: with nobody in them a link is asked, else one of them, which proves it is
/// alive and names others.
void Machine::refreshContacts()
{
    const std::size_t zones = std::size_t{1} << m_depth;
    const std::size_t rounds = zones * (UpkeepEvery / Duration(1s)) / (30 * 60) + 1;
    bool empty = false;
    std::size_t asked = 0;
    for (std::size_t step = 0; step < zones && asked < rounds + 8; ++step) {
        const std::uint64_t index = m_refreshed++ % zones;
        const IdRange zone = partOf({}, m_depth, index);
        if (contains(zone, m_head))
            continue;
        const auto first = std::lower_bound(
            m_contacts.begin(), m_contacts.end(), zone.prefix,
            [](const Contact& contact, std::uint64_t value) { return contact.head < value; });
        const bool some = first != m_contacts.end() && contains(zone, first->head);
        if (!some && !m_links.empty()) {
            // Somebody of our own zone has what we need.
            Link& link = *m_links[m_rng.below(m_links.size())];
            ++link.nodesAsked;
            say(link, wire::Contacts{m_nextToken++, zone});
            empty = true;
            ++asked;
        } else if (some && asked < rounds) {
            auto last = first;
            while (last != m_contacts.end() && contains(zone, last->head))
                ++last;
            const auto count = static_cast<std::uint64_t>(last - first);
            const Contact contact = *(first + static_cast<std::ptrdiff_t>(m_rng.below(count)));
            NodeId target;
            m_rng.fill(target.bytes);
            const std::uint64_t head =
                zone.prefix | (m_rng.next64() & ~prefixOf(~std::uint64_t{0}, m_depth));
            for (std::size_t i = 0; i < 8; ++i)
                target.bytes[i] = static_cast<std::byte>(head >> (56 - 8 * i) & 0xff);
            // Its answer takes the failure back.
            failContact(contact.at);
            m_host.askWho(contact.at, target);
            ++asked;
        }
    }
    // Quickly as long as that brings something; else each zone once in half an hour.
    const bool growing = empty && m_contacts.size() > m_contactsBefore;
    m_contactsBefore = m_contacts.size();
    m_nextRefresh =
        m_now.mono +
        (growing ? Duration(1s) : std::max(UpkeepEvery, Duration(30min) / static_cast<int>(zones)));
    m_nextUpkeep = std::min(m_nextUpkeep, m_nextRefresh);
}

}  // namespace vos::map
