#include "tests/fuzz/mutator.h"

#include <algorithm>
#include <array>

namespace vos::fuzz {

namespace {

using Offset = Bytes::difference_type;

Offset offset(std::size_t at)
{
    return static_cast<Offset>(at);
}

}  // namespace

Mutator::Mutator(const std::vector<Bytes>& corpus, std::uint64_t seed)
    : m_corpus(corpus)
    , m_state(seed)
{
}

// SplitMix64 (Steele, Lea, Flood 2014): the shortest generator whose successive outputs are even.
std::uint64_t Mutator::next()
{
    m_state += 0x9e3779b97f4a7c15ull;
    std::uint64_t z = m_state;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
    return z ^ (z >> 31);
}

std::size_t Mutator::below(std::size_t bound)
{
    return bound == 0 ? 0 : static_cast<std::size_t>(next() % bound);
}

Bytes Mutator::mutate(const Bytes& input)
{
    Bytes bytes = input;
    for (std::size_t rounds = 1 + below(4); rounds > 0; --rounds)
        mutateOnce(bytes);
    bytes.resize(std::min(bytes.size(), inputSizeMax));
    return bytes;
}

void Mutator::mutateOnce(Bytes& bytes)
{
    switch (below(8)) {
    case 0:
    case 1:
        return flipBit(bytes);
    case 2:
        return setByte(bytes);
    case 3:
        return setInteger(bytes);
    case 4:
        return cut(bytes);
    case 5:
        return insert(bytes);
    case 6:
        return repeat(bytes);
    default:
        return splice(bytes);
    }
}

void Mutator::flipBit(Bytes& bytes)
{
    if (!bytes.empty())
        bytes[below(bytes.size())] ^= static_cast<std::byte>(1u << below(8));
}

void Mutator::setByte(Bytes& bytes)
{
    // Values at which counts, lengths and signs turn over, and what JSON and links are made of.
    static constexpr std::array<unsigned char, 16> special = {
        0x00, 0x01, 0x02, 0x07, 0x7f, 0x80, 0xc0, 0xfe, 0xff, '"', '\\', '{', '[', ':', '&', '%'};
    if (!bytes.empty())
        bytes[below(bytes.size())] = static_cast<std::byte>(special[below(special.size())]);
}

void Mutator::setInteger(Bytes& bytes)
{
    const std::size_t width = std::size_t{1} << below(4);
    if (bytes.size() < width)
        return;
    static constexpr std::array<std::uint64_t, 8> special = {
        0, 1, 0x7f, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0xffffffffffffffff};
    const std::uint64_t value = special[below(special.size())] - below(2);
    const std::size_t at = below(bytes.size() - width + 1);
    for (std::size_t i = 0; i < width; ++i)
        bytes[at + i] = static_cast<std::byte>(value >> (8 * i));
}

void Mutator::cut(Bytes& bytes)
{
    const std::size_t from = below(bytes.size());
    // Half of the cuts take the tail, as a short datagram or a torn write does.
    const std::size_t count = below(2) == 0 ? bytes.size() - from : below(bytes.size() - from);
    bytes.erase(bytes.begin() + offset(from), bytes.begin() + offset(from + count));
}

void Mutator::insert(Bytes& bytes)
{
    Bytes more(1 + below(16));
    for (std::byte& b : more)
        b = static_cast<std::byte>(next());
    bytes.insert(bytes.begin() + offset(below(bytes.size() + 1)), more.begin(), more.end());
}

void Mutator::repeat(Bytes& bytes)
{
    if (bytes.empty() || bytes.size() >= inputSizeMax)
        return;
    const std::size_t from = below(bytes.size());
    const std::size_t count = 1 + below(std::min<std::size_t>(bytes.size() - from, 256));
    const Bytes stretch(bytes.begin() + offset(from), bytes.begin() + offset(from + count));
    bytes.insert(bytes.begin() + offset(from), stretch.begin(), stretch.end());
}

void Mutator::splice(Bytes& bytes)
{
    const Bytes& other = m_corpus[below(m_corpus.size())];
    if (other.empty() || bytes.empty())
        return;
    bytes.resize(below(bytes.size()));
    const std::size_t from = below(other.size());
    bytes.insert(bytes.end(), other.begin() + offset(from), other.end());
}

}  // namespace vos::fuzz
