#include "p2p/letters/body.h"
#include "p2p/letters/letter.h"
#include "tests/support/testprogram.h"
#include "tests/unit/fixture.h"

#include <QtTest>

using namespace vos;
using namespace vos::letters;
using test::SeededRng;

namespace {

IntroductionBody someIntroduction(Rng& rng)
{
    IntroductionBody b;
    b.whereabouts.resize(200);
    rng.fill(b.whereabouts);
    b.card.resize(300);
    rng.fill(b.card);
    b.name = "Zoë";
    b.note = "We met at the station. 你好";
    b.slot = 7;
    rng.fill(b.slotSecret);
    return b;
}

template <typename Body>
bool survives(const Body& body)
{
    const Bytes bytes = body.encode();
    if (bytes.size() > BodySizeMax)
        return false;
    const auto decoded = Body::decode(bytes);
    return decoded && *decoded == body;
}

template <typename Body>
bool refusesEveryTruncation(const Body& body)
{
    const Bytes bytes = body.encode();
    for (std::size_t size = 0; size < bytes.size(); ++size)
        if (Body::decode(ByteView(bytes).first(size)))
            return false;
    return true;
}

template <typename Body>
bool refusesMore(const Body& body)
{
    Bytes bytes = body.encode();
    bytes.push_back(std::byte{0});
    return !Body::decode(bytes);
}

template <typename Body>
bool standsMutations(const Body& body, std::uint64_t seed)
{
    SeededRng rng(seed);
    const Bytes good = body.encode();
    for (int round = 0; round < 3000; ++round) {
        Bytes bytes = good;
        for (std::uint64_t i = 1 + rng.below(3); i > 0 && !bytes.empty(); --i)
            bytes[rng.below(bytes.size())] = static_cast<std::byte>(rng.below(256));
        if (rng.below(4) == 0)
            bytes.resize(rng.below(bytes.size() + 10));
        if (const auto decoded = Body::decode(bytes); decoded && decoded->encode() != bytes)
            return false;
    }
    return true;
}

}  // namespace

