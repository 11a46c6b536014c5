#include "app/control/params.h"

#include "p2p/qt/address.h"

#include "tests/support/testprogram.h"

#include <QJsonArray>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace vos;
using namespace vos::control;

class ParamsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsEachKind();
    void absentOptionsAreAbsent();
    void namesWhatIsWrong_data();
    void pagesAreCut();
    void namesWhatIsWrong();
    void namesUnknownParameter();
    void firstFaultStays();
    void badAddressNamesCharacter();
    void bodyHasALimit();
    void dataHasALimit();
};

namespace {

QString validAddress()
{
    NodeId id;
    id.bytes.fill(std::byte{7});
    return addressOf(id);
}

}  // namespace

void ParamsTest::readsEachKind()
{
    Params params({{u"text"_s, u"x"_s},
                   {u"flag"_s, true},
                   {u"number"_s, 5},
                   {u"node"_s, validAddress()},
                   {u"place"_s, u"vos:%1?at=127.0.0.1:4000"_s.arg(validAddress())},
                   {u"message"_s, u"0a"_s.repeated(16)},
                   {u"data"_s, u"AAEC"_s},
                   {u"seconds"_s, 60},
                   {u"size"_s, u"50M"_s},
                   {u"bytes"_s, 123'456},
                   {u"list"_s, QJsonArray{u"a"_s, u"b"_s}}});
    QCOMPARE(params.text("text"_L1), u"x"_s);
    QCOMPARE(params.optionalFlag("flag"_L1), std::optional(true));
    QCOMPARE(params.optionalNumber("number"_L1, 1, 5), std::optional<qint64>(5));
    QCOMPARE(addressOf(params.node("node"_L1)), validAddress());
    QVERIFY(params.place("place"_L1).startsWith("vos:"_L1));
    QVERIFY(params.message("message"_L1).bytes[3] == std::byte{10});
    QVERIFY(params.data("data"_L1) == (Bytes{std::byte{0}, std::byte{1}, std::byte{2}}));
    QVERIFY(params.expiry("seconds"_L1) == std::optional(60s));
    QCOMPARE(params.optionalSize("size"_L1), std::optional<quint64>(50u << 20));
    QCOMPARE(params.optionalSize("bytes"_L1), std::optional<quint64>(123'456));
    QCOMPARE(params.optionalTexts("list"_L1), std::optional(QStringList{u"a"_s, u"b"_s}));
    QVERIFY(!params.fault());
}

void ParamsTest::absentOptionsAreAbsent()
{
    Params params{QJsonObject()};
    QVERIFY(!params.optionalText("a"_L1));
    QVERIFY(!params.optionalFlag("b"_L1));
    QVERIFY(!params.optionalNumber("c"_L1, 0, 1));
    QVERIFY(!params.optionalTexts("d"_L1));
    QVERIFY(!params.optionalSize("h"_L1));
    QVERIFY(!params.optionalNode("e"_L1));
    QVERIFY(!params.optionalMessage("f"_L1));
    QVERIFY(!params.expiry("g"_L1));
    QVERIFY(!params.fault());
}

void ParamsTest::namesWhatIsWrong_data()
{
    using Read = std::function<void(Params&)>;
    QTest::addColumn<QJsonValue>("value");
    QTest::addColumn<Read>("read");
    QTest::addColumn<QString>("message");
    const auto row = [](const char* name, const QJsonValue& value, const Read& read,
                        const QString& what) {
        QTest::newRow(name) << value << read << u"parameter \"p\" "_s + what;
    };
    const QJsonValue absent(QJsonValue::Undefined);
    const Read text = [](Params& p) { p.text("p"_L1); };
    const Read number = [](Params& p) { p.optionalNumber("p"_L1, 1, 1000); };
    const Read size = [](Params& p) { p.optionalSize("p"_L1); };
    const Read word = [](Params& p) { p.optionalWord("p"_L1, {u"mine"_s, u"theirs"_s}); };
    const Read flag = [](Params& p) { p.optionalFlag("p"_L1); };
    const Read texts = [](Params& p) { p.optionalTexts("p"_L1); };
    const Read message = [](Params& p) { p.message("p"_L1); };
    const Read body = [](Params& p) { p.body("p"_L1); };
    const Read data = [](Params& p) { p.data("p"_L1); };
    const Read expiry = [](Params& p) { p.expiry("p"_L1); };
    row("text absent", absent, text, u"is missing"_s);
    row("text null", QJsonValue::Null, text, u"must be a string"_s);
    row("text number", 5, text, u"must be a string"_s);
    for (const auto& [name, value] : std::initializer_list<std::pair<const char*, QJsonValue>>{
             {"zero", 0}, {"1001", 1001}, {"half", 1.5}, {"number text", u"5"_s}, {"huge", 1e300},
             {"number null", QJsonValue::Null}})
        row(name, value, number, u"must be a whole number from 1 to 1000"_s);
    for (const auto& [name, value] : std::initializer_list<std::pair<const char*, QJsonValue>>{
             {"size below zero", -1}, {"half a byte", 0.5}, {"size true", true}, {"size null", {}}})
        row(name, value, size, u"must be a whole number from 0 to 9007199254740992"_s);
    row("no such word", u"ours"_s, word, u"must be one of: mine, theirs"_s);
    row("size word", u"much"_s, size,
        u"must be a size such as 64M or 2G, at most 1024G, not \"much\""_s);
    row("flag text", u"true"_s, flag, u"must be true or false"_s);
    row("list text", u"a"_s, texts, u"must be a list of strings"_s);
    row("list of numbers", QJsonArray{1}, texts, u"must be a list of strings"_s);
    row("short id", u"0a0b"_s, message, u"must be the id of a message: 32 hexadecimal digits"_s);
    row("empty body", u""_s, body, u"must not be empty"_s);
    row("no base64", u"A*=="_s, data, u"must be base64"_s);
    row("cut base64", u"AAEAA"_s, data,
        u"must be base64"_s);
    row("bits left over", u"AAF="_s, data, u"must be base64"_s);
    row("expires at once", 0, expiry, u"must be a whole number from 1 to 2592000"_s);
    row("expires in 31 days", 31 * 86400, expiry, u"must be a whole number from 1 to 2592000"_s);
}

void ParamsTest::pagesAreCut()
{
    const auto sizeOf = [](const QJsonValue& value) {
        Params params(QJsonObject{{u"limit"_s, value}});
        const auto size = params.pageSize("limit"_L1, 100);
        return params.fault() ? -1 : size.value_or(0);
    };
    QCOMPARE(sizeOf(1), 1);
    QCOMPARE(sizeOf(100), 100);
    QCOMPARE(sizeOf(1'000'000), 100);
    for (const QJsonValue& wrong : {QJsonValue(0), QJsonValue(-1), QJsonValue(u"5"_s)})
        QCOMPARE(sizeOf(wrong), -1);
    Params none{QJsonObject()};
    QVERIFY(!none.pageSize("limit"_L1, 100));
}

void ParamsTest::namesWhatIsWrong()
{
    QFETCH(QJsonValue, value);
    QFETCH(std::function<void(Params&)>, read);
    QFETCH(QString, message);
    QJsonObject object;
    if (!value.isUndefined())
        object[u"p"_s] = value;
    Params params(object);
    read(params);
    QVERIFY(params.fault());
    QCOMPARE(params.fault()->code, InvalidParams);
    QCOMPARE(params.fault()->reason, u"invalid-params"_s);
    QCOMPARE(params.fault()->message, message);
}

void ParamsTest::namesUnknownParameter()
{
    Params params({{u"to"_s, u"x"_s}, {u"quee"_s, false}});
    params.text("to"_L1);
    params.optionalFlag("queue"_L1);
    QVERIFY(params.fault());
    QCOMPARE(params.fault()->code, InvalidParams);
    QCOMPARE(params.fault()->message, u"unknown parameter \"quee\" (there are: to, queue)"_s);
}

void ParamsTest::firstFaultStays()
{
    Params params({{u"a"_s, 1}, {u"b"_s, 2}});
    params.text("a"_L1);
    params.text("b"_L1);
    QVERIFY(params.fault()->message.contains("\"a\""_L1));
}

void ParamsTest::badAddressNamesCharacter()
{
    QString address = validAddress();
    address[10] = u'b';  // no bech32 character
    Params params({{u"to"_s, address}});
    params.node("to"_L1);
    QVERIFY(params.fault());
    QCOMPARE(params.fault()->code, -32002);
    QCOMPARE(params.fault()->reason, u"invalid-address"_s);
    QVERIFY2(params.fault()->message.contains("11"_L1), qPrintable(params.fault()->message));
    QVERIFY2(params.fault()->message.contains(u'b'), qPrintable(params.fault()->message));
}

void ParamsTest::bodyHasALimit()
{
    Params fits({{u"text"_s, QString(60'000, u'x')}});
    fits.body("text"_L1);
    QVERIFY(!fits.fault());
    Params large({{u"text"_s, QString(20'001, u'中')}});
    large.body("text"_L1);
    QVERIFY(large.fault());
    QCOMPARE(large.fault()->code, -32004);
    QCOMPARE(large.fault()->reason, u"too-large"_s);
}

void ParamsTest::dataHasALimit()
{
    const auto encoded = [](qsizetype size) {
        return QString::fromLatin1(QByteArray(size, 'x').toBase64());
    };
    Params fits({{u"data"_s, encoded(60'000)}});
    QCOMPARE(fits.data("data"_L1).size(), std::size_t{60'000});
    QVERIFY(!fits.fault());
    Params large({{u"data"_s, encoded(60'001)}});
    large.data("data"_L1);
    QCOMPARE(large.fault()->code, -32004);
    Params empty({{u"data"_s, u""_s}});
    QVERIFY(empty.data("data"_L1).empty());
    QVERIFY(!empty.fault());
}

VOS_TEST(ParamsTest)
#include "tst_params.moc"
