// A whole chat between two windows on two real nodes: first run on both, request, acceptance,
// messages both ways, receipts, and a message that waits while the other side is away.

#include "model/nodeadapter.h"
#include "tests/gui/stage.h"
#include "tests/support/testprogram.h"

#include <QApplication>
#include <QClipboard>
#include <QInputMethodEvent>
#include <QLabel>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

using namespace vos;
using namespace vos::tests;

namespace {

/// Generous, since builds with sanitizers share the machine; nothing waits this long otherwise.
constexpr int WaitMax = 60'000;

/// One person at one computer: a real node on loopback with its window.
class Person {
public:
    explicit Person(const QString& profile)
        : node(optionsFor(profile)), adapter(node), models(adapter, clock),
          window(look().theme, models, {})
    {
        look().follow(models);
    }

    bool open()
    {
        node.start();
        window.show();
        return settle([this] { return models.isLoaded(); }, WaitMax);
    }
    bool close()
    {
        bool stopped = false;
        QObject::connect(&node, &Node::stopped, &window, [&] { stopped = true; });
        node.stop();
        return settle([&] { return stopped; }, WaitMax);
    }
    void type(const QString& text)
    {
        window.activateWindow();
        QWidget* composer = find(window, "composer");
        composer->setFocus();
        // As an input method gives it: in one piece, any script.
        QInputMethodEvent written;
        written.setCommitString(text);
        QApplication::sendEvent(composer, &written);
        QTest::keyClick(composer, Qt::Key_Return);
    }
    QStringList messages() { return rowsOf(find<QAbstractItemView>(window, "messageList")); }
    QStringList friends() { return rowsOf(find<QAbstractItemView>(window, "friendList")); }
    /// Waits for a message row that holds `part` and, if given, ends with `receipt`.
    bool sees(const QString& part, const QString& receipt = {})
    {
        return settle(
            [&] {
                const QStringList rows = messages();
                return std::any_of(rows.begin(), rows.end(), [&](const QString& row) {
                    return row.contains(part) && row.endsWith(receipt);
                });
            },
            WaitMax);
    }

    static NodeOptions optionsFor(const QString& profile)
    {
        NodeOptions options;
        options.profile = profile;
        options.listen = {QStringLiteral("127.0.0.1:0")};
        options.lan = false;
        options.portMapping = false;
        options.eventIntervalMs = 50;
        return options;
    }

    Node node;
    model::NodeAdapter adapter;
    model::SystemClock clock;
    model::Models models;
    ui::MainWindow window;
};

void goThroughFirstRun(Person& person, const QString& name, const QString& friendLink)
{
    QVERIFY(settle([&] { return isShown(person.window, "firstRunPage"); }, WaitMax));
    typeInto(find(person.window, "ownName"), name);
    QWidget* next = find(person.window, "firstRunNext");
    click(next);
    click(find(person.window, "copyAddressButton"));
    click(next);
    if (!friendLink.isEmpty())
        typeInto(find(person.window, "friendAddress"), friendLink);
    click(next);
    QVERIFY(settle([&] { return !isShown(person.window, "firstRunPage"); }, WaitMax));
}

}  // namespace

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
