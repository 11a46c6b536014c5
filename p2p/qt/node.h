#pragma once

// The node for a Qt program: start it, send, ask, listen to its signals. All work happens on its
// own engine and store threads; every method returns at once, and replies and signals arrive on the
// thread the Node lives in. Safe to use from that one thread only.
//
//   vos::Node node({.profile = "/home/me/.local/share/vos"});
//   QObject::connect(&node, &vos::Node::messagesAdded, context, [](const auto& list) { … });
//   node.start();
//   node.sendMessage({.to = friendId, .text = "hello"}, context, [](auto result) { … });

#include "p2p/base/expected.h"
#include "p2p/engine/config.h"
#include "p2p/engine/event.h"
#include "p2p/engine/types.h"
#include "p2p/qt/nodetypes.h"

#include <QObject>
#include <QString>
#include <QStringList>
#include <QVariantMap>

#include <functional>
#include <memory>
#include <optional>

namespace vos {

struct NodeOptions {
    QString profile;        ///< folder; made (0700) when it does not exist
    QString name;           ///< display name; empty: as stored
    QStringList listen;     ///< HOST:PORT; empty: every interface, IPv4 and IPv6, a kept port
    QStringList join;       ///< LINK or HOST:PORT
    QByteArray passphrase;  ///< empty: none
    bool lan = true;
    bool portMapping = true;
    bool relay = true;
    /// What becomes of Friend VOS requests, and bytes kept for others in all; where they are given
    /// they stand above the settings of the profile for this run.
    std::optional<FriendPolicy> acceptFriendVos = std::nullopt;
    std::optional<quint64> quotaBytes = std::nullopt;
    /// Lines of level debug as well: calls, sessions, the way of each message.
    bool debugLog = false;
    /// Signals of one kind come at most this often, in lists. 0: at once (programs), 50 for a
    /// window.
    int eventIntervalMs = 0;
};

struct NodeReady {
    QString address;
    QString link;
    std::vector<Endpoint> listen;
    NodeId id;
};

struct OutgoingMessage {
    NodeId to;
    QString text;
    bool queue = true;
    std::optional<std::chrono::seconds> expiresAfter = std::nullopt;
    std::optional<MessageId> replyTo = std::nullopt;
};

struct ReceivedData {
    NodeId from;
    MessageId id;
    Bytes data;
};

template <typename T>
using Reply = std::function<void(Expected<T, NodeError>)>;
using Done = std::monostate;

class Node : public QObject {
    Q_OBJECT

public:
    explicit Node(NodeOptions options, QObject* parent = nullptr);
    ~Node() override;  ///< stops and waits for the threads where stop() was not called

    /// Ends in ready() or startFailed().
    void start();
    /// Says goodbye, closes the profile; ends in stopped(). May be called at any time.
    void stop();
    bool isRunning() const;
    const NodeReady& identity() const;  ///< valid after ready()
    const NodeOptions& options() const;

    // Replies are called once, on this object's thread, unless `context` is gone by then.
    // Addresses and links as text are accepted by parse() below; NodeId otherwise.

    static Expected<NodeId, NodeError> parse(const QString& addressOrLink);

    void info(QObject* context, Reply<NodeInfo> reply);
    void rename(const QString& name, QObject* context, Reply<Done> reply);
    void join(const QString& linkOrHostPort, QObject* context, Reply<MapSummary> reply);
    void retire(const NodeId& confirm, QObject* context, Reply<Done> reply);
    /// All settings, or those named.
    void settings(const QStringList& keys, QObject* context, Reply<QVariantMap> reply);
    void setSettings(const QVariantMap& values, QObject* context, Reply<Done> reply);

    void mapEntries(QObject* context, Reply<std::vector<MapEntry>> reply);
    void findRecord(const QString& addressOrLink, QObject* context, Reply<MapEntry> reply);
    void isOnline(const QString& addressOrLink, QObject* context, Reply<PeerPresence> reply);
    void netStatus(QObject* context, Reply<NetStatus> reply);
    /// The network may have changed in a way nobody here can see: routers are asked again, and
    /// every path is looked at anew.
    void checkNetwork();

