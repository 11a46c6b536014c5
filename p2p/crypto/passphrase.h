#pragma once

// A key from a passphrase (Argon2id, RFC 9106), slow and hungry on purpose: whoever stole the key
// box pays the same for each guess.

#include "p2p/base/bytes.h"
#include "p2p/crypto/secret.h"

#include <cstdint>
#include <optional>

namespace vos::crypto {

inline constexpr unsigned PassphrasePasses = 3;
/// What new key boxes use, and the least any may use.
inline constexpr std::uint64_t PassphraseMemoryDefault = 256u << 20;
inline constexpr std::uint64_t PassphraseMemoryMin = 64u << 20;
/// Bound on what a damaged or hostile key box can make us allocate.
inline constexpr std::uint64_t PassphraseMemoryMax = std::uint64_t{1} << 30;

/// Argon2id with PassphrasePasses passes over `memoryBytes`. Nothing if the machine does not give
/// that much memory, or if memoryBytes is outside PassphraseMemoryMin … PassphraseMemoryMax.
std::optional<Secret<32>> passphraseKey(ByteView passphrase, const ByteArray<16>& salt,
                                        std::uint64_t memoryBytes);

}  // namespace vos::crypto
