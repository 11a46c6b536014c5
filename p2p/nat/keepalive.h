#pragma once

// How long mappings of the NAT we are behind live while nothing passes: asked of one session only,
// which is left idle longer and longer, while all others are kept alive as if it were short
// (RFC 5626, section 4.4.1, and RFC 4787, REQ-5: two minutes at least, which many do not keep).

#include "p2p/base/time.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vos::nat {

class KeepaliveSearch {
public:
    /// While nothing is known; below the 20 s of the worst that are common.
    static constexpr Duration First = 15s;
    /// Longer is not tried: keys are renewed after 120 s, so a session is never quiet for so long.
    static constexpr Duration Longest = 60s;
    /// Networks remembered, the one used last first.
    static constexpr std::size_t NetworksMax = 8;

    /// We are in this network now; 0: in none that is known.
    void enterNetwork(std::uint64_t network);
    /// Between signs of life of a session that is to be kept.
    Duration interval() const;
    /// Idle time to try with one session; nothing once all is known.
    std::optional<Duration> nextTry() const;
    /// After that much idle time the other side saw us at the same place, or at another.
    void survived(Duration idle);
    void expired(Duration idle);

    /// One line, to be stored; read() takes what it gave and ignores what is damaged.
    std::string write() const;
    void read(std::string_view text);

private:
    struct Network {
        std::uint64_t id = 0;
        Duration survived = First;
        Duration expired{};  ///< 0: not seen yet
    };

    std::vector<Network> m_networks{Network{}};
};

}  // namespace vos::nat
