// The map's rules for what is believed: one failing case for each.

#include "p2p/identity/identity.h"
#include "p2p/map/vosmap.h"
#include "tests/support/simrng.h"
#include "tests/support/testprogram.h"

#include <QTest>

using namespace vos;
using namespace vos::map;

namespace {

constexpr unsigned Bits = 4;
constexpr std::int64_t Start = 1'767'225'600'000;
const WallTime now = fromMillis(Start);

struct Person {
    explicit Person(std::uint64_t seed)
        : rng(seed)
        , identity(identity::Identity::generate(rng, Bits))
    {
    }
    Bytes whereabouts(std::int64_t seq, std::uint16_t port = 40000)
    {
        Whereabouts record;
        record.id = identity.id();
        record.sessionKey = identity.session().publicKey();
        record.seq = static_cast<std::uint64_t>(seq);
        record.endpoints.push_back(*Endpoint::parse("9.1.2.3:" + std::to_string(port)));
        record.cardHash = cardHash;
        record.stamp = identity.stamp();
        record.sign(identity.signing());
        return record.encode();
    }
    Bytes card(std::uint32_t number, const std::string& name)
    {
        identity::Card card;
        card.id = identity.id();
        card.number = number;
        card.name = name;
        card.letterKey = identity.letter().publicKey();
        card.sign(identity.signing());
        cardHash = card.hash();
        return card.encode();
    }
    sim::SimRng rng;
    identity::Identity identity;
    identity::CardHash cardHash;
};

}  // namespace

class VosMapTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(crypto::initialize()); }

    void newer_record_replaces_and_older_is_refused()
    {
        Person me(1);
        Person you(2);
        VosMap map(me.identity.id(), Bits);
        const Bytes first = you.whereabouts(Start - 1000);
        const Bytes second = you.whereabouts(Start, 40001);
        QCOMPARE(map.offerWhereabouts(first, now, now, false), Verdict::Stored);
        QCOMPARE(map.offerWhereabouts(first, now, now, false), Verdict::Known);
        QCOMPARE(map.offerWhereabouts(second, now, now, false), Verdict::Stored);
        QCOMPARE(map.offerWhereabouts(first, now, now, false), Verdict::Older);
        QCOMPARE(map.find(you.identity.id())->whereabouts->endpoints.front().port,
                 std::uint16_t{40001});
        QCOMPARE(map.knownCount(), std::size_t{1});
    }

    void same_number_keeps_the_smaller_signature()
    {
        Person me(1);
        Person you(3);
        Bytes a = you.whereabouts(Start, 40001);
        Bytes b = you.whereabouts(Start, 40002);
        const auto smaller =
            Whereabouts::decode(a)->signature < Whereabouts::decode(b)->signature ? a : b;
        for (const auto& [first, second] : {std::pair(a, b), std::pair(b, a)}) {
            VosMap map(me.identity.id(), Bits);
            (void)map.offerWhereabouts(first, now, now, false);
            (void)map.offerWhereabouts(second, now, now, false);
            QVERIFY(map.find(you.identity.id())->whereaboutsBytes == smaller);
        }
    }

    void changed_byte_is_refused()
    {
        Person me(1);
        Person you(4);
        const Bytes good = you.whereabouts(Start);
        for (std::size_t i = 0; i < good.size(); ++i) {
            VosMap map(me.identity.id(), Bits);
            Bytes bad = good;
            bad[i] ^= std::byte{1};
            QVERIFY(map.offerWhereabouts(bad, now, now, false) != Verdict::Stored);
            QCOMPARE(map.knownCount(), std::size_t{0});
        }
    }

    void too_old_and_too_far_ahead_are_untimely()
    {
        Person me(1);
        Person you(5);
        VosMap map(me.identity.id(), Bits);
        const std::int64_t day = 24 * 3600 * 1000;
        QCOMPARE(map.offerWhereabouts(you.whereabouts(Start - 31 * day), now, now, false),
                 Verdict::Untimely);
        QCOMPARE(map.offerWhereabouts(you.whereabouts(Start + 2 * day), now, now, false),
                 Verdict::Untimely);
        QCOMPARE(map.offerWhereabouts(you.whereabouts(Start + day / 2), now, now, false),
                 Verdict::Stored);
    }

    void own_record_and_garbage_are_malformed()
    {
        Person me(1);
        VosMap map(me.identity.id(), Bits);
        QCOMPARE(map.offerWhereabouts(me.whereabouts(Start), now, now, false), Verdict::Malformed);
        QCOMPARE(map.offerWhereabouts(Bytes(200), now, now, false), Verdict::Malformed);
        QCOMPARE(map.offerCard(Bytes(200)), Verdict::Malformed);
    }

    void highest_number_outlives_the_record()
    {
        Person me(1);
        Person you(6);
        VosMap map(me.identity.id(), Bits);
        map.restore(you.identity.id(), {}, {}, static_cast<std::uint64_t>(Start), 7, now, {});
        QCOMPARE(map.offerWhereabouts(you.whereabouts(Start - 1), now, now, false), Verdict::Older);
        QCOMPARE(map.offerCard(you.card(6, "old")), Verdict::Older);
        QCOMPARE(map.offerCard(you.card(8, "new")), Verdict::Stored);
        QCOMPARE(map.offerWhereabouts(you.whereabouts(Start + 1), now, now, false),
                 Verdict::Stored);
    }

    void card_is_wanted_until_the_named_one_is_there()
    {
        Person me(1);
        Person you(7);
        VosMap map(me.identity.id(), Bits);
        const Bytes old = you.card(1, "old");
        const Bytes current = you.card(2, "current");
        (void)map.offerWhereabouts(you.whereabouts(Start), now, now, false);
        QVERIFY(map.wantsCard(you.identity.id()));
        QCOMPARE(map.offerCard(old), Verdict::Stored);
        QVERIFY(map.wantsCard(you.identity.id()));
        QCOMPARE(map.offerCard(current), Verdict::Stored);
        QVERIFY(!map.wantsCard(you.identity.id()));
        QCOMPARE(map.offerCard(old), Verdict::Older);
    }

    void equal_maps_have_equal_sums_in_any_order()
    {
        Person me(1);
        std::vector<Bytes> records;
        for (std::uint64_t seed = 10; seed < 30; ++seed)
            records.push_back(Person(seed).whereabouts(Start));
        VosMap forward(me.identity.id(), Bits);
        VosMap backward(me.identity.id(), Bits);
        for (const Bytes& record : records)
            (void)forward.offerWhereabouts(record, now, now, false);
        QVERIFY(forward.sum() != backward.sum());
        for (auto record = records.rbegin(); record != records.rend(); ++record)
            (void)backward.offerWhereabouts(*record, now, now, false);
        QCOMPARE(forward.sum(), backward.sum());
        const auto dropped =
            forward.expire(now + std::chrono::hours(31 * 24), [](const NodeId&) { return false; });
        QCOMPARE(dropped.size(), records.size());
        QCOMPARE(forward.sum(), std::uint64_t{0});
    }
};

VOS_TEST(VosMapTest)
#include "tst_vosmap.moc"
