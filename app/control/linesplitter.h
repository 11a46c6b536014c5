#pragma once

// Cuts a stream of bytes into lines of bounded size. A line that grows beyond the bound is reported
// once and dropped; reading goes on at the next line feed, so one bad line costs no other.

#include <QByteArray>

#include <optional>

namespace vos::control {

class LineSplitter {
public:
    /// `lineSizeMax`: bytes of a line without its end.
    explicit LineSplitter(qsizetype lineSizeMax) : m_lineSizeMax(lineSizeMax) {}

    struct Line {
        QByteArray text;  ///< without line feed and carriage return
        bool tooLong = false;  ///< `text` is empty then
    };

    void append(QByteArrayView bytes);
    /// The next whole line; lines without any byte are left out.
    std::optional<Line> next();
    /// Bytes kept: at most a line more than what was appended since the last line was taken.
    qsizetype bufferedBytes() const { return m_buffer.size() - m_start; }

private:
    QByteArray take(qsizetype end);

    qsizetype m_lineSizeMax;
    QByteArray m_buffer;
    qsizetype m_start = 0;    ///< bytes before it were taken
    qsizetype m_scanned = 0;  ///< no line feed between m_start and here
    bool m_skipping = false;  ///< inside a line that was reported as too long
};

}  // namespace vos::control
