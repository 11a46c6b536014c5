// Who may write to whom.

#include "tests/support/testprogram.h"
#include "tests/system/stories.h"

#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace vos::test;

class ContactsStory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void strangerCanDoNothing();
    void requestWaitsInTheQueue();
    void declinedStaysStranger();
    void bothAskAtOnce();
    void blockedIsNotHeard();
    void removedIsStrangerAgain();
    void ownAddressIsRefused();

private:
    RunningNode& node(const QString& name);
    QString stateOf(RunningNode& at, const QString& address);

    QTemporaryDir m_folder;
    std::vector<std::unique_ptr<RunningNode>> m_nodes;
};

void ContactsStory::initTestCase()
{
    QVERIFY(node(u"hub"_s).start());
}

/// Not started.
RunningNode& ContactsStory::node(const QString& name)
{
    QStringList arguments{u"--name"_s, name};
    if (!m_nodes.empty())
        arguments << u"--join"_s << m_nodes[0]->link();
    m_nodes.push_back(std::make_unique<RunningNode>(
        RunningNode::Setup{.profile = m_folder.filePath(name), .arguments = arguments}));
    return *m_nodes.back();
}

/// Empty: no contact.
QString ContactsStory::stateOf(RunningNode& at, const QString& address)
{
    for (const QJsonValue contact : at.ask(u"contact.list"_s)["contacts"_L1].toArray())
        if (contact["address"_L1].toString() == address)
            return contact["state"_L1].toString();
    return {};
}

void ContactsStory::strangerCanDoNothing()
{
    RunningNode& alice = node(u"alice1"_s);
    RunningNode& eve = node(u"eve1"_s);
    QVERIFY(alice.start() && eve.start());
    QCOMPARE(eve.errorOf(u"message.send"_s, {{u"to"_s, alice.address()}, {u"text"_s, u"hello"_s}}),
             -32003);
    QCOMPARE(eve.errorOf(u"data.send"_s, {{u"to"_s, alice.address()}, {u"data"_s, u"AAEC"_s}}),
             -32003);
    // Asked, but not accepted: still nothing but the request.
    eve.ask(u"contact.add"_s, {{u"address"_s, alice.link()}, {u"note"_s, u"let me in"_s}});
    QVERIFY(alice.waitForEvent(u"contact.request"_s,
                               {{u"address"_s, eve.address()}, {u"note"_s, u"let me in"_s}}));
    QCOMPARE(stateOf(alice, eve.address()), u"pending-in"_s);
    QCOMPARE(stateOf(eve, alice.address()), u"pending-out"_s);
    QCOMPARE(alice.errorOf(u"message.send"_s, {{u"to"_s, eve.address()}, {u"text"_s, u"hello"_s}}),
             -32003);
    // What Eve writes meanwhile stays with her.
    const QString early = sendText(eve, alice, u"too early"_s);
    QVERIFY(!waitForState(eve, early, u"delivered"_s, 1500));
    QVERIFY(!alice.findEvent(u"message.received"_s));
    QVERIFY(historyWith(alice, eve.address()).isEmpty());
    alice.ask(u"contact.accept"_s, {{u"address"_s, eve.address()}});
    QVERIFY(alice.waitForEvent(u"message.received"_s, {{u"id"_s, early}}));
}

void ContactsStory::requestWaitsInTheQueue()
{
    RunningNode& alice = node(u"alice2"_s);
    RunningNode& bob = node(u"bob2"_s);
    QVERIFY(alice.start() && bob.start());
    const QString link = bob.link();
    bob.kill();
    alice.ask(u"contact.add"_s, {{u"address"_s, link}, {u"name"_s, u"My Bob"_s}});
    const QJsonArray queue = alice.ask(u"queue.list"_s)["messages"_L1].toArray();
    QCOMPARE(queue.size(), 1);
    QCOMPARE(queue[0]["kind"_L1].toString(), u"contact"_s);
    alice.kill();
    QVERIFY(alice.start() && bob.start());
    QVERIFY(bob.waitForEvent(u"contact.request"_s, {{u"address"_s, alice.address()}}));
    bob.ask(u"contact.accept"_s, {{u"address"_s, alice.address()}});
    QVERIFY(alice.waitForEvent(u"contact.changed"_s,
                               {{u"address"_s, bob.address()}, {u"state"_s, u"accepted"_s}}));
    QCOMPARE(alice.ask(u"contact.list"_s)["contacts"_L1][0]["name"_L1].toString(), u"My Bob"_s);
}

