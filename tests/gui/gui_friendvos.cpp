// The page Friend VOS: every way a request can go, from both sides, limits, stopping, warnings and
// the fire drill.

#include "p2p/qt/address.h"
#include "tests/gui/stage.h"
#include "tests/support/testprogram.h"
#include "ui/friendvos/agreementview.h"
#include "ui/widgets/segments.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QTest>
#include <QToolButton>

using namespace vos;
using namespace vos::tests;

namespace {

constexpr std::uint64_t Mega = 1ull << 20;

}  // namespace

class FriendVosTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_world.reset(); }
    void nobodyKeepsMine();
    void askAFriend();
    void askAnAddress();
    void askIsRefused();
    void withdraw();
    void whatIsOverIsRemoved();
    void answers_data();
    void answers();
    void requestIsAnnounced();
    void allowWithALowerLimit();
    void decline();
    void declineForGoodAndUndo();
    void letAskAgainLater();
    void notNow();
    void refusedAnswerStays();
    void byKeyboardAlone();
    void agreedRowsAndChip();
    void changeLimits();
    void aLimitSetElsewhereStays_data();
    void aLimitSetElsewhereStays();
    void stopSaysWhatHappens_data();
    void stopSaysWhatHappens();
    void nearFullAndLostWarn();
    void drill();
    void segments();
    void narrowIsOneColumn();
    void textOfStrangersIsPlain();
    void friendDetails();
    void elsewhere();
    void eachKeepsForTheOther();
    void settings();

private:
    void asks(const NodeId& id, const char* name, std::uint64_t megabytes = 50,
              const char* message = "")
    {
        FriendOwner owner;
        owner.id = id;
        owner.name = name;
        owner.message = message;
        owner.state = AgreementState::Asked;
        owner.since = at(10, 38);
        owner.quotaBytes = megabytes * Mega;
        m_world->node.putFriendOwner(owner);
    }
    void holds(const NodeId& id, AgreementState state, std::uint64_t used = 12)
    {
        FriendVos mine;
        mine.id = id;
        mine.state = state;
        mine.since = at(9, 0);
        mine.online = true;
        mine.usedBytes = used * Mega;
        mine.quotaBytes = 50 * Mega;
        m_world->node.putFriendVos(mine);
    }
    void isHeldFor(const NodeId& id, std::uint32_t messages, std::uint64_t used = 4)
    {
        FriendOwner owner;
        owner.id = id;
        owner.state = AgreementState::Active;
        owner.since = at(9, 0);
        owner.messages = messages;
        owner.usedBytes = used * Mega;
        owner.quotaBytes = 50 * Mega;
        owner.keptUntil = at(9, 0) + std::chrono::days(14);
        m_world->node.putFriendOwner(owner);
    }
    void open(ui::FriendVosPart part = ui::FriendVosPart::All)
    {
        m_world->window.openFriendVos(part);
        QVERIFY(isShown(m_world->window, "friendVosPage"));
    }
    QPushButton* button(const QString& accessibleName) const
    {
        for (QPushButton* candidate : m_world->window.findChildren<QPushButton*>()) {
            if (candidate->isVisible() && candidate->accessibleName() == accessibleName)
                return candidate;
        }
        qFatal("no button %s", qPrintable(accessibleName));
    }
    QStringList rows(const char* list) const
    {
        return rowsOf(find<QAbstractItemView>(m_world->window, list));
    }
    /// Opens the menu of the first row by keyboard and takes the entry that begins with `text`.
    bool chooseInMenu(const char* list, const QString& text)
    {
        auto* view = find<QAbstractItemView>(m_world->window, list);
        view->setFocus();
        view->setCurrentIndex(view->model()->index(0, 0));
        QTest::keyClick(view, Qt::Key_Return);
        if (!settle([this] { return isShown(m_world->window, "agreementMenu"); }))
            return false;
        QMenu* menu = find<QMenu>(m_world->window, "agreementMenu");
        for (QAction* action : menu->actions()) {
            if (!action->text().startsWith(text))
                continue;
            action->trigger();
            menu->close();
            return true;
        }
        menu->close();
        return false;
    }
    /// Clicks the word at the right of the first row.
    void clickOffer(const char* list)
    {
        auto* view = find<ui::AgreementView>(m_world->window, list);
        const QRect row = view->visualRect(view->model()->index(0, 0));
        // Left of the menu's dots.
        QTest::mouseClick(view->viewport(), Qt::LeftButton, Qt::NoModifier,
                          QPoint(row.right() - 80, row.center().y()));
    }

    std::unique_ptr<WindowWorld> m_world;
};

