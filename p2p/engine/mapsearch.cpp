// MapKeeper: what the map machine asks of its host, looking for somebody, and the trail of that.

#include "p2p/engine/mapkeeper.h"
#include "p2p/map/zone.h"

#include <algorithm>
#include <utility>

namespace vos::engine {

namespace {

/// Sessions kept open while they are silent.
constexpr std::size_t KeptMax = 8;
/// Nodes asked first: whoever is likeliest to know.
constexpr std::size_t FirstAskedMax = 8;
/// Asked at a time by a node that only its own people may know.
constexpr std::size_t StrangersAsked = 3;

}  // namespace

// ---- host of the machine ----------------------------------------------------------------------

void MapKeeper::sendTo(const NodeId& peer, Bytes message)
{
    m_peers.send(peer, transport::Channel::Control, message);
}

bool MapKeeper::dial(const NodeId& peer)
{
    return !m_peers.isUp(peer) && m_context.mayKnowUs(peer) && m_peers.dial(peer);
}

void MapKeeper::askWho(const Endpoint& at, const NodeId& id)
{
    m_peers.askWho(at, id.isZero() ? std::nullopt : std::optional(id));
}

/// At the next drain: whoever tells us to is in the middle of something.
void MapKeeper::closeLink(const NodeId& peer, bool misbehaved)
{
    if (misbehaved)
        m_context.log(LogLine::Level::Info, "A node that broke the rules of the map was left.");
    m_toClose.push_back(peer);
}

/// Friend VOS first, since letters for us come by them.
void MapKeeper::keepLinks(const std::vector<NodeId>& peers)
{
    std::unordered_set<NodeId> kept;
    for (const NodeId& peer : m_peers.up()) {
        if (kept.size() < KeptMax && m_context.friendVos.contains(peer))
            kept.insert(peer);
    }
    for (const NodeId& peer : peers) {
        if (kept.size() < KeptMax + (m_machine.depth() > 0 ? 2 : 0))
            kept.insert(peer);
    }
    m_peers.setKept(std::move(kept));
}

bool MapKeeper::isPinned(const NodeId& id) const
{
    return m_context.contacts.contains(id) || m_context.friendVos.contains(id) ||
           m_context.owners.contains(id) || m_holders.contains(id);
}

void MapKeeper::recordStored(const NodeId& id, WallTime heardAt, map::Via via)
{
    m_news.push_back({id, heardAt, via});
}

void MapKeeper::ownRecordTold(ByteView whereabouts, std::uint32_t heardSecondsAgo)
{
    if (const auto record = map::Whereabouts::decode(whereabouts))
        takeOwn(*record, heardSecondsAgo);
}

void MapKeeper::usedTwice(const NodeId& id)
{
    const map::Entry* entry = m_map.find(id);
    if (m_context.contacts.contains(id) && entry && entry->whereabouts)
        m_listener.onUsedTwice(id, entry->whereabouts->seq, 0);
}

void MapKeeper::caughtUp(const NodeId& peer)
{
    finishJoins(peer);
    if (!m_machine.isCatchingUp())
        askCards(peer);
}

/// News reach the other parts when the machine has come to its end: they may ask it again.
void MapKeeper::tellNews()
{
    if (std::exchange(m_telling, true))
        return;
    while (!m_news.empty() || !m_searchesDone.empty()) {
        for (const News& news : std::exchange(m_news, {})) {
            storeRecord(news.id);
            const map::Entry* entry = m_map.find(news.id);
            if (!entry || !entry->whereabouts)
                continue;
            if (entry->whereabouts->has(map::Retired))
                m_presence.silent(news.id);
            else
                m_presence.announced(news.id, news.heardAt);
            const bool pinned = isPinned(news.id);
            if (pinned && (news.via == map::Via::Owner || news.via == map::Via::Live)) {
                SeekStep step;
                step.what = SeekStep::What::Announced;
                step.startedAt = m_context.now.wall;
                step.endedAt = m_context.now.wall;
                step.result = SeekStep::Result::Newer;
                step.seenAt = news.heardAt;
                if (!entry->whereabouts->endpoints.empty())
                    step.seenPlace = entry->whereabouts->endpoints.front();
                m_trail.add(news.id, std::move(step));
            }
            m_peers.recordChanged(news.id);
            m_listener.onRecordChanged(news.id);
            // Of strangers the Card is fetched in its turn, or when it is used.
            if (m_map.wantsCard(news.id) && news.via != map::Via::Tail)
                fetchCard(news.id);
        }
        for (const auto& [id, newer] : std::exchange(m_searchesDone, {})) {
            const auto waiting = m_requests.extract(id);
            const map::Entry* entry = m_map.find(id);
            if (!waiting.empty()) {
                for (const RequestId request : waiting.mapped()) {
                    if (entry && entry->whereabouts)
                        m_context.answer(request, describe(id, *entry));
                    else
                        m_context.fail(request, ErrorCode::UnknownAddress,
                                       "No node knows this address.");
                }
            }
            m_listener.onSeekDone(id, newer);
        }
    }
    m_telling = false;
}

// ---- looking for somebody ---------------------------------------------------------------------

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
    m_requests[id].push_back(request);
    seek(id);
}

