#include "p2p/crypto/work.h"
#include "tests/support/testprogram.h"
#include "tests/unit/fixture.h"

#include <QtTest>

using namespace vos;
using namespace vos::crypto;
using test::hex;
using test::hexArray;
using test::hexId;

class TestWork : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(initialize());
        m_records = test::vectors("records.json");
        QVERIFY(!m_records.isEmpty());
    }
    void countsLeadingZeros()
    {
        QCOMPARE(leadingZeroBits({}), 0u);
        QCOMPARE(leadingZeroBits(hex("80")), 0u);
        QCOMPARE(leadingZeroBits(hex("01")), 7u);
        QCOMPARE(leadingZeroBits(hex("0040")), 9u);
        QCOMPARE(leadingZeroBits(hex("0000")), 16u);
        QCOMPARE(leadingZeroBits(hex("00000f")), 20u);
    }
    void goldenStamp()
    {
        const QJsonObject identity = m_records[QStringLiteral("identity")].toObject();
        const auto id = hexId<NodeId>(identity[QStringLiteral("id")]);
        auto stamp = hexArray<8>(identity[QStringLiteral("stamp")]);
        QVERIFY(stampValid(id, stamp));
        NodeId other = id;
        other.bytes[0] ^= std::byte{1};
        QVERIFY(!stampValid(other, stamp));
        stamp[7] ^= std::byte{1};
        QVERIFY(!stampValid(id, stamp));
    }
    void goldenLetterWork()
    {
        const QJsonObject work = m_records[QStringLiteral("letter_work")].toObject();
        const auto letter = hexId<LetterId>(work[QStringLiteral("letter")]);
        const auto nonce = hexArray<8>(work[QStringLiteral("nonce")]);
        const auto bits = static_cast<unsigned>(work[QStringLiteral("bits")].toInt());
        QVERIFY(letterWorkValid(letter, nonce, bits));
        QVERIFY(!letterWorkValid(letter, nonce, bits + 1));
        QVERIFY(!letterWorkValid(letter, nonce));
    }
    void searchFindsInSlices()
    {
        test::SeededRng rng(1);
        const auto id = rng.id<NodeId>();
        const std::uint64_t start = rng.next64();
        const auto whole = WorkSearch::forStamp(id, 12, start).run(SIZE_MAX);
        QVERIFY(whole && stampValid(id, *whole, 12));
        auto search = WorkSearch::forStamp(id, 12, start);
        std::optional<WorkNonce> found;
        int slices = 0;
        for (; !found && slices < 100000; ++slices)
            found = search.run(100);
        QVERIFY(found == whole);
        QVERIFY(slices > 1);
    }
    void searchForLettersHasItsOwnLabel()
    {
        test::SeededRng rng(2);
        const auto letter = rng.id<LetterId>();
        const auto nonce = WorkSearch::forLetter(letter, 10, 0).run(SIZE_MAX);
        QVERIFY(nonce && letterWorkValid(letter, *nonce, 10));
        QVERIFY(!stampValid(NodeId{letter.bytes}, *nonce, 10));
    }
    void searchStopsAtItsBound()
    {
        auto search = WorkSearch::forStamp(NodeId{}, 256, 0);
        QVERIFY(!search.run(1000));
        QVERIFY(!search.run(0));
        QVERIFY(WorkSearch::forStamp(NodeId{}, 0, 0).run(1));
    }

private:
    QJsonObject m_records;
};

VOS_TEST(TestWork)
#include "tst_work.moc"
