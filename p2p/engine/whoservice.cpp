#include "p2p/engine/whoservice.h"

#include <algorithm>

namespace vos::engine {

namespace {

/// Answers to one network in a second; a person who joins needs one.
constexpr unsigned AnswersPerNetwork = 20;
/// Networks remembered for that; forgotten all at once, which costs an attacker's next second only.
constexpr std::size_t NetworkBudgetsMax = 4096;
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
    m_queries.push_back({who.nonce, at, id, m_context.now.mono, at ? 1 : NeighboursMax});
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
    if (m_budgets.size() > NetworkBudgetsMax)
        m_budgets.clear();
    Budget& budget = m_budgets[from.network()];
    if (budget.count == 0 || m_context.now.mono - budget.window >= Duration(1s))
        budget = {m_context.now.mono, 0};
    return ++budget.count <= AnswersPerNetwork;
}

void WhoService::handleWho(const Endpoint& from, SocketIndex socket, ByteView datagram)
{
    const auto who = wire::decodeWho(datagram);
    // For contacts only: who does not know the id is not told that somebody is here.
    if (!who || m_context.ownWhereabouts.empty() ||
        (m_context.contactsOnly && who->id != m_context.self()) || !admit(from))
        return;
    wire::Record record{who->nonce, 0, std::vector<wire::NodePlace>{}};
    const bool wantsCard = who->part == wire::RecordPart::Card;
    if (who->id.isZero() || who->id == m_context.self()) {
        record.content =
            wire::SignedPart{who->part, wantsCard ? m_context.ownCard : m_context.ownWhereabouts};
    } else if (m_lookUp) {
        auto known = m_lookUp(who->id);
        auto* heard = std::get_if<wire::HeardWhereabouts>(&known);
        const map::Entry* entry = heard && wantsCard ? m_map.find(who->id) : nullptr;
        if (!heard) {
            record.content = std::get<std::vector<wire::NodePlace>>(std::move(known));
        } else if (!wantsCard || (entry && !entry->cardBytes.empty())) {
            record.heardSecondsAgo = heard->heardSecondsAgo;
            record.content = wire::SignedPart{who->part, wantsCard ? entry->cardBytes
                                                                   : std::move(heard->whereabouts)};
        }
    }
    m_context.transmit(from, socket, wire::encode(record));
}

std::optional<WhoAnswer> WhoService::handleRecord(const Endpoint& from, ByteView datagram)
{
    auto record = wire::decodeRecord(datagram);
    if (!record)
        return std::nullopt;
    const auto query = std::find_if(m_queries.begin(), m_queries.end(), [&](const Query& q) {
        return q.nonce == record->nonce && (!q.at || *q.at == from);
    });
    if (query == m_queries.end())
        return std::nullopt;
    WhoAnswer answer;
    answer.asked = query->asked;
    answer.heardSecondsAgo = record->heardSecondsAgo;
    answer.neighbour = !query->at;
    if (--query->answersLeft == 0)
        m_queries.erase(query);
    if (auto* part = std::get_if<wire::SignedPart>(&record->content)) {
        answer.card = part->part == wire::RecordPart::Card;
        answer.content = std::move(part->bytes);
    } else {
        answer.content = std::get<std::vector<wire::NodePlace>>(std::move(record->content));
    }
    return answer;
}

}  // namespace vos::engine
