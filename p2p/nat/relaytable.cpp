#include "p2p/nat/relaytable.h"

#include <algorithm>
#include <iterator>

namespace vos::nat {

namespace {

constexpr Duration Day = std::chrono::hours(24);
constexpr Duration ActiveWithin = 10s;

}  // namespace

RelayTable::PairKey RelayTable::keyOf(const NodeId& a, const NodeId& b)
{
    return a < b ? PairKey(a, b) : PairKey(b, a);
}

void RelayTable::setLimits(const RelayLimits& limits)
{
    const auto all = static_cast<double>(limits.bytesPerSecond);
    m_all = all > 0 ? std::optional(TokenBucket(all, all)) : std::nullopt;
    const auto each = static_cast<double>(limits.pairBytesPerSecond);
    for (auto& [key, pair] : m_pairs)
        pair.bucket = TokenBucket(each, each);
    m_limits = limits;
}

std::size_t RelayTable::flowsOf(const NodeId& peer) const
{
    const auto first = m_flows.lower_bound(End{peer, 0});
    auto last = first;
    while (last != m_flows.end() && last->first.peer == peer)
        ++last;
    return static_cast<std::size_t>(std::distance(first, last));
}

wire::FlowNumber RelayTable::freshFlow(const NodeId& peer)
{
    while (m_flows.contains(End{peer, m_nextFlow}))
        m_nextFlow += 2;
    return std::exchange(m_nextFlow, m_nextFlow + 2);
}

Expected<RelayTable::End, RelayTable::Reason> RelayTable::open(Instant now, const End& from,
                                                               const NodeId& target)
{
    if (const auto known = m_flows.find(from); known != m_flows.end()) {
        if (known->second.other.peer == target)
            return known->second.other;
        close(from);
    }
    expire(now);
    if (m_flows.size() >= 2 * FlowsMax || flowsOf(from.peer) >= FlowsPerPeerMax ||
        flowsOf(target) >= FlowsPerPeerMax)
        return Unexpected{Reason::OverLimit};
    const End to{target, freshFlow(target)};
    m_flows[from] = {to, now};
    m_flows[to] = {from, now};
    return to;
}

Expected<RelayTable::End, RelayTable::Drop> RelayTable::pass(Instant now, const End& from,
                                                             std::size_t size)
{
    const auto flow = m_flows.find(from);
    if (flow == m_flows.end())
        return Unexpected{Drop{Reason::Unknown, true}};
    const End to = flow->second.other;
    const auto rate = static_cast<double>(m_limits.pairBytesPerSecond);
    Pair& pair = m_pairs.try_emplace(keyOf(from.peer, to.peer), rate).first->second;
    if (pair.dayBegan == Instant{} || now - pair.dayBegan >= Day) {
        pair.dayBegan = now;
        pair.dayBytes = 0;
        pair.told = false;
    }
    if (pair.dayBytes + size > m_limits.pairBytesPerDay)
        return Unexpected{Drop{Reason::OverLimit, !std::exchange(pair.told, true)}};
    const auto amount = static_cast<double>(size);
    if ((m_all && m_all->available(now) < amount) || !pair.bucket.take(now, amount))
        return Unexpected{Drop{Reason::OverLimit, false}};
    if (m_all)
        m_all->spend(now, amount);
    pair.dayBytes += size;
    pair.lastUsed = now;
    m_carriedBytes += size;
    flow->second.lastUsed = now;
    m_flows[to].lastUsed = now;
    return to;
}

std::optional<RelayTable::End> RelayTable::close(const End& end)
{
    const auto flow = m_flows.find(end);
    if (flow == m_flows.end())
        return std::nullopt;
    const End other = flow->second.other;
    m_flows.erase(flow);
    m_flows.erase(other);
    return other;
}

std::vector<RelayTable::End> RelayTable::dropPeer(const NodeId& peer)
{
    std::vector<End> others;
    for (auto flow = m_flows.lower_bound(End{peer, 0});
         flow != m_flows.end() && flow->first.peer == peer; flow = m_flows.erase(flow))
        others.push_back(flow->second.other);
    for (const End& other : others)
        m_flows.erase(other);
    return others;
}

void RelayTable::expire(Instant now)
{
    std::erase_if(m_flows, [&](const auto& flow) { return now - flow.second.lastUsed >= IdleMax; });
    std::erase_if(m_pairs, [&](const auto& pair) { return now - pair.second.lastUsed >= Day; });
}

unsigned RelayTable::activePairs(Instant now) const
{
    return static_cast<unsigned>(
        std::count_if(m_pairs.begin(), m_pairs.end(), [&](const auto& pair) {
            return now - pair.second.lastUsed < ActiveWithin;
        }));
}

}  // namespace vos::nat
