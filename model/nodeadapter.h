#pragma once

// NodeSource over a real vos::Node: every call and signal is passed on as it is.

#include "model/source.h"

namespace vos::model {

class NodeAdapter : public NodeSource {
    Q_OBJECT

public:
    /// `node` must outlive the adapter.
    explicit NodeAdapter(Node& node, QObject* parent = nullptr);

    void start() override;
    void stop() override;
    NodeReady identity() const override;
    bool hasNetwork() const override;
    void info(QObject* context, Reply<NodeInfo> reply) override;
    void rename(const QString& name, QObject* context, Reply<Done> reply) override;
    void join(const QString& linkOrHostPort, QObject* context,
              Reply<vos::MapSummary> reply) override;
    void settings(const QStringList& keys, QObject* context, Reply<QVariantMap> reply) override;
    void setSettings(const QVariantMap& values, QObject* context, Reply<Done> reply) override;
    void mapEntries(QObject* context, Reply<std::vector<MapEntry>> reply) override;
    void netStatus(QObject* context, Reply<NetStatus> reply) override;
    void checkNetwork() override;
    void trail(const NodeId& peer, QObject* context, Reply<std::vector<SeekStep>> reply) override;
    void addContact(const QString& addressOrLink, const QString& ownName,
                    const QString& requestNote, QObject* context, Reply<Done> reply) override;
    void acceptContact(const NodeId& id, QObject* context, Reply<Done> reply) override;
    void declineContact(const NodeId& id, QObject* context, Reply<Done> reply) override;
    void blockContact(const NodeId& id, QObject* context, Reply<Done> reply) override;
    void removeContact(const NodeId& id, QObject* context, Reply<Done> reply) override;
    void setContactNote(const NodeId& id, const QString& note, QObject* context,
                        Reply<Done> reply) override;
    void contacts(QObject* context, Reply<std::vector<Contact>> reply) override;
    QString safetyNumber(const NodeId& id) const override;
    void setVerified(const NodeId& id, bool verified, QObject* context, Reply<Done> reply) override;
    void sendMessage(const OutgoingMessage& message, QObject* context,
                     Reply<MessageId> reply) override;
    void messages(const NodeId& peer, std::optional<MessageId> before, int limit, QObject* context,
                  Reply<MessagePage> reply) override;
    void messagesAfter(const NodeId& peer, const MessageId& after, int limit, QObject* context,
                       Reply<MessagePage> reply) override;
    void message(const MessageId& id, QObject* context, Reply<Message> reply) override;
    void search(const QString& text, std::optional<NodeId> peer, int limit, QObject* context,
                Reply<std::vector<Message>> reply) override;
    void conversations(QObject* context, Reply<std::vector<ConversationSummary>> reply) override;
    void markRead(const NodeId& peer, const MessageId& upTo, QObject* context,
                  Reply<Done> reply) override;
    void deleteMessage(const MessageId& id, QObject* context, Reply<Done> reply) override;
    void editMessage(const MessageId& id, const QString& text, QObject* context,
                     Reply<Done> reply) override;
    void takeBackMessage(const MessageId& id, QObject* context, Reply<Done> reply) override;
    void react(const MessageId& id, const QStringList& emoji, QObject* context,
               Reply<Done> reply) override;
    void messageSteps(const MessageId& id, QObject* context,
                      Reply<std::vector<MessageStep>> reply) override;
    void gaps(const NodeId& peer, QObject* context,
              Reply<std::vector<std::uint64_t>> reply) override;
    void agreements(QObject* context, Reply<Agreements> reply) override;
    void requestFriendVos(const QString& addressOrLink, quint64 quotaBytes, const QString& message,
                          QObject* context, Reply<Done> reply) override;
    void approveFriendVos(const NodeId& id, std::optional<quint64> quotaBytes, QObject* context,
                          Reply<Done> reply) override;
    void declineFriendVos(const NodeId& id, bool doNotAsk, QObject* context,
                          Reply<Done> reply) override;
    void revokeFriendVos(const NodeId& id, AgreementSide side, QObject* context,
                         Reply<Done> reply) override;
    void drillFriendVos(QObject* context, Reply<std::vector<DrillResult>> reply) override;
    void forgetElsewhere() override;
    void queue(QObject* context, Reply<std::vector<QueueEntry>> reply) override;
    void cancelMessage(const MessageId& id, QObject* context, Reply<Done> reply) override;
    void retryMessage(const MessageId& id, QObject* context, Reply<Done> reply) override;
    void refreshPresence(const NodeId& peer) override;
    Protection protection() const override;
    bool isLocked() const override;
    bool hasKeychain() const override;
    void changeProtection(Protection to, const QByteArray& oldPassphrase,
                          const QByteArray& newPassphrase, QObject* context,
                          Reply<Done> reply) override;
    void backUp(const QString& file, const QByteArray& passphrase, QObject* context,
                Node::BackupReply reply) override;
    void restore(const QString& file, const QByteArray& passphrase, QObject* context,
                 Node::BackupReply reply) override;
    void cancelBackup() override;
    void lock(QObject* context, Reply<Done> reply) override;
    void unlock(const QByteArray& passphrase, QObject* context, Reply<Done> reply) override;
    void putLocal(const QString& key, const QString& value) override;
    void locals(const QString& prefix, QObject* context, Reply<QVariantMap> reply) override;

private:
    Node& m_node;
};

}  // namespace vos::model
