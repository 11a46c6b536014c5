#include "app/control/service.h"

#include "app/common/logging.h"
#include "app/control/connection.h"
#include "app/control/socketpath.h"
#include "app/control/stdiochannel.h"

#include <QTimer>

namespace vos::control {

using namespace Qt::StringLiterals;

namespace {

/// How long the end of the program waits for clients to take their last answers.
constexpr int LastAnswersMs = 1000;
/// Longest any method takes (node.join: 10 s), and a little.
constexpr int OpenRequestsMs = 15'000;

}  // namespace

Service::Service(Node& node, const common::Options& options, QObject* parent)
    : QObject(parent), m_node(node), m_options(options), m_feed(node, options.logLevel),
      m_server(node, m_feed)
{
    connect(&node, &Node::ready, this, &Service::onReady);
}

Service::~Service()
{
    close();
}

void Service::close()
{
    m_server.close(LastAnswersMs);
    if (std::exchange(m_socketOpen, false))
        forgetSocketPath(m_options.node.profile);
    m_stdioConnection.reset();
    if (m_stdio)
        m_stdio->flush(LastAnswersMs);
    m_stdio.reset();
}

void Service::onReady(const NodeReady& ready)
{
    if (m_options.control) {
        if (const auto opened = openSocket(); !opened) {
            Q_EMIT failed(opened.error());
            return;
        }
    }
    if (m_options.stdio)
        openStdio(ready);
    QStringList places;
    for (const Endpoint& endpoint : ready.listen)
        places << QString::fromStdString(endpoint.toString());
    common::log(LogLine::Level::Info,
                u"ready: %1 on %2"_s.arg(ready.address, places.join(", "_L1)));
}

Outcome<QString> Service::openSocket()
{
    const QString& profile = m_options.node.profile;
    const QString path = usableSocketPath(
        m_options.controlPath.isEmpty() ? defaultSocketPath(profile) : m_options.controlPath);
    if (const auto listening = m_server.listen(path); !listening)
        return listening;
    m_socketOpen = true;
    return nameSocketPath(profile, path);
}

void Service::openStdio(const NodeReady& ready)
{
    m_stdio = std::make_unique<StdioChannel>();
    m_stdio->write(EventFeed::readyLine(ready));
    m_stdioConnection = std::make_unique<Connection>(*m_stdio, m_node, m_feed);
    m_stdioConnection->subscribe();
    connect(m_stdio.get(), &StdioChannel::inputEnded, this, &Service::onInputEnded);
    connect(m_stdio.get(), &Channel::closed, &m_node, &Node::stop);
}

/// What was asked before the end is still answered.
void Service::onInputEnded()
{
    connect(m_stdioConnection.get(), &Connection::becameIdle, &m_node, &Node::stop);
    QTimer::singleShot(OpenRequestsMs, &m_node, &Node::stop);
    m_stdioConnection->endInput();
}

}  // namespace vos::control
