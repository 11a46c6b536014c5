#include "app/control/eventfeed.h"

#include "p2p/qt/address.h"
#include "tests/support/testprogram.h"
#include "tests/unit/controlfixture.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace vos;
using vos::control::EventFeed;

class EventFeedTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void ready();
    void onlyIncomingTextsAreReceived();
    void statesByKind();
    void dataComesAsBase64();
    void stepsAreTold();
    void contactRequest();
    void lockedHidesWords();
    void contactChangesOnce();
    void presenceFlips();
    void pathOnlyWhenItChanges();
    void friendVosOnlyOnAChangeOfState();
    void friendVosRequest();
    void nat();
    void logBelowTheLevel();

private:
    struct Setup {
        QTemporaryDir folder;
        Node node{test::optionsIn(folder)};
        EventFeed feed{node, LogLine::Level::Info};
        QStringList names;
        QList<QJsonObject> params;
    };
    /// Names of the events since the last call.
    QStringList take() { return std::exchange(m->names, {}); }

    std::unique_ptr<Setup> m;
    NodeId m_alice;
};

void EventFeedTest::init()
{
    m_alice.bytes.fill(std::byte{1});
    m = std::make_unique<Setup>();
    const auto note = [this](const QByteArray& line) {
        const QJsonObject event = QJsonDocument::fromJson(line).object();
        m->names << event["method"_L1].toString();
        m->params << event["params"_L1].toObject();
    };
    connect(&m->feed, &EventFeed::happened, this, note);
    connect(&m->feed, &EventFeed::dataHappened, this, note);
}

void EventFeedTest::cleanup()
{
    m.reset();
}

void EventFeedTest::ready()
{
    NodeReady ready;
    ready.address = u"vos1x"_s;
    ready.link = u"vos:vos1x"_s;
    ready.listen = {*Endpoint::parse("127.0.0.1:4000")};
    QCOMPARE(EventFeed::readyLine(ready),
             QByteArray(
                 "{\"jsonrpc\":\"2.0\",\"method\":\"node.ready\",\"params\":{\"address\":\"vos1x\","
                 "\"link\":\"vos:vos1x\",\"listen\":[\"127.0.0.1:4000\"]}}\n"));
}

void EventFeedTest::onlyIncomingTextsAreReceived()
{
    Message incoming;
    incoming.text = "hello";
    incoming.state = MessageState::Received;
    Message own = incoming;
    own.outgoing = true;
    Message data = incoming;
    data.kind = LetterKind::Data;
    Q_EMIT m->node.messagesAdded({own, incoming, data});
    QCOMPARE(take(), QStringList{u"message.received"_s});
    QCOMPARE(m->params.last()["text"_L1].toString(), u"hello"_s);
}

void EventFeedTest::statesByKind()
{
    MessageStateChange text;
    text.peer = m_alice;
    text.state = MessageState::Sent;
    MessageStateChange data = text;
    data.kind = LetterKind::Data;
    MessageStateChange request = text;
    request.kind = LetterKind::ContactRequest;
    Q_EMIT m->node.messageStatesChanged({text, data, request});
    QCOMPARE(take(), (QStringList{u"message.state"_s, u"data.state"_s}));
    QCOMPARE(m->params.last()["to"_L1].toString(), addressOf(m_alice));
}

void EventFeedTest::dataComesAsBase64()
{
    const std::vector<ReceivedData> data{{m_alice, {}, Bytes{std::byte{0}, std::byte{255}}}};
    Q_EMIT m->node.dataReceived(data);
    QCOMPARE(take(), QStringList());  // nobody listens: it stays with the node
    m->feed.join();
    QCoreApplication::processEvents();  // what the node kept was asked for
    Q_EMIT m->node.dataReceived(data);
    QCOMPARE(take(), QStringList{u"data.received"_s});
    QCOMPARE(m->params.last()["data"_L1].toString(), u"AP8="_s);
    QCOMPARE(m->params.last()["from"_L1].toString(), addressOf(m_alice));
}

