#include "model/drillwords.h"
#include "model/friendvosmodel.h"
#include "tests/support/testprogram.h"
#include "tests/unit/modelfixture.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace vos;
using namespace vos::model;
using namespace vos::tests;

namespace {

constexpr std::uint64_t Mega = 1ull << 20;

FriendVos mine(const NodeId& id, AgreementState state, WallTime since = at(9, 0))
{
    FriendVos made;
    made.id = id;
    made.state = state;
    made.since = since;
    made.quotaBytes = 50 * Mega;
    return made;
}

FriendOwner owner(const NodeId& id, AgreementState state, WallTime since = at(9, 0))
{
    FriendOwner made;
    made.id = id;
    made.state = state;
    made.since = since;
    made.quotaBytes = 50 * Mega;
    return made;
}

QString detail(const AgreementList& list, const NodeId& id)
{
    return list.indexOf(id).data(AgreementList::DetailRole).toString();
}

QString word(const AgreementList& list, const NodeId& id)
{
    return list.indexOf(id).data(AgreementList::StateWordRole).toString();
}

}  // namespace

class FriendVosModelTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_world.reset(); }
    void eachRowInItsList();
    void namesOfContactsComeFirst();
    void statesInWords();
    void contactInWords();
    void storage();
    void rowsSpeak();
    void orderFollowsTheState();
    void requestsCountUntilPutOff();
    void commands();
    void refusedCommandsSaySo();
    void drill();

private:
    FriendVosModel& friendVos() { return m_world->models.friendVos(); }

    std::unique_ptr<World> m_world;
};

void FriendVosModelTest::init()
{
    m_world = std::make_unique<World>();
    m_world->node.putContact(contact(Bob, "Bob", ContactState::Accepted, true));
    m_world->node.putContact(contact(Carol, "Carol"));
}

void FriendVosModelTest::eachRowInItsList()
{
    using Tester = QAbstractItemModelTester;
    const auto mode = Tester::FailureReportingMode::QtTest;
    const Tester testers[] = {
        Tester(&friendVos().requests(), mode), Tester(&friendVos().holdForMe(), mode),
        Tester(&friendVos().holdFor(), mode), Tester(&friendVos().declined(), mode)};
    m_world->node.putFriendVos(mine(Bob, AgreementState::Active));
    m_world->node.putFriendOwner(owner(Carol, AgreementState::Active));
    QVERIFY(m_world->start());
    QCOMPARE(friendVos().holdForMe().rowCount(), 1);
    QCOMPARE(friendVos().holdFor().rowCount(), 1);
    QVERIFY(friendVos().hasHolder());
    // The same node may stand on both sides.
    m_world->node.putFriendOwner(owner(Bob, AgreementState::Asked));
    QCOMPARE(friendVos().requests().rowCount(), 1);
    QCOMPARE(friendVos().holdForMe().rowCount(), 1);
    m_world->node.putFriendOwner(owner(Bob, AgreementState::Declined));
    QCOMPARE(friendVos().requests().rowCount(), 0);
    QCOMPARE(friendVos().declined().rowCount(), 1);
    m_world->node.putFriendOwner(owner(Bob, AgreementState::None));
    QCOMPARE(friendVos().declined().rowCount(), 0);
    m_world->node.putFriendVos(mine(Bob, AgreementState::None));
    QCOMPARE(friendVos().holdForMe().rowCount(), 0);
    QVERIFY(!friendVos().hasHolder());
}

void FriendVosModelTest::namesOfContactsComeFirst()
{
    FriendVos bob = mine(Bob, AgreementState::Active);
    bob.name = "robert";
    m_world->node.putFriendVos(bob);
    FriendVos stranger = mine(Wang, AgreementState::Active);
    stranger.name = "Wang";
    m_world->node.putFriendVos(stranger);
    QVERIFY(m_world->start());
    const auto nameOf = [this](const NodeId& id) {
        return friendVos().holdForMe().indexOf(id).data().toString();
    };
    QCOMPARE(nameOf(Bob), QStringLiteral("Bob"));
    QCOMPARE(nameOf(Wang), QStringLiteral("Wang"));
    Contact noted = contact(Bob, "Bob");
    noted.note = "Bobby";
    m_world->node.putContact(noted);
    QCOMPARE(nameOf(Bob), QStringLiteral("Bobby"));
    QCOMPARE(friendVos().nameOf(Wang), QStringLiteral("Wang"));
}

