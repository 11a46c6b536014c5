// Keys of MainWindow and what they do.

#include "ui/mainwindow/mainwindow.h"

#include "ui/chat/chatpage.h"
#include "ui/chat/composer.h"
#include "ui/chat/friendpane.h"
#include "ui/chat/messageview.h"
#include "ui/mainwindow/statusbar.h"
#include "ui/queue/queuepanel.h"
#include "ui/widgets/searchfield.h"
#include "ui/widgets/statuschip.h"

#include <QApplication>
#include <QKeyEvent>
#include <QListView>
#include <QShortcut>
#include <QStackedWidget>

#include <cmath>

namespace vos::ui {

namespace {

constexpr int ZoomStep = 10;  ///< percent

/// Keys that show and change nothing behind the lock.
bool worksLocked(WindowKey key)
{
    return key == WindowKey::ZoomIn || key == WindowKey::ZoomOut || key == WindowKey::ZoomReset ||
           key == WindowKey::Close || key == WindowKey::Quit;
}

}  // namespace

void MainWindow::buildKeys()
{
    for (const KeyRow& row : windowKeys()) {
        for (const QKeySequence& sequence : row.sequences) {
            auto* shortcut = new QShortcut(sequence, this);
            shortcut->setContext(Qt::WindowShortcut);
            const WindowKey key = row.key;
            connect(shortcut, &QShortcut::activated, this, [this, key] { onKey(key); });
        }
    }
}

void MainWindow::onKey(WindowKey key)
{
    if (m_models.source().isLocked() && !worksLocked(key))
        return;
    switch (key) {
    case WindowKey::FindFriend:
        openPage(PageId::Chats);
        m_friends->search()->setFocus(Qt::ShortcutFocusReason);
        m_friends->search()->selectAll();
        break;
    case WindowKey::SearchChat:
        m_chat->toggleSearch();
        break;
    case WindowKey::AddFriend:
        openAddFriend();
        break;
    case WindowKey::NextChat:
    case WindowKey::PreviousChat:
        stepChat(key == WindowKey::NextChat, false);
        break;
    case WindowKey::NextUnread:
    case WindowKey::PreviousUnread:
        stepChat(key == WindowKey::NextUnread, true);
        break;
    case WindowKey::GoChats:
        openPage(PageId::Chats);
        break;
    case WindowKey::GoFriendVos:
        openPage(PageId::FriendVos);
        break;
    case WindowKey::GoMap:
        openPage(PageId::Map);
        break;
    case WindowKey::GoNetwork:
        openPage(PageId::Network);
        break;
    case WindowKey::GoSettings:
        openPage(PageId::Settings);
        break;
    case WindowKey::FocusComposer:
        openPage(PageId::Chats);
        m_chat->focusComposer();
        break;
    case WindowKey::Details:
        m_chat->showDetails();
        break;
    case WindowKey::FriendDetails:
        if (m_chat->peer())
            openFriend(*m_chat->peer());
        break;
    case WindowKey::Queue:
        m_status->queue()->toggle();
        break;
    case WindowKey::NextZone:
    case WindowKey::PreviousZone:
        stepZone(key == WindowKey::NextZone);
        break;
    case WindowKey::ZoomIn:
        zoomBy(ZoomStep);
        break;
    case WindowKey::ZoomOut:
        zoomBy(-ZoomStep);
        break;
    case WindowKey::ZoomReset:
        zoomBy(0);
        break;
    case WindowKey::Lock:
        lockNow();
        break;
    case WindowKey::Keys:
        openKeys();
        break;
    case WindowKey::Close:
        close();
        break;
    case WindowKey::Quit:
        m_quitting = true;
        close();
        break;
    }
}

void MainWindow::keyPressEvent(QKeyEvent* event)
{
    if (event->key() != Qt::Key_Escape) {
        QWidget::keyPressEvent(event);
        return;
    }
    if (m_queue->isVisible())
        setQueueOpen(false);
    else if (m_page == PageId::Chats)
        m_chat->stepBack();
}

void MainWindow::stepChat(bool down, bool unreadOnly)
{
    const auto next = m_models.friendList().neighbour(m_chat->peer(), down, unreadOnly);
    if (next)
        openChat(*next);
}

void MainWindow::stepZone(bool forward)
{
    // Parts of the window in the order of the Tab key: rail, list, messages, composer, status bar.
    QList<QWidget*> zones{m_rail->findChild<QWidget*>(QStringLiteral("navChats"))};
    if (m_page == PageId::Chats && m_chat->peer())
        zones << m_friends->list() << m_chat->view() << m_chat->composer()->edit();
    else if (m_page == PageId::Chats)
        zones << m_friends->list();
    else
        zones << m_pages->currentWidget();
    zones << m_status->network();
    const QWidget* focused = QApplication::focusWidget();
    qsizetype at = -1;
    for (qsizetype i = 0; i < zones.size(); ++i) {
        const bool inside = focused != nullptr && (zones[i] == focused ||
                                                   zones[i]->isAncestorOf(focused) ||
                                                   (i == 0 && m_rail->isAncestorOf(focused)));
        at = inside ? i : at;
    }
    const qsizetype count = zones.size();
    const qsizetype next = at < 0 ? 0 : (at + (forward ? 1 : count - 1)) % count;
    zones[next]->setFocus(Qt::TabFocusReason);
}

void MainWindow::zoomBy(int percent)
{
    const int now = m_models.preferences().textSize();
    m_models.preferences().setTextSize(percent == 0 ? 100 : now + percent);
}

}  // namespace vos::ui
