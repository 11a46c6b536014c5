#pragma once

// Little-endian writing; the mirror of Reader. Appends to bytes it owns and hands over at the end.

#include "p2p/base/assert.h"
#include "p2p/base/bytes.h"
#include "p2p/base/endpoint.h"
#include "p2p/base/ids.h"

#include <cstdint>
#include <utility>

namespace vos::wire {

class Writer {
public:
    Writer() = default;
    explicit Writer(std::size_t reserve) { m_out.reserve(reserve); }
    /// Goes on behind what `start` holds.
    explicit Writer(Bytes&& start) : m_out(std::move(start)) {}

    std::size_t size() const { return m_out.size(); }
    ByteView view() const { return m_out; }
    Bytes take() { return std::exchange(m_out, {}); }

    void u8(std::uint8_t value) { integer(value, 1); }
    void u16(std::uint16_t value) { integer(value, 2); }
    void u32(std::uint32_t value) { integer(value, 4); }
    void u48(std::uint64_t value) { integer(value, 6); }
    void u64(std::uint64_t value) { integer(value, 8); }
    /// QUIC variable-length integer (RFC 9000, section 16), shortest form; value < 2^62.
    void varint(std::uint64_t value)
    {
        VOS_ASSERT(value < (std::uint64_t{1} << 62));
        const unsigned exponent = value < (1u << 6)    ? 0
                                  : value < (1u << 14) ? 1
                                  : value < (1u << 30) ? 2
                                                       : 3;
        const unsigned size = 1u << exponent;
        for (unsigned i = size; i > 0; --i) {
            std::uint64_t part = (value >> (8 * (i - 1))) & 0xff;
            if (i == size)
                part |= exponent << 6;
            m_out.push_back(static_cast<std::byte>(part));
        }
    }
    void bytes(ByteView view) { append(m_out, view); }
    void zeros(std::size_t count) { m_out.resize(m_out.size() + count); }
    template <typename Tag, std::size_t N>
    void id(const Id<Tag, N>& value)
    {
        bytes(value.bytes);
    }
    /// Family 1 (4 or 6), address 4 or 16, port 2.
    void endpoint(const Endpoint& e)
    {
        u8(static_cast<std::uint8_t>(e.family));
        bytes(e.addressBytes());
        u16(e.port);
    }

private:
    void integer(std::uint64_t value, std::size_t size)
    {
        for (std::size_t i = 0; i < size; ++i)
            m_out.push_back(static_cast<std::byte>(value >> (8 * i) & 0xff));
    }

    Bytes m_out;
};

}  // namespace vos::wire
