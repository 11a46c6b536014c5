#include "p2p/identity/safetynumber.h"

#include "p2p/crypto/hash.h"
#include "p2p/wire/reader.h"

#include <algorithm>

namespace vos::identity {

ByteArray<64> safetyBytes(const NodeId& a, const NodeId& b)
{
    return crypto::hash<64>("VOS/safety/1", std::min(a, b).view(), std::max(a, b).view());
}

std::string safetyNumber(const NodeId& a, const NodeId& b)
{
    constexpr std::size_t Groups = 12;
    constexpr std::size_t Digits = 5;
    const ByteArray<64> bytes = safetyBytes(a, b);
    wire::Reader reader(bytes);
    std::string text;
    for (std::size_t group = 0; group < Groups; ++group) {
        const std::uint64_t low = reader.u32();
        const std::uint64_t value = (low | std::uint64_t{reader.u8()} << 32) % 100000;
        const std::string digits = std::to_string(value);
        text += (group > 0 ? " " : "") + std::string(Digits - digits.size(), '0') + digits;
    }
    return text;
}

}  // namespace vos::identity
