// How deep a zone is chosen, and the limits of rates.

#include "p2p/base/ratelimit.h"
#include "p2p/map/budget.h"
#include "tests/support/simrng.h"
#include "tests/support/testprogram.h"

#include <QTest>

using namespace vos;
using namespace vos::map;

namespace {

/// Minutes until the depth changes under a load, 200 at most.
int minutesToChange(DepthChooser& chooser, const DepthChooser::Load& load, unsigned depth,
                    sim::SimRng& rng, unsigned& after)
{
    for (int minute = 0; minute < 200; ++minute) {
        after =
            chooser.update(Instant{} + std::chrono::minutes(minute), load, Budget{}, depth, rng);
        if (after != depth)
            return minute;
    }
    return 200;
}

}  // namespace

class MapBudgetTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void each_limit_raises_the_depth_after_ten_minutes()
    {
        sim::SimRng rng(1);
        for (const DepthChooser::Load& load :
             {DepthChooser::Load{140'000, 10, 1000}, DepthChooser::Load{1'000, 1'001, 1000},
              DepthChooser::Load{1'000, 10, 65u << 20}}) {
            DepthChooser chooser;
            unsigned after = 0;
            const int minutes = minutesToChange(chooser, load, 2, rng, after);
            QCOMPARE(after, 3u);
            QVERIFY(minutes >= 10 && minutes <= 21);
        }
    }

    void well_inside_the_limits_it_falls_after_an_hour()
    {
        sim::SimRng rng(2);
        DepthChooser chooser;
        unsigned after = 0;
        const int minutes = minutesToChange(chooser, {30'000, 100, 8u << 20}, 2, rng, after);
        QCOMPARE(after, 1u);
        QVERIFY(minutes >= 60 && minutes <= 71);
    }

    void between_it_stays()
    {
        sim::SimRng rng(3);
        DepthChooser chooser;
        unsigned after = 0;
        QCOMPARE(minutesToChange(chooser, {100'000, 800, 50u << 20}, 2, rng, after), 200);
        QCOMPARE(minutesToChange(chooser, {0, 0, 0}, 0, rng, after), 200);
    }

    void bucket_gives_what_it_was_given()
    {
        TokenBucket bucket(10, 2);
        Instant now = Instant{} + 1h;
        for (int i = 0; i < 10; ++i)
            QVERIFY(bucket.take(now, 1));
        QVERIFY(!bucket.take(now, 1));
        QVERIFY(bucket.readyAt(now) > now);
        now += Duration(500ms);
        QVERIFY(bucket.take(now, 1));
        QVERIFY(!bucket.take(now, 1));
        bucket.spend(now, 9);
        QCOMPARE((bucket.readyAt(now) - now) / Duration(1s), 5);
    }

    void meter_finds_the_rate()
    {
        RateMeter meter(60s);
        Instant now = Instant{} + 1h;
        for (int i = 0; i < 6'000; ++i) {
            now += Duration(100ms);
            meter.add(now, 10);
        }
        QVERIFY(std::abs(meter.perSecond(now) - 100) < 2);
        QVERIFY(meter.perSecond(now + 5min) < 1);
    }
};

VOS_TEST(MapBudgetTest)
#include "tst_mapbudget.moc"
