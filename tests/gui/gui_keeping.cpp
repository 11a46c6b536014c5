// Friend VOS between three windows on three real nodes: asked for in one, allowed in another; a
// message of the third to somebody who is away is held, and its way is told to the end.

#include "tests/gui/person.h"
#include "tests/support/testprogram.h"
#include "ui/chat/chatpage.h"
#include "ui/chat/messageview.h"

#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

using namespace vos;
using namespace vos::tests;

namespace {

/// Makes the two friends, without their windows.
bool makeFriends(Person& a, Person& b)
{
    a.node.addContact(b.node.identity().link, {}, {}, nullptr, {});
    const NodeId asker = a.node.identity().id;
    const NodeId asked = b.node.identity().id;
    const auto stateOf = [](Person& person, const NodeId& id) {
        const model::Friend* known = person.models.friends().find(id);
        return known == nullptr ? ContactState::None : known->contact.state;
    };
    const bool came = settle([&] { return stateOf(b, asker) == ContactState::PendingIn; }, WaitMax);
    b.node.acceptContact(asker, nullptr, {});
    return came && settle([&] { return stateOf(a, asked) == ContactState::Accepted; }, WaitMax);
}

QPushButton* named(QWidget& window, const QString& accessibleName)
{
    for (QPushButton* button : window.findChildren<QPushButton*>()) {
        if (button->isVisible() && button->accessibleName() == accessibleName)
            return button;
    }
    return nullptr;
}

/// Every text of the details panel.
QStringList wayOf(Person& person)
{
    QStringList texts;
    for (const QLabel* label : find(person.window, "messageDetails")->findChildren<QLabel*>())
        texts.append(label->text());
    return texts;
}

}  // namespace

class KeepingTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void askedAllowedHeldDeliveredRead();

private:
    void askBob(Person& wang);
    bool row(Person& person, const char* list, const QString& start)
    {
        return settle(
            [&] {
                const QStringList rows = rowsOf(find<QAbstractItemView>(person.window, list));
                return std::any_of(rows.begin(), rows.end(),
                                   [&](const QString& text) { return text.startsWith(start); });
            },
            WaitMax);
    }
};

void KeepingTest::askBob(Person& wang)
{
    wang.window.openFriendVos(ui::FriendVosPart::All);
    click(find(wang.window, "askFriendButton"));
    QVERIFY(settle([&] { return isShown(wang.window, "askFriendDialog"); }, WaitMax));
    auto* who = find<QComboBox>(wang.window, "askWho");
    who->setCurrentIndex(who->findText(QStringLiteral("Bob")));
    QCOMPARE(who->currentText(), QStringLiteral("Bob"));
    click(find(wang.window, "askSendButton"));
    QVERIFY(settle([&] { return !isShown(wang.window, "askFriendDialog"); }, WaitMax));
}

