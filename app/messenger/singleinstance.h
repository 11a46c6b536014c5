#pragma once

// One window for each profile: a second start finds the first one by a local socket named after the
// profile, asks it to come to the front, hands over the link it was started with, and ends. Only
// the owner can reach the socket.

#include <QLocalServer>
#include <QObject>

class QLocalSocket;

namespace vos::messenger {

class SingleInstance : public QObject {
    Q_OBJECT

public:
    explicit SingleInstance(const QString& profile, QObject* parent = nullptr);

    /// True if a window on this profile answered; it comes to the front, and opens `link` if there
    /// is one.
    bool raiseOther(const QString& link) const;
    /// From here on others find us.
    void listen();

Q_SIGNALS:
    void raiseRequested();
    /// What the other one was started with; it may be any text.
    void linkGiven(const QString& link);

private:
    void take(QLocalSocket* other);

    QString m_name;
    QLocalServer m_server;
};

}  // namespace vos::messenger
