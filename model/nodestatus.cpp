#include "model/nodestatus.h"

namespace vos::model {

NodeStatus::NodeStatus(NodeSource& source, QueueModel& queue, QObject* parent)
    : QObject(parent), m_source(source), m_queue(queue)
{
    connect(&source, &NodeSource::ready, this, &NodeStatus::onReady);
    connect(&source, &NodeSource::networkChanged, this, &NodeStatus::update);
    connect(&source, &NodeSource::mapChanged, this, [this](const vos::MapSummary& map) {
        m_known = static_cast<int>(map.known);
        m_online = static_cast<int>(map.online);
        update();
    });
    connect(&source, &NodeSource::storageTrouble, this, [this](bool failing) {
        m_storageFailing = failing;
        Q_EMIT changed();
    });
    connect(&source, &NodeSource::identityElsewhere, this, [this](bool elsewhere) {
        m_elsewhere = elsewhere;
        Q_EMIT changed();
    });
    connect(&queue, &QueueModel::countsChanged, this, &NodeStatus::changed);
}

void NodeStatus::onReady(const NodeReady& ready)
{
    m_ready = true;
    m_id = ready.id;
    m_address = ready.address;
    m_link = ready.link;
    update();
    readInfo();
}

void NodeStatus::readInfo()
{
    m_source.info(this, [this](const Expected<NodeInfo, NodeError>& result) {
        if (!result)
            return;
        m_hasInfo = true;
        m_link = QString::fromStdString(result->link);
        m_known = static_cast<int>(result->map.known);
        m_online = static_cast<int>(result->map.online);
        const QString name = QString::fromStdString(result->name);
        if (std::exchange(m_name, name) != name)
            Q_EMIT ownNameChanged(name);
        update();
        Q_EMIT infoRead();
    });
}

void NodeStatus::setOwnName(const QString& name)
{
    m_source.rename(name, this, [this](const Expected<Done, NodeError>& result) {
        if (!result)
            Q_EMIT renameFailed(result.error());
        readInfo();  // the node has the name as it is kept
    });
}

void NodeStatus::update()
{
    if (!m_ready)
        m_connection = Connection::Starting;
    else if (m_online > 0)
        m_connection = Connection::Connected;
    else
        m_connection = m_source.hasNetwork() ? Connection::Searching : Connection::Offline;
    Q_EMIT changed();
}

QString NodeStatus::connectionText() const
{
    switch (m_connection) {
    case Connection::Starting:
        return tr("Starting");
    case Connection::Offline:
        return tr("No network");
    case Connection::Searching:
        return m_known == 0 ? tr("Nobody known yet") : tr("Looking for other nodes");
    case Connection::Connected:
        return tr("Connected · %n nodes", nullptr, m_online);
    }
    return {};
}

QString NodeStatus::connectionName() const
{
    switch (m_connection) {
    case Connection::Starting:
        return tr("Network: starting");
    case Connection::Offline:
        return tr("Network: none");
    case Connection::Searching:
        return m_known == 0 ? tr("Network: nobody known yet")
                            : tr("Network: looking for other nodes");
    case Connection::Connected:
        return tr("Network: connected, %n nodes", nullptr, m_online);
    }
    return {};
}

QString NodeStatus::queueText() const
{
    if (waiting() > 0 && held() > 0)
        return tr("Queue: %1 waiting, %2 held").arg(waiting()).arg(held());
    if (waiting() > 0)
        return tr("Queue: %n waiting", nullptr, waiting());
    return held() > 0 ? tr("Queue: %n held", nullptr, held()) : tr("Queue: empty");
}

}  // namespace vos::model
