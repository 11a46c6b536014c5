#include <QtTest>

#include "p2p/transport/mtuprober.h"

#include "tests/support/testprogram.h"

using namespace vos;
using namespace vos::transport;

namespace {
constexpr std::uint64_t Much = 1 << 20;
const std::optional<Duration> far{50ms};
const std::optional<Duration> near{100us};
}  // namespace

class TestMtuProber : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aChatIsNotProbed();
    void sizesGrowStepByStep();
    void jumboFramesOnlyNearby();
    void aSizeThatIsLostThriceIsTooLarge();
    void probesLostInACrowdSayLittle();
    void blackHole();
    void silenceAndFullQueuesAreNoBlackHole();
};

void TestMtuProber::aChatIsNotProbed()
{
    const MtuProber prober(1200, 1472, 1200);
    QVERIFY(!prober.nextProbe(10'000, far));
    QVERIFY(!prober.nextProbe(Much, std::nullopt));
    QCOMPARE(prober.nextProbe(Much, far), std::optional<std::size_t>(1280));
    const MtuProber fixed(1120, 1120, 1120);
    QVERIFY(!fixed.nextProbe(Much, far));
}

void TestMtuProber::sizesGrowStepByStep()
{
    MtuProber prober(1200, 1472, 1200);
    std::vector<std::size_t> sizes;
    while (const auto size = prober.nextProbe(Much, near)) {
        prober.handleProbeSent(*size);
        QVERIFY(!prober.nextProbe(Much, near));  // one at a time
        QVERIFY(prober.handleProbeAcknowledged(*size));
        QCOMPARE(prober.datagram(), *size);
        sizes.push_back(*size);
    }
    QVERIFY(sizes == (std::vector<std::size_t>{1280, 1360, 1420, 1452, 1472}));
    QCOMPARE(prober.base(), std::size_t{1200});
}

void TestMtuProber::jumboFramesOnlyNearby()
{
    MtuProber prober(1200, MaxDatagram, 1472);
    QVERIFY(!prober.nextProbe(Much, far));
    QCOMPARE(prober.nextProbe(Much, near), std::optional<std::size_t>(4096));
    prober.handleProbeSent(4096);
    QVERIFY(prober.handleProbeAcknowledged(4096));
    QCOMPARE(prober.nextProbe(Much, near), std::optional<std::size_t>(8972));
}

void TestMtuProber::aSizeThatIsLostThriceIsTooLarge()
{
    MtuProber prober(1200, 1472, 1360);
    for (unsigned i = 0; i < MtuProber::MaxProbes; ++i) {
        const auto size = prober.nextProbe(Much, far);
        QCOMPARE(size, std::optional<std::size_t>(1420));
        prober.handleProbeSent(*size);
        prober.handleProbeLost(*size, true);
    }
    QVERIFY(!prober.nextProbe(Much, far));
    QCOMPARE(prober.datagram(), std::size_t{1360});
}

void TestMtuProber::probesLostInACrowdSayLittle()
{
    MtuProber prober(1200, 1472, 1200);
    for (unsigned i = 0; i < MtuProber::MaxDoubtfulProbes; ++i) {
        QVERIFY(prober.nextProbe(Much, far));
        prober.handleProbeSent(1280);
        prober.handleProbeLost(1280, false);
    }
    QVERIFY(!prober.nextProbe(Much, far));
}

void TestMtuProber::blackHole()
{
    const Instant t{1s};
    MtuProber prober(1200, 1472, 1472);
    for (unsigned i = 0; i < MtuProber::BlackHoleLosses; ++i)
        QVERIFY(!prober.handleLost(1472, t));
    QVERIFY(prober.handleAcknowledged(200, t + 1ms));
    QCOMPARE(prober.datagram(), std::size_t{1200});
    // What left before at the old size says nothing about the new one.
    for (int i = 0; i < 10; ++i)
        QVERIFY(!prober.handleLost(1472, t));
    QVERIFY(!prober.handleAcknowledged(200, t + 2ms));
    // The search goes on below the size that failed.
    std::size_t largest = 0;
    while (const auto size = prober.nextProbe(Much, far)) {
        prober.handleProbeSent(*size);
        largest = *size;
        (void)prober.handleProbeAcknowledged(*size);
    }
    QCOMPARE(largest, std::size_t{1452});
}

void TestMtuProber::silenceAndFullQueuesAreNoBlackHole()
{
    const Instant t{1s};
    MtuProber prober(1200, 1472, 1472);
    for (int i = 0; i < 100; ++i)
        QVERIFY(!prober.handleLost(1472, t));
    QVERIFY(!prober.handleAcknowledged(200, t - 1ms));  // had left before the losses began
    QVERIFY(!prober.handleAcknowledged(1472, t + 1ms));
    QVERIFY(!prober.handleAcknowledged(200, t + 2ms));
    for (int i = 0; i < 100; ++i) {
        for (int k = 0; k < 5; ++k)
            QVERIFY(!prober.handleLost(1472, t + 3ms));
        QVERIFY(!prober.handleAcknowledged(1472, t + 3ms));
    }
    QCOMPARE(prober.datagram(), std::size_t{1472});
    QVERIFY(!prober.handleLost(1100, t));
}

VOS_TEST(TestMtuProber)
#include "tst_mtuprober.moc"
