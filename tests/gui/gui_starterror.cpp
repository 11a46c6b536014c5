#include "tests/gui/stage.h"
#include "tests/support/testprogram.h"

#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace vos;
using namespace vos::tests;
using Kind = StartError::Kind;

class StartErrorTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyKindSaysWhatToDo_data();
    void everyKindSaysWhatToDo();
    void detailsAreFolded();
    void tryAgainStarts();
    void quits();
};

void StartErrorTest::everyKindSaysWhatToDo_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("title");
    QTest::newRow("port") << int(Kind::PortTaken) << "The network port is taken";
    QTest::newRow("locked") << int(Kind::ProfileLocked) << "This profile is in use";
    QTest::newRow("unreadable") << int(Kind::ProfileUnreadable) << "The profile cannot be read";
    QTest::newRow("key box") << int(Kind::KeyBoxDamaged) << "The key file is damaged";
    QTest::newRow("keychain") << int(Kind::KeychainUnreachable) << "The keychain cannot be reached";
    QTest::newRow("database") << int(Kind::DatabaseDamaged) << "The message store is damaged";
    QTest::newRow("disk") << int(Kind::DiskFull) << "The disk is full";
    QTest::newRow("option") << int(Kind::BadOption) << "An option is wrong";
    QTest::newRow("network") << int(Kind::NoNetwork) << "No network connection could be opened";
}

void StartErrorTest::everyKindSaysWhatToDo()
{
    QFETCH(int, kind);
    WindowWorld world;
    world.node.setStartError({static_cast<Kind>(kind), QStringLiteral("details")});
    world.node.start();
    world.window.show();
    QVERIFY(settle([&] { return isShown(world.window, "startErrorPage"); }));
    QTEST(find<QLabel>(world.window, "startErrorTitle")->text(), "title");
    QVERIFY(find<QLabel>(world.window, "startErrorText")->text().size() > 20);
}

void StartErrorTest::detailsAreFolded()
{
    WindowWorld world;
    const QString details = QStringLiteral("key.box: bad tag <b>at</b> 17");
    world.node.setStartError({Kind::KeyBoxDamaged, details});
    world.node.start();
    world.window.show();
    QVERIFY(settle([&] { return isShown(world.window, "startErrorPage"); }));
    QVERIFY(!isShown(world.window, "startErrorDetails"));
    click(find(world.window, "detailsButton"));
    QCOMPARE(find<QLabel>(world.window, "startErrorDetails")->text(), details);
    QVERIFY(isShown(world.window, "startErrorDetails"));
    click(find(*find(world.window, "startErrorPage"), "copyDetailsButton"));
    QCOMPARE(QApplication::clipboard()->text(), details);
}

void StartErrorTest::tryAgainStarts()
{
    WindowWorld world;
    world.node.setStartError({Kind::DiskFull, QString()});
    world.node.start();
    world.window.show();
    QVERIFY(settle([&] { return isShown(world.window, "startErrorPage"); }));
    world.node.clearStartError();
    click(find(world.window, "retryButton"));
    QVERIFY(settle([&] { return world.models.isLoaded(); }));
    QVERIFY(settle([&] { return !isShown(world.window, "startErrorPage"); }));
}

void StartErrorTest::quits()
{
    WindowWorld world;
    world.node.setStartError({Kind::ProfileLocked, QString()});
    world.node.start();
    world.window.show();
    QVERIFY(settle([&] { return isShown(world.window, "startErrorPage"); }));
    QSignalSpy quit(&world.window, &ui::MainWindow::quitRequested);
    click(find(world.window, "quitButton"));
    QCOMPARE(quit.size(), 1);
}

VOS_TEST_WIDGETS(StartErrorTest)
#include "gui_starterror.moc"
