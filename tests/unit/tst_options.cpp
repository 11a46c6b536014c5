#include "app/common/logging.h"
#include "app/common/options.h"

#include "p2p/qt/address.h"

#include "tests/support/testprogram.h"

#include <QDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace vos;
using namespace vos::common;

class OptionsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void defaults();
    void allOptions();
    void equalsSign();
    void ownOptions();
    void operand();
    void noControl();
    void badLineEndsWithTwo_data();
    void badLineEndsWithTwo();
    void badValueEndsWithOne_data();
    void badValueEndsWithOne();
    void badLinkNamesCharacter();
    void sizes_data();
    void sizes();
    void helpAndVersion();
    void logShortensAddresses();
};

namespace {

const Program Vosd{u"vosd"_s, u"A node."_s, {}};

QString someAddress()
{
    NodeId id;
    id.bytes.fill(std::byte{7});
    return addressOf(id);
}

std::variant<Options, EarlyExit> parse(const QStringList& arguments, const Program& program = Vosd)
{
    return parseOptions(program, QStringList{u"/usr/bin/vosd"_s} + arguments);
}

}  // namespace

void OptionsTest::defaults()
{
    const auto parsed = parse({});
    QVERIFY(std::holds_alternative<Options>(parsed));
    const Options options = std::get<Options>(parsed);
    QCOMPARE(options.node.profile, defaultProfile());
    QVERIFY(options.node.listen.isEmpty());
    QVERIFY(options.control && options.controlPath.isEmpty() && !options.stdio);
    QVERIFY(!options.node.acceptFriendVos);
    QVERIFY(!options.node.quotaBytes);
    QVERIFY(options.node.lan && options.node.portMapping && options.node.relay);
}

void OptionsTest::allOptions()
{
    const QString link = u"vos:%1?at=192.0.2.1:4000&name=Bob"_s.arg(someAddress());
    const auto parsed = parse({u"--profile"_s,
                               u"/tmp/p/../q"_s,
                               u"--name"_s,
                               u"Alice"_s,
                               u"--listen"_s,
                               u"127.0.0.1:0"_s,
                               u"--listen"_s,
                               u"[::1]:4000"_s,
                               u"--join"_s,
                               link,
                               u"--join"_s,
                               u"vos.example.org:4000"_s,
                               u"--join"_s,
                               u"vos1.example.org:4000"_s,
                               u"--control"_s,
                               u"/tmp/c.sock"_s,
                               u"--stdio"_s,
                               u"--accept-friend-vos"_s,
                               u"contacts"_s,
                               u"--passphrase-fd"_s,
                               u"3"_s,
                               u"--quota"_s,
                               u"1G"_s,
                               u"--no-lan"_s,
                               u"--no-port-mapping"_s,
                               u"--no-relay"_s,
                               u"--log"_s,
                               u"debug"_s});
    QVERIFY(std::holds_alternative<Options>(parsed));
    const Options options = std::get<Options>(parsed);
    QCOMPARE(options.node.profile, u"/tmp/q"_s);
    QCOMPARE(options.node.name, u"Alice"_s);
    QCOMPARE(options.node.listen, (QStringList{u"127.0.0.1:0"_s, u"[::1]:4000"_s}));
    QCOMPARE(options.node.join,
             (QStringList{link, u"vos.example.org:4000"_s, u"vos1.example.org:4000"_s}));
    QCOMPARE(options.controlPath, u"/tmp/c.sock"_s);
    QVERIFY(options.stdio && options.control);
    QVERIFY(options.node.acceptFriendVos == FriendPolicy::Contacts);
    QCOMPARE(options.passphraseFd, std::optional(3));
    QCOMPARE(options.node.quotaBytes.value_or(0), 1ull << 30);
    QVERIFY(!options.node.lan && !options.node.portMapping && !options.node.relay);
    QVERIFY(options.logLevel == LogLine::Level::Debug);
}

