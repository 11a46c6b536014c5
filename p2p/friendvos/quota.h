#pragma once

// What a Friend VOS keeps for one owner, counted: in all, for each sender's slot, and for strangers
// together, so that no sender can crowd out another. Pure arithmetic; it knows sizes, not letters.

#include <cstddef>
#include <cstdint>
#include <map>

namespace vos::friendvos {

struct QuotaLimits {
    std::uint64_t bytes = 64ull << 20;
    std::uint32_t letters = 20'000;
};

inline constexpr std::uint64_t SlotBytesMax = 8ull << 20;
inline constexpr std::uint32_t SlotLettersMax = 2'000;
inline constexpr std::uint64_t StrangerBytesMax = 1ull << 20;
inline constexpr std::uint32_t StrangerLettersMax = 200;
/// Longest letter of a stranger.
inline constexpr std::size_t StrangerLetterMax = 4096;

class Quota {
public:
    struct Use {
        std::uint64_t bytes = 0;
        std::uint32_t letters = 0;
        bool operator==(const Use&) const = default;
    };

    /// `slot` 0: strangers together.
    bool hasRoom(const QuotaLimits& limits, std::uint32_t slot, std::size_t size) const;
    void add(std::uint32_t slot, std::size_t size);
    /// What was added before (asserts).
    void remove(std::uint32_t slot, std::size_t size);
    const Use& total() const { return m_total; }
    Use ofSlot(std::uint32_t slot) const;

private:
    Use m_total;
    std::map<std::uint32_t, Use> m_slots;
};

}  // namespace vos::friendvos
