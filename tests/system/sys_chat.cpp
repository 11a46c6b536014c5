// Two nodes on one machine become friends and talk.

#include "tests/support/testprogram.h"
#include "tests/system/stories.h"

#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace vos::test;

class ChatStory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void bothAreOnlineToEachOther();
    void textsGoBothWays();
    void bothSeeTheSameOrder();
    void longTextArrivesWhole();
    void replyNamesItsMessage();
    void dataForPrograms();
    void readReceiptsOnAndOff();
    void search();
    void verification();
    void traffic();
    void cleanEnd();

private:
    QTemporaryDir m_folder;
    RunningNode m_alice{
        {.profile = m_folder.filePath(u"alice"_s), .arguments = {u"--name"_s, u"Alice"_s}}};
    RunningNode m_bob{
        {.profile = m_folder.filePath(u"bob"_s), .arguments = {u"--name"_s, u"Bob"_s}}};
};

void ChatStory::initTestCase()
{
    QVERIFY(m_alice.start());
    QVERIFY(m_bob.start({u"--join"_s, m_alice.link()}));
    QVERIFY(befriend(m_bob, m_alice));
    const QJsonObject request = *m_alice.findEvent(u"contact.request"_s);
    QCOMPARE(request["name"_L1].toString(), u"Bob"_s);
}

void ChatStory::bothAreOnlineToEachOther()
{
    const QJsonObject answer = m_alice.ask(u"peer.is_online"_s, {{u"address"_s, m_bob.address()}});
    QCOMPARE(answer["online"_L1].toBool(), true);
    QCOMPARE(answer["path"_L1].toString(), u"direct"_s);
    QCOMPARE(answer["endpoint"_L1].toString(), u"127.0.0.1:%1"_s.arg(m_bob.port()));
    const auto contacts = m_bob.ask(u"contact.list"_s)["contacts"_L1].toArray();
    QCOMPARE(contacts.size(), 1);
    QCOMPARE(contacts[0]["name"_L1].toString(), u"Alice"_s);
    QCOMPARE(contacts[0]["online"_L1].toBool(), true);
}

void ChatStory::textsGoBothWays()
{
    const QStringList texts{u"hello"_s, u"你好，世界 😀"_s, u"two\nlines"_s, u"<b>not bold</b>"_s,
                            u" "_s};
    for (const QString& text : texts) {
        const QString id = sendText(m_alice, m_bob, text);
        QVERIFY(m_bob.waitForEvent(u"message.received"_s, {{u"id"_s, id}, {u"text"_s, text},
                                                           {u"peer"_s, m_alice.address()}}));
        QVERIFY(waitForState(m_alice, id, u"delivered"_s));
        const QString answer = sendText(m_bob, m_alice, u"re: "_s + text);
        QVERIFY(m_alice.waitForEvent(u"message.received"_s, {{u"id"_s, answer}}));
        QVERIFY(waitForState(m_bob, answer, u"delivered"_s));
    }
    QVERIFY(m_alice.ask(u"queue.list"_s)["messages"_L1].toArray().isEmpty());
}

void ChatStory::bothSeeTheSameOrder()
{
    // Both at once, without waiting for each other.
    for (int i = 0; i < 20; ++i) {
        m_alice.post(u"message.send"_s, {{u"to"_s, m_bob.address()}, {u"text"_s, u"a%1"_s.arg(i)}});
        m_bob.post(u"message.send"_s, {{u"to"_s, m_alice.address()}, {u"text"_s, u"b%1"_s.arg(i)}});
    }
    QVERIFY(m_bob.waitForEvent(u"message.received"_s, {{u"text"_s, u"a19"_s}}));
    QVERIFY(m_alice.waitForEvent(u"message.received"_s, {{u"text"_s, u"b19"_s}}));
    const auto ids = [](const QList<QJsonObject>& history) {
        QStringList list;
        for (const QJsonObject& message : history)
            list << message["id"_L1].toString();
        return list;
    };
    const QStringList atAlice = ids(historyWith(m_alice, m_bob.address()));
    QCOMPARE(atAlice.size(), 50);
    QCOMPARE(ids(historyWith(m_bob, m_alice.address())), atAlice);
}

