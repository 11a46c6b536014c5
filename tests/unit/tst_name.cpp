#include "p2p/base/utf8.h"
#include "p2p/identity/name.h"
#include "tests/support/testprogram.h"
#include "tests/unit/fixture.h"

#include <QtTest>

using namespace vos;
using namespace vos::identity;

class TestName : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void goodNames()
    {
        for (const char* good : {"", "Ada", "Ada Lovelace", "\u5f20\u4f1f", "\u00c5sa \u00d6",
                                 "\u0645\u062d\u0645\u062f", "x\u0301", "\u2764\ufe0f",
                                 "\U0001f600", "O'Neill <b>&amp;</b>", "a\u00a0b"})
            QVERIFY2(!checkName(good), good);
        QVERIFY(!checkName(std::string(48, 'x')));
    }
    void badNames()
    {
        QVERIFY(checkName(std::string(49, 'x')) == NameFault::TooLong);
        QVERIFY(checkName("\xff") == NameFault::NotUtf8);
        QVERIFY(checkName("ab\xe4\xb8") == NameFault::NotUtf8);
        for (const char* bad :
             {"a\nb",   "a\rb",   "a\tb",       "\x1b[1m",    "\x7f",       "\u0085", "\u009f",
              "\u00ad", "\u061c", "\u200b",     "\u200c",     "\u200d",     "\u200e", "\u200f",
              "\u2028", "\u2029", "\u202a",     "\u202b",     "\u202c",     "\u202d", "\u202e",
              "\u2060", "\u2066", "\u2067",     "\u2068",     "\u2069",     "\ufeff", "\ufff9",
              "\ufffe", "\uffff", "\U0001ffff", "\U0010fffe", "\U000e0041", "\u180e", "\u3164"})
            QVERIFY2(checkName(bad) == NameFault::ForbiddenCharacter, bad);
        QVERIFY(checkName(std::string_view("a\0b", 3)) == NameFault::ForbiddenCharacter);
    }
    void cleaning()
    {
        QCOMPARE(cleanName("  Ada\u202e\n Lovelace  "), std::string("Ada Lovelace"));
        QCOMPARE(cleanName("\xff"
                           "a\xc3"
                           "b\xe4\xb8"),
                 std::string("ab"));
        QCOMPARE(cleanName("\u200b"), std::string());
        QCOMPARE(cleanName(std::string(47, 'x') + "\u00e9"), std::string(47, 'x'));
        QCOMPARE(cleanName(std::string(46, 'x') + "\u00e9"), std::string(46, 'x') + "\u00e9");
        QCOMPARE(cleanName(std::string(47, 'x') + " y"), std::string(47, 'x'));
        QCOMPARE(cleanName("Ada"), std::string("Ada"));
    }
    void cleanedAlwaysPasses()
    {
        test::SeededRng rng(1);
        for (int round = 0; round < 20000; ++round) {
            std::string text(rng.below(80), '\0');
            for (char& c : text)
                c = static_cast<char>(rng.below(256));
            const std::string clean = cleanName(text);
            QVERIFY(!checkName(clean));
            QCOMPARE(cleanName(clean), clean);
        }
    }
};

VOS_TEST(TestName)
#include "tst_name.moc"
