#include "p2p/crypto/aead.h"
#include "tests/support/testprogram.h"
#include "tests/unit/fixture.h"

#include <QtTest>

using namespace vos;
using namespace vos::crypto;
using test::hex;
using test::hexArray;
using test::hexSecret;

namespace {

constexpr std::string_view Sunscreen =
    "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, "
    "sunscreen would be it.";
constexpr std::string_view KeyHex =
    "808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f";
constexpr std::string_view AssociatedHex = "50515253c0c1c2c3c4c5c6c7";

}  // namespace

class TestAead : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(initialize()); }

    void rfc8439Section282()
    {
        Bytes sealed = toBytes(viewOf("prefix"));
        seal(hexSecret(KeyHex), hexArray<12>(std::string("070000004041424344454647")),
             hex(AssociatedHex), viewOf(Sunscreen), sealed);
        QCOMPARE(toText(ByteView(sealed).first(6)), std::string("prefix"));
        const ByteView body = ByteView(sealed).subspan(6);
        QCOMPARE(toHex(body),
                 std::string("d31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d6"
                             "3dbea45e8ca9671282fafb69da92728b1a71de0a9e060b2905d6a5b67ecd3b36"
                             "92ddbd7f2d778b8c9803aee328091b58fab324e4fad675945585808b4831d7bc"
                             "3ff4def08e4b7a9de576d26586cec64b6116"
                             "1ae10b594f09e26a7e902ecbd0600691"));
        const auto text =
            open(hexSecret(KeyHex), hexArray<12>(std::string("070000004041424344454647")),
                 hex(AssociatedHex), body);
        QVERIFY(text);
        QCOMPARE(toText(*text), std::string(Sunscreen));
    }
    void rfc8439AppendixA5()
    {
        const auto text = open(
            hexSecret(
                std::string("1c9240a5eb55d38af333888604f6b5f0473917c1402b80099dca5cbc207075c0")),
            hexArray<12>(std::string("000000000102030405060708")),
            hex("f33388860000000000004e91"),
            hex(std::string_view(
                "64a0861575861af460f062c79be643bd5e805cfd345cf389f108670ac76c8cb24c6cfc18755d43eea0"
                "9ee94e382d26b0bdb7b73c321b0100d4f03b7f355894cf332f830e710b97ce98c8a84abd0b948114ad"
                "176e008d33bd60f982b1ff37c8559797a06ef4f0ef61c186324e2b3506383606907b6a7c02b0f9f615"
                "7b53c867e4b9166c767b804d46a59b5216cde7a4e99040c5a40433225ee282a1b0a06c523eaf4534d7"
                "f83fa1155b0047718cbc546a0d072b04b3564eea1b422273f548271a0bb2316053fa76991955ebd631"
                "59434ecebb4e466dae5a1073a6727627097a1049e617d91d361094fa68f0ff77987130305beaba2eda"
                "04df997b714d6c6f2c29a6ad5cb4022b02709b"
                "eead9d67890cbb22392336fea1851f38")));
        QVERIFY(text);
        QVERIFY(
            toText(*text).starts_with("Internet-Drafts are draft documents valid for a maximum"));
        QCOMPARE(text->size(), std::size_t{265});
    }
    void counterNonceOfNoise()
    {
        QCOMPARE(toHex(counterNonce(0)), std::string(24, '0'));
        QCOMPARE(toHex(counterNonce(0x0102030405060708)), std::string("000000000807060504030201"));
        QCOMPARE(toHex(counterNonce(UINT64_MAX)), std::string("00000000ffffffffffffffff"));
    }
    void worksInPlace()
    {
        test::SeededRng rng(1);
        const auto key = Secret<32>::random(rng);
        for (const std::size_t size : {0u, 1u, 15u, 16u, 17u, 64u, 1200u, 1232u}) {
            Bytes text(size);
            rng.fill(text);
            Bytes buffer = text;
            buffer.resize(size + TagSize);
            sealInPlace(key, counterNonce(size), viewOf("head"), buffer);
            Bytes apart;
            seal(key, counterNonce(size), viewOf("head"), text, apart);
            QVERIFY(buffer == apart);
            QVERIFY(openInPlace(key, counterNonce(size), viewOf("head"), buffer));
            QVERIFY(equal(ByteView(buffer).first(size), text));
        }
    }
    void everyChangeIsRefused()
    {
        test::SeededRng rng(2);
        const auto key = Secret<32>::random(rng);
        Bytes sealed;
        seal(key, counterNonce(5), viewOf("head"), viewOf("some text"), sealed);
        for (std::size_t bit = 0; bit < sealed.size() * 8; ++bit) {
            Bytes changed = sealed;
            changed[bit / 8] ^= static_cast<std::byte>(1u << (bit % 8));
            QVERIFY(!open(key, counterNonce(5), viewOf("head"), changed));
            QVERIFY(!openInPlace(key, counterNonce(5), viewOf("head"), changed));
            QVERIFY(toText(changed).find("some text") == std::string::npos);
        }
        QVERIFY(!open(key, counterNonce(6), viewOf("head"), sealed));
        QVERIFY(!open(key, counterNonce(5), viewOf("heat"), sealed));
        QVERIFY(!open(key, counterNonce(5), viewOf("headd"), sealed));
        QVERIFY(!open(Secret<32>::random(rng), counterNonce(5), viewOf("head"), sealed));
        for (std::size_t size = 0; size < sealed.size(); ++size)
            QVERIFY(!open(key, counterNonce(5), viewOf("head"), ByteView(sealed).first(size)));
        QVERIFY(open(key, counterNonce(5), viewOf("head"), sealed));
    }
    void longNonceOfTheXChaChaDraft()
    {
        // draft-irtf-cfrg-xchacha-03, A.3.1.
        const auto nonce =
            hexArray<24>(std::string("404142434445464748494a4b4c4d4e4f5051525354555657"));
        const Bytes sealed =
            sealLong(hexSecret(KeyHex), nonce, hex(AssociatedHex), viewOf(Sunscreen));
        QCOMPARE(toHex(sealed),
                 std::string("bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb"
                             "731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54c216cb96b72e1213b452"
                             "2f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9"
                             "21f9664c97637da9768812f615c68b13b52e"
                             "c0875924c1c7987947deafd8780acf49"));
        const auto text = openLong(hexSecret(KeyHex), nonce, hex(AssociatedHex), sealed);
        QVERIFY(text);
        QCOMPARE(toText(*text), std::string(Sunscreen));
    }
    void longNonceEveryChangeIsRefused()
    {
        test::SeededRng rng(3);
        const auto key = Secret<32>::random(rng);
        LongNonce nonce{};
        rng.fill(nonce);
        const Bytes sealed = sealLong(key, nonce, viewOf("cell"), viewOf("text"));
        for (std::size_t bit = 0; bit < sealed.size() * 8; ++bit) {
            Bytes changed = sealed;
            changed[bit / 8] ^= static_cast<std::byte>(1u << (bit % 8));
            QVERIFY(!openLong(key, nonce, viewOf("cell"), changed));
        }
        for (std::size_t size = 0; size < sealed.size(); ++size)
            QVERIFY(!openLong(key, nonce, viewOf("cell"), ByteView(sealed).first(size)));
        QVERIFY(!openLong(key, nonce, viewOf("cel"), sealed));
        nonce[23] ^= std::byte{1};
        QVERIFY(!openLong(key, nonce, viewOf("cell"), sealed));
    }
};

VOS_TEST(TestAead)
#include "tst_aead.moc"
