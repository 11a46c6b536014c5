// The way of a message as the window tells it: every state as word, tooltip, row name and in the
// details with its proofs; the mark where one is missing, the advice below a waiting one, and the
// banner over a friend whose identity is doubtful.

#include "tests/gui/stage.h"
#include "tests/support/testprogram.h"
#include "ui/chat/bubblelayout.h"
#include "ui/chat/chatpage.h"
#include "ui/chat/messageview.h"

#include <QClipboard>
#include <QFile>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QApplication>
#include <QTest>

using namespace vos;
using namespace vos::tests;

class WayTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_world.reset(); }
    void everyState_data();
    void everyState();
    void detailsListEveryStep();
    void proofIsCopied();
    void detailsFollow();
    void recalledOnesSayByWhom();
    void gapIsMarked();
    void adviceBelowAWaitingOne();
    void cancelInTheChat();
    void doubtStopsSending();
    void retiredAddress();

private:
    void put(int number, const NodeId& to, MessageState state, std::vector<NodeId> heldBy = {})
    {
        Message message = own(to, "The keys", at(10, 42), state);
        message.id = messageId(number);
        message.heldBy = std::move(heldBy);
        if (!message.heldBy.empty())
            message.heldSince = at(10, 43);
        if (state == MessageState::Delivered || state == MessageState::Read)
            message.deliveredAt = at(10, 45);
        if (state == MessageState::Read)
            message.readAt = at(10, 50);
        if (state == MessageState::Failed)
            message.reason = FailReason::Expired;
        m_world->node.putMessage(message);
    }
    void step(int number, MessageStep::Kind kind, const std::optional<NodeId>& by = {},
              std::size_t proof = 0)
    {
        MessageStep made;
        made.kind = kind;
        made.at = at(10, 43);
        made.by = by;
        made.proof.assign(proof, std::byte{0x5a});
        m_world->node.putStep(messageId(number), made);
    }
    void open(const NodeId& peer)
    {
        m_world->window.openChat(peer);
        QVERIFY(settle([this] { return isShown(m_world->window, "messageList"); }));
        QVERIFY(settle([this] { return m_world->window.chat()->conversation()->isLoaded(); }));
    }
    QModelIndex row(int number) const
    {
        model::MessageModel* chat = m_world->window.chat()->conversation();
        return chat->index(chat->rowOf(messageId(number)));
    }
    /// Every text of the details panel.
    QStringList details() const
    {
        QStringList texts;
        for (const QLabel* label : find(m_world->window, "messageDetails")->findChildren<QLabel*>())
            if (label->isVisible())
                texts.append(label->text());
        return texts;
    }
    void openDetails(int number)
    {
        m_world->window.chat()->reveal(messageId(number));
        QVERIFY(settle(
            [&] { return m_world->window.chat()->view()->currentMessage() == messageId(number); }));
        QTest::keyClick(&m_world->window, Qt::Key_D, Qt::ControlModifier);
        QVERIFY(isShown(m_world->window, "messageDetails"));
    }

    std::unique_ptr<WindowWorld> m_world;
};

void WayTest::init()
{
    m_world = std::make_unique<WindowWorld>();
    m_world->node.putContact(contact(Wang, "Wang"));
    m_world->node.putContact(contact(Bob, "Bob"));
    m_world->node.putContact(contact(Carol, "Carol"));
    QVERIFY(m_world->open());
}

void WayTest::everyState_data()
{
    QTest::addColumn<int>("state");
    QTest::addColumn<QString>("word");
    QTest::addColumn<QString>("spoken");
    QTest::addColumn<QString>("tooltip");
    const auto add = [](const char* name, MessageState state, const char* word, const char* spoken,
                        const char* tooltip) {
        QTest::newRow(name) << static_cast<int>(state) << QString::fromUtf8(word)
                            << QString::fromUtf8(spoken) << QString::fromUtf8(tooltip);
    };
    add("queued", MessageState::Queued, "Queued", "Queued",
        "On this computer. Goes out as soon as Wang or a Friend VOS of theirs can be reached.");
    add("sent", MessageState::Sent, "Sending", "Sending", "On its way to Wang. No answer yet.");
    add("held", MessageState::Held, "Held by Bob and Carol", "Held by Friend VOS Bob and Carol",
        "Bob keeps it since 22 Nov 10:43 (also Carol). Bob cannot read it. Kept until 22 Dec.");
    add("delivered", MessageState::Delivered, "Delivered", "Delivered",
        "Arrived on Wang's computer, 22 Nov 10:45.");
    add("read", MessageState::Read, "Read", "Read", "Read 22 Nov 10:50.");
    add("failed", MessageState::Failed, "Failed", "Failed", "Wang could not be reached in time.");
}

