// A whole chat between two windows on two real nodes: first run on both, request, acceptance,
// messages both ways, receipts, and a message that waits while the other side is away.

#include "tests/gui/person.h"
#include "tests/support/testprogram.h"

#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

using namespace vos;
using namespace vos::tests;

class ChatTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void twoWindows();
};

void ChatTest::twoWindows()
{
    QTemporaryDir folder;
    auto alice = std::make_unique<Person>(folder.filePath(QStringLiteral("alice")));
    auto bob = std::make_unique<Person>(folder.filePath(QStringLiteral("bob")));
    QVERIFY(alice->open());
    QVERIFY(bob->open());

    // Alice copies her address in her first run; Bob pastes it in his.
    goThroughFirstRun(*alice, QStringLiteral("Alice"), {});
    const QString link = QApplication::clipboard()->text();
    QVERIFY2(link.startsWith(QStringLiteral("vos:vos1")), qPrintable(link));
    goThroughFirstRun(*bob, QStringLiteral("Bob"), link);

    // Alice is asked and accepts.
    QVERIFY(settle([&] { return isShown(alice->window, "requestNotice"); }, WaitMax));
    click(find(alice->window, "requestNotice"));
    QVERIFY(settle([&] { return isShown(alice->window, "acceptButton"); }, WaitMax));
    click(find(alice->window, "acceptButton"));
    QVERIFY(settle([&] { return isShown(alice->window, "composer"); }, WaitMax));
    const auto isOnline = [](Person& person, const QString& name) {
        const QStringList rows = person.friends();
        return std::any_of(rows.begin(), rows.end(), [&](const QString& row) {
            return row.startsWith(name + QStringLiteral(", online"));
        });
    };
    QVERIFY(settle([&] { return isOnline(*bob, QStringLiteral("Alice")); }, WaitMax));
    QVERIFY(settle([&] { return isOnline(*alice, QStringLiteral("Bob")); }, WaitMax));
    QVERIFY(find(alice->window, "networkChip")
                ->accessibleName()
                .startsWith(QStringLiteral("Network: connected")));

    // Messages both ways; Bob's window is not on the chat yet, so the first stays unread.
    alice->type(QStringLiteral("Shall we meet at three?"));
    QVERIFY(alice->sees(QStringLiteral("Shall we meet"), QStringLiteral("Delivered")));
    QVERIFY(settle([&] { return bob->models.friends().unreadTotal() == 1; }, WaitMax));
    bob->window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&bob->window));
    QVERIFY(clickRow(find<QAbstractItemView>(bob->window, "friendList"), QStringLiteral("Alice")));
    QVERIFY(bob->sees(QStringLiteral("Shall we meet at three?")));
    QVERIFY(alice->sees(QStringLiteral("Shall we meet"), QStringLiteral("Read")));
    QVERIFY(settle([&] { return bob->models.friends().unreadTotal() == 0; }, WaitMax));
    bob->type(QString::fromUtf8("好，图书馆见。"));
    QVERIFY(alice->sees(QString::fromUtf8("好，图书馆见。")));
    QVERIFY(bob->sees(QString::fromUtf8("图书馆"), QStringLiteral("Delivered")) ||
            bob->sees(QString::fromUtf8("图书馆"), QStringLiteral("Read")));

    // Bob goes; what Alice writes waits here and says so.
    QVERIFY(bob->close());
    bob.reset();
    QVERIFY(settle([&] { return !isOnline(*alice, QStringLiteral("Bob")); }, WaitMax));
    alice->type(QStringLiteral("I am there already."));
    QVERIFY(alice->sees(QStringLiteral("I am there already."), QStringLiteral("Queued")));
    QVERIFY(settle(
        [&] {
            return find(alice->window, "queueChip")->accessibleName() ==
                   QStringLiteral("Queue: 1 waiting");
        },
        WaitMax));

    // Bob is back on the same profile: no first run, the message comes, the history is there.
    bob = std::make_unique<Person>(folder.filePath(QStringLiteral("bob")));
    QVERIFY(bob->open());
    QVERIFY(!isShown(bob->window, "firstRunPage"));
    QVERIFY(settle([&] { return bob->models.friends().find(alice->models.status().ownId()); }));
    bob->window.openChat(alice->models.status().ownId());
    QVERIFY(bob->sees(QStringLiteral("I am there already.")));
    QVERIFY(bob->sees(QStringLiteral("Shall we meet at three?")));
    QVERIFY(settle(
        [&] {
            return find(alice->window, "queueChip")->accessibleName() ==
                   QStringLiteral("Queue: empty");
        },
        WaitMax));
    QVERIFY(alice->close());
    QVERIFY(bob->close());
}

VOS_TEST_WIDGETS(ChatTest)
#include "gui_chat.moc"
