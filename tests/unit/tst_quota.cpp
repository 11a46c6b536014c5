#include "p2p/friendvos/quota.h"
#include "tests/support/testprogram.h"
#include "tests/unit/fixture.h"

#include <QtTest>

#include <deque>

using namespace vos;
using namespace vos::friendvos;
using test::SeededRng;

class TestQuota : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void ownersLimitIsExact()
    {
        Quota quota;
        const QuotaLimits limits{1000, 3};
        QVERIFY(quota.hasRoom(limits, 1, 1000));
        QVERIFY(!quota.hasRoom(limits, 1, 1001));
        quota.add(1, 400);
        QVERIFY(quota.hasRoom(limits, 2, 600));
        QVERIFY(!quota.hasRoom(limits, 2, 601));
        quota.add(2, 1);
        quota.add(3, 1);
        QVERIFY(!quota.hasRoom(limits, 4, 1));  // three letters
        quota.remove(2, 1);
        QVERIFY(quota.hasRoom(limits, 4, 1));
    }

    void oneSlotCannotCrowdOutAnother()
    {
        const QuotaLimits limits;
        Quota bytes;
        bytes.add(7, SlotBytesMax - 10);
        QVERIFY(bytes.hasRoom(limits, 7, 10));
        QVERIFY(!bytes.hasRoom(limits, 7, 11));
        QVERIFY(bytes.hasRoom(limits, 8, 60'000));
        Quota letters;
        for (std::uint32_t i = 0; i < SlotLettersMax; ++i)
            letters.add(7, 500);
        QVERIFY(!letters.hasRoom(limits, 7, 500));
        QVERIFY(letters.hasRoom(limits, 8, 500));
    }

    void strangersShareTheirOwnPlace()
    {
        const QuotaLimits limits;
        Quota bytes;
        bytes.add(0, StrangerBytesMax - 4096);
        QVERIFY(bytes.hasRoom(limits, 0, 4096));
        bytes.add(0, 4096);
        QVERIFY(!bytes.hasRoom(limits, 0, 408));
        QVERIFY(bytes.hasRoom(limits, 1, 408));
        Quota letters;
        for (std::uint32_t i = 0; i < StrangerLettersMax; ++i)
            letters.add(0, 408);
        QVERIFY(!letters.hasRoom(limits, 0, 408));
        QVERIFY(letters.hasRoom(limits, 1, 408));
    }

    void placeOfAnErasedLetterCounts()
    {
        Quota quota;
        quota.add(1, 500);
        quota.add(1, 0);
        QCOMPARE(quota.ofSlot(1).letters, 2u);
        quota.remove(1, 500);
        QVERIFY((quota.total() == Quota::Use{0, 1}));
        quota.remove(1, 0);
        QVERIFY(quota.total() == Quota::Use{});
        QVERIFY(quota.ofSlot(1) == Quota::Use{});
    }

    void booksBalanceWhateverComesAndGoes()
    {
        SeededRng rng(3);
        Quota quota;
        std::deque<std::pair<std::uint32_t, std::size_t>> held;
        for (int round = 0; round < 20'000; ++round) {
            if (held.empty() || rng.below(2) == 0) {
                const auto slot = static_cast<std::uint32_t>(rng.below(20));
                const std::size_t size = 408 + rng.below(4000);
                if (!quota.hasRoom({}, slot, size))
                    continue;
                quota.add(slot, size);
                held.emplace_back(slot, size);
            } else {
                const std::size_t at = rng.below(held.size());
                quota.remove(held[at].first, held[at].second);
                held.erase(held.begin() + static_cast<std::ptrdiff_t>(at));
            }
        }
        Quota fresh;
        for (const auto& [slot, size] : held)
            fresh.add(slot, size);
        QVERIFY(fresh.total() == quota.total());
        for (std::uint32_t slot = 0; slot < 20; ++slot)
            QVERIFY(fresh.ofSlot(slot) == quota.ofSlot(slot));
    }
};

VOS_TEST(TestQuota)
#include "tst_quota.moc"
