#include <QtTest>

#include "p2p/transport/acktracker.h"
#include "p2p/transport/types.h"
#include "tests/support/testprogram.h"
#include "tests/unit/fixture.h"

using namespace vos;
using namespace vos::transport;

namespace {
const Instant trackerStart{1s};

void arrive(AckTracker& tracker, std::uint64_t number, Instant at = trackerStart)
{
    tracker.handleArrival(at, {number, true, false});
}
}  // namespace

class TestAckTracker : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theFirstWaitsAndTheSecondDoesNot();
    void disorderIsToldAtOnce();
    void urgentPacketsAreToldAtOnce();
    void whatElicitsNothingIsNotTold();
    void framesListTheNewestRanges();
    void repeatedPacketsAreKnown();
    void whatThePeerKnowsIsForgotten();
    void memoryIsBounded();
};

void TestAckTracker::theFirstWaitsAndTheSecondDoesNot()
{
    AckTracker tracker;
    arrive(tracker, 0);
    QVERIFY(!tracker.isDue(trackerStart));
    QCOMPARE(tracker.deadline(), std::optional(trackerStart + MaxAckDelay));
    QVERIFY(tracker.isDue(trackerStart + MaxAckDelay));
    arrive(tracker, 1, trackerStart + 1ms);
    QVERIFY(tracker.isDue(trackerStart + 1ms));
    tracker.handleSent();
    QVERIFY(!tracker.hasNews() && !tracker.deadline());
}

void TestAckTracker::disorderIsToldAtOnce()
{
    AckTracker tracker;
    arrive(tracker, 1);  // packet 0 is missing
    QVERIFY(tracker.isDue(trackerStart));
    tracker.handleSent();
    arrive(tracker, 0);  // and comes late
    QVERIFY(tracker.isDue(trackerStart));
    tracker.handleSent();
    arrive(tracker, 2);
    QVERIFY(!tracker.isDue(trackerStart));
}

void TestAckTracker::urgentPacketsAreToldAtOnce()
{
    AckTracker tracker;
    tracker.handleArrival(trackerStart, {0, true, true});
    QVERIFY(tracker.isDue(trackerStart));
}

void TestAckTracker::whatElicitsNothingIsNotTold()
{
    AckTracker tracker;
    for (std::uint64_t i = 0; i < 10; ++i)
        tracker.handleArrival(trackerStart, {i, false, false});
    QVERIFY(!tracker.hasNews());
    arrive(tracker, 10);
    QVERIFY(tracker.frame(trackerStart).ranges == (std::vector<wire::AckRange>{{0, 10}}));
}

void TestAckTracker::framesListTheNewestRanges()
{
    AckTracker tracker;
    for (const std::uint64_t n : {0, 1, 2, 5, 7, 8})
        arrive(tracker, n);
    arrive(tracker, 10, trackerStart + 2ms);
    arrive(tracker, 4, trackerStart + 3ms);  // late: the delay is that of the largest
    const wire::AckFrame frame = tracker.frame(trackerStart + 6ms);
    QVERIFY(frame.ranges == (std::vector<wire::AckRange>{{10, 10}, {7, 8}, {4, 5}, {0, 2}}));
    QCOMPARE(frame.delay, std::uint64_t{4000});
    for (std::uint64_t n = 12; n < 200; n += 2)
        arrive(tracker, n);
    const wire::AckFrame many = tracker.frame(trackerStart);
    QCOMPARE(many.ranges.size(), AckTracker::ToldRanges);
    QCOMPARE(many.ranges.front().last, std::uint64_t{198});
}

void TestAckTracker::repeatedPacketsAreKnown()
{
    AckTracker tracker;
    QVERIFY(!tracker.isRepeated(0));
    for (const std::uint64_t n : {0, 1, 3})
        arrive(tracker, n);
    QVERIFY(tracker.isRepeated(0) && tracker.isRepeated(1) && tracker.isRepeated(3));
    QVERIFY(!tracker.isRepeated(2) && !tracker.isRepeated(4));
}

void TestAckTracker::whatThePeerKnowsIsForgotten()
{
    AckTracker tracker;
    for (const std::uint64_t n : {0, 1, 3, 4, 6})
        arrive(tracker, n);
    tracker.forgetUpTo(3);
    QVERIFY(tracker.frame(trackerStart).ranges == (std::vector<wire::AckRange>{{6, 6}, {4, 4}}));
    QVERIFY(tracker.isRepeated(2));  // never came, but nobody waits for it any more
    QVERIFY(!tracker.isRepeated(5));
    tracker.forgetUpTo(6);
    QVERIFY(tracker.frame(trackerStart).ranges == (std::vector<wire::AckRange>{{6, 6}}));
    tracker.forgetUpTo(2);  // an older acknowledgement changes nothing
    QVERIFY(tracker.isRepeated(6) && !tracker.isRepeated(7));
}

void TestAckTracker::memoryIsBounded()
{
    AckTracker tracker;
    for (std::uint64_t n = 0; n < 10'000; n += 2)
        arrive(tracker, n);
    QVERIFY(tracker.isRepeated(1));
    QVERIFY(tracker.isRepeated(9998 - 2 * (AckTracker::MaxRanges - 1)));
    QVERIFY(!tracker.isRepeated(9997));
}

VOS_TEST(TestAckTracker)
#include "tst_acktracker.moc"