void FriendVosTest::init()
{
    m_world = std::make_unique<WindowWorld>();
    m_world->node.putContact(contact(Bob, "Bob", ContactState::Accepted, true));
    m_world->node.putContact(contact(Carol, "Carol"));
    QVERIFY(m_world->open());
}

void FriendVosTest::nobodyKeepsMine()
{
    QTest::keyClick(&m_world->window, Qt::Key_2, Qt::ControlModifier);
    QVERIFY(isShown(m_world->window, "nobodyBanner"));
    QVERIFY(!isShown(m_world->window, "drillPanel"));
    click(find(m_world->window, "nobodyAskButton"));
    QVERIFY(settle([this] { return isShown(m_world->window, "askFriendDialog"); }));
    click(find(m_world->window, "askCancelButton"));
    holds(Bob, AgreementState::Active);
    QVERIFY(settle([this] { return !isShown(m_world->window, "nobodyBanner"); }));
    QVERIFY(isShown(m_world->window, "drillPanel"));
}

void FriendVosTest::askAFriend()
{
    open();
    click(find(m_world->window, "askFriendButton"));
    QVERIFY(settle([this] { return isShown(m_world->window, "askFriendDialog"); }));
    auto* who = find<QComboBox>(m_world->window, "askWho");
    QCOMPARE(who->currentText(), QStringLiteral("Bob"));
    QVERIFY(find<QLabel>(m_world->window, "askLearns")
                ->text()
                .startsWith(QStringLiteral("Bob will learn that messages for you exist")));
    auto* size = find<QComboBox>(m_world->window, "askSize");
    QCOMPARE(size->currentText(), QStringLiteral("50 MB"));
    size->setCurrentIndex(size->findText(QStringLiteral("20 MB")));
    click(find(m_world->window, "askSendButton"));
    QVERIFY(settle([this] { return rows("holdForMeList").size() == 1; }));
    QCOMPARE(m_world->node.friendVos(Bob)->quotaBytes, 20 * Mega);
    QCOMPARE(rows("holdForMeList").first(), QStringLiteral("Bob, Asked 10:52 · waiting"));
    QVERIFY(settle([this] { return !isShown(m_world->window, "askFriendDialog"); }));
}

void FriendVosTest::askAnAddress()
{
    open();
    click(find(m_world->window, "askFriendButton"));
    QVERIFY(settle([this] { return isShown(m_world->window, "askFriendDialog"); }));
    auto* who = find<QComboBox>(m_world->window, "askWho");
    who->setCurrentIndex(who->count() - 1);
    QVERIFY(isShown(m_world->window, "askAddress"));
    QVERIFY(!find(m_world->window, "askSendButton")->isEnabled());
    typeInto(find(m_world->window, "askAddress"), QStringLiteral("vos1qqqq"));
    QVERIFY(isShown(m_world->window, "askAddressWords"));
    QVERIFY(!find(m_world->window, "askSendButton")->isEnabled());
    const NodeId box = nodeId(77);
    typeInto(find(m_world->window, "askAddress"), addressOf(box));
    QVERIFY(!isShown(m_world->window, "askAddressWords"));
    click(find(m_world->window, "askSendButton"));
    QVERIFY(settle([&] { return m_world->node.friendVos(box) != nullptr; }));
}

void FriendVosTest::askIsRefused()
{
    open();
    click(find(m_world->window, "askFriendButton"));
    QVERIFY(settle([this] { return isShown(m_world->window, "askFriendDialog"); }));
    m_world->node.refuseNext({ErrorCode::Busy, "eight already"});
    click(find(m_world->window, "askSendButton"));
    QVERIFY(settle([this] { return isShown(m_world->window, "askError"); }));
    QVERIFY(find(m_world->window, "askSendButton")->isEnabled());
}

