#include "app/control/linesplitter.h"

#include "tests/support/testprogram.h"

#include <QRandomGenerator>
#include <QTest>

using vos::control::LineSplitter;

class LineSplitterTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cutsAtLineFeeds();
    void takesLineOfExactlyTheLimit();
    void reportsLongLineOnceAndGoesOn();
    void reportsLongLineBeforeItsEnd();
    void sameLinesHoweverCut();
    void keepsNoMoreThanALine();
};

namespace {

QList<QByteArray> linesOf(LineSplitter& splitter)
{
    QList<QByteArray> lines;
    while (const auto line = splitter.next())
        lines << (line->tooLong ? QByteArray("<too long>") : line->text);
    return lines;
}

}  // namespace

void LineSplitterTest::cutsAtLineFeeds()
{
    LineSplitter splitter(10);
    splitter.append("one\ntwo\r\n\n\r\nthr");
    QCOMPARE(linesOf(splitter), (QList<QByteArray>{"one", "two"}));
    splitter.append("ee\n");
    QCOMPARE(linesOf(splitter), (QList<QByteArray>{"three"}));
}

void LineSplitterTest::takesLineOfExactlyTheLimit()
{
    LineSplitter splitter(5);
    splitter.append("12345\n123456\n12345\r\n");
    QCOMPARE(linesOf(splitter), (QList<QByteArray>{"12345", "<too long>", "12345"}));
}

void LineSplitterTest::reportsLongLineOnceAndGoesOn()
{
    LineSplitter splitter(5);
    splitter.append(QByteArray(100, 'x'));
    QCOMPARE(linesOf(splitter), (QList<QByteArray>{"<too long>"}));
    splitter.append(QByteArray(100, 'x'));
    QVERIFY(linesOf(splitter).isEmpty());
    splitter.append("xx\nfine\n");
    QCOMPARE(linesOf(splitter), (QList<QByteArray>{"fine"}));
}

void LineSplitterTest::reportsLongLineBeforeItsEnd()
{
    LineSplitter splitter(5);
    splitter.append("a\n1234567");
    QCOMPARE(linesOf(splitter), (QList<QByteArray>{"a", "<too long>"}));
}

void LineSplitterTest::sameLinesHoweverCut()
{
    QByteArray stream;
    QList<QByteArray> expected;
    QRandomGenerator random(1);
    for (int i = 0; i < 200; ++i) {
        const QByteArray line(static_cast<qsizetype>(random.bounded(1, 60)), 'a' + char(i % 26));
        stream += line + '\n';
        expected << (line.size() > 40 ? QByteArray("<too long>") : line);
    }
    for (int round = 0; round < 50; ++round) {
        LineSplitter splitter(40);
        QList<QByteArray> lines;
        for (qsizetype at = 0; at < stream.size();) {
            const qsizetype size = random.bounded(1, 100);
            splitter.append(QByteArrayView(stream).sliced(at, std::min(size, stream.size() - at)));
            at += size;
            lines += linesOf(splitter);
        }
        QCOMPARE(lines, expected);
    }
}

void LineSplitterTest::keepsNoMoreThanALine()
{
    LineSplitter splitter(1000);
    for (int i = 0; i < 1000; ++i) {
        splitter.append(QByteArray(700, i % 3 == 0 ? '\n' : 'x'));
        linesOf(splitter);
        QVERIFY(splitter.bufferedBytes() <= 1001);
    }
}

VOS_TEST(LineSplitterTest)
#include "tst_linesplitter.moc"
