#include "p2p/letters/letter.h"
#include "p2p/letters/receipt.h"
#include "p2p/wire/message.h"
#include "tests/support/testprogram.h"
#include "tests/unit/fixture.h"

#include <QtTest>

#include <set>

using namespace vos;
using namespace vos::wire;
using test::SeededRng;

namespace {

Bytes someBytes(Rng& rng, std::size_t size)
{
    Bytes bytes(size);
    rng.fill(bytes);
    return bytes;
}

std::vector<HeardWhereabouts> heardList(Rng& rng, std::size_t count)
{
    std::vector<HeardWhereabouts> list;
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t size = WhereaboutsShortSizeMin +
                                 rng.below(WhereaboutsSizeMax - WhereaboutsShortSizeMin + 1);
        list.push_back({static_cast<std::uint32_t>(rng.next64()), someBytes(rng, size)});
    }
    return list;
}

std::vector<NodePlace> places(Rng& rng, std::size_t count)
{
    std::vector<NodePlace> list;
    for (std::size_t i = 0; i < count; ++i)
        list.push_back({rng.id<NodeId>(),
                        *Endpoint::parse(i % 2 == 0 ? "192.0.2.7:4000" : "[2001:db8::5]:443")});
    return list;
}

template <typename IdType>
std::vector<IdType> ids(Rng& rng, std::size_t count)
{
    std::vector<IdType> list;
    for (std::size_t i = 0; i < count; ++i)
        list.push_back(rng.id<IdType>());
    return list;
}

Hello someHello(Rng& rng)
{
    Hello hello;
    hello.cover = 3;
    hello.depth = 2;
    hello.sizeEstimate = 100'000;
    hello.mapSum = rng.next64();
    hello.uptimeSeconds = 86'400;
    hello.reachable = true;
    hello.clockMillis = 1'800'000'000'123;
    hello.seen = *Endpoint::parse("[2001:db8::1]:4567");
    hello.heldSeq = (std::uint64_t{1} << 48) - 1;
    hello.heldCard = 17;
    return hello;
}

template <std::size_t N>
ByteArray<N> someArray(Rng& rng)
{
    ByteArray<N> array{};
    rng.fill(array);
    return array;
}

/// Those of custody.
std::vector<Message> custodyMessages()
{
    SeededRng rng(4);
    Deposit deposit;
    deposit.slot = 0xffff'ffff;
    deposit.slotTag = someArray<16>(rng);
    deposit.recallHash = someArray<32>(rng);
    deposit.keepSeconds = KeepSecondsMax;
    deposit.letter = someBytes(rng, LetterSizeMax);
    Deposit strangers;
    strangers.work = someArray<8>(rng);
    strangers.keepSeconds = 1;
    strangers.letter = someBytes(rng, LetterSizeMin);
    News news;
    for (std::size_t i = 0; i < NewsMax; ++i)
        news.entries.push_back({rng.id<LetterId>(), static_cast<LetterFate>(i % 6)});
    Missing missing;
    for (std::uint64_t i = 0; i < MissingMax; ++i)
        missing.sequences.push_back((std::uint64_t{1} << 53) - MissingMax + i);
    return {
        deposit,
        strangers,
        Custody{someArray<CustodySize>(rng)},
        Refusal{someArray<RefusalSize>(rng), std::nullopt},
        Refusal{someArray<RefusalSize>(rng), someArray<RevocationSize>(rng)},
        CustodyList{someArray<CustodyListSize>(rng)},
        HeldIds{ids<LetterId>(rng, 1)},
        HeldIds{ids<LetterId>(rng, HeldIdsMax)},
        AskNews{ids<LetterId>(rng, 1)},
        AskNews{ids<LetterId>(rng, NewsMax)},
        News{{{rng.id<LetterId>(), LetterFate::Unknown}}},
        news,
        Recall{rng.id<LetterId>(), someArray<16>(rng)},
        Recalled{someArray<RecalledSize>(rng)},
        Revoked{someArray<RevocationSize>(rng)},
        AskCustody{0xdeadbeef},
        CustodyState{},
        CustodyState{1, true, true, 2, 3, 4, 5, 6, (std::uint64_t{1} << 48) - 1},
        Missing{{0}},
        missing,
    };
}

