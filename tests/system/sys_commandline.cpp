// The vos command against a running node, as a person or a script would use it.

#include "tests/support/testprogram.h"
#include "tests/system/stories.h"

#include <QFile>
#include <QJsonDocument>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace vos::test;

class CommandLineStory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void noNode();
    void badLine_data();
    void badLine();
    void info();
    void link();
    void addAndAccept();
    void map();
    void online();
    void sendAndWait();
    void sendFromStdin();
    void sendNotInTime();
    void listen();
    void historyAndSearch();
    void queueAndStatus();
    void callsAnyMethod();
    void absentMethods();
    void refusals();
    void hostileNamesAreHarmless();
    void bashCompletes_data();
    void bashCompletes();
    void completionsKnowEveryVerbAndOption();
    void manualsKnowEveryVerbAndOption();
    void stopEndsIt();
    void stopEndsTheWindow();

private:
    Ended alice(const QStringList& arguments, const QByteArray& input = {})
    {
        return runVos(QStringList{u"--profile"_s, m_alice.profile()} + arguments, input);
    }
    Ended bob(const QStringList& arguments)
    {
        return runVos(QStringList{u"--profile"_s, m_bob.profile()} + arguments);
    }

    QTemporaryDir m_folder;
    RunningNode m_alice{
        {.profile = m_folder.filePath(u"alice"_s), .arguments = {u"--name"_s, u"Alice"_s}}};
    RunningNode m_bob{
        {.profile = m_folder.filePath(u"bob"_s), .arguments = {u"--name"_s, u"Bob 鲍勃"_s}}};
};

void CommandLineStory::initTestCase()
{
    QVERIFY(m_alice.start());
    QVERIFY(m_bob.start());
}

void CommandLineStory::noNode()
{
    const QString nowhere = m_folder.filePath(u"nowhere"_s);
    const Ended ended = runVos({u"--profile"_s, nowhere, u"info"_s});
    QCOMPARE(ended.status, 4);
    QVERIFY2(ended.errors.contains(nowhere), qPrintable(ended.errors));
    QVERIFY(ended.output.isEmpty());
    QVERIFY(!QFile::exists(nowhere));
}

void CommandLineStory::badLine_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("nothing") << QStringList{};
    QTest::newRow("unknown verb") << QStringList{u"dance"_s};
    QTest::newRow("unknown option") << QStringList{u"info"_s, u"--dance"_s};
    QTest::newRow("send nothing") << QStringList{u"send"_s, u"vos1x"_s};
    QTest::newRow("bad wait") << QStringList{u"send"_s, u"vos1x"_s, u"x"_s, u"--wait"_s, u"read"_s};
    QTest::newRow("bad timeout") << QStringList{u"send"_s, u"vos1x"_s, u"x"_s, u"--timeout"_s,
                                                u"soon"_s};
    QTest::newRow("bad JSON") << QStringList{u"call"_s, u"node.info"_s, u"{"_s};
    QTest::newRow("bad limit") << QStringList{u"history"_s, u"vos1x"_s, u"--limit"_s, u"x"_s};
}

void CommandLineStory::badLine()
{
    QFETCH(QStringList, arguments);
    const Ended ended = alice(arguments);
    QCOMPARE(ended.status, 2);
    QVERIFY2(ended.errors.startsWith("vos: "_L1), qPrintable(ended.errors));
    QVERIFY(ended.output.isEmpty());
}

void CommandLineStory::info()
{
    const Ended human = alice({u"info"_s});
    QCOMPARE(human.status, 0);
    QVERIFY(human.output.contains(m_alice.address()));
    QVERIFY(human.output.contains(u"name      Alice"_s));
    const Ended json = alice({u"--json"_s, u"info"_s});
    QCOMPARE(json.status, 0);
    QCOMPARE(QJsonDocument::fromJson(json.output.toUtf8())["address"_L1].toString(),
             m_alice.address());
    QCOMPARE(json.output.count(u'\n'), 1);
}

void CommandLineStory::link()
{
    // Into a pipe goes the link alone, for scripts.
    QCOMPARE(alice({u"link"_s}).output, m_alice.link() + u'\n');
    const Ended withCode = alice({u"link"_s, u"--qr"_s});
    QCOMPARE(withCode.status, 0);
    QVERIFY(withCode.output.startsWith(m_alice.link()));
    if (withCode.errors.contains("libqrencode"_L1))
        QSKIP("vos was built without libqrencode");
    QVERIFY(withCode.output.contains(u'█') && withCode.output.contains(u'▄'));
    QCOMPARE(QJsonDocument::fromJson(alice({u"link"_s, u"--json"_s}).output.toUtf8())["link"_L1]
                 .toString(),
             m_alice.link());
}

