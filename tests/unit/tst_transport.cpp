#include "tests/support/testprogram.h"
#include "tests/unit/transportpair.h"

#include <QtTest>

#include <algorithm>

using namespace vos;
using namespace vos::test;

namespace {

Bytes pattern(std::uint64_t seed, std::size_t size)
{
    Bytes bytes(size);
    SeededRng(seed).fill(bytes);
    return bytes;
}

std::uint64_t inTotal(const TransportPair::End& end)
{
    std::uint64_t count = 0;
    for (const auto& messages : end.messages)
        count += messages.size();
    return count;
}

}  // namespace

class TestTransport : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everythingArrivesOnceAndInOrder();
    void aLoneMessageLeavesAtOnce();
    void smallMessagesOvertakeBulk();
    void pingIsAnswered();
    void pingSurvivesLoss();
    void anIdleConnectionIsSilent();
    void acknowledgementsAreNotAcknowledged();
    void smallMessagesAreHardlyDelayedByLoss_data();
    void smallMessagesAreHardlyDelayedByLoss();
    void aSilentPeerIsNoticed();
    void anOutageIsSurvived();
    void closeReachesThePeer();
    void writableFollowsTheQueue();
    void estimateIsInherited();
    void statisticsAddUp();
};

void TestTransport::everythingArrivesOnceAndInOrder()
{
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
        PathModel path;
        path.delay = 20ms;
        path.loss = 0.3;
        path.repetition = 0.1;
        path.reordering = 0.2;
        TransportPair pair(seed, path);
        SeededRng rng(seed + 1000);
        std::array<std::array<std::vector<Bytes>, ChannelCount>, 2> sent;
        std::uint64_t count = 0;
        for (int round = 0; round < 6; ++round) {
            for (int i = 0; i < 2; ++i) {
                const auto channel = static_cast<std::size_t>(rng.below(ChannelCount));
                const std::size_t size = rng.below(4) == 0 ? 61 * 1024 : 1 + rng.below(2000);
                const Bytes message = pattern(rng.next64(), size);
                QVERIFY(pair[i].connection.send(AllChannels[channel], message));
                sent[static_cast<std::size_t>(i)][channel].push_back(message);
                ++count;
            }
            pair.run(Duration(static_cast<Duration::rep>(rng.below(200'000))));
        }
        const bool done = pair.run(120s, [&] {
            return inTotal(pair[0]) + inTotal(pair[1]) == count && !pair.a().hasUnacknowledged() &&
                   !pair.b().hasUnacknowledged();
        });
        QVERIFY2(done, qPrintable(QString::number(seed)));
        pair.run(5s);  // nothing comes twice
        for (std::size_t i = 0; i < 2; ++i)
            for (std::size_t c = 0; c < ChannelCount; ++c)
                QVERIFY2(pair[static_cast<int>(1 - i)].messages[c] == sent[i][c],
                         qPrintable(QString::number(seed)));
    }
}

void TestTransport::aLoneMessageLeavesAtOnce()
{
    PathModel path;
    path.delay = 25us;
    TransportPair pair(1, path);
    for (int i = 0; i < 100; ++i) {
        const Instant sentAt = pair.now;
        pair.a().send(Channel::Small, pattern(1, 100 + static_cast<std::size_t>(i)));
        QVERIFY(
            pair.run(1s, [&] { return inTotal(pair[1]) == static_cast<std::uint64_t>(i + 1); }));
        QCOMPARE(pair.now - sentAt, Duration(25us));
        pair.run(Duration(i * 100));
    }
    // A letter of 60 KiB at the very start takes two and a half round trips at most.
    path.delay = 25ms;
    TransportPair letter(1, path);
    letter.a().send(Channel::Small, pattern(2, 60 * 1024));
    QVERIFY(letter.run(1s, [&] { return inTotal(letter[1]) == 1; }));
    QVERIFY2(letter.now <= Instant{} + 125ms,
             qPrintable(QString::number(letter.now.time_since_epoch().count())));
}

void TestTransport::smallMessagesOvertakeBulk()
{
    PathModel path;
    path.rate = 1'250'000;
    path.queue = 62'500;
    TransportPair pair(3, path);
    pair.onDrained = [&](int i) {
        if (i == 0 && pair.a().queuedBytes(Channel::Bulk) < 500'000)
            pair.a().send(Channel::Bulk, pattern(1, 60'000));
    };
    pair.run(3s);
    for (int i = 0; i < 20; ++i) {
        const Instant sentAt = pair.now;
        const std::size_t bulkBefore = pair[1].messages[2].size();
        pair.a().send(Channel::Small, viewOf("hello"));
        const std::size_t expected = static_cast<std::size_t>(i) + 1;
        QVERIFY(pair.run(2s, [&] { return pair[1].messages[1].size() == expected; }));
        QVERIFY2(pair.now - sentAt < 110ms,
                 qPrintable(QString::number((pair.now - sentAt).count())));
        // Over half a megabyte was queued before it.
        QVERIFY(pair[1].messages[2].size() - bulkBefore <= 3);
        pair.run(50ms);
    }
}

void TestTransport::pingIsAnswered()
{
    TransportPair pair(1);
    const std::uint64_t first = pair.a().ping(pair.now);
    pair.run(10ms);
    const std::uint64_t second = pair.a().ping(pair.now);
    QVERIFY(first != second);
    pair.run(100ms);
    const auto answers = pair.events<PingAnswered>(0);
    QCOMPARE(answers.size(), std::size_t{2});
    QCOMPARE(answers[0].token, first);
    QCOMPARE(answers[0].rtt, Duration(50ms));
    QCOMPARE(answers[1].token, second);
    QCOMPARE(answers[1].rtt, Duration(50ms));
    QCOMPARE(pair.a().statistics().smoothedRtt, Duration(50ms));
    QVERIFY(pair.events<PingAnswered>(1).empty());
}

void TestTransport::pingSurvivesLoss()
{
    PathModel path;
    path.loss = 0.5;
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
        TransportPair pair(seed, path);
        const std::uint64_t token = pair.a().ping(pair.now);
        QVERIFY(pair.run(120s, [&] { return !pair.events<PingAnswered>(0).empty(); }));
        QCOMPARE(pair.events<PingAnswered>(0)[0].token, token);
        pair.run(10s);
        QCOMPARE(pair.events<PingAnswered>(0).size(), std::size_t{1});
    }
}

void TestTransport::anIdleConnectionIsSilent()
{
    TransportPair pair(1);
    pair.a().send(Channel::Small, viewOf("hello"));
    pair.b().send(Channel::Control, viewOf("hello"));
    pair.run(2s);
    const std::uint64_t sent = pair[0].datagramsSent + pair[1].datagramsSent;
    QVERIFY2(sent <= 8, qPrintable(QString::number(sent)));
    QVERIFY(!pair.a().nextTimeout());
    QVERIFY(!pair.b().nextTimeout());
    pair.run(100s);
    QCOMPARE(pair[0].datagramsSent + pair[1].datagramsSent, sent);
}

void TestTransport::acknowledgementsAreNotAcknowledged()
{
    TransportPair pair(1);
    for (int i = 0; i < 200; ++i) {
        pair.a().send(Channel::Bulk, pattern(1, 1500));
        pair.run(20ms);
    }
    // One way traffic: the receiver sends acknowledgements only.
    QVERIFY(pair[1].datagramsSent <= pair[0].datagramsSent);
    QVERIFY(pair[1].bytesSent < 60 * pair[1].datagramsSent);
}

void TestTransport::smallMessagesAreHardlyDelayedByLoss_data()
{
    QTest::addColumn<double>("loss");
    QTest::addColumn<double>("most");  // round trips, 99th percentile
    QTest::newRow("no loss") << 0.0 << 1.01;
    QTest::newRow("1 %") << 0.01 << 1.3;
    QTest::newRow("5 %") << 0.05 << 1.3;
    QTest::newRow("20 %") << 0.20 << 5.0;
}

// A message and its receipt, which the other side sends as soon as it has the message.
void TestTransport::smallMessagesAreHardlyDelayedByLoss()
{
    QFETCH(double, loss);
    QFETCH(double, most);
    PathModel path;
    path.loss = loss;
    Config config;
    config.inherited = PathEstimate{};
    config.inherited->smoothedRtt = 50ms;  // as the handshake measured it
    TransportPair pair(11, path, config, config);
    bool answered = false;
    pair.onMessage = [&](int i, MessageReceived& message) {
        if (i == 1)
            pair.b().send(Channel::Small, message.message);
        else
            answered = true;
    };
    std::vector<Duration> times;
    for (int i = 0; i < 2000; ++i) {
        const Instant sentAt = pair.now;
        answered = false;
        pair.a().send(Channel::Small, pattern(1, 300));
        QVERIFY(pair.run(60s, [&] { return answered; }));
        times.push_back(pair.now - sentAt);
        pair.run(300ms);
    }
    std::sort(times.begin(), times.end());
    const double p99 = std::chrono::duration<double>(times[times.size() * 99 / 100]).count() / 0.05;
    qInfo("receipt at 50 ms, loss %g %%: p50 %.2f RTT, p99 %.2f RTT, max %.2f RTT", loss * 100,
          std::chrono::duration<double>(times[times.size() / 2]).count() / 0.05, p99,
          std::chrono::duration<double>(times.back()).count() / 0.05);
    QVERIFY(p99 <= most);
}

void TestTransport::aSilentPeerIsNoticed()
{
    TransportPair pair(1);
    pair.a().send(Channel::Small, viewOf("hello"));
    pair.run(1s);
    QCOMPARE(pair.a().consecutiveTimeouts(), 0u);
    const Instant heard = pair.a().lastHeard();
    QVERIFY(heard > Instant{});
    pair.paths[0].loss = 1;
    pair.a().send(Channel::Small, viewOf("anybody there?"));
    const std::uint64_t before = pair[0].datagramsSent;
    pair.run(6s);
    QVERIFY(pair.a().consecutiveTimeouts() >= 5);
    QVERIFY(pair[0].datagramsSent - before < 15);  // it backs off
    QCOMPARE(pair.a().lastHeard(), heard);
    pair.paths[0].loss = 0;
    QVERIFY(pair.run(20s, [&] { return inTotal(pair[1]) == 2; }));
    pair.run(1s);
    QCOMPARE(pair.a().consecutiveTimeouts(), 0u);
}

void TestTransport::anOutageIsSurvived()
{
    PathModel path;
    path.rate = 1'250'000;
    path.queue = 62'500;
    TransportPair pair(4, path);
    std::uint64_t received = 0;
    pair.onMessage = [&](int, MessageReceived& message) { received += message.message.size(); };
    pair.onDrained = [&](int i) {
        while (i == 0 && pair.a().queuedBytes(Channel::Bulk) < 200'000)
            pair.a().send(Channel::Bulk, pattern(1, 30'000));
    };
    pair.run(3s);
    pair.paths[0].loss = pair.paths[1].loss = 1;
    pair.run(5s);
    pair.paths[0].loss = pair.paths[1].loss = 0;
    pair.run(10s);  // the backoff is a few seconds by now
    received = 0;
    pair.run(5s);
    QVERIFY2(received > 5'000'000, qPrintable(QString::number(received)));
}

void TestTransport::closeReachesThePeer()
{
    TransportPair pair(1);
    pair.a().send(Channel::Small, viewOf("last words"));
    pair.run(30ms);
    pair.a().close(CloseReason::Replaced);
    QVERIFY(pair.a().isClosed());
    QVERIFY(!pair.a().send(Channel::Small, viewOf("too late")));
    pair.run(1s);
    QVERIFY(pair.b().isClosed());
    QCOMPARE(pair[1].messages[1].size(), std::size_t{1});
    const auto closed = pair.events<PeerClosed>(1);
    QCOMPARE(closed.size(), std::size_t{1});
    QCOMPARE(closed[0].reason, CloseReason::Replaced);
    QVERIFY(pair.events<PeerClosed>(0).empty());
    QVERIFY(!pair.a().nextTimeout() && !pair.b().nextTimeout());
    // The first goodbye is lost: what the peer still sends is answered with another, not for ever.
    TransportPair lossy(2);
    lossy.paths[0].loss = 1;
    lossy.a().close(CloseReason::Goodbye);
    lossy.run(1ms);
    for (int i = 0; i < 10; ++i) {
        lossy.b().send(Channel::Small, viewOf("hello?"));
        lossy.run(100ms);
    }
    QCOMPARE(lossy[0].datagramsSent, std::uint64_t{CloseRepeats});
    TransportPair again(3);
    again.paths[0].loss = 1;
    again.a().close(CloseReason::Goodbye);
    again.run(1ms);
    again.paths[0].loss = 0;
    again.b().send(Channel::Small, viewOf("hello?"));
    again.run(1s);
    QVERIFY(again.b().isClosed());
}

void TestTransport::writableFollowsTheQueue()
{
    PathModel path;
    path.rate = 1'250'000;
    path.queue = 62'500;
    Config config;
    config.lowWater = 100'000;
    TransportPair pair(1, path, config);
    std::uint64_t sent = 0;
    while (pair.a().queuedBytes(Channel::Bulk) < 400'000) {
        pair.a().send(Channel::Bulk, pattern(1, 50'000));
        sent += 50'000;
    }
    QVERIFY(pair.run(5s, [&] { return !pair.events<Writable>(0).empty(); }));
    QCOMPARE(pair.events<Writable>(0)[0].channel, Channel::Bulk);
    QVERIFY(pair.a().queuedBytes(Channel::Bulk) <= 100'000);
    pair.run(5s);
    QCOMPARE(pair.events<Writable>(0).size(), std::size_t{1});
    QCOMPARE(pair[1].messages[2].size(), sent / 50'000);
}

void TestTransport::estimateIsInherited()
{
    PathModel path;
    path.rate = 12'500'000;
    path.queue = 625'000;
    TransportPair first(1, path);
    first.onMessage = [](int, MessageReceived&) {};
    first.onDrained = [&](int i) {
        while (i == 0 && first.a().queuedBytes(Channel::Bulk) < 200'000)
            first.a().send(Channel::Bulk, pattern(1, 30'000));
    };
    QCOMPARE(first.a().estimate().smoothedRtt, Duration(0));
    first.run(3s);
    const PathEstimate estimate = first.a().estimate();
    QVERIFY(estimate.bandwidth > 11'000'000 && estimate.bandwidth < 13'500'000);
    QCOMPARE(estimate.datagram, std::size_t{1472});
    QVERIFY(estimate.minRtt >= 50ms && estimate.minRtt < 51ms);

    Config config;
    config.inherited = estimate;
    TransportPair second(2, path, config);
    std::uint64_t received = 0;
    second.onMessage = [&](int, MessageReceived& message) { received += message.message.size(); };
    second.onDrained = [&](int i) {
        while (i == 0 && second.a().queuedBytes(Channel::Bulk) < 200'000)
            second.a().send(Channel::Bulk, pattern(1, 30'000));
    };
    second.run(500ms);
    QCOMPARE(second[0].largestSent, std::size_t{1472});
    QVERIFY2(received > 4'500'000,
             qPrintable(QString::number(received)));  // of 6.25 MB, no slow start
}

void TestTransport::statisticsAddUp()
{
    PathModel path;
    path.loss = 0.02;
    TransportPair pair(5, path);
    for (int i = 0; i < 30; ++i)
        pair.a().send(Channel::Bulk, pattern(1, 30'000));
    pair.run(10s);
    const Statistics a = pair.a().statistics();
    const Statistics b = pair.b().statistics();
    QCOMPARE(a.packetsSent, pair[0].datagramsSent);
    QCOMPARE(a.bytesSent, pair[0].bytesSent);
    QCOMPARE(a.packetsSent, pair.a().nextNumber());
    QCOMPARE(b.packetsReceived, pair[0].datagramsSent - pair[0].datagramsDropped);
    QCOMPARE(a.bytesInFlight, std::uint64_t{0});
    QVERIFY(a.packetsLost > 0 && a.packetsLost <= pair[0].datagramsDropped + 5);
    QVERIFY(a.bytesResent > 0 && a.bytesResent < 100'000);
    QCOMPARE(b.packetsDuplicate, std::uint64_t{0});
}

VOS_TEST(TestTransport)
#include "tst_transport.moc"