void EventFeedTest::stepsAreTold()
{
    MessageId id;
    id.bytes[0] = std::byte{7};
    Q_EMIT m->node.messageStepsAdded({id});
    QCOMPARE(take(), QStringList{u"message.steps"_s});
    QCOMPARE(m->params.last()["id"_L1].toString().size(), 32);
}

void EventFeedTest::contactRequest()
{
    Contact contact;
    contact.id = m_alice;
    contact.state = ContactState::PendingIn;
    contact.name = "Alice";
    contact.requestNote = "from school";
    Q_EMIT m->node.contactsRequested({contact});
    QCOMPARE(take(), QStringList{u"contact.request"_s});
    QCOMPARE(m->params.last(), (QJsonObject{{u"address"_s, addressOf(m_alice)},
                                            {u"name"_s, u"Alice"_s},
                                            {u"note"_s, u"from school"_s}}));
}

void EventFeedTest::lockedHidesWords()
{
    Q_EMIT m->node.lockedChanged(true);
    Contact contact;
    contact.id = m_alice;
    contact.name = "Alice";
    contact.requestNote = "from school";
    Q_EMIT m->node.contactsRequested({contact});
    QCOMPARE(m->params.last(),
             (QJsonObject{{u"address"_s, addressOf(m_alice)}, {u"name"_s, u"Alice"_s}}));
    FriendOwner owner;
    owner.id = m_alice;
    owner.message = "I travel a lot";
    Q_EMIT m->node.friendVosRequested({owner});
    QVERIFY(!m->params.last().contains("message"_L1));
    Message incoming;
    incoming.text = "hello";
    incoming.state = MessageState::Received;
    Q_EMIT m->node.messagesAdded({incoming});
    QVERIFY(!m->params.last().contains("text"_L1));
    Q_EMIT m->node.lockedChanged(false);
    Q_EMIT m->node.contactsRequested({contact});
    QCOMPARE(m->params.last()["note"_L1].toString(), u"from school"_s);
}

void EventFeedTest::contactChangesOnce()
{
    Contact contact;
    contact.id = m_alice;
    contact.state = ContactState::PendingOut;
    Q_EMIT m->node.contactsChanged({contact});
    QCOMPARE(take(), QStringList{u"contact.changed"_s});
    QCOMPARE(m->params.last()["state"_L1].toString(), u"pending-out"_s);
    // Presence alone has events of its own.
    contact.online = true;
    contact.lastSeen = fromMillis(5);
    Q_EMIT m->node.contactsChanged({contact});
    QCOMPARE(take(), QStringList());
    contact.state = ContactState::Accepted;
    Q_EMIT m->node.contactsChanged({contact});
    contact.name = "Alice";
    Q_EMIT m->node.contactsChanged({contact});
    contact.state = ContactState::None;
    Q_EMIT m->node.contactsChanged({contact});
    QCOMPARE(take().size(), 3);
    QCOMPARE(m->params.last()["state"_L1].toString(), u"none"_s);
    // Asked once more, after it was removed.
    contact.state = ContactState::PendingOut;
    Q_EMIT m->node.contactsChanged({contact});
    QCOMPARE(take().size(), 1);
}

void EventFeedTest::presenceFlips()
{
    PeerPresence presence;
    presence.id = m_alice;
    Q_EMIT m->node.presenceChanged({presence});
    QCOMPARE(take(), QStringList());
    presence.online = true;
    Q_EMIT m->node.presenceChanged({presence});
    presence.rtt = 5ms;
    Q_EMIT m->node.presenceChanged({presence});
    QCOMPARE(take(), QStringList{u"peer.online"_s});
    presence.online = false;
    Q_EMIT m->node.presenceChanged({presence, presence});
    QCOMPARE(take(), QStringList{u"peer.offline"_s});
}

