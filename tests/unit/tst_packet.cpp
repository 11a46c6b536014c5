#include "p2p/identity/card.h"
#include "p2p/map/record.h"
#include "p2p/wire/packet.h"
#include "tests/support/testprogram.h"
#include "tests/unit/fixture.h"

#include <QtTest>

#include <functional>

using namespace vos;
using namespace vos::wire;
using test::SeededRng;

namespace {

template <std::size_t N>
ByteArray<N> randomArray(Rng& rng)
{
    ByteArray<N> array;
    rng.fill(array);
    return array;
}

Bytes randomBytes(Rng& rng, std::size_t size)
{
    Bytes bytes(size);
    rng.fill(bytes);
    return bytes;
}

Init someInit(Rng& rng, bool pairing = false)
{
    return {pairing, rng.id<ConnectionId>(), randomArray<InitNoiseSize>(rng),
            randomArray<MacSize>(rng), randomArray<MacSize>(rng)};
}

Resp someResp(Rng& rng, bool pairing = false)
{
    return {pairing,
            rng.id<ConnectionId>(),
            rng.id<ConnectionId>(),
            randomArray<RespNoiseSize>(rng),
            randomArray<MacSize>(rng),
            randomArray<MacSize>(rng)};
}

Cookie someCookie(Rng& rng)
{
    return {rng.id<ConnectionId>(), randomArray<24>(rng), randomArray<32>(rng)};
}

Record partRecord(Rng& rng, RecordPart part, std::size_t size)
{
    return {rng.id<QueryNonce>(), 77, SignedPart{part, randomBytes(rng, size)}};
}

Record nodesRecord(Rng& rng, std::size_t count)
{
    std::vector<NodePlace> places;
    for (std::size_t i = 0; i < count; ++i)
        places.push_back({rng.id<NodeId>(),
                          *Endpoint::parse(i % 2 == 0 ? "192.0.2.7:4000" : "[2001:db8::5]:443")});
    return {rng.id<QueryNonce>(), 0, std::move(places)};
}

/// One of each datagram, and what reads it.
struct Sample {
    Bytes bytes;
    std::function<bool(ByteView)> decodes;
};

std::vector<Sample> samples()
{
    SeededRng rng(1);
    const auto with = [](auto decode) {
        return [decode](ByteView bytes) { return decode(bytes).has_value(); };
    };
    Bytes data(DataHeadSize);
    encodeDataHead({rng.id<ConnectionId>(), 5}, data);
    append(data, randomBytes(rng, 100));
    return {
        {encode(someInit(rng)), with(decodeInit)},
        {encode(someResp(rng)), with(decodeResp)},
        {encode(someCookie(rng)), with(decodeCookie)},
        {data, with(decodeDataHead)},
        {encode(Who{rng.id<QueryNonce>(), RecordPart::Card, rng.id<NodeId>()}), with(decodeWho)},
        {encode(partRecord(rng, RecordPart::Whereabouts, WhereaboutsSizeMin)), with(decodeRecord)},
        {encode(nodesRecord(rng, 3)), with(decodeRecord)},
        {encode(Probe{rng.id<ProbeToken>()}), with(decodeProbe)},
    };
}

}  // namespace

