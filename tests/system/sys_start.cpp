// What keeps a node from starting, and that it says why.

#include "tests/support/testprogram.h"
#include "tests/system/stories.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <QUdpSocket>

#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace vos::test;

class StartStory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void portTaken();
    void keptPortTakenByAnother();
    void profileInUse();
    void profileIsAFile();
    void profileUnreadable();
    void keyBoxDamaged();
    void badCommandLine_data();
    void badCommandLine();
    void badValue_data();
    void badValue();
    void badNameIsRefused();
    void helpAndVersion();
    void passphrase();
    void nameIsKept();
    void runsWithoutStdio();

private:
    QString profile() const { return m_folder->filePath(u"p"_s); }
    QStringList basic() const
    {
        return {u"--profile"_s,   profile(),     u"--listen"_s,
                u"127.0.0.1:0"_s, u"--no-lan"_s, u"--no-port-mapping"_s};
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void StartStory::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

void StartStory::cleanup()
{
    m_folder.reset();
}

void StartStory::portTaken()
{
    QUdpSocket taken;
    QVERIFY(taken.bind(QHostAddress::LocalHost, 0, QUdpSocket::DontShareAddress));
    const QString place = u"127.0.0.1:%1"_s.arg(taken.localPort());
    const Ended ended = runVosd({u"--profile"_s, profile(), u"--listen"_s, place});
    QCOMPARE(ended.status, 1);
    QVERIFY2(ended.errors.contains(QString::number(taken.localPort())), qPrintable(ended.errors));
    QVERIFY(ended.output.isEmpty());
}

void StartStory::keptPortTakenByAnother()
{
    RunningNode node({.profile = profile()});
    QVERIFY(node.start());
    const quint16 port = node.port();
    QVERIFY(node.stop());
    QUdpSocket taken;
    QVERIFY(taken.bind(QHostAddress::LocalHost, port, QUdpSocket::DontShareAddress));
    // Port 0 asked for any free one, so another will do.
    QVERIFY(node.start());
    QVERIFY(node.port() != 0 && node.port() != port);
}

void StartStory::profileInUse()
{
    RunningNode node({.profile = profile()});
    QVERIFY(node.start());
    const Ended second = runVosd(basic());
    QCOMPARE(second.status, 1);
    QVERIFY2(second.errors.contains(profile()), qPrintable(second.errors));
    QVERIFY2(second.errors.contains(QString::number(node.process().processId())),
             qPrintable(second.errors));
    QVERIFY(node.ask(u"node.info"_s).contains("address"_L1));
    // A killed owner does not lock it for ever.
    node.kill();
    QVERIFY(node.start());
}

void StartStory::profileIsAFile()
{
    QFile file(profile());
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("something else");
    file.close();
    const Ended ended = runVosd(basic());
    QCOMPARE(ended.status, 1);
    QVERIFY2(ended.errors.contains(profile()), qPrintable(ended.errors));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("something else"));
}

