#pragma once

// The way a notification reaches the screen. On Linux org.freedesktop.Notifications over D-Bus,
// whose clicks come back; elsewhere the tray icon's balloon.

#include <QHash>
#include <QObject>
#include <QString>

class QSystemTrayIcon;

namespace vos::ui {

struct Notification {
    QString key;    ///< what a click stands for; a new one with the same key replaces the old
    QString title;  ///< plain text
    QString text;   ///< plain text
};

class NotificationService : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;
    virtual void show(const Notification& notification) = 0;
    /// Takes back what is still shown under this key.
    virtual void withdraw(const QString& key) = 0;

Q_SIGNALS:
    void activated(const QString& key);
};

class BusNotifications : public NotificationService {
    Q_OBJECT

public:
    explicit BusNotifications(QObject* parent = nullptr);
    /// A notification service can be reached.
    static bool isAvailable();
    void show(const Notification& notification) override;
    void withdraw(const QString& key) override;

private Q_SLOTS:
    void onActionInvoked(uint id, const QString& action);
    void onClosed(uint id, uint reason);

private:
    QHash<QString, uint> m_ids;
};

class TrayNotifications : public NotificationService {
    Q_OBJECT

public:
    explicit TrayNotifications(QSystemTrayIcon& icon, QObject* parent = nullptr);
    void show(const Notification& notification) override;
    void withdraw(const QString& key) override;

private:
    QSystemTrayIcon& m_icon;
    QString m_lastKey;
};

}  // namespace vos::ui
