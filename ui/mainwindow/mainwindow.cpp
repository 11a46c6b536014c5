#include "ui/mainwindow/mainwindow.h"

#include "ui/chat/chatheader.h"
#include "ui/chat/chatpage.h"
#include "ui/chat/composer.h"
#include "ui/chat/friendpane.h"
#include "ui/chat/messageview.h"
#include "ui/mainwindow/statusbar.h"
#include "ui/security/idlelock.h"
#include "ui/widgets/accessiblefaces.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/statuschip.h"

#include <QCloseEvent>
#include <QIcon>
#include <QPainter>
#include <QSettings>
#include <QSplitter>
#include <QStackedLayout>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace vos::ui {

namespace {

/// What stays of the pages above the queue panel when it opens first.
constexpr int QueueAbove = 318;
constexpr int PageWidthMin = 428;  ///< leaves the list 220 in the smallest window
const QString openChatKey = QStringLiteral("window/chat");
const QString traySaidKey = QStringLiteral("window/tray-said");
/// That others cannot reach this computer was said and dismissed.
const QString indirectSaidKey = QStringLiteral("window/indirect-said");

}  // namespace

MainWindow::MainWindow(Theme& theme, model::Models& models, WindowOptions options, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_models(models)
    , m_options(std::move(options))
    , m_ring(theme)
    , m_outer(new QStackedLayout(this))
    , m_inside(new QWidget(this))
    , m_rail(new Rail(theme, models, m_inside))
    , m_split(new QSplitter(Qt::Vertical, m_inside))
    , m_pages(new QStackedWidget(m_split))
    , m_chats(new QSplitter(Qt::Horizontal, m_pages))
    , m_side(new QStackedWidget(m_chats))
    , m_friends(new FriendPane(theme, models, m_chats))
    , m_chat(new ChatPage(theme, models, m_side))
    , m_banner(new Banner(theme, BannerKind::Warn, m_inside))
    , m_elsewhere(new Banner(theme, BannerKind::Danger, m_inside))
    , m_status(new StatusBar(theme, models, m_inside))
{
    installAccessibleFaces();
    setObjectName(QStringLiteral("mainWindow"));
    setWindowIcon(QIcon(QStringLiteral(":/icons/appicon.svg")));
    setMinimumSize(metric::WindowWidthMin, metric::WindowHeightMin);
    resize(metric::WindowWidth, metric::WindowHeight);
    buildPages();
    buildOtherPages();
    buildLayout();
    buildKeys();
    connect(&models, &model::Models::loaded, this, &MainWindow::onLoaded);
    connect(&models.status(), &model::NodeStatus::changed, this, &MainWindow::updateBanner);
    connect(&models.network(), &model::NetworkModel::onlyIndirectChanged, this, [this](bool is) {
        // What was dismissed is said again in another network like that.
        if (!is && m_models.status().connection() == model::Connection::Connected)
            m_models.locals().set(indirectSaidKey, {});
        updateBanner();
    });
    connect(&models.friends(), &model::FriendModel::unreadTotalChanged, this,
            &MainWindow::updateTitle);
    connect(&models.source(), &model::NodeSource::startFailed, this, &MainWindow::showStartError);
    connect(&models.source(), &model::NodeSource::lockedChanged, this,
            &MainWindow::onLockedChanged);
    connect(&models.source(), &model::NodeSource::damageFound, this, [this](const QString& what) {
        m_damage = what;
        updateBanner();
    });
    connect(m_banner, &Banner::actionTriggered, this, [this] { openPage(PageId::Network); });
    connect(m_banner, &Banner::dismissed, this, [this] {
        if (m_damage.isEmpty())
            m_models.locals().set(indirectSaidKey, QStringLiteral("1"));
        m_damage.clear();
        updateBanner();
    });
    new IdleLock(models, this);
    retranslate();
    restoreState();
    openPage(PageId::Chats);
    if (models.isLoaded())
        onLoaded();
}

MainWindow::~MainWindow()
{
    saveState();
}

void MainWindow::buildPages()
{
    m_side->addWidget(m_chat);
    m_chats->addWidget(m_friends);
    m_chats->addWidget(m_side);
    m_chats->setChildrenCollapsible(false);
    m_chats->setStretchFactor(1, 1);
    m_side->setMinimumWidth(PageWidthMin);
    connect(m_chats, &QSplitter::splitterMoved, this,
            [this](int position) { m_listWidth = position + metric::Hairline; });
    m_friends->setMinimumWidth(metric::ListWidthMin - metric::Hairline);
    m_friends->setMaximumWidth(metric::ListWidthMax - metric::Hairline);
    m_pages->addWidget(m_chats);

    connect(m_friends, &FriendPane::chosen, this, &MainWindow::openChat);
    connect(m_friends, &FriendPane::found, this, [this](const NodeId& id) {
        openChat(id);
        m_chat->focusComposer();
    });
    connect(m_friends, &FriendPane::addRequested, this, [this] { openAddFriend(); });
    connect(m_chat, &ChatPage::friendDetailsRequested, this, &MainWindow::openFriend);
    connect(m_rail, &Rail::chosen, this, &MainWindow::openPage);
    connect(m_status->network(), &StatusChip::clicked, this,
            [this] { openPage(PageId::Network); });
    connect(m_chat, &ChatPage::askFriendRequested, this, [this] { openAskFriend(); });
    connect(m_status->holding(), &StatusChip::clicked, this,
            [this] { openFriendVos(FriendVosPart::HoldFor); });
    connect(m_status->queue(), &StatusChip::toggled, this, &MainWindow::setQueueOpen);
}

void MainWindow::buildLayout()
{
    m_banner->setObjectName(QStringLiteral("networkBanner"));
    m_elsewhere->setObjectName(QStringLiteral("elsewhereBanner"));
    m_elsewhere->setDismissible(true);
    connect(m_elsewhere, &Banner::dismissed, this, [this] { m_models.status().forgetElsewhere(); });
    auto* right = new QVBoxLayout;
    right->setSpacing(0);
    right->addWidget(m_banner);
    right->addWidget(m_elsewhere);
    right->addWidget(m_split, 1);
    auto* middle = new QHBoxLayout;
    middle->setSpacing(0);
    middle->addWidget(m_rail);
    middle->addLayout(right, 1);
    auto* column = new QVBoxLayout(m_inside);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(middle, 1);
    column->addWidget(m_status);
    m_split->setChildrenCollapsible(false);
    m_split->setStretchFactor(0, 1);
    m_split->setSizes({QueueAbove, metric::WindowHeight - QueueAbove});
    m_outer->addWidget(m_inside);
}

void MainWindow::openChat(const NodeId& id)
{
    openPage(PageId::Chats);
    m_side->setCurrentWidget(m_chat);
    m_chat->open(id);
    m_friends->setCurrent(id);
    m_models.locals().set(openChatKey, m_models.friends().find(id) != nullptr
                                           ? m_models.friends().find(id)->address()
                                           : QString());
}

void MainWindow::openMessage(const NodeId& peer, const MessageId& id)
{
    openChat(peer);
    m_chat->reveal(id);
}

void MainWindow::onLoaded()
{
    updateBanner();
    if (m_models.isFirstRun())
        showFirstRun();
    const QString address = m_models.locals().value(openChatKey);
    const auto last = address.isEmpty() ? std::nullopt : std::optional(Node::parse(address));
    if (last && *last && m_models.friends().find(**last) != nullptr)
        openChat(**last);
}

void MainWindow::updateTitle()
{
    const int unread = m_models.friends().unreadTotal();
    const QString name = tr("VOS Messenger");
    //: Title of the window while messages are unread.
    setWindowTitle(unread > 0 ? tr("(%1) %2").arg(unread).arg(name) : name);
}

void MainWindow::updateBanner()
{
    const model::NodeStatus& status = m_models.status();
    const bool sound = !status.storageFailing() && m_damage.isEmpty();
    // The news about which the Network page has more to say.
    const bool offline = sound && status.connection() == model::Connection::Offline;
    const bool indirect = sound && m_models.network().isOnlyIndirect() &&
                          m_models.locals().value(indirectSaidKey).isEmpty();
    if (status.storageFailing())
        m_banner->setText(tr("The disk is full or cannot be written. Nothing is lost so far; "
                             "make room to go on."));
    else if (!m_damage.isEmpty())
        m_banner->setText(tr("A file of this profile was damaged. What could be read was kept or "
                             "restored; the log says more."));
    else if (offline)
        m_banner->setText(tr("No network. Messages are queued here."));
    else if (indirect)
        m_banner->setText(tr("Connected, but others cannot reach you directly. Messages go "
                             "through friends."));
    else
        m_banner->setText(QString());
    m_banner->setAction(offline    ? tr("Network status")
                        : indirect ? tr("What helps?")
                                   : QString());
    m_banner->setToolTip(m_damage.toHtmlEscaped());
    m_banner->setDismissible(!m_damage.isEmpty() || indirect);
    m_elsewhere->setText(status.isElsewhere()
                             ? tr("Your address is in use in two places: another computer runs a "
                                  "copy of this profile. Close VOS Messenger there, or messages "
                                  "arrive only here or there.")
                             : QString());
}

void MainWindow::retranslate()
{
    updateTitle();
    updateBanner();
}

void MainWindow::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange) {
        m_models.retranslate();
        retranslate();
    }
    QWidget::changeEvent(event);
}

