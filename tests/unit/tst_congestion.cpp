#include <QtTest>

#include "p2p/transport/congestion.h"
#include "p2p/transport/pacer.h"
#include "tests/support/testprogram.h"
#include "tests/unit/fixture.h"

#include <deque>

using namespace vos;
using namespace vos::transport;
using State = Congestion::State;

namespace {

/// A bottleneck in front of one sender that always has data, stepped by the millisecond: `rate`
/// bytes a second, `queue` bytes of buffer, and losses that have nothing to do with it.
struct Bottleneck {
    double rate;
    double queue;
    Duration rtt;
    double loss = 0;

    explicit Bottleneck(double bytesPerSecond, double bufferBytes, Duration roundTrip)
        : rate(bytesPerSecond)
        , queue(bufferBytes)
        , rtt(roundTrip)
        , pacer(now)
    {
        pacer.setRate(now, control.pacingRate(), Size);
    }

    struct Flying {
        SentPacket packet;
        Instant arrives;
        bool lost;
    };
    static constexpr std::uint32_t Size = 1200;

    void run(Duration time)
    {
        for (const Instant end = now + time; now < end; now += 1ms) {
            acknowledge();
            while (inFlight < control.window() && pacer.allows(now))
                sendOne();
        }
    }

    void sendOne()
    {
        SentPacket packet;
        packet.sentAt = now;
        packet.size = Size;
        control.handleSent(now, inFlight, packet);
        pacer.handleSent(Size);
        inFlight += Size;
        ++sent;
        free = std::max(free, now);
        const double waiting = std::chrono::duration<double>(free - now).count() * rate;
        const bool random = static_cast<double>(rng.next64() >> 11) * 0x1p-53 < loss;
        const bool full = waiting + Size > queue;
        if (!full)
            free += Duration(static_cast<Duration::rep>(Size / rate * 1e6));
        // A lost packet is noticed when its acknowledgement would have come.
        flying.push_back({packet, free + rtt, full || random});
        dropped += full ? 1 : 0;
    }

    void acknowledge()
    {
        std::optional<Duration> measured;
        bool any = false;
        while (!flying.empty() && flying.front().arrives <= now) {
            const Flying one = flying.front();
            flying.pop_front();
            inFlight -= Size;
            any = true;
            if (one.lost) {
                control.handleLost(one.packet);
                continue;
            }
            delivered += Size;
            measured = now - one.packet.sentAt;
            control.handleAcknowledged(now, one.packet);
        }
        if (!any)
            return;
        control.handleAckEnd(now, measured, inFlight);
        pacer.setRate(now, control.pacingRate(), Size);
        seen[static_cast<std::size_t>(control.state())] = true;
    }

    /// Share of the rate that got through since the last call.
    double share(Duration time)
    {
        const double before = delivered;
        run(time);
        return (delivered - before) / (rate * std::chrono::duration<double>(time).count());
    }

    Instant now{1s};
    Instant free{};
    Congestion control{std::nullopt, Size, Instant{1s}};
    Pacer pacer;
    test::SeededRng rng{5};
    std::deque<Flying> flying;
    std::uint64_t inFlight = 0;
    double delivered = 0;
    std::uint64_t sent = 0;
    std::uint64_t dropped = 0;
    std::array<bool, 7> seen{};
};

constexpr double Line = 12.5e6;          // 100 Mbit/s
constexpr double Product = Line * 0.05;  // over 50 ms

}  // namespace

class TestCongestion : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void findsTheBandwidth();
    void visitsEveryState();
    void keepsTheQueueShort();
    void randomLossDoesNotMislead_data();
    void randomLossDoesNotMislead();
    void shallowBufferIsRespected();
    void followsALineThatBecomesSlower();
    void followsALineThatBecomesFaster();
    void littleToSendSaysNothing();
    void inheritsAnEstimate();
    void deliveryRateOfASteadyFlow();
    void pacerSpreadsAndBursts();
};

void TestCongestion::findsTheBandwidth()
{
    Bottleneck line(Line, Product, 50ms);
    QCOMPARE(line.control.window(), Congestion::InitialPackets * 1200);
    line.run(600ms);
    QVERIFY(line.control.isFilled());
    QVERIFY2(std::abs(line.control.bandwidth() / Line - 1) < 0.1,
             qPrintable(QString::number(line.control.bandwidth())));
    QVERIFY(line.share(5s) > 0.93);
}