void WayTest::everyState()
{
    QFETCH(int, state);
    QFETCH(QString, word);
    QFETCH(QString, spoken);
    QFETCH(QString, tooltip);
    const auto now = static_cast<MessageState>(state);
    put(1, Wang, now, now == MessageState::Held ? std::vector{Bob, Carol} : std::vector<NodeId>());
    open(Wang);
    QVERIFY(settle([&] { return row(1).data(Qt::ToolTipRole).toString() == tooltip; }));
    QCOMPARE(row(1).data(Qt::AccessibleTextRole).toString(),
             QStringLiteral("You, 10:42: The keys. ") + spoken);
    const ui::BubbleContent content = ui::bubbleContent(row(1));
    QCOMPARE(content.receiptWord, word);
    // Each state has a picture of its own.
    QVERIFY(QFile::exists(QStringLiteral(":/icons/%1.svg").arg(ui::receiptIcon(content.state))));
}

void WayTest::detailsListEveryStep()
{
    put(1, Wang, MessageState::Read, {Bob, Carol});
    using Kind = MessageStep::Kind;
    step(1, Kind::Written);
    step(1, Kind::Refused, nodeId(9), 100);
    step(1, Kind::Held, Bob, 180);
    step(1, Kind::Held, Carol, 180);
    step(1, Kind::SealedAnew);
    step(1, Kind::HandedOver, Bob);
    step(1, Kind::Delivered, Wang, 120);
    open(Wang);
    openDetails(1);
    // The steps come from the store; until then there is what the message itself tells.
    QVERIFY(settle([this] { return details().contains(QStringLiteral("Sealed anew")); }));
    const QStringList shown = details();
    for (const char* words :
         {"Written", "Held by Bob", "Held by Carol", "Bob cannot read it.", "Sealed anew",
          "Handed over by Bob", "Delivered", "Read", "Signed by Bob, 180 bytes",
          "Signed by Carol, 180 bytes", "Signed by Wang, 120 bytes"})
        QVERIFY2(shown.contains(QString::fromLatin1(words)), words);
    QVERIFY(shown.indexOf(QStringLiteral("Held by Bob")) <
            shown.indexOf(QStringLiteral("Delivered")));
}

void WayTest::proofIsCopied()
{
    put(1, Wang, MessageState::Held, {Bob});
    step(1, MessageStep::Kind::Held, Bob, 6);
    open(Wang);
    openDetails(1);
    QVERIFY(settle([this] { return isShown(m_world->window, "copyProofButton"); }));
    QPushButton* copy = find<QPushButton>(m_world->window, "copyProofButton");
    QCOMPARE(copy->accessibleName(), QStringLiteral("Copy the proof of: Held by Bob"));
    copy->setFocus();
    QTest::keyClick(copy, Qt::Key_Space);
    QCOMPARE(QApplication::clipboard()->text(),
             QString::fromLatin1(QByteArray(6, '\x5a').toBase64()));
}

void WayTest::detailsFollow()
{
    put(1, Wang, MessageState::Queued);
    step(1, MessageStep::Kind::Written);
    open(Wang);
    openDetails(1);
    QVERIFY(settle([this] { return details().contains(QStringLiteral("Queued")); }));
    step(1, MessageStep::Kind::Held, Bob, 180);
    m_world->node.setState(messageId(1), MessageState::Held, FailReason::None, {Bob});
    QVERIFY(settle([this] { return details().contains(QStringLiteral("Held by Bob")); }));
    QVERIFY(!details().contains(QStringLiteral("Queued")));
    // Also where the store knows no steps: what the message itself tells.
    put(2, Wang, MessageState::Held, {Carol});
    openDetails(2);
    QVERIFY(settle([this] { return details().contains(QStringLiteral("Held by Carol")); }));
}

void WayTest::recalledOnesSayByWhom()
{
    put(1, Wang, MessageState::Failed);
    using Kind = MessageStep::Kind;
    step(1, Kind::Erased, Bob, 90);
    step(1, Kind::NotErased, Carol, 90);
    step(1, Kind::Lost, nodeId(9));
    open(Wang);
    openDetails(1);
    QVERIFY(settle([this] { return details().contains(QStringLiteral("Erased by Bob")); }));
    QVERIFY(details().contains(QStringLiteral("Not erased by Carol")));
    QVERIFY(details().contains(QStringLiteral("It had been handed over before.")));
    QCOMPARE(details().filter(QStringLiteral("Lost by ")).size(), 1);
}

