// The eleven moments at which a crash would hurt most, each hit exactly: sender, Friend VOS or
// recipient ends there and starts again, and each message is there once, by its recipient's word.

#include "tests/sim/peoplestory.h"
#include "tests/support/testprogram.h"

#include "p2p/wire/packet.h"

#include <QTest>

using namespace vos;
using namespace vos::sim;

namespace {

using Moment = SimNode::Moment;
using Hits = std::function<bool(const Moment&)>;

/// A datagram that carries a letter.
bool carriesLetter(const Moment& moment, const Endpoint& to)
{
    return moment.kind == Moment::Kind::AfterTransmit && moment.transmit->to == to &&
           moment.transmit->datagram.size() > 400 &&
           wire::packetType(moment.transmit->datagram) == wire::PacketType::Data;
}

template <typename Row>
Hits batchWith(Moment::Kind kind, std::function<bool(const Row&)> matches = {})
{
    return [kind, matches](const Moment& moment) {
        return moment.kind == kind &&
               std::any_of(moment.operations.begin(), moment.operations.end(),
                           [&](const StoreOperation& operation) {
                               const Row* row = std::get_if<Row>(&operation);
                               return row && (!matches || matches(*row));
                           });
    };
}

bool isIncoming(const PutMessage& put)
{
    return !put.message.outgoing;
}

/// One story of two messages by way of the Friend VOS, or straight, with one crash in it.
struct CrashStory : PeopleStory {
    CrashStory(std::uint64_t seed, std::size_t keepers) : PeopleStory(seed, keepers)
    {
        world.net.options.jitter = 20ms;
        world.net.options.loss = seed % 2 == 0 ? 0.1 : 0;
    }

    /// `node` ends at the first moment that hits.
    void arm(SimNode& node, Hits hits)
    {
        victim = &node;
        before = node.deaths;
        node.diesAt = [this, hits = std::move(hits)](const Moment& moment) {
            return victim->deaths == before && hits(moment);
        };
    }
    bool hit() const { return victim->deaths > before; }
    bool crashes(Duration limit = 1min)
    {
        return world.runUntil([&] { return hit(); }, limit);
    }
    void revive()
    {
        victim->diesAt = nullptr;
        world.run(Duration(static_cast<std::int64_t>(world.rng.below(5'000'000))));
        victim->start();
    }

    void write()
    {
        for (const char* text : {"one", "two"})
            alice.send(bob, text);
    }
    bool isHeld()
    {
        return world.runUntil(
            [&] { return holders(alice, "one") >= 1 && holders(alice, "two") >= 1; }, 2min);
    }

    /// Everybody is there in the end.
    bool ends()
    {
        for (SimNode* node : {&alice, &bob, &carol, &dave}) {
            if (!node->running())
                node->start();
        }
        const std::vector<std::string> texts{"one", "two"};
        const bool all = world.runUntil(
            [&] {
                return bob.disk().conversation(bob.id(), alice.id(), false) == texts &&
                       stateOf(alice, "one") == MessageState::Delivered &&
                       stateOf(alice, "two") == MessageState::Delivered &&
                       heldLetters(carol) == 0 && heldLetters(dave) == 0;
            },
            20min);
        world.run(5min);
        for (const char* text : {"one", "two"}) {
            if (std::count(bob.heard.begin(), bob.heard.end(), text) > 1)
                return false;
        }
        return all && bob.disk().conversation(bob.id(), alice.id(), false) == texts &&
               stepsAreProven(alice, bob.id()) && alice.engine().queue(alice.now()).empty();
    }

    SimNode* victim = nullptr;
    std::size_t before = 0;
};

}  // namespace

class CrashPointsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void each_point_data()
    {
        QTest::addColumn<int>("point");
        QTest::addColumn<int>("seed");
        const int seeds = qEnvironmentVariableIntValue("VOS_LONG") ? 200 : 5;
        for (int point = 1; point <= 11; ++point) {
            for (int seed = 1; seed <= seeds; ++seed)
                QTest::newRow(qPrintable(QStringLiteral("point %1 seed %2").arg(point).arg(seed)))
                    << point << seed;
        }
    }
    void each_point()
    {
        QFETCH(int, point);
        QFETCH(int, seed);
        CrashStory s(static_cast<std::uint64_t>(100 * point + seed), seed % 2 == 0 ? 2 : 1);
        QVERIFY(s.ready);
        if (point == 11) {
            keysAreWiped(s, seed);
            return;
        }
        if (point >= 6) {
            s.leave(s.bob);
            s.write();
            QVERIFY(s.isHeld());
            if (seed % 3 == 0)
                s.leave(s.alice);
        }
        arm(s, point, seed);
        if (point < 6) {
            s.leave(s.bob);
            s.write();
        } else {
            s.bob.start();
        }
        QVERIFY(s.crashes());
        s.revive();
        QVERIFY(s.ends());
    }

    /// The same for messages that go straight to their recipient.
    void straight_data()
    {
        QTest::addColumn<int>("point");
        QTest::addColumn<int>("seed");
        const int seeds = qEnvironmentVariableIntValue("VOS_LONG") ? 200 : 5;
        for (const int point : {1, 2, 3, 8, 9, 10}) {
            for (int seed = 1; seed <= seeds; ++seed)
                QTest::newRow(qPrintable(QStringLiteral("point %1 seed %2").arg(point).arg(seed)))
                    << point << seed;
        }
    }
    void straight()
    {
        QFETCH(int, point);
        QFETCH(int, seed);
        CrashStory s(static_cast<std::uint64_t>(5000 + 100 * point + seed), 0);
        QVERIFY(s.ready);
        arm(s, point, seed);
        s.write();
        QVERIFY(s.crashes());
        s.revive();
        QVERIFY(s.ends());
    }