void CommandLineStory::addAndAccept()
{
    const Ended joined = bob({u"join"_s, u"127.0.0.1:%1"_s.arg(m_alice.port())});
    QCOMPARE(joined.status, 0);
    QCOMPARE(joined.output, u"joined: 1 nodes known\n"_s);
    QCOMPARE(bob({u"add"_s, m_alice.link(), u"--note"_s, u"It is me"_s}).status, 0);
    QVERIFY(m_alice.waitForEvent(u"contact.request"_s, {{u"note"_s, u"It is me"_s}}));
    const Ended pending = alice({u"contacts"_s});
    QVERIFY2(pending.output.contains("pending-in"_L1), qPrintable(pending.output));
    QVERIFY(pending.output.contains(u"Bob 鲍勃"_s));
    QCOMPARE(alice({u"accept"_s, m_bob.address()}).status, 0);
    QVERIFY(m_bob.waitForEvent(u"contact.changed"_s, {{u"state"_s, u"accepted"_s}}));
    QVERIFY(bob({u"contacts"_s}).output.contains("accepted"_L1));
}

void CommandLineStory::map()
{
    const Ended human = bob({u"map"_s});
    QCOMPARE(human.status, 0);
    QVERIFY(human.output.startsWith("ADDRESS"_L1));
    QVERIFY(human.output.contains(m_alice.address()));
    const auto json =
        QJsonDocument::fromJson(bob({u"map"_s, u"--online"_s, u"--json"_s}).output.toUtf8());
    QCOMPARE(json["total"_L1].toInt(), 1);
}

void CommandLineStory::online()
{
    const Ended yes = alice({u"online"_s, m_bob.address()});
    QCOMPARE(yes.status, 0);
    QVERIFY(yes.output.startsWith("online, direct at 127.0.0.1:"_L1));
    RunningNode carol({.profile = m_folder.filePath(u"carol"_s)});
    QVERIFY(carol.start());
    const QString link = carol.link();
    carol.kill();
    const Ended no = alice({u"online"_s, link});
    QCOMPARE(no.status, 3);
    QCOMPARE(no.output, u"offline\n"_s);
}

void CommandLineStory::sendAndWait()
{
    const Ended sent = alice({u"send"_s, m_bob.address(), u"hello"_s, u"Bob"_s, u"--wait"_s,
                              u"delivered"_s, u"--timeout"_s, u"20"_s});
    QCOMPARE(sent.status, 0);
    QCOMPARE(sent.output, u"delivered\n"_s);
    QVERIFY(m_bob.waitForEvent(u"message.received"_s, {{u"text"_s, u"hello Bob"_s}}));
    const Ended plain = alice({u"send"_s, m_bob.address(), u"--"_s, u"--wait"_s});
    QCOMPARE(plain.status, 0);
    QCOMPARE(plain.output.trimmed().size(), 32);
    QVERIFY(m_bob.waitForEvent(u"message.received"_s, {{u"text"_s, u"--wait"_s}}));
}

