#pragma once

// Questions and answers outside any session: who is at this address, where is that node. What comes
// back is proved by its signature alone; what goes out is never longer than the question.

#include "p2p/engine/context.h"
#include "p2p/map/vosmap.h"
#include "p2p/wire/mapmessage.h"
#include "p2p/wire/packet.h"

#include <functional>
#include <optional>
#include <unordered_map>
#include <variant>
#include <vector>

namespace vos::engine {

/// What came back for a question of ours.
struct WhoAnswer {
    NodeId asked;  ///< zero: whoever is there
    bool card = false;
    bool neighbour = false;  ///< to a question asked of everybody in the own network
    std::uint32_t heardSecondsAgo = 0;
    /// The part asked for, not yet checked, or nodes nearer to the id.
    std::variant<Bytes, std::vector<wire::NodePlace>> content;
};

class WhoService {
public:
    /// Where an id is, or who may know it.
    using LookUp = std::function<std::variant<wire::HeardWhereabouts, std::vector<wire::NodePlace>>(
        const NodeId& id)>;

    /// Questions leave by `socket`.
    WhoService(Context& context, const map::VosMap& map, SocketIndex socket)
        : m_context(context)
        , m_map(map)
        , m_socket(socket)
    {
    }

    void ask(const Endpoint& at, const std::optional<NodeId>& id, wire::RecordPart part);
    /// A question after whoever is there, to be sent to everybody in the own network.
    Bytes askNeighbours();
    /// Answers within the limits; drops all else.
    void handleWho(const Endpoint& from, SocketIndex socket, ByteView datagram);
    /// A RECORD that answers a question of ours, from where it was asked.
    std::optional<WhoAnswer> handleRecord(const Endpoint& from, ByteView datagram);
    void setLookUp(LookUp lookUp) { m_lookUp = std::move(lookUp); }

private:
    struct Query {
        wire::QueryNonce nonce;
        std::optional<Endpoint> at;  ///< none: everybody in the own network
        NodeId asked;
        Instant askedAt;
        unsigned answersLeft = 1;
    };
    struct Budget {
        Instant window{};
        unsigned count = 0;
    };

    std::optional<Bytes> makeQuestion(const std::optional<Endpoint>& at, const NodeId& id,
                                      wire::RecordPart part);
    bool admit(const Endpoint& from);

    Context& m_context;
    const map::VosMap& m_map;
    SocketIndex m_socket;
    LookUp m_lookUp;
    std::vector<Query> m_queries;
    std::unordered_map<std::uint64_t, Budget> m_budgets;
};

}  // namespace vos::engine