void FriendVosTest::withdraw()
{
    holds(Bob, AgreementState::Pending, 0);
    open();
    clickOffer("holdForMeList");
    QVERIFY(settle([this] { return m_world->node.friendVos(Bob) == nullptr; }));
    QVERIFY(settle([this] { return rows("holdForMeList").isEmpty(); }));
}

void FriendVosTest::whatIsOverIsRemoved()
{
    holds(Bob, AgreementState::Declined, 0);
    open();
    QVERIFY(chooseInMenu("holdForMeList", QStringLiteral("Remove from the list")));
    QVERIFY(settle([this] { return rows("holdForMeList").isEmpty(); }));
    QVERIFY(m_world->node.friendVos(Bob) == nullptr);
}

void FriendVosTest::answers_data()
{
    QTest::addColumn<int>("state");
    QTest::addColumn<QString>("row");
    const auto add = [](const char* name, AgreementState state, const char* row) {
        QTest::newRow(name) << static_cast<int>(state) << QString::fromUtf8(row);
    };
    add("agreed", AgreementState::Active, "Bob, agreed, online, 12 of 50 MB");
    add("declined", AgreementState::Declined, "Bob, Declined 09:00");
    add("ended", AgreementState::Revoked, "Bob, Ended 09:00");
    add("no answer", AgreementState::Expired, "Bob, No answer 09:00");
}

void FriendVosTest::answers()
{
    QFETCH(int, state);
    QFETCH(QString, row);
    const auto answered = static_cast<AgreementState>(state);
    holds(Bob, AgreementState::Pending, 0);
    open(ui::FriendVosPart::HoldForMe);
    holds(Bob, answered);
    QCOMPARE(rows("holdForMeList"), QStringList(row));
    if (answered == AgreementState::Active)
        return;
    // What is over can be asked for again.
    clickOffer("holdForMeList");
    QVERIFY(
        settle([this] { return m_world->node.friendVos(Bob)->state == AgreementState::Pending; }));
}

void FriendVosTest::requestIsAnnounced()
{
    asks(Carol, "Carol", 50, "My laptop is off at night");
    QWidget* rail = find(m_world->window, "navFriendVos");
    QVERIFY(settle([&] { return rail->accessibleDescription() == QStringLiteral("1 request"); }));
    click(rail);
    QVERIFY(isShown(m_world->window, "keepCard"));
    QVERIFY(find<QLabel>(m_world->window, "keepMessage")
                ->text()
                .contains(QStringLiteral("My laptop is off at night")));
}

void FriendVosTest::allowWithALowerLimit()
{
    asks(Carol, "Carol", 64);
    open();
    auto* limit = find<QComboBox>(m_world->window, "limitChoice");
    QCOMPARE(limit->currentText(), QStringLiteral("64 MB"));
    QCOMPARE(limit->findText(QStringLiteral("100 MB")), -1);  // lower, never higher
    limit->setCurrentIndex(limit->findText(QStringLiteral("20 MB")));
    click(button(QStringLiteral("Allow Carol")));
    QVERIFY(settle([this] { return !isShown(m_world->window, "keepCard"); }));
    QCOMPARE(m_world->node.friendOwner(Carol)->state, AgreementState::Active);
    QCOMPARE(m_world->node.friendOwner(Carol)->quotaBytes, 20 * Mega);
    QCOMPARE(rows("holdForList"), QStringList(QStringLiteral("Carol, agreed, offline, "
                                                             "0 of 20 MB")));
}

void FriendVosTest::decline()
{
    asks(Carol, "Carol");
    open();
    click(button(QStringLiteral("Decline Carol")));
    QVERIFY(settle([this] { return !isShown(m_world->window, "keepCard"); }));
    QCOMPARE(m_world->node.friendOwner(Carol)->state, AgreementState::Declined);
    QVERIFY(!m_world->node.friendOwner(Carol)->doNotAsk);
    QVERIFY(!isShown(m_world->window, "undoButton"));
}

