#include "p2p/qt/address.h"
#include "tests/gui/stage.h"
#include "tests/support/testprogram.h"
#include "ui/notify/notificationservice.h"
#include "ui/notify/notifier.h"
#include "ui/notify/tray.h"

#include <QApplication>
#include <QSignalSpy>
#include <QTest>

using namespace vos;
using namespace vos::tests;

namespace {

/// Writes down what would be shown.
class Screen : public ui::NotificationService {
public:
    void show(const ui::Notification& notification) override { shown.append(notification); }
    void withdraw(const QString& key) override { withdrawn.append(key); }

    QList<ui::Notification> shown;
    QStringList withdrawn;
};

}  // namespace

class NotifyTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void onlyWhileLookingElsewhere();
    void modes();
    void oneForEachFriend();
    void requests();
    void friendVosRequests();
    void clickLeadsThere();
    void readingTakesItBack();
    void ownMessagesAreSilent();
    void trayFollowsUnread();

private:
    void lookElsewhere();
    void lookHere();

    QWidget m_elsewhere;
    std::unique_ptr<WindowWorld> m_world;
    std::unique_ptr<ui::Notifier> m_notifier;
    Screen* m_screen = nullptr;
};

void NotifyTest::init()
{
    m_world = std::make_unique<WindowWorld>();
    m_world->node.putContact(contact(Wang, "Wang <b>Xiaoming</b>", ContactState::Accepted, true));
    m_world->node.putContact(contact(Bob, "Bob"));
    auto screen = std::make_unique<Screen>();
    m_screen = screen.get();
    m_notifier =
        std::make_unique<ui::Notifier>(m_world->models, m_world->window, std::move(screen));
    QVERIFY(m_world->open());
    lookElsewhere();
}

void NotifyTest::lookElsewhere()
{
    m_elsewhere.show();
    m_elsewhere.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&m_elsewhere));
    QVERIFY(!m_world->window.isActiveWindow());
}

void NotifyTest::lookHere()
{
    m_world->window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&m_world->window));
}

void NotifyTest::cleanup()
{
    m_notifier.reset();
    m_world.reset();
}

void NotifyTest::onlyWhileLookingElsewhere()
{
    lookHere();
    m_world->node.putMessage(received(Wang, "a", at(10, 0)));
    QVERIFY(m_screen->shown.isEmpty());
    lookElsewhere();
    m_world->node.putMessage(received(Wang, "b\nc", at(10, 1)));
    QCOMPARE(m_screen->shown.size(), 1);
    QCOMPARE(m_screen->shown[0].title, QStringLiteral("Wang <b>Xiaoming</b>"));
    QCOMPARE(m_screen->shown[0].text, QStringLiteral("b c"));
}

void NotifyTest::modes()
{
    model::Preferences& preferences = m_world->models.preferences();
    preferences.setNotifyMode(model::NotifyMode::NameOnly);
    m_world->node.putMessage(received(Bob, "secret", at(10, 0)));
    QCOMPARE(m_screen->shown.last().title, QStringLiteral("Bob"));
    QCOMPARE(m_screen->shown.last().text, QStringLiteral("New message"));
    preferences.setNotifyMode(model::NotifyMode::ThatSomethingCame);
    m_world->node.putMessage(received(Bob, "secret", at(10, 1)));
    QVERIFY(!m_screen->shown.last().title.contains(QStringLiteral("Bob")));
    const qsizetype before = m_screen->shown.size();
    preferences.setNotifyMode(model::NotifyMode::Nothing);
    m_world->node.putMessage(received(Bob, "secret", at(10, 2)));
    QCOMPARE(m_screen->shown.size(), before);
}

void NotifyTest::oneForEachFriend()
{
    m_world->node.putMessages({received(Wang, "1", at(10, 0)), received(Bob, "x", at(10, 0)),
                               received(Wang, "2", at(10, 1))});
    QCOMPARE(m_screen->shown.size(), 2);
    QStringList texts{m_screen->shown[0].text, m_screen->shown[1].text};
    texts.sort();
    QCOMPARE(texts, QStringList({QStringLiteral("2"), QStringLiteral("x")}));
}

