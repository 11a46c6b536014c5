#include "p2p/base/bytes.h"

#include "tests/support/testprogram.h"

#include <QtTest>

using namespace vos;

class TestBytes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void hexRoundTrip()
    {
        Bytes all;
        for (int i = 0; i < 256; ++i)
            all.push_back(static_cast<std::byte>(i));
        const std::string text = toHex(all);
        QCOMPARE(text.substr(0, 8), std::string("00010203"));
        QCOMPARE(text.substr(504), std::string("fcfdfeff"));
        QVERIFY(fromHex(text) == all);
        QVERIFY(fromHex("DEadBEef") == fromHex("deadbeef"));
        QVERIFY(fromHex("") == Bytes{});
    }
    void hexRefusesTheRest()
    {
        for (const char* bad : {"0", "abc", "0g", "g0", " 00", "0x00", "00 "})
            QVERIFY2(!fromHex(bad), bad);
    }
    void textKeepsAllBytes()
    {
        const std::string text("a\0\xff z", 5);
        QCOMPARE(toText(viewOf(text)), text);
        QCOMPARE(toBytes(viewOf(text)).size(), std::size_t{5});
    }
    void equalNeedsSameLength()
    {
        QVERIFY(equal(viewOf("abc"), viewOf("abc")));
        QVERIFY(!equal(viewOf("abc"), viewOf("abd")));
        QVERIFY(!equal(viewOf("abc"), viewOf("abcd")));
        QVERIFY(!equal(viewOf("abc"), viewOf("")));
        QVERIFY(equal({}, {}));
    }
    void appendAddsAtTheEnd()
    {
        Bytes bytes = toBytes(viewOf("ab"));
        append(bytes, viewOf("cd"));
        append(bytes, {});
        QCOMPARE(toText(bytes), std::string("abcd"));
    }
};

VOS_TEST(TestBytes)
#include "tst_bytes.moc"