void FriendVosModelTest::statesInWords()
{
    QVERIFY(m_world->start());
    AgreementList& list = friendVos().holdForMe();
    const std::pair<AgreementState, const char*> states[] = {
        {AgreementState::Pending, "Asked"},
        {AgreementState::Active, "Agreed"},
        {AgreementState::Declined, "Declined"},
        {AgreementState::Revoked, "Ended"},
        {AgreementState::Expired, "No answer"}};
    for (const auto& [state, expected] : states) {
        m_world->node.putFriendVos(mine(Bob, state));
        QCOMPARE(word(list, Bob), QString::fromLatin1(expected));
    }
    FriendVos expired = mine(Bob, AgreementState::Expired);
    expired.expires = at(9, 0);
    m_world->node.putFriendVos(expired);
    QCOMPARE(word(list, Bob), QStringLiteral("Expired"));
    QCOMPARE(detail(list, Bob), QStringLiteral("Expired 09:00"));
    m_world->node.putFriendVos(mine(Bob, AgreementState::Pending));
    QCOMPARE(detail(list, Bob), QStringLiteral("Asked 09:00 · waiting"));
    FriendOwner declined = owner(Carol, AgreementState::Declined);
    declined.doNotAsk = true;
    m_world->node.putFriendOwner(declined);
    QCOMPARE(detail(friendVos().declined(), Carol),
             QStringLiteral("Declined 09:00 · may not ask again"));
}

void FriendVosModelTest::contactInWords()
{
    QVERIFY(m_world->start());
    FriendVos bob = mine(Bob, AgreementState::Active);
    bob.online = true;
    bob.holding = 3;
    m_world->node.putFriendVos(bob);
    AgreementList& list = friendVos().holdForMe();
    QCOMPARE(detail(list, Bob), QStringLiteral("Online · direct · keeps 3 messages for you"));
    bob.online = false;
    bob.holding = 0;
    bob.lastSeen = at(8, 47);
    m_world->node.putContact(contact(Bob, "Bob"));
    m_world->node.putFriendVos(bob);
    QCOMPARE(detail(list, Bob), QStringLiteral("Last contact 08:47 · nothing kept now"));
    QCOMPARE(word(list, Bob), QStringLiteral("Agreed"));
    bob.lastSeen = at(8, 0, 20);
    m_world->node.putFriendVos(bob);
    QCOMPARE(word(list, Bob), QStringLiteral("Unreachable since Fri"));
    m_world->node.setNetwork(false);
    m_world->node.setMap({5, 0});
    QVERIFY(settle([&] {
        return detail(list, Bob).startsWith(QStringLiteral("Unknown while you are offline"));
    }));
}

void FriendVosModelTest::storage()
{
    QVERIFY(m_world->start());
    FriendOwner carol = owner(Carol, AgreementState::Active);
    const auto text = [this] {
        return friendVos().holdFor().indexOf(Carol).data(AgreementList::StorageTextRole).toString();
    };
    const std::pair<std::uint64_t, const char*> used[] = {{0, "0 of 50 MB"},
                                                          {1, "0.1 of 50 MB"},
                                                          {4 * Mega, "4 of 50 MB"},
                                                          {4 * Mega + Mega / 2, "4.5 of 50 MB"},
                                                          {12 * Mega + 1, "12 of 50 MB"}};
    for (const auto& [bytes, expected] : used) {
        carol.usedBytes = bytes;
        m_world->node.putFriendOwner(carol);
        QCOMPARE(text(), QString::fromLatin1(expected));
    }
    const auto nearFull = [this] {
        return friendVos().holdFor().indexOf(Carol).data(AgreementList::NearFullRole).toBool();
    };
    carol.usedBytes = 45 * Mega - 1;
    m_world->node.putFriendOwner(carol);
    QVERIFY(!nearFull());
    carol.usedBytes = 45 * Mega;
    m_world->node.putFriendOwner(carol);
    QVERIFY(nearFull());
    QCOMPARE(friendVos().usedBytes(), 45 * Mega);
}

void FriendVosModelTest::rowsSpeak()
{
    QVERIFY(m_world->start());
    FriendVos bob = mine(Bob, AgreementState::Active);
    bob.online = true;
    bob.usedBytes = 12 * Mega;
    m_world->node.putFriendVos(bob);
    const auto spoken = [this] {
        return friendVos().holdForMe().indexOf(Bob).data(Qt::AccessibleTextRole).toString();
    };
    QCOMPARE(spoken(), QStringLiteral("Bob, agreed, online, 12 of 50 MB"));
    bob.lost = 2;
    m_world->node.putFriendVos(bob);
    QCOMPARE(spoken(), QStringLiteral("Bob, agreed, online, 12 of 50 MB, 2 messages lost"));
    m_world->node.putFriendVos(mine(Bob, AgreementState::Declined));
    QCOMPARE(spoken(), QStringLiteral("Bob, Declined 09:00"));
}

