// How NodeWorker follows the network: its own addresses, neighbours, the router, sleep.

#include "p2p/qt/convert.h"
#include "p2p/qt/nodeworker.h"

#include <utility>

namespace vos::qt {

QHostAddress NodeWorker::currentRouter()
{
    const auto gateway = findGateway();
    return gateway ? gateway->router : QHostAddress();
}

void NodeWorker::openWebPort()
{
    const std::size_t before = m_sockets->size();
    if (!m_sockets->openWebPort())
        return;
    for (std::size_t i = before; i < m_sockets->size(); ++i)
        listenOn(m_sockets->at(i), static_cast<SocketIndex>(i));
}

void NodeWorker::watchInterfaces()
{
    if (!engineRuns())
        return;
    m_sockets->closeUnused(systemNow().mono);
    m_sockets->mend();
    openWebPort();
    const QHostAddress router = currentRouter();
    const bool sameRouter = std::exchange(m_router, router) == router;
    std::vector<Endpoint> local = m_sockets->localEndpoints();
    const bool sameAddresses = local == m_local;
    if (!sameAddresses) {
        m_local = std::move(local);
        m_engine->handleInterfaces(systemNow(), m_local);
    } else if (!sameRouter) {
        m_engine->handleNetworkChanged(systemNow());
    }
    watchRouter(!sameRouter || !sameAddresses);
    watchLan();
    finishTurn();
}

void NodeWorker::onWoke()
{
    log(LogLine::Level::Info,
        QStringLiteral("This computer slept; the network is looked at anew."));
    onNetworkChanged();
}

void NodeWorker::onNetworkChanged()
{
    if (!engineRuns())
        return;
    m_engine->handleNetworkChanged(systemNow());
    watchRouter(true);
    finishTurn();
}

void NodeWorker::watchLan()
{
    if (!m_options.lan || m_engine->setting("network.lan") == "false")
        return m_lan.reset();
    if (!m_lan) {
        m_lan = std::make_unique<LanWatch>(*m_sockets,
                                           [this] { return m_engine->askNeighbours(systemNow()); });
        connect(m_lan.get(), &LanWatch::heard, this, &NodeWorker::onNeighbourAsked);
    }
    m_lan->refresh();
}

void NodeWorker::onNeighbourAsked(const Endpoint& from, const QByteArray& datagram)
{
    run([&](Engine& engine, Now now) {
        engine.handleDatagram(now, from, AnySocket, viewOf(datagram));
    });
}

void NodeWorker::watchRouter(bool again)
{
    // What listens on this computer alone is nothing for others.
    const bool isWanted = m_options.portMapping &&
                          m_engine->setting("network.port_mapping") != "false" &&
                          m_sockets->listensOutside();
    if (!isWanted) {
        if (m_mapper) {
            m_mapper.reset();
            m_engine->handlePortMapping(systemNow(), {});
        }
        return;
    }
    if (m_mapper && !again)
        return;
    if (!m_mapper) {
        nat::PcpNonce nonce;
        m_rng.fill(nonce);
        m_mapper = std::make_unique<PortMapper>(nonce, &findGateway);
        connect(m_mapper.get(), &PortMapper::changed, this, [this](const PortMapping& mapping) {
            if (!engineRuns())
                return;
            m_engine->handlePortMapping(systemNow(), mapping);
            finishTurn();
        });
    }
    m_mapper->ask(m_sockets->port());
}

}  // namespace vos::qt
