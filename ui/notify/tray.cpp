#include "ui/notify/tray.h"

#include "ui/widgets/painting.h"

#include <QPainter>

namespace vos::ui {

namespace {

constexpr int TrayIconSize = 64;
constexpr int UnreadDotSize = 26;

/// The app's icon, with a dot while something is unread.
QIcon trayIcon(const Theme& theme, bool unread)
{
    QPixmap pixmap = QIcon(QStringLiteral(":/icons/appicon.svg")).pixmap(TrayIconSize);
    if (unread) {
        QPainter painter(&pixmap);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.color(Color::Danger));
        painter.drawEllipse(TrayIconSize - UnreadDotSize, 0, UnreadDotSize, UnreadDotSize);
    }
    return QIcon(pixmap);
}

}  // namespace

Tray::Tray(Theme& theme, model::Models& models, QObject* parent)
    : QObject(parent)
    , m_theme(theme)
    , m_models(models)
    , m_open(m_menu.addAction(QString()))
    , m_status(m_menu.addAction(QString()))
    , m_lock(m_menu.addAction(QString()))
    , m_quit(m_menu.addAction(QString()))
{
    m_menu.insertSeparator(m_quit);
    m_status->setEnabled(false);
    m_icon.setContextMenu(&m_menu);
    connect(m_open, &QAction::triggered, this, &Tray::openRequested);
    connect(m_lock, &QAction::triggered, this, &Tray::lockRequested);
    connect(m_quit, &QAction::triggered, this, &Tray::quitRequested);
    connect(&m_icon, &QSystemTrayIcon::activated, this,
            [this](QSystemTrayIcon::ActivationReason reason) {
                if (reason == QSystemTrayIcon::Trigger || reason == QSystemTrayIcon::DoubleClick)
                    Q_EMIT openRequested();
            });
    connect(&models.friends(), &model::FriendModel::unreadTotalChanged, this, &Tray::refresh);
    connect(&models.status(), &model::NodeStatus::changed, this, &Tray::refresh);
    connect(&models, &model::Models::retranslated, this, &Tray::refresh);
    connect(&models.source(), &model::NodeSource::protectionChanged, this, &Tray::refresh);
    connect(&models.source(), &model::NodeSource::lockedChanged, this, &Tray::refresh);
    connect(&theme, &Theme::changed, this, &Tray::refresh);
    refresh();
}

void Tray::refresh()
{
    const int unread = m_models.friends().unreadTotal();
    m_open->setText(tr("Open VOS Messenger"));
    m_status->setText(m_models.status().connectionText());
    m_lock->setText(tr("Lock now"));
    m_lock->setVisible(m_models.source().protection() == Protection::Passphrase &&
                       !m_models.source().isLocked());
    m_quit->setText(tr("Quit"));
    m_icon.setIcon(trayIcon(m_theme, unread > 0));
    m_icon.setToolTip(unread > 0 ? tr("VOS Messenger, %n unread", nullptr, unread)
                                 : tr("VOS Messenger"));
}

}  // namespace vos::ui
