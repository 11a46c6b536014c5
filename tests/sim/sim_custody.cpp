// Messages to people who are away: left with their Friend VOS, fetched when they return, asked
// back, refused, lost and missed, while programs are killed and clocks are set.

#include "tests/sim/peoplestory.h"
#include "tests/support/testprogram.h"

#include <QTest>

using namespace vos;
using namespace vos::sim;

class CustodyTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void held_by_two_and_fetched_when_the_sender_is_gone()
    {
        PeopleStory s(1);
        QVERIFY(s.ready);
        s.leave(s.bob);
        s.alice.send(s.bob, "while you were out");
        QVERIFY(s.world.runUntil([&] { return holders(s.alice, "while you were out") == 2; }, 10s));
        QCOMPARE(stateOf(s.alice, "while you were out"), MessageState::Held);
        QCOMPARE(heldLetters(s.carol), std::size_t{1});
        QCOMPARE(heldLetters(s.dave), std::size_t{1});
        s.leave(s.alice);
        s.world.run(1h);
        s.bob.start();
        QVERIFY(s.world.runUntil([&] { return heardOnce(s.bob, "while you were out"); }, 1500ms));
        QVERIFY(s.world.runUntil(
            [&] { return heldLetters(s.carol) == 0 && heldLetters(s.dave) == 0; }, 5s));
        s.leave(s.bob);
        s.alice.start();
        QVERIFY(s.becomes("while you were out", MessageState::Delivered, 10s));
        QVERIFY(stepsAreProven(s.alice, s.bob.id()));
        s.bob.start();
        s.world.run(10min);
        QVERIFY(heardOnce(s.bob, "while you were out"));
        QVERIFY(s.alice.engine().queue(s.alice.now()).empty());
    }

    void own_letters_reach_people_who_are_away()
    {
        PeopleStory s(2);
        QVERIFY(s.ready);
        s.alice.send(s.bob, "read this");
        QVERIFY(s.becomes("read this", MessageState::Delivered, 10s));
        // Alice has a keeper too; she is away when Bob reads.
        QVERIFY(s.agree(s.alice, s.dave));
        s.world.run(5s);
        s.leave(s.alice);
        s.bob.command([&](Engine& engine, Now at, RequestId request) {
            engine.markRead(at, request, s.alice.id(), 1);
        });
        QVERIFY(s.world.runUntil([&] { return heldLetters(s.dave) == 1; }, 15s));
        s.leave(s.bob);
        s.alice.start();
        QVERIFY(s.becomes("read this", MessageState::Read, 5s));
    }

    void a_stranger_asks_somebody_who_is_away()
    {
        PeopleStory s(3);
        QVERIFY(s.ready);
        SimNode& eve = s.world.add("Eve");
        eve.start();
        eve.join(s.carol);
        s.world.run(10s);
        s.leave(s.bob);
        eve.add(s.bob, "we met");
        QVERIFY(s.world.runUntil([&] { return heldLetters(s.carol) == 1; }, 30s));
        eve.stop();
        s.bob.start();
        QVERIFY(s.world.runUntil([&] { return s.bob.engine().contacts(s.bob.now()).size() == 2; },
                                 5s));
    }

    void now_or_never_goes_three_ways()
    {
        PeopleStory s(4, 1);
        QVERIFY(s.ready);
        s.alice.send(s.bob, "online", false);
        QVERIFY(s.becomes("online", MessageState::Delivered, 2s));
        s.bob.kill();
        s.alice.send(s.bob, "kept", false);
        QVERIFY(s.becomes("kept", MessageState::Held, 15s));
        // Once held it goes on like any other.
        s.world.run(1min);
        QCOMPARE(stateOf(s.alice, "kept"), MessageState::Held);
        s.carol.kill();
        s.alice.send(s.bob, "nobody", false);
        QVERIFY(s.becomes("nobody", MessageState::Failed, 16s));
        QCOMPARE(find(s.alice, "nobody")->reason, FailReason::Offline);
    }

    void a_cancelled_message_is_erased_before_it_is_fetched()
    {
        PeopleStory s(5);
        QVERIFY(s.ready);
        s.leave(s.bob);
        s.alice.send(s.bob, "first");
        s.alice.send(s.bob, "take back");
        s.alice.send(s.bob, "third");
        QVERIFY(s.world.runUntil([&] { return holders(s.alice, "third") == 2; }, 10s));
        cancel(s.alice, "take back");
        QVERIFY(s.becomes("take back", MessageState::Failed, 1s));
        QVERIFY(s.world.runUntil(
            [&] {
                const auto kinds = way(s.alice, "take back");
                return std::count(kinds.begin(), kinds.end(), MessageStep::Kind::Erased) == 2;
            },
            10s));
        s.leave(s.alice);
        s.bob.start();
        QVERIFY(s.world.runUntil([&] { return heardOnce(s.bob, "third"); }, 3s));
        s.world.run(1min);
        QVERIFY(!heardOnce(s.bob, "take back"));
        // The word that it is gone came too: there is no gap, and nobody is blamed.
        QVERIFY(s.bob.engine().gaps(s.alice.id()).empty());
        for (const FriendVos& keeper : s.bob.engine().agreements(s.bob.now()).mine)
            QCOMPARE(keeper.lost, 0u);
    }

    void recall_after_it_was_fetched_says_so()
    {
        PeopleStory s(6, 1);
        QVERIFY(s.ready);
        s.leave(s.bob);
        s.alice.send(s.bob, "too late");
        QVERIFY(s.becomes("too late", MessageState::Held, 10s));
        // Bob fetches it while Alice hears of nothing.
        s.world.net.blocked = [&](const Endpoint& a, const Endpoint& b) {
            const auto isAlice = [&](const Endpoint& e) {
                return e == s.alice.endpoint() || e == s.alice.guestEndpoint();
            };
            return isAlice(a) || isAlice(b);
        };
        s.bob.start();
        QVERIFY(s.world.runUntil([&] { return heardOnce(s.bob, "too late"); }, 5s));
        s.bob.kill();
        cancel(s.alice, "too late");
        s.world.run(1s);
        s.world.net.blocked = nullptr;
        QVERIFY(s.world.runUntil(
            [&] {
                return went(s.alice, "too late", MessageStep::Kind::NotErased) ||
                       stateOf(s.alice, "too late") == MessageState::Delivered;
            },
            10min));
        QVERIFY(!went(s.alice, "too late", MessageStep::Kind::Erased));
    }

    void a_holder_that_lost_a_letter_is_found_out()
    {
        PeopleStory s(7);
        QVERIFY(s.ready);
        s.leave(s.bob);
        s.alice.send(s.bob, "lost by Carol");
        QVERIFY(s.world.runUntil([&] { return holders(s.alice, "lost by Carol") == 2; }, 10s));
        s.alice.send(s.bob, "names it");
        QVERIFY(s.world.runUntil([&] { return holders(s.alice, "names it") == 2; }, 10s));
        s.leave(s.alice);
        // Both lose the first one; what they signed for it stands in the second.
        const LetterId first = s.alice.disk()
                                   .outbox()
                                   .at(find(s.alice, "lost by Carol")->id)
                                   .letterIds.back();
        for (SimNode* keeper : {&s.carol, &s.dave}) {
            keeper->stop();
            keeper->disk().apply({DeleteHeldLetter{first}});
            keeper->start();
        }
        s.world.run(30s);
        s.bob.start();
        QVERIFY(s.world.runUntil([&] { return heardOnce(s.bob, "names it"); }, 5s));
        QCOMPARE(s.bob.engine().gaps(s.alice.id()), std::vector<std::uint64_t>{1});
        // Only a later list proves it.
        s.world.run(1min);
        s.bob.stop();
        s.world.run(1s);
        s.bob.start();
        const auto lost = [&] {
            unsigned count = 0;
            for (const FriendVos& keeper : s.bob.engine().agreements(s.bob.now()).mine)
                count += keeper.lost;
            return count;
        };
        QVERIFY(s.world.runUntil([&] { return lost() == 2; }, 2min));
        // The sender kept its own copy.
        s.alice.start();
        QVERIFY(s.becomes("lost by Carol", MessageState::Delivered, 10s));
        QVERIFY(heardOnce(s.bob, "lost by Carol"));
        QVERIFY(s.bob.engine().gaps(s.alice.id()).empty());
    }

    void a_gap_is_asked_for_and_closed()
    {
        PeopleStory s(8, 0);
        QVERIFY(s.ready);
        s.leave(s.bob);
        s.alice.send(s.bob, "never mind");
        s.alice.send(s.bob, "after");
        s.world.run(5s);
        cancel(s.alice, "never mind");
        s.bob.start();
        QVERIFY(s.becomes("after", MessageState::Delivered, 5s));
        QCOMPARE(s.bob.engine().gaps(s.alice.id()), std::vector<std::uint64_t>{1});
        QVERIFY(s.world.runUntil([&] { return s.bob.engine().gaps(s.alice.id()).empty(); }, 40s));
        const bool told = std::any_of(s.bob.events.begin(), s.bob.events.end(), [](const auto& e) {
            const auto* gaps = std::get_if<GapsChanged>(&e);
            return gaps && gaps->missing == std::vector<std::uint64_t>{1};
        });
        QVERIFY(told);
    }

    void a_full_holder_refuses_with_its_word()
    {
        PeopleStory s(9, 0);
        QVERIFY(s.ready);
        s.world.config.custodyQuota = 1 << 20;
        s.carol.stop();
        s.carol.start();
        s.world.run(5s);
        QVERIFY(s.agree(s.bob, s.carol));
        QVERIFY(s.world.runUntil([&] { return PeopleStory::known(s.alice, s.bob) == 1; }, 1min));
        s.world.run(5s);
        s.leave(s.bob);
        const std::string big(40'000, 'x');
        for (int i = 0; i < 30; ++i)
            s.alice.send(s.bob, std::to_string(i) + big);
        s.world.run(1min);
        std::size_t held = 0;
        std::size_t refused = 0;
        for (const QueueEntry& entry : s.alice.engine().queue(s.alice.now())) {
            held += entry.state == MessageState::Held ? 1 : 0;
            if (entry.state == MessageState::Held)
                continue;
            QCOMPARE(entry.state, MessageState::Queued);
            if (!entry.refusedBy.empty()) {
                QCOMPARE(entry.lastError, std::string("full"));
                ++refused;
            }
        }
        QVERIFY(held > 5 && held < 30);
        QVERIFY(refused > 0);
        s.bob.start();
        QVERIFY(s.world.runUntil(
            [&] { return s.bob.disk().conversation(s.bob.id(), s.alice.id(), false).size() == 30; },
            30s));
    }

    void no_jump_of_a_clock_ends_anything()
    {
        for (const int years : {-1, 1}) {
            PeopleStory s(10);
            QVERIFY(s.ready);
            s.leave(s.bob);
            s.alice.send(s.bob, "patient", true, std::chrono::seconds(3600));
            QVERIFY(s.world.runUntil([&] { return holders(s.alice, "patient") == 2; }, 10s));
            const auto jump = std::chrono::hours(24 * 365) * years;
            for (SimNode* node : {&s.alice, &s.carol, &s.dave})
                node->clockError = jump;
            s.world.run(30min);
            QCOMPARE(stateOf(s.alice, "patient"), MessageState::Held);
            s.alice.kill();
            s.bob.clockError = jump;
            s.bob.start();
            QVERIFY(s.world.runUntil([&] { return heardOnce(s.bob, "patient"); }, 5s));
            s.alice.start();
            QVERIFY(s.becomes("patient", MessageState::Delivered, 10s));
        }
    }

    void a_restored_profile_gets_all_that_waits_for_it()
    {
        PeopleStory s(11);
        QVERIFY(s.ready);
        s.alice.send(s.bob, "before");
        s.bob.send(s.alice, "answer");
        QVERIFY(s.becomes("before", MessageState::Delivered, 5s));
        s.world.run(5s);
        s.bob.stop();
        const SimDisk copy = s.bob.disk();
        s.bob.start();
        // A lively talk moves the keys on, and the Card is renewed.
        for (int i = 0; i < 5; ++i) {
            s.alice.send(s.bob, "a" + std::to_string(i));
            s.bob.send(s.alice, "b" + std::to_string(i));
            s.world.run(2s);
        }
        s.bob.command([&](Engine& engine, Now at, RequestId request) {
            engine.rename(at, request, "Robert");
        });
        s.world.run(5s);
        s.leave(s.bob);
        s.alice.send(s.bob, "sealed to a key that is gone");
        QVERIFY(s.world.runUntil(
            [&] { return holders(s.alice, "sealed to a key that is gone") == 2; }, 10s));
        s.bob.disk() = copy;
        s.bob.heard.clear();
        s.bob.start();
        QVERIFY(s.world.runUntil(
            [&] { return heardOnce(s.bob, "sealed to a key that is gone"); }, 1min));
        QVERIFY(s.becomes("sealed to a key that is gone", MessageState::Delivered, 10s));
        QVERIFY(went(s.alice, "sealed to a key that is gone", MessageStep::Kind::SealedAnew));
        // What nobody can open does not stay with the holders.
        QVERIFY(s.world.runUntil(
            [&] { return heldLetters(s.carol) == 0 && heldLetters(s.dave) == 0; }, 5min));
        QVERIFY(s.world.runUntil(
            [&] { return s.alice.engine().queue(s.alice.now()).empty(); }, 1min));
    }

    void the_same_identity_in_two_places_is_noticed()
    {
        PeopleStory s(12, 0);
        QVERIFY(s.ready);
        s.world.run(2min);
        SimDisk copy = s.bob.disk();
        World& world = s.world;
        world.nodes.push_back(s.bob.twin(world.freshEndpoint()));
        SimNode& twin = *world.nodes.back();
        twin.disk() = copy;
        world.run(1min);
        twin.start();
        twin.join(s.carol);
        const auto noticed = [&](SimNode& node) {
            return std::any_of(node.events.begin(), node.events.end(), [](const auto& e) {
                return std::holds_alternative<IdentityElsewhere>(e);
            });
        };
        QVERIFY(world.runUntil([&] { return noticed(s.bob) || noticed(twin); }, 5min));
    }

    void whatever_happens_data()
    {
        QTest::addColumn<int>("seed");
        const int seeds = qEnvironmentVariableIntValue("VOS_LONG") ? 2000 : 200;
        for (int seed = 1; seed <= seeds; ++seed)
            QTest::newRow(qPrintable(QStringLiteral("seed %1").arg(seed))) << seed;
    }
    /// Anybody is killed at any moment, holders too; in the end each message is there once and its
    /// sender knows, by the recipient's own word.
    void whatever_happens()
    {
        QFETCH(int, seed);
        PeopleStory s(static_cast<std::uint64_t>(seed));
        QVERIFY(s.ready);
        World& world = s.world;
        world.net.options.loss = 0.1;
        world.net.options.duplication = 0.05;
        world.net.options.jitter = 30ms;
        std::vector<std::string> fromAlice;
        std::vector<std::string> fromBob;
        for (int round = 0; round < 12; ++round) {
            for (auto [from, to, texts] : {std::tuple(&s.alice, &s.bob, &fromAlice),
                                           std::tuple(&s.bob, &s.alice, &fromBob)}) {
                if (!from->running())
                    continue;
                std::string text = from->name() + " " + std::to_string(round);
                if (world.rng.chance(0.1))
                    text.append(5000, 'x');
                const RequestId request = from->send(*to, text);
                world.runUntil([&] { return from->answers.contains(request); }, 100ms);
                texts->push_back(text);
            }
            world.run(Duration(static_cast<std::int64_t>(world.rng.below(8'000'000))));
            for (SimNode* node : {&s.alice, &s.bob, &s.carol, &s.dave}) {
                if (!node->running() && world.rng.chance(0.5))
                    node->start();
                else if (node->running() && world.rng.chance(0.3))
                    world.rng.chance(0.5) ? node->kill() : node->stop();
            }
        }
        for (SimNode* node : {&s.alice, &s.bob, &s.carol, &s.dave}) {
            if (!node->running())
                node->start();
        }
        const auto agree = [](SimNode& from, SimNode& to, const std::vector<std::string>& texts) {
            if (to.disk().conversation(to.id(), from.id(), false) != texts)
                return false;
            return std::all_of(texts.begin(), texts.end(), [&](const std::string& text) {
                return stateOf(from, text) == MessageState::Delivered;
            });
        };
        QVERIFY(world.runUntil(
            [&] {
                return agree(s.alice, s.bob, fromAlice) && agree(s.bob, s.alice, fromBob);
            },
            30min));
        QVERIFY(stepsAreProven(s.alice, s.bob.id()));
        QVERIFY(stepsAreProven(s.bob, s.alice.id()));
        for (SimNode* node : {&s.alice, &s.bob}) {
            auto heard = node->heard;
            std::sort(heard.begin(), heard.end());
            QVERIFY(std::adjacent_find(heard.begin(), heard.end()) == heard.end());
        }
        QVERIFY(s.bob.engine().gaps(s.alice.id()).empty());
    }
};

VOS_TEST(CustodyTest)
#include "sim_custody.moc"
