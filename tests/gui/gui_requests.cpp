#include "tests/gui/stage.h"
#include "tests/support/testprogram.h"

#include <QApplication>
#include <QLabel>
#include <QPushButton>
#include <QTest>

using namespace vos;
using namespace vos::tests;

class RequestsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_world.reset(); }
    void noticeAppearsAndLeads();
    void accept();
    void decline();
    void blockAndUnblock();
    void refusedAnswerStays();
    void peersTextIsPlain();

private:
    void ask(const NodeId& id, const char* name, const char* note = "")
    {
        Contact asking = contact(id, name, ContactState::PendingIn);
        asking.requestNote = note;
        m_world->node.putContact(asking);
    }
    QWidget* button(const QString& accessibleName) const
    {
        const QList<QPushButton*> all = m_world->window.findChildren<QPushButton*>();
        for (QPushButton* candidate : all) {
            if (candidate->isVisible() && candidate->accessibleName() == accessibleName)
                return candidate;
        }
        qFatal("no button %s", qPrintable(accessibleName));
    }

    std::unique_ptr<WindowWorld> m_world;
};

void RequestsTest::init()
{
    m_world = std::make_unique<WindowWorld>();
    QVERIFY(m_world->open());
    QVERIFY(!isShown(m_world->window, "requestNotice"));
}

void RequestsTest::noticeAppearsAndLeads()
{
    ask(Bob, "Bob", "We met at the library");
    ask(Carol, "Carol");
    QPushButton* notice = find<QPushButton>(m_world->window, "requestNotice");
    QVERIFY(settle([&] { return notice->isVisible(); }));
    QCOMPARE(notice->text(), QStringLiteral("2 friend requests"));
    click(notice);
    QVERIFY(settle([this] { return isShown(m_world->window, "requestsPage"); }));
    QCOMPARE(m_world->window.findChildren<QWidget*>(QStringLiteral("requestCard")).size(), 2);
    click(find(m_world->window, "requestsBack"));
    QVERIFY(settle([this] { return !isShown(m_world->window, "requestsPage"); }));
}

void RequestsTest::accept()
{
    ask(Bob, "Bob");
    m_world->window.openRequests();
    click(button(QStringLiteral("Accept Bob")));
    QVERIFY(settle([this] { return isShown(m_world->window, "composer"); }));
    QCOMPARE(m_world->node.contact(Bob)->state, ContactState::Accepted);
    QVERIFY(settle([this] { return !isShown(m_world->window, "requestNotice"); }));
}

void RequestsTest::decline()
{
    ask(Bob, "Bob");
    m_world->window.openRequests();
    QWidget* decline = button(QStringLiteral("Decline Bob"));
    decline->setFocus();
    QTest::keyClick(decline, Qt::Key_Space);
    QVERIFY(settle([this] { return m_world->node.contact(Bob) == nullptr; }));
    QVERIFY(settle([this] { return !isShown(m_world->window, "requestCard"); }));
    QVERIFY(!m_world->models.friendList().indexOf(Bob).isValid());
}

void RequestsTest::blockAndUnblock()
{
    ask(Bob, "Bob");
    m_world->window.openRequests();
    click(button(QStringLiteral("Block Bob")));
    QVERIFY(settle([this] { return m_world->models.blocked().rowCount() == 1; }));
    QCOMPARE(m_world->node.contact(Bob)->state, ContactState::Blocked);
    QTest::keyClick(&m_world->window, Qt::Key_Comma, Qt::ControlModifier);
    QVERIFY(settle([this] { return isShown(m_world->window, "unblockButton"); }));
    QWidget* unblock = button(QStringLiteral("Unblock Bob"));
    unblock->setFocus();
    QTest::keyClick(unblock, Qt::Key_Space);
    QVERIFY(settle([this] { return m_world->node.contact(Bob) == nullptr; }));
    QVERIFY(settle([this] { return !isShown(m_world->window, "unblockButton"); }));
}

void RequestsTest::refusedAnswerStays()
{
    ask(Bob, "Bob");
    m_world->window.openRequests();
    m_world->node.refuseNext({ErrorCode::Storage, "disk full"});
    click(button(QStringLiteral("Accept Bob")));
    QVERIFY(settle([this] { return isShown(m_world->window, "requestsTrouble"); }));
    QVERIFY(button(QStringLiteral("Accept Bob"))->isEnabled());
}

void RequestsTest::peersTextIsPlain()
{
    ask(Bob, "<b>Bob</b>", "<img src='http://evil.example/x.png'>");
    m_world->window.openRequests();
    const QList<QLabel*> labels = find(m_world->window, "requestCard")->findChildren<QLabel*>();
    int withMarkup = 0;
    for (const QLabel* label : labels) {
        if (label->text().contains(u'<')) {
            ++withMarkup;
            QCOMPARE(label->textFormat(), Qt::PlainText);
        }
    }
    QVERIFY(withMarkup >= 2);
}

VOS_TEST_WIDGETS(RequestsTest)
#include "gui_requests.moc"
