#include "p2p/wire/frame.h"
#include "tests/support/testprogram.h"
#include "tests/unit/fixture.h"

#include <QtTest>

using namespace vos;
using namespace vos::wire;

namespace {

template <typename T>
Bytes encoded(const T& frame)
{
    Writer writer;
    encode(writer, frame);
    return writer.take();
}

/// Decodes exactly one frame of type T that uses up all bytes.
template <typename T>
std::optional<T> decoded(ByteView bytes)
{
    Reader reader(bytes);
    auto frame = decodeFrame(reader);
    if (!frame || !reader.finished() || !std::holds_alternative<T>(*frame))
        return std::nullopt;
    return std::get<T>(*std::move(frame));
}

std::optional<FrameError> error(ByteView bytes)
{
    Reader reader(bytes);
    const auto frame = decodeFrame(reader);
    return frame ? std::nullopt : std::optional(frame.error());
}

Bytes reencoded(const Frame& frame, std::size_t size)
{
    Writer writer;
    std::visit(
        [&](const auto& f) {
            if constexpr (std::is_same_v<std::decay_t<decltype(f)>, PaddingFrame>)
                encodePadding(writer, size);
            else
                encode(writer, f);
        },
        frame);
    return writer.take();
}

}  // namespace

class TestFrame : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void bytesAreTheDocumentedOnes();
    void everyFrameReturns();
    void ackRangesReturn();
    void ackEdges();
    void limitsAreChecked();
    void truncatedFramesAreRefused();
    void randomBytesHaveOneFormOrNone();
};

void TestFrame::bytesAreTheDocumentedOnes()
{
    QCOMPARE(toHex(encoded(PingFrame{})), std::string("01"));
    // Packets 40 and 30-35 came, 25 us ago: 40, 25, one more range, 0, gap 40-35-2 = 3, length 5.
    QCOMPARE(toHex(encoded(AckFrame{{{40, 40}, {30, 35}}, 25})), std::string("02281901000305"));
    QCOMPARE(toHex(encoded(CloseFrame{0x0201})), std::string("030102"));
    QCOMPARE(toHex(encoded(MaxDataFrame{0x4000})), std::string("0680004000"));
    QCOMPARE(toHex(encoded(MaxChannelDataFrame{2, 63})), std::string("07023f"));
    QCOMPARE(toHex(encoded(ChannelFrame{1, 64, viewOf("hi")})), std::string("08014040026869"));
    ByteArray<8> token{};
    token[7] = std::byte{9};
    QCOMPARE(toHex(encoded(PathChallengeFrame{token})), std::string("040000000000000009"));
    QCOMPARE(toHex(encoded(PathResponseFrame{token})), std::string("050000000000000009"));
    QCOMPARE(channelHeadSize(64, 2), std::size_t{5});
    QCOMPARE(toHex(encoded(DatagramFrame{64, viewOf("hi")})), std::string("094040026869"));
    QCOMPARE(datagramHeadSize(64, 2), std::size_t{4});
}

