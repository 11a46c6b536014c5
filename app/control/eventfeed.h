#pragma once

// The node's signals as event lines of the control interface, made once for all clients that
// listen. Knows what was last told of peers, contacts and agreements, so that an event means a
// change. While the profile is locked a message comes without its text and a request (contact or
// Friend VOS) without the words written with it; states, presence, names and addresses come whole,
// and so does data, which is for programs.

#include "p2p/qt/node.h"

#include <QByteArray>
#include <QHash>

#include <unordered_map>
#include <unordered_set>

namespace vos::control {

class EventFeed : public QObject {
    Q_OBJECT

public:
    /// Log lines above `logLevel` are no events. `node` must outlive the feed.
    EventFeed(Node& node, LogLine::Level logLevel, QObject* parent = nullptr);

    /// The line `node.ready …`.
    static QByteArray readyLine(const NodeReady& ready);

    // A client that wants events, from its subscription to its end. Data is told while there is
    // one, and stays with the node until one of them has taken it off its channel: so it comes to
    // at least one program exactly once, but for what was on its way when either ended, which
    // comes again.

    void join();
    void leave();
    /// A client was written these; call it from within dataHappened().
    void carry(const MessageId& data);
    /// How many clients were written it and have not taken it yet.
    int carriedBy(const MessageId& data) const;
    /// A client has them.
    void taken(const std::vector<MessageId>& data);
    /// A client went away without them.
    void dropped(const std::vector<MessageId>& data);

Q_SIGNALS:
    void happened(const QByteArray& line);
    /// The same for data.received.
    void dataHappened(const QByteArray& line, const vos::MessageId& data);

private:
    struct Standing {
        ContactState state;
        std::string name;
        std::string note;
        bool verified;
        bool operator==(const Standing&) const = default;
    };

    void tell(const QString& name, const QJsonObject& params);
    void onMessagesAdded(const std::vector<Message>& messages);
    void onMessagesChanged(const std::vector<Message>& messages);
    void onStatesChanged(const std::vector<MessageStateChange>& changes);
    void tellData(const ReceivedData& data);
    void readData();
    void onStepsAdded(const std::vector<MessageId>& messages);
    void onDataReceived(const std::vector<ReceivedData>& data);
    void onContactsRequested(const std::vector<Contact>& contacts);
    void onContactsChanged(const std::vector<Contact>& contacts);
    void learnAgreements(Node& node);
    void onFriendVosChanged(const std::vector<FriendVos>& changed);
    void onFriendOwnersChanged(const std::vector<FriendOwner>& changed);
    void onFriendVosRequested(const std::vector<FriendOwner>& requests);
    /// Tells a state that is not the one last told.
    void tellAgreement(const NodeId& id, const QString& side, AgreementState state);
    void onPresenceChanged(const std::vector<PeerPresence>& presences);
    void onNatChanged(NatKind nat, const std::vector<Endpoint>& observed);
    void onLogged(int level, const QString& text);

    Node& m_node;
    LogLine::Level m_logLevel;
    bool m_locked = false;
    int m_listeners = 0;
    /// Data waits with the node that was not told; it is read page by page as the one before is
    /// taken, so that a long list does not pile up in memory. What comes meanwhile waits behind it.
    bool m_dataWaits = false;
    bool m_readingData = false;
    std::unordered_set<MessageId> m_page;            ///< told of the last page, not taken yet
    std::unordered_map<MessageId, int> m_carried;    ///< told, not taken: by how many clients
    std::unordered_set<MessageId> m_takenMeanwhile;  ///< while a page is being read
    std::unordered_map<NodeId, PeerPresence>
        m_online;                                     ///< as last told; offline peers are not in it
    std::unordered_map<NodeId, Standing> m_contacts;  ///< as last told
    /// As last told, or found at the start; by side.
    QHash<QString, std::unordered_map<NodeId, AgreementState>> m_agreements;
};

}  // namespace vos::control
