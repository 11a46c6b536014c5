#include "p2p/transport/reassembly.h"

#include "p2p/transport/types.h"
#include "p2p/wire/reader.h"

namespace vos::transport {

Reassembly::Result Reassembly::insert(std::uint64_t offset, ByteView data)
{
    const std::uint64_t end = offset + data.size();
    if (end <= m_contiguous)
        return Result::Taken;
    if (offset < m_contiguous) {
        data = data.subspan(static_cast<std::size_t>(m_contiguous - offset));
        offset = m_contiguous;
    }
    if (offset > m_contiguous && m_beyond.countWith({offset, end}) > MaxGaps)
        return Result::TooManyGaps;
    m_highest = std::max(m_highest, end);
    m_store.write(offset, data);
    if (offset > m_contiguous) {
        m_beyond.add({offset, end});
        return Result::Taken;
    }
    m_contiguous = end;
    m_beyond.removeBelow(end);
    if (!m_beyond.empty() && m_beyond.front().begin == end) {
        m_contiguous = m_beyond.front().end;
        m_beyond.popFront();
    }
    return findBoundaries() ? Result::Taken : Result::BadMessage;
}

Reassembly::LengthState Reassembly::readLength(std::uint64_t offset, Length& length) const
{
    const std::uint64_t available = m_contiguous - offset;
    if (available == 0)
        return LengthState::Incomplete;
    ByteArray<4> head{};
    std::size_t filled = 0;
    const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(available, head.size()));
    m_store.read(offset, size, [&](ByteView piece) {
        std::memcpy(head.data() + filled, piece.data(), piece.size());
        filled += piece.size();
    });
    const std::size_t needed = std::size_t{1} << (std::to_integer<unsigned>(head[0]) >> 6);
    if (needed > head.size())
        return LengthState::Bad;
    if (needed > size)
        return LengthState::Incomplete;
    wire::Reader reader(ByteView(head).first(needed));
    length.bytes = reader.varint();
    length.headSize = needed;
    return reader.finished() && length.bytes <= MaxMessage ? LengthState::Known : LengthState::Bad;
}

bool Reassembly::findBoundaries()
{
    while (true) {
        if (m_nextEnd == 0) {
            Length length;
            const LengthState state = readLength(m_boundary, length);
            if (state != LengthState::Known)
                return state == LengthState::Incomplete;
            m_nextEnd = m_boundary + length.headSize + length.bytes;
        }
        if (m_nextEnd > m_contiguous)
            return true;
        m_boundary = m_nextEnd;
        m_nextEnd = 0;
    }
}

std::optional<Bytes> Reassembly::takeMessage()
{
    if (!hasMessage())
        return std::nullopt;
    Length length;
    const LengthState state = readLength(m_read, length);
    VOS_ASSERT(state == LengthState::Known);
    Bytes message;
    message.reserve(static_cast<std::size_t>(length.bytes));
    m_store.read(m_read + length.headSize, static_cast<std::size_t>(length.bytes),
                 [&](ByteView piece) { append(message, piece); });
    m_read += length.headSize + length.bytes;
    if (m_read == m_highest)
        m_store.releaseAll(m_read);
    else
        m_store.release(m_read);
    return message;
}

}  // namespace vos::transport