void FriendVosModelTest::orderFollowsTheState()
{
    AgreementList& list = friendVos().holdForMe();
    const QAbstractItemModelTester tester(&list,
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    QVERIFY(m_world->start());
    m_world->node.putFriendVos(mine(Wang, AgreementState::Declined, at(7, 0)));
    m_world->node.putFriendVos(mine(Bob, AgreementState::Pending, at(8, 0)));
    m_world->node.putFriendVos(mine(Carol, AgreementState::Active, at(9, 0)));
    const auto order = [&] { return std::array{list.at(0).id, list.at(1).id, list.at(2).id}; };
    QCOMPARE(order(), (std::array{Carol, Bob, Wang}));
    const QSignalSpy moved(&list, &QAbstractItemModel::rowsMoved);
    m_world->node.putFriendVos(mine(Wang, AgreementState::Active, at(8, 30)));
    QCOMPARE(order(), (std::array{Wang, Carol, Bob}));
    QCOMPARE(moved.count(), 1);
}

void FriendVosModelTest::requestsCountUntilPutOff()
{
    QVERIFY(m_world->start());
    const QSignalSpy counted(&friendVos(), &FriendVosModel::requestCountChanged);
    m_world->node.putFriendOwner(owner(Bob, AgreementState::Asked));
    QCOMPARE(friendVos().requestCount(), 1);
    friendVos().postpone(Bob);
    QCOMPARE(friendVos().requestCount(), 0);
    QCOMPARE(friendVos().requests().rowCount(), 1);  // the card stays until it is answered
    friendVos().resume(Bob);
    QCOMPARE(friendVos().requestCount(), 1);
    QCOMPARE(counted.count(), 3);
}

void FriendVosModelTest::commands()
{
    m_world->node.putFriendOwner(owner(Bob, AgreementState::Asked));
    QVERIFY(m_world->start());
    friendVos().allow(Bob, 20 * Mega);
    QVERIFY(settle([this] { return friendVos().ownerCount() == 1; }));
    QCOMPARE(m_world->node.friendOwner(Bob)->quotaBytes, 20 * Mega);
    friendVos().stop(Bob, false);
    QVERIFY(settle([this] { return friendVos().ownerCount() == 0; }));
    m_world->node.putFriendOwner(owner(Carol, AgreementState::Asked));
    friendVos().decline(Carol, true);
    QVERIFY(settle([this] { return friendVos().declined().rowCount() == 1; }));
    QVERIFY(m_world->node.friendOwner(Carol)->doNotAsk);
    friendVos().letAskAgain(Carol);
    QVERIFY(settle([this] { return !m_world->node.friendOwner(Carol)->doNotAsk; }));
    m_world->node.putFriendVos(mine(Carol, AgreementState::Declined));
    friendVos().askAgain(Carol);
    QVERIFY(settle(
        [this] { return m_world->node.friendVos(Carol)->state == AgreementState::Pending; }));
    QCOMPARE(m_world->node.friendVos(Carol)->quotaBytes, 50 * Mega);
}

void FriendVosModelTest::refusedCommandsSaySo()
{
    m_world->node.putFriendOwner(owner(Bob, AgreementState::Asked));
    QVERIFY(m_world->start());
    const QSignalSpy failed(&friendVos(), &FriendVosModel::actionFailed);
    m_world->node.refuseNext({ErrorCode::Storage, "disk full"});
    friendVos().allow(Bob, Mega);
    QVERIFY(settle([&] { return failed.count() == 1; }));
    QCOMPARE(friendVos().requests().rowCount(), 1);
}

void FriendVosModelTest::drill()
{
    DrillResult good;
    good.id = Bob;
    good.reachable = good.grantValid = good.accepting = good.ok = true;
    good.quotaBytes = 50 * Mega;
    good.usedBytes = 12 * Mega;
    good.clockAhead = std::chrono::seconds(30);
    const auto words = [](const DrillLine& line) {
        QStringList all;
        for (const DrillCheck& check : line.checks)
            all.append(check.words);
        return all.join(QStringLiteral("; "));
    };
    QCOMPARE(words(drillLine(good, QStringLiteral("Bob"))),
             QStringLiteral("Reachable; 38 MB free; Agreement valid; Clock right"));
    QVERIFY(drillLine(good, QStringLiteral("Bob")).advice.isEmpty());

    DrillResult silent;
    silent.id = Bob;
    const DrillLine line = drillLine(silent, QStringLiteral("Bob"));
    QCOMPARE(line.checks[0].words, QStringLiteral("No answer"));
    for (std::size_t i = 1; i < line.checks.size(); ++i)
        QVERIFY(!line.checks[i].known);
    QVERIFY(line.advice.contains(QStringLiteral("did not answer")));

    DrillResult late = good;
    late.ok = false;
    late.clockAhead = -std::chrono::hours(3);
    QVERIFY(words(drillLine(late, {})).endsWith(QStringLiteral("Clock 3 h behind")));
    QVERIFY(drillLine(late, {}).advice.contains(QStringLiteral("clock")));
    DrillResult full = good;
    full.ok = full.accepting = false;
    QVERIFY(drillLine(full, {}).advice.contains(QStringLiteral("room")));
    DrillResult invalid = good;
    invalid.ok = invalid.grantValid = false;
    QVERIFY(drillLine(invalid, {}).advice.contains(QStringLiteral("not valid")));

    bool yes = true;
    QVERIFY(drillVerdict({}, yes).startsWith(QStringLiteral("No.")));
    QVERIFY(!yes);
    drillVerdict({silent, full}, yes);
    QVERIFY(!yes);
    QVERIFY(drillVerdict({silent, good}, yes).startsWith(QStringLiteral("Yes, through one")));
    QVERIFY(yes);
}

VOS_TEST_CORE(FriendVosModelTest)
#include "tst_friendvosmodel.moc"
