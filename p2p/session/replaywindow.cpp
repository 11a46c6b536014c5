#include "p2p/session/replaywindow.h"

#include <algorithm>

namespace vos::session {

bool ReplayWindow::isNew(std::uint64_t counter) const
{
    if (counter >= m_end)
        return counter != UINT64_MAX;  // m_end could not stand above it
    if (m_end - counter > Size)
        return false;
    return (m_words[counter / WordBits % Words] >> counter % WordBits & 1) == 0;
}

bool ReplayWindow::accept(std::uint64_t counter)
{
    if (!isNew(counter))
        return false;
    if (counter >= m_end) {
        // The words between the old highest and the new one held counters long past.
        const std::uint64_t current = m_end == 0 ? 0 : (m_end - 1) / WordBits;
        const std::uint64_t steps = std::min<std::uint64_t>(counter / WordBits - current, Words);
        for (std::uint64_t i = 1; i <= steps; ++i)
            m_words[(current + i) % Words] = 0;
        m_end = counter + 1;
    }
    m_words[counter / WordBits % Words] |= std::uint64_t{1} << counter % WordBits;
    return true;
}

}  // namespace vos::session
