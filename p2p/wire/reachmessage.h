#pragma once

// Messages by which two nodes reach each other where no datagram goes straight: relaying, the
// exchange of candidates, and introducing. Alternatives of wire::Message, split off for their
// number; p2p/README.md has their bytes.

#include "p2p/base/bytes.h"
#include "p2p/base/ids.h"
#include "p2p/wire/packet.h"
#include "p2p/wire/reader.h"
#include "p2p/wire/writer.h"

#include <cstdint>
#include <vector>

namespace vos::wire {

/// Names one stream of carried datagrams inside a session with a relay; below 2^31. Even numbers
/// are chosen by whoever opens one at the relay, odd ones by the relay towards the target.
using FlowNumber = std::uint32_t;
inline constexpr FlowNumber FlowNumberLimit = FlowNumber{1} << 31;
constexpr bool isOfRelay(FlowNumber flow)
{
    return flow % 2 == 1;
}
/// How a DATAGRAM frame names a flow: each of the two may relay for the other, so the lowest bit
/// says whether the sender is the relay.
constexpr std::uint32_t frameFlow(FlowNumber flow, bool senderRelays)
{
    return flow << 1 | (senderRelays ? 1u : 0u);
}

/// Longest datagram a relay carries (transport::CarriedDatagram).
inline constexpr std::size_t CarriedSizeMax = 1120;
/// Endpoints of one CANDIDATES.
inline constexpr std::size_t CandidatesMax = 8;

/// Told when a session begins, and again when it changes.
struct RelayTerms {
    bool wants = false;    ///< others may reach the sender through the receiver
    bool carries = false;  ///< the sender forwards for the receiver

    bool operator==(const RelayTerms&) const = default;
};

/// Forward `datagram`, and what follows in DATAGRAM frames of this flow, to `target`.
struct RelayOpen {
    FlowNumber flow = 0;  ///< even, not 0, below FlowNumberLimit
    NodeId target;
    Bytes datagram;  ///< 1 to CarriedSizeMax

    bool operator==(const RelayOpen&) const = default;
};

/// From the relay: the flow has ended, or never was.
struct RelayClosed {
    enum class Reason : std::uint8_t {
        NoSession = 1,    ///< none with the target, or it does not want to be reached this way
        NotCarrying = 2,  ///< the receiver of RELAY OPEN relays for nobody
        OverLimit = 3,    ///< as much as it carries was carried
        Unknown = 4,      ///< no such flow: the relay was started anew, or it was idle too long
    };
    FlowNumber flow = 0;  ///< not 0, below FlowNumberLimit
    Reason reason = Reason::Unknown;

    bool operator==(const RelayClosed&) const = default;
};

/// How the NAT in front of a node gives ports to new targets.
enum class PortMappingKind : std::uint8_t { Unknown = 0, Independent = 1, Dependent = 2 };

/// Where the sender may be reached; inside the session of the two that want to.
struct Candidates {
    std::uint8_t round = 0;       ///< of this session, from 1; an answer repeats it
    bool answer = false;          ///< the receiver has sent its own of this round already
    ProbeToken token;             ///< stands in PROBEs that the receiver is to send
    std::uint16_t rttMillis = 0;  ///< as the sender measures it over the path in use; 0: unknown
    PortMappingKind mapping = PortMappingKind::Unknown;
    std::int16_t portStep = 0;  ///< between ports given one after the other; 0: none was seen
    std::vector<Endpoint> endpoints;  ///< at most CandidatesMax, the likeliest first

    bool operator==(const Candidates&) const = default;
};

/// Introduce us to `target`; answered by INTRODUCED to both, or by nothing.
struct Introduce {
    NodeId target;

    bool operator==(const Introduce&) const = default;
};

/// `peer`, whom the sender sees at `endpoint`, wants to reach the receiver, or is to be reached:
/// send it PROBEs with `token` now, so that what comes from there is let in.
struct Introduced {
    NodeId peer;
    Endpoint endpoint;
    ProbeToken token;

    bool operator==(const Introduced&) const = default;
};

// The fields after the type byte. Writing keeps the limits above (asserts); reading fails the
// reader where they are broken.
void write(Writer& writer, const RelayTerms& m);
void write(Writer& writer, const RelayOpen& m);
void write(Writer& writer, const RelayClosed& m);
void write(Writer& writer, const Candidates& m);
void write(Writer& writer, const Introduce& m);
void write(Writer& writer, const Introduced& m);
RelayTerms readRelayTerms(Reader& reader);
RelayOpen readRelayOpen(Reader& reader);
RelayClosed readRelayClosed(Reader& reader);
Candidates readCandidates(Reader& reader);
Introduce readIntroduce(Reader& reader);
Introduced readIntroduced(Reader& reader);

}  // namespace vos::wire