void NotifyTest::requests()
{
    Contact asking = contact(Carol, "Carol", ContactState::PendingIn);
    asking.requestNote = "buy cheap watches";
    m_world->node.putContact(asking);
    QCOMPARE(m_screen->shown.size(), 1);
    QCOMPARE(m_screen->shown[0].text, QStringLiteral("Carol asks to be your friend"));
    QSignalSpy wanted(m_notifier.get(), &ui::Notifier::requestsRequested);
    Q_EMIT m_screen->activated(m_screen->shown[0].key);
    QCOMPARE(wanted.size(), 1);
}

void NotifyTest::friendVosRequests()
{
    lookElsewhere();
    FriendOwner asking;
    asking.id = Bob;
    asking.state = AgreementState::Asked;
    asking.message = "<b>please</b>";
    m_world->node.putFriendOwner(asking);
    QCOMPARE(m_screen->shown.size(), 1);
    QCOMPARE(m_screen->shown.last().title, QStringLiteral("Friend VOS request"));
    QCOMPARE(m_screen->shown.last().text,
             QStringLiteral("Bob asks you to keep messages while they are offline"));
    m_world->node.putFriendOwner(asking);  // the same request is no news
    QCOMPARE(m_screen->shown.size(), 1);
    const QSignalSpy asked(m_notifier.get(), &ui::Notifier::friendVosRequested);
    Q_EMIT m_screen->activated(m_screen->shown.last().key);
    QCOMPARE(asked.count(), 1);
    m_world->models.friendVos().allow(Bob, 1 << 20);
    QVERIFY(settle([this] { return m_screen->withdrawn.contains(m_screen->shown.last().key); }));
}

void NotifyTest::clickLeadsThere()
{
    m_world->node.putMessage(received(Bob, "hi", at(10, 0)));
    QSignalSpy wanted(m_notifier.get(), &ui::Notifier::chatRequested);
    Q_EMIT m_screen->activated(m_screen->shown[0].key);
    QCOMPARE(wanted.size(), 1);
    QCOMPARE(wanted[0][0].value<NodeId>(), Bob);
}

void NotifyTest::readingTakesItBack()
{
    m_world->node.putMessage(received(Bob, "hi", at(10, 0)));
    m_screen->withdrawn.clear();
    lookHere();
    m_world->window.openChat(Bob);
    QVERIFY(settle([this] { return m_screen->withdrawn.contains(addressOf(Bob)); }));
}

void NotifyTest::ownMessagesAreSilent()
{
    m_world->node.putMessage(own(Bob, "mine", at(10, 0), MessageState::Sent));
    QVERIFY(m_screen->shown.isEmpty());
}

void NotifyTest::trayFollowsUnread()
{
    ui::Tray tray(look().theme, m_world->models);
    QCOMPARE(tray.icon().toolTip(), QStringLiteral("VOS Messenger"));
    const QImage quiet = tray.icon().icon().pixmap(64).toImage();
    m_world->node.putMessage(received(Bob, "hi", at(10, 0)));
    QCOMPARE(tray.icon().toolTip(), QStringLiteral("VOS Messenger, 1 unread"));
    QVERIFY(tray.icon().icon().pixmap(64).toImage() != quiet);
    QSignalSpy open(&tray, &ui::Tray::openRequested);
    QSignalSpy quit(&tray, &ui::Tray::quitRequested);
    tray.icon().contextMenu()->actions().first()->trigger();
    tray.icon().contextMenu()->actions().last()->trigger();
    QCOMPARE(open.size(), 1);
    QCOMPARE(quit.size(), 1);
}

VOS_TEST_WIDGETS(NotifyTest)
#include "gui_notify.moc"
