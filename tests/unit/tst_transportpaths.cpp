#include "tests/support/testprogram.h"
#include "tests/unit/transportpair.h"

#include <QtTest>

using namespace vos;
using namespace vos::test;

namespace {

struct Transfer {
    explicit Transfer(TransportPair& pair)
    {
        pair.onMessage = [this](int, MessageReceived& message) {
            received += message.message.size();
        };
        pair.onDrained = [&pair, chunk = Bytes(32 * 1024)](int i) {
            while (i == 0 && pair.a().queuedBytes(Channel::Bulk) < 256 * 1024)
                pair.a().send(Channel::Bulk, chunk);
        };
    }
    std::uint64_t received = 0;
};

}  // namespace

class TestTransportPaths : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void throughput_data();
    void throughput();
    void smallMessagesBesideBulkUnderLoss();
    void mtuGrowsToWhatThePathCarries_data();
    void mtuGrowsToWhatThePathCarries();
    void blackHoleIsLeft();
    void aNarrowPathStaysNarrow();
    void pathChallengeIsAnsweredWhereItCame();
    void pathChangeKeepsTheChannels();
    void pathChangeStartsFromWhatIsKnown();
    void datagramsGoOnceAndAhead();
    void datagramsGiveWayToNewerOnes();
    void channelsGoOnBesideDatagrams();
    void windowGrowsForAFastPath();
};

void TestTransportPaths::throughput_data()
{
    QTest::addColumn<double>("loss");
    QTest::addColumn<int>("rttMillis");
    QTest::addColumn<double>("queue");  // in bandwidth-delay products
    QTest::addColumn<double>("least");
    QTest::newRow("no loss") << 0.0 << 50 << 1.0 << 0.85;
    QTest::newRow("1 %") << 0.01 << 50 << 1.0 << 0.85;
    QTest::newRow("5 %") << 0.05 << 50 << 1.0 << 0.80;
    QTest::newRow("10 %") << 0.10 << 50 << 1.0 << 0.70;
    QTest::newRow("shallow queue") << 0.0 << 50 << 0.2 << 0.85;
    QTest::newRow("deep queue") << 0.0 << 50 << 8.0 << 0.85;
    QTest::newRow("long way") << 0.01 << 200 << 1.0 << 0.70;
    QTest::newRow("short way") << 0.01 << 5 << 1.0 << 0.85;
}

