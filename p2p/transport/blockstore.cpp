#include "p2p/transport/blockstore.h"

namespace vos::transport {

void BlockStore::write(std::uint64_t offset, ByteView data)
{
    VOS_ASSERT(offset / BlockSize >= m_first);
    while (!data.empty()) {
        const auto index = static_cast<std::size_t>(offset / BlockSize - m_first);
        while (m_blocks.size() <= index)
            m_blocks.push(nullptr);
        std::unique_ptr<Block>& slot = m_blocks[index];
        if (!slot) {
            slot = std::make_unique_for_overwrite<Block>();
            ++m_allocated;
        }
        const auto within = static_cast<std::size_t>(offset % BlockSize);
        const std::size_t piece = std::min(data.size(), BlockSize - within);
        std::memcpy(slot->data() + within, data.data(), piece);
        data = data.subspan(piece);
        offset += piece;
    }
}

void BlockStore::release(std::uint64_t offset)
{
    const std::uint64_t bound = offset / BlockSize;
    while (m_first < bound && !m_blocks.empty()) {
        if (m_blocks.front())
            --m_allocated;
        m_blocks.pop();
        ++m_first;
    }
    m_first = std::max(m_first, bound);
}

void BlockStore::releaseAll(std::uint64_t offset)
{
    m_blocks.clear();
    m_allocated = 0;
    m_first = offset / BlockSize;
}

}  // namespace vos::transport
