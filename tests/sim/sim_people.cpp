// What contacts know and think of each other: doubts about an identity, what is told to contacts
// alone, and fresh keys after a profile was mended.

#include "tests/sim/custodystory.h"
#include "tests/sim/peoplestory.h"
#include "tests/support/testprogram.h"

#include <QTest>

using namespace vos;
using namespace vos::sim;

namespace {

Contact contactOf(SimNode& node, const NodeId& id)
{
    for (const Contact& contact : node.engine().contacts(node.now())) {
        if (contact.id == id)
            return contact;
    }
    return {};
}

std::optional<map::Whereabouts> recordOf(const SimNode& knower, const NodeId& id)
{
    for (const RecordRow& row : knower.disk().load().records) {
        if (row.id == id)
            return map::Whereabouts::decode(row.whereabouts);
    }
    return std::nullopt;
}

/// Another record of `who` under the number of the one `witness` holds, put onto the disk of
/// `teller`, who tells it when it starts.
void forkRecord(const SimNode& witness, const SimNode& who, SimNode& teller)
{
    auto record = *recordOf(witness, who.id());
    record.endpoints = {*Endpoint::parse("9.99.9.9:9999")};
    record.sign(who.identity().signing());
    teller.stop();
    for (RecordRow row : teller.disk().load().records) {
        if (row.id != who.id())
            continue;
        row.whereabouts = record.encode();
        row.highestSequence = record.seq;
        teller.disk().apply({row});
    }
    teller.start();
}

}  // namespace

class PeopleTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void a_friend_in_doubt_can_be_allowed()
    {
        PeopleStory s(1, 0);
        QVERIFY(s.ready);
        s.world.run(1min);
        s.bob.stop();
        s.world.run(2s);
        const auto doubt = [&] { return contactOf(s.alice, s.bob.id()).doubt; };
        forkRecord(s.alice, s.bob, s.carol);
        QVERIFY(s.world.runUntil([&] { return doubt() == Doubt::UsedTwice; }, 2min));
        // Nothing goes to somebody in doubt.
        s.bob.start();
        s.alice.send(s.bob, "is it you?");
        s.world.run(30s);
        QCOMPARE(stateOf(s.alice, "is it you?"), MessageState::Queued);
        QCOMPARE(s.alice.engine().queue(s.alice.now()).at(0).lastError, std::string("in-doubt"));
        s.alice.accept(s.bob);
        QVERIFY(s.becomes("is it you?", MessageState::Delivered, 10s));
        QCOMPARE(doubt(), Doubt::None);
        // The same pair of records proves nothing new, not after a restart either.
        s.alice.kill();
        s.carol.stop();
        s.alice.start();
        s.carol.start();
        s.world.run(2min);
        QCOMPARE(doubt(), Doubt::None);
        // Another pair does.
        s.bob.stop();
        s.bob.start();
        s.world.run(10s);
        s.bob.stop();
        s.world.run(2s);
        s.alice.kill();
        forkRecord(s.alice, s.bob, s.carol);
        s.alice.start();
        QVERIFY(s.world.runUntil([&] { return doubt() == Doubt::UsedTwice; }, 2min));
    }
};

VOS_TEST(PeopleTest)
#include "sim_people.moc"
