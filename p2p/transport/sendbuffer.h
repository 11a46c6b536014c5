#pragma once

// The sending half of a channel: bytes from their queueing to their acknowledgement. What was never
// sent, what must be sent again and what is acknowledged are three disjoint sets of offsets.

#include "p2p/base/bytes.h"
#include "p2p/transport/blockstore.h"
#include "p2p/transport/rangeset.h"

#include <cstdint>
#include <optional>

namespace vos::transport {

class SendBuffer {
public:
    struct Piece {
        Range range;
        bool resent = false;  ///< it was sent before
    };

    void append(ByteView data);
    /// Chooses up to `room` bytes (> 0) to send next: first those to be sent again, then new ones
    /// below the offset `limit`. They count as sent from now on.
    std::optional<Piece> take(std::size_t room, std::uint64_t limit);
    template <typename Sink>
    void read(Range range, Sink sink) const
    {
        m_store.read(range.begin, static_cast<std::size_t>(range.end - range.begin), sink);
    }
    void acknowledged(Range range);
    /// Send it again, except what was acknowledged meanwhile.
    void sendAgain(Range range);
    /// Forgets all bytes.
    void clear();

    bool hasPiece(std::uint64_t limit) const
    {
        return !m_again.empty() || (m_sent < m_end && m_sent < limit);
    }
    /// Offset behind the last byte that was sent at least once.
    std::uint64_t sent() const { return m_sent; }
    std::uint64_t unsentBytes() const { return m_end - m_sent; }
    bool isEmpty() const { return m_base == m_end; }

private:
    BlockStore m_store;       // [m_base, m_end)
    RangeSet m_acknowledged;  // above m_base
    RangeSet m_again;
    std::uint64_t m_base = 0;  // everything below is acknowledged
    std::uint64_t m_sent = 0;
    std::uint64_t m_end = 0;
};

}  // namespace vos::transport
