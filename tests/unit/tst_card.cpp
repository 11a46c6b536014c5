#include "p2p/identity/card.h"
#include "p2p/identity/identity.h"
#include "tests/support/testprogram.h"
#include "tests/unit/fixture.h"

#include <QtTest>

using namespace vos;
using namespace vos::identity;

class TestCard : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(crypto::initialize());
        m_records = test::vectors("records.json");
        QVERIFY(!m_records.isEmpty());
        m_golden = test::hex(object("card")[QStringLiteral("bytes")]);
    }
    void golden()
    {
        Card card = plainCard();
        wire::Reader reader(m_grant);
        card.number = 7;
        card.name = object("card")[QStringLiteral("name")].toString().toStdString();
        card.prekeyMade = 28333333;
        card.grants.push_back(Grant::read(reader));
        card.sign(identity().signing());
        QVERIFY(card.encode() == m_golden);
        QVERIFY(equal(card.hash().view(), test::hex(object("card")[QStringLiteral("hash")])));
        const auto decoded = Card::decode(m_golden);
        QVERIFY(decoded && *decoded == card);
        QVERIFY(decoded->verify());
        QVERIFY(decoded->grants.front().verify(card.id));
    }
    void smallestAndLargest()
    {
        Card card = plainCard();
        card.sign(identity().signing());
        QVERIFY(card.encode() == test::hex(m_records[QStringLiteral("smallest_card")]));
        QCOMPARE(card.encode().size(), Card::SizeMin);
        QVERIFY(*Card::decode(card.encode()) == card);
        card.name = std::string(48, 'x');
        card.grants.resize(Card::GrantsMax);
        card.sign(identity().signing());
        const Bytes largest = card.encode();
        QCOMPARE(largest.size(), Card::SizeMax);
        const auto decoded = Card::decode(largest);
        QVERIFY(decoded && *decoded == card && decoded->verify());
    }
    void everyFlippedBitIsRefused()
    {
        for (std::size_t bit = 0; bit < m_golden.size() * 8; ++bit) {
            Bytes changed = m_golden;
            changed[bit / 8] ^= static_cast<std::byte>(1u << (bit % 8));
            const auto decoded = Card::decode(changed);
            QVERIFY(!decoded || !decoded->verify());
        }
    }
    void everyLengthIsRefused()
    {
        for (std::size_t size = 0; size < m_golden.size(); ++size)
            QVERIFY(!Card::decode(ByteView(m_golden).first(size)));
        Bytes longer = m_golden;
        longer.push_back(std::byte{0});
        QVERIFY(!Card::decode(longer));
        QVERIFY(!Card::decode(Bytes(2000, std::byte{1})));
    }
    void limits()
    {
        const std::size_t nameAt = 1 + 32 + 4;
        Card card = plainCard();
        card.name = std::string(48, 'x');
        card.sign(identity().signing());
        Bytes bytes = card.encode();
        bytes[nameAt] = std::byte{49};
        bytes.insert(bytes.begin() + nameAt + 1, std::byte{'x'});
        QVERIFY(!Card::decode(bytes));
        bytes = card.encode();
        bytes[nameAt + 3] = std::byte{'\n'};
        QVERIFY(!Card::decode(bytes));
        bytes = card.encode();
        bytes[nameAt + 3] = std::byte{0xff};
        QVERIFY(!Card::decode(bytes));
        bytes = card.encode();
        bytes[0] = std::byte{2};
        QVERIFY(!Card::decode(bytes));
        const std::size_t grantsAt = bytes.size() - 65;
        for (const unsigned count : {1u, 9u, 255u}) {
            bytes = card.encode();
            bytes[grantsAt] = static_cast<std::byte>(count);
            QVERIFY(!Card::decode(bytes));
        }
    }
    void randomBytesEncodeAgainAsTheyWere()
    {
        test::SeededRng rng(1);
        int taken = 0;
        for (int round = 0; round < 20000; ++round) {
            Bytes bytes = m_golden;
            for (std::uint64_t k = rng.below(3); k > 0; --k)
                bytes[rng.below(bytes.size())] = static_cast<std::byte>(rng.below(256));
            if (const auto decoded = Card::decode(bytes)) {
                QVERIFY(decoded->encode() == bytes);
                ++taken;
            }
        }
        QVERIFY(taken > 1000);
    }
    void newerWins()
    {
        Card low = plainCard();
        Card high = low;
        high.number = 1;
        QVERIFY(newer(high, low) && !newer(low, high));
        QVERIFY(!newer(low, low));
        Card other = low;
        other.signature.bytes[0] = std::byte{1};
        QVERIFY(newer(low, other) && !newer(other, low));
    }

private:
    QJsonObject object(const char* name) const { return m_records[QLatin1String(name)].toObject(); }
    Identity identity() const
    {
        const QJsonObject golden = object("identity");
        const auto field = [&](const char* name) { return golden[QLatin1String(name)]; };
        return Identity::fromStored(
            test::hexSecret(field("seed")), test::hexSecret(field("session")),
            test::hexSecret(field("letter")), test::hexArray<8>(field("stamp")));
    }
    Card plainCard()
    {
        m_grant = test::hex(object("grant")[QStringLiteral("bytes")]);
        const Identity me = identity();
        Card card;
        card.id = me.id();
        card.letterKey = me.letter().publicKey();
        card.prekey = test::hexId<ExchangeKey>(object("identity")[QStringLiteral("prekey_public")]);
        return card;
    }

    QJsonObject m_records;
    Bytes m_golden;
    Bytes m_grant;
};

VOS_TEST(TestCard)
#include "tst_card.moc"
