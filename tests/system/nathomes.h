#pragma once

// Real nodes in a laboratory of networks (natlab.h): two public helpers, and one node a side behind
// each kind of router, started when first asked for. Shared by the stories that decide and the
// bench that prints.

#include "tests/system/natlab.h"

#include <QTemporaryDir>

#include <functional>
#include <map>
#include <memory>
#include <vector>

namespace vos::test {

class NatHomes {
public:
    /// Beside the kinds of NatLab::Nat: no router.
    static constexpr int Public = -1;
    /// Public, the three cones, symmetric, and that behind a carrier's.
    static const std::vector<int>& kinds();
    static const char* nameOf(int kind);
    static bool isSymmetric(int kind);

    /// The helpers are started; ask isGood() then.
    NatHomes();
    /// Laboratory and helpers are there. Else whyNot() is a sentence for QSKIP.
    bool isGood() const { return m_helpers.size() == 2; }
    QByteArray whyNot() const { return m_lab.whyNot(); }
    NatLab& lab() { return m_lab; }

    /// A node of this side (0 or 1) behind such a router; not running where that failed.
    RunningNode& nodeAt(int kind, int side);
    /// Of a node that was asked for.
    NatLab::Host hostOf(int kind, int side) const { return m_hosts.at({kind, side}); }
    /// Any of all nodes; null: there is none.
    RunningNode* nodeOf(const QString& address) const;
    /// Starts a node of nodeAt() that was stopped.
    bool startAgain(RunningNode& node);

    /// As net.status of `node` has it: what it says of its session with `peer`.
    static QJsonObject sessionWith(RunningNode& node, const RunningNode& peer);
    static bool waitForPath(RunningNode& node, const RunningNode& peer, const QString& path,
                            int timeoutMs);
    /// Sends one message every 50 ms for `seconds`, with `meanwhile` after a quarter of them; the
    /// longest time none came, in ms, or -1 where one was lost, came twice or out of order.
    int talk(RunningNode& from, RunningNode& to, int seconds,
             const std::function<void()>& meanwhile);

private:
    std::unique_ptr<RunningNode> makeNode(const QString& name, NatLab::Host host);

    QTemporaryDir m_folder;
    NatLab m_lab;
    std::vector<std::unique_ptr<RunningNode>> m_helpers;
    std::map<std::pair<int, int>, NatLab::Host> m_hosts;
    std::map<std::pair<int, int>, std::unique_ptr<RunningNode>> m_nodes;
    int m_talks = 0;
};

}  // namespace vos::test
