#include "ui/gallery/gallery.h"

#include "model/models.h"
#include "ui/chat/chatpage.h"
#include "ui/chat/messageview.h"
#include "ui/chat/searchpanel.h"
#include "ui/friendvos/drillpanel.h"
#include "ui/gallery/seed.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/map/mappage.h"
#include "ui/network/networkpage.h"
#include "ui/queue/cancelling.h"
#include "ui/queue/queuepanel.h"
#include "ui/settings/settingspage.h"
#include "ui/widgets/searchfield.h"

#include <QPushButton>
#include <QTimer>

namespace vos::ui {

namespace {

constexpr int LongHistory = 100'000;
/// Pages answer on later turns of the event loop; a picture waits for the last of them.
constexpr int SettleMs = 300;
/// On a busy machine the time is over before the turns are.
constexpr int SettleRounds = 40;

}  // namespace

QStringList Gallery::pages()
{
    return {QStringLiteral("chat"),     QStringLiteral("details"), QStringLiteral("search"),
            QStringLiteral("nobody"),   QStringLiteral("hello"),   QStringLiteral("hard-texts"),
            QStringLiteral("history"),  QStringLiteral("offline"), QStringLiteral("empty"),
            QStringLiteral("request"),  QStringLiteral("queue"),   QStringLiteral("friend"),
            QStringLiteral("why-offline"),
            QStringLiteral("settings"), QStringLiteral("profile"), QStringLiteral("map"),
            QStringLiteral("map-table"), QStringLiteral("network"),
            QStringLiteral("network-indirect"),
            QStringLiteral("add"),      QStringLiteral("keys"),    QStringLiteral("first-run"),
            QStringLiteral("start-error"),
            QStringLiteral("friend-vos"), QStringLiteral("friend-vos-states"),
            QStringLiteral("friend-vos-requests"), QStringLiteral("friend-vos-nobody"),
            QStringLiteral("ask-friend"), QStringLiteral("change-limits"),
            QStringLiteral("stop"),     QStringLiteral("drill"),   QStringLiteral("way"),
            QStringLiteral("gap"),      QStringLiteral("advice"),  QStringLiteral("doubt"),
            QStringLiteral("elsewhere"), QStringLiteral("cancelled"),
            QStringLiteral("security"), QStringLiteral("locked"), QStringLiteral("protect"),
            QStringLiteral("backup"),   QStringLiteral("talk"),    QStringLiteral("editing"),
            QStringLiteral("react")};
}

Gallery::Gallery(const QString& page, const QString& language, QObject* parent)
    : QObject(parent), m_page(page),
      m_chinese(language.startsWith(QStringLiteral("zh"))), m_clock(galleryNow()),
      m_node(m_clock)
{
    seedSelf(m_node, m_chinese);
    if (page == QStringLiteral("first-run"))
        m_node.putLocal(QStringLiteral("window/first-run-over"), QString());
    if (page == QStringLiteral("start-error"))
        m_node.setStartError({StartError::Kind::PortTaken, QString()});
    if (page == QStringLiteral("empty") || page == QStringLiteral("first-run"))
        return;
    if (page == QStringLiteral("locked") || page == QStringLiteral("security"))
        m_node.setProtection(Protection::Passphrase, QByteArrayLiteral("oak cloud"));
    seedFriends(m_node, m_chinese);
    seedChat(m_node, m_chinese);
    seedFriendVosPage();
    seedNetwork(m_node, page == QStringLiteral("network-indirect"));
    if (page == QStringLiteral("request"))
        seedRequest(m_node, m_chinese);
    if (page == QStringLiteral("hard-texts"))
        seedHardTexts(m_node);
    if (page == QStringLiteral("history"))
        seedHistory(m_node, LongHistory);
    if (page == QStringLiteral("talk") || page == QStringLiteral("editing") ||
        page == QStringLiteral("react"))
        seedTalk(m_node, m_chinese);
    if (page == QStringLiteral("offline")) {
        m_node.setNetwork(false);
        m_node.setMap({.known = 8, .online = 0});
    }
}

void Gallery::seedFriendVosPage()
{
    const NodeId wang = galleryId(person::Wang);
    if (m_page.startsWith(QStringLiteral("friend-vos-")) &&
        m_page != QStringLiteral("friend-vos-nobody"))
        seedAgreementStates(m_node, m_chinese);
    else if (m_page != QStringLiteral("friend-vos-nobody") && m_page != QStringLiteral("advice"))
        seedFriendVos(m_node, m_chinese);
    seedWays(m_node);
    seedDrill(m_node);
    if (m_page == QStringLiteral("gap"))
        seedGap(m_node, m_chinese);
    if (m_page == QStringLiteral("doubt")) {
        Contact doubtful = *m_node.contact(wang);
        doubtful.doubt = Doubt::UsedTwice;
        m_node.putContact(doubtful);
    }
    if (m_page == QStringLiteral("queue")) {
        m_node.setState(heldMessageId(), MessageState::Held, FailReason::None,
                        {galleryId(person::Bob), galleryId(person::Alice)});
        m_node.setRefusedBy(heldMessageId(), {galleryId(person::Carol)});
        m_node.setAttempts(heldMessageId(), 1, std::nullopt, "full");
    }
}

void Gallery::drive(MainWindow& window, model::Models& models)
{
    connect(&m_node, &model::NodeSource::startFailed, this,
            [this] { QTimer::singleShot(SettleMs, this, [this] { settle(SettleRounds); }); });
    connect(&models, &model::Models::loaded, this, [this, &window] {
        open(window);
        QTimer::singleShot(SettleMs, this, [this] { settle(SettleRounds); });
    });
}

void Gallery::openSecurity(MainWindow& window)
{
    window.openPage(PageId::Settings);
    auto* page = window.findChild<SettingsPage*>(QStringLiteral("settingsPage"));
    page->showSection(SectionId::Security);
    if (m_page == QStringLiteral("protect"))
        page->findChild<QPushButton*>(QStringLiteral("changeProtection"))->click();
    if (m_page == QStringLiteral("backup"))
        page->findChild<QPushButton*>(QStringLiteral("backUpButton"))->click();
}

void Gallery::settle(int rounds)
{
    if (rounds == 0)
        Q_EMIT shown();
    else
        QTimer::singleShot(0, this, [this, rounds] { settle(rounds - 1); });
}

FriendVosPart Gallery::friendVosPart() const
{
    if (m_page == QStringLiteral("friend-vos-requests"))
        return FriendVosPart::Requests;
    return m_page == QStringLiteral("drill") ? FriendVosPart::HoldForMe : FriendVosPart::All;
}

void Gallery::open(MainWindow& window)
{
    const NodeId wang = galleryId(person::Wang);
    if (m_page == QStringLiteral("settings"))
        window.openPage(PageId::Settings);
    else if (m_page == QStringLiteral("security") || m_page == QStringLiteral("protect") ||
             m_page == QStringLiteral("backup"))
        openSecurity(window);
    else if (m_page == QStringLiteral("locked"))
        m_node.lock(this, [](const auto&) {});
    else if (m_page == QStringLiteral("profile"))
        window.openPage(PageId::Profile);
    else if (m_page.startsWith(QStringLiteral("friend-vos")) || openFriendVos(window))
        window.openFriendVos(friendVosPart());
    else if (m_page == QStringLiteral("advice"))
        window.openChat(galleryId(person::Mei));
    else if (m_page.startsWith(QStringLiteral("map")))
        openMap(window);
    else if (m_page.startsWith(QStringLiteral("network")))
        openNetwork(window);
    else if (m_page == QStringLiteral("talk") || m_page == QStringLiteral("editing") ||
             m_page == QStringLiteral("react"))
        openTalk(window);
    else if (m_page == QStringLiteral("hello"))
        window.openChat(galleryId(person::Farid));
    else if (m_page == QStringLiteral("hard-texts"))
        window.openChat(galleryId(person::Alice));
    else if (m_page == QStringLiteral("history"))
        window.openChat(galleryId(person::Bob));
    else if (m_page != QStringLiteral("nobody") && m_page != QStringLiteral("empty") &&
             m_page != QStringLiteral("first-run"))
        window.openChat(wang);

    openParts(window);
}

/// True where a part of the page Friend VOS was opened.
bool Gallery::openFriendVos(MainWindow& window)
{
    FriendVosPage* page = window.friendVos();
    if (m_page == QStringLiteral("ask-friend")) {
        page->askFriend(galleryId(person::Carol));
    } else if (m_page == QStringLiteral("change-limits")) {
        page->changeLimit(galleryId(person::Mei));
    } else if (m_page == QStringLiteral("stop")) {
        page->askStop(galleryId(person::Mei), false);
    } else if (m_page == QStringLiteral("drill")) {
        page->drill()->start();
    } else {
        return false;
    }
    return true;
}

void Gallery::openTalk(MainWindow& window)
{
    window.openChat(galleryId(person::Carol));
    MessageView* view = window.chat()->view();
    if (m_page == QStringLiteral("talk"))
        return;
    connect(window.chat()->conversation(), &model::MessageModel::loaded, view, [this, view] {
        const bool edits = m_page == QStringLiteral("editing");
        view->reveal(editedMessageId());
        if (edits)
            Q_EMIT view->editRequested(editedMessageId());
        else
            Q_EMIT view->reactionRequested(
                editedMessageId(), view->mapToGlobal(QPoint(view->width() / 2, view->height() / 2)));
    });
}

void Gallery::openMap(MainWindow& window)
{
    window.openPage(PageId::Map);
    auto* page = window.findChild<MapPage*>();
    page->showTable(m_page == QStringLiteral("map-table"));
    page->showNode(galleryId(person::Bob));
}

void Gallery::openNetwork(MainWindow& window)
{
    window.openPage(PageId::Network);
    window.findChild<NetworkPage*>()->setDetailsOpen(true);
}

void Gallery::openParts(MainWindow& window)
{
    ChatPage* chat = window.chat();
    if (m_page == QStringLiteral("elsewhere"))
        m_node.setElsewhere(true);
    if (m_page == QStringLiteral("cancelled"))
        cancelHeld(window);
    if (m_page == QStringLiteral("queue"))
        window.setQueueOpen(true);
    else if (m_page == QStringLiteral("friend"))
        window.openFriend(galleryId(person::Wang));
    else if (m_page == QStringLiteral("why-offline")) {
        window.openFriend(galleryId(person::Mei));
        window.findChild<QPushButton*>(QStringLiteral("whyOfflineButton"))->click();
    } else if (m_page == QStringLiteral("add"))
        window.openAddFriend();
    else if (m_page == QStringLiteral("keys"))
        window.openKeys();
    else if (m_page == QStringLiteral("search")) {
        chat->toggleSearch();
        chat->findChild<SearchField*>(QStringLiteral("messageSearch"))
            ->setText(m_chinese ? QStringLiteral("我") : QStringLiteral("the"));
    } else if (m_page == QStringLiteral("details") || m_page == QStringLiteral("way")) {
        const MessageId id =
            m_page == QStringLiteral("way") ? readMessageId() : heldMessageId();
        connect(chat->conversation(), &model::MessageModel::loaded, chat, [chat, id] {
            chat->reveal(id);
            chat->showDetails();
        });
    }
}

/// As if the person had cancelled it and one friend had answered.
void Gallery::cancelHeld(MainWindow& window)
{
    window.setQueueOpen(true);
    m_node.setState(heldMessageId(), MessageState::Held, FailReason::None,
                    {galleryId(person::Bob), galleryId(person::Alice)});
    MessageStep erased;
    erased.kind = MessageStep::Kind::Erased;
    erased.by = galleryId(person::Bob);
    erased.at = galleryNow();
    m_node.putStep(heldMessageId(), erased);
    window.queue()->cancelling()->start(heldMessageId(),
                                        {galleryId(person::Bob), galleryId(person::Alice)});
}

}  // namespace vos::ui
