#include "model/nameinput.h"

#include "tests/support/testprogram.h"

#include <QTest>

using namespace vos::model;

class NameInputTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void goodOnes();
    void badOnes();
};

void NameInputTest::goodOnes()
{
    QVERIFY(judgeName(QString()).isGood());
    QCOMPARE(judgeName(QStringLiteral("  Lin Yue ")).name, QStringLiteral("Lin Yue"));
    QVERIFY(judgeName(QString::fromUtf8("王小明")).isGood());
    // Composed (NFC), so that equal names are equal bytes.
    QCOMPARE(judgeName(QString::fromUtf8("e\u0301")).name, QString::fromUtf8("\u00e9"));
}

void NameInputTest::badOnes()
{
    QCOMPARE(judgeName(QString(49, u'x')).words, QStringLiteral("This name is too long"));
    QVERIFY(judgeName(QString(48, u'x')).isGood());
    // 17 characters of three bytes each.
    QVERIFY(!judgeName(QString(17, QChar(0x738b))).isGood());
    for (const char16_t hidden : {u'\u202e', u'\u200b', u'\u0007'})
        QVERIFY(!judgeName(QStringLiteral("a") + QChar(hidden) + QStringLiteral("b")).isGood());
}

VOS_TEST(NameInputTest)
#include "tst_nameinput.moc"
