#include "ui/chat/textfeatures.h"

#include "tests/support/testprogram.h"

#include <QTest>

using namespace vos::ui;

class TestTextFeatures : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void links_data();
    void links();
    void manyLinksAreBounded();
    void fewEmoji_data();
    void fewEmoji();
    void linesAndControls();
};

void TestTextFeatures::links_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("found");
    const auto row = [](const char* name, const QString& text, const QStringList& found) {
        QTest::newRow(name) << text << found;
    };
    row("plain", QStringLiteral("see https://example.org/a?b=c#d ok"),
        {QStringLiteral("https://example.org/a?b=c#d")});
    row("sentence end", QStringLiteral("(https://example.org/x), https://example.net."),
        {QStringLiteral("https://example.org/x"), QStringLiteral("https://example.net")});
    row("brackets inside", QStringLiteral("https://example.org/a_(b)"),
        {QStringLiteral("https://example.org/a_(b)")});
    row("chinese around", QStringLiteral("请看https://example.org/a。谢谢"),
        {QStringLiteral("https://example.org/a")});
    row("letters before", QStringLiteral("xhttps://example.org"), {});
    row("chinese after a space", QStringLiteral("请看 https://example.org/a。谢谢"),
        {QStringLiteral("https://example.org/a")});
    row("other schemes", QStringLiteral("javascript:alert(1) file:///etc/passwd ftp://a.b"), {});
    row("no host", QStringLiteral("https:///x http://"), {});
    row("upper case", QStringLiteral("HTTPS://EXAMPLE.ORG"),
        {QStringLiteral("https://example.org")});
}

void TestTextFeatures::links()
{
    QFETCH(QString, text);
    QFETCH(QStringList, found);
    const QList<TextLink> links = findLinks(text);
    QStringList urls;
    for (const TextLink& link : links) {
        urls.append(link.url.toString());
        QVERIFY(link.start >= 0 && link.start + link.length <= text.size());
    }
    QCOMPARE(urls, found);
}

void TestTextFeatures::manyLinksAreBounded()
{
    const QString text = QStringLiteral("https://example.org/ ").repeated(3000);
    QCOMPARE(findLinks(text).size(), qsizetype{LinksMax});
}

void TestTextFeatures::fewEmoji_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("few");
    const auto row = [](const char* name, const QString& text, bool few) {
        QTest::newRow(name) << text << few;
    };
    row("one", QStringLiteral("👍"), true);
    row("two", QStringLiteral("🎉👍"), true);
    row("three", QStringLiteral("🎉👍🐱"), true);
    row("four", QStringLiteral("🎉👍🐱🐶"), false);
    row("family", QStringLiteral("👩‍👩‍👧‍👦"), true);
    row("flag", QStringLiteral("🇨🇳"), true);
    row("heart with selector", QStringLiteral("❤️"), true);
    row("heart as text", QStringLiteral("❤"), false);
    row("skin", QStringLiteral("👍🏽"), true);
    row("letter", QStringLiteral("a"), false);
    row("digit", QStringLiteral("1"), false);
    row("mixed", QStringLiteral("ok 👍"), false);
    row("chinese", QStringLiteral("好"), false);
    row("empty", QString(), false);
}

void TestTextFeatures::fewEmoji()
{
    QFETCH(QString, text);
    QFETCH(bool, few);
    QCOMPARE(isFewEmoji(text), few);
}

void TestTextFeatures::linesAndControls()
{
    const QString line(QChar::LineSeparator);
    QCOMPARE(displayText(QStringLiteral("a\nb\r\nc\rd")),
             QStringLiteral("a") + line + QStringLiteral("b") + line + QStringLiteral("c") + line +
                 QStringLiteral("d"));
    // A right-to-left override must not turn the words around.
    const QString turned = displayText(QStringLiteral("abc\u202egnp.exe"));
    QVERIFY(!turned.contains(QChar(0x202e)));
    QVERIFY(!displayText(QStringLiteral("a\u0007b")).contains(QChar(7)));
}

VOS_TEST(TestTextFeatures)
#include "tst_textfeatures.moc"