void WayTest::gapIsMarked()
{
    for (const int number : {1, 4}) {
        Message message = received(Wang, "text", at(10, number));
        message.id = messageId(number);
        message.sequence = static_cast<std::uint64_t>(number);
        m_world->node.putMessage(message);
    }
    open(Wang);
    const auto* list = find<QAbstractItemView>(m_world->window, "messageList");
    const QString mark = QStringLiteral("2 earlier messages are on their way");
    QVERIFY(!rowsOf(list).contains(mark));
    m_world->node.setGaps(Wang, {2, 3});
    QVERIFY(settle([&] { return rowsOf(list).contains(mark); }));
    QVERIFY(rowsOf(list).indexOf(mark) < rowsOf(list).indexOf(QStringLiteral("Wang, 10:04: text")));
    m_world->node.setGaps(Wang, {});
    QVERIFY(settle([&] { return !rowsOf(list).contains(mark); }));
}

void WayTest::adviceBelowAWaitingOne()
{
    put(1, Wang, MessageState::Queued);
    open(Wang);
    const ui::BubbleContent content = ui::bubbleContent(row(1));
    QVERIFY(content.advice.startsWith(QStringLiteral("Nobody keeps messages for Wang.")));
    const auto layout = ui::layOut(content, 700, look().theme);
    QCOMPARE(layout->actions.size(), 1);
    auto* list = find<QAbstractItemView>(m_world->window, "messageList");
    // The row is laid out as wide as the list is.
    const auto shown = ui::layOut(content, list->viewport()->width(), look().theme);
    const QRect place = list->visualRect(row(1));
    QTest::mouseClick(list->viewport(), Qt::LeftButton, Qt::NoModifier,
                      shown->actions.first().rect.center() + place.topLeft());
    QVERIFY(settle([this] { return isShown(m_world->window, "askFriendDialog"); }));
}

void WayTest::cancelInTheChat()
{
    put(1, Wang, MessageState::Held, {Bob});
    open(Wang);
    auto* list = find<QAbstractItemView>(m_world->window, "messageList");
    list->setFocus();
    list->setCurrentIndex(row(1));
    Q_EMIT m_world->window.chat()->view()->menuRequested(messageId(1), QPoint(100, 100));
    QMenu* menu = nullptr;
    QVERIFY(settle([&] {
        for (QMenu* candidate : m_world->window.findChildren<QMenu*>())
            menu = candidate->isVisible() ? candidate : menu;
        return menu != nullptr;
    }));
    for (QAction* action : menu->actions()) {
        if (action->text() == QStringLiteral("Cancel message"))
            action->trigger();
    }
    menu->close();
    QVERIFY(settle([this] { return isShown(m_world->window, "questionDialog"); }));
    click(find(m_world->window, "questionYes"));
    QVERIFY(settle([this] { return isShown(m_world->window, "cancelledBanner"); }));
    QCOMPARE(m_world->node.find(messageId(1))->reason, FailReason::Cancelled);
}

void WayTest::doubtStopsSending()
{
    open(Wang);
    QVERIFY(!isShown(m_world->window, "doubtBanner"));
    Contact wang = contact(Wang, "Wang");
    wang.doubt = Doubt::UsedTwice;
    m_world->node.putContact(wang);
    QVERIFY(settle([this] { return isShown(m_world->window, "doubtBanner"); }));
    QVERIFY(find(m_world->window, "doubtBanner")
                ->accessibleName()
                .startsWith(QStringLiteral("Wang's address is in use in two places.")));
    QVERIFY(!find(m_world->window, "sendButton")->isEnabled());
    click(find(m_world->window, "doubtCompare"));
    QVERIFY(isShown(m_world->window, "friendDetails"));
    m_world->window.openChat(Wang);
    click(find(m_world->window, "doubtAllow"));
    QVERIFY(settle([this] { return m_world->node.calls().contains(QStringLiteral("accept")); }));
    QVERIFY(settle([this] { return !isShown(m_world->window, "doubtBanner"); }));
}

void WayTest::retiredAddress()
{
    Contact wang = contact(Wang, "Wang");
    wang.doubt = Doubt::Retired;
    m_world->node.putContact(wang);
    open(Wang);
    QVERIFY(isShown(m_world->window, "doubtBanner"));
    QVERIFY(!isShown(m_world->window, "doubtAllow"));
    click(find(m_world->window, "doubtRemove"));
    QVERIFY(settle([this] { return isShown(m_world->window, "questionDialog"); }));
    click(find(m_world->window, "questionYes"));
    QVERIFY(settle([this] { return m_world->node.contact(Wang) == nullptr; }));
}

VOS_TEST_WIDGETS(WayTest)
#include "gui_way.moc"
