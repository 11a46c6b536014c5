#pragma once

// Memory for secrets. A Secret<N> lives in memory that is locked, left out of core dumps, fenced by
// guard pages (sodium_malloc) and wiped when let go. It is moved, never copied by accident: a copy
// is written clone(). Against whom: swap files, core dumps, stray reads, forgotten copies.

#include "p2p/base/assert.h"
#include "p2p/base/bytes.h"
#include "p2p/base/rng.h"

#include <algorithm>
#include <utility>

namespace vos::crypto {

/// Starts libsodium; call once before anything else of this room. False if it cannot run here.
[[nodiscard]] bool initialize();

/// Overwrites `bytes` with zeros in a way the compiler cannot leave out.
void wipe(MutableBytes bytes);

/// Compares in a time that depends on the lengths alone.
bool constantTimeEqual(ByteView a, ByteView b);

namespace detail {
/// Zeroed slot of protected memory; size <= SecretSizeMax. Never null (asserts when memory is out).
std::byte* acquireSecret(std::size_t size);
/// Wipes the slot and takes it back; null is allowed.
void releaseSecret(std::byte* slot, std::size_t size);
}  // namespace detail

/// Largest secret: an Ed25519 secret key (seed and public key) has 64 bytes, and so has BLAKE2b.
inline constexpr std::size_t SecretSizeMax = 64;

/// N secret bytes, N <= SecretSizeMax. A moved-from Secret may only be destroyed or assigned to.
template <std::size_t N>
class Secret {
    static_assert(N > 0 && N <= SecretSizeMax);

public:
    static constexpr std::size_t Size = N;

    /// All zeros.
    Secret() : m_slot(detail::acquireSecret(N)) {}
    ~Secret() { detail::releaseSecret(m_slot, N); }
    Secret(Secret&& other) noexcept : m_slot(std::exchange(other.m_slot, nullptr)) {}
    Secret& operator=(Secret&& other) noexcept
    {
        std::swap(m_slot, other.m_slot);
        return *this;
    }
    Secret(const Secret&) = delete;
    Secret& operator=(const Secret&) = delete;

    /// Takes a copy; the caller wipes its own. `bytes` has exactly N bytes (asserts).
    static Secret copyOf(ByteView bytes)
    {
        VOS_ASSERT(bytes.size() == N);
        Secret secret;
        std::copy(bytes.begin(), bytes.end(), secret.m_slot);
        return secret;
    }
    /// N random bytes, written straight into protected memory.
    static Secret random(Rng& rng)
    {
        Secret secret;
        rng.fill(secret.mutableView());
        return secret;
    }

    Secret clone() const { return copyOf(view()); }
    ByteView view() const
    {
        VOS_ASSERT(m_slot != nullptr);
        return ByteView(m_slot, N);
    }
    MutableBytes mutableView()
    {
        VOS_ASSERT(m_slot != nullptr);
        return MutableBytes(m_slot, N);
    }
    /// Overwrites the content with zeros at once.
    void wipe() { crypto::wipe(mutableView()); }

    /// Constant-time.
    bool operator==(const Secret& other) const { return constantTimeEqual(view(), other.view()); }

private:
    std::byte* m_slot;
};

}  // namespace vos::crypto
