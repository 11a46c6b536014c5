// Everything at once: programs that end, power that goes, disks that fill and fail, networks that
// fall apart, clocks that are set, profiles that come from a copy. What a person must see in the
// end is a plain list: each message that was accepted, once, and its sender knows.

#include "tests/sim/peoplestory.h"
#include "tests/support/testprogram.h"

#include <QTest>

#include <array>

using namespace vos;
using namespace vos::sim;

namespace {

using Clock = WallClock::duration;
constexpr std::array<Clock, 6> ClockErrors{
    std::chrono::seconds(1), std::chrono::seconds(-1),     std::chrono::hours(1),
    std::chrono::hours(-1),  std::chrono::hours(24 * 365), std::chrono::hours(-24 * 365),
};

/// The disk takes data again, and the program notices, as its probe does.
void heal(SimNode& node)
{
    node.disk().full = false;
    node.disk().failures = 0;
    if (!node.running())
        return;
    node.command([](Engine& engine, Now at, RequestId) {
        engine.handleStorageTrouble(at, false);
        engine.handleStorageTight(at, false);
    });
}

/// What a person wrote, and what the program said to it.
struct Written {
    std::string text;
    RequestId request = 0;
    bool accepted = false;  ///< answered before its program ended
    bool refused = false;
};

struct Writer {
    SimNode& from;
    SimNode& to;
    std::vector<Written> all;

    void write(World& world, const std::string& text)
    {
        Written one;
        one.text = text;
        one.request = from.send(to, text);
        world.runUntil([&] { return from.answers.contains(one.request); }, 100ms);
        const auto answer = from.answers.find(one.request);
        one.accepted = answer != from.answers.end() &&
                       std::holds_alternative<AnswerValue>(answer->second.result);
        one.refused = answer != from.answers.end() && !one.accepted;
        from.answers.clear();
        all.push_back(one);
    }

    /// All that was accepted has come and is known to have come; nothing twice, nothing refused.
    std::string wrong() const
    {
        const auto got = to.disk().conversation(to.id(), from.id(), false);
        for (const Written& one : all) {
            const auto times = std::count(got.begin(), got.end(), one.text);
            if (times > 1 || (one.refused && times > 0))
                return one.text + " came " + std::to_string(times) + " times";
            if (one.accepted && times == 0)
                return one.text + " has not come";
            if (one.accepted && stateOf(from, one.text) != MessageState::Delivered)
                return one.text + " is not known to have come";
        }
        return {};
    }
    /// In the order they were written.
    bool inOrder() const
    {
        const auto got = to.disk().conversation(to.id(), from.id(), false);
        auto place = got.begin();
        for (const Written& one : all) {
            const auto found = std::find(place, got.end(), one.text);
            if (found != got.end())
                place = found + 1;
            else if (std::find(got.begin(), got.end(), one.text) != got.end())
                return false;
        }
        return true;
    }
};

}  // namespace

class TroubleTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatever_the_world_does_data() { addSeeds(200, 2000); }
    void whatever_the_world_does()
    {
        QFETCH(int, seed);
        PeopleStory s(static_cast<std::uint64_t>(seed));
        QVERIFY(s.ready);
        World& world = s.world;
        world.net.options.loss = 0.05;
        world.net.options.jitter = 30ms;
        const std::array<SimNode*, 4> all{&s.alice, &s.bob, &s.carol, &s.dave};
        Writer alice{s.alice, s.bob, {}};
        Writer bob{s.bob, s.alice, {}};
        for (int round = 0; round < 14; ++round) {
            if (s.alice.running())
                alice.write(world, "a" + std::to_string(round));
            if (s.bob.running() && world.rng.chance(0.5))
                bob.write(world, "b" + std::to_string(round));
            trouble(s, all);
            world.run(Duration(static_cast<std::int64_t>(world.rng.below(10'000'000))));
        }
        world.net.blocked = nullptr;
        for (SimNode* node : all) {
            heal(*node);
            if (!node->running())
                node->start();
        }
        world.run(1min);
        // Numbers of a full disk and of a clock set back may have come twice: people allow it.
        s.alice.accept(s.bob);
        s.bob.accept(s.alice);
        QVERIFY2(world.runUntil([&] { return alice.wrong().empty() && bob.wrong().empty(); }, 2h),
                 (alice.wrong() + bob.wrong()).c_str());
        world.run(10min);
        QVERIFY2(alice.wrong().empty() && bob.wrong().empty(),
                 (alice.wrong() + bob.wrong()).c_str());
        QVERIFY(alice.inOrder() && bob.inOrder());
        QVERIFY(stepsAreProven(s.alice, s.bob.id()) && stepsAreProven(s.bob, s.alice.id()));
        for (SimNode* node : {&s.carol, &s.dave})
            QVERIFY(heldLetters(*node) == 0);
        for (const FriendVos& keeper : s.bob.engine().agreements(s.bob.now()).mine) {
            QCOMPARE(keeper.state, AgreementState::Active);
            QCOMPARE(keeper.lost, 0u);
        }
    }

    void wrong_clocks_of_one_data()
    {
        QTest::addColumn<int>("who");
        QTest::addColumn<int>("error");
        QTest::addColumn<bool>("running");
        for (int who = 0; who < 3; ++who) {
            for (int error = 0; error < static_cast<int>(ClockErrors.size()); ++error) {
                for (const bool running : {false, true})
                    QTest::newRow(qPrintable(
                        QStringLiteral("%1 %2 %3")
                            .arg(who)
                            .arg(error)
                            .arg(running ? QStringLiteral("running") : QStringLiteral("at start"))))
                        << who << error << running;
            }
        }
    }
    /// Sender, recipient or Friend VOS; set at its start, or while it waits.
    void wrong_clocks_of_one()
    {
        QFETCH(int, who);
        QFETCH(int, error);
        QFETCH(bool, running);
        PeopleStory s(static_cast<std::uint64_t>(who * 100 + error * 2 + (running ? 1 : 0)));
        QVERIFY(s.ready);
        SimNode& node =
            *std::array<SimNode*, 3>{&s.alice, &s.bob, &s.carol}.at(static_cast<std::size_t>(who));
        const Clock off = ClockErrors.at(static_cast<std::size_t>(error));
        const auto set = [&] {
            if (running) {
                node.clockError = off;
                s.world.run(1min);
                return;
            }
            if (node.running())
                node.stop();
            node.clockError = off;
            if (&node != &s.bob)
                node.start();
            s.world.run(5s);
        };
        if (&node == &s.bob && running)
            set();
        s.leave(s.bob);
        if (&node != &s.bob && !running)
            set();
        s.alice.send(s.bob, "whatever the time is", true, std::chrono::seconds(3600));
        QVERIFY(
            s.world.runUntil([&] { return holders(s.alice, "whatever the time is") == 2; }, 1min));
        if (&node != &s.bob && running)
            set();
        if (&node == &s.bob && !running)
            set();
        s.world.run(20min);
        QCOMPARE(stateOf(s.alice, "whatever the time is"), MessageState::Held);
        s.bob.start();
        QVERIFY(s.becomes("whatever the time is", MessageState::Delivered, 1min));
        s.world.run(5min);
        QVERIFY(heardOnce(s.bob, "whatever the time is"));
        for (const FriendVos& keeper : s.bob.engine().agreements(s.bob.now()).mine) {
            QCOMPARE(keeper.state, AgreementState::Active);
            QCOMPARE(keeper.lost, 0u);
        }
    }

    void the_friend_comes_from_a_copy_data() { addSeeds(5, 200); }
    void the_friend_comes_from_a_copy()
    {
        QFETCH(int, seed);
        PeopleStory s(static_cast<std::uint64_t>(700 + seed), seed % 2 == 0 ? 1 : 2);
        QVERIFY(s.ready);
        Writer alice{s.alice, s.bob, {}};
        s.leave(s.bob);
        alice.write(s.world, "before the copy");
        s.world.run(10s);
        s.carol.stop();
        const SimDisk copy = s.carol.disk();
        s.carol.start();
        alice.write(s.world, "after the copy");
        s.world.run(10s);
        s.bob.start();
        s.world.run(10s);
        s.leave(s.bob);
        alice.write(s.world, "later");
        s.world.run(10s);
        s.carol.kill();
        s.carol.disk() = copy;
        s.carol.start();
        s.world.run(10s);
        // It has again what was fetched, and no more what came since.
        s.bob.start();
        QVERIFY(s.world.runUntil([&] { return alice.wrong().empty(); }, 30min));
        s.world.run(10min);
        QVERIFY2(alice.wrong().empty(), alice.wrong().c_str());
        QVERIFY(heldLetters(s.carol) == 0);
        QVERIFY(stepsAreProven(s.alice, s.bob.id()));
    }

    void the_sender_comes_from_a_copy_data() { addSeeds(5, 200); }
    void the_sender_comes_from_a_copy()
    {
        QFETCH(int, seed);
        PeopleStory s(static_cast<std::uint64_t>(800 + seed));
        QVERIFY(s.ready);
        Writer before{s.alice, s.bob, {}};
        Writer after{s.alice, s.bob, {}};
        before.write(s.world, "first");
        s.world.run(5s);
        s.leave(s.bob);
        before.write(s.world, "waits in the copy");
        s.world.run(Duration(static_cast<std::int64_t>(s.world.rng.below(10'000'000))));
        s.alice.stop();
        const SimDisk copy = s.alice.disk();
        s.alice.start();
        // Not in the copy: it may come, and its sender has forgotten it.
        s.alice.send(s.bob, "forgotten");
        s.world.run(10s);
        if (seed % 2 == 0) {
            s.bob.start();
            s.world.run(10s);
            s.leave(s.bob);
        }
        s.alice.kill();
        s.alice.disk() = copy;
        s.alice.start();
        s.world.run(5s);
        after.write(s.world, "written anew");
        s.world.run(10s);
        s.bob.start();
        QVERIFY(s.world.runUntil([&] { return before.wrong().empty() && after.wrong().empty(); },
                                 30min));
        s.world.run(10min);
        QVERIFY2(before.wrong().empty() && after.wrong().empty(),
                 (before.wrong() + after.wrong()).c_str());
        const auto got = s.bob.disk().conversation(s.bob.id(), s.alice.id(), false);
        QVERIFY(std::count(got.begin(), got.end(), "forgotten") <= 1);
        QVERIFY(heldLetters(s.carol) == 0 && heldLetters(s.dave) == 0);
    }

    void a_receipt_the_disk_did_not_take_counts_later()
    {
        PeopleStory s(901, 1);
        QVERIFY(s.ready);
        s.leave(s.bob);
        s.alice.send(s.bob, "signed for");
        QVERIFY(s.becomes("signed for", MessageState::Held, 10s));
        s.alice.disk().full = true;
        s.bob.start();
        QVERIFY(s.world.runUntil([&] { return heardOnce(s.bob, "signed for"); }, 1min));
        s.carol.disk().failures = 1;
        s.world.run(1min);
        QVERIFY(stateOf(s.alice, "signed for") != MessageState::Delivered);
        QCOMPARE(heldLetters(s.carol), std::size_t{1});
        heal(s.alice);
        heal(s.carol);
        QVERIFY(s.becomes("signed for", MessageState::Delivered, 1min));
        QVERIFY(stepsAreProven(s.alice, s.bob.id()));
        QVERIFY(s.world.runUntil([&] { return heldLetters(s.carol) == 0; }, 1min));
        QVERIFY(std::any_of(s.alice.events.begin(), s.alice.events.end(), [](const Event& event) {
            const auto* told = std::get_if<MessageStateEvent>(&event);
            return told && told->change.state == MessageState::Delivered;
        }));
    }

    void little_room_at_a_friend()
    {
        PeopleStory s(900);
        QVERIFY(s.ready);
        s.leave(s.bob);
        s.carol.command(
            [](Engine& engine, Now at, RequestId) { engine.handleStorageTight(at, true); });
        s.alice.send(s.bob, "tight");
        QVERIFY(s.world.runUntil([&] { return holders(s.alice, "tight") == 1; }, 30s));
        QVERIFY(went(s.alice, "tight", MessageStep::Kind::Refused));
        QCOMPARE(heldLetters(s.carol), std::size_t{0});
        QCOMPARE(heldLetters(s.dave), std::size_t{1});
        heal(s.carol);
        QVERIFY(s.world.runUntil([&] { return holders(s.alice, "tight") == 2; }, 30min));
    }

