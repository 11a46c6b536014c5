#pragma once

// Deterministic damage to valid inputs: the same seed, file and count give the same inputs on every
// machine, so that a failure names one input and can be had again.

#include "p2p/base/bytes.h"

#include <cstdint>
#include <vector>

namespace vos::fuzz {

/// Input lengths a mutation may grow to: the largest input from outside is a line of 1 MiB on the
/// control socket, but parsers treat 64 KiB and 1 MiB alike and short runs find more.
constexpr std::size_t inputSizeMax = 64 * 1024;

class Mutator {
public:
    /// `corpus` must outlive the mutator; splices take their other half from it.
    Mutator(const std::vector<Bytes>& corpus, std::uint64_t seed);

    /// One to four mutations of `input`, each a bit flip, a byte of special value, a little-endian
    /// length, a cut, an insertion, a doubled stretch or a splice with another seed.
    Bytes mutate(const Bytes& input);

private:
    std::uint64_t next();
    std::size_t below(std::size_t bound);
    void mutateOnce(Bytes& bytes);
    void flipBit(Bytes& bytes);
    void setByte(Bytes& bytes);
    void setInteger(Bytes& bytes);
    void cut(Bytes& bytes);
    void insert(Bytes& bytes);
    void repeat(Bytes& bytes);
    void splice(Bytes& bytes);

    const std::vector<Bytes>& m_corpus;
    std::uint64_t m_state;
};

}  // namespace vos::fuzz