/// Those by which nodes learn who can reach them.
std::vector<Message> natMessages()
{
    SeededRng rng(6);
    const auto probe = rng.id<ProbeToken>();
    return {
        DialBack{1, probe, rng.id<ProbeToken>()},
        DialBackDone{1, DialBackDone::What::OtherPort},
        DialBackDone{0xffffffff, DialBackDone::What::Stranger},
        ProbeFor{2, probe, *Endpoint::parse("192.0.2.7:1024")},
        ProbeFor{3, probe, *Endpoint::parse("[2001:db8::5]:443")},
        ProbeSent{2},
        ProbeLater{probe, 0},
        ProbeLater{probe, ProbeLater::SecondsMax},
    };
}

/// Its last field fills what is left; how much of it makes sense is for its own room to say.
bool fillsTheRest(const Message& message)
{
    return std::holds_alternative<Letter>(message) || std::holds_alternative<Receipt>(message) ||
           std::holds_alternative<Deposit>(message) || std::holds_alternative<RelayOpen>(message);
}

std::vector<Message> reachMessages(SeededRng& rng)
{
    Candidates most;
    most.round = 255;
    most.answer = true;
    most.token = rng.id<ProbeToken>();
    most.rttMillis = 65'535;
    most.mapping = PortMappingKind::Dependent;
    most.portStep = -32'768;
    most.endpoints.assign(CandidatesMax, *Endpoint::parse("[2001:db8::5]:4747"));
    Candidates least;
    least.round = 1;
    return {
        RelayTerms{},
        RelayTerms{true, true},
        RelayOpen{2, rng.id<NodeId>(), someBytes(rng, 1)},
        RelayOpen{0x7fff'fffe, rng.id<NodeId>(), someBytes(rng, CarriedSizeMax)},
        RelayClosed{1, RelayClosed::Reason::NoSession},
        RelayClosed{0x7fff'ffff, RelayClosed::Reason::Unknown},
        least,
        most,
        Introduce{rng.id<NodeId>()},
        Introduced{rng.id<NodeId>(), *Endpoint::parse("192.0.2.5:4747"), rng.id<ProbeToken>()},
    };
}

/// Every type, with the smallest and the largest content.
std::vector<Message> sampleMessages()
{
    SeededRng rng(1);
    Hello shortHello = someHello(rng);
    shortHello.reachable = false;
    shortHello.seen.reset();
    Hello v4Hello = someHello(rng);
    v4Hello.seen = *Endpoint::parse("198.51.100.9:65535");
    std::vector<Message> all{
        someHello(rng),
        shortHello,
        v4Hello,
        Hello{},
        Announce{heardList(rng, 1)},
        Announce{heardList(rng, AnnounceMax)},
        Find{7, rng.id<NodeId>()},
        Found{8, places(rng, 0)},
        Found{9, places(rng, NodePlacesMax)},
        Found{10, Found::Record{heardList(rng, 1)[0], {}}},
        Found{11, Found::Record{heardList(rng, 1)[0], someBytes(rng, CardSizeMax)}},
        Find{7, *NodeId::from(Bytes(NodeId::Size, std::byte{0})), true},
        Tail{12, 3600, {}, {}},
        Tail{13, 0xffffffff, rng.id<NodeId>(), {0xab00'0000'0000'0000, 8}},
        Tail{14, 3600, rng.id<NodeId>(), {0xab00'0000'0000'0000, 8}, true},
        Records{14, {}, {}},
        Records{15, heardList(rng, RecordsMax), rng.id<NodeId>()},
        CardRequest{ids<NodeId>(rng, 1)},
        CardRequest{ids<NodeId>(rng, CardsMax)},
        Cards{},
        Cards{std::vector<Bytes>(CardsMax, someBytes(rng, CardSizeMax))},
        Cards{{someBytes(rng, CardSizeMin)}},
        Letter{{}, someBytes(rng, LetterSizeMin)},
        Letter{{std::byte{1}, std::byte{2}}, someBytes(rng, LetterSizeMax)},
        Receipt{someBytes(rng, ReceiptSizeMin)},
        Receipt{someBytes(rng, ReceiptSizeMax)},
        Offer{1, rng.id<ExchangeKey>()},
        Hints{{{0, 0}}},
        Hints{std::vector<Hint>(HintsMax, {0xffff'ffff'ffff'0000, 0xffff})},
        Want{true, {{0xabcd'0000'0000'0000, 1}}},
        Contacts{4, {0xffff'ffff'ffff'0000, RangeDepthMax}},
        Nodes{4, places(rng, 0)},
        Nodes{4, places(rng, ContactNodesMax)},
        Ranges{{{{}, std::vector<std::uint64_t>(64, 1)}}},
        Ranges{std::vector<RangeItem>(
            RangeItemsMax,
            {{0xab00'0000'0000'0000, 8},
             std::vector<RangeItem::Entry>(RangeListMax, {0xabcd'0000'0000'0000, 5})})},
        Ranges{{{{}, std::vector<std::uint64_t>(16, 2)}, {{}, std::vector<RangeItem::Entry>{}}}},
    };
    const auto reach = reachMessages(rng);
    all.insert(all.end(), reach.begin(), reach.end());
    const auto custody = custodyMessages();
    all.insert(all.end(), custody.begin(), custody.end());
    const auto nat = natMessages();
    all.insert(all.end(), nat.begin(), nat.end());
    return all;
}

}  // namespace

class TestMessage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void limitsAreThoseOfTheRoomsThatReadThem()
    {
        static_assert(LetterSizeMin == letters::LetterSizeMin);
        static_assert(LetterSizeMax == letters::LetterSizeMax);
        static_assert(ReceiptSizeMin == letters::Receipt::SizeMin);
        static_assert(ReceiptSizeMax == letters::Receipt::SizeMax);
    }

    void whatWasEncodedDecodesToTheSame()
    {
        std::set<std::size_t> kinds;
        for (const Message& message : sampleMessages()) {
            const Bytes bytes = encodeMessage(message);
            const auto decoded = decodeMessage(bytes);
            QVERIFY2(decoded.has_value(), std::to_string(message.index()).c_str());
            QVERIFY(*decoded == message);
            QVERIFY(encodeMessage(*decoded) == bytes);
            QVERIFY(bytes.size() <= MessageSizeMax);
            kinds.insert(message.index());
        }
        QCOMPARE(kinds.size(), std::variant_size_v<Message> - 1);
    }

    void reachMessagesKeepTheirLimits()
    {
        NodeId id;
        id.bytes.fill(std::byte{0xaa});
        const Bytes open = encodeMessage(RelayOpen{2, id, Bytes(1, std::byte{7})});
        Bytes bad = open;
        bad[1] = std::byte{3};  // a number only relays give
        QVERIFY(!decodeMessage(bad));
        bad[1] = std::byte{0};
        QVERIFY(!decodeMessage(bad));
        bad = open;
        bad.resize(open.size() - 1 + CarriedSizeMax + 1);
        QVERIFY(!decodeMessage(bad));
        QVERIFY(!decodeMessage(ByteView(open).first(open.size() - 1)));
        for (const char* text :
             {"1e04", "200000000001", "200100000000", "200100000005", "200000008001"})
            QVERIFY2(!decodeMessage(*fromHex(text)), text);
        Candidates candidates;
        candidates.round = 1;
        Bytes bytes = encodeMessage(candidates);
        bytes[1] = std::byte{0};
        QVERIFY(!decodeMessage(bytes));
        bytes[1] = std::byte{1};
        bytes[2] = std::byte{2};
        QVERIFY(!decodeMessage(bytes));
        bytes[2] = std::byte{0};
        bytes.back() = std::byte{9};  // more endpoints than may be
        bytes.insert(bytes.end(), 9 * 7, std::byte{4});
        QVERIFY(!decodeMessage(bytes));
    }

    void bytesAreFixed()
    {
        Hello hello;
        hello.cover = 1;
        hello.depth = 2;
        hello.sizeEstimate = 3;
        hello.mapSum = 4;
        hello.uptimeSeconds = 5;
        hello.reachable = true;
        hello.clockMillis = 6;
        hello.seen = *Endpoint::parse("1.2.3.4:5000");
        hello.heldSeq = 7;
        hello.heldCard = 8;
        QCOMPARE(toHex(encodeMessage(hello)),
                 std::string("01" "01" "02" "03000000" "0400000000000000" "05000000" "03"
                             "060000000000" "070000000000" "08000000" "04010203048813"));
        NodeId id;
        id.bytes.fill(std::byte{0xaa});
        const std::string idHex = toHex(id.view());
        QCOMPARE(toHex(encodeMessage(Find{1, id})), "03" "01000000" "00" + idHex);
        QCOMPARE(toHex(encodeMessage(Found{1, std::vector<NodePlace>{}})),
                 std::string("04" "01000000" "00" "00"));
        QCOMPARE(toHex(encodeMessage(Tail{1, 2, id, {0xab00'0000'0000'0000, 8}})),
                 "05" "01000000" "02000000" + idHex + "08" "ab0000000000" "00");
        QCOMPARE(toHex(encodeMessage(Hints{{{0x0102'0304'0506'0000, 7}}})),
                 std::string("19" "01" "010203040506" "0700"));
        QCOMPARE(toHex(encodeMessage(Records{1, {}, id})), "06" "01000000" "00" "01" + idHex);
        QCOMPARE(toHex(encodeMessage(CardRequest{{id}})), "07" "01" + idHex);
        QCOMPARE(toHex(encodeMessage(Cards{})), std::string("08" "00"));
        QCOMPARE(toHex(encodeMessage(AskCustody{5})), std::string("16" "05000000"));
        QCOMPARE(toHex(encodeMessage(RelayTerms{true, true})), std::string("1e" "03"));
        QCOMPARE(toHex(encodeMessage(RelayOpen{2, id, Bytes(1, std::byte{7})})),
                 "1f" "02000000" + idHex + "07");
        QCOMPARE(toHex(encodeMessage(RelayClosed{3, RelayClosed::Reason::Unknown})),
                 std::string("20" "03000000" "04"));
        QCOMPARE(toHex(encodeMessage(Introduce{id})), "22" + idHex);
        QCOMPARE(toHex(encodeMessage(CustodyState{1, true, true, 2, 3, 4, 5, 6, 7})),
                 std::string("17" "01000000" "03" "02000000" "03000000" "04000000" "05000000"
                             "06000000" "070000000000"));
        QCOMPARE(toHex(encodeMessage(Missing{{1, 2}})),
                 std::string("18" "02" "0100000000000000" "0200000000000000"));
        QCOMPARE(toHex(encodeMessage(AskNews{{LetterId{id.bytes}}})), "11" + idHex);
        QCOMPARE(toHex(encodeMessage(News{{{LetterId{id.bytes}, LetterFate::Settled}}})),
                 "12" "01" + idHex + "03");
        QCOMPARE(toHex(encodeMessage(Recall{LetterId{id.bytes}, {}})),
                 "13" + idHex + std::string(32, '0'));
        QCOMPARE(toHex(encodeMessage(Offer{2, ExchangeKey{id.bytes}})), "0b" "02000000" + idHex);
        ProbeToken probe;
        probe.bytes.fill(std::byte{0xbb});
        const std::string probeHex = toHex(probe.view());
        QCOMPARE(toHex(encodeMessage(DialBack{1, probe, probe})).substr(2),
                 "01000000" + probeHex + probeHex);
        QCOMPARE(toHex(encodeMessage(DialBackDone{1, DialBackDone::What::Stranger})).substr(2),
                 std::string("01000000" "02"));
        QCOMPARE(toHex(encodeMessage(ProbeFor{1, probe, *Endpoint::parse("1.2.3.4:5000")}))
                     .substr(2),
                 "01000000" + probeHex + "04010203048813");
        QCOMPARE(toHex(encodeMessage(ProbeSent{1})).substr(2), std::string("01000000"));
    }

    void unknownTypesPass()
    {
        for (unsigned type = std::variant_size_v<Message>; type < 256; ++type) {
            const Message unknown = UnknownMessage{static_cast<std::uint8_t>(type)};
            Bytes bytes{static_cast<std::byte>(type)};
            QVERIFY(decodeMessage(bytes) == unknown);
            bytes.resize(5000);
            QVERIFY(decodeMessage(bytes) == unknown);
        }
        QVERIFY(!decodeMessage(Bytes(1)));
        QVERIFY(!decodeMessage({}));
        QVERIFY(!decodeMessage(Bytes(MessageSizeMax + 1, std::byte{200})));
    }

    void everyTruncationIsRefused()
    {
        for (const Message& message : sampleMessages()) {
            const Bytes bytes = encodeMessage(message);
            // Letters and receipts fill what is left; a shorter one is refused where no letter or
            // receipt can be so short, and by their own rooms above that.
            if (fillsTheRest(message) && bytes.size() > 1000)
                continue;
            for (std::size_t size = 0; size < bytes.size(); ++size) {
                // Whole ids, or a refusal without the end that may follow, are sound by themselves.
                const auto decoded = decodeMessage(ByteView(bytes).first(size));
                const bool shorter = decoded && encodeMessage(*decoded).size() == size &&
                                     (std::holds_alternative<HeldIds>(message) ||
                                      std::holds_alternative<AskNews>(message) ||
                                      std::holds_alternative<Refusal>(message));
                QVERIFY2(!decoded || shorter, std::to_string(message.index()).c_str());
            }
        }
    }

    void trailingBytesAreRefused()
    {
        for (const Message& message : sampleMessages()) {
            Bytes bytes = encodeMessage(message);
            if (fillsTheRest(message) && bytes.size() < 1000)
                continue;
            bytes.push_back(std::byte{0});
            QVERIFY2(!decodeMessage(bytes), std::to_string(message.index()).c_str());
        }
    }

    void hostileCountsAndSizesAreRefused()
    {
        SeededRng rng(2);
        const auto refuses = [](const Message& message, std::size_t offset, unsigned value) {
            Bytes bytes = encodeMessage(message);
            bytes[offset] = static_cast<std::byte>(value);
            return !decodeMessage(bytes);
        };
        const Announce announce{heardList(rng, 2)};
        for (const unsigned count : {0u, 1u, 3u, 10u, 255u})
            QVERIFY(refuses(announce, 1, count));
        for (const unsigned size : {0u, 89u, 247u, 255u})
            QVERIFY(refuses(announce, 6, size));
        for (const unsigned count : {0u, 2u, 17u, 255u})
            QVERIFY(refuses(CardRequest{ids<NodeId>(rng, 1)}, 1, count));
        for (const unsigned count : {0u, 2u, 17u, 255u})
            QVERIFY(refuses(Cards{{someBytes(rng, CardSizeMin)}}, 1, count));
        for (const unsigned count : {1u, 65u, 255u})
            QVERIFY(refuses(Records{1, {}, {}}, 5, count));
        for (const unsigned flag : {1u, 2u, 255u})
            QVERIFY(refuses(Records{1, {}, {}}, 6, flag));
        for (const unsigned what : {1u, 2u, 3u, 255u})
            QVERIFY(refuses(Found{1, places(rng, 2)}, 5, what));
        for (const unsigned count : {1u, 3u, 9u, 255u})
            QVERIFY(refuses(Found{1, places(rng, 2)}, 6, count));
        for (const unsigned family : {0u, 5u, 6u})
            QVERIFY(refuses(Found{1, places(rng, 1)}, 7 + 32, family));
        for (const unsigned flags : {0u, 1u, 4u, 7u, 131u})
            QVERIFY(refuses(someHello(rng), 19, flags));
        QVERIFY(refuses(Offer{1, {}}, 1, 0));
    }

    void hostileCustodyIsRefused()
    {
        SeededRng rng(5);
        const auto refuses = [](const Message& message, std::size_t offset, unsigned value) {
            Bytes bytes = encodeMessage(message);
            bytes[offset] = static_cast<std::byte>(value);
            return !decodeMessage(bytes);
        };
        Deposit deposit;
        deposit.keepSeconds = 1;
        deposit.letter = someBytes(rng, LetterSizeMin);
        QVERIFY(refuses(deposit, 5, 1));      // a tag without a slot
        QVERIFY(refuses(deposit, 61, 0));     // kept for no time
        QVERIFY(refuses(deposit, 64, 0xff));  // and for centuries
        for (const unsigned fate : {6u, 255u})
            QVERIFY(refuses(News{{{rng.id<LetterId>(), LetterFate::Held}}}, 34, fate));
        for (const unsigned count : {0u, 2u, 33u, 255u})
            QVERIFY(refuses(News{{{rng.id<LetterId>(), LetterFate::Held}}}, 1, count));
        for (const unsigned flags : {4u, 128u, 255u})
            QVERIFY(refuses(CustodyState{}, 5, flags));
        for (const unsigned count : {0u, 1u, 3u, 65u, 255u})
            QVERIFY(refuses(Missing{{1, 2}}, 1, count));
        QVERIFY(refuses(Missing{{1, 2}}, 10, 1));     // not rising
        QVERIFY(refuses(Missing{{1, 2}}, 17, 0xff));  // beyond all counters
        Bytes many(1 + (HeldIdsMax + 1) * LetterId::Size, std::byte{16});
        QVERIFY(!decodeMessage(many));
        many.resize(1 + LetterId::Size + 1);
        QVERIFY(!decodeMessage(many));
        many.resize(1);
        QVERIFY(!decodeMessage(many));
    }

    void hostileDialBacksAreRefused()
    {
        const ProbeFor order{1, {}, *Endpoint::parse("192.0.2.7:5000")};
        const auto aimedAt = [&](const char* where) {
            ProbeFor other = order;
            other.to = *Endpoint::parse(where);
            return encodeMessage(other);
        };
        QVERIFY(decodeMessage(aimedAt("192.0.2.7:5000")));
        // Nobody is to be made to talk to DNS, to everybody, or to nobody.
        for (const char* bad : {"192.0.2.7:53", "224.0.0.1:5000", "0.0.0.0:5000",
                                "255.255.255.255:5000", "[ff02::1]:5000", "[::]:5000"})
            QVERIFY(!decodeMessage(aimedAt(bad)));
        for (const unsigned what : {0u, 3u, 255u}) {
            Bytes done = encodeMessage(DialBackDone{1, DialBackDone::What::OtherPort});
            done.back() = static_cast<std::byte>(what);
            QVERIFY(!decodeMessage(done));
        }
    }

    void randomMutationsNeverHarm()
    {
        SeededRng rng(3);
        std::vector<Bytes> all;
        for (const Message& message : sampleMessages())
            if (const Bytes bytes = encodeMessage(message); bytes.size() < 20000)
                all.push_back(bytes);
        int decoded = 0;
        for (int round = 0; round < 30000; ++round) {
            Bytes bytes = all[rng.below(all.size())];
            for (std::uint64_t i = 1 + rng.below(4); i > 0; --i)
                bytes[rng.below(std::min<std::size_t>(bytes.size(), 64))] =
                    static_cast<std::byte>(rng.below(256));
            if (rng.below(4) == 0)
                bytes.resize(rng.below(bytes.size() * 2));
            const auto message = decodeMessage(bytes);
            if (!message || std::holds_alternative<UnknownMessage>(*message))
                continue;
            ++decoded;
            QVERIFY(encodeMessage(*message) == bytes);
        }
        QVERIFY(decoded > 1000);
    }
};

VOS_TEST(TestMessage)
#include "tst_message.moc"