void OptionsTest::equalsSign()
{
    const auto parsed = parse({u"--name=a=b"_s, u"--name="_s, u"--profile=rel"_s});
    QVERIFY(std::holds_alternative<Options>(parsed));
    QCOMPARE(std::get<Options>(parsed).node.name, QString());
    QCOMPARE(std::get<Options>(parsed).node.profile, QDir().absoluteFilePath(u"rel"_s));
}

void OptionsTest::ownOptions()
{
    const Program messenger{
        u"vos-messenger"_s,
        u"A window."_s,
        {{u"gallery"_s, {}, u"pictures"_s}, {u"theme"_s, u"NAME"_s, u"light or dark"_s}}};
    const auto parsed = parse({u"--gallery"_s, u"--theme"_s, u"dark"_s, u"--stdio"_s}, messenger);
    QVERIFY(std::holds_alternative<Options>(parsed));
    QCOMPARE(std::get<Options>(parsed).own,
             (QMap<QString, QString>{{u"gallery"_s, {}}, {u"theme"_s, u"dark"_s}}));
    QCOMPARE(std::get<EarlyExit>(parse({u"--gallery"_s})).status, ExitBadCommandLine);
}

void OptionsTest::operand()
{
    const Program window{u"vos-messenger"_s, u"A window."_s, {}, u"LINK"_s, u"a link"_s};
    const auto parsed = parse({u"--no-lan"_s, u"vos:x"_s, u"--no-relay"_s}, window);
    QVERIFY(std::holds_alternative<Options>(parsed));
    QCOMPARE(std::get<Options>(parsed).operand, u"vos:x"_s);
    QVERIFY(!std::get<Options>(parsed).node.relay);
    // One, and none that looks like an option.
    for (const QStringList& bad : {QStringList{u"vos:x"_s, u"vos:y"_s}, QStringList{u"-x"_s}}) {
        const auto refused = parse(bad, window);
        QVERIFY(std::holds_alternative<EarlyExit>(refused));
        QCOMPARE(std::get<EarlyExit>(refused).status, 2);
    }
    const auto help = std::get<EarlyExit>(parse({u"--help"_s}, window));
    QVERIFY(help.text.startsWith(u"Usage: vos-messenger [OPTION…] [LINK]\n"_s));
}

void OptionsTest::noControl()
{
    const auto parsed = parse({u"--control"_s, u"none"_s});
    QVERIFY(!std::get<Options>(parsed).control);
}

void OptionsTest::badLineEndsWithTwo_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("named");
    QTest::newRow("unknown") << QStringList{u"--nonsense"_s} << u"--nonsense"_s;
    QTest::newRow("unknown with value") << QStringList{u"--nonsense=5"_s} << u"--nonsense"_s;
    QTest::newRow("short") << QStringList{u"-v"_s} << u"\"-v\""_s;
    QTest::newRow("word") << QStringList{u"word"_s} << u"\"word\""_s;
    QTest::newRow("dashes") << QStringList{u"--"_s} << u"\"--\""_s;
    QTest::newRow("no value") << QStringList{u"--profile"_s} << u"--profile"_s;
    QTest::newRow("flag with value") << QStringList{u"--stdio=yes"_s} << u"--stdio"_s;
}

void OptionsTest::badLineEndsWithTwo()
{
    QFETCH(QStringList, arguments);
    QFETCH(QString, named);
    const auto parsed = parse(arguments);
    QVERIFY(std::holds_alternative<EarlyExit>(parsed));
    const EarlyExit exit = std::get<EarlyExit>(parsed);
    QCOMPARE(exit.status, ExitBadCommandLine);
    QVERIFY2(exit.text.startsWith("vosd: "_L1) && exit.text.contains(named), qPrintable(exit.text));
    QCOMPARE(exit.text.count(u'\n'), 1);
}

