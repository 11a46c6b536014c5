// Records in order of ids, sums of ranges, and what two maps find out about each other by them.

#include "p2p/crypto/sign.h"
#include "p2p/map/machine.h"
#include "p2p/map/vosmap.h"
#include "tests/support/simrng.h"
#include "tests/support/testprogram.h"

#include <QTest>

#include <algorithm>
#include <map>

using namespace vos;
using namespace vos::map;

namespace {

constexpr std::int64_t SlotsStart = 1'767'225'600'000;

/// Records of many ids in a shared pool, a few versions of each.
class Records {
public:
    Records(std::size_t ids, unsigned versions, std::uint64_t seed) : rng(seed)
    {
        for (std::size_t i = 0; i < ids; ++i) {
            const auto key = crypto::SigningKey::generate(rng);
            for (unsigned v = 0; v < versions; ++v) {
                Whereabouts record;
                record.id = key.publicKey();
                record.seq = static_cast<std::uint64_t>(SlotsStart) + v * 60'000;
                record.endpoints.push_back(*Endpoint::parse("9.1.2.3:4000"));
                record.sign(key);
                indices.push_back(*pool.take(record.encode()));
            }
        }
    }

    sim::SimRng rng;
    RecordPool pool{true};
    std::vector<RecordIndex> indices;  ///< version v of id i at i * versions + v
};

/// The naive map: a plain set of (id, seq).
using PlainSet = std::map<NodeId, std::uint64_t>;

std::uint64_t plainSetSum(const PlainSet& plain, const IdRange& range)
{
    std::uint64_t sum = 0;
    for (const auto& [id, seq] : plain) {
        if (contains(range, headOf(id)))
            sum += sumOf(id, seq);
    }
    return sum;
}

}  // namespace

class SlotsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(crypto::initialize()); }

    void agrees_with_a_plain_set_under_random_changes()
    {
        Records records(300, 3, 1);
        Slots slots(records.pool);
        PlainSet plain;
        std::uint32_t now = 1'000;
        for (int step = 0; step < 4'000; ++step) {
            const std::size_t which = records.rng.below(records.indices.size());
            const RecordPool::Item& item = records.pool[records.indices[which]];
            const NodeId id = item.id();
            const auto place = slots.find(id);
            QCOMPARE(place.has_value(), plain.contains(id));
            if (records.rng.chance(0.2)) {
                if (place)
                    slots.erase(*place);
                plain.erase(id);
            } else {
                slots.put({0, records.indices[which], now, 0, now}, records.rng.chance(0.5));
                plain[id] = item.seq;
            }
            if (step % 400 == 0)
                slots.setZone(zoneAround(item.head, static_cast<unsigned>(records.rng.below(4))));
            QCOMPARE(slots.size(), plain.size());
            if (step % 50 != 0)
                continue;
            now += 120;
            slots.settle(now);
            std::vector<NodeId> order;
            for (auto at = slots.begin(); at != slots.end(); at = slots.next(at))
                order.push_back(records.pool[slots.at(at).record].id());
            QVERIFY(std::is_sorted(order.begin(), order.end()));
            for (unsigned depth : {0u, 1u, 3u, 6u, 9u, 12u, 14u}) {
                const IdRange range = zoneAround(item.head, depth);
                QCOMPARE(slots.sum(range), plainSetSum(plain, range));
                const auto count = static_cast<std::size_t>(
                    std::count_if(plain.begin(), plain.end(), [&](const auto& entry) {
                        return contains(range, headOf(entry.first));
                    }));
                QCOMPARE(slots.count(range, 10'000), count);
                QCOMPARE(slots.count(range, 3), std::min<std::size_t>(count, 3));
            }
        }
    }

    void young_records_do_not_count_yet()
    {
        Records records(1, 2, 2);
        Slots slots(records.pool);
        const IdRange all;
        slots.put({0, records.indices[0], 100, 0, 100}, true);
        const std::uint64_t old = slots.sum(all);
        QCOMPARE(old, records.pool[records.indices[0]].sum);
        slots.put({0, records.indices[1], 200, 0, 200}, false);
        slots.settle(259);
        QCOMPARE(slots.sum(all), old);
        slots.settle(260);
        QCOMPARE(slots.sum(all), records.pool[records.indices[1]].sum);
    }

    void a_shared_record_is_there_once_and_goes_with_its_last_holder()
    {
        RecordPool pool(true);
        sim::SimRng rng(3);
        const auto key = crypto::SigningKey::generate(rng);
        Whereabouts record;
        record.id = key.publicKey();
        record.seq = static_cast<std::uint64_t>(SlotsStart);
        record.sign(key);
        const Bytes bytes = record.encode();
        {
            const HeldRecord first(pool, *pool.take(bytes));
            const HeldRecord second(pool, *pool.take(bytes));
            QCOMPARE(first.index(), second.index());
            QCOMPARE(pool.size(), std::size_t{1});
            QVERIFY(pool.valid(first.index(), 0));
            Bytes changed = bytes;
            changed.back() ^= std::byte{1};
            const HeldRecord forged(pool, *pool.take(changed));
            QVERIFY(forged.index() != first.index());
            QVERIFY(!pool.valid(forged.index(), 0));
        }
        QCOMPARE(pool.size(), std::size_t{0});
    }

    void zones_are_prefixes()
    {
        const std::uint64_t head = 0xabcd'0000'0000'0001;
        QCOMPARE(commonBits(head, head ^ (std::uint64_t{1} << 63)), 0u);
        QCOMPARE(commonBits(head, head ^ 1), 63u);
        QCOMPARE(zoneAround(head, 0).prefix, std::uint64_t{0});
        QCOMPARE(zoneAround(head, 4).prefix, std::uint64_t{0xa} << 60);
        QVERIFY(contains(zoneAround(head, 16), head));
        QVERIFY(!contains(zoneAround(head, 16), head ^ (std::uint64_t{1} << 48)));
        QCOMPARE(lastOf(zoneAround(head, 8)), std::uint64_t{0xab} << 56 | ~std::uint64_t{0} >> 8);
        QCOMPARE(partOf(zoneAround(head, 4), 4, 0xb).prefix, std::uint64_t{0xab} << 56);
    }
};

VOS_TEST(SlotsTest)
#include "tst_slots.moc"
