#pragma once

// What both sides of a handshake must agree on to the byte.

#include "p2p/crypto/noise.h"
#include "p2p/session/session.h"

#include <optional>

namespace vos::session {

inline constexpr crypto::NoisePattern HandshakePattern = crypto::NoisePattern::IKpsk2;

/// `VOS/session/1` and the first 12 bytes of INIT: version, type, flags and conn id cannot be
/// changed on the way.
Bytes handshakePrologue(ByteView init);

/// Payload of message 1: id 32, seq 8.
Bytes encodeClaim(const Claim& claim);
std::optional<Claim> decodeClaim(ByteView payload);
/// Payload of message 2: seq 8.
Bytes encodeSeq(std::uint64_t seq);
std::optional<std::uint64_t> decodeSeq(ByteView payload);

}  // namespace vos::session
