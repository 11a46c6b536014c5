#pragma once

// Which private prekeys live, and how long. A letter can be read by whoever gets hold of the prekey
// it is sealed to, so keys are replaced as soon as they were used and wiped as soon as no letter
// can need them any more: that is the forward secrecy of letters. Plain data and rules; whoever
// owns the data stores every change before acting on it.

#include "p2p/base/ids.h"
#include "p2p/base/rng.h"
#include "p2p/base/time.h"
#include "p2p/crypto/exchange.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace vos::letters {

/// One private prekey of ours; wiped when it goes.
struct Prekey {
    ExchangeKey publicKey;
    ByteArray<32> secret{};
    std::uint32_t number = 0;  ///< place in a contact's chain, from 1; 0 for a public prekey
    WallTime madeAt;
    std::optional<WallTime> supersededAt;

    ~Prekey();
    bool operator==(const Prekey&) const = default;
};

/// A contact prekey is offered this long at most.
inline constexpr std::chrono::hours ContactPrekeyAgeMax{30 * 24};
/// And opens letters this long after a newer one was made.
inline constexpr std::chrono::hours ContactPrekeyKept{30 * 24};
/// Live keys of one contact; with so many none is made, for the contact has not seen our offers.
inline constexpr std::size_t ContactPrekeysMax = 8;
/// A public prekey is offered this long and kept this much longer.
inline constexpr std::chrono::hours PublicPrekeyAge{7 * 24};
inline constexpr std::chrono::hours PublicPrekeyKept{37 * 24};

Prekey makePrekey(std::uint32_t number, WallTime now, Rng& rng);
crypto::ExchangePair pairOf(const Prekey& prekey);

/// All prekeys of ours for one contact, or all public ones; in the order they were made.
using PrekeyChain = std::vector<Prekey>;

/// The one to offer; null if there is none.
const Prekey* newest(const PrekeyChain& chain);
const Prekey* find(const PrekeyChain& chain, const ExchangeKey& publicKey);

/// Whether to make the next contact prekey now: there is none, or a letter under the newest (or a
/// later one, after a restore) has arrived, or the newest is too old, and there is room.
/// `highestUsed`: highest number under which a letter has arrived, 0 for none.
bool contactPrekeyDue(const PrekeyChain& chain, std::uint32_t highestUsed, WallTime now);
/// Whether to make the next public prekey now.
bool publicPrekeyDue(const PrekeyChain& chain, WallTime now);
/// Appends a new key and marks the one before as superseded. For a contact, `number` is above all
/// of the chain (asserts); for a public prekey it is 0.
Prekey& makeNext(PrekeyChain& chain, std::uint32_t number, WallTime now, Rng& rng);

/// Wipes and removes what no letter can need any more, and says which: all below `oldestNeeded`
/// (0: not known) and those superseded long ago. The newest always stays.
std::vector<ExchangeKey> retireContactPrekeys(PrekeyChain& chain, std::uint32_t oldestNeeded,
                                              WallTime now);
std::vector<ExchangeKey> retirePublicPrekeys(PrekeyChain& chain, WallTime now);

}  // namespace vos::letters
