// Two people talk while the network loses, repeats and reorders, and their programs are killed.

#include "tests/support/simworld.h"
#include "tests/support/testprogram.h"

#include <QTest>

#include <algorithm>

using namespace vos;
using namespace vos::sim;

namespace {

/// All that `from` wrote to `to` stands once, in order, in the history of both.
bool agree(SimNode& from, SimNode& to, const std::vector<std::string>& texts)
{
    return to.disk().conversation(to.id(), from.id(), false) == texts &&
           from.disk().conversation(from.id(), to.id(), true) == texts;
}

std::string differences(SimNode& from, SimNode& to, const std::vector<std::string>& texts)
{
    const auto got = to.disk().conversation(to.id(), from.id(), false);
    std::string text = std::to_string(got.size()) + " of " + std::to_string(texts.size()) + ":";
    for (std::size_t i = 0; i < std::max(got.size(), texts.size()) && text.size() < 400; ++i) {
        const std::string have = i < got.size() ? got[i] : "-";
        const std::string want = i < texts.size() ? texts[i] : "-";
        if (have != want)
            text += " [" + std::to_string(i) + "] " + have + "/" + want;
    }
    return text;
}

bool allDelivered(SimNode& from, SimNode& to)
{
    for (const auto& [id, message] : from.disk().messages()) {
        if (message.outgoing && message.peer == to.id() &&
            message.state != MessageState::Delivered && message.state != MessageState::Read)
            return false;
    }
    return true;
}

struct Pair {
    explicit Pair(std::uint64_t seed) : world(seed), a(world.add("Alice")), b(world.add("Bob"))
    {
        a.start();
        b.start();
        b.join(a);
        friends = world.befriend(a, b);
    }
    World world;
    SimNode& a;
    SimNode& b;
    bool friends = false;
};

}  // namespace

class ConversationTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void message_arrives_with_a_receipt()
    {
        Pair pair(1);
        QVERIFY(pair.friends);
        const RequestId request = pair.a.send(pair.b, "hello");
        QVERIFY(pair.world.runUntil(
            [&] { return allDelivered(pair.a, pair.b) && agree(pair.a, pair.b, {"hello"}); }, 5s));
        const auto* value = std::get_if<AnswerValue>(&pair.a.answers.at(request).result);
        QVERIFY(value && std::holds_alternative<MessageId>(*value));
        QVERIFY(pair.b.heard == std::vector<std::string>{"hello"});
    }

    void receipt_needs_one_round_trip()
    {
        Pair pair(2);
        QVERIFY(pair.friends);
        pair.world.run(5s);
        pair.world.net.options.jitter = 0us;
        const Instant sent = pair.world.now();
        pair.a.send(pair.b, "quick");
        QVERIFY(pair.world.runUntil([&] { return allDelivered(pair.a, pair.b); }, 5s));
        // Three commits of 2 ms (a's, b's, a's again) and one round trip of 40 ms.
        const auto took =
            std::chrono::duration_cast<std::chrono::milliseconds>(pair.world.now() - sent);
        QVERIFY2(took <= 50ms, qPrintable(QString::number(took.count()) + QStringLiteral(" ms")));
    }

    void each_message_once_and_in_order_whatever_happens_data()
    {
        QTest::addColumn<int>("seed");
        const int seeds = qEnvironmentVariableIntValue("VOS_LONG") ? 2000 : 200;
        for (int seed = 1; seed <= seeds; ++seed)
            QTest::newRow(qPrintable(QStringLiteral("seed %1").arg(seed))) << seed;
    }
    void each_message_once_and_in_order_whatever_happens()
    {
        QFETCH(int, seed);
        Pair pair(static_cast<std::uint64_t>(seed));
        QVERIFY(pair.friends);
        World& world = pair.world;
        world.net.options.loss = 0.2;
        world.net.options.duplication = 0.1;
        world.net.options.corruption = 0.02;
        world.net.options.jitter = 60ms;
        std::vector<std::string> fromA;
        std::vector<std::string> fromB;
        for (int round = 0; round < 40; ++round) {
            for (auto [from, to, texts] :
                 {std::tuple(&pair.a, &pair.b, &fromA), std::tuple(&pair.b, &pair.a, &fromB)}) {
                if (!from->running())
                    continue;
                std::string text = from->name() + " " + std::to_string(round);
                if (world.rng.chance(0.1))
                    text.append(5000, 'x');
                // What was not answered as stored was never promised.
                const RequestId request = from->send(*to, text);
                world.runUntil([&] { return from->answers.contains(request); }, 100ms);
                texts->push_back(text);
            }
            world.run(Duration(static_cast<std::int64_t>(world.rng.below(400'000))));
            for (SimNode* node : {&pair.a, &pair.b}) {
                if (!node->running())
                    node->start();
                else if (world.rng.chance(0.08))
                    world.rng.chance(0.7) ? node->kill() : node->stop();
            }
        }
        for (SimNode* node : {&pair.a, &pair.b}) {
            if (!node->running())
                node->start();
        }
        const bool done = world.runUntil(
            [&] {
                return agree(pair.a, pair.b, fromA) && agree(pair.b, pair.a, fromB) &&
                       allDelivered(pair.a, pair.b) && allDelivered(pair.b, pair.a);
            },
            30min);
        QVERIFY2(done,
                 (differences(pair.a, pair.b, fromA) + " | " + differences(pair.b, pair.a, fromB))
                     .c_str());
        // Told as often as stored, each at most once.
        for (SimNode* node : {&pair.a, &pair.b}) {
            auto heard = node->heard;
            std::sort(heard.begin(), heard.end());
            QVERIFY(std::adjacent_find(heard.begin(), heard.end()) == heard.end());
        }
    }

    void offline_message_goes_out_within_a_second_of_return()
    {
        Pair pair(3);
        QVERIFY(pair.friends);
        pair.b.stop();
        pair.world.run(10s);
        pair.a.send(pair.b, "while you were out");
        pair.world.run(20min);
        QVERIFY(!allDelivered(pair.a, pair.b));
        pair.b.start();
        QVERIFY(pair.world.runUntil([&] { return allDelivered(pair.a, pair.b); }, 1s));
    }

    void message_goes_out_at_once_after_a_quick_restart_data()
    {
        QTest::addColumn<bool>("swapped");
        QTest::addColumn<int>("alive");
        for (const bool swapped : {false, true}) {
            for (const int alive : {50, 200, 700, 2500})
                QTest::addRow("%s alive for %d ms", swapped ? "first" : "second", alive)
                    << swapped << alive;
        }
    }
    void message_goes_out_at_once_after_a_quick_restart()
    {
        QFETCH(bool, swapped);
        QFETCH(int, alive);
        Pair pair(22);
        QVERIFY(pair.friends);
        SimNode& stays = swapped ? pair.b : pair.a;
        SimNode& restarts = swapped ? pair.a : pair.b;
        std::size_t heard = 0;
        for (int round = 0; round < 6; ++round) {
            pair.world.run(std::chrono::milliseconds(alive));
            restarts.kill();
            stays.send(restarts, std::to_string(round));
            pair.world.run(100ms);
            restarts.start();
            ++heard;
            QVERIFY(pair.world.runUntil([&] { return restarts.heard.size() == heard; }, 1s));
        }
        QVERIFY(pair.world.runUntil([&] { return allDelivered(stays, restarts); }, 1s));
    }

    void failed_is_told_once_it_is_on_disk()
    {
        Pair pair(23);
        QVERIFY(pair.friends);
        pair.b.stop();
        pair.world.run(1s);
        int told = 0;
        pair.a.onEvent = [&](const Event& event) {
            const auto* state = std::get_if<MessageStateEvent>(&event);
            if (state == nullptr || state->change.state != MessageState::Failed)
                return;
            ++told;
            QVERIFY(pair.a.disk().messages().at(state->change.id).state == MessageState::Failed);
        };
        pair.a.send(pair.b, "expires", true, 2s);
        pair.a.send(pair.b, "now or never", false);
        pair.a.send(pair.b, "never mind");
        pair.world.run(100ms);
        const auto waiting = pair.a.engine().queue(pair.a.now());
        QCOMPARE(waiting.size(), std::size_t{3});
        pair.a.command([&](Engine& engine, Now at, RequestId request) {
            engine.cancel(at, request, waiting.back().id);
        });
        QVERIFY(pair.world.runUntil([&] { return told == 3; }, 20s));
    }

    void offline_message_survives_both_restarts()
    {
        Pair pair(4);
        QVERIFY(pair.friends);
        pair.b.kill();
        pair.world.run(1min);
        const RequestId request = pair.a.send(pair.b, "kept");
        QVERIFY(pair.world.runUntil([&] { return pair.a.answers.contains(request); }, 1s));
        pair.a.kill();
        pair.world.run(1h);
        pair.b.start();
        pair.world.run(1min);
        pair.a.start();
        QVERIFY(pair.world.runUntil([&] { return allDelivered(pair.a, pair.b); }, 2s));
    }

    void now_or_never_fails_while_the_peer_is_away()
    {
        Pair pair(5);
        QVERIFY(pair.friends);
        pair.b.kill();
        pair.a.send(pair.b, "now", false);
        QVERIFY(pair.world.runUntil(
            [&] {
                return std::any_of(pair.a.disk().messages().begin(), pair.a.disk().messages().end(),
                                   [](const auto& m) {
                                       return m.second.state == MessageState::Failed &&
                                              m.second.reason == FailReason::Offline;
                                   });
            },
            16s));
    }

    void expiry_ends_a_waiting_message()
    {
        Pair pair(6);
        QVERIFY(pair.friends);
        pair.b.stop();
        pair.world.run(1min);
        pair.a.send(pair.b, "soon", true, 30s);
        pair.world.run(29s);
        QCOMPARE(pair.a.engine().queue(pair.a.now()).size(), std::size_t{1});
        QVERIFY(
            pair.world.runUntil([&] { return pair.a.engine().queue(pair.a.now()).empty(); }, 3s));
        pair.b.start();
        pair.world.run(10min);
        QVERIFY(pair.b.disk().conversation(pair.b.id(), pair.a.id(), false).empty());
    }

    void expired_while_off_is_told_at_the_start()
    {
        Pair pair(19);
        QVERIFY(pair.friends);
        pair.b.stop();
        const RequestId request = pair.a.send(pair.b, "soon", true, 30s);
        QVERIFY(pair.world.runUntil([&] { return pair.a.answers.contains(request); }, 1s));
        pair.a.kill();
        pair.world.run(1min);
        pair.a.start();
        const auto expired = [&] {
            return std::any_of(pair.a.disk().messages().begin(), pair.a.disk().messages().end(),
                               [](const auto& m) {
                                   return m.second.state == MessageState::Failed &&
                                          m.second.reason == FailReason::Expired;
                               });
        };
        QVERIFY(pair.world.runUntil(expired, 1s));
    }

    void address_change_in_mid_conversation()
    {
        Pair pair(7);
        QVERIFY(pair.friends);
        std::vector<std::string> texts;
        for (int i = 0; i < 30; ++i) {
            texts.push_back(std::to_string(i));
            pair.a.send(pair.b, texts.back());
            pair.world.run(200ms);
            if (i == 10)
                pair.b.move(pair.world.freshEndpoint());
            if (i == 20)
                pair.a.move(pair.world.freshEndpoint());
        }
        QVERIFY(pair.world.runUntil(
            [&] { return agree(pair.a, pair.b, texts) && allDelivered(pair.a, pair.b); }, 10s));
    }

    void both_move_while_apart_and_a_third_tells()
    {
        World world(8);
        SimNode& a = world.add("Alice");
        SimNode& b = world.add("Bob");
        SimNode& c = world.add("Carol");
        for (SimNode* node : {&a, &b, &c})
            node->start();
        a.join(c);
        b.join(c);
        QVERIFY(world.befriend(a, b));
        world.run(10s);
        b.kill();
        world.run(1min);
        a.kill();
        // Carol hears Bob's new address while Alice is off.
        b.move(world.freshEndpoint());
        b.start();
        world.run(1min);
        a.move(world.freshEndpoint());
        a.start();
        a.send(b, "found you");
        QVERIFY(world.runUntil([&] { return allDelivered(a, b); }, 10s));
    }

    void replayed_and_flipped_datagrams_have_no_effect()
    {
        Pair pair(9);
        QVERIFY(pair.friends);
        std::vector<Datagram> taped;
        pair.world.net.tap = [&](const Datagram& datagram) { taped.push_back(datagram); };
        std::vector<std::string> texts;
        for (int i = 0; i < 20; ++i) {
            texts.push_back(std::to_string(i));
            pair.a.send(pair.b, texts.back());
            pair.world.run(100ms);
        }
        pair.world.net.tap = nullptr;
        QVERIFY(pair.world.runUntil([&] { return agree(pair.a, pair.b, texts); }, 5s));
        const auto replay = [&] {
            for (std::size_t i = 0; i < taped.size(); ++i) {
                Datagram copy = taped[i];
                if (i % 2 == 1)
                    copy.bytes[pair.world.rng.below(copy.bytes.size())] ^= std::byte{0x10};
                pair.world.net.inject(pair.world.now() +
                                          Duration(static_cast<std::int64_t>(i) * 1000),
                                      std::move(copy));
            }
            pair.world.run(20s);
        };
        replay();
        QVERIFY(agree(pair.a, pair.b, texts));
        pair.b.kill();
        pair.b.start();
        replay();
        pair.world.run(24h);
        replay();
        QVERIFY(agree(pair.a, pair.b, texts));
        texts.push_back("after all");
        pair.a.send(pair.b, texts.back());
        QVERIFY(pair.world.runUntil([&] { return agree(pair.a, pair.b, texts); }, 10s));
    }

    void full_disk_loses_nothing_acknowledged()
    {
        Pair pair(10);
        QVERIFY(pair.friends);
        pair.b.disk().full = true;
        pair.a.send(pair.b, "no room");
        pair.world.run(1min);
        QVERIFY(!allDelivered(pair.a, pair.b));
        QVERIFY(pair.b.heard.empty());
        pair.b.disk().full = false;
        pair.b.engine().handleStorageTrouble(pair.b.now(), false);
        QVERIFY(pair.world.runUntil(
            [&] { return allDelivered(pair.a, pair.b) && agree(pair.a, pair.b, {"no room"}); },
            10min));
        QVERIFY(pair.b.heard == std::vector<std::string>{"no room"});
    }

    void own_full_disk_refuses_the_message()
    {
        Pair pair(11);
        QVERIFY(pair.friends);
        pair.a.disk().full = true;
        const RequestId request = pair.a.send(pair.b, "lost?");
        QVERIFY(pair.world.runUntil([&] { return pair.a.answers.contains(request); }, 5s));
        const auto* error = std::get_if<NodeError>(&pair.a.answers.at(request).result);
        QVERIFY(error && error->code == ErrorCode::Storage);
        pair.a.disk().full = false;
        pair.a.engine().handleStorageTrouble(pair.a.now(), false);
        pair.a.send(pair.b, "again");
        QVERIFY(pair.world.runUntil(
            [&] { return allDelivered(pair.a, pair.b) && agree(pair.a, pair.b, {"again"}); }, 10s));
    }

    void strangers_and_blocked_people_can_do_nothing()
    {
        World world(12);
        SimNode& a = world.add("Alice");
        SimNode& b = world.add("Bob");
        a.start();
        b.start();
        b.join(a);
        world.run(5s);
        const RequestId early = b.send(a, "hi");
        world.run(1s);
        const auto* error = std::get_if<NodeError>(&b.answers.at(early).result);
        QVERIFY(error && error->code == ErrorCode::NotAContact);
        QVERIFY(world.befriend(a, b));
        a.command([&](Engine& engine, Now at, RequestId request) {
            engine.blockContact(at, request, b.id());
        });
        b.send(a, "blocked?");
        world.run(1min);
        QVERIFY(a.heard.empty());
        bool declined = false;
        for (const auto& [id, message] : b.disk().messages())
            declined = declined || message.reason == FailReason::Declined;
        QVERIFY(declined);
        const RequestId own = a.send(b, "x");
        world.run(1s);
        error = std::get_if<NodeError>(&a.answers.at(own).result);
        QVERIFY(error && error->code == ErrorCode::Blocked);
    }

    void receipt_lost_with_its_session_still_arrives()
    {
        Pair pair(19);
        QVERIFY(pair.friends);
        pair.world.net.blocked = [&](const Endpoint& from, const Endpoint&) {
            return from == pair.b.endpoint();
        };
        pair.a.send(pair.b, "now", false);
        const auto state = [&] {
            const auto& messages = pair.a.disk().messages();
            return messages.empty() ? MessageState::Queued : messages.begin()->second.state;
        };
        QVERIFY(pair.world.runUntil([&] { return state() == MessageState::Failed; }, 20s));
        QVERIFY(pair.b.heard == std::vector<std::string>{"now"});
        pair.world.net.blocked = nullptr;
        QVERIFY(pair.world.runUntil([&] { return state() == MessageState::Delivered; }, 2min));
    }

    void removed_friend_is_refused()
    {
        Pair pair(18);
        QVERIFY(pair.friends);
        pair.a.command([&](Engine& engine, Now at, RequestId request) {
            engine.removeContact(at, request, pair.b.id());
        });
        pair.b.send(pair.a, "are we still friends?");
        QVERIFY(pair.world.runUntil(
            [&] {
                return std::any_of(
                    pair.b.disk().messages().begin(), pair.b.disk().messages().end(),
                    [](const auto& m) { return m.second.reason == FailReason::Declined; });
            },
            5s));
        QVERIFY(pair.a.heard.empty());
    }

    void removed_friend_may_ask_again()
    {
        Pair pair(20);
        QVERIFY(pair.friends);
        pair.a.command([&](Engine& engine, Now at, RequestId request) {
            engine.removeContact(at, request, pair.b.id());
        });
        pair.world.run(5s);
        // Nothing told Bob; he adds Alice once more.
        pair.b.add(pair.a, "it is me again");
        const auto asked = [&] {
            const auto contacts = pair.a.engine().contacts(pair.a.now());
            return contacts.size() == 1 && contacts.front().state == ContactState::PendingIn &&
                   contacts.front().requestNote == "it is me again";
        };
        QVERIFY(pair.world.runUntil(asked, 10s));
        pair.a.accept(pair.b);
        pair.world.run(5s);
        pair.b.send(pair.a, "friends again");
        QVERIFY(pair.world.runUntil(
            [&] { return pair.a.heard == std::vector<std::string>{"friends again"}; }, 5s));
    }

    void friend_removed_by_mistake_is_added_again()
    {
        Pair pair(21);
        QVERIFY(pair.friends);
        // Several letters each way: both are some prekeys on.
        for (int i = 0; i < 4; ++i) {
            pair.a.send(pair.b, "there " + std::to_string(i));
            pair.world.run(1s);
            pair.b.send(pair.a, "and back " + std::to_string(i));
            pair.world.run(1s);
        }
        pair.a.command([&](Engine& engine, Now at, RequestId request) {
            engine.removeContact(at, request, pair.b.id());
        });
        pair.world.run(5s);
        // For Bob nothing has changed, so he need not be asked.
        pair.a.add(pair.b);
        const auto accepted = [&] {
            const auto contacts = pair.a.engine().contacts(pair.a.now());
            return contacts.size() == 1 && contacts.front().state == ContactState::Accepted;
        };
        QVERIFY(pair.world.runUntil(accepted, 10s));
        pair.a.heard.clear();
        pair.b.heard.clear();
        pair.a.send(pair.b, "sorry");
        pair.b.send(pair.a, "never mind");
        QVERIFY(pair.world.runUntil(
            [&] {
                return pair.a.heard == std::vector<std::string>{"never mind"} &&
                       pair.b.heard == std::vector<std::string>{"sorry"};
            },
            5s));
    }

    void declined_request_ends_on_both_sides()
    {
        World world(13);
        SimNode& a = world.add("Alice");
        SimNode& b = world.add("Bob");
        a.start();
        b.start();
        b.join(a);
        world.run(5s);
        b.add(a, "it is me");
        QVERIFY(world.runUntil([&] { return !a.engine().contacts(a.now()).empty(); }, 10s));
        QCOMPARE(a.engine().contacts(a.now()).front().requestNote, std::string("it is me"));
        a.command([&](Engine& engine, Now at, RequestId request) {
            engine.declineContact(at, request, b.id());
        });
        QVERIFY(world.runUntil([&] { return b.engine().contacts(b.now()).empty(); }, 10s));
        QVERIFY(a.engine().contacts(a.now()).empty());
    }

    void read_marks_reach_the_writer_unless_switched_off()
    {
        Pair pair(14);
        QVERIFY(pair.friends);
        pair.a.send(pair.b, "read me");
        QVERIFY(pair.world.runUntil([&] { return allDelivered(pair.a, pair.b); }, 5s));
        pair.b.command([&](Engine& engine, Now at, RequestId request) {
            engine.markRead(at, request, pair.a.id(), 1);
        });
        const auto read = [&] {
            return std::all_of(pair.a.disk().messages().begin(), pair.a.disk().messages().end(),
                               [](const auto& m) { return m.second.state == MessageState::Read; });
        };
        QVERIFY(pair.world.runUntil(read, 5s));
        pair.b.command([&](Engine& engine, Now at, RequestId request) {
            engine.setSetting(at, request, "privacy.read_receipts", "false");
        });
        pair.a.send(pair.b, "secretly");
        QVERIFY(pair.world.runUntil([&] { return allDelivered(pair.a, pair.b); }, 5s));
        pair.b.command([&](Engine& engine, Now at, RequestId request) {
            engine.markRead(at, request, pair.a.id(), 2);
        });
        pair.world.run(1min);
        QVERIFY(!read());
    }

    void hostile_numbers_do_no_harm()
    {
        Pair pair(17);
        QVERIFY(pair.friends);
        // Bob's program claims the highest lamport there is.
        pair.b.stop();
        ContactRow row = pair.b.disk().load().contacts.front();
        row.lamport = (std::uint64_t{1} << 53) - 1;
        pair.b.disk().apply({row});
        pair.b.start();
        pair.b.send(pair.a, "top");
        QVERIFY(pair.world.runUntil([&] { return allDelivered(pair.b, pair.a); }, 5s));
        pair.a.send(pair.b, "still here");
        pair.a.send(pair.b, "and again");
        QVERIFY(pair.world.runUntil(
            [&] {
                return allDelivered(pair.a, pair.b) &&
                       agree(pair.a, pair.b, {"still here", "and again"});
            },
            5s));
        const RequestId request = pair.a.send(pair.b, "");
        pair.world.run(100ms);
        const auto* error = std::get_if<NodeError>(&pair.a.answers.at(request).result);
        QVERIFY(error && error->code == ErrorCode::InvalidParams);
    }

    void long_silence_and_rekeys_break_nothing()
    {
        Pair pair(15);
        QVERIFY(pair.friends);
        std::vector<std::string> texts;
        for (int i = 0; i < 100; ++i) {
            texts.push_back(std::to_string(i));
            pair.a.send(pair.b, texts.back());
            pair.world.run(7s);
        }
        pair.world.run(2h);
        texts.push_back("still there?");
        pair.a.send(pair.b, texts.back());
        QVERIFY(pair.world.runUntil(
            [&] { return agree(pair.a, pair.b, texts) && allDelivered(pair.a, pair.b); }, 5s));
    }

    void wrong_clocks_change_nothing()
    {
        for (const auto error : {-std::chrono::hours(24 * 365), std::chrono::hours(24 * 365)}) {
            Pair pair(16);
            QVERIFY(pair.friends);
            pair.b.clockError = error;
            pair.world.run(1min);
            pair.a.send(pair.b, "to the other year");
            pair.b.send(pair.a, "and back");
            QVERIFY(pair.world.runUntil(
                [&] { return allDelivered(pair.a, pair.b) && allDelivered(pair.b, pair.a); }, 30s));
        }
    }
};

VOS_TEST(ConversationTest)
#include "sim_conversation.moc"
