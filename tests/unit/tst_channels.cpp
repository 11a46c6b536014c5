#include "p2p/transport/channels.h"
#include "tests/support/testprogram.h"
#include "tests/unit/fixture.h"

#include <QtTest>

#include <deque>

using namespace vos;
using namespace vos::transport;

namespace {

Bytes streamBytes(std::uint64_t seed, std::size_t size)
{
    Bytes bytes(size);
    test::SeededRng(seed).fill(bytes);
    return bytes;
}

struct Sent {
    Bytes bytes;
    SentFrames frames;
};

/// One packet's worth of data and credit.
Sent write(Channels& channels, std::size_t size)
{
    Sent sent;
    wire::Writer writer;
    channels.writeCredit(Instant{}, 50ms, writer, size, sent.frames);
    channels.writeData(writer, size, sent.frames);
    sent.bytes = writer.take();
    return sent;
}

/// Hands a packet to the other side; what handleData() says to the worst of its frames.
Expected<bool, CloseReason> deliver(Channels& to, ByteView packet)
{
    wire::Reader reader(packet);
    bool kept = true;
    while (reader.remaining() > 0) {
        const auto frame = wire::decodeFrame(reader);
        VOS_ASSERT(frame.hasValue());
        if (const auto* data = std::get_if<wire::ChannelFrame>(&*frame)) {
            const auto outcome = to.handleData(*data);
            if (!outcome)
                return outcome;
            kept = kept && *outcome;
        } else if (const auto* limit = std::get_if<wire::MaxChannelDataFrame>(&*frame)) {
            to.handleMaxChannelData(limit->channel, limit->limit);
        } else if (const auto* total = std::get_if<wire::MaxDataFrame>(&*frame)) {
            to.handleMaxData(total->limit);
        }
    }
    return kept;
}

Expected<bool, CloseReason> insert(Channels& to, std::uint8_t channel, std::uint64_t offset,
                                   ByteView data)
{
    return to.handleData(wire::ChannelFrame{channel, offset, data});
}

}  // namespace

class TestChannels : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void messagesReturnWhole();
    void piecesInAnyOrderGiveTheStream();
    void sendBufferForgetsWhatIsAcknowledged();
    void urgentChannelsGoFirst();
    void lostDataIsSentAgainUnlessAcknowledged();
    void creditStopsAndResumesTheSender();
    void bulkLeavesCreditToOthers();
    void overrunningCreditIsAViolation();
    void badLengthsAreRefused();
    void tooManyHolesAreNotKept();
    void writableIsToldOnce();
    void emptyChannelsHoldNoMemory();
};

