#include "model/networkwords.h"

#include "model/words.h"
#include "p2p/qt/convert.h"

#include <QCoreApplication>
#include <QLocale>

namespace vos::model::words {

namespace {

/// The context of the translations.
struct NetworkWords {
    Q_DECLARE_TR_FUNCTIONS(NetworkWords)
};

/// Carriers' shared addresses (RFC 6598) are private, but no home.
bool isCarriers(const Endpoint& endpoint)
{
    return endpoint.family == IpFamily::V4 && endpoint.address[0] == std::byte{100} &&
           (endpoint.address[1] & std::byte{0xc0}) == std::byte{0x40};
}

bool isReachable(const NetworkFacts& facts)
{
    return facts.mapping.state == PortMapping::State::Mapped || facts.nat == NatKind::Public ||
           facts.nat == NatKind::FullCone;
}

/// What the person could do so that others reach this computer directly.
QString portAdvice(const NetworkFacts& facts)
{
    if (facts.port == 0)
        return {};
    const QString port = QString::number(facts.port);
    if (facts.mapping.state == PortMapping::State::Off)
        return NetworkWords::tr("Let VOS Messenger open a port in your router (below), or open UDP "
                                "port %1 there yourself.")
            .arg(port);
    return NetworkWords::tr("Opening UDP port %1 in your router would help.").arg(port);
}

NetworkStanding connected(const NetworkFacts& facts)
{
    if (isReachable(facts)) {
        return {NetworkMood::Good, NetworkWords::tr("Connected. Others can reach you directly."),
                facts.mapping.state == PortMapping::State::Mapped
                    ? NetworkWords::tr("Your router opened a port for you.")
                    : NetworkWords::tr("Nothing is in the way.")};
    }
    switch (facts.nat) {
    case NatKind::AddressRestricted:
    case NatKind::PortRestricted:
        return {NetworkMood::Good,
                NetworkWords::tr("Connected. Others reach you with the help of a friend."),
                sentences({NetworkWords::tr("The first message goes through somebody both of you "
                                            "know, then the way becomes direct."),
                           portAdvice(facts)})};
    case NatKind::Symmetric:
        return {NetworkMood::Fair,
                NetworkWords::tr("Connected, but others cannot reach you directly."),
                sentences({NetworkWords::tr("Messages often go through friends, who cannot read "
                                            "them."),
                           portAdvice(facts)})};
    case NatKind::Blocked:
        return {NetworkMood::Bad, NetworkWords::tr("This network lets almost nothing out."),
                NetworkWords::tr("It keeps back UDP, which VOS Messenger speaks. Another network "
                                 "helps, a phone's for example, or whoever runs this one could let "
                                 "out UDP port 443.")};
    case NatKind::Unknown:
    case NatKind::Public:
    case NatKind::FullCone:
        break;
    }
    return {NetworkMood::Good, NetworkWords::tr("Connected."),
            NetworkWords::tr("Whether others can reach you directly is not known yet.")};
}

}  // namespace

NetworkStanding standing(const NetworkFacts& facts)
{
    switch (facts.connection) {
    case Connection::Starting:
        return {NetworkMood::Fair, NetworkWords::tr("Starting"), {}};
    case Connection::Offline:
        return {NetworkMood::Bad, NetworkWords::tr("No network."),
                NetworkWords::tr("Messages are queued here and go out as soon as there is one.")};
    case Connection::Searching:
        if (facts.nat == NatKind::Blocked)
            return connected(facts);
        if (facts.known == 0) {
            return {NetworkMood::Fair, NetworkWords::tr("Nobody is known yet."),
                    NetworkWords::tr("Add a friend by link, or join through any node that is "
                                     "online (Settings, Network).")};
        }
        return {NetworkMood::Fair, NetworkWords::tr("Looking for other nodes."),
                NetworkWords::tr("None of those known has answered so far.")};
    case Connection::Connected:
        break;
    }
    NetworkStanding stands = connected(facts);
    if (facts.linked > 0 && facts.relayed == facts.linked) {
        stands.mood = NetworkMood::Fair;
        stands.title = NetworkWords::tr("Connected through others only.");
    }
    return stands;
}

bool isOnlyIndirect(const NetworkFacts& facts)
{
    if (facts.connection != Connection::Connected)
        return false;
    return (facts.linked > 0 && facts.relayed == facts.linked) ||
           (facts.nat == NatKind::Symmetric && !isReachable(facts));
}

QString natKind(NatKind nat)
{
    switch (nat) {
    case NatKind::Unknown:
        return NetworkWords::tr("Not known yet");
    case NatKind::Public:
        return NetworkWords::tr("None: a public address");
    case NatKind::FullCone:
        return NetworkWords::tr("Full cone: lets everybody in");
    case NatKind::AddressRestricted:
        return NetworkWords::tr("Address-restricted: lets in whom you called");
    case NatKind::PortRestricted:
        return NetworkWords::tr("Port-restricted: lets in whom you called");
    case NatKind::Symmetric:
        return NetworkWords::tr("Symmetric: another port towards everybody");
    case NatKind::Blocked:
        break;
    }
    return NetworkWords::tr("UDP is kept back");
}

QString portMapping(const PortMapping& mapping)
{
    switch (mapping.state) {
    case PortMapping::State::Off:
        return NetworkWords::tr("Switched off");
    case PortMapping::State::Asking:
        return NetworkWords::tr("Asking the router…");
    case PortMapping::State::Unavailable:
        return NetworkWords::tr("No router here does that");
    case PortMapping::State::NotNeeded:
        return NetworkWords::tr("Not needed");
    case PortMapping::State::Mapped:
        break;
    }
    QString by;
    switch (mapping.protocol) {
    case PortMapping::Protocol::Pcp:
        by = QStringLiteral("PCP");
        break;
    case PortMapping::Protocol::NatPmp:
        by = QStringLiteral("NAT-PMP");
        break;
    case PortMapping::Protocol::UpnpIgd:
        by = QStringLiteral("UPnP IGD");
        break;
    case PortMapping::Protocol::None:
        break;
    }
    const QString outside =
        mapping.external ? qt::toQString(mapping.external->toString()) : QString();
    //: %1 an address with port, %2 the name of a protocol
    return by.isEmpty() ? outside : NetworkWords::tr("%1, by %2").arg(outside, by);
}

bool isNear(const Endpoint& endpoint)
{
    return endpoint.isPrivate() && !isCarriers(endpoint);
}

QString path(PathKind path, const std::optional<Endpoint>& endpoint, const QString& via)
{
    switch (path) {
    case PathKind::None:
        return {};
    case PathKind::Direct:
        return endpoint && isNear(*endpoint) ? NetworkWords::tr("On your network")
                                             : NetworkWords::tr("Direct");
    case PathKind::Relay:
        break;
    }
    return via.isEmpty() ? NetworkWords::tr("Through others")
                         : NetworkWords::tr("Through %1").arg(via);
}

QString pathInFull(const PeerTraffic& peer, const QString& via, WallTime now)
{
    QString way = path(peer.path, peer.endpoint, via);
    if (peer.path == PathKind::Direct)
        way += QStringLiteral(" (%1)").arg(qt::toQString(peer.endpoint.toString()));
    if (peer.since != WallTime{}) {
        //: A way and since when it is used: "Direct (203.0.113.5:40123), since 10:42"
        way = NetworkWords::tr("%1, since %2").arg(way, longWhen(peer.since, now));
    }
    const QString trip = roundTrip(peer.rtt);
    return trip.isEmpty() ? way
                          //: %1 a way, %2 a time
                          : NetworkWords::tr("%1. Round trip %2.").arg(way, trip);
}

QString roundTrip(Duration rtt)
{
    if (rtt <= Duration::zero())
        return {};
    const double ms = static_cast<double>(rtt.count()) / 1000;
    return NetworkWords::tr("%1 ms").arg(QLocale().toString(ms, 'f', ms < 10 ? 1 : 0));
}

QString lasting(WallTime since, WallTime now)
{
    const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(now - since).count();
    constexpr auto hour = 60;
    constexpr auto day = 24 * hour;
    if (minutes < 1)
        return NetworkWords::tr("Just now");
    if (minutes < hour)
        return NetworkWords::tr("%n min", nullptr, static_cast<int>(minutes));
    if (minutes < day)
        return NetworkWords::tr("%1 h %2 min").arg(minutes / hour).arg(minutes % hour);
    return NetworkWords::tr("%n days", nullptr, static_cast<int>(minutes / day));
}

QString amount(quint64 bytes)
{
    return bytes == 0 ? NetworkWords::tr("0 kB") : size(bytes);
}

QString speed(double bytesPerSecond)
{
    // Below a twentieth of a kB it is nothing.
    constexpr double least = 50;
    const quint64 bytes = bytesPerSecond < least ? 0 : static_cast<quint64>(bytesPerSecond);
    //: A speed; %1 is an amount as "0.4 kB"
    return NetworkWords::tr("%1/s").arg(amount(bytes));
}

QString speedLimit(int kib)
{
    constexpr int mib = 1024;
    return kib % mib == 0 ? NetworkWords::tr("%1 MB/s").arg(QLocale().toString(kib / mib))
                          : NetworkWords::tr("%1 kB/s").arg(QLocale().toString(kib));
}

QString sentences(const QStringList& all)
{
    QString text;
    for (const QString& sentence : all) {
        if (text.isEmpty())
            text = sentence;
        else if (!sentence.isEmpty())
            //: Two sentences, one after the other
            text = NetworkWords::tr("%1 %2").arg(text, sentence);
    }
    return text;
}

}  // namespace vos::model::words
