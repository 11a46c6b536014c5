#include "p2p/identity/address.h"
#include "p2p/identity/bech32.h"
#include "tests/support/testprogram.h"
#include "tests/unit/fixture.h"

#include <QtTest>

using namespace vos;
using namespace vos::identity;
using AddressKind = AddressError::Kind;

class TestAddress : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        const QJsonObject records = test::vectors("records.json");
        QVERIFY(!records.isEmpty());
        const QJsonObject golden = records[QStringLiteral("identity")].toObject();
        m_id = test::hexId<NodeId>(golden[QStringLiteral("id")]);
        m_address = golden[QStringLiteral("address")].toString().toStdString();
    }
    void golden()
    {
        QCOMPARE(encodeAddress(m_id), m_address);
        QCOMPARE(m_address.size(), AddressLength);
        const auto parsed = parseAddress(m_address);
        QVERIFY(parsed && *parsed == m_id);
    }
    void roundTrip()
    {
        test::SeededRng rng(1);
        for (int i = 0; i < 500; ++i) {
            const auto id = rng.id<NodeId>();
            const std::string address = encodeAddress(id);
            QCOMPARE(address.size(), AddressLength);
            const auto parsed = parseAddress(address);
            QVERIFY(parsed && *parsed == id);
        }
    }
    void eitherCaseAndBlanksAround()
    {
        QVERIFY(*parseAddress(upper(m_address)) == m_id);
        QVERIFY(*parseAddress(" \t" + m_address + "\r\n") == m_id);
    }
    void emptyAndBlank()
    {
        check("", AddressKind::Empty, std::nullopt, "");
        check(" \n", AddressKind::Empty, std::nullopt, "");
    }
    void prefix()
    {
        check("vox1qqqq", AddressKind::WrongPrefix, 2, "x");
        check("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", AddressKind::WrongPrefix, 0, "b");
        check("vos", AddressKind::WrongPrefix, 3, "");
        check("v", AddressKind::WrongPrefix, 1, "");
        check("vosl" + m_address.substr(4), AddressKind::WrongPrefix, 3, "l");
        check("\u4f60\u597d", AddressKind::WrongPrefix, 0, "\u4f60");
        check("vo\u4f60", AddressKind::WrongPrefix, 2, "\u4f60");
    }
    void badCharacters()
    {
        for (const char bad : {'b', 'i', 'o', '1', 'B', 'O', '-', ' ', '.', '\n', '\x7f'}) {
            for (const std::size_t place : {std::size_t{4}, std::size_t{30}, std::size_t{60}}) {
                std::string changed = m_address;
                changed[place] = bad;
                check(changed, AddressKind::BadCharacter, place, std::string(1, bad));
            }
        }
    }
    void positionsCountCharacters()
    {
        std::string changed = m_address;
        changed.replace(10, 1, "\u00e9");
        check(changed, AddressKind::BadCharacter, 10, "\u00e9");
        check("  " + changed, AddressKind::BadCharacter, 12, "\u00e9");
        std::string broken = m_address;
        broken[20] = '\xff';
        check(broken, AddressKind::BadCharacter, 20, "\ufffd");
    }
    void mixedCase()
    {
        // 'l' is no digit, so the case of it can be wrong.
        std::string changed = upper(m_address);
        changed[0] = 'v';
        check(changed, AddressKind::MixedCase, 1, "O");
        std::size_t letter = 20;
        while (m_address[letter] < 'a')
            ++letter;
        changed = m_address;
        changed[letter] = static_cast<char>(changed[letter] - 'a' + 'A');
        check(changed, AddressKind::MixedCase, letter, std::string(1, changed[letter]));
    }
    void lengths()
    {
        check("vos1", AddressKind::TooShort, std::nullopt, "");
        check(m_address.substr(0, 61), AddressKind::TooShort, std::nullopt, "");
        check(m_address + "q", AddressKind::TooLong, std::nullopt, "");
        check(m_address + std::string(100000, 'q'), AddressKind::TooLong, std::nullopt, "");
        // Right as bech32m, but of 31 and 33 bytes.
        check(encodeBech32m({"vos", toSymbols(Bytes(31))}), AddressKind::TooShort, std::nullopt,
              "");
        check(encodeBech32m({"vos", toSymbols(Bytes(33))}), AddressKind::TooLong, std::nullopt, "");
    }
    void paddingIsZero()
    {
        auto symbols = toSymbols(m_id.view());
        symbols.back() = static_cast<std::uint8_t>(symbols.back() | 1);
        check(encodeBech32m({"vos", symbols}), AddressKind::BadKey, std::nullopt, "");
    }
    void everySingleMistakeIsNamed()
    {
        for (std::size_t i = 4; i < m_address.size(); ++i) {
            std::string changed = m_address;
            changed[i] = changed[i] == 'q' ? 'p' : 'q';
            check(changed, AddressKind::Checksum, i, std::string(1, changed[i]));
        }
    }
    void twoMistakesAreRefused()
    {
        std::string changed = m_address;
        std::swap(changed[10], changed[11]);
        QVERIFY(changed != m_address);
        check(changed, AddressKind::Checksum, std::nullopt, "");
    }
    void sentences()
    {
        const auto sentence = [](const std::string& text) {
            return describe(parseAddress(text).error());
        };
        std::string changed = m_address;
        changed[11] = 'b';
        QCOMPARE(sentence(changed),
                 std::string("Character 12 (\"b\") cannot be part of a VOS address."));
        changed[11] = m_address[11] == 'q' ? 'p' : 'q';
        QVERIFY(sentence(changed).find("Character 12 (\"") != std::string::npos);
        QVERIFY(sentence(changed).find("checksum") != std::string::npos);
        QCOMPARE(sentence("vos"), std::string("A VOS address begins with \"vos1\". "
                                              "This one ends before that."));
        QCOMPARE(sentence("vax1"), std::string("A VOS address begins with \"vos1\". "
                                               "Character 2 (\"a\") differs."));
        for (const std::string& text : {std::string(), std::string("vos1"), m_address + "q",
                                        upper(m_address).replace(0, 1, "v")})
            QVERIFY(sentence(text).size() > 10 && sentence(text).ends_with("."));
    }
    void shortForm()
    {
        QCOMPARE(shortAddress(m_id),
                 m_address.substr(0, 12) + "\u2026" + m_address.substr(m_address.size() - 4));
    }

private:
    static std::string upper(std::string text)
    {
        for (char& c : text)
            c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        return text;
    }
    static void check(const std::string& text, AddressKind kind,
                      std::optional<std::size_t> position, const std::string& character)
    {
        const auto parsed = parseAddress(text);
        QVERIFY2(!parsed.hasValue(), text.c_str());
        QVERIFY2(parsed.error().kind == kind, text.c_str());
        QVERIFY2(parsed.error().position == position, text.c_str());
        QCOMPARE(parsed.error().character, character);
    }

    NodeId m_id;
    std::string m_address;
};

VOS_TEST(TestAddress)
#include "tst_address.moc"