void FriendVosTest::declineForGoodAndUndo()
{
    asks(Carol, "Carol");
    open();
    find<QCheckBox>(m_world->window, "doNotAskBox")->setChecked(true);
    click(button(QStringLiteral("Decline Carol")));
    QVERIFY(settle([this] { return isShown(m_world->window, "undoButton"); }));
    QVERIFY(m_world->node.friendOwner(Carol)->doNotAsk);
    click(find(m_world->window, "undoButton"));
    QVERIFY(settle([this] { return !m_world->node.friendOwner(Carol)->doNotAsk; }));
}

void FriendVosTest::letAskAgainLater()
{
    FriendOwner declined;
    declined.id = Carol;
    declined.state = AgreementState::Declined;
    declined.doNotAsk = true;
    declined.since = at(9, 0);
    m_world->node.putFriendOwner(declined);
    open();
    QVERIFY(!isShown(m_world->window, "declinedList"));
    open(ui::FriendVosPart::Requests);
    QVERIFY(isShown(m_world->window, "declinedList"));
    QCOMPARE(rows("declinedList"),
             QStringList(QStringLiteral("Carol, Declined 09:00 · may not ask again")));
    clickOffer("declinedList");
    QVERIFY(settle([this] { return !m_world->node.friendOwner(Carol)->doNotAsk; }));
}

void FriendVosTest::notNow()
{
    asks(Carol, "Carol");
    open();
    click(button(QStringLiteral("Not now Carol")));
    QVERIFY(!isShown(m_world->window, "allowButton"));
    QVERIFY(isShown(m_world->window, "keepCard"));
    QVERIFY(find(m_world->window, "navFriendVos")->accessibleDescription().isEmpty());
    QCOMPARE(m_world->node.friendOwner(Carol)->state, AgreementState::Asked);
    click(button(QStringLiteral("Answer Carol")));
    QVERIFY(isShown(m_world->window, "allowButton"));
}

void FriendVosTest::refusedAnswerStays()
{
    asks(Carol, "Carol");
    open();
    m_world->node.refuseNext({ErrorCode::Storage, "disk full"});
    click(button(QStringLiteral("Allow Carol")));
    QVERIFY(settle([this] { return isShown(m_world->window, "friendVosTrouble"); }));
    QVERIFY(button(QStringLiteral("Allow Carol"))->isEnabled());
}

void FriendVosTest::byKeyboardAlone()
{
    asks(Carol, "Carol");
    QTest::keyClick(&m_world->window, Qt::Key_2, Qt::ControlModifier);
    QVERIFY(isShown(m_world->window, "keepCard"));
    QStringList seen;
    find(m_world->window, "navFriendVos")->setFocus(Qt::TabFocusReason);
    for (int i = 0; i < 40 && !seen.contains(QStringLiteral("allowButton")); ++i) {
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        seen.append(QApplication::focusWidget()->objectName());
    }
    QVERIFY(seen.contains(QStringLiteral("limitChoice")));
    QCOMPARE(seen.last(), QStringLiteral("allowButton"));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
    QVERIFY(settle(
        [this] { return m_world->node.friendOwner(Carol)->state == AgreementState::Active; }));
    QVERIFY(settle([this] { return rows("holdForList").size() == 1; }));
    QVERIFY(chooseInMenu("holdForList", QStringLiteral("Stop")));
    QVERIFY(settle([this] { return isShown(m_world->window, "questionDialog"); }));
}

void FriendVosTest::agreedRowsAndChip()
{
    QVERIFY(!isShown(m_world->window, "holdingChip"));
    isHeldFor(Carol, 3);
    isHeldFor(Bob, 1);
    QVERIFY(settle([this] { return isShown(m_world->window, "holdingChip"); }));
    QCOMPARE(find(m_world->window, "holdingChip")->accessibleName(),
             QStringLiteral("Holding: 4 messages"));
    click(find(m_world->window, "holdingChip"));
    QVERIFY(isShown(m_world->window, "holdForList"));
    QVERIFY(!isShown(m_world->window, "holdForMeList"));
    QVERIFY(rows("holdForList").contains(QStringLiteral("Carol, agreed, offline, 4 of 50 MB")));
}