void TestCongestion::visitsEveryState()
{
    Bottleneck line(Line, 2 * Product, 50ms);
    // The clock of the step is coarser than the path's: some jitter, so that the minimum grows old.
    line.run(25s);
    for (const State state :
         {State::Startup, State::Drain, State::Down, State::Cruise, State::Refill, State::Up})
        QVERIFY2(line.seen[static_cast<std::size_t>(state)],
                 qPrintable(QString::number(int(state))));
    // A path that became longer is found out by draining it.
    line.rtt = 80ms;
    line.run(25s);
    QVERIFY(line.seen[static_cast<std::size_t>(State::ProbeRtt)]);
    QVERIFY(line.share(5s) > 0.9);
}

void TestCongestion::keepsTheQueueShort()
{
    Bottleneck line(Line, 10 * Product, 50ms);
    line.run(2s);
    double queue = 0;
    for (int i = 0; i < 500; ++i) {
        line.run(10ms);
        queue +=
            std::chrono::duration<double>(std::max(line.free, line.now) - line.now).count() * Line;
    }
    QVERIFY2(queue / 500 < 0.4 * Product, qPrintable(QString::number(queue / 500 / Product)));
}

void TestCongestion::randomLossDoesNotMislead_data()
{
    QTest::addColumn<double>("loss");
    QTest::addColumn<double>("least");
    QTest::newRow("1 %") << 0.01 << 0.92;
    QTest::newRow("5 %") << 0.05 << 0.87;
    QTest::newRow("10 %") << 0.10 << 0.80;
}

void TestCongestion::randomLossDoesNotMislead()
{
    QFETCH(double, loss);
    QFETCH(double, least);
    Bottleneck line(Line, Product, 50ms);
    line.loss = loss;
    line.run(1s);
    const double share = line.share(10s);
    QVERIFY2(share > least, qPrintable(QString::number(share)));
}

void TestCongestion::shallowBufferIsRespected()
{
    Bottleneck line(Line, 0.3 * Product, 50ms);
    line.run(1s);
    const std::uint64_t sent = line.sent;
    const std::uint64_t dropped = line.dropped;
    QVERIFY(line.share(10s) > 0.88);
    const double lost =
        static_cast<double>(line.dropped - dropped) / static_cast<double>(line.sent - sent);
    QVERIFY2(lost < 0.02, qPrintable(QString::number(lost)));
}

void TestCongestion::followsALineThatBecomesSlower()
{
    Bottleneck line(Line, Product, 50ms);
    line.run(3s);
    line.rate = Line / 10;
    line.queue = Product / 10;
    line.run(6s);
    QVERIFY2(line.control.bandwidth() < 0.15 * Line,
             qPrintable(QString::number(line.control.bandwidth())));
    const std::uint64_t sent = line.sent;
    const std::uint64_t dropped = line.dropped;
    QVERIFY(line.share(5s) > 0.85);
    QVERIFY(static_cast<double>(line.dropped - dropped) <
            0.05 * static_cast<double>(line.sent - sent));
}

void TestCongestion::followsALineThatBecomesFaster()
{
    Bottleneck line(Line / 5, Product, 50ms);
    line.run(3s);
    line.rate = Line;
    line.run(10s);
    const double share = line.share(3s);
    QVERIFY2(share > 0.85, qPrintable(QString::number(share)));
}

// Twenty small packets a second for a minute: no reason to think the path is that narrow.
void TestCongestion::littleToSendSaysNothing()
{
    Congestion control(std::nullopt, 1200, Instant{});
    Instant now{};
    for (int i = 0; i < 1200; ++i) {
        SentPacket packet;
        packet.sentAt = now;
        packet.size = 150;
        control.handleSent(now, 0, packet);
        control.markAppLimited(150);
        now += 50ms;
        control.handleAcknowledged(now, packet);
        control.handleAckEnd(now, Duration(50ms), 0);
    }
    QVERIFY(!control.isFilled());
    QVERIFY(control.state() == State::Startup);
    QVERIFY(control.window() >= Congestion::InitialPackets * 1200);
    QVERIFY(control.pacingRate() >= static_cast<double>(Congestion::InitialPackets * 1200) / 0.05);
}

