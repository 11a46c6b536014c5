#include "p2p/crypto/secret.h"

#include <sodium.h>

#include <mutex>
#include <vector>

namespace vos::crypto {

namespace {

// sodium_malloc spends four pages and several system calls on each piece, and a process has only
// some 65 000 mappings. A node with thousands of sessions would run out of them, so secrets share
// protected blocks. The pool is memory management, with the lock malloc has too.
class SecretPool {
public:
    std::byte* acquire()
    {
        const std::lock_guard lock(m_mutex);
        if (m_free.empty())
            addBlock();
        std::byte* slot = m_free.back();
        m_free.pop_back();
        return slot;
    }
    void release(std::byte* slot)
    {
        const std::lock_guard lock(m_mutex);
        m_free.push_back(slot);
    }

private:
    static constexpr std::size_t BlockSize = 4096;
    static constexpr std::size_t SlotsPerBlock = BlockSize / SecretSizeMax;

    void addBlock()
    {
        // The first secret may be older than main(); starting libsodium twice does no harm.
        VOS_ASSERT(initialize());
        auto* block = static_cast<std::byte*>(sodium_malloc(BlockSize));
        VOS_ASSERT(block != nullptr);
        sodium_memzero(block, BlockSize);
        m_slots += SlotsPerBlock;
        // Room for every slot, so that taking one back can never fail.
        m_free.reserve(m_slots);
        for (std::size_t i = 0; i < SlotsPerBlock; ++i)
            m_free.push_back(block + i * SecretSizeMax);
    }

    std::mutex m_mutex;
    std::vector<std::byte*> m_free;
    std::size_t m_slots = 0;
};

SecretPool& secretPool()
{
    // Never destroyed: a secret may outlive the end of main().
    static SecretPool& pool = *new SecretPool;
    return pool;
}

}  // namespace

bool initialize()
{
    return sodium_init() >= 0;
}

void wipe(MutableBytes bytes)
{
    sodium_memzero(bytes.data(), bytes.size());
}

bool constantTimeEqual(ByteView a, ByteView b)
{
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

namespace detail {

std::byte* acquireSecret(std::size_t size)
{
    VOS_ASSERT(size <= SecretSizeMax);
    return secretPool().acquire();
}

void releaseSecret(std::byte* slot, std::size_t size)
{
    if (slot == nullptr)
        return;
    sodium_memzero(slot, size);
    secretPool().release(slot);
}

}  // namespace detail

}  // namespace vos::crypto
