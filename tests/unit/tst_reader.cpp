#include "p2p/wire/reader.h"
#include "p2p/wire/writer.h"
#include "tests/support/testprogram.h"
#include "tests/unit/fixture.h"

#include <QtTest>

using namespace vos;
using test::hex;
using wire::Reader;

class TestReader : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void integersAreLittleEndian()
    {
        const Bytes input = hex("01"
                                "0203"
                                "04050607"
                                "08090a0b0c0d"
                                "0e0f101112131415");
        Reader reader(input);
        QCOMPARE(reader.u8(), std::uint8_t{0x01});
        QCOMPARE(reader.u16(), std::uint16_t{0x0302});
        QCOMPARE(reader.u32(), 0x07060504u);
        QCOMPARE(reader.u48(), std::uint64_t{0x0d0c0b0a0908});
        QCOMPARE(reader.u64(), std::uint64_t{0x15141312'11100f0e});
        QVERIFY(reader.finished());
    }
    void pastTheEndIsZeroAndFailed()
    {
        const Bytes input = hex("ffff");
        Reader reader(input);
        QCOMPARE(reader.u32(), 0u);
        QVERIFY(reader.failed());
        QCOMPARE(reader.u8(), std::uint8_t{0});
        QCOMPARE(reader.remaining(), std::size_t{0});
        QVERIFY(reader.bytes(1).empty());
        QVERIFY(reader.id<NodeId>().isZero());
        QVERIFY(!reader.finished());
    }
    void leftOversAreNotFinished()
    {
        const Bytes input = hex("0102");
        Reader reader(input);
        reader.u8();
        QVERIFY(!reader.failed());
        QVERIFY(!reader.finished());
        QVERIFY(equal(reader.rest(), hex("02")));
        QVERIFY(reader.finished());
    }
    void callerCanFail()
    {
        const Bytes input = hex("01");
        Reader reader(input);
        reader.fail();
        QVERIFY(reader.failed() && !reader.finished());
        QCOMPARE(reader.remaining(), std::size_t{0});
    }
    void hugeLengthIsRefused()
    {
        const Bytes input = hex("0102");
        Reader reader(input);
        QVERIFY(reader.bytes(SIZE_MAX).empty());
        QVERIFY(reader.failed());
    }
    void varintsOfRfc9000()
    {
        // RFC 9000, appendix A.1.
        const std::pair<const char*, std::uint64_t> examples[]{
            {"c2197c5eff14e88c", 151288809941952652},
            {"9d7f3e7d", 494878333},
            {"7bbd", 15293},
            {"25", 37},
            {"00", 0},
            {"3f", 63},
            {"4040", 64},
            {"7fff", 16383},
            {"80004000", 16384},
            {"bfffffff", 1073741823},
            {"c000000040000000", 1073741824},
            {"ffffffffffffffff", 4611686018427387903}};
        for (const auto& [text, value] : examples) {
            const Bytes input = hex(text);
            Reader reader(input);
            QCOMPARE(reader.varint(), value);
            QVERIFY(reader.finished());
        }
    }
    void varintsHaveOneForm()
    {
        for (const char* longer : {"4025", "403f", "80000001", "80003fff", "c000000000000001",
                                   "c00000003fffffff", "4000"}) {
            const Bytes input = hex(longer);
            Reader reader(input);
            reader.varint();
            QVERIFY2(reader.failed(), longer);
        }
        for (const char* cut : {"", "40", "80", "8000", "800000", "c0", "c0000000000000"}) {
            const Bytes input = hex(cut);
            Reader reader(input);
            QCOMPARE(reader.varint(), std::uint64_t{0});
            QVERIFY2(reader.failed(), cut);
        }
    }
    void endpoints()
    {
        const Bytes input = hex("0401020304"
                                "409c"
                                "0620010db8000000000000000000000001"
                                "bb01");
        Reader reader(input);
        QCOMPARE(reader.endpoint().toString(), std::string("1.2.3.4:40000"));
        QCOMPARE(reader.endpoint().toString(), std::string("[2001:db8::1]:443"));
        QVERIFY(reader.finished());
        for (const char* bad :
             {"", "04", "0501020304409c", "0001020304409c", "04010203409c", "06"}) {
            const Bytes other = hex(bad);
            Reader badReader(other);
            badReader.endpoint();
            QVERIFY2(badReader.failed(), bad);
        }
    }
};

VOS_TEST(TestReader)
#include "tst_reader.moc"
