// The map machine against a naive second implementation: two nodes that compare their maps, or one
// that catches up, end with what a plain set says; and the rules of retention, limits and privacy,
// each with its failing case.

#include "p2p/crypto/sign.h"
#include "p2p/map/machine.h"
#include "p2p/map/zone.h"
#include "tests/support/simrng.h"
#include "tests/support/testprogram.h"

#include <QTest>

#include <algorithm>
#include <deque>
#include <map>
#include <set>

using namespace vos;
using namespace vos::map;

namespace {

constexpr std::int64_t MachineStart = 1'767'225'600'000;

struct Someone {
    crypto::SigningKey key;
    NodeId id;
};

Someone newSomeone(Rng& rng)
{
    auto key = crypto::SigningKey::generate(rng);
    const NodeId id = key.publicKey();
    return {std::move(key), id};
}

Bytes recordBy(const Someone& person, std::int64_t seq, std::uint8_t flags = 0)
{
    Whereabouts record;
    record.id = person.id;
    record.seq = static_cast<std::uint64_t>(seq);
    record.flags = flags;
    // Each in a network of its own.
    Endpoint at = *Endpoint::parse("9.1.2.3:4000");
    std::copy_n(person.id.bytes.begin(), 2, at.address.begin() + 1);
    record.endpoints.push_back(at);
    record.sign(person.key);
    return record.encode();
}

/// A machine with its map; what it sends waits to be carried by the test.
class MachineNode final : public MachineHost {
public:
    MachineNode(Someone personValue, RecordPool& pool, std::uint64_t seed, Budget budget = {})
        : self(std::move(personValue))
        , rng(seed)
        , map(self.id, 0, &pool)
        , machine(map, self.id, *this, rng, budget)
    {
    }

    void sendTo(const NodeId& peer, Bytes message) override { sent.emplace_back(peer, message); }
    bool dial(const NodeId& peer) override
    {
        dialled.push_back(peer);
        return true;
    }
    void askWho(const Endpoint& at, const NodeId& id) override { asked.emplace_back(at, id); }
    void closeLink(const NodeId& peer, bool) override { closed.insert(peer); }
    void keepLinks(const std::vector<NodeId>&) override {}
    bool isPinned(const NodeId& id) const override { return pinned.contains(id); }
    void recordStored(const NodeId&, WallTime, Via) override {}
    void recordDropped(const NodeId& id) override { dropped.insert(id); }
    void ownRecordTold(ByteView record, std::uint32_t) override { own = toBytes(record); }
    void usedTwice(const NodeId& id) override { twice.insert(id); }
    void cardTold(ByteView) override {}
    void caughtUp(const NodeId&) override {}
    void findDone(const NodeId& id, bool known, bool) override { found[id] = known; }
    void findStep(const NodeId&, const FindStep& step) override { steps.push_back(step); }

    std::map<NodeId, std::uint64_t> plain() const
    {
        std::map<NodeId, std::uint64_t> result;
        for (auto at = map.slots().begin(); at != map.slots().end(); at = map.slots().next(at)) {
            const RecordPool::Item& item = map.pool()[map.slots().at(at).record];
            result[item.id()] = item.seq;
        }
        return result;
    }

    Someone self;
    sim::SimRng rng;
    VosMap map;
    Machine machine;
    std::deque<std::pair<NodeId, Bytes>> sent;
    std::vector<NodeId> dialled;
    std::vector<std::pair<Endpoint, NodeId>> asked;
    std::set<NodeId> closed;
    std::set<NodeId> pinned;
    std::set<NodeId> dropped;
    std::set<NodeId> twice;
    std::map<NodeId, bool> found;
    std::vector<FindStep> steps;
    Bytes own;
};

/// Two of them and the line between.
class MachinePair {
public:
    explicit MachinePair(std::uint64_t seed, Budget budget = {})
        : rng(seed)
        , a(newSomeone(rng), pool, seed + 1, budget)
        , b(newSomeone(rng), pool, seed + 2, budget)
    {
    }

