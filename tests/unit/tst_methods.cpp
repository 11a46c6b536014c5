#include "app/control/json.h"
#include "app/control/methods.h"

#include "p2p/qt/address.h"
#include "tests/support/testprogram.h"
#include "tests/unit/controlfixture.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace vos;
using namespace vos::control;

// The table of methods over a real node that knows nobody.
class MethodsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void hasTheMethodsOfTheContract();
    void unknownMethods_data();
    void unknownMethods();
    void requiredParameters_data();
    void requiredParameters();
    void strangersParameterIsRefused_data();
    void strangersParameterIsRefused();
    void info();
    void renames();
    void settings();
    void emptyLists();
    void nodeErrors_data();
    void nodeErrors();
    void joinNeedsAPlaceOrALink();
    void retireNeedsOwnAddress();
    void isOnlineOfNobody();
    void passphraseAndLock();
    void lockNeedsAPassphrase();
    void stopsAfterItsAnswer();

private:
    /// The answer; a timeout is an answer nobody expects.
    Answered call(const QString& method, const QJsonObject& params = {});
    int codeOf(const QString& method, const QJsonObject& params = {});

    QTemporaryDir m_folder;
    std::unique_ptr<Node> m_node;
};

namespace {

QString stranger()
{
    // The base point of Ed25519: a valid key whose owner nobody knows.
    NodeId id;
    id.bytes.fill(std::byte{0x66});
    id.bytes[0] = std::byte{0x58};
    return addressOf(id);
}

const QString SomeId = u"0a"_s.repeated(16);

}  // namespace