    void addContact(const QString& addressOrLink, const QString& ownName,
                    const QString& requestNote, QObject* context, Reply<Done> reply);
    void acceptContact(const NodeId& id, QObject* context, Reply<Done> reply);
    void declineContact(const NodeId& id, QObject* context, Reply<Done> reply);
    void blockContact(const NodeId& id, QObject* context, Reply<Done> reply);
    void removeContact(const NodeId& id, QObject* context, Reply<Done> reply);
    void setContactNote(const NodeId& id, const QString& note, QObject* context, Reply<Done> reply);
    void contacts(QObject* context, Reply<std::vector<Contact>> reply);
    /// 12 groups of 5 digits, computed at once.
    QString safetyNumber(const NodeId& id) const;
    void setVerified(const NodeId& id, bool verified, QObject* context, Reply<Done> reply);

    void sendMessage(const OutgoingMessage& message, QObject* context, Reply<MessageId> reply);
    void sendData(const NodeId& to, const Bytes& data, bool queue,
                  std::optional<std::chrono::seconds> expiresAfter, QObject* context,
                  Reply<MessageId> reply);
    /// Data that came and that nobody called dataTaken() for, oldest first, at most `limit`. What
    /// comes while somebody listens is told by dataReceived(). At most 10 000 are kept waiting.
    void untakenData(int limit, QObject* context, Reply<std::vector<ReceivedData>> reply);
    /// The program that asked has it: it does not come again.
    void dataTaken(const std::vector<MessageId>& ids);
    /// The newest `limit` messages before `before` (absent: the newest of all), at most 1000.
    void messages(const NodeId& peer, std::optional<MessageId> before, int limit, QObject* context,
                  Reply<MessagePage> reply);
    /// Up to `limit` messages after `after`.
    void messagesAfter(const NodeId& peer, const MessageId& after, int limit, QObject* context,
                       Reply<MessagePage> reply);
    void message(const MessageId& id, QObject* context, Reply<Message> reply);
    void search(const QString& text, std::optional<NodeId> peer, int limit, QObject* context,
                Reply<std::vector<Message>> reply);
    void conversations(QObject* context, Reply<std::vector<ConversationSummary>> reply);
    /// Read receipts go out where the user allows them.
    void markRead(const NodeId& peer, const MessageId& upTo, QObject* context, Reply<Done> reply);
    /// From this history alone.
    void deleteMessage(const MessageId& id, QObject* context, Reply<Done> reply);
    // The three tell the other side too. NotAllowed: it is not our own, failed, was taken back.
    void editMessage(const MessageId& id, const QString& text, QObject* context,
                     Reply<Done> reply);
    void takeBackMessage(const MessageId& id, QObject* context, Reply<Done> reply);
    /// `emoji`: all our user has put to this message, at most 8; empty: none any more. To messages
    /// of either side.
    void react(const MessageId& id, const QStringList& emoji, QObject* context,
               Reply<Done> reply);

    /// The way of an outgoing message so far, oldest step first.
    void messageSteps(const MessageId& id, QObject* context, Reply<std::vector<MessageStep>> reply);
    /// Sequences of `peer` that have not come although later ones have, rising.
    void gaps(const NodeId& peer, QObject* context, Reply<std::vector<std::uint64_t>> reply);
    /// What was tried to reach `peer`, oldest first.
    void trail(const NodeId& peer, QObject* context, Reply<std::vector<SeekStep>> reply);

    // Friend VOS; see engine.h for what each does. Quotas are in bytes, 0: as the other side likes.

    void agreements(QObject* context, Reply<Agreements> reply);
    void requestFriendVos(const QString& addressOrLink, quint64 quotaBytes, const QString& message,
                          QObject* context, Reply<Done> reply);
    void approveFriendVos(const NodeId& id, std::optional<quint64> quotaBytes, QObject* context,
                          Reply<Done> reply);
    void declineFriendVos(const NodeId& id, bool doNotAsk, QObject* context, Reply<Done> reply);
    void revokeFriendVos(const NodeId& id, QObject* context, Reply<Done> reply);
    void revokeFriendVos(const NodeId& id, AgreementSide side, QObject* context, Reply<Done> reply);
    void verifyFriendVos(const NodeId& owner, const NodeId& friendId, QObject* context,
                         Reply<GrantVerdict> reply);
    void drillFriendVos(QObject* context, Reply<std::vector<DrillResult>> reply);

    /// The other place of identityElsewhere() is gone, the person says. Otherwise it is told again
    /// at every start for a week.
    void forgetElsewhere();