// 100 Mbit/s for ten seconds, the start included.
void TestTransportPaths::throughput()
{
    QFETCH(double, loss);
    QFETCH(int, rttMillis);
    QFETCH(double, queue);
    QFETCH(double, least);
    PathModel path;
    path.delay = Duration(rttMillis * 500);
    path.loss = loss;
    path.rate = 12'500'000;
    path.queue = static_cast<std::size_t>(queue * 12'500 * rttMillis);
    TransportPair pair(17, path);
    Transfer transfer(pair);
    pair.run(10s);
    const double share = static_cast<double>(transfer.received) / 125e6;
    const Statistics statistics = pair.a().statistics();
    qInfo("100 Mbit/s, %d ms, loss %g %%, queue %g: %.1f %% of the line, %.2f %% of packets lost",
          rttMillis, loss * 100, queue, share * 100,
          100 * static_cast<double>(statistics.packetsLost) /
              static_cast<double>(statistics.packetsSent));
    QVERIFY(share >= least);
    // The receiver never held more than its windows allow.
    QVERIFY(pair.largestReceiveMemory <= (9u << 20) + 3 * BlockStore::BlockSize);
}

void TestTransportPaths::smallMessagesBesideBulkUnderLoss()
{
    PathModel path;
    path.loss = 0.01;
    path.rate = 12'500'000;
    path.queue = 625'000;
    TransportPair pair(23, path);
    bool answered = false;
    pair.onMessage = [&](int i, MessageReceived& message) {
        if (message.channel != Channel::Small)
            return;
        if (i == 1)
            pair.b().send(Channel::Small, message.message);
        else
            answered = true;
    };
    pair.onDrained = [&](int i) {
        while (i == 0 && pair.a().queuedBytes(Channel::Bulk) < 256 * 1024)
            pair.a().send(Channel::Bulk, Bytes(32 * 1024));
    };
    pair.run(2s);
    std::vector<Duration> times;
    for (int i = 0; i < 200; ++i) {
        const Instant sentAt = pair.now;
        answered = false;
        pair.a().send(Channel::Small, Bytes(200));
        QVERIFY(pair.run(5s, [&] { return answered; }));
        times.push_back(pair.now - sentAt);
        pair.run(10ms);
    }
    std::sort(times.begin(), times.end());
    const double p99 = std::chrono::duration<double>(times[times.size() * 99 / 100]).count() / 0.05;
    qInfo("receipt beside a transfer, 1 %% loss: p50 %.2f RTT, p99 %.2f RTT",
          std::chrono::duration<double>(times[times.size() / 2]).count() / 0.05, p99);
    QVERIFY(p99 <= 3);
}

void TestTransportPaths::mtuGrowsToWhatThePathCarries_data()
{
    QTest::addColumn<int>("carries");
    QTest::addColumn<int>("expected");
    QTest::addColumn<bool>("nearby");
    QTest::newRow("1200") << 1200 << 1200 << false;
    QTest::newRow("tunnel") << 1400 << 1360 << false;
    QTest::newRow("ethernet") << 1472 << 1472 << false;
    QTest::newRow("more than needed, far away") << 9000 << 1472 << false;
    QTest::newRow("jumbo") << 9000 << 8972 << true;
}

void TestTransportPaths::mtuGrowsToWhatThePathCarries()
{
    QFETCH(int, carries);
    QFETCH(int, expected);
    QFETCH(bool, nearby);
    PathModel path;
    path.delay = nearby ? Duration(50us) : Duration(10ms);
    path.mtu = static_cast<std::size_t>(carries);
    path.rate = 2'000'000;
    path.queue = 100'000;
    Config config;
    config.maxDatagram = MaxDatagram;
    TransportPair pair(1, path, config);
    Transfer transfer(pair);
    pair.run(4s);
    QCOMPARE(pair.a().statistics().datagram, static_cast<std::size_t>(expected));
    const auto events = pair.events<MtuChanged>(0);
    QCOMPARE(events.empty(), expected == 1200);
    if (!events.empty())
        QCOMPARE(events.back().datagram, static_cast<std::size_t>(expected));
    // Probes that vanish are no sign of congestion.
    QVERIFY2(transfer.received > 6'800'000, qPrintable(QString::number(transfer.received)));
}

void TestTransportPaths::blackHoleIsLeft()
{
    PathModel path;
    path.rate = 2'000'000;
    path.queue = 100'000;
    TransportPair pair(1, path);
    Transfer transfer(pair);
    pair.run(3s);
    QCOMPARE(pair.a().statistics().datagram, std::size_t{1472});
    pair.paths[0].mtu = 1300;
    pair.run(3s);
    QVERIFY2(pair.a().statistics().datagram <= 1300,
             qPrintable(QString::number(pair.a().statistics().datagram)));
    transfer.received = 0;
    pair.run(3s);
    QVERIFY2(transfer.received > 4'500'000, qPrintable(QString::number(transfer.received)));
    QCOMPARE(pair.a().statistics().datagram, std::size_t{1280});
}

void TestTransportPaths::aNarrowPathStaysNarrow()
{
    PathModel path;
    path.mtu = 1120;
    Config config;
    config.datagram = config.maxDatagram = 1120;
    TransportPair pair(1, path, config, config);
    for (int i = 0; i < 20; ++i)
        pair.a().send(Channel::Small, Bytes(60'000));
    pair.run(10s);
    QCOMPARE(pair[1].messages[1].size(), std::size_t{20});
    QCOMPARE(pair[0].largestSent, std::size_t{1120});
    QCOMPARE(pair[0].datagramsDropped, std::uint64_t{0});
}

void TestTransportPaths::pathChallengeIsAnsweredWhereItCame()
{
    TransportPair pair(1);
    const ByteArray<8> token{std::byte{1}, std::byte{2}, std::byte{3}};
    pair.a().send(Channel::Small, viewOf("beside it"));
    pair.a().challengePath(7, token);
    // The harness delivers with the tag it was sent with, as if both ends numbered paths alike.
    const auto challenge = pair.a().pollPacket(pair.now);
    QVERIFY(challenge);
    QCOMPARE(challenge->path, std::optional<PathTag>(7));
    QVERIFY(challenge->plaintext.size() + DatagramOverhead <= ChallengeDatagram);
    QVERIFY(
        pair.b().handlePacket(pair.now, challenge->number, challenge->plaintext, 42).hasValue());
    const auto response = pair.b().pollPacket(pair.now);
    QVERIFY(response);
    QCOMPARE(response->path, std::optional<PathTag>(42));
    QVERIFY(response->plaintext.size() + DatagramOverhead <= ChallengeDatagram);
    QVERIFY(pair.a().handlePacket(pair.now, response->number, response->plaintext, 7).hasValue());
    pair.run(1s);
    const auto answers = pair.events<PathAnswered>(0);
    QCOMPARE(answers.size(), std::size_t{1});
    QCOMPARE(answers[0].token, token);
    QCOMPARE(answers[0].path, std::optional<PathTag>(7));
    QCOMPARE(pair[1].messages[1].size(), std::size_t{1});
    // Neither is in flight: lost, it costs nothing and is not repeated.
    pair.a().challengePath(8, token);
    QVERIFY(pair.a().pollPacket(pair.now));
    QVERIFY(!pair.a().pollPacket(pair.now));
    QVERIFY(!pair.a().nextTimeout());
    QCOMPARE(pair.a().statistics().bytesInFlight, std::uint64_t{0});
}

void TestTransportPaths::pathChangeKeepsTheChannels()
{
    PathModel path;
    path.rate = 2'000'000;
    path.queue = 100'000;
    TransportPair pair(3, path);
    std::vector<Bytes> sent;
    SeededRng rng(1);
    for (int i = 0; i < 100; ++i) {
        Bytes message(40'000);
        rng.fill(message);
        pair.a().send(Channel::Bulk, message);
        sent.push_back(std::move(message));
    }
    pair.run(700ms);
    // The old way is gone with all that was on it, the new one is slower and narrower.
    pair.paths[0].loss = 1;
    pair.run(10ms);
    pair.paths[0].loss = 0;
    pair.paths[0].delay = pair.paths[1].delay = 60ms;
    pair.paths[0].mtu = 1250;
    const Instant changedAt = pair.now;
    pair.a().pathChanged(pair.now);
    QCOMPARE(pair.a().statistics().datagram, BaseDatagram);
    QCOMPARE(pair.a().statistics().bytesInFlight, std::uint64_t{0});
    QCOMPARE(pair.a().estimate().smoothedRtt, Duration(0));
    pair.run(20s);
    QVERIFY(pair[1].messages[2] == sent);
    QVERIFY(pair.a().statistics().minRtt >= 120ms);
    QVERIFY(pair.a().lastHeard() > changedAt);
}

void TestTransportPaths::pathChangeStartsFromWhatIsKnown()
{
    TransportPair pair(4);
    pair.a().send(Channel::Small, Bytes(100));
    pair.run(1s);
    PathEstimate known;
    known.smoothedRtt = 90ms;
    known.datagram = 1400;
    pair.a().pathChanged(pair.now, {CarriedDatagram, CarriedDatagram}, known);
    QCOMPARE(pair.a().estimate().smoothedRtt, Duration(90ms));
    QCOMPARE(pair.a().statistics().datagram, CarriedDatagram);
    pair.a().pathChanged(pair.now, {}, known);
    QCOMPARE(pair.a().statistics().datagram, std::size_t{1400});
}

void TestTransportPaths::datagramsGoOnceAndAhead()
{
    PathModel path;
    path.rate = 200'000;
    path.queue = 100'000;
    TransportPair pair(5, path);
    for (int i = 0; i < 20; ++i)
        pair.a().send(Channel::Bulk, Bytes(50'000));
    pair.run(500ms);
    for (std::uint32_t i = 0; i < 10; ++i)
        QVERIFY(pair.a().sendDatagram(i, Bytes(CarriedDatagram, static_cast<std::byte>(i))));
    QVERIFY(pair.run(10s, [&] { return pair.events<DatagramReceived>(1).size() == 10; }));
    QVERIFY(pair[1].messages[2].size() < 20);
    auto received = pair.events<DatagramReceived>(1);
    QCOMPARE(received.size(), std::size_t{10});
    for (std::uint32_t i = 0; i < 10; ++i) {
        QCOMPARE(received[i].flow, i);
        QVERIFY(received[i].data == Bytes(CarriedDatagram, static_cast<std::byte>(i)));
    }
    // What is lost stays lost, and the connection goes on.
    pair.run(20s);
    pair.paths[0].loss = 1;
    pair.a().sendDatagram(77, viewOf("lost"));
    pair.run(20ms);
    pair.paths[0].loss = 0;
    pair.a().send(Channel::Small, viewOf("after it"));
    pair.run(5s);
    QCOMPARE(pair.events<DatagramReceived>(1).size(), std::size_t{10});
    QCOMPARE(pair[1].messages[1].size(), std::size_t{1});
    QVERIFY(!pair.a().hasUnacknowledged());
    pair.a().close(CloseReason::Goodbye);
    QVERIFY(!pair.a().sendDatagram(1, viewOf("late")));
}

void TestTransportPaths::datagramsGiveWayToNewerOnes()
{
    Config config;
    config.maxDatagram = BaseDatagram;
    TransportPair pair(6, {}, config, config);
    for (std::uint32_t i = 0; i < 1'000; ++i)
        pair.a().sendDatagram(i, Bytes(1'000));
    pair.run(5s);
    const auto received = pair.events<DatagramReceived>(1);
    QCOMPARE(received.size(), CarriedQueueMax / 1'000);
    QCOMPARE(received.back().flow, 999u);
    QVERIFY(pair[0].largestSent <= BaseDatagram);
}

void TestTransportPaths::channelsGoOnBesideDatagrams()
{
    PathModel path;
    path.rate = 100'000;
    path.queue = 20'000;
    TransportPair pair(7, path);
    pair.onDrained = [&pair](int i) {
        if (i == 0 && pair.a().statistics().packetsSent % 2 == 0)
            pair.a().sendDatagram(1, Bytes(CarriedDatagram));
    };
    pair.run(2s);
    pair.a().send(Channel::Control, viewOf("now"));
    QVERIFY(pair.run(1s, [&] { return !pair[1].messages[0].empty(); }));
}

void TestTransportPaths::windowGrowsForAFastPath()
{
    PathModel path;
    path.delay = 50ms;
    path.rate = 40'000'000;
    path.queue = 4'000'000;
    std::size_t mostMemory = 0;
    const auto run = [&](std::uint64_t window) {
        Config config;
        config.maxBulkWindow = window;
        TransportPair pair(1, path, config, config);
        Transfer transfer(pair);
        pair.run(3s);
        mostMemory = pair.largestReceiveMemory;
        return static_cast<double>(transfer.received) / (3 * 40e6);
    };
    const double narrow = run(InitialChannelWindow);  // at most 1 MiB in 100 ms
    QVERIFY(mostMemory <= 2 * InitialChannelWindow + 3 * BlockStore::BlockSize);
    const double wide = run(8u << 20);
    QVERIFY(mostMemory <= 9 * InitialChannelWindow + 3 * BlockStore::BlockSize);
    qInfo(
        "40 MB/s over 100 ms: %.0f %% with a window of 1 MiB, %.0f %% with one that grows to 8 MiB",
        narrow * 100, wide * 100);
    QVERIFY(narrow < 0.3);
    QVERIFY(wide > 0.6);
}

VOS_TEST(TestTransportPaths)
#include "tst_transportpaths.moc"
