// Friend VOS that lie. They speak the protocol and sign as honest ones do, and tamper with what
// they keep: nothing is forged, everything comes once as long as one is honest or both people are
// there, and a loss is laid at the right door.

#include "tests/sim/peoplestory.h"
#include "tests/support/testprogram.h"

#include <QTest>

using namespace vos;
using namespace vos::sim;

namespace {

enum class Lie : int {
    SignsWithoutStoring,
    ForgetsAll,       ///< at its next start
    Hoards,           ///< lists and never hands over
    HandsGarbage,     ///< of the right size
    ReplaysOld,       ///< other letters in place of the ones listed
    KeepsWhatIsDone,  ///< ignores receipts, and hands over anew after each start
    InventsIds,       ///< lists letters there never were, with bytes made up
    SaysHandedOver,   ///< which it did not
};
constexpr int Lies = 8;

class Liar {
public:
    Liar(World& world, SimNode& node, const NodeId& owner, Lie lie)
        : m_world(world)
        , m_node(node)
        , m_owner(owner)
        , m_lie(lie)
    {
        node.tamperStore = [this](std::vector<StoreOperation>& operations) { store(operations); };
        node.tamperLoad = [this](const LoadHeld& load, auto& found) { return read(load, found); };
    }

    /// Between its lives, what it does to its own disk.
    void rest()
    {
        for (const auto& [id, row] : m_node.disk().held()) {
            if (m_lie == Lie::ForgetsAll)
                m_gone.push_back(id);
            if (m_lie == Lie::SaysHandedOver && row.fate == HeldLetterRow::Fate::Held) {
                HeldLetterRow told = row;
                told.fate = HeldLetterRow::Fate::HandedOver;
                m_rows.push_back(told);
            }
        }
        for (const LetterId& id : m_gone)
            m_node.disk().apply({DeleteHeldLetter{id}});
        for (const HeldLetterRow& row : m_rows)
            m_node.disk().apply({row});
        if (m_lie != Lie::InventsIds || m_old.empty())
            return;
        for (int i = 0; i < 3; ++i) {
            HeldLetterRow row;
            row.id = m_world.rng.id<LetterId>();
            row.owner = m_owner;
            row.number = 1'000'000 + m_world.rng.below(1'000'000);
            row.size = static_cast<std::uint32_t>(m_old.front().size());
            row.storedAt = m_node.now().wall;
            row.lifeEnd = m_node.now().wall + std::chrono::hours(48);
            Bytes made(row.size);
            m_world.rng.fill(made);
            m_node.disk().apply({PutHeldLetter{row, made}});
        }
    }

private:
    void store(std::vector<StoreOperation>& operations)
    {
        for (const StoreOperation& operation : operations) {
            if (const auto* put = std::get_if<PutHeldLetter>(&operation))
                m_old.push_back(put->letter);
        }
        std::erase_if(operations, [this](const StoreOperation& operation) {
            const bool put = std::holds_alternative<PutHeldLetter>(operation);
            const bool done = std::holds_alternative<SettleHeldLetter>(operation);
            return (m_lie == Lie::SignsWithoutStoring && put) ||
                   (m_lie == Lie::KeepsWhatIsDone && done);
        });
    }

    bool read(const LoadHeld& load, std::vector<std::pair<LetterId, Bytes>>& found)
    {
        if (load.receipts)
            return m_lie != Lie::KeepsWhatIsDone;
        if (m_lie == Lie::Hoards || m_lie == Lie::SaysHandedOver)
            return false;
        for (auto& [id, bytes] : found) {
            if (m_lie == Lie::HandsGarbage) {
                for (std::size_t i = 60; i < bytes.size(); ++i)
                    bytes[i] ^= std::byte{1};
            }
            if (m_lie != Lie::ReplaysOld)
                continue;
            for (const Bytes& old : m_old) {
                if (old.size() == bytes.size() && m_world.rng.chance(0.5))
                    bytes = old;
            }
        }
        return true;
    }

    World& m_world;
    SimNode& m_node;
    NodeId m_owner;
    Lie m_lie;
    std::vector<Bytes> m_old;
    std::vector<LetterId> m_gone;
    std::vector<HeldLetterRow> m_rows;
};

unsigned lostBy(SimNode& owner, const SimNode& keeper)
{
    for (const FriendVos& one : owner.engine().agreements(owner.now()).mine) {
        if (one.id == keeper.id())
            return one.lost;
    }
    return 0;
}

bool blames(SimNode& sender, const SimNode& keeper)
{
    for (const auto& [id, message] : sender.disk().messages()) {
        for (const MessageStep& step : sender.disk().steps(id)) {
            if (step.kind == MessageStep::Kind::Lost && step.by == keeper.id())
                return true;
        }
    }
    return false;
}

bool eachOnce(const SimNode& node)
{
    auto heard = node.heard;
    std::sort(heard.begin(), heard.end());
    return std::adjacent_find(heard.begin(), heard.end()) == heard.end();
}

}  // namespace

class HostileTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void one_honest_friend_is_enough_data() { addRows(); }
    /// Carol lies, Dave does not; the sender is away when the recipient returns.
    void one_honest_friend_is_enough()
    {
        QFETCH(int, lie);
        QFETCH(int, seed);
        PeopleStory s(static_cast<std::uint64_t>(lie * 1000 + seed));
        QVERIFY(s.ready);
        Liar liar(s.world, s.carol, s.bob.id(), static_cast<Lie>(lie));
        std::vector<std::string> texts;
        const auto got = [&] {
            return s.bob.disk().conversation(s.bob.id(), s.alice.id(), false) == texts;
        };
        for (int absence = 0; absence < 3; ++absence) {
            s.leave(s.bob);
            for (int i = 0; i < 3; ++i) {
                texts.push_back(std::to_string(absence) + "." + std::to_string(i));
                s.alice.send(s.bob, texts.back());
            }
            QVERIFY(s.world.runUntil([&] { return holders(s.alice, texts.back()) == 2; }, 1min));
            s.world.run(2s);
            s.leave(s.alice);
            s.carol.stop();
            liar.rest();
            s.carol.start();
            s.world.run(Duration(static_cast<std::int64_t>(s.world.rng.below(60'000'000))));
            s.bob.start();
            QVERIFY(s.world.runUntil(got, 1min));
            s.world.run(1min);
            s.alice.start();
            QVERIFY(s.world.runUntil(
                [&] {
                    return std::all_of(texts.begin(), texts.end(), [&](const std::string& text) {
                        return stateOf(s.alice, text) == MessageState::Delivered;
                    });
                },
                5min));
        }
        s.world.run(5min);
        QVERIFY(got());
        QVERIFY(eachOnce(s.bob));
        QVERIFY(stepsAreProven(s.alice, s.bob.id()));
        QVERIFY(s.alice.engine().queue(s.alice.now()).empty());
        QVERIFY(heldLetters(s.dave) == 0);
        QCOMPARE(lostBy(s.bob, s.dave), 0u);
        QVERIFY(!blames(s.alice, s.dave));
        QVERIFY(s.bob.engine().gaps(s.alice.id()).empty());
    }

    void both_online_is_enough_data() { addRows(); }
    /// The only friend lies; what it does not bring comes when both people are there.
    void both_online_is_enough()
    {
        QFETCH(int, lie);
        QFETCH(int, seed);
        PeopleStory s(static_cast<std::uint64_t>(50'000 + lie * 1000 + seed), 1);
        QVERIFY(s.ready);
        Liar liar(s.world, s.carol, s.bob.id(), static_cast<Lie>(lie));
        s.leave(s.bob);
        std::vector<std::string> texts;
        for (int i = 0; i < 4; ++i) {
            texts.push_back("text " + std::to_string(i));
            s.alice.send(s.bob, texts.back());
            s.world.run(5s);
        }
        QVERIFY(s.world.runUntil([&] { return holders(s.alice, texts.back()) == 1; }, 1min));
        s.world.run(2s);
        s.leave(s.alice);
        s.carol.stop();
        liar.rest();
        s.carol.start();
        s.bob.start();
        s.world.run(2min);
        s.alice.start();
        QVERIFY(s.world.runUntil(
            [&] {
                return s.bob.disk().conversation(s.bob.id(), s.alice.id(), false) == texts &&
                       s.alice.engine().queue(s.alice.now()).empty();
            },
            5min));
        s.world.run(5min);
        QVERIFY(eachOnce(s.bob));
        QVERIFY(stepsAreProven(s.alice, s.bob.id()));
        QVERIFY(s.bob.disk().conversation(s.bob.id(), s.alice.id(), false) == texts);
    }

    /// The sender asks after what was signed for, and learns who has it no more.
    void the_sender_sees_who_lost_it()
    {
        PeopleStory s(7);
        QVERIFY(s.ready);
        Liar liar(s.world, s.carol, s.bob.id(), Lie::ForgetsAll);
        s.leave(s.bob);
        s.alice.send(s.bob, "kept by one");
        QVERIFY(s.world.runUntil([&] { return holders(s.alice, "kept by one") == 2; }, 10s));
        s.world.run(2s);
        s.carol.stop();
        liar.rest();
        s.carol.start();
        QVERIFY(s.world.runUntil([&] { return blames(s.alice, s.carol); }, 10min));
        QVERIFY(!blames(s.alice, s.dave));
        QCOMPARE(stateOf(s.alice, "kept by one"), MessageState::Held);
    }

    /// Of several, the one that lost letters is the last to be given more.
    void who_lost_letters_is_used_last()
    {
        PeopleStory s(8);
        QVERIFY(s.ready);
        SimNode& erin = s.world.add("Erin");
        erin.start();
        erin.join(s.alice);
        QVERIFY(s.agree(s.bob, erin));
        QVERIFY(s.world.runUntil([&] { return PeopleStory::known(s.alice, s.bob) == 3; }, 1min));
        s.world.run(5s);
        Liar liar(s.world, s.carol, s.bob.id(), Lie::ForgetsAll);
        erin.kill();
        s.leave(s.bob);
        s.alice.send(s.bob, "first");
        QVERIFY(s.world.runUntil([&] { return holders(s.alice, "first") == 2; }, 30s));
        s.world.run(2s);
        s.carol.stop();
        liar.rest();
        s.carol.start();
        QVERIFY(s.world.runUntil([&] { return blames(s.alice, s.carol); }, 10min));
        erin.start();
        s.world.run(1min);
        s.alice.send(s.bob, "second");
        QVERIFY(s.world.runUntil([&] { return holders(s.alice, "second") == 2; }, 30s));
        const Message* second = find(s.alice, "second");
        QVERIFY(std::find(second->heldBy.begin(), second->heldBy.end(), s.carol.id()) ==
                second->heldBy.end());
    }

private:
    static void addRows()
    {
        QTest::addColumn<int>("lie");
        QTest::addColumn<int>("seed");
        const int seeds = qEnvironmentVariableIntValue("VOS_LONG") ? 200 : 10;
        for (int lie = 0; lie < Lies; ++lie) {
            for (int seed = 1; seed <= seeds; ++seed)
                QTest::newRow(qPrintable(QStringLiteral("lie %1 seed %2").arg(lie).arg(seed)))
                    << lie << seed;
        }
    }
};

VOS_TEST(HostileTest)
#include "sim_hostile.moc"