void ContactsStory::declinedStaysStranger()
{
    RunningNode& alice = node(u"alice3"_s);
    RunningNode& bob = node(u"bob3"_s);
    QVERIFY(alice.start() && bob.start());
    alice.ask(u"contact.add"_s, {{u"address"_s, bob.link()}});
    QVERIFY(bob.waitForEvent(u"contact.request"_s));
    bob.ask(u"contact.decline"_s, {{u"address"_s, alice.address()}});
    QVERIFY(alice.waitForEvent(u"contact.changed"_s,
                               {{u"address"_s, bob.address()}, {u"state"_s, u"none"_s}}));
    QCOMPARE(stateOf(bob, alice.address()), QString());
    QCOMPARE(alice.errorOf(u"message.send"_s, {{u"to"_s, bob.address()}, {u"text"_s, u"why?"_s}}),
             -32003);
    QCOMPARE(bob.errorOf(u"contact.accept"_s, {{u"address"_s, alice.address()}}), -32005);
}

void ContactsStory::bothAskAtOnce()
{
    RunningNode& alice = node(u"alice4"_s);
    RunningNode& bob = node(u"bob4"_s);
    QVERIFY(alice.start() && bob.start());
    alice.ask(u"contact.add"_s, {{u"address"_s, bob.link()}});
    bob.ask(u"contact.add"_s, {{u"address"_s, alice.link()}});
    // Each wanted the other: that is a yes of both.
    QVERIFY(waitUntil([&] {
        return stateOf(alice, bob.address()) == "accepted"_L1 &&
               stateOf(bob, alice.address()) == "accepted"_L1;
    }));
    const QString id = sendText(alice, bob, u"same thought"_s);
    QVERIFY(bob.waitForEvent(u"message.received"_s, {{u"id"_s, id}}));
}

void ContactsStory::blockedIsNotHeard()
{
    RunningNode& alice = node(u"alice5"_s);
    RunningNode& eve = node(u"eve5"_s);
    QVERIFY(alice.start() && eve.start());
    QVERIFY(befriend(eve, alice));
    const QString before = sendText(eve, alice, u"before"_s);
    QVERIFY(alice.waitForEvent(u"message.received"_s, {{u"id"_s, before}}));
    alice.ask(u"contact.block"_s, {{u"address"_s, eve.address()}});
    QCOMPARE(stateOf(alice, eve.address()), u"blocked"_s);
    QCOMPARE(alice.errorOf(u"message.send"_s, {{u"to"_s, eve.address()}, {u"text"_s, u"bye"_s}}),
             -32010);
    sendText(eve, alice, u"can you hear me?"_s);
    // Asking is answered by others; the blocked one's letter is not.
    waitUntil(
        [&] {
            return alice.findEvent(u"message.received"_s, {{u"text"_s, u"can you hear me?"_s}})
                .has_value();
        },
        2000);
    QCOMPARE(receivedTexts(alice, eve.address()), QStringList{u"before"_s});
    alice.kill();
    QVERIFY(alice.start());
    QCOMPARE(stateOf(alice, eve.address()), u"blocked"_s);
}

void ContactsStory::removedIsStrangerAgain()
{
    RunningNode& alice = node(u"alice6"_s);
    RunningNode& bob = node(u"bob6"_s);
    QVERIFY(alice.start() && bob.start());
    QVERIFY(befriend(bob, alice));
    alice.ask(u"contact.remove"_s, {{u"address"_s, bob.address()}});
    QCOMPARE(stateOf(alice, bob.address()), QString());
    const QString id = sendText(bob, alice, u"still friends?"_s);
    QVERIFY(!waitForState(bob, id, u"delivered"_s, 2000));
    QVERIFY(!alice.findEvent(u"message.received"_s));
    QCOMPARE(alice.errorOf(u"message.send"_s, {{u"to"_s, bob.address()}, {u"text"_s, u"no"_s}}),
             -32003);
}

void ContactsStory::ownAddressIsRefused()
{
    RunningNode& hub = *m_nodes[0];
    QCOMPARE(hub.errorOf(u"contact.add"_s, {{u"address"_s, hub.address()}}), -32602);
}

VOS_TEST_CORE(ContactsStory)
#include "sys_contacts.moc"
