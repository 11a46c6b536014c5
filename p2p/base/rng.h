#pragma once

// Random bytes are an argument: libsodium's generator in the programs, a seeded one in simulation.

#include "p2p/base/bytes.h"

#include <cstdint>
#include <cstring>

namespace vos {

class Rng {
public:
    virtual ~Rng() = default;
    /// Fills all of `out`; cannot fail.
    virtual void fill(MutableBytes out) = 0;

    template <typename IdType>
    IdType id()
    {
        IdType result;
        fill(result.bytes);
        return result;
    }
    std::uint64_t next64()
    {
        ByteArray<8> raw;
        fill(raw);
        std::uint64_t word;
        std::memcpy(&word, raw.data(), sizeof word);
        return word;
    }
    /// Even over [0, bound); bound > 0. The bias is below 2^-32 for the small bounds we use.
    std::uint64_t below(std::uint64_t bound) { return next64() % bound; }
};

}  // namespace vos
