#include "model/models.h"

namespace vos::model {

namespace {

const QString FirstRunKey = QStringLiteral("window/first-run-over");
const QString Yes = QStringLiteral("yes");

}  // namespace

Models::Models(NodeSource& source, Clock& clock, QObject* parent)
    : QObject(parent), m_source(source), m_clock(clock), m_locals(source), m_preferences(source),
      m_friends(source, clock, m_locals), m_friendList(m_friends),
      m_requests(m_friends, ContactState::PendingIn), m_blocked(m_friends, ContactState::Blocked),
      m_queue(source, clock, m_friends),
      m_friendVos(source, clock, m_friends), m_map(source, clock, m_friends, m_friendVos),
      m_status(source, m_queue), m_network(source, clock, m_friends, m_status, m_preferences)
{
    connect(&source, &NodeSource::ready, this, &Models::load);
    connect(&m_locals, &LocalValues::loaded, this, &Models::onPartLoaded);
    connect(&m_preferences, &Preferences::loaded, this, &Models::onPartLoaded);
    connect(&m_friends, &FriendModel::loaded, this, &Models::onPartLoaded);
    connect(&m_friendVos, &FriendVosModel::loaded, this, &Models::onPartLoaded);
    connect(&m_status, &NodeStatus::infoRead, this, &Models::onPartLoaded);
    connect(&m_status, &NodeStatus::changed, this, [this] {
        const bool offline = m_status.connection() == Connection::Offline;
        m_friends.setOffline(offline);
        m_friendVos.setOffline(offline);
    });
    connect(&m_queue, &QueueModel::countsChanged, this,
            [this] { m_friends.setQueueCounts(m_queue.countsByPeer()); });
}

void Models::load()
{
    m_locals.load();
    m_preferences.load();
    m_friends.load();
    m_queue.refresh();
    m_friendVos.load();
}

void Models::onPartLoaded()
{
    const bool named = !m_status.ownAddress().isEmpty();
    const bool complete = m_locals.isLoaded() && m_preferences.isLoaded() &&
                          m_friends.isLoaded() && m_friendVos.isLoaded() && named &&
                          m_status.hasInfo();
    if (complete && !std::exchange(m_loaded, true))
        Q_EMIT loaded();
}

std::unique_ptr<MessageModel> Models::conversation(const NodeId& peer)
{
    auto conversation = std::make_unique<MessageModel>(m_source, m_clock, m_friends, peer);
    conversation->setQueue(&m_queue);
    MessageModel* shown = conversation.get();
    shown->setHasHolder(m_friendVos.hasHolder());
    connect(&m_friendVos, &FriendVosModel::changed, shown,
            [this, shown] { shown->setHasHolder(m_friendVos.hasHolder()); });
    return conversation;
}

bool Models::isFirstRun() const
{
    return m_locals.value(FirstRunKey) != Yes && m_friends.rowCount() == 0;
}

void Models::endFirstRun()
{
    m_locals.set(FirstRunKey, Yes);
    m_locals.flush();
}

void Models::retranslate()
{
    m_friends.retranslate();
    m_friendList.retranslate();
    m_queue.retranslate();
    m_friendVos.retranslate();
    m_map.retranslate();
    m_network.retranslate();
    Q_EMIT m_status.changed();
    Q_EMIT retranslated();
}

}  // namespace vos::model
