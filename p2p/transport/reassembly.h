#pragma once

// The receiving half of a channel: pieces of a byte stream in any order become whole messages, each
// a varint length and that many bytes. Pieces lie where they belong from the start, so memory is
// bounded by the window the caller checks against, and by MaxGaps.

#include "p2p/base/bytes.h"
#include "p2p/transport/blockstore.h"
#include "p2p/transport/rangeset.h"

#include <cstdint>
#include <optional>

namespace vos::transport {

class Reassembly {
public:
    /// More holes than a window of small packets with every second one lost has; only a peer that
    /// wants to cost us memory comes near.
    static constexpr std::size_t MaxGaps = 4096;

    enum class Result {
        Taken,
        TooManyGaps,  ///< nothing was kept; treat the packet as lost, it will come again
        BadMessage,   ///< a length that is malformed or above MaxMessage
    };

    /// `data` is not empty; the caller has checked the window.
    Result insert(std::uint64_t offset, ByteView data);
    /// The next whole message, in order.
    std::optional<Bytes> takeMessage();

    bool hasMessage() const { return m_read < m_boundary; }
    /// Offset behind the last byte that came.
    std::uint64_t highest() const { return m_highest; }
    /// Bytes handed out as messages, lengths included.
    std::uint64_t consumed() const { return m_read; }
    std::size_t allocatedBytes() const { return m_store.allocatedBlocks() * BlockStore::BlockSize; }

private:
    struct Length {
        std::uint64_t bytes = 0;
        std::size_t headSize = 0;
    };
    enum class LengthState { Known, Incomplete, Bad };

    LengthState readLength(std::uint64_t offset, Length& length) const;
    bool findBoundaries();

    BlockStore m_store;
    RangeSet m_beyond;             // what came above m_contiguous
    std::uint64_t m_read = 0;      // start of the first message not taken
    std::uint64_t m_boundary = 0;  // end of the last whole message
    std::uint64_t m_nextEnd = 0;   // end of the message behind it; 0 while its length is unknown
    std::uint64_t m_contiguous = 0;
    std::uint64_t m_highest = 0;
};

}  // namespace vos::transport
