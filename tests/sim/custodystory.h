#pragma once

// An owner, its Friend VOS and somebody who writes to the owner, as the stories of custody use
// them.

#include "p2p/crypto/work.h"
#include "p2p/friendvos/custody.h"
#include "p2p/friendvos/slot.h"
#include "p2p/letters/receipt.h"
#include "tests/support/simguest.h"

#include <algorithm>

namespace vos::sim {

using Days = std::chrono::duration<std::int64_t, std::ratio<86'400>>;

inline AgreementState mineState(const SimNode& owner, const SimNode& keeper)
{
    const auto& rows = owner.disk().friends();
    const auto row = rows.find(keeper.id());
    return row == rows.end() ? AgreementState::None : row->second.state;
}

inline AgreementState ownerState(const SimNode& keeper, const SimNode& owner)
{
    const auto& rows = keeper.disk().owners();
    const auto row = rows.find(owner.id());
    return row == rows.end() ? AgreementState::None : row->second.state;
}

inline RequestId requestFriend(SimNode& owner, const NodeId& keeper, std::uint32_t quotaKib = 0,
                               const std::string& message = "please", std::vector<Endpoint> at = {})
{
    std::vector<std::string> hints;
    for (const Endpoint& endpoint : at)
        hints.push_back(endpoint.toString());
    return owner.command([&](Engine& engine, Now now, RequestId request) {
        engine.requestFriendVos(now, request, keeper, quotaKib, message, hints, at);
    });
}

inline RequestId approve(SimNode& keeper, const NodeId& owner,
                         std::optional<std::uint32_t> quotaKib = {})
{
    return keeper.command([&](Engine& engine, Now now, RequestId request) {
        engine.approveFriendVos(now, request, owner, quotaKib);
    });
}

inline RequestId decline(SimNode& keeper, const NodeId& owner, bool doNotAsk = false)
{
    return keeper.command([&](Engine& engine, Now now, RequestId request) {
        engine.declineFriendVos(now, request, owner, doNotAsk);
    });
}

inline RequestId revoke(SimNode& node, const NodeId& other,
                        AgreementSide side = AgreementSide::Either)
{
    return node.command([&](Engine& engine, Now now, RequestId request) {
        engine.revokeFriendVos(now, request, other, side);
    });
}

inline RequestId set(SimNode& node, const std::string& key, const std::string& value)
{
    return node.command([&](Engine& engine, Now now, RequestId request) {
        engine.setSetting(now, request, key, value);
    });
}

/// What a command was answered; nothing: an error, or no answer yet.
template <typename Value>
std::optional<Value> answerOf(const SimNode& node, RequestId request)
{
    const auto place = node.answers.find(request);
    if (place == node.answers.end())
        return std::nullopt;
    const auto* value = std::get_if<AnswerValue>(&place->second.result);
    const auto* held = value ? std::get_if<Value>(value) : nullptr;
    return held ? std::optional(*held) : std::nullopt;
}

inline std::optional<ErrorCode> errorOf(const SimNode& node, RequestId request)
{
    const auto place = node.answers.find(request);
    if (place == node.answers.end())
        return std::nullopt;
    const auto* error = std::get_if<NodeError>(&place->second.result);
    return error ? std::optional(error->code) : std::nullopt;
}

/// The word of the verdict; "valid" where it is, "none" without an answer within 6 s.
inline std::string verdictOf(World& world, SimNode& node, const NodeId& owner, const NodeId& keeper)
{
    const RequestId request = node.command([&](Engine& engine, Now now, RequestId id) {
        engine.verifyFriendVos(now, id, owner, keeper);
    });
    world.runUntil([&] { return node.answers.contains(request); }, 6s);
    const auto verdict = answerOf<GrantVerdict>(node, request);
    return !verdict ? "none" : verdict->valid ? "valid" : verdict->reason;
}

inline bool knowsRecord(SimNode& node, const NodeId& id)
{
    const auto entries = node.engine().mapEntries(node.now());
    return std::any_of(entries.begin(), entries.end(),
                       [&](const MapEntry& entry) { return entry.id == id; });
}

/// Grants in the card of `owner` as `knower` holds it.
inline std::size_t grantsInCard(const SimNode& knower, const NodeId& owner)
{
    for (const RecordRow& row : knower.disk().load().records) {
        if (row.id != owner)
            continue;
        const auto card = identity::Card::decode(row.card);
        return card ? card->grants.size() : 0;
    }
    return 0;
}

struct CustodyStory {
    static constexpr std::uint32_t Slot = 5;

