#include "p2p/identity/safetynumber.h"
#include "tests/support/testprogram.h"
#include "tests/unit/fixture.h"

#include <QtTest>

using namespace vos;
using namespace vos::identity;

class TestSafetyNumber : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void golden()
    {
        const QJsonObject records = test::vectors("records.json");
        const auto idOf = [&](const char* who) {
            return test::hexId<NodeId>(
                records[QLatin1String(who)].toObject()[QStringLiteral("id")]);
        };
        const NodeId a = idOf("identity");
        const NodeId b = idOf("friend");
        const QJsonObject safety = records[QStringLiteral("safety")].toObject();
        QVERIFY(equal(safetyBytes(a, b), test::hex(safety[QStringLiteral("bytes")])));
        QCOMPARE(safetyNumber(a, b), safety[QStringLiteral("number")].toString().toStdString());
        QCOMPARE(safetyNumber(b, a), safetyNumber(a, b));
        QVERIFY(safetyBytes(b, a) == safetyBytes(a, b));
    }
    void differsForOtherPeople()
    {
        test::SeededRng rng(1);
        const auto a = rng.id<NodeId>();
        const auto b = rng.id<NodeId>();
        const auto c = rng.id<NodeId>();
        QVERIFY(safetyNumber(a, b) != safetyNumber(a, c));
        QVERIFY(safetyNumber(a, b) != safetyNumber(c, b));
    }
    void alwaysTwelveGroupsOfFive()
    {
        test::SeededRng rng(2);
        for (int round = 0; round < 1000; ++round) {
            const std::string text = safetyNumber(rng.id<NodeId>(), rng.id<NodeId>());
            QCOMPARE(text.size(), std::size_t{12 * 5 + 11});
            for (std::size_t i = 0; i < text.size(); ++i)
                QVERIFY(i % 6 == 5 ? text[i] == ' ' : text[i] >= '0' && text[i] <= '9');
        }
    }
};

VOS_TEST(TestSafetyNumber)
#include "tst_safetynumber.moc"