private:
    static void addSeeds(int few, int many)
    {
        QTest::addColumn<int>("seed");
        const int seeds = qEnvironmentVariableIntValue("VOS_LONG") ? many : few;
        for (int seed = 1; seed <= seeds; ++seed)
            QTest::newRow(qPrintable(QStringLiteral("seed %1").arg(seed))) << seed;
    }

    static void trouble(PeopleStory& s, const std::array<SimNode*, 4>& all)
    {
        World& world = s.world;
        for (SimNode* node : all) {
            if (!node->running() && world.rng.chance(0.5)) {
                node->start();
            } else if (node->running() && world.rng.chance(0.25)) {
                const auto way = world.rng.below(3);
                way == 0 ? node->kill() : way == 1 ? node->die() : node->stop();
            }
            if (world.rng.chance(0.1))
                node->clockError = ClockErrors.at(world.rng.below(ClockErrors.size()));
            else if (world.rng.chance(0.2))
                node->clockError = {};
            if (world.rng.chance(0.3))
                heal(*node);
            else if (world.rng.chance(0.1))
                node->disk().full = true;
            else if (world.rng.chance(0.1))
                node->disk().failures = 0.3;
            if (node->running() && world.rng.chance(0.1))
                node->command(
                    [](Engine& engine, Now at, RequestId) { engine.handleStorageTight(at, true); });
        }
        if (!world.rng.chance(0.3)) {
            world.net.blocked = nullptr;
            return;
        }
        // A partition: some are cut off from the others.
        std::vector<Endpoint> apart;
        for (SimNode* node : all) {
            if (world.rng.chance(0.4)) {
                apart.push_back(node->endpoint());
                apart.push_back(node->guestEndpoint());
            }
        }
        world.net.blocked = [apart](const Endpoint& a, const Endpoint& b) {
            const auto is = [&](const Endpoint& e) {
                return std::find(apart.begin(), apart.end(), e) != apart.end();
            };
            return is(a) != is(b);
        };
    }
};

VOS_TEST(TroubleTest)
#include "sim_trouble.moc"