    /// `quotaKib`: what the keeper grants.
    explicit CustodyStory(std::uint64_t seed, std::uint32_t quotaKib = 4096)
        : world(seed)
        , owner(world.add("Olga"))
        , keeper(world.add("Karl"))
        , writer(world.add("Wang"))
        , guest(world, seed + 1000)
    {
        for (SimNode* node : {&owner, &keeper, &writer})
            node->start();
        owner.join(keeper);
        writer.join(keeper);
        ready = world.befriend(owner, writer);
        if (!ready)
            return;
        giveSlot();
        requestFriend(owner, keeper.id());
        ready =
            world.runUntil([&] { return ownerState(keeper, owner) == AgreementState::Asked; }, 30s);
        approve(keeper, owner.id(), quotaKib);
        ready = ready && world.runUntil(
                             [&] {
                                 const auto& rows = keeper.disk().owners();
                                 const auto row = rows.find(owner.id());
                                 return mineState(owner, keeper) == AgreementState::Active &&
                                        row != rows.end() && !row->second.slots.empty();
                             },
                             30s);
        world.run(2s);
        ready = ready && guest.learn(owner, keeper.id());
    }

    /// The writer has a slot with the owner, by hand where nobody gave it one.
    void giveSlot()
    {
        owner.stop();
        for (ContactRow row : owner.disk().load().contacts) {
            if (row.id != writer.id())
                continue;
            if (row.slot == 0) {
                row.slot = Slot;
                world.rng.fill(row.slotSecret);
                owner.disk().apply({row});
            }
            slot = row.slot;
            secret = row.slotSecret;
        }
        owner.start();
        world.run(2s);
    }

    /// Both people are away; the Friend VOS is there.
    void leave()
    {
        owner.stop();
        writer.stop();
        world.run(5s);
    }

    wire::Deposit depositOf(Bytes letter, bool withSlot = true)
    {
        wire::Deposit deposit;
        const LetterId id = letters::letterId(letter);
        if (withSlot) {
            deposit.slot = slot;
            deposit.slotTag = friendvos::slotTag(friendvos::slotKey(secret, keeper.id()), id);
        }
        deposit.recallHash = friendvos::recallHash(recallSecret);
        deposit.keepSeconds = wire::KeepSecondsMax;
        deposit.letter = std::move(letter);
        return deposit;
    }

    Bytes letterOf(const std::string& text)
    {
        return sealText(world, writer, owner.id(), keeper, text, ++sequence);
    }

    /// Leaves a letter; its id where the keeper signed for it.
    std::optional<LetterId> deposit(const std::string& text, bool withSlot = true)
    {
        const wire::Deposit message = depositOf(letterOf(text), withSlot);
        if (!guest.say(keeper.id(), message))
            return std::nullopt;
        const auto answer = guest.wait<wire::Custody>();
        const auto receipt =
            answer ? friendvos::CustodyReceipt::decode(answer->receipt) : std::nullopt;
        const LetterId id = letters::letterId(message.letter);
        const bool good = receipt && receipt->verify() && receipt->friendId == keeper.id() &&
                          receipt->owner == owner.id() && receipt->letter == id;
        return good ? std::optional(id) : std::nullopt;
    }

    /// The signed refusal of a deposit, checked; nothing where it was taken.
    std::optional<friendvos::RefusalReason> refusal(const wire::Deposit& message)
    {
        if (!guest.say(keeper.id(), message))
            return std::nullopt;
        const auto answer = guest.wait<wire::Refusal>();
        const auto word = answer ? friendvos::Refusal::decode(answer->refusal) : std::nullopt;
        const bool good = word && word->verify() && word->friendId == keeper.id() &&
                          word->letter == letters::letterId(message.letter);
        return good ? std::optional(word->reason) : std::nullopt;
    }

    std::optional<wire::LetterFate> fate(const LetterId& id)
    {
        if (!guest.say(keeper.id(), wire::AskNews{{id}}))
            return std::nullopt;
        const auto news = guest.wait<wire::News>();
        return news && news->entries.size() == 1 && news->entries[0].id == id
                   ? std::optional(news->entries[0].fate)
                   : std::nullopt;
    }

    std::optional<friendvos::RecallOutcome> recall(const LetterId& id,
                                                   const friendvos::RecallSecret& secretShown)
    {
        if (!guest.say(keeper.id(), wire::Recall{id, secretShown}))
            return std::nullopt;
        const auto answer = guest.wait<wire::Recalled>();
        const auto word = answer ? friendvos::RecallAnswer::decode(answer->answer) : std::nullopt;
        return word && word->verify() && word->friendId == keeper.id() && word->letter == id
                   ? std::optional(word->outcome)
                   : std::nullopt;
    }

    /// Texts of the writer in the owner's history.
    std::vector<std::string> got() const
    {
        return owner.disk().conversation(owner.id(), writer.id(), false);
    }

    bool keeperIsEmpty() const { return keeper.disk().heldLetters().empty(); }

    World world;
    SimNode& owner;
    SimNode& keeper;
    SimNode& writer;
    SimGuest guest;
    std::uint32_t slot = 0;
    ByteArray<32> secret{};
    friendvos::RecallSecret recallSecret{};
    std::uint64_t sequence = 0;
    bool ready = false;
};

}  // namespace vos::sim
