#pragma once

// Finds out how others can reach this node, and helps them find out the same.
//
// Dial-back: soon after its first session, and after each change of network, a node asks a peer B
// to send one PROBE from another port, and to have one sent by a peer C of B's own. Which of them
// come through tells what our NAT lets in. C's counts only if we never sent anything to C's
// address; so does a call of somebody we never sent to.
//
// Defends against: being aimed at others. B probes nothing but the endpoint it sees the asker at; C
// takes B's word for an endpoint, sends 32 bytes there, and keeps budgets for each asker, for each
// target and in all. Whoever lies about us makes our record worse until others have spoken.

#include "p2p/engine/context.h"
#include "p2p/engine/peers.h"
#include "p2p/nat/natview.h"
#include "p2p/nat/punch.h"
#include "p2p/wire/message.h"

#include <map>
#include <optional>
#include <vector>

namespace vos::engine {

class NatKeeper {
public:
    /// PROBEs sent on the word of one peer, towards one address, and in all; a minute.
    static constexpr unsigned ProbesPerAsker = 4;
    static constexpr unsigned ProbesPerTarget = 4;
    static constexpr unsigned ProbesInAll = 60;
    /// Addresses nobody answers from, within BlockedAfter, that show that nothing gets out.
    static constexpr std::size_t BlockedNeeds = 3;
    static constexpr Duration BlockedAfter = 4s;

    NatKeeper(Context& context, Peers& peers) : m_context(context), m_peers(peers) {}

    void start(std::vector<Endpoint> local);
    void setLocal(std::vector<Endpoint> local);
    /// The addresses are the same, the network may be another.
    void networkChanged();
    void setPortMapping(const PortMapping& mapping);
    void handleTimeout();
    std::optional<Instant> nextTimeout() const;
    /// Tells what has changed, once for each drain.
    void drain();

    void sessionUp(const NodeId& peer);
    void sessionDown(const NodeId& peer);
    void onHello(const NodeId& peer, const wire::Hello& hello);
    /// True if the message was one of these.
    bool handleMessage(const NodeId& peer, const wire::Message& message);
    void onProbe(const Route& from, const wire::ProbeToken& token);
    /// A sound call came in by one of the main sockets; not answered yet.
    void onCall(const Route& from);

    const std::vector<Endpoint>& observed() const { return standing().observed; }
    NatKind kind() const { return standing().kind; }
    /// To be published; at most nat::NatView::PublishMax.
    const std::vector<Endpoint>& endpoints() const { return standing().endpoints; }
    /// Strangers get through.
    bool reachable() const { return standing().reachable; }
    /// Others see us at an address that is not ours, or something keeps them out: we need somebody
    /// to bring them to us, and to keep the way in open.
    bool needsIntroducer() const { return standing().needsIntroducer; }
    /// What somebody who wants to punch a way to us should know.
    void describe(nat::PunchSide& side) const;

private:
    /// A dial-back of ours.
    struct Asked {
        NodeId peer;
        Endpoint at;  ///< of the peer
        wire::DialBack question;
        Instant askedAt{};
        std::optional<Instant> otherPortSent;  ///< the peer said so
        std::optional<Instant> strangerSent;
        bool otherPortHeard = false;
        bool strangerHeard = false;
    };
    /// One we passed on, as B.
    struct Passed {
        NodeId asker;
        wire::Token askersToken = 0;
        NodeId by;
        Instant at{};
    };
    struct Budget {
        Instant window{};
        unsigned count = 0;
    };

    struct Standing {
        std::vector<Endpoint> observed;
        std::vector<Endpoint> endpoints;
        NatKind kind = NatKind::Unknown;
        bool reachable = false;
        bool needsIntroducer = false;
    };

    const Standing& standing() const;
    NatKind findKind() const;
    void changed() { m_changed = true; }
    void forgetOutcomes();
    void considerAsking();
    bool isWorthAsking(IpFamily family) const;
    std::optional<NodeId> chooseHelper(IpFamily family);
    void ask(const NodeId& peer);
    void concludeSilences();
    void lookForSilence();
    void onDialBack(const NodeId& peer, const wire::DialBack& question);
    void onDone(const NodeId& peer, const wire::DialBackDone& done);
    void onProbeFor(const NodeId& peer, const wire::ProbeFor& order);
    void onProbeSent(const NodeId& peer, const wire::ProbeSent& sent);
    std::optional<NodeId> chooseStranger(const NodeId& asker, const Endpoint& to);
    SocketIndex otherSocket();
    bool admit(const NodeId& asker, const Endpoint& target);
    bool take(Budget& budget, unsigned limit);
    void say(const NodeId& peer, const wire::Message& message);

    Context& m_context;
    Peers& m_peers;
    nat::NatView m_view;
    mutable Standing m_standing;  ///< looked at in every drain, so made anew only after a change
    mutable bool m_changed = true;
    bool m_started = false;
    // Asking.
    std::vector<Asked> m_asked;
    std::vector<NodeId> m_askedBefore;  ///< in this network, latest last
    std::optional<Instant> m_nextAsk;
    unsigned m_asks = 0;
    wire::Token m_nextToken = 1;
    // Helping.
    std::map<wire::Token, Passed> m_passed;
    std::map<NodeId, Budget> m_askers;
    std::map<Endpoint, Budget> m_targets;
    Budget m_all;
    // Nothing gets out.
    Instant m_lastHeard{};
    std::uint64_t m_receivedBytes = 0;
    std::optional<Instant> m_nextLook;
    unsigned m_looks = 0;  ///< since the last change
    bool m_blocked = false;
    std::optional<Instant> m_forgetAt;  ///< where we were seen in the network before
    std::vector<Endpoint> m_toldObserved;
    NatKind m_toldKind = NatKind::Unknown;
};

}  // namespace vos::engine