void CommandLineStory::sendFromStdin()
{
    const Ended sent = alice({u"send"_s, m_bob.address(), u"-"_s}, "first line\n第二行\n");
    QCOMPARE(sent.status, 0);
    QVERIFY(m_bob.waitForEvent(u"message.received"_s, {{u"text"_s, u"first line\n第二行"_s}}));
    const Ended large = alice({u"send"_s, m_bob.address(), u"-"_s}, QByteArray(200'000, 'x'));
    QCOMPARE(large.status, 1);
    QVERIFY(large.errors.contains("too-large"_L1));
}

void CommandLineStory::sendNotInTime()
{
    m_bob.kill();
    const Ended late = alice({u"send"_s, m_bob.address(), u"late"_s, u"--wait"_s, u"delivered"_s,
                              u"--timeout"_s, u"0.5"_s});
    QCOMPARE(late.status, 3);
    QVERIFY2(late.errors.contains("not delivered in time"_L1), qPrintable(late.errors));
    QVERIFY(m_bob.start());
    QVERIFY(m_bob.waitForEvent(u"message.received"_s, {{u"text"_s, u"late"_s}}));
}

void CommandLineStory::listen()
{
    QProcess listener;
    QByteArray heard;
    QObject::connect(&listener, &QProcess::readyReadStandardOutput, &listener, [&] {
        heard += listener.readAllStandardOutput();
        Q_EMIT Activity::instance().happened();
    });
    QObject::connect(&listener, &QProcess::finished, &Activity::instance(), &Activity::happened);
    listener.start(vosProgram(), {u"--profile"_s, m_bob.profile(), u"listen"_s});
    // It says nothing before something arrives, so messages are sent until one was heard.
    for (int i = 0; i < 30 && !heard.contains("can you hear"); ++i) {
        sendText(m_alice, m_bob, u"can you hear %1"_s.arg(i));
        waitUntil([&] { return heard.contains("can you hear"); }, 1000);
    }
    QVERIFY2(heard.contains("from Alice: can you hear"), heard.constData());
    listener.kill();
    QVERIFY(waitUntil([&] { return listener.state() == QProcess::NotRunning; }));
}

void CommandLineStory::historyAndSearch()
{
    const Ended history = alice({u"history"_s, m_bob.address(), u"--limit"_s, u"1000"_s});
    QCOMPARE(history.status, 0);
    QVERIFY(history.output.contains(u"to Bob 鲍勃 [delivered]: hello Bob\n"_s));
    QVERIFY(history.output.contains(u"first line\n    第二行\n"_s));
    const Ended found = bob({u"search"_s, u"二行"_s});
    QCOMPARE(found.output.count(u"from Alice"_s), 1);
    QVERIFY(bob({u"search"_s, u"nothing of that kind"_s}).output.isEmpty());
    const auto json = QJsonDocument::fromJson(
        bob({u"history"_s, m_alice.address(), u"--limit"_s, u"2"_s, u"--json"_s}).output.toUtf8());
    QCOMPARE(json["messages"_L1].toArray().size(), 2);
}

void CommandLineStory::queueAndStatus()
{
    m_bob.kill();
    sendText(m_alice, m_bob, u"waits"_s);
    const Ended queue = alice({u"queue"_s});
    QCOMPARE(queue.status, 0);
    QVERIFY(queue.output.startsWith("ID "_L1));
    QVERIFY(queue.output.contains(m_bob.address()));
    QVERIFY(m_bob.start());
    QVERIFY(m_bob.waitForEvent(u"message.received"_s, {{u"text"_s, u"waits"_s}}));
    const Ended status = alice({u"status"_s});
    QCOMPARE(status.status, 0);
    QVERIFY(status.output.contains(m_alice.address()));
    QVERIFY(status.output.contains(m_bob.address().left(12) + u'…'));
    QVERIFY(status.output.contains("nothing waits to be delivered"_L1));
    QVERIFY(status.output.contains("Nobody keeps messages for you"_L1));
    const auto json = QJsonDocument::fromJson(alice({u"status"_s, u"--json"_s}).output.toUtf8());
    QCOMPARE(json["node"_L1]["address"_L1].toString(), m_alice.address());
    QVERIFY(json["queue"_L1].isArray() && json["friend_vos"_L1].isObject());
}

void CommandLineStory::callsAnyMethod()
{
    const Ended called = alice({u"call"_s, u"map.list"_s, u"{\"limit\":1}"_s});
    QCOMPARE(called.status, 0);
    QVERIFY(QJsonDocument::fromJson(called.output.toUtf8()).object().contains("records"_L1));
    QCOMPARE(alice({u"call"_s, u"no.such"_s}).status, 1);
}

void CommandLineStory::absentMethods()
{
    for (const QStringList& arguments :
         {QStringList{u"send-file"_s, m_bob.address(), u"/etc/hostname"_s}}) {
        const Ended ended = alice(arguments);
        QCOMPARE(ended.status, 1);
        QVERIFY2(ended.errors.contains("no method"_L1), qPrintable(ended.errors));
    }
}

void CommandLineStory::refusals()
{
    const Ended bad = alice({u"add"_s, u"vos1nonsense"_s});
    QCOMPARE(bad.status, 1);
    QVERIFY(bad.errors.contains("invalid-address"_L1));
    const Ended json = alice({u"--json"_s, u"add"_s, u"vos1nonsense"_s});
    QCOMPARE(json.status, 1);
    QCOMPARE(QJsonDocument::fromJson(json.output.toUtf8())["error"_L1]["code"_L1].toInt(), -32002);
}

void CommandLineStory::hostileNamesAreHarmless()
{
    const QString id = sendText(m_bob, m_alice, u"\x1b[2J\x1b]0;owned\a\u202etxt.exe"_s);
    QVERIFY(m_alice.waitForEvent(u"message.received"_s, {{u"id"_s, id}}));
    const QString output = alice({u"history"_s, m_bob.address()}).output;
    QVERIFY(output.contains("owned"_L1));
    QVERIFY(!output.contains(u'\x1b') && !output.contains(u'\a') && !output.contains(u'\u202e'));
}

void CommandLineStory::bashCompletes_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("wanted");
    QTest::newRow("verb") << u"vos cont"_s << u"contacts"_s;
    QTest::newRow("verb after options") << u"vos --profile /x --json sta"_s << u"status"_s;
    QTest::newRow("option of a verb") << u"vos send x --w"_s << u"--wait"_s;
    QTest::newRow("value") << u"vos send x --wait d"_s << u"delivered"_s;
    QTest::newRow("method") << u"vos call node.inf"_s << u"node.info"_s;
    QTest::newRow("action") << u"vos friend-vos app"_s << u"approve"_s;
    QTest::newRow("vosd option") << u"vosd --no-l"_s << u"--no-lan"_s;
    QTest::newRow("vosd level") << u"vosd --log w"_s << u"warning"_s;
    QTest::newRow("contact") << u"vos --profile %1 history vos1"_s.arg(m_alice.profile())
                             << m_bob.address();
}

void CommandLineStory::bashCompletes()
{
    QFETCH(QString, line);
    QFETCH(QString, wanted);
    const QString script =
        u"vos() { \"%1\" \"$@\"; }; . \"%2/vos.bash\"; COMP_WORDS=(%3); "
        "COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _${COMP_WORDS[0]}; "
        "printf '%s\\n' \"${COMPREPLY[@]}\""_s
            .arg(vosProgram(), QStringLiteral(VOS_COMPLETIONS), line);
    QProcess bash;
    QObject::connect(&bash, &QProcess::finished, &Activity::instance(), &Activity::happened);
    bash.start(u"bash"_s, {u"-c"_s, script});
    if (!bash.waitForStarted())
        QSKIP("there is no bash");
    QVERIFY(waitUntil([&] { return bash.state() == QProcess::NotRunning; }));
    QCOMPARE(QString::fromUtf8(bash.readAllStandardOutput()), wanted + u'\n');
}

/// The verbs and options a program's --help lists.
static QStringList wordsOfHelp(const QString& help)
{
    static const QRegularExpression line(u"^  ((?:--)?[a-z][a-z-]*)(?: |$)"_s,
                                         QRegularExpression::MultilineOption);
    QStringList words;
    for (const auto& match : line.globalMatch(help))
        words << match.captured(1);
    return words;
}

void CommandLineStory::completionsKnowEveryVerbAndOption()
{
    const QStringList words = wordsOfHelp(runVos({u"--help"_s}).output) +
                              wordsOfHelp(runVosd({u"--help"_s}).output);
    QVERIFY(words.size() > 30);
    for (const QString& name : {u"vos.bash"_s, u"_vos"_s}) {
        QFile file(QStringLiteral(VOS_COMPLETIONS "/") + name);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QString text = QString::fromUtf8(file.readAll());
        for (const QString& word : words)
            QVERIFY2(text.contains(word), qPrintable(name + u' ' + word));
    }
}

void CommandLineStory::manualsKnowEveryVerbAndOption()
{
    const std::pair<QString, QString> helps[] = {{u"vos"_s, runVos({u"--help"_s}).output},
                                                 {u"vosd"_s, runVosd({u"--help"_s}).output}};
    for (const auto& [program, help] : helps) {
        QFile file(QStringLiteral(VOS_MANUALS "/") + program + ".1.in"_L1);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QString text = QString::fromUtf8(file.readAll()).remove(u'\\');
        const QStringList words = wordsOfHelp(help);
        QVERIFY(words.size() > 12);
        for (const QString& word : words) {
            // Each has an entry of its own, not just a mention.
            const QRegularExpression entry(u"^\\.TP\n\\.[BI]+R? %1\\b"_s.arg(word),
                                           QRegularExpression::MultilineOption);
            QVERIFY2(text.contains(entry), qPrintable(program + u' ' + word));
        }
    }
}

void CommandLineStory::stopEndsIt()
{
    QCOMPARE(bob({u"stop"_s}).status, 0);
    QVERIFY(waitUntil([this] { return !m_bob.isRunning(); }));
    QCOMPARE(m_bob.process().exitCode(), 0);
    QCOMPARE(bob({u"info"_s}).status, 4);
}

void CommandLineStory::stopEndsTheWindow()
{
    const QString program = QStringLiteral(VOS_MESSENGER_PROGRAM);
    if (!QFile::exists(program))
        QSKIP("built without a window");
    const QString profile = m_folder.filePath(u"window"_s);
    QProcess window;
    window.start(program, {u"--profile"_s, profile, u"--listen"_s, u"127.0.0.1:0"_s, u"--no-lan"_s,
                           u"--no-port-mapping"_s});
    QVERIFY(waitUntil([&] { return runVos({u"--profile"_s, profile, u"info"_s}).status == 0; }));
    QCOMPARE(runVos({u"--profile"_s, profile, u"stop"_s}).status, 0);
    QVERIFY(waitUntil([&window] { return window.state() == QProcess::NotRunning; }));
    QCOMPARE(window.exitCode(), 0);
}

VOS_TEST_CORE(CommandLineStory)
#include "sys_commandline.moc"
