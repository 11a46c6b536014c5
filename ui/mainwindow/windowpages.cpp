// The pages of MainWindow beside the chats, and how they are opened.

#include "ui/mainwindow/mainwindow.h"

#include "model/addressinput.h"
#include "ui/chat/chatpage.h"
#include "ui/chat/friendpane.h"
#include "ui/contacts/addfrienddialog.h"
#include "ui/contacts/frienddetails.h"
#include "ui/contacts/requestspage.h"
#include "ui/mainwindow/statusbar.h"
#include "ui/map/mappage.h"
#include "ui/network/networkpage.h"
#include "ui/onboarding/firstrunpage.h"
#include "ui/onboarding/starterrorpage.h"
#include "ui/queue/queuepanel.h"
#include "ui/security/lockpage.h"
#include "ui/settings/settingspage.h"
#include "ui/widgets/statuschip.h"

#include <QDialog>
#include <QMenu>
#include <QSplitter>
#include <QStackedLayout>
#include <QStackedWidget>

#include <utility>

namespace vos::ui {

void MainWindow::buildOtherPages()
{
    m_details = new FriendDetails(m_theme, m_models, m_side);
    m_requests = new RequestsPage(m_theme, m_models, m_side);
    m_friendVos = new FriendVosPage(m_theme, m_models, m_pages);
    m_map = new MapPage(m_theme, m_models, m_pages);
    m_network = new NetworkPage(m_theme, m_models, m_pages);
    m_settings = new SettingsPage(m_theme, m_models, m_pages);
    m_queue = new QueuePanel(m_theme, m_models, m_split);
    auto* notice = new RequestNotice(m_theme, m_models, m_friends);
    m_friends->insertNotice(notice);
    m_side->addWidget(m_details);
    m_side->addWidget(m_requests);
    m_pages->addWidget(m_friendVos);
    m_pages->addWidget(m_map);
    m_pages->addWidget(m_network);
    m_pages->addWidget(m_settings);
    m_queue->hide();

    const auto toChat = [this] { m_side->setCurrentWidget(m_chat); };
    connect(notice, &QPushButton::clicked, this, &MainWindow::openRequests);
    connect(m_details, &FriendDetails::closed, this, toChat);
    connect(m_details, &FriendDetails::writeRequested, this, &MainWindow::openChat);
    connect(m_requests, &RequestsPage::closed, this, toChat);
    connect(m_requests, &RequestsPage::accepted, this, &MainWindow::openChat);
    connect(m_details, &FriendDetails::askToHoldRequested, this, &MainWindow::openAskFriend);
    connect(m_friendVos, &FriendVosPage::friendDetailsRequested, this, &MainWindow::openFriend);
    connect(m_map, &MapPage::openChatRequested, this, &MainWindow::openChat);
    connect(m_map, &MapPage::addFriendRequested, this, &MainWindow::openAddFriend);
    connect(m_map, &MapPage::askToHoldRequested, this, &MainWindow::openAskFriend);
    connect(m_network, &NetworkPage::friendDetailsRequested, this, &MainWindow::openFriend);
    if (m_options.loginStart != nullptr)
        m_settings->setLoginStart(*m_options.loginStart);
    connect(m_settings, &SettingsPage::keysRequested, this, &MainWindow::openKeys);
    connect(m_queue, &QueuePanel::closed, this, [this] { setQueueOpen(false); });
    connect(m_queue, &QueuePanel::messageChosen, this, &MainWindow::openMessage);
    connect(m_friends, &FriendPane::menuRequested, this, &MainWindow::showFriendMenu);
}

void MainWindow::openPage(PageId page)
{
    m_page = page;
    m_rail->setCurrent(page);
    switch (page) {
    case PageId::Chats:
        m_pages->setCurrentWidget(m_chats);
        break;
    case PageId::FriendVos:
        m_pages->setCurrentWidget(m_friendVos);
        break;
    case PageId::Map:
        m_pages->setCurrentWidget(m_map);
        break;
    case PageId::Network:
        m_pages->setCurrentWidget(m_network);
        break;
    case PageId::Settings:
    case PageId::Profile:
        m_pages->setCurrentWidget(m_settings);
        m_settings->showSection(page == PageId::Profile ? SectionId::Profile
                                                        : SectionId::Appearance);
        break;
    }
}

void MainWindow::openFriend(const NodeId& id)
{
    openPage(PageId::Chats);
    // A second time closes it again, as the button and its key do.
    if (m_side->currentWidget() == m_details && m_details->friendId() == id) {
        m_side->setCurrentWidget(m_chat);
        return;
    }
    m_details->setFriend(id);
    m_side->setCurrentWidget(m_details);
}

void MainWindow::openRequests()
{
    openPage(PageId::Chats);
    m_side->setCurrentWidget(m_requests);
}

void MainWindow::openFriendVos(FriendVosPart part)
{
    openPage(PageId::FriendVos);
    m_friendVos->showPart(part);
}

void MainWindow::openAskFriend(const std::optional<NodeId>& chosen)
{
    openPage(PageId::FriendVos);
    m_friendVos->askFriend(chosen);
}

void MainWindow::openLink(const QString& link)
{
    m_link = link;
    followLink();
}

void MainWindow::followLink()
{
    if (m_link.isEmpty() || !m_models.isLoaded() || m_outer->currentWidget() != m_inside)
        return;
    const QString link = std::exchange(m_link, {});
    const auto input =
        model::judgeAddress(link, m_models.status().ownId(), m_models.friends());
    const bool isFriend = input.state == model::AddressInput::State::Known &&
                          m_models.friends().find(*input.id) != nullptr;
    if (isFriend)
        openChat(*input.id);
    else
        openAddFriend(link);
}

void MainWindow::openAddFriend(const QString& address)
{
    // A second link goes into the dialog the first one opened.
    if (auto* open = findChild<AddFriendDialog*>(); open != nullptr && open->isVisible()) {
        open->setAddress(address);
        return;
    }
    auto* dialog = new AddFriendDialog(m_theme, m_models, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    if (!address.isEmpty())
        dialog->setAddress(address);
    connect(dialog, &AddFriendDialog::added, this, &MainWindow::openChat);
    dialog->open();
}

void MainWindow::openKeys()
{
    (new KeySheet(m_theme, this))->open();
}

void MainWindow::setQueueOpen(bool open)
{
    if (m_queue->isVisibleTo(m_split) == open)
        return;
    m_queue->setVisible(open);
    m_status->queue()->setChecked(open);
    if (open)
        m_queue->setFocus();
    else if (m_page == PageId::Chats)
        m_chat->focusComposer();
}

void MainWindow::showFriendMenu(const NodeId& id, const QPoint& at)
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(m_theme.icon(QStringLiteral("chats")), tr("Open chat"), this,
                    [this, id] { openChat(id); });
    QAction* details = menu->addAction(m_theme.icon(QStringLiteral("info")), tr("Friend details"),
                                       this, [this, id] { openFriend(id); });
    details->setShortcut(Qt::CTRL | Qt::Key_I);
    menu->popup(at);
}

void MainWindow::showFirstRun()
{
    auto* page = new FirstRunPage(m_theme, m_models, this);
    connect(page, &FirstRunPage::finished, this, [this, page] {
        m_outer->setCurrentWidget(m_inside);
        page->deleteLater();
        followLink();
    });
    m_outer->setCurrentIndex(m_outer->addWidget(page));
}

void MainWindow::lockNow()
{
    if (m_models.source().protection() != Protection::Passphrase) {
        openPage(PageId::Settings);
        m_settings->showSection(SectionId::Security);
    }
    m_settings->lockNow();
}

void MainWindow::onLockedChanged(bool locked)
{
    if (locked == (m_lock != nullptr))
        return;
    if (!locked) {
        m_outer->setCurrentWidget(m_behindLock ? m_behindLock.data() : m_inside);
        std::exchange(m_lock, nullptr)->deleteLater();
        if (m_behindLock == m_inside && m_page == PageId::Chats)
            m_chat->focusComposer();
        followLink();
        return;
    }
    // What was open above the window shows its content too.
    for (QDialog* dialog : findChildren<QDialog*>())
        dialog->reject();
    for (QMenu* menu : findChildren<QMenu*>())
        menu->close();
    m_behindLock = m_outer->currentWidget();
    m_lock = new LockPage(m_theme, m_models, this);
    connect(m_lock, &LockPage::quitRequested, this, [this] { onKey(WindowKey::Quit); });
    m_outer->setCurrentIndex(m_outer->addWidget(m_lock));
    m_lock->prepare();
}

void MainWindow::showStartError(const StartError& error)
{
    auto* page = new StartErrorPage(m_theme, this);
    page->setError(error);
    connect(page, &StartErrorPage::quitRequested, this, &MainWindow::quitRequested);
    connect(page, &StartErrorPage::retryRequested, this, [this, page] {
        m_outer->setCurrentWidget(m_inside);
        page->deleteLater();
        m_models.source().start();
    });
    m_outer->setCurrentIndex(m_outer->addWidget(page));
}

}  // namespace vos::ui
