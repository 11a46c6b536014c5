// Messages are edited, reacted to and taken back while programs are killed, people are away and the
// network loses things: both histories end the same.

#include "tests/sim/custodystory.h"
#include "tests/sim/peoplestory.h"
#include "tests/support/testprogram.h"

#include <QTest>

#include <set>

using namespace vos;
using namespace vos::sim;

namespace {

const Message* messageOf(const SimNode& node, const MessageId& id)
{
    const auto place = node.disk().messages().find(id);
    return place == node.disk().messages().end() ? nullptr : &place->second;
}

std::string textOf(const SimNode& node, const MessageId& id)
{
    const Message* message = messageOf(node, id);
    return message == nullptr ? "-" : message->takenBack ? "(gone)" : message->text;
}

RequestId edit(SimNode& node, const NodeId& peer, const MessageId& id, const std::string& text)
{
    const Message* message = messageOf(node, id);
    const std::uint64_t revision = message != nullptr ? message->revision : 0;
    return node.command([&](Engine& engine, Now now, RequestId request) {
        engine.editMessage(now, request, peer, id, revision, text);
    });
}

RequestId takeBack(SimNode& node, const NodeId& peer, const MessageId& id)
{
    return node.command([&](Engine& engine, Now now, RequestId request) {
        engine.takeBack(now, request, peer, id);
    });
}

RequestId react(SimNode& node, const NodeId& peer, const MessageId& id,
                const std::vector<std::string>& emoji)
{
    return node.command([&](Engine& engine, Now now, RequestId request) {
        engine.react(now, request, peer, id, 0, emoji);
    });
}

std::vector<std::string> reactionsOf(const SimNode& node, const MessageId& id, const NodeId& by)
{
    if (const Message* message = messageOf(node, id)) {
        for (const Reactions& one : message->reactions) {
            if (one.by == by)
                return one.emoji;
        }
    }
    return {};
}

bool nothingWaits(const SimNode& node)
{
    return node.disk().outbox().empty();
}

}  // namespace

class ChangesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void an_edit_reaches_the_other_side()
    {
        PeopleStory s(1);
        QVERIFY(s.ready);
        const MessageId id = send(s, "at three");
        QVERIFY(s.becomes("at three", MessageState::Delivered, 5s));
        const RequestId request = edit(s.alice, s.bob.id(), id, "at four");
        QVERIFY(s.world.runUntil([&] { return textOf(s.bob, id) == "at four"; }, 5s));
        QCOMPARE(textOf(s.alice, id), std::string("at four"));
        QVERIFY(answerOf<std::monostate>(s.alice, request));
        QVERIFY(s.alice.engine().queue(s.alice.now()).empty());
        // Bob can do nothing to Alice's message but react.
        edit(s.bob, s.alice.id(), id, "at five");
        takeBack(s.bob, s.alice.id(), id);
        react(s.bob, s.alice.id(), id, {"👍"});
        QVERIFY(
            s.world.runUntil([&] { return reactionsOf(s.alice, id, s.bob.id()).size() == 1; }, 5s));
        s.world.run(1s);
        QCOMPARE(textOf(s.alice, id), std::string("at four"));
        QCOMPARE(textOf(s.bob, id), std::string("at four"));
        QVERIFY(reactionsOf(s.bob, id, s.bob.id()) == std::vector<std::string>{"👍"});
    }

    void queued_edits_go_as_one()
    {
        PeopleStory s(2, 0);
        QVERIFY(s.ready);
        s.leave(s.bob);
        const MessageId id = send(s, "one");
        for (const char* text : {"two", "three", "four"}) {
            edit(s.alice, s.bob.id(), id, text);
            s.world.run(1s);
        }
        // The message and the newest of its edits.
        QCOMPARE(s.alice.disk().outbox().size(), std::size_t{2});
        QCOMPARE(s.alice.engine().queue(s.alice.now()).size(), std::size_t{1});
        s.bob.start();
        QVERIFY(s.world.runUntil([&] { return textOf(s.bob, id) == "four"; }, 10s));
        QVERIFY(s.world.runUntil([&] { return nothingWaits(s.alice); }, 10s));
    }

    void taken_back_while_it_waits_or_is_held()
    {
        PeopleStory s(3);
        QVERIFY(s.ready);
        s.leave(s.bob);
        const MessageId id = send(s, "never mind");
        const MessageId kept = send(s, "see you");
        QVERIFY(s.world.runUntil([&] { return holders(s.alice, "never mind") == 2; }, 10s));
        edit(s.alice, s.bob.id(), id, "never mind this");
        s.world.run(3s);
        takeBack(s.alice, s.bob.id(), id);
        s.world.run(20s);
        QCOMPARE(textOf(s.alice, id), std::string("(gone)"));
        s.leave(s.alice);
        s.bob.start();
        QVERIFY(s.world.runUntil([&] { return textOf(s.bob, kept) == "see you"; }, 5s));
        s.alice.start();
        s.world.run(5min);
        QVERIFY(textOf(s.bob, id) == "-" || textOf(s.bob, id) == "(gone)");
        for (const std::string& heard : s.bob.heard)
            QVERIFY(!heard.starts_with("never mind"));
        QVERIFY(s.bob.engine().gaps(s.alice.id()).empty());
        QVERIFY(nothingWaits(s.alice));
    }

    void taken_back_after_it_was_read()
    {
        PeopleStory s(4);
        QVERIFY(s.ready);
        const MessageId id = send(s, "oops");
        QVERIFY(s.becomes("oops", MessageState::Delivered, 5s));
        s.leave(s.bob);
        takeBack(s.alice, s.bob.id(), id);
        s.world.run(20s);
        s.leave(s.alice);  // the word waits with a Friend VOS
        s.bob.start();
        QVERIFY(s.world.runUntil([&] { return textOf(s.bob, id) == "(gone)"; }, 10s));
    }

    void nothing_is_promised_that_is_not_stored()
    {
        PeopleStory s(5);
        QVERIFY(s.ready);
        const MessageId id = send(s, "before");
        QVERIFY(s.becomes("before", MessageState::Delivered, 5s));
        s.alice.disk().full = true;
        const RequestId request = edit(s.alice, s.bob.id(), id, "after");
        QVERIFY(s.world.runUntil([&] { return s.alice.answers.contains(request); }, 5s));
        QVERIFY(errorOf(s.alice, request) == ErrorCode::Storage);
        s.world.run(1min);
        QCOMPARE(textOf(s.alice, id), std::string("before"));
        QCOMPARE(textOf(s.bob, id), std::string("before"));
        s.alice.disk().full = false;
        s.world.run(10s);
        edit(s.alice, s.bob.id(), id, "after");
        QVERIFY(s.world.runUntil([&] { return textOf(s.bob, id) == "after"; }, 10s));
    }

    void what_no_program_may_send_is_refused()
    {
        PeopleStory s(6);
        QVERIFY(s.ready);
        const MessageId id = send(s, "hello");
        QVERIFY(s.becomes("hello", MessageState::Delivered, 5s));
        const auto refused = [&](RequestId request) {
            s.world.run(100ms);
            return errorOf(s.alice, request);
        };
        QVERIFY(refused(edit(s.alice, s.bob.id(), id, "")) == ErrorCode::InvalidParams);
        QVERIFY(refused(edit(s.alice, s.bob.id(), id, std::string(60'001, 'x'))) ==
                ErrorCode::TooLarge);
        QVERIFY(refused(edit(s.alice, s.carol.id(), id, "x")) == ErrorCode::NotAContact);
        QVERIFY(refused(react(s.alice, s.bob.id(), id, {"ok"})) == ErrorCode::InvalidParams);
    }

    void both_sides_agree_whatever_happens_data()
    {
        QTest::addColumn<int>("seed");
        const int seeds = qEnvironmentVariableIntValue("VOS_LONG") ? 300 : 12;
        for (int seed = 1; seed <= seeds; ++seed)
            QTest::newRow(qPrintable(QStringLiteral("seed %1").arg(seed))) << seed;
    }
    void both_sides_agree_whatever_happens()
    {
        QFETCH(int, seed);
        PeopleStory s(static_cast<std::uint64_t>(seed) + 100);
        QVERIFY(s.ready);
        World& world = s.world;
        world.net.options.loss = 0.2;
        world.net.options.duplication = 0.1;
        world.net.options.jitter = 60ms;
        std::vector<MessageId> ids;
        std::set<MessageId> gone;
        for (int round = 0; round < 25; ++round) {
            if (s.alice.running()) {
                if (ids.empty() || world.rng.chance(0.4)) {
                    const auto id = sent(s, "message " + std::to_string(round));
                    if (id)
                        ids.push_back(*id);
                } else {
                    const MessageId id = ids[world.rng.below(ids.size())];
                    if (world.rng.chance(0.2)) {
                        takeBack(s.alice, s.bob.id(), id);
                        gone.insert(id);
                    } else {
                        edit(s.alice, s.bob.id(), id, "edit " + std::to_string(round));
                    }
                }
            }
            if (s.bob.running() && !ids.empty() && world.rng.chance(0.3)) {
                const MessageId id = ids[world.rng.below(ids.size())];
                const auto chosen = world.rng.chance(0.5) ? std::vector<std::string>{"👍"}
                                                          : std::vector<std::string>{};
                if (messageOf(s.bob, id) != nullptr)
                    react(s.bob, s.alice.id(), id, chosen);
            }
            world.run(Duration(static_cast<std::int64_t>(world.rng.below(2'000'000))));
            for (SimNode* node : {&s.alice, &s.bob}) {
                if (!node->running())
                    node->start();
                else if (world.rng.chance(0.15))
                    world.rng.chance(0.7) ? node->kill() : node->stop();
            }
        }
        for (SimNode* node : {&s.alice, &s.bob}) {
            if (!node->running())
                node->start();
        }
        world.runUntil([&] { return nothingWaits(s.alice) && nothingWaits(s.bob); }, 3h);
        for (const MessageId& id : ids) {
            const std::string mine = textOf(s.alice, id);
            const std::string theirs = textOf(s.bob, id);
            // What was taken back in time never comes at all.
            QVERIFY2(mine == theirs || (mine == "(gone)" && theirs == "-"),
                     (mine + " / " + theirs).c_str());
            if (mine != "(gone)") {
                QVERIFY(reactionsOf(s.alice, id, s.bob.id()) == reactionsOf(s.bob, id, s.bob.id()));
            }
        }
    }

private:
    static std::optional<MessageId> sent(PeopleStory& s, const std::string& text)
    {
        const RequestId request = s.alice.send(s.bob, text);
        s.world.runUntil([&] { return s.alice.answers.contains(request); }, 1s);
        return answerOf<MessageId>(s.alice, request);
    }
    static MessageId send(PeopleStory& s, const std::string& text)
    {
        return sent(s, text).value_or(MessageId());
    }
};

VOS_TEST(ChangesTest)
#include "sim_changes.moc"
