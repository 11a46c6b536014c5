#pragma once

// What the window needs of a node: the same calls, values and signals as vos::Node, but abstract,
// so that the window can also be shown on seeded data without a network. Replies and signals arrive
// on the thread of this object; a reply is dropped when its context is gone.

#include "p2p/qt/node.h"

#include <QObject>

namespace vos::model {

class NodeSource : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    virtual void start() = 0;
    virtual void stop() = 0;
    /// Empty before ready().
    virtual NodeReady identity() const = 0;
    /// False when this computer has no network at all; true when that is not known.
    virtual bool hasNetwork() const = 0;

    virtual void info(QObject* context, Reply<NodeInfo> reply) = 0;
    virtual void rename(const QString& name, QObject* context, Reply<Done> reply) = 0;
    virtual void join(const QString& linkOrHostPort, QObject* context,
                      Reply<vos::MapSummary> reply) = 0;
    virtual void settings(const QStringList& keys, QObject* context, Reply<QVariantMap> reply) = 0;
    virtual void setSettings(const QVariantMap& values, QObject* context, Reply<Done> reply) = 0;
    virtual void mapEntries(QObject* context, Reply<std::vector<MapEntry>> reply) = 0;
    virtual void netStatus(QObject* context, Reply<NetStatus> reply) = 0;
    /// The network may have changed: every path is looked at anew.
    virtual void checkNetwork() = 0;
    virtual void trail(const NodeId& peer, QObject* context,
                       Reply<std::vector<SeekStep>> reply) = 0;

    virtual void addContact(const QString& addressOrLink, const QString& ownName,
                            const QString& requestNote, QObject* context, Reply<Done> reply) = 0;
    virtual void acceptContact(const NodeId& id, QObject* context, Reply<Done> reply) = 0;
    virtual void declineContact(const NodeId& id, QObject* context, Reply<Done> reply) = 0;
    virtual void blockContact(const NodeId& id, QObject* context, Reply<Done> reply) = 0;
    virtual void removeContact(const NodeId& id, QObject* context, Reply<Done> reply) = 0;
    virtual void setContactNote(const NodeId& id, const QString& note, QObject* context,
                                Reply<Done> reply) = 0;
    virtual void contacts(QObject* context, Reply<std::vector<Contact>> reply) = 0;
    virtual QString safetyNumber(const NodeId& id) const = 0;
    virtual void setVerified(const NodeId& id, bool verified, QObject* context,
                             Reply<Done> reply) = 0;

    virtual void sendMessage(const OutgoingMessage& message, QObject* context,
                             Reply<MessageId> reply) = 0;
    virtual void messages(const NodeId& peer, std::optional<MessageId> before, int limit,
                          QObject* context, Reply<MessagePage> reply) = 0;
    virtual void messagesAfter(const NodeId& peer, const MessageId& after, int limit,
                               QObject* context, Reply<MessagePage> reply) = 0;
    virtual void message(const MessageId& id, QObject* context, Reply<Message> reply) = 0;
    virtual void search(const QString& text, std::optional<NodeId> peer, int limit,
                        QObject* context, Reply<std::vector<Message>> reply) = 0;
    virtual void conversations(QObject* context, Reply<std::vector<ConversationSummary>> reply) = 0;
    virtual void markRead(const NodeId& peer, const MessageId& upTo, QObject* context,
                          Reply<Done> reply) = 0;
    virtual void deleteMessage(const MessageId& id, QObject* context, Reply<Done> reply) = 0;

    virtual void editMessage(const MessageId& id, const QString& text, QObject* context,
                             Reply<Done> reply) = 0;
    virtual void takeBackMessage(const MessageId& id, QObject* context, Reply<Done> reply) = 0;
    virtual void react(const MessageId& id, const QStringList& emoji, QObject* context,
                       Reply<Done> reply) = 0;

    virtual void messageSteps(const MessageId& id, QObject* context,
                              Reply<std::vector<MessageStep>> reply) = 0;
    virtual void gaps(const NodeId& peer, QObject* context,
                      Reply<std::vector<std::uint64_t>> reply) = 0;