void TestChannels::messagesReturnWhole()
{
    Channels a{Config{}};
    Channels b{Config{}};
    std::vector<Bytes> messages;
    for (const std::size_t size : {0, 1, 63, 64, 1000, 16383, 16384, 61'000, int(MaxMessage)})
        messages.push_back(streamBytes(size, size));
    for (const Bytes& message : messages)
        a.append(Channel::Small, message);
    while (a.hasData()) {
        const auto outcome = deliver(b, write(a, 1164).bytes);
        QVERIFY(outcome && *outcome);
    }
    for (const Bytes& message : messages) {
        const auto received = b.takeMessage();
        QVERIFY(received);
        QVERIFY(received->channel == Channel::Small);
        QVERIFY(received->message == message);
    }
    QVERIFY(!b.takeMessage());
}

void TestChannels::piecesInAnyOrderGiveTheStream()
{
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
        test::SeededRng rng(seed);
        wire::Writer writer;
        std::vector<Bytes> messages;
        for (int i = 0; i < 5; ++i) {
            messages.push_back(streamBytes(seed * 10 + i, rng.below(9000)));
            writer.varint(messages.back().size());
            writer.bytes(messages.back());
        }
        const Bytes stream = writer.take();
        // Overlapping pieces that cover everything, shuffled.
        std::vector<Range> pieces;
        for (std::uint64_t at = 0; at < stream.size();) {
            const std::uint64_t end =
                std::min<std::uint64_t>(stream.size(), at + 1 + rng.below(1500));
            const std::uint64_t begin = at - std::min(at, rng.below(100));
            pieces.push_back({begin, end});
            at = end;
        }
        for (std::size_t i = pieces.size(); i > 1; --i)
            std::swap(pieces[i - 1], pieces[rng.below(i)]);
        Reassembly reassembly;
        std::size_t next = 0;
        for (const Range& piece : pieces) {
            const ByteView data = ByteView(stream).subspan(piece.begin, piece.end - piece.begin);
            QVERIFY(reassembly.insert(piece.begin, data) == Reassembly::Result::Taken);
            while (auto message = reassembly.takeMessage()) {
                QVERIFY(next < messages.size());
                QVERIFY(*message == messages[next]);
                ++next;
            }
        }
        QCOMPARE(next, messages.size());
        QCOMPARE(reassembly.consumed(), std::uint64_t(stream.size()));
        QCOMPARE(reassembly.allocatedBytes(), std::size_t{0});
    }
}

void TestChannels::sendBufferForgetsWhatIsAcknowledged()
{
    for (std::uint64_t seed = 0; seed < 100; ++seed) {
        test::SeededRng rng(seed);
        const Bytes stream = streamBytes(seed, 50'000);
        SendBuffer buffer;
        std::deque<Range> flight;
        std::size_t appended = 0;
        int steps = 0;
        while (appended < stream.size() || !buffer.isEmpty()) {
            QVERIFY(++steps < 20'000);
            if (appended < stream.size() && rng.below(3) == 0) {
                const std::size_t more =
                    std::min<std::size_t>(stream.size() - appended, rng.below(3000));
                buffer.append(ByteView(stream).subspan(appended, more));
                appended += more;
            }
            if (const auto piece = buffer.take(1 + rng.below(1200), 1 << 30)) {
                Bytes read;
                buffer.read(piece->range, [&](ByteView part) { append(read, part); });
                const std::uint64_t size = piece->range.end - piece->range.begin;
                QVERIFY(equal(read, ByteView(stream).subspan(piece->range.begin, size)));
                flight.push_back(piece->range);
            }
            while (flight.size() > 10 || (!flight.empty() && rng.below(2) == 0)) {
                const std::size_t i = rng.below(flight.size());
                const Range range = flight[i];
                flight.erase(flight.begin() + static_cast<std::ptrdiff_t>(i));
                // Lost, repeated although it may arrive, or acknowledged.
                const std::uint64_t fate = rng.below(4);
                if (fate < 2)
                    buffer.sendAgain(range);
                if (fate > 0)
                    buffer.acknowledged(range);
            }
        }
        QVERIFY(!buffer.take(1200, 1 << 30));
    }
}

void TestChannels::urgentChannelsGoFirst()
{
    Channels a{Config{}};
    Channels b{Config{}};
    a.append(Channel::Bulk, streamBytes(1, 60'000));
    (void)deliver(b, write(a, 1164).bytes);
    a.append(Channel::Small, viewOf("small"));
    a.append(Channel::Control, viewOf("control"));
    QVERIFY(a.hasUrgentData());
    (void)deliver(b, write(a, 1164).bytes);
    QVERIFY(!a.hasUrgentData());
    const auto first = b.takeMessage();
    const auto second = b.takeMessage();
    QVERIFY(first && first->channel == Channel::Control && toText(first->message) == "control");
    QVERIFY(second && second->channel == Channel::Small && toText(second->message) == "small");
    QVERIFY(!b.takeMessage());
}

void TestChannels::lostDataIsSentAgainUnlessAcknowledged()
{
    Channels a{Config{}};
    a.append(Channel::Small, streamBytes(1, 500));
    const Sent first = write(a, 1164);
    QVERIFY(!a.hasData());
    a.repeatUrgent(first.frames);
    const Sent second = write(a, 1164);
    QVERIFY(second.frames.resent && !first.frames.resent);
    QVERIFY(equal(first.bytes, second.bytes));
    QCOMPARE(a.bytesResent(), std::uint64_t{502});
    a.handleAcknowledged(second.frames);
    a.handleLost(first.frames);
    QVERIFY(!a.hasData());
    QVERIFY(!a.hasUnacknowledged());
    a.append(Channel::Bulk, streamBytes(1, 500));
    const Sent bulk = write(a, 1164);
    a.repeatUrgent(bulk.frames);
    QVERIFY(!a.hasData());
    a.handleLost(bulk.frames);
    QVERIFY(a.hasData());
}

void TestChannels::creditStopsAndResumesTheSender()
{
    Channels a{Config{}};
    Channels b{Config{}};
    const std::uint64_t total = 3 * InitialChannelWindow;
    for (std::uint64_t i = 0; i < total / 60'000; ++i)
        a.append(Channel::Small, streamBytes(i, 60'000));
    std::uint64_t sent = 0;
    while (a.hasData()) {
        const Sent packet = write(a, 1164);
        for (std::size_t i = 0; i < packet.frames.spanCount; ++i)
            sent += packet.frames.spans[i].range.end - packet.frames.spans[i].range.begin;
        const auto outcome = deliver(b, packet.bytes);
        QVERIFY(outcome && *outcome);
    }
    QCOMPARE(sent, InitialChannelWindow);
    QVERIFY(b.receiveBytes() <= InitialChannelWindow + BlockStore::BlockSize);
    std::uint64_t received = 0;
    for (int turns = 0; turns < 1000; ++turns) {
        while (b.takeMessage())
            ++received;
        if (b.hasCredit()) {
            const Sent credit = write(b, 1164);
            QVERIFY(credit.frames.maxChannelData != 0);
            // A lost limit is told again.
            b.handleLost(credit.frames);
            QVERIFY(b.hasCredit());
            (void)deliver(a, write(b, 1164).bytes);
        }
        while (a.hasData()) {
            const auto outcome = deliver(b, write(a, 1164).bytes);
            QVERIFY(outcome && *outcome);
        }
    }
    QCOMPARE(received, total / 60'000);
}

void TestChannels::bulkLeavesCreditToOthers()
{
    Channels a{Config{}};
    for (int i = 0; i < 100; ++i)
        a.append(Channel::Bulk, streamBytes(1, 60'000));
    while (a.hasData())
        (void)write(a, 1164);
    for (int i = 0; i < 10; ++i)
        a.append(Channel::Small, streamBytes(2, 60'000));
    QVERIFY(a.hasUrgentData());
    while (a.hasData())
        (void)write(a, 1164);
    QCOMPARE(a.queuedBytes(Channel::Small), std::size_t{0});
}

void TestChannels::overrunningCreditIsAViolation()
{
    const Bytes data = streamBytes(1, 100);
    Channels channel{Config{}};
    QVERIFY(insert(channel, 0, InitialChannelWindow - 100, data).hasValue());
    const auto beyond = insert(channel, 0, InitialChannelWindow - 99, data);
    QVERIFY(!beyond && beyond.error() == CloseReason::FlowControlViolation);
    // Each channel within its window, but all of them beyond the connection's.
    Channels all{Config{}};
    QVERIFY(insert(all, 0, InitialChannelWindow - 100, data).hasValue());
    QVERIFY(insert(all, 1, InitialChannelWindow - 100, data).hasValue());
    const auto third = insert(all, 2, 0, ByteView(data).first(1));
    QVERIFY(!third && third.error() == CloseReason::FlowControlViolation);
    // Repeating what came takes no credit.
    QVERIFY(insert(all, 1, InitialChannelWindow - 100, data).hasValue());
}

void TestChannels::badLengthsAreRefused()
{
    for (const char* head : {"c000000000000001", "4001", "80011001", "ff"}) {
        Channels channels{Config{}};
        const auto outcome = insert(channels, 1, 0, test::hex(head));
        QVERIFY2(!outcome && outcome.error() == CloseReason::BadMessage, head);
    }
    // The longest allowed, its length split between two packets.
    Channels channels{Config{}};
    QVERIFY(insert(channels, 1, 0, test::hex("8001")).hasValue());
    QVERIFY(insert(channels, 1, 2, test::hex("1000")).hasValue());
    QVERIFY(!channels.takeMessage());
}

void TestChannels::tooManyHolesAreNotKept()
{
    Channels channels{Config{}};
    const Bytes data = streamBytes(1, 1);
    std::uint64_t refused = 0;
    for (std::uint64_t offset = 1; offset < InitialChannelWindow; offset += 2) {
        const auto outcome = insert(channels, 2, offset, data);
        QVERIFY(outcome.hasValue());
        refused += *outcome ? 0 : 1;
    }
    QCOMPARE(refused, InitialChannelWindow / 2 - Reassembly::MaxGaps);
    // What fills a hole is still welcome.
    const auto filling = insert(channels, 2, 2, data);
    QVERIFY(filling && *filling);
}

void TestChannels::writableIsToldOnce()
{
    Config config;
    config.lowWater = 10'000;
    Channels a(config);
    a.append(Channel::Bulk, streamBytes(1, 30'000));
    int told = 0;
    while (a.hasData()) {
        const std::size_t before = a.queuedBytes(Channel::Bulk);
        (void)write(a, 1164);
        if (const auto channel = a.takeWritable()) {
            QVERIFY(*channel == Channel::Bulk);
            QVERIFY(before > 10'000 && a.queuedBytes(Channel::Bulk) <= 10'000);
            ++told;
        }
    }
    QCOMPARE(told, 1);
}

void TestChannels::emptyChannelsHoldNoMemory()
{
    Channels a{Config{}};
    Channels b{Config{}};
    a.append(Channel::Small, viewOf("hello"));
    const Sent sent = write(a, 1164);
    (void)deliver(b, sent.bytes);
    QCOMPARE(b.receiveBytes(), BlockStore::BlockSize);
    QVERIFY(b.takeMessage());
    QCOMPARE(b.receiveBytes(), std::size_t{0});
}

VOS_TEST(TestChannels)
#include "tst_channels.moc"