class TestLetterBody : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void introductions()
    {
        SeededRng rng(1);
        const IntroductionBody full = someIntroduction(rng);
        QVERIFY(survives(full));
        QVERIFY(refusesEveryTruncation(full));
        QVERIFY(refusesMore(full));
        QVERIFY(standsMutations(full, 2));

        IntroductionBody smallest;
        smallest.whereabouts.resize(154);
        smallest.card.resize(171);
        QVERIFY(survives(smallest));
        IntroductionBody largest = full;
        largest.whereabouts.resize(246);
        largest.card.resize(1115);
        largest.name = std::string(48, 'n');
        largest.note = std::string(NoteSizeMax, 't');
        QVERIFY(survives(largest));
    }

    void hostileIntroductionsAreRefused()
    {
        SeededRng rng(3);
        const IntroductionBody good = someIntroduction(rng);
        const Bytes bytes = good.encode();
        const std::size_t nameAt = 1 + 200 + 2 + 300 + 1;
        const auto refusesAt = [&bytes](std::size_t offset, unsigned value) {
            Bytes changed = bytes;
            changed[offset] = static_cast<std::byte>(value);
            return !IntroductionBody::decode(changed);
        };
        QVERIFY(IntroductionBody::decode(bytes));
        QVERIFY(refusesAt(nameAt, '\n'));
        QVERIFY(refusesAt(nameAt, 0xff));
        QVERIFY(refusesAt(nameAt + good.name.size() + 2, 0xff));  // note is no UTF-8
        QVERIFY(refusesAt(0, 153));
        QVERIFY(refusesAt(0, 247));
        QVERIFY(refusesAt(202, 0xff));  // card of 65 000 bytes
        Bytes noSlot = bytes;
        std::fill_n(noSlot.end() - 36, 4, std::byte{0});  // a secret for no slot
        QVERIFY(!IntroductionBody::decode(noSlot));
    }

    void texts()
    {
        const TextBody plain{"Hello, 世界 👋", {}};
        QVERIFY(survives(plain));
        QVERIFY(refusesEveryTruncation(TextBody{"x", {}}));
        QVERIFY(standsMutations(plain, 4));
        SeededRng rng(5);
        const TextBody reply{"yes", rng.id<MessageId>()};
        QVERIFY(survives(reply));
        QVERIFY(refusesEveryTruncation(TextBody{"y", rng.id<MessageId>()}));
        QVERIFY(survives(TextBody{std::string(TextSizeMax, 'a'), rng.id<MessageId>()}));
        QCOMPARE(toHex(TextBody{"hi", {}}.encode()), std::string("006869"));

        Bytes tooLong = TextBody{std::string(TextSizeMax, 'a'), {}}.encode();
        tooLong.push_back(std::byte{'a'});
        QVERIFY(!TextBody::decode(tooLong));
        QVERIFY(!TextBody::decode(Bytes{std::byte{2}, std::byte{'a'}}));    // unknown flag
        QVERIFY(!TextBody::decode(Bytes{std::byte{0}, std::byte{0xc0}}));   // no UTF-8
        QVERIFY(!TextBody::decode(Bytes{std::byte{0}}));                    // nothing said
    }

    void data()
    {
        SeededRng rng(6);
        Bytes content(DataSizeMax);
        rng.fill(content);
        QVERIFY(survives(DataBody{content, rng.id<MessageId>()}));
        QVERIFY(survives(DataBody{content, {}}));
        QVERIFY(survives(DataBody{}));
        Bytes tooLong = DataBody{content, {}}.encode();
        tooLong.push_back(std::byte{0});
        QVERIFY(!DataBody::decode(tooLong));
        QVERIFY(!DataBody::decode({}));
        QVERIFY(!DataBody::decode(Bytes{std::byte{128}}));
        QVERIFY(standsMutations(DataBody{Bytes(20), rng.id<MessageId>()}, 7));
    }

    void smallOnes()
    {
        QVERIFY(survives(DeclineBody{}));
        QVERIFY(refusesMore(DeclineBody{}));
        const ReadMarkBody mark{CounterMax};
        QVERIFY(survives(mark));
        QVERIFY(survives(ReadMarkBody{0}));
        QVERIFY(refusesEveryTruncation(mark));
        QVERIFY(refusesMore(mark));
        QVERIFY(!ReadMarkBody::decode(Bytes(8, std::byte{0xff})));
        ProfileBody profile{7, "Zoë", {}};
        profile.grants.resize(ProfileBody::GrantsMax);
        QVERIFY(survives(profile));
        QVERIFY(survives(ProfileBody{}));
        QVERIFY(refusesEveryTruncation(profile));
        QVERIFY(refusesMore(profile));
        Bytes control(7);
        control[4] = std::byte{1};
        control[5] = std::byte{7};
        QVERIFY(!ProfileBody::decode(control));
        Bytes longName(4 + 1 + 49 + 1, std::byte{49});
        longName.back() = {};
        QVERIFY(!ProfileBody::decode(longName));
        QVERIFY(standsMutations(profile, 8));
    }

    void keyRefreshes()
    {
        SeededRng rng(9);
        KeyRefreshBody b;
        QVERIFY(survives(b));
        for (std::size_t i = 0; i < UnopenedMax; ++i)
            b.unopened.push_back(rng.id<LetterId>());
        QVERIFY(survives(b));
        QVERIFY(refusesEveryTruncation(b));
        QVERIFY(refusesMore(b));
        Bytes tooMany(1 + 65 * 32);
        tooMany[0] = std::byte{65};
        QVERIFY(!KeyRefreshBody::decode(tooMany));
        QVERIFY(standsMutations(b, 10));
    }

    void friendRequests()
    {
        FriendRequestBody b;
        b.whereabouts.resize(154);
        b.card.resize(171);
        QVERIFY(survives(b));
        b.name = std::string(48, 'n');
        b.message = std::string(FriendMessageSizeMax, 'm');
        b.quotaKib = 0xffff'ffff;
        b.whereabouts.resize(246);
        b.card.resize(1115);
        QVERIFY(survives(b));
        b.name = "Zoë";
        b.message = "你好";
        QVERIFY(survives(b));
        QVERIFY(refusesEveryTruncation(b));
        QVERIFY(refusesMore(b));
        QVERIFY(standsMutations(b, 13));
        Bytes badText = b.encode();
        badText[badText.size() - 5] = std::byte{0xff};
        QVERIFY(!FriendRequestBody::decode(badText));
        Bytes badName = b.encode();
        badName[1 + 246 + 2 + 1115 + 1] = std::byte{'\n'};
        QVERIFY(!FriendRequestBody::decode(badName));
    }

    void friendAnswers()
    {
        SeededRng rng(14);
        FriendAnswerBody no;
        no.whereabouts.resize(154);
        no.card.resize(171);
        QVERIFY(survives(no));
        QVERIFY(refusesEveryTruncation(no));
        QVERIFY(refusesMore(no));
        FriendAnswerBody yes = no;
        yes.grant.emplace();
        yes.grant->friendId = rng.id<NodeId>();
        yes.grant->signature = rng.id<Signature>();
        QVERIFY(survives(yes));
        QVERIFY(refusesMore(yes));
        // Cut off where a no would end it is a no; nowhere else is it anything.
        const Bytes bytes = yes.encode();
        for (std::size_t size = 0; size < bytes.size(); ++size)
            QCOMPARE(FriendAnswerBody::decode(ByteView(bytes).first(size)).has_value(),
                     size == no.encode().size());
        QVERIFY(standsMutations(yes, 15));
        const FriendGrantBody renewed{*yes.grant};
        QCOMPARE(renewed.encode().size(), std::size_t{112});
        QVERIFY(survives(renewed));
        QVERIFY(refusesEveryTruncation(renewed));
        QVERIFY(refusesMore(renewed));
    }

    void friendEnds()
    {
        SeededRng rng(16);
        FriendEndBody b;
        QVERIFY(b.encode() == Bytes(wire::RevocationSize));
        QVERIFY(survives(b));
        rng.fill(b.revocation);
        QVERIFY(survives(b));
        QVERIFY(refusesEveryTruncation(b));
        QVERIFY(refusesMore(b));
    }

    void slotLists()
    {
        SeededRng rng(17);
        SlotsBody b;
        b.number = 0xffff'ffff;
        QVERIFY(survives(b));
        for (std::uint32_t slot = 1; slot <= SlotsMax; ++slot) {
            b.entries.push_back({slot * 3, {}});
            rng.fill(b.entries.back().key);
        }
        QVERIFY(survives(b));
        QVERIFY(refusesMore(b));
        Bytes more = b.encode();
        more.insert(more.end(), 20, std::byte{0xff});
        QVERIFY(!SlotsBody::decode(more));  // 2001 slots
        const SlotsBody few{7, {{2, {}}, {5, {}}}};
        const Bytes bytes = few.encode();
        QCOMPARE(bytes.size(), std::size_t{4 + 2 * 20});
        Bytes changed = bytes;
        changed[4] = std::byte{5};  // the same slot twice
        QVERIFY(!SlotsBody::decode(changed));
        changed[4] = std::byte{0};  // no slot at all
        QVERIFY(!SlotsBody::decode(changed));
        for (std::size_t size = 0; size < bytes.size(); ++size)
            QCOMPARE(SlotsBody::decode(ByteView(bytes).first(size)).has_value(),
                     size == 4 || size == 24);
        QVERIFY(standsMutations(few, 18));
    }

    void changesOfMessages()
    {
        SeededRng rng(20);
        const EditBody edit{rng.id<MessageId>(), 1'740'000'000'000, "At four. 四点。"};
        QVERIFY(survives(edit));
        QVERIFY(survives(EditBody{edit.target, CounterMax, std::string(TextSizeMax, 'x')}));
        QVERIFY(standsMutations(edit, 21));
        Bytes bytes = edit.encode();
        for (std::size_t size = 0; size <= 25; ++size)
            QVERIFY(!EditBody::decode(ByteView(bytes).first(size)));
        bytes[0] = std::byte{2};  // of a newer program
        QVERIFY(!EditBody::decode(bytes));
        bytes = edit.encode();
        std::fill(bytes.begin() + 17, bytes.begin() + 25, std::byte{0});
        QVERIFY(!EditBody::decode(bytes));  // no revision
        bytes = edit.encode();
        bytes.push_back(std::byte{0xff});  // no text
        QVERIFY(!EditBody::decode(bytes));

        const TakeBackBody takeBack{edit.target};
        QVERIFY(survives(takeBack) && refusesEveryTruncation(takeBack) && refusesMore(takeBack));

        ReactionBody reaction{edit.target, 9, {"👍", "❤️", "1️⃣"}};
        QVERIFY(survives(reaction) && refusesEveryTruncation(reaction) && refusesMore(reaction));
        QVERIFY(standsMutations(reaction, 22));
        reaction.emoji.clear();
        QVERIFY(survives(reaction));
    }

    void whatIsAReaction()
    {
        QVERIFY(areReactions({}));
        QVERIFY(areReactions({"😀", "👨‍👩‍👧‍👦"}));
        QVERIFY(!areReactions({"😀", "😀"}));
        QVERIFY(!areReactions({""}));
        QVERIFY(!areReactions({"ok"}));
        QVERIFY(!areReactions({"<b>👍"}));
        QVERIFY(!areReactions({"👍\n"}));
        QVERIFY(!areReactions({"\xf0\x9f\x91"}));
        QVERIFY(!areReactions({"👍👍👍👍👍👍👍👍👍"}));  // 36 bytes
        QVERIFY(!areReactions({"1️⃣", "2️⃣", "3️⃣", "4️⃣", "5️⃣", "6️⃣", "7️⃣", "8️⃣", "9️⃣"}));
    }

    void goneOnes()
    {
        GoneBody b{{1, 5, CounterMax}};
        QVERIFY(survives(b));
        QVERIFY(refusesEveryTruncation(b));
        QVERIFY(refusesMore(b));
        QVERIFY(standsMutations(b, 11));
        QVERIFY(!GoneBody::decode(Bytes(1)));  // says nothing
        Bytes unordered = GoneBody{{1, 5}}.encode();
        unordered[1] = std::byte{5};
        QVERIFY(!GoneBody::decode(unordered));
        Bytes beyond = b.encode();
        beyond.back() = std::byte{0xff};
        QVERIFY(!GoneBody::decode(beyond));
        GoneBody many;
        for (std::uint64_t i = 0; i < GoneMax; ++i)
            many.sequences.push_back(i);
        QVERIFY(survives(many));
    }
};

VOS_TEST(TestLetterBody)
#include "tst_letterbody.moc"
