#pragma once

// One window for each profile: a second start finds the first one by a local socket named after the
// profile, asks it to come to the front, and ends. Only the owner can reach the socket.

#include <QLocalServer>
#include <QObject>

namespace vos::messenger {

class SingleInstance : public QObject {
    Q_OBJECT

public:
    explicit SingleInstance(const QString& profile, QObject* parent = nullptr);

    /// True if a window on this profile answered; it comes to the front.
    bool raiseOther() const;
    /// From here on others find us.
    void listen();

Q_SIGNALS:
    void raiseRequested();

private:
    QString m_name;
    QLocalServer m_server;
};

}  // namespace vos::messenger
