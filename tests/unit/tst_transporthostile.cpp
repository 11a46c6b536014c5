#include "tests/support/testprogram.h"
#include "tests/unit/transportpair.h"

#include <QtTest>

using namespace vos;
using namespace vos::test;

namespace {

template <typename... Frames>
Bytes packet(const Frames&... frames)
{
    wire::Writer writer;
    (wire::encode(writer, frames), ...);
    return writer.take();
}

void drain(Connection& connection, Instant now)
{
    while (connection.pollEvent()) {}
    while (connection.pollPacket(now)) {}
}

/// What the connection holds while it is open, with room for its own fixed parts.
constexpr std::size_t MemoryLimit = (9u << 20) + 3 * BlockStore::BlockSize;

}  // namespace

class TestTransportHostile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void violationsClose_data();
    void violationsClose();
    void randomBytesNeverCrash();
    void mutatedConversationsNeverCrash();
    void plausibleFramesNeverCrash();
    void aPeerThatNeverAcknowledges();
    void aFloodOfTinyMessagesIsNotAmplified();
    void challengesAreNotAmplified();
    void repeatedPacketsHaveNoEffect();
};

void TestTransportHostile::violationsClose_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("reason");
    const auto row = [](const char* name, const Bytes& bytes, CloseReason reason) {
        QTest::newRow(name) << QByteArray(reinterpret_cast<const char*>(bytes.data()),
                                          static_cast<qsizetype>(bytes.size()))
                            << static_cast<int>(reason);
    };
    row("unknown frame", hex("1f"), CloseReason::BadFrame);
    row("truncated frame", hex("0800"), CloseReason::BadFrame);
    row("bad padding", hex("000001"), CloseReason::BadFrame);
    row("no such channel", hex("0805000161"), CloseReason::BadFrame);
    row("unsent packet", packet(wire::AckFrame{{{0, 5}}, 0}), CloseReason::BadAcknowledgement);
    row("beyond the window", packet(wire::ChannelFrame{1, InitialChannelWindow, viewOf("x")}),
        CloseReason::FlowControlViolation);
    row("far beyond the window", packet(wire::ChannelFrame{1, wire::MaxVarint - 1, viewOf("x")}),
        CloseReason::FlowControlViolation);
    row("endless message", packet(wire::ChannelFrame{1, 0, hex("bfffffff")}),
        CloseReason::BadMessage);
}

void TestTransportHostile::violationsClose()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, reason);
    Connection connection(Config{}, Instant{});
    connection.send(Channel::Small, viewOf("never leaves"));
    const ByteView view =
        std::as_bytes(std::span(bytes.constData(), static_cast<std::size_t>(bytes.size())));
    const auto outcome = connection.handlePacket(Instant{}, 0, view);
    QVERIFY(!outcome);
    QCOMPARE(static_cast<int>(outcome.error()), reason);
    QVERIFY(connection.isClosed());
    QVERIFY(!connection.hasUnacknowledged());
    // The peer is told why, once.
    const auto goodbye = connection.pollPacket(Instant{});
    QVERIFY(goodbye);
    QVERIFY(
        equal(goodbye->plaintext, packet(wire::CloseFrame{static_cast<std::uint16_t>(reason)})));
    QVERIFY(!connection.pollPacket(Instant{}));
    QVERIFY(!connection.nextTimeout());
}

void TestTransportHostile::randomBytesNeverCrash()
{
    SeededRng rng(1);
    for (int round = 0; round < 20'000; ++round) {
        Connection connection(Config{}, Instant{});
        connection.send(Channel::Small, viewOf("hello"));
        (void)connection.ping(Instant{});
        drain(connection, Instant{});
        Instant now{};
        for (std::uint64_t n = 0; n < 4; ++n) {
            Bytes bytes(rng.below(60));
            rng.fill(bytes);
            if (!bytes.empty())
                bytes[0] = static_cast<std::byte>(rng.below(9));
            now += 3ms;
            (void)connection.handlePacket(now, rng.below(8) == 0 ? rng.next64() : n, bytes);
            connection.handleTimeout(now);
            drain(connection, now);
            QVERIFY(connection.receiveBytes() <= MemoryLimit);
        }
    }
}

