#include "p2p/crypto/exchange.h"
#include "tests/support/testprogram.h"
#include "tests/unit/fixture.h"

#include <QtTest>

using namespace vos;
using namespace vos::crypto;
using test::hexId;
using test::hexSecret;

class TestExchange : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(initialize()); }

    void rfc7748Scalars()
    {
        check("a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4",
              "e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c",
              "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552");
        check("4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d",
              "e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493",
              "95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957");
    }
    void rfc7748Iterations()
    {
        auto scalar = hexSecret(std::string("09") + std::string(62, '0'));
        auto point = hexId<ExchangeKey>(std::string("09") + std::string(62, '0'));
        for (int i = 1; i <= 1000; ++i) {
            auto result = exchange(scalar, point);
            QVERIFY(result);
            point = *ExchangeKey::from(scalar.view());
            scalar = std::move(*result);
            if (i == 1)
                QCOMPARE(toHex(scalar.view()), std::string("422c8e7a6227d7bca1350b3e2bb7279f"
                                                           "7897b87bb6854b783c60e80311ae3079"));
        }
        QCOMPARE(toHex(scalar.view()),
                 std::string("684cf59ba83309552800ef566f2f4d3c1c3887c49360e3875f2eb94d99532c51"));
    }
    void rfc7748DiffieHellman()
    {
        const auto alice = ExchangePair::fromSecret(hexSecret(
            std::string("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a")));
        const auto bob = ExchangePair::fromSecret(hexSecret(
            std::string("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb")));
        QCOMPARE(toHex(alice.publicKey().view()),
                 std::string("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a"));
        QCOMPARE(toHex(bob.publicKey().view()),
                 std::string("de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f"));
        const auto one = exchange(alice.secret(), bob.publicKey());
        const auto other = exchange(bob.secret(), alice.publicKey());
        QVERIFY(one && other && *one == *other);
        QCOMPARE(toHex(one->view()),
                 std::string("4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742"));
    }
    void lowOrderPointsAreRefused()
    {
        // All points of order 1, 2, 4 and 8 of curve and twist, in each of their encodings below
        // 2^255, with and without the bit that is to be ignored.
        test::SeededRng rng(1);
        for (const char* point :
             {"0000000000000000000000000000000000000000000000000000000000000000",
              "0100000000000000000000000000000000000000000000000000000000000000",
              "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
              "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
              "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
              "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
              "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"}) {
            auto key = hexId<ExchangeKey>(std::string(point));
            const auto secret = Secret<32>::random(rng);
            QVERIFY2(!exchange(secret, key), point);
            key.bytes[31] |= std::byte{0x80};
            QVERIFY2(!exchange(secret, key), point);
        }
    }
    void unusualEncodingsWork()
    {
        // 2^255 - 19 + 9 is the base point once more: RFC 7748, 5 has it taken as it is.
        test::SeededRng rng(2);
        const auto pair = ExchangePair::generate(rng);
        auto base = hexId<ExchangeKey>(std::string("f6") + std::string(60, 'f') + "7f");
        const auto result = exchange(pair.secret(), base);
        QVERIFY(result && equal(result->view(), pair.publicKey().view()));
        base.bytes[31] |= std::byte{0x80};
        const auto ignored = exchange(pair.secret(), base);
        QVERIFY(ignored && equal(ignored->view(), pair.publicKey().view()));
    }
    void cloneAndGenerate()
    {
        test::SeededRng rng(3);
        const auto pair = ExchangePair::generate(rng);
        const auto copy = pair.clone();
        QVERIFY(copy.publicKey() == pair.publicKey() && copy.secret() == pair.secret());
        QVERIFY(ExchangePair::generate(rng).publicKey() != pair.publicKey());
    }

private:
    void check(const char* scalar, const char* point, const char* expected)
    {
        const auto result =
            exchange(hexSecret(std::string(scalar)), hexId<ExchangeKey>(std::string(point)));
        QVERIFY(result);
        QCOMPARE(toHex(result->view()), std::string(expected));
    }
};

VOS_TEST(TestExchange)
#include "tst_exchange.moc"
