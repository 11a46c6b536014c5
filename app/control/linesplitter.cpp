#include "app/control/linesplitter.h"

namespace vos::control {

void LineSplitter::append(QByteArrayView bytes)
{
    if (m_skipping) {
        const qsizetype end = bytes.indexOf('\n');
        if (end < 0)
            return;
        bytes = bytes.sliced(end + 1);
        m_skipping = false;
    }
    m_buffer.append(bytes.data(), bytes.size());
}

std::optional<LineSplitter::Line> LineSplitter::next()
{
    for (;;) {
        const qsizetype end = m_buffer.indexOf('\n', m_scanned);
        if (end < 0) {
            m_scanned = m_buffer.size();
            if (bufferedBytes() <= m_lineSizeMax + 1)  // its last byte may be a carriage return
                return std::nullopt;
            take(m_buffer.size());
            m_skipping = true;
            return Line{{}, true};
        }
        QByteArray text = take(end);
        if (text.endsWith('\r'))
            text.chop(1);
        if (text.size() > m_lineSizeMax)
            return Line{{}, true};
        if (!text.isEmpty())
            return Line{std::move(text)};
    }
}

/// Takes the bytes up to `end` and the line feed there.
QByteArray LineSplitter::take(qsizetype end)
{
    QByteArray text = m_buffer.mid(m_start, end - m_start);
    m_start = std::min(end + 1, m_buffer.size());
    // Dropping the front costs a copy of the rest: done when that rest is the smaller part.
    if (m_start > m_buffer.size() / 2) {
        m_buffer.remove(0, m_start);
        m_start = 0;
    }
    m_scanned = m_start;
    return text;
}

}  // namespace vos::control