class TestPacket : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sizesAreThoseOfTheTable()
    {
        SeededRng rng(2);
        QCOMPARE(encode(someInit(rng)).size(), std::size_t{180});
        QCOMPARE(encode(someResp(rng)).size(), std::size_t{108});
        QCOMPARE(encode(someCookie(rng)).size(), std::size_t{68});
        QCOMPARE(encode(Who{}).size(), std::size_t{1200});
        QCOMPARE(encode(partRecord(rng, RecordPart::Card, CardSizeMax)).size(), std::size_t{1140});
        QCOMPARE(encode(Probe{}).size(), std::size_t{32});
        // The rooms that read the parts have the same limits.
        static_assert(WhereaboutsSizeMin == map::Whereabouts::SizeMin);
        static_assert(WhereaboutsSizeMax == map::Whereabouts::SizeMax);
        static_assert(WhereaboutsShortSizeMin ==
                      map::Whereabouts::SizeMin - map::Whereabouts::ShortSaving);
        static_assert(CardSizeMin == identity::Card::SizeMin);
        static_assert(CardSizeMax == identity::Card::SizeMax);
    }

    void fieldsStandWhereTheTableSays()
    {
        Init init;
        init.pairing = true;
        init.from.bytes.fill(std::byte{0x11});
        init.noise.fill(std::byte{0x22});
        init.mac1.fill(std::byte{0x33});
        init.mac2.fill(std::byte{0x44});
        const auto repeated = [](const char* pair, std::size_t times) {
            std::string text;
            for (std::size_t i = 0; i < times; ++i)
                text += pair;
            return text;
        };
        QCOMPARE(toHex(encode(init)), "01010100" + repeated("11", 8) + repeated("22", 136) +
                                          repeated("33", 16) + repeated("44", 16));
        Bytes head(DataHeadSize);
        encodeDataHead({init.from, 0x0102030405060708}, head);
        QCOMPARE(toHex(head), "01040000" + repeated("11", 8) + "0807060504030201");
        Record nothing;
        nothing.content = std::vector<NodePlace>{};
        QCOMPARE(toHex(encode(nothing)),
                 "01060000" + repeated("00", 16) + "03" + "00000000" + "00");
    }

    void whatWasEncodedDecodesToTheSame()
    {
        SeededRng rng(3);
        for (const bool pairing : {false, true}) {
            const Init init = someInit(rng, pairing);
            QVERIFY(decodeInit(encode(init)) == init);
            const Resp resp = someResp(rng, pairing);
            QVERIFY(decodeResp(encode(resp)) == resp);
        }
        const Cookie cookie = someCookie(rng);
        QVERIFY(decodeCookie(encode(cookie)) == cookie);
        for (const RecordPart part : {RecordPart::Whereabouts, RecordPart::Card}) {
            const Who who{rng.id<QueryNonce>(), part, rng.id<NodeId>()};
            QVERIFY(decodeWho(encode(who)) == who);
        }
        const Probe probe{rng.id<ProbeToken>()};
        QVERIFY(decodeProbe(encode(probe)) == probe);
        Bytes data(DataHeadSize);
        const DataHead head{rng.id<ConnectionId>(), rng.next64()};
        encodeDataHead(head, data);
        data.resize(DataHeadSize + DataTagSize);
        QVERIFY(decodeDataHead(data) == head);
    }

    void recordsOfAllSizesDecodeToTheSame()
    {
        SeededRng rng(4);
        for (const std::size_t size : {WhereaboutsSizeMin, std::size_t{200}, WhereaboutsSizeMax}) {
            const Record record = partRecord(rng, RecordPart::Whereabouts, size);
            QVERIFY(decodeRecord(encode(record)) == record);
        }
        for (const std::size_t size : {CardSizeMin, CardSizeMax}) {
            const Record record = partRecord(rng, RecordPart::Card, size);
            QVERIFY(decodeRecord(encode(record)) == record);
        }
        for (std::size_t count = 0; count <= NodePlacesMax; ++count) {
            const Record record = nodesRecord(rng, count);
            QVERIFY(decodeRecord(encode(record)) == record);
        }
    }

    void everyOtherLengthIsRefused()
    {
        for (const Sample& sample : samples()) {
            QVERIFY(sample.decodes(sample.bytes));
            const auto type = packetType(sample.bytes);
            for (std::size_t size = 0; size < sample.bytes.size(); ++size) {
                // Shorter DATA is DATA too, down to an empty plaintext; a shorter record part
                // is refused below its smallest size, which the sample has.
                if (type == PacketType::Data && size >= DataHeadSize + DataTagSize)
                    continue;
                QVERIFY2(!sample.decodes(ByteView(sample.bytes).first(size)),
                         std::to_string(size).c_str());
            }
        }
    }

    void trailingBytesAreRefused()
    {
        for (const Sample& sample : samples()) {
            const auto type = packetType(sample.bytes);
            if (type == PacketType::Data)
                continue;
            Bytes longer = sample.bytes;
            longer.resize(RecordSizeMax + 200);
            QVERIFY(!sample.decodes(longer));
            if (decodeRecord(sample.bytes) && decodeRecord(sample.bytes)->content.index() == 0)
                continue;  // its last field is as long as what is left
            longer.resize(sample.bytes.size() + 1);
            QVERIFY(!sample.decodes(longer));
        }
    }

    void everyChangedBitOfTheHeadIsRefused()
    {
        for (const Sample& sample : samples()) {
            const auto type = packetType(sample.bytes);
            QVERIFY(type.has_value());
            for (std::size_t bit = 0; bit < PacketHeadSize * 8; ++bit) {
                Bytes changed = sample.bytes;
                changed[bit / 8] ^= std::byte{1} << (bit % 8);
                const bool isPairingFlag =
                    bit == 16 && (type == PacketType::Init || type == PacketType::Resp);
                if (isPairingFlag)
                    QVERIFY(sample.decodes(changed));
                else
                    QVERIFY(!sample.decodes(changed));
            }
        }
    }

    void noDatagramPassesForAnother()
    {
        const auto all = samples();
        for (const Sample& a : all)
            for (const Sample& b : all)
                QCOMPARE(a.decodes(b.bytes), packetType(a.bytes) == packetType(b.bytes));
    }

    void typesAndVersionsAreToldFromTheHead()
    {
        QVERIFY(!packetType({}));
        for (unsigned type = 0; type < 256; ++type) {
            Bytes head(PacketHeadSize);
            head[0] = std::byte{1};
            head[1] = static_cast<std::byte>(type);
            QCOMPARE(packetType(head).has_value(), type >= 1 && type <= 7);
            QVERIFY(!foreignVersion(head));
        }
        const Bytes newer{std::byte{2}, std::byte{99}, std::byte{1}, std::byte{2}};
        QVERIFY(!packetType(newer));
        QCOMPARE(*foreignVersion(newer), std::uint8_t{2});
        QVERIFY(!foreignVersion(ByteView(newer).first(3)));
        QVERIFY(!foreignVersion(Bytes(4)));
    }

    void hostileFieldsAreRefused()
    {
        SeededRng rng(5);
        Bytes who = encode(Who{rng.id<QueryNonce>(), RecordPart::Card, {}});
        for (const std::byte bad : {std::byte{0}, std::byte{3}, std::byte{255}}) {
            who[20] = bad;
            QVERIFY(!decodeWho(who));
        }
        who[20] = std::byte{1};
        QVERIFY(decodeWho(who));
        for (const std::size_t filling : {std::size_t{53}, std::size_t{600}, WhoSize - 1}) {
            who[filling] = std::byte{1};
            QVERIFY(!decodeWho(who));
            who[filling] = std::byte{0};
        }

        Bytes nodes = encode(nodesRecord(rng, 8));
        QVERIFY(decodeRecord(nodes));
        nodes[25] = std::byte{9};
        QVERIFY(!decodeRecord(nodes));
        nodes[25] = std::byte{7};
        QVERIFY(!decodeRecord(nodes));
        nodes[25] = std::byte{8};
        nodes[21] = std::byte{1};  // nodes were not "heard"
        QVERIFY(!decodeRecord(nodes));
        nodes[21] = std::byte{0};
        nodes[26 + 32] = std::byte{5};  // no such address family
        QVERIFY(!decodeRecord(nodes));

        Bytes card = encode(partRecord(rng, RecordPart::Card, CardSizeMin));
        card[20] = std::byte{4};
        QVERIFY(!decodeRecord(card));
        card[20] = std::byte{1};
        QVERIFY(decodeRecord(card));
        card.resize(25 + WhereaboutsSizeMax + 1);
        QVERIFY(!decodeRecord(card));
    }

    void randomAndMutatedBytesNeverHarm()
    {
        SeededRng rng(6);
        const auto all = samples();
        for (int round = 0; round < 20000; ++round) {
            Bytes bytes = all[rng.below(all.size())].bytes;
            for (std::uint64_t i = rng.below(6); i > 0; --i)
                bytes[rng.below(bytes.size())] = static_cast<std::byte>(rng.below(256));
            bytes.resize(rng.below(4) == 0 ? rng.below(1500) : bytes.size());
            // What decodes has one form only.
            if (const auto init = decodeInit(bytes))
                QVERIFY(encode(*init) == bytes);
            if (const auto resp = decodeResp(bytes))
                QVERIFY(encode(*resp) == bytes);
            if (const auto cookie = decodeCookie(bytes))
                QVERIFY(encode(*cookie) == bytes);
            if (const auto who = decodeWho(bytes))
                QVERIFY(encode(*who) == bytes);
            if (const auto record = decodeRecord(bytes))
                QVERIFY(encode(*record) == bytes);
            if (const auto probe = decodeProbe(bytes))
                QVERIFY(encode(*probe) == bytes);
        }
    }
};

VOS_TEST(TestPacket)
#include "tst_packet.moc"
