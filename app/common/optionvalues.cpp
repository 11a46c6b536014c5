#include "app/common/optionvalues.h"

#include <QHostAddress>

namespace vos::common {

using namespace Qt::StringLiterals;

namespace {

/// Decimal digits only: toULongLong() alone would take signs and spaces as well.
std::optional<quint64> parseWhole(QStringView text)
{
    const auto isDigit = [](QChar c) { return c >= u'0' && c <= u'9'; };
    if (text.isEmpty() || !std::all_of(text.begin(), text.end(), isDigit))
        return std::nullopt;
    bool fits = false;
    const quint64 number = text.toULongLong(&fits);
    return fits ? std::optional(number) : std::nullopt;
}

bool isHostCharacter(QChar c)
{
    return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9') ||
           c == u'.' || c == u'-';
}

bool isHost(const QString& host, bool bracketed)
{
    if (bracketed) {
        QHostAddress address;
        return address.setAddress(host) && address.protocol() == QAbstractSocket::IPv6Protocol;
    }
    constexpr qsizetype hostLengthMax = 253;  // RFC 1123
    return !host.isEmpty() && host.size() <= hostLengthMax &&
           std::all_of(host.begin(), host.end(), isHostCharacter);
}

}  // namespace

Expected<quint64, QString> parseSize(const QString& text)
{
    constexpr quint64 sizeMax = 1024ull << 30;
    const QString wrong =
        u"must be a size such as 64M or 2G, at most 1024G, not \"%1\""_s.arg(text);
    QStringView digits = text;
    int shift = 0;
    if (!text.isEmpty()) {
        const qsizetype unit = u"KMG"_s.indexOf(text.back().toUpper());
        if (unit >= 0) {
            shift = 10 * (static_cast<int>(unit) + 1);
            digits.chop(1);
        }
    }
    const auto number = parseWhole(digits);
    if (!number || *number > (sizeMax >> shift))
        return Unexpected{wrong};
    return *number << shift;
}

Outcome<QString> checkHostPort(const QString& text, int lowestPort)
{
    const bool bracketed = text.startsWith(u'[');
    const qsizetype colon = bracketed ? text.indexOf("]:"_L1) + 1 : text.lastIndexOf(u':');
    if (colon <= 0 || (!bracketed && text.count(u':') != 1))
        return Unexpected{
            u"must be HOST:PORT (an IPv6 address in brackets: [::1]:4000), not \"%1\""_s.arg(text)};
    const QString host = bracketed ? text.mid(1, colon - 2) : text.left(colon);
    if (!isHost(host, bracketed))
        return Unexpected{u"has no valid host in \"%1\""_s.arg(text)};
    const auto port = parseWhole(QStringView(text).mid(colon + 1));
    if (!port || *port > 65535 || *port < static_cast<quint64>(lowestPort))
        return Unexpected{
            u"has no valid port in \"%1\" (%2 to 65535)"_s.arg(text, QString::number(lowestPort))};
    return std::monostate{};
}

Outcome<QString> checkJoin(const QString& text)
{
    const bool named = text.startsWith("vos:"_L1, Qt::CaseInsensitive) ||
                       text.startsWith("vos1"_L1, Qt::CaseInsensitive);
    // A host name may begin with vos1 too; its port tells it from an address.
    if (!named || (text.startsWith("vos1"_L1) && text.contains(u':')))
        return checkHostPort(text, 1);
    const auto parsed = Node::parse(text);
    if (!parsed)
        return Unexpected{
            u"is no valid link: %1"_s.arg(QString::fromStdString(parsed.error().message))};
    return std::monostate{};
}

Expected<LogLine::Level, QString> parseLogLevel(const QString& text)
{
    using enum LogLine::Level;
    if (text == "error"_L1)
        return Error;
    if (text == "warning"_L1)
        return Warning;
    if (text == "info"_L1)
        return Info;
    if (text == "debug"_L1)
        return Debug;
    return Unexpected{u"must be error, warning, info or debug, not \"%1\""_s.arg(text)};
}

Expected<FriendPolicy, QString> parseFriendVosPolicy(const QString& text)
{
    if (text == "ask"_L1)
        return FriendPolicy::Ask;
    if (text == "contacts"_L1)
        return FriendPolicy::Contacts;
    if (text == "all"_L1)
        return FriendPolicy::All;
    if (text == "none"_L1)
        return FriendPolicy::None;
    return Unexpected{u"must be ask, contacts, all or none, not \"%1\""_s.arg(text)};
}

Expected<int, QString> parseDescriptor(const QString& text)
{
    const auto number = parseWhole(text);
    if (!number || *number > 65535)
        return Unexpected{u"must be the number of an open file descriptor, not \"%1\""_s.arg(text)};
    return static_cast<int>(*number);
}

}  // namespace vos::common
