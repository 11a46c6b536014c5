#include "app/control/protocol.h"

#include "app/control/json.h"
#include "tests/support/testprogram.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace vos::control;

class ProtocolTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsRequest();
    void echoesAnyId_data();
    void echoesAnyId();
    void tellsNotificationFromNullId();
    void refuses_data();
    void refuses();
    void keepsIdOfBadRequest();
    void encodesOneLine();
    void faultCarriesReason();
    void clientReadsWhatNodeWrites();
    void clientPassesOverNonsense();
};

namespace {

QJsonObject objectOf(const QByteArray& line)
{
    return QJsonDocument::fromJson(line).object();
}

}  // namespace

void ProtocolTest::readsRequest()
{
    const auto request = parseRequest(
        R"({"jsonrpc":"2.0","id":7,"method":"message.send","params":{"to":"a","text":"é 你好 😀"}})");
    QVERIFY(request);
    QCOMPARE(request->id, QJsonValue(7));
    QCOMPARE(request->method, u"message.send"_s);
    QCOMPARE(request->params["text"_L1].toString(), u"é 你好 😀"_s);
    QVERIFY(parseRequest(R"( {"jsonrpc":"2.0","id":1,"method":"x"} )")->params.isEmpty());
    // U+FEFF at the start of a text is part of it, here and on the way back.
    const QString marked = QChar(0xfeff) + u"x"_s;
    const auto kept = parseRequest(QByteArray(
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\",\"params\":{\"a\":\"\xef\xbb\xbfx\"}}"));
    QVERIFY(kept);
    QCOMPARE(kept->params["a"_L1].toString(), marked);
    vos::Message message;
    message.text = marked.toStdString();
    QCOMPARE(toJson(message)["text"_L1].toString(), marked);
}

void ProtocolTest::echoesAnyId_data()
{
    QTest::addColumn<QByteArray>("id");
    for (const char* id : {"1", "-1.5", "9007199254740993", "\"a\\u0000b\"", "null", "true",
                           "[1,{}]", "{\"a\":[null]}"})
        QTest::newRow(id) << QByteArray(id);
}

void ProtocolTest::echoesAnyId()
{
    QFETCH(QByteArray, id);
    const QByteArray sent = "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"id\":" + id + "}";
    const auto request = parseRequest(sent);
    QVERIFY(request);
    const QByteArray answer = "{\"id\":" + id + ",\"jsonrpc\":\"2.0\",\"result\":{}}\n";
    QCOMPARE(encodeResult(request->id, QJsonObject()), answer);
}

void ProtocolTest::tellsNotificationFromNullId()
{
    QVERIFY(parseRequest(R"({"jsonrpc":"2.0","method":"m"})")->id.isUndefined());
    QVERIFY(parseRequest(R"({"jsonrpc":"2.0","method":"m","id":null})")->id.isNull());
}