    virtual void agreements(QObject* context, Reply<Agreements> reply) = 0;
    virtual void requestFriendVos(const QString& addressOrLink, quint64 quotaBytes,
                                  const QString& message, QObject* context, Reply<Done> reply) = 0;
    virtual void approveFriendVos(const NodeId& id, std::optional<quint64> quotaBytes,
                                  QObject* context, Reply<Done> reply) = 0;
    virtual void declineFriendVos(const NodeId& id, bool doNotAsk, QObject* context,
                                  Reply<Done> reply) = 0;
    virtual void revokeFriendVos(const NodeId& id, AgreementSide side, QObject* context,
                                 Reply<Done> reply) = 0;
    virtual void drillFriendVos(QObject* context, Reply<std::vector<DrillResult>> reply) = 0;

    virtual void forgetElsewhere() = 0;

    virtual void queue(QObject* context, Reply<std::vector<QueueEntry>> reply) = 0;
    virtual void cancelMessage(const MessageId& id, QObject* context, Reply<Done> reply) = 0;
    virtual void retryMessage(const MessageId& id, QObject* context, Reply<Done> reply) = 0;
    virtual void refreshPresence(const NodeId& peer) = 0;

    virtual Protection protection() const = 0;
    virtual bool isLocked() const = 0;
    /// Whether the system's keychain can be asked for at all.
    virtual bool hasKeychain() const = 0;
    virtual void changeProtection(Protection to, const QByteArray& oldPassphrase,
                                  const QByteArray& newPassphrase, QObject* context,
                                  Reply<Done> reply) = 0;
    virtual void backUp(const QString& file, const QByteArray& passphrase, QObject* context,
                        Node::BackupReply reply) = 0;
    virtual void restore(const QString& file, const QByteArray& passphrase, QObject* context,
                         Node::BackupReply reply) = 0;
    virtual void cancelBackup() = 0;
    virtual void lock(QObject* context, Reply<Done> reply) = 0;
    virtual void unlock(const QByteArray& passphrase, QObject* context, Reply<Done> reply) = 0;

    virtual void putLocal(const QString& key, const QString& value) = 0;
    virtual void locals(const QString& prefix, QObject* context, Reply<QVariantMap> reply) = 0;

Q_SIGNALS:
    void ready(const vos::NodeReady& ready);
    void startFailed(const vos::StartError& error);
    void stopped();
    void networkChanged();
    void messagesAdded(const std::vector<vos::Message>& messages);
    void messagesChanged(const std::vector<vos::Message>& messages);
    void messageStatesChanged(const std::vector<vos::MessageStateChange>& changes);
    void messageStepsAdded(const std::vector<vos::MessageId>& messages);
    void readByPeer(const vos::NodeId& peer, quint64 sequence, qint64 atMs);
    void contactsChanged(const std::vector<vos::Contact>& contacts);
    void contactsRequested(const std::vector<vos::Contact>& contacts);
    void presenceChanged(const std::vector<vos::PeerPresence>& presences);
    void mapChanged(const vos::MapSummary& summary);
    void friendVosChanged(const std::vector<vos::FriendVos>& changed);
    void friendOwnersChanged(const std::vector<vos::FriendOwner>& changed);
    void friendVosRequested(const std::vector<vos::FriendOwner>& requests);
    void gapsChanged(const vos::NodeId& peer, const std::vector<std::uint64_t>& missing);
    void identityElsewhere(bool elsewhere);
    void settingsChanged(const QVariantMap& changed);
    void storageTrouble(bool failing);
    /// A file of the profile was damaged; the words, in English, are for the curious.
    void damageFound(const QString& what);
    void protectionChanged(vos::Protection now);
    void lockedChanged(bool locked);
    void backupProgress(quint64 done, quint64 total);
    /// A backup is to take the place of the profile: the program has to open it anew.
    void restoreStaged();
};

}  // namespace vos::model
