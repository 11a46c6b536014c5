#pragma once

// What was tried to reach somebody, so that a person can be told why a friend seems offline: which
// addresses were called, who was asked, what each said, and who saw the friend last and where.

#include "p2p/engine/types.h"

#include <deque>
#include <unordered_map>
#include <vector>

namespace vos::engine {

class Trail {
public:
    /// Steps kept of one id, the latest; and ids.
    static constexpr std::size_t StepsMax = 64;
    static constexpr std::size_t IdsMax = 256;

    void add(const NodeId& id, SeekStep step);
    /// The result of the last step of this kind and target that has none yet.
    void finish(const NodeId& id, SeekStep::What what, const NodeId& whom, SeekStep::Result result,
                WallTime now);
    /// Oldest first.
    std::vector<SeekStep> of(const NodeId& id) const;

private:
    std::unordered_map<NodeId, std::deque<SeekStep>> m_steps;
    std::deque<NodeId> m_order;
};

}  // namespace vos::engine
