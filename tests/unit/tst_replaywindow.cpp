#include "p2p/session/replaywindow.h"
#include "tests/support/testprogram.h"
#include "tests/unit/fixture.h"

#include <QtTest>

#include <algorithm>
#include <numeric>
#include <set>

using vos::session::ReplayWindow;
using vos::test::SeededRng;

namespace {

constexpr std::uint64_t Size = ReplayWindow::Size;

/// The same rule, kept as a plain set of all counters that were ever taken.
class PlainWindow {
public:
    bool accept(std::uint64_t counter)
    {
        const bool tooOld = !m_taken.empty() && counter + Size <= *m_taken.rbegin();
        return !tooOld && m_taken.insert(counter).second;
    }

private:
    std::set<std::uint64_t> m_taken;
};

}  // namespace

class TestReplayWindow : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void isTheSizeItSays() { QCOMPARE(Size, std::uint64_t{2048}); }

    void beginsEmpty()
    {
        ReplayWindow window;
        QVERIFY(window.empty());
        QCOMPARE(window.highest(), std::uint64_t{0});
        QVERIFY(window.accept(0));
        QVERIFY(!window.empty());
        QVERIFY(!window.accept(0));
    }

    void takesEachCounterOnceInOrder()
    {
        ReplayWindow window;
        for (std::uint64_t i = 0; i < 3 * Size; ++i) {
            QVERIFY(window.isNew(i));
            QVERIFY(window.accept(i));
            QVERIFY(!window.isNew(i));
            QVERIFY(!window.accept(i));
            QCOMPARE(window.highest(), i);
        }
    }

    void takesEachCounterOnceInReverse()
    {
        ReplayWindow window;
        const std::uint64_t top = 10 * Size;
        for (std::uint64_t i = top; i > top - Size; --i) {
            QVERIFY(window.accept(i));
            QVERIFY(!window.accept(i));
        }
        QVERIFY(!window.accept(top - Size));
        QCOMPARE(window.highest(), top);
    }

    void edgesAreExact()
    {
        ReplayWindow window;
        QVERIFY(window.accept(5 * Size));
        QVERIFY(!window.isNew(5 * Size - Size));      // one too old
        QVERIFY(window.isNew(5 * Size - Size + 1));   // the oldest still told apart
        QVERIFY(window.accept(5 * Size - Size + 1));
        QVERIFY(!window.accept(5 * Size - Size + 1));
        QVERIFY(window.accept(5 * Size + 1));         // moves on by one
        QVERIFY(!window.isNew(5 * Size - Size + 1));
        QVERIFY(window.isNew(5 * Size - Size + 2));
    }

    void askingChangesNothing()
    {
        ReplayWindow window;
        QVERIFY(window.accept(100));
        for (int i = 0; i < 3; ++i) {
            QVERIFY(window.isNew(1'000'000));
            QVERIFY(window.isNew(99));
        }
        QCOMPARE(window.highest(), std::uint64_t{100});
        QVERIFY(window.accept(99));
    }

    void jumpsOfAllLengthsForgetNothingAndRememberNothingWrong()
    {
        for (std::uint64_t jump = 1; jump < 2 * Size + 200; jump += 7) {
            ReplayWindow window;
            const std::uint64_t base = 1000;
            QVERIFY(window.accept(base));
            QVERIFY(window.accept(base + jump));
            QVERIFY(!window.accept(base));
            QVERIFY(!window.accept(base + jump));
            // All between were never taken; those in reach must be takeable exactly once.
            for (std::uint64_t i = base + 1; i < base + jump; ++i) {
                const bool inReach = i + Size > base + jump;
                QCOMPARE(window.accept(i), inReach);
                QVERIFY(!window.accept(i));
            }
        }
    }

    void wordEdges()
    {
        for (const std::uint64_t start : {63u, 64u, 65u, 127u, 128u, 2111u, 2112u, 2113u}) {
            ReplayWindow window;
            QVERIFY(window.accept(start));
            QVERIFY(window.accept(start + 64));
            QVERIFY(window.accept(start + 1));
            QVERIFY(window.accept(start - 1));
            QVERIFY(!window.accept(start));
            QVERIFY(!window.accept(start + 64));
            QVERIFY(!window.accept(start + 1));
            QVERIFY(!window.accept(start - 1));
        }
    }

    void oldBitsDoNotComeBackAfterAFullTurn()
    {
        ReplayWindow window;
        for (std::uint64_t i = 0; i < Size; ++i)
            QVERIFY(window.accept(i));
        // The ring has been around many times; none of these was ever taken.
        const std::uint64_t far = 1000 * Size + 17;
        QVERIFY(window.accept(far));
        for (std::uint64_t i = far - Size + 1; i < far; ++i)
            QVERIFY(window.accept(i));
        for (std::uint64_t i = far - Size + 1; i <= far; ++i)
            QVERIFY(!window.accept(i));
    }

    void highestCountersWork()
    {
        ReplayWindow window;
        QVERIFY(!window.accept(UINT64_MAX));
        QVERIFY(window.accept(UINT64_MAX - 1));
        QVERIFY(!window.accept(UINT64_MAX - 1));
        QVERIFY(window.accept(UINT64_MAX - 2));
        QVERIFY(!window.accept(UINT64_MAX));
        QVERIFY(!window.accept(0));
        QCOMPARE(window.highest(), UINT64_MAX - 1);
    }

    void aShuffledBurstIsTakenWholeAndOnce()
    {
        SeededRng rng(1);
        std::vector<std::uint64_t> counters(Size);
        std::iota(counters.begin(), counters.end(), 12'345);
        for (std::size_t i = counters.size() - 1; i > 0; --i)
            std::swap(counters[i], counters[rng.below(i + 1)]);
        ReplayWindow window;
        for (const std::uint64_t counter : counters)
            QVERIFY(window.accept(counter));
        for (const std::uint64_t counter : counters)
            QVERIFY(!window.accept(counter));
    }

    void agreesWithAPlainSet()
    {
        for (std::uint64_t seed = 1; seed <= 20; ++seed) {
            SeededRng rng(seed);
            ReplayWindow window;
            PlainWindow plain;
            std::uint64_t middle = rng.below(10'000);
            for (int step = 0; step < 5000; ++step) {
                middle += rng.below(20) == 0 ? rng.below(3 * Size) : rng.below(4);
                const std::uint64_t back = rng.below(2 * Size);
                const std::uint64_t counter = middle > back ? middle - back : middle;
                QCOMPARE(window.accept(counter), plain.accept(counter));
            }
        }
    }
};

VOS_TEST(TestReplayWindow)
#include "tst_replaywindow.moc"
