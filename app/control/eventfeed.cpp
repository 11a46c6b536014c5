#include "app/control/eventfeed.h"

#include "app/common/logging.h"
#include "app/control/json.h"
#include "app/control/protocol.h"

#include "p2p/qt/address.h"

#include <QMetaMethod>

namespace vos::control {

using namespace Qt::StringLiterals;

namespace {

/// With 60 000 bytes each still far less than what may wait for a client.
constexpr int DataPageSize = 32;

const QString sideMine = u"mine"_s;
const QString sideForOthers = u"for-others"_s;

}  // namespace

EventFeed::EventFeed(Node& node, LogLine::Level logLevel, QObject* parent)
    : QObject(parent)
    , m_node(node)
    , m_logLevel(logLevel)
{
    connect(&node, &Node::messagesAdded, this, &EventFeed::onMessagesAdded);
    connect(&node, &Node::messagesChanged, this, &EventFeed::onMessagesChanged);
    connect(&node, &Node::messageStatesChanged, this, &EventFeed::onStatesChanged);
    connect(&node, &Node::messageStepsAdded, this, &EventFeed::onStepsAdded);
    connect(&node, &Node::dataReceived, this, &EventFeed::onDataReceived);
    connect(&node, &Node::contactsRequested, this, &EventFeed::onContactsRequested);
    connect(&node, &Node::contactsChanged, this, &EventFeed::onContactsChanged);
    connect(&node, &Node::presenceChanged, this, &EventFeed::onPresenceChanged);
    connect(&node, &Node::natChanged, this, &EventFeed::onNatChanged);
    connect(&node, &Node::logged, this, &EventFeed::onLogged);
    connect(&node, &Node::friendVosChanged, this, &EventFeed::onFriendVosChanged);
    connect(&node, &Node::friendOwnersChanged, this, &EventFeed::onFriendOwnersChanged);
    connect(&node, &Node::friendVosRequested, this, &EventFeed::onFriendVosRequested);
    connect(&node, &Node::ready, this, [this, &node] { learnAgreements(node); });
    connect(&node, &Node::lockedChanged, this, [this](bool locked) {
        m_locked = locked;
        tell(u"security.changed"_s, {{u"locked"_s, locked}});
    });
    connect(&node, &Node::mapChanged, this,
            [this](const MapSummary& summary) { tell(u"map.changed"_s, toJson(summary)); });
}

QByteArray EventFeed::readyLine(const NodeReady& ready)
{
    return encodeEvent(u"node.ready"_s, toJson(ready));
}

void EventFeed::tell(const QString& name, const QJsonObject& params)
{
    static const QMetaMethod signal = QMetaMethod::fromSignal(&EventFeed::happened);
    if (isSignalConnected(signal))
        Q_EMIT happened(encodeEvent(name, params));
}

void EventFeed::onMessagesAdded(const std::vector<Message>& messages)
{
    for (const Message& message : messages) {
        if (message.outgoing || message.kind != LetterKind::Text)
            continue;
        QJsonObject told = toJson(message);
        // That something came may be known; what it says is read after unlocking.
        if (m_locked)
            told.remove(u"text"_s);
        tell(u"message.received"_s, told);
    }
}

void EventFeed::onMessagesChanged(const std::vector<Message>& messages)
{
    for (const Message& message : messages) {
        QJsonObject told = toJson(message);
        if (m_locked) {
            told.remove(u"text"_s);
            told.remove(u"reactions"_s);
        }
        tell(u"message.changed"_s, told);
    }
}

void EventFeed::onStatesChanged(const std::vector<MessageStateChange>& changes)
{
    for (const MessageStateChange& change : changes) {
        if (change.kind == LetterKind::Text)
            tell(u"message.state"_s, toJson(change));
        else if (change.kind == LetterKind::Data)
            tell(u"data.state"_s, toJson(change));
    }
}

void EventFeed::onStepsAdded(const std::vector<MessageId>& messages)
{
    for (const MessageId& id : messages)
        tell(u"message.steps"_s, {{u"id"_s, messageIdText(id)}});
}

void EventFeed::onDataReceived(const std::vector<ReceivedData>& data)
{
    if (m_listeners == 0)
        return;
    // In the order in which it came.
    if (m_dataWaits || m_readingData) {
        m_dataWaits = true;
        readData();
        return;
    }
    for (const ReceivedData& one : data)
        tellData(one);
}

void EventFeed::tellData(const ReceivedData& data)
{
    Q_EMIT dataHappened(encodeEvent(u"data.received"_s, toJson(data)), data.id);
}

void EventFeed::join()
{
    ++m_listeners;
    // A client that takes nothing must not keep the new one waiting.
    m_page.clear();
    m_dataWaits = true;
    readData();
}

void EventFeed::leave()
{
    --m_listeners;
}

void EventFeed::carry(const MessageId& data)
{
    ++m_carried[data];
}

int EventFeed::carriedBy(const MessageId& data) const
{
    const auto place = m_carried.find(data);
    return place == m_carried.end() ? 0 : place->second;
}

void EventFeed::taken(const std::vector<MessageId>& data)
{
    std::vector<MessageId> first;
    for (const MessageId& id : data) {
        m_page.erase(id);
        if (m_carried.erase(id) == 0)
            continue;
        first.push_back(id);
        if (m_readingData)
            m_takenMeanwhile.insert(id);
    }
    m_node.dataTaken(first);
    readData();
}

void EventFeed::dropped(const std::vector<MessageId>& data)
{
    for (const MessageId& id : data) {
        const auto place = m_carried.find(id);
        if (place == m_carried.end() || --place->second > 0)
            continue;
        m_carried.erase(place);
        m_page.erase(id);
        m_dataWaits = true;
    }
    readData();
}

void EventFeed::readData()
{
    if (!m_dataWaits || m_readingData || m_listeners == 0 || !m_page.empty())
        return;
    m_dataWaits = false;
    m_readingData = true;
    const int limit = DataPageSize + static_cast<int>(m_carried.size());
    m_node.untakenData(limit, this,
                       [this, limit](const Expected<std::vector<ReceivedData>, NodeError>& data) {
                           m_readingData = false;
                           const auto takenMeanwhile = std::exchange(m_takenMeanwhile, {});
                           if (!data) {
                               // Of what comes from now on something can still be told.
                               m_dataWaits = false;
                               return;
                           }
                           if (static_cast<int>(data->size()) >= limit)
                               m_dataWaits = true;
                           for (const ReceivedData& one : *data) {
                               if (m_carried.contains(one.id) || takenMeanwhile.contains(one.id))
                                   continue;
                               m_page.insert(one.id);
                               tellData(one);
                               // Nobody was there for it, or it is with its client already.
                               if (!m_carried.contains(one.id))
                                   m_page.erase(one.id);
                           }
                           readData();
                       });
}

void EventFeed::onContactsRequested(const std::vector<Contact>& contacts)
{
    for (const Contact& contact : contacts) {
        QJsonObject told{{u"address"_s, addressOf(contact.id)},
                         {u"name"_s, QString::fromStdString(contact.name)},
                         {u"note"_s, QString::fromStdString(contact.requestNote)}};
        if (m_locked)
            told.remove(u"note"_s);
        tell(u"contact.request"_s, told);
    }
}

void EventFeed::onContactsChanged(const std::vector<Contact>& contacts)
{
    for (const Contact& contact : contacts) {
        const Standing standing{contact.state, contact.name, contact.note, contact.verified};
        const auto known = m_contacts.find(contact.id);
        if (known != m_contacts.end() && known->second == standing)
            continue;
        if (contact.state == ContactState::None)
            m_contacts.erase(contact.id);
        else
            m_contacts.insert_or_assign(contact.id, standing);
        tell(u"contact.changed"_s, {{u"address"_s, addressOf(contact.id)},
                                    {u"state"_s, QString::fromLatin1(wordFor(contact.state))}});
    }
}

/// What stands since before the start is no news.
void EventFeed::learnAgreements(Node& node)
{
    node.agreements(this, [this](const Expected<Agreements, NodeError>& agreements) {
        if (!agreements)
            return;
        for (const FriendVos& one : agreements->mine)
            m_agreements[sideMine].try_emplace(one.id, one.state);
        for (const FriendOwner& one : agreements->forOthers)
            m_agreements[sideForOthers].try_emplace(one.id, one.state);
    });
}

void EventFeed::onFriendVosChanged(const std::vector<FriendVos>& changed)
{
    for (const FriendVos& one : changed)
        tellAgreement(one.id, sideMine, one.state);
}

void EventFeed::onFriendOwnersChanged(const std::vector<FriendOwner>& changed)
{
    for (const FriendOwner& one : changed)
        tellAgreement(one.id, sideForOthers, one.state);
}

void EventFeed::onFriendVosRequested(const std::vector<FriendOwner>& requests)
{
    for (const FriendOwner& one : requests) {
        QJsonObject told{{u"address"_s, addressOf(one.id)},
                         {u"name"_s, QString::fromStdString(one.name)},
                         {u"quota"_s, static_cast<double>(one.quotaBytes)},
                         {u"message"_s, QString::fromStdString(one.message)}};
        if (m_locked)
            told.remove(u"message"_s);
        tell(u"friend_vos.request"_s, told);
    }
}

void EventFeed::tellAgreement(const NodeId& id, const QString& side, AgreementState state)
{
    auto& known = m_agreements[side];
    const auto place = known.find(id);
    const AgreementState before = place == known.end() ? AgreementState::None : place->second;
    if (before == state)
        return;
    if (state == AgreementState::None)
        known.erase(id);
    else
        known.insert_or_assign(id, state);
    tell(u"friend_vos.changed"_s, {{u"address"_s, addressOf(id)},
                                   {u"side"_s, side},
                                   {u"state"_s, QString::fromLatin1(wordFor(state))}});
}

void EventFeed::onPresenceChanged(const std::vector<PeerPresence>& presences)
{
    for (const PeerPresence& now : presences) {
        const auto known = m_online.find(now.id);
        const bool wasOnline = known != m_online.end();
        const PeerPresence before = wasOnline ? known->second : PeerPresence{};
        if (now.online)
            m_online.insert_or_assign(now.id, now);
        else
            m_online.erase(now.id);
        if (now.online != wasOnline)
            tell(now.online ? u"peer.online"_s : u"peer.offline"_s,
                 {{u"address"_s, addressOf(now.id)}});
        const bool samePath =
            now.path == before.path && now.via == before.via && now.endpoint == before.endpoint;
        if (now.path != PathKind::None && !samePath)
            tell(u"peer.path"_s, pathJson(now));
    }
}

void EventFeed::onNatChanged(NatKind nat, const std::vector<Endpoint>& observed)
{
    tell(u"node.nat"_s,
         {{u"nat"_s, QString::fromLatin1(wordFor(nat))}, {u"observed"_s, toJson(observed)}});
}

void EventFeed::onLogged(int level, const QString& text)
{
    const auto known = static_cast<LogLine::Level>(level);
    if (known <= m_logLevel)
        tell(u"log"_s,
             {{u"level"_s, common::levelWord(known)}, {u"text"_s, common::shortened(text)}});
}

}  // namespace vos::control
