#include "p2p/letters/letter.h"
#include "tests/support/testprogram.h"
#include "tests/unit/fixture.h"

#include <QtTest>

#include <set>

using namespace vos;
using namespace vos::letters;
using test::SeededRng;

namespace {

const WallTime Sent = fromMillis(1'800'000'000'123);
const WallTime Expires = fromMillis(1'802'592'000'000);

Bytes randomBytes(Rng& rng, std::size_t size)
{
    Bytes bytes(size);
    rng.fill(bytes);
    return bytes;
}

Payload somePayload(Rng& rng, Bytes body, std::size_t notes = 0)
{
    Payload p;
    p.kind = 4;
    p.sender = rng.id<NodeId>();
    p.cardNumber = 3;
    p.message = rng.id<MessageId>();
    p.conversation = rng.id<ConversationId>();
    p.sequence = 41;
    p.lamport = 977;
    p.sentAt = Sent;
    p.offer = {12, rng.id<ExchangeKey>()};
    p.oldestNeeded = 11;
    for (std::size_t i = 0; i < notes; ++i)
        p.notes.push_back({rng.id<NodeId>(), rng.id<LetterId>()});
    p.body = std::move(body);
    return p;
}

/// Alice writes to Bob.
struct World {
    explicit World(std::uint64_t seed = 1)
        : rng(seed),
          aliceLetterKey(crypto::ExchangePair::generate(rng)),
          bob(rng.id<NodeId>()),
          bobPrekey(crypto::ExchangePair::generate(rng))
    {
    }
    Bytes sealed(const Payload& payload)
    {
        auto letter = seal(aliceLetterKey, {bob, bobPrekey.publicKey()}, payload, Expires, rng);
        VOS_ASSERT(letter.has_value());
        return std::move(*letter);
    }

    SeededRng rng;
    crypto::ExchangePair aliceLetterKey;
    NodeId bob;
    crypto::ExchangePair bobPrekey;
};

}  // namespace

