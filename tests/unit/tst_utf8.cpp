#include "p2p/base/utf8.h"

#include "tests/support/testprogram.h"

#include <QtTest>

#include <string>

using namespace vos;

class TestUtf8 : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void takesOneCharacterOfEachLength()
    {
        std::string_view text = "A\u00e9\u4e2d\U0001f600";
        for (const char32_t expected : {U'A', U'\u00e9', U'\u4e2d', U'\U0001f600'})
            QVERIFY(takeCharacter(text) == expected);
        QVERIFY(text.empty());
    }
    void limitsOfEachLength()
    {
        QVERIFY(isUtf8("\x7f"));
        QVERIFY(isUtf8("\xc2\x80"));
        QVERIFY(isUtf8("\xe0\xa0\x80"));
        QVERIFY(isUtf8("\xed\x9f\xbf"));
        QVERIFY(isUtf8("\xee\x80\x80"));
        QVERIFY(isUtf8("\xf0\x90\x80\x80"));
        QVERIFY(isUtf8("\xf4\x8f\xbf\xbf"));
        QVERIFY(isUtf8(std::string_view("\0", 1)));
        QVERIFY(isUtf8(""));
    }
    void refusesTheRest()
    {
        for (const char* bad :
             {"\x80", "\xbf", "\xc0\xaf", "\xc1\xbf", "\xe0\x9f\xbf", "\xed\xa0\x80",
              "\xed\xbf\xbf", "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80", "\xf8\x88\x80\x80\x80",
              "\xff", "\xfe", "\xc3", "\xe4\xb8", "\xf0\x9f\x98", "\xc3(", "\xe4(\xad", "a\xc3"}) {
            QVERIFY2(!isUtf8(bad), bad);
        }
    }
    void badBytesLeaveTextAlone()
    {
        std::string_view text = "\xff"
                                "a";
        QVERIFY(!takeCharacter(text));
        QCOMPARE(text.size(), std::size_t{2});
    }
    void cutsBetweenCharacters()
    {
        const std::string_view text = "a\u4e2d\u4e2d";
        QCOMPARE(cutUtf8(text, 7), text);
        QCOMPARE(cutUtf8(text, 100), text);
        QCOMPARE(cutUtf8(text, 6), text.substr(0, 4));
        QCOMPARE(cutUtf8(text, 4), text.substr(0, 4));
        QCOMPARE(cutUtf8(text, 3), text.substr(0, 1));
        QCOMPARE(cutUtf8(text, 0), std::string_view());
    }
};

VOS_TEST(TestUtf8)
#include "tst_utf8.moc"
