#include "p2p/engine/whoservice.h"

#include <algorithm>

namespace vos::engine {

namespace {

/// Answers to one network in a second; a person who joins needs one.
constexpr unsigned AnswersPerNetwork = 20;
/// Networks remembered for that; forgotten all at once, which costs an attacker's next second only.
constexpr std::size_t BudgetsMax = 4096;
/// Questions open at a time, and how long an answer is awaited.
constexpr std::size_t QueriesMax = 512;
constexpr Duration QueryPatience = 5s;
/// Answers taken from the own network to one question: a full set of links and some to choose from.
constexpr unsigned NeighboursMax = 24;

}  // namespace

std::optional<Bytes> WhoService::makeQuestion(const std::optional<Endpoint>& at, const NodeId& id,
                                              wire::RecordPart part)
{
    std::erase_if(m_queries, [this](const Query& query) {
        return query.askedAt + QueryPatience < m_context.now.mono;
    });
    if (m_queries.size() >= QueriesMax)
        return std::nullopt;
    wire::Who who;
    who.nonce = m_context.rng.id<wire::QueryNonce>();
    who.part = part;
    who.id = id;
    m_queries.push_back({who.nonce, at, m_context.now.mono, at ? 1 : NeighboursMax});
    return wire::encode(who);
}

void WhoService::ask(const Endpoint& at, const std::optional<NodeId>& id, wire::RecordPart part)
{
    if (auto question = makeQuestion(at, id.value_or(NodeId{}), part))
        m_context.transmit(at, m_socket, std::move(*question));
}

Bytes WhoService::askNeighbours()
{
    return makeQuestion(std::nullopt, NodeId{}, wire::RecordPart::Whereabouts).value_or(Bytes{});
}

bool WhoService::admit(const Endpoint& from)
{
    if (m_budgets.size() > BudgetsMax)
        m_budgets.clear();
    Budget& budget = m_budgets[from.network()];
    if (budget.count == 0 || m_context.now.mono - budget.window >= Duration(1s))
        budget = {m_context.now.mono, 0};
    return ++budget.count <= AnswersPerNetwork;
}

void WhoService::handleWho(const Endpoint& from, SocketIndex socket, ByteView datagram)
{
    const auto who = wire::decodeWho(datagram);
    if (!who || m_context.ownWhereabouts.empty() ||
        (m_context.contactsOnly && who->id != m_context.self()) || !admit(from))
        return;
    wire::Record record{who->nonce, 0, std::vector<wire::NodePlace>{}};
    const bool wantsCard = who->part == wire::RecordPart::Card;
    const map::Entry* entry = m_map.find(who->id);
    if (who->id.isZero() || who->id == m_context.self()) {
        record.content = wire::SignedPart{
            who->part, wantsCard ? m_context.ownCard : m_context.ownWhereabouts};
    } else if (entry && entry->whereabouts && !entry->whereabouts->has(map::Private) &&
               (!wantsCard || entry->card)) {
        const auto age =
            std::chrono::duration_cast<std::chrono::seconds>(m_context.now.wall - entry->heardAt);
        record.heardSecondsAgo =
            static_cast<std::uint32_t>(std::clamp<std::int64_t>(age.count(), 0, 0x7fff'ffff));
        record.content =
            wire::SignedPart{who->part, wantsCard ? entry->cardBytes : entry->whereaboutsBytes};
    } else {
        record.content = nearest(who->id);
    }
    m_context.transmit(from, socket, wire::encode(record));
}

std::vector<wire::NodePlace> WhoService::nearest(const NodeId& id) const
{
    // Ids next to it in order share its longest prefixes; good enough a measure for a small map.
    std::vector<wire::NodePlace> places;
    const auto& entries = m_map.entries();
    auto above = entries.lower_bound(id);
    auto below = above;
    const auto add = [&](const auto& place) {
        const auto& whereabouts = place->second.whereabouts;
        if (whereabouts && !whereabouts->endpoints.empty() && !whereabouts->has(map::Private) &&
            places.size() < wire::NodePlacesMax)
            places.push_back({place->first, whereabouts->endpoints.front()});
    };
    for (std::size_t step = 0; step < wire::NodePlacesMax; ++step) {
        if (above != entries.end())
            add(above++);
        if (below != entries.begin())
            add(--below);
    }
    return places;
}

std::optional<WhoService::Answer> WhoService::handleRecord(const Endpoint& from, ByteView datagram)
{
    auto record = wire::decodeRecord(datagram);
    if (!record)
        return std::nullopt;
    const auto query = std::find_if(m_queries.begin(), m_queries.end(), [&](const Query& q) {
        return q.nonce == record->nonce && (!q.at || *q.at == from);
    });
    if (query == m_queries.end())
        return std::nullopt;
    const bool neighbour = !query->at;
    if (--query->answersLeft == 0)
        m_queries.erase(query);
    auto* part = std::get_if<wire::SignedPart>(&record->content);
    return part ? std::optional(Answer{std::move(*part), neighbour}) : std::nullopt;
}

}  // namespace vos::engine