void OptionsTest::badValueEndsWithOne_data()
{
    QTest::addColumn<QString>("option");
    QTest::addColumn<QString>("value");
    int row = 0;
    const auto add = [&row](const char* option, const char* value) {
        QTest::addRow("%d %s %s", ++row, option, value)
            << QString::fromLatin1(option) << QString::fromUtf8(value);
    };
    for (const char* value :
         {"", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1", "127.0.0.1:+1", ":4000",
          "::1:4000", "[::1]", "[::1:4000", "[127.0.0.1]:4000", "a b:4000", "127.0.0.1:4000:4000",
          "127.0.0.1:4 0", "host_x:1"})
        add("listen", value);
    for (const char* value : {"", "127.0.0.1:0", "host", "vos:nonsense", "vos1qqqq"})
        add("join", value);
    for (const char* value : {"", "-1", "x", "65536", "1.5"})
        add("passphrase-fd", value);
    for (const char* value : {"", "M", "-1", "1.5M", "256MB", "2000G", "99999999999999999999"})
        add("quota", value);
    for (const char* value : {"", "INFO", "verbose"})
        add("log", value);
    for (const char* value : {"", "yes", "ALL"})
        add("accept-friend-vos", value);
    add("profile", "");
    add("control", "");
}

void OptionsTest::badValueEndsWithOne()
{
    QFETCH(QString, option);
    QFETCH(QString, value);
    const auto parsed = parse({u"--"_s + option, value});
    QVERIFY(std::holds_alternative<EarlyExit>(parsed));
    const EarlyExit exit = std::get<EarlyExit>(parsed);
    QCOMPARE(exit.status, ExitCannotStart);
    QVERIFY2(exit.text.startsWith(u"vosd: option --%1 "_s.arg(option)), qPrintable(exit.text));
}

void OptionsTest::badLinkNamesCharacter()
{
    QString address = someAddress();
    address[20] = u'1';
    const EarlyExit exit = std::get<EarlyExit>(parse({u"--join"_s, address}));
    QCOMPARE(exit.status, ExitCannotStart);
    QVERIFY2(exit.text.contains("21"_L1), qPrintable(exit.text));
}

void OptionsTest::sizes_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<quint64>("bytes");
    QTest::newRow("0") << u"0"_s << quint64(0);
    QTest::newRow("1000") << u"1000"_s << quint64(1000);
    QTest::newRow("5k") << u"5k"_s << quint64(5120);
    QTest::newRow("256M") << u"256M"_s << quint64(268435456);
    QTest::newRow("1024G") << u"1024G"_s << (quint64(1024) << 30);
}

void OptionsTest::sizes()
{
    QFETCH(QString, text);
    QFETCH(quint64, bytes);
    QCOMPARE(std::get<Options>(parse({u"--quota"_s, text})).node.quotaBytes.value_or(0), bytes);
}

void OptionsTest::helpAndVersion()
{
    const EarlyExit version = std::get<EarlyExit>(parse({u"--version"_s}));
    QCOMPARE(version.status, ExitClean);
    QVERIFY(version.text.startsWith("vosd "_L1));
    const EarlyExit help = std::get<EarlyExit>(parse({u"--help"_s, u"--nonsense"_s}));
    QCOMPARE(help.status, ExitClean);
    for (const char* option :
         {"--profile DIR", "--name NAME", "--listen HOST:PORT", "--join LINK|HOST:PORT",
          "--control PATH|none", "--stdio", "--accept-friend-vos", "--passphrase-fd N",
          "--quota SIZE", "--no-lan", "--no-port-mapping", "--no-relay", "--log LEVEL", "--version",
          "--help"})
        QVERIFY2(help.text.contains(QLatin1String(option)), option);
}

void OptionsTest::logShortensAddresses()
{
    const QString address = someAddress();
    const QString text = shortened(u"session with %1 (%1) opened"_s.arg(address));
    QCOMPARE(text, u"session with %1…%2 (%1…%2) opened"_s.arg(address.left(12), address.right(4)));
}

VOS_TEST(OptionsTest)
#include "tst_options.moc"
