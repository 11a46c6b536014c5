#include "model/requestmodel.h"
#include "tests/support/testprogram.h"
#include "tests/unit/modelfixture.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace vos;
using namespace vos::model;
using namespace vos::tests;

class RequestModelTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void oldestFirstAndGoneWhenAnswered();
};

void RequestModelTest::oldestFirstAndGoneWhenAnswered()
{
    World world;
    RequestModel& requests = world.models.requests();
    const QAbstractItemModelTester tester(&requests,
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    Contact late = contact(Bob, "Bob", ContactState::PendingIn);
    late.since = at(10, 0);
    late.requestNote = "We met at the library";
    world.node.putContact(late);
    Contact early = contact(Carol, "Carol", ContactState::PendingIn);
    early.since = at(9, 0);
    world.node.putContact(early);
    QVERIFY(world.start());
    QCOMPARE(requests.rowCount(), 2);
    QCOMPARE(requests.at(0).contact.id, Carol);
    QCOMPARE(requests.index(1, 0).data(FriendModel::RequestNoteRole).toString(),
             QStringLiteral("We met at the library"));
    world.node.acceptContact(Carol, this, [](const auto&) {});
    QVERIFY(settle([&] { return requests.rowCount() == 1; }));
    QCOMPARE(requests.at(0).contact.id, Bob);
    QVERIFY(world.models.friendList().indexOf(Carol).isValid());
}

VOS_TEST_CORE(RequestModelTest)
#include "tst_requestmodel.moc"
