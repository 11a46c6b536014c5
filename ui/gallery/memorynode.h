#pragma once

// A node that lives in memory and has no network: what it knows is put into it, calls change it as
// a real node would and answer on the next turn of the event loop. Pictures, model tests and window
// tests stand on it; nothing moves in it by itself.

#include "model/clock.h"
#include "model/source.h"

#include <functional>
#include <map>
#include <vector>

namespace vos::ui {

class MemoryNode : public model::NodeSource {
    Q_OBJECT

public:
    /// `clock` stamps own messages.
    explicit MemoryNode(model::Clock& clock, QObject* parent = nullptr);

    // What the world does. Before start() nothing is announced.
    void setIdentity(const NodeId& id, const QString& name);
    void setStartError(const StartError& error);
    void clearStartError();
    void setNetwork(bool available);
    /// As a profile that was opened with `passphrase`.
    void setProtection(Protection protection, const QByteArray& passphrase = {});
    void setKeychain(bool there) { m_keychain = there; }
    void setMap(const MapSummary& summary);
    void setMapEntries(const std::vector<MapEntry>& entries);
    void setNetStatus(const NetStatus& status);
    void setListen(const std::vector<Endpoint>& listen) { m_identity.listen = listen; }
    /// Adds or replaces; a contact that is PendingIn for the first time is announced as a request.
    void putContact(const Contact& contact);
    void setPresence(const PeerPresence& presence);
    /// Adds at the end of its conversation; fills in lamport and sequence where they are 0.
    void putMessage(Message message);
    /// The same for many, announced in one signal.
    void putMessages(std::vector<Message> messages);
    void setState(const MessageId& id, MessageState state, FailReason reason = FailReason::None,
                  const std::vector<NodeId>& heldBy = {});
    /// The peer of the conversation (or we, where it says so) does this to a message; its peer and
    /// revision are filled in. False: nothing changed.
    bool change(ChangeMessage change);
    void setReadByPeer(const NodeId& peer, std::uint64_t sequence);
    /// When and how often a message was tried, for the queue.
    void setAttempts(const MessageId& id, std::uint32_t attempts,
                     std::optional<WallTime> nextAttemptAt, const std::string& lastError = {});
    /// An agreement from either side; state None: forgotten. An owner that is Asked for the first
    /// time is announced as a request.
    void putFriendVos(const FriendVos& friendVos);
    void putFriendOwner(const FriendOwner& owner);
    const FriendVos* friendVos(const NodeId& id) const;
    const FriendOwner* friendOwner(const NodeId& id) const;
    /// What this node keeps for others at most, in bytes.
    void setCustodyQuota(std::uint64_t bytes) { m_agreements.quotaBytes = bytes; }
    /// What drillFriendVos() answers.
    void setDrill(const std::vector<DrillResult>& results) { m_drill = results; }
    /// A step more on a message's way.
    void putStep(const MessageId& id, const MessageStep& step);
    void setGaps(const NodeId& peer, const std::vector<std::uint64_t>& missing);
    void setRefusedBy(const MessageId& id, const std::vector<NodeId>& refusedBy);
    void setElsewhere(bool elsewhere);
    void forgetElsewhere() override { setElsewhere(false); }
    /// The next call that changes anything is refused with this.
    void refuseNext(const NodeError& error);
    /// "send", "retry", "cancel", … in the order of the calls.
    const QStringList& calls() const { return m_calls; }
    const Message* find(const MessageId& id) const;
    /// The newest of a conversation; null: none.
    const Message* last(const NodeId& peer) const;
    const Contact* contact(const NodeId& id) const;
    QVariant setting(const QString& key) const { return m_settings.value(key); }

    void start() override;
    void stop() override;
    NodeReady identity() const override;
    bool hasNetwork() const override { return m_network; }
    void info(QObject* context, Reply<NodeInfo> reply) override;
    void rename(const QString& name, QObject* context, Reply<Done> reply) override;
    void join(const QString& linkOrHostPort, QObject* context,
              Reply<vos::MapSummary> reply) override;
    void settings(const QStringList& keys, QObject* context, Reply<QVariantMap> reply) override;
    void setSettings(const QVariantMap& values, QObject* context, Reply<Done> reply) override;
    void mapEntries(QObject* context, Reply<std::vector<MapEntry>> reply) override;
    void netStatus(QObject* context, Reply<NetStatus> reply) override;
    void checkNetwork() override { ++m_checks; }
    int checks() const { return m_checks; }  ///< how often that was asked for
    void trail(const NodeId& peer, QObject* context, Reply<std::vector<SeekStep>> reply) override;
    /// What was tried to reach `peer`.
    void setTrail(const NodeId& peer, std::vector<SeekStep> steps);
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
    /// What the next backUp() or restore() comes to; nothing: it succeeds.
    void setBackupFault(std::optional<BackupFault> fault) { m_backupFault = fault; }
    void lock(QObject* context, Reply<Done> reply) override;
    void unlock(const QByteArray& passphrase, QObject* context, Reply<Done> reply) override;
    void putLocal(const QString& key, const QString& value) override;
    void locals(const QString& prefix, QObject* context, Reply<QVariantMap> reply) override;

private:
    struct Attempts {
        std::uint32_t count = 0;
        std::optional<WallTime> next;
        std::optional<WallTime> last;
        std::string lastError;
        std::vector<NodeId> refusedBy;
    };

    std::optional<NodeError> refusal(const char* call);
    void changeOwn(const char* call, ChangeMessage change, QObject* context, Reply<Done> reply);
    void answer(const char* call, QObject* context, Reply<Done> reply);
    void changeContact(const char* call, const NodeId& id, ContactState state, QObject* context,
                       Reply<Done> reply);
    void changeOwner(const char* call, const NodeId& id,
                     const std::function<void(FriendOwner&)>& change, QObject* context,
                     Reply<Done> reply);
    Message* findMessage(const MessageId& id);
    Message* complete(Message message);
    MessageId freshId();

    model::Clock& m_clock;
    NodeReady m_identity;
    QString m_name;
    std::optional<StartError> m_startError;
    bool m_started = false;
    bool m_network = true;
    MapSummary m_map;
    std::vector<MapEntry> m_entries;
    NetStatus m_netStatus;
    int m_checks = 0;
    std::map<NodeId, std::vector<SeekStep>> m_trails;
    QVariantMap m_settings;
    QVariantMap m_locals;
    std::vector<Contact> m_contacts;
    std::map<NodeId, std::vector<Message>> m_conversations;
    std::map<MessageId, Attempts> m_attempts;
    std::map<MessageId, std::vector<MessageStep>> m_steps;
    std::map<NodeId, std::vector<std::uint64_t>> m_gaps;
    Agreements m_agreements;
    std::vector<DrillResult> m_drill;
    std::optional<NodeError> m_refusal;
    QStringList m_calls;
    void finishBackup(bool restores, QPointer<QObject> context, Node::BackupReply reply);

    std::optional<BackupFault> m_backupFault;
    Protection m_protection = Protection::None;
    QByteArray m_passphrase;
    bool m_keychain = true;
    bool m_locked = false;
    std::uint64_t m_nextId = 1;
    std::uint64_t m_changes = 0;
};

}  // namespace vos::ui