void KeepingTest::askedAllowedHeldDeliveredRead()
{
    QTemporaryDir folder;
    const auto person = [&](const char* name) {
        return std::make_unique<Person>(folder.filePath(QLatin1String(name)));
    };
    auto wang = person("wang");
    auto bob = person("bob");
    auto alice = person("alice");
    QVERIFY(wang->open() && bob->open() && alice->open());
    goThroughFirstRun(*wang, QStringLiteral("Wang"), {});
    goThroughFirstRun(*bob, QStringLiteral("Bob"), {});
    goThroughFirstRun(*alice, QStringLiteral("Alice"), {});
    QVERIFY(makeFriends(*wang, *bob));
    QVERIFY(makeFriends(*alice, *bob));
    QVERIFY(makeFriends(*alice, *wang));
    const NodeId wangId = wang->models.status().ownId();
    const NodeId bobId = bob->models.status().ownId();

    // Asked in one window, shown and allowed in another.
    askBob(*wang);
    QVERIFY(row(*wang, "holdForMeList", QStringLiteral("Bob, Asked")));
    QVERIFY(settle([&] { return bob->models.friendVos().requestCount() == 1; }, WaitMax));
    bob->window.openFriendVos(ui::FriendVosPart::Requests);
    QPushButton* allow = nullptr;
    QVERIFY(settle(
        [&] {
            allow = named(bob->window, QStringLiteral("Allow Wang"));
            return allow != nullptr;
        },
        WaitMax));
    click(allow);
    QVERIFY(row(*wang, "holdForMeList", QStringLiteral("Bob, agreed, online")));
    bob->window.openFriendVos(ui::FriendVosPart::All);
    QVERIFY(row(*bob, "holdForList", QStringLiteral("Wang, agreed")));
    // The fire drill really asks him.
    click(find(wang->window, "drillButton"));
    QVERIFY(settle(
        [&] {
            return find<QLabel>(wang->window, "drillVerdict")
                ->text()
                .startsWith(QStringLiteral("Yes"));
        },
        WaitMax));

    // Wang's card says so to the sender; then he goes.
    QVERIFY(settle(
        [&] {
            bool known = false;
            alice->node.mapEntries(&alice->window, [&](const auto& entries) {
                for (const MapEntry& entry : *entries)
                    known = known || (entry.id == wangId && entry.friendVos == std::vector{bobId});
            });
            return settle([&] { return known; }, 200);
        },
        WaitMax));
    QVERIFY(wang->close());
    wang.reset();
    alice->window.openChat(wangId);
    alice->type(QStringLiteral("The keys are with the porter."));
    QVERIFY(alice->sees(QStringLiteral("The keys"), QStringLiteral("Held by Friend VOS Bob")));
    QVERIFY(row(*bob, "holdForList", QStringLiteral("Wang, agreed")));
    QVERIFY(settle([&] { return bob->models.friendVos().holding() == 1; }, WaitMax));

    std::vector<Message> written;
    alice->node.messages(wangId, std::nullopt, 10, &alice->window,
                         [&](const auto& page) { written = page->messages; });
    QVERIFY(settle([&] { return written.size() == 1; }, WaitMax));
    const MessageId id = written[0].id;

    // Its way, with Bob's signature; the steps to come join without being asked for.
    alice->window.activateWindow();
    alice->window.chat()->reveal(id);
    QTest::keyClick(&alice->window, Qt::Key_D, Qt::ControlModifier);
    const auto step = [&](const QString& title, const QString& proof) {
        return settle(
            [&] {
                const QStringList way = wayOf(*alice);
                return way.contains(title) &&
                       (proof.isEmpty() || !way.filter(QStringLiteral("Signed by ") + proof)
                                                .filter(QStringLiteral("bytes"))
                                                .isEmpty());
            },
            WaitMax);
    };
    QVERIFY(step(QStringLiteral("Written"), {}));
    QVERIFY(step(QStringLiteral("Held by Bob"), QStringLiteral("Bob")));

    // Wang is back: handed over, delivered, read.
    wang = person("wang");
    QVERIFY(wang->open());
    QVERIFY(alice->sees(QStringLiteral("The keys"), QStringLiteral("Delivered")));
    QVERIFY(step(QStringLiteral("Delivered"), QStringLiteral("Wang")));
    wang->window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&wang->window));
    QVERIFY(clickRow(find<QAbstractItemView>(wang->window, "friendList"), QStringLiteral("Alice")));
    QVERIFY(wang->sees(QStringLiteral("The keys are with the porter.")));
    QVERIFY(alice->sees(QStringLiteral("The keys"), QStringLiteral("Read")));
    QVERIFY(step(QStringLiteral("Read"), {}));
    QVERIFY(settle([&] { return bob->models.friendVos().holding() == 0; }, WaitMax));
    // The way is on the disk: with every step after a restart, each once.
    std::vector<MessageStep> steps;
    alice->node.messageSteps(id, &alice->window, [&](const auto& found) { steps = *found; });
    QVERIFY(settle([&] { return !steps.empty(); }, WaitMax));
    using Kind = MessageStep::Kind;
    for (const Kind kind : {Kind::Written, Kind::Held, Kind::Delivered, Kind::Read}) {
        QCOMPARE(std::count_if(steps.begin(), steps.end(),
                               [&](const MessageStep& one) { return one.kind == kind; }),
                 1);
    }
    QVERIFY(alice->close() && bob->close() && wang->close());
}

VOS_TEST_WIDGETS(KeepingTest)
#include "gui_keeping.moc"
