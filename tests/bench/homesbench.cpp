// The part of bench_reach with real programs: vosd behind the kernel's own NAT, in the networks of
// tests/system/natlab.h, 20 ms one way on every access link.

#include "tests/bench/figures.h"
#include "tests/support/reachlab.h"
#include "tests/system/nathomes.h"
#include "tests/system/stories.h"

#include <cstdio>

namespace vos::bench {

using namespace Qt::StringLiterals;
using namespace vos::test;
using Nat = NatLab::Nat;

namespace {

constexpr int PatienceForDirectMs = 30'000;
constexpr int PatienceForRelayMs = 3'000;

void tell(const QString& name, const std::vector<double>& values, qint64 of)
{
    if (values.empty())
        return report({name + u".reached"_s, 0, u"times"_s, of});
    report({name + u".median"_s, sim::median(values), u"ms"_s, of});
    report({name + u".worst"_s, sim::worst(values), u"ms"_s, of});
}

/// From sending until the peer has it; nothing: not within half a minute.
std::optional<double> deliver(RunningNode& from, RunningNode& to)
{
    static int count = 0;
    const QString text = u"figure %1"_s.arg(++count);
    const qint64 start = nowMs();
    sendText(from, to, text);
    if (!to.waitForEvent(u"message.received"_s, {{u"text"_s, text}}, 30'000))
        return std::nullopt;
    return double(to.events().last().atMs - start);
}

bool isDirect(RunningNode& a, RunningNode& b)
{
    return NatHomes::sessionWith(a, b)["path"_L1].toString() == "direct"_L1 &&
           NatHomes::sessionWith(b, a)["path"_L1].toString() == "direct"_L1;
}

struct Pairs {
    std::vector<double> request;  ///< with the work that a stranger's request takes
    std::vector<double> punched;
    std::vector<double> guessed;
    std::vector<double> again;
    int connected = 0;
};

void measurePair(NatHomes& homes, int one, int other, Pairs& pairs)
{
    RunningNode& a = homes.nodeAt(one, 0);
    RunningNode& b = homes.nodeAt(other, 1);
    const qint64 start = nowMs();
    a.post(u"contact.add"_s, {{u"address"_s, b.address()}});
    if (!b.waitForEvent(u"contact.request"_s, {{u"address"_s, a.address()}}, 60'000))
        return;
    const qint64 heard = nowMs();
    pairs.request.push_back(double(heard - start));
    b.ask(u"contact.accept"_s, {{u"address"_s, a.address()}});
    if (!a.waitForEvent(u"contact.changed"_s,
                        {{u"address"_s, b.address()}, {u"state"_s, u"accepted"_s}}))
        return;
    const bool hopeless = NatHomes::isSymmetric(one) && NatHomes::isSymmetric(other);
    const auto guesses = [](int symmetric, int restricted) {
        return NatHomes::isSymmetric(symmetric) && restricted == int(Nat::PortRestricted);
    };
    const int patience = hopeless ? PatienceForRelayMs : PatienceForDirectMs;
    if (waitUntil([&] { return isDirect(a, b); }, patience)) {
        auto& times = guesses(one, other) || guesses(other, one) ? pairs.guessed : pairs.punched;
        times.push_back(double(nowMs() - heard));
    }
    if (const auto time = deliver(a, b)) {
        pairs.again.push_back(*time);
        ++pairs.connected;
    }
}

void measurePairs(NatHomes& homes)
{
    Pairs pairs;
    const auto& kinds = NatHomes::kinds();
    const auto count = static_cast<qint64>(kinds.size() * kinds.size());
    for (const int one : kinds) {
        for (const int other : kinds)
            measurePair(homes, one, other, pairs);
    }
    report({u"reach.programs.connected"_s, double(pairs.connected), u"pairs"_s, count});
    report({u"reach.programs.direct"_s, double(pairs.punched.size() + pairs.guessed.size()),
            u"pairs"_s, count});
    tell(u"reach.programs.request_with_work"_s, pairs.request, count);
    tell(u"reach.programs.message"_s, pairs.again, count);
    tell(u"reach.programs.direct_by_punching"_s, pairs.punched, count);
    tell(u"reach.programs.direct_by_guessing"_s, pairs.guessed, count);
}

/// Both programs of a pair of the same kind are started anew.
void measureStarts(NatHomes& homes)
{
    std::vector<double> times;
    for (const int kind : NatHomes::kinds()) {
        RunningNode& a = homes.nodeAt(kind, 0);
        RunningNode& b = homes.nodeAt(kind, 1);
        a.kill();
        b.kill();
        if (!homes.startAgain(b) || !homes.startAgain(a))
            continue;
        if (const auto time = deliver(a, b))
            times.push_back(*time);
    }
    tell(u"reach.programs.both_just_started"_s, times,
         static_cast<qint64>(NatHomes::kinds().size()));
}

/// The longest time nothing came while one talks and something happens; -1: not whole.
void measureMoves(NatHomes& homes, int runs)
{
    const int home = int(Nat::PortRestricted);
    RunningNode& a = homes.nodeAt(home, 0);
    RunningNode& b = homes.nodeAt(home, 1);
    const NatLab::Host place = homes.hostOf(home, 0);
    const auto renumber = [&] { homes.lab().renumber(place); };
    const auto measure = [&](const QString& name, RunningNode& from, RunningNode& to,
                             const std::function<void()>& meanwhile) {
        std::vector<double> gaps;
        for (int run = 0; run < runs; ++run) {
            waitUntil([&] { return isDirect(a, b); }, PatienceForDirectMs);
            if (const int gap = homes.talk(from, to, 8, meanwhile); gap >= 0)
                gaps.push_back(gap);
        }
        tell(u"reach.programs."_s + name + u".gap"_s, gaps, runs);
    };
    measure(u"renumbered_outside.mover_talks"_s, a, b, renumber);
    measure(u"renumbered_outside.other_talks"_s, b, a, renumber);
    measure(u"router_flushed"_s, a, b, [&] { homes.lab().flush(place); });
    homes.nodeAt(int(Nat::FullCone), 0);
    int to = int(Nat::FullCone);
    measure(u"own_address_changes"_s, a, b, [&] {
        homes.lab().move(place, homes.hostOf(to, 0));
        to = to == home ? int(Nat::FullCone) : int(Nat::PortRestricted);
    });
}

void measureRelayKilled(NatHomes& homes)
{
    RunningNode& a = homes.nodeAt(int(Nat::Symmetric), 0);
    RunningNode& b = homes.nodeAt(int(Nat::Symmetric), 1);
    if (!NatHomes::waitForPath(a, b, u"relay"_s, 20'000))
        return;
    RunningNode* relay = homes.nodeOf(NatHomes::sessionWith(a, b)["via"_L1].toString());
    if (relay == nullptr)
        return;
    const int gap = homes.talk(a, b, 6, [relay] { relay->kill(); });
    tell(u"reach.programs.relay_killed.gap"_s,
         gap < 0 ? std::vector<double>() : std::vector<double>{double(gap)}, 1);
}

}  // namespace

void measureHomes(int runs)
{
    NatHomes homes;
    if (!homes.isGood()) {
        std::fprintf(stderr, "%s\n", homes.whyNot().constData());
        return;
    }
    measurePairs(homes);
    measureStarts(homes);
    measureMoves(homes, runs);
    measureRelayKilled(homes);
}

}  // namespace vos::bench
