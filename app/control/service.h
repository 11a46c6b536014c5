#pragma once

// The control interface of one node as its options ask for it: the socket, stdin and stdout, or
// none. It opens once the node is ready and ends with it.

#include "app/common/options.h"
#include "app/control/eventfeed.h"
#include "app/control/server.h"

#include <memory>

namespace vos::control {

class Connection;
class StdioChannel;

class Service : public QObject {
    Q_OBJECT

public:
    /// To be made before node.start(); `node` must outlive the service.
    Service(Node& node, const common::Options& options, QObject* parent = nullptr);
    ~Service() override;

    /// Hands out the last answers and closes everything; after the node has stopped.
    void close();

Q_SIGNALS:
    /// The interface that was asked for cannot be opened; `message` says what to do.
    void failed(const QString& message);

private:
    void onReady(const NodeReady& ready);
    Outcome<QString> openSocket();
    void openStdio(const NodeReady& ready);
    void onInputEnded();

    Node& m_node;
    common::Options m_options;
    EventFeed m_feed;
    Server m_server;
    bool m_socketOpen = false;
    std::unique_ptr<StdioChannel> m_stdio;
    std::unique_ptr<Connection> m_stdioConnection;
};

}  // namespace vos::control
