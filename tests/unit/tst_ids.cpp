#include "p2p/base/ids.h"
#include "tests/support/testprogram.h"
#include "tests/unit/fixture.h"

#include <QtTest>

#include <unordered_set>

using namespace vos;

class TestIds : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void fromNeedsExactSize()
    {
        Bytes bytes(31, std::byte{1});
        QVERIFY(!NodeId::from(bytes));
        bytes.push_back(std::byte{2});
        QVERIFY(NodeId::from(bytes));
        QVERIFY(equal(NodeId::from(bytes)->view(), bytes));
        bytes.push_back(std::byte{3});
        QVERIFY(!NodeId::from(bytes));
    }
    void zeroByDefault()
    {
        NodeId id;
        QVERIFY(id.isZero());
        id.bytes[31] = std::byte{1};
        QVERIFY(!id.isZero());
    }
    void orderedAsUnsignedBytes()
    {
        NodeId low;
        NodeId high;
        low.bytes[0] = std::byte{0x7f};
        high.bytes[0] = std::byte{0x80};
        QVERIFY(low < high);
        low.bytes[0] = high.bytes[0];
        high.bytes[31] = std::byte{1};
        QVERIFY(low < high);
    }
    void hashCountsEveryByte()
    {
        std::unordered_set<std::size_t> seen;
        for (std::size_t i = 0; i < NodeId::Size; ++i) {
            NodeId id;
            id.bytes[i] = std::byte{1};
            seen.insert(std::hash<NodeId>{}(id));
        }
        QCOMPARE(seen.size(), NodeId::Size);
    }
    void rngIdsDiffer()
    {
        test::SeededRng rng(1);
        QVERIFY(rng.id<MessageId>() != rng.id<MessageId>());
        test::SeededRng again(1);
        test::SeededRng other(2);
        QVERIFY(again.next64() != other.next64());
        for (int i = 0; i < 100; ++i)
            QVERIFY(rng.below(7) < 7);
    }
};

VOS_TEST(TestIds)
#include "tst_ids.moc"
