#include "p2p/qt/address.h"
#include "tests/gui/stage.h"
#include "tests/support/testprogram.h"

#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>

using namespace vos;
using namespace vos::tests;

class FirstRunTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void threeSteps();
    void skipped();
    void badNameAndBadAddress();
    void refusedRequestStays();
};

void FirstRunTest::threeSteps()
{
    WindowWorld world;
    world.node.setIdentity(Me, QString());
    QVERIFY(world.open(false));
    QVERIFY(settle([&] { return isShown(world.window, "firstRunPage"); }));
    // By keys alone: the name has the focus.
    QWidget* name = find(world.window, "ownName");
    QVERIFY(settle([&] { return name->hasFocus(); }));
    QTest::keyClicks(name, QStringLiteral("Lin Yue"));
    QTest::keyClick(name, Qt::Key_Return);
    QVERIFY(settle([&] { return world.models.status().ownName() == QStringLiteral("Lin Yue"); }));

    QCOMPARE(find<QLabel>(world.window, "firstRunPlace")->text(), QStringLiteral("Step 2 of 3"));
    QString shown = find<QLabel>(world.window, "ownAddress")->text();
    QCOMPARE(shown.remove(QChar(0x200b)), addressOf(Me));
    click(find(world.window, "copyAddressButton"));
    QVERIFY(QApplication::clipboard()->text().contains(addressOf(Me)));
    click(find(world.window, "firstRunNext"));

    QLineEdit* address = find<QLineEdit>(world.window, "friendAddress");
    QVERIFY(settle([&] { return address->hasFocus(); }));
    QApplication::clipboard()->setText(addressOf(Wang) + u'\n');
    QTest::keyClick(address, Qt::Key_V, Qt::ControlModifier);
    QPushButton* next = find<QPushButton>(world.window, "firstRunNext");
    QCOMPARE(next->text(), QStringLiteral("Add and finish"));
    click(next);
    QVERIFY(settle([&] { return !isShown(world.window, "firstRunPage"); }));
    QCOMPARE(world.node.contact(Wang)->state, ContactState::PendingOut);
    QVERIFY(settle([&] { return world.models.friendList().indexOf(Wang).isValid(); }));
    QVERIFY(!world.models.isFirstRun());
}

void FirstRunTest::skipped()
{
    WindowWorld world;
    QVERIFY(world.open(false));
    QVERIFY(settle([&] { return isShown(world.window, "firstRunPage"); }));
    click(find(world.window, "firstRunBack"));
    QVERIFY(settle([&] { return !isShown(world.window, "firstRunPage"); }));
    QVERIFY(isShown(world.window, "navChats"));
    QVERIFY(!world.models.isFirstRun());
}

void FirstRunTest::badNameAndBadAddress()
{
    WindowWorld world;
    QVERIFY(world.open(false));
    QVERIFY(settle([&] { return isShown(world.window, "firstRunPage"); }));
    QPushButton* next = find<QPushButton>(world.window, "firstRunNext");
    typeInto(find(world.window, "ownName"), QString(60, u'x'));
    QVERIFY(!next->isEnabled());
    typeInto(find(world.window, "ownName"), QStringLiteral("Yue"));
    QVERIFY(next->isEnabled());
    click(next);
    click(next);
    QCOMPARE(next->text(), QStringLiteral("Finish"));
    typeInto(find(world.window, "friendAddress"), QStringLiteral("vos1w3k8t5n0"));
    QVERIFY(!next->isEnabled());
    QCOMPARE(find<QLabel>(world.window, "friendAddressWords")->text(),
             QStringLiteral("This address is too short"));
    click(find(world.window, "firstRunBack"));
    QCOMPARE(find<QLabel>(world.window, "firstRunPlace")->text(), QStringLiteral("Step 2 of 3"));
}

void FirstRunTest::refusedRequestStays()
{
    WindowWorld world;
    QVERIFY(world.open(false));
    QVERIFY(settle([&] { return isShown(world.window, "firstRunPage"); }));
    QPushButton* next = find<QPushButton>(world.window, "firstRunNext");
    click(next);
    click(next);
    typeInto(find(world.window, "friendAddress"), addressOf(Wang));
    world.node.refuseNext({ErrorCode::Storage, "disk full"});
    click(next);
    QVERIFY(settle([&] { return isShown(world.window, "firstFriendError"); }));
    QVERIFY(isShown(world.window, "firstRunPage"));
    QVERIFY(next->isEnabled());
}

VOS_TEST_WIDGETS(FirstRunTest)
#include "gui_firstrun.moc"