class TestLetter : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(crypto::initialize()); }

    void whatWasSealedOpens()
    {
        World w;
        const Payload payload = somePayload(w.rng, toBytes(viewOf("Good morning")), 2);
        const Bytes letter = w.sealed(payload);
        const auto opened = letters::open(letter, w.bobPrekey);
        QVERIFY(opened);
        QVERIFY(opened->payload == payload);
        QVERIFY(opened->senderLetterKey == w.aliceLetterKey.publicKey());

        const auto head = peek(letter);
        QVERIFY(head);
        QVERIFY(head->outer.recipient == w.bob);
        QCOMPARE(head->outer.expiresSeconds, std::uint64_t{1'802'592'000});
        QCOMPARE(std::size_t{head->outer.length}, letter.size() - OuterSize);
        QVERIFY(isFor(*head, w.bobPrekey.publicKey()));
    }

    void allKindsAndSizesOpen()
    {
        World w;
        for (unsigned kind = 0; kind < 256; kind += 15) {
            Payload payload = somePayload(w.rng, randomBytes(w.rng, kind));
            payload.kind = static_cast<std::uint8_t>(kind);
            QVERIFY(letters::open(w.sealed(payload), w.bobPrekey)->payload == payload);
        }
        for (const std::size_t size :
             {std::size_t{0}, std::size_t{1}, std::size_t{117}, std::size_t{118}, std::size_t{1000},
              std::size_t{32'768}, std::size_t{60'000}, BodySizeMax}) {
            const Payload payload = somePayload(w.rng, randomBytes(w.rng, size), CustodyNotesMax);
            const Bytes letter = w.sealed(payload);
            QVERIFY(letter.size() <= LetterSizeMax);
            QVERIFY(letters::open(letter, w.bobPrekey)->payload == payload);
        }
        QVERIFY(BodySizeMax >= 60'000 + 17);
    }

    void lengthsTellTheSizeClassOnly()
    {
        QCOMPARE(paddedSize(0), std::size_t{256});
        QCOMPARE(paddedSize(256), std::size_t{256});
        QCOMPARE(paddedSize(257), std::size_t{512});
        QCOMPARE(paddedSize(512), std::size_t{512});
        QCOMPARE(paddedSize(32'768), std::size_t{32'768});
        QCOMPARE(paddedSize(32'769), std::size_t{61'440});
        QCOMPARE(paddedSize(61'440), std::size_t{61'440});
        World w;
        std::set<std::size_t> sizes;
        for (std::size_t size = 0; size <= 60'000; size += 157)
            sizes.insert(encodePayload(somePayload(w.rng, Bytes(size))).size());
        QCOMPARE(sizes, (std::set<std::size_t>{256, 512, 1024, 2048, 4096, 8192, 16'384, 32'768,
                                               61'440}));
        QCOMPARE(w.sealed(somePayload(w.rng, Bytes(256 - PayloadFixedSize))).size(), LetterSizeMin);
        QCOMPARE(w.sealed(somePayload(w.rng, Bytes(BodySizeMax))).size(), LetterSizeMax);
    }

    void expiryIsRoundedUpToAnHour()
    {
        World w;
        const auto hourOf = [&w](std::int64_t millis) {
            const auto letter = seal(w.aliceLetterKey, {w.bob, w.bobPrekey.publicKey()},
                                     somePayload(w.rng, {}), fromMillis(millis), w.rng);
            return peek(*letter)->outer.expiresSeconds;
        };
        QCOMPARE(hourOf(0), std::uint64_t{0});
        QCOMPARE(hourOf(1), std::uint64_t{3600});
        QCOMPARE(hourOf(3'600'000), std::uint64_t{3600});
        QCOMPARE(hourOf(3'600'001), std::uint64_t{7200});
        QVERIFY(hourOf(TimeMax) >= TimeMax / 1000);
    }

    void everyChangedByteIsRefused()
    {
        World w;
        const Bytes letter = w.sealed(somePayload(w.rng, toBytes(viewOf("text"))));
        for (std::size_t bit = 0; bit < letter.size() * 8; ++bit) {
            Bytes changed = letter;
            changed[bit / 8] ^= std::byte{1} << (bit % 8);
            QVERIFY(!letters::open(changed, w.bobPrekey));
        }
        for (std::size_t size = 0; size < letter.size(); ++size)
            QVERIFY(!letters::open(ByteView(letter).first(size), w.bobPrekey));
        Bytes longer = letter;
        longer.push_back(std::byte{0});
        QVERIFY(!letters::open(longer, w.bobPrekey));
        QVERIFY(letters::open(letter, w.bobPrekey));
    }

    void aChangedHeadWithARightHintIsRefusedToo()
    {
        // Who knows the prekey can make a hint; the outer part is bound to the seal all the same.
        World w;
        const Bytes letter = w.sealed(somePayload(w.rng, toBytes(viewOf("text"))));
        Bytes changed = letter;
        changed[44] ^= std::byte{0x10};  // expires: 4096 s, no whole hour
        QVERIFY(!peek(changed));
        changed = letter;
        const std::uint64_t other = peek(letter)->outer.expiresSeconds + 3600;
        for (std::size_t i = 0; i < 8; ++i)
            changed[44 + i] = static_cast<std::byte>(other >> (8 * i) & 0xff);
        QVERIFY(peek(changed));
        QVERIFY(isFor(*peek(changed), w.bobPrekey.publicKey()));
        QVERIFY(!letters::open(changed, w.bobPrekey));
        changed = letter;
        changed[4] ^= std::byte{1};  // for another recipient
        QVERIFY(peek(changed));
        QVERIFY(!letters::open(changed, w.bobPrekey));
    }

    void wrongPrekeysDoNotOpen()
    {
        World w;
        const Bytes letter = w.sealed(somePayload(w.rng, {}));
        for (int i = 0; i < 50; ++i) {
            const auto other = crypto::ExchangePair::generate(w.rng);
            QVERIFY(!isFor(*peek(letter), other.publicKey()));
            QVERIFY(!letters::open(letter, other));
        }
        // Not even with a hint that fits.
        const auto other = crypto::ExchangePair::generate(w.rng);
        Bytes relabelled = letter;
        const Hint hint = hintFor(other.publicKey(), peek(letter)->ephemeral);
        std::copy(hint.bytes.begin(), hint.bytes.end(), relabelled.begin() + 36);
        QVERIFY(isFor(*peek(relabelled), other.publicKey()));
        QVERIFY(!letters::open(relabelled, other));
    }

    void hintsCannotBeLinked()
    {
        World w;
        const Payload payload = somePayload(w.rng, {});
        std::set<Hint> hints;
        std::set<LetterId> ids;
        std::set<ExchangeKey> ephemerals;
        for (int i = 0; i < 100; ++i) {
            const Bytes letter = w.sealed(payload);
            hints.insert(peek(letter)->outer.hint);
            ephemerals.insert(peek(letter)->ephemeral);
            ids.insert(letterId(letter));
            // Neither prekey nor sender stands anywhere in the clear.
            for (const ExchangeKey& key : {w.bobPrekey.publicKey(), w.aliceLetterKey.publicKey()})
                QVERIFY(std::search(letter.begin(), letter.end(), key.bytes.begin(),
                                    key.bytes.end()) == letter.end());
        }
        QCOMPARE(hints.size(), std::size_t{100});
        QCOMPARE(ephemerals.size(), std::size_t{100});
        QCOMPARE(ids.size(), std::size_t{100});
    }

    void aThiefOfThePrekeyCannotWriteAsOthersWithoutTheirKey()
    {
        World w;
        const auto mallory = crypto::ExchangePair::generate(w.rng);
        const Payload payload = somePayload(w.rng, {});
        const auto letter =
            seal(mallory, {w.bob, w.bobPrekey.publicKey()}, payload, Expires, w.rng);
        const auto opened = letters::open(*letter, w.bobPrekey);
        QVERIFY(opened->payload.sender == payload.sender);
        QVERIFY(opened->senderLetterKey != w.aliceLetterKey.publicKey());
    }

    void hostilePrekeysAreNotUsed()
    {
        World w;
        QVERIFY(!seal(w.aliceLetterKey, {w.bob, {}}, somePayload(w.rng, {}), Expires, w.rng));
    }

    void conversationsHaveOneNameForBoth()
    {
        SeededRng rng(2);
        const NodeId a = rng.id<NodeId>();
        const NodeId b = rng.id<NodeId>();
        QVERIFY(conversationId(a, b) == conversationId(b, a));
        QVERIFY(conversationId(a, b) != conversationId(a, a));
        QVERIFY(conversationId(a, b) != conversationId(a, rng.id<NodeId>()));
    }

    void payloadsHaveOneForm()
    {
        SeededRng rng(3);
        const Bytes good = encodePayload(somePayload(rng, toBytes(viewOf("body")), 1));
        QVERIFY(decodePayload(good));
        const auto refusesAt = [&good](std::size_t offset, unsigned value) {
            Bytes bytes = good;
            bytes[offset] = static_cast<std::byte>(value);
            return !decodePayload(bytes);
        };
        QVERIFY(refusesAt(0, 0));
        QVERIFY(refusesAt(0, 2));
        QVERIFY(refusesAt(76, 0x20));   // sequence above its bound
        QVERIFY(refusesAt(84, 0x20));   // lamport
        QVERIFY(refusesAt(92, 0x01));   // time sent
        QVERIFY(refusesAt(134, 0));     // notes
        QVERIFY(refusesAt(134, 2));
        QVERIFY(refusesAt(134, 5));
        QVERIFY(refusesAt(199, 3));     // body length: a byte left over
        QVERIFY(refusesAt(202, 255));   // body length: beyond all limits
        QVERIFY(refusesAt(good.size() - 1, 1));
        Bytes noNumber = good;
        std::fill_n(noNumber.begin() + 94, 4, std::byte{0});  // an offer without a number
        QVERIFY(!decodePayload(noNumber));
        Bytes padded = good;
        padded.resize(512);  // a larger class than needed
        QVERIFY(!decodePayload(padded));
        for (std::size_t size = 0; size < good.size(); ++size)
            QVERIFY(!decodePayload(ByteView(good).first(size)));
    }

    void mutatedPayloadsNeverHarm()
    {
        SeededRng rng(4);
        const Bytes good = encodePayload(somePayload(rng, randomBytes(rng, 50), 1));
        int decoded = 0;
        for (int round = 0; round < 20000; ++round) {
            Bytes bytes = good;
            for (std::uint64_t i = 1 + rng.below(3); i > 0; --i)
                bytes[rng.below(bytes.size())] = static_cast<std::byte>(rng.below(256));
            if (rng.below(8) == 0)
                bytes.resize(rng.below(600));
            if (const auto payload = decodePayload(bytes)) {
                ++decoded;
                QVERIFY(encodePayload(*payload) == bytes);
            }
        }
        QVERIFY(decoded > 1000);
    }

    void mutatedLettersNeverHarm()
    {
        World w;
        const Bytes good = w.sealed(somePayload(w.rng, {}));
        SeededRng rng(5);
        for (int round = 0; round < 5000; ++round) {
            Bytes bytes = good;
            for (std::uint64_t i = 1 + rng.below(4); i > 0; --i)
                bytes[rng.below(OuterSize + 40)] ^= static_cast<std::byte>(1 + rng.below(255));
            if (rng.below(8) == 0)
                bytes.resize(rng.below(70'000));
            const auto opened = letters::open(bytes, w.bobPrekey);
            QVERIFY(!opened || bytes == good);
        }
    }

    void bytesAreFixed()
    {
        World w(42);
        Payload payload = somePayload(w.rng, toBytes(viewOf("hello")), 1);
        const Bytes letter = w.sealed(payload);
        QCOMPARE(toHex(encodePayload(payload)), std::string(GoldenPayload));
        QCOMPARE(toHex(letter), std::string(GoldenLetter));
        QCOMPARE(toHex(letterId(letter).view()), std::string(GoldenId));
        QCOMPARE(toHex(conversationId(w.bob, payload.sender).view()),
                 std::string(GoldenConversation));
    }

private:
    // Checked against an implementation that shares no code with this one.
    static constexpr const char* GoldenPayload =
        "0104e6463e7f89ed6d83b76ded4773971f85dc8ee7021ce347aaf2337c4dc55214340300000075ba5ef3"
        "52d7831a1d9e7ff60300d97e076aa848f4dfea1760b872291aca5eb02900000000000000d10300000000"
        "00007b505c18a30100000c000000e8a355644b4413f5996e1f26dda6b312d515ca00b18f8d9991c87454"
        "d475ac9e0b0000000150b9b729f233fc1211e59079e3a70e4735a82006155bf2bd1f99b98f197e16c907"
        "6dc8cd312622f1435e58531b9fb5b175d91342a16d37ca5e2c9d5092162cd70500000068656c6c6f0000"
        "000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
        "00000000";
    static constexpr const char* GoldenLetter =
        "01010000f22348245a58bc0906db803cfa3144de5d6d37451c67e937a42f9e9eee35f6cc33ec3e52c2b2"
        "e4a1005f716b0000000060010000d8659ddb8c75af15615cebbdb3952215e2e878cef2cab18309e5be70"
        "0756557e3b4be2aaefc91f8700e59a791d48c38172f8ed07ee88801e62893129dfb2f233b369d6cf1db8"
        "15f9da44119477f34f30542bc39d286df19cca5d1028ae0530a2f43ba5eff6072b18032680d98de37320"
        "e182bff596166a9dbc4a3bfe8ac421603098283dcc45d843ae7222658feef807a74cf253803fe3972f81"
        "048463fb828c05aa9736766051487ab3ea02c12fbc5759206f198610f975246c4c36c4a34a2ee479600c"
        "0e4881af24eeb8148ebb4a981115464e7673661471f65dd6b5eb8ebdb19fdd537b9e85b2f1c545e1d006"
        "d6e53d50b8ab62a5f69980889b4a4fa40bce289d17f193bc8114c4670e16e428fc7139a2a6415336e27b"
        "3941f972367250f62e07b8cfe1d861705a93e59cb82a9d7ee08bf7e2e788926220a96afca42df241901c"
        "937bd7a04256acf86ca807bf887548835fad59f1ccdb3b064d29dd919e9a";
    static constexpr const char* GoldenId =
        "6bdfd46d988267247f92e896cc4dcb8e361433f348842ef66c9610001e30d498";
    static constexpr const char* GoldenConversation =
        "26ce150edb49aaa244be0172e56ed5f3";
};

VOS_TEST(TestLetter)
#include "tst_letter.moc"
