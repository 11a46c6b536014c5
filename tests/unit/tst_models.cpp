#include "model/models.h"
#include "tests/support/testprogram.h"
#include "tests/unit/modelfixture.h"

#include <QSignalSpy>
#include <QTest>

using namespace vos;
using namespace vos::model;
using namespace vos::tests;

class ModelsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void loadsOnceEverythingIsThere();
    void firstRunEndsForGood();
    void aProfileWithFriendsIsNoFirstRun();
};

void ModelsTest::loadsOnceEverythingIsThere()
{
    World world;
    QSignalSpy loaded(&world.models, &Models::loaded);
    QVERIFY(!world.models.isLoaded());
    QVERIFY(world.start());
    QCOMPARE(loaded.size(), 1);
    QCOMPARE(world.models.status().ownName(), QStringLiteral("Lin Yue"));
}

void ModelsTest::firstRunEndsForGood()
{
    World world;
    QVERIFY(world.start());
    QVERIFY(world.models.isFirstRun());
    world.models.endFirstRun();
    QVERIFY(!world.models.isFirstRun());
    Models again(world.node, world.clock);
    world.node.start();
    QVERIFY(settle([&] { return again.isLoaded(); }));
    QVERIFY(!again.isFirstRun());
}

void ModelsTest::aProfileWithFriendsIsNoFirstRun()
{
    World world;
    world.node.putContact(contact(Bob, "Bob"));
    QVERIFY(world.start());
    QVERIFY(!world.models.isFirstRun());
}

VOS_TEST_CORE(ModelsTest)
#include "tst_models.moc"
