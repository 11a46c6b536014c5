#include "p2p/wire/reader.h"
#include "p2p/wire/writer.h"
#include "tests/support/testprogram.h"
#include "tests/unit/fixture.h"

#include <QtTest>

using namespace vos;
using wire::Reader;
using wire::Writer;

class TestWriter : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void goldenBytes()
    {
        Writer writer(64);
        writer.u8(0x01);
        writer.u16(0x0302);
        writer.u32(0x07060504);
        writer.u48(0x0d0c0b0a0908);
        writer.u64(0x1514131211100f0e);
        writer.varint(15293);
        writer.bytes(viewOf("hi"));
        writer.zeros(2);
        writer.id(ConnectionId{test::hexArray<8>("a0a1a2a3a4a5a6a7")});
        writer.endpoint(*Endpoint::parse("1.2.3.4:40000"));
        writer.endpoint(*Endpoint::parse("[2001:db8::1]:443"));
        QCOMPARE(toHex(writer.view()), std::string("0102030405060708090a0b0c0d0e0f101112131415"
                                                   "7bbd"
                                                   "6869"
                                                   "0000"
                                                   "a0a1a2a3a4a5a6a7"
                                                   "0401020304409c"
                                                   "0620010db8000000000000000000000001bb01"));
        const std::size_t size = writer.size();
        QCOMPARE(writer.take().size(), size);
        QCOMPARE(writer.size(), std::size_t{0});
    }
    void readerReadsWhatWriterWrote()
    {
        test::SeededRng rng(7);
        for (int round = 0; round < 2000; ++round) {
            // Every bit length, so that all forms of a varint and their limits are met.
            const std::uint64_t value = rng.next64() >> rng.below(63) >> 2;
            const auto id = rng.id<NodeId>();
            Endpoint endpoint;
            endpoint.family = rng.below(2) != 0 ? IpFamily::V4 : IpFamily::V6;
            rng.fill(MutableBytes(endpoint.address).first(endpoint.addressBytes().size()));
            endpoint.port = static_cast<std::uint16_t>(rng.next64());
            Writer writer;
            writer.varint(value);
            writer.id(id);
            writer.endpoint(endpoint);
            writer.u48(value & 0xffffffffffff);
            Reader reader(writer.view());
            QCOMPARE(reader.varint(), value);
            QVERIFY(reader.id<NodeId>() == id);
            QVERIFY(reader.endpoint() == endpoint);
            QCOMPARE(reader.u48(), value & 0xffffffffffff);
            QVERIFY(reader.finished());
        }
    }
    void varintsAreShortest()
    {
        const std::pair<std::uint64_t, std::size_t> sizes[]{
            {0, 1},     {63, 1},         {64, 2},         {16383, 2},
            {16384, 4}, {1073741823, 4}, {1073741824, 8}, {(std::uint64_t{1} << 62) - 1, 8}};
        for (const auto& [value, size] : sizes) {
            Writer writer;
            writer.varint(value);
            QCOMPARE(writer.size(), size);
        }
    }
};

VOS_TEST(TestWriter)
#include "tst_writer.moc"
