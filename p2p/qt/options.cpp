#include "p2p/qt/options.h"

#include "p2p/identity/link.h"
#include "p2p/identity/name.h"
#include "p2p/qt/convert.h"
#include "p2p/qt/profile.h"

namespace vos::qt {

namespace {

StartError badOption(const QString& message)
{
    return {StartError::Kind::BadOption, message};
}

Expected<ListenPlace, StartError> parseListen(const QString& text)
{
    const qsizetype colon = text.lastIndexOf(u':');
    QString host = text.left(colon);
    const bool bracketed = host.startsWith(u'[') && host.endsWith(u']');
    if (bracketed)
        host = host.mid(1, host.size() - 2);
    bool isPort = false;
    const ushort port = colon < 0 ? ushort{0} : text.mid(colon + 1).toUShort(&isPort);
    ListenPlace place{
        QHostAddress(host == QLatin1String("localhost") ? QStringLiteral("127.0.0.1") : host),
        port};
    const bool isV6 = place.address.protocol() == QAbstractSocket::IPv6Protocol;
    if (!isPort || place.address.isNull() || isV6 != bracketed) {
        return Unexpected{badOption(
            QStringLiteral("--listen %1: give an address of this computer and a port, for example "
                           "0.0.0.0:40123, 127.0.0.1:0 or [::]:40123.")
                .arg(text))};
    }
    return place;
}

}  // namespace

Expected<StartPlan, StartError> planStart(const NodeOptions& options)
{
    StartPlan plan;
    plan.profile = options.profile.isEmpty() ? Profile::defaultFolder() : options.profile;
    for (const QString& text : options.listen) {
        auto place = parseListen(text);
        if (!place)
            return Unexpected{place.error()};
        plan.listen.push_back(*place);
    }
    for (const QString& text : options.join) {
        auto target = parseJoinTarget(text);
        if (!target) {
            return Unexpected{badOption(
                QStringLiteral("--join %1: %2").arg(text, toQString(target.error().message)))};
        }
        plan.join.push_back(*target);
    }
    auto name = parseName(options.name);
    if (!name)
        return Unexpected{badOption(QStringLiteral("--name: ") + toQString(name.error().message))};
    plan.name = *name;
    return plan;
}

Expected<JoinTarget, NodeError> parseJoinTarget(const QString& text)
{
    const QString trimmed = text.trimmed();
    if (identity::isPlace(toUtf8(trimmed)))
        return JoinTarget{std::nullopt, {trimmed}};
    const auto link = identity::parseLink(toUtf8(trimmed));
    if (!link && !trimmed.startsWith(QLatin1String("vos"), Qt::CaseInsensitive)) {
        return Unexpected{NodeError{ErrorCode::InvalidAddress,
                                    "This is neither HOST:PORT, with a port from 1 to 65535, nor a "
                                    "link or an address that begins with vos1."}};
    }
    if (!link)
        return Unexpected{NodeError{ErrorCode::InvalidAddress, identity::describe(link.error())}};
    JoinTarget target{link->id, {}};
    for (const std::string& place : link->at)
        target.places.append(toQString(place));
    return target;
}

Expected<std::string, NodeError> parseName(const QString& name)
{
    const std::string text = toUtf8(name.trimmed().normalized(QString::NormalizationForm_C));
    const auto fault = identity::checkName(text);
    if (!fault)
        return text;
    return Unexpected{
        NodeError{ErrorCode::InvalidParams,
                  *fault == identity::NameFault::TooLong
                      ? "The name is too long; it may have " +
                            std::to_string(identity::NameSizeMax) + " bytes."
                      : std::string("The name has characters that cannot be shown.")}};
}

}  // namespace vos::qt