void EventFeedTest::pathOnlyWhenItChanges()
{
    PeerPresence presence;
    presence.id = m_alice;
    presence.online = true;
    presence.path = PathKind::Direct;
    presence.endpoint = Endpoint::parse("192.0.2.1:4000");
    Q_EMIT m->node.presenceChanged({presence});
    QCOMPARE(take(), (QStringList{u"peer.online"_s, u"peer.path"_s}));
    QCOMPARE(m->params.last()["endpoint"_L1].toString(), u"192.0.2.1:4000"_s);
    Q_EMIT m->node.presenceChanged({presence});
    QCOMPARE(take(), QStringList());
    presence.endpoint = Endpoint::parse("192.0.2.1:4001");
    Q_EMIT m->node.presenceChanged({presence});
    QCOMPARE(take(), QStringList{u"peer.path"_s});
}

void EventFeedTest::friendVosOnlyOnAChangeOfState()
{
    FriendVos mine;
    mine.id = m_alice;
    mine.state = AgreementState::Pending;
    Q_EMIT m->node.friendVosChanged({mine});
    QCOMPARE(take(), QStringList{u"friend_vos.changed"_s});
    QCOMPARE(m->params.last(), (QJsonObject{{u"address"_s, addressOf(m_alice)},
                                            {u"side"_s, u"mine"_s},
                                            {u"state"_s, u"pending"_s}}));
    mine.online = true;
    mine.usedBytes = 7;
    Q_EMIT m->node.friendVosChanged({mine});
    QCOMPARE(take(), QStringList());
    // The same node on the other side is another agreement.
    FriendOwner owner;
    owner.id = m_alice;
    owner.state = AgreementState::Active;
    Q_EMIT m->node.friendOwnersChanged({owner});
    owner.messages = 5;
    Q_EMIT m->node.friendOwnersChanged({owner});
    QCOMPARE(take(), QStringList{u"friend_vos.changed"_s});
    QCOMPARE(m->params.last()["side"_L1].toString(), u"for-others"_s);
    QCOMPARE(m->params.last()["state"_L1].toString(), u"active"_s);
    // Forgotten, and asked once more.
    mine.state = AgreementState::None;
    Q_EMIT m->node.friendVosChanged({mine});
    mine.state = AgreementState::Pending;
    Q_EMIT m->node.friendVosChanged({mine});
    QCOMPARE(take().size(), 2);
}

void EventFeedTest::friendVosRequest()
{
    FriendOwner owner;
    owner.id = m_alice;
    owner.state = AgreementState::Asked;
    owner.name = "Alice";
    owner.message = "I travel a lot";
    owner.quotaBytes = 50 << 20;
    Q_EMIT m->node.friendVosRequested({owner});
    QCOMPARE(take(), QStringList{u"friend_vos.request"_s});
    QCOMPARE(m->params.last(), (QJsonObject{{u"address"_s, addressOf(m_alice)},
                                            {u"name"_s, u"Alice"_s},
                                            {u"quota"_s, 50 << 20},
                                            {u"message"_s, u"I travel a lot"_s}}));
}

void EventFeedTest::nat()
{
    Q_EMIT m->node.natChanged(NatKind::Public, {*Endpoint::parse("192.0.2.1:4000")});
    QCOMPARE(take(), QStringList{u"node.nat"_s});
    QCOMPARE(m->params.last()["nat"_L1].toString(), u"public"_s);
}

void EventFeedTest::logBelowTheLevel()
{
    Q_EMIT m->node.logged(int(LogLine::Level::Debug), u"detail"_s);
    Q_EMIT m->node.logged(int(LogLine::Level::Info), u"session with %1"_s.arg(addressOf(m_alice)));
    QCOMPARE(take(), QStringList{u"log"_s});
    QCOMPARE(m->params.last()["level"_L1].toString(), u"info"_s);
    QVERIFY(!m->params.last()["text"_L1].toString().contains(addressOf(m_alice)));
}

VOS_TEST_CORE(EventFeedTest)
#include "tst_eventfeed.moc"
