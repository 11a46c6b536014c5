#include "p2p/friendvos/custody.h"
#include "p2p/letters/body.h"
#include "p2p/wire/message.h"
#include "tests/fuzz/corpus.h"

namespace vos::fuzz {

namespace {

struct Words {
    friendvos::CustodyReceipt receipt;
    friendvos::Refusal refusal;
    friendvos::CustodyList list;
    friendvos::RecallAnswer answer;
    friendvos::Revocation end;
};

Words wordsOf(Rng& rng)
{
    const auto owner = crypto::SigningKey::generate(rng);
    const auto keeper = crypto::SigningKey::generate(rng);
    const auto letter = rng.id<LetterId>();
    Words words;
    words.receipt = {keeper.publicKey(), owner.publicKey(), letter, 664,
                     1'767'225'600,      1'767'312'000,     {}};
    words.receipt.sign(keeper);
    words.refusal = {keeper.publicKey(),
                     owner.publicKey(),
                     letter,
                     friendvos::RefusalReason::Revoked,
                     1'767'225'600,
                     {}};
    words.refusal.sign(keeper);
    words.list = {keeper.publicKey(),
                  owner.publicKey(),
                  1'767'225'600,
                  1,
                  friendvos::CustodyList::hashOf(std::vector{letter}),
                  {}};
    words.list.sign(keeper);
    words.answer = {keeper.publicKey(),
                    owner.publicKey(),
                    letter,
                    friendvos::RecallOutcome::Erased,
                    1'767'225'600,
                    {}};
    words.answer.sign(keeper);
    words.end = {owner.publicKey(),       keeper.publicKey(), rng.id<identity::GrantId>(),
                 friendvos::Party::Owner, 1'767'225'600,      {}};
    words.end.sign(owner);
    return words;
}

void addMessages(Seeds& seeds, const Words& words, Rng& rng)
{
    const auto add = [&seeds](std::string name, const wire::Message& message) {
        seeds.push_back({"message", std::move(name), wire::encodeMessage(message)});
    };
    wire::Deposit deposit;
    deposit.slot = 5;
    rng.fill(deposit.slotTag);
    rng.fill(deposit.recallHash);
    deposit.keepSeconds = 86'400;
    deposit.letter.resize(wire::LetterSizeMin);
    add("deposit", deposit);
    deposit.slot = 0;
    deposit.slotTag = {};
    rng.fill(deposit.work);
    deposit.keepSeconds = wire::KeepSecondsMax;
    add("deposit-stranger", deposit);
    add("custody", wire::Custody{words.receipt.encode()});
    add("refusal", wire::Refusal{words.refusal.encode(), std::nullopt});
    add("refusal-revoked", wire::Refusal{words.refusal.encode(), words.end.encode()});
    add("custody-list", wire::CustodyList{words.list.encode()});
    add("held-ids", wire::HeldIds{{words.receipt.letter, rng.id<LetterId>()}});
    add("ask-news", wire::AskNews{{words.receipt.letter}});
    add("news", wire::News{{{words.receipt.letter, wire::LetterFate::Settled},
                            {rng.id<LetterId>(), wire::LetterFate::Unknown}}});
    add("recall", wire::Recall{words.receipt.letter, {std::byte{1}, std::byte{2}}});
    add("recalled", wire::Recalled{words.answer.encode()});
    add("revoked", wire::Revoked{words.end.encode()});
    add("ask-custody", wire::AskCustody{7});
    add("custody-state",
        wire::CustodyState{7, true, true, 65'536, 12, 20'000, 5, 1'769'817'600, 1'767'225'600'000});
    add("missing", wire::Missing{{3, 4, 99}});
}

void addBodies(Seeds& seeds, const Words& words, Rng& rng)
{
    const auto add = [&seeds](std::string name, Bytes body) {
        seeds.push_back({"body", std::move(name), std::move(body)});
    };
    const auto keeper = crypto::SigningKey::generate(rng);
    identity::Grant grant;
    grant.friendId = keeper.publicKey();
    grant.quotaKib = 65'536;
    grant.letters = 20'000;
    grant.issued = 1'767'225'600;
    grant.expires = grant.issued + identity::Grant::TermMax;
    grant.sign(words.receipt.owner, keeper);
    letters::FriendRequestBody request;
    request.whereabouts.resize(154);
    request.card.resize(171);
    request.name = "王小明";
    request.message = "Will you keep my messages?";
    request.quotaKib = 51'200;
    add("friend-request", request.encode());
    letters::FriendAnswerBody answer;
    answer.whereabouts.resize(154);
    answer.card.resize(171);
    add("friend-answer-no", answer.encode());
    answer.grant = grant;
    add("friend-answer-yes", answer.encode());
    add("friend-grant", letters::FriendGrantBody{grant}.encode());
    add("friend-end", letters::FriendEndBody{words.end.encode()}.encode());
    letters::SlotsBody slots;
    slots.number = 9;
    add("slots-none", slots.encode());
    for (std::uint32_t slot = 1; slot < 4; ++slot) {
        slots.entries.push_back({slot * 2, {}});
        rng.fill(slots.entries.back().key);
    }
    add("slots", slots.encode());
}

}  // namespace

void addCustodySeeds(Seeds& seeds)
{
    FixedRng rng(12);
    const Words words = wordsOf(rng);
    const auto add = [&seeds](std::string name, const auto& word) {
        const auto bytes = word.encode();
        seeds.push_back({"custody", std::move(name), Bytes(bytes.begin(), bytes.end())});
    };
    add("receipt", words.receipt);
    add("refusal", words.refusal);
    add("list", words.list);
    add("recall-answer", words.answer);
    add("revocation", words.end);
    addMessages(seeds, words, rng);
    addBodies(seeds, words, rng);
}

}  // namespace vos::fuzz
