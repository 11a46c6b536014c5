#pragma once

// The control socket: usable by its owner alone. A socket left behind by a killed process is
// replaced; one somebody listens on, or a file that is none, never is.

#include "p2p/base/expected.h"
#include "p2p/qt/node.h"

#include <QLocalServer>

namespace vos::control {

class Channel;
class EventFeed;

class Server : public QObject {
    Q_OBJECT

public:
    /// Clients at once: more are a script run wild.
    static constexpr int ClientsMax = 64;

    /// `node` and `feed` must outlive the server.
    Server(Node& node, EventFeed& feed, QObject* parent = nullptr);
    ~Server() override;

    /// The error is a sentence that says what to do.
    Outcome<QString> listen(const QString& path);
    /// Hands out what clients still wait for, for at most `timeoutMs`, and removes the socket.
    void close(int timeoutMs);

private:
    void onNewConnection();

    Node& m_node;
    EventFeed& m_feed;
    QLocalServer m_server;
    QList<Channel*> m_clients;
};

}  // namespace vos::control
