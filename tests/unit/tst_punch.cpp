#include "p2p/nat/punch.h"
#include "tests/support/testprogram.h"
#include "tests/unit/fixture.h"

#include <QtTest>

#include <map>

using namespace vos;
using namespace vos::nat;
using test::SeededRng;
using wire::PortMappingKind;

namespace {

Endpoint placeAt(const char* text)
{
    return *Endpoint::parse(text);
}

struct Fired {
    std::map<Endpoint, unsigned> shots;
    std::map<std::uint16_t, unsigned> spares;
    unsigned all = 0;
    unsigned mostInASecond = 0;
    Duration last{};
};

/// Runs one side to its end.
Fired fire(Punch punch, Instant start)
{
    SeededRng rng(7);
    Fired fired;
    std::map<std::int64_t, unsigned> perSecond;
    while (const auto next = punch.next()) {
        for (const Punch::Shot& shot : punch.due(*next, rng)) {
            ++fired.all;
            if (shot.spare)
                ++fired.spares[*shot.spare];
            else
                ++fired.shots[shot.to];
            unsigned& count = perSecond[(*next - start) / 1s];
            fired.mostInASecond = std::max(fired.mostInASecond, ++count);
        }
        fired.last = *next - start;
    }
    return fired;
}

const Instant startTime = Instant{} + 1h;

}  // namespace

class TestPunch : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void eachCandidateGetsThirtyProbes()
    {
        const PunchSide cone{PortMappingKind::Independent, 0, {}};
        const PunchSide other{PortMappingKind::Independent,
                              0,
                              {placeAt("192.0.2.1:5000"), placeAt("192.168.1.5:5000")}};
        const Fired fired = fire(Punch(startTime, cone, other, other.endpoints), startTime);
        QCOMPARE(fired.shots.size(), std::size_t{2});
        QCOMPARE(fired.shots.at(placeAt("192.0.2.1:5000")), 30u);
        QVERIFY(fired.last < 10s);
        QVERIFY(fired.spares.empty());
    }

    void nothingLeavesBeforeTheStart()
    {
        SeededRng rng(1);
        const PunchSide other{PortMappingKind::Unknown, 0, {placeAt("192.0.2.1:5000")}};
        Punch punch(startTime, {}, other, {});
        QVERIFY(punch.due(startTime - 1ms, rng).empty());
        QCOMPARE(punch.due(startTime, rng).size(), std::size_t{1});
        // Woken late, it does not catch up in one burst.
        QCOMPARE(punch.due(startTime + 1s, rng).size(), std::size_t{1});
        punch.stop();
        QVERIFY(!punch.next());
        QVERIFY(punch.due(startTime + 9s, rng).empty());
    }

    void portsThatFollowAreTried()
    {
        const PunchSide cone{PortMappingKind::Independent, 0, {placeAt("198.51.100.9:4000")}};
        const PunchSide symmetric{PortMappingKind::Dependent, 2, {placeAt("192.0.2.1:5000")}};
        const Fired fired = fire(Punch(startTime, cone, symmetric, symmetric.endpoints), startTime);
        for (int i = 1; i <= Punch::PredictedPorts; ++i) {
            Endpoint guess = placeAt("192.0.2.1:5000");
            guess.port = static_cast<std::uint16_t>(5000 + 2 * i);
            QVERIFY(fired.shots.contains(guess));
        }
    }

    void guessingKeepsItsLimits()
    {
        const PunchSide cone{PortMappingKind::Independent, 0, {placeAt("198.51.100.9:4000")}};
        const PunchSide symmetric{PortMappingKind::Dependent, 0, {placeAt("192.0.2.1:5000")}};
        const Fired guesses =
            fire(Punch(startTime, cone, symmetric, symmetric.endpoints), startTime);
        QCOMPARE(guesses.all, 30 + Punch::SprayPorts);
        QVERIFY(guesses.mostInASecond <= Punch::GuessesPerSecond + 30);
        for (const auto& [endpoint, count] : guesses.shots)
            QVERIFY(endpoint.port >= 1024 && endpoint.address == placeAt("192.0.2.1:1").address);
        const Fired opened = fire(Punch(startTime, symmetric, cone, cone.endpoints), startTime);
        QCOMPARE(opened.spares.size(), std::size_t{Punch::SpareSockets});
        QVERIFY(opened.mostInASecond <= Punch::OpenedPerSecond + 30);
    }

    void whereNothingMayBeGuessedNothingIs_data()
    {
        QTest::addColumn<int>("own");
        QTest::addColumn<int>("theirs");
        QTest::addColumn<QString>("guess");
        QTest::newRow("both symmetric") << 2 << 2 << "192.0.2.1:5000";
        QTest::newRow("both cones") << 1 << 1 << "192.0.2.1:5000";
        QTest::newRow("a private address") << 1 << 2 << "192.168.1.5:5000";
        QTest::newRow("not allowed") << 1 << 2 << QString();
    }

    void whereNothingMayBeGuessedNothingIs()
    {
        QFETCH(int, own);
        QFETCH(int, theirs);
        QFETCH(QString, guess);
        const PunchSide side{static_cast<PortMappingKind>(own), 0, {}};
        const PunchSide other{static_cast<PortMappingKind>(theirs), 0, {placeAt("192.0.2.1:5000")}};
        std::vector<Endpoint> guessed;
        if (!guess.isEmpty())
            guessed.push_back(placeAt(guess.toUtf8().constData()));
        QCOMPARE(fire(Punch(startTime, side, other, guessed), startTime).all, 30u);
    }
};

VOS_TEST(TestPunch)
#include "tst_punch.moc"