/// Introducers hold a session with it; its Friend VOS and people we share know it best.
std::vector<NodeId> MapKeeper::firstAsked(const NodeId& id) const
{
    std::vector<NodeId> first;
    const auto add = [&](const NodeId& peer) {
        if (peer != id && first.size() < FirstAskedMax && m_peers.isUp(peer) &&
            std::find(first.begin(), first.end(), peer) == first.end())
            first.push_back(peer);
    };
    if (const map::Entry* entry = m_map.find(id)) {
        if (entry->whereabouts) {
            for (const map::ShortId& introducer : entry->whereabouts->introducers) {
                for (const NodeId& peer : m_peers.up()) {
                    if (map::shortIdOf(peer) == introducer)
                        add(peer);
                }
            }
        }
        if (entry->card) {
            for (const identity::Grant& grant : entry->card->grants)
                add(grant.friendId);
        }
    }
    for (const NodeId& peer : m_peers.up()) {
        if (m_context.contacts.contains(peer))
            add(peer);
    }
    return first;
}

void MapKeeper::seek(const NodeId& id)
{
    // Friend VOS and introducers we have no session with are asked where the map says they are.
    if (const map::Entry* entry = m_map.find(id); entry && !m_machine.isFinding(id)) {
        const auto ask = [&](const NodeId& whom) {
            const map::Entry* known = m_map.find(whom);
            if (whom == m_context.self() || m_peers.isUp(whom) || !known || !known->whereabouts)
                return;
            for (const Endpoint& at : known->whereabouts->endpoints) {
                if (m_peers.mayDial(at, known->heardNearby))
                    m_peers.askWho(at, id);
            }
        };
        if (entry->card) {
            for (const identity::Grant& grant : entry->card->grants)
                ask(grant.friendId);
        }
        if (entry->whereabouts) {
            for (const map::ShortId& introducer : entry->whereabouts->introducers) {
                if (const auto whom = m_map.byShortId(introducer))
                    ask(*whom);
            }
        }
    }
    m_machine.find(mapTime(), id, firstAsked(id));
    tellNews();
}

void MapKeeper::findDone(const NodeId& id, bool, bool newer)
{
    m_searchesDone.emplace_back(id, newer);
}

SeekStep::What MapKeeper::kindOf(const NodeId& asked, const NodeId& sought) const
{
    if (const map::Entry* entry = m_map.find(sought)) {
        const map::ShortId shortId = map::shortIdOf(asked);
        if (entry->whereabouts && std::find(entry->whereabouts->introducers.begin(),
                                            entry->whereabouts->introducers.end(),
                                            shortId) != entry->whereabouts->introducers.end())
            return SeekStep::What::Introducer;
        if (entry->card &&
            std::any_of(entry->card->grants.begin(), entry->card->grants.end(),
                        [&](const identity::Grant& grant) { return grant.friendId == asked; }))
            return SeekStep::What::FriendVos;
    }
    return m_context.contacts.contains(asked) ? SeekStep::What::Contact : SeekStep::What::Network;
}

