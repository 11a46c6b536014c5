#pragma once

// What the window says of the network: how this computer stands in it, what would help, and by
// which way a friend is reached. Pure functions of their arguments and the installed translator.

#include <cstddef>  // first: moc 6.4 stumbles over <compare> without it

#include "model/nodestatus.h"
#include "p2p/engine/types.h"

#include <QString>
#include <QStringList>

namespace vos::model {

/// How well it stands, for a sign beside the words.
enum class NetworkMood { Good, Fair, Bad };

struct NetworkStanding {
    NetworkMood mood = NetworkMood::Fair;
    QString title;   ///< one plain sentence
    QString advice;  ///< what it means, and what would help; may be empty
};

/// What the sentence depends on.
struct NetworkFacts {
    Connection connection = Connection::Starting;
    int known = 0;  ///< nodes in the map
    NatKind nat = NatKind::Unknown;
    PortMapping mapping;
    quint16 port = 0;  ///< on which this computer listens
    int linked = 0;    ///< sessions
    int relayed = 0;   ///< of them over others
};

namespace words {

NetworkStanding standing(const NetworkFacts& facts);
/// True if others do not get through to this computer, so that messages go through friends.
bool isOnlyIndirect(const NetworkFacts& facts);
/// For people who know their network: "Port-restricted", "Symmetric", …
QString natKind(NatKind nat);
/// "Opened by PCP: 203.0.113.5:40123", "No router here does that", …
QString portMapping(const PortMapping& mapping);

/// True for an address in the own home or office.
bool isNear(const Endpoint& endpoint);
/// "Direct", "On your network", "Through Bob". `via`: a name, empty where it is not known.
QString path(PathKind path, const std::optional<Endpoint>& endpoint, const QString& via);
/// The same as a sentence with its facts: "Direct, since 10:42 (3 h 12 min). Round trip 18 ms."
QString pathInFull(const PeerTraffic& peer, const QString& via, WallTime now);
/// "18 ms", "0.4 ms"; empty for zero.
QString roundTrip(Duration rtt);
/// "21 min", "3 h 12 min", "2 days"; "Just now" within a minute.
QString lasting(WallTime since, WallTime now);
/// "0 kB", "0.4 kB": what has come so far.
QString amount(quint64 bytes);
/// "0 kB/s", "0.4 kB/s".
QString speed(double bytesPerSecond);
/// A limit in steps of 1 kB = 1024 bytes: "256 kB/s", "4 MB/s".
QString speedLimit(int kib);
/// Whole sentences one after the other, as the language writes them.
QString sentences(const QStringList& all);

}  // namespace words

}  // namespace vos::model
