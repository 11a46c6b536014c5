#pragma once

// JSON-RPC 2.0 as lines of UTF-8, one object each: requests in, replies and events out. Lines come
// from any program that can open the socket, so each is checked whole before anything is done.

#include "p2p/base/expected.h"
#include "p2p/engine/types.h"

#include <QByteArray>
#include <QJsonObject>
#include <QJsonValue>
#include <QString>

#include <optional>

namespace vos::control {

/// Bytes of one line without its end: room for a message of 60 000 bytes in base64 or with every
/// character escaped (6 bytes each), and a bound for what one client makes us hold.
inline constexpr qsizetype LineSizeMax = 1 << 20;

// Codes of JSON-RPC 2.0, section 5.1.
inline constexpr int ParseError = -32700;
inline constexpr int InvalidRequest = -32600;
inline constexpr int MethodNotFound = -32601;
inline constexpr int InvalidParams = -32602;

/// Why a request was not done.
struct Fault {
    int code = 0;
    QString reason;   ///< stable word for programs
    QString message;  ///< sentence for a person

    bool operator==(const Fault&) const = default;
};

Fault faultOf(const NodeError& error);
Fault invalidParams(const QString& message);

struct Request {
    QJsonValue id;  ///< any JSON value, as sent; Undefined: a notification, which is never answered
    QString method;
    QJsonObject params;
};

/// A line that is no request; `id` is what could be read of it, else null.
struct BadRequest {
    QJsonValue id;
    Fault fault;
};

/// `line` without its end. Lists of requests (batches) are refused: lines already carry as many
/// requests as anybody wants.
Expected<Request, BadRequest> parseRequest(QByteArrayView line);
/// For a line over LineSizeMax, which is not looked at.
BadRequest lineTooLong();

// Encoders; each ends with a line feed.
QByteArray encodeResult(const QJsonValue& id, const QJsonValue& result);
QByteArray encodeFault(const QJsonValue& id, const Fault& fault);
QByteArray encodeEvent(const QString& name, const QJsonObject& params);
QByteArray encodeRequest(const QJsonValue& id, const QString& method, const QJsonObject& params);

/// What a client reads from a node.
struct Incoming {
    QJsonValue id;        ///< Undefined: an event
    QString event;        ///< its name
    QJsonObject params;   ///< of the event
    QJsonValue result;
    std::optional<Fault> fault;
};
/// Nothing for lines that are neither reply nor event.
std::optional<Incoming> parseIncoming(QByteArrayView line);

}  // namespace vos::control