void MainWindow::raiseWindow()
{
    if (isMinimized())
        showNormal();
    else
        show();
    raise();
    activateWindow();
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    saveState();
    m_models.locals().flush();
    if (m_quitting || !m_options.tray || !m_models.preferences().closeToTray()) {
        event->accept();
        Q_EMIT quitRequested();
        return;
    }
    event->ignore();
    hide();
    if (m_models.locals().value(traySaidKey).isEmpty()) {
        m_models.locals().set(traySaidKey, QStringLiteral("1"));
        Q_EMIT closedToTray();
    }
}

void MainWindow::fitList()
{
    // The handle, a hairline, is the list's right edge.
    const int rail = m_theme.scaled(metric::RailWidth);
    const int room = width() - rail - PageWidthMin;
    const int most = std::max(m_listWidth, metric::ListWidthMin);
    const int list = std::clamp(room, metric::ListWidthMin, most) - metric::Hairline;
    m_chats->setSizes({list, width() - rail - list - metric::Hairline});
}

void MainWindow::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    fitList();
}

void MainWindow::saveState()
{
    if (m_options.stateFile.isEmpty())
        return;
    QSettings file(m_options.stateFile, QSettings::IniFormat);
    file.setValue(QStringLiteral("geometry"), saveGeometry());
    file.setValue(QStringLiteral("list"), m_listWidth);
    file.setValue(QStringLiteral("queue"), m_split->saveState());
}

void MainWindow::restoreState()
{
    if (m_options.stateFile.isEmpty())
        return;
    const QSettings file(m_options.stateFile, QSettings::IniFormat);
    restoreGeometry(file.value(QStringLiteral("geometry")).toByteArray());
    const int list = file.value(QStringLiteral("list"), metric::ListWidth).toInt();
    m_listWidth = std::clamp(list, metric::ListWidthMin, metric::ListWidthMax);
    m_split->restoreState(file.value(QStringLiteral("queue")).toByteArray());
}

void MainWindow::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.color(Color::Window));
}

}  // namespace vos::ui