void FriendVosTest::changeLimits()
{
    isHeldFor(Carol, 3);
    open();
    QVERIFY(chooseInMenu("holdForList", QStringLiteral("Change limits")));
    QVERIFY(settle([this] { return isShown(m_world->window, "limitDialog"); }));
    auto* limit = find<QComboBox>(m_world->window, "newLimit");
    QCOMPARE(limit->currentText(), QStringLiteral("50 MB"));
    limit->setCurrentIndex(limit->findText(QStringLiteral("100 MB")));
    click(find(m_world->window, "limitChangeButton"));
    QVERIFY(settle([this] { return m_world->node.friendOwner(Carol)->quotaBytes == 100 * Mega; }));
}

void FriendVosTest::aLimitSetElsewhereStays_data()
{
    QTest::addColumn<quint64>("megabytes");
    for (const quint64 size : {1, 64, 2048})
        QTest::addRow("%d MB", int(size)) << size;
}

void FriendVosTest::aLimitSetElsewhereStays()
{
    QFETCH(quint64, megabytes);
    isHeldFor(Carol, 3);
    FriendOwner owner = *m_world->node.friendOwner(Carol);
    owner.quotaBytes = megabytes * Mega;
    m_world->node.putFriendOwner(owner);
    open();
    QVERIFY(chooseInMenu("holdForList", QStringLiteral("Change limits")));
    QVERIFY(settle([this] { return isShown(m_world->window, "limitDialog"); }));
    QCOMPARE(find<QComboBox>(m_world->window, "newLimit")->currentData().toULongLong(),
             megabytes * Mega);
    click(find(m_world->window, "limitChangeButton"));
    QVERIFY(settle([this] { return !isShown(m_world->window, "limitDialog"); }));
    QCOMPARE(m_world->node.friendOwner(Carol)->quotaBytes, megabytes * Mega);
}

void FriendVosTest::stopSaysWhatHappens_data()
{
    QTest::addColumn<bool>("mine");
    QTest::addColumn<int>("messages");
    QTest::addColumn<QString>("words");
    QTest::newRow("held") << false << 3
                          << QStringLiteral("Nothing new is taken. 3 messages for Carol stay until "
                                            "they are fetched, at most until 6 Dec.");
    QTest::newRow("nothing held") << false << 0 << QStringLiteral("Nothing new is taken.");
    QTest::newRow("mine") << true << 0
                          << QStringLiteral("Carol takes nothing new for you. What Carol keeps "
                                            "already still reaches you. Then nobody keeps your "
                                            "messages while you are offline.");
}

void FriendVosTest::stopSaysWhatHappens()
{
    QFETCH(bool, mine);
    QFETCH(int, messages);
    QFETCH(QString, words);
    if (mine)
        holds(Carol, AgreementState::Active);
    else
        isHeldFor(Carol, static_cast<std::uint32_t>(messages));
    open();
    const char* list = mine ? "holdForMeList" : "holdForList";
    QVERIFY(chooseInMenu(list, QStringLiteral("Stop")));
    QVERIFY(settle([this] { return isShown(m_world->window, "questionDialog"); }));
    const QList<QLabel*> labels = find(m_world->window, "questionDialog")->findChildren<QLabel*>();
    QVERIFY(std::any_of(labels.begin(), labels.end(),
                        [&](const QLabel* label) { return label->text() == words; }));
    click(find(m_world->window, "questionYes"));
    QVERIFY(settle([&] {
        return mine ? m_world->node.friendVos(Carol)->state == AgreementState::Revoked
                    : m_world->node.friendOwner(Carol)->state == AgreementState::Revoked;
    }));
}

