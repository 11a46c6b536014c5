#include "app/vos/terminal.h"

#include "tests/support/testprogram.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace vos::cli;

class TerminalTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void showsControlCharacters();
    void indentsFurtherLines();
    void countsColumns();
    void alignsTables();
    void timeOrDash();
};

void TerminalTest::showsControlCharacters()
{
    const QString evil = u"a\x1b[2Jb\a\x7f\u009b\u202Ec\u2066d\r"_s;
    const QString safe = safeLine(evil);
    QCOMPARE(safe, u"a\uFFFD[2Jb\uFFFD\uFFFD\uFFFD\uFFFDc\uFFFDd\uFFFD"_s);
    QCOMPARE(safeLine(u"a\nb\r\nc\td"_s), u"a b c d"_s);
    QCOMPARE(safeLine(u"你好 😀 é"_s), u"你好 😀 é"_s);
}

void TerminalTest::indentsFurtherLines()
{
    QCOMPARE(safeText(u"a\nb\x1b"_s, 4), u"a\n    b\uFFFD"_s);
}

void TerminalTest::countsColumns()
{
    QCOMPARE(columnsOf(u"abc"_s), 3);
    QCOMPARE(columnsOf(u"你好"_s), 4);
    QCOMPARE(columnsOf(u"e\u0301"_s), 1);
    QCOMPARE(columnsOf(u"😀"_s), 2);
}

void TerminalTest::alignsTables()
{
    QCOMPARE(table({u"A"_s, u"NAME"_s, u"Z"_s},
                   {{u"1"_s, u"你好"_s, u"x"_s}, {u"22"_s, u"a\nb"_s, u"y"_s}}),
             u"A   NAME  Z\n"
             "1   你好  x\n"
             "22  a b   y\n"_s);
}

void TerminalTest::timeOrDash()
{
    QCOMPARE(localTime(QJsonValue()), u"-"_s);
    QCOMPARE(localTime(u"2026-07-28T12:11:22.007Z"_s).size(), 19);
}

VOS_TEST(TerminalTest)
#include "tst_terminal.moc"
