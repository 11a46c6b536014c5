#include "p2p/crypto/work.h"

#include "p2p/crypto/hash.h"

#include <bit>

namespace vos::crypto {

namespace {

constexpr std::string_view StampLabel = "VOS/work/1";
constexpr std::string_view LetterLabel = "VOS/letter-work/1";

bool workValid(std::string_view label, ByteView subject, const WorkNonce& nonce, unsigned bits)
{
    return leadingZeroBits(hash256(label, subject, nonce)) >= bits;
}

}  // namespace

unsigned leadingZeroBits(ByteView bytes)
{
    unsigned bits = 0;
    for (const std::byte b : bytes) {
        if (b != std::byte{0})
            return bits + static_cast<unsigned>(std::countl_zero(std::to_integer<std::uint8_t>(b)));
        bits += 8;
    }
    return bits;
}

bool stampValid(const NodeId& id, const WorkNonce& stamp, unsigned bits)
{
    return workValid(StampLabel, id.view(), stamp, bits);
}

bool letterWorkValid(const LetterId& letter, const WorkNonce& nonce, unsigned bits)
{
    return workValid(LetterLabel, letter.view(), nonce, bits);
}

WorkSearch::WorkSearch(std::string_view label, const ByteArray<32>& subject, unsigned bits,
                       std::uint64_t start)
    : m_label(label)
    , m_subject(subject)
    , m_bits(bits)
    , m_next(start)
{
}

WorkSearch WorkSearch::forStamp(const NodeId& id, unsigned bits, std::uint64_t start)
{
    return WorkSearch(StampLabel, id.bytes, bits, start);
}

WorkSearch WorkSearch::forLetter(const LetterId& letter, unsigned bits, std::uint64_t start)
{
    return WorkSearch(LetterLabel, letter.bytes, bits, start);
}

std::optional<WorkNonce> WorkSearch::run(std::size_t attempts)
{
    for (; attempts > 0; --attempts) {
        WorkNonce nonce;
        for (std::size_t i = 0; i < nonce.size(); ++i)
            nonce[i] = static_cast<std::byte>(m_next >> (8 * i) & 0xff);
        if (workValid(m_label, m_subject, nonce, m_bits))
            return nonce;
        ++m_next;
    }
    return std::nullopt;
}

}  // namespace vos::crypto
