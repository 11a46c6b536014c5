#include "p2p/identity/identity.h"
#include "p2p/map/record.h"
#include "tests/support/testprogram.h"
#include "tests/unit/fixture.h"

#include <QJsonArray>
#include <QtTest>

using namespace vos;
using namespace vos::map;

namespace {

const WallTime Noon = fromMillis(1'700'000'000'000);

std::uint64_t millis(WallTime time)
{
    return static_cast<std::uint64_t>(toMillis(time));
}

}  // namespace

class TestRecord : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(crypto::initialize());
        m_records = test::vectors("records.json");
        QVERIFY(!m_records.isEmpty());
        m_full = test::hex(object("where")[QStringLiteral("full")]);
        m_short = test::hex(object("where")[QStringLiteral("short")]);
    }
    void golden()
    {
        const QJsonObject where = object("where");
        Whereabouts record = plainRecord();
        record.seq = static_cast<std::uint64_t>(where[QStringLiteral("seq")].toInteger());
        record.flags = static_cast<std::uint8_t>(where[QStringLiteral("flags")].toInt());
        for (const QJsonValue& text : where[QStringLiteral("endpoints")].toArray())
            record.endpoints.push_back(*Endpoint::parse(text.toString().toStdString()));
        for (const QJsonValue& text : where[QStringLiteral("introducers")].toArray())
            record.introducers.push_back(test::hexId<ShortId>(text));
        record.cardHash = test::hexId<identity::CardHash>(object("card")[QStringLiteral("hash")]);
        record.sign(myself().signing());
        QVERIFY(record.encode() == m_full);
        QVERIFY(record.encodeShort() == m_short);
        const auto decoded = Whereabouts::decode(m_full);
        QVERIFY(decoded && *decoded == record);
        QVERIFY(decoded->verify());
        QVERIFY(decoded->has(Reachable) && decoded->has(HasIpv6) && !decoded->has(Relay));
    }
    void smallestAndLargest()
    {
        for (const auto& [name, size] : {std::pair("smallest_where", Whereabouts::SizeMin),
                                         std::pair("largest_where", Whereabouts::SizeMax)}) {
            const Bytes full = test::hex(object(name)[QStringLiteral("full")]);
            QCOMPARE(full.size(), size);
            const auto decoded = Whereabouts::decode(full);
            QVERIFY(decoded && decoded->verify());
            QVERIFY(decoded->encode() == full);
            const Bytes brief = test::hex(object(name)[QStringLiteral("short")]);
            QVERIFY(decoded->encodeShort() == brief);
            QCOMPARE(brief.size(), size - Whereabouts::ShortSaving);
        }
    }
    void everyFlippedBitIsRefused()
    {
        for (std::size_t bit = 0; bit < m_full.size() * 8; ++bit) {
            const auto decoded = Whereabouts::decode(flipped(m_full, bit));
            QVERIFY(!decoded || !decoded->verify());
        }
        const auto stored = *Whereabouts::decode(m_full);
        for (std::size_t bit = 0; bit < m_short.size() * 8; ++bit) {
            const auto decoded = Whereabouts::decodeShort(flipped(m_short, bit), stored);
            QVERIFY(!decoded || !decoded->verify());
        }
    }
    void everyLengthIsRefused()
    {
        const auto stored = *Whereabouts::decode(m_full);
        for (std::size_t size = 0; size < m_full.size(); ++size)
            QVERIFY(!Whereabouts::decode(ByteView(m_full).first(size)));
        for (std::size_t size = 0; size < m_short.size(); ++size)
            QVERIFY(!Whereabouts::decodeShort(ByteView(m_short).first(size), stored));
        Bytes longer = m_full;
        longer.push_back(std::byte{0});
        QVERIFY(!Whereabouts::decode(longer));
        longer = m_short;
        longer.push_back(std::byte{0});
        QVERIFY(!Whereabouts::decodeShort(longer, stored));
    }
    void readsOneAmongOthers()
    {
        Bytes both = m_full;
        append(both, m_full);
        wire::Reader reader(both);
        QVERIFY(Whereabouts::read(reader) && Whereabouts::read(reader));
        QVERIFY(reader.finished());
        QVERIFY(!Whereabouts::read(reader));
        QVERIFY(reader.failed());
    }
    void formLimits()
    {
        const std::size_t flagsAt = 1 + 32 + 32 + 6;
        const auto decodes = [&](std::size_t at, unsigned value) {
            Bytes bytes = test::hex(object("smallest_where")[QStringLiteral("full")]);
            bytes[at] = static_cast<std::byte>(value);
            return Whereabouts::decode(bytes).has_value();
        };
        QVERIFY(decodes(flagsAt, Retired | Private));
        QVERIFY(!decodes(flagsAt, 32));
        QVERIFY(!decodes(flagsAt, 128));
        QVERIFY(!decodes(0, 0) && !decodes(0, 2));
        for (const unsigned count : {1u, 5u, 255u})
            QVERIFY(!decodes(flagsAt + 1, count));
        for (const unsigned count : {1u, 3u, 255u})
            QVERIFY(!decodes(flagsAt + 2, count));
        // Retired is for the very last seq only.
        QVERIFY(!decodes(flagsAt - 1, 0x7f));
        Bytes family = m_full;
        family[flagsAt + 2] = std::byte{5};
        QVERIFY(!Whereabouts::decode(family));
    }
    void stampIsAsked()
    {
        auto record = *Whereabouts::decode(m_full);
        record.stamp[0] ^= std::byte{1};
        record.sign(myself().signing());
        QVERIFY(!record.verify());
        QVERIFY(record.verify(0));
    }
    void shortFormNeedsTheSameKeys()
    {
        const auto stored = *Whereabouts::decode(m_full);
        QVERIFY(Whereabouts::shortFormOwner(m_short) == shortIdOf(stored.id));
        QVERIFY(*Whereabouts::decodeShort(m_short, stored) == stored);
        auto renewed = stored;
        renewed.sessionKey.bytes[0] ^= std::byte{1};
        const auto wrong = Whereabouts::decodeShort(m_short, renewed);
        QVERIFY(wrong && !wrong->verify());
        auto somebody = stored;
        somebody.id.bytes[0] ^= std::byte{1};
        QVERIFY(!Whereabouts::decodeShort(m_short, somebody));
        QVERIFY(!Whereabouts::shortFormOwner({}));
        QVERIFY(!Whereabouts::shortFormOwner(m_full));
    }
    void newerWins()
    {
        Whereabouts low = plainRecord();
        Whereabouts high = low;
        low.seq = 5;
        high.seq = 6;
        QVERIFY(newer(high, low) && !newer(low, high));
        QVERIFY(!newer(low, low));
        Whereabouts other = low;
        other.signature.bytes[0] = std::byte{1};
        QVERIFY(newer(low, other) && !newer(other, low));
    }
    void theNextNumberIsAboveAndLooksOtherInAHint()
    {
        // 125 times 65,536 ms later the low bits are the same again.
        const std::uint64_t first = nextSeq(0, fromMillis(1'767'225'600'000));
        QCOMPARE(first, std::uint64_t{1'767'225'600'000});
        const std::uint64_t later = nextSeq(first, fromMillis(1'767'225'600'000 + 8'192'000));
        QCOMPARE(later, first + 8'192'001);
        // A clock that went back, and one that stands.
        QCOMPARE(nextSeq(first, fromMillis(5)), first + 1);
        QCOMPARE(nextSeq(first, fromMillis(1'767'225'600'000)), first + 1);
        QCOMPARE(nextSeq(7, fromMillis(-5)), std::uint64_t{8});
    }

    void timeliness()
    {
        Whereabouts record = plainRecord();
        const auto judged = [&](WallTime made) {
            record.seq = millis(made);
            return timelinessOf(record, Noon);
        };
        QVERIFY(judged(Noon) == Timeliness::Current);
        QVERIFY(judged(Noon + 24h) == Timeliness::Current);
        QVERIFY(judged(Noon + 24h + 1ms) == Timeliness::TooFarAhead);
        QVERIFY(judged(Noon - 720h) == Timeliness::Current);
        QVERIFY(judged(Noon - 720h - 1ms) == Timeliness::Expired);
        record.seq = RetiredSeq;
        QVERIFY(timelinessOf(record, Noon) == Timeliness::TooFarAhead);
        record.flags = Retired;
        QVERIFY(timelinessOf(record, Noon) == Timeliness::Current);
        record.flags = 0;
        record.seq = 0;
        QVERIFY(timelinessOf(record, fromMillis(0)) == Timeliness::Current);
        QVERIFY(timelinessOf(record, Noon) == Timeliness::Expired);
    }
    void randomRecordsRoundTrip()
    {
        test::SeededRng rng(1);
        const auto me = identity::Identity::generate(rng, 4);
        for (int round = 0; round < 300; ++round) {
            Whereabouts record;
            record.id = me.id();
            record.sessionKey = me.session().publicKey();
            record.stamp = me.stamp();
            record.seq = rng.next64() >> 16;
            record.flags = static_cast<std::uint8_t>(rng.below(32)) & ~Retired & 0xff;
            record.endpoints.resize(rng.below(5));
            for (Endpoint& endpoint : record.endpoints) {
                endpoint.family = rng.below(2) != 0 ? IpFamily::V4 : IpFamily::V6;
                rng.fill(MutableBytes(endpoint.address).first(endpoint.addressBytes().size()));
                endpoint.port = static_cast<std::uint16_t>(rng.next64());
            }
            for (std::uint64_t k = rng.below(3); k > 0; --k)
                record.introducers.push_back(rng.id<ShortId>());
            record.cardHash = rng.id<identity::CardHash>();
            record.sign(me.signing());
            const Bytes full = record.encode();
            QVERIFY(full.size() >= Whereabouts::SizeMin && full.size() <= Whereabouts::SizeMax);
            const auto decoded = Whereabouts::decode(full);
            QVERIFY(decoded && *decoded == record && decoded->verify(4));
            QVERIFY(*Whereabouts::decodeShort(record.encodeShort(), record) == record);
        }
    }
    void mutatedBytesEncodeAgainAsTheyWere()
    {
        test::SeededRng rng(2);
        int taken = 0;
        for (int round = 0; round < 20000; ++round) {
            Bytes bytes = m_full;
            for (std::uint64_t k = rng.below(4); k > 0; --k)
                bytes[rng.below(bytes.size())] = static_cast<std::byte>(rng.below(256));
            if (const auto decoded = Whereabouts::decode(bytes)) {
                QVERIFY(decoded->encode() == bytes);
                ++taken;
            }
        }
        QVERIFY(taken > 1000);
    }

private:
    QJsonObject object(const char* name) const { return m_records[QLatin1String(name)].toObject(); }
    static Bytes flipped(Bytes bytes, std::size_t bit)
    {
        bytes[bit / 8] ^= static_cast<std::byte>(1u << (bit % 8));
        return bytes;
    }
    identity::Identity myself() const
    {
        const QJsonObject golden = object("identity");
        const auto field = [&](const char* name) { return golden[QLatin1String(name)]; };
        return identity::Identity::fromStored(
            test::hexSecret(field("seed")), test::hexSecret(field("session")),
            test::hexSecret(field("letter")), test::hexArray<8>(field("stamp")));
    }
    Whereabouts plainRecord() const
    {
        const auto me = myself();
        Whereabouts record;
        record.id = me.id();
        record.sessionKey = me.session().publicKey();
        record.stamp = me.stamp();
        return record;
    }

    QJsonObject m_records;
    Bytes m_full;
    Bytes m_short;
};

VOS_TEST(TestRecord)
#include "tst_record.moc"