void FriendVosTest::nearFullAndLostWarn()
{
    isHeldFor(Carol, 2, 46);
    holds(Bob, AgreementState::Active);
    open();
    QVERIFY(!isShown(m_world->window, "lostBanner"));
    QCOMPARE(find(m_world->window, "nearFullBanner")->accessibleName(),
             QStringLiteral("92 % of Carol's space is used."));
    click(button(QStringLiteral("Change limits for Carol")));
    QVERIFY(settle([this] { return isShown(m_world->window, "limitDialog"); }));
    find<QDialog>(m_world->window, "limitDialog")->reject();
    FriendVos bob = *m_world->node.friendVos(Bob);
    bob.lost = 2;
    m_world->node.putFriendVos(bob);
    QVERIFY(settle([this] { return isShown(m_world->window, "lostBanner"); }));
    QCOMPARE(find(m_world->window, "lostBanner")->accessibleName(),
             QStringLiteral("2 messages that Bob had signed for are lost. Bob is used last from "
                            "now on."));
}

void FriendVosTest::drill()
{
    holds(Bob, AgreementState::Active);
    holds(Carol, AgreementState::Active);
    DrillResult good;
    good.id = Bob;
    good.reachable = good.grantValid = good.accepting = good.ok = true;
    good.quotaBytes = 50 * Mega;
    good.clockAhead = std::chrono::seconds(1);
    DrillResult silent;
    silent.id = Carol;
    m_world->node.setDrill({good, silent});
    open();
    click(find(m_world->window, "drillButton"));
    const auto* verdict = find<QLabel>(m_world->window, "drillVerdict");
    QVERIFY(settle([&] {
        return verdict->text() == QStringLiteral("Yes, through one friend. A second one is safer.");
    }));
    QStringList lines;
    for (const QWidget* line : m_world->window.findChildren<QWidget*>(QStringLiteral("drillLine")))
        lines.append(line->accessibleName());
    QCOMPARE(lines.size(), 2);
    QCOMPARE(lines.first(), QStringLiteral("Bob, Reachable, 50 MB free, Agreement valid, "
                                           "Clock right"));
    QVERIFY(lines.last().startsWith(QStringLiteral("Carol, No answer")));
    QVERIFY(lines.last().endsWith(QStringLiteral("or ask another friend as well.")));
    m_world->node.setDrill({silent});
    click(find(m_world->window, "drillButton"));
    QVERIFY(settle([&] { return verdict->text().startsWith(QStringLiteral("No.")); }));
}

void FriendVosTest::segments()
{
    asks(Carol, "Carol");
    holds(Bob, AgreementState::Active);
    open();
    auto* parts = find<ui::Segments>(m_world->window, "friendVosSegments");
    QCOMPARE(parts->button(1)->text(), QStringLiteral("Requests 1"));
    QCOMPARE(parts->button(2)->text(), QStringLiteral("Hold for me 1"));
    click(parts->button(2));
    QVERIFY(!isShown(m_world->window, "keepCard"));
    QVERIFY(isShown(m_world->window, "holdForMeList"));
    click(parts->button(1));
    QVERIFY(isShown(m_world->window, "keepCard"));
    QVERIFY(!isShown(m_world->window, "holdForMeList"));
    click(button(QStringLiteral("Allow Carol")));
    QVERIFY(settle([this] { return isShown(m_world->window, "noFriendVosRequests"); }));
}

void FriendVosTest::narrowIsOneColumn()
{
    holds(Bob, AgreementState::Active);
    isHeldFor(Carol, 1);
    open();
    const QWidget* mine = find(m_world->window, "holdForMeList");
    const QWidget* others = find(m_world->window, "holdForList");
    const auto top = [this](const QWidget* list) {
        return list->mapTo(&m_world->window, QPoint()).y();
    };
    m_world->window.resize(1080, 720);
    QVERIFY(settle([&] { return top(mine) == top(others); }));
    m_world->window.resize(720, 480);
    QVERIFY(settle([&] { return top(others) > top(mine) + mine->height(); }));
}

void FriendVosTest::textOfStrangersIsPlain()
{
    asks(nodeId(66), "<b>Mallory</b>", 50, "<img src='http://evil.example/x.png'>");
    open();
    int withMarkup = 0;
    for (const QLabel* label : find(m_world->window, "keepCard")->findChildren<QLabel*>()) {
        if (label->text().contains(u'<')) {
            ++withMarkup;
            QCOMPARE(label->textFormat(), Qt::PlainText);
        }
    }
    QCOMPARE(withMarkup, 2);
}

