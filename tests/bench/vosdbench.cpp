// Two vosd, driven over their standard streams: JSON and pipes included.

#include "tests/bench/figures.h"
#include "tests/system/stories.h"

#include <QElapsedTimer>
#include <QTemporaryDir>

namespace vos::bench {

using namespace Qt::StringLiterals;
using namespace vos::test;

namespace {

void measureJoin(RunningNode& known, const QTemporaryDir& folder)
{
    constexpr int joins = 10;
    QList<double> times;
    for (int i = 0; i < joins; ++i) {
        RunningNode fresh({.profile = folder.filePath(u"fresh%1"_s.arg(i))});
        if (!fresh.start())
            return;
        QElapsedTimer timer;
        timer.start();
        if (fresh.ask(u"node.join"_s, {{u"at"_s, known.link()}})["known"_L1].toInt() < 1)
            return;
        times << microseconds(timer);
        fresh.stop();
    }
    reportTimes(u"join.vosd"_s, times);
}

/// A node that was here before: process start to node.ready.
void measureStart(RunningNode& node)
{
    constexpr int starts = 10;
    QList<double> times;
    for (int i = 0; i < starts; ++i) {
        node.stop();
        QElapsedTimer timer;
        timer.start();
        if (!node.start())
            return;
        times << microseconds(timer);
    }
    reportTimes(u"start.vosd"_s, times);
}

int deliveredIn(RunningNode& node)
{
    int count = 0;
    for (const RunningNode::Event& event : node.events())
        if (event.name == "message.state"_L1 &&
            event.params["state"_L1].toString() == "delivered"_L1)
            ++count;
    node.forgetEvents();
    return count;
}

void measureTrips(RunningNode& from, RunningNode& to)
{
    constexpr int warmUp = 50;
    constexpr int trips = 1000;
    QList<double> times;
    for (int i = 0; i < warmUp + trips; ++i) {
        from.forgetEvents();
        to.forgetEvents();
        QElapsedTimer timer;
        timer.start();
        from.post(u"message.send"_s, {{u"to"_s, to.address()}, {u"text"_s, QString(100, u'x')}});
        if (!from.waitForEvent(u"message.state"_s, {{u"state"_s, u"delivered"_s}}))
            return;
        if (i >= warmUp)
            times << microseconds(timer);
    }
    reportTimes(u"message.receipt.vosd"_s, times);
}

void measureRate(RunningNode& from, RunningNode& to, int size)
{
    constexpr int count = 10'000;
    constexpr int openMax = 200;
    const QJsonObject message{{u"to"_s, to.address()}, {u"text"_s, QString(size, u'x')}};
    from.forgetEvents();
    int sent = 0;
    int delivered = 0;
    QElapsedTimer timer;
    timer.start();
    const bool done = waitUntil(
        [&] {
            delivered += deliveredIn(from);
            to.forgetEvents();
            for (; sent < count && sent - delivered < openMax; ++sent)
                from.post(u"message.send"_s, message);
            return delivered == count;
        },
        300'000);
    if (done)
        report({u"message.rate.vosd.%1B"_s.arg(size), count * 1e6 / microseconds(timer), u"1/s"_s,
                count});
}

}  // namespace

void measureVosd()
{
    const QTemporaryDir folder;
    RunningNode alice({.profile = folder.filePath(u"alice"_s)});
    RunningNode bob({.profile = folder.filePath(u"bob"_s)});
    if (!alice.start() || !bob.start({u"--join"_s, alice.link()}) || !befriend(bob, alice)) {
        qCritical("two vosd did not become friends");
        return;
    }
    measureTrips(alice, bob);
    for (const int size : {100, 1000})
        measureRate(alice, bob, size);
    measureStart(bob);
    measureJoin(alice, folder);
}

}  // namespace vos::bench
