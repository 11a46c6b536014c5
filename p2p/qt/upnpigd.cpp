#include "p2p/qt/upnpigd.h"

#include "p2p/qt/convert.h"

#ifdef VOS_HAVE_UPNP
#include <miniupnpc/miniupnpc.h>
#include <miniupnpc/upnpcommands.h>
#include <miniupnpc/upnperrors.h>

#include <array>
#include <cstdlib>
#include <memory>
#endif

namespace vos::qt {

#ifdef VOS_HAVE_UPNP

namespace {

constexpr int discoverMs = 2000;
constexpr int timeToLive = 2;
constexpr auto description = "VOS Messenger";
constexpr auto udp = "UDP";
// UPnP IGD, WANIPConnection, section 2.4.16.
constexpr int conflictInMapping = 718;
constexpr int onlyPermanentLeases = 725;
/// Other outer ports tried where the first is taken.
constexpr int otherPorts = 3;

struct Router {
    UPNPUrls urls{};
    IGDdatas data{};
    std::array<char, 64> own{};
    bool isFound = false;

    Router() = default;
    Router(const Router&) = delete;
    Router& operator=(const Router&) = delete;
    ~Router() { FreeUPNPUrls(&urls); }
};

void lookAt(const Gateway& gateway, Router& router)
{
    const auto ownSize = static_cast<int>(router.own.size());
    if (!gateway.upnpDescription.isEmpty()) {
        router.isFound =
            UPNP_GetIGDFromUrl(gateway.upnpDescription.toUtf8().constData(), &router.urls,
                               &router.data, router.own.data(), ownSize) == 1;
        return;
    }
    int error = UPNPDISCOVER_SUCCESS;
    const std::unique_ptr<UPNPDev, decltype(&freeUPNPDevlist)> devices(
        upnpDiscover(discoverMs, gateway.own.toString().toUtf8().constData(), nullptr,
                     UPNP_LOCAL_PORT_ANY, 0, timeToLive, &error),
        &freeUPNPDevlist);
    if (!devices)
        return;
#if MINIUPNPC_API_VERSION >= 18
    router.isFound = UPNP_GetValidIGD(devices.get(), &router.urls, &router.data, router.own.data(),
                                      ownSize, nullptr, 0) == 1;
#else
    router.isFound = UPNP_GetValidIGD(devices.get(), &router.urls, &router.data, router.own.data(),
                                      ownSize) == 1;
#endif
}

int addMapping(const Router& router, quint16 outer, quint16 inner, std::chrono::seconds lifetime)
{
    return UPNP_AddPortMapping(
        router.urls.controlURL, router.data.first.servicetype,
        QByteArray::number(outer).constData(), QByteArray::number(inner).constData(),
        router.own.data(), description, udp, nullptr,
        QByteArray::number(static_cast<qint64>(lifetime.count())).constData());
}

}  // namespace

bool upnpSupported()
{
    return true;
}

std::optional<UpnpMapping> upnpMap(const Gateway& gateway, quint16 port, quint16 suggested,
                                   std::chrono::seconds lifetime)
{
    Router router;
    lookAt(gateway, router);
    if (!router.isFound)
        return std::nullopt;
    std::array<char, 64> outside{};
    if (UPNP_GetExternalIPAddress(router.urls.controlURL, router.data.first.servicetype,
                                  outside.data()) != UPNPCOMMAND_SUCCESS)
        return std::nullopt;
    outside.back() = '\0';
    quint16 outer = suggested != 0 ? suggested : port;
    int result = conflictInMapping;
    for (int i = 0; i <= otherPorts && result == conflictInMapping; ++i) {
        outer = static_cast<quint16>(i == 0 ? outer : 1024 + (outer * 7919 + 31) % 64512);
        result = addMapping(router, outer, port, lifetime);
        if (result == onlyPermanentLeases && lifetime.count() > 0) {
            lifetime = std::chrono::seconds::zero();
            result = addMapping(router, outer, port, lifetime);
        }
    }
    const auto external = toEndpoint(QHostAddress(QString::fromLatin1(outside.data())), outer);
    if (result != UPNPCOMMAND_SUCCESS || !external)
        return std::nullopt;
    return UpnpMapping{*external, lifetime, QString::fromUtf8(router.urls.controlURL),
                       QString::fromUtf8(router.data.first.servicetype)};
}

void upnpUnmap(const UpnpMapping& mapping)
{
    UPNP_DeletePortMapping(mapping.controlUrl.toUtf8().constData(),
                           mapping.service.toUtf8().constData(),
                           QByteArray::number(mapping.external.port).constData(), udp, nullptr);
}

#else

bool upnpSupported()
{
    return false;
}

std::optional<UpnpMapping> upnpMap(const Gateway&, quint16, quint16, std::chrono::seconds)
{
    return std::nullopt;
}

void upnpUnmap(const UpnpMapping&) {}

#endif

}  // namespace vos::qt
