// Who keeps messages for whom: asked, agreed, declined, renewed, ended, checked by others.

#include "tests/sim/custodystory.h"
#include "tests/support/testprogram.h"

#include <QTest>

using namespace vos;
using namespace vos::sim;

namespace {

/// Two nodes that know each other's records and are no contacts, and a third that looks on.
struct OwnerAndFriend {
    explicit OwnerAndFriend(std::uint64_t seed)
        : world(seed)
        , owner(world.add("Olga"))
        , keeper(world.add("Karl"))
        , third(world.add("Theo"))
    {
        for (SimNode* node : {&owner, &keeper, &third})
            node->start();
        owner.join(keeper);
        third.join(keeper);
        world.run(5s);
    }

    bool states(AgreementState mine, AgreementState forOthers, Duration limit = 30s)
    {
        return world.runUntil(
            [&] {
                return mineState(owner, keeper) == mine && ownerState(keeper, owner) == forOthers;
            },
            limit);
    }
    bool agree()
    {
        requestFriend(owner, keeper.id());
        if (!states(AgreementState::Pending, AgreementState::Asked))
            return false;
        approve(keeper, owner.id());
        return states(AgreementState::Active, AgreementState::Active);
    }

    World world;
    SimNode& owner;
    SimNode& keeper;
    SimNode& third;
};

std::size_t requestsTold(const SimNode& node)
{
    return static_cast<std::size_t>(
        std::count_if(node.events.begin(), node.events.end(), [](const Event& event) {
            const auto* changed = std::get_if<FriendOwnerChanged>(&event);
            return changed && changed->requested;
        }));
}

identity::Grant grantOf(const SimNode& owner, const SimNode& keeper)
{
    return *identity::Grant::decode(owner.disk().friends().at(keeper.id()).grant);
}

}  // namespace

class CustodyAgreementTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void strangers_agree_and_everybody_can_check_it()
    {
        OwnerAndFriend pair(1);
        requestFriend(pair.owner, pair.keeper.id(), 2048, "for my phone");
        QVERIFY(pair.states(AgreementState::Pending, AgreementState::Asked));
        const Agreements asked = pair.keeper.engine().agreements(pair.keeper.now());
        QCOMPARE(asked.forOthers.size(), std::size_t{1});
        QCOMPARE(asked.forOthers[0].message, std::string("for my phone"));
        QCOMPARE(asked.forOthers[0].name, std::string("Olga"));
        QCOMPARE(asked.forOthers[0].quotaBytes, std::uint64_t{2048} << 10);
        approve(pair.keeper, pair.owner.id());
        QVERIFY(pair.states(AgreementState::Active, AgreementState::Active));
        QCOMPARE(requestsTold(pair.keeper), std::size_t{1});

        const identity::Grant grant = grantOf(pair.owner, pair.keeper);
        QVERIFY(grant.verify(pair.owner.id()));
        QCOMPARE(grant.quotaKib, 2048u);
        QCOMPARE(grant.letters, 20'000u);
        QCOMPARE(grant.expires - grant.issued, identity::Grant::TermMax);
        QVERIFY(pair.world.runUntil([&] { return grantsInCard(pair.third, pair.owner.id()) == 1; },
                                    30s));
        for (SimNode* node : {&pair.owner, &pair.keeper, &pair.third})
            QCOMPARE(verdictOf(pair.world, *node, pair.owner.id(), pair.keeper.id()),
                     std::string("valid"));
        QCOMPARE(verdictOf(pair.world, pair.third, pair.keeper.id(), pair.owner.id()),
                 std::string("no-grant"));
        QCOMPARE(verdictOf(pair.world, pair.third, pair.world.rng.id<NodeId>(), pair.keeper.id()),
                 std::string("no-card"));
    }

    void a_request_waits_across_restarts_of_both()
    {
        OwnerAndFriend pair(2);
        pair.keeper.stop();
        pair.world.run(10s);
        const RequestId request = requestFriend(pair.owner, pair.keeper.id());
        QVERIFY(pair.world.runUntil([&] { return pair.owner.answers.contains(request); }, 5s));
        pair.owner.kill();
        pair.world.run(1h);
        pair.owner.start();
        pair.world.run(1min);
        QCOMPARE(mineState(pair.owner, pair.keeper), AgreementState::Pending);
        pair.keeper.start();
        QVERIFY(pair.states(AgreementState::Pending, AgreementState::Asked));
        pair.keeper.kill();
        pair.owner.kill();
        pair.world.run(24h);
        pair.keeper.start();
        pair.world.run(1min);
        QCOMPARE(pair.keeper.engine().agreements(pair.keeper.now()).forOthers.size(),
                 std::size_t{1});
        QCOMPARE(requestsTold(pair.keeper), std::size_t{1});
        // Approved while the owner is away.
        approve(pair.keeper, pair.owner.id());
        pair.world.run(1min);
        pair.keeper.kill();
        pair.owner.start();
        pair.world.run(1min);
        pair.keeper.start();
        QVERIFY(pair.states(AgreementState::Active, AgreementState::Active));
        pair.owner.kill();
        pair.keeper.kill();
        pair.owner.start();
        pair.keeper.start();
        QVERIFY(pair.states(AgreementState::Active, AgreementState::Active));
        QCOMPARE(pair.owner.engine().agreements(pair.owner.now()).mine[0].state,
                 AgreementState::Active);
    }

    void a_stranger_known_by_its_link_alone_is_asked()
    {
        World world(3);
        SimNode& owner = world.add("Olga");
        SimNode& keeper = world.add("Karl");
        owner.start();
        keeper.start();
        requestFriend(owner, keeper.id(), 0, "hello", {keeper.endpoint()});
        QVERIFY(world.runUntil([&] { return ownerState(keeper, owner) == AgreementState::Asked; },
                               30s));
    }

    void declined_and_asked_again()
    {
        OwnerAndFriend pair(4);
        requestFriend(pair.owner, pair.keeper.id());
        QVERIFY(pair.states(AgreementState::Pending, AgreementState::Asked));
        decline(pair.keeper, pair.owner.id());
        QVERIFY(pair.states(AgreementState::Declined, AgreementState::Declined));
        QVERIFY(pair.agree());
        QCOMPARE(requestsTold(pair.keeper), std::size_t{2});
    }

    void do_not_ask_declines_without_a_word_until_it_is_taken_back()
    {
        OwnerAndFriend pair(5);
        requestFriend(pair.owner, pair.keeper.id());
        QVERIFY(pair.states(AgreementState::Pending, AgreementState::Asked));
        decline(pair.keeper, pair.owner.id(), true);
        QVERIFY(pair.states(AgreementState::Declined, AgreementState::Declined));
        requestFriend(pair.owner, pair.keeper.id());
        pair.world.run(1s);
        QVERIFY(pair.states(AgreementState::Declined, AgreementState::Declined));
        QCOMPARE(requestsTold(pair.keeper), std::size_t{1});
        decline(pair.keeper, pair.owner.id(), false);
        QVERIFY(pair.agree());
    }

    void a_late_yes_after_a_no_counts()
    {
        OwnerAndFriend pair(6);
        requestFriend(pair.owner, pair.keeper.id());
        QVERIFY(pair.states(AgreementState::Pending, AgreementState::Asked));
        decline(pair.keeper, pair.owner.id());
        QVERIFY(pair.states(AgreementState::Declined, AgreementState::Declined));
        approve(pair.keeper, pair.owner.id());
        QVERIFY(pair.states(AgreementState::Active, AgreementState::Active));
    }

    void withdrawn_requests_vanish_at_the_other_side()
    {
        OwnerAndFriend pair(7);
        requestFriend(pair.owner, pair.keeper.id());
        QVERIFY(pair.states(AgreementState::Pending, AgreementState::Asked));
        revoke(pair.owner, pair.keeper.id());
        QVERIFY(pair.states(AgreementState::Revoked, AgreementState::None));
        revoke(pair.owner, pair.keeper.id());
        QVERIFY(pair.states(AgreementState::None, AgreementState::None));
        QVERIFY(pair.owner.engine().agreements(pair.owner.now()).mine.empty());
    }

    void withdrawal_and_approval_that_cross_end_in_nothing()
    {
        OwnerAndFriend pair(8);
        requestFriend(pair.owner, pair.keeper.id());
        QVERIFY(pair.states(AgreementState::Pending, AgreementState::Asked));
        pair.world.net.blocked = [](const Endpoint&, const Endpoint&) { return true; };
        approve(pair.keeper, pair.owner.id());
        revoke(pair.owner, pair.keeper.id());
        pair.world.run(20s);
        pair.world.net.blocked = nullptr;
        QVERIFY(pair.states(AgreementState::Revoked, AgreementState::Revoked, 10min));
        QCOMPARE(grantsInCard(pair.third, pair.owner.id()), std::size_t{0});
    }

    void the_owner_ends_it()
    {
        OwnerAndFriend pair(9);
        QVERIFY(pair.agree());
        const identity::Grant grant = grantOf(pair.owner, pair.keeper);
        revoke(pair.owner, pair.keeper.id());
        QVERIFY(pair.states(AgreementState::Revoked, AgreementState::Revoked));
        const auto end = friendvos::Revocation::decode(
            pair.keeper.disk().owners().at(pair.owner.id()).revocation);
        QVERIFY(end && end->verify() && end->by == friendvos::Party::Owner);
        QCOMPARE(end->grant, grant.grantId(pair.owner.id()));
        QVERIFY(pair.world.runUntil([&] { return grantsInCard(pair.third, pair.owner.id()) == 0; },
                                    30s));
        QCOMPARE(verdictOf(pair.world, pair.third, pair.owner.id(), pair.keeper.id()),
                 std::string("no-grant"));
        // And it can be agreed anew.
        QVERIFY(pair.agree());
    }

    void the_friend_ends_it_while_the_owner_is_away()
    {
        OwnerAndFriend pair(10);
        QVERIFY(pair.agree());
        pair.owner.kill();
        pair.world.run(1min);
        revoke(pair.keeper, pair.owner.id());
        pair.world.run(1min);
        QCOMPARE(verdictOf(pair.world, pair.keeper, pair.owner.id(), pair.keeper.id()),
                 std::string("revoked"));
        pair.keeper.kill();
        pair.world.run(1h);
        pair.owner.start();
        pair.world.run(10s);
        QCOMPARE(mineState(pair.owner, pair.keeper), AgreementState::Active);
        pair.keeper.start();
        QVERIFY(pair.states(AgreementState::Revoked, AgreementState::Revoked));
        QVERIFY(pair.world.runUntil([&] { return grantsInCard(pair.keeper, pair.owner.id()) == 0; },
                                    30s));
    }

    void each_keeps_for_the_other_and_one_side_ends()
    {
        OwnerAndFriend pair(11);
        QVERIFY(pair.agree());
        requestFriend(pair.keeper, pair.owner.id());
        QVERIFY(pair.world.runUntil(
            [&] { return ownerState(pair.owner, pair.keeper) == AgreementState::Asked; }, 30s));
        approve(pair.owner, pair.keeper.id());
        QVERIFY(pair.world.runUntil(
            [&] { return mineState(pair.keeper, pair.owner) == AgreementState::Active; }, 30s));
        revoke(pair.owner, pair.keeper.id(), AgreementSide::Mine);
        QVERIFY(pair.states(AgreementState::Revoked, AgreementState::Revoked));
        pair.world.run(1min);
        QCOMPARE(mineState(pair.keeper, pair.owner), AgreementState::Active);
        QCOMPARE(ownerState(pair.owner, pair.keeper), AgreementState::Active);
    }

    void both_sides_end_while_the_other_is_away()
    {
        OwnerAndFriend pair(15);
        QVERIFY(pair.agree());
        requestFriend(pair.keeper, pair.owner.id());
        QVERIFY(pair.world.runUntil(
            [&] { return ownerState(pair.owner, pair.keeper) == AgreementState::Asked; }, 30s));
        approve(pair.owner, pair.keeper.id());
        QVERIFY(pair.world.runUntil(
            [&] { return mineState(pair.keeper, pair.owner) == AgreementState::Active; }, 30s));
        pair.keeper.kill();
        pair.world.run(1min);
        revoke(pair.owner, pair.keeper.id());
        pair.world.run(1min);
        // Asking anew takes back the end of what it kept for us, and not that of the other.
        requestFriend(pair.owner, pair.keeper.id());
        pair.world.run(1min);
        pair.keeper.start();
        QVERIFY(pair.world.runUntil(
            [&] {
                return mineState(pair.keeper, pair.owner) == AgreementState::Revoked &&
                       mineState(pair.owner, pair.keeper) == AgreementState::Active;
            },
            1min));
        pair.world.run(1min);
        QCOMPARE(ownerState(pair.keeper, pair.owner), AgreementState::Active);
        QCOMPARE(ownerState(pair.owner, pair.keeper), AgreementState::Revoked);
        pair.keeper.kill();
        pair.world.run(1min);
        revoke(pair.owner, pair.keeper.id(), AgreementSide::Mine);
        pair.world.run(1min);
        pair.keeper.start();
        QVERIFY(pair.states(AgreementState::Revoked, AgreementState::Revoked, 1min));
    }

    void a_request_that_is_refused_is_declined()
    {
        OwnerAndFriend pair(16);
        pair.keeper.command([&](Engine& engine, Now now, RequestId request) {
            engine.blockContact(now, request, pair.owner.id());
        });
        requestFriend(pair.owner, pair.keeper.id());
        QVERIFY(pair.world.runUntil(
            [&] { return mineState(pair.owner, pair.keeper) == AgreementState::Declined; }, 30s));
        QCOMPARE(ownerState(pair.keeper, pair.owner), AgreementState::None);
        pair.owner.kill();
        pair.owner.start();
        pair.world.run(1min);
        QCOMPARE(mineState(pair.owner, pair.keeper), AgreementState::Declined);
    }

    void limits_are_changed_by_a_new_grant()
    {
        OwnerAndFriend pair(12);
        QVERIFY(pair.agree());
        pair.world.run(2s);
        approve(pair.keeper, pair.owner.id(), 777);
        QVERIFY(pair.world.runUntil(
            [&] { return grantOf(pair.owner, pair.keeper).quotaKib == 777; }, 30s));
        QVERIFY(pair.world.runUntil(
            [&] {
                return pair.owner.engine().agreements(pair.owner.now()).mine[0].quotaBytes ==
                       std::uint64_t{777} << 10;
            },
            30s));
        QCOMPARE(grantsInCard(pair.third, pair.owner.id()), std::size_t{1});
    }

    void no_answer_for_two_weeks_and_asked_again()
    {
        OwnerAndFriend pair(13);
        pair.keeper.stop();
        pair.third.stop();
        requestFriend(pair.owner, pair.keeper.id());
        pair.world.run(5s);
        pair.owner.stop();
        pair.world.run(Days(13));
        pair.owner.start();
        pair.world.run(1min);
        QCOMPARE(mineState(pair.owner, pair.keeper), AgreementState::Pending);
        pair.owner.stop();
        pair.world.run(Days(1));
        pair.owner.start();
        pair.world.run(1min);
        QCOMPARE(mineState(pair.owner, pair.keeper), AgreementState::Expired);
        pair.keeper.start();
        pair.world.run(2min);
        QCOMPARE(ownerState(pair.keeper, pair.owner), AgreementState::None);
        QVERIFY(pair.agree());
    }

    void grants_renew_themselves_while_both_meet_now_and_then()
    {
        OwnerAndFriend pair(14);
        QVERIFY(pair.agree());
        const std::uint32_t first = grantOf(pair.owner, pair.keeper).issued;
        for (int week = 0; week < 12; ++week) {
            for (SimNode* node : {&pair.owner, &pair.keeper, &pair.third})
                week % 2 == 0 ? node->stop() : node->kill();
            pair.world.run(Days(8));
            for (SimNode* node : {&pair.owner, &pair.keeper, &pair.third})
                node->start();
            pair.world.run(1min);
            QVERIFY(pair.states(AgreementState::Active, AgreementState::Active, 1s));
            const identity::Grant grant = grantOf(pair.owner, pair.keeper);
            const auto left = std::int64_t{grant.expires} - toMillis(pair.world.wall()) / 1000;
            QVERIFY2(left > 29 * 86'400, std::to_string(left).c_str());
        }
        QVERIFY(grantOf(pair.owner, pair.keeper).issued > first + 80 * 86'400);
        QVERIFY(pair.world.runUntil(
            [&] {
                return verdictOf(pair.world, pair.third, pair.owner.id(), pair.keeper.id()) ==
                       "valid";
            },
            1min));
    }

    void weeks_online_renew_without_a_restart()
    {
        OwnerAndFriend pair(15);
        QVERIFY(pair.agree());
        pair.third.stop();
        const std::uint32_t first = grantOf(pair.owner, pair.keeper).issued;
        pair.world.run(Days(8));
        QVERIFY(grantOf(pair.owner, pair.keeper).issued > first + 6 * 86'400);
    }

    void a_month_apart_ends_it_on_both_sides()
    {
        OwnerAndFriend pair(16);
        QVERIFY(pair.agree());
        QVERIFY(pair.world.runUntil([&] { return grantsInCard(pair.third, pair.owner.id()) == 1; },
                                    30s));
        for (SimNode* node : {&pair.owner, &pair.keeper, &pair.third})
            node->stop();
        pair.world.run(Days(31));
        pair.owner.start();
        pair.third.start();
        QVERIFY(pair.world.runUntil(
            [&] { return mineState(pair.owner, pair.keeper) == AgreementState::Expired; }, 1min));
        pair.keeper.start();
        QVERIFY(pair.states(AgreementState::Expired, AgreementState::Expired, 1min));
        QVERIFY(pair.world.runUntil([&] { return grantsInCard(pair.third, pair.owner.id()) == 0; },
                                    2min));
        QVERIFY(pair.agree());
    }

    void a_clock_a_year_off_ends_no_agreement()
    {
        for (const auto error : {-Days(365), Days(365)}) {
            for (const bool atKeeper : {true, false}) {
                OwnerAndFriend pair(17);
                QVERIFY(pair.agree());
                SimNode& wrong = atKeeper ? pair.keeper : pair.owner;
                const auto pass = [&](Days days) {
                    for (SimNode* node : {&pair.owner, &pair.keeper, &pair.third})
                        node->kill();
                    pair.world.run(days);
                    for (SimNode* node : {&pair.owner, &pair.keeper, &pair.third})
                        node->start();
                    pair.world.run(2min);
                };
                wrong.clockError = error;
                pair.world.run(2h);
                pass(Days(0));
                pass(Days(8));
                QVERIFY(pair.states(AgreementState::Active, AgreementState::Active, 1s));
                wrong.clockError = {};
                pair.world.run(10min);
                pass(Days(8));
                QVERIFY(pair.states(AgreementState::Active, AgreementState::Active, 1s));
                QCOMPARE(verdictOf(pair.world, pair.third, pair.owner.id(), pair.keeper.id()),
                         std::string("valid"));
            }
        }
    }

    void eight_friends_at_most()
    {
        World world(18);
        SimNode& owner = world.add("Olga");
        owner.start();
        for (int i = 0; i < 8; ++i) {
            const RequestId request = requestFriend(owner, world.rng.id<NodeId>());
            QVERIFY(world.runUntil([&] { return owner.answers.contains(request); }, 5s));
            QVERIFY(!errorOf(owner, request));
        }
        const RequestId ninth = requestFriend(owner, world.rng.id<NodeId>());
        QCOMPARE(errorOf(owner, ninth), std::optional(ErrorCode::NotAllowed));
        revoke(owner, owner.disk().friends().begin()->first);
        const RequestId again = requestFriend(owner, world.rng.id<NodeId>());
        world.run(1s);
        QVERIFY(!errorOf(owner, again));
        QCOMPARE(errorOf(owner, requestFriend(owner, owner.id())),
                 std::optional(ErrorCode::InvalidParams));
        QCOMPARE(errorOf(owner, approve(owner, world.rng.id<NodeId>())),
                 std::optional(ErrorCode::NotFound));
        QCOMPARE(errorOf(owner, revoke(owner, world.rng.id<NodeId>())),
                 std::optional(ErrorCode::NotFound));
    }

    void policies_decide_and_are_changed_while_running()
    {
        OwnerAndFriend pair(19);
        set(pair.keeper, "friend_vos.accept", "none");
        requestFriend(pair.owner, pair.keeper.id());
        QVERIFY(pair.states(AgreementState::Declined, AgreementState::None));
        set(pair.keeper, "friend_vos.accept", "contacts");
        requestFriend(pair.owner, pair.keeper.id());
        QVERIFY(pair.states(AgreementState::Pending, AgreementState::Asked));
        QVERIFY(pair.world.befriend(pair.third, pair.keeper));
        requestFriend(pair.third, pair.keeper.id());
        QVERIFY(pair.world.runUntil(
            [&] { return mineState(pair.third, pair.keeper) == AgreementState::Active; }, 30s));
        set(pair.keeper, "friend_vos.accept", "all");
        requestFriend(pair.owner, pair.keeper.id());
        QVERIFY(pair.states(AgreementState::Active, AgreementState::Active));
    }

    void nobody_is_promised_more_than_there_is()
    {
        OwnerAndFriend pair(20);
        set(pair.keeper, "friend_vos.accept", "all");
        set(pair.keeper, "friend_vos.quota_mib", "100");
        requestFriend(pair.owner, pair.keeper.id(), 500 << 10);
        QVERIFY(pair.states(AgreementState::Active, AgreementState::Active));
        QCOMPARE(grantOf(pair.owner, pair.keeper).quotaKib, 64u << 10);
        requestFriend(pair.third, pair.keeper.id());
        QVERIFY(pair.world.runUntil(
            [&] { return mineState(pair.third, pair.keeper) == AgreementState::Active; }, 30s));
        QCOMPARE(grantOf(pair.third, pair.keeper).quotaKib, 36u << 10);
        SimNode& late = pair.world.add("Late");
        late.start();
        late.join(pair.keeper);
        pair.world.run(5s);
        requestFriend(late, pair.keeper.id());
        QVERIFY(pair.world.runUntil(
            [&] { return mineState(late, pair.keeper) == AgreementState::Declined; }, 30s));
    }

    void full_disks_agree_to_nothing()
    {
        OwnerAndFriend pair(21);
        requestFriend(pair.owner, pair.keeper.id());
        QVERIFY(pair.states(AgreementState::Pending, AgreementState::Asked));
        pair.keeper.disk().full = true;
        const RequestId request = approve(pair.keeper, pair.owner.id());
        QVERIFY(pair.world.runUntil([&] { return pair.keeper.answers.contains(request); }, 5s));
        QCOMPARE(errorOf(pair.keeper, request), std::optional(ErrorCode::Storage));
        pair.world.run(1min);
        QVERIFY(pair.states(AgreementState::Pending, AgreementState::Asked, 1s));
        pair.keeper.disk().full = false;
        pair.keeper.engine().handleStorageTrouble(pair.keeper.now(), false);
        approve(pair.keeper, pair.owner.id());
        QVERIFY(pair.states(AgreementState::Active, AgreementState::Active));
    }

    void forged_expired_and_transplanted_grants_are_named_as_such()
    {
        World world(22);
        SimNode& judge = world.add("Judge");
        SimNode& keeper = world.add("Karl");
        SimNode& stranger = world.add("Sten");
        const auto seconds = static_cast<std::uint32_t>(toMillis(world.wall()) / 1000);
        const auto grantFor = [&](const NodeId& owner, std::uint32_t issued) {
            identity::Grant grant;
            grant.friendId = keeper.id();
            grant.quotaKib = 1024;
            grant.letters = 100;
            grant.issued = issued;
            grant.expires = issued + identity::Grant::TermMax;
            grant.sign(owner, keeper.identity().signing());
            return grant;
        };
        const auto owners = [&](const std::string& name, const auto& change) {
            SimNode& owner = world.add(name);
            identity::Card card;
            card.id = owner.id();
            card.number = 3;
            card.letterKey = owner.identity().letter().publicKey();
            card.prekey = card.letterKey;
            card.grants.push_back(grantFor(owner.id(), seconds));
            change(card);
            card.sign(owner.identity().signing());
            RecordRow row;
            row.id = owner.id();
            row.card = card.encode();
            row.highestCard = 3;
            return row;
        };
        const RecordRow good = owners("Good", [](identity::Card&) {});
        const RecordRow expired = owners("Old", [&](identity::Card& card) {
            card.grants[0] = grantFor(card.id, seconds - identity::Grant::TermMax - 1);
        });
        const RecordRow early = owners("Early", [&](identity::Card& card) {
            card.grants[0] = grantFor(card.id, seconds + 86'400);
        });
        const RecordRow forged =
            owners("Forger", [&](identity::Card& card) { card.grants[0].quotaKib = 1 << 20; });
        const RecordRow transplanted = owners(
            "Thief", [&](identity::Card& card) { card.grants[0] = grantFor(good.id, seconds); });
        RecordRow changed = owners("Changed", [](identity::Card&) {});
        auto changedCard = *identity::Card::decode(changed.card);
        changedCard.prekeyMade += 1;
        changed.card = changedCard.encode();
        judge.disk().apply({good, expired, early, forged, transplanted, changed});
        judge.start();
        const auto verdict = [&](const RecordRow& row) {
            return verdictOf(world, judge, row.id, keeper.id());
        };
        QCOMPARE(verdict(good), std::string("valid"));
        QCOMPARE(verdict(expired), std::string("expired"));
        QCOMPARE(verdict(early), std::string("not-yet-valid"));
        QCOMPARE(verdict(forged), std::string("friend-signature"));
        QCOMPARE(verdict(transplanted), std::string("friend-signature"));
        QCOMPARE(verdict(changed), std::string("owner-signature"));
        QCOMPARE(verdictOf(world, judge, good.id, stranger.id()), std::string("no-grant"));
    }

    void a_card_is_fetched_to_judge()
    {
        OwnerAndFriend pair(23);
        QVERIFY(pair.agree());
        pair.world.run(5s);
        SimNode& judge = pair.world.add("Judge");
        judge.start();
        judge.join(pair.keeper);
        pair.world.run(200ms);
        QCOMPARE(verdictOf(pair.world, judge, pair.owner.id(), pair.keeper.id()),
                 std::string("valid"));
    }

    void the_drill_tells_what_is_wrong()
    {
        OwnerAndFriend pair(24);
        const auto drill = [&] {
            const Instant begun = pair.world.now();
            const RequestId request = pair.owner.command(
                [](Engine& engine, Now now, RequestId id) { engine.drillFriendVos(now, id); });
            pair.world.runUntil([&] { return pair.owner.answers.contains(request); }, 6s);
            const auto results = answerOf<std::vector<DrillResult>>(pair.owner, request);
            return results && pair.world.now() - begun <= Duration(5s)
                       ? *results
                       : std::vector<DrillResult>(9);
        };
        QVERIFY(drill().empty());
        QVERIFY(pair.agree());
        pair.world.run(5s);
        auto results = drill();
        QCOMPARE(results.size(), std::size_t{1});
        QVERIFY(results[0].ok && results[0].reachable && results[0].accepting);
        QCOMPARE(results[0].quotaBytes, std::uint64_t{64} << 20);
        pair.keeper.clockError = 1h;
        results = drill();
        QVERIFY(results.size() == 1 && results[0].reachable && !results[0].ok);
        QVERIFY(results[0].clockAhead && *results[0].clockAhead > 59min);
        pair.keeper.clockError = {};
        set(pair.keeper, "friend_vos.quota_mib", "0");
        results = drill();
        QVERIFY(results.size() == 1 && results[0].grantValid && !results[0].accepting);
        QVERIFY(!results[0].ok);
        pair.keeper.kill();
        results = drill();
        QVERIFY(results.size() == 1 && !results[0].reachable && !results[0].ok);
        pair.keeper.start();
        QVERIFY(
            pair.world.runUntil([&] { return knowsRecord(pair.keeper, pair.owner.id()); }, 1min));
        pair.owner.kill();
        pair.owner.start();
        set(pair.keeper, "friend_vos.quota_mib", "256");
        results = drill();
        QVERIFY(results.size() == 1 && results[0].ok);
    }

    void random_restarts_end_in_the_same_place_data()
    {
        QTest::addColumn<int>("seed");
        const int seeds = qEnvironmentVariableIntValue("VOS_LONG") ? 2000 : 60;
        for (int seed = 1; seed <= seeds; ++seed)
            QTest::newRow(qPrintable(QStringLiteral("seed %1").arg(seed))) << seed;
    }
    void random_restarts_end_in_the_same_place()
    {
        QFETCH(int, seed);
        OwnerAndFriend pair(static_cast<std::uint64_t>(seed));
        pair.world.net.options.loss = 0.1;
        SimRng& rng = pair.world.rng;
        const auto shake = [&] {
            for (SimNode* node : {&pair.owner, &pair.keeper}) {
                if (rng.chance(0.5))
                    continue;
                pair.world.run(Duration(static_cast<std::int64_t>(rng.below(300'000))));
                node->kill();
                pair.world.run(Duration(static_cast<std::int64_t>(rng.below(3'000'000))));
                node->start();
            }
        };
        const auto answered = [&](SimNode& node, RequestId request) {
            return pair.world.runUntil([&] { return node.answers.contains(request); }, 1s);
        };
        QVERIFY(answered(pair.owner, requestFriend(pair.owner, pair.keeper.id())));
        shake();
        QVERIFY(pair.states(AgreementState::Pending, AgreementState::Asked, 10min));
        QVERIFY(answered(pair.keeper, approve(pair.keeper, pair.owner.id())));
        shake();
        QVERIFY(pair.states(AgreementState::Active, AgreementState::Active, 10min));
        SimNode& ends = rng.chance(0.5) ? pair.owner : pair.keeper;
        SimNode& other = &ends == &pair.owner ? pair.keeper : pair.owner;
        QVERIFY(answered(ends, revoke(ends, other.id())));
        shake();
        QVERIFY(pair.states(AgreementState::Revoked, AgreementState::Revoked, 10min));
        QVERIFY(requestsTold(pair.keeper) <= 1);
    }
};

VOS_TEST(CustodyAgreementTest)
#include "sim_custody_agreement.moc"
