#pragma once

// Questions and answers outside any session: who is at this address, where is that node. What comes
// back is proved by its signature alone; what goes out is never longer than the question.

#include "p2p/engine/context.h"
#include "p2p/map/vosmap.h"
#include "p2p/wire/packet.h"

#include <optional>
#include <unordered_map>
#include <vector>

namespace vos::engine {

class WhoService {
public:
    /// Questions leave by `socket`.
    WhoService(Context& context, const map::VosMap& map, SocketIndex socket)
        : m_context(context), m_map(map), m_socket(socket)
    {
    }

    void ask(const Endpoint& at, const std::optional<NodeId>& id, wire::RecordPart part);
    /// Answers within the limits; drops all else.
    void handleWho(const Endpoint& from, SocketIndex socket, ByteView datagram);
    /// The part in a RECORD that answers a question of ours from where it was asked.
    std::optional<wire::SignedPart> handleRecord(const Endpoint& from, ByteView datagram);

private:
    struct Query {
        wire::QueryNonce nonce;
        Endpoint at;
        Instant askedAt;
    };
    struct Budget {
        Instant window{};
        unsigned count = 0;
    };

    bool admit(const Endpoint& from);
    std::vector<wire::NodePlace> nearest(const NodeId& id) const;

    Context& m_context;
    const map::VosMap& m_map;
    SocketIndex m_socket;
    std::vector<Query> m_queries;
    std::unordered_map<std::uint64_t, Budget> m_budgets;
};

}  // namespace vos::engine
