#include "ui/notify/notificationservice.h"

#include <QDBusConnection>
#include <QDBusConnectionInterface>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QSystemTrayIcon>

namespace vos::ui {

namespace {

const QString Service = QStringLiteral("org.freedesktop.Notifications");
const QString Path = QStringLiteral("/org/freedesktop/Notifications");
const QString OpenAction = QStringLiteral("default");

}  // namespace

BusNotifications::BusNotifications(QObject* parent) : NotificationService(parent)
{
    QDBusConnection bus = QDBusConnection::sessionBus();
    // The string form is the only one QtDBus has.
    bus.connect(Service, Path, Service, QStringLiteral("ActionInvoked"), this,
                SLOT(onActionInvoked(uint, QString)));
    bus.connect(Service, Path, Service, QStringLiteral("NotificationClosed"), this,
                SLOT(onClosed(uint, uint)));
}

bool BusNotifications::isAvailable()
{
    const QDBusConnection bus = QDBusConnection::sessionBus();
    return bus.isConnected() && bus.interface() != nullptr &&
           (bus.interface()->isServiceRegistered(Service) ||
            bus.interface()->activatableServiceNames().value().contains(Service));
}

void BusNotifications::show(const Notification& notification)
{
    QDBusMessage call =
        QDBusMessage::createMethodCall(Service, Path, Service, QStringLiteral("Notify"));
    // Bodies are read as markup by most services, titles by some: both are escaped.
    call.setArguments({QStringLiteral("VOS Messenger"), m_ids.value(notification.key),
                       QStringLiteral("vos-messenger"), notification.title.toHtmlEscaped(),
                       notification.text.toHtmlEscaped(),
                       QStringList{OpenAction, tr("Open")}, QVariantMap(), -1});
    auto* watcher =
        new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(call), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher, notification] {
        const QDBusPendingReply<uint> reply = *watcher;
        if (!reply.isError())
            m_ids.insert(notification.key, reply.value());
        watcher->deleteLater();
    });
}

void BusNotifications::withdraw(const QString& key)
{
    const auto it = m_ids.constFind(key);
    if (it == m_ids.cend())
        return;
    QDBusMessage call =
        QDBusMessage::createMethodCall(Service, Path, Service, QStringLiteral("CloseNotification"));
    call.setArguments({*it});
    QDBusConnection::sessionBus().asyncCall(call);
    m_ids.erase(it);
}

void BusNotifications::onActionInvoked(uint id, const QString&)
{
    const QString key = m_ids.key(id);
    if (!key.isEmpty())
        Q_EMIT activated(key);
}

void BusNotifications::onClosed(uint id, uint)
{
    const QString key = m_ids.key(id);
    if (!key.isEmpty())
        m_ids.remove(key);
}

TrayNotifications::TrayNotifications(QSystemTrayIcon& icon, QObject* parent)
    : NotificationService(parent), m_icon(icon)
{
    connect(&icon, &QSystemTrayIcon::messageClicked, this, [this] { Q_EMIT activated(m_lastKey); });
}

void TrayNotifications::show(const Notification& notification)
{
    m_lastKey = notification.key;
    m_icon.showMessage(notification.title.toHtmlEscaped(), notification.text.toHtmlEscaped(),
                       m_icon.icon());
}

void TrayNotifications::withdraw(const QString&) {}

}  // namespace vos::ui