void TestCongestion::inheritsAnEstimate()
{
    PathEstimate estimate;
    estimate.smoothedRtt = 52ms;
    estimate.minRtt = 50ms;
    estimate.bandwidth = static_cast<std::uint64_t>(Line);
    const Congestion control(estimate, 1200, Instant{});
    QVERIFY(control.isFilled());
    QVERIFY(std::abs(static_cast<double>(control.window()) / Product - 1) < 0.01);
    QVERIFY(std::abs(control.pacingRate() / Line - 1) < 0.02);
    // Only a round trip is known: the start is paced by it.
    estimate.bandwidth = 0;
    const Congestion handshake(estimate, 1200, Instant{});
    QVERIFY(!handshake.isFilled());
    QCOMPARE(handshake.window(), Congestion::InitialPackets * 1200);
    QVERIFY(handshake.pacingRate() < 4 * static_cast<double>(handshake.window()) / 0.05);
}

void TestCongestion::deliveryRateOfASteadyFlow()
{
    // One packet each millisecond, acknowledged 20 ms later.
    DeliveryRate rate;
    std::deque<SentPacket> flying;
    Instant now{1s};
    std::optional<DeliveryRate::Sample> sample;
    for (int i = 0; i < 200; ++i, now += 1ms) {
        if (flying.size() == 20) {
            rate.handleAcknowledged(now, flying.front());
            flying.pop_front();
            sample = rate.takeSample();
            QVERIFY(sample);
            if (i > 50)
                QVERIFY(std::abs(sample->bytesPerSecond - 1e6) < 5e4);
        }
        SentPacket packet;
        packet.sentAt = now;
        packet.size = 1000;
        rate.handleSent(now, flying.size() * 1000, packet);
        flying.push_back(packet);
    }
    QVERIFY(!rate.takeSample());
    // All twenty at one instant: no faster than they were sent.
    for (const SentPacket& packet : flying)
        rate.handleAcknowledged(now, packet);
    QVERIFY(rate.takeSample()->bytesPerSecond <= 1.06e6);
    QVERIFY(!sample->appLimited);
    rate.markAppLimited(0);
    SentPacket packet;
    packet.size = 1000;
    rate.handleSent(now, 0, packet);
    QVERIFY(packet.delivery.appLimited);
}

void TestCongestion::pacerSpreadsAndBursts()
{
    const Instant start{5s};
    Pacer pacer(start);
    pacer.setRate(start, 1.2e6, 1200);  // one packet a millisecond
    std::uint64_t burst = 0;
    while (pacer.allows(start)) {
        pacer.handleSent(1200);
        ++burst;
    }
    QCOMPARE(burst, Pacer::BurstPackets);
    QVERIFY(pacer.allowsUrgent(start));
    QVERIFY(pacer.nextTime() > start && pacer.nextTime() < start + 1ms);
    // A second of steady sending lets through what the rate says.
    std::uint64_t sent = 0;
    Instant now = start;
    while (now < start + 1s) {
        if (pacer.allows(now)) {
            pacer.handleSent(1200);
            ++sent;
        } else {
            now = pacer.nextTime();
        }
    }
    QVERIFY2(sent >= 999 && sent <= 1002, qPrintable(QString::number(sent)));
    // A fast path may use a millisecond timer without loss of speed.
    pacer.setRate(now, 300e6, 1200);
    std::uint64_t bytes = 0;
    for (int tick = 0; tick < 100; ++tick) {
        now += 1ms;
        while (pacer.allows(now)) {
            pacer.handleSent(1200);
            bytes += 1200;
        }
    }
    QVERIFY(bytes > 29'900'000);
    // What is urgent may run into debt, once.
    std::uint64_t urgent = 0;
    while (pacer.allowsUrgent(now)) {
        pacer.handleSent(1200);
        urgent += 1200;
    }
    QVERIFY(urgent > 590'000 && urgent < 610'000);
    QVERIFY(!pacer.allows(now + 1ms));
}

VOS_TEST(TestCongestion)
#include "tst_congestion.moc"
