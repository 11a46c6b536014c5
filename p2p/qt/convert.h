#pragma once

// Between the vocabulary of the core and Qt's.

#include "p2p/base/bytes.h"
#include "p2p/base/endpoint.h"

#include <QByteArray>
#include <QHostAddress>
#include <QString>

#include <optional>
#include <string>
#include <string_view>

namespace vos::qt {

/// Valid as long as `bytes` is neither changed nor destroyed.
inline ByteView viewOf(const QByteArray& bytes)
{
    return std::as_bytes(std::span(bytes.constData(), static_cast<std::size_t>(bytes.size())));
}
inline QByteArray toByteArray(ByteView view)
{
    return QByteArray(reinterpret_cast<const char*>(view.data()),
                      static_cast<qsizetype>(view.size()));
}
/// Every character of it; QString's own functions drop a U+FEFF at the start.
QString toQString(std::string_view utf8);
inline std::string toUtf8(const QString& text)
{
    return text.toStdString();
}

/// IPv4-mapped IPv6 addresses become IPv4. A link-local IPv6 address means nothing without its
/// interface, whose number stands in its second 16 bits here (RFC 4007, section 6; the way of the
/// BSD kernels): such an endpoint is good on this computer alone. Nothing for a null address.
std::optional<Endpoint> toEndpoint(const QHostAddress& address, quint16 port);
QHostAddress toHostAddress(const Endpoint& endpoint);
/// 0.0.0.0 or ::.
bool isUnspecified(const Endpoint& endpoint);

}  // namespace vos::qt
