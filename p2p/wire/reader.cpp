#include "p2p/wire/reader.h"

#include <algorithm>

namespace vos::wire {

void Reader::fail()
{
    m_failed = true;
    m_rest = {};
}

ByteView Reader::bytes(std::size_t size)
{
    if (size > m_rest.size()) {
        fail();
        return {};
    }
    const ByteView taken = m_rest.first(size);
    m_rest = m_rest.subspan(size);
    return taken;
}

std::uint64_t Reader::varint()
{
    if (m_rest.empty()) {
        fail();
        return 0;
    }
    const unsigned first = std::to_integer<unsigned>(m_rest[0]);
    const std::size_t size = std::size_t{1} << (first >> 6);
    const ByteView raw = bytes(size);
    if (raw.empty())
        return 0;
    std::uint64_t value = first & 0x3f;
    for (std::size_t i = 1; i < size; ++i)
        value = value << 8 | std::to_integer<std::uint64_t>(raw[i]);
    const std::uint64_t smallest = size == 1   ? 0
                                   : size == 2 ? 1u << 6
                                   : size == 4 ? 1u << 14
                                               : 1u << 30;
    if (value < smallest) {
        fail();
        return 0;
    }
    return value;
}

Endpoint Reader::endpoint()
{
    Endpoint e;
    const std::uint8_t family = u8();
    if (family != 4 && family != 6) {
        fail();
        return {};
    }
    e.family = static_cast<IpFamily>(family);
    const ByteView address = bytes(family == 4 ? 4 : 16);
    std::copy(address.begin(), address.end(), e.address.begin());
    e.port = u16();
    return e;
}

}  // namespace vos::wire
