#pragma once

// The datagrams: one struct, one exact size and one decoder for each. All begin with the same head:
//
//   0        1      2        4
//   version  type   flags 2  fields of the type
//
// Whatever is not exactly of this form gives nothing, before a single key is touched. Decoding says
// nothing about who sent it. Sizes are chosen so that no answer is longer than what it answers.

#include "p2p/base/bytes.h"
#include "p2p/base/endpoint.h"
#include "p2p/base/ids.h"

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

namespace vos::wire {

inline constexpr std::uint8_t ProtocolVersion = 1;

enum class PacketType : std::uint8_t {
    Init = 1,
    Resp = 2,
    Cookie = 3,
    Data = 4,
    Who = 5,
    Record = 6,
    Probe = 7,
};

/// Flag of INIT and RESP: the two share a pairing secret. All other bits are zero everywhere.
inline constexpr std::uint16_t FlagPairing = 1;

inline constexpr std::size_t PacketHeadSize = 4;
inline constexpr std::size_t MacSize = 16;
/// e 32, S 48, payload 40 + 16; and e 32, payload 8 + 16 (Noise IKpsk2).
inline constexpr std::size_t InitNoiseSize = 136;
inline constexpr std::size_t RespNoiseSize = 56;

inline constexpr std::size_t InitSize = 180;
inline constexpr std::size_t RespSize = 108;
inline constexpr std::size_t CookieSize = 68;
inline constexpr std::size_t DataHeadSize = 20;
inline constexpr std::size_t DataTagSize = 16;
inline constexpr std::size_t WhoSize = 1200;
inline constexpr std::size_t RecordSizeMax = 1140;
inline constexpr std::size_t ProbeSize = 32;

/// Signed parts of a record; the short form of Whereabouts only goes where the full one is known.
inline constexpr std::size_t WhereaboutsShortSizeMin = 90;
inline constexpr std::size_t WhereaboutsSizeMin = 154;
inline constexpr std::size_t WhereaboutsSizeMax = 246;
inline constexpr std::size_t CardSizeMin = 171;
inline constexpr std::size_t CardSizeMax = 1115;

/// What mac1 covers, and what mac2 covers: all before it.
inline constexpr std::size_t InitMac1Offset = InitSize - 2 * MacSize;
inline constexpr std::size_t InitMac2Offset = InitSize - MacSize;
inline constexpr std::size_t RespMac1Offset = RespSize - 2 * MacSize;
inline constexpr std::size_t RespMac2Offset = RespSize - MacSize;
/// Head and conn id of INIT: enters the prologue of the handshake.
inline constexpr std::size_t InitPrologueSize = PacketHeadSize + ConnectionId::Size;

/// Largest datagram read: the payload an Ethernet frame leaves UDP over IPv4.
inline constexpr std::size_t DatagramSizeMax = 1472;
/// What every path is taken to carry until it was probed.
inline constexpr std::size_t DatagramSizeSafe = 1200;

using Mac = ByteArray<MacSize>;
/// Chosen by who asks with a WHO, repeated in the answer.
using QueryNonce = Id<struct QueryNonceTag, 16>;
using ProbeToken = Id<struct ProbeTokenTag, 28>;

/// A node and one place where it may be reached.
struct NodePlace {
    NodeId id;
    Endpoint endpoint;

    bool operator==(const NodePlace&) const = default;
};
inline constexpr std::size_t NodePlacesMax = 8;

struct Init {
    bool pairing = false;
    ConnectionId from;
    ByteArray<InitNoiseSize> noise{};
    Mac mac1{};
    Mac mac2{};

    bool operator==(const Init&) const = default;
};

struct Resp {
    bool pairing = false;
    ConnectionId to;
    ConnectionId from;
    ByteArray<RespNoiseSize> noise{};
    Mac mac1{};
    Mac mac2{};

    bool operator==(const Resp&) const = default;
};

struct Cookie {
    ConnectionId to;
    ByteArray<24> nonce{};
    ByteArray<MacSize + DataTagSize> sealed{};

    bool operator==(const Cookie&) const = default;
};

/// The clear part of DATA; the sealed rest follows it.
struct DataHead {
    ConnectionId to;
    std::uint64_t counter = 0;

    bool operator==(const DataHead&) const = default;
};

/// The two signed parts of a record.
enum class RecordPart : std::uint8_t { Whereabouts = 1, Card = 2 };

struct Who {
    QueryNonce nonce;
    RecordPart part = RecordPart::Whereabouts;
    NodeId id;  ///< zero: of whoever answers

    bool operator==(const Who&) const = default;
};

struct SignedPart {
    RecordPart part = RecordPart::Whereabouts;
    Bytes bytes;  ///< only its length was checked

    bool operator==(const SignedPart&) const = default;
};

/// Answer to a WHO: the part asked for, or nodes nearer the id (none: nothing is known).
struct Record {
    QueryNonce nonce;
    std::uint32_t heardSecondsAgo = 0;  ///< 0 with nodes
    std::variant<SignedPart, std::vector<NodePlace>> content;

    bool operator==(const Record&) const = default;
};

struct Probe {
    ProbeToken token;

    bool operator==(const Probe&) const = default;
};

/// The type of a datagram whose head is sound; nothing for all else, also for other versions.
std::optional<PacketType> packetType(ByteView datagram);
/// The version byte of a datagram of another version, to tell the user of a newer peer.
std::optional<std::uint8_t> foreignVersion(ByteView datagram);

/// Exactly the size of the table each; mac fields as given.
Bytes encode(const Init& packet);
Bytes encode(const Resp& packet);
Bytes encode(const Cookie& packet);
Bytes encode(const Who& packet);
/// Limits are kept (asserts).
Bytes encode(const Record& packet);
Bytes encode(const Probe& packet);
/// `out` has exactly DataHeadSize bytes.
void encodeDataHead(const DataHead& head, MutableBytes out);

std::optional<Init> decodeInit(ByteView datagram);
std::optional<Resp> decodeResp(ByteView datagram);
std::optional<Cookie> decodeCookie(ByteView datagram);
/// Needs DataHeadSize + DataTagSize bytes at least.
std::optional<DataHead> decodeDataHead(ByteView datagram);
std::optional<Who> decodeWho(ByteView datagram);
std::optional<Record> decodeRecord(ByteView datagram);
std::optional<Probe> decodeProbe(ByteView datagram);

}  // namespace vos::wire
