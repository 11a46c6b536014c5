// Friend details: safety number, own name, block and remove.

#include "p2p/qt/address.h"
#include "tests/gui/stage.h"
#include "tests/support/testprogram.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QTest>

using namespace vos;
using namespace vos::tests;

class DetailsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_world.reset(); }
    void safetyNumberIsTheNodes();
    void selectedAddressIsCopiedClean();
    void whyOffline();
    void verify();
    void ownName();
    void block();
    void removeAfterAsking();
    void write();

private:
    std::unique_ptr<WindowWorld> m_world;
};

void DetailsTest::init()
{
    m_world = std::make_unique<WindowWorld>();
    m_world->node.putContact(contact(Wang, "Wang Xiaoming", ContactState::Accepted, true));
    QVERIFY(m_world->open());
    m_world->window.openChat(Wang);
    QTest::keyClick(&m_world->window, Qt::Key_I, Qt::ControlModifier);
    QVERIFY(settle([this] { return isShown(m_world->window, "friendDetails"); }));
}

void DetailsTest::safetyNumberIsTheNodes()
{
    QString shown = find<QLabel>(m_world->window, "safetyNumber")->text();
    QCOMPARE(shown.count(u'\n'), 3);
    shown.replace(u'\n', u' ').replace(QStringLiteral("  "), QStringLiteral(" "));
    QCOMPARE(shown, m_world->node.safetyNumber(Wang));
    click(find(m_world->window, "copySafetyNumber"));
    QCOMPARE(QApplication::clipboard()->text(), m_world->node.safetyNumber(Wang));
    click(find(m_world->window, "copyFriendAddress"));
    QCOMPARE(QApplication::clipboard()->text(), addressOf(Wang));
}

void DetailsTest::selectedAddressIsCopiedClean()
{
    auto* address = find<QLabel>(m_world->window, "friendFullAddress");
    QVERIFY(address->text() != addressOf(Wang));  // it may break anywhere
    address->setFocus();
    QTest::keyClick(address, Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QApplication::clipboard()->text(), addressOf(Wang));
    address->setSelection(2, 12);
    QTest::keyClick(address, Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QApplication::clipboard()->text(), addressOf(Wang).mid(2, 10));
}

void DetailsTest::whyOffline()
{
    // Who is there needs no explanation.
    QVERIFY(!isShown(m_world->window, "whyOfflineButton"));
    SeekStep step;
    step.what = SeekStep::What::Contact;
    step.whom = Bob;
    step.startedAt = m_world->clock.now();
    step.result = SeekStep::Result::Newer;
    step.seenAt = m_world->clock.now() - std::chrono::minutes(4);
    step.seenPlace = Endpoint::parse("203.0.113.5:4000");
    m_world->node.setTrail(Wang, {step});
    m_world->node.putContact(contact(Wang, "Wang Xiaoming"));
    QVERIFY(settle([this] { return isShown(m_world->window, "whyOfflineButton"); }));
    QVERIFY(!isShown(m_world->window, "whyOffline"));
    click(find(m_world->window, "whyOfflineButton"));
    QVERIFY(isShown(m_world->window, "whyOffline"));
    QVERIFY(settle([this] {
        return find<QLabel>(m_world->window, "whyOfflineSummary")
            ->text()
            .contains(QStringLiteral("4 min ago, at another address"));
    }));
    QVERIFY(find<QLabel>(m_world->window, "whyOfflineSteps")
                ->text()
                .contains(QStringLiteral("203.0.113.5:4000")));
}

void DetailsTest::verify()
{
    QCheckBox* compared = find<QCheckBox>(m_world->window, "comparedBox");
    QVERIFY(!isShown(m_world->window, "verifiedMark"));
    compared->setFocus();
    QTest::keyClick(compared, Qt::Key_Space);
    QVERIFY(settle([this] { return m_world->node.contact(Wang)->verified; }));
    QVERIFY(settle([this] { return isShown(m_world->window, "verifiedMark"); }));
    QTest::keyClick(compared, Qt::Key_Space);
    QVERIFY(settle([this] { return !m_world->node.contact(Wang)->verified; }));
}

void DetailsTest::ownName()
{
    QLineEdit* field = find<QLineEdit>(m_world->window, "ownNameField");
    typeInto(field, QStringLiteral("Xiao Wang"));
    QTest::keyClick(field, Qt::Key_Return);
    QVERIFY(settle([this] {
        return find<QLabel>(m_world->window, "friendDetailsName")->text() ==
               QStringLiteral("Xiao Wang");
    }));
    QCOMPARE(m_world->node.contact(Wang)->note, std::string("Xiao Wang"));
}

void DetailsTest::block()
{
    click(find(m_world->window, "blockFriendButton"));
    QVERIFY(settle([this] { return isShown(m_world->window, "questionDialog"); }));
    click(find(m_world->window, "questionYes"));
    QVERIFY(settle([this] { return m_world->node.contact(Wang)->state == ContactState::Blocked; }));
    QVERIFY(settle([this] { return !isShown(m_world->window, "friendDetails"); }));
    QVERIFY(!m_world->models.friendList().indexOf(Wang).isValid());
}

void DetailsTest::removeAfterAsking()
{
    click(find(m_world->window, "removeFriendButton"));
    QVERIFY(settle([this] { return isShown(m_world->window, "questionDialog"); }));
    click(find(m_world->window, "questionNo"));
    QVERIFY(settle([this] { return !isShown(m_world->window, "questionDialog"); }));
    QVERIFY(m_world->node.contact(Wang) != nullptr);
    click(find(m_world->window, "removeFriendButton"));
    QVERIFY(settle([this] { return isShown(m_world->window, "questionDialog"); }));
    click(find(m_world->window, "questionYes"));
    QVERIFY(settle([this] { return m_world->node.contact(Wang) == nullptr; }));
    QVERIFY(settle([this] { return !isShown(m_world->window, "friendDetails"); }));
}

void DetailsTest::write()
{
    click(find(m_world->window, "writeButton"));
    QVERIFY(settle([this] { return isShown(m_world->window, "composer"); }));
    QVERIFY(!isShown(m_world->window, "friendDetails"));
}

VOS_TEST_WIDGETS(DetailsTest)
#include "gui_details.moc"
