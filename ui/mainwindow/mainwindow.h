#pragma once

// The window: rail, pages, queue panel and status bar around one set of models. It decides nothing
// about messages; it opens pages, remembers its own place, and turns keys into calls.

#include "model/models.h"
#include "ui/friendvos/friendvospage.h"
#include "ui/mainwindow/keysheet.h"
#include "ui/mainwindow/rail.h"
#include "ui/theme/focusring.h"

#include <QPointer>
#include <QWidget>

#include <optional>

class QSplitter;
class QStackedLayout;
class QStackedWidget;

namespace vos::ui {

class Banner;
class ChatPage;
class FriendDetails;
class FriendPane;
class LockPage;
class LoginStart;
class MapPage;
class NetworkPage;
class QueuePanel;
class RequestsPage;
class SettingsPage;
class StatusBar;

struct WindowOptions {
    /// Where size, place and splitter are kept; empty: nowhere.
    QString stateFile;
    /// A tray icon exists, so closing the window may leave the node running.
    bool tray = false;
    /// Lets the settings switch it; must outlive the window. Null: they do not offer it.
    const LoginStart* loginStart = nullptr;
};

class MainWindow : public QWidget {
    Q_OBJECT

public:
    MainWindow(Theme& theme, model::Models& models, WindowOptions options,
               QWidget* parent = nullptr);
    ~MainWindow() override;

    void openChat(const NodeId& id);
    void openMessage(const NodeId& peer, const MessageId& id);
    void openFriend(const NodeId& id);
    void openRequests();
    void openKeys();
    void openPage(PageId page);
    void openFriendVos(FriendVosPart part);
    /// The dialog that asks somebody to keep our messages.
    void openAskFriend(const std::optional<NodeId>& chosen = {});
    void openAddFriend(const QString& address = {});
    /// Somebody followed a vos: link. The chat with who is a friend already, else Add friend with
    /// it filled in; once the profile is there, unlocked and past its first steps.
    void openLink(const QString& link);
    void setQueueOpen(bool open);
    /// In front of the other windows, whatever state it was in.
    void raiseWindow();
    /// The node could not start: says why and what helps, instead of all pages.
    void showStartError(const StartError& error);
    /// Hides everything behind the passphrase; without one the settings say that it is needed.
    void lockNow();

    ChatPage* chat() const { return m_chat; }
    FriendPane* friends() const { return m_friends; }
    QueuePanel* queue() const { return m_queue; }
    FriendVosPage* friendVos() const { return m_friendVos; }
    void setTray(bool available) { m_options.tray = available; }

Q_SIGNALS:
    void quitRequested();
    /// The window was closed to the tray for the first time; say so once.
    void closedToTray();
    void zoomRequested(int percent);

protected:
    void closeEvent(QCloseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void buildPages();
    void buildOtherPages();
    void buildLayout();
    void buildKeys();
    void onKey(WindowKey key);
    void onLoaded();
    void onLockedChanged(bool locked);
    void showFirstRun();
    void followLink();
    void showFriendMenu(const NodeId& id, const QPoint& at);
    void stepChat(bool down, bool unreadOnly);
    void stepZone(bool forward);
    void zoomBy(int percent);
    void retranslate();
    void updateBanner();
    void updateTitle();
    void fitList();
    void saveState();
    void restoreState();

    Theme& m_theme;
    model::Models& m_models;
    WindowOptions m_options;
    FocusRing m_ring;
    QStackedLayout* m_outer;
    QWidget* m_inside;
    Rail* m_rail;
    QSplitter* m_split;
    QStackedWidget* m_pages;
    QSplitter* m_chats;
    QStackedWidget* m_side;
    FriendPane* m_friends;
    ChatPage* m_chat;
    FriendDetails* m_details = nullptr;
    RequestsPage* m_requests = nullptr;
    FriendVosPage* m_friendVos = nullptr;
    MapPage* m_map = nullptr;
    NetworkPage* m_network = nullptr;
    SettingsPage* m_settings = nullptr;
    QueuePanel* m_queue = nullptr;
    Banner* m_banner;
    QString m_link;    ///< followed as soon as the window can
    QString m_damage;  ///< a damaged file was met, and nobody has dismissed it
    Banner* m_elsewhere;
    StatusBar* m_status;
    LockPage* m_lock = nullptr;
    QPointer<QWidget> m_behindLock;  ///< what the window showed before
    PageId m_page = PageId::Chats;
    int m_listWidth = metric::ListWidth;  ///< as the person wants it; less where there is no room
    bool m_quitting = false;
};

}  // namespace vos::ui
