#include "p2p/friendvos/custody.h"
#include "tests/support/testprogram.h"
#include "tests/unit/fixture.h"

#include <QtTest>

using namespace vos;
using namespace vos::friendvos;
using test::SeededRng;

namespace {

struct Keys {
    explicit Keys(std::uint64_t seed)
        : rng(seed)
        , owner(crypto::SigningKey::generate(rng))
        , keeper(crypto::SigningKey::generate(rng))
    {
    }
    SeededRng rng;
    crypto::SigningKey owner;
    crypto::SigningKey keeper;
};

CustodyReceipt receiptOf(Keys& keys)
{
    CustodyReceipt word;
    word.friendId = keys.keeper.publicKey();
    word.owner = keys.owner.publicKey();
    word.letter = keys.rng.id<LetterId>();
    word.size = 4711;
    word.storedAt = 1'767'225'600;
    word.keepUntil = word.storedAt + 86'400;
    word.sign(keys.keeper);
    return word;
}

Refusal refusalOf(Keys& keys, RefusalReason reason)
{
    Refusal word;
    word.friendId = keys.keeper.publicKey();
    word.owner = keys.owner.publicKey();
    word.letter = keys.rng.id<LetterId>();
    word.reason = reason;
    word.at = 1'767'225'600;
    word.sign(keys.keeper);
    return word;
}

CustodyList listOf(Keys& keys, std::size_t count)
{
    std::vector<LetterId> ids(count);
    for (LetterId& id : ids)
        id = keys.rng.id<LetterId>();
    CustodyList word;
    word.friendId = keys.keeper.publicKey();
    word.owner = keys.owner.publicKey();
    word.at = 1'767'225'600;
    word.count = static_cast<std::uint32_t>(count);
    word.hash = CustodyList::hashOf(ids);
    word.sign(keys.keeper);
    return word;
}

RecallAnswer answerOf(Keys& keys, RecallOutcome outcome)
{
    RecallAnswer word;
    word.friendId = keys.keeper.publicKey();
    word.owner = keys.owner.publicKey();
    word.letter = keys.rng.id<LetterId>();
    word.outcome = outcome;
    word.at = 1'767'225'600;
    word.sign(keys.keeper);
    return word;
}

Revocation endOf(Keys& keys, Party by)
{
    Revocation word;
    word.friendId = keys.keeper.publicKey();
    word.owner = keys.owner.publicKey();
    word.grant = keys.rng.id<identity::GrantId>();
    word.by = by;
    word.at = 1'767'225'600;
    word.sign(by == Party::Owner ? keys.owner : keys.keeper);
    return word;
}

/// It comes back as it went; every changed bit, missing byte and extra byte is refused.
template <typename Word>
bool stands(const Word& word)
{
    const auto array = word.encode();
    const Bytes bytes(array.begin(), array.end());
    const auto decoded = Word::decode(bytes);
    if (!decoded || *decoded != word || !decoded->verify())
        return false;
    for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
        Bytes changed = bytes;
        changed[bit / 8] ^= std::byte{1} << (bit % 8);
        const auto other = Word::decode(changed);
        if (other && other->verify())
            return false;
    }
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        if (Word::decode(ByteView(bytes).first(size)))
            return false;
    }
    Bytes more = bytes;
    more.push_back(std::byte{0});
    return !Word::decode(more);
}

/// Enumerators at `offset` go from 1 to `last`.
template <typename Word>
bool refusesOtherEnums(const Word& word, std::size_t offset, unsigned last)
{
    const auto array = word.encode();
    for (unsigned value = 0; value < 256; ++value) {
        Bytes bytes(array.begin(), array.end());
        bytes[offset] = static_cast<std::byte>(value);
        if (Word::decode(bytes).has_value() != (value >= 1 && value <= last))
            return false;
    }
    return true;
}

}  // namespace

class TestCustody : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(crypto::initialize()); }

    void sizesAreThoseOfTheWire()
    {
        QCOMPARE(CustodyReceipt::Size, std::size_t{180});
        QCOMPARE(Refusal::Size, std::size_t{169});
        QCOMPARE(CustodyList::Size, std::size_t{172});
        QCOMPARE(RecallAnswer::Size, std::size_t{169});
        QCOMPARE(Revocation::Size, std::size_t{153});
    }

    void receipts()
    {
        Keys keys(1);
        QVERIFY(stands(receiptOf(keys)));
    }

    void receiptBytesAreFixed()
    {
        Keys keys(2);
        const CustodyReceipt word = receiptOf(keys);
        const auto bytes = word.encode();
        QCOMPARE(toHex(bytes), toHex(word.friendId.view()) + toHex(word.owner.view()) +
                                   toHex(word.letter.view()) +
                                   "67120000"
                                   "00b9556900000000"
                                   "800a576900000000" +
                                   toHex(word.signature.view()));
    }

    void refusals()
    {
        Keys keys(3);
        for (unsigned reason = 1; reason <= 7; ++reason)
            QVERIFY(stands(refusalOf(keys, static_cast<RefusalReason>(reason))));
        QVERIFY(refusesOtherEnums(refusalOf(keys, RefusalReason::Full), 96, 7));
    }

    void lists()
    {
        Keys keys(4);
        QVERIFY(stands(listOf(keys, 0)));
        QVERIFY(stands(listOf(keys, 300)));
        // The order of the ids counts.
        const auto a = keys.rng.id<LetterId>();
        const auto b = keys.rng.id<LetterId>();
        const std::vector<LetterId> ab{a, b};
        const std::vector<LetterId> ba{b, a};
        QVERIFY(CustodyList::hashOf(ab) != CustodyList::hashOf(ba));
    }

    void recallAnswers()
    {
        Keys keys(5);
        for (const auto outcome :
             {RecallOutcome::Erased, RecallOutcome::HandedOver, RecallOutcome::Unknown})
            QVERIFY(stands(answerOf(keys, outcome)));
        QVERIFY(refusesOtherEnums(answerOf(keys, RecallOutcome::Erased), 96, 3));
    }

    void revocations()
    {
        Keys keys(6);
        QVERIFY(stands(endOf(keys, Party::Owner)));
        QVERIFY(stands(endOf(keys, Party::Friend)));
        QVERIFY(refusesOtherEnums(endOf(keys, Party::Owner), 80, 2));
    }

    void nobodySignsForAnother()
    {
        Keys keys(7);
        Revocation end = endOf(keys, Party::Owner);
        end.by = Party::Friend;  // the owner's signature under the friend's name
        QVERIFY(!end.verify());
        // One word's signature is no good under another label, though the bodies are alike.
        Refusal refusal = refusalOf(keys, RefusalReason::Full);
        RecallAnswer answer;
        answer.friendId = refusal.friendId;
        answer.owner = refusal.owner;
        answer.letter = refusal.letter;
        answer.outcome = RecallOutcome::Erased;
        answer.at = refusal.at;
        answer.signature = refusal.signature;
        QVERIFY(!answer.verify());
    }

    void recallHashIsOfTheSecret()
    {
        RecallSecret a{};
        RecallSecret b{};
        b[15] = std::byte{1};
        QVERIFY(recallHash(a) == recallHash(a));
        QVERIFY(recallHash(a) != recallHash(b));
    }
};

VOS_TEST(TestCustody)
#include "tst_custody.moc"