void TestFrame::everyFrameReturns()
{
    QVERIFY(decoded<PingFrame>(encoded(PingFrame{})));
    QCOMPARE(decoded<CloseFrame>(encoded(CloseFrame{65535}))->reason, std::uint16_t{65535});
    const ByteArray<8> token{std::byte{1}, std::byte{2}};
    QCOMPARE(decoded<PathChallengeFrame>(encoded(PathChallengeFrame{token}))->token, token);
    QCOMPARE(decoded<PathResponseFrame>(encoded(PathResponseFrame{token}))->token, token);
    QCOMPARE(decoded<MaxDataFrame>(encoded(MaxDataFrame{MaxVarint}))->limit, MaxVarint);
    const auto limit = decoded<MaxChannelDataFrame>(encoded(MaxChannelDataFrame{2, 1 << 20}));
    QVERIFY(limit && limit->channel == 2 && limit->limit == 1 << 20);
    const Bytes bytes = encoded(ChannelFrame{2, 1'000'000, viewOf("data")});
    const auto channel = decoded<ChannelFrame>(bytes);
    QVERIFY(channel && channel->channel == 2 && channel->offset == 1'000'000);
    QCOMPARE(toText(channel->data), std::string("data"));
    const Bytes carried = encoded(DatagramFrame{0xffff'ffff, viewOf("data")});
    QCOMPARE(decoded<DatagramFrame>(carried)->flow, 0xffff'ffffu);
    QCOMPARE(toText(decoded<DatagramFrame>(carried)->data), std::string("data"));
    Writer writer;
    encodePadding(writer, 300);
    QVERIFY(decoded<PaddingFrame>(writer.view()));
}

void TestFrame::ackRangesReturn()
{
    test::SeededRng rng(4);
    for (int round = 0; round < 500; ++round) {
        AckFrame frame;
        frame.delay = rng.below(100'000);
        std::uint64_t at = rng.below(3);
        std::vector<AckRange> ascending;
        const std::uint64_t count = 1 + rng.below(MaxAckRanges);
        for (std::uint64_t i = 0; i < count; ++i) {
            const std::uint64_t first = at;
            const std::uint64_t last = first + rng.below(i % 7 == 0 ? 100'000 : 3);
            ascending.push_back({first, last});
            at = last + 2 + rng.below(i % 5 == 0 ? 70'000 : 2);
        }
        frame.ranges.assign(ascending.rbegin(), ascending.rend());
        const auto back = decoded<AckFrame>(encoded(frame));
        QVERIFY(back);
        QVERIFY(back->ranges == frame.ranges);
        QCOMPARE(back->delay, frame.delay);
    }
}

void TestFrame::ackEdges()
{
    // Everything from packet 0 on, and packet 0 alone.
    QVERIFY(decoded<AckFrame>(encoded(AckFrame{{{0, 9}}, 0}))->ranges ==
            (std::vector<AckRange>{{0, 9}}));
    QVERIFY(decoded<AckFrame>(encoded(AckFrame{{{2, 2}, {0, 0}}, 0})));
    // Length beyond packet 0; gap beyond packet 0; second length beyond packet 0.
    QCOMPARE(error(test::hex("0205000006")), std::optional(FrameError::BadAckRanges));
    QCOMPARE(error(test::hex("02050001010300")), std::optional(FrameError::BadAckRanges));
    QCOMPARE(error(test::hex("02050001010202")), std::optional(FrameError::BadAckRanges));
    QVERIFY(!error(test::hex("02050001010200")));
    // The largest packet number there is.
    QVERIFY(decoded<AckFrame>(encoded(AckFrame{{{0, MaxVarint}}, MaxVarint})));
}

void TestFrame::limitsAreChecked()
{
    QCOMPARE(error(test::hex("0a")), std::optional(FrameError::UnknownType));
    QCOMPARE(error(test::hex("09")), std::optional(FrameError::Truncated));
    QCOMPARE(error(test::hex("090000")), std::optional(FrameError::BadLength));
    QCOMPARE(error(test::hex("090005aa")), std::optional(FrameError::Truncated));
    // Flow numbers have 32 bits.
    QCOMPARE(error(test::hex("09c00000010000000001aa")), std::optional(FrameError::BadLength));
    QCOMPARE(error(test::hex("ff")), std::optional(FrameError::UnknownType));
    QCOMPARE(error(test::hex("00000100")), std::optional(FrameError::BadPadding));
    QCOMPARE(error(test::hex("07033f")), std::optional(FrameError::BadChannel));
    QCOMPARE(error(test::hex("0803000161")), std::optional(FrameError::BadChannel));
    QCOMPARE(error(test::hex("08000000")), std::optional(FrameError::BadLength));
    // offset + length beyond 2^62 - 1
    QCOMPARE(error(test::hex("0800ffffffffffffffff0161")), std::optional(FrameError::BadLength));
    // 64 further ranges, one too many; and more ranges than there are bytes.
    Bytes many = test::hex("0280010000004040");
    many.resize(many.size() + 200);
    QCOMPARE(error(many), std::optional(FrameError::BadAckRanges));
    QCOMPARE(error(test::hex("0280010000003f0000")), std::optional(FrameError::BadAckRanges));
    // A number in a longer form than needed.
    QCOMPARE(error(test::hex("064001")), std::optional(FrameError::Truncated));
}

void TestFrame::truncatedFramesAreRefused()
{
    const ByteArray<8> token{};
    const std::vector<Bytes> frames{encoded(AckFrame{{{70'000, 80'000}, {300, 400}, {1, 2}}, 5000}),
                                    encoded(CloseFrame{1}),
                                    encoded(PathChallengeFrame{token}),
                                    encoded(PathResponseFrame{token}),
                                    encoded(MaxDataFrame{1 << 20}),
                                    encoded(MaxChannelDataFrame{1, 1 << 20}),
                                    encoded(ChannelFrame{0, 77'777, viewOf("some data")})};
    for (const Bytes& frame : frames) {
        QVERIFY(!error(frame));
        for (std::size_t size = 1; size < frame.size(); ++size)
            QVERIFY(error(ByteView(frame).first(size)));
    }
}

void TestFrame::randomBytesHaveOneFormOrNone()
{
    test::SeededRng rng(9);
    int good = 0;
    for (int round = 0; round < 200'000; ++round) {
        Bytes bytes(1 + rng.below(40));
        rng.fill(bytes);
        bytes[0] = static_cast<std::byte>(rng.below(10));
        Reader reader(bytes);
        const auto frame = decodeFrame(reader);
        if (!frame)
            continue;
        ++good;
        const std::size_t used = bytes.size() - reader.remaining();
        QVERIFY(equal(reencoded(*frame, used), ByteView(bytes).first(used)));
    }
    QVERIFY(good > 10'000);
}

VOS_TEST(TestFrame)
#include "tst_frame.moc"
