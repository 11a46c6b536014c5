// What contacts know and think of each other: doubts about an identity, what is told to contacts
// alone, and fresh keys after a profile was mended.

#include "tests/sim/custodystory.h"
#include "tests/sim/peoplestory.h"
#include "tests/support/testprogram.h"

#include <QTest>

#include <array>

using namespace vos;
using namespace vos::sim;

namespace {

Contact contactOf(SimNode& node, const NodeId& id)
{
    for (const Contact& contact : node.engine().contacts(node.now())) {
        if (contact.id == id)
            return contact;
    }
    return {};
}

std::optional<map::Whereabouts> recordOf(const SimNode& knower, const NodeId& id)
{
    for (const RecordRow& row : knower.disk().load().records) {
        if (row.id == id)
            return map::Whereabouts::decode(row.whereabouts);
    }
    return std::nullopt;
}

/// Another record of `who` under the number of the one `witness` holds, put onto the disk of
/// `teller`, who tells it when it starts.
void forkRecord(const SimNode& witness, const SimNode& who, SimNode& teller)
{
    const auto before = *recordOf(witness, who.id());
    auto record = before;
    // Of two under one number the smaller signature stands: it is not replaced before it is told.
    for (std::uint16_t port = 9000; !map::newer(record, before); ++port) {
        record.endpoints = {*Endpoint::parse("9.99.9.9:" + std::to_string(port))};
        record.sign(who.identity().signing());
    }
    teller.stop();
    for (RecordRow row : teller.disk().load().records) {
        if (row.id != who.id())
            continue;
        row.whereabouts = record.encode();
        row.highestSequence = record.seq;
        teller.disk().apply({row});
    }
    teller.start();
}

}  // namespace

class PeopleTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void a_friend_in_doubt_can_be_allowed()
    {
        PeopleStory s(1, 0);
        QVERIFY(s.ready);
        s.world.run(1min);
        s.bob.stop();
        s.world.run(2s);
        const auto doubt = [&] { return contactOf(s.alice, s.bob.id()).doubt; };
        s.alice.send(s.bob, "are you there?");
        s.world.run(10s);
        s.alice.kill();
        forkRecord(s.alice, s.bob, s.carol);
        s.alice.start();
        QVERIFY(s.world.runUntil([&] { return doubt() == Doubt::UsedTwice; }, 2min));
        // Nothing goes to somebody in doubt.
        s.bob.start();
        s.alice.send(s.bob, "is it you?");
        s.world.run(30s);
        QCOMPARE(stateOf(s.alice, "is it you?"), MessageState::Queued);
        QCOMPARE(s.alice.engine().queue(s.alice.now()).at(0).lastError, std::string("in-doubt"));
        s.alice.accept(s.bob);
        QVERIFY(s.becomes("is it you?", MessageState::Delivered, 10s));
        QCOMPARE(doubt(), Doubt::None);
        // The same pair of records proves nothing new, not after a restart either.
        s.alice.kill();
        s.carol.stop();
        s.alice.start();
        s.carol.start();
        s.world.run(2min);
        QCOMPARE(doubt(), Doubt::None);
        // Another pair does.
        s.bob.stop();
        s.bob.start();
        s.world.run(10s);
        s.bob.stop();
        s.world.run(2s);
        s.alice.kill();
        forkRecord(s.alice, s.bob, s.carol);
        s.alice.start();
        QVERIFY(s.world.runUntil([&] { return doubt() == Doubt::UsedTwice; }, 2min));
    }

    void an_end_once_shown_is_remembered()
    {
        PeopleStory s(2);
        QVERIFY(s.ready);
        s.leave(s.bob);
        revoke(s.carol, s.bob.id());
        s.world.run(2s);
        s.alice.send(s.bob, "one");
        QVERIFY(s.world.runUntil([&] { return holders(s.alice, "one") == 1; }, 10s));
        QVERIFY(s.world.runUntil(
            [&] { return verdictOf(s.world, s.alice, s.bob.id(), s.carol.id()) == "revoked"; },
            10s));
        QCOMPARE(contactOf(s.alice, s.bob.id()).friendVos, std::vector<NodeId>{s.dave.id()});
        s.world.run(1s);
        s.alice.kill();
        s.alice.start();
        QCOMPARE(verdictOf(s.world, s.alice, s.bob.id(), s.carol.id()), std::string("revoked"));
        int calls = 0;
        s.world.net.tap = [&](const Datagram& datagram) {
            calls += datagram.from == s.alice.guestEndpoint() && datagram.to == s.carol.endpoint()
                         ? 1
                         : 0;
        };
        s.alice.send(s.bob, "two");
        QVERIFY(s.world.runUntil([&] { return holders(s.alice, "two") == 1; }, 10s));
        s.world.run(10min);
        QCOMPARE(calls, 0);
        QCOMPARE(heldLetters(s.carol), std::size_t{0});
        s.world.net.tap = nullptr;
        // Agreed anew, it is used again.
        s.bob.start();
        s.world.run(10s);
        QVERIFY(s.agree(s.bob, s.carol));
        s.world.run(10s);
        QCOMPARE(verdictOf(s.world, s.alice, s.bob.id(), s.carol.id()), std::string("valid"));
        s.leave(s.bob);
        s.alice.send(s.bob, "three");
        QVERIFY(s.world.runUntil([&] { return holders(s.alice, "three") == 2; }, 10s));
    }

    void a_guest_that_makes_room_is_told()
    {
        CustodyStory s(4);
        QVERIFY(s.ready);
        QVERIFY(s.fate(s.world.rng.id<LetterId>()) == wire::LetterFate::Unknown);
        QVERIFY(s.guest.isUp(s.keeper.id()));
        std::vector<std::unique_ptr<SimGuest>> crowd;
        for (std::size_t i = 0; i < engine::Peers::GuestsMax; ++i) {
            crowd.push_back(std::make_unique<SimGuest>(s.world, 5000 + i));
            QVERIFY(crowd.back()->learn(s.owner, s.keeper.id()));
            QVERIFY(crowd.back()->say(s.keeper.id(), wire::AskNews{{s.world.rng.id<LetterId>()}}));
        }
        QVERIFY(s.world.runUntil([&] { return !s.guest.isUp(s.keeper.id()); }, 100ms));
    }

    void many_are_recalled_at_once()
    {
        constexpr int Count = 1500;
        PeopleStory s(5, 1);
        QVERIFY(s.ready);
        s.leave(s.bob);
        for (int i = 0; i < Count; ++i)
            s.alice.send(s.bob, "m" + std::to_string(i));
        QVERIFY(s.world.runUntil([&] { return heldLetters(s.carol) == Count; }, 1min));
        s.world.run(1s);
        std::vector<MessageId> ids;
        for (const auto& [id, message] : s.alice.disk().messages())
            ids.push_back(id);
        QCOMPARE(ids.size(), std::size_t{Count});
        for (const MessageId& id : ids) {
            s.alice.command(
                [&](Engine& engine, Now at, RequestId request) { engine.cancel(at, request, id); });
        }
        // Not in one burst, of which the holder would drop the rest until the next round.
        const auto left = [&] {
            return std::count_if(
                s.carol.disk().held().begin(), s.carol.disk().held().end(),
                [](const auto& row) { return row.second.fate == HeldLetterRow::Fate::Held; });
        };
        for (int second = 0; second < 20 && left() > 1; ++second)
            s.world.run(1s);
        QVERIFY(left() <= 1);  // the word that they are gone
        s.world.run(2s);
        for (const MessageId& id : ids) {
            const auto steps = s.alice.disk().steps(id);
            QVERIFY(std::any_of(steps.begin(), steps.end(), [](const MessageStep& step) {
                return step.kind == MessageStep::Kind::Erased;
            }));
        }
        s.bob.start();
        s.world.run(10s);
        QVERIFY(s.bob.disk().messages().empty());
    }

    void a_mended_profile_gets_fresh_keys()
    {
        PeopleStory s(6, 1);
        QVERIFY(s.ready);
        for (int i = 0; i < 3; ++i) {
            s.alice.send(s.bob, "a" + std::to_string(i));
            s.bob.send(s.alice, "b" + std::to_string(i));
            s.world.run(2s);
        }
        const auto prekeyOf = [&](SimNode& knower) {
            for (const RecordRow& row : knower.disk().load().records) {
                if (row.id == s.bob.id())
                    return identity::Card::decode(row.card)->prekey;
            }
            return ExchangeKey{};
        };
        const ExchangeKey before = prekeyOf(s.alice);
        s.bob.kill();
        for (const PrekeyRow& row : s.bob.disk().load().prekeys) {
            if (!row.contact.isZero())
                s.bob.disk().apply({DeletePrekey{row.publicKey}});
        }
        s.bob.start();
        s.bob.command([](Engine& engine, Now at, RequestId) { engine.handleRestored(at); });
        QVERIFY(s.world.runUntil([&] { return prekeyOf(s.alice) != before; }, 30s));
        s.world.run(5s);
        s.leave(s.bob);
        s.alice.send(s.bob, "under a fresh key");
        QVERIFY(s.becomes("under a fresh key", MessageState::Held, 10s));
        s.leave(s.alice);
        s.bob.start();
        QVERIFY(s.world.runUntil([&] { return heardOnce(s.bob, "under a fresh key"); }, 5s));
        QVERIFY(!went(s.alice, "under a fresh key", MessageStep::Kind::SealedAnew));
    }

    void a_copy_older_than_its_prekey_makes_no_doubt()
    {
        PeopleStory s(10, 1);
        QVERIFY(s.ready);
        s.alice.send(s.bob, "before");
        QVERIFY(s.becomes("before", MessageState::Delivered, 10s));
        const std::array<SimNode*, 4> all{&s.alice, &s.bob, &s.carol, &s.dave};
        for (SimNode* node : all)
            node->stop();
        const SimDisk copy = s.bob.disk();
        const auto number = [&] { return s.bob.disk().load().self.cardNumber; };
        const std::uint32_t before = number();
        s.world.run(Days(8));
        for (SimNode* node : all)
            node->start();
        // The weekly prekey makes the next Card, which everybody gets.
        s.world.run(1min);
        QCOMPARE(number(), before + 1);
        s.leave(s.bob);
        s.bob.disk() = copy;
        s.bob.start();
        s.world.run(1min);
        QCOMPARE(contactOf(s.alice, s.bob.id()).doubt, Doubt::None);
        QVERIFY(number() > before + 1);
        s.alice.send(s.bob, "after");
        QVERIFY(s.becomes("after", MessageState::Delivered, 1min));
    }

    void what_the_card_leaves_out_goes_to_contacts()
    {
        PeopleStory s(7);
        QVERIFY(s.ready);
        SimNode& erin = s.world.add("Erin");
        set(s.bob, "privacy.public_friend_vos", "false");
        set(s.bob, "privacy.public_name", "false");
        QVERIFY(s.world.runUntil([&] { return grantsInCard(s.carol, s.bob.id()) == 0; }, 30s));
        s.world.run(10s);
        erin.start();
        erin.join(s.carol);
        s.world.run(10s);
        QCOMPARE(verdictOf(s.world, erin, s.bob.id(), s.carol.id()), std::string("no-grant"));
        for (const MapEntry& entry : erin.engine().mapEntries(erin.now()))
            QVERIFY(entry.id != s.bob.id() || (entry.name.empty() && entry.friendVos.empty()));
        for (int life = 0; life < 2; ++life) {
            const Contact bob = contactOf(s.alice, s.bob.id());
            QCOMPARE(bob.name, std::string("Bob"));
            QCOMPARE(bob.friendVos.size(), std::size_t{2});
            QCOMPARE(verdictOf(s.world, s.alice, s.bob.id(), s.carol.id()), std::string("valid"));
            s.alice.kill();
            s.alice.start();
        }
        s.leave(s.bob);
        s.alice.send(s.bob, "kept all the same");
        QVERIFY(s.world.runUntil([&] { return holders(s.alice, "kept all the same") == 2; }, 10s));
        s.bob.start();
        QVERIFY(s.becomes("kept all the same", MessageState::Delivered, 10s));
        // A new contact learns it with the acceptance; one that is away hears of a new name later.
        QVERIFY(s.world.befriend(erin, s.bob));
        QVERIFY(s.world.runUntil([&] { return contactOf(erin, s.bob.id()).friendVos.size() == 2; },
                                 30s));
        erin.kill();
        s.bob.command([](Engine& engine, Now at, RequestId request) {
            engine.rename(at, request, "Robert");
        });
        QVERIFY(
            s.world.runUntil([&] { return contactOf(s.alice, s.bob.id()).name == "Robert"; }, 30s));
        erin.start();
        QVERIFY(
            s.world.runUntil([&] { return contactOf(erin, s.bob.id()).name == "Robert"; }, 30s));
        QCOMPARE(verdictOf(s.world, s.dave, s.bob.id(), s.carol.id()), std::string("no-grant"));
        // And back: what was told is void, the Card stands alone.
        set(s.bob, "privacy.public_friend_vos", "true");
        set(s.bob, "privacy.public_name", "true");
        QVERIFY(s.world.runUntil(
            [&] {
                return verdictOf(s.world, erin, s.bob.id(), s.carol.id()) == "valid" &&
                       grantsInCard(s.carol, s.bob.id()) == 2;
            },
            30s));
        s.world.run(10s);
        for (const ContactRow& row : s.alice.disk().load().contacts)
            QVERIFY(row.profileGrants.empty());
    }

    void older_news_of_a_profile_does_not_replace_newer()
    {
        PeopleStory s(8, 1);
        QVERIFY(s.ready);
        set(s.bob, "privacy.public_name", "false");
        s.world.run(5s);
        const auto numberOf = [&] { return s.alice.disk().load().contacts.at(0).profileNumber; };
        const std::uint32_t first = numberOf();
        QVERIFY(first > 0);
        // A copy of the profile from before starts again, and is above what it said then.
        const SimDisk copy = s.bob.disk();
        s.world.run(1h);
        s.bob.command(
            [](Engine& engine, Now at, RequestId request) { engine.rename(at, request, "Bobby"); });
        QVERIFY(
            s.world.runUntil([&] { return contactOf(s.alice, s.bob.id()).name == "Bobby"; }, 10s));
        s.bob.kill();
        s.bob.disk() = copy;
        s.world.run(5s);
        s.bob.start();
        s.bob.command(
            [](Engine& engine, Now at, RequestId request) { engine.rename(at, request, "Bobo"); });
        QVERIFY(
            s.world.runUntil([&] { return contactOf(s.alice, s.bob.id()).name == "Bobo"; }, 30s));
        QVERIFY(numberOf() > first);
    }

    void known_to_contacts_only()
    {
        World world(9);
        world.config.friendPolicy = FriendPolicy::All;
        SimNode& alice = world.add("Alice");
        SimNode& bob = world.add("Bob");
        SimNode& carol = world.add("Carol");
        SimNode& eve = world.add("Eve");
        // From its first start on, as a person does who makes that choice at once.
        bob.disk().apply({SettingRow{"privacy.contacts_only", "true"}});
        for (SimNode* node : {&alice, &bob, &carol, &eve}) {
            node->start();
            if (node != &alice)
                node->join(alice);
        }
        world.run(20s);
        const auto knownBy = [&](SimNode& node) { return knowsRecord(node, bob.id()); };
        // To all of them he is a guest, who finds others.
        for (SimNode* node : {&alice, &carol, &eve})
            QVERIFY(!knownBy(*node));
        const RequestId find = bob.command([&](Engine& engine, Now at, RequestId request) {
            engine.findRecord(at, request, carol.id());
        });
        QVERIFY(world.runUntil([&] { return bob.answers.contains(find); }, 5s));
        QVERIFY(answerOf<MapEntry>(bob, find).has_value());
        // He asks Alice, and Carol to keep for him; they know him from then on and tell nobody.
        bob.add(alice, "it is me");
        QVERIFY(world.runUntil(
            [&] { return contactOf(alice, bob.id()).state == ContactState::PendingIn; }, 30s));
        alice.accept(bob);
        requestFriend(bob, carol.id());
        QVERIFY(
            world.runUntil([&] { return mineState(bob, carol) == AgreementState::Active; }, 30s));
        world.run(1min);
        QVERIFY(knownBy(alice) && knownBy(carol));
        for (SimNode* node : {&eve, &alice, &bob, &carol}) {
            node->kill();
            world.run(5s);
            node->start();
        }
        eve.join(carol);
        world.run(5min);
        QVERIFY(!knownBy(eve));
        const RequestId question = eve.command([&](Engine& engine, Now at, RequestId request) {
            engine.findRecord(at, request, bob.id());
        });
        QVERIFY(world.runUntil([&] { return eve.answers.contains(question); }, 10s));
        QVERIFY(errorOf(eve, question) == ErrorCode::UnknownAddress);
        QVERIFY(eve.disk().load().records.size() == 2);
        for (const RecordRow& row : eve.disk().load().records)
            QVERIFY(row.id != bob.id() || (row.card.empty() && row.whereabouts.empty()));
        // Messages to him are kept as for anybody.
        bob.kill();
        world.run(10s);
        alice.send(bob, "discreet");
        QVERIFY(
            world.runUntil([&] { return stateOf(alice, "discreet") == MessageState::Held; }, 20s));
        alice.kill();
        bob.start();
        QVERIFY(world.runUntil([&] { return heardOnce(bob, "discreet"); }, 20s));
        // Who has his link, and so his id, can ask him himself.
        eve.command([&](Engine& engine, Now at, RequestId request) {
            engine.addContact(at, request, bob.id(), {}, "we met", {}, {bob.endpoint()});
        });
        QVERIFY(world.runUntil(
            [&] { return contactOf(bob, eve.id()).state == ContactState::PendingIn; }, 1min));
        // Without the id there is no answer at all.
        std::size_t answered = 0;
        world.net.tap = [&](const Datagram& datagram) {
            answered += datagram.from == bob.endpoint() && datagram.to == carol.endpoint() &&
                                wire::packetType(datagram.bytes) == wire::PacketType::Record
                            ? 1
                            : 0;
        };
        carol.command([&](Engine& engine, Now at, RequestId request) {
            engine.join(at, request, std::nullopt, {bob.endpoint()});
        });
        world.run(5s);
        QCOMPARE(answered, std::size_t{0});
        world.net.tap = nullptr;
        // Open again, everybody hears of him.
        set(bob, "privacy.contacts_only", "false");
        bob.join(eve);
        QVERIFY(world.runUntil([&] { return knownBy(carol) && knownBy(eve); }, 1min));
    }
};

VOS_TEST(PeopleTest)
#include "sim_people.moc"
