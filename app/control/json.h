#pragma once

// The node's value structs as JSON of the control interface. Times are RFC 3339 in UTC with
// milliseconds, durations numbers of milliseconds or seconds as the name says, ids of messages
// hexadecimal, data base64.

#include "p2p/qt/node.h"

#include <QJsonArray>
#include <QJsonObject>

#include <optional>

namespace vos::control {

QString timeText(WallTime time);
QString messageIdText(const MessageId& id);
/// 32 hexadecimal digits, either case.
std::optional<MessageId> messageIdFrom(const QString& text);
QString base64Text(ByteView data);

QJsonArray toJson(const std::vector<Endpoint>& endpoints);
QJsonArray toJson(const std::vector<NodeId>& nodes);
QJsonObject toJson(const MapSummary& summary);
QJsonObject toJson(const NodeInfo& info);
QJsonObject toJson(const NodeReady& ready);
/// A record of the map.
QJsonObject toJson(const MapEntry& entry);
QJsonObject toJson(const Contact& contact);
QJsonObject toJson(const Message& message);
QJsonObject toJson(const QueueEntry& entry);
QJsonObject toJson(const NetStatus& status);
QJsonObject toJson(const FriendVos& friendVos);
QJsonObject toJson(const FriendOwner& owner);
QJsonObject toJson(const Agreements& agreements);
QJsonObject toJson(const DrillResult& result);
QJsonObject toJson(const GrantVerdict& verdict);
QJsonObject toJson(const MessageStep& step);
/// Of message.state and data.state.
QJsonObject toJson(const MessageStateChange& change);
QJsonObject toJson(const ReceivedData& data);
/// What peer.is_online answers.
QJsonObject toJson(const SeekStep& step);
QJsonObject toJson(const PeerPresence& presence);

/// `{address, path, via?, endpoint?}`
QJsonObject pathJson(const PeerPresence& presence);
/// The name a contact is shown by: ours for it, else its own.
QString shownName(const Contact& contact);

}  // namespace vos::control