void FriendVosTest::friendDetails()
{
    Contact carol = contact(Carol, "Carol");
    carol.friendVos = {Bob, Me};
    m_world->node.putContact(carol);
    m_world->window.openFriend(Carol);
    QCOMPARE(find<QLabel>(m_world->window, "heldByFriends")->text(), QStringLiteral("Bob and You"));
    QCOMPARE(find<QLabel>(m_world->window, "holdsForMe")->text(), QStringLiteral("No"));
    click(find(m_world->window, "askToHoldButton"));
    QVERIFY(settle([this] { return isShown(m_world->window, "askFriendDialog"); }));
    QCOMPARE(find<QComboBox>(m_world->window, "askWho")->currentText(), QStringLiteral("Carol"));
    click(find(m_world->window, "askSendButton"));
    QVERIFY(settle([this] { return m_world->node.friendVos(Carol) != nullptr; }));
    QVERIFY(settle([this] { return !isShown(m_world->window, "askFriendDialog"); }));
    m_world->window.openPage(ui::PageId::Chats);
    QVERIFY(isShown(m_world->window, "friendDetails"));
    QVERIFY(!isShown(m_world->window, "askToHoldButton"));
    holds(Carol, AgreementState::Active);
    QCOMPARE(find<QLabel>(m_world->window, "holdsForMe")->text(),
             QStringLiteral("Yes · 12 of 50 MB"));
}

void FriendVosTest::elsewhere()
{
    QVERIFY(!isShown(m_world->window, "elsewhereBanner"));
    m_world->node.setElsewhere(true);
    QVERIFY(isShown(m_world->window, "elsewhereBanner"));
    m_world->node.setElsewhere(false);
    QVERIFY(!isShown(m_world->window, "elsewhereBanner"));
    // The person says that it is over: the node forgets it.
    m_world->node.setElsewhere(true);
    click(find(m_world->window, "elsewhereBanner")->findChild<QToolButton*>());
    QVERIFY(!isShown(m_world->window, "elsewhereBanner"));
    QVERIFY(!m_world->models.status().isElsewhere());
}

void FriendVosTest::eachKeepsForTheOther()
{
    holds(Carol, AgreementState::Active);
    isHeldFor(Carol, 3);
    open();
    QVERIFY(chooseInMenu("holdForList", QStringLiteral("Stop")));
    QVERIFY(settle([this] { return isShown(m_world->window, "questionDialog"); }));
    click(find(m_world->window, "questionYes"));
    QVERIFY(settle(
        [this] { return m_world->node.friendOwner(Carol)->state == AgreementState::Revoked; }));
    QCOMPARE(m_world->node.friendVos(Carol)->state, AgreementState::Active);
}

void FriendVosTest::settings()
{
    QTest::keyClick(&m_world->window, Qt::Key_Comma, Qt::ControlModifier);
    auto* accept = find<QComboBox>(m_world->window, "acceptFriendVos");
    QCOMPARE(accept->currentText(), QStringLiteral("Ask me"));
    const std::pair<const char*, const char*> choices[] = {
        {"My friends", "contacts"}, {"Everybody", "all"}, {"Nobody", "none"}, {"Ask me", "ask"}};
    for (const auto& [shown, kept] : choices) {
        const int index = accept->findText(QString::fromLatin1(shown));
        QVERIFY(index >= 0);
        accept->setCurrentIndex(index);
        Q_EMIT accept->activated(index);
        QCOMPARE(m_world->node.setting(QStringLiteral("friend_vos.accept")).toString(),
                 QString::fromLatin1(kept));
    }
    auto* limit = find<QComboBox>(m_world->window, "friendVosLimit");
    QCOMPARE(limit->currentText(), QStringLiteral("256 MB"));
    const int index = limit->findText(QStringLiteral("512 MB"));
    Q_EMIT limit->activated(index);
    QCOMPARE(m_world->node.setting(QStringLiteral("friend_vos.quota_mib")).toInt(), 512);
    QVERIFY(settle([&] { return limit->currentText() == QStringLiteral("512 MB"); }));
}

VOS_TEST_WIDGETS(FriendVosTest)
#include "gui_friendvos.moc"
