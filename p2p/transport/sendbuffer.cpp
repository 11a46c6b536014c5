#include "p2p/transport/sendbuffer.h"

namespace vos::transport {

void SendBuffer::append(ByteView data)
{
    m_store.write(m_end, data);
    m_end += data.size();
}

std::optional<SendBuffer::Piece> SendBuffer::take(std::size_t room, std::uint64_t limit)
{
    VOS_ASSERT(room > 0);
    if (!m_again.empty()) {
        const Range first = m_again.front();
        const Range range{first.begin, std::min(first.end, first.begin + room)};
        m_again.remove(range);
        return Piece{range, true};
    }
    const std::uint64_t end = std::min({m_end, limit, m_sent + room});
    if (end <= m_sent)
        return std::nullopt;
    const Range range{m_sent, end};
    m_sent = end;
    return Piece{range, false};
}

void SendBuffer::acknowledged(Range range)
{
    range.begin = std::max(range.begin, m_base);
    if (range.begin >= range.end)
        return;
    m_again.remove(range);
    if (range.begin > m_base) {
        m_acknowledged.add(range);
        return;
    }
    m_base = range.end;
    m_acknowledged.removeBelow(m_base);
    if (!m_acknowledged.empty() && m_acknowledged.front().begin == m_base) {
        m_base = m_acknowledged.front().end;
        m_acknowledged.popFront();
    }
    if (m_base == m_end)
        m_store.releaseAll(m_end);
    else
        m_store.release(m_base);
}

void SendBuffer::sendAgain(Range range)
{
    range.begin = std::max(range.begin, m_base);
    if (range.begin >= range.end)
        return;
    m_again.add(range);
    for (const Range& done : m_acknowledged.ranges()) {
        if (done.begin >= range.end)
            break;
        if (done.end > range.begin)
            m_again.remove(done);
    }
}

void SendBuffer::clear()
{
    m_base = m_sent = m_end;
    m_acknowledged.clear();
    m_again.clear();
    m_store.releaseAll(m_end);
}

}  // namespace vos::transport
