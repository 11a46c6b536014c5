#pragma once

// Bounds-checked little-endian reading of bytes from outside. A read past the end yields zeros and
// marks the reader as failed; the caller checks once, at the end, with finished(). So a decoder is
// straight-line code and can still never read beyond its input.

#include "p2p/base/bytes.h"
#include "p2p/base/endpoint.h"
#include "p2p/base/ids.h"

#include <bit>
#include <cstdint>
#include <cstring>

namespace vos::wire {

class Reader {
public:
    explicit Reader(ByteView input) : m_rest(input) {}

    bool failed() const { return m_failed; }
    std::size_t remaining() const { return m_rest.size(); }
    /// True when every read succeeded and nothing is left over.
    bool finished() const { return !m_failed && m_rest.empty(); }
    /// Marks the input as bad, for limits the caller knows.
    void fail();

    std::uint8_t u8() { return static_cast<std::uint8_t>(integer<1>()); }
    std::uint16_t u16() { return static_cast<std::uint16_t>(integer<2>()); }
    std::uint32_t u32() { return static_cast<std::uint32_t>(integer<4>()); }
    std::uint64_t u48() { return integer<6>(); }
    std::uint64_t u64() { return integer<8>(); }
    /// QUIC variable-length integer (RFC 9000, section 16; the one field that is big-endian), up to
    /// 2^62 - 1. Longer encodings than needed are refused, so that every value has one form.
    std::uint64_t varint();
    /// The next `size` bytes as a view into the input; empty on failure.
    ByteView bytes(std::size_t size);
    /// All that is left.
    ByteView rest() { return bytes(m_rest.size()); }
    template <typename IdType>
    IdType id()
    {
        return IdType::from(bytes(IdType::Size)).value_or(IdType{});
    }
    /// Family 1 (4 or 6), address 4 or 16, port 2.
    Endpoint endpoint();

private:
    template <std::size_t Size>
    std::uint64_t integer()
    {
        static_assert(std::endian::native == std::endian::little);
        if (m_rest.size() < Size) {
            fail();
            return 0;
        }
        std::uint64_t value = 0;
        std::memcpy(&value, m_rest.data(), Size);
        m_rest = m_rest.subspan(Size);
        return value;
    }

    ByteView m_rest;
    bool m_failed = false;
};

}  // namespace vos::wire