void StartStory::profileUnreadable()
{
    if (::geteuid() == 0)
        QSKIP("root may read everything");
    RunningNode node({.profile = profile()});
    QVERIFY(node.start());
    QVERIFY(node.stop());
    QVERIFY(QFile::setPermissions(profile(), {}));
    const Ended ended = runVosd(basic());
    QVERIFY(
        QFile::setPermissions(profile(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    QCOMPARE(ended.status, 1);
    QVERIFY2(ended.errors.contains(profile()), qPrintable(ended.errors));
}

void StartStory::keyBoxDamaged()
{
    RunningNode node({.profile = profile()});
    QVERIFY(node.start());
    QVERIFY(node.stop());
    QFile::remove(profile() + u"/key.box.bak"_s);
    QFile box(profile() + u"/key.box"_s);
    QVERIFY(box.open(QIODevice::ReadWrite));
    const QByteArray good = box.readAll();
    QVERIFY(box.seek(good.size() - 1));
    box.putChar(char(good.back() ^ 1));
    box.close();
    const Ended ended = runVosd(basic());
    QCOMPARE(ended.status, 1);
    QVERIFY2(ended.errors.contains("key.box"_L1), qPrintable(ended.errors));
    // It was not replaced by a new identity.
    QVERIFY(box.open(QIODevice::ReadWrite));
    QCOMPARE(box.size(), good.size());
    box.write(good);
    box.close();
    QVERIFY(node.start());
}

void StartStory::badCommandLine_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("unknown option") << QStringList{u"--nonsense"_s};
    QTest::newRow("word") << QStringList{u"start"_s};
    QTest::newRow("no value") << QStringList{u"--profile"_s};
    QTest::newRow("value for a flag") << QStringList{u"--stdio=1"_s};
}

void StartStory::badCommandLine()
{
    QFETCH(QStringList, arguments);
    const Ended ended = runVosd(arguments);
    QCOMPARE(ended.status, 2);
    QCOMPARE(ended.errors.count(u'\n'), 1);
    QVERIFY2(ended.errors.startsWith("vosd: "_L1), qPrintable(ended.errors));
}

void StartStory::badValue_data()
{
    QTest::addColumn<QString>("option");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("named");
    const auto row = [](const char* option, const char* value, const char* named) {
        QTest::addRow("%s %s", option, value)
            << QString::fromLatin1(option) << QString::fromUtf8(value)
            << QString::fromLatin1(named);
    };
    row("--listen", "127.0.0.1:70000", "70000");
    row("--listen", "192.0.2.77:0", "192.0.2.77");
    row("--log", "loud", "loud");
    row("--quota", "many", "many");
    row("--accept-friend-vos", "some", "some");
    row("--passphrase-fd", "77", "77");
    row("--join", "nowhere", "nowhere");
    // The ninth character is none of bech32's.
    row("--join", "vos1qqqqbqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq", "9");
}

void StartStory::badValue()
{
    QFETCH(QString, option);
    QFETCH(QString, value);
    QFETCH(QString, named);
    QStringList arguments{u"--profile"_s, profile(), option, value};
    if (option != "--listen"_L1)
        arguments << u"--listen"_s << u"127.0.0.1:0"_s;
    const Ended ended = runVosd(arguments);
    QCOMPARE(ended.status, 1);
    QVERIFY2(ended.errors.contains(named), qPrintable(ended.errors));
}

void StartStory::badNameIsRefused()
{
    for (const QString& name : QStringList{QString(49, u'x'), u"a\nb"_s, u"a\u202eb"_s}) {
        const Ended ended = runVosd(basic() << u"--name"_s << name);
        QCOMPARE(ended.status, 1);
        QVERIFY2(ended.errors.contains("name"_L1), qPrintable(ended.errors));
    }
}

void StartStory::helpAndVersion()
{
    const Ended help = runVosd({u"--help"_s});
    QCOMPARE(help.status, 0);
    QVERIFY(help.output.contains("--accept-friend-vos"_L1));
    QVERIFY(help.errors.isEmpty());
    const Ended version = runVosd({u"--version"_s});
    QCOMPARE(version.status, 0);
    QVERIFY(version.output.startsWith("vosd "_L1));
}

void StartStory::passphrase()
{
    const QStringList withPassphrase = basic() << u"--stdio"_s << u"--passphrase-fd"_s << u"0"_s;
    // The passphrase is the first line; what follows is the control interface.
    const QByteArray info = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"node.info\"}\n";
    const Ended made = runVosd(withPassphrase, "correct horse\n" + info);
    QCOMPARE(made.status, 0);
    QVERIFY(made.output.contains("\"id\":1,"_L1));
    const Ended wrong = runVosd(withPassphrase, "wrong horse\n" + info);
    QCOMPARE(wrong.status, 1);
    QVERIFY2(wrong.errors.contains("passphrase"_L1), qPrintable(wrong.errors));
    const Ended none = runVosd(basic() << u"--stdio"_s, info);
    QCOMPARE(none.status, 1);
    QVERIFY2(none.errors.contains("passphrase"_L1), qPrintable(none.errors));
    QCOMPARE(runVosd(withPassphrase, "correct horse\n" + info).status, 0);
    for (const Ended* one : {&wrong, &none})
        QVERIFY(!one->errors.contains("horse"_L1));
}

void StartStory::nameIsKept()
{
    RunningNode node({.profile = profile()});
    QVERIFY(node.start({u"--name"_s, u"爱丽丝"_s}));
    QVERIFY(node.stop());
    QVERIFY(node.start());
    QCOMPARE(node.ask(u"node.info"_s)["name"_L1].toString(), u"爱丽丝"_s);
    QVERIFY(node.stop());
    QVERIFY(node.start({u"--name"_s, u"Alice"_s}));
    QCOMPARE(node.ask(u"node.info"_s)["name"_L1].toString(), u"Alice"_s);
}

void StartStory::runsWithoutStdio()
{
    QProcess vosd;
    QObject::connect(&vosd, &QProcess::finished, &Activity::instance(), &Activity::happened);
    vosd.setStandardInputFile(QProcess::nullDevice());
    vosd.start(vosdProgram(), basic());
    QVERIFY(QTest::qWaitFor([this] { return QFile::exists(profile() + u"/control.sock"_s); },
                            PatienceMs));
    QCOMPARE(runVos({u"--profile"_s, profile(), u"stop"_s}).status, 0);
    QVERIFY(waitUntil([&] { return vosd.state() == QProcess::NotRunning; }));
    QCOMPARE(vosd.exitCode(), 0);
    // The first start of a box says how to reach it; a program that reads lines hears nothing else.
    const QByteArray said = vosd.readAllStandardOutput();
    QVERIFY2(said.contains("vos:vos1"), said.constData());
    vosd.start(vosdProgram(), basic());
    QVERIFY(QTest::qWaitFor([this] { return QFile::exists(profile() + u"/control.sock"_s); },
                            PatienceMs));
    QCOMPARE(runVos({u"--profile"_s, profile(), u"stop"_s}).status, 0);
    QVERIFY(waitUntil([&] { return vosd.state() == QProcess::NotRunning; }));
    QCOMPARE(vosd.readAllStandardOutput(), QByteArray());
}

VOS_TEST_CORE(StartStory)
#include "sys_start.moc"
