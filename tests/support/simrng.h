#pragma once

// A seeded random source (splitmix64): the same seed, the same world.

#include "p2p/base/rng.h"

namespace vos::sim {

class SimRng final : public Rng {
public:
    explicit SimRng(std::uint64_t seed) : m_state(seed) {}

    void fill(MutableBytes out) override
    {
        std::uint64_t word = 0;
        for (std::size_t i = 0; i < out.size(); ++i) {
            if (i % 8 == 0)
                word = next();
            out[i] = static_cast<std::byte>(word >> (8 * (i % 8)) & 0xff);
        }
    }
    std::uint64_t next()
    {
        std::uint64_t z = (m_state += 0x9e3779b97f4a7c15ull);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
        return z ^ (z >> 31);
    }
    /// True with this probability.
    bool chance(double probability)
    {
        return static_cast<double>(next() >> 11) * 0x1p-53 < probability;
    }

private:
    std::uint64_t m_state;
};

}  // namespace vos::sim
