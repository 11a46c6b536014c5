#include "app/control/server.h"

#include "app/common/logging.h"
#include "app/control/connection.h"
#include "app/control/socketchannel.h"

#include <QElapsedTimer>
#include <QFile>

#ifndef Q_OS_WIN
#include <sys/stat.h>
#endif

namespace vos::control {

using namespace Qt::StringLiterals;

namespace {

#ifndef Q_OS_WIN

/// Files made while it lives are the owner's alone. The mask is the whole process's: a file another
/// thread makes meanwhile is closed to others as well, never more open.
class PrivateFiles {
public:
    PrivateFiles() : m_before(::umask(0077)) {}
    ~PrivateFiles() { ::umask(m_before); }
    PrivateFiles(const PrivateFiles&) = delete;
    PrivateFiles& operator=(const PrivateFiles&) = delete;

private:
    mode_t m_before;
};

/// Removes a socket nobody listens on.
Outcome<QString> makeRoom(const QString& path)
{
    struct stat status = {};
    if (::lstat(QFile::encodeName(path).constData(), &status) != 0)
        return std::monostate{};
    if (!S_ISSOCK(status.st_mode))
        return Unexpected{
            u"the control socket cannot be opened: %1 is a file of another kind. Move it away or "
            u"name another path with --control."_s.arg(path)};
    constexpr int answerTimeMs = 1000;
    QLocalSocket probe;
    probe.connectToServer(path);
    if (!probe.waitForConnected(answerTimeMs) &&
        probe.error() == QLocalSocket::ConnectionRefusedError) {
        QFile::remove(path);
        return std::monostate{};
    }
    return Unexpected{
        u"the control socket cannot be opened: another program listens on %1. End it or name "
        u"another path with --control."_s.arg(path)};
}

#endif

}  // namespace

Server::Server(Node& node, EventFeed& feed, QObject* parent)
    : QObject(parent), m_node(node), m_feed(feed)
{
    connect(&m_server, &QLocalServer::newConnection, this, &Server::onNewConnection);
}

Server::~Server()
{
    close(0);
}

Outcome<QString> Server::listen(const QString& path)
{
#ifdef Q_OS_WIN
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
#else
    if (const auto room = makeRoom(path); !room)
        return room;
    const PrivateFiles privateFiles;
#endif
    if (!m_server.listen(path))
        return Unexpected{
            u"the control socket %1 cannot be opened: %2. Name another path with --control."_s.arg(
                path, m_server.errorString())};
    return std::monostate{};
}

void Server::close(int timeoutMs)
{
    m_server.close();
    QElapsedTimer timer;
    timer.start();
    const QList<Channel*> clients = std::exchange(m_clients, {});
    for (Channel* client : clients) {
        client->disconnect(this);
        client->flush(std::max(0, timeoutMs - static_cast<int>(timer.elapsed())));
        delete client;
    }
}

void Server::onNewConnection()
{
    while (QLocalSocket* pending = m_server.nextPendingConnection()) {
        std::unique_ptr<QLocalSocket> socket(pending);
        if (m_clients.size() >= ClientsMax) {
            common::log(
                LogLine::Level::Warning,
                u"the control socket has %1 clients already: refused one more"_s.arg(ClientsMax));
            continue;
        }
        auto* channel = new SocketChannel(std::move(socket), this);
        m_clients << channel;
        new Connection(*channel, m_node, m_feed, channel);
        connect(channel, &Channel::closed, this, [this, channel] {
            m_clients.removeOne(channel);
            channel->deleteLater();
        });
    }
}

}  // namespace vos::control