// A real conversation in which every packet may be bent on its way. Whatever still decodes is
// within the limits; a connection that notices closes, and never does more than that.
void TestTransportHostile::mutatedConversationsNeverCrash()
{
    int closed = 0;
    for (std::uint64_t seed = 0; seed < 400; ++seed) {
        SeededRng rng(seed);
        std::array<Connection, 2> ends{Connection(Config{}, Instant{}),
                                       Connection(Config{}, Instant{})};
        Instant now{};
        for (int step = 0; step < 60; ++step) {
            for (std::size_t i = 0; i < 2; ++i) {
                if (rng.below(3) == 0)
                    ends[i].send(AllChannels[rng.below(3)], Bytes(rng.below(3000)));
                while (auto sent = ends[i].pollPacket(now)) {
                    Bytes bytes = sent->plaintext;
                    if (rng.below(20) == 0 && !bytes.empty())
                        bytes[rng.below(std::min<std::size_t>(bytes.size(), 12))] ^=
                            static_cast<std::byte>(1 + rng.below(255));
                    if (rng.below(40) == 0)
                        bytes.resize(rng.below(bytes.size() + 1));
                    if (rng.below(10) != 0)
                        (void)ends[1 - i].handlePacket(now, sent->number, bytes);
                }
                while (ends[i].pollEvent()) {}
                QVERIFY(ends[i].receiveBytes() <= MemoryLimit);
                ends[i].handleTimeout(now);
            }
            now += Duration(static_cast<Duration::rep>(rng.below(20'000)));
        }
        closed += ends[0].isClosed() || ends[1].isClosed() ? 1 : 0;
    }
    QVERIFY(closed > 100);
}

// Frames that decode, in an order no honest peer sends.
void TestTransportHostile::plausibleFramesNeverCrash()
{
    for (std::uint64_t seed = 0; seed < 300; ++seed) {
        SeededRng rng(seed);
        Connection connection(Config{}, Instant{});
        Instant now{};
        for (std::uint64_t number = 0; number < 200 && !connection.isClosed(); ++number) {
            if (rng.below(4) == 0)
                connection.send(AllChannels[rng.below(3)], Bytes(rng.below(5000)));
            if (rng.below(50) == 0)
                connection.pathChanged(now);
            wire::Writer writer;
            const std::uint64_t sent = connection.nextNumber();
            if (sent > 0 && rng.below(2) == 0) {
                const std::uint64_t last = rng.below(sent);
                wire::encode(writer, wire::AckFrame{{{last - rng.below(last + 1), last}},
                                                    rng.next64() >> 2});
            }
            if (rng.below(5) == 0)
                wire::encode(writer, wire::MaxDataFrame{rng.next64() >> 2});
            if (rng.below(5) == 0)
                wire::encode(writer,
                             wire::MaxChannelDataFrame{static_cast<std::uint8_t>(rng.below(3)),
                                                       rng.next64() >> 2});
            if (rng.below(8) == 0)
                wire::encode(writer, wire::PathChallengeFrame{});
            if (rng.below(8) == 0)
                wire::encode(writer, wire::PathResponseFrame{});
            if (rng.below(2) == 0)
                wire::encode(writer, wire::ChannelFrame{static_cast<std::uint8_t>(rng.below(3)),
                                                        64 + rng.below(InitialChannelWindow / 2),
                                                        Bytes(1 + rng.below(500))});
            (void)connection.handlePacket(now, number * (1 + rng.below(3)), writer.view());
            now += Duration(static_cast<Duration::rep>(rng.below(30'000)));
            if (const auto at = connection.nextTimeout(); at && *at <= now)
                connection.handleTimeout(now);
            drain(connection, now);
            QVERIFY(connection.receiveBytes() <= MemoryLimit);
        }
    }
}

void TestTransportHostile::aPeerThatNeverAcknowledges()
{
    Connection connection(Config{}, Instant{});
    connection.send(Channel::Small, viewOf("hello"));
    Instant now{};
    std::uint64_t answers = 0;
    for (std::uint64_t number = 0; number < 100'000; ++number) {
        (void)connection.handlePacket(now, 2 * number, packet(wire::PingFrame{}));
        while (connection.pollPacket(now))
            ++answers;
        if (const auto at = connection.nextTimeout(); at && *at <= now)
            connection.handleTimeout(now);
        now += 10us;
    }
    QVERIFY(answers >= 100'000);
    // Asks for an acknowledgement now and then, and gives up on the oldest.
    QVERIFY(connection.statistics().bytesInFlight <
            LossDetector::MaxRemembered * BaseDatagram / 16);
}

void TestTransportHostile::aFloodOfTinyMessagesIsNotAmplified()
{
    // A window full of empty messages behind one missing byte, which then comes.
    Connection connection(Config{}, Instant{});
    const Bytes zeros(1000);
    std::uint64_t number = 0;
    for (std::uint64_t offset = 1; offset + 1000 <= InitialChannelWindow; offset += 1000)
        QVERIFY(connection
                    .handlePacket(Instant{}, number++, packet(wire::ChannelFrame{1, offset, zeros}))
                    .hasValue());
    QVERIFY(!connection.pollEvent());
    QVERIFY(
        connection.handlePacket(Instant{}, number++, packet(wire::ChannelFrame{1, 0, hex("00")}))
            .hasValue());
    QVERIFY(connection.receiveBytes() <= InitialChannelWindow + BlockStore::BlockSize);
    std::uint64_t messages = 0;
    while (const auto event = connection.pollEvent())
        messages += std::holds_alternative<MessageReceived>(*event) ? 1 : 0;
    QVERIFY(messages > 1'000'000);
}

void TestTransportHostile::challengesAreNotAmplified()
{
    Connection connection(Config{}, Instant{});
    wire::Writer writer;
    for (int i = 0; i < 120; ++i)
        wire::encode(writer, wire::PathChallengeFrame{});
    QVERIFY(connection.handlePacket(Instant{}, 0, writer.view(), 3).hasValue());
    std::size_t bytes = 0;
    while (const auto answer = connection.pollPacket(Instant{}))
        bytes += answer->plaintext.size() + DatagramOverhead;
    QVERIFY(bytes < writer.size() + DatagramOverhead);
}

void TestTransportHostile::repeatedPacketsHaveNoEffect()
{
    TransportPair pair(1);
    Connection& a = pair.a();
    Connection& b = pair.b();
    a.send(Channel::Small, viewOf("once"));
    const auto sent = a.pollPacket(pair.now);
    QVERIFY(sent);
    for (int i = 0; i < 5; ++i)
        QVERIFY(b.handlePacket(pair.now, sent->number, sent->plaintext).hasValue());
    int messages = 0;
    while (const auto event = b.pollEvent())
        messages += std::holds_alternative<MessageReceived>(*event) ? 1 : 0;
    QCOMPARE(messages, 1);
    QCOMPARE(b.statistics().packetsDuplicate, std::uint64_t{4});
    // Numbers that no session reaches.
    QVERIFY(!b.handlePacket(pair.now, UINT64_MAX, sent->plaintext).hasValue());
    QVERIFY(b.isClosed());
}

VOS_TEST(TestTransportHostile)
#include "tst_transporthostile.moc"
