// Events gathered for the façade's signals: lists keep all, states of things keep the newest.

#include "p2p/qt/eventbatch.h"

#include "tests/support/testprogram.h"

#include <QTest>

using namespace vos;
using namespace vos::qt;

namespace {

NodeId nodeNamed(std::uint8_t number)
{
    NodeId id;
    id.bytes[0] = static_cast<std::byte>(number);
    return id;
}

ContactChanged contactChanged(std::uint8_t number, ContactState state, bool requested)
{
    Contact contact;
    contact.id = nodeNamed(number);
    contact.state = state;
    return {contact, requested};
}

}  // namespace

class EventBatchTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void messagesAndStatesAreAllKept();
    void newestContactWins();
    void requestsStandInBothLists();
    void newestOfMapNatAndStorage();
};

void EventBatchTest::messagesAndStatesAreAllKept()
{
    EventBatch batch;
    QVERIFY(batch.empty);
    for (int i = 0; i < 3; ++i) {
        batch.add(MessageAdded{});
        batch.add(MessageStateEvent{});
        batch.add(ReadByPeer{});
        batch.add(DataReceived{nodeNamed(1), {}, Bytes(3, std::byte{5})});
    }
    QVERIFY(!batch.empty);
    QCOMPARE(batch.messages.size(), std::size_t{3});
    QCOMPARE(batch.states.size(), std::size_t{3});
    QCOMPARE(batch.reads.size(), std::size_t{3});
    QCOMPARE(batch.data.size(), std::size_t{3});
    QVERIFY(batch.data[0].from == nodeNamed(1) && batch.data[0].data.size() == 3);
}

void EventBatchTest::newestContactWins()
{
    EventBatch batch;
    batch.add(contactChanged(1, ContactState::PendingOut, false));
    batch.add(contactChanged(2, ContactState::PendingOut, false));
    batch.add(contactChanged(1, ContactState::Accepted, false));
    QCOMPARE(batch.contacts.size(), std::size_t{2});
    QVERIFY(batch.contacts[0].id == nodeNamed(2));
    QVERIFY(batch.contacts[1].id == nodeNamed(1));
    QVERIFY(batch.contacts[1].state == ContactState::Accepted);
    QVERIFY(batch.requests.empty());
}

void EventBatchTest::requestsStandInBothLists()
{
    EventBatch batch;
    batch.add(contactChanged(1, ContactState::PendingIn, true));
    QCOMPARE(batch.contacts.size(), std::size_t{1});
    QCOMPARE(batch.requests.size(), std::size_t{1});
}

void EventBatchTest::newestOfMapNatAndStorage()
{
    EventBatch batch;
    batch.add(MapChanged{{3, 1}});
    batch.add(MapChanged{{4, 2}});
    batch.add(NatChanged{NatKind::Unknown, {}});
    batch.add(NatChanged{NatKind::FullCone, {}});
    batch.add(StorageTrouble{true});
    batch.add(StorageTrouble{false});
    QVERIFY((batch.map == MapSummary{4, 2}));
    QVERIFY(batch.nat && batch.nat->nat == NatKind::FullCone);
    QVERIFY(batch.storageFailing == false);
}

VOS_TEST_CORE(EventBatchTest)
#include "tst_eventbatch.moc"
