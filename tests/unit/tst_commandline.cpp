#include "app/vos/commandline.h"

#include "app/common/options.h"

#include "tests/support/testprogram.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace vos::cli;

class CommandLineTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsOptionsAnywhere();
    void dashesEndOptions();
    void singleDashIsAWord();
    void refuses_data();
    void refuses();
    void help();
};

namespace {

const QList<VerbShape> Verbs{
    {u"info"_s, {}, u"show"_s},
    {u"send"_s, u"TO TEXT…"_s, u"send"_s, 2, -1, {}, {u"wait"_s}},
    {u"link"_s, {}, u"link"_s, 0, 0, {u"qr"_s}},
};

std::variant<CommandLine, ShowText, UsageFault> parseLine(const QStringList& arguments)
{
    return parseCommandLine(QStringList{u"vos"_s} + arguments, Verbs);
}

}  // namespace

void CommandLineTest::readsOptionsAnywhere()
{
    const auto parsed = parseLine({u"--profile"_s, u"/p"_s, u"send"_s, u"TO"_s, u"--wait=held"_s,
                                   u"a"_s, u"--json"_s, u"b"_s, u"--control"_s, u"/c"_s});
    QVERIFY(std::holds_alternative<CommandLine>(parsed));
    const CommandLine line = std::get<CommandLine>(parsed);
    QCOMPARE(line.profile, u"/p"_s);
    QCOMPARE(line.controlPath, u"/c"_s);
    QVERIFY(line.json);
    QCOMPARE(line.verb, u"send"_s);
    QCOMPARE(line.arguments, (QStringList{u"TO"_s, u"a"_s, u"b"_s}));
    QCOMPARE(line.options[u"wait"_s], u"held"_s);
    QCOMPARE(std::get<CommandLine>(parseLine({u"info"_s})).profile, vos::common::defaultProfile());
}

void CommandLineTest::dashesEndOptions()
{
    const auto parsed = parseLine({u"send"_s, u"TO"_s, u"--"_s, u"--json"_s, u"--"_s});
    QVERIFY(std::holds_alternative<CommandLine>(parsed));
    QCOMPARE(std::get<CommandLine>(parsed).arguments, (QStringList{u"TO"_s, u"--json"_s, u"--"_s}));
    QVERIFY(!std::get<CommandLine>(parsed).json);
}

void CommandLineTest::singleDashIsAWord()
{
    const auto parsed = parseLine({u"send"_s, u"TO"_s, u"-"_s});
    QCOMPARE(std::get<CommandLine>(parsed).arguments, (QStringList{u"TO"_s, u"-"_s}));
    QVERIFY(std::holds_alternative<CommandLine>(
        parseLine({u"send"_s, u"TO"_s, u"-5"_s, u"degrees"_s})));
}

void CommandLineTest::refuses_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("nothing") << QStringList{};
    QTest::newRow("unknown verb") << QStringList{u"dance"_s};
    QTest::newRow("unknown option") << QStringList{u"info"_s, u"--dance"_s};
    QTest::newRow("option of another verb") << QStringList{u"info"_s, u"--wait"_s, u"held"_s};
    QTest::newRow("own option before the verb") << QStringList{u"--qr"_s, u"link"_s};
    QTest::newRow("no value") << QStringList{u"info"_s, u"--profile"_s};
    QTest::newRow("empty profile") << QStringList{u"--profile="_s, u"info"_s};
    QTest::newRow("flag with value") << QStringList{u"info"_s, u"--json=1"_s};
    QTest::newRow("too few") << QStringList{u"send"_s, u"TO"_s};
    QTest::newRow("too many") << QStringList{u"info"_s, u"now"_s};
}

void CommandLineTest::refuses()
{
    QFETCH(QStringList, arguments);
    const auto parsed = parseLine(arguments);
    QVERIFY(std::holds_alternative<UsageFault>(parsed));
    const QString text = std::get<UsageFault>(parsed).text;
    QVERIFY2(text.startsWith("vos: "_L1) && text.endsWith(u'\n'), qPrintable(text));
}

void CommandLineTest::help()
{
    const auto parsed = parseLine({u"--help"_s});
    QVERIFY(std::holds_alternative<ShowText>(parsed));
    for (const VerbShape& verb : Verbs)
        QVERIFY(std::get<ShowText>(parsed).text.contains(u"  "_s + verb.name));
    QVERIFY(std::get<ShowText>(parseLine({u"info"_s, u"--version"_s})).text.startsWith("vos "_L1));
}

VOS_TEST(CommandLineTest)
#include "tst_commandline.moc"
