#include "model/trailwords.h"
#include "tests/support/testprogram.h"
#include "tests/unit/modelfixture.h"

#include <QTest>

using namespace vos;
using namespace vos::tests;
using model::trailWords;
using Seek = SeekStep;

namespace {

Seek stepOf(Seek::What what, const NodeId& whom, Seek::Result result, int minute,
            std::optional<WallTime> seenAt = {}, const char* place = nullptr)
{
    Seek step;
    step.what = what;
    step.whom = whom;
    step.startedAt = at(10, minute);
    step.result = result;
    step.seenAt = seenAt;
    if (place != nullptr)
        step.seenPlace = Endpoint::parse(place);
    return step;
}

model::TrailWords wordsOf(const std::vector<Seek>& steps)
{
    return trailWords(steps, QStringLiteral("Wang"), at(10, 52), [](const NodeId& id) {
        return id == Bob ? QStringLiteral("Bob") : QStringLiteral("a node");
    });
}

}  // namespace

class TrailWordsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom)); }
    void nothingTried();
    void nobodyHeardOfThem();
    void seenElsewhere();
    void seenWhereWeCalled();
    void stepsLatestFirst();
};

void TrailWordsTest::nothingTried()
{
    QCOMPARE(wordsOf({}).summary, QStringLiteral("Nobody could be asked about Wang yet."));
    QVERIFY(wordsOf({}).steps.isEmpty());
}

void TrailWordsTest::nobodyHeardOfThem()
{
    const auto words = wordsOf({stepOf(Seek::What::Contact, Bob, Seek::Result::NotKnown, 50),
                                stepOf(Seek::What::Network, nodeId(9), Seek::Result::NoAnswer, 50),
                                stepOf(Seek::What::Network, nodeId(8), Seek::Result::Waiting, 51)});
    QVERIFY2(words.summary.startsWith(QStringLiteral("2 nodes were asked")),
             qPrintable(words.summary));
    QVERIFY(words.summary.contains(QStringLiteral("none has heard of Wang")));
}

void TrailWordsTest::seenElsewhere()
{
    Seek called = stepOf(Seek::What::Address, Wang, Seek::Result::NoAnswer, 49);
    called.at = Endpoint::parse("198.51.100.7:4000");
    // The same node asked twice counts once, with what it said last.
    const auto words =
        wordsOf({called, stepOf(Seek::What::FriendVos, Bob, Seek::Result::NotKnown, 49),
                 stepOf(Seek::What::FriendVos, Bob, Seek::Result::Newer, 50, at(10, 48),
                        "203.0.113.5:4000"),
                 stepOf(Seek::What::Network, nodeId(9), Seek::Result::NoAnswer, 50)});
    QVERIFY2(words.summary.contains(QStringLiteral("heard of Wang: 4 min ago, at another address")),
             qPrintable(words.summary));
    QVERIFY(words.summary.startsWith(QStringLiteral("1 of 2 nodes")));
}

void TrailWordsTest::seenWhereWeCalled()
{
    Seek called = stepOf(Seek::What::Address, Wang, Seek::Result::NoAnswer, 49);
    called.at = Endpoint::parse("203.0.113.5:4000");
    const auto words = wordsOf({called, stepOf(Seek::What::Contact, Bob, Seek::Result::Known, 50,
                                               at(10, 48), "203.0.113.5:4000")});
    QVERIFY2(words.summary.contains(QStringLiteral("where there is no answer now")),
             qPrintable(words.summary));
}

void TrailWordsTest::stepsLatestFirst()
{
    Seek called = stepOf(Seek::What::Address, Wang, Seek::Result::NoAnswer, 49);
    called.at = Endpoint::parse("198.51.100.7:4000");
    const auto steps = wordsOf({called, stepOf(Seek::What::Contact, Bob, Seek::Result::Newer, 50,
                                               at(10, 48), "203.0.113.5:4000")})
                           .steps;
    QCOMPARE(steps.size(), 2);
    QCOMPARE(steps[0],
             QStringLiteral("10:50   Asked Bob: heard of them 4 min ago at 203.0.113.5:4000"));
    QCOMPARE(steps[1], QStringLiteral("10:49   Called 198.51.100.7:4000: no answer"));
}

VOS_TEST_CORE(TrailWordsTest)
#include "tst_trailwords.moc"