void ChatStory::longTextArrivesWhole()
{
    QString text;
    while (text.size() < 20'000)
        text += u"第%1行 "_s.arg(text.size());
    while (text.toUtf8().size() > 60'000)
        text.chop(1);
    const QString id = sendText(m_alice, m_bob, text);
    QVERIFY(waitForState(m_alice, id, u"delivered"_s));
    QVERIFY(m_bob.waitForEvent(u"message.received"_s, {{u"id"_s, id}, {u"text"_s, text}}));
    QCOMPARE(m_alice.errorOf(u"message.send"_s,
                             {{u"to"_s, m_bob.address()}, {u"text"_s, QString(60'001, u'x')}}),
             -32004);
}

void ChatStory::replyNamesItsMessage()
{
    const QString question = sendText(m_alice, m_bob, u"When?"_s);
    QVERIFY(m_bob.waitForEvent(u"message.received"_s, {{u"id"_s, question}}));
    const QString answer = sendText(m_bob, m_alice, u"At three."_s, {{u"reply_to"_s, question}});
    QVERIFY(m_alice.waitForEvent(u"message.received"_s,
                                 {{u"id"_s, answer}, {u"reply_to"_s, question}}));
}

void ChatStory::dataForPrograms()
{
    const QByteArray bytes = QByteArray::fromHex("00ff0a0d7b22").repeated(1000);
    const QString encoded = QString::fromLatin1(bytes.toBase64());
    const QString id =
        m_alice.ask(u"data.send"_s, {{u"to"_s, m_bob.address()}, {u"data"_s, encoded}})["id"_L1]
            .toString();
    QVERIFY(m_bob.waitForEvent(
        u"data.received"_s, {{u"id"_s, id}, {u"from"_s, m_alice.address()}, {u"data"_s, encoded}}));
    QVERIFY(m_alice.waitForEvent(u"data.state"_s, {{u"id"_s, id}, {u"state"_s, u"delivered"_s}}));
    QVERIFY(!m_bob.findEvent(u"message.received"_s, {{u"id"_s, id}}));
}

void ChatStory::readReceiptsOnAndOff()
{
    const QString first = sendText(m_alice, m_bob, u"seen?"_s);
    QVERIFY(m_bob.waitForEvent(u"message.received"_s, {{u"id"_s, first}}));
    m_bob.ask(u"message.read"_s, {{u"peer"_s, m_alice.address()}, {u"up_to"_s, first}});
    QVERIFY(waitForState(m_alice, first, u"read"_s));

    m_bob.ask(u"settings.set"_s, {{u"privacy.read_receipts"_s, false}});
    const QString second = sendText(m_alice, m_bob, u"and now?"_s);
    QVERIFY(m_bob.waitForEvent(u"message.received"_s, {{u"id"_s, second}}));
    m_bob.ask(u"message.read"_s, {{u"peer"_s, m_alice.address()}, {u"up_to"_s, second}});
    // What Bob sends next would come after the read mark, were there one.
    const QString after = sendText(m_bob, m_alice, u"after the mark"_s);
    QVERIFY(m_alice.waitForEvent(u"message.received"_s, {{u"id"_s, after}}));
    QVERIFY(waitForState(m_alice, second, u"delivered"_s));
    QVERIFY(!m_alice.findEvent(u"message.state"_s, {{u"id"_s, second}, {u"state"_s, u"read"_s}}));
    m_bob.ask(u"settings.set"_s, {{u"privacy.read_receipts"_s, true}});
}

void ChatStory::search()
{
    sendText(m_alice, m_bob, u"我们三点在图书馆见"_s);
    const auto found = [this](const QString& text) {
        return m_alice
            .ask(u"message.search"_s,
                 {{u"text"_s, text}, {u"peer"_s, m_bob.address()}})["messages"_L1]
            .toArray()
            .size();
    };
    QCOMPARE(found(u"图书"_s), 1);
    QCOMPARE(found(u"not bold"_s), 2);
    QCOMPARE(found(u"NOT BOLD"_s), 2);
    QCOMPARE(found(u"no such words anywhere"_s), 0);
    QCOMPARE(found(u"%"_s), 0);
}

void ChatStory::verification()
{
    const QString atAlice =
        m_alice.ask(u"contact.verify"_s, {{u"address"_s, m_bob.address()}})["safety_number"_L1]
            .toString();
    const QString atBob =
        m_bob.ask(u"contact.verify"_s, {{u"address"_s, m_alice.address()}})["safety_number"_L1]
            .toString();
    QCOMPARE(atAlice, atBob);
    QCOMPARE(QString(atAlice).remove(u' ').size(), 60);
    m_alice.ask(u"contact.verify"_s, {{u"address"_s, m_bob.address()}, {u"verified"_s, true}});
    QCOMPARE(m_alice.ask(u"contact.list"_s)["contacts"_L1][0]["verified"_L1].toBool(), true);
}

void ChatStory::traffic()
{
    const QJsonObject status = m_alice.ask(u"net.status"_s);
    QVERIFY(status["sent_bytes"_L1].toInteger() > 60'000);
    QVERIFY(status["received_bytes"_L1].toInteger() > 1000);
    const QJsonArray peers = status["peers"_L1].toArray();
    QCOMPARE(peers.size(), 1);
    QCOMPARE(peers[0]["address"_L1].toString(), m_bob.address());
    QCOMPARE(peers[0]["path"_L1].toString(), u"direct"_s);
    QVERIFY(peers[0]["rtt_ms"_L1].toDouble() > 0);
}

void ChatStory::cleanEnd()
{
    QVERIFY(m_bob.stop());
    QVERIFY(m_alice.waitForEvent(u"peer.offline"_s, {{u"address"_s, m_bob.address()}}));
    QVERIFY(m_alice.stop());
}

VOS_TEST_CORE(ChatStory)
#include "sys_chat.moc"
