#pragma once

// Desktop notifications for new messages and contact requests while the person looks elsewhere.
// What they tell follows the settings. Names and texts come from other people: the services render
// markup, so everything is escaped first.

#include "model/models.h"

#include <QObject>
#include <QPointer>
#include <QWidget>

#include <map>
#include <optional>

namespace vos::ui {

class NotificationService;

class Notifier : public QObject {
    Q_OBJECT

public:
    /// `window`: while it is active nothing is announced. `service` is owned.
    Notifier(model::Models& models, QWidget& window, std::unique_ptr<NotificationService> service,
             QObject* parent = nullptr);
    ~Notifier() override;

    /// Plain words of the program itself ("VOS Messenger runs on …").
    void say(const QString& title, const QString& text);

Q_SIGNALS:
    /// A notification was clicked.
    void chatRequested(const vos::NodeId& id);
    void requestsRequested();
    void friendVosRequested();

private:
    void onMessages(const std::vector<Message>& messages);
    void onRequests(const std::vector<Contact>& contacts);
    void onFriendVosRequests(const std::vector<FriendOwner>& requests);
    void onActivated(const QString& key);
    bool isQuiet() const;
    /// What the person wants, and nothing of the content while the profile is locked.
    model::NotifyMode mode() const;

    model::Models& m_models;
    QPointer<QWidget> m_window;
    std::unique_ptr<NotificationService> m_service;
};

}  // namespace vos::ui