    void queue(QObject* context, Reply<std::vector<QueueEntry>> reply);
    void cancelMessage(const MessageId& id, QObject* context, Reply<Done> reply);
    void retryMessage(const MessageId& id, QObject* context, Reply<Done> reply);
    /// A chat was opened: asks in the background whether its peer is online.
    void refreshPresence(const NodeId& peer);

    // How the keys of the profile are kept, and the lock that hides what is in it. A locked node
    // goes on as before; it is for those who show its content to keep to it.

    /// Whether this program can use the keychain of a system at all.
    static bool hasKeychain();
    Protection protection() const;  ///< valid after ready()
    bool isLocked() const;
    /// Seals the keys anew. `oldPassphrase` is looked at where the profile has one, `newPassphrase`
    /// is for Protection::Passphrase. NotAllowed: the old one is wrong, the keychain is out of
    /// reach, or the node is locked; Busy: another change is under way. Takes a second or two.
    void changeProtection(Protection to, const QByteArray& oldPassphrase,
                          const QByteArray& newPassphrase, QObject* context, Reply<Done> reply);
    using BackupReply = std::function<void(Outcome<BackupFault>)>;
    /// Writes the whole profile into one file sealed with `passphrase`, and reads it back. One at a
    /// time; backupProgress() tells how far it is.
    void backUp(const QString& file, const QByteArray& passphrase, QObject* context,
                BackupReply reply);
    /// Unpacks and tries a backup; it takes the place of this profile at the next start, and what
    /// is here now is set aside in the profile's folder.
    void restore(const QString& file, const QByteArray& passphrase, QObject* context,
                 BackupReply reply);
    /// The reply is Cancelled then, unless it was done.
    void cancelBackup();
    /// NotAllowed where there is no passphrase to unlock it with.
    void lock(QObject* context, Reply<Done> reply);
    /// NotAllowed: the passphrase is wrong. Takes about a second.
    void unlock(const QByteArray& passphrase, QObject* context, Reply<Done> reply);

    /// Small private values of the window (drafts, read places), sealed in the profile.
    void putLocal(const QString& key, const QString& value);
    void locals(const QString& prefix, QObject* context, Reply<QVariantMap> reply);

Q_SIGNALS:
    void ready(const vos::NodeReady& ready);
    void startFailed(const vos::StartError& error);
    void stopped();
    void messagesAdded(const std::vector<vos::Message>& messages);  ///< incoming and own, durable
    /// Edited, reacted to or taken back; as they are now.
    void messagesChanged(const std::vector<vos::Message>& messages);
    void messageStatesChanged(const std::vector<vos::MessageStateChange>& changes);
    /// messageSteps() of these has more to tell, whether their state changed or not.
    void messageStepsAdded(const std::vector<vos::MessageId>& messages);
    void readByPeer(const vos::NodeId& peer, quint64 sequence, qint64 atMs);
    void dataReceived(const std::vector<vos::ReceivedData>& data);
    void contactsChanged(const std::vector<vos::Contact>& contacts);  ///< state None: removed
    void contactsRequested(const std::vector<vos::Contact>& contacts);
    void presenceChanged(const std::vector<vos::PeerPresence>& presences);
    void mapChanged(const vos::MapSummary& summary);
    void natChanged(vos::NatKind nat, const std::vector<vos::Endpoint>& observed);
    void friendVosChanged(const std::vector<vos::FriendVos>& changed);  ///< state None: forgotten
    void friendOwnersChanged(const std::vector<vos::FriendOwner>& changed);
    void friendVosRequested(const std::vector<vos::FriendOwner>& requests);
    void gapsChanged(const vos::NodeId& peer, const std::vector<std::uint64_t>& missing);
    /// This identity runs in another place too, or no longer does.
    void identityElsewhere(bool elsewhere);
    void settingsChanged(const QVariantMap& changed);
    void storageTrouble(bool failing);
    void protectionChanged(vos::Protection now);
    /// In bytes, at most every 50 ms.
    void backupProgress(quint64 done, quint64 total);
    /// restore() was done; stop and start to use it.
    void restoreStaged();
    void lockedChanged(bool locked);
    /// A file of the profile was damaged: what was done about it, or will be at the next start.
    void damageFound(const QString& what);
    void logged(int level, const QString& text);  ///< LogLine::Level

private:
    struct Private;
    std::unique_ptr<Private> d;
};

}  // namespace vos
