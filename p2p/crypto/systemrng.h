#pragma once

// The random source of the programs. Simulations pass a seeded one instead.

#include "p2p/base/rng.h"

namespace vos::crypto {

/// The operating system's generator, through libsodium. Stateless, usable from any thread.
class SystemRng final : public Rng {
public:
    void fill(MutableBytes out) override;
};

}  // namespace vos::crypto
