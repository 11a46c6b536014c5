// How well nodes reach each other: section 7 of the design, as reached. `bench_reach [runs]`
// measures each of the 36 kinds of pairs so many times in simulation (5 where it is not said), 20
// ms one way on every access link, two ordinary nodes as helpers; then once with real programs
// (homesbench.cpp). `bench_reach programs` is the latter alone.

#include "tests/bench/figures.h"
#include "tests/support/reachlab.h"

#include <QCoreApplication>

#include <algorithm>
#include <cstdlib>
#include <cstring>

using namespace Qt::StringLiterals;
using namespace vos;
using namespace vos::bench;
using namespace vos::sim;

namespace {

void tell(const QString& name, const std::vector<double>& values, qint64 of)
{
    report({name + u".median"_s, median(values), u"ms"_s, of});
    report({name + u".worst"_s, worst(values), u"ms"_s, of});
}

void measurePairs(const QString& world, const LabOptions& options, int runs)
{
    std::vector<double> first;
    std::vector<double> punched;
    std::vector<double> guessed;
    std::vector<double> again;
    std::vector<double> start;
    qint64 connected = 0;
    qint64 direct = 0;
    const auto add = [](std::vector<double>& to, const std::optional<double>& value) {
        if (value)
            to.push_back(*value);
    };
    const qint64 count = runs * static_cast<qint64>(PlaceCount * PlaceCount);
    for (int run = 0; run < runs; ++run) {
        for (std::size_t i = 0; i < PlaceCount * PlaceCount; ++i) {
            const auto figures = measurePair(static_cast<std::uint64_t>(run) * 100 + i,
                                             static_cast<Place>(i / PlaceCount),
                                             static_cast<Place>(i % PlaceCount), options);
            connected += figures.connected();
            direct += figures.directMs.has_value();
            add(first, figures.firstMs);
            add(isGuessed(figures.one, figures.other) ? guessed : punched, figures.directMs);
            add(again, figures.againMs);
            add(start, figures.startMs);
        }
    }
    const QString prefix = u"reach."_s + world;
    report({prefix + u".connected"_s, double(connected), u"pairs"_s, count});
    report({prefix + u".direct"_s, double(direct), u"pairs"_s, count});
    tell(prefix + u".first_message"_s, first, count);
    tell(prefix + u".both_just_started"_s, start, count);
    tell(prefix + u".spoken_before"_s, again, count);
    tell(prefix + u".direct_by_punching"_s, punched, count);
    tell(prefix + u".direct_by_guessing"_s, guessed, count);
}

enum class Talks { Both, Mover, Other };

/// From the moment somebody has something to say until all of it is there.
void measureMoves(const QString& name, Place mover, Place other, bool both, bool seen, int runs,
                  Talks talks = Talks::Both)
{
    std::vector<double> times;
    for (int run = 0; run < runs; ++run) {
        ReachLab lab(static_cast<std::uint64_t>(5000 + run), mover, other);
        lab.begin();
        if (!lab.befriend())
            continue;
        // At another moment between two signs of life each time.
        lab.world.run(15s + run * 270ms);
        if (seen)
            lab.move(lab.a, mover);
        else
            lab.world.renumber(*lab.a.network());
        if (both)
            lab.move(lab.b, other);
        const Instant start = lab.world.now();
        Numbered numbers(lab, talks != Talks::Other, talks != Talks::Mover);
        numbers.run(100ms, 10);
        if (numbers.settle(30s))
            times.push_back(static_cast<double>((lab.world.now() - start).count()) / 1000);
    }
    tell(u"reach.move."_s + name, times, runs);
}

void measureChangesOfPath(int runs)
{
    std::vector<double> gaps;
    for (int run = 0; run < runs; ++run) {
        ReachLab lab(static_cast<std::uint64_t>(7000 + run), Place::PortRestricted,
                     Place::PortRestricted);
        lab.begin();
        lab.cut(true);
        if (!lab.befriend())
            continue;
        Numbered numbers(lab, true, false);
        for (const bool cut : {true, false, true, false}) {
            lab.cut(cut);
            numbers.run(5s, 50);
        }
        if (numbers.settle(10s) && numbers.isWhole())
            gaps.push_back(numbers.gapMs());
    }
    report({u"reach.1000_messages_over_changes.whole"_s, double(gaps.size()), u"runs"_s, runs});
    tell(u"reach.1000_messages_over_changes.gap"_s, gaps, runs);
}

void measureIdleCost()
{
    ReachLab lab(8500, Place::PortRestricted, Place::PortRestricted);
    lab.begin();
    if (!lab.befriend())
        return;
    lab.world.run(10min);
    std::size_t toFriend = 0;
    std::size_t toHelpers = 0;
    const Endpoint own = lab.a.network()->external();
    const Endpoint friendly = lab.b.network()->external();
    lab.world.net.tap = [&](const Datagram& datagram) {
        if (datagram.from.address == own.address)
            ++(datagram.to.address == friendly.address ? toFriend : toHelpers);
    };
    lab.world.run(10min);
    report({u"reach.idle_10min.to_each_helper"_s, double(toHelpers) / double(lab.helpers.size()),
            u"packets"_s, 1});
    report({u"reach.idle_10min.to_the_friend"_s, double(toFriend), u"packets"_s, 1});
}

void measureRelayKilled(int runs)
{
    std::vector<double> gaps;
    for (int run = 0; run < runs; ++run) {
        ReachLab lab(static_cast<std::uint64_t>(6000 + run), Place::Symmetric, Place::Carrier);
        lab.begin();
        if (!lab.befriend())
            continue;
        lab.world.run(5s);
        const auto traffic = ReachLab::trafficOf(lab.a, lab.b);
        Numbered numbers(lab);
        numbers.run(1s, 50);
        for (SimNode* helper : lab.helpers) {
            if (traffic && traffic->via == helper->id())
                helper->kill();
        }
        numbers.run(5s, 50);
        if (numbers.settle(20s) && numbers.isWhole())
            gaps.push_back(numbers.gapMs());
    }
    tell(u"reach.relay_killed"_s, gaps, runs);
}

void measureIdleBehindShortMappings(int runs)
{
    std::vector<double> times;
    for (int run = 0; run < runs; ++run) {
        LabOptions options;
        options.tune = [](NatOptions& box) { box.idleTimeout = 20s; };
        ReachLab lab(static_cast<std::uint64_t>(6500 + run), Place::PortRestricted,
                     Place::Symmetric, options);
        lab.begin();
        if (!lab.befriend())
            continue;
        lab.world.run(10min);
        if (const auto time = lab.deliver(lab.a, lab.b, 30s))
            times.push_back(*time);
    }
    tell(u"reach.idle_10min_behind_20s"_s, times, runs);
}

}  // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    if (argc > 1 && std::strcmp(argv[1], "programs") == 0) {
        measureHomes(3);
        return 0;
    }
    const int runs = argc > 1 ? std::max(1, std::atoi(argv[1])) : 5;
    measurePairs(u"two_helpers"_s, {}, runs);
    LabOptions cone;
    cone.helpers = {Place::FullCone};
    measurePairs(u"one_cone_helper"_s, cone, runs);
    LabOptions rough;
    rough.loss = 0.05;
    rough.jitter = 30ms;
    measurePairs(u"loss_5_jitter_30"_s, rough, runs);
    LabOptions lossy;
    lossy.loss = 0.2;
    measurePairs(u"loss_20"_s, lossy, runs);
    measureMoves(u"peer_public"_s, Place::PortRestricted, Place::Public, false, true, runs);
    measureMoves(u"two_homes"_s, Place::PortRestricted, Place::PortRestricted, false, true, runs);
    measureMoves(u"both"_s, Place::PortRestricted, Place::FullCone, true, true, runs);
    for (const auto& [name, talks] : {std::pair(u"unseen.mover_talks"_s, Talks::Mover),
                                      std::pair(u"unseen.other_talks"_s, Talks::Other)})
        measureMoves(name, Place::PortRestricted, Place::PortRestricted, false, false, 2 * runs,
                     talks);
    measureChangesOfPath(runs);
    measureRelayKilled(runs);
    measureIdleBehindShortMappings(runs);
    measureIdleCost();
    measureHomes(std::min(runs, 3));
    return 0;
}
