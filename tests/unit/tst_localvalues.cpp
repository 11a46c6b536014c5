#include "model/localvalues.h"
#include "tests/support/testprogram.h"
#include "tests/unit/modelfixture.h"

#include <QTest>

using namespace vos;
using namespace vos::model;
using namespace vos::tests;

class LocalValuesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void writesAreGathered();
    void valuesSetBeforeLoadingStay();
    void emptyRemoves();

private:
    static QVariantMap stored(World& world)
    {
        QVariantMap found;
        bool answered = false;
        world.node.locals(QString(), &world.models, [&](const auto& values) {
            found = *values;
            answered = true;
        });
        settle([&] { return answered; });
        return found;
    }
};

void LocalValuesTest::writesAreGathered()
{
    World world;
    LocalValues& locals = world.models.locals();
    locals.set(QStringLiteral("a"), QStringLiteral("1"));
    locals.set(QStringLiteral("a"), QStringLiteral("2"));
    QCOMPARE(locals.value(QStringLiteral("a")), QStringLiteral("2"));
    QVERIFY(stored(world).isEmpty());
    QVERIFY(
        settle([&] { return stored(world).value(QStringLiteral("a")) == QStringLiteral("2"); }));
}

void LocalValuesTest::valuesSetBeforeLoadingStay()
{
    World world;
    world.node.putLocal(QStringLiteral("a"), QStringLiteral("old"));
    world.node.putLocal(QStringLiteral("b"), QStringLiteral("kept"));
    LocalValues& locals = world.models.locals();
    locals.set(QStringLiteral("a"), QStringLiteral("new"));
    locals.load();
    QVERIFY(settle([&] { return locals.isLoaded(); }));
    QCOMPARE(locals.value(QStringLiteral("a")), QStringLiteral("new"));
    QCOMPARE(locals.value(QStringLiteral("b")), QStringLiteral("kept"));
}

void LocalValuesTest::emptyRemoves()
{
    World world;
    LocalValues& locals = world.models.locals();
    locals.set(QStringLiteral("a"), QStringLiteral("1"));
    locals.flush();
    QCOMPARE(stored(world).size(), 1);
    locals.set(QStringLiteral("a"), QString());
    locals.flush();
    QVERIFY(stored(world).isEmpty());
}

VOS_TEST_CORE(LocalValuesTest)
#include "tst_localvalues.moc"