void MapKeeper::findStep(const NodeId& id, const map::FindStep& found)
{
    SeekStep step;
    step.what = kindOf(found.asked, id);
    step.whom = found.asked;
    step.at = found.at;
    step.startedAt = m_context.now.wall - std::chrono::duration_cast<WallClock::duration>(
                                              m_context.now.mono - found.askedAt);
    step.endedAt = m_context.now.wall;
    step.result = !found.answered ? SeekStep::Result::NoAnswer
                  : !found.told   ? SeekStep::Result::NotKnown
                  : found.newer   ? SeekStep::Result::Newer
                                  : SeekStep::Result::Known;
    if (found.told) {
        step.seenAt = m_context.now.wall - std::chrono::seconds(found.told->heardSecondsAgo);
        const auto record = map::Whereabouts::decode(found.told->whereabouts);
        if (record && !record->endpoints.empty())
            step.seenPlace = record->endpoints.front();
    }
    m_trail.add(id, std::move(step));
}

void MapKeeper::noteDial(const NodeId& id)
{
    const map::Entry* entry = m_map.find(id);
    SeekStep step;
    step.what = SeekStep::What::Address;
    step.whom = id;
    step.startedAt = m_context.now.wall;
    if (entry && entry->whereabouts && !entry->whereabouts->endpoints.empty())
        step.at = entry->whereabouts->endpoints.front();
    m_trail.add(id, std::move(step));
}

MapFigures MapKeeper::figures() const
{
    const map::MachineFigures machine = m_machine.figures(m_context.now.mono);
    MapFigures figures;
    switch (machine.state) {
    case map::NetState::Isolated:
        figures.state = NetworkState::Isolated;
        break;
    case map::NetState::Thin:
        figures.state = NetworkState::Thin;
        break;
    case map::NetState::Connected:
        figures.state = NetworkState::Connected;
        break;
    case map::NetState::Island:
        figures.state = NetworkState::Island;
        break;
    case map::NetState::Merging:
        figures.state = NetworkState::Merging;
        break;
    }
    figures.zoneDepth = machine.depth;
    figures.cover = machine.cover;
    figures.networkSize = machine.networkSize;
    figures.links = machine.links;
    figures.sentPerSecond = machine.sentPerSecond;
    figures.receivedPerSecond = machine.receivedPerSecond;
    return figures;
}

// ---- cards ------------------------------------------------------------------------------------

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
    // Those that are not to know us are asked without a session, and so is the owner.
    if (!m_context.contactsOnly)
        return;
    askCardAt(id, id);
    for (const NodeId& stranger : strangers())
        askCardAt(stranger, id);
}

void MapKeeper::askCardAt(const NodeId& whom, const NodeId& id)
{
    const map::Entry* known = m_map.find(whom);
    if (!known || !known->whereabouts)
        return;
    for (const Endpoint& at : known->whereabouts->endpoints) {
        if (m_peers.mayDial(at, known->heardNearby))
            m_peers.askWho(at, id, wire::RecordPart::Card);
    }
}

/// Some nodes that are not our people, by chance.
std::vector<NodeId> MapKeeper::strangers() const
{
    std::vector<NodeId> all;
    m_map.forEach([&](const NodeId& id, const map::Entry& entry) {
        if (!entry.whereabouts->has(map::Retired) && !m_context.isOurs(id))
            all.push_back(id);
    });
    for (std::size_t i = 0; i < std::min(all.size(), StrangersAsked); ++i)
        std::swap(all[i], all[i + m_context.rng.below(all.size() - i)]);
    all.resize(std::min(all.size(), StrangersAsked));
    return all;
}

}  // namespace vos::engine
