#include "p2p/wire/frame.h"
#include "tests/fuzz/corpus.h"

namespace vos::fuzz {

void addFrameSeeds(Seeds& seeds)
{
    FixedRng rng(3);
    const auto add = [&seeds](std::string name, wire::Writer& writer) {
        seeds.push_back({"frame", std::move(name), writer.take()});
    };
    wire::Writer writer;
    Bytes data(300);
    rng.fill(data);

    wire::encode(writer, wire::PingFrame{});
    wire::encode(writer, wire::AckFrame{{{0, 9}}, 1'000});
    wire::encodePadding(writer, 40);
    add("ping-ack-padding", writer);

    wire::AckFrame gaps;
    for (std::uint64_t i = wire::MaxAckRanges; i > 0; --i)
        gaps.ranges.push_back({i * 1'000, i * 1'000 + i * 10});
    gaps.delay = 123'456;
    wire::encode(writer, gaps);
    add("ack-gaps", writer);

    wire::encode(writer, wire::PathChallengeFrame{{std::byte{1}, std::byte{2}}});
    wire::encode(writer, wire::PathResponseFrame{{std::byte{3}, std::byte{4}}});
    wire::encode(writer, wire::MaxDataFrame{1u << 21});
    wire::encode(writer, wire::MaxChannelDataFrame{2, wire::MaxVarint});
    wire::encode(writer, wire::DatagramFrame{0xffff'ffff, ByteView(data)});
    wire::encode(writer, wire::CloseFrame{32});
    add("control", writer);

    wire::encode(writer, wire::ChannelFrame{0, 0, ByteView(data).first(1)});
    wire::encode(writer, wire::ChannelFrame{1, 70'000, ByteView(data).first(63)});
    wire::encode(writer, wire::ChannelFrame{2, std::uint64_t{1} << 40, data});
    add("channels", writer);
}

}  // namespace vos::fuzz