void ProtocolTest::refuses_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<int>("code");
    const auto row = [](const char* name, const QByteArray& line, int code) {
        QTest::newRow(name) << line << code;
    };
    row("words", "hello", ParseError);
    row("cut off", R"({"jsonrpc":"2.0")", ParseError);
    row("trailing", R"({"jsonrpc":"2.0","method":"m"} x)", ParseError);
    row("two values", R"({"jsonrpc":"2.0","method":"m"},{"jsonrpc":"2.0","method":"m"})",
        ParseError);
    row("closes our list", "1],[2", ParseError);
    row("not UTF-8", "{\"jsonrpc\":\"2.0\",\"method\":\"\xff\xfe\"}", ParseError);
    row("UTF-8 surrogate", "{\"jsonrpc\":\"2.0\",\"method\":\"\xed\xa0\x80\"}", ParseError);
    row("too deep", QByteArray(100'000, '['), ParseError);
    row("spaces", "   ", ParseError);
    row("number", "5", InvalidRequest);
    row("text", "\"node.info\"", InvalidRequest);
    row("batch", R"([{"jsonrpc":"2.0","id":1,"method":"m"}])", InvalidRequest);
    row("empty batch", "[]", InvalidRequest);
    row("no version", R"({"id":1,"method":"m"})", InvalidRequest);
    row("old version", R"({"jsonrpc":"1.0","id":1,"method":"m"})", InvalidRequest);
    row("version number", R"({"jsonrpc":2.0,"id":1,"method":"m"})", InvalidRequest);
    row("no method", R"({"jsonrpc":"2.0","id":1})", InvalidRequest);
    row("empty method", R"({"jsonrpc":"2.0","id":1,"method":""})", InvalidRequest);
    row("method number", R"({"jsonrpc":"2.0","id":1,"method":5})", InvalidRequest);
    row("list of params", R"({"jsonrpc":"2.0","id":1,"method":"m","params":[1]})", InvalidParams);
    row("params null", R"({"jsonrpc":"2.0","id":1,"method":"m","params":null})", InvalidParams);
}

void ProtocolTest::refuses()
{
    QFETCH(QByteArray, line);
    QFETCH(int, code);
    const auto request = parseRequest(line);
    QVERIFY(!request);
    QCOMPARE(request.error().fault.code, code);
    QVERIFY(!request.error().fault.message.isEmpty());
    QVERIFY(!request.error().fault.reason.isEmpty());
}

void ProtocolTest::keepsIdOfBadRequest()
{
    QCOMPARE(parseRequest(R"({"jsonrpc":"2.0","id":"q","method":5})").error().id,
             QJsonValue(u"q"_s));
    QVERIFY(parseRequest("nonsense").error().id.isNull());
    QVERIFY(parseRequest(R"({"jsonrpc":"2.0","method":5})").error().id.isNull());
}

void ProtocolTest::encodesOneLine()
{
    const QByteArray line = encodeEvent(u"message.received"_s, {{u"text"_s, u"a\nb\r\u2028"_s}});
    QCOMPARE(line.count('\n'), 1);
    QVERIFY(line.endsWith('\n'));
    QCOMPARE(objectOf(line)["params"_L1]["text"_L1].toString(), u"a\nb\r\u2028"_s);
}

void ProtocolTest::faultCarriesReason()
{
    const QByteArray line =
        encodeFault(3, faultOf({vos::ErrorCode::NotAContact, "Alice is no contact of yours"}));
    const QJsonObject error = objectOf(line)["error"_L1].toObject();
    QCOMPARE(error["code"_L1].toInt(), -32003);
    QCOMPARE(error["message"_L1].toString(), u"Alice is no contact of yours"_s);
    QCOMPARE(error["data"_L1]["reason"_L1].toString(), u"not-a-contact"_s);
}

void ProtocolTest::clientReadsWhatNodeWrites()
{
    const auto result = parseIncoming(encodeResult(4, QJsonObject{{u"known"_s, 2}}).trimmed());
    QVERIFY(result && !result->fault);
    QCOMPARE(result->id, QJsonValue(4));
    QCOMPARE(result->result["known"_L1].toInt(), 2);
    const Fault fault{-32005, u"not-found"_s, u"no such message"_s};
    const auto failed = parseIncoming(encodeFault(5, fault).trimmed());
    QVERIFY(failed && failed->fault);
    QCOMPARE(*failed->fault, fault);
    const auto event =
        parseIncoming(encodeEvent(u"peer.online"_s, {{u"address"_s, u"a"_s}}).trimmed());
    QVERIFY(event && event->id.isUndefined());
    QCOMPARE(event->event, u"peer.online"_s);
    QCOMPARE(event->params["address"_L1].toString(), u"a"_s);
}

void ProtocolTest::clientPassesOverNonsense()
{
    for (const char* line : {"", "x", "5", "[]", "{}", R"({"id":1})", R"({"result":1})"})
        QVERIFY2(!parseIncoming(line), line);
}

VOS_TEST(ProtocolTest)
#include "tst_protocol.moc"
