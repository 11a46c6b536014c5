#include "p2p/engine/trail.h"

#include <algorithm>

namespace vos::engine {

void Trail::add(const NodeId& id, SeekStep step)
{
    auto [place, added] = m_steps.try_emplace(id);
    if (added) {
        m_order.push_back(id);
        if (m_order.size() > IdsMax) {
            m_steps.erase(m_order.front());
            m_order.pop_front();
        }
    }
    auto& steps = m_steps[id];
    steps.push_back(std::move(step));
    if (steps.size() > StepsMax)
        steps.pop_front();
}

void Trail::finish(const NodeId& id, SeekStep::What what, const NodeId& whom,
                   SeekStep::Result result, WallTime now)
{
    const auto place = m_steps.find(id);
    if (place == m_steps.end())
        return;
    for (auto step = place->second.rbegin(); step != place->second.rend(); ++step) {
        if (step->what == what && step->whom == whom && step->result == SeekStep::Result::Waiting) {
            step->result = result;
            step->endedAt = now;
            return;
        }
    }
}

std::vector<SeekStep> Trail::of(const NodeId& id) const
{
    const auto place = m_steps.find(id);
    if (place == m_steps.end())
        return {};
    return {place->second.begin(), place->second.end()};
}

}  // namespace vos::engine
