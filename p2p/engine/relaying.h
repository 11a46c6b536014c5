#pragma once

// Relays from both sides: what this node carries for others, and the flows by which its own
// sessions run where no straight way is known (p2p/README.md, "Relays").
//
// A flow of our own looks like an endpoint to the sessions above: 100::/64 after RFC 6666, with the
// number of the relay and of the flow in it. Such an endpoint never leaves the engine and nothing
// from outside is taken for one.
//
// We carry for those we have a session with, if our user lets us, and only towards nodes that said
// they want to be reached through us. Others reach us through everybody who carries and whom our
// user did not refuse; two of them stand in our record, and the sessions with those are kept open.

#include "p2p/engine/context.h"
#include "p2p/engine/peers.h"
#include "p2p/map/record.h"
#include "p2p/map/vosmap.h"
#include "p2p/nat/relaytable.h"
#include "p2p/wire/message.h"

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace vos::engine {

class Relaying final : public RelayDirectory {
public:
    static constexpr std::size_t OwnFlowsMax = 512;
    /// Relays that are asked for one target.
    static constexpr std::size_t RoutesMax = 3;

    Relaying(Context& context, Peers& peers, const map::VosMap& map);
    /// The node's guest sessions use its relays, so that who is called does not see who calls.
    void setGuests(Peers& guests) { m_guests = &guests; }

    void start();
    void settingChanged(const std::string& key);
    void handleTimeout();
    std::optional<Instant> nextTimeout() const { return m_nextLook; }

    void sessionUp(const NodeId& peer);
    void sessionDown(const NodeId& peer);
    /// True if the message was one of these.
    bool handleMessage(const NodeId& peer, const wire::Message& message);
    void handleCarried(const NodeId& peer, std::uint32_t frameFlow, ByteView datagram);
    /// Gives what came by relays to the sessions. Not from inside Peers. True if there was any.
    bool deliver();

    // -- RelayDirectory --
    std::vector<Route> routesTo(const NodeId& target, bool asGuest) override;
    std::optional<NodeId> relayOf(const Endpoint& flow) const override;

    /// By which others find us, at most Whereabouts::IntroducersMax. `reachable`: we need none.
    const std::vector<NodeId>& introducers() const { return m_introducers; }
    void setReachable(bool reachable);
    bool carries() const;
    std::vector<RelayUse> uses() const;
    std::uint64_t carriedBytes() const { return m_table.carriedBytes(); }
    unsigned activePairs() const { return m_table.activePairs(m_context.now.mono); }

private:
    struct OwnFlow {
        NodeId target;  ///< zeros: somebody came to us by it
        bool guest = false;
        bool opened = false;
        Instant lastUsed{};
        std::uint64_t bytes = 0;
    };
    using FlowKey = std::pair<NodeId, wire::FlowNumber>;  ///< relay, flow
    struct Arrived {
        Route route;
        bool guest = false;
        Bytes datagram;
    };

    void carry(const Endpoint& flow, Bytes datagram);
    void tellTerms(const NodeId& peer);
    bool isAllowed(const NodeId& relay) const { return !m_refused.contains(relay); }
    bool isUsable(const NodeId& relay) const;
    bool standsNear(const NodeId& peer) const;
    void readSettings();
    void chooseIntroducers();
    void handleOpen(const NodeId& peer, const wire::RelayOpen& open);
    void handleClosed(const NodeId& peer, const wire::RelayClosed& closed);
    void forward(const nat::RelayTable::End& from, ByteView datagram);
    void say(const NodeId& peer, const wire::Message& message);
    std::vector<NodeId> candidatesFor(const NodeId& target);
    Route routeOf(const NodeId& relay, wire::FlowNumber flow);
    std::optional<FlowKey> flowOf(const Endpoint& flow) const;
    void closeFlow(const FlowKey& key);
    void makeRoom();

    Context& m_context;
    Peers& m_peers;
    Peers* m_guests = nullptr;
    const map::VosMap& m_map;
    nat::RelayTable m_table;
    std::unordered_map<NodeId, wire::RelayTerms> m_terms;  ///< of those we have sessions with
    std::map<FlowKey, OwnFlow> m_flows;
    std::vector<NodeId> m_relays;  ///< by the number that stands in endpoints
    std::unordered_map<NodeId, std::uint32_t> m_relayNumbers;
    std::map<std::pair<NodeId, NodeId>, Instant> m_declined;  ///< relay, target: until when
    std::unordered_set<NodeId> m_refused;                      ///< by our user
    std::vector<NodeId> m_introducers;
    std::deque<Arrived> m_arrived;
    std::size_t m_arrivedBytes = 0;
    wire::FlowNumber m_nextFlow = 2;
    std::optional<Instant> m_nextLook;
    bool m_reachable = true;  ///< until others see us elsewhere
};

}  // namespace vos::engine
