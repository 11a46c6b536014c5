#include "p2p/transport/lossdetector.h"
#include "tests/support/testprogram.h"
#include "tests/unit/fixture.h"

#include <QtTest>

using namespace vos;
using namespace vos::transport;

namespace {

const Instant start{10s};

std::uint64_t sendPacket(LossDetector& detector, Instant at, std::uint32_t size = 1200,
                         bool outstanding = true)
{
    const std::uint64_t number = detector.nextNumber();
    SentPacket packet;
    packet.sentAt = at;
    packet.size = size;
    packet.outstanding = outstanding;
    packet.frames.pingToken = number + 1;  // to recognise it
    detector.handleSent(packet);
    return number;
}

std::vector<std::uint64_t> numbers(const LossDetector::Packets& packets)
{
    std::vector<std::uint64_t> result;
    for (const SentPacket* packet : packets)
        result.push_back(packet->frames.pingToken - 1);
    std::sort(result.begin(), result.end());
    return result;
}

using Numbers = std::vector<std::uint64_t>;

wire::AckFrame ack(std::vector<wire::AckRange> ranges, std::uint64_t delay = 0)
{
    return {std::move(ranges), delay};
}

}  // namespace

class TestLossDetector : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rttFollowsTheFormulas();
    void rttStartsFromWhatIsKnown();
    void packetThreshold();
    void timeThreshold();
    void acknowledgedTwiceCountsOnce();
    void unsentPacketsCannotBeAcknowledged();
    void acknowledgementsOnlyAreNotInFlight();
    void probeTimeoutBacksOff();
    void aPathChangeSettlesEverything();
    void aSilentPeerCannotMakeUsRemember();
    void randomHistoriesBalance();
};

// RFC 9002, section 5.3, computed by hand.
void TestLossDetector::rttFollowsTheFormulas()
{
    Rtt rtt(std::nullopt);
    QCOMPARE(rtt.smoothed(), Duration(333ms));
    QCOMPARE(rtt.variation(), Duration(333ms) / 2);
    rtt.update(100ms, 5ms);  // the first measurement ignores the delay
    QCOMPARE(rtt.smoothed(), Duration(100ms));
    QCOMPARE(rtt.variation(), Duration(50ms));
    QCOMPARE(rtt.min(), Duration(100ms));
    rtt.update(124ms, 4ms);  // adjusted 120
    QCOMPARE(rtt.variation(), (3 * Duration(50ms) + Duration(20ms)) / 4);
    QCOMPARE(rtt.smoothed(), (7 * Duration(100ms) + Duration(120ms)) / 8);
    QCOMPARE(rtt.min(), Duration(100ms));
    QCOMPARE(rtt.latest(), Duration(124ms));
    // Not adjusted below the minimum, and the minimum ignores the delay.
    const Duration smoothed = rtt.smoothed();
    rtt.update(102ms, 4ms);
    QCOMPARE(rtt.smoothed(), (7 * smoothed + Duration(102ms)) / 8);
    // A peer that claims a long delay is believed MaxAckDelay.
    const Duration before = rtt.smoothed();
    rtt.update(200ms, 90ms);
    QCOMPARE(rtt.smoothed(), (7 * before + Duration(195ms)) / 8);
    QCOMPARE(rtt.lossDelay(), 9 * Duration(200ms) / 8);
    QCOMPARE(rtt.probeTimeout(), rtt.smoothed() + 4 * rtt.variation() + MaxAckDelay);
    Rtt still(std::nullopt);
    for (int i = 0; i < 100; ++i)
        still.update(40us, 0us);
    QCOMPARE(still.lossDelay(), Rtt::Granularity);
    QCOMPARE(still.probeTimeout(), Duration(40us) + Rtt::Granularity + MaxAckDelay);
}

void TestLossDetector::rttStartsFromWhatIsKnown()
{
    PathEstimate estimate;
    estimate.smoothedRtt = 60ms;
    const Rtt rtt(estimate);
    QVERIFY(rtt.isMeasured());
    QCOMPARE(rtt.probeTimeout(), Duration(60ms) + 4 * Duration(30ms) + MaxAckDelay);
    QCOMPARE(rtt.min(), Duration(60ms));
}

