#include "app/control/protocol.h"

#include "p2p/base/utf8.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace vos::control {

using namespace Qt::StringLiterals;

namespace {

/// One JSON value of any type. QJsonDocument reads arrays and objects alone, so the line is put
/// into an array of one.
Expected<QJsonValue, QString> parseValue(QByteArrayView line)
{
    if (!isUtf8({line.data(), static_cast<std::size_t>(line.size())}))
        return Unexpected{u"the line is not UTF-8"_s};
    QByteArray wrapped;
    wrapped.reserve(line.size() + 2);
    wrapped.append('[').append(line.data(), line.size()).append(']');
    // At the start of a string QJsonDocument would drop it as a byte order mark.
    wrapped.replace("\xef\xbb\xbf", "\\ufeff");
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(wrapped, &error);
    if (error.error != QJsonParseError::NoError)
        return Unexpected{
            u"the line is not JSON: %1 near byte %2"_s.arg(error.errorString())
                .arg(std::clamp<qsizetype>(error.offset, 1, std::max<qsizetype>(1, line.size())))};
    const QJsonArray values = document.array();
    if (values.size() != 1)
        return Unexpected{u"the line is not one JSON value"_s};
    return values.first();
}

BadRequest invalid(const QJsonValue& id, const QString& message)
{
    return {id, {InvalidRequest, u"invalid-request"_s, message}};
}

QByteArray encodeLine(const QJsonObject& object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact).append('\n');
}

QJsonObject envelope()
{
    return {{u"jsonrpc"_s, u"2.0"_s}};
}

}  // namespace

Fault faultOf(const NodeError& error)
{
    return {static_cast<int>(error.code), QString::fromLatin1(reasonWord(error.code)),
            QString::fromStdString(error.message)};
}

Fault invalidParams(const QString& message)
{
    return {InvalidParams, u"invalid-params"_s, message};
}

Expected<Request, BadRequest> parseRequest(QByteArrayView line)
{
    const auto value = parseValue(line);
    if (!value)
        return Unexpected{
            BadRequest{QJsonValue::Null, {ParseError, u"parse-error"_s, value.error()}}};
    if (value->isArray())
        return Unexpected{invalid(QJsonValue::Null,
                                  u"lists of requests are not taken: send one object a line"_s)};
    if (!value->isObject())
        return Unexpected{invalid(QJsonValue::Null, u"a request is a JSON object"_s)};
    const QJsonObject object = value->toObject();
    Request request;
    request.id = object.contains("id"_L1) ? object["id"_L1] : QJsonValue(QJsonValue::Undefined);
    const QJsonValue id = request.id.isUndefined() ? QJsonValue(QJsonValue::Null) : request.id;
    if (object["jsonrpc"_L1] != QJsonValue(u"2.0"_s))
        return Unexpected{invalid(id, u"the member \"jsonrpc\" must be \"2.0\""_s)};
    const QJsonValue method = object["method"_L1];
    if (!method.isString() || method.toString().isEmpty())
        return Unexpected{invalid(id, u"the member \"method\" must be the name of a method"_s)};
    request.method = method.toString();
    const QJsonValue params = object["params"_L1];
    if (!params.isUndefined() && !params.isObject())
        return Unexpected{BadRequest{
            id, invalidParams(u"\"params\" must be an object: parameters go by name"_s)}};
    request.params = params.toObject();
    return request;
}

BadRequest lineTooLong()
{
    return invalid(QJsonValue::Null, u"a line may have at most %1 bytes"_s.arg(LineSizeMax));
}

QByteArray encodeResult(const QJsonValue& id, const QJsonValue& result)
{
    QJsonObject object = envelope();
    object[u"id"_s] = id;
    object[u"result"_s] = result;
    return encodeLine(object);
}

QByteArray encodeFault(const QJsonValue& id, const Fault& fault)
{
    QJsonObject object = envelope();
    object[u"id"_s] = id;
    object[u"error"_s] = QJsonObject{{u"code"_s, fault.code},
                                     {u"message"_s, fault.message},
                                     {u"data"_s, QJsonObject{{u"reason"_s, fault.reason}}}};
    return encodeLine(object);
}

QByteArray encodeEvent(const QString& name, const QJsonObject& params)
{
    QJsonObject object = envelope();
    object[u"method"_s] = name;
    object[u"params"_s] = params;
    return encodeLine(object);
}

QByteArray encodeRequest(const QJsonValue& id, const QString& method, const QJsonObject& params)
{
    QJsonObject object = envelope();
    object[u"id"_s] = id;
    object[u"method"_s] = method;
    object[u"params"_s] = params;
    return encodeLine(object);
}

std::optional<Incoming> parseIncoming(QByteArrayView line)
{
    const auto value = parseValue(line);
    if (!value || !value->isObject())
        return std::nullopt;
    const QJsonObject object = value->toObject();
    Incoming incoming;
    incoming.id = QJsonValue(QJsonValue::Undefined);
    if (object["method"_L1].isString()) {
        incoming.event = object["method"_L1].toString();
        incoming.params = object["params"_L1].toObject();
        return incoming;
    }
    incoming.id = object["id"_L1];
    const QJsonValue error = object["error"_L1];
    if (error.isObject()) {
        incoming.fault = Fault{error["code"_L1].toInt(), error["data"_L1]["reason"_L1].toString(),
                               error["message"_L1].toString()};
        return incoming;
    }
    if (!object.contains("result"_L1) || incoming.id.isUndefined())
        return std::nullopt;
    incoming.result = object["result"_L1];
    return incoming;
}

}  // namespace vos::control
