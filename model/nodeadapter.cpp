#include "model/nodeadapter.h"

#include <QNetworkInformation>

namespace vos::model {

NodeAdapter::NodeAdapter(Node& node, QObject* parent) : NodeSource(parent), m_node(node)
{
    connect(&node, &Node::ready, this, &NodeSource::ready);
    connect(&node, &Node::startFailed, this, &NodeSource::startFailed);
    connect(&node, &Node::stopped, this, &NodeSource::stopped);
    connect(&node, &Node::messagesAdded, this, &NodeSource::messagesAdded);
    connect(&node, &Node::messagesChanged, this, &NodeSource::messagesChanged);
    connect(&node, &Node::messageStatesChanged, this, &NodeSource::messageStatesChanged);
    connect(&node, &Node::readByPeer, this, &NodeSource::readByPeer);
    connect(&node, &Node::contactsChanged, this, &NodeSource::contactsChanged);
    connect(&node, &Node::contactsRequested, this, &NodeSource::contactsRequested);
    connect(&node, &Node::presenceChanged, this, &NodeSource::presenceChanged);
    connect(&node, &Node::mapChanged, this, &NodeSource::mapChanged);
    connect(&node, &Node::friendVosChanged, this, &NodeSource::friendVosChanged);
    connect(&node, &Node::friendOwnersChanged, this, &NodeSource::friendOwnersChanged);
    connect(&node, &Node::friendVosRequested, this, &NodeSource::friendVosRequested);
    connect(&node, &Node::gapsChanged, this, &NodeSource::gapsChanged);
    connect(&node, &Node::messageStepsAdded, this, &NodeSource::messageStepsAdded);
    connect(&node, &Node::identityElsewhere, this, &NodeSource::identityElsewhere);
    connect(&node, &Node::settingsChanged, this, &NodeSource::settingsChanged);
    connect(&node, &Node::storageTrouble, this, &NodeSource::storageTrouble);
    connect(&node, &Node::damageFound, this, &NodeSource::damageFound);
    connect(&node, &Node::protectionChanged, this, &NodeSource::protectionChanged);
    connect(&node, &Node::lockedChanged, this, &NodeSource::lockedChanged);
    connect(&node, &Node::backupProgress, this, &NodeSource::backupProgress);
    connect(&node, &Node::restoreStaged, this, &NodeSource::restoreStaged);
    if (QNetworkInformation::loadBackendByFeatures(QNetworkInformation::Feature::Reachability)) {
        connect(QNetworkInformation::instance(), &QNetworkInformation::reachabilityChanged, this,
                [this] { Q_EMIT networkChanged(); });
    }
}

void NodeAdapter::start()
{
    m_node.start();
}
void NodeAdapter::stop()
{
    m_node.stop();
}

NodeReady NodeAdapter::identity() const
{
    return m_node.isRunning() ? m_node.identity() : NodeReady();
}

bool NodeAdapter::hasNetwork() const
{
    const QNetworkInformation* network = QNetworkInformation::instance();
    return network == nullptr ||
           network->reachability() != QNetworkInformation::Reachability::Disconnected;
}

void NodeAdapter::info(QObject* context, Reply<NodeInfo> reply)
{
    m_node.info(context, std::move(reply));
}

void NodeAdapter::rename(const QString& name, QObject* context, Reply<Done> reply)
{
    m_node.rename(name, context, std::move(reply));
}

void NodeAdapter::join(const QString& linkOrHostPort, QObject* context,
                       Reply<vos::MapSummary> reply)
{
    m_node.join(linkOrHostPort, context, std::move(reply));
}

void NodeAdapter::settings(const QStringList& keys, QObject* context, Reply<QVariantMap> reply)
{
    m_node.settings(keys, context, std::move(reply));
}

void NodeAdapter::setSettings(const QVariantMap& values, QObject* context, Reply<Done> reply)
{
    m_node.setSettings(values, context, std::move(reply));
}

void NodeAdapter::mapEntries(QObject* context, Reply<std::vector<MapEntry>> reply)
{
    m_node.mapEntries(context, std::move(reply));
}

void NodeAdapter::trail(const NodeId& peer, QObject* context, Reply<std::vector<SeekStep>> reply)
{
    m_node.trail(peer, context, std::move(reply));
}

void NodeAdapter::checkNetwork()
{
    m_node.checkNetwork();
}

void NodeAdapter::netStatus(QObject* context, Reply<NetStatus> reply)
{
    m_node.netStatus(context, std::move(reply));
}

void NodeAdapter::addContact(const QString& addressOrLink, const QString& ownName,
                             const QString& requestNote, QObject* context, Reply<Done> reply)
{
    m_node.addContact(addressOrLink, ownName, requestNote, context, std::move(reply));
}

void NodeAdapter::acceptContact(const NodeId& id, QObject* context, Reply<Done> reply)
{
    m_node.acceptContact(id, context, std::move(reply));
}

void NodeAdapter::declineContact(const NodeId& id, QObject* context, Reply<Done> reply)
{
    m_node.declineContact(id, context, std::move(reply));
}

void NodeAdapter::blockContact(const NodeId& id, QObject* context, Reply<Done> reply)
{
    m_node.blockContact(id, context, std::move(reply));
}

void NodeAdapter::removeContact(const NodeId& id, QObject* context, Reply<Done> reply)
{
    m_node.removeContact(id, context, std::move(reply));
}

void NodeAdapter::setContactNote(const NodeId& id, const QString& note, QObject* context,
                                 Reply<Done> reply)
{
    m_node.setContactNote(id, note, context, std::move(reply));
}

void NodeAdapter::contacts(QObject* context, Reply<std::vector<Contact>> reply)
{
    m_node.contacts(context, std::move(reply));
}

QString NodeAdapter::safetyNumber(const NodeId& id) const
{
    return m_node.safetyNumber(id);
}

void NodeAdapter::setVerified(const NodeId& id, bool verified, QObject* context, Reply<Done> reply)
{
    m_node.setVerified(id, verified, context, std::move(reply));
}

void NodeAdapter::sendMessage(const OutgoingMessage& message, QObject* context,
                              Reply<MessageId> reply)
{
    m_node.sendMessage(message, context, std::move(reply));
}

void NodeAdapter::messages(const NodeId& peer, std::optional<MessageId> before, int limit,
                           QObject* context, Reply<MessagePage> reply)
{
    m_node.messages(peer, before, limit, context, std::move(reply));
}

void NodeAdapter::messagesAfter(const NodeId& peer, const MessageId& after, int limit,
                                QObject* context, Reply<MessagePage> reply)
{
    m_node.messagesAfter(peer, after, limit, context, std::move(reply));
}

void NodeAdapter::message(const MessageId& id, QObject* context, Reply<Message> reply)
{
    m_node.message(id, context, std::move(reply));
}

void NodeAdapter::search(const QString& text, std::optional<NodeId> peer, int limit,
                         QObject* context, Reply<std::vector<Message>> reply)
{
    m_node.search(text, peer, limit, context, std::move(reply));
}

void NodeAdapter::conversations(QObject* context, Reply<std::vector<ConversationSummary>> reply)
{
    m_node.conversations(context, std::move(reply));
}

void NodeAdapter::markRead(const NodeId& peer, const MessageId& upTo, QObject* context,
                           Reply<Done> reply)
{
    m_node.markRead(peer, upTo, context, std::move(reply));
}

void NodeAdapter::deleteMessage(const MessageId& id, QObject* context, Reply<Done> reply)
{
    m_node.deleteMessage(id, context, std::move(reply));
}

void NodeAdapter::editMessage(const MessageId& id, const QString& text, QObject* context,
                              Reply<Done> reply)
{
    m_node.editMessage(id, text, context, std::move(reply));
}

void NodeAdapter::takeBackMessage(const MessageId& id, QObject* context, Reply<Done> reply)
{
    m_node.takeBackMessage(id, context, std::move(reply));
}

void NodeAdapter::react(const MessageId& id, const QStringList& emoji, QObject* context,
                        Reply<Done> reply)
{
    m_node.react(id, emoji, context, std::move(reply));
}

void NodeAdapter::messageSteps(const MessageId& id, QObject* context,
                               Reply<std::vector<MessageStep>> reply)
{
    m_node.messageSteps(id, context, std::move(reply));
}

void NodeAdapter::gaps(const NodeId& peer, QObject* context,
                       Reply<std::vector<std::uint64_t>> reply)
{
    m_node.gaps(peer, context, std::move(reply));
}

void NodeAdapter::agreements(QObject* context, Reply<Agreements> reply)
{
    m_node.agreements(context, std::move(reply));
}

void NodeAdapter::requestFriendVos(const QString& addressOrLink, quint64 quotaBytes,
                                   const QString& message, QObject* context, Reply<Done> reply)
{
    m_node.requestFriendVos(addressOrLink, quotaBytes, message, context, std::move(reply));
}

void NodeAdapter::approveFriendVos(const NodeId& id, std::optional<quint64> quotaBytes,
                                   QObject* context, Reply<Done> reply)
{
    m_node.approveFriendVos(id, quotaBytes, context, std::move(reply));
}

void NodeAdapter::declineFriendVos(const NodeId& id, bool doNotAsk, QObject* context,
                                   Reply<Done> reply)
{
    m_node.declineFriendVos(id, doNotAsk, context, std::move(reply));
}

void NodeAdapter::revokeFriendVos(const NodeId& id, AgreementSide side, QObject* context,
                                  Reply<Done> reply)
{
    m_node.revokeFriendVos(id, side, context, std::move(reply));
}

void NodeAdapter::drillFriendVos(QObject* context, Reply<std::vector<DrillResult>> reply)
{
    m_node.drillFriendVos(context, std::move(reply));
}

void NodeAdapter::forgetElsewhere()
{
    m_node.forgetElsewhere();
}

void NodeAdapter::queue(QObject* context, Reply<std::vector<QueueEntry>> reply)
{
    m_node.queue(context, std::move(reply));
}

void NodeAdapter::cancelMessage(const MessageId& id, QObject* context, Reply<Done> reply)
{
    m_node.cancelMessage(id, context, std::move(reply));
}

void NodeAdapter::retryMessage(const MessageId& id, QObject* context, Reply<Done> reply)
{
    m_node.retryMessage(id, context, std::move(reply));
}

void NodeAdapter::refreshPresence(const NodeId& peer)
{
    m_node.refreshPresence(peer);
}

Protection NodeAdapter::protection() const
{
    return m_node.protection();
}
bool NodeAdapter::isLocked() const
{
    return m_node.isLocked();
}
bool NodeAdapter::hasKeychain() const
{
    return Node::hasKeychain();
}

void NodeAdapter::changeProtection(Protection to, const QByteArray& oldPassphrase,
                                   const QByteArray& newPassphrase, QObject* context,
                                   Reply<Done> reply)
{
    m_node.changeProtection(to, oldPassphrase, newPassphrase, context, std::move(reply));
}

void NodeAdapter::backUp(const QString& file, const QByteArray& passphrase, QObject* context,
                         Node::BackupReply reply)
{
    m_node.backUp(file, passphrase, context, std::move(reply));
}

void NodeAdapter::restore(const QString& file, const QByteArray& passphrase, QObject* context,
                          Node::BackupReply reply)
{
    m_node.restore(file, passphrase, context, std::move(reply));
}

void NodeAdapter::cancelBackup()
{
    m_node.cancelBackup();
}

void NodeAdapter::lock(QObject* context, Reply<Done> reply)
{
    m_node.lock(context, std::move(reply));
}

void NodeAdapter::unlock(const QByteArray& passphrase, QObject* context, Reply<Done> reply)
{
    m_node.unlock(passphrase, context, std::move(reply));
}

void NodeAdapter::putLocal(const QString& key, const QString& value)
{
    m_node.putLocal(key, value);
}

void NodeAdapter::locals(const QString& prefix, QObject* context, Reply<QVariantMap> reply)
{
    m_node.locals(prefix, context, std::move(reply));
}

}  // namespace vos::model
