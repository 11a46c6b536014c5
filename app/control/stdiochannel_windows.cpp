#include "app/control/stdiochannel.h"

#include <QPointer>
#include <QSemaphore>
#include <QThread>

#include <atomic>
#include <windows.h>

namespace vos::control {

// Windows can neither poll a pipe nor read it without waiting, so each direction has a thread.
struct StdioChannel::Private {
    QSemaphore mayRead;  ///< one permit for each chunk the connection is ready for
    std::unique_ptr<QThread> reader;
    QThread writer;
    QObject writerContext;  ///< lives on `writer`
    std::atomic<qint64> waitingBytes = 0;
    std::atomic<bool> closed = false;
    bool reading = false;
    bool permitted = false;  ///< the reader holds a permit
};

StdioChannel::StdioChannel(QObject* parent) : Channel(parent), d(std::make_unique<Private>())
{
    d->writerContext.moveToThread(&d->writer);
    d->writer.start();
    d->reader.reset(QThread::create([this] {
        constexpr DWORD chunkSize = 64 << 10;
        for (;;) {
            d->mayRead.acquire();
            QByteArray chunk(chunkSize, Qt::Uninitialized);
            DWORD got = 0;
            const bool more = !d->closed &&
                              ReadFile(GetStdHandle(STD_INPUT_HANDLE), chunk.data(), chunkSize,
                                       &got, nullptr) != 0 &&
                              got > 0;
            chunk.truncate(got);
            QMetaObject::invokeMethod(this, [this, chunk, more] {
                d->permitted = false;
                if (!more) {
                    Q_EMIT inputEnded();
                    return;
                }
                const bool wanted = std::exchange(d->reading, false);
                Q_EMIT received(chunk);
                setReading(wanted || d->reading);
            });
            if (!more)
                return;
        }
    }));
    d->reader->start();
}

StdioChannel::~StdioChannel()
{
    d->closed = true;
    d->mayRead.release();
    CancelSynchronousIo(d->reader->currentThreadId());
    if (!d->reader->wait(1000))
        d->reader->terminate();
    d->writer.quit();
    if (!d->writer.wait(1000))
        d->writer.terminate();
}

void StdioChannel::setReading(bool on)
{
    d->reading = on;
    if (on && !std::exchange(d->permitted, true))
        d->mayRead.release();
}

void StdioChannel::write(const QByteArray& bytes)
{
    if (d->closed)
        return;
    d->waitingBytes += bytes.size();
    QMetaObject::invokeMethod(&d->writerContext, [this, bytes] {
        DWORD written = 0;
        const bool fine = WriteFile(GetStdHandle(STD_OUTPUT_HANDLE), bytes.constData(),
                                    static_cast<DWORD>(bytes.size()), &written, nullptr) != 0;
        d->waitingBytes -= bytes.size();
        QMetaObject::invokeMethod(this, [this, fine] {
            if (fine)
                Q_EMIT drained();
            else
                abort();
        });
    });
}

qint64 StdioChannel::waitingBytes() const
{
    return d->waitingBytes;
}

void StdioChannel::abort()
{
    if (!d->closed.exchange(true))
        Q_EMIT closed();
}

void StdioChannel::flush(int timeoutMs)
{
    QDeadlineTimer deadline(timeoutMs);
    while (d->waitingBytes > 0 && !d->closed && !deadline.hasExpired())
        d->writer.wait(1);
}

}  // namespace vos::control
