#pragma once

// Proof of work: minting an identity or writing to a stranger costs a moment of computing, so that
// doing it a million times is dear. Checked with one hash.

#include "p2p/base/bytes.h"
#include "p2p/base/ids.h"

#include <cstdint>
#include <optional>

namespace vos::crypto {

/// Eight bytes that make a hash begin with enough zero bits.
using WorkNonce = ByteArray<8>;

/// About 0.3 s on one core, once per identity.
inline constexpr unsigned IdentityWorkBits = 20;
/// About a second, for each letter to somebody who does not know the sender.
inline constexpr unsigned LetterWorkBits = 22;

/// Zero bits before the first one bit, the most significant bit of each byte first.
unsigned leadingZeroBits(ByteView bytes);

/// H("VOS/work/1", id || stamp) begins with at least `bits` zero bits.
bool stampValid(const NodeId& id, const WorkNonce& stamp, unsigned bits = IdentityWorkBits);
/// H("VOS/letter-work/1", letter || nonce) begins with at least `bits` zero bits.
bool letterWorkValid(const LetterId& letter, const WorkNonce& nonce,
                     unsigned bits = LetterWorkBits);

/// A search that stops whenever asked to: run() it in slices, or to the end in a thread. The same
/// subject, bits and start always find the same nonce.
class WorkSearch {
public:
    static WorkSearch forStamp(const NodeId& id, unsigned bits, std::uint64_t start);
    static WorkSearch forLetter(const LetterId& letter, unsigned bits, std::uint64_t start);

    /// Tries at most `attempts` nonces more; the first that will do, or nothing yet.
    std::optional<WorkNonce> run(std::size_t attempts);

private:
    WorkSearch(std::string_view label, const ByteArray<32>& subject, unsigned bits,
               std::uint64_t start);

    std::string_view m_label;
    ByteArray<32> m_subject;
    unsigned m_bits;
    std::uint64_t m_next;
};

}  // namespace vos::crypto
