#pragma once

// Remembers which counters of a session were taken, so that no datagram counts twice (RFC 6479's
// ring of words, so that moving on clears words instead of shifting bits). Only authenticated
// counters may be shown to it: a forged one would push the true ones out.

#include <array>
#include <cstddef>
#include <cstdint>

namespace vos::session {

class ReplayWindow {
public:
    /// Counters this far below the highest are still told apart; what is older counts as seen.
    static constexpr std::uint64_t Size = 2048;

    /// True the first time a counter comes, unless it is Size or more below the highest.
    bool accept(std::uint64_t counter);
    /// Whether accept() would take it.
    bool isNew(std::uint64_t counter) const;
    bool empty() const { return m_end == 0; }
    /// Highest counter taken; 0 when empty.
    std::uint64_t highest() const { return m_end == 0 ? 0 : m_end - 1; }

private:
    static constexpr std::size_t WordBits = 64;
    // One word more than the window, since the word the highest stands in is only partly used.
    static constexpr std::size_t Words = Size / WordBits + 1;

    std::array<std::uint64_t, Words> m_words{};
    std::uint64_t m_end = 0;  // one above the highest counter taken
};

}  // namespace vos::session
