#include "app/control/params.h"

#include "app/common/optionvalues.h"
#include "app/common/passphrase.h"
#include "app/control/json.h"

#include "p2p/qt/node.h"

#include <QJsonArray>

#include <cmath>

namespace vos::control {

using namespace Qt::StringLiterals;

namespace {

Fault tooLarge(QLatin1String name, qsizetype size)
{
    return faultOf({ErrorCode::TooLarge,
                    u"parameter \"%1\" has %2 bytes; at most %3 fit in a message"_s.arg(name)
                        .arg(size)
                        .arg(BodySizeMax)
                        .toStdString()});
}

}  // namespace

QString Params::text(QLatin1String name)
{
    const QJsonValue value = take(name, true);
    if (!value.isString())
        wrong(name, u"must be a string"_s);
    return value.toString();
}

std::optional<QString> Params::optionalText(QLatin1String name)
{
    const QJsonValue value = take(name, false);
    if (value.isUndefined())
        return std::nullopt;
    if (!value.isString())
        wrong(name, u"must be a string"_s);
    return value.toString();
}

std::optional<bool> Params::optionalFlag(QLatin1String name)
{
    const QJsonValue value = take(name, false);
    if (value.isUndefined())
        return std::nullopt;
    if (!value.isBool())
        wrong(name, u"must be true or false"_s);
    return value.toBool();
}

std::optional<qint64> Params::optionalNumber(QLatin1String name, qint64 lowest, qint64 highest)
{
    const QJsonValue value = take(name, false);
    if (value.isUndefined())
        return std::nullopt;
    const double number = value.toDouble(std::nan(""));
    const bool fits = number >= static_cast<double>(lowest) &&
                      number <= static_cast<double>(highest) && number == std::floor(number);
    if (!fits) {
        wrong(name, u"must be a whole number from %1 to %2"_s.arg(lowest).arg(highest));
        return std::nullopt;
    }
    return static_cast<qint64>(number);
}

std::optional<quint64> Params::optionalSize(QLatin1String name)
{
    // Past this a number in JSON is no longer exact.
    constexpr qint64 most = qint64{1} << 53;
    if (!m_object.value(name).isString()) {
        const auto bytes = optionalNumber(name, 0, most);
        return bytes ? std::optional(static_cast<quint64>(*bytes)) : std::nullopt;
    }
    const auto size = common::parseSize(text(name));
    if (size)
        return *size;
    wrong(name, size.error());
    return std::nullopt;
}

std::optional<QString> Params::optionalWord(QLatin1String name, const QStringList& words)
{
    const auto word = optionalText(name);
    if (word && !words.contains(*word)) {
        wrong(name, u"must be one of: "_s + words.join(", "_L1));
        return std::nullopt;
    }
    return word;
}

std::optional<qint64> Params::pageSize(QLatin1String name, qint64 most)
{
    constexpr qint64 anyNumber = 1'000'000'000;
    const auto wanted = optionalNumber(name, 1, anyNumber);
    return wanted ? std::optional(std::min(*wanted, most)) : std::nullopt;
}

std::optional<QStringList> Params::optionalTexts(QLatin1String name)
{
    const QJsonValue value = take(name, false);
    if (value.isUndefined())
        return std::nullopt;
    QStringList texts;
    bool fits = value.isArray();
    for (const QJsonValue item : value.toArray()) {
        fits = fits && item.isString();
        texts << item.toString();
    }
    if (!fits)
        wrong(name, u"must be a list of strings"_s);
    return texts;
}

NodeId Params::node(QLatin1String name)
{
    return parseNode(name, text(name)).value_or(NodeId());
}

std::optional<NodeId> Params::optionalNode(QLatin1String name)
{
    const auto written = optionalText(name);
    return written ? parseNode(name, *written) : std::nullopt;
}

QString Params::place(QLatin1String name)
{
    const QString written = text(name);
    parseNode(name, written);
    return written;
}

MessageId Params::message(QLatin1String name)
{
    return parseMessage(name, text(name)).value_or(MessageId());
}

std::optional<MessageId> Params::optionalMessage(QLatin1String name)
{
    const auto written = optionalText(name);
    return written ? parseMessage(name, *written) : std::nullopt;
}

QByteArray Params::passphrase(QLatin1String name)
{
    return checkPassphrase(name, text(name));
}

std::optional<QByteArray> Params::optionalPassphrase(QLatin1String name)
{
    const auto written = optionalText(name);
    return written ? std::optional(checkPassphrase(name, *written)) : std::nullopt;
}

QByteArray Params::checkPassphrase(QLatin1String name, const QString& text)
{
    const QByteArray bytes = text.toUtf8();
    if (bytes.size() > common::PassphraseSizeMax)
        wrong(name, u"has at most %1 bytes"_s.arg(common::PassphraseSizeMax));
    else if (bytes.contains('\n') || bytes.contains('\r') || bytes.contains('\0'))
        wrong(name, u"must be one line"_s);
    return bytes;
}

QString Params::body(QLatin1String name)
{
    const QString written = text(name);
    const qsizetype size = written.toUtf8().size();
    if (size == 0)
        wrong(name, u"must not be empty"_s);
    else if (size > BodySizeMax)
        fail(tooLarge(name, size));
    return written;
}

Bytes Params::data(QLatin1String name)
{
    const QByteArray written = text(name).toLatin1();
    const QByteArray data = QByteArray::fromBase64(written);
    // The decoder passes over what it does not know; what it leaves out shows on the way back.
    if (data.toBase64() != written && data.toBase64(QByteArray::OmitTrailingEquals) != written)
        wrong(name, u"must be base64"_s);
    else if (data.size() > BodySizeMax)
        fail(tooLarge(name, data.size()));
    return toBytes(
        std::as_bytes(std::span(data.constData(), static_cast<std::size_t>(data.size()))));
}

std::optional<std::chrono::seconds> Params::expiry(QLatin1String name)
{
    constexpr std::chrono::seconds longest = std::chrono::days(30);
    const auto seconds = optionalNumber(name, 1, longest.count());
    return seconds ? std::optional(std::chrono::seconds(*seconds)) : std::nullopt;
}

std::optional<Fault> Params::fault() const
{
    if (m_fault)
        return m_fault;
    for (const QString& name : m_object.keys()) {
        if (!m_known.contains(name)) {
            const QString known =
                m_known.isEmpty() ? u"there are none"_s : u"there are: "_s + m_known.join(", "_L1);
            return invalidParams(u"unknown parameter \"%1\" (%2)"_s.arg(name.left(64), known));
        }
    }
    return std::nullopt;
}

QJsonValue Params::take(QLatin1String name, bool required)
{
    m_known << name;
    const QJsonValue value = m_object.value(name);
    if (required && value.isUndefined())
        wrong(name, u"is missing"_s);
    return value;
}

void Params::fail(const Fault& fault)
{
    if (!m_fault)
        m_fault = fault;
}

void Params::wrong(QLatin1String name, const QString& what)
{
    fail(invalidParams(u"parameter \"%1\" %2"_s.arg(name, what)));
}

std::optional<NodeId> Params::parseNode(QLatin1String name, const QString& text)
{
    if (m_fault)
        return std::nullopt;
    const auto parsed = Node::parse(text);
    if (!parsed) {
        NodeError error = parsed.error();
        error.message = u"parameter \"%1\": %2"_s.arg(name, QString::fromStdString(error.message))
                            .toStdString();
        fail(faultOf(error));
        return std::nullopt;
    }
    return *parsed;
}

std::optional<MessageId> Params::parseMessage(QLatin1String name, const QString& text)
{
    const auto id = messageIdFrom(text);
    if (!id)
        wrong(name,
              u"must be the id of a message: %1 hexadecimal digits"_s.arg(2 * MessageId::Size));
    return id;
}

}  // namespace vos::control
