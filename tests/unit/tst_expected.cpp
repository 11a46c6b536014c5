#include "p2p/base/expected.h"

#include "tests/support/testprogram.h"

#include <QtTest>

#include <memory>
#include <string>

using namespace vos;

namespace {

enum class Error { Small, Odd };

Expected<int, Error> half(int number)
{
    if (number < 2)
        return Unexpected{Error::Small};
    if (number % 2 != 0)
        return Unexpected{Error::Odd};
    return number / 2;
}

}  // namespace

class TestExpected : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void holdsValueOrError()
    {
        QVERIFY(half(8).hasValue());
        QCOMPARE(*half(8), 4);
        QVERIFY(!half(1));
        QVERIFY(half(1).error() == Error::Small);
        QVERIFY(half(3).error() == Error::Odd);
    }
    void sameTypeForBoth()
    {
        const Expected<std::string, std::string> good(std::string("value"));
        const Expected<std::string, std::string> bad = Unexpected{std::string("error")};
        QVERIFY(good && !bad);
        QCOMPARE(*good, std::string("value"));
        QCOMPARE(bad.error(), std::string("error"));
    }
    void movesOut()
    {
        Expected<std::unique_ptr<int>, Error> owner(std::make_unique<int>(7));
        QCOMPARE(**owner, 7);
        const std::unique_ptr<int> taken = *std::move(owner);
        QCOMPARE(*taken, 7);
    }
    void arrowChanges()
    {
        Expected<std::string, Error> text(std::string("ab"));
        text->push_back('c');
        QCOMPARE(text->size(), std::size_t{3});
    }
    void outcomeIsSuccess()
    {
        const Outcome<Error> good = std::monostate{};
        const Outcome<Error> bad = Unexpected{Error::Odd};
        QVERIFY(good);
        QVERIFY(!bad);
    }
};

VOS_TEST(TestExpected)
#include "tst_expected.moc"
