#include "p2p/identity/bech32.h"
#include "tests/support/testprogram.h"
#include "tests/unit/fixture.h"

#include <QtTest>

using namespace vos;
using namespace vos::identity;
using Bech32Kind = Bech32Error::Kind;

namespace {

struct Refused {
    std::string text;
    Bech32Kind kind;
    std::optional<std::size_t> position;
};

constexpr std::string_view Alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";

}  // namespace

class TestBech32 : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void validOfBip350()
    {
        const std::pair<const char*, std::size_t> valid[]{
            {"A1LQFN3A", 0},
            {"a1lqfn3a", 0},
            {"an83characterlonghumanreadablepartthatcontainsthetheexcludedcharactersbioandnumber11s"
             "g7hg6",
             0},
            {"abcdef1l7aum6echk45nj3s0wdvt2fg8x9yrzpqzd3ryx", 32},
            {"11lllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllll"
             "udsr8",
             82},
            {"split1checkupstagehandshakeupstreamerranterredcaperredlc445v", 48},
            {"?1v759aa", 0}};
        for (const auto& [text, symbols] : valid) {
            const auto decoded = decodeBech32m(text);
            QVERIFY2(decoded.hasValue(), text);
            QCOMPARE(decoded->symbols.size(), symbols);
            QString lower = QString::fromLatin1(text).toLower();
            QCOMPARE(encodeBech32m(*decoded), lower.toStdString());
        }
        const auto decoded = decodeBech32m("abcdef1l7aum6echk45nj3s0wdvt2fg8x9yrzpqzd3ryx");
        QCOMPARE(decoded->prefix, std::string("abcdef"));
        for (std::size_t i = 0; i < 32; ++i)
            QCOMPARE(decoded->symbols[i], static_cast<std::uint8_t>(31 - i));
    }
    void invalidOfBip350()
    {
        const Refused all[]{{" 1xj0phk", Bech32Kind::BadCharacter, 0},
                            {"\x7f"
                             "1g6xzxy",
                             Bech32Kind::BadCharacter, 0},
                            {"\x80"
                             "1vctc34",
                             Bech32Kind::BadCharacter, 0},
                            {"an84characterslonghumanreadablepartthatcontainsthetheexcludedcharacte"
                             "rsbioandnumber11d6pts4",
                             Bech32Kind::TooLong, std::nullopt},
                            {"qyrz8wqd2c9m", Bech32Kind::NoSeparator, std::nullopt},
                            {"1qyrz8wqd2c9m", Bech32Kind::EmptyPrefix, 0},
                            {"y1b0jsk6g", Bech32Kind::BadCharacter, 2},
                            {"lt1igcx5c0", Bech32Kind::BadCharacter, 3},
                            {"in1muywd", Bech32Kind::TooShort, std::nullopt},
                            {"mm1crxm3i", Bech32Kind::BadCharacter, 8},
                            {"au1s5cgom", Bech32Kind::BadCharacter, 7},
                            {"16plkw9", Bech32Kind::EmptyPrefix, 0},
                            {"1p2gdwpf", Bech32Kind::EmptyPrefix, 0}};
        for (const Refused& refused : all) {
            const auto decoded = decodeBech32m(refused.text);
            QVERIFY2(!decoded.hasValue(), refused.text.c_str());
            QVERIFY2(decoded.error() == (Bech32Error{refused.kind, refused.position}),
                     refused.text.c_str());
        }
        // Its checksum is over the upper-case prefix.
        QVERIFY(decodeBech32m("M1VUXWEZ").error().kind == Bech32Kind::Checksum);
        QVERIFY(decodeBech32m("").error().kind == Bech32Kind::NoSeparator);
    }
    void bech32OfBip173IsRefused()
    {
        for (const char* old :
             {"A12UEL5L", "a12uel5l",
              "an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1"
              "tt5tgs",
              "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw",
              "11qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq"
              "c8247j",
              "split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w", "?1ezyfcl"}) {
            const auto decoded = decodeBech32m(old);
            QVERIFY2(!decoded.hasValue(), old);
            QVERIFY2(decoded.error().kind == Bech32Kind::Checksum, old);
        }
        for (const char* bad : {" 1nwldj5",
                                "\x7f"
                                "1axkwrx",
                                "\x80"
                                "1eym55h",
                                "pzry9x0s0muk", "1pzry9x0s0muk", "x1b4n0q5v", "li1dgmt3",
                                "de1lg7wt\xff", "A1G7SGD8", "10a06t8", "1qzzfhee",
                                "an84characterslonghumanreadablepartthatcontainsthenumber1andtheexc"
                                "ludedcharactersbio1569pvx"})
            QVERIFY2(!decodeBech32m(bad).hasValue(), bad);
    }
    void mixedCaseSaysWhere()
    {
        QVERIFY(decodeBech32m("a1Lqfn3a").error() == (Bech32Error{Bech32Kind::MixedCase, 2}));
        QVERIFY(decodeBech32m("A1lqfn3a").error() == (Bech32Error{Bech32Kind::MixedCase, 2}));
        QVERIFY(decodeBech32m("a1lqfn3A").error() == (Bech32Error{Bech32Kind::MixedCase, 7}));
    }
    void everySingleMistakeIsLocated()
    {
        const std::string text = "abcdef1l7aum6echk45nj3s0wdvt2fg8x9yrzpqzd3ryx";
        for (std::size_t i = 7; i < text.size(); ++i) {
            for (const char other : Alphabet) {
                if (other == text[i])
                    continue;
                std::string changed = text;
                changed[i] = other;
                QVERIFY(decodeBech32m(changed).error() == (Bech32Error{Bech32Kind::Checksum, i}));
            }
        }
    }
    void twoOrThreeMistakesAreNeverBlamedOnOne()
    {
        test::SeededRng rng(5);
        const std::string text = "abcdef1l7aum6echk45nj3s0wdvt2fg8x9yrzpqzd3ryx";
        for (int round = 0; round < 500; ++round) {
            std::string changed = text;
            const std::size_t count = 2 + rng.below(2);
            for (std::size_t k = 0; k < count; ++k) {
                const std::size_t third = (text.size() - 7) / 3;
                const std::size_t i = 7 + k * third + rng.below(third);
                do
                    changed[i] = Alphabet[rng.below(32)];
                while (changed[i] == text[i]);
            }
            QVERIFY(decodeBech32m(changed).error() ==
                    (Bech32Error{Bech32Kind::Checksum, std::nullopt}));
        }
    }
    void symbolsAndBytes()
    {
        test::SeededRng rng(6);
        for (std::size_t size = 0; size < 50; ++size) {
            Bytes bytes(size);
            rng.fill(bytes);
            const auto symbols = toSymbols(bytes);
            QCOMPARE(symbols.size(), (size * 8 + 4) / 5);
            QVERIFY(fromSymbols(symbols) == bytes);
        }
        QVERIFY(!fromSymbols({0, 1}));     // two bits left that are not zero
        QVERIFY(fromSymbols({0, 4}));      // the same bits belong to the byte
        QVERIFY(!fromSymbols({0}));        // five bits left
        QVERIFY(!fromSymbols({0, 0, 0}));  // seven
        QVERIFY(fromSymbols({31, 28}) == Bytes{std::byte{0xff}});
        QVERIFY(!fromSymbols({31, 29}));
    }
};

VOS_TEST(TestBech32)
#include "tst_bech32.moc"
