#include "tests/fuzz/corpus.h"

namespace vos::fuzz {

void FixedRng::fill(MutableBytes out)
{
    for (std::byte& b : out) {
        m_state += 0x9e3779b97f4a7c15ull;
        std::uint64_t z = m_state;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
        b = static_cast<std::byte>(z >> 56);
    }
}

}  // namespace vos::fuzz
