#include "p2p/transport/rangeset.h"
#include "p2p/transport/ring.h"
#include "tests/support/testprogram.h"
#include "tests/unit/fixture.h"

#include <QtTest>

#include <deque>
#include <memory>
#include <set>

using namespace vos;
using namespace vos::transport;

class TestRangeSet : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void neighboursBecomeOne();
    void behavesLikeASetOfNumbers();
    void ringBehavesLikeADeque();
};

void TestRangeSet::neighboursBecomeOne()
{
    RangeSet set;
    set.add({5, 10});
    set.add({10, 12});
    set.add({20, 30});
    QCOMPARE(set.count(), std::size_t{2});
    QVERIFY((set.front() == Range{5, 12}));
    QCOMPARE(set.countWith({12, 20}), std::size_t{1});
    QCOMPARE(set.countWith({13, 20}), std::size_t{2});
    QCOMPARE(set.countWith({14, 18}), std::size_t{3});
    set.add({12, 20});
    QVERIFY(set.ranges() == (std::vector<Range>{{5, 30}}));
    set.remove({7, 9});
    QVERIFY(set.ranges() == (std::vector<Range>{{5, 7}, {9, 30}}));
    set.add({8, 8});
    QVERIFY(!set.contains(8));
}

void TestRangeSet::behavesLikeASetOfNumbers()
{
    test::SeededRng rng(1);
    for (int seed = 0; seed < 300; ++seed) {
        RangeSet set;
        std::set<std::uint64_t> model;
        for (int step = 0; step < 60; ++step) {
            const std::uint64_t begin = rng.below(100);
            const Range range{begin, begin + rng.below(20)};
            const bool adding = rng.below(3) != 0;
            const std::size_t predicted = set.countWith(range);
            if (adding)
                set.add(range);
            else
                set.remove(range);
            QVERIFY(!adding || set.count() == predicted);
            for (std::uint64_t n = range.begin; n < range.end; ++n) {
                if (adding)
                    model.insert(n);
                else
                    model.erase(n);
            }
            for (std::uint64_t n = 0; n < 125; ++n)
                QCOMPARE(set.contains(n), model.count(n) > 0);
            for (std::size_t i = 0; i < set.count(); ++i) {
                QVERIFY(set.ranges()[i].begin < set.ranges()[i].end);
                QVERIFY(i == 0 || set.ranges()[i - 1].end < set.ranges()[i].begin);
            }
        }
    }
}

void TestRangeSet::ringBehavesLikeADeque()
{
    test::SeededRng rng(2);
    Ring<std::unique_ptr<int>> ring;
    std::deque<int> model;
    for (int step = 0; step < 20'000; ++step) {
        // Long phases of growing and of shrinking, so that it wraps, grows and becomes empty.
        const bool growing = step / 500 % 2 == 0;
        if (model.empty() || rng.below(10) < (growing ? 7u : 2u)) {
            ring.push(std::make_unique<int>(step));
            model.push_back(step);
        } else {
            ring.pop();
            model.pop_front();
        }
        QCOMPARE(ring.size(), model.size());
        if (!model.empty()) {
            const std::size_t i = rng.below(model.size());
            QCOMPARE(*ring[i], model[i]);
            QCOMPARE(*ring.front(), model.front());
            QCOMPARE(*ring.back(), model.back());
        }
    }
}

VOS_TEST(TestRangeSet)
#include "tst_rangeset.moc"
