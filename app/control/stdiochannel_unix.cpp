#include "app/control/stdiochannel.h"

#include <QElapsedTimer>
#include <QSocketNotifier>

#include <cerrno>
#include <climits>
#include <deque>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace vos::control {

struct StdioChannel::Private {
    QSocketNotifier input{STDIN_FILENO, QSocketNotifier::Read};
    QSocketNotifier output{STDOUT_FILENO, QSocketNotifier::Write};
    std::deque<QByteArray> waiting;
    qsizetype frontDone = 0;  ///< bytes of waiting.front() that are out
    qint64 waitingBytes = 0;
    bool ended = false;
    bool closed = false;

    enum class Progress { All, Blocked, Broken };

    /// Writes until the other side takes no more.
    Progress pump()
    {
        while (!waiting.empty()) {
            pollfd ready{STDOUT_FILENO, POLLOUT, 0};
            if (::poll(&ready, 1, 0) <= 0)
                return Progress::Blocked;
            const qsizetype left = waiting.front().size() - frontDone;
            const ssize_t written = writeSome(waiting.front().constData() + frontDone, left);
            if (written < 0) {
                if (errno == EINTR)
                    continue;
                return errno == EAGAIN ? Progress::Blocked : Progress::Broken;
            }
            waitingBytes -= written;
            frontDone += written;
            if (frontDone == waiting.front().size()) {
                waiting.pop_front();
                frontDone = 0;
            }
        }
        return Progress::All;
    }

    /// A pipe that poll() calls writable takes PIPE_BUF bytes at once; a socket is asked not to
    /// wait.
    static ssize_t writeSome(const char* data, qsizetype size)
    {
        const ssize_t sent = ::send(STDOUT_FILENO, data, static_cast<std::size_t>(size),
                                    MSG_DONTWAIT | MSG_NOSIGNAL);
        if (sent >= 0 || errno != ENOTSOCK)
            return sent;
        return ::write(STDOUT_FILENO, data,
                       static_cast<std::size_t>(std::min<qsizetype>(size, PIPE_BUF)));
    }

    void dropWaiting()
    {
        waiting.clear();
        frontDone = 0;
        waitingBytes = 0;
        output.setEnabled(false);
    }
};

StdioChannel::StdioChannel(QObject* parent) : Channel(parent), d(std::make_unique<Private>())
{
    d->input.setEnabled(false);
    d->output.setEnabled(false);
    connect(&d->input, &QSocketNotifier::activated, this, [this] {
        constexpr std::size_t chunkSize = 64 << 10;
        QByteArray chunk(chunkSize, Qt::Uninitialized);
        const ssize_t got = ::read(STDIN_FILENO, chunk.data(), chunkSize);
        if (got < 0 && (errno == EINTR || errno == EAGAIN))
            return;
        if (got > 0) {
            chunk.truncate(got);
            Q_EMIT received(chunk);
            return;
        }
        d->ended = true;
        d->input.setEnabled(false);
        Q_EMIT inputEnded();
    });
    connect(&d->output, &QSocketNotifier::activated, this, [this] {
        const auto progress = d->pump();
        if (progress == Private::Progress::Broken) {
            abort();
            return;
        }
        d->output.setEnabled(progress == Private::Progress::Blocked);
        Q_EMIT drained();
    });
}

StdioChannel::~StdioChannel() = default;

void StdioChannel::setReading(bool on)
{
    d->input.setEnabled(on && !d->ended && !d->closed);
}

void StdioChannel::write(const QByteArray& bytes)
{
    if (d->closed || bytes.isEmpty())
        return;
    d->waiting.push_back(bytes);
    d->waitingBytes += bytes.size();
    // One that waits already means the other side is behind: the notifier goes on.
    if (d->output.isEnabled())
        return;
    // Blocked or broken shows at the notifier too, outside of the caller's call.
    if (d->pump() != Private::Progress::All)
        d->output.setEnabled(true);
}

qint64 StdioChannel::waitingBytes() const
{
    return d->waitingBytes;
}

void StdioChannel::abort()
{
    if (d->closed)
        return;
    d->closed = true;
    d->input.setEnabled(false);
    d->dropWaiting();
    Q_EMIT closed();
}

void StdioChannel::flush(int timeoutMs)
{
    QElapsedTimer timer;
    timer.start();
    while (!d->closed && d->pump() == Private::Progress::Blocked) {
        pollfd ready{STDOUT_FILENO, POLLOUT, 0};
        const int left = timeoutMs - static_cast<int>(timer.elapsed());
        if (left <= 0 || ::poll(&ready, 1, left) <= 0)
            return;
    }
}

}  // namespace vos::control
