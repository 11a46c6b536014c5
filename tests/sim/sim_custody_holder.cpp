// What a Friend VOS does with letters: takes them within limits, signs, keeps, hands over, erases.

#include "p2p/friendvos/quota.h"
#include "tests/sim/custodystory.h"
#include "tests/support/testprogram.h"

#include <QTest>

#include <set>

using namespace vos;
using namespace vos::sim;
using friendvos::RecallOutcome;
using friendvos::RefusalReason;

namespace {

std::vector<std::string> numbered(int count)
{
    std::vector<std::string> texts;
    for (int i = 1; i <= count; ++i)
        texts.push_back("text " + std::to_string(i));
    return texts;
}

/// Work for a stranger's letter, as the world asks for it.
void addWork(const World& world, wire::Deposit& deposit)
{
    auto search = crypto::WorkSearch::forLetter(letters::letterId(deposit.letter),
                                                world.config.letterWorkBits, 1);
    deposit.work = *search.run(1u << 20);
}

}  // namespace

class CustodyHolderTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void held_letters_reach_their_owner_in_order()
    {
        CustodyStory story(1);
        QVERIFY(story.ready);
        story.leave();
        const auto texts = numbered(20);
        std::vector<LetterId> ids;
        for (const std::string& text : texts) {
            const auto id = story.deposit(text);
            QVERIFY(id.has_value());
            ids.push_back(*id);
        }
        QCOMPARE(story.keeper.disk().heldLetters().size(), texts.size());
        QCOMPARE(story.fate(ids[0]), std::optional(wire::LetterFate::Held));
        const Agreements told = story.keeper.engine().agreements(story.keeper.now());
        QCOMPARE(told.forOthers[0].messages, 20u);
        QVERIFY(told.usedBytes > 20 * 400);
        story.owner.start();
        QVERIFY(story.world.runUntil([&] { return story.got() == texts; }, 1s));
        QVERIFY(story.owner.heard == texts);
        QVERIFY(story.world.runUntil([&] { return story.keeperIsEmpty(); }, 2s));
        // The owner's word waits for whoever knows a letter's id.
        QCOMPARE(story.fate(ids[7]), std::optional(wire::LetterFate::Settled));
        const auto receipt = story.guest.wait<wire::Receipt>();
        const auto word = receipt ? letters::Receipt::decode(receipt->receipt) : std::nullopt;
        QVERIFY(word && word->verify() && word->recipient == story.owner.id());
        QVERIFY(std::find(word->letters.begin(), word->letters.end(), ids[7]) !=
                word->letters.end());
        QCOMPARE(word->verdict, letters::Verdict::Stored);
        // Also after a restart.
        story.keeper.kill();
        story.keeper.start();
        story.world.run(1min);
        QCOMPARE(story.fate(ids[7]), std::optional(wire::LetterFate::Settled));
        QVERIFY(story.guest.wait<wire::Receipt>().has_value());
    }

    void signed_for_only_when_durable()
    {
        CustodyStory story(2);
        QVERIFY(story.ready);
        story.leave();
        story.world.commitTime = 5s;
        const wire::Deposit deposit = story.depositOf(story.letterOf("slow disk"));
        QVERIFY(story.guest.say(story.keeper.id(), deposit));
        QVERIFY(!story.guest.wait<wire::Custody>(3s));
        QVERIFY(story.keeperIsEmpty());
        QVERIFY(story.guest.wait<wire::Custody>().has_value());
        QVERIFY(!story.keeperIsEmpty());
    }

    void repeats_before_the_commit_are_signed_for_once()
    {
        CustodyStory story(21);
        QVERIFY(story.ready);
        story.leave();
        QVERIFY(story.deposit("first"));
        story.world.commitTime = 2s;
        const wire::Deposit message = story.depositOf(story.letterOf("again and again"));
        for (int i = 0; i < 50; ++i)
            QVERIFY(story.guest.say(story.keeper.id(), message));
        story.guest.heard.clear();
        story.world.run(5s);
        std::size_t signatures = 0;
        for (const wire::Message& heard : story.guest.heard)
            signatures += std::holds_alternative<wire::Custody>(heard) ? 1 : 0;
        QCOMPARE(signatures, std::size_t{1});
    }

    void repeats_are_signed_for_again_and_kept_once()
    {
        CustodyStory story(3);
        QVERIFY(story.ready);
        story.leave();
        const wire::Deposit deposit = story.depositOf(story.letterOf("once"));
        for (int i = 0; i < 3; ++i) {
            QVERIFY(story.guest.say(story.keeper.id(), deposit));
            QVERIFY(story.guest.wait<wire::Custody>().has_value());
        }
        QCOMPARE(story.keeper.disk().heldLetters().size(), std::size_t{1});
        QCOMPARE(story.keeper.engine().agreements(story.keeper.now()).forOthers[0].messages, 1u);
        story.owner.start();
        QVERIFY(story.world.runUntil([&] { return story.got().size() == 1; }, 2s));
        QVERIFY(story.world.runUntil([&] { return story.keeperIsEmpty(); }, 2s));
        // A settled one is answered with the owner's receipt and not taken again.
        QVERIFY(story.guest.say(story.keeper.id(), deposit));
        QVERIFY(story.guest.wait<wire::Receipt>().has_value());
        QVERIFY(story.keeperIsEmpty());
    }

    void new_letters_go_at_once_while_the_owner_is_there()
    {
        CustodyStory story(4);
        QVERIFY(story.ready);
        story.writer.stop();
        story.world.run(5s);
        QVERIFY(story.deposit("now").has_value());
        QVERIFY(story.world.runUntil([&] { return story.got().size() == 1; }, 500ms));
        QVERIFY(story.world.runUntil([&] { return story.keeperIsEmpty(); }, 1s));
    }

    void each_objection_is_signed()
    {
        CustodyStory story(5, 64);
        QVERIFY(story.ready);
        story.leave();
        wire::Deposit deposit = story.depositOf(story.letterOf("x"));
        deposit.slotTag[3] ^= std::byte{1};
        QCOMPARE(story.refusal(deposit), std::optional(RefusalReason::SlotClosed));
        deposit = story.depositOf(story.letterOf("x"));
        deposit.slot += 1;
        QCOMPARE(story.refusal(deposit), std::optional(RefusalReason::SlotClosed));

        deposit = story.depositOf(story.letterOf("x"), false);
        addWork(story.world, deposit);
        deposit.work[0] ^= std::byte{0x5a};
        while (crypto::letterWorkValid(letters::letterId(deposit.letter), deposit.work,
                                       story.world.config.letterWorkBits))
            deposit.work[1] ^= std::byte{0x33}, deposit.work[2] ^= std::byte{0x71};
        QCOMPARE(story.refusal(deposit), std::optional(RefusalReason::NeedsWork));
        addWork(story.world, deposit);
        QVERIFY(story.guest.say(story.keeper.id(), deposit));
        QVERIFY(story.guest.wait<wire::Custody>().has_value());
        deposit = story.depositOf(story.letterOf(std::string(5000, 'x')), false);
        addWork(story.world, deposit);
        QCOMPARE(story.refusal(deposit), std::optional(RefusalReason::TooLarge));

        // For somebody who has no agreement here.
        deposit = story.depositOf(
            sealText(story.world, story.owner, story.writer.id(), story.keeper, "not here", 1));
        QCOMPARE(story.refusal(deposit), std::optional(RefusalReason::NotFriend));

        // 64 KiB are granted.
        const Bytes large = story.letterOf(std::string(40'000, 'x'));
        QVERIFY(story.guest.say(story.keeper.id(), story.depositOf(large)));
        QVERIFY(story.guest.wait<wire::Custody>().has_value());
        deposit = story.depositOf(story.letterOf(std::string(40'000, 'y')));
        QCOMPARE(story.refusal(deposit), std::optional(RefusalReason::Full));

        story.keeper.disk().full = true;
        deposit = story.depositOf(story.letterOf("no room"));
        QCOMPARE(story.refusal(deposit), std::optional(RefusalReason::Storage));
        QCOMPARE(story.refusal(deposit), std::optional(RefusalReason::Storage));
        story.keeper.disk().full = false;
        story.keeper.engine().handleStorageTrouble(story.keeper.now(), false);
        QVERIFY(story.guest.say(story.keeper.id(), deposit));
        QVERIFY(story.guest.wait<wire::Custody>().has_value());
    }

    void garbage_in_place_of_a_letter_has_no_effect()
    {
        CustodyStory story(6);
        QVERIFY(story.ready);
        story.leave();
        wire::Deposit deposit = story.depositOf(story.letterOf("x"));
        deposit.letter[0] ^= std::byte{7};
        QVERIFY(story.guest.say(story.keeper.id(), deposit));
        story.world.run(5s);
        QVERIFY(story.guest.heard.empty());
        QVERIFY(story.keeperIsEmpty());
        QVERIFY(story.deposit("still there").has_value());
    }

    void strangers_share_their_own_place()
    {
        CustodyStory story(7);
        QVERIFY(story.ready);
        story.leave();
        for (std::uint32_t i = 0; i < friendvos::StrangerLettersMax; ++i) {
            wire::Deposit deposit = story.depositOf(story.letterOf("x"), false);
            addWork(story.world, deposit);
            QVERIFY(story.guest.say(story.keeper.id(), deposit));
            QVERIFY(story.guest.wait<wire::Custody>().has_value());
        }
        wire::Deposit deposit = story.depositOf(story.letterOf("x"), false);
        addWork(story.world, deposit);
        QCOMPARE(story.refusal(deposit), std::optional(RefusalReason::Full));
        // The owner's contacts feel nothing of it; a recall does not make room either.
        QVERIFY(story.deposit("from a contact").has_value());
        const LetterId one = story.keeper.disk().held().begin()->first;
        if (story.keeper.disk().held().at(one).slot == 0) {
            QCOMPARE(story.recall(one, story.recallSecret), std::optional(RecallOutcome::Erased));
            QCOMPARE(story.refusal(deposit), std::optional(RefusalReason::Full));
        }
        // Restarted books say the same.
        story.keeper.kill();
        story.keeper.start();
        story.world.run(1min);
        QCOMPARE(story.refusal(deposit), std::optional(RefusalReason::Full));
        QVERIFY(story.deposit("from a contact, again").has_value());
    }

    void an_end_is_shown_to_depositors_and_what_is_held_stays()
    {
        for (const bool byOwner : {true, false}) {
            CustodyStory story(8);
            QVERIFY(story.ready);
            story.leave();
            QVERIFY(story.deposit("before").has_value());
            if (byOwner) {
                // It ends the agreement in the moment it is back, before it has the letter.
                story.world.net.blocked = [](const Endpoint&, const Endpoint&) { return true; };
                story.owner.start();
                revoke(story.owner, story.keeper.id());
                story.world.run(1s);
                story.owner.kill();
                story.world.net.blocked = nullptr;
            } else {
                revoke(story.keeper, story.owner.id());
                story.world.run(1s);
                const wire::Deposit deposit = story.depositOf(story.letterOf("after"));
                QCOMPARE(story.refusal(deposit), std::optional(RefusalReason::Revoked));
                const auto answer = story.guest.wait<wire::Refusal>();
                QVERIFY(answer && answer->revocation);
                const auto end = friendvos::Revocation::decode(*answer->revocation);
                QVERIFY(end && end->verify() && end->owner == story.owner.id());
            }
            story.keeper.kill();
            story.world.run(1min);
            story.keeper.start();
            story.owner.start();
            QVERIFY(story.world.runUntil(
                [&] { return story.got() == std::vector<std::string>{"before"}; }, 1min));
            QVERIFY(story.world.runUntil(
                [&] {
                    return ownerState(story.keeper, story.owner) == AgreementState::Revoked &&
                           mineState(story.owner, story.keeper) == AgreementState::Revoked;
                },
                1min));
            QVERIFY(story.world.runUntil([&] { return story.keeperIsEmpty(); }, 1min));
            const wire::Deposit deposit = story.depositOf(story.letterOf("too late"));
            QCOMPARE(story.refusal(deposit), std::optional(RefusalReason::Revoked));
        }
    }

    void recall_erases_what_nobody_fetched_and_tells_the_truth()
    {
        CustodyStory story(9);
        QVERIFY(story.ready);
        story.leave();
        const wire::Deposit deposit = story.depositOf(story.letterOf("take this back"));
        const LetterId id = letters::letterId(deposit.letter);
        QVERIFY(story.guest.say(story.keeper.id(), deposit));
        QVERIFY(story.guest.wait<wire::Custody>().has_value());
        friendvos::RecallSecret wrong = story.recallSecret;
        wrong[0] ^= std::byte{1};
        QCOMPARE(story.recall(id, wrong), std::optional(RecallOutcome::Unknown));
        QCOMPARE(story.recall(story.world.rng.id<LetterId>(), story.recallSecret),
                 std::optional(RecallOutcome::Unknown));
        QCOMPARE(story.fate(id), std::optional(wire::LetterFate::Held));
        QCOMPARE(story.recall(id, story.recallSecret), std::optional(RecallOutcome::Erased));
        QVERIFY(story.keeperIsEmpty());
        // A repeat does not bring it back, also after a restart.
        story.keeper.kill();
        story.keeper.start();
        story.world.run(1min);
        QVERIFY(story.guest.say(story.keeper.id(), deposit));
        QVERIFY(story.guest.wait<wire::Recalled>().has_value());
        QVERIFY(story.keeperIsEmpty());
        QCOMPARE(story.fate(id), std::optional(wire::LetterFate::Erased));
        story.owner.start();
        story.world.run(1min);
        QVERIFY(story.got().empty());
    }

    void recall_after_hand_over_says_so()
    {
        CustodyStory story(10);
        QVERIFY(story.ready);
        story.leave();
        const auto id = story.deposit("too late to take back");
        QVERIFY(id.has_value());
        // The owner gets it and cannot say so: all its datagrams are lost once it has the letter.
        bool deaf = false;
        story.world.net.blocked = [&](const Endpoint& from, const Endpoint&) {
            return deaf && from == story.owner.endpoint();
        };
        story.owner.onEvent = [&](const Event& event) {
            if (std::holds_alternative<MessageAdded>(event))
                deaf = true;
        };
        story.owner.start();
        QVERIFY(story.world.runUntil([&] { return story.got().size() == 1; }, 5s));
        story.owner.kill();
        story.keeper.kill();
        story.keeper.start();
        story.world.run(1min);
        QVERIFY(!story.keeperIsEmpty());
        QCOMPARE(story.fate(*id), std::optional(wire::LetterFate::HandedOver));
        QCOMPARE(story.recall(*id, story.recallSecret), std::optional(RecallOutcome::HandedOver));
        deaf = false;
        story.world.net.blocked = nullptr;
        story.owner.onEvent = nullptr;
        story.owner.start();
        QVERIFY(story.world.runUntil([&] { return story.keeperIsEmpty(); }, 1min));
        QCOMPARE(story.got().size(), std::size_t{1});
        QCOMPARE(story.recall(*id, story.recallSecret), std::optional(RecallOutcome::HandedOver));
    }

    void refused_letters_are_settled_too()
    {
        CustodyStory story(11);
        QVERIFY(story.ready);
        story.leave();
        const auto id = story.deposit("are we still friends?");
        QVERIFY(id.has_value());
        story.world.net.blocked = [&](const Endpoint& from, const Endpoint& to) {
            return from == story.keeper.endpoint() || to == story.keeper.endpoint();
        };
        story.owner.start();
        story.owner.command([&](Engine& engine, Now now, RequestId request) {
            engine.blockContact(now, request, story.writer.id());
        });
        story.world.run(10s);
        story.world.net.blocked = nullptr;
        QVERIFY(story.world.runUntil([&] { return story.keeperIsEmpty(); }, 10min));
        QVERIFY(story.got().empty());
        QCOMPARE(story.fate(*id), std::optional(wire::LetterFate::Settled));
        const auto receipt = story.guest.wait<wire::Receipt>();
        const auto word = receipt ? letters::Receipt::decode(receipt->receipt) : std::nullopt;
        QVERIFY(word && word->verify() && word->verdict == letters::Verdict::Refused);
    }

    void letters_end_with_their_term_and_not_by_the_clock()
    {
        for (const auto error : {-Days(365), Days(365)}) {
            CustodyStory story(12);
            QVERIFY(story.ready);
            story.leave();
            const auto kept = story.deposit("kept a month");
            wire::Deposit brief = story.depositOf(story.letterOf("an hour"));
            brief.keepSeconds = 3600;
            QVERIFY(kept && story.guest.say(story.keeper.id(), brief));
            QVERIFY(story.guest.wait<wire::Custody>().has_value());
            const LetterId briefId = letters::letterId(brief.letter);
            story.keeper.clockError = error;
            story.world.run(10min);
            QCOMPARE(story.keeper.disk().heldLetters().size(), std::size_t{2});
            story.keeper.kill();
            story.keeper.start();
            story.world.run(10min);
            QCOMPARE(story.keeper.disk().heldLetters().size(), std::size_t{2});
            story.keeper.stop();
            story.keeper.clockError = {};
            story.keeper.start();
            story.world.run(2h);
            QCOMPARE(story.keeper.disk().heldLetters().size(), std::size_t{1});
            QCOMPARE(story.fate(briefId), std::optional(wire::LetterFate::Expired));
            QVERIFY(story.deposit("and new ones").has_value());
            story.owner.start();
            QVERIFY(story.world.runUntil([&] { return story.got().size() == 2; }, 10s));
            story.world.run(Days(2));
            QCOMPARE(story.fate(briefId), std::optional(wire::LetterFate::Unknown));
        }
    }

    void an_unfetched_letter_is_gone_after_its_month()
    {
        CustodyStory story(13);
        QVERIFY(story.ready);
        story.leave();
        QVERIFY(story.deposit("never fetched").has_value());
        story.keeper.stop();
        story.world.run(Days(29));
        story.keeper.start();
        story.world.run(1min);
        QVERIFY(!story.keeperIsEmpty());
        story.keeper.stop();
        story.world.run(Days(2));
        story.keeper.start();
        story.world.run(1min);
        QVERIFY(story.keeperIsEmpty());
        QCOMPARE(story.keeper.engine().agreements(story.keeper.now()).usedBytes, std::uint64_t{0});
    }

    void a_full_disk_at_the_owner_holds_up_nothing_for_ever()
    {
        CustodyStory story(14);
        QVERIFY(story.ready);
        story.leave();
        const auto texts = numbered(5);
        for (const std::string& text : texts)
            QVERIFY(story.deposit(text).has_value());
        story.owner.start();
        story.owner.disk().full = true;
        story.world.run(10min);
        QVERIFY(story.got().empty());
        QCOMPARE(story.keeper.disk().heldLetters().size(), std::size_t{5});
        story.owner.disk().full = false;
        story.owner.engine().handleStorageTrouble(story.owner.now(), false);
        QVERIFY(story.world.runUntil([&] { return story.got().size() == 5; }, 30min));
        QVERIFY(story.world.runUntil([&] { return story.keeperIsEmpty(); }, 1min));
    }

    void letters_that_cannot_be_opened_do_not_stop_those_behind()
    {
        CustodyStory story(15);
        QVERIFY(story.ready);
        story.leave();
        // Sealed to nobody's key: their owner can neither open nor acknowledge them.
        for (int i = 0; i < 70; ++i) {
            Bytes letter = story.letterOf("lost key");
            letter[60] ^= std::byte{1};  // of the ephemeral key
            QVERIFY(story.guest.say(story.keeper.id(), story.depositOf(letter)));
            QVERIFY(story.guest.wait<wire::Custody>().has_value());
        }
        QVERIFY(story.deposit("behind them").has_value());
        story.owner.start();
        QVERIFY(story.world.runUntil([&] { return story.got().size() == 1; }, 5min));
    }

    void a_thousand_letters_come_quickly_and_cost_little_memory()
    {
        CustodyStory story(16, 16 << 10);
        QVERIFY(story.ready);
        story.leave();
        const auto texts = numbered(1000);
        for (const std::string& text : texts) {
            QVERIFY(story.guest.say(story.keeper.id(), story.depositOf(story.letterOf(text))));
            QVERIFY(story.guest.wait<wire::Custody>().has_value());
        }
        story.owner.start();
        const Instant begun = story.world.now();
        QVERIFY(story.world.runUntil([&] { return story.owner.heard.size() == 1000; }, 30s));
        const auto took =
            std::chrono::duration_cast<std::chrono::milliseconds>(story.world.now() - begun);
        QVERIFY2(took < 5s, std::to_string(took.count()).c_str());
        QVERIFY(story.got() == texts);
        QVERIFY(story.world.runUntil([&] { return story.keeperIsEmpty(); }, 5s));
    }

    void a_disk_that_fails_to_read_loses_nothing()
    {
        CustodyStory story(20);
        QVERIFY(story.ready);
        story.leave();
        QVERIFY(story.deposit("hard to read"));
        int reads = 0;
        story.keeper.tamperLoad = [&](const LoadHeld& load, auto& found) {
            if (!load.receipts && ++reads <= 3)
                found.clear();
            return true;
        };
        story.owner.start();
        QVERIFY(story.world.runUntil(
            [&] { return story.got() == std::vector<std::string>{"hard to read"}; }, 2min));
        QVERIFY(reads > 3);
        // What cannot be read at all is there again after a start, if the disk is well then.
        story.owner.stop();
        story.world.run(5s);
        QVERIFY(story.deposit("unreadable for long"));
        reads = -1'000'000;
        story.owner.start();
        story.world.run(10min);
        QCOMPARE(story.got().size(), std::size_t{1});
        story.keeper.kill();
        story.keeper.tamperLoad = nullptr;
        story.keeper.start();
        QVERIFY(story.world.runUntil([&] { return story.got().size() == 2; }, 2min));
        QVERIFY(story.world.runUntil([&] { return story.keeperIsEmpty(); }, 10s));
    }

    void the_list_is_signed_and_complete()
    {
        CustodyStory story(17, 16 << 10);
        QVERIFY(story.ready);
        story.leave();
        std::set<LetterId> ids;
        for (int i = 0; i < 300; ++i) {
            const auto id = story.deposit("x");
            QVERIFY(id.has_value());
            ids.insert(*id);
        }
        // What the holder says of itself is what the owner's program is shown.
        story.owner.start();
        QVERIFY(story.world.runUntil([&] { return story.got().size() == 300; }, 30s));
        QVERIFY(story.world.runUntil(
            [&] {
                const Agreements mine = story.owner.engine().agreements(story.owner.now());
                return mine.mine.size() == 1 && mine.mine[0].holding == 0 &&
                       mine.mine[0].usedBytes == 0;
            },
            3min));
    }

    void nothing_signed_for_is_lost_whatever_is_killed_data()
    {
        QTest::addColumn<int>("seed");
        const int seeds = qEnvironmentVariableIntValue("VOS_LONG") ? 2000 : 100;
        for (int seed = 1; seed <= seeds; ++seed)
            QTest::newRow(qPrintable(QStringLiteral("seed %1").arg(seed))) << seed;
    }
    void nothing_signed_for_is_lost_whatever_is_killed()
    {
        QFETCH(int, seed);
        CustodyStory story(static_cast<std::uint64_t>(seed), 16 << 10);
        QVERIFY(story.ready);
        story.writer.stop();
        World& world = story.world;
        world.net.options.loss = 0.05;
        world.net.options.duplication = 0.05;
        world.commitTime = Duration(static_cast<std::int64_t>(world.rng.below(30'000)) + 500);
        std::set<std::string> promised;
        std::set<std::string> written;
        for (int round = 0; round < 25; ++round) {
            const std::string text = "text " + std::to_string(round);
            written.insert(text);
            if (story.keeper.running()) {
                std::string body = text;
                body.append(world.rng.chance(0.2) ? 3000 : 0, ' ');
                const Bytes letter = story.letterOf(body);
                written.insert(body);
                story.guest.say(story.keeper.id(), story.depositOf(letter));
                if (story.guest.wait<wire::Custody>(300ms))
                    promised.insert(body);
            }
            world.run(Duration(static_cast<std::int64_t>(world.rng.below(300'000))));
            for (SimNode* node : {&story.owner, &story.keeper}) {
                if (!node->running())
                    node->start();
                else if (world.rng.chance(0.3))
                    world.rng.chance(0.8) ? node->kill() : node->stop();
            }
        }
        for (SimNode* node : {&story.owner, &story.keeper}) {
            if (!node->running())
                node->start();
        }
        const bool done = world.runUntil(
            [&] {
                const auto got = story.got();
                const std::set<std::string> set(got.begin(), got.end());
                return story.keeperIsEmpty() &&
                       std::includes(set.begin(), set.end(), promised.begin(), promised.end());
            },
            20min);
        const auto got = story.got();
        QVERIFY2(done, (std::to_string(got.size()) + " of " + std::to_string(promised.size()) +
                        ", held " + std::to_string(story.keeper.disk().heldLetters().size()))
                           .c_str());
        const std::set<std::string> once(got.begin(), got.end());
        QCOMPARE(once.size(), got.size());
        QVERIFY(std::includes(written.begin(), written.end(), once.begin(), once.end()));
        auto heard = story.owner.heard;
        std::sort(heard.begin(), heard.end());
        QVERIFY(std::adjacent_find(heard.begin(), heard.end()) == heard.end());
    }
};

VOS_TEST(CustodyHolderTest)
#include "sim_custody_holder.moc"
