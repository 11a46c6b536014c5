#include "model/marks.h"

#include "tests/support/testprogram.h"

#include <QElapsedTimer>
#include <QTest>

using namespace vos::model;

class MarksTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void reads_data();
    void reads();
    void plainTextStays_data();
    void plainTextStays();
    void hostileTextIsCheap();
};

void MarksTest::reads_data()
{
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QList<MarkRange>>("ranges");
    const auto row = [](const char* source, const char* text, const QList<MarkRange>& ranges) {
        QTest::newRow(source) << QString::fromUtf8(source) << QString::fromUtf8(text) << ranges;
    };
    row("**bold** word", "bold word", {{0, 4, Mark::Bold}});
    row("an *italic* word", "an italic word", {{3, 6, Mark::Italic}});
    row("an _italic_ word", "an italic word", {{3, 6, Mark::Italic}});
    row("run `ls *.txt` now", "run ls *.txt now", {{4, 8, Mark::Code}});
    row("**a *b* c**", "a b c", {{2, 1, Mark::Italic}, {0, 5, Mark::Bold}});
    row("我**很**好", "我很好", {{1, 1, Mark::Bold}});
    row("这是*重点*。", "这是重点。", {{2, 2, Mark::Italic}});
    row("```\na*b*\n_c_\n```", "a*b*\n_c_", {{0, 8, Mark::Block}});
    row("see ```x=1``` there", "see \nx=1\n there", {{5, 3, Mark::Block}});
    row("```cpp\nint a;\n```\nso", "int a;\nso", {{0, 6, Mark::Block}});
    row("**https://a.example/x_y_z**", "https://a.example/x_y_z", {{0, 23, Mark::Bold}});
}

void MarksTest::reads()
{
    QFETCH(QString, source);
    QFETCH(QString, text);
    QFETCH(QList<MarkRange>, ranges);
    const MarkedText marked = readMarks(source);
    QCOMPARE(marked.text, text);
    QVERIFY(marked.ranges == ranges);
}

void MarksTest::plainTextStays_data()
{
    QTest::addColumn<QString>("source");
    for (const char* source :
         {"", "plain", "2*3*4 = 24", "snake_case_name", "**open", "* item\n* item", "a ** b ** c",
          "`open", "``` open", "over *two\nlines* no", "https://a.example/x_y_z?q=*a*", "****",
          "``", "__init__", "5 * 3 and 4 * 2", "``````"})
        QTest::newRow(source) << QString::fromUtf8(source);
}

void MarksTest::plainTextStays()
{
    QFETCH(QString, source);
    const MarkedText marked = readMarks(source);
    QCOMPARE(marked.text, source);
    QVERIFY(marked.ranges.isEmpty());
}

void MarksTest::hostileTextIsCheap()
{
    for (const char* part : {"*a ", "**a ", "_*`", "`", "h", "**_", "```", " *"}) {
        const QString source =
            QString::fromLatin1(part).repeated(60'000 / static_cast<int>(qstrlen(part)));
        QElapsedTimer timer;
        timer.start();
        const MarkedText marked = readMarks(source);
        QVERIFY2(timer.elapsed() < 500, part);
        QVERIFY(marked.ranges.size() <= MarksMax);
    }
}

VOS_TEST_CORE(MarksTest)
#include "tst_marks.moc"
