#include "p2p/crypto/sign.h"
#include "tests/support/testprogram.h"
#include "tests/unit/fixture.h"

#include <QtTest>

using namespace vos;
using namespace vos::crypto;
using test::hex;
using test::hexId;
using test::hexSecret;

namespace {

/// Order of the group, little-endian (RFC 8032, 5.1).
constexpr std::string_view GroupOrder =
    "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010";

/// S + L in place of S: a second form of the same signature if a verifier does not check the range.
Signature withGroupOrderAdded(Signature signature)
{
    const auto order = test::hexArray<32>(GroupOrder);
    unsigned carry = 0;
    for (std::size_t i = 0; i < 32; ++i) {
        carry += std::to_integer<unsigned>(signature.bytes[32 + i]) +
                 std::to_integer<unsigned>(order[i]);
        signature.bytes[32 + i] = static_cast<std::byte>(carry & 0xff);
        carry >>= 8;
    }
    return signature;
}

}  // namespace

class TestSign : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(initialize()); }

    void rfc8032_data()
    {
        QTest::addColumn<QByteArray>("seed");
        QTest::addColumn<QByteArray>("publicKey");
        QTest::addColumn<QByteArray>("message");
        QTest::addColumn<QByteArray>("signature");
        QTest::newRow("TEST 1")
            << QByteArray("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
            << QByteArray("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
            << QByteArray("")
            << QByteArray("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8"
                          "821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b");
        QTest::newRow("TEST 2")
            << QByteArray("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
            << QByteArray("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
            << QByteArray("72")
            << QByteArray("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085a"
                          "c1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
        QTest::newRow("TEST 3")
            << QByteArray("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7")
            << QByteArray("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025")
            << QByteArray("af82")
            << QByteArray("6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff"
                          "9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a");
        QTest::newRow("TEST SHA(abc)")
            << QByteArray("833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42")
            << QByteArray("ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf")
            << QByteArray("ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192"
                          "992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f")
            << QByteArray("dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b5890935"
                          "1fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704");
    }
    void rfc8032()
    {
        QFETCH(QByteArray, seed);
        QFETCH(QByteArray, publicKey);
        QFETCH(QByteArray, message);
        QFETCH(QByteArray, signature);
        const auto key = SigningKey::fromSeed(hexSecret(seed.toStdString()));
        QCOMPARE(toHex(key.publicKey().view()), publicKey.toStdString());
        const Bytes body = hex(message.toStdString());
        const Signature made = signRaw(body, key);
        QCOMPARE(toHex(made.view()), signature.toStdString());
        QVERIFY(verifyRaw(body, made, key.publicKey()));
    }
    void labelIsSigned()
    {
        test::SeededRng rng(1);
        const auto key = SigningKey::generate(rng);
        const Signature made = sign("VOS/where/1", viewOf("body"), key);
        QVERIFY(verify("VOS/where/1", viewOf("body"), made, key.publicKey()));
        QVERIFY(verifyRaw(viewOf("\x0bVOS/where/1body"), made, key.publicKey()));
        QVERIFY(!verify("VOS/where/2", viewOf("body"), made, key.publicKey()));
        QVERIFY(!verify("VOS/where/", viewOf("1body"), made, key.publicKey()));
        QVERIFY(!verify("VOS/where/1", viewOf("bod"), made, key.publicKey()));
        QVERIFY(
            !verify("VOS/where/1", viewOf("body"), made, SigningKey::generate(rng).publicKey()));
    }
    void everyFlippedBitIsRefused()
    {
        test::SeededRng rng(2);
        const auto key = SigningKey::generate(rng);
        const Signature made = signRaw(viewOf("body"), key);
        for (std::size_t bit = 0; bit < 512; ++bit) {
            Signature changed = made;
            changed.bytes[bit / 8] ^= static_cast<std::byte>(1u << (bit % 8));
            QVERIFY(!verifyRaw(viewOf("body"), changed, key.publicKey()));
        }
        for (std::size_t bit = 0; bit < 256; ++bit) {
            NodeId changed = key.publicKey();
            changed.bytes[bit / 8] ^= static_cast<std::byte>(1u << (bit % 8));
            QVERIFY(!verifyRaw(viewOf("body"), made, changed));
        }
    }
    void secondFormOfSignatureIsRefused()
    {
        test::SeededRng rng(3);
        const auto key = SigningKey::generate(rng);
        const Signature made = signRaw(viewOf("body"), key);
        QVERIFY(!verifyRaw(viewOf("body"), withGroupOrderAdded(made), key.publicKey()));
    }
    void lowOrderKeysAreRefused()
    {
        // With a key of order 1, 2, 4 or 8 the signature R = that point, S = 0 fits many messages.
        for (const char* point :
             {"0100000000000000000000000000000000000000000000000000000000000000",
              "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
              "0000000000000000000000000000000000000000000000000000000000000000",
              "0000000000000000000000000000000000000000000000000000000000000080",
              "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
              "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
              "0100000000000000000000000000000000000000000000000000000000000080",
              "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"}) {
            const auto id = hexId<NodeId>(std::string(point));
            Signature signature;
            for (const char* r : {point, "01000000000000000000000000000000"
                                         "00000000000000000000000000000000"}) {
                const Bytes first = hex(std::string_view(r));
                std::copy(first.begin(), first.end(), signature.bytes.begin());
                for (const char* message : {"", "a", "b", "c", "d", "e", "f", "g", "h"})
                    QVERIFY2(!verifyRaw(viewOf(message), signature, id), point);
            }
        }
    }
    void seedGivesTheKeyBack()
    {
        test::SeededRng rng(4);
        const auto key = SigningKey::generate(rng);
        const auto again = SigningKey::fromSeed(key.seed());
        const auto copy = key.clone();
        QVERIFY(again.publicKey() == key.publicKey());
        QVERIFY(signRaw(viewOf("x"), again) == signRaw(viewOf("x"), key));
        QVERIFY(signRaw(viewOf("x"), copy) == signRaw(viewOf("x"), key));
    }
};

VOS_TEST(TestSign)
#include "tst_sign.moc"
