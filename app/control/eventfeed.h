#pragma once

// The node's signals as event lines of the control interface, made once for all clients that
// listen. Knows what was last told of peers and contacts, so that an event means a change. While
// the profile is locked a message that comes is told without its text.

#include "p2p/qt/node.h"

#include <QByteArray>
#include <QHash>

#include <unordered_map>

namespace vos::control {

class EventFeed : public QObject {
    Q_OBJECT

public:
    /// Log lines above `logLevel` are no events. `node` must outlive the feed.
    EventFeed(Node& node, LogLine::Level logLevel, QObject* parent = nullptr);

    /// The line `node.ready …`.
    static QByteArray readyLine(const NodeReady& ready);

Q_SIGNALS:
    void happened(const QByteArray& line);

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
    void onStatesChanged(const std::vector<MessageStateChange>& changes);
    void onDataReceived(const std::vector<ReceivedData>& data);
    void onContactsRequested(const std::vector<Contact>& contacts);
    void onContactsChanged(const std::vector<Contact>& contacts);
    void onPresenceChanged(const std::vector<PeerPresence>& presences);
    void onNatChanged(NatKind nat, const std::vector<Endpoint>& observed);
    void onLogged(int level, const QString& text);

    LogLine::Level m_logLevel;
    bool m_locked = false;
    std::unordered_map<NodeId, PeerPresence>
        m_online;  ///< as last told; offline peers are not in it
    std::unordered_map<NodeId, Standing> m_contacts;    ///< as last told
};

}  // namespace vos::control