void TestLossDetector::packetThreshold()
{
    LossDetector detector{std::nullopt};
    for (int i = 0; i < 5; ++i)
        sendPacket(detector, start);
    QCOMPARE(detector.bytesInFlight(), std::uint64_t{6000});
    auto result = detector.handleAck(start + 50ms, ack({{2, 2}}));
    QVERIFY(result);
    QCOMPARE(numbers(result->packets), Numbers{2});
    QCOMPARE(result->rtt, std::optional(Duration(50ms)));
    QVERIFY(detector.takeLost(start + 50ms).empty());  // 0 and 1 are overtaken by two and one
    result = detector.handleAck(start + 50ms, ack({{3, 3}}));
    QCOMPARE(numbers(detector.takeLost(start + 50ms)), Numbers{0});
    result = detector.handleAck(start + 50ms, ack({{4, 4}}));
    QCOMPARE(numbers(detector.takeLost(start + 50ms)), Numbers{1});
    detector.prune();
    QCOMPARE(detector.bytesInFlight(), std::uint64_t{0});
    // An acknowledgement of the lost that comes late changes nothing.
    result = detector.handleAck(start + 51ms, ack({{0, 4}}));
    QVERIFY(result && result->packets.empty());
}

void TestLossDetector::timeThreshold()
{
    LossDetector detector{std::nullopt};
    sendPacket(detector, start);
    sendPacket(detector, start + 10ms);
    (void)detector.handleAck(start + 50ms, ack({{1, 1}}));  // round trip 40 ms
    QVERIFY(detector.takeLost(start + 44ms).empty());
    QCOMPARE(detector.lossTime(), std::optional(start + 45ms));  // 9/8 of it
    QCOMPARE(numbers(detector.takeLost(start + 45ms)), Numbers{0});
    QVERIFY(!detector.lossTime());
}

void TestLossDetector::acknowledgedTwiceCountsOnce()
{
    LossDetector detector{std::nullopt};
    for (int i = 0; i < 10; ++i)
        sendPacket(detector, start);
    auto result = detector.handleAck(start + 1ms, ack({{8, 9}, {5, 6}, {0, 2}}));
    QCOMPARE(numbers(result->packets), (Numbers{0, 1, 2, 5, 6, 8, 9}));
    result = detector.handleAck(start + 2ms, ack({{0, 9}}));
    QCOMPARE(numbers(result->packets), (Numbers{3, 4, 7}));
    QVERIFY(!result->rtt);  // the largest was acknowledged before
    QCOMPARE(detector.bytesInFlight(), std::uint64_t{0});
    QCOMPARE(detector.packetsInFlight(), std::size_t{0});
}

void TestLossDetector::unsentPacketsCannotBeAcknowledged()
{
    LossDetector detector{std::nullopt};
    QVERIFY(!detector.handleAck(start, ack({{0, 0}})));
    sendPacket(detector, start);
    QVERIFY(detector.handleAck(start, ack({{0, 0}})));
    QVERIFY(!detector.handleAck(start, ack({{0, 1}})));
    QVERIFY(!detector.handleAck(start, ack({{wire::MaxVarint, wire::MaxVarint}})));
}

void TestLossDetector::acknowledgementsOnlyAreNotInFlight()
{
    LossDetector detector{std::nullopt};
    for (int i = 0; i < 100; ++i)
        sendPacket(detector, start, 50, false);
    QCOMPARE(detector.bytesInFlight(), std::uint64_t{0});
    QVERIFY(!detector.probeTime());
    QCOMPARE(sendPacket(detector, start), std::uint64_t{100});
    QVERIFY(detector.probeTime());
}