    MapTime time() const
    {
        const WallTime wall = fromMillis(
            MachineStart +
            std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count());
        return {now, wall, wall};
    }
    void start(std::optional<std::chrono::seconds> absentA,
               std::optional<std::chrono::seconds> absentB, unsigned depthA = 0,
               unsigned depthB = 0)
    {
        a.machine.start(time(), absentA, depthA);
        b.machine.start(time(), absentB, depthB);
        a.machine.setOwn(time(), recordBy(a.self, MachineStart));
        b.machine.setOwn(time(), recordBy(b.self, MachineStart));
        now += 61s;
        (void)a.machine.offer(time(), recordBy(b.self, MachineStart), 0, false, Via::Owner);
        (void)b.machine.offer(time(), recordBy(a.self, MachineStart), 0, false, Via::Owner);
        a.machine.linkUp(time(), b.self.id, *Endpoint::parse("9.0.0.2:4000"));
        b.machine.linkUp(time(), a.self.id, *Endpoint::parse("9.0.0.1:4000"));
    }
    /// Carries all that is said until nobody says more.
    void carry()
    {
        for (int rounds = 0; rounds < 20'000 && (!a.sent.empty() || !b.sent.empty()); ++rounds) {
            deliver(a, b);
            deliver(b, a);
        }
    }
    void deliver(MachineNode& from, MachineNode& to)
    {
        if (from.sent.empty())
            return;
        const Bytes bytes = std::move(from.sent.front().second);
        from.sent.pop_front();
        carried += bytes.size();
        ++messages;
        const auto message = wire::decodeMessage(bytes);
        VOS_ASSERT(message);
        (void)to.machine.handleMessage(time(), from.self.id, *message, bytes.size());
    }
    void pass(Duration duration)
    {
        const Instant end = now + duration;
        while (now < end) {
            now += Duration(250ms);
            a.machine.handleTimeout(time());
            b.machine.handleTimeout(time());
            carry();
        }
    }

    sim::SimRng rng;
    RecordPool pool{true};
    Instant now = Instant{} + 2h;
    MachineNode a;
    MachineNode b;
    std::size_t carried = 0;
    std::size_t messages = 0;
};

using PlainMap = std::map<NodeId, std::uint64_t>;

PlainMap newest(PlainMap a, const PlainMap& b)
{
    for (const auto& [id, seq] : b)
        a[id] = std::max(a[id], seq);
    return a;
}

/// What a node must hold, as a plain list.
struct PlainRecord {
    NodeId id;
    std::int64_t seq = 0;
    std::int64_t received = 0;  ///< milliseconds since 1970
    bool hidden = false;
};
using PlainList = std::vector<PlainRecord>;
constexpr std::int64_t PlainDays = 30ll * 86'400'000;

PlainMap numbersOf(const PlainList& list)
{
    PlainMap numbers;
    for (const PlainRecord& record : list)
        numbers[record.id] = static_cast<std::uint64_t>(record.seq);
    return numbers;
}

/// Records of 40 people come to B in any order, newer and older, too old and from the future, some
/// private. False if B took one the list does not take, or the other way.
bool offerAtRandom(MachinePair& pair, sim::SimRng& dice, PlainList& plain)
{
    std::vector<Someone> people;
    for (int i = 0; i < 40; ++i)
        people.push_back(newSomeone(pair.rng));
    for (int i = 0; i < 200; ++i) {
        pair.now += Duration(static_cast<std::int64_t>(dice.below(400'000'000)));
        const Someone& who = people[dice.below(people.size())];
        const std::int64_t at = toMillis(pair.time().wall);
        const bool hidden = dice.chance(0.1);
        std::int64_t seq = at - static_cast<std::int64_t>(dice.below(60'000'000));
        if (dice.chance(0.05))
            seq = at - PlainDays - 86'400'000;
        if (dice.chance(0.05))
            seq = at + 25ll * 3'600'000;
        const Bytes record = recordBy(who, seq, hidden ? std::uint8_t{Private} : std::uint8_t{0});
        const auto old = std::find_if(plain.begin(), plain.end(),
                                      [&](const PlainRecord& known) { return known.id == who.id; });
        const bool takes = seq >= at - PlainDays && seq <= at + 24ll * 3'600'000 &&
                           (old == plain.end() || seq > old->seq);
        const Verdict verdict = pair.b.machine.offer(pair.time(), record, 0, false, Via::Owner);
        if ((verdict == Verdict::Stored) != takes)
            return false;
        if (!takes)
            continue;
        if (old != plain.end())
            plain.erase(old);
        plain.push_back({who.id, seq, at, hidden});
    }
    return true;
}

/// All pages of what B answers A; empty if one comes twice.
std::set<NodeId> idsOfTail(MachinePair& pair, wire::Tail tail)
{
    pair.b.machine.linkUp(pair.time(), pair.a.self.id, *Endpoint::parse("9.0.0.1:4000"));
    std::set<NodeId> told;
    for (int pages = 0; pages < 100; ++pages) {
        pair.b.sent.clear();
        (void)pair.b.machine.handleMessage(pair.time(), pair.a.self.id, tail, 50);
        if (pair.b.sent.empty())
            return {};
        const auto message = wire::decodeMessage(pair.b.sent.back().second);
        const auto& records = std::get<wire::Records>(*message);
        for (const auto& record : records.records) {
            if (!told.insert(Whereabouts::decode(record.whereabouts)->id).second)
                return {};
        }
        if (!records.next)
            break;
        tail.after = *records.next;
    }
    return told;
}

}  // namespace

class MachineTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(crypto::initialize()); }

    void maps_of_10000_random_pairs_become_equal()
    {
        // The records are the same for all pairs; which side has which is not.
        MachinePair source(1);
        std::vector<RecordIndex> all;
        for (int i = 0; i < 200; ++i) {
            const Someone someone = newSomeone(source.rng);
            for (std::int64_t v = 0; v < 3; ++v) {
                all.push_back(*source.pool.take(recordBy(someone, MachineStart + v * 60'000)));
                (void)source.pool.valid(all.back(), 0);
            }
        }
        const int pairs = qEnvironmentVariableIsSet("VOS_SANITIZED") ? 1'000 : 10'000;
        Someone first = newSomeone(source.rng);
        Someone second = newSomeone(source.rng);
        const Bytes firstRecord = recordBy(first, MachineStart);
        const Bytes secondRecord = recordBy(second, MachineStart);
        for (int round = 0; round < pairs; ++round) {
            MachineNode a({first.key.clone(), first.id}, source.pool, 7);
            MachineNode b({second.key.clone(), second.id}, source.pool, 8);
            const double shared = static_cast<double>(source.rng.below(100)) / 100;
            const std::size_t ids = 1 + source.rng.below(60);
            for (std::size_t i = 0; i < ids; ++i) {
                const std::size_t id = source.rng.below(200);
                const RecordIndex one = all[id * 3 + source.rng.below(3)];
                const RecordIndex other =
                    source.rng.chance(shared) ? one : all[id * 3 + source.rng.below(3)];
                if (!a.map.holds(source.pool[one].id()) && source.rng.chance(0.9))
                    a.map.restoreShared(one, fromMillis(MachineStart));
                if (!b.map.holds(source.pool[one].id()) && source.rng.chance(0.9))
                    b.map.restoreShared(other, fromMillis(MachineStart));
            }
            const PlainMap expected = newest(a.plain(), b.plain());
            // Both were away for a moment: nothing is in a tail, all in the comparison.
            const MapTime time = source.time();
            a.machine.start(time, 0s);
            b.machine.start(time, 0s);
            (void)a.map.offerWhereabouts(secondRecord, time.wall, time.network, false, {}, true);
            (void)b.map.offerWhereabouts(firstRecord, time.wall, time.network, false, {}, true);
            a.machine.setOwn(time, firstRecord);
            b.machine.setOwn(time, secondRecord);
            MapTime later = time;
            later.mono += 61s;
            later.wall += 61s;
            later.network += 61s;
            a.machine.linkUp(later, second.id, *Endpoint::parse("9.0.0.2:4000"));
            b.machine.linkUp(later, first.id, *Endpoint::parse("9.0.0.1:4000"));
            for (int step = 0; step < 500 && (!a.sent.empty() || !b.sent.empty()); ++step) {
                for (auto [from, to] : {std::pair(&a, &b), std::pair(&b, &a)}) {
                    if (from->sent.empty())
                        continue;
                    const Bytes bytes = std::move(from->sent.front().second);
                    from->sent.pop_front();
                    const auto message = wire::decodeMessage(bytes);
                    (void)to->machine.handleMessage(later, from->self.id, *message, bytes.size());
                }
            }
            PlainMap left = a.plain();
            PlainMap right = b.plain();
            left.erase(second.id);
            right.erase(first.id);
            QVERIFY2(left == expected && right == expected,
                     qPrintable(QStringLiteral("pair %1: %2 and %3 of %4")
                                    .arg(round)
                                    .arg(left.size())
                                    .arg(right.size())
                                    .arg(expected.size())));
        }
    }

    void equal_maps_cost_one_message()
    {
        MachinePair pair(2);
        for (int i = 0; i < 400; ++i) {
            const auto index = pair.pool.take(recordBy(newSomeone(pair.rng), MachineStart));
            pair.a.map.restoreShared(*index, fromMillis(MachineStart));
            pair.b.map.restoreShared(*index, fromMillis(MachineStart));
        }
        pair.start(0s, 0s);
        pair.pass(2min);
        pair.carried = pair.messages = 0;
        // The next comparison comes by itself within two minutes.
        pair.pass(3min);
        QVERIFY2(pair.messages >= 1 && pair.messages <= 4,
                 qPrintable(QString::number(pair.messages)));
        QVERIFY(pair.carried <= 4 * 600);
    }

    void a_new_node_gets_everything_by_tail()
    {
        MachinePair pair(3);
        for (int i = 0; i < 300; ++i) {
            const auto index = pair.pool.take(recordBy(newSomeone(pair.rng), MachineStart));
            pair.b.map.restoreShared(*index, fromMillis(MachineStart));
        }
        const PlainMap expected = pair.b.plain();
        pair.start(std::nullopt, 0s);
        pair.carry();
        PlainMap held = pair.a.plain();
        held.erase(pair.b.self.id);
        QVERIFY(held == expected);
    }

    void a_tail_holds_what_came_since_and_no_private_record()
    {
        MachinePair pair(4);
        const Someone early = newSomeone(pair.rng);
        const Someone late = newSomeone(pair.rng);
        const Someone hidden = newSomeone(pair.rng);
        pair.b.map.restoreShared(*pair.pool.take(recordBy(early, MachineStart)),
                                 fromMillis(MachineStart));
        pair.b.map.restoreShared(*pair.pool.take(recordBy(late, MachineStart + 1)),
                                 pair.time().wall - 60s);
        pair.b.map.restoreShared(*pair.pool.take(recordBy(hidden, MachineStart + 2, Private)),
                                 pair.time().wall - 60s);
        pair.b.machine.start(pair.time(), 0s);
        pair.b.machine.linkUp(pair.time(), pair.a.self.id, *Endpoint::parse("9.0.0.1:4000"));
        pair.b.sent.clear();
        (void)pair.b.machine.handleMessage(pair.time(), pair.a.self.id, wire::Tail{1, 600, {}, {}},
                                           50);
        QCOMPARE(pair.b.sent.size(), std::size_t{1});
        const auto message = wire::decodeMessage(pair.b.sent.front().second);
        const auto& records = std::get<wire::Records>(*message);
        QCOMPARE(records.records.size(), std::size_t{1});
        QVERIFY(Whereabouts::decode(records.records[0].whereabouts)->id == late.id);
    }

    void who_was_away_is_told_short_forms_and_asks_for_what_it_cannot_complete()
    {
        MachinePair pair(5);
        // 40 ids have moved; of every fourth A never heard, and every fifth has another key.
        std::map<NodeId, std::uint64_t> expected;
        for (unsigned i = 0; i < 40; ++i) {
            const Someone who = newSomeone(pair.rng);
            if (i % 4 != 0)
                pair.a.map.restoreShared(*pair.pool.take(recordBy(who, MachineStart)),
                                         fromMillis(MachineStart));
            Whereabouts moved = *Whereabouts::decode(recordBy(who, MachineStart + 5'000));
            if (i % 5 == 0)
                moved.sessionKey = pair.rng.id<ExchangeKey>();
            moved.sign(who.key);
            pair.b.map.restoreShared(*pair.pool.take(moved.encode()), pair.time().wall - 60s);
            expected[who.id] = moved.seq;
        }
        pair.start(7200s, 0s);
        pair.pass(3s);
        for (const auto& [id, seq] : expected) {
            const auto place = pair.a.map.slots().find(id);
            QVERIFY(place && pair.pool[pair.a.map.slots().at(*place).record].seq == seq);
        }
        QVERIFY(pair.a.closed.empty());
    }

    void tails_and_retention_follow_the_rules_whatever_happens()
    {
        sim::SimRng dice(77);
        for (int round = 0; round < 60; ++round) {
            MachinePair pair(100 + static_cast<std::uint64_t>(round));
            pair.b.machine.start(pair.time(), 0s);
            pair.b.machine.setOwn(pair.time(), recordBy(pair.b.self, MachineStart));
            PlainList plain;
            QVERIFY(offerAtRandom(pair, dice, plain));
            QVERIFY(pair.b.plain() == numbersOf(plain));
            // What A gets of the last so many seconds of a part of the ids.
            wire::Tail tail;
            tail.token = 1;
            tail.seconds = static_cast<std::uint32_t>(dice.below(60'000));
            tail.range = zoneAround(dice.next(), static_cast<unsigned>(dice.below(3)));
            const std::int64_t now = toMillis(pair.time().wall) / 1000;
            std::set<NodeId> expected;
            for (const PlainRecord& known : plain) {
                const bool late = now - known.received / 1000 <= std::int64_t{tail.seconds};
                if (late && !known.hidden && contains(tail.range, headOf(known.id)))
                    expected.insert(known.id);
            }
            QVERIFY(idsOfTail(pair, tail) == expected);
            // Thirty days after its number each is gone, and not before; contacts never.
            const NodeId contact = plain.front().id;
            pair.b.pinned.insert(contact);
            pair.now += std::chrono::hours(24 * 30 - static_cast<std::int64_t>(dice.below(20)));
            pair.b.machine.handleTimeout(pair.time());
            const std::int64_t oldest = toMillis(pair.time().wall) - PlainDays;
            std::erase_if(plain, [&](const PlainRecord& known) {
                return known.seq < oldest && known.id != contact;
            });
            QVERIFY(pair.b.plain() == numbersOf(plain));
        }
    }

    void private_records_go_to_nobody()
    {
        MachinePair pair(5);
        const Someone hidden = newSomeone(pair.rng);
        const Bytes record = recordBy(hidden, MachineStart, Private);
        pair.start(0s, 0s);
        pair.carry();
        QCOMPARE(pair.a.machine.offer(pair.time(), record, 0, false, Via::Owner), Verdict::Stored);
        pair.carry();
        pair.pass(5min);
        QVERIFY(pair.a.map.holds(hidden.id));
        QVERIFY(!pair.b.map.holds(hidden.id));
        // Asked by name as well.
        pair.b.machine.find(pair.time(), hidden.id);
        pair.pass(3s);
        QVERIFY(!pair.b.map.holds(hidden.id));
        QVERIFY(pair.b.found.contains(hidden.id) && !pair.b.found.at(hidden.id));
    }

    void own_private_record_is_told_to_contacts_alone()
    {
        MachinePair pair(6);
        pair.start(0s, 0s);
        pair.carry();
        pair.a.machine.setOwn(pair.time(), recordBy(pair.a.self, MachineStart + 5, Private));
        QVERIFY(pair.a.sent.empty());
        pair.a.pinned.insert(pair.b.self.id);
        pair.a.machine.setOwn(pair.time(), recordBy(pair.a.self, MachineStart + 6, Private));
        QCOMPARE(pair.a.sent.size(), std::size_t{1});
    }

    void an_announcement_reaches_the_link_and_is_not_sent_back()
    {
        MachinePair pair(7);
        pair.start(0s, 0s);
        pair.carry();
        const Someone someone = newSomeone(pair.rng);
        (void)pair.a.machine.offer(pair.time(), recordBy(someone, MachineStart), 0, false,
                                   Via::Owner);
        pair.messages = 0;
        pair.carry();
        QVERIFY(pair.b.map.holds(someone.id));
        QCOMPARE(pair.messages, std::size_t{1});
    }

    void an_id_is_passed_on_four_times_in_a_burst()
    {
        MachinePair pair(8);
        pair.start(0s, 0s);
        pair.carry();
        const Someone busy = newSomeone(pair.rng);
        std::size_t passed = 0;
        for (std::int64_t i = 0; i < 12; ++i) {
            (void)pair.a.machine.offer(pair.time(), recordBy(busy, MachineStart + i), 0, false,
                                       Via::Owner);
            passed += pair.a.sent.size();
            pair.carry();
            pair.now += Duration(1s);
        }
        QVERIFY(passed >= 4 && passed <= 6);
        pair.now += 61s;
        (void)pair.a.machine.offer(pair.time(), recordBy(busy, MachineStart + 20), 0, false,
                                   Via::Owner);
        QCOMPARE(pair.a.sent.size(), std::size_t{1});
    }

    void a_zone_keeps_its_own_and_what_is_pinned()
    {
        MachinePair pair(9);
        pair.start(0s, 0s, 4, 4);
        pair.carry();
        std::size_t mine = 0;
        for (int i = 0; i < 100; ++i) {
            const Someone someone = newSomeone(pair.rng);
            const bool near = commonBits(headOf(someone.id), headOf(pair.a.self.id)) >= 4;
            const bool pinned = i % 10 == 0;
            if (pinned)
                pair.a.pinned.insert(someone.id);
            (void)pair.a.machine.offer(pair.time(), recordBy(someone, MachineStart), 0, false,
                                       Via::Live);
            QCOMPARE(pair.a.map.holds(someone.id), near || pinned);
            mine += near ? 1 : 0;
        }
        QVERIFY(mine < 40);
    }

    void retired_is_the_last_word()
    {
        MachinePair pair(10);
        pair.start(0s, 0s);
        const Someone gone = newSomeone(pair.rng);
        Whereabouts record;
        record.id = gone.id;
        record.seq = RetiredSeq;
        record.flags = Retired;
        record.sign(gone.key);
        const auto offer = [&](Bytes bytes) {
            return pair.a.machine.offer(pair.time(), bytes, 0, false, Via::Live);
        };
        QCOMPARE(offer(recordBy(gone, MachineStart)), Verdict::Stored);
        QCOMPARE(offer(record.encode()), Verdict::Stored);
        QCOMPARE(offer(recordBy(gone, MachineStart + 1)), Verdict::Older);
        pair.carry();
        // Kept for 30 days from when it was heard, and its number for longer.
        pair.now += std::chrono::hours(29 * 24);
        pair.pass(11min);
        QVERIFY(pair.a.map.holds(gone.id));
        pair.now += std::chrono::hours(2 * 24);
        pair.pass(11min);
        QVERIFY(!pair.a.map.holds(gone.id));
        QCOMPARE(offer(recordBy(gone, toMillis(pair.time().wall))), Verdict::Older);
    }

    void a_peer_with_three_bad_signatures_is_left()
    {
        MachinePair pair(11);
        pair.start(0s, 0s);
        pair.carry();
        const Someone victim = newSomeone(pair.rng);
        for (int i = 0; i < 3; ++i) {
            QVERIFY(pair.a.closed.empty());
            Bytes forged = recordBy(victim, MachineStart + i);
            forged.back() ^= std::byte{1};
            (void)pair.a.machine.handleMessage(pair.time(), pair.b.self.id,
                                               wire::Announce{{{0, forged}}}, 250);
        }
        QVERIFY(pair.a.closed.contains(pair.b.self.id));
        // For an hour it gets no link.
        pair.a.machine.linkDown(pair.time(), pair.b.self.id, true);
        pair.a.closed.clear();
        pair.now += 30min;
        pair.a.machine.linkUp(pair.time(), pair.b.self.id, *Endpoint::parse("9.0.0.2:4000"));
        QVERIFY(pair.a.closed.contains(pair.b.self.id));
        pair.now += 31min;
        pair.a.machine.linkUp(pair.time(), pair.b.self.id, *Endpoint::parse("9.0.0.2:4000"));
        QCOMPARE(pair.a.machine.linkCount(), std::size_t{1});
    }

    void our_own_record_from_elsewhere_is_told()
    {
        MachinePair pair(12);
        pair.start(0s, 0s);
        const Bytes newer = recordBy(pair.a.self, MachineStart + 99);
        (void)pair.a.machine.handleMessage(pair.time(), pair.b.self.id,
                                           wire::Announce{{{0, newer}}}, 250);
        QVERIFY(pair.a.own == newer);
    }

    void a_search_says_what_was_tried()
    {
        MachinePair pair(13);
        pair.start(0s, 0s);
        pair.carry();
        const Someone someone = newSomeone(pair.rng);
        pair.b.map.restoreShared(*pair.pool.take(recordBy(someone, MachineStart)),
                                 fromMillis(MachineStart));
        pair.a.machine.find(pair.time(), someone.id);
        pair.pass(3s);
        QVERIFY(pair.a.map.holds(someone.id));
        QCOMPARE(pair.a.steps.size(), std::size_t{1});
        QVERIFY(pair.a.steps[0].answered && pair.a.steps[0].newer && pair.a.steps[0].told);
        QVERIFY(pair.a.steps[0].asked == pair.b.self.id);
    }
};

VOS_TEST(MachineTest)
#include "tst_machine.moc"