private:
    static void arm(CrashStory& s, int point, int seed)
    {
        using Kind = Moment::Kind;
        switch (point) {
        case 1:  // sender, after commit before send
            s.arm(s.alice, batchWith<PutMessage>(Kind::AfterCommit, [](const PutMessage& put) {
                      return put.message.text == "two";
                  }));
            break;
        case 2:  // sender, after send before any answer
            s.arm(s.alice, [&s](const Moment& moment) {
                return find(s.alice, "two") && (carriesLetter(moment, s.carol.endpoint()) ||
                                                carriesLetter(moment, s.dave.endpoint()) ||
                                                carriesLetter(moment, s.bob.endpoint()));
            });
            break;
        case 3:  // sender, after the answer before its commit
            s.arm(s.alice, [&s](const Moment& moment) {
                const auto held = [](const OutboxRow& row) { return !row.custody.empty(); };
                return find(s.alice, "two") &&
                       (batchWith<OutboxRow>(Kind::BeforeCommit, held)(moment) ||
                        batchWith<DeleteOutbox>(Kind::BeforeCommit)(moment));
            });
            break;
        case 4:  // friend, before commit
            s.arm(s.carol, batchWith<PutHeldLetter>(Kind::BeforeCommit));
            break;
        case 5:  // friend, after commit before the custody receipt
            s.arm(s.carol, batchWith<PutHeldLetter>(Kind::AfterCommit));
            break;
        case 6:  // friend, after letters went out before the owner's receipt
            s.arm(s.carol,
                  [&s](const Moment& moment) { return carriesLetter(moment, s.bob.endpoint()); });
            break;
        case 7:  // friend, after the receipt before the delete commit
            s.arm(s.carol, batchWith<SettleHeldLetter>(Kind::BeforeCommit));
            break;
        case 8:  // recipient, before commit
            s.arm(s.bob, batchWith<PutMessage>(Kind::BeforeCommit, isIncoming));
            break;
        case 9:  // recipient, after commit before the receipt
            s.arm(s.bob, batchWith<PutMessage>(Kind::AfterCommit, isIncoming));
            break;
        case 10:  // recipient, after the receipt left, before the friend has it
            s.arm(s.bob,
                  [&s, lost = seed % 2 == 0, committed = false](const Moment& moment) mutable {
                      committed |= batchWith<PutMessage>(Kind::AfterCommit, isIncoming)(moment);
                      if (!committed || moment.kind != Kind::AfterTransmit)
                          return false;
                      if (lost) {
                          const Instant until = s.world.now() + 1s;
                          s.world.net.blocked = [&s, until](const Endpoint&, const Endpoint&) {
                              return s.world.now() < until;
                          };
                      }
                      return true;
                  });
            break;
        default:
            break;
        }
    }

    /// Point 11: recipient, while prekeys are wiped.
    static void keysAreWiped(CrashStory& s, int seed)
    {
        s.arm(s.bob, batchWith<DeletePrekey>(seed % 2 == 0 ? Moment::Kind::BeforeCommit
                                                           : Moment::Kind::AfterCommit));
        std::vector<std::string> fromAlice;
        std::vector<std::string> fromBob;
        for (int round = 0; round < 12; ++round) {
            if (!s.bob.running())
                s.revive();
            fromAlice.push_back("a" + std::to_string(round));
            s.alice.send(s.bob, fromAlice.back());
            s.world.run(1s);
            if (s.bob.running()) {
                fromBob.push_back("b" + std::to_string(round));
                const RequestId request = s.bob.send(s.alice, fromBob.back());
                // What its own crash swallowed before it was answered may be gone.
                if (!s.world.runUntil([&] { return s.bob.answers.contains(request); }, 1s))
                    fromBob.pop_back();
            }
            s.world.run(1s);
        }
        QVERIFY(s.hit());
        if (!s.bob.running())
            s.revive();
        const auto has = [](SimNode& to, SimNode& from, const std::vector<std::string>& texts) {
            return to.disk().conversation(to.id(), from.id(), false) == texts;
        };
        QVERIFY(s.world.runUntil(
            [&] {
                return has(s.bob, s.alice, fromAlice) && has(s.alice, s.bob, fromBob) &&
                       s.alice.engine().queue(s.alice.now()).empty();
            },
            20min));
        QVERIFY(stepsAreProven(s.alice, s.bob.id()));
    }
};

VOS_TEST(CrashPointsTest)
#include "sim_crashpoints.moc"