void TestLossDetector::probeTimeoutBacksOff()
{
    LossDetector detector{std::nullopt};
    sendPacket(detector, start);
    (void)detector.handleAck(start + 100ms, ack({{0, 0}}));
    sendPacket(detector, start + 1s);
    const Duration timeout = 100ms + 4 * 50ms + MaxAckDelay;
    QCOMPARE(detector.probeTime(), std::optional(start + 1s + timeout));
    detector.handleProbeTimeout();
    QCOMPARE(detector.probeTime(), std::optional(start + 1s + 2 * timeout));
    sendPacket(detector, start + 2s);
    detector.handleProbeTimeout();
    QCOMPARE(detector.probeTime(), std::optional(start + 2s + 4 * timeout));
    for (int i = 0; i < 60; ++i)
        detector.handleProbeTimeout();
    QCOMPARE(detector.timeouts(), 62u);
    QCOMPARE(detector.probeTime(), std::optional(start + 2s + LossDetector::ProbeTimeoutMax));
    QCOMPARE(numbers(detector.oldest(1)), Numbers{1});
    (void)detector.handleAck(start + 3s, ack({{2, 2}}));
    QCOMPARE(detector.timeouts(), 0u);
}

void TestLossDetector::aPathChangeSettlesEverything()
{
    LossDetector detector{std::nullopt};
    for (int i = 0; i < 4; ++i)
        sendPacket(detector, start, 1200, i != 2);
    QCOMPARE(numbers(detector.takeAll()), (Numbers{0, 1, 3}));
    detector.prune();
    detector.resetPath(std::nullopt);
    QCOMPARE(detector.bytesInFlight(), std::uint64_t{0});
    QVERIFY(!detector.rtt().isMeasured());
    QCOMPARE(sendPacket(detector, start), std::uint64_t{4});
}

void TestLossDetector::aSilentPeerCannotMakeUsRemember()
{
    LossDetector detector{std::nullopt};
    std::size_t lost = 0;
    for (std::size_t i = 0; i < 3 * LossDetector::MaxRemembered; ++i) {
        sendPacket(detector, start, 100, i % 40 == 0);
        if (detector.lossTime() && *detector.lossTime() <= start) {
            lost += detector.takeLost(start).size();
            detector.prune();
        }
    }
    QCOMPARE(lost + detector.packetsInFlight(), 3 * LossDetector::MaxRemembered / 40 + 1);
    QVERIFY(detector.packetsInFlight() <= LossDetector::MaxRemembered / 40 + 1);
}

void TestLossDetector::randomHistoriesBalance()
{
    for (std::uint64_t seed = 0; seed < 100; ++seed) {
        test::SeededRng rng(seed);
        LossDetector detector{std::nullopt};
        std::vector<int> fate;  // 0 in flight, 1 acknowledged, 2 lost, 3 never in flight
        Instant now = start;
        for (int step = 0; step < 300; ++step) {
            now += Duration(static_cast<Duration::rep>(rng.below(3000)));
            if (rng.below(2) == 0) {
                const bool outstanding = rng.below(4) != 0;
                sendPacket(detector, now, 100, outstanding);
                fate.push_back(outstanding ? 0 : 3);
            } else if (!fate.empty()) {
                const std::uint64_t last = rng.below(fate.size());
                const std::uint64_t first = last - rng.below(std::min<std::uint64_t>(last, 5) + 1);
                const auto result = detector.handleAck(now, ack({{first, last}}));
                QVERIFY(result);
                for (const std::uint64_t n : numbers(result->packets)) {
                    QVERIFY(n >= first && n <= last && fate[n] == 0);
                    fate[n] = 1;
                }
                for (const std::uint64_t n : numbers(detector.takeLost(now))) {
                    QCOMPARE(fate[n], 0);
                    fate[n] = 2;
                }
                detector.prune();
            }
            const auto inFlight = static_cast<std::size_t>(std::count(fate.begin(), fate.end(), 0));
            QCOMPARE(detector.packetsInFlight(), inFlight);
            QCOMPARE(detector.bytesInFlight(), std::uint64_t{100} * inFlight);
        }
    }
}

VOS_TEST(TestLossDetector)
#include "tst_lossdetector.moc"
