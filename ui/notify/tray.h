#pragma once

// The icon in the system's tray: how many messages are unread, and a menu to open the window and to
// quit. It exists only where the system has a tray.

#include "model/models.h"
#include "ui/theme/theme.h"

#include <QMenu>
#include <QSystemTrayIcon>

namespace vos::ui {

class Tray : public QObject {
    Q_OBJECT

public:
    Tray(Theme& theme, model::Models& models, QObject* parent = nullptr);

    static bool isAvailable() { return QSystemTrayIcon::isSystemTrayAvailable(); }
    QSystemTrayIcon& icon() { return m_icon; }
    void show() { m_icon.show(); }

Q_SIGNALS:
    void openRequested();
    void lockRequested();
    void quitRequested();

private:
    void refresh();

    Theme& m_theme;
    model::Models& m_models;
    QMenu m_menu;
    QAction* m_open;
    QAction* m_status;
    QAction* m_lock;
    QAction* m_quit;
    QSystemTrayIcon m_icon;
};

}  // namespace vos::ui
