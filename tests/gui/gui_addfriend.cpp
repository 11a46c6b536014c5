#include "p2p/qt/address.h"
#include "tests/gui/stage.h"
#include "tests/support/testprogram.h"

#include <QApplication>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>

using namespace vos;
using namespace vos::tests;

class AddFriendTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_world.reset(); }
    void addStaysOffUntilTheAddressIsRight();
    void goodAddressBecomesARequest();
    void refusedByTheNode();
    void escapeLeavesNothing();
    void linkFillsItIn();
    void linkOfAFriendOpensTheChat();
    void linkWaitsForTheFirstSteps();

private:
    QString words() const
    {
        return find<QLabel>(m_world->window, "friendAddressWords")->text();
    }
    void type(const QString& text) { typeInto(find(m_world->window, "friendAddress"), text); }
    bool canAdd() const { return find(m_world->window, "addButton")->isEnabled(); }

    std::unique_ptr<WindowWorld> m_world;
};

void AddFriendTest::init()
{
    m_world = std::make_unique<WindowWorld>();
    m_world->node.putContact(contact(Bob, "Bob"));
    QVERIFY(m_world->open());
    QTest::keyClick(&m_world->window, Qt::Key_N, Qt::ControlModifier);
    QVERIFY(settle([this] { return isShown(m_world->window, "addFriendDialog"); }));
}

void AddFriendTest::addStaysOffUntilTheAddressIsRight()
{
    QVERIFY(!canAdd());
    QVERIFY(!find<QLabel>(m_world->window, "addFriendHint")->text().isEmpty());
    type(QStringLiteral("vos1qq"));
    QCOMPARE(words(), QStringLiteral("This address is too short"));
    QVERIFY(!canAdd());
    QString mistyped = addressOf(Wang);
    mistyped[20] = mistyped[20] == u'q' ? u'p' : u'q';
    type(mistyped);
    QVERIFY2(words().startsWith(QStringLiteral("This address has a typing mistake")),
             qPrintable(words()));
    QVERIFY(!canAdd());
    type(addressOf(Me));
    QCOMPARE(words(), QStringLiteral("This is your own address"));
    QVERIFY(!canAdd());
    type(addressOf(Bob));
    QCOMPARE(words(), QStringLiteral("Bob is your friend already"));
    QVERIFY(!canAdd());
    type(addressOf(Wang));
    QCOMPARE(words(), QStringLiteral("This address is complete."));
    QVERIFY(canAdd());
}

void AddFriendTest::goodAddressBecomesARequest()
{
    type(addressOf(Wang));
    typeInto(find(m_world->window, "friendOwnName"), QStringLiteral("Xiao Wang"));
    QWidget* note = find(m_world->window, "requestNote");
    typeInto(note, QStringLiteral("Lin from the library"));
    QTest::keyClick(note, Qt::Key_Return);
    QVERIFY(settle([this] { return !isShown(m_world->window, "addFriendDialog"); }));
    const Contact* asked = m_world->node.contact(Wang);
    QVERIFY(asked != nullptr);
    QCOMPARE(asked->state, ContactState::PendingOut);
    QCOMPARE(asked->note, std::string("Xiao Wang"));
    QCOMPARE(asked->requestNote, std::string("Lin from the library"));
    const auto* list = find<QAbstractItemView>(m_world->window, "friendList");
    QVERIFY(settle([&] {
        return rowsOf(list).contains(
            QStringLiteral("Xiao Wang, waiting, Waiting for Xiao Wang to accept"));
    }));
}

void AddFriendTest::refusedByTheNode()
{
    type(addressOf(Wang));
    m_world->node.refuseNext({ErrorCode::Storage, "disk full"});
    click(find(m_world->window, "addButton"));
    QVERIFY(settle([this] { return isShown(m_world->window, "addFriendError"); }));
    QVERIFY(isShown(m_world->window, "addFriendDialog"));
    QVERIFY(canAdd());
    QVERIFY(m_world->node.contact(Wang) == nullptr);
}

void AddFriendTest::escapeLeavesNothing()
{
    type(addressOf(Wang));
    QTest::keyClick(find(m_world->window, "friendAddress"), Qt::Key_Escape);
    QVERIFY(settle([this] { return !isShown(m_world->window, "addFriendDialog"); }));
    QVERIFY(m_world->node.contact(Wang) == nullptr);
}

void AddFriendTest::linkFillsItIn()
{
    type(QStringLiteral("vos1half"));
    // The dialog that is open takes it; there is no second one.
    m_world->window.openLink(u"vos:" + addressOf(Wang) + QStringLiteral("?name=Wang"));
    QCOMPARE(m_world->window.findChildren<QDialog*>(QStringLiteral("addFriendDialog")).size(), 1);
    QVERIFY(canAdd());
    QTest::keyClick(find(m_world->window, "friendAddress"), Qt::Key_Escape);
    QVERIFY(settle([this] { return !isShown(m_world->window, "addFriendDialog"); }));
    // One that is wrong is shown with what is wrong.
    m_world->window.openLink(QStringLiteral("vos:nonsense"));
    QVERIFY(settle([this] { return isShown(m_world->window, "addFriendDialog"); }));
    QVERIFY(!canAdd());
    QVERIFY(!words().isEmpty());
    QVERIFY(m_world->node.contact(Wang) == nullptr);
}

void AddFriendTest::linkOfAFriendOpensTheChat()
{
    QTest::keyClick(find(m_world->window, "friendAddress"), Qt::Key_Escape);
    QVERIFY(settle([this] { return !isShown(m_world->window, "addFriendDialog"); }));
    m_world->window.openLink(u"vos:" + addressOf(Bob));
    QVERIFY(settle([this] { return isShown(m_world->window, "composer"); }));
    QVERIFY(!isShown(m_world->window, "addFriendDialog"));
}

void AddFriendTest::linkWaitsForTheFirstSteps()
{
    m_world = std::make_unique<WindowWorld>();
    m_world->window.openLink(u"vos:" + addressOf(Wang));
    QVERIFY(m_world->open(false));
    QVERIFY(!isShown(m_world->window, "addFriendDialog"));
    for (int step = 0; step < 3; ++step)
        click(find(m_world->window, "firstRunNext"));
    QVERIFY(settle([this] { return isShown(m_world->window, "addFriendDialog"); }));
    QVERIFY(canAdd());
}

VOS_TEST_WIDGETS(AddFriendTest)
#include "gui_addfriend.moc"
