#pragma once

// The bytes of a stream between two offsets, in blocks: written anywhere, read anywhere, released
// from the front. Growing never copies, an empty store holds nothing, and a lone byte far ahead
// costs one block. Which bytes are there is the owner's knowledge.

#include "p2p/base/bytes.h"
#include "p2p/transport/ring.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <memory>

namespace vos::transport {

class BlockStore {
public:
    static constexpr std::size_t BlockSize = 8192;

    /// `offset` is not below what was released (asserted).
    void write(std::uint64_t offset, ByteView data);
    /// Hands `size` bytes from `offset` to `sink(ByteView)`, piece by piece; they were written
    /// before.
    template <typename Sink>
    void read(std::uint64_t offset, std::size_t size, Sink sink) const
    {
        while (size > 0) {
            const auto within = static_cast<std::size_t>(offset % BlockSize);
            const std::size_t piece = std::min(size, BlockSize - within);
            sink(ByteView(*block(offset)).subspan(within, piece));
            offset += piece;
            size -= piece;
        }
    }
    /// Bytes below `offset` are no longer needed.
    void release(std::uint64_t offset);
    /// Nothing below or above `offset` is needed: all memory goes.
    void releaseAll(std::uint64_t offset);
    std::size_t allocatedBlocks() const { return m_allocated; }

private:
    using Block = ByteArray<BlockSize>;

    const Block* block(std::uint64_t offset) const
    {
        return m_blocks[static_cast<std::size_t>(offset / BlockSize - m_first)].get();
    }

    Ring<std::unique_ptr<Block>> m_blocks;
    std::uint64_t m_first = 0;  // number of the block at the front
    std::size_t m_allocated = 0;
};

}  // namespace vos::transport