void MethodsTest::initTestCase()
{
    NodeOptions options = test::optionsIn(m_folder);
    options.name = u"Alice"_s;
    m_node = std::make_unique<Node>(options);
    QSignalSpy ready(m_node.get(), &Node::ready);
    m_node->start();
    QVERIFY(ready.wait(10'000));
}

void MethodsTest::cleanupTestCase()
{
    m_node.reset();
}

Answered MethodsTest::call(const QString& method, const QJsonObject& params)
{
    std::optional<Answered> answered;
    int subscribed = 0;
    callMethod({1, method, params}, {*m_node, this, [&] { ++subscribed; },
                                     [&](const Answered& a) { answered = a; }});
    if (!QTest::qWaitFor([&] { return answered.has_value(); }, 10'000))
        return Unexpected{Fault{0, u"timeout"_s, u"no answer"_s}};
    return *answered;
}

int MethodsTest::codeOf(const QString& method, const QJsonObject& params)
{
    const auto answered = call(method, params);
    return answered ? 1 : answered.error().code;
}

void MethodsTest::hasTheMethodsOfTheContract()
{
    QCOMPARE(
        methodNames().join(u' '),
        u"contact.accept contact.add contact.block contact.decline contact.list contact.remove "
        "contact.verify data.send events.subscribe friend_vos.approve friend_vos.decline "
        "friend_vos.drill friend_vos.list friend_vos.request friend_vos.revoke friend_vos.verify "
        "map.find map.list message.delete message.edit message.gaps message.list message.react "
        "message.read message.search message.send message.steps net.status node.info node.join "
        "node.rename node.retire node.stop "
        "peer.is_online peer.trail profile.backup profile.restore queue.cancel queue.list "
        "queue.retry security.lock "
        "security.set_passphrase security.status security.unlock security.use_keychain "
        "settings.get settings.set"_s);
}

void MethodsTest::unknownMethods_data()
{
    QTest::addColumn<QString>("method");
    for (const char* method :
         {"", "node", "node.Info", "node.info ", "friend_vos", "file.send"})
        QTest::addRow("<%s>", method) << QString::fromLatin1(method);
}

void MethodsTest::unknownMethods()
{
    QFETCH(QString, method);
    const auto answered = call(method);
    QVERIFY(!answered);
    QCOMPARE(answered.error().code, MethodNotFound);
    QCOMPARE(answered.error().reason, u"unknown-method"_s);
    QVERIFY(answered.error().message.contains(method));
}

void MethodsTest::requiredParameters_data()
{
    QTest::addColumn<QString>("method");
    QTest::addColumn<QString>("parameter");
    const auto row = [](const char* method, const char* parameter) {
        QTest::newRow(method) << QString::fromLatin1(method) << QString::fromLatin1(parameter);
    };
    row("node.rename", "name");
    row("node.join", "at");
    row("node.retire", "confirm");
    row("map.find", "address");
    row("peer.is_online", "address");
    row("peer.trail", "address");
    row("data.send", "to");
    row("contact.add", "address");
    row("contact.accept", "address");
    row("contact.decline", "address");
    row("contact.block", "address");
    row("contact.remove", "address");
    row("contact.verify", "address");
    row("friend_vos.request", "address");
    row("friend_vos.approve", "address");
    row("friend_vos.decline", "address");
    row("friend_vos.revoke", "address");
    row("friend_vos.verify", "owner");
    row("message.steps", "id");
    row("message.gaps", "peer");
    row("message.send", "to");
    row("message.edit", "id");
    row("message.delete", "id");
    row("message.react", "id");
    row("message.list", "peer");
    row("message.search", "text");
    row("message.read", "peer");
    row("queue.cancel", "id");
    row("queue.retry", "id");
    row("security.set_passphrase", "new");
    row("security.unlock", "passphrase");
}

void MethodsTest::requiredParameters()
{
    QFETCH(QString, method);
    QFETCH(QString, parameter);
    const auto answered = call(method);
    QVERIFY(!answered);
    QCOMPARE(answered.error().code, InvalidParams);
    QCOMPARE(answered.error().message, u"parameter \"%1\" is missing"_s.arg(parameter));
}

void MethodsTest::strangersParameterIsRefused_data()
{
    QTest::addColumn<QString>("method");
    for (const char* method : {"node.info", "node.stop", "map.list", "contact.list", "queue.list",
                               "net.status", "events.subscribe", "settings.get",
                               "friend_vos.list", "friend_vos.drill"})
        QTest::newRow(method) << QString::fromLatin1(method);
}

void MethodsTest::strangersParameterIsRefused()
{
    QFETCH(QString, method);
    const auto answered = call(method, {{u"nonsense"_s, 1}});
    QVERIFY(!answered);
    QCOMPARE(answered.error().code, InvalidParams);
    QVERIFY(answered.error().message.contains("\"nonsense\""_L1));
}

void MethodsTest::info()
{
    const auto answered = call(u"node.info"_s);
    QVERIFY(answered);
    const QJsonObject info = answered->toObject();
    QCOMPARE(info["address"_L1].toString(), addressOf(m_node->identity().id));
    QVERIFY(info["link"_L1].toString().startsWith("vos:"_L1 + info["address"_L1].toString()));
    QCOMPARE(info["name"_L1].toString(), u"Alice"_s);
    QCOMPARE(info["listen"_L1].toArray().size(), 1);
    QVERIFY(info["listen"_L1][0].toString().startsWith("127.0.0.1:"_L1));
    const QJsonObject map = info["map"_L1].toObject();
    QCOMPARE(map["known"_L1].toInt(-1), 0);
    QCOMPARE(map["online"_L1].toInt(-1), 0);
    QCOMPARE(map["state"_L1].toString(), u"isolated"_s);
    QCOMPARE(map["network_size"_L1].toInt(), 1);
    QCOMPARE(map["links"_L1].toInt(-1), 0);
}

void MethodsTest::renames()
{
    QVERIFY(call(u"node.rename"_s, {{u"name"_s, u"爱丽丝"_s}}));
    QCOMPARE(call(u"node.info"_s)->toObject()["name"_L1].toString(), u"爱丽丝"_s);
    QCOMPARE(codeOf(u"node.rename"_s, {{u"name"_s, u"a\nb"_s}}), InvalidParams);
    QCOMPARE(codeOf(u"node.rename"_s, {{u"name"_s, QString(49, u'x')}}), InvalidParams);
    QCOMPARE(call(u"node.info"_s)->toObject()["name"_L1].toString(), u"爱丽丝"_s);
}

void MethodsTest::settings()
{
    const QString receipts = u"privacy.read_receipts"_s;
    const auto all = call(u"settings.get"_s);
    QVERIFY(all);
    for (const QString& key : {receipts, u"privacy.public_name"_s, u"privacy.public_friend_vos"_s,
                               u"privacy.contacts_only"_s, u"network.relay_for_others"_s})
        QVERIFY2(all->toObject()[key].isBool(), qPrintable(key));
    const bool before = all->toObject()[receipts].toBool();
    QCOMPARE(call(u"settings.set"_s, {{receipts, !before}})->toObject(),
             (QJsonObject{{receipts, !before}}));
    QCOMPARE(call(u"settings.get"_s, {{u"keys"_s, QJsonArray{receipts}}})->toObject(),
             (QJsonObject{{receipts, !before}}));
    QCOMPARE(codeOf(u"settings.get"_s, {{u"keys"_s, QJsonArray{u"no.such"_s}}}), InvalidParams);
    // One bad setting changes none.
    QCOMPARE(codeOf(u"settings.set"_s, {{receipts, before}, {u"no.such"_s, true}}), InvalidParams);
    QCOMPARE(codeOf(u"settings.set"_s, {{receipts, u"yes"_s}}), InvalidParams);
    QCOMPARE(call(u"settings.get"_s)->toObject()[receipts].toBool(), !before);
    QCOMPARE(call(u"settings.set"_s)->toObject(), QJsonObject());
}

void MethodsTest::emptyLists()
{
    QCOMPARE(call(u"map.list"_s)->toObject(),
             (QJsonObject{{u"total"_s, 0}, {u"records"_s, QJsonArray()}}));
    QCOMPARE(call(u"map.list"_s, {{u"offset"_s, 5}, {u"limit"_s, 1}, {u"online"_s, true}})
                 ->toObject()["total"_L1],
             QJsonValue(0));
    QCOMPARE(call(u"contact.list"_s)->toObject(), (QJsonObject{{u"contacts"_s, QJsonArray()}}));
    QCOMPARE(call(u"queue.list"_s)->toObject(), (QJsonObject{{u"messages"_s, QJsonArray()}}));
    QCOMPARE(call(u"message.list"_s, {{u"peer"_s, stranger()}})->toObject(),
             (QJsonObject{{u"messages"_s, QJsonArray()}}));
    QCOMPARE(call(u"message.search"_s, {{u"text"_s, u"x"_s}})->toObject(),
             (QJsonObject{{u"messages"_s, QJsonArray()}}));
    QCOMPARE(call(u"net.status"_s)->toObject()["peers"_L1].toArray(), QJsonArray());
    const QJsonObject agreements = call(u"friend_vos.list"_s)->toObject();
    QCOMPARE(agreements["mine"_L1].toArray(), QJsonArray());
    QCOMPARE(agreements["for_others"_L1].toArray(), QJsonArray());
    QVERIFY(agreements["mine"_L1].isArray() && agreements["for_others"_L1].isArray());
    QCOMPARE(call(u"message.steps"_s, {{u"id"_s, SomeId}})->toObject(),
             (QJsonObject{{u"steps"_s, QJsonArray()}}));
    QCOMPARE(call(u"message.gaps"_s, {{u"peer"_s, stranger()}})->toObject(),
             (QJsonObject{{u"missing"_s, QJsonArray()}}));
}

void MethodsTest::nodeErrors_data()
{
    QTest::addColumn<QString>("method");
    QTest::addColumn<QJsonObject>("params");
    QTest::addColumn<int>("code");
    const auto row = [](const char* method, const QJsonObject& params, ErrorCode code) {
        QTest::addRow("%s %d", method, int(code))
            << QString::fromLatin1(method) << params << int(code);
    };
    const QJsonObject address{{u"address"_s, stranger()}};
    const QJsonObject bad{{u"address"_s, u"vos1nonsense"_s}};
    row("message.send", {{u"to"_s, stranger()}, {u"text"_s, u"hello"_s}}, ErrorCode::NotAContact);
    row("data.send", {{u"to"_s, stranger()}, {u"data"_s, u"AAEC"_s}}, ErrorCode::NotAContact);
    row("message.send", {{u"to"_s, stranger()}, {u"text"_s, QString(60'001, u'x')}},
        ErrorCode::TooLarge);
    row("map.find", address, ErrorCode::UnknownAddress);
    row("map.find", bad, ErrorCode::InvalidAddress);
    row("contact.add", bad, ErrorCode::InvalidAddress);
    row("peer.is_online", bad, ErrorCode::InvalidAddress);
    row("message.list", {{u"peer"_s, u"vos:nonsense"_s}}, ErrorCode::InvalidAddress);
    row("contact.accept", address, ErrorCode::NotFound);
    row("contact.remove", address, ErrorCode::NotAContact);
    row("contact.verify", {{u"address"_s, stranger()}, {u"verified"_s, true}},
        ErrorCode::NotAContact);
    row("queue.cancel", {{u"id"_s, SomeId}}, ErrorCode::NotFound);
    row("queue.retry", {{u"id"_s, SomeId}}, ErrorCode::NotFound);
    row("message.read", {{u"peer"_s, stranger()}, {u"up_to"_s, SomeId}}, ErrorCode::NotFound);
    row("message.edit", {{u"id"_s, SomeId}, {u"text"_s, u"x"_s}}, ErrorCode::NotFound);
    row("message.delete", {{u"id"_s, SomeId}}, ErrorCode::NotFound);
    row("message.delete", {{u"id"_s, SomeId}, {u"for"_s, u"both"_s}}, ErrorCode::NotFound);
    row("message.delete", {{u"id"_s, SomeId}, {u"for"_s, u"all"_s}}, ErrorCode::InvalidParams);
    row("message.react", {{u"id"_s, SomeId}, {u"emoji"_s, QJsonArray{u"👍"_s}}},
        ErrorCode::NotFound);
    row("message.react", {{u"id"_s, SomeId}, {u"emoji"_s, 1}}, ErrorCode::InvalidParams);
    row("contact.add", {{u"address"_s, QString()}}, ErrorCode::InvalidAddress);
    row("friend_vos.request", bad, ErrorCode::InvalidAddress);
    row("friend_vos.request", {{u"address"_s, stranger()}, {u"quota"_s, 5e12}},
        ErrorCode::InvalidParams);
    row("friend_vos.request", {{u"address"_s, stranger()}, {u"message"_s, QString(513, u'x')}},
        ErrorCode::TooLarge);
    row("friend_vos.approve", {{u"address"_s, stranger()}, {u"quota"_s, 0}},
        ErrorCode::InvalidParams);
}

void MethodsTest::nodeErrors()
{
    QFETCH(QString, method);
    QFETCH(QJsonObject, params);
    QFETCH(int, code);
    const auto answered = call(method, params);
    QVERIFY(!answered);
    QCOMPARE(answered.error().code, code);
    QCOMPARE(answered.error().reason,
             QString::fromLatin1(reasonWord(static_cast<ErrorCode>(code))));
    QVERIFY(!answered.error().message.isEmpty());
}

void MethodsTest::joinNeedsAPlaceOrALink()
{
    for (const QString& at : {u"127.0.0.1:0"_s, u"127.0.0.1:99999"_s, u"192.0.2.7"_s}) {
        const auto answered = call(u"node.join"_s, {{u"at"_s, at}});
        QVERIFY(!answered);
        QCOMPARE(answered.error().code, int(ErrorCode::InvalidAddress));
        QVERIFY2(answered.error().message.contains(u"HOST:PORT"_s),
                 qPrintable(answered.error().message));
    }
    const auto mistyped = call(u"node.join"_s, {{u"at"_s, u"vos1b"_s}});
    QVERIFY(!mistyped && mistyped.error().message.startsWith(u"Character 5 (\"b\")"_s));
}

void MethodsTest::retireNeedsOwnAddress()
{
    QCOMPARE(codeOf(u"node.retire"_s, {{u"confirm"_s, stranger()}}), int(ErrorCode::NotAllowed));
    QVERIFY(call(u"node.info"_s));
}

void MethodsTest::isOnlineOfNobody()
{
    const auto answered = call(u"peer.is_online"_s, {{u"address"_s, stranger()}});
    QVERIFY(answered);
    QCOMPARE(answered->toObject(), (QJsonObject{{u"online"_s, false}, {u"path"_s, QJsonValue()}}));
}

void MethodsTest::lockNeedsAPassphrase()
{
    QCOMPARE(call(u"security.status"_s)->toObject(),
             (QJsonObject{{u"mode"_s, u"none"_s}, {u"locked"_s, false}}));
    QCOMPARE(codeOf(u"security.lock"_s), -32006);
    QCOMPARE(codeOf(u"security.unlock"_s, {{u"passphrase"_s, u"x"_s}}), -32006);
    QVERIFY(!m_node->isLocked());
    for (const QString& bad : {u"two\nlines"_s, u"x"_s.repeated(1025)})
        QCOMPARE(codeOf(u"security.set_passphrase"_s, {{u"new"_s, bad}}), InvalidParams);
}

void MethodsTest::passphraseAndLock()
{
    const auto status = [this] { return call(u"security.status"_s)->toObject(); };
    QVERIFY(call(u"security.set_passphrase"_s, {{u"new"_s, u"correct horse"_s}}));
    QCOMPARE(status()["mode"_L1].toString(), u"passphrase"_s);
    QCOMPARE(codeOf(u"security.set_passphrase"_s, {{u"new"_s, u"other"_s}}), -32006);
    QCOMPARE(codeOf(u"security.set_passphrase"_s, {{u"old"_s, u"wrong"_s}, {u"new"_s, QString()}}),
             -32006);
    QVERIFY(call(u"security.lock"_s));
    QVERIFY(status()["locked"_L1].toBool());
    // What reads or manages is refused, by its name alone where the parameters are wrong too.
    const QStringList open{u"data.send"_s,       u"events.subscribe"_s, u"message.send"_s,
                           u"net.status"_s,      u"node.info"_s,        u"node.join"_s,
                           u"node.stop"_s,       u"peer.is_online"_s,   u"security.lock"_s,
                           u"security.status"_s, u"security.unlock"_s};
    for (const QString& method : methodNames()) {
        if (!open.contains(method))
            QVERIFY2(codeOf(method) == -32006, qPrintable(method));
    }
    QVERIFY(call(u"node.info"_s));
    QCOMPARE(codeOf(u"message.send"_s), InvalidParams);
    QCOMPARE(codeOf(u"security.unlock"_s, {{u"passphrase"_s, u"wrong"_s}}), -32006);
    QVERIFY(status()["locked"_L1].toBool());
    QVERIFY(call(u"security.unlock"_s, {{u"passphrase"_s, u"correct horse"_s}}));
    QVERIFY(!status()["locked"_L1].toBool());
    QVERIFY(call(u"contact.list"_s));
    QVERIFY(call(u"security.set_passphrase"_s,
                 {{u"old"_s, u"correct horse"_s}, {u"new"_s, QString()}}));
    QCOMPARE(status()["mode"_L1].toString(), u"none"_s);
}

void MethodsTest::stopsAfterItsAnswer()
{
    QSignalSpy stopped(m_node.get(), &Node::stopped);
    QCOMPARE(call(u"node.stop"_s)->toObject(), QJsonObject());
    QVERIFY(stopped.size() == 1 || stopped.wait(10'000));
}

VOS_TEST_CORE(MethodsTest)
#include "tst_methods.moc"
